"""How like two names are: word by word, each weighed by how much it tells of who is meant.

Words are aligned: equal ones, then misspelt ones, then ones written together on one side. Two
names in one script may differ by a slip of the hand; in two scripts by what a transcription
changes, so that vowels and voice count for little. Two different words of the trade are never
slips of one another, nor is a consonant more or less in front: RAIN is not TRAIN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from followthegoods.facts.countries import country_label
from followthegoods.facts.names import fold
from followthegoods.facts.sounds import latin
from followthegoods.facts.trade_words import (
    OWN_NAME,
    PLACE,
    is_known,
    is_number,
    may_be_slip,
    weight,
)
from followthegoods.parties.spellings import LIKE, spelling_likeness

__all__ = ["LIKE", "Aligned", "Likeness", "Weigh", "compare_names"]

Weigh = Callable[[str], float]

MOST_WORDS = 200
"""Of more words no name is: such a text stands in the wrong column."""

WEAK = 0.85
"""What two names come to at most of which a short word differs by a letter."""

ONE_SIDED_NUMBER = 0.5
"""What a number tells that only one of two names has; one on each side tells little."""

ONE_SIDED_COUNTRY = 0.24
"""What a country tells that only one of two names has, and nothing else: who has one in its name
is often the house of that name there. Two countries tell two companies apart."""

LIGHT, LIGHT_AT_MOST = 0.15, 0.24
"""Words such as GROUP and HOLDING weigh so much each, and so much together at most where only one
of two names has any."""

_TOGETHER = 0.9


class Aligned(NamedTuple):
    """Words of two names that were taken for one another: how like, and what they weigh."""

    a: str
    b: str
    like: float
    weight: float


@dataclass(frozen=True)
class Likeness:
    """Two names compared. `score` from 0 to 1; what stood on one side only; why they may differ."""

    score: float
    aligned: tuple[Aligned, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    numbers_differ: bool = False


def compare_names(
    a: Sequence[str], b: Sequence[str], *, two_scripts: bool, weigh: Weigh = weight
) -> Likeness:
    """Compare two names given as canonical words in their order. Symmetric, never raises.

    Of more than `MOST_WORDS` words neither is a name: they are alike where they are the same.
    """
    if max(len(a), len(b)) > MOST_WORDS and list(a) != list(b):
        return Likeness(0.0, (), tuple(a), tuple(b))
    only_a, only_b = [], list(b)
    aligned = []
    for word in a:
        if word in only_b:
            only_b.remove(word)
            aligned.append(Aligned(word, word, 1.0, weigh(word)))
        else:
            only_a.append(word)
    if only_a and only_b:
        aligned += _misspelt(only_a, only_b, two_scripts, weigh)
        aligned += _together(only_a, only_b, two_scripts, weigh)
        if only_a and only_b:
            fewest = 3
            if _have_own(aligned):
                aligned += _short(only_a, only_b, weigh)
                fewest = 2
            aligned += _initials(only_a, only_b, weigh, fewest) or _back(
                _initials(only_b, only_a, weigh, fewest)
            )
    if only_a:
        _leave_out_repeated(only_a, a)
    if only_b:
        _leave_out_repeated(only_b, b)
    told = whole = heaviest = 0.0
    least = 1.0
    for _, _, like, heavy in aligned:
        told += heavy * like
        whole += heavy
        least, heaviest = min(least, like), max(heaviest, heavy)
    if not only_a and not only_b:
        score = told / whole if whole else 0.0
        return Likeness(min(score, WEAK) if least <= LIKE else score, tuple(aligned), (), ())
    if least < 1.0 and told >= LIKE * whole and not (only_a and only_b):
        light = all(weigh(word) <= LIGHT for word in (*only_a, *only_b))
    else:
        light = False
    whole += _lost(only_a, only_b, weigh)
    score = told / whole if whole else 0.0
    if light:  # a slip, and a word such as GROUP more
        score = max(score, LIKE)
    if least <= LIKE:
        score = min(score, WEAK)
    if heaviest <= 0.3:
        score = min(score, LIKE / 2)
    numbers_differ = any(map(is_number, (*only_a, *only_b)))
    return Likeness(score, tuple(aligned), tuple(only_a), tuple(only_b), numbers_differ)


def _leave_out_repeated(only: list[str], name: Sequence[str]) -> None:
    """Take out what a name says twice: a word of it again, or the initials of its other words."""
    for word in tuple(only):
        if name.count(word) > only.count(word):
            only.remove(word)
        elif may_sum_up(word, name):
            others = [_spelt(other) for other in name if other != word]
            if made_of_initials(word, others):
                only.remove(word)


def may_sum_up(word: str, name: Sequence[str]) -> bool:
    """Whether a word of a name is as long as one of the initials of its other words would be."""
    return len(word) > 2 and len(name) - 1 <= len(word) <= len(name)


def _lost(only_a: list[str], only_b: list[str], weigh: Weigh) -> float:
    """What the words weigh that stand on one side only."""
    lost = sum(map(weigh, only_a)) + sum(map(weigh, only_b))
    if not only_a or not only_b:
        light = sum(one for one in map(weigh, (*only_a, *only_b)) if one <= LIGHT)
        lost -= max(0.0, light - LIGHT_AT_MOST)
        if len(only_a) + len(only_b) == 1 and is_country((*only_a, *only_b)[0]):
            return ONE_SIDED_COUNTRY
    more = sum(map(is_number, only_a)) - sum(map(is_number, only_b))
    return lost + ONE_SIDED_NUMBER * abs(more)


def is_country(word: str) -> bool:
    """Whether a canonical word is a country."""
    return word[:1] == PLACE


def _misspelt(
    only_a: list[str], only_b: list[str], two_scripts: bool, weigh: Weigh
) -> list[Aligned]:
    """Take out the pairs of words that are alike, the most alike first."""
    found = [
        (like, x, y)
        for x in only_a
        for y in only_b
        if (like := pair_likeness(x, y, two_scripts)) >= LIKE
    ]
    if len(found) > 1:
        found.sort(key=lambda pair: (-pair[0], min(pair[1:]), max(pair[1:])))
    aligned = []
    for like, x, y in found:
        if x in only_a and y in only_b:
            only_a.remove(x)
            only_b.remove(y)
            most = min if like == _CUT else max  # a word of the trade cut short tells no more
            aligned.append(Aligned(x, y, like, most(weigh(x), weigh(y))))
    return aligned


_CUT = 0.87
"""How like a word of the trade is to the beginning of itself, four letters or more of it."""


def pair_likeness(x: str, y: str, two_scripts: bool) -> float:
    """How like two words of two names are, of which one may be of the trade, cut short or
    misspelt: from 0 to 1; 0 where either is a number, and for two words of the trade."""
    kind, other = _kind(x), _kind(y)
    if kind == _COUNTS or other == _COUNTS or kind == other == _KNOWN:
        return 0.0
    like = word_likeness(x, y, two_scripts)
    if like >= LIKE or kind == other:
        return like
    if cut := _cut_short(x, y, kind):
        return cut
    slip = may_be_slip(x, y) if other == _KNOWN else may_be_slip(y, x)
    return LIKE if slip else like


def _cut_short(x: str, y: str, kind: int) -> float:
    """The likeness of a word of the trade and one that is its beginning, cut at some width.
    `kind`: the first one's."""
    short, whole = (y, x) if kind == _KNOWN else (x, y)
    return _CUT if len(short) > 3 and whole.startswith(short) else 0.0


