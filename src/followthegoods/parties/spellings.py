"""How like two spellings of a word are, letter by letter.

In one script a word may differ by a slip of the hand; in two by what a transcription changes, so
that vowels and voice count for little.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from math import inf

from rapidfuzz.distance import OSA, Levenshtein, Postfix, Prefix

from followthegoods.facts.sounds import skeleton

LIKE = 0.8
"""From which likeness on two words, or two names, may be one."""

_SAME_SKELETON = 0.88
_VOWELS = frozenset("AEIOUY")
_KIN = ("BPFVW", "DT", "GKQCXH", "SZCJX", "MN", "LR")


@lru_cache(maxsize=500_000)
def spelling_likeness(a: str, b: str, two_scripts: bool) -> float:
    """How like two words in Latin letters are, from 0 to 1; `a` is the first in alphabetical order.
    0 where one is no spelling of the other."""
    shortest, longest = sorted((len(a), len(b)))
    if shortest < 3 or longest > 2 * shortest + 1:
        return 0.0
    if (a[-2:] == "SK") != (b[-2:] == "SK") and (_is_adjective_of(a, b) or _is_adjective_of(b, a)):
        return max(LIKE, _by_letters(a, b, two_scripts, shortest, longest))
    return _by_letters(a, b, two_scripts, shortest, longest)


def _by_letters(a: str, b: str, two_scripts: bool, shortest: int, longest: int) -> float:
    two_scripts = two_scripts and not (_is_initials(a) or _is_initials(b))
    if not _near(a, b, two_scripts) and (two_scripts or skeleton(a) != skeleton(b)):
        return 0.0
    like = 1 - _cost(a, b, two_scripts, _MOST_COST * longest) / longest
    if like < _SAME_SKELETON and (two_scripts or like >= LIKE - 0.1) and _sound_alike(a, b):
        like = _SAME_SKELETON
    in_doubt = like < (_SAME_SKELETON if shortest == 3 else LIKE)
    if not two_scripts and in_doubt and (_one_slip(a, b) or _seen_alike(a, b)):
        return LIKE
    return 0.0 if shortest == 3 and in_doubt else max(like, 0.0)


def _sound_alike(a: str, b: str) -> bool:
    """Whether two words have one skeleton, of letters enough to tell."""
    sound = skeleton(a)
    return sound == skeleton(b) and len(sound) >= (2 if min(len(a), len(b)) > 5 else 3)


def _is_adjective_of(longer: str, town: str) -> bool:
    """Whether a word is the Russian adjective of another, a town's name: KAZANSK, SAMARSK."""
    if len(longer) <= len(town) or len(town) < 4 or not longer.endswith("SK"):
        return False
    stem = longer[:-2]
    return stem == town or (town[-1] in _VOWELS and stem == town[:-1])


_LOOK_ALIKE = (("RN", "M"), ("VV", "W"))
"""Letters that a reader of scanned paper takes for one."""


def _seen_alike(a: str, b: str) -> bool:
    """Whether two words differ only in letters that look alike in print."""
    for two, one in _LOOK_ALIKE:
        a, b = a.replace(two, one), b.replace(two, one)
    return a == b


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
