"""Cells in another encoding than their text: records of DOS programs among those of Windows.

Only what cannot be anything else is taken for it: a cell in which every sign is a letter of the
other encoding, and several are none of the text's own. KOI8-R is not looked for: its capitals are
another encoding's small letters, and nothing but sense tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CELLS = re.compile(rb"[^;\t|\r\n]+")
_ASCII = bytes(range(0x80))
_SIGNS_1251 = bytes((0x82, 0x84, 0x85, 0x8B, *range(0x91, 0x98), 0x9B, 0xA0, 0xAB))
"""Quotation marks, dashes and spaces of Windows-1251."""

_VOWELS = "АЕИОУЫЭЮЯІЄЇ"


def _bytes(*spans: tuple[int, int]) -> bytes:
    return bytes(n for first, last in spans for n in range(first, last + 1))


def _table(strangest: bytes) -> bytes:
    return bytes(0x78 if n in strangest else 0x20 for n in range(256))


@dataclass(frozen=True)
class _Other:
    """The other encoding: `strange` bytes of it that hardly stand in a text of the own encoding,
    a table that makes `x` of the strangest, how many of those stand in a row, the bytes of its
    letters and marks, and how many different vowels a cell must have: frames drawn by DOS programs
    would read as consonants."""

    name: str
    strange: bytes
    table: bytes
    row: int
    letters: bytes
    vowels: int

    def may_hold(self, data: bytes) -> bool:
        """Whether the strangest bytes stand in a row, which is quick to tell."""
        return b"x" * self.row in data.translate(self.table)

    def holds(self, cell: bytes) -> bool:
        """Whether a cell is plainly in the other encoding: every letter, and vowels among them."""
        high = cell.translate(None, _ASCII)
        strange = len(high) - len(high.translate(None, self.strange))
        if strange < 3 or high.translate(None, self.letters) or not self.may_hold(cell):
            return False
        text = high.decode(self.name).upper()
        vowels = [letter for letter in text if letter in _VOWELS]
        return len(set(vowels)) >= self.vowels and len(vowels) * 6 >= len(text)


_DOS = _bytes((0x80, 0xAF), (0xE0, 0xF7), (0xFC, 0xFC))
_WINDOWS = _bytes((0xC0, 0xFF), (0xA8, 0xA8), (0xB8, 0xBA))
_STRANGE = _bytes((0x80, 0xAF)).translate(None, _SIGNS_1251)
_FRAMES = _bytes((0xB0, 0xDF), (0xF6, 0xF7), (0xF9, 0xFB))
_OTHERS = {
    "cp1251": _Other("cp866", _STRANGE, _table(_STRANGE), 3, _DOS, 1),
    "cp866": _Other("cp1251", _FRAMES + _bytes((0xF2, 0xF5)), _table(_FRAMES), 1, _WINDOWS, 2),
}


def in_one(data: bytes, encoding: str) -> tuple[bytes, list[int]]:
    """Whole lines with every cell in one encoding, and the places (of bytes) of cells put into it.

    A cell that the encoding has no letters for stays as it is.
    """
    other = _OTHERS.get(encoding)
    if other is None or not other.may_hold(data):
        return data, []
    parts, places, at = [], [], 0
    for start, cell in _mended(data, other, encoding):
        parts += [data[at:start], cell]
        places.append(start)
        at = start + len(cell)
    return b"".join([*parts, data[at:]]), places


def _mended(data: bytes, other: _Other, encoding: str) -> Iterator[tuple[int, bytes]]:
    for found in _CELLS.finditer(data):
        if other.holds(found[0]):
            mended = found[0].decode(other.name).encode(encoding, "replace")
            if mended.count(b"?") == found[0].count(b"?"):
                yield found.start(), mended
