"""What the catalogue says of a file that is loaded: how it is read, and its books."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthegoods.engine.duckdb import Connection
from followthegoods.errors import BooksDoNotBalance
from followthegoods.ingest.cells import SheetPlan
from followthegoods.ingest.derive import Prepared, Rows, marks_of
from followthegoods.lake.catalogue import Catalogue, Source
from followthegoods.sources.layout import Layout
from followthegoods.sources.raw import RawFile


@dataclass(frozen=True)
class Incoming:
    """A file that is read into raw, `file`, and not loaded yet: the first rows of each of its
    sheets, and how they are read."""

    path: Path
    raw: RawFile
    file: Path
    heads: Sequence[Rows]
    plans: Sequence[SheetPlan]


def add_source(catalogue: Catalogue, load: int, one: Incoming, layout: Layout) -> int:
    """Enter a file as a source of a load; return its number."""
    (last,) = catalogue.db.execute("SELECT coalesce(max(source), 0) FROM sources").fetchone()
    source, raw = 1 + int(last), one.raw
    facts = {
        "format": raw.format,
        "encoding": raw.encoding,
        "delimiter": raw.delimiter,
        "quote": raw.quote,
        "undecodable": raw.replaced,
        "mixed": raw.mixed,
        "notes": list(raw.notes),
        "invented": _says_invented(one.path.name, one.heads, one.plans),
        "grain": layout.grain,
        "sheets": [
            {"name": sheet.name, "rows": sheet.rows, **_read_as(plan)}
            for sheet, plan in zip(raw.sheets, one.plans, strict=True)
        ],
    }
    catalogue.db.execute(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            source,
            raw.sha256,
            one.path.name,
            raw.size,
            json.dumps(facts, ensure_ascii=False),
            layout.id,
            layout.sha256,
            layout.authority,
            load,
        ),
    )
    return source


def read_by(catalogue: Catalogue, source: Source, prepared: Prepared) -> None:
    """Enter another layout of a source, and how the sheets are read by it."""
    layout, sheets = prepared.layout, source.format["sheets"]
    facts = {
        **source.format,
        "grain": layout.grain,
        "sheets": [
            {"name": sheet["name"], "rows": sheet["rows"], **_read_as(plan)}
            for sheet, plan in zip(sheets, prepared.plans, strict=True)
        ],
    }
    catalogue.db.execute(
        "UPDATE sources SET format = ?, layout = ?, layout_sha256 = ?, authority = ? "
        "WHERE source = ?",
        (
            json.dumps(facts, ensure_ascii=False),
            layout.id,
            layout.sha256,
            layout.authority,
            source.source,
        ),
    )


def _read_as(plan: SheetPlan) -> dict[str, Any]:
    """How a sheet is read: its header, the columns (from 1) of each field, those of none."""
    reading = plan.reading
    if reading is None:
        return {"header_row": None, "header": [], "fields": {}, "unmapped": []}
    return {
        "header_row": plan.first_row - 1,
        "header": list(reading.header),
        "fields": {name: list(places) for name, places in reading.columns.items()},
        "unmapped": [reading.header[n - 1] for n in reading.unmapped],
    }


_INVENTED = "INVENTED"
"""What a file of made-up rows has in its name or above its header, in capitals."""


def _says_invented(name: str, heads: Sequence[Rows], plans: Sequence[SheetPlan]) -> bool:
    above = [
        cell
        for rows, plan in zip(heads, plans, strict=True)
        for row in rows[: max(0, plan.first_row - 2)]
        for cell in row
        if cell
    ]
    return any(_INVENTED in text for text in (name, *above))


# -- the books


def count_apart(db: Connection, catalogue: Catalogue) -> None:
    """Enter the rows of the table `apart`, of each source and reason."""
    entries = db.execute(
        "SELECT source, split_part(verdict, ':', 1), split_part(verdict, ':', 2), count(*) "
        "FROM apart GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    catalogue.db.executemany("INSERT INTO books VALUES (?, ?, ?, ?)", entries)


def count_lines(db: Connection, catalogue: Catalogue, sources: Sequence[int], lines: str) -> None:
    """Enter how many lines the sources have, of which months and with which marks. `lines`: the
    table of theirs alone."""
    counted = db.execute(
        "SELECT source, count(DISTINCT line), "
        "count(*) FILTER (content IS NOT NULL AND month IS NULL) "
        f"FROM {lines} GROUP BY source"
    ).fetchall()
    counts = dict.fromkeys(sources, (0, 0))
    counts.update((source, (count, keyless)) for source, count, keyless in counted)
    for source, (count, keyless) in counts.items():
        catalogue.db.execute("INSERT INTO books VALUES (?, 'lines', '', ?)", (source, count))
        if keyless:
            catalogue.db.execute(
                "INSERT INTO books VALUES (?, 'keyless', '', ?)", (source, keyless)
            )
    months = db.execute(
        f"SELECT source, coalesce(strftime(coalesce(registered, month), '%Y-%m'), ''), count(*), "
        "min(coalesce(registered, month))::VARCHAR, "
        # A row of a month speaks of all its days: the records do not end on the first of it.
        "max(coalesce(registered, last_day(month)))::VARCHAR "
        f"FROM {lines} GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    catalogue.db.executemany("INSERT INTO months VALUES (?, ?, ?, ?, ?)", months)
    catalogue.db.executemany("INSERT INTO marks VALUES (?, ?, ?)", marks_of(db, lines))


def check_books(catalogue: Catalogue, source: int, records: int) -> None:
    """`rows read = lines + repeated + superseded + refused + skipped`, or the load is undone."""
    catalogue.db.execute("INSERT INTO books VALUES (?, 'read', '', ?)", (source, records))
    books = catalogue.books_of(source)
    if not books.balanced:
        raise BooksDoNotBalance(
            f"{books.read:,} rows were read but {books.accounted:,} are accounted for.",
            where=books.source.name,
            do="Nothing of this file was loaded. Please report it with the file's first lines.",
        )
