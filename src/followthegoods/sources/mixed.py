"""Cells in another encoding than their text: records of DOS programs among those of Windows, of
UTF-8 among either, and of either among those of UTF-8.

Only what cannot be anything else is taken for it: of DOS and Windows a cell in which every sign is
a letter of the other encoding, and several are none of the text's own; of UTF-8 a cell that is it
throughout; and in UTF-8 a cell that cannot be it. KOI8-R and Windows-1251 have the same bytes for
letters: pairs of letters tell them apart (`strange`), or a doubt is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from followthegoods.sources.encoding import (
    evidence_of,
    not_utf8,
    single_byte,
    utf8_balance,
    utf8_lines,
)
from followthegoods.sources.marks import mark
from followthegoods.sources.strange import plainly, strange_lines, strangeness

_LINES = re.compile(rb"[^\n]+")
_CELLS = re.compile(rb"[^;\t|\r\n]+")
_COMMA_CELLS = re.compile(rb'"[^"\r\n]*"(?=[,\r\n]|\Z)|[^,\r\n]+')
_OTHER_DELIMITERS = re.compile(rb"\n[^\n;\t|]*[;\t|]")
_ASCII = bytes(range(0x80))
_LETTERS_KOI8 = (0xA3, 0xA4, 0xA6, 0xA7, 0xAD)
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
        """The encoding of a cell plainly in another: every letter, and vowels among them."""
        return self.fits(cell) if self.may_stand_in(cell) else None

    def fits(self, cell: bytes) -> str | None:
        """The same of one that need not be as plain: the strangest bytes may stand apart."""
        high = cell.translate(None, _ASCII)
        strange = len(high) - len(high.translate(None, self.strange))
        if strange < 3 or high.translate(None, self.letters):
            return None
        name = _rather(cell, self.name)
        return name if _reads_well(high.decode(name), self.vowels) else None


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
            cell.decode()
        except UnicodeDecodeError:
            return None
        return "utf-8" if self.letters.search(cell) else None

    fits = read


class _NoUtf8:
    """A single-byte encoding in a text of UTF-8: a cell that is not UTF-8, nor cut off inside a
    sign of it, and is made of letters."""

    row = 0

    def may_stand_in(self, data: bytes) -> bool:
        try:
            data.decode()
        except UnicodeDecodeError:
            return True
        return False

    def read(self, cell: bytes) -> str | None:
        if cell.isascii() or _is_utf8(cell):
            return None
        high = cell.translate(None, _ASCII)
        name = single_byte(evidence_of(cell))
        if name == "cp1252":
            cut_off = cell.rstrip(b'" ')[-1] >= 0x80
            return None if cut_off or high.translate(None, _ACCENTS) else name
        if name.startswith("koi8"):
            rather = _rather(cell, "cp1251")
            return None if rather == "cp1251" else rather
        name = _rather(cell, name)
        letters = {"cp1251": _WINDOWS_U, "cp866": _DOS, "koi8-r": _KOI8, "koi8-u": _KOI8_U}
        known = letters.get(name)
        if known is None or len(high) < 3 or high.translate(None, known):
            return None
        return name if _reads_well(high.decode(name), 1) else None

    fits = read


def _rather(cell: bytes, name: str) -> str:
    """KOI8, with the letters of Ukrainian if it has any, for what plainly is in that and not in
    Windows-1251; else the name given."""
    if name != "cp1251" or cell.translate(None, _ASCII + _KOI8_U):
        return name
    koi8 = "koi8-u" if cell.translate(None, _ASCII + _KOI8) else "koi8-r"
    windows, other = cell.decode("cp1251", "replace"), cell.decode(koi8, "replace")
    return koi8 if plainly(windows, "cp1251", other, koi8) else name


_DOS = _bytes((0x80, 0xAF), (0xE0, 0xF7), (0xFC, 0xFC))
_WINDOWS = _bytes((0xC0, 0xFF), (0xA8, 0xA8), (0xB8, 0xBA))
_WINDOWS_AND_SIGNS = _WINDOWS + bytes((0x84, 0x85, *range(0x91, 0x98), 0xA0, 0xAB, 0xBB))
_WINDOWS_U = _WINDOWS_AND_SIGNS + bytes((0xA5, 0xAA, 0xAF, 0xB2, 0xB3, 0xB4, 0xBF))
_KOI8 = _bytes((0xC0, 0xFF), (0xA3, 0xA3), (0xB3, 0xB3), (0x9A, 0x9A), (0x9C, 0x9C))
_KOI8_U = _KOI8 + bytes((*_LETTERS_KOI8, 0xB4, 0xB6, 0xB7, 0xBD))
_ACCENTS = _bytes((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF))
_STRANGE = _bytes((0x80, 0xAF)).translate(None, _SIGNS_1251)
_FRAMES = _bytes((0xB0, 0xDF), (0xF6, 0xF7), (0xF9, 0xFB))
_NOT_KOI8 = _bytes((0x8B, 0xAF)).translate(None, bytes((0x95, *range(0x9A, 0xA0), *_LETTERS_KOI8)))
"""What is no letter of KOI8, nor a sign or the frame of a table as they stand in texts in it."""


def _utf8(first: bytes, letters: bytes, row: int) -> _Utf8:
    pairs = (97 if n in first else 98 if 0x80 <= n < 0xC0 else 32 for n in range(256))
    return _Utf8(re.compile(letters), bytes(pairs), row)


_CYRILLIC = _utf8(b"\xd0\xd1", rb"(?:\xd0[\x81-\xbf]|\xd1[\x80-\x9f]){3}", 3)
_WESTERN = _utf8(b"\xc3", rb"\xc3[\x80-\x9f\xa1-\xbf]", 1)
_AMONG_KOI8 = _Other("cp866", _NOT_KOI8, _table(_NOT_KOI8), 1, _DOS, 1)
_Any = _Other | _Utf8 | _NoUtf8
_OTHERS: dict[str, tuple[_Any, ...]] = {
    "cp1251": (_Other("cp866", _STRANGE, _table(_STRANGE), 3, _DOS, 1), _CYRILLIC),
    "cp866": (
        _Other("cp1251", _FRAMES + _bytes((0xF2, 0xF5)), _table(_FRAMES), 1, _WINDOWS, 2),
        _CYRILLIC,
    ),
    "koi8-r": (_AMONG_KOI8, _CYRILLIC),
    "koi8-u": (_AMONG_KOI8, _CYRILLIC),
    "cp1252": (_WESTERN,),
    "latin-1": (_WESTERN,),
    "utf-8": (_NoUtf8(),),
}


_FROM_C0 = ("cp1251", "koi8-r", "koi8-u", "cp1252", "latin-1")
"""Encodings with their letters from 0xC0 on. No cell in another is all of those: so many of the
bytes below stand in a row in it as `row` says."""

_PLAIN = bytes(n for n in range(256) if n >= 0xC0 or (n < 0x80 and chr(n).isalnum()))
_BELOW = bytes(ord("x") if 0x80 <= n < 0xC0 else ord(" ") for n in range(256))
_ANY = b"xxx"

_RIVALS = {"cp1251": "koi8-r", "koi8-r": "cp1251", "koi8-u": "cp1251"}
"""The encodings that give the same bytes to letters; see `strange`."""

_RIVAL_LETTERS = {"koi8-r": _KOI8, "cp1251": _WINDOWS_AND_SIGNS}
_SPACES = b"\x9a\xa0\xff"
"""Spaces that do not break, in KOI8, Windows-1251 and cp866: they part the digits of numbers."""


class Found(NamedTuple):
    """A cell in another encoding than its text: where its bytes begin and end, what they say, in
    which encoding; whether its whole line is in that. Where it may be, but need not, `doubt`: then
    it says what it does in the text's own."""

    start: int
    end: int
    text: str
    encoding: str
    line: bool = False
    doubt: bool = False


