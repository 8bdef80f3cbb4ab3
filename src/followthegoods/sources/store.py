"""Tables of text into a raw Parquet file, while the source is hashed on the side."""

from __future__ import annotations

import hashlib
import time
from _thread import allocate_lock, start_new_thread
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from followthegoods.config import Settings
from followthegoods.engine import duckdb as engine

ROW_GROUP = 30_720
LONGEST = 4 << 20
"""Bytes of the longest record the engine is asked to read, unless a longer one is known."""

_BLOCK = 4 << 20
_BUFFER = 32 << 20
"""The engine's buffers grow with the longest record it is told of, and slow it down."""

_COMPRESSION = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 5_000"
"""Level 1 is faster than the engine's default of 3 and, on declarations, no larger. A dictionary of
more values than that costs more time than the bytes it saves are worth."""


class Digest:
    """The SHA-256 of a file, taken a block at a time between other work."""

    def __init__(self, source: Path) -> None:
        self._hash = hashlib.sha256()
        self._file = source.open("rb")
        self._done = False

    def __enter__(self) -> Digest:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def step(self) -> bool:
        """Hash one more block; False when there is none left."""
        if not self._done:
            block = self._file.read(_BLOCK)
            self._hash.update(block)
            self._done = not block
        return not self._done

    def finish(self) -> str:
        """Hash what is left and return the digest in hexadecimal."""
        while self.step():
            pass
        return self._hash.hexdigest()


@dataclass(frozen=True)
class Sheet:
    """One table of a source, in its order there: its name and how many rows were read."""

    name: str
    rows: int


@dataclass(frozen=True)
class Job:
    """One file on its way to raw: where from, where to, with what.

    `name` is what the person who added it knows it by; `digest` is that of the file added, which
    may be an archive that held this one.
    """

    source: Path
    out: Path
    work: Path
    settings: Settings
    progress: Callable[[str, float], None]
    digest: Digest
    name: str

    @property
    def where(self) -> str:
        return self.name


@dataclass(frozen=True)
class Stored:
    """What a reader made of a file."""

    encoding: str
    delimiter: str
    quote: str
    sheets: tuple[Sheet, ...]
    columns: int
    replaced: int = 0
    notes: tuple[str, ...] = field(default=())
    mixed: bool = False
    """Whether raw has the column `mixed`."""
    absent: frozenset[str] = frozenset()
    """Signs that no cell is known to hold."""


def cell_columns(width: int) -> list[str]:
    """The names of the cells of a raw row: `c1` to `c{width}`."""
    return [f"c{n}" for n in range(1, width + 1)]


def raw_rows(file: str, only: Sequence[int] = ()) -> str:
    """SQL for the rows of a raw file, given as a literal: all, or some `only` of a single sheet.

    Where `row` is stored as NULL it is the record's place in the file.
    """
    places = ", ".join(str(row - 1) for row in only)
    return (
        f"(SELECT * EXCLUDE (file_row_number) FROM {placed_rows(file)}"
        f"{f' WHERE file_row_number IN ({places})' if only else ''})"
    )


_PLACE = "coalesce(row, file_row_number + 1)::INTEGER AS row"


def placed_rows(file: str) -> str:
    """As `raw_rows`, with the column `file_row_number`, from 0 over all sheets."""
    return (
        f"(SELECT sheet, {_PLACE}, COLUMNS('^(c[0-9]+|broken|file_row_number)$') "
        f"FROM read_parquet({file}, file_row_number = true))"
    )


def mixed_rows(file: str) -> str:
    """SQL for the rows of a raw file that has the column `mixed`: sheet, row, mixed."""
    return (
        f"(SELECT sheet, {_PLACE}, mixed FROM read_parquet({file}, file_row_number = true) "
        "WHERE mixed IS NOT NULL)"
    )


