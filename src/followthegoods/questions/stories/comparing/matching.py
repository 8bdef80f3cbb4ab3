"""Claims of two texts that tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.comparing.aligning import Aligned
from followthegoods.questions.stories.comparing.differences import OPPOSED
from followthegoods.questions.stories.comparing.text import Text

Matches = list[tuple[Claim, Claim]]


def matched(original: Text, retelling: Text, pairs: Aligned) -> Matches:
    """Claims and their counterparts: by their number, else by what they measure in sentences that
    tell the same."""
    left = [c for c in retelling.story.claims if retelling.place(c) is not None]
    matches: Matches = []
    for same in (_same_number, _same_figure, _same_measure, _opposed):
        for claim in original.story.claims:
            place = original.place(claim)
            if place is None or any(claim is mine for mine, _ in matches):
                continue
            near = pairs.retellings(place)
            fits = [c for c in left if same(claim, c, retelling.place(c) in near)]
            fits.sort(key=lambda c: (retelling.place(c) not in near, c.at))
            if fits:
                matches.append((claim, fits[0]))
                left.remove(fits[0])
    return [*matches, *_alone(original, retelling, pairs, matches, left)]


def _alone(
    original: Text, retelling: Text, pairs: Aligned, matches: Matches, left: Sequence[Claim]
) -> Iterator[tuple[Claim, Claim]]:
    """The numbers of two sentences that tell the same which have no other counterpart: "at least
    $34 million" and "up to $43 million from Korea" are one sum told otherwise."""
    mine = [c for c in original.story.claims if not any(c is one for one, _ in matches)]
    for pair in sorted(pairs.pairs, key=lambda p: (p.original, p.retelling)):
        here, there = pair.original, pair.retelling
        if not pairs.mutual(pair):
            continue
        first = [c for c in mine if c.amount and original.place(c) == here]
        second = [c for c in left if c.amount and retelling.place(c) == there]
        if len(first) != 1 or len(second) != 1 or first[0].unit != second[0].unit:
            continue
        alike = first[0].measure is second[0].measure
        if alike or Measure.NONE in (first[0].measure, second[0].measure):
            yield first[0], second[0]


def _same_number(first: Claim, second: Claim, near: bool) -> bool:
    mine, theirs = first.amount, second.amount
    if mine is None or theirs is None or first.measure is not second.measure:
        return False
    return (mine.low, mine.high, first.unit) == (theirs.low, theirs.high, second.unit)


def _same_figure(first: Claim, second: Claim, near: bool) -> bool:
    """The same digits in sentences that tell the same: of another unit, or of what else they may
    be."""
    mine, theirs = first.amount, second.amount
    if mine is None or theirs is None or not near:
        return False
    return (mine.low, mine.high) == (theirs.low, theirs.high)


_ONE_OF_A_KIND = (Measure.LISTING, Measure.BREACH, Measure.COVERAGE)


def _same_measure(first: Claim, second: Claim, near: bool) -> bool:
    if first.measure is not second.measure or first.measure is Measure.NONE:
        return False
    if first.amount is not None or second.amount is not None:
        return near and first.unit == second.unit and set(first.country) == set(second.country)
    return near or first.measure in _ONE_OF_A_KIND


def _opposed(first: Claim, second: Claim, near: bool) -> bool:
    """That something was there, and that it was not, in sentences that tell the same."""
    return near and {first.measure, second.measure} == OPPOSED
