"""Rows straight to lines, with the loader's own steps and without a case around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from followthegoods.engine.duckdb import Connection, connect
from followthegoods.ingest.derive import plan_sheets, prepare
from followthegoods.ingest.numbers import Style
from followthegoods.sources.layout import HEADER_WITHIN, Layout, shipped_layouts
from strategies import SETTINGS

Rows = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Derived:
    """Lines in the order of the file, the rows set apart with their verdicts, number styles."""

    lines: list[dict[str, Any]]
    apart: dict[tuple[int, int], str]
    styles: dict[str, Style]

    @property
    def line(self) -> dict[str, Any]:
        """The only line."""
        (only,) = self.lines
        return only


@cache
def engine() -> Connection:
    """One connection for all tests: a fresh one costs more than what they ask of it."""
    return connect(SETTINGS)


def shipped(name: str) -> Layout:
    return next(layout for layout in shipped_layouts() if layout.id == name)


def derive(*sheets: Rows, layout: Layout | None = None) -> Derived:
    """Derive lines from sheets of cells; a cell that is empty is None, as in raw."""
    db = engine()
    width = max((len(row) for rows in sheets for row in rows), default=1)
    cells = ", ".join(f"c{n} VARCHAR" for n in range(1, width + 1))
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE rawly (sheet SMALLINT, row INTEGER, {cells}, broken VARCHAR)"
    )
    stored = [
        [sheet, place, *(cell or None for cell in row), *[None] * (width - len(row)), None]
        for sheet, rows in enumerate(sheets, start=1)
        for place, row in enumerate(rows, start=1)
    ]
    db.executemany(f"INSERT INTO rawly VALUES ({', '.join('?' * (width + 3))})", stored)
    heads = [rows[:HEADER_WITHIN] for rows in sheets]
    prepared = prepare(
        db,
        "(SELECT *, rowid AS file_row_number FROM rawly)",
        width,
        plan_sheets("file", heads, layout),
    )
    found = db.execute(f"SELECT * FROM ({prepared.lines([1])}) ORDER BY sheet, row")
    names = [column[0] for column in found.description or ()]
    lines = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    apart = db.execute("SELECT sheet, row, verdict FROM apart").fetchall()
    return Derived(lines, {(sheet, row): verdict for sheet, row, verdict in apart}, prepared.styles)
