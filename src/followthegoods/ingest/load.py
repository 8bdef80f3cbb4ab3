"""Files into the case: raw, lines, refused rows, mentions, fates; the books balanced.

One file by itself, or small ones of one kind together. All of it happens inside the caller's
transaction. Files are made in a work folder and moved to their place when they are whole; until the
transaction commits, nothing counts.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

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
from followthegoods.ingest import lines as sql
from followthegoods.ingest.derive import (
    CELLS,
    Prepared,
    Progress,
    first_rows,
    plan_sheets,
    prepare,
)
from followthegoods.ingest.entry import (
    Incoming,
    add_source,
    check_books,
    count_apart,
    count_lines,
    read_by,
)
from followthegoods.ingest.fate import settle_fates
from followthegoods.ingest.makers import NAMED, name_makers
from followthegoods.ingest.together import Ahead, Shared
from followthegoods.lake.catalogue import Catalogue, Source
from followthegoods.lake.disk import STORED, Disk, settle
from followthegoods.lake.sharing import Spans, add_shared, separate, spans
from followthegoods.sources.layout import Layout
from followthegoods.sources.raw import mixed_rows, placed_rows, read_raw

FILE_GROUPS = 64
"""Row groups in one file of lines: the engine looks at all of a file's before it reads any."""

SPACE_FACTOR = 3
"""Free space a load asks for, as a multiple of the file: text, raw and lines side by side."""


@dataclass
class _Job:
    """What the steps of one load share. `sources` are those it is of, once they are entered;
    `lines`, the files of their lines."""

    db: Connection
    disk: Disk
    catalogue: Catalogue
    load: int
    work: Path
    progress: Progress
    settings: Settings
    sources: Sequence[int] = ()
    lines: list[Path] = field(default_factory=list)


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
    if ahead and ahead.shared:
        (source,) = _load_prepared(
            [(path, ahead, ahead.shared)], disk, catalogue, load, settings, progress, needed
        )
        return source
    work = disk.work()
    try:
        file = ahead.file if ahead else work / "raw.parquet"
        raw = ahead.raw if ahead else read_raw(path, file, work, settings, progress)
        with closing(connect(settings, work)) as db, engine_errors(path.name, needed):
            job = _Job(db, disk, catalogue, load, work, progress, settings)
            cells = placed_rows(path_literal(file))
            heads = [first_rows(db, cells, n) for n in range(1, len(raw.sheets) + 1)]
            plans = plan_sheets(path.name, heads, layout)
            progress("lines", 0.0)
            mixed = _mixed(file, raw.mixed)
            prepared = prepare(db, cells, raw.columns, plans, mixed, raw.absent)
            _enter(job, [Incoming(path, raw, file, heads, plans)], prepared)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return job.sources[0]


def load_together(
    files: Sequence[tuple[Path, Ahead]],
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    settings: Settings,
    progress: Progress,
) -> Sequence[int]:
    """Load files that were prepared together, all of them as part of load number `load`: each a
    source, and their rows in files that they share. Return the numbers of their sources.

    Raises as `load_file` does, for whichever file.
    """
    needed = SPACE_FACTOR * sum(ahead.raw.size for _, ahead in files)
    disk.need(needed, f"Loading {len(files)} files")
    shared = [(path, ahead, ahead.shared) for path, ahead in files if ahead.shared]
    return _load_prepared(shared, disk, catalogue, load, settings, progress, needed)


def _load_prepared(
    files: Sequence[tuple[Path, Ahead, Shared]],
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    settings: Settings,
    progress: Progress,
    needed: int,
) -> Sequence[int]:
    """Load one or several of the files that were prepared together."""
    first, _, shared = files[0]
    prepared = shared.prepared.of([own.place for _, _, own in files])
    incoming = [
        Incoming(path, ahead.raw, ahead.file, [own.head], [own.plan]) for path, ahead, own in files
    ]
    work = disk.work()
    try:
        with engine_errors(first.name, needed):
            job = _Job(shared.db, disk, catalogue, load, work, progress, settings)
            _enter(job, incoming, prepared)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return job.sources


