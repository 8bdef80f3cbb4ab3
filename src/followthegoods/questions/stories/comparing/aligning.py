"""Which sentences of a retelling tell what which sentences of the original told."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from followthegoods.facts.names import fold, transliterate
from followthegoods.questions.stories.comparing.things import codes_of, telling_alone, things
from followthegoods.questions.stories.reading.scene import Scene

ALIKE = 0.36
"""Share of the weight of the shorter sentence's words from which two sentences tell the same."""

SURELY = 0.75
"""Share from which two sentences tell the same even where what they share are names."""

WEIGHTY = 3.0
"""Weight of words that two sentences must share at the least."""

TELLING = 2.5
"""Weight of what two sentences of two languages must share at the least."""

REST = 0.5
"""Share of what a sentence tells beside its nearest counterpart from which another, that has no
counterpart of its own, is told in it too."""

FEW = 40
"""Texts of fewer sentences than this count as so many: words of short texts are rare too."""

_STEM = 5
"""Letters of a word that are compared: enough for its root, short enough for its endings."""

_WORD = re.compile(r"[^\W_]{3,}|\d+")
_CAPITAL = re.compile(r"\b[A-ZА-ЯЁ]\w+")


def stems(text: str) -> frozenset[str]:
    """The words of a text by their beginnings, in Latin letters."""
    folded = transliterate(fold(text))
    return frozenset(word[:_STEM] for word in _WORD.findall(folded))


@dataclass(frozen=True)
class Pair:
    """Two sentences that tell the same, by their numbers, and how alike they are."""

    original: int
    retelling: int
    likeness: float
    names_only: bool = False
    """Whether what they share are mostly names: then they may speak of other things."""


@dataclass(frozen=True)
class Aligned:
    """The pairs of sentences that tell the same. A sentence may be told in several, or several in
    one: `leads` and `led` are its nearest counterpart, by the number of an original and of a
    retelling."""

    pairs: Sequence[Pair]
    leads: dict[int, int]
    led: dict[int, int]

    def retellings(self, original: int) -> list[int]:
        return self.every_retelling.get(original, [])

    def originals(self, retelling: int) -> list[int]:
        return self.every_original.get(retelling, [])

    def mutual(self, pair: Pair) -> bool:
        """Whether each sentence is the other's nearest."""
        return self.lost_here(pair) and self.won_here(pair)

    def lost_here(self, pair: Pair) -> bool:
        """Whether what an original loses is shown beside this retelling."""
        return self.leads.get(pair.original) == pair.retelling

    def won_here(self, pair: Pair) -> bool:
        """Whether what a retelling has of its own is shown beside this original."""
        return self.led.get(pair.retelling) == pair.original

    def joined(self, original: int, retelling: int) -> Aligned:
        """With two sentences more that tell the same."""
        return Aligned(
            [*self.pairs, Pair(original, retelling, 0.0)],
            {original: retelling, **self.leads},
            {retelling: original, **self.led},
        )

    @cached_property
    def every_retelling(self) -> dict[int, list[int]]:
        """The retellings of each original that has any."""
        found: dict[int, list[int]] = {}
        for pair in self.pairs:
            found.setdefault(pair.original, []).append(pair.retelling)
        return found

    @cached_property
    def every_original(self) -> dict[int, list[int]]:
        """The originals of each retelling that has any."""
        found: dict[int, list[int]] = {}
        for pair in self.pairs:
            found.setdefault(pair.retelling, []).append(pair.original)
        return found


def aligned(original: Sequence[Scene], retelling: Sequence[Scene]) -> Aligned:
    """The pairs of sentences that tell the same, of one language or of two."""
    told = _Told(original, retelling)
    found = _chosen(list(told.pairs()))
    if told.alike:
        return _with_rests(found, told)
    return _between(_in_order(found), told)


class _Told:
    """What the sentences of two texts tell, and what it weighs: what many sentences tell weighs
    little. `alike`: the texts are of one language."""

    def __init__(self, original: Sequence[Scene], retelling: Sequence[Scene]) -> None:
        codes = {one.words.code for one in (*original, *retelling)}
        self.alike = len(codes) < 2
        self.texts = (original, retelling)
        self.first = [self._of(one) for one in original]
        self.second = [self._of(one) for one in retelling]
        seen = Counter(one for told in (*self.first, *self.second) for one in told)
        many = max(FEW, len(self.first) + len(self.second))
        self.names = [_capital(one.text) | codes_of(one) for one in original]
        self._weight = {one: math.log(many / count) for one, count in seen.items()}

    def _of(self, one: Scene) -> frozenset[str]:
        if self.alike:
            return stems(one.text) | codes_of(one)
        named = " ".join(name.text for name in one.names)
        capitals = " ".join(_CAPITAL.findall(one.text[1:]))
        return things(one) | stems(f"{named} {capitals}")

    def weight(self, told: Iterable[str]) -> float:
        return sum(self._weight[one] for one in told)

    def pairs(self) -> Iterator[Pair]:
        """All pairs of sentences that are alike."""
        sums = [self.weight(told) for told in self.second]
        for i, mine in enumerate(self.first):
            own = self.weight(mine)
            for j, theirs in enumerate(self.second):
                common = mine & theirs
                least = min(own, sums[j])
                if not common or not least:
                    continue
                shared = self.weight(common)
                telling = shared if self.alike else self.weight(filter(telling_alone, common))
                if telling < (WEIGHTY if self.alike else TELLING):
                    continue
                likeness = shared / (least if self.alike else (own + sums[j]) / 2)
                if likeness < ALIKE:
                    continue
                only = self.weight(common - self.names[i]) < WEIGHTY and likeness < SURELY
                yield Pair(i, j, likeness, only and self.alike)


