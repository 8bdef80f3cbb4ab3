"""Signs that a cell in another encoding than its text holds until it is stored.

By them it is known which cell of which row it was, however the text is split.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from followthegoods.sources.encoding import ENCODINGS

MARKS = {name: chr(0xFDD0 + n) for n, name in enumerate(ENCODINGS)}
"""Encoding -> its sign: one that Unicode keeps from ever being a letter (a noncharacter), so that a
text that holds one of its own is damaged there."""

MARK_SIZE = 3
"""Bytes of such a sign in UTF-8."""

_MARK = re.compile(f"[{''.join(MARKS.values())}]")

_ENCODING_OF = {sign: name for name, sign in MARKS.items()}
_MARK_BYTES = re.compile("|".join(MARKS.values()).encode())


def unmarked(text: str) -> str:
    """A text without the signs of `MARKS`."""
    return _MARK.sub("", text)


def marks_of(cells: Sequence[str]) -> str:
    """What the signs of `MARKS` in the cells of a row say, as raw's `mixed` has it."""
    return " ".join(
        f"{n}:{_ENCODING_OF[sign]}"
        for n, cell in enumerate(cells, start=1)
        for sign in dict.fromkeys(_MARK.findall(cell))
    )


def without_marks(data: bytes) -> bytes:
    """A text in UTF-8 with U+FFFD for the signs that are `MARKS`, should it hold any."""
    return _MARK_BYTES.sub("\ufffd".encode(), data) if b"\xef\xb7" in data else data


def mark(text: str, encoding: str) -> str:
    """The text of a cell with the sign of its encoding, before the first letter beyond ASCII: so
    it is inside the quotes of a quoted cell."""
    text = _MARK.sub("\ufffd", text)
    at = next((n for n, sign in enumerate(text) if sign > "\x7f"), 0)
    return f"{text[:at]}{MARKS[encoding]}{text[at:]}"
