"""A retelling beside its original: what was kept, reworded, altered, dropped, added."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from followthegoods.model.retelling import Aspect, Change, Comparison, Difference, Told
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.comparing.aligning import Aligned, Pair, aligned
from followthegoods.questions.stories.comparing.beside import Beside
from followthegoods.questions.stories.comparing.differences import number_of, of_claims
from followthegoods.questions.stories.comparing.matching import Matches, matched
from followthegoods.questions.stories.comparing.sureness import cut_off
from followthegoods.questions.stories.comparing.telling import Shown, of_sentences
from followthegoods.questions.stories.comparing.text import Text, read_text
from followthegoods.questions.stories.comparing.things import values
from followthegoods.questions.stories.comparing.wording import (
    lists,
    lost_names,
    new_words,
    other_words,
)
from followthegoods.questions.stories.reading.scene import Scene

__all__ = ["Text", "compare", "read_text"]

Value = tuple[Decimal, Decimal]

_MUCH = 0.3
"""Share of a sentence's words without a counterpart from which it says something of its own."""

_WHOLE = 0.75
"""Share of a sentence's letters from which what a claim has of it is the sentence."""

_MARKS = " .!?…"


def compare(original: Text, retelling: Text) -> Comparison:
    """What a retelling changed. Every difference is shown with the words of both sides."""
    pairs = aligned(original.scenes, retelling.scenes)
    claims = matched(original, retelling, pairs)
    pairs = _by_claims(original, retelling, pairs, claims)
    told = [*_pairs(original, retelling, pairs, claims)]
    told += _moved(original, retelling, pairs, claims)
    told += _dropped(original, retelling, pairs, claims)
    told += _added(original, retelling, pairs, claims)
    told.sort(key=lambda t: (t.original is None, t.original or t.retelling or (0, 0)))
    return Comparison(original.text, retelling.text, (original.story, retelling.story), tuple(told))


def _by_claims(original: Text, retelling: Text, pairs: Aligned, claims: Matches) -> Aligned:
    """With the sentences of which a claim is told in one of the other text, where they have no
    other counterpart."""
    for first, second in claims:
        here, there = original.place(first), retelling.place(second)
        if here is None or there is None:
            continue
        if not pairs.retellings(here) or not pairs.originals(there):
            pairs = pairs.joined(here, there)
    return pairs


def _pairs(original: Text, retelling: Text, pairs: Aligned, claims: Matches) -> list[Told]:
    told = []
    for pair in sorted(pairs.pairs, key=lambda p: (p.original, p.retelling)):
        both = _beside(original, retelling, pair, pairs, claims)
        ours = [
            (first, second)
            for first, second in claims
            if (original.place(first), retelling.place(second)) == (pair.original, pair.retelling)
        ]
        found: list[Difference] = []
        for first, second in ours:
            found += of_claims(first, second, (both.first, both.second), names=both.alike)
            if cut := cut_off(first, second):
                found.append(cut)
        has = any(c.measure is not Measure.NONE for c in original.claims_in(pair.original))
        values = (
            _claimed(original, pair.original, claims),
            _claimed(retelling, pair.retelling, claims),
        )
        gone, places = _fates(original, pair.original, claims)
        shown = Shown(found, values, gone, places, has)
        found = _voices([*of_sentences(both, (original.known, retelling.known), shown), *found])
        if both.mutual and has and both.alike:
            found += lists(both.first, both.told)
        own: tuple[Difference | None, bool] = None, False
        if both.alike:
            found += lost_names(both.first, retelling.words)
            own = _own_words(both, found)
        told.append(_told(both.first, both.second, _once(found), *own))
    return told


def _claimed(text: Text, number: int, claims: Matches) -> frozenset[Value]:
    """The values of a sentence's claims that are compared or shown as claims."""
    matched = {id(one) for pair in claims for one in pair}
    return frozenset(
        value
        for claim in text.claims_in(number)
        if (id(claim) in matched or claim.measure is not Measure.NONE)
        and (value := number_of(claim))
    )


