"""Which names cannot be alike, told sooner than how like they are.

Most pairs of names that share a word are of two companies. What `compare_names` would make of two
names is bounded here from above: a name that it finds alike is never told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA, Levenshtein

from followthegoods.facts.sounds import skeleton
from followthegoods.facts.trade_words import PLACE, is_known, weight
from followthegoods.parties.likeness import (
    LIGHT,
    LIGHT_AT_MOST,
    LIKE,
    Weigh,
    is_country,
    may_sum_up,
    pair_likeness,
)

_EDITED = 0.4
"""The share of its letters that a word may be written otherwise in, at most, and be alike."""
_ROUNDING = 1e-9


def may_be_alike(
    a: Sequence[str], b: Sequence[str], *, two_scripts: bool, weigh: Weigh = weight
) -> bool:
    """False only for names, each as canonical words, that `compare_names` finds unlike."""
    only_a, only_b = [], list(b)
    shared = 0.0
    for word in a:
        if word in only_b:
            only_b.remove(word)
            shared += weigh(word)
        else:
            only_a.append(word)
    for x in only_a:
        for y in only_b:
            if _may_be_one(x, y, two_scripts) and pair_likeness(x, y, two_scripts) >= LIKE:
                return True
    if only_a and only_b and len(only_a) + len(only_b) > 2:
        if _near("".join(only_a), "".join(only_b), two_scripts):
            return True
        if _abbreviates(only_a, only_b) or _abbreviates(only_b, only_a):
            return True
    lost = _lost(only_a, a, weigh) + _lost(only_b, b, weigh)
    return shared + _ROUNDING >= LIKE * (shared + lost)


def _lost(only: Sequence[str], name: Sequence[str], weigh: Weigh) -> float:
    """What words of a name weigh at least that the other has not, and that it does not repeat."""
    heavy = light = 0.0
    for word in only:
        if is_country(word) or may_sum_up(word, name) or name.count(word) > 1:
            continue
        own = weigh(word)
        if own <= LIGHT:
            light += own
        else:
            heavy += own
    return heavy + min(light, LIGHT_AT_MOST)


def _abbreviates(short: Sequence[str], spelt: Sequence[str]) -> bool:
    """Whether one word may be the initials of others, with or without that of a legal form."""
    if len(short) != 1 or len(spelt) <= len(short):
        return False
    return len(short[0]) - len(spelt) in (0, 1) and spelt[0][0] in (short[0][0], PLACE)


def _may_be_one(a: str, b: str, two_scripts: bool) -> bool:
    """Whether two words may be one: spelt otherwise, or of the trade and cut short or misspelt."""
    return is_known(a) != is_known(b) or _near(a, b, two_scripts)


def _near(a: str, b: str, two_scripts: bool) -> bool:
    """Whether two words may be spellings of one."""
    if a[0] == PLACE or b[0] == PLACE:
        return True
    size, other = len(a), len(b)
    shortest, longest = (size, other) if size < other else (other, size)
    if shortest < 3 or longest > 2 * shortest + 1:
        return a == b
    most = int(longest * _EDITED) or 1
    if OSA.distance(a, b, score_cutoff=most) <= most:
        return True
    heard, told = skeleton(a), skeleton(b)
    return heard == told or (two_scripts and Levenshtein.distance(heard, told, score_cutoff=1) <= 1)
