"""Values that stand for nothing: they are neither companies nor text, however often they occur."""

from __future__ import annotations

from functools import cache, lru_cache

from followthegoods.facts.names import fold
from followthegoods.facts.text import read_toml, skeleton


def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(value) for value in read_toml("placeholders.toml")[name]) | {""}


NOTHING: frozenset[str] = _folded("nothing")
"""The values that stand for nothing as `fold` writes them, so that SQL can compare folded cells."""

NO_PARTY: frozenset[str] = NOTHING | _folded("no_party")
"""The same, with values that stand in a party's place without naming one."""


TOTALS = "|".join(read_toml("placeholders.toml")["totals"])
"""How a row of totals begins, as alternatives of a regular expression without regard to case."""


@cache
def _skeletons(values: frozenset[str]) -> frozenset[str]:
    return frozenset(map(skeleton, values))


def is_nothing(text: str) -> bool:
    """True where a cell is written but says nothing: NULL, N/A, Б/Н, ОТСУТСТВУЕТ, "--" ..."""
    return skeleton(fold(text)) in _skeletons(NOTHING)


def is_no_party(text: str) -> bool:
    """True where a party's cell names nobody: also TO THE ORDER OF, SAME AS CONSIGNEE ..."""
    return names_nobody(fold(text))


def names_nobody(folded: str) -> bool:
    """The same of a cell that is folded already."""
    return _begins_one(folded.partition(" ")[0]) and skeleton(folded) in _skeletons(NO_PARTY)


@lru_cache(maxsize=100_000)
def _begins_one(word: str) -> bool:
    return skeleton(word) in _first_words()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(value.partition(" ")[0] for value in _skeletons(NO_PARTY))
