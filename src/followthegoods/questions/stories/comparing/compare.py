"""A retelling beside its original: what was kept, reworded, altered, dropped, added."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from followthegoods.model.retelling import Aspect, Change, Comparison, Difference, Told
from followthegoods.model.story import Claim, Measure, Story
from followthegoods.questions.stories.comparing.aligning import Pair, aligned
from followthegoods.questions.stories.comparing.differences import (
    OPPOSED,
    cut_off,
    lists,
    lost_names,
    new_words,
    of_claims,
    of_sentences,
    other_words,
)
from followthegoods.questions.stories.drafting.draft import draft_story
from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.scene import Scene, scene
from followthegoods.questions.stories.reading.sentences import sentences

_MUCH = 0.3
"""Share of a sentence's words without a counterpart from which it says something of its own."""

_MARKS = " .!?…"
_ENDS = tuple('.!?…”»")')


@dataclass(frozen=True)
class Text:
    """A text with its sentences, without headings, and its claims."""

    text: str
    scenes: Sequence[Scene]
    story: Story

    def place(self, claim: Claim) -> int | None:
        """The number of the sentence that a claim stands in."""
        number = bisect_right(self._starts, claim.at[0]) - 1
        if number < 0 or claim.at[0] >= self.scenes[number].sentence.end:
            return None
        return number

    def claims_in(self, number: int) -> list[Claim]:
        return self._claims.get(number, [])

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the whole text."""
        return frozenset(re.findall(r"[\w&]+", self.text.casefold()))

    @cached_property
    def _starts(self) -> list[int]:
        return [one.sentence.start for one in self.scenes]

    @cached_property
    def _claims(self) -> dict[int | None, list[Claim]]:
        found: dict[int | None, list[Claim]] = {}
        for claim in self.story.claims:
            found.setdefault(self.place(claim), []).append(claim)
        return found


def read_text(text: str, published: date | None = None, story: Story | None = None) -> Text:
    """Read a text for a comparison. Headings and bylines, which end without a mark, are left out,
    unless one has a number of its own; `story` are its claims, where they were corrected by hand.
    """
    words = language_of(text)
    story = story or draft_story(text, published=published)
    every = Text(text, [scene(one, words, published) for one in sentences(text)], story)
    return Text(text, [every.scenes[number] for number in _told_in(every)], story)


def _told_in(every: Text) -> Iterator[int]:
    """The numbers of the sentences that tell something: those with a mark at their end, items of
    a list, and what has a claim that no such sentence has."""
    plain = [n for n, one in enumerate(every.scenes) if _ends(one) or one.sentence.item]
    known = {
        (claim.measure, claim.amount.low, claim.unit)
        for number in plain
        for claim in every.claims_in(number)
        if claim.amount
    }
    for number in range(len(every.scenes)):
        own = any(
            (claim.measure, claim.amount.low, claim.unit) not in known
            if claim.amount
            else not plain
            for claim in every.claims_in(number)
            if claim.measure is not Measure.NONE
        )
        if number in plain or own:
            yield number


def _ends(one: Scene) -> bool:
    return one.text.endswith(_ENDS)


def compare(original: Text, retelling: Text) -> Comparison:
    """What a retelling changed. Every difference is shown with the words of both sides."""
    pairs = _chosen(aligned(original.scenes, retelling.scenes))
    claims = _matched(original, retelling, pairs)
    told = [*_pairs(original, retelling, pairs, claims)]
    told += _moved(original, retelling, pairs, claims)
    told += _dropped(original, pairs, claims)
    told += _added(retelling, pairs, claims)
    told.sort(key=lambda t: (t.original is None, t.original or t.retelling or (0, 0)))
    return Comparison(original.text, retelling.text, (original.story, retelling.story), tuple(told))


@dataclass(frozen=True)
class _Chosen:
    pairs: Sequence[Pair]
    mutual: frozenset[tuple[int, int]]

    def retellings(self, original: int) -> list[int]:
        return [p.retelling for p in self.pairs if p.original == original]

    def originals(self, retelling: int) -> list[int]:
        return [p.original for p in self.pairs if p.retelling == retelling]


def _chosen(pairs: Sequence[Pair]) -> _Chosen:
    """Of all likenesses those that are a sentence's nearest, on either side."""
    nearest: dict[tuple[str, int], Pair] = {}
    for pair in sorted(pairs, key=lambda p: (-p.likeness, p.original, p.retelling)):
        if not pair.names_only:
            nearest.setdefault(("o", pair.original), pair)
        nearest.setdefault(("r", pair.retelling), pair)
    kept = [
        pair
        for pair in dict.fromkeys(nearest.values())
        # A name alone ties no second sentence to one that is retold elsewhere.
        if not pair.names_only or nearest.get(("o", pair.original), pair) == pair
    ]
    mutual = {
        (p.original, p.retelling)
        for p in kept
        if nearest.get(("o", p.original)) == p == nearest.get(("r", p.retelling))
    }
    return _Chosen(kept, frozenset(mutual))


