"""Currencies as records write them, to ISO 4217. Redenominated currencies keep their old code."""

from __future__ import annotations

from functools import cache

from followthegoods.facts.text import read_toml, skeleton

_SPARE = str.maketrans("", "", " \t\n\r\xa0\u202f")


@cache
def _written() -> dict[str, str]:
    written: dict[str, str] = {}
    for code, currency in read_toml("currencies.toml")["currency"].items():
        for name in (code, currency["n"], *currency["names"]):
            written[_key(name)] = code
    return written


def _key(text: str) -> str:
    # Symbols are the name here ("US$", "€"), so only white space, case and full stops go.
    return skeleton(text.upper().translate(_SPARE).replace(".", "").replace("(", "").strip(")"))


def currency_code(text: str) -> str | None:
    """The ISO 4217 code of a currency as written (code, number or name), or None.

    "RUR" and 810 are the rouble before 1998, at a thousandth of today's: they stay RUR, although
    careless records go on using them; whoever converts must decide by the date of the line.
    """
    folded = _key(text.strip().removesuffix(".0"))
    if folded.isdecimal() and folded.isascii() and len(folded) <= 3:
        folded = folded.zfill(3)
    return _written().get(folded)


@cache
def currency_codes() -> tuple[str, ...]:
    """The ISO 4217 codes of all currencies that the table has, in its order."""
    return tuple(read_toml("currencies.toml")["currency"])
