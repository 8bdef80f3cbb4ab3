"""Claims with a number: what it measures, and what it belongs to."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.model.story import Claim, Hedge, Measure
from followthegoods.questions.stories.dating import compared, when
from followthegoods.questions.stories.drafting import Drafting, numbered, placed
from followthegoods.questions.stories.filters import (
    apposed,
    countries,
    elliptical,
    inherited,
    span_of,
    suppliers,
    tied,
)
from followthegoods.questions.stories.goods import goods
from followthegoods.questions.stories.names import SUPPLIER
from followthegoods.questions.stories.numbers import Number, Span
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
    scene = drafting.without_taken(scene)
    before, previous = len(drafting.claims), None
    for place, number in enumerate(scene.numbers):
        at = span_of(scene, place)
        if previous is not None and _beside(scene, previous[0], number):
            fields = numbered(number)
            drafting.add(scene, at, Measure.ARITHMETIC, equals=previous[1].id, **fields)
            continue
        claim = _claim(drafting, scene, place, at)
        previous = (number, claim) if claim is not None else None
    return any(claim.measure is not Measure.NONE for claim in drafting.claims[before:])


def _beside(scene: Scene, first: Number, second: Number) -> bool:
    """Whether two amounts are one in two currencies: "46.8 million roubles ($520,000)"."""
    between = scene.text[first.end : second.start].strip()
    return first.kind == second.kind == "money" and first.unit != second.unit and between == "("


def _claim(drafting: Drafting, scene: Scene, place: int, at: Span) -> Claim | None:
    number = scene.numbers[place]
    measure = _measure(drafting, scene, place, at)
    if measure is None:
        if number.kind or any(c.isdigit() for c in scene.text[number.start : number.end]):
            why = "price" if _priced(drafting, scene) else "other"
            drafting.nothing(scene, at, why, number)
            return drafting.claims[-1]
        return None  # "two leaders": a word that counts nothing of trade
    counts = measure in (Measure.COUNTRIES, Measure.SUPPLIERS)
    if counts and _told_before(scene, number):
        return None  # "two firms, A and B", "these three countries": named, not counted
    fields: dict[str, Any] = {"of": drafting.subject(scene), **numbered(number)}
    if number.kind == "":
        fields["unit"] = drafting.claims[-1].unit if measure is Measure.LINES else "pieces"
    fields |= placed(countries(drafting, scene, place))
    fields |= goods(scene, place)
    if measure is Measure.COUNTRIES:
        firms = scene.says("firms")
        fields |= {"country": (), "basis": "sender" if firms else "unspecified"}
    if not counts and (by := suppliers(drafting, scene, place)):
        fields |= {"supplier": by}
        if fields.get("basis") not in ("origin", "dispatch"):
            fields |= {"country": (), "basis": "unspecified"}  # an apposition
    if measure is Measure.CHANGE:
        fields |= compared(drafting, scene, number)
        if "period" not in fields:
            if scene.words.says("than_any", scene.text[number.end :]):
                drafting.nothing(scene, at, "unclear", number)
                return drafting.claims[-1]
            fields["doubts"] = (scene.words.words["why"]["unclear"],)
    else:
        fields |= _belonging(drafting, scene, place, measure, fields)
    return drafting.add(scene, at, measure, **fields)


def _belonging(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The period of a number, and what it takes over from the one before it."""
    number = scene.numbers[place]
    here = [c for c in drafting.claims if c.at[0] >= scene.sentence.start]
    before = here[-1] if place and here and here[-1].measure is not Measure.NONE else None
    more = when(drafting, scene, place)
    if before is not None and before.measure is Measure.CHANGE and _ends_it(scene, place, more):
        more |= {"period": before.period, "country": before.country, "basis": before.basis}
        if number.hedge is Hedge.UP_TO:
            more["hedge"] = Hedge.EXACT  # "rose … to" is no bound
    elif before is not None and (tied(scene, place) or apposed(scene, place)):
        held = {name: value for name, value in inherited(before).items() if value}
        kept = {name for name in held if fields.get(name) or more.get(name)}
        if {"supplier", "country"} & kept:
            kept |= {"supplier", "country", "basis"}
        more |= {name: value for name, value in held.items() if name not in kept}
    elif before is not None and elliptical(scene, place):
        held = {name: getattr(before, name) for name in ("goods", "hs", "period")}
        taken = fields | more
        more |= {name: value for name, value in held.items() if value and not taken.get(name)}
    return more | _linked(drafting, scene, place, measure, fields | more)


