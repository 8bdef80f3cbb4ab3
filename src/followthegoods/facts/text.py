"""Reading the package's data files, and the key by which short values are looked up."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any

CYRILLIC_TWINS = "АВЕКМНОРСТУХІЈЅ"
LATIN_TWINS = "ABEKMHOPCTYXIJS"
"""Capital letters that look the same in the two scripts, position by position."""

TO_LATIN = str.maketrans(CYRILLIC_TWINS, LATIN_TWINS)
TO_CYRILLIC = str.maketrans(LATIN_TWINS, CYRILLIC_TWINS)

_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’ʼʹ′\u2032"))


def read_toml(name: str) -> dict[str, Any]:
    """A data file of this package, parsed."""
    return tomllib.loads((files("followthegoods.facts") / name).read_text(encoding="utf-8"))


class _KeyTable(dict[int, str]):
    """Each character as it stands in a key, worked out when first met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if unicodedata.combining(char):
            kept = ""
        elif char.isalnum():
            kept = char
        else:
            kept = " "
        self[point] = kept
        return kept


_KEYS = _KeyTable()
_KEY_ALREADY = re.compile(r"[0-9A-ZА-ИК-Я]*")


def key(text: str) -> str:
    """A short value without case, diacritics, apostrophes, punctuation or spare white space."""
    if _KEY_ALREADY.fullmatch(text):
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = unicodedata.normalize("NFKD", text.upper())
    else:
        text = text.upper().replace("'", "").replace("`", "")
    return " ".join(text.translate(_KEYS).split())


def skeleton(folded: str) -> str:
    """A folded value with the Cyrillic letters that have a Latin twin written in Latin."""
    return folded if folded.isascii() else folded.translate(TO_LATIN)


def number_of(count: int, one: str, many: str) -> str:
    """`1 line is`, `2 lines are`."""
    return f"{count:,} {one if count == 1 else many}"