def _enter(job: _Job, incoming: Sequence[Incoming], prepared: Prepared) -> None:
    """Enter files that were read and prepared, their lines and what became of them."""
    job.sources = [add_source(job.catalogue, job.load, one, prepared.layout) for one in incoming]
    _derive(job, prepared, [one.raw.records for one in incoming])
    for source, read in zip(job.sources, incoming, strict=True):
        kept = job.disk.raw(read.raw.sha256)
        if read.file.exists():  # else a load of it with others, which failed, has moved it
            settle(read.file, job.disk.path(kept))
        job.catalogue.add_file("raw", kept, job.load, source, read.raw.records)


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
    facts = source.format
    try:
        with closing(connect(settings, work)) as db, engine_errors(source.name, needed):
            job = _Job(db, disk, catalogue, load, work, progress, settings, [source.source])
            separate(db, disk, catalogue, load, source.source)
            replaced = [disk.path(file) for file in catalogue.files_of("lines", source.source)]
            cells = placed_rows(path_literal(raw))
            heads = [first_rows(db, cells, n + 1) for n in range(len(facts["sheets"]))]
            plans = plan_sheets(source.name, heads, layout)
            progress("lines", 0.0)
            mixed = _mixed(raw, facts.get("mixed", False))
            prepared = prepare(db, cells, _width(db, cells), plans, mixed)
            catalogue.forget_lines(source.source)
            read_by(catalogue, source, prepared)
            _derive(job, prepared, [sum(sheet["rows"] for sheet in facts["sheets"])], replaced)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _width(db: Connection, cells: str) -> int:
    """How many cells a raw row has."""
    return len(db.execute(f"DESCRIBE SELECT {CELLS} FROM {cells}").fetchall())


def _mixed(raw: Path, mixed: bool) -> str:
    """The rows with cells in another encoding than their text; nothing where there are none."""
    return mixed_rows(path_literal(raw)) if mixed else ""


# -- deriving


def _derive(
    job: _Job, prepared: Prepared, records: Sequence[int], replaced: Sequence[Path] = ()
) -> None:
    """The rows of the job's sources, so many `records` of each, into the tables of the lake; their
    books. `replaced`: files of the lines that they had before."""
    prepared.take_up(job.db, job.sources)
    count_apart(job.db, job.catalogue)
    _write(job, "refused", _REFUSED)
    job.progress("lines", 0.2)
    _write_lines(job, prepared.lines(job.sources))
    job.progress("mentions", 0.6)
    lines, several = paths_sql(job.lines), len(job.sources) > 1
    if "goods" in prepared.mapped and name_makers(
        job.db, lines, job.work, job.settings, sampled=not several
    ):
        _write(job, "makers", NAMED)
    job.db.execute(f"CREATE OR REPLACE TEMP TABLE mentioned AS {sql.mentions_sql()}")
    _write(job, "mentions", "SELECT * EXCLUDE (source) FROM mentioned", spans(job.db, "mentioned"))
    count_lines(job.db, job.catalogue, job.sources, lines)
    job.progress("repeats", 0.0)
    settle_fates(job.db, job.disk, job.catalogue, job.load, job.sources, replaced=replaced)
    for source, count in zip(job.sources, records, strict=True):
        check_books(job.catalogue, source, count)


_REFUSED = """SELECT source, sheet, row, split_part(verdict, ':', 2) AS reason, cells,
    ' ' || regexp_replace(upper(array_to_string(cells, ' ')), '[^\\pL\\pN]+', ' ', 'g')
    || ' ' AS said
FROM apart WHERE starts_with(verdict, 'refused:') ORDER BY source, sheet, row"""


def _write(job: _Job, table: str, query: str, spans: Spans | None = None) -> None:
    """Run a query into the file this load adds to a table, whole and in place. `spans`: where in
    it the rows of each source stand, where the rows themselves do not tell."""
    half = job.work / f"{table}.parquet"
    job.db.execute(f"COPY ({query}) TO {literal(str(half))} ({STORED})")
    (rows,) = one(job.db, f"SELECT count(*) FROM read_parquet({path_literal(half)})")
    file = job.disk.table_file(table, job.load)
    settle(half, job.disk.path(file))
    add_shared(job.catalogue, table, file, job.load, job.sources, rows, spans=spans)


def _write_lines(job: _Job, query: str) -> None:
    """Run a query, sorted by receiver, into as many files as it takes: each with its receivers.

    So a question about one importer opens few of them. Threads hand their row groups over as they
    end, so that neighbours among the files may overlap.
    """
    halves = job.work / "lines"
    job.db.execute(
        f"COPY ({query}) TO {literal(str(halves))} ({STORED}, ROW_GROUPS_PER_FILE {FILE_GROUPS})"
    )
    for part, half in enumerate(sorted(halves.iterdir(), key=lambda file: (len(file.name), file))):
        rows, low, high = one(
            job.db,
            f"SELECT count(*), min(receiver), max(receiver) "
            f"FROM read_parquet({path_literal(half)})",
        )
        file = job.disk.table_file("lines", job.load, part)
        settle(half, job.disk.path(file))
        add_shared(job.catalogue, "lines", file, job.load, job.sources, rows, receivers=(low, high))
        job.lines.append(job.disk.path(file))
    halves.rmdir()
