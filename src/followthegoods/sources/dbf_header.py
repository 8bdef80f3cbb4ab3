"""The head of a dBase file: what its records hold and where, or that it is no such file.

The structure is that of dBase III to V, FoxPro and Visual FoxPro: a head of 32 bytes, 32 for each
field, a mark, then records of one length.
"""

from __future__ import annotations

from dataclasses import dataclass

DELETED = 0x2A
STANDS = 0x20
END = 0x1A

_VERSIONS = frozenset(
    (0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7B, 0x83, 0x8B, 0x8E, 0xCB, 0xE5, 0xF5, 0xFB)
)
_KINDS = "CNFLDMIBYTGPVQW0"
_SIZES = {"D": (8,), "L": (1,), "I": (4,), "Y": (8,), "T": (8,), "B": (8, 10), "M": (4, 10)}
_ENTRY = 32
_LAST = 0x0D

_VISUAL_FOXPRO = (0x30, 0x31, 0x32)
_HIDDEN, _NULLABLE = 1, 2


@dataclass(frozen=True)
class Field:
    """One field of a record. `name` as bytes in the encoding of the file, `size` in bytes."""

    name: bytes
    kind: str
    size: int
    hidden: bool
    nullable: bool


@dataclass(frozen=True)
class Header:
    """`records` is what the head claims; `start` is where they begin, `length` that of each."""

    version: int
    records: int
    start: int
    length: int
    code_page: int
    fields: tuple[Field, ...]


def read_header(head: bytes) -> Header | None:
    """The head of a dBase file, or None where these bytes are not one.

    It is one only if the fields it describes fill a record exactly.
    """
    if len(head) < 2 * _ENTRY + 1 or head[0] not in _VERSIONS:
        return None
    start = int.from_bytes(head[8:10], "little")
    length = int.from_bytes(head[10:12], "little")
    last = head.find(_LAST, _ENTRY, start)
    while last >= 0 and last % _ENTRY:
        last = head.find(_LAST, last + 1, start)
    if last < 2 * _ENTRY or start > len(head):
        return None
    entries = [head[at : at + _ENTRY] for at in range(_ENTRY, last, _ENTRY)]
    for long in (False, True):
        fields = tuple(_field(entry, long, head[0] in _VISUAL_FOXPRO) for entry in entries)
        if all(map(_sound, fields)) and 1 + sum(field.size for field in fields) == length:
            records = int.from_bytes(head[4:8], "little")
            return Header(head[0], records, start, length, head[29], fields)
    return None


def _field(entry: bytes, long: bool, flags: bool) -> Field:
    """`long`: texts beyond 255 characters keep the rest of their length among the decimals."""
    kind = chr(entry[11])
    size = entry[16] + (entry[17] << 8 if long and kind == "C" else 0)
    name = entry[:11].partition(b"\0")[0].strip()
    marks = entry[18] if flags else 0
    return Field(name, kind, size, bool(marks & _HIDDEN), bool(marks & _NULLABLE))


def _sound(field: Field) -> bool:
    """Whether such a field can be: a name, a known kind, the size it must have."""
    named = bool(field.name) and min(field.name) >= 0x20
    sizes = _SIZES.get(field.kind, (field.size,))
    return named and field.kind in _KINDS and field.size in sizes and field.size > 0
