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
from itertools import accumulate
from math import inf
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein, Postfix, Prefix

from followthegoods.facts.countries import country_label
from followthegoods.facts.names import fold
from followthegoods.facts.sounds import latin, skeleton
from followthegoods.facts.trade_words import (
    OWN_NAME,
    PLACE,
    is_known,
    is_number,
    may_be_slip,
    weight,
)

Weigh = Callable[[str], float]

LIKE = 0.8
"""From which likeness on two words, or two names, may be one."""

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

_SAME_SKELETON = 0.88
_TOGETHER = 0.9
_VOWELS = frozenset("AEIOUY")
_KIN = ("BPFVW", "DT", "GKQCXH", "SZCJX", "MN", "LR")


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
        aligned += _initials(only_a, only_b, weigh) or _initials(only_b, only_a, weigh)
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
    whole += _lost(only_a, only_b, weigh)
    score = told / whole if whole else 0.0
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
        return []
    like = 1.0 if a == b else _spelling_likeness(min(a, b), max(a, b), two_scripts)
    if like < _TOGETHER:
        return []
    heavy = max(sum(map(weigh, only_a)), sum(map(weigh, only_b)))
    pair = Aligned(" ".join(only_a), " ".join(only_b), like, heavy)
    only_a.clear()
    only_b.clear()
    return [pair]


def _initials(short: list[str], spelt: list[str], weigh: Weigh) -> list[Aligned]:
    """Take out the one word of a side that is made of the first letters of the other's words."""
    if len(short) != 1 or not made_of_initials(short[0], [_spelt(word) for word in spelt]):
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
    return _spelling_likeness(a, b, two_scripts) if a < b else _spelling_likeness(b, a, two_scripts)


def _spelt(word: str) -> str:
    """A canonical word in letters: a country by its name."""
    return latin(fold(country_label(word.removeprefix(PLACE)))) if is_country(word) else word


@lru_cache(maxsize=500_000)
def _spelling_likeness(a: str, b: str, two_scripts: bool) -> float:
    shortest, longest = sorted((len(a), len(b)))
    if shortest < 3 or longest > 2 * shortest + 1:
        return 0.0
    two_scripts = two_scripts and not (_is_initials(a) or _is_initials(b))
    if not _near(a, b, two_scripts) and (two_scripts or skeleton(a) != skeleton(b)):
        return 0.0
    like = 1 - _cost(a, b, two_scripts, _MOST_COST * longest) / longest
    if like < _SAME_SKELETON and (two_scripts or like >= LIKE - 0.1) and _sound_alike(a, b):
        like = _SAME_SKELETON
    in_doubt = like < (_SAME_SKELETON if shortest == 3 else LIKE)
    if not two_scripts and in_doubt and _one_slip(a, b):
        return LIKE
    return 0.0 if shortest == 3 and in_doubt else max(like, 0.0)


def _sound_alike(a: str, b: str) -> bool:
    """Whether two words have one skeleton, of letters enough to tell."""
    sound = skeleton(a)
    return sound == skeleton(b) and len(sound) >= (2 if min(len(a), len(b)) > 5 else 3)


_SILENT = frozenset(("KN", "GN", "WR", "PS", "PF", "PT"))
"""Beginnings of which the first letter is not heard."""


def _one_slip(a: str, b: str) -> bool:
    """Whether two words are one letter apart, and not by a consonant more in front.

    In a short word one letter is much: such words are held together, but what rests on them is
    never more than uncertain.
    """
    if OSA.distance(a, b, score_cutoff=1) > 1:
        return False
    longer = a if len(a) > len(b) else b
    return len(a) == len(b) or a[0] == b[0] or longer[0] in _VOWELS or longer[:2] in _SILENT


def _near(a: str, b: str, two_scripts: bool) -> bool:
    """A quick look at whether two words can be alike at all."""
    if two_scripts:
        return Levenshtein.distance(skeleton(a), skeleton(b), score_cutoff=1) <= 1
    most = max(1, int(max(len(a), len(b)) * 0.4))
    return OSA.distance(a, b, score_cutoff=most) <= most


def _is_initials(word: str) -> bool:
    """Whether a word may be an abbreviation, of which each letter tells."""
    return len(word) < 5 or _VOWELS.isdisjoint(word)


