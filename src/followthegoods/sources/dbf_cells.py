"""The cells of dBase records, kind by kind, as text."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from followthegoods.sources.cells import cell_text, number_text
from followthegoods.sources.dbf_header import Field, Header
from followthegoods.sources.dbf_memo import Memos

UNREAD = "\ufffd"

_TEXTS = "CV"
_OBJECTS = "GPWQ"
_FILL = b" \0"
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?")
_TRUTH = dict.fromkeys((b"T", b"t", b"Y", b"y"), "TRUE") | dict.fromkeys(
    (b"F", b"f", b"N", b"n"), "FALSE"
)
_JULIAN = 1_721_425
"""The Julian day number of the day before 1 January of the year 1."""


_Reader = Callable[[list[bytes]], list[str]]
"""Reads the cells of one column in many records."""


@dataclass(frozen=True)
class _Column:
    """Where a field stands in a record, and its bits in the hidden field of flags (or -1)."""

    field: Field
    at: int
    varying: int
    null: int


class Columns:
    """Reads the cells of records. `replaced` counts the places that could not be read."""

    def __init__(self, header: Header, encoding: str, memos: Memos | None) -> None:
        self._length = header.length
        self._encoding = encoding
        self._memos = memos
        columns = list(_columns(header))
        self._flags = next((c for c in columns if c.field.kind == "0"), None)
        self._columns = [c for c in columns if not c.field.hidden and c.field.kind != "0"]
        self.names = [c.field.name.decode(encoding, "replace") for c in self._columns]
        self.replaced = 0
        self.memos_read = 0
        self._memos_missing = 0
        self._readers = [self._reader(c.field) for c in self._columns]

    def cells(self, data: bytes) -> list[list[str]]:
        """The cells of these whole records, column by column."""
        return [
            self._cells(column, read, data)
            for column, read in zip(self._columns, self._readers, strict=True)
        ]

    def text(self, data: bytes) -> str:
        """Some text in the encoding of the table, as far as it can be decoded."""
        text = data.decode(self._encoding, "replace").replace("\0", UNREAD)
        self.replaced += text.count(UNREAD)
        return text

    def notes(self) -> list[str]:
        """What is to be said once all rows are read."""
        objects = [n for n, c in zip(self.names, self._columns, strict=True) if _is_object(c.field)]
        said = [f"{name} holds objects, not text: not read" for name in objects]
        if self._memos_missing:
            said.append(f"{self._memos_missing} memo texts are not in a file beside the table")
        if self.replaced:
            said.append(f"{self.replaced} places could not be read and stand as U+FFFD")
        return said

    @staticmethod
    def texts(header: Header, data: bytes) -> bytes:
        """The bytes of every text in these records, parted by line feeds."""
        parts: list[bytes] = []
        for column in _columns(header):
            if column.field.kind in _TEXTS:
                parts += _pieces(column, data, header.length)
        return b"\n".join(parts)

    def _cells(self, column: _Column, read: _Reader, data: bytes) -> list[str]:
        pieces = _pieces(column, data, self._length)
        if self._flags is None or (column.null < 0 and column.varying < 0):
            return read(pieces)
        flagged = zip(pieces, _pieces(self._flags, data, self._length), strict=True)
        return read([_flagged(column, piece, flags) for piece, flags in flagged])

    def _reader(self, field: Field) -> _Reader:
        if _is_object(field):
            return lambda pieces: [""] * len(pieces)
        if field.kind in _TEXTS:
            return self._texts
        if field.kind in "NF":
            return _numbers
        readers: dict[str, Callable[[bytes], str]] = {
            "D": _date,
            "L": lambda piece: _TRUTH.get(piece, ""),
            "I": lambda piece: str(int.from_bytes(piece, "little", signed=True)),
            "Y": _currency,
            "B": lambda piece: cell_text(float(struct.unpack("<d", piece)[0])),
            "T": self._moment,
            "M": self._memo,
        }
        read = readers[field.kind]
        return lambda pieces: [read(piece) if piece else "" for piece in pieces]

    def _texts(self, pieces: list[bytes]) -> list[str]:
        """Texts, decoded all at once where each takes as many characters as bytes."""
        size = len(pieces[0])
        joined = b"".join(pieces)
        text = joined.decode(self._encoding, "replace")
        uniform = len(text) == len(joined) == size * len(pieces)
        if not uniform or UNREAD in text or len(set(map(len, pieces))) > 1:
            return [self.text(piece.rstrip(_FILL)) for piece in pieces]
        cells = [text[at : at + size].rstrip(" \0") for at in range(0, len(text), size or 1)]
        if "\0" in "".join(cells):
            return [self.text(piece.rstrip(_FILL)) for piece in pieces]
        return cells

    def _moment(self, piece: bytes) -> str:
        day, milliseconds = struct.unpack("<iI", piece)
        if day == 0 or not piece.strip(_FILL):
            return ""
        try:
            midnight = datetime.fromordinal(day - _JULIAN)
            return cell_text(midnight + timedelta(milliseconds=milliseconds))
        except (ValueError, OverflowError):
            self.replaced += 1
            return UNREAD

    def _memo(self, piece: bytes) -> str:
        if len(piece) == 4:
            block = int.from_bytes(piece, "little")
        else:
            digits = piece.strip(_FILL)
            block = int(digits) if digits.isdigit() else -1 if digits else 0
        if block == 0:
            return ""
        memo = self._memos.read(block) if self._memos and block > 0 else None
        if memo is None:
            self._memos_missing += 1
            self.replaced += 1
            return UNREAD
        self.memos_read += 1
        return self.text(memo.rstrip(_FILL))


def _columns(header: Header) -> Iterator[_Column]:
    at, bit = 1, 0
    for field in header.fields:
        varying = null = -1
        if field.kind in "VQ":
            varying, bit = bit, bit + 1
        if field.nullable:
            null, bit = bit, bit + 1
        yield _Column(field, at, varying, null)
        at += field.size


def _pieces(column: _Column, data: bytes, length: int) -> list[bytes]:
    size = column.field.size
    return [data[at : at + size] for at in range(column.at, len(data), length)]


def _is_object(field: Field) -> bool:
    """Pictures and the like; a `B` of ten digits points at one."""
    return field.kind in _OBJECTS or (field.kind == "B" and field.size != 8)


def _flagged(column: _Column, piece: bytes, flags: bytes) -> bytes:
    """A cell by its flags: none at all, or as long as its last byte says."""
    bits = int.from_bytes(flags, "little")
    if column.null >= 0 and bits >> column.null & 1:
        return b""
    if column.varying >= 0 and bits >> column.varying & 1:
        return piece[: piece[-1]]
    return piece


def _numbers(pieces: list[bytes]) -> list[str]:
    """Digits as they stand, but for exponents and three decimals; what is no number, as text."""
    cells = [piece.strip(_FILL).decode("latin-1") for piece in pieces]
    together = "".join(cells)
    if any(sign in together for sign in "eE\0"):
        return [_number(cell) for cell in cells]
    return [_number(cell) if cell[-4:-3] == "." else cell for cell in cells]


def _number(text: str) -> str:
    return number_text(text) if _NUMBER.fullmatch(text) else text.replace("\0", UNREAD)


def _date(piece: bytes) -> str:
    text = piece.strip(_FILL).decode("ascii", "replace")
    if not text.strip("0"):
        return ""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return text


def _currency(piece: bytes) -> str:
    return format(Decimal(int.from_bytes(piece, "little", signed=True)).scaleb(-4), "f")
