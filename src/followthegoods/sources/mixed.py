"""Cells in another encoding than their text: records of DOS programs among those of Windows, of
UTF-8 among either, and of either among those of UTF-8.

Only what cannot be anything else is taken for it: of DOS and Windows a cell in which every sign is
a letter of the other encoding, and several are none of the text's own; of UTF-8 a cell that is it
throughout; and in UTF-8 a cell that cannot be it. KOI8-R is not looked for: its capitals are
another encoding's small letters, and nothing but sense tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from followthegoods.sources.encoding import (
    decode_lines,
    evidence_of,
    not_utf8,
    plainly_utf8,
    single_byte,
    utf8_balance,
)

_LINES = re.compile(rb"[^\n]+")
_CELLS = re.compile(rb"[^;\t|\r\n]+")
_COMMA_CELLS = re.compile(rb'"[^"\r\n]*"(?=[,\r\n]|\Z)|[^,\r\n]+')
_OTHER_DELIMITERS = re.compile(rb"\n[^\n;\t|]*[;\t|]")
_ASCII = bytes(range(0x80))
_SIGNS_1251 = bytes((0x82, 0x84, 0x85, 0x8B, *range(0x91, 0x98), 0x9B, 0xA0, 0xAB))
"""Quotation marks, dashes and spaces of Windows-1251."""

_STRETCH = 64 << 10
_VOWELS = "АЕИОУЫЭЮЯІЄЇ"


def _bytes(*spans: tuple[int, int]) -> bytes:
    return bytes(n for first, last in spans for n in range(first, last + 1))


def _table(strangest: bytes) -> bytes:
    return bytes(0x78 if n in strangest else 0x20 for n in range(256))


def _reads_well(text: str, least: int) -> bool:
    """Whether a sixth of some letters are vowels, of so many different ones."""
    vowels = [letter for letter in text.upper() if letter in _VOWELS]
    return len(set(vowels)) >= least and len(vowels) * 6 >= len(text)


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

    def may_stand_in(self, data: bytes) -> bool:
        """Whether the strangest bytes stand in a row, which is quick to tell."""
        return b"x" * self.row in data.translate(self.table)

    def read(self, cell: bytes) -> str | None:
        """A cell plainly in the other encoding: every letter, and vowels among them."""
        high = cell.translate(None, _ASCII)
        strange = len(high) - len(high.translate(None, self.strange))
        if strange < 3 or high.translate(None, self.letters) or not self.may_stand_in(cell):
            return None
        return cell.decode(self.name) if _reads_well(high.decode(self.name), self.vowels) else None


@dataclass(frozen=True)
class _Utf8:
    """UTF-8 in a single-byte text: a cell that is UTF-8 throughout, with so many letters in a row
    of the alphabet of the text. `table` makes `ab` of the two bytes that such letters may be."""

    letters: re.Pattern[bytes]
    table: bytes
    row: int

    def may_stand_in(self, data: bytes) -> bool:
        return b"ab" * self.row in data.translate(self.table)

    def read(self, cell: bytes) -> str | None:
        try:
            return cell.decode() if self.letters.search(cell) else None
        except UnicodeDecodeError:
            return None


class _NoUtf8:
    """A single-byte encoding in a text of UTF-8: a cell that is not UTF-8, nor cut off inside a
    sign of it, and is made of letters."""

    def may_stand_in(self, data: bytes) -> bool:
        try:
            data.decode()
        except UnicodeDecodeError:
            return True
        return False

    def read(self, cell: bytes) -> str | None:
        if cell.isascii() or not not_utf8(*utf8_balance(cell, starts=True, ends=True)):
            return None
        high = cell.translate(None, _ASCII)
        name = single_byte(evidence_of(cell))
        if name == "cp1252":
            cut_off = cell.rstrip(b'" ')[-1] >= 0x80
            return None if cut_off or high.translate(None, _ACCENTS) else cell.decode(name)
        letters = {"cp1251": _WINDOWS_AND_SIGNS, "cp866": _DOS}.get(name)
        if letters is None or len(high) < 3 or high.translate(None, letters):
            return None
        return cell.decode(name) if _reads_well(high.decode(name), 1) else None


_DOS = _bytes((0x80, 0xAF), (0xE0, 0xF7), (0xFC, 0xFC))
_WINDOWS = _bytes((0xC0, 0xFF), (0xA8, 0xA8), (0xB8, 0xBA))
_WINDOWS_AND_SIGNS = _WINDOWS + bytes((0x84, 0x85, *range(0x91, 0x98), 0xA0, 0xAB, 0xBB))
_ACCENTS = _bytes((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF))
_STRANGE = _bytes((0x80, 0xAF)).translate(None, _SIGNS_1251)
_FRAMES = _bytes((0xB0, 0xDF), (0xF6, 0xF7), (0xF9, 0xFB))


def _utf8(first: bytes, letters: bytes, row: int) -> _Utf8:
    pairs = (97 if n in first else 98 if 0x80 <= n < 0xC0 else 32 for n in range(256))
    return _Utf8(re.compile(letters), bytes(pairs), row)


_CYRILLIC = _utf8(b"\xd0\xd1", rb"(?:\xd0[\x81-\xbf]|\xd1[\x80-\x9f]){3}", 3)
_WESTERN = _utf8(b"\xc3", rb"\xc3[\x80-\x9f\xa1-\xbf]", 1)
_Any = _Other | _Utf8 | _NoUtf8
_OTHERS: dict[str, tuple[_Any, ...]] = {
    "cp1251": (_Other("cp866", _STRANGE, _table(_STRANGE), 3, _DOS, 1), _CYRILLIC),
    "cp866": (
        _Other("cp1251", _FRAMES + _bytes((0xF2, 0xF5)), _table(_FRAMES), 1, _WINDOWS, 2),
        _CYRILLIC,
    ),
    "koi8-r": (_CYRILLIC,),
    "koi8-u": (_CYRILLIC,),
    "cp1252": (_WESTERN,),
    "latin-1": (_WESTERN,),
    "utf-8": (_NoUtf8(),),
}


def decode_text(data: bytes, encoding: str) -> str:
    """Whole lines in whatever encodings their cells are, as loading them reads them."""
    mended = in_one(data, encoding)[0]
    if encoding.startswith("utf"):
        return mended.decode(encoding, "replace")
    return decode_lines(mended, encoding)[0]


def in_one(data: bytes, encoding: str) -> tuple[bytes, list[int]]:
    """Whole lines with every cell in one encoding, and the places (of bytes) of cells put into it.

    A cell that the encoding has no letters for stays as it is.
    """
    others = [other for other in _OTHERS.get(encoding, ()) if other.may_stand_in(data)]
    if not others:
        return data, []
    parts, places, at = [], [], 0
    for start, end, cell in _mended(data, others, encoding):
        parts += [data[at:start], cell]
        places.append(start)
        at = end
    return b"".join([*parts, data[at:]]), places


def _mended(data: bytes, others: list[_Any], encoding: str) -> Iterator[tuple[int, int, bytes]]:
    """Where a cell in another encoding begins and ends, and the cell in the own one."""
    cells = _cells_of(data)
    for line in _LINES.finditer(data):
        if line[0].isascii() or plainly_utf8(line[0]) is not None:
            continue
        for found in cells.finditer(data, *line.span()):
            if mended := _read(found[0], others, encoding):
                yield *found.span(), mended


def _cells_of(data: bytes) -> re.Pattern[bytes]:
    """How cells are parted: by commas where many lines hold no other sign that parts cells."""
    start = data[:_STRETCH]
    parted = len(_OTHER_DELIMITERS.findall(b"\n" + start))
    return _CELLS if parted >= 0.9 * len(start.splitlines()) else _COMMA_CELLS


def _read(cell: bytes, others: list[_Any], encoding: str) -> bytes | None:
    for other in others:
        text = other.read(cell)
        if text is not None:
            mended = text.encode(encoding, "replace")
            return mended if mended.count(b"?") == cell.count(b"?") else None
    return None
