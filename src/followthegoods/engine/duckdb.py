"""The embedded engine: connections, quoting, and what its errors mean to the person who waits."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import duckdb

from followthegoods.config import Settings
from followthegoods.errors import Broken, CaseDamaged, DiskFull

Connection = duckdb.DuckDBPyConnection
Statement = duckdb.Statement
EngineError = duckdb.Error
RefusedText = duckdb.InvalidInputException
"""What the engine raises for delimited text it cannot split as told."""

_DISK_FULL = re.compile(
    r"no space left on device|disk quota exceeded|failed to offload data|max_temp_directory_size",
    re.IGNORECASE,
)
_GONE = re.compile(r"no files found that match|no such file or directory", re.IGNORECASE)
_INTERRUPTED = "Query interrupted"
"""All that the engine says, in a plain `RuntimeError`, when a signal ends a statement."""


def connect(
    settings: Settings, temp: Path | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A fresh in-memory engine within the settings' memory; what does not fit spills to `temp`.

    Times are in UTC, nothing is fetched from a network, and no extension is loaded on its own.
    `threads` overrides the settings' number. Without `temp` nothing is spilled. Inside `one_engine`
    it is a connection of that engine, with tables of its own.
    """
    shared = _SHARED.get()
    if shared is not None:
        return _ready(shared.connection())
    return _ready(_engine(settings, temp, threads))


def beside(connection: Connection) -> Connection:
    """A second connection to the engine of one, with the same tables but temporary ones."""
    return _ready(connection.cursor())


@contextmanager
def one_engine(settings: Settings, temp: Path) -> Iterator[None]:
    """Inside the block, `connect` gives connections of one engine that spills to `temp`: an engine
    takes longer to start than a small file to load. The engine starts when it is first needed."""
    shutil.rmtree(temp, ignore_errors=True)
    shared = _Shared(settings, temp)
    before = _SHARED.set(shared)
    try:
        yield
    finally:
        _SHARED.reset(before)
        shared.close()
        shutil.rmtree(temp, ignore_errors=True)


class _Shared:
    """An engine that several connections have in common."""

    def __init__(self, settings: Settings, temp: Path) -> None:
        self._settings, self._temp = settings, temp
        self._first: Connection | None = None

    def connection(self) -> Connection:
        if self._first is None:
            self._first = _engine(self._settings, self._temp, None)
        return self._first.cursor()

    def close(self) -> None:
        if self._first is not None:
            self._first.close()


_SHARED: ContextVar[_Shared | None] = ContextVar("_SHARED", default=None)


def _engine(settings: Settings, temp: Path | None, threads: int | None) -> Connection:
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": settings.memory,
            "threads": settings.threads if threads is None else threads,
            "temp_directory": "" if temp is None else str(temp),
            "enable_external_access": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # With threads of its own for reading and writing files, the engine (2.0.0) can wait for
            # itself for ever where a COPY is interrupted or fails.
            "async_threads": 0,
        },
    )


def _ready(connection: Connection) -> Connection:
    connection.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true")
    # Progress is asked for, never printed: the engine answers only with the bar switched on. In a
    # notebook it draws the bar by a package of its own, and refuses where that is missing.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    return connection


def one(db: Connection, sql: str, parameters: list[Any] | None = None) -> tuple[Any, ...]:
    """The one row of a statement that always has one, such as a count."""
    row = db.execute(sql, parameters).fetchone()
    if row is None:
        raise Broken("A statement that must give a row gave none.", where=sql[:80])
    return row


def literal(value: str) -> str:
    """`value` as a text literal of SQL."""
    return "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as a quoted name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def path_literal(path: Path) -> str:
    """`path` as the literal of a file to read: no character of it is a wildcard."""
    return literal(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def paths_sql(paths: Iterable[Path]) -> str:
    """A table function over Parquet files, wherever they lie."""
    return f"read_parquet([{', '.join(map(path_literal, paths))}])"


@contextmanager
def engine_errors(where: str, needed: int | None) -> Iterator[None]:
    """Turn what the engine raises inside the block into errors of the program.

    `where` names what was being worked on; `needed` is the disk space the work may take, in
    bytes, where it is known. Raises `DiskFull`, `KeyboardInterrupt` or `Broken`.
    """
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if str(error) == _INTERRUPTED:
            raise KeyboardInterrupt from error
        raise
    except duckdb.Error as error:
        if _DISK_FULL.search(str(error)):
            raise disk_full(where, needed) from error
        raise Broken(
            f"The engine failed: {str(error).splitlines()[0]}",
            where=where,
            do="Try again; if it fails again, report it with this message.",
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(where, needed) from error
        raise


@contextmanager
def lake_errors(root: Path) -> Iterator[None]:
    """As `engine_errors`, for questions to the case in `root`.

    Raises `CaseDamaged` where one of its files is not there: it went, or was taken out meanwhile.
    """
    with engine_errors(str(root), None):
        try:
            yield
        except duckdb.IOException as error:
            if not _GONE.search(str(error)):
                raise
            raise CaseDamaged(
                f"A file of the case is missing: {str(error).splitlines()[0]}",
                where=str(root),
                do="Restore the case from a copy, or make a new one and add the files again.",
            ) from error


def disk_full(where: str, needed: int | None = None) -> DiskFull:
    """The error for a full disk, naming the space the work needs where that is known."""
    space = "more space" if needed is None else f"about {needed / 1e6:,.0f} MB"
    return DiskFull(
        "There is no room left on the disk.",
        where=where,
        do=f"Free {space} on that disk, then run the same command again.",
    )
