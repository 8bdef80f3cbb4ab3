"""The evidence of a page: the largest lines, and of each the raw cells beside what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from followthegoods.case import Evidence, LineRow
from followthegoods.model.answer import amount
from followthegoods.render.amounts import money
from followthegoods.render.publication import columns
from followthegoods.render.text import place, safe

ROWS = 60
"""Lines on a page; a workbook has all of them."""

LONGEST = 2_000
"""Characters of a raw cell on a page; the file has the rest."""

COUNTED = ("floor", "lowers_floor", "point", "ceiling")

READ: dict[str, str] = {
    "declaration": "declaration",
    "item": "item",
    "registered": "day",
    "month": "day",
    "hs": "hs",
    "goods": "goods",
    "statistical_usd": "value_usd",
    "cif_usd": "value_usd",
    "fob_usd": "value_usd",
    "customs_value": "value_usd",
    "invoice_value": "value_usd",
    "net_kg": "net_kg",
    "origin_country": "origin",
    "dispatch_country": "dispatch",
    "trading_country": "trading",
}
"""A field of a line -> what a row of evidence shows of it as read."""

_BASES = {
    "statistical_usd": "statistical",
    "cif_usd": "cif",
    "fob_usd": "fob",
    "customs_value": "customs",
    "invoice_value": "invoice",
}


@dataclass(frozen=True)
class RawCell:
    """A cell: its header, what stands in it, the field it fills, and what was read in it."""

    header: str
    written: str
    field: str
    read: str


@dataclass(frozen=True)
class Line:
    row: LineRow
    place: str
    value: str
    exact: str
    cells: tuple[RawCell, ...]


def largest(evidence: Evidence) -> list[Line]:
    """The counted lines worth most, in the order of their days."""
    counted = [row for row in evidence.rows if row.counted_in in COUNTED]
    ranked = sorted(counted, key=lambda row: -abs(row.value_usd or Decimal(0)))[:ROWS]
    kept = {id(row) for row in ranked}
    return [_line(evidence, row) for row in counted if id(row) in kept]


def _line(evidence: Evidence, row: LineRow) -> Line:
    return Line(
        row,
        place(row.source, row.sheet, row.row),
        "no value" if row.value_usd is None else money(row.value_usd),
        "" if row.value_usd is None else amount(row.value_usd),
        tuple(raw_cells(evidence, row)),
    )


def raw_cells(evidence: Evidence, row: LineRow) -> Sequence[RawCell]:
    """The cells of a line that state anything, in the order of their columns."""
    own = columns(evidence.sources[row.sha256], row.sheet)
    cells = []
    for number, cell in enumerate(row.cells):
        if cell is None:
            continue
        known = number < len(own.headers)
        header = safe(own.headers[number], LONGEST) if known else ""
        field = own.fields[number] if known else ""
        written = safe(cell, LONGEST)
        cells.append(RawCell(header or f"column {number + 1}", written, field, _read(row, field)))
    return cells


def _read(row: LineRow, field: str) -> str:
    if field not in READ or (field in _BASES and _BASES[field] != row.value_basis):
        return ""
    value = getattr(row, READ[field])
    if isinstance(value, Decimal):
        return f"{money(value)} US dollars" if field in _BASES else amount(value)
    return "" if value is None else safe(str(value), LONGEST)
