"""Small files of one kind, prepared together.

To plan the statements that derive lines takes longer than to read a small file. So of small files
that come one after another those with the same columns are prepared as if they were the sheets of
one. Each is then a source of its own, as if it had come alone: what its own cells say about how
numbers and days are written decides, and a file that would be read otherwise by itself is prepared
by itself.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import Connection, connect, engine_errors, path_literal
from followthegoods.errors import FtgError
from followthegoods.ingest.cells import NUMERIC, SheetPlan
from followthegoods.ingest.clean import clean
from followthegoods.ingest.derive import (
    Prepared,
    Progress,
    Rows,
    context_of,
    plan_sheets,
    prepare,
)
from followthegoods.ingest.numbers import PROOFS, Evidence, evidence_sql, proof_sql, style
from followthegoods.lake.disk import Disk
from followthegoods.model.fields import BY_NAME, ROLES, Kind
from followthegoods.sources.layout import HEADER_WITHIN, Layout
from followthegoods.sources.raw import RawFile, placed_rows, read_raw

SMALL = 4 << 20
"""Bytes of the largest file that is prepared with others."""

MOST, MOST_BYTES = 128, 64 << 20
"""Files that are prepared and loaded together at most, and the bytes of all of them."""


@dataclass(frozen=True)
class Ahead:
    """A file that was read into raw, `file`, before its turn; `shared` where it was prepared with
    others."""

    raw: RawFile
    file: Path
    shared: Shared | None = None


@dataclass(frozen=True)
class Shared:
    """What files have in common that were `prepared` together on the connection `db`; of one of
    them the first rows, how it is read, and the how-manieth it is, from 1."""

    head: Rows
    plan: SheetPlan
    place: int
    prepared: Several
    db: Connection


@dataclass(frozen=True)
class Several(Prepared):
    """What is known of files that were prepared together. Those that are to be loaded are `places`
    of them, in their order."""

    places: tuple[int, ...] = ()

    def of(self, places: Sequence[int]) -> Several:
        """The same of some of the files."""
        return replace(self, places=tuple(places))

    def take_up(self, db: Connection, sources: Sequence[int]) -> None:
        """Make the tables `apart` and `said_<role>` of these files, which become `sources`."""
        pairs = ", ".join(map(str, zip(self.places, sources, strict=True)))
        db.execute("CREATE OR REPLACE TEMP TABLE placed (place SMALLINT, source INTEGER)")
        db.execute(f"INSERT INTO placed VALUES {pairs}")
        db.execute(
            "CREATE OR REPLACE TEMP TABLE apart AS SELECT a.* REPLACE (1::SMALLINT AS sheet), "
            "m.source FROM all_apart AS a JOIN placed AS m ON m.place = a.sheet"
        )
        for role in ROLES:
            db.execute(
                f"CREATE OR REPLACE TEMP TABLE said_{role} AS SELECT s.* EXCLUDE (sheet), m.source "
                f"FROM all_said_{role} AS s JOIN placed AS m ON m.place = s.sheet"
            )

    def lines(self, sources: Sequence[int]) -> str:
        """The statement that finds the lines of these sources among those of all."""
        return (
            "SELECT l.* REPLACE ((m.source::BIGINT << 36) | l.row AS line, m.source AS source, "
            "1::SMALLINT AS sheet) FROM all_lines AS l JOIN placed AS m ON m.place = l.sheet "
            "ORDER BY receiver, source, row"
        )


@dataclass(frozen=True)
class _Read:
    """A file of one sheet of records, in raw."""

    path: Path
    ahead: Ahead
    head: Rows
    plan: SheetPlan

    @property
    def kind(self) -> tuple[object, ...]:
        """What files have in common that can be prepared together."""
        reading = self.plan.reading
        if reading is None:
            return ()
        columns = tuple(sorted(reading.columns.items()))
        first = self.plan.first_row
        return reading.layout.sha256, columns, reading.written, first, self.ahead.raw.columns


def worth_it(sizes: Iterable[int]) -> int:
    """How many of the next files, of which these are the bytes, are prepared together."""
    count = total = 0
    for size in islice(sizes, MOST):
        total += size
        if size > SMALL or total > MOST_BYTES:
            break
        count += 1
    return count


@contextmanager
def prepared_together(
    paths: Sequence[Path], disk: Disk, settings: Settings, layout: Layout | None, progress: Progress
) -> Iterator[dict[Path, Ahead]]:
    """Some files as they are then loaded, prepared together where they can be.

    A file that cannot be read is left to its own turn; one that is not like the others is read.
    """
    work = disk.work()
    found: dict[Path, Ahead] = {}
    alike = defaultdict(list)
    try:
        with ExitStack() as held:
            for number, path in enumerate(paths):
                with suppress(FtgError):
                    raw_file = work / f"{number}.parquet"
                    raw = read_raw(path, raw_file, work, settings, progress)
                    found[path] = Ahead(raw, raw_file)
            for path, head in _heads(found, work, settings):
                with suppress(FtgError):
                    if read := _read(path, found[path], head, layout):
                        alike[read.kind].append(read)
            for reads in alike.values():
                if len(reads) > 1:
                    db = held.enter_context(closing(connect(settings, work)))
                    with engine_errors(reads[0].path.name, None):
                        found.update(_prepare(db, reads))
            yield found
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _heads(
    found: Mapping[Path, Ahead], work: Path, settings: Settings
) -> Iterator[tuple[Path, Rows]]:
    """The first rows of the files that may be prepared with others: those of one sheet."""
    as_wide = defaultdict(list)
    for path, ahead in found.items():
        if not ahead.raw.mixed and len(ahead.raw.sheets) == 1:
            as_wide[ahead.raw.columns].append((path, ahead.file))
    with closing(connect(settings, work)) as db:
        for files in as_wide.values():
            heads: list[list[list[str | None]]] = [[] for _ in files]
            every = ", ".join(path_literal(file) for _, file in files)
            with engine_errors(files[0][0].name, None):
                rows = db.execute(
                    "SELECT file_index, COLUMNS('^c[0-9]+$') "
                    f"FROM read_parquet([{every}], file_row_number = true) "
                    f"WHERE file_row_number < {HEADER_WITHIN} ORDER BY file_index, file_row_number"
                ).fetchall()
            for place, *cells in rows:
                heads[place].append(cells)
            yield from ((path, head) for (path, _), head in zip(files, heads, strict=True))


def _read(path: Path, ahead: Ahead, head: Rows, layout: Layout | None) -> _Read | None:
    """How a file is read, where it is one that may be prepared with others."""
    (plan,) = plan_sheets(path.name, [head], layout)
    return _Read(path, ahead, head, plan) if plan.reading else None


def _prepare(db: Connection, reads: Sequence[_Read]) -> dict[Path, Ahead]:
    """Prepare files of one kind, as sheets of one; those that are read by themselves as they are
    read so."""
    plan = replace(reads[0].plan, sheet=1, last=len(reads))
    each = " UNION ALL ".join(
        f"SELECT {place}::SMALLINT AS sheet, * EXCLUDE (sheet, file_row_number), "
        f"({place}::BIGINT << 32) | file_row_number AS file_row_number "
        f"FROM {placed_rows(path_literal(read.ahead.file))}"
        for place, read in enumerate(reads, start=1)
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE together AS {each}")
    absent = frozenset.intersection(*(read.ahead.raw.absent for read in reads))
    prepared = prepare(db, "together", reads[0].ahead.raw.columns, [plan], absent=absent)
    same = _read_so_alone(db, prepared)
    db.execute(f"CREATE TEMP TABLE all_lines AS {prepared.lines([0])}")
    db.execute("ALTER TABLE apart RENAME TO all_apart")
    for role in ROLES:
        db.execute(
            f"CREATE TEMP TABLE all_said_{role} AS "
            f"SELECT n.sheet, s.* REPLACE (n.lines AS lines) FROM said_{role} AS s "
            f"JOIN (SELECT sheet, {role} AS mention, count(*) AS lines FROM all_lines "
            f"GROUP BY ALL) AS n USING (mention)"
        )
    several = Several(**vars(prepared))
    return {
        read.path: replace(read.ahead, shared=Shared(read.head, read.plan, place, several, db))
        for place, read in enumerate(reads, start=1)
        if place in same
    }


def _read_so_alone(db: Connection, prepared: Prepared) -> set[int]:
    """The sheets whose cells mean by themselves what they mean among those of all."""
    same = {sheet for (sheet,) in db.execute("SELECT DISTINCT sheet FROM together").fetchall()}
    same -= _numbered_otherwise(db, prepared)
    for name in prepared.mapped:
        if BY_NAME[name].kind in (Kind.DATE, Kind.MONTH, Kind.COUNTRY):
            same -= _cleaned_otherwise(db, prepared, name)
    return same


def _cleaned_otherwise(db: Connection, prepared: Prepared, name: str) -> set[int]:
    """The sheets of which a cell of this field means something else by itself."""
    kind, layout = BY_NAME[name].kind, prepared.layout
    cells: dict[int, list[str]] = defaultdict(list)
    for sheet, cell in db.execute(
        f"{prepared.keyed} SELECT DISTINCT sheet, {name} FROM picked WHERE {name} IS NOT NULL"
    ).fetchall():
        cells[sheet].append(cell)
    among = context_of([cell for own in cells.values() for cell in own], name, layout)

    def otherwise(own: list[str]) -> bool:
        alone = context_of(own, name, layout)
        return alone != among and any(clean(kind, c, alone) != clean(kind, c, among) for c in own)

    return {sheet for sheet, own in cells.items() if otherwise(own)}


def _numbered_otherwise(db: Connection, prepared: Prepared) -> set[int]:
    """The sheets with a number that can be read two ways, in a column that is written otherwise by
    the evidence of the sheet itself."""
    numeric = [name for name in prepared.mapped if BY_NAME[name].kind in NUMERIC]
    if not numeric:
        return set()
    picked = f"{prepared.keyed} SELECT * FROM picked"
    found = set()
    proven = _proven(db, picked, numeric)
    for sheet, *counts in db.execute(evidence_sql(picked, numeric, by_sheet=True)).fetchall():
        size = len(counts) // len(numeric)
        seen = {n: Evidence(*counts[size * i : size * (i + 1)]) for i, n in enumerate(numeric)}
        unsure = [name for name, e in seen.items() if e.comma_unsure or e.point_unsure]
        if unsure:
            seen = {name: replace(e, **proven[sheet, name]) for name, e in seen.items()}
            file = sum(seen.values(), Evidence())
            if any(style(seen[name], file) != prepared.styles[name] for name in unsure):
                found.add(sheet)
    return found


def _proven(
    db: Connection, picked: str, numeric: Sequence[str]
) -> dict[tuple[int, str], dict[str, int]]:
    """Of each sheet and number column, what its whole numbers prove, as fields of `Evidence`."""
    tests = ", ".join(
        f"coalesce(bool_or({proof_sql(name, proof)}), false)::INTEGER"
        for name in numeric
        for proof in PROOFS
    )
    size = len(PROOFS)
    return {
        (sheet, name): dict(zip(PROOFS, told[size * i : size * (i + 1)], strict=True))
        for sheet, *told in db.execute(
            f"SELECT sheet, {tests} FROM ({picked}) GROUP BY sheet"
        ).fetchall()
        for i, name in enumerate(numeric)
    }