def decode_text(data: bytes, encoding: str, marked: bool = False) -> str:
    """Whole lines in whatever encodings their cells are, as loading them reads them; `marked` as
    `decode_with` says."""
    if encoding == "utf-8":
        return spliced(data, other_cells(data, encoding), marked).decode(encoding, "replace")
    if encoding.startswith("utf"):
        return data.decode(encoding, "replace")
    return decode_with(data, encoding, other_cells(data, encoding), marked)


def decode_with(data: bytes, encoding: str, cells: Iterable[Found], marked: bool) -> str:
    """A text in a single-byte encoding with its cells in others; `marked`, if each of those shall
    hold the sign of `marks.MARKS` for its encoding, before the first letter beyond ASCII."""
    parts: list[str] = []
    at = 0
    for cell in cells:
        parts += [data[at : cell.start].decode(encoding, "replace"), _said(cell, marked)]
        at = cell.end
    return "".join([*parts, data[at:].decode(encoding, "replace")])


def spliced(data: bytes, cells: Sequence[Found], marked: bool) -> bytes:
    """A text in UTF-8 with its cells in other encodings put into it; `marked` as above."""
    if not cells:
        return data
    parts: list[bytes] = []
    at = 0
    for cell in cells:
        parts += [data[at : cell.start], _said(cell, marked).encode()]
        at = cell.end
    return b"".join([*parts, data[at:]])


def _said(cell: Found, marked: bool) -> str:
    return mark(cell.text, cell.encoding) if marked and not cell.doubt else cell.text