def _together(
    only_a: list[str], only_b: list[str], two_scripts: bool, weigh: Weigh
) -> list[Aligned]:
    """Take out what one side writes together and the other apart: POWERCELL, POWER CELL."""
    if not only_a or not only_b or len(only_a) + len(only_b) < 3:
        return []
    a, b = "".join(map(_spelt, only_a)), "".join(map(_spelt, only_b))
    if not two_scripts and OSA.normalized_similarity(a, b) < _TOGETHER - 0.2:
        return _run_in(only_a, only_b, weigh) + _back(_run_in(only_b, only_a, weigh))
    like = 1.0 if a == b else spelling_likeness(min(a, b), max(a, b), two_scripts)
    if like < _TOGETHER:
        return _run_in(only_a, only_b, weigh) + _back(_run_in(only_b, only_a, weigh))
    heavy = max(sum(map(weigh, only_a)), sum(map(weigh, only_b)))
    pair = Aligned(" ".join(only_a), " ".join(only_b), like, heavy)
    only_a.clear()
    only_b.clear()
    return [pair]


def _run_in(only: list[str], others: list[str], weigh: Weigh) -> list[Aligned]:
    """Take out a word of one side that is several of the other's, where either has more."""
    found: list[Aligned] = []
    if len(only) + len(others) < _RUN_AMONG:
        return found
    for word in tuple(only):
        if run := find_run(word, others):
            parts = others[run]
            del others[run]
            only.remove(word)
            heavy = max(weigh(word), sum(map(weigh, parts)))
            found.append(Aligned(word, " ".join(parts), 1.0, heavy))
    return found


