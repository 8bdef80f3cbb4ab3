"""What was found in a sentence, as fields of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from followthegoods.model.printed import period, printed
from followthegoods.model.story import Claim
from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.numbers import Number, Span
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene


def numbered(number: Number) -> dict[str, Any]:
    """A number as fields of a claim."""
    return {"amount": printed(number.text), "hedge": number.hedge, "unit": number.unit}


def dated(said: Said | None) -> dict[str, Any]:
    """A period as fields of a claim."""
    if said is None or said.same or said.later:
        return {}
    if said.doubt or not said.text:
        return {"doubts": (said.doubt,)}
    return {"period": period(said.text)}


def nearest(scene: Scene, at: int, within: Span | None = None) -> Said | None:
    """The period that a place of a sentence is read with: those of its own part of the sentence,
    `within`, before others, dated ones before events, those that follow before those that
    precede."""
    every = [p for p in scene.periods if not (p.aside or _of_speech(scene, p))]
    every = _of_brackets(scene, at, every)
    if within is not None:
        every = [p for p in every if not _of_the_next(scene, within[1], p)]
        every = [p for p in every if within[0] <= p.start < within[1]] or [
            p for p in every if p.start < within[0] or not _apart(scene, within[1], p)
        ]
    told = [p for p in every if not p.event] or every
    after = [p for p in told if p.start >= at]
    first = told[0] if told else None
    heads = first is not None and first.end <= at and first.start <= _HEAD
    if first and after and heads and _stands_with(scene, at, first, after[0]):
        return first
    if within is not None and not after:
        after = [p for p in every if p.start >= at]  # an event that follows, a day that precedes
    return after[0] if after else told[-1] if told else None


def _of_brackets(scene: Scene, at: int, said: list[Said]) -> list[Said]:
    """The periods that a place may be read with: those told in brackets with a number are of that
    number alone, "17,200 tonnes (previous year: 20,100), from Malawi 3,900"."""
    earlier: list[Said] = []
    for start, end in bracketed_days(scene, said):
        inside = [p for p in said if start < p.start < end]
        if start < at < end:
            return inside
        earlier = earlier or [p for p in inside if p.end <= at]
        said = [p for p in said if p not in inside]
    places = (place for place, number in enumerate(scene.numbers) if number.start == at)
    return earlier if earlier and any(alone_in_brackets(scene, one) for one in places) else said


def alone_in_brackets(scene: Scene, place: int) -> bool:
    """Whether a number stands alone in brackets after one of its kind, for the days that brackets
    before it tell: "1,200 tonnes (2023: 1,500), Italy 600 (700)"."""
    number = scene.numbers[place]
    front, after = scene.text[: number.start], scene.text[number.end :]
    if not (place and front.endswith("(") and after.startswith(")")):
        return False
    first = scene.numbers[place - 1]
    told = any(end < number.start for _, end in bracketed_days(scene, scene.periods))
    return told and (first.kind, first.unit) == (number.kind, number.unit)


def bracketed_days(scene: Scene, said: Sequence[Said]) -> list[Span]:
    """The brackets of a sentence that hold days and a number that tells the same as the one before
    them: "1,200 tonnes (2023: 1,500)", and not "1,200 tonnes (worth €3 million in 2023)"."""
    return [
        (start, end)
        for start, end in (m.span() for m in _BRACKETS.finditer(scene.text))
        if any(start < p.start < end for p in said)
        and any(
            first.end <= start < second.start < end
            and (second.kind, second.unit) in ((first.kind, first.unit), ("", ""))
            for first, second in pairwise(scene.numbers)
        )
    ]


_BRACKETS = re.compile(r"\([^()]*\)")
_HEAD = 5
"""Letters before the period that a sentence begins with: "But in 2023"."""
_MARK = re.compile(r"[,;:–(]\s")


def _stands_with(scene: Scene, at: int, first: Said, after: Said) -> bool:
    """Whether a mark parts a place from the period after it, and none from the one before it: "In
    2023 there were eleven, and hardly any had existed in 2021"."""
    start = first.end + 2 * scene.text.startswith(", ", first.end)
    before = _MARK.search(scene.text, start, at) is None
    return before and _MARK.search(scene.text, at, after.start) is not None


def _of_the_next(scene: Scene, end: int, said: Said) -> bool:
    """Whether a period opens a further clause that has a number: "€22m, and in the last year
    €11m"."""
    opens = scene.words.says("next_clause", scene.text[: said.start]) is not None
    return said.start >= end and opens and any(n.start >= said.end for n in scene.numbers)


def _apart(scene: Scene, end: int, said: Said) -> bool:
    """Whether a period stands with a number of its own, further on in the sentence."""
    return any(end <= n.start < said.start for n in scene.numbers)


def _of_speech(scene: Scene, said: Said) -> bool:
    """Whether a period is when somebody said something, rather than what was said."""
    spoken = scene.says("said")
    weekday = said.text.count("-") == 2 and ".." not in said.text
    return bool(spoken and weekday and len(scene.periods) > 1)


def ends(claim: Claim) -> date:
    """The last day of a claim's period; of one that goes on, the last there is."""
    return (claim.period and claim.period.last) or date.max


PERIOD = "The period is taken over from {}."
GOODS = "The goods are taken over from {}."


def taken_with(claim: Claim, last: Claim) -> tuple[str, ...]:
    """The doubts of the claim before in a sentence about what a claim shares with it."""
    shared = {PERIOD: claim.period == last.period, GOODS: claim.goods == last.goods}
    return tuple(
        doubt
        for doubt in last.doubts
        if doubt not in claim.doubts
        and any(same and doubt.startswith(said.split("{")[0]) for said, same in shared.items())
    )


def placed(found: Sequence[Place]) -> dict[str, Any]:
    """Countries as fields of a claim."""
    if not found:
        return {}
    told = [place.basis for place in found if place.basis]
    # "Danish butter by way of Serbia" tells the way.
    routed = "dispatch" in told and "origin" not in told
    basis = "dispatch" if routed else next(iter(told), "unspecified")
    # "Made in Germany, by way of Kazakhstan": the way is no origin.
    alike = [place for place in found if not (place.basis and basis and place.basis != basis)]
    codes = tuple(dict.fromkeys(place.code for place in alike))
    return {"country": codes, "basis": basis}


def renumbered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims in the order of the text, with ids in that order."""
    ordered = sorted(claims, key=lambda claim: (claim.at, claim.id))
    ids = {claim.id: f"c{number}" for number, claim in enumerate(ordered, start=1)}
    return tuple(
        replace(
            claim,
            id=ids[claim.id],
            part_of=ids.get(claim.part_of, ""),
            equals=ids.get(claim.equals, ""),
        )
        for claim in ordered
    )
