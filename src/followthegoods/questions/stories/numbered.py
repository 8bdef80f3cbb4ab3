"""Claims with a number: what it measures, and the country, supplier and period it belongs to."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.days import Said
from followthegoods.questions.stories.drafting import Drafting, dated, nearest, numbered, placed
from followthegoods.questions.stories.names import SUPPLIER
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.scene import Scene

_MEASURES: dict[str, Measure] = {
    "money": Measure.VALUE,
    "weight": Measure.QUANTITY,
    "share": Measure.SHARE,
    "times": Measure.CHANGE,
    "lines": Measure.LINES,
    "suppliers": Measure.SUPPLIERS,
    "countries": Measure.COUNTRIES,
}
_VERB_NEAR = 30
"""Letters between "bought" and the number of what was bought."""


def with_numbers(drafting: Drafting, scene: Scene) -> bool:
    """Draft a claim for each number of a sentence; whether any of them can be checked."""
    before, previous = len(drafting.claims), None
    for place, number in enumerate(scene.numbers):
        at = _span(scene, place)
        if previous is not None and _beside(scene, previous[0], number):
            fields = numbered(number)
            drafting.add(scene, at, Measure.ARITHMETIC, equals=previous[1].id, **fields)
            continue
        claim = _claim(drafting, scene, place, at)
        previous = (number, claim) if claim is not None else None
    return any(claim.measure is not Measure.NONE for claim in drafting.claims[before:])


def _before(drafting: Drafting, scene: Scene) -> Said | None:
    """The period of the sentence before, where this one speaks on of it."""
    last = drafting.scene
    if last is None or not scene.says("anaphora") or not last.says("trade"):
        return None
    near = last.sentence.paragraph == scene.sentence.paragraph
    found = nearest(last, 0)
    return found if near and found is not None and not found.event else None


def _span(scene: Scene, place: int) -> Span:
    """A number's part of its sentence: from mark to mark between the numbers."""
    number = scene.numbers[place]
    start, end = 0, len(scene.text)
    if place:
        start = _cut(scene.text, scene.numbers[place - 1].end, number.start)
    if place + 1 < len(scene.numbers):
        end = _cut(scene.text, number.end, scene.numbers[place + 1].start)
    return start, end


def _shared(scene: Scene, place: int) -> Span:
    """A number's part of its sentence, with those of numbers that are said to be in it, or that it
    is said to be in: a period of one is that of the others."""
    first = last = place
    while first and _included(scene, first):
        first -= 1
    while last + 1 < len(scene.numbers) and _included(scene, last + 1):
        last += 1
    return _span(scene, first)[0], _span(scene, last)[1]


def _included(scene: Scene, place: int) -> bool:
    """Whether a number is said to be part of the one before it, or goes on from it without a
    mark."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    unmarked = not any(mark in between for mark in ",;:.–")
    held = scene.words.says("includes", between) is not None
    return held or unmarked or "with" in between.split()


def _cut(text: str, start: int, end: int) -> int:
    marks = [start + m.start() for m in re.finditer(r"[,;(–]", text[start:end])]
    return marks[0] if marks else end


def _beside(scene: Scene, first: Number, second: Number) -> bool:
    """Whether two amounts are one in two currencies: "46.8 million roubles ($520,000)"."""
    between = scene.text[first.end : second.start].strip()
    return first.kind == second.kind == "money" and first.unit != second.unit and between == "("


def _claim(drafting: Drafting, scene: Scene, place: int, at: Span) -> Claim | None:
    number = scene.numbers[place]
    measure = _measure(drafting, scene, number)
    if measure is None:
        if number.kind or any(c.isdigit() for c in scene.text[number.start : number.end]):
            drafting.nothing(scene, at, "price" if scene.says("price") else "other", number)
            return drafting.claims[-1]
        return None  # "two leaders": a word that counts nothing of trade
    fields: dict[str, Any] = {"of": drafting.subject(scene), **numbered(number)}
    if number.kind == "":
        fields["unit"] = "pieces"
    fields |= placed(_places(scene, place))
    if measure is Measure.COUNTRIES:
        firms = scene.says("firms")
        fields |= {"country": (), "basis": "sender" if firms else "unspecified"}
    if suppliers := _suppliers(drafting, scene):
        fields |= {"supplier": suppliers, "country": (), "basis": "unspecified"}  # an apposition
    if measure is Measure.CHANGE:
        fields |= _compared(drafting, scene)
    else:
        said = nearest(scene, number.start, _shared(scene, place))
        before = drafting.claims[-1] if place and drafting.claims else None
        if said is not None and said.same:
            fields |= {"period": drafting.last_said()}
        elif before is not None and before.measure is Measure.CHANGE:
            fields |= {"period": before.period, "country": before.country, "basis": before.basis}
        else:
            fields |= dated(said or _before(drafting, scene))
        fields |= _linked(drafting, scene, place, measure, fields)
    return drafting.add(scene, at, measure, **fields)


def _measure(drafting: Drafting, scene: Scene, number: Number) -> Measure | None:
    """What a number measures; None where nothing says that it is of trade."""
    if scene.says("price"):
        return None
    if not scene.says("trade") and not _goes_on(drafting, scene):
        return None
    if number.kind:
        return _MEASURES[number.kind]
    front = scene.text[max(0, number.start - _VERB_NEAR) : number.start]
    return Measure.QUANTITY if scene.words.says("imports", front) and number.noun else None


def _goes_on(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence speaks on of the trade of the sentence before: "They were worth …"."""
    last = drafting.claims[-1] if drafting.claims else None
    refers = scene.says("anaphora")
    if last is None or last.measure is Measure.NONE or refers is None:
        return False
    # "Of that" looks back across paragraphs, "it" and "they" within theirs.
    apart = re.match(r"of\b|из\b", refers[0], re.IGNORECASE)
    return apart is not None or drafting.same_paragraph(scene, last)


