"""The cells of dBase records, kind by kind, as text."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain

from followthegoods.sources.cells import cell_text, number_text
from followthegoods.sources.dbf_header import Field, Header
from followthegoods.sources.dbf_memo import Memos
from followthegoods.sources.lines import BETWEEN, QUOTE

UNREAD = "\ufffd"

_TEXTS = "CV"
_OBJECTS = "GPWQ"
_FILL = b" \0"
_BETWEEN = BETWEEN.encode()
_PLAIN = "CNFD"
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?")
_TRUTH = dict.fromkeys((b"T", b"t", b"Y", b"y"), "TRUE") | dict.fromkeys(
    (b"F", b"f", b"N", b"n"), "FALSE"
)
_JULIAN = 1_721_425
"""The Julian day number of the day before 1 January of the year 1."""


_Reader = Callable[[Sequence[bytes]], list[str]]
"""Reads the cells of one column in many records."""


@dataclass(frozen=True)
class _Column:
    """Which field of a record it is, and its bits in the hidden field of flags (or -1)."""

    field: Field
    nth: int
    varying: int
    null: int


class Columns:
    """Reads the cells of records. `replaced` counts the places that could not be read."""

    def __init__(self, header: Header, encoding: str, memos: Memos | None) -> None:
        self._header = header
        self._encoding = encoding
        self._memos = memos
        columns = list(_columns(header))
        self._flags = next((c.nth for c in columns if c.field.kind == "0"), None)
        self._columns = [c for c in columns if not c.field.hidden and c.field.kind != "0"]
        self.names = [c.field.name.decode(encoding, "replace") for c in self._columns]
        self.replaced = 0
        self.memos_read = 0
        self._memos_missing = 0
        self._readers = [self._reader(c.field) for c in self._columns]

    def cells(self, data: bytes) -> list[list[str]]:
        """The cells of these whole records, column by column."""
        pieces = _unpacked(self._header, data)
        flags = pieces[self._flags] if self._flags is not None else ()
        return [
            self._cells(column, read, pieces[column.nth], flags)
            for column, read in zip(self._columns, self._readers, strict=True)
        ]

    def lines(self, data: bytes) -> str | None:
        """These whole records as lines of text, BETWEEN behind each cell: several times as fast.

        None where there is more in them than texts, numbers and days, or a sign that parts cells.
        """
        if self._flags is not None or any(c.field.kind not in _PLAIN for c in self._columns):
            return None
        pieces = _unpacked(self._header, data)
        columns = []
        for column, read in zip(self._columns, self._readers, strict=True):
            cells = pieces[column.nth]
            if column.field.kind in _TEXTS:
                columns.append([cell.rstrip(_FILL) for cell in cells])
                continue
            figures = read(cells)
            if not "".join(figures).isascii():
                return None
            columns.append([figure.encode() for figure in figures])
        joined = (_BETWEEN + b"\n").join(map(_BETWEEN.join, zip(*columns, strict=True)))
        rows = len(pieces[0])
        if joined.count(_BETWEEN) != rows * len(columns) - 1 or joined.count(b"\n") != rows - 1:
            return None
        if b"\r" in joined or QUOTE.encode() in joined:
            return None
        return f"{self.text(joined)}{BETWEEN}\n"

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
        pieces = _unpacked(header, data)
        texts = (pieces[c.nth] for c in _columns(header) if c.field.kind in _TEXTS)
        return b"\n".join(chain.from_iterable(texts))

    def _cells(
        self, column: _Column, read: _Reader, pieces: Sequence[bytes], flags: Sequence[bytes]
    ) -> list[str]:
        if not flags or (column.null < 0 and column.varying < 0):
            return read(pieces)
        return read([_flagged(column, *both) for both in zip(pieces, flags, strict=True)])

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

    def _texts(self, pieces: Sequence[bytes]) -> list[str]:
        """Texts, decoded all at once where the sign between them stands in none."""
        texts = [piece.rstrip(_FILL) for piece in pieces]
        joined = _BETWEEN.join(texts)
        if joined.count(_BETWEEN) >= len(texts):
            return [self.text(text) for text in texts]
        return self.text(joined).split(BETWEEN)

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
    bit = 0
    for nth, field in enumerate(header.fields):
        varying = null = -1
        if field.kind in "VQ":
            varying, bit = bit, bit + 1
        if field.nullable:
            null, bit = bit, bit + 1
        yield _Column(field, nth, varying, null)


def _unpacked(header: Header, data: bytes) -> list[tuple[bytes, ...]]:
    """What stands in each field of these whole records, behind the mark of deletion."""
    record = struct.Struct("x" + "".join(f"{field.size}s" for field in header.fields))
    return list(zip(*record.iter_unpack(data), strict=True))


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


def _numbers(pieces: Sequence[bytes]) -> list[str]:
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
