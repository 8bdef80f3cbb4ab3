"""One file into the case: raw, lines, refused rows, mentions, fates; the books balanced.

All of it happens inside the caller's transaction. Files are made in a work folder and moved to
their place when they are whole; until the transaction commits, nothing counts.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.errors import BooksDoNotBalance
from followthegoods.ingest import lines as sql
from followthegoods.ingest.cells import SheetPlan
from followthegoods.ingest.derive import (
    CELLS,
    Prepared,
    Progress,
    Rows,
    first_rows,
    marks_of,
    plan_sheets,
    prepare,
)
from followthegoods.ingest.fate import settle_fates
from followthegoods.ingest.makers import NAMED, name_makers
from followthegoods.ingest.together import Ahead
from followthegoods.lake.catalogue import Catalogue, Source
from followthegoods.lake.disk import Disk, settle
from followthegoods.sources.layout import Layout
from followthegoods.sources.raw import RawFile, mixed_rows, placed_rows, read_raw

ROW_GROUP = 20_480
"""Rows of a table's file that are read together: a question about one importer reads few more."""

FILE_GROUPS = 32
"""Row groups in one file of lines: the engine looks at all of a file's before it reads any."""

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
    raw: Path
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
    ahead: Ahead | None = None,
) -> int:
    """Load one file as part of load number `load`; return the number of its source.

    `layout` None: the shipped layouts are tried. `ahead`: the file in raw, and what was prepared
    of it, where that was done before. Raises `UnreadableFile`, `UnknownLayout`, `DiskFull`,
    `BooksDoNotBalance`; nothing of the load then stays.
    """
    needed = SPACE_FACTOR * path.stat().st_size
    disk.need(needed, f"Loading {path.name}")
    work = disk.work()
    try:
        file = ahead.file if ahead else work / "raw.parquet"
        raw = ahead.raw if ahead else read_raw(path, file, work, settings, progress)
        if ahead and (shared := ahead.shared):
            job = _Job(shared.db, disk, catalogue, load, work, file, progress)
            with engine_errors(path.name, needed):
                source = _enter(job, path, raw, [shared.head], shared.prepared, settings)
        else:
            with closing(connect(settings, work)) as db, engine_errors(path.name, needed):
                job = _Job(db, disk, catalogue, load, work, file, progress)
                heads = [first_rows(db, _raw(job), n) for n in range(1, len(raw.sheets) + 1)]
                plans = plan_sheets(path.name, heads, layout)
                progress("lines", 0.0)
                mixed = _mixed(job, raw.mixed)
                prepared = prepare(db, _raw(job), raw.columns, plans, mixed, raw.absent)
                source = _enter(job, path, raw, heads, prepared, settings)
        settle(job.raw, disk.path(disk.raw(raw.sha256)))
        catalogue.add_file("raw", disk.raw(raw.sha256), load, source, raw.records)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return source


def _enter(
    job: _Job,
    path: Path,
    raw: RawFile,
    heads: Sequence[Rows],
    prepared: Prepared,
    settings: Settings,
) -> int:
    """Enter a file that was read and prepared, its lines and what became of them."""
    prepared.take_up(job.db)
    source = _add_source(job, path, raw, prepared, heads)
    _set_apart(job, source)
    job.progress("lines", 0.2)
    _derive(job, source, prepared, settings)
    job.progress("repeats", 0.0)
    settle_fates(job.db, job.disk, job.catalogue, job.load, source)
    _check_books(job, source, raw.records)
    return source


def load_again(
    source: Source,
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    settings: Settings,
    layout: Layout,
    progress: Progress,
) -> None:
    """Derive the lines of a source anew from its raw cells, in place of those it has.

    What `layout` says is taken at its word. Raises as `load_file` does.
    """
    raw = disk.path(disk.raw(source.sha256))
    needed = SPACE_FACTOR * raw.stat().st_size
    disk.need(needed, f"Reading {source.name} again")
    work = disk.work()
    replaced = [disk.path(file) for file in catalogue.files_of("lines", source.source)]
    facts = source.format
    try:
        with closing(connect(settings, work)) as db, engine_errors(source.name, needed):
            job = _Job(db, disk, catalogue, load, work, raw, progress)
            heads = [first_rows(db, _raw(job), n + 1) for n in range(len(facts["sheets"]))]
            plans = plan_sheets(source.name, heads, layout)
            progress("lines", 0.0)
            mixed = _mixed(job, facts.get("mixed", False))
            prepared = prepare(db, _raw(job), _width(job), plans, mixed)
            catalogue.forget_lines(source.source)
            _read_by(job, source, prepared)
            _set_apart(job, source.source)
            progress("lines", 0.2)
            _derive(job, source.source, prepared, settings)
            progress("repeats", 0.0)
            settle_fates(db, disk, catalogue, load, source.source, replaced=replaced)
            _check_books(job, source.source, sum(sheet["rows"] for sheet in facts["sheets"]))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _width(job: _Job) -> int:
    """How many cells a raw row has."""
    columns = job.db.execute(f"DESCRIBE SELECT {CELLS} FROM {_raw(job)}")
    return len(columns.fetchall())


def _raw(job: _Job) -> str:
    return placed_rows(path_literal(job.raw))


def _mixed(job: _Job, mixed: bool) -> str:
    """The rows with cells in another encoding than their text; nothing where there are none."""
    return mixed_rows(path_literal(job.raw)) if mixed else ""


