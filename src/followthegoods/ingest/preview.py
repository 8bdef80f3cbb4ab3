"""How a file would be read, without loading it: the loader's own steps over a sample of it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine.duckdb import Connection, connect, engine_errors
from followthegoods.ingest.cells import SheetPlan
from followthegoods.ingest.derive import Prepared, marks_of, plan_sheets, prepare
from followthegoods.sources.draft.words import read_header
from followthegoods.sources.layout import (
    HEADER_WITHIN,
    Layout,
    Reading,
    recognise,
    shipped_layouts,
)
from followthegoods.sources.raw import Sample, SampledSheet, sample

SHOWN = 3
"""Lines shown as they will be read, and examples of each kind of row that has something wrong."""

_SAMPLED = 200
"""Rows of a sheet that are looked at."""

_NO_VALUE = " AND ".join(
    f"coalesce({name}, 0) = 0"
    for name in ("statistical_usd", "cif_usd", "fob_usd", "customs_value", "invoice_value")
)


@dataclass(frozen=True)
class Column:
    """One column of the file: its header, the field it fills or what is done with it, a cell.

    `says` is, of a column that is not mapped, the field that its header's words name and that no
    column of the sheet fills; else empty.
    """

    sheet: str
    place: int
    header: str
    field: str
    example: str
    says: str = ""


@dataclass(frozen=True)
class Example:
    """A row of the sample that would be no line, or a line without a value, and why; its cells."""

    why: str
    sheet: int
    row: int
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Preview:
    """How a file would be read. Counts are of the sample: `whole` says whether that is all.

    `given` says that the layout was named, not chosen. `examples` are rows that would be refused
    (`why` begins `refused:`) and lines that state no value (`no_value`), a few of each. `marks` are
    of cells that would not be read, or with a doubt, with the number of lines.
    """

    file: str
    size: int
    format: str
    encoding: str
    delimiter: str
    sheets: tuple[str, ...]
    header_rows: tuple[int | None, ...]
    layout: str
    title: str
    given: bool
    why: str
    runner_up: str
    columns: tuple[Column, ...]
    lines: tuple[dict[str, Any], ...]
    rows: int
    would_be_lines: int
    would_be_apart: dict[str, int]
    without_value: int
    examples: tuple[Example, ...]
    numbers: dict[str, str]
    marks: dict[str, int]
    whole: bool


def preview(path: Path, layout: Layout | None, settings: Settings) -> Preview:
    """Read a sample of a file as `add` would. Raises as `add` does for what cannot be read."""
    seen = sample(path, _SAMPLED)
    heads = [sheet.rows[:HEADER_WITHIN] for sheet in seen.sheets]
    plans = plan_sheets(path.name, heads, layout)
    with closing(connect(settings)) as db, engine_errors(path.name, None):
        width = _fill(db, seen)
        mixed = _MIXED_ROWS if any(sheet.mixed for sheet in seen.sheets) else ""
        prepared = prepare(db, _SAMPLED_ROWS, width, plans, mixed)
        db.execute(f"CREATE TEMP TABLE would AS {prepared.lines([0])}")
        apart = dict(
            db.execute("SELECT verdict, count(*) FROM apart GROUP BY 1 ORDER BY 1").fetchall()
        )
        (lines, no_value) = db.execute(
            f"SELECT count(*), count(*) FILTER ({_NO_VALUE}) FROM would"
        ).fetchone() or (0, 0)
        shown, examples = _shown(db, prepared), _examples(db)
        marks = {mark: count for _, mark, count in marks_of(db, "would")}
    first = next(plan.reading for plan in plans if plan.reading)
    known, unknown = first.score[0], len(first.unmapped)
    return Preview(
        file=path.name,
        size=seen.size,
        format=seen.format,
        encoding=seen.encoding,
        delimiter=seen.delimiter,
        sheets=tuple(sheet.name for sheet in seen.sheets),
        header_rows=tuple(plan.first_row - 1 if plan.reading else None for plan in plans),
        layout=prepared.layout.id,
        title=prepared.layout.title,
        given=layout is not None,
        why=f"it knows {known} of {known + unknown} headers",
        runner_up=_runner_up(heads, prepared.layout, forced=layout is not None),
        columns=tuple(_columns(seen, plans)),
        lines=shown,
        rows=sum(len(sheet.rows) for sheet in seen.sheets),
        would_be_lines=lines,
        would_be_apart=apart,
        without_value=no_value,
        examples=examples,
        numbers={
            name: f"comma: {style.comma}, point: {style.point}"
            for name, style in prepared.styles.items()
        },
        marks=marks,
        whole=seen.whole and all(len(sheet.rows) < _SAMPLED for sheet in seen.sheets),
    )


_SAMPLED_ROWS = "(SELECT * EXCLUDE (mixed), rowid AS file_row_number FROM sampled)"
_MIXED_ROWS = "(SELECT sheet, row, mixed FROM sampled WHERE mixed IS NOT NULL)"


def _fill(db: Connection, seen: Sample) -> int:
    """The sampled rows as the table `sampled`, shaped like raw; returns its number of cells."""
    width = max((len(row) for sheet in seen.sheets for row in sheet.rows), default=1)
    cells = ", ".join(f"c{n} VARCHAR" for n in range(1, width + 1))
    db.execute(
        "CREATE TEMP TABLE sampled "
        f"(sheet SMALLINT, row INTEGER, {cells}, broken VARCHAR, mixed VARCHAR)"
    )
    rows = [
        [number, place, *row, *[None] * (width - len(row)), *_said(sheet, place)]
        for number, sheet in enumerate(seen.sheets, start=1)
        for place, row in enumerate(sheet.rows, start=1)
    ]
    if rows:
        db.executemany(f"INSERT INTO sampled VALUES ({', '.join('?' * (width + 4))})", rows)
    return width


def _said(sheet: SampledSheet, row: int) -> tuple[str | None, str | None]:
    return sheet.broken.get(row), sheet.mixed.get(row)


def _shown(db: Connection, prepared: Prepared) -> tuple[dict[str, Any], ...]:
    found = db.execute(
        prepared.keyed
        + f"SELECT {', '.join(prepared.mapped)} FROM keyed ORDER BY sheet, row LIMIT {SHOWN}"
    )
    return tuple(dict(zip(prepared.mapped, row, strict=True)) for row in found.fetchall())


def _examples(db: Connection) -> tuple[Example, ...]:
    rows = db.execute(
        "SELECT verdict, sheet, row, cells FROM apart WHERE starts_with(verdict, 'refused:') "
        f"QUALIFY row_number() OVER (PARTITION BY verdict ORDER BY sheet, row) <= {SHOWN} "
        "UNION ALL SELECT 'no_value', sheet, row, cells FROM (SELECT sheet, row, "
        "list_value(*COLUMNS(s.* EXCLUDE (sheet, row, broken, mixed))) AS cells FROM sampled AS s "
        f"SEMI JOIN (SELECT sheet, row FROM would WHERE {_NO_VALUE} ORDER BY sheet, row "
        f"LIMIT {SHOWN}) USING (sheet, row)) ORDER BY ALL"
    )
    return tuple(Example(r[0], r[1], r[2], tuple(r[3])) for r in rows.fetchall())


def _runner_up(heads: list[list[list[str | None]]], chosen: Layout, *, forced: bool) -> str:
    if forced:
        return ""
    others = [layout for layout in shipped_layouts() if layout.id != chosen.id]
    readings = [
        reading
        for number, rows in enumerate(heads, start=1)
        for reading in recognise(number, rows, others, forced=True)
    ]
    if not readings:
        return ""
    best = max(readings, key=lambda reading: reading.score)
    known, unknown = best.score[0], len(best.unmapped)
    return f"{best.layout.id} (knows {known} of {known + unknown} headers)"


def _columns(seen: Sample, plans: list[SheetPlan]) -> list[Column]:
    columns = []
    for sheet, plan in zip(seen.sheets, plans, strict=True):
        reading = plan.reading
        if reading is None:
            continue
        fields = {n: name for name, places in reading.columns.items() for n in places}
        for place, header in enumerate(reading.header, start=1):
            if header is None:
                continue
            cells = (r[place - 1] for r in sheet.rows[plan.first_row - 1 :] if place <= len(r))
            if place in fields:
                field = fields[place]
            else:
                field = "known, not used" if reading.layout.ignores(header) else "not mapped"
            example = next((cell for cell in cells if cell), "")
            says = _says(header, reading) if field == "not mapped" else ""
            columns.append(Column(sheet.name, place, header, field, example[:60], says))
    return columns


def _says(header: str, reading: Reading) -> str:
    first = next(iter(read_header(header).hits), None)
    telling = first is not None and first.whole and first.field not in reading.columns
    return first.field if first and telling else ""
