"""Units of quantity as records write them, to one short canonical unit each."""

from __future__ import annotations

from functools import cache

from followthegoods.facts.text import key, read_toml, skeleton


@cache
def _written() -> dict[str, str]:
    written: dict[str, str] = {}
    for unit, names in read_toml("units.toml")["unit"].items():
        for name in (unit, *names):
            written[_key(name)] = unit
    return written


def _key(text: str) -> str:
    return skeleton(key(text))


def unit_code(text: str) -> str | None:
    """The canonical unit ("KG", "PCS", "M2" ...) of a unit as written, or None if not known."""
    folded = _key(text.strip().removesuffix(".0"))
    if folded.isdecimal() and folded.isascii() and len(folded) <= 3:
        folded = folded.zfill(3)
    return _written().get(folded)
