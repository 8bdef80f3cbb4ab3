"""Which names cannot be alike, told sooner than how like they are.

Most pairs of names that share a word are of two companies. What `compare_names` would make of two
names is bounded here from above: a name that it finds alike is never told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA, Levenshtein

from followthegoods.facts.sounds import skeleton
from followthegoods.facts.trade_words import PLACE, is_known, may_be_slip, weight
from followthegoods.parties.likeness import (
    LIGHT,
    LIGHT_AT_MOST,
    LIKE,
    MOST_WORDS,
    Weigh,
    find_run,
    may_be_short_for,
    may_sum_up,
    pair_likeness,
)

_EDITED = 0.4
"""The share of its letters that a word may be written otherwise in, at most, and be alike."""
_RUN_TOGETHER = (0.3, 0.5)
"""The same of words that one name writes together, in one script and in two."""
_ROUNDING = 1e-9


def may_be_alike(
    a: Sequence[str], b: Sequence[str], *, two_scripts: bool, weigh: Weigh = weight
) -> bool:
    """False only for names, each as canonical words, that `compare_names` finds unlike."""
    if (len(a) > MOST_WORDS or len(b) > MOST_WORDS) and list(a) != list(b):
        return False
    only_a, only_b = [], list(b)
    shared = 0.0
    for word in a:
        if word in only_b:
            only_b.remove(word)
            shared += weigh(word)
        else:
            only_a.append(word)
    if not only_a or not only_b:
        return _suffice(shared, _lost(only_a, a, weigh) + _lost(only_b, b, weigh))
    if len(only_a) == len(only_b) == 1 and _may_be_one(only_a[0], only_b[0], two_scripts, shared):
        return True
    if len(only_a) > 1 or len(only_b) > 1:
        return _several_may_be(a, b, only_a, only_b, shared, two_scripts, weigh)
    return _suffice(shared, _lost(only_a, a, weigh) + _lost(only_b, b, weigh))


def _several_may_be(
    a: Sequence[str],
    b: Sequence[str],
    only_a: list[str],
    only_b: list[str],
    shared: float,
    two_scripts: bool,
    weigh: Weigh,
) -> bool:
    """The same of names of which one has several words that the other lacks, of which there are
    some as well: `only_a` and `only_b`. `shared`: what they have in common weighs."""
    trade_a, trade_b = list(filter(is_known, only_a)), list(filter(is_known, only_b))
    own_a = [w for w in only_a if w not in trade_a] if trade_a else only_a
    own_b = [w for w in only_b if w not in trade_b] if trade_b else only_b
    found = [(x, y) for y in trade_b for x in own_a if _may_be_of_trade(x, y, two_scripts)]
    found += [(x, y) for x in trade_a for y in own_b if _may_be_of_trade(y, x, two_scripts)]
    if not found and (trade_a or trade_b) and len(own_a) <= 1 and len(own_b) <= 1:
        # The words of the trade are lost, whatever those of the names' own are to one another.
        told = shared + sum(map(weigh, own_a)) + sum(map(weigh, own_b))
        if not (
            _suffice(told, _lost(trade_a, a, weigh) + _lost(trade_b, b, weigh))
            or _may_be_run_together(only_a, only_b, two_scripts)
            or _may_be_run_together(trade_a, trade_b, two_scripts)
        ):
            return False
    found += [(x, y) for x in own_a for y in own_b]
    for x, y in [pair for pair in found if _may_be_one(*pair, two_scripts, shared)]:
        if x not in only_a or y not in only_b:
            return True  # which of several words is this one is not looked at here
        only_a = [word for word in only_a if word != x]
        only_b = [word for word in only_b if word != y]
        shared += max(weigh(x), weigh(y))
    if _may_be_run_together(only_a, only_b, two_scripts):
        return True
    return _suffice(shared, _lost(only_a, a, weigh) + _lost(only_b, b, weigh))


def _may_be_one(x: str, y: str, two_scripts: bool, shared: float) -> bool:
    """Whether two words may be taken for one, in names that have so much in common."""
    if pair_likeness(x, y, two_scripts) >= LIKE:
        return True
    return shared > 0 and may_be_short_for(x, y)


def _suffice(told: float, lost: float) -> bool:
    """Whether names may be alike that have so much in common and lack so much."""
    return told + _ROUNDING >= LIKE * (told + lost)


def _may_be_run_together(a: Sequence[str], b: Sequence[str], two_scripts: bool) -> bool:
    """Whether what is left of two names may be one: written together, or by its initials."""
    if not a or not b or len(a) + len(b) < 3:
        return False
    one, other = "".join(a), "".join(b)
    if PLACE in one or PLACE in other:
        return True  # it would be written out
    most = int(max(len(one), len(other)) * _RUN_TOGETHER[two_scripts]) + 1
    if OSA.distance(one, other, score_cutoff=most) <= most:
        return True
    if len(a) + len(b) > 3 and (_has_run(a, b) or _has_run(b, a)):
        return True
    return (len(a) == 1 and _abbreviates(a[0], b)) or (len(b) == 1 and _abbreviates(b[0], a))


def _has_run(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a word is several of the other name's, written together."""
    return len(others) > 1 and any(find_run(word, others) for word in words)


def _lost(only: Sequence[str], name: Sequence[str], weigh: Weigh) -> float:
    """What words of a name weigh at least that the other has not, and that it does not repeat.
    Light ones alone may weigh nothing."""
    heavy = light = 0.0
    for word in only:
        if word[0] == PLACE or may_sum_up(word, name) or name.count(word) > 1:
            continue
        own = weigh(word)
        if own <= LIGHT:
            light += own
        else:
            heavy += own
    return heavy + min(light, LIGHT_AT_MOST) if heavy else 0.0


def _abbreviates(short: str, spelt: Sequence[str]) -> bool:
    """Whether a word may be the initials of others, with or without that of a legal form."""
    return len(short) - len(spelt) in (0, 1) and spelt[0][0] in (short[0], PLACE)


def _may_be_of_trade(own: str, known: str, two_scripts: bool) -> bool:
    """Whether a word may be one of the trade: spelt otherwise, cut short or misspelt."""
    return known.startswith(own) or _near(own, known, two_scripts) or may_be_slip(own, known)


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