# -- the catalogue's entry


def _add_source(
    job: _Job, path: Path, raw: RawFile, prepared: Prepared, heads: Sequence[Rows]
) -> int:
    layout, db = prepared.layout, job.catalogue.db
    source = 1 + int(db.execute("SELECT coalesce(max(source), 0) FROM sources").fetchone()[0])
    facts = {
        "format": raw.format,
        "encoding": raw.encoding,
        "delimiter": raw.delimiter,
        "quote": raw.quote,
        "undecodable": raw.replaced,
        "mixed": raw.mixed,
        "notes": list(raw.notes),
        "invented": _says_invented(path.name, heads, prepared.plans),
        "grain": layout.grain,
        "sheets": [
            {"name": sheet.name, "rows": sheet.rows, **_read_as(plan)}
            for sheet, plan in zip(raw.sheets, prepared.plans, strict=True)
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


def _read_by(job: _Job, source: Source, prepared: Prepared) -> None:
    """Enter another layout, and how the sheets are read by it."""
    layout, sheets = prepared.layout, source.format["sheets"]
    facts = {
        **source.format,
        "grain": layout.grain,
        "sheets": [
            {"name": sheet["name"], "rows": sheet["rows"], **_read_as(plan)}
            for sheet, plan in zip(sheets, prepared.plans, strict=True)
        ],
    }
    job.catalogue.db.execute(
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


# -- deriving


def _derive(job: _Job, source: int, prepared: Prepared, settings: Settings) -> None:
    _write_lines(job, source, prepared.lines(source))
    job.progress("mentions", 0.6)
    if "goods" in prepared.mapped and name_makers(job.db, _lines(job, source), job.work, settings):
        _write(job, "makers", source, NAMED)
    _write(job, "mentions", source, sql.mentions_sql())
    _count_lines(job, source)


_STORED = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {ROW_GROUP}"


def _write(job: _Job, table: str, source: int, query: str) -> None:
    """Run a query into the file this load adds to a table, whole and in place."""
    half = job.work / f"{table}.parquet"
    job.db.execute(f"COPY ({query}) TO {literal(str(half))} ({_STORED})")
    (rows,) = one(job.db, f"SELECT count(*) FROM read_parquet({path_literal(half)})")
    file = job.disk.table_file(table, job.load)
    settle(half, job.disk.path(file))
    job.catalogue.add_file(table, file, job.load, source, rows)


def _write_lines(job: _Job, source: int, query: str) -> None:
    """Run a query, sorted by receiver, into as many files as it takes: each with its receivers.

    So a question about one importer opens few of them. Threads hand their row groups over as they
    end, so that neighbours among the files may overlap.
    """
    halves = job.work / "lines"
    job.db.execute(
        f"COPY ({query}) TO {literal(str(halves))} ({_STORED}, ROW_GROUPS_PER_FILE {FILE_GROUPS})"
    )
    for part, half in enumerate(sorted(halves.iterdir(), key=lambda file: (len(file.name), file))):
        rows, low, high = one(
            job.db,
            f"SELECT count(*), min(receiver), max(receiver) "
            f"FROM read_parquet({path_literal(half)})",
        )
        file = job.disk.table_file("lines", job.load, part)
        settle(half, job.disk.path(file))
        job.catalogue.add_file("lines", file, job.load, source, rows, receivers=(low, high))
    halves.rmdir()


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


def _lines(job: _Job, source: int) -> str:
    """The lines of a source that were just written, as a table."""
    return paths_sql(map(job.disk.path, job.catalogue.files_of("lines", source)))


# -- the books


def _count_lines(job: _Job, source: int) -> None:
    lines, db = _lines(job, source), job.catalogue.db
    (count,) = one(job.db, f"SELECT count(DISTINCT line) FROM {lines}")
    db.execute("INSERT INTO books VALUES (?, 'lines', '', ?)", (source, count))
    (keyless,) = one(
        job.db, f"SELECT count(*) FROM {lines} WHERE content IS NOT NULL AND month IS NULL"
    )
    if keyless:
        db.execute("INSERT INTO books VALUES (?, 'keyless', '', ?)", (source, keyless))
    months = job.db.execute(
        f"SELECT coalesce(strftime(coalesce(registered, month), '%Y-%m'), ''), count(*), "
        "min(coalesce(registered, month))::VARCHAR, "
        # A row of a month speaks of all its days: the records do not end on the first of it.
        "max(coalesce(registered, last_day(month)))::VARCHAR "
        f"FROM {lines} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    db.executemany("INSERT INTO months VALUES (?, ?, ?, ?, ?)", [(source, *m) for m in months])
    marks = marks_of(job.db, lines).items()
    db.executemany("INSERT INTO marks VALUES (?, ?, ?)", [(source, *m) for m in marks])


def _check_books(job: _Job, source: int, records: int) -> None:
    """`rows read = lines + repeated + superseded + refused + skipped`, or the load is undone."""
    job.catalogue.db.execute("INSERT INTO books VALUES (?, 'read', '', ?)", (source, records))
    books = job.catalogue.books_of(source)
    if not books.balanced:
        raise BooksDoNotBalance(
            f"{books.read:,} rows were read but {books.accounted:,} are accounted for.",
            where=books.source.name,
            do="Nothing of this file was loaded. Please report it with the file's first lines.",
        )
