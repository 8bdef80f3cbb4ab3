"""What narrows a number of a story: countries, suppliers, the period it is of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.days import Said, following
from followthegoods.questions.stories.drafting import Drafting, dated, nearest
from followthegoods.questions.stories.names import SUPPLIER, Name
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.scene import Scene

_APPOSED = re.compile(
    r"(?: of (?:that|this|it|them|these|those|everything|(?:the|all|its|their) [\w-]+))?"
    r"(?:\s?[,(–-]\s?|,? or )(?:or |worth |valued at |some |a total of )?\(?"
    r"|(?: [\w-]+){1,4}, (?:worth|valued at|weighing|with a (?:\w+ )?value of) "
)
_LONG = 40
"""Letters between two numbers of one thing at the most."""


def span_of(scene: Scene, place: int) -> Span:
    """A number's part of its sentence: from mark to mark between the numbers."""
    number = scene.numbers[place]
    start, end = 0, len(scene.text)
    if place:
        start = _cut(scene.text, scene.numbers[place - 1].end, number.start)
    if place + 1 < len(scene.numbers):
        end = _cut(scene.text, number.end, scene.numbers[place + 1].start)
    return start, end


def _cut(text: str, start: int, end: int) -> int:
    """Where one number's words end and those of the next begin."""
    marks = [start + m.start() for m in re.finditer(r"[,;(–]", text[start:end])]
    turn = _TURN.search(text, start, end)
    return marks[0] if marks else turn.start() if turn else end


_TURN = re.compile(
    r"\s(?:and|but|while|и|а)\s(?:then\s)?(?:in|since|during|from|by|between|after|before|в|за|с)\s"
)


def apposed(scene: Scene, place: int) -> bool:
    """Whether a number tells the same as the one before it in other units: "a third of that, $12
    million, was made in …"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : second.start]
    kinds = first.kind != second.kind or first.unit != second.unit
    return kinds and len(between) < _LONG and _APPOSED.fullmatch(between) is not None


def tied(scene: Scene, place: int) -> bool:
    """Whether a number tells more of what the one before it counts: "73 loads weighing …"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    if scene.words.says("includes", between):
        return False
    goes_on = scene.words.says("goes_on", between) is not None
    clause = re.search(r"(?:[,;]\s(?:and\s|but\s)?|\band\s|\bи\s)(.*)$", between)
    refers = clause is not None and scene.words.says("anaphora", clause[1]) is not None
    of_it = scene.words.says("of_it", scene.text[scene.numbers[place].end :]) is not None
    return goes_on or refers or of_it


def group_of(scene: Scene, place: int) -> tuple[int, int]:
    """The first and the last of the numbers that tell the same as one of them."""
    first = last = place
    while first and apposed(scene, first):
        first -= 1
    while last + 1 < len(scene.numbers) and apposed(scene, last + 1):
        last += 1
    return first, last


# -- countries