def _fates(text: Text, number: int, claims: Matches) -> tuple[list[str], frozenset[str]]:
    """Of a sentence's claims the words of those that are shown as dropped, and the countries that
    the others are told with."""
    kept = {id(first) for first, _ in claims}
    its = text.claims_in(number)
    gone = [c for c in its if id(c) not in kept and _stands_alone(c, text.scenes[number])]
    told = frozenset(
        code for c in its for first, second in claims if c is first for code in second.country
    )
    return [claim.text for claim in gone], told


def _voices(found: Sequence[Difference]) -> list[Difference]:
    """Without whom a claim has said it, where a difference before shows who does."""
    kept: list[Difference] = []
    for one in found:
        again = one.aspect is Aspect.SPEAKER and any(
            other.aspect is Aspect.SPEAKER
            and one.original in other.original
            and one.retelling in other.retelling
            for other in kept
        )
        if not again:
            kept.append(one)
    return kept


def _beside(original: Text, retelling: Text, pair: Pair, pairs: Aligned, claims: Matches) -> Beside:
    """Two sentences with all that tell the first and all that the second could be a telling of."""
    mine, theirs = original.scenes[pair.original], retelling.scenes[pair.retelling]
    numbers = set(pairs.originals(pair.retelling))
    for first, second in claims:
        here = original.place(first)
        if here is not None and retelling.place(second) == pair.retelling:
            numbers.add(here)
    return Beside(
        mine,
        theirs,
        [retelling.scenes[n] for n in pairs.retellings(pair.original)],
        [original.scenes[n] for n in sorted(numbers)],
        lost=pairs.lost_here(pair),
        won=pairs.won_here(pair),
        alike=mine.words.code == theirs.words.code,
    )


def _own_words(both: Beside, found: Sequence[Difference]) -> tuple[Difference | None, bool]:
    """The words of a sentence that no telling of it has, and what its counterpart says beside all
    that it could be a telling of, where `found` does not show them; whether the latter is much."""
    new = new_words(both.second, both.sources)
    much = both.won and len(new) > len(new_words(both.second, [])) * _MUCH
    shown = [
        " ".join(said) for said in zip(*((d.original, d.retelling) for d in found), strict=True)
    ]
    before, after = shown or ("", "")
    gone = other_words(both.first, both.told, before) if both.lost else []
    own = other_words(both.second, both.sources, after) if both.won else []
    words = Difference(Aspect.WORDS, ", ".join(gone), ", ".join(own))
    return words if gone or own else None, much


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


def _moved(original: Text, retelling: Text, pairs: Aligned, claims: Matches) -> list[Told]:
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


def _dropped(original: Text, retelling: Text, pairs: Aligned, claims: Matches) -> list[Told]:
    """Sentences without a counterpart, and claims without one in sentences that have."""
    told = []
    kept = {id(first) for first, _ in claims}
    for number, one in enumerate(original.scenes):
        if not pairs.retellings(number):
            told.append(Told(Change.DROPPED, _at(one), None))
            continue
        told_in = [retelling.scenes[n] for n in pairs.retellings(number)]
        for claim in original.claims_in(number):
            if id(claim) not in kept and _stands_alone(claim, one) and not _in(claim, told_in):
                told.append(Told(Change.DROPPED, claim.at, None, (), (claim.id, "")))
    return told


def _stands_alone(claim: Claim, its: Scene) -> bool:
    """Whether a claim can be shown apart from its sentence: it is a part of it, or a figure."""
    whole = len(claim.text.strip(_MARKS)) > len(its.text.strip(_MARKS)) * _WHOLE
    return claim.measure is not Measure.NONE and (claim.amount is not None or not whole)


def _in(claim: Claim, told: Sequence[Scene]) -> bool:
    """Whether the number of a claim stands in one of some sentences, as whatever it is read."""
    return any(number_of(claim) in values(one) for one in told)


def _added(original: Text, retelling: Text, pairs: Aligned, claims: Matches) -> list[Told]:
    told = []
    kept = {id(second) for _, second in claims}
    for number, one in enumerate(retelling.scenes):
        if not pairs.originals(number):
            told.append(Told(Change.ADDED, None, _at(one)))
            continue
        told_in = [original.scenes[n] for n in pairs.originals(number)]
        for claim in retelling.claims_in(number):
            if id(claim) not in kept and _stands_alone(claim, one) and not _in(claim, told_in):
                told.append(Told(Change.ADDED, None, claim.at, (), ("", claim.id)))
    return told
