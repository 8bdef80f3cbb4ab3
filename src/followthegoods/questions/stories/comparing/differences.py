"""In what a claim differs from its counterpart, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from followthegoods.facts.countries import country_label
from followthegoods.model.retelling import Aspect, Difference
from followthegoods.model.story import Claim, Hedge, Measure
from followthegoods.questions.stories.comparing.speaking import refers
from followthegoods.questions.stories.comparing.things import spelt, value_of
from followthegoods.questions.stories.reading.names import head
from followthegoods.questions.stories.reading.scene import Scene


def of_claims(
    first: Claim, second: Claim, scenes: tuple[Scene, Scene], *, names: bool = True
) -> Iterator[Difference]:
    """In what a claim differs from its counterpart, each in its scene; the `names` of two languages
    are not compared: they are spelt by their sound."""
    several = _of_which(first, scenes[0], 2) or _of_which(second, scenes[1], 2)
    alone = _of_which(first, scenes[0], 1) or _of_which(second, scenes[1], 1)
    who = _who(first, second, scenes) if names else ()
    for one in (*_fields(first, second, scenes), *who):
        # A place that only one side gives to the figure may stand in both sentences.
        place = one.aspect is Aspect.PLACE and not (one.original and one.retelling)
        yield replace(one, of=alone if place else several)


def _of_which(claim: Claim, its: Scene, least: int) -> str:
    """The number of a claim in the words of its sentence, where that has so many figures."""
    figures = [number for number in its.numbers if number.unit or number.kind]
    mine = number_of(claim)
    if mine is None or len(figures) < least:
        return ""
    of = [number for number in figures if value_of(number.text) == mine]
    own = [n for n in of if n.unit == claim.unit] or of
    return spelt(own[0], its) if own else ""


def _fields(first: Claim, second: Claim, scenes: tuple[Scene, Scene]) -> Iterator[Difference]:
    both = (first, second)
    if {first.measure, second.measure} == OPPOSED:
        yield Difference(Aspect.SAID, first.measure, second.measure)
    mine, theirs = number_of(first), number_of(second)
    # A claim that records cannot check need not have a unit.
    checked = Measure.NONE not in (first.measure, second.measure)
    units = first.unit != second.unit and (checked or bool(first.unit and second.unit))
    if mine != theirs or units:
        yield Difference(Aspect.FIGURE, _figure(first), _figure(second))
    if first.hedge is not second.hedge:
        yield Difference(Aspect.HEDGE, _hedge(first), _hedge(second))
    if checked and _period(first) != _period(second):
        yield from _when(both, scenes)
    if set(first.country) != set(second.country):
        if not _among(both, scenes) and not _still_named(both, scenes, checked=checked):
            yield Difference(Aspect.PLACE, _labels(first.country), _labels(second.country))
    elif first.country and first.basis != second.basis:
        yield Difference(Aspect.BASIS, first.basis, second.basis)


OPPOSED = {Measure.PRESENCE, Measure.ABSENCE}
"""Measures of claims of which one says what the other denies."""


def _who(first: Claim, second: Claim, scenes: tuple[Scene, Scene]) -> Iterator[Difference]:
    """Whom two claims are about, where both name them; who supplied; who says it."""
    about = [_named(claim) for claim in (first, second)]
    if all(about) and about[0].isdisjoint(about[1]):
        yield Difference(Aspect.SUBJECT, ", ".join(first.of), ", ".join(second.of))
    heads = [{head(name) for name in claim.supplier} for claim in (first, second)]
    # A name that neither sentence has, but what stands before it, is no difference of theirs.
    own = [its & _spelt(one.text) for its, one in zip(heads, scenes, strict=True)]
    if own[0] - heads[1] or own[1] - heads[0]:
        yield Difference(Aspect.NAMES, ", ".join(first.supplier), ", ".join(second.supplier))
    stands_for_it = (not first.by and refers(scenes[0])) or (not second.by and refers(scenes[1]))
    if first.by != second.by and not stands_for_it:
        yield Difference(Aspect.SPEAKER, first.by, second.by)


def _named(claim: Claim) -> set[str]:
    """Those whom a claim is about that its own words name."""
    return {head(name) for name in claim.of} & _spelt(claim.text)


def _spelt(text: str) -> set[str]:
    """The words of a text as the first words of names are spelt."""
    return set(re.findall(r"[\w&]+", text.casefold()))


def number_of(claim: Claim) -> tuple[Decimal, Decimal] | None:
    """The number of a claim, from and to."""
    return (claim.amount.low, claim.amount.high) if claim.amount else None


def _period(claim: Claim) -> str:
    return claim.period.text if claim.period else ""


def _when(both: tuple[Claim, Claim], scenes: tuple[Scene, Scene]) -> Iterator[Difference]:
    """The periods of two claims, where one of their sentences names its own: a sentence that does
    not has its period from what stands before it."""
    days = [_days(one, its) for one, its in zip(both, scenes, strict=True)]
    if days[0].lower() == days[1].lower():
        days = ["", ""]  # "after that date": what differs is the date before
    own = [
        bool(said) or any(day.text == _period(one) != "" for day in its.periods)
        for one, said, its in zip(both, days, scenes, strict=True)
    ]
    words = [_period(one) or said for one, said in zip(both, days, strict=True)]
    if (all(words) and any(own)) or any(o and w for o, w in zip(own, words, strict=True)):
        yield Difference(Aspect.PERIOD, *words)


def _still_named(both: tuple[Claim, Claim], scenes: tuple[Scene, Scene], *, checked: bool) -> bool:
    """Whether two claims that were drafted with other countries need not differ: a sentence names
    the country all the same that its claim is not of, or the own words of a claim do."""
    first, second = (set(one.country) for one in both)
    named = [{place.code for place in its.places} for its in scenes]
    if first and second:
        own = [_in_words(one, its) for one, its in zip(both, scenes, strict=True)]
        return _reads(own[1], first, second) or _reads(own[0], second, first)
    if first:
        return first <= named[1]
    # Where the retelling says that goods come from there, the figure is now of that country.
    said = {place.code for place in scenes[1].places if place.basis}
    return second <= named[0] and not (checked and second & said)


def _among(both: tuple[Claim, Claim], scenes: tuple[Scene, Scene]) -> bool:
    """Whether two claims without a figure are each of countries that both sentences name: then it
    is not told which of them is meant."""
    named = [{place.code for place in scene.places} for scene in scenes]
    codes = {code for one in both for code in one.country}
    return not any(one.amount for one in both) and codes <= named[0] and bool(codes & named[1])


def _days(claim: Claim, its: Scene) -> str:
    """The words of the days in a claim's own words, where they give it no period: "last year"."""
    place = its.text.find(claim.text)
    end = place + len(claim.text)
    inside = (one for one in its.periods if place <= one.start < end)
    return ", ".join(its.text[one.start : one.end] for one in inside if not one.text)


def _reads(own: set[str], other: set[str], its: set[str]) -> bool:
    """Whether the own words of a claim name the countries of its counterpart, and none of those
    that it was drafted with."""
    return other <= own and own.isdisjoint(its)


def _in_words(claim: Claim, its: Scene) -> set[str]:
    """The countries that the own words of a claim name."""
    place = its.text.find(claim.text)
    end = place + len(claim.text)
    return {one.code for one in its.places if place <= one.start < end}


def _hedge(claim: Claim) -> str:
    return "" if claim.hedge is Hedge.EXACT else claim.hedge


def _figure(claim: Claim) -> str:
    return f"{claim.amount.text} {claim.unit}".strip() if claim.amount else claim.unit


def _labels(codes: Sequence[str]) -> str:
    return ", ".join(country_label(code) for code in codes)