def countries(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The countries of a number: those after it and before the next, else, of the first number,
    those before it."""
    first, last = group_of(scene, place)
    told = [p for p in scene.places if p.basis]
    bracketed = [p for p in told if scene.text[p.end : scene.numbers[place].start] == " ("]
    if bracketed:
        return bracketed  # "through Serbia ($2 million), Armenia ($1 million) and …"
    if scene.sentence.item:
        told = [replace(p, basis=p.basis or drafting.lead_basis()) for p in scene.places]
    start = scene.numbers[first].start
    more = last + 1 < len(scene.numbers)
    end = _reach(scene, last) if more else len(scene.text)
    after = [p for p in told if start <= p.start < end]
    own = [p for p in told if span_of(scene, first)[0] <= p.start < start]
    if after and not (own and _PARTED.search(scene.text[scene.numbers[last].end : after[0].start])):
        return after
    if own:
        return own  # "bought engines from China, paying $21 million, and others from India"
    if first == 0:
        return [p for p in told if p.start < start]
    own = [p for p in told if scene.numbers[first - 1].end <= p.start < start]
    if own and (
        _SUBJECT.search(scene.text[scene.numbers[first - 1].end : own[0].start])
        or scene.words.says("whose", scene.text[own[0].end :])
    ):
        return own  # "… made 38 %, and China a further 32 %"
    # "Bought 18 lathes from Taiwan for $1.1 million": no mark parts the two.
    return countries(drafting, scene, first - 1) if tied(scene, first) else []


_PARTED = re.compile(r"[;,]\s(?:and|while|but|и|а)\s")


def _reach(scene: Scene, place: int) -> int:
    """Where what is said after a number ends, another number following: a country that is said to
    do something stands with that other."""
    start, end = scene.numbers[place].end, scene.numbers[place + 1].start
    first = next((p for p in scene.places if p.basis and start <= p.start < end), None)
    if first is None or not (
        _SUBJECT.search(scene.text[start : first.start])
        or scene.words.says("whose", scene.text[first.end :])
    ):
        return end
    return first.start


_SUBJECT = re.compile(r"(?:[,;]\s(?:(?:and|while|but)\s)?|\s(?:and|while|but)\s)(?:the\s)?$")
"""What stands right before a country that a clause of its own is about."""


# -- suppliers


def suppliers(drafting: Drafting, scene: Scene, place: int) -> tuple[str, ...]:
    """The suppliers of a number: those named with it, else those its sentence is about, else the
    one that a pronoun refers to."""
    named = [n for n in drafting.others(scene) if n.role == SUPPLIER or scene.sentence.item]
    number = scene.numbers[place]
    first, last = group_of(scene, place)
    start = span_of(scene, first)[0]
    end = scene.numbers[last + 1].start if last + 1 < len(scene.numbers) else len(scene.text)
    bracketed = [
        n for n in drafting.others(scene) if scene.text[n.end : number.start] in (" (", ": ")
    ]
    if bracketed:
        return _joined(bracketed)
    near = [
        n
        for n in named
        if start <= n.start < end
        and not _of_part(scene, first, n)
        and (n.start > number.start or scene.sentence.item or not _parted(scene, n, number.start))
    ]
    if place + 1 < len(scene.numbers):
        near = [n for n in near if n.start < number.end or not _of_next(scene, n, place)]
    if near:
        return _joined(near)
    before = [n for n in named if n.start < start and _acts(scene, n, number.start)]
    if before:
        return _joined(before)
    giving = [
        n
        for n in drafting.others(scene)
        if n.company
        and n.end <= number.start
        and _acts(scene, n, number.start)
        and scene.words.says("gave", scene.text[n.end : number.start])
    ]
    if giving:
        return _joined(giving[:1])
    leads = [drafting.lead, drafting.above] if scene.sentence.item else []
    if any(lead is not None and lead.says("its_deliveries") for lead in leads):
        return drafting.focus
    if scene.says("supplies_it") or scene.says("later"):
        return drafting.spoken if scene.says("plural") else drafting.focus
    if place == 0 and drafting.goes_on_of_supplier(scene):
        return drafting.focus
    return ()


def _of_next(scene: Scene, name: Name, place: int) -> bool:
    """Whether a name stands with the number after: "…, and Kolbrek supplied …", "Kolbrek (…)"."""
    if scene.text[name.end : scene.numbers[place + 1].start] in (" (", ": "):
        return True
    supplies = scene.words.words["name"]["supplier_verbs"]
    return re.match(rf"\s{supplies}(?!\w)", scene.text[name.end :], re.I) is not None


def _of_part(scene: Scene, place: int, name: Name) -> bool:
    """Whether a name belongs to some of what a number counts: "many of them made by …"."""
    number = scene.numbers[place]
    between = scene.text[number.end : name.start]
    return name.start > number.end and scene.words.says("partitive", between) is not None


_CLAUSE = re.compile(r"[:;]\s|,\s(?:but|while|но|а)\s")


def _acts(scene: Scene, name: Name, until: int) -> bool:
    """Whether a supplier is who its part of a sentence is about, rather than whom something came
    from."""
    from_it = scene.words.words["name"]["supplier_before"]
    if not scene.sentence.item and _parted(scene, name, until):
        return False
    return re.search(rf"(?<!\w)(?:{from_it})$", scene.text[: name.start], re.I) is None


def _parted(scene: Scene, name: Name, until: int) -> bool:
    return _CLAUSE.search(scene.text, name.end, until) is not None


def _joined(found: list[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in found))


# -- the period


def when(drafting: Drafting, scene: Scene, place: int) -> dict[str, Any]:
    """The period of a number, as fields of a claim."""
    number = scene.numbers[place]
    if _YEAR_BEFORE.match(scene.text[number.end :]):
        before = drafting.last_said()
        if before is not None and before.first is not None:
            return {"period": period(str(before.first.year - 1))}
    said = nearest(scene, number.start, _shared(scene, place))
    if said is not None and (said.same or said.later):
        span = said.same and not said.one
        spoken = drafting.last_range() if span else drafting.last_said()
        text = spoken.text if spoken else ""
        if said.later and text and not text.endswith(".."):
            text = following(text)
        return {"period": period(text)} if text else {}
    if said is None and scene.sentence.item and drafting.lead_period is not None:
        return {"period": drafting.lead_period}
    return dated(said or _before(drafting, scene))


_YEAR_BEFORE = re.compile(r"\s?(?:of |from )?(?:a year (?:earlier|before)|the year before)")


def _before(drafting: Drafting, scene: Scene) -> Said | None:
    """The period of the sentence before, where this one speaks on of it."""
    last = drafting.scene
    if last is None or not scene.says("anaphora") or not last.says("trade"):
        return None
    near = last.sentence.paragraph == scene.sentence.paragraph
    found = nearest(last, 0)
    return found if near and found is not None and not found.event else None


def _shared(scene: Scene, place: int) -> Span:
    """A number's part of its sentence, with those of numbers that are said to be in it, or that it
    is said to be in: a period of one is that of the others."""
    first = last = place
    while first and _included(scene, first):
        first -= 1
    while last + 1 < len(scene.numbers) and _included(scene, last + 1):
        last += 1
    return span_of(scene, first)[0], span_of(scene, last)[1]


def _included(scene: Scene, place: int) -> bool:
    """Whether a number is said to be part of the one before it, tells the same, or goes on from it
    without a mark."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    unmarked = not any(mark in between for mark in ",;:.–") and not _TURN.search(between)
    held = scene.words.says("includes", between) is not None
    return held or unmarked or "with" in between.split() or apposed(scene, place)


def compared(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any]:
    """The two periods of a change."""
    if (same := scene.says("same_of")) and (now := _first_period(scene)) is not None:
        return {"period": now, "against": _moved_to(now, same["year"])}
    if scene.says("year_before"):
        now = drafting.last_said() if not scene.periods else None
        said = nearest(scene, number.start) or None
        if now is None and said is not None and said.text:
            now = period(said.text)
        if now is None or now.first is None:
            return {}
        return {"period": now, "against": period(str(now.first.year - 1))}
    near = nearest(scene, number.end)
    if near is not None and near.same and (last := drafting.before((Measure.CHANGE,))):
        return {"period": last.period, "against": last.against}
    found = scene.words.cues["compared"].search(scene.text, number.start)
    if found is None:
        fields = dated(near)
        now = fields.get("period")
        if now is not None and _YEARS.fullmatch(now.text):
            before, after = now.text.split("..")
            return {"period": period(after), "against": period(before)}
        if now is not None and len(now.text) == len("2023"):
            fields["against"] = period(str(int(now.text) - 1))  # the year before it
        return fields
    said = next((p for p in scene.periods if p.end >= found.start("D")), None)
    if said is None or not said.text:
        return {}
    said = replace(said, text=said.text.removesuffix(".."))
    others = [p for p in scene.periods if p.start != said.start and p.text]
    if others:
        now = period(others[0].text)
    elif (ended := drafting.last_period()) is not None and ended.text > said.text:
        now = ended
    else:
        now = period(str(int(said.text[:4]) + 1))
    return {"period": now, "against": period(said.text)}


def elliptical(scene: Scene, place: int) -> bool:
    """Whether a number says the same as the one before it of somewhere else, in fewer words: "and
    at least $4 million from Norway"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    after = scene.text[second.end :]
    same = (first.kind, first.unit) == (second.kind, second.unit)
    return same and re.match(r"\s(?:from|in|via|through|to|из|в|через)\s", after) is not None


def _first_period(scene: Scene) -> Period | None:
    said = next((p for p in scene.periods if p.text), None)
    return period(said.text) if said else None


def _moved_to(now: Period, year: str) -> Period:
    """The same days of another year, of a period within one year."""
    return period(re.sub(r"\d{4}", year, now.text))


_YEARS = re.compile(r"\d{4}\.\.\d{4}")


def inherited(claim: Claim) -> dict[str, Any]:
    """What a number that goes on from a claim takes over from it."""
    return {
        "supplier": claim.supplier,
        "country": claim.country,
        "basis": claim.basis,
        "goods": claim.goods,
        "hs": claim.hs,
        "period": claim.period,
    }