def other_cells(data: bytes, encoding: str) -> list[Found]:
    """The cells of whole lines that are in another encoding, in their order.

    In a single-byte encoding a line may be UTF-8 throughout: then its cells beyond ASCII are.
    """
    if data.isascii() or encoding.startswith("utf-16"):
        return []
    below = data.translate(_BELOW, _PLAIN) if encoding in _FROM_C0 else _ANY
    others = [
        other
        for other in _OTHERS.get(encoding, ())
        if _ANY[: other.row] in below and other.may_stand_in(data)
    ]
    wide = [] if encoding == "utf-8" or _ANY[:1] not in below else utf8_lines(data)
    suspected = set(strange_lines(data, encoding)) if encoding in _RIVALS else set()
    if not others and not wide and not suspected:
        return []
    cells = _cells_of(data)
    found = [
        Found(*cell.span(), cell[0].decode(), "utf-8", line=True)
        for span in wide
        for cell in cells.finditer(data, *span)
        if not cell[0].isascii()
    ]
    skipped = {start for start, _ in wide}
    lines = (line.span() for line in _LINES.finditer(data) if not line[0].isascii())
    for span in lines if others else suspected:
        if span[0] not in skipped:
            line = [(*cell.span(), cell[0]) for cell in cells.finditer(data, *span)]
            beyond = [cell for cell in line if not cell[2].isascii()]
            found += _of_line(beyond, others, encoding, suspected=span in suspected)
    return sorted(found)


_Cell = tuple[int, int, bytes]
"""A cell that is not all ASCII: where it begins and ends, and its bytes."""


def _of_line(
    line: Sequence[_Cell], others: Sequence[_Any], encoding: str, *, suspected: bool
) -> list[Found]:
    """The cells of a line that are in another encoding, or may be.

    A line is written by one program more often than by two: where some of its cells plainly are in
    another encoding, and all the rest, taken together, plainly are in the same, each of them is.
    So short cells, which tell nothing by themselves, are read as their neighbours are.
    """

    def told(cell: bytes, names: Iterable[str | None]) -> str | None:
        rival = suspected and _rival(cell, encoding)
        return next(filter(None, names), None) or (_RIVALS[encoding] if rival else None)

    reads = {cell: told(cell[2], (other.read(cell[2]) for other in others)) for cell in line}
    found = {cell: name for cell, name in reads.items() if name}
    if encoding == "utf-8" and set(found.values()) <= _RIVALS.keys():
        # Few letters are taken for Windows-1251: all that are no UTF-8 tell more, or one of them.
        strange = [cell for cell in line if not _is_utf8(cell[2])]
        name = _rather(b" ".join(cell[2] for cell in strange), "cp1251")
        if name == "cp1251":
            name = max(found.values(), default=name)
        if name != "cp1251":
            return [_as(cell, name) for cell in strange]
    if encoding not in _RIVALS and set(found.values()) <= _RIVALS.keys():
        # In a third encoding, few letters are taken for Windows-1251: all of them tell more.
        name = _rather(b" ".join(cell[2] for cell in found), "cp1251")
        found = dict.fromkeys(found, name) if name != "cp1251" else found
    names = set(found.values())
    rest = [cell for cell in line if cell not in found]
    together = b" ".join(cell[2] for cell in rest).translate(None, _SPACES)
    own = encoding == "utf-8" and any(_is_utf8(cell[2]) for cell in rest)
    if len(names) == 1 and not own:
        fits = {told(together, (other.fits(together) for other in others))} == names
        if fits or _less_strange(together, *names):
            return [_as(cell, *names) for cell in line]
    doubts = [c for c in rest if suspected and _rival(c[2], encoding) is None]
    return [_as(cell, name) for cell, name in found.items()] + [
        _as(cell, encoding)._replace(encoding=_RIVALS[encoding], doubt=True) for cell in doubts
    ]


def _as(cell: _Cell, name: str) -> Found:
    return Found(cell[0], cell[1], cell[2].decode(name, "replace"), name)


def _is_utf8(cell: bytes) -> bool:
    return not not_utf8(*utf8_balance(cell, starts=True, ends=True))


def _less_strange(cell: bytes, name: str) -> bool:
    """Whether a cell reads better in one of the two encodings with the same letters than in the
    other; where neither does it stays as it is."""
    if name not in _RIVAL_LETTERS or cell.translate(None, _ASCII + _RIVAL_LETTERS[name]):
        return False
    rival = _RIVALS[name]
    own, other = cell.decode(rival, "replace"), cell.decode(name)
    return strangeness(own, rival)[1] > strangeness(other, name)[1]


def _rival(cell: bytes, encoding: str) -> bool | None:
    """Whether a cell is in the encoding with the same letters; None where it may be."""
    rival = _RIVALS[encoding]
    if cell.translate(None, _ASCII + _RIVAL_LETTERS[rival]):
        return False
    own, other = cell.decode(encoding, "replace"), cell.decode(rival, "replace")
    return plainly(own, encoding, other, rival)


def _cells_of(data: bytes) -> re.Pattern[bytes]:
    """How cells are parted: by commas where many lines hold no other sign that parts cells."""
    start = data[:_STRETCH]
    parted = len(_OTHER_DELIMITERS.findall(b"\n" + start))
    return _CELLS if parted >= 0.9 * len(start.splitlines()) else _COMMA_CELLS