def _ends_it(scene: Scene, place: int, more: dict[str, Any]) -> bool:
    """Whether a number is what a change came to: "doubled in 2022, to $9 million"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    to = scene.numbers[place].hedge is Hedge.UP_TO and between.rstrip().endswith(",")
    return to or "period" not in more or scene.words.says("came_to", between) is not None


def _told_before(scene: Scene, number: Number) -> bool:
    """Whether what a number counts was named, or is named next."""
    if scene.words.says("demonstrative", scene.text[: number.start]):
        return True
    return any(
        scene.text[number.end : name.start].strip(" ,:–") == "" and name.company
        for name in scene.names
        if name.start >= number.end
    )


def _measure(drafting: Drafting, scene: Scene, place: int, at: Span) -> Measure | None:
    """What a number measures; None where nothing says that it is of trade."""
    number = scene.numbers[place]
    if _priced(drafting, scene) or _averaged(scene, number):
        return None
    supplied = any(name.role == SUPPLIER for name in scene.names)
    if not (scene.says("trade") or supplied or _goes_on(drafting, scene)):
        return None
    if number.kind:
        return _MEASURES[number.kind]
    last = drafting.claims[-1] if drafting.claims else None
    if not number.noun and last is not None and last.measure is Measure.LINES:
        return Measure.LINES if scene.says("supplies_it") else None  # "… it delivered sixty"
    front = scene.text[max(0, number.start - _VERB_NEAR) : number.start]
    counted = number.noun and not number.noun[0].isupper() and not _FROM.search(front)
    return Measure.QUANTITY if counted and scene.words.says("imports", front) else None


_FROM = re.compile(r"\b(?:from|by|of|у|от|из)\s$")


def _priced(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence is of prices and business. What a supplier sold is trade."""
    said = scene.says("price")
    return said is not None and not (said[0].lower().startswith("sold") and drafting.others(scene))


def _averaged(scene: Scene, number: Number) -> bool:
    """Whether a number is so much a year, or an average."""
    front, after = scene.text[: number.start], scene.text[number.end :]
    return bool(scene.words.says("average_before", front) or scene.words.says("a_year", after))


def _goes_on(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence speaks on of the trade of what stands before it: "They were worth …"."""
    if scene.sentence.item and drafting.lead is None and scene.periods:
        return any(claim.measure is Measure.VALUE for claim in drafting.claims)
    if scene.sentence.item and drafting.lead is not None:
        return drafting.lead_trades() or drafting.lead_basis() != "unspecified"
    if _of_trade(drafting, scene):
        return True
    last = drafting.claims[-1] if drafting.claims else None
    refers = scene.says("anaphora")
    if last is None or last.measure is Measure.NONE or refers is None:
        return False
    # "Of that" looks back across paragraphs, "it" and "they" within theirs.
    apart = scene.words.says("looks_back", refers[0]) is not None
    return apart or drafting.same_paragraph(scene, last)


def _of_trade(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence without a word of trade names a supplier, goods or a country after one of
    trade in its paragraph."""
    last = drafting.scene
    if last is None or last.sentence.paragraph != scene.sentence.paragraph:
        return False
    told = any(place.basis for place in scene.places) or bool(drafting.others(scene))
    told = told or scene.says("refers") is not None or bool(goods(scene, 0))
    return told and (last.says("trade") is not None or bool(drafting.claims))


def _linked(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """What a number is part of, and the period it has from there."""
    wholes = (Measure.VALUE, Measure.LINES, Measure.QUANTITY)
    whole = drafting.before((*wholes, Measure.SHARE) if measure is Measure.SHARE else wholes)
    if whole is None:
        return {}
    near = drafting.same_paragraph(scene, whole)
    if whole.part_of and (fields.get("country") or fields.get("supplier")):
        whole = next(claim for claim in drafting.claims if claim.id == whole.part_of)
    here = place > 0 and whole.at[0] >= scene.sentence.start
    after = scene.text[scene.numbers[place].end :]
    of_it = scene.words.says("of_it", after) is not None
    refers = scene.says("anaphora") is not None or here or of_it
    part = _is_part(scene, place, whole, fields)
    beside = part and bool(fields.get("country")) and drafting.next_paragraph(scene, whole)
    inherits = (refers and (near or of_it or scene.says("looks_back") is not None)) or beside
    inherits = inherits or (near and (part or measure is Measure.SHARE))
    linked: dict[str, Any] = {}
    if part and (refers or near or beside):
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