_MOST_COST = 1 - LIKE + 0.1
"""What writing one word for the other may cost at most, a letter, for them to be alike at all."""


_MARGIN = 2
"""Letters of a common end that are looked at all the same: a letter left out costs less beside
its like, which may be among them."""


def _cost(a: str, b: str, two_scripts: bool, most: float) -> float:
    """The cheapest way to write one word for the other, in letters; `inf` where above `most`."""
    front = Prefix.similarity(a, b)
    if not two_scripts and OSA.distance(a, b, score_cutoff=1) == 1:
        return _cost_of_one(a, b, front)
    back = max(0, Postfix.similarity(a[front:], b[front:]) - _MARGIN)
    out_a, out_b = _gaps(a, front, back, two_scripts), _gaps(b, front, back, two_scripts)
    a, b = a[front : len(a) - back], b[front : len(b) - back]
    table = list(accumulate(out_b, initial=0.0))
    before: list[float] = []
    swaps, x_before = _SWAPS[two_scripts], ""
    for x, out in zip(a, out_a, strict=True):
        changed = list(map(swaps[x].__getitem__, b))
        if not front and b:
            first = _FIRST_SWAPS[two_scripts][x]
            changed = [first[b[0]], *changed[1:]] if before else list(map(first.__getitem__, b))
        last = table[0] + out
        row, y_before = [last], ""
        for y, swap, gap, both, one in zip(b, changed, out_b, table, table[1:], strict=False):
            cheapest = both + swap
            if (cost := one + out) < cheapest:
                cheapest = cost
            if (cost := last + gap) < cheapest:
                cheapest = cost
            if y == x_before and x == y_before:
                cheapest = min(cheapest, before[len(row) - 2] + 1.0)  # two in the wrong order
            row.append(cheapest)
            last, y_before = cheapest, y
        if min(row) > most and min(table) + 1.0 > most:  # two letters in the wrong order cost 1
            return inf
        before, table, x_before = table, row, x
    return table[-1]


def _cost_of_one(a: str, b: str, front: int) -> float:
    """What one slip costs, in one script, that comes behind so many letters in common."""
    if len(a) != len(b):
        return _gap(max(a, b, key=len), front, False)
    same = a[front + 1 :] == b[front + 1 :]
    return _swap(a[front], b[front], False, not front) if same else 1.0


def _gaps(word: str, front: int, back: int, two_scripts: bool) -> list[float]:
    """What it costs to leave a letter out, of those between so many in front and at the back."""
    return [_gap(word, at, two_scripts) for at in range(front, len(word) - back)]


def _gap(word: str, at: int, two_scripts: bool) -> float:
    """What it costs to leave a letter out."""
    letter = word[at]
    if letter in _VOWELS:
        return 0.2 if two_scripts else 0.5
    if at and word[at - 1] == letter:
        return 0.3
    if two_scripts and letter in "HW":
        return 0.3
    return 1.0 if at else 3.0


def _swap(x: str, y: str, two_scripts: bool, in_front: bool) -> float:
    """What it costs to write one letter for the other."""
    if x == y:
        return 0.0
    if x in _VOWELS and y in _VOWELS:
        return 0.2 if two_scripts else 0.5
    if two_scripts and any(x in kin and y in kin for kin in _KIN):
        return 0.3
    return 3.0 if in_front and (x in _VOWELS) != (y in _VOWELS) else 1.0


class _Swaps(dict[str, float]):
    """What it costs to write another letter for one."""

    def __init__(self, letter: str, two_scripts: bool, in_front: bool) -> None:
        self._letter, self._where = letter, (two_scripts, in_front)

    def __missing__(self, other: str) -> float:
        self[other] = cost = _swap(self._letter, other, *self._where)
        return cost


class _Letters(dict[str, _Swaps]):
    def __init__(self, two_scripts: bool, in_front: bool) -> None:
        self._where = two_scripts, in_front

    def __missing__(self, letter: str) -> _Swaps:
        self[letter] = swaps = _Swaps(letter, *self._where)
        return swaps


_SWAPS = (_Letters(False, False), _Letters(True, False))
_FIRST_SWAPS = (_Letters(False, True), _Letters(True, True))