def _chosen(pairs: Sequence[Pair]) -> Aligned:
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
    leads: dict[int, int] = {}
    led: dict[int, int] = {}
    for pair in kept:
        if nearest.get(("o", pair.original), pair) == pair:
            leads.setdefault(pair.original, pair.retelling)
        if nearest.get(("r", pair.retelling)) == pair:
            led.setdefault(pair.retelling, pair.original)
    return Aligned(kept, leads, led)


def _with_rests(found: Aligned, told: _Told) -> Aligned:
    """With what one sentence tells that merges two, and two tell that split one."""
    rests = {j: _rest(told.second[j], told.first, of) for j, of in found.every_original.items()}
    for i, mine in enumerate(told.first):
        own = mine - told.names[i]
        if not found.retellings(i) and (at := _in_rest(own, rests, told)) is not None:
            found = found.joined(i, at)
    rests = {i: _rest(told.first[i], told.second, of) for i, of in found.every_retelling.items()}
    for j, theirs in enumerate(told.second):
        own = theirs - _capital(told.texts[1][j].text)
        if not found.originals(j) and (at := _in_rest(own, rests, told)) is not None:
            found = found.joined(at, j)
    return found


def _rest(
    told_by: frozenset[str], others: Sequence[frozenset[str]], of: Sequence[int]
) -> frozenset[str]:
    """What a sentence tells that its counterparts do not."""
    return told_by.difference(*(others[number] for number in of))


def _in_rest(told_by: frozenset[str], rests: dict[int, frozenset[str]], told: _Told) -> int | None:
    """Of the rests of sentences that which a sentence tells, if any: much of the rest is its."""
    best: tuple[float, int] | None = None
    for number, rest in rests.items():
        shared = told.weight(told_by & rest)
        least = min(told.weight(rest), told.weight(told_by))
        if shared >= WEIGHTY * 2 and shared / least >= REST and (not best or shared > best[0]):
            best = shared, number
    return best[1] if best else None


def _in_order(found: Aligned) -> Aligned:
    """Of what two languages share little is sure: those that are each other's nearest, and beside
    them what is told right before or after."""
    sure = {(pair.original, pair.retelling) for pair in found.pairs if found.mutual(pair)}
    kept = [
        pair
        for pair in found.pairs
        if sure & {(pair.original + i, pair.retelling + j) for i, j in _NEXT}
    ]
    places = {(pair.original, pair.retelling) for pair in kept}
    return Aligned(
        kept,
        {i: j for i, j in found.leads.items() if (i, j) in places},
        {j: i for j, i in found.led.items() if (i, j) in places},
    )


_NEXT = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))


def _between(found: Aligned, told: _Told) -> Aligned:
    """With the sentences of a translation that stand between the same two others as those they
    share something with, then as the only one there: a translation mostly keeps the order."""
    for first, second in _gaps(found, told):
        near = [
            (told.weight(common), i, j)
            for i in first
            for j in second
            if (common := told.first[i] & told.second[j])
        ]
        for _, i, j in sorted(near, reverse=True):
            if not found.retellings(i) and not found.originals(j):
                found = found.joined(i, j)
    for first, second in _gaps(found, told):
        if len(first) == len(second) == 1:
            found = found.joined(first[0], second[0])
    return found


def _gaps(found: Aligned, told: _Told) -> list[tuple[range, range]]:
    """The sentences without a counterpart between those that are each other's nearest, where both
    texts go on in one order."""
    anchors = [(-1, -1)]
    for pair in sorted(found.pairs, key=lambda p: p.original):
        if found.mutual(pair) and pair.retelling > anchors[-1][1]:
            anchors.append((pair.original, pair.retelling))
    anchors.append((len(told.first), len(told.second)))
    return [
        (range(before[0] + 1, after[0]), range(before[1] + 1, after[1]))
        for before, after in pairwise(anchors)
    ]


def _capital(text: str) -> frozenset[str]:
    """The words of a text that begin with a capital letter."""
    return stems(" ".join(_CAPITAL.findall(text)))
