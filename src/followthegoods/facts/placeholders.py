"""Values that stand for nothing: they are neither companies nor text, however often they occur."""

from __future__ import annotations

from functools import cache

from followthegoods.facts.names import fold
from followthegoods.facts.text import read_toml, skeleton


def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(value) for value in read_toml("placeholders.toml")[name]) | {""}


NOTHING: frozenset[str] = _folded("nothing")
"""The values that stand for nothing as `fold` writes them, so that SQL can compare folded cells."""

NO_PARTY: frozenset[str] = NOTHING | _folded("no_party")
"""The same, with values that stand in a party's place without naming one."""


@cache
def _skeletons(values: frozenset[str]) -> frozenset[str]:
    return frozenset(map(skeleton, values))


def is_nothing(text: str) -> bool:
    """True where a cell is written but says nothing: NULL, N/A, Б/Н, ОТСУТСТВУЕТ, "--" ..."""
    return skeleton(fold(text)) in _skeletons(NOTHING)


def is_no_party(text: str) -> bool:
    """True where a party's cell names nobody: also TO THE ORDER OF, SAME AS CONSIGNEE ..."""
    return skeleton(fold(text)) in _skeletons(NO_PARTY)