_Matches = list[tuple[Claim, Claim]]


def _matched(original: Text, retelling: Text, pairs: _Chosen) -> _Matches:
    """Claims and their counterparts: by their number, else by what they measure in sentences that
    tell the same."""
    left = [c for c in retelling.story.claims if retelling.place(c) is not None]
    matches: _Matches = []
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
    original: Text, retelling: Text, pairs: _Chosen, matches: _Matches, left: Sequence[Claim]
) -> Iterator[tuple[Claim, Claim]]:
    """The numbers of two sentences that tell the same which have no other counterpart: "at least
    $34 million" and "up to $43 million from Korea" are one sum told otherwise."""
    mine = [c for c in original.story.claims if not any(c is one for one, _ in matches)]
    for here, there in sorted(pairs.mutual):
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


def _pairs(original: Text, retelling: Text, pairs: _Chosen, claims: _Matches) -> list[Told]:
    told = []
    for pair in sorted(pairs.pairs, key=lambda p: (p.original, p.retelling)):
        mine, theirs = original.scenes[pair.original], retelling.scenes[pair.retelling]
        mutual = (pair.original, pair.retelling) in pairs.mutual
        has = any(c.measure is not Measure.NONE for c in original.claims_in(pair.original))
        alike = mine.words.code == theirs.words.code
        found: list[Difference] = []
        tellers = [retelling.scenes[n] for n in pairs.retellings(pair.original)]
        if alike:
            sources = _sources(original, retelling, pair, pairs, claims)
            found += of_sentences(mine, theirs, tellers, sources, mutual=mutual, claims=has)
        for first, second in claims:
            if (original.place(first), retelling.place(second)) == (pair.original, pair.retelling):
                found += of_claims(first, second, (mine, theirs), names=alike)
                if cut := cut_off(first, second):
                    found.append(cut)
        if mutual and has and alike:
            found += lists(mine, tellers)
        if alike:
            found += lost_names(mine, retelling.words)
        if alike:
            told.append(
                _told(
                    mine,
                    theirs,
                    _once(found),
                    *_own_words(original, retelling, pair, pairs, claims, found),
                )
            )
        else:
            told.append(_told(mine, theirs, _once(found)))
    return told


def _sources(
    original: Text, retelling: Text, pair: Pair, pairs: _Chosen, claims: _Matches
) -> list[Scene]:
    """All that a sentence of the retelling could be a telling of."""
    numbers = set(pairs.originals(pair.retelling))
    for first, second in claims:
        here = original.place(first)
        if here is not None and retelling.place(second) == pair.retelling:
            numbers.add(here)
    return [original.scenes[n] for n in sorted(numbers)]