def _back(found: Sequence[Aligned]) -> list[Aligned]:
    """What was found with the sides the other way about."""
    return [pair._replace(a=pair.b, b=pair.a) for pair in found]


def find_run(word: str, words: Sequence[str]) -> slice | None:
    """Where in a name words stand side by side that are one word written apart."""
    for at, first in enumerate(words[:-1]):
        if len(word) < _RUN_FROM or not word.startswith(first):
            continue
        for to in range(at + 2, len(words) + 1):
            if word == "".join(words[at:to]):
                return slice(at, to)
    return None


_RUN_AMONG = 4
"""Words from which on some may be left over beside one and what it is written together of."""

_RUN_FROM = 6
"""Letters of a word from which on it may be others written together, beside words left over."""


def _have_own(aligned: Sequence[Aligned]) -> bool:
    """Whether two names have a word of their own in common, to the letter."""
    return any(pair.like == 1.0 and len(pair.a) > 2 and _kind(pair.a) == _OWN for pair in aligned)


def _short(only_a: list[str], only_b: list[str], weigh: Weigh) -> list[Aligned]:
    """Take out words that one side abbreviates beside others in common: by its beginning (SUMI.
    MITSUI), or by its first letter (W. DISNEY)."""
    found = []
    for x in tuple(only_a):
        short_for = [y for y in only_b if may_be_short_for(x, y)]
        if short_for:
            y = short_for[0]
            only_a.remove(x)
            only_b.remove(y)
            found.append(Aligned(x, y, LIKE, min(weigh(x), weigh(y))))
    return found


_SHORT_FROM = 3
"""Letters of a word's beginning from which on it may be short for it; its first may be, too."""


def may_be_short_for(x: str, y: str) -> bool:
    """Whether one of two words of names' own may be short for the other, beside others in common:
    its beginning, two letters shorter or more, or its first letter."""
    short, whole = sorted((x, y), key=len)
    if len(short) + 2 > len(whole) or not whole.startswith(short):
        return False
    if len(short) != 1 and len(short) < _SHORT_FROM:
        return False
    return _kind(short) == _kind(whole) == _OWN and short.isalpha()


def _initials(short: list[str], spelt: list[str], weigh: Weigh, fewest: int) -> list[Aligned]:
    """Take out the one word of a side that is made of the first letters of the other's words, so
    many or more."""
    if len(short) != 1 or not made_of_initials(short[0], [_spelt(word) for word in spelt], fewest):
        return []
    pair = Aligned(short[0], " ".join(spelt), LIKE, max(weigh(short[0]), OWN_NAME))
    short.clear()
    spelt.clear()
    return [pair]


_OF_A_FORM = "CIL"
"""First letters of Company and Corporation, Inc, Limited."""


def made_of_initials(word: str, spelt: Sequence[str], fewest: int = 3) -> bool:
    """Whether a word is made of the first letters of so many words or more; the last of them may
    be that of a legal form, which is no longer among the words."""
    letters = "".join(part[0] for part in spelt)
    if len(spelt) < fewest or not word.startswith(letters):
        return False
    return word == letters or (word[:-1] == letters and word[-1] in _OF_A_FORM)


_OWN, _KNOWN, _COUNTS = range(3)


@lru_cache(maxsize=500_000)
def _kind(word: str) -> int:
    """Whether a canonical word counts, is one of the trade, or is a name of its own."""
    return _COUNTS if is_number(word) else _KNOWN if is_known(word) else _OWN


def word_likeness(a: str, b: str, two_scripts: bool) -> float:
    """How like two canonical words are, of which neither counts and not both are the trade's:
    from 0 to 1; 0 where one is no spelling of the other."""
    if is_country(a) or is_country(b):
        a, b = _spelt(a), _spelt(b)
    return spelling_likeness(a, b, two_scripts) if a < b else spelling_likeness(b, a, two_scripts)


def _spelt(word: str) -> str:
    """A canonical word in letters: a country by its name."""
    return latin(fold(country_label(word.removeprefix(PLACE)))) if is_country(word) else word
