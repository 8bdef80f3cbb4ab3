"""Preparing to derive lines: which sheets hold records, what the distinct cells mean, how numbers
are written. The loader and the preview of a file share it, so that what is shown is what is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from followthegoods.engine.duckdb import Connection
from followthegoods.errors import UnreadableFile
from followthegoods.facts.dates import day_first
from followthegoods.ingest import lines as sql
from followthegoods.ingest.clean import CLEANERS, Context, clean
from followthegoods.ingest.numbers import Evidence, Style, evidence_sql, style
from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.layout import (
    Layout,
    Reading,
    no_layout,
    recognise,
    shipped_layouts,
)

Rows = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Prepared:
    """What is known of a file before its lines are derived.

    `keyed` is the statement's head: `WITH picked …, typed …, keyed …`.
    """

    layout: Layout
    plans: tuple[sql.SheetPlan, ...]
    mapped: tuple[str, ...]
    styles: dict[str, Style]
    keyed: str
    roles: str
    """The same with the fields of mentions only: `WITH picked …, typed …`."""


def plan_sheets(name: str, heads: Sequence[Rows], layout: Layout | None) -> list[sql.SheetPlan]:
    """How each sheet is read, from its first rows. `layout` None: the shipped ones are tried.

    Raises `UnknownLayout` when no sheet is recognised, `UnreadableFile` when there are no rows.
    """
    layouts = (layout,) if layout else shipped_layouts()
    found = [
        recognise(number, rows, layouts, forced=layout is not None)
        for number, rows in enumerate(heads, start=1)
    ]
    best = max((readings[0] for readings in found if readings), key=lambda r: r.score, default=None)
    if best is None:
        if not any(heads):
            raise UnreadableFile("The file holds no rows.", where=name, do="Check the file.")
        raise no_layout(name, max(heads, key=len), layouts)
    plans: list[sql.SheetPlan] = []
    for number, (rows, readings) in enumerate(zip(heads, found, strict=True), start=1):
        same = next((r for r in readings if r.layout.id == best.layout.id), None)
        before = plans[-1].reading if plans else None
        if same is not None:
            plans.append(sql.SheetPlan(number, same, same.header_row + 1))
        elif before is not None and _goes_on(rows, before):
            plans.append(sql.SheetPlan(number, before, 1))
        else:
            plans.append(sql.SheetPlan(number, None, 1))
    return plans


def _goes_on(rows: Rows, reading: Reading) -> bool:
    """Whether a sheet without a header goes on with the records of the one before it."""
    if not rows:
        return False
    for name in ("hs", "registered"):
        for column in reading.columns.get(name, ())[:1]:
            cell = rows[0][column - 1] if column <= len(rows[0]) else None
            if cell is None or clean(BY_NAME[name].kind, cell, Context())[0] is None:
                return False
    return True


def prepare(db: Connection, raw: str, columns: int, plans: Sequence[sql.SheetPlan]) -> Prepared:
    """Set rows that are no lines into the table `apart`, the meaning of distinct cells into
    `clean_<field>` tables; decide how numbers are read. `raw` names a table of `columns` cells.
    """
    db.execute(f"CREATE OR REPLACE TEMP TABLE apart AS {sql.apart_sql(raw, plans, columns)}")
    layout = next(plan.reading.layout for plan in plans if plan.reading)
    mapped = [n for n in BY_NAME if any(p.reading and n in p.reading.columns for p in plans)]
    for name in mapped:
        if BY_NAME[name].kind in CLEANERS:
            _clean_cells(db, raw, plans, name, layout)
    styles = _styles(db, raw, plans, mapped)
    keyed = (
        f"WITH picked AS ({sql.picked_sql(raw, plans, mapped)}),\n"
        f"typed AS ({sql.typed_sql(mapped, styles)}),\n"
        f"keyed AS ({sql.keyed_sql(layout)})\n"
    )
    named = [name for name in mapped if name in sql.ROLE_FIELDS]
    roles = (
        f"WITH picked AS ({sql.picked_sql(raw, plans, named)}),\n"
        f"typed AS ({sql.typed_sql(named, styles)})\n"
    )
    return Prepared(layout, tuple(plans), tuple(mapped), styles, keyed, roles)


def _clean_cells(
    db: Connection, raw: str, plans: Sequence[sql.SheetPlan], name: str, layout: Layout
) -> None:
    """A table of a field's distinct cells: cell -> value, mark."""
    kind = BY_NAME[name].kind
    picked = sql.picked_sql(raw, plans, [name])
    distinct = f"SELECT DISTINCT {name} FROM ({picked}) WHERE {name} IS NOT NULL"
    cells = [cell for (cell,) in db.execute(distinct).fetchall()]
    offset = None if layout.utc_offset is None else timedelta(hours=layout.utc_offset)
    context = Context(day_first(cells) if kind is Kind.DATE else True, offset)
    cleaned = [clean(kind, cell, context) for cell in cells]
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE clean_{name} AS SELECT unnest(?::VARCHAR[]) AS cell, "
        "unnest(?::VARCHAR[]) AS value, unnest(?::VARCHAR[]) AS mark",
        [cells, [value for value, _ in cleaned], [mark for _, mark in cleaned]],
    )


def _styles(
    db: Connection, raw: str, plans: Sequence[sql.SheetPlan], mapped: Sequence[str]
) -> dict[str, Style]:
    """How each number column writes its numbers, by evidence over every cell."""
    numeric = [name for name in mapped if BY_NAME[name].kind in sql.NUMERIC]
    if not numeric:
        return {}
    picked = sql.picked_sql(raw, plans, numeric)
    tests = ", ".join(evidence_sql(name) for name in numeric)
    counts = db.execute(f"SELECT {tests} FROM ({picked})").fetchone() or ()
    size = len(counts) // len(numeric)
    seen = {name: Evidence(*counts[size * n : size * (n + 1)]) for n, name in enumerate(numeric)}
    file = sum(seen.values(), Evidence())
    return {name: style(evidence, file) for name, evidence in seen.items()}