def _places(scene: Scene, place: int) -> list[Place]:
    """The countries of a number: those after it and before the next, else, of the first number,
    those before it."""
    start = scene.numbers[place].start
    last = place + 1 == len(scene.numbers)
    end = len(scene.text) if last else scene.numbers[place + 1].start
    told = [p for p in scene.places if p.basis]
    after = [p for p in told if start <= p.start < end]
    if after:
        return after
    if place == 0:
        return [p for p in told if p.start < start]
    # "Bought 18 lathes from Taiwan for $1.1 million": no mark parts the two.
    return _places(scene, place - 1) if _tied(scene, place) else []


def _tied(scene: Scene, place: int) -> bool:
    """Whether a number tells more of what the one before it counts."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    goes_on = scene.words.says("goes_on", between) is not None
    return goes_on and not scene.words.says("includes", between)


def _suppliers(drafting: Drafting, scene: Scene) -> tuple[str, ...]:
    if not (scene.says("supplies") or any(name.role == SUPPLIER for name in scene.names)):
        return ()
    return drafting.suppliers(scene)


def _linked(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """What a number is part of, and the period it has from there."""
    wholes = (Measure.VALUE, Measure.LINES, Measure.QUANTITY)
    whole = drafting.before((*wholes, Measure.SHARE) if measure is Measure.SHARE else wholes)
    if whole is None:
        return {}
    first_here = place == 0 or not any(
        claim.at[0] >= scene.sentence.start for claim in drafting.claims
    )
    refers = bool(scene.says("anaphora")) or not first_here
    near = drafting.same_paragraph(scene, whole)
    part = _is_part(scene, place, whole, fields)
    inherits = refers or (near and (part or measure is Measure.SHARE))
    linked: dict[str, Any] = {}
    if part and (refers or near):
        linked["part_of"] = whole.id
    if inherits and "period" not in fields and whole.period is not None:
        linked["period"] = whole.period
        linked["doubts"] = (f"The period is taken over from {whole.id}.",)
    if measure not in (Measure.VALUE, Measure.QUANTITY, Measure.SHARE):
        linked.pop("part_of", None)
    return linked


def _is_part(scene: Scene, place: int, whole: Claim, fields: dict[str, Any]) -> bool:
    """A smaller amount of the same unit, narrowed where the whole is not, or said to be in it."""
    amount = fields["amount"]
    if whole.amount is None or whole.unit != fields["unit"] or amount.low >= whole.amount.low:
        return False
    if amount.text.startswith("1 ") and fields["hedge"] == "millions of":
        return False
    front = scene.text[: scene.numbers[place].start]
    included = place > 0 and scene.words.says("includes", front) is not None
    narrowed = bool(fields.get("country") or fields.get("supplier"))
    return included or (narrowed and not whole.country and not whole.supplier)


def _compared(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The two periods of a change."""
    if scene.says("year_before"):
        now = drafting.last_said()
        if now is None or now.first is None:
            return {}
        return {"period": now, "against": period(str(now.first.year - 1))}
    found = scene.says("compared")
    if found is None:
        return dated(nearest(scene, 0))
    said = next((p for p in scene.periods if p.end >= found.start("D")), None)
    if said is None or not said.text:
        return {}
    others = [p for p in scene.periods if p is not said and p.text]
    if others:
        now = period(others[0].text)
    elif (last := drafting.last_period()) is not None and last.text > said.text:
        now = last
    else:
        now = period(str(int(said.text[:4]) + 1))
    return {"period": now, "against": period(said.text)}