def _own_words(
    original: Text,
    retelling: Text,
    pair: Pair,
    pairs: _Chosen,
    claims: _Matches,
    found: Sequence[Difference],
) -> tuple[Difference | None, bool]:
    """The words of a sentence that no telling of it has, and what its counterpart says beside all
    that it could be a telling of, where `found` does not show them; whether the latter is much."""
    mine, theirs = original.scenes[pair.original], retelling.scenes[pair.retelling]
    sources = _sources(original, retelling, pair, pairs, claims)
    nearest = pairs.originals(pair.retelling)[0] == pair.original
    much = nearest and len(new_words(theirs, sources)) > len(new_words(theirs, [])) * _MUCH
    tellers = [retelling.scenes[n] for n in pairs.retellings(pair.original)]
    gone = other_words(mine, tellers, " ".join(one.original for one in found))
    new = other_words(theirs, sources, " ".join(one.retelling for one in found))
    words = Difference(Aspect.WORDS, ", ".join(gone), ", ".join(new))
    return words if gone or new else None, much


def _once(found: Sequence[Difference]) -> tuple[Difference, ...]:
    return tuple(dict.fromkeys(found))


def _told(
    mine: Scene,
    theirs: Scene,
    differences: tuple[Difference, ...],
    words: Difference | None = None,
    much: bool = False,
) -> Told:
    """A sentence and its counterpart. Other `words` are shown, but only `much` of them alter it."""
    same = mine.text.split() == theirs.text.split()
    altered = bool(differences) or (much and words is not None)
    change = Change.ALTERED if altered else Change.KEPT if same else Change.REWORDED
    every = (
        (*differences, words) if words is not None and change is not Change.KEPT else differences
    )
    return Told(change, _at(mine), _at(theirs), every)


def _at(one: Scene) -> tuple[int, int]:
    return one.sentence.start, one.sentence.end


def _moved(original: Text, retelling: Text, pairs: _Chosen, claims: _Matches) -> list[Told]:
    """Claims that stand elsewhere than what they stood with."""
    told = []
    cut: set[str] = set()
    for first, second in claims:
        here, there = original.place(first), retelling.place(second)
        if here is None or there is None:
            continue
        differences: list[Difference] = []
        if there not in pairs.retellings(here):
            both = (original.scenes[here], retelling.scenes[there])
            alike = both[0].words.code == both[1].words.code
            differences += of_claims(first, second, both, names=alike)
            others = pairs.retellings(here)
            if others and first.id not in cut:
                was, now = original.scenes[here].text, retelling.scenes[others[0]].text
                differences.append(Difference(Aspect.BELONGING, was, now))
        for other, its in claims:
            together = original.place(other) == here and other is not first
            if together and first.at < other.at and retelling.place(its) != there:
                cut.add(other.id)
                differences.append(
                    Difference(Aspect.BELONGING, f"{first.text} – {other.text}", second.text)
                )
        if differences:
            change = Told(
                Change.ALTERED, first.at, second.at, _once(differences), (first.id, second.id)
            )
            told.append(change)
    return told


def _dropped(original: Text, pairs: _Chosen, claims: _Matches) -> list[Told]:
    """Sentences without a counterpart, and claims without one in sentences that have."""
    told = []
    kept = {id(first) for first, _ in claims}
    for number, one in enumerate(original.scenes):
        if not pairs.retellings(number):
            told.append(Told(Change.DROPPED, _at(one), None))
            continue
        for claim in original.claims_in(number):
            if id(claim) not in kept and _stands_alone(claim, one):
                told.append(Told(Change.DROPPED, claim.at, None, (), (claim.id, "")))
    return told


def _stands_alone(claim: Claim, its: Scene) -> bool:
    """Whether a claim can be shown apart from its sentence: it is a part of it, or a figure."""
    whole = claim.text.strip(_MARKS) == its.text.strip(_MARKS)
    return claim.measure is not Measure.NONE and (claim.amount is not None or not whole)


def _added(retelling: Text, pairs: _Chosen, claims: _Matches) -> list[Told]:
    told = []
    kept = {id(second) for _, second in claims}
    for number, one in enumerate(retelling.scenes):
        if not pairs.originals(number):
            told.append(Told(Change.ADDED, None, _at(one)))
            continue
        for claim in retelling.claims_in(number):
            if id(claim) not in kept and _stands_alone(claim, one):
                told.append(Told(Change.ADDED, None, claim.at, (), ("", claim.id)))
    return told