def unmarked_sql(columns: Sequence[str], marks: Mapping[str, str]) -> str:
    """SQL for cells, some of which hold a mark of the encoding that they were in (encoding ->
    mark): the cells without the marks, and `mixed`, which says what the marks said."""
    cells, said = [], []
    for name in columns:
        bare = name
        for encoding, mark in marks.items():
            bare = f"replace({bare}, {engine.literal(mark)}, '')"
            token = engine.literal(f"{name.removeprefix('c')}:{encoding}")
            said.append(f"CASE WHEN contains({name}, {engine.literal(mark)}) THEN {token} END")
        cells.append(f"{bare} AS {name}")
    return f"{', '.join(cells)}, nullif(concat_ws(' ', {', '.join(said)}), '') AS mixed"


def scan_text(
    parts: Sequence[Path],
    columns: list[str],
    delimiter: str,
    quote: str,
    longest: int = LONGEST,
    line_feeds: bool = True,
) -> str:
    """SQL that reads UTF-8 text as columns of VARCHAR, strictly: nothing guessed, nothing mended.

    `parts` are files that each end with a record; their rows stand in the order of the parts.
    `line_feeds` says that records end with a bare line feed, so that cells may hold others.
    """
    types = ", ".join(f"{engine.identifier(name)}: 'VARCHAR'" for name in columns)
    options = [
        "auto_detect = false, header = false, strict_mode = true",
        f"delim = {engine.literal(delimiter)}",
        f"quote = {engine.literal(quote)}, escape = {engine.literal(quote)}",
        f"columns = {{{types}}}",
        f"max_line_size = {longest}, buffer_size = {max(_BUFFER, 2 * longest)}",
    ]
    if line_feeds:
        options.append(r"new_line = '\n'")
    files = ", ".join(map(engine.path_literal, parts))
    return f"read_csv([{files}], {', '.join(options)})"


def store(job: Job, select: str, stage: str) -> int:
    """Write the rows of `select`, in order, as the job's raw file, and return their number.

    The source is hashed meanwhile, and the order of its rows is kept. Raises
    `engine.RefusedText` for text that cannot be split as told, and errors of the program for
    everything else.
    """
    return int(str(ask(job, copy_sql(select, job.out), stage)[0]))


def copy_sql(select: str, out: Path) -> str:
    """The statement that writes the rows of `select` as a raw file and gives their number."""
    target = engine.literal(str(out))
    return f"COPY ({select}) TO {target} ({_COMPRESSION}, ROW_GROUP_SIZE {ROW_GROUP})"


def ask(job: Job, sql: str, stage: str) -> tuple[object, ...]:
    """Run one statement, hashing the source and reporting progress while it runs; its one row."""
    needed = 3 * job.source.stat().st_size
    with engine.connect(job.settings, job.work) as connection:
        asked = _Asked(connection, sql)
        try:
            asked.start()
            while not asked.ended:
                if not job.digest.step():
                    asked.wait(0.1)
                job.progress(stage, max(0.0, connection.query_progress() / 100))
        except BaseException:
            asked.stop()
            raise
        if isinstance(asked.error, engine.RefusedText):
            raise asked.error
        with engine.engine_errors(job.where, needed):
            return asked.row()


class _Asked:
    """A statement that a thread runs. Who waits for it may be interrupted at any point, and always
    ends it before the connection is closed. A thread of `threading` or `concurrent` is started in
    several steps: interrupted between two of them, nobody knows of it."""

    def __init__(self, connection: engine.Connection, sql: str) -> None:
        self._connection, self._sql = connection, sql
        self._row: tuple[object, ...] | None = None
        self.error: Exception | None = None
        self.ended = True
        self._running = allocate_lock()

    def start(self) -> None:
        self._running.acquire()
        self.ended = False
        start_new_thread(self._run, ())

    def _run(self) -> None:
        try:
            self._row = self._connection.execute(self._sql).fetchone()
        except Exception as error:  # noqa: BLE001 - it is raised to who waits
            self.error = error
        finally:
            self.ended = True
            self._running.release()

    def wait(self, seconds: float) -> None:
        """Wait for the end, so long at most."""
        self._running.acquire(timeout=seconds)

    def stop(self) -> None:
        """End it. To interrupt what has not begun has no effect: so until it has ended."""
        while not self.ended:
            self._connection.interrupt()
            time.sleep(0.01)

    def row(self) -> tuple[object, ...]:
        """Its row, none being an empty one. Raises what the engine did."""
        if self.error:
            raise self.error
        return self._row or ()
