"""One file into the case: raw, lines, refused rows, mentions, fates; the books balanced.

All of it happens inside the caller's transaction. Files are made in a work folder and moved to
their place when they are whole; until the transaction commits, nothing counts.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
)
from followthegoods.errors import BooksDoNotBalance
from followthegoods.ingest import lines as sql
from followthegoods.ingest.derive import Prepared, plan_sheets, prepare
from followthegoods.ingest.fate import settle_fates
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.sources.layout import HEADER_WITHIN, Layout
from followthegoods.sources.raw import RawFile, read_raw

Progress = Callable[[str, float], None]

ROW_GROUP = 20_480
"""Rows of a table's file that are read together: a question about one importer reads few more."""

SPACE_FACTOR = 3
"""Free space a load asks for, as a multiple of the file: text, raw and lines side by side."""


@dataclass
class _Job:
    """What the steps of one load share."""

    db: Connection
    disk: Disk
    catalogue: Catalogue
    load: int
    work: Path
    progress: Progress


def file_hash(path: Path) -> str:
    """The SHA-256 of a file: what it is known by, whatever it is called."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_file(
    path: Path,
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    settings: Settings,
    layout: Layout | None,
    progress: Progress,
) -> int:
    """Load one file as part of load number `load`; return the number of its source.

    `layout` None: the shipped layouts are tried. Raises `UnreadableFile`, `UnknownLayout`,
    `DiskFull`, `BooksDoNotBalance`; nothing of the load then stays.
    """
    needed = SPACE_FACTOR * path.stat().st_size
    disk.need(needed, f"Loading {path.name}")
    work = disk.work()
    try:
        raw = read_raw(path, work / "raw.parquet", work, settings, progress)
        with closing(connect(settings, work)) as db, engine_errors(path.name, needed):
            job = _Job(db, disk, catalogue, load, work, progress)
            heads = [_first_rows(job, number) for number in range(1, len(raw.sheets) + 1)]
            plans = plan_sheets(path.name, heads, layout)
            progress("lines", 0.0)
            prepared = prepare(db, _raw(job), raw.columns, plans)
            source = _add_source(job, path, raw, prepared)
            _set_apart(job, source)
            progress("lines", 0.2)
            _derive(job, source, prepared)
            progress("repeats", 0.0)
            settle_fates(db, disk, catalogue, load, source)
            _check_books(job, source, raw)
        settle(work / "raw.parquet", disk.path(disk.raw(raw.sha256)))
        catalogue.add_file("raw", disk.raw(raw.sha256), load, source, raw.records)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return source


def _first_rows(job: _Job, sheet: int) -> list[list[str | None]]:
    rows = job.db.execute(
        f"SELECT * EXCLUDE (sheet, row, broken) FROM {_raw(job)} WHERE sheet = {sheet} "
        f"AND row <= {HEADER_WITHIN} ORDER BY row"
    ).fetchall()
    return [list(row) for row in rows]


def _raw(job: _Job) -> str:
    return f"read_parquet({path_literal(job.work / 'raw.parquet')})"


# -- the catalogue's entry


def _add_source(job: _Job, path: Path, raw: RawFile, prepared: Prepared) -> int:
    layout, plans = prepared.layout, prepared.plans
    db = job.catalogue.db
    source = 1 + int(db.execute("SELECT coalesce(max(source), 0) FROM sources").fetchone()[0])
    facts = {
        "format": raw.format,
        "encoding": raw.encoding,
        "delimiter": raw.delimiter,
        "quote": raw.quote,
        "undecodable": raw.replaced,
        "notes": list(raw.notes),
        "sheets": [
            {
                "name": sheet.name,
                "rows": sheet.rows,
                "header_row": plan.first_row - 1 if plan.reading else None,
                "unmapped": [plan.reading.header[n - 1] for n in plan.reading.unmapped]
                if plan.reading
                else [],
            }
            for sheet, plan in zip(raw.sheets, plans, strict=True)
        ],
    }
    db.execute(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            source,
            raw.sha256,
            path.name,
            raw.size,
            json.dumps(facts, ensure_ascii=False),
            layout.id,
            layout.sha256,
            layout.authority,
            job.load,
        ),
    )
    return source


# -- deriving


def _derive(job: _Job, source: int, prepared: Prepared) -> None:
    query = prepared.keyed + sql.line_sql(prepared.layout, source, prepared.mapped)
    lines = _write(job, "lines", source, query)
    job.progress("mentions", 0.6)
    _write(job, "mentions", source, sql.mentions_sql())
    _count_lines(job, source, lines)


def _write(job: _Job, table: str, source: int, query: str) -> str:
    """Run a query into the file this load adds to a table; return the file, whole and in place."""
    half = job.work / f"{table}.parquet"
    job.db.execute(
        f"COPY ({query}) TO {literal(str(half))} "
        f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    (rows,) = one(job.db, f"SELECT count(*) FROM read_parquet({path_literal(half)})")
    file = job.disk.table_file(table, job.load)
    settle(half, job.disk.path(file))
    job.catalogue.add_file(table, file, job.load, source, rows)
    return file


def _set_apart(job: _Job, source: int) -> None:
    """Refused rows, whole and with their reason; the books' entries for all that is no line."""
    entries = job.db.execute(
        "SELECT split_part(verdict, ':', 1), split_part(verdict, ':', 2), count(*) "
        "FROM apart GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    job.catalogue.db.executemany(
        "INSERT INTO books VALUES (?, ?, ?, ?)", [(source, *entry) for entry in entries]
    )
    _write(
        job,
        "refused",
        source,
        f"SELECT {source} AS source, sheet, row, split_part(verdict, ':', 2) AS reason, cells, "
        "' ' || regexp_replace(upper(array_to_string(cells, ' ')), '[^\\pL\\pN]+', ' ', 'g') "
        "|| ' ' AS said FROM apart WHERE starts_with(verdict, 'refused:') ORDER BY sheet, row",
    )


# -- the books


def _count_lines(job: _Job, source: int, file: str) -> None:
    lines = f"read_parquet({path_literal(job.disk.path(file))})"
    db = job.catalogue.db
    (count,) = one(job.db, f"SELECT count(DISTINCT line) FROM {lines}")
    db.execute("INSERT INTO books VALUES (?, 'lines', '', ?)", (source, count))
    months = job.db.execute(
        f"SELECT coalesce(strftime(coalesce(registered, month), '%Y-%m'), ''), count(*), "
        f"min(coalesce(registered, month))::VARCHAR, max(coalesce(registered, month))::VARCHAR "
        f"FROM {lines} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    db.executemany("INSERT INTO months VALUES (?, ?, ?, ?, ?)", [(source, *m) for m in months])
    marks = job.db.execute(
        f"SELECT mark, count(*) FROM (SELECT unnest(string_split(marks, ' ')) AS mark "
        f"FROM {lines} WHERE marks IS NOT NULL) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    db.executemany("INSERT INTO marks VALUES (?, ?, ?)", [(source, *m) for m in marks])


def _check_books(job: _Job, source: int, raw: RawFile) -> None:
    """`rows read = lines + repeated + superseded + refused + skipped`, or the load is undone."""
    job.catalogue.db.execute("INSERT INTO books VALUES (?, 'read', '', ?)", (source, raw.records))
    (books,) = (b for b in job.catalogue.books() if b.source.source == source)
    if not books.balanced:
        raise BooksDoNotBalance(
            f"{books.read:,} rows were read but {books.accounted:,} are accounted for.",
            where=books.source.name,
            do="Nothing of this file was loaded. Please report it with the file's first lines.",
        )
