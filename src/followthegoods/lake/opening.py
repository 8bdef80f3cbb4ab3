"""Opening the catalogue, and what SQLite's errors mean to the person who waits."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from urllib.parse import quote

from followthegoods.engine.duckdb import disk_full
from followthegoods.errors import Broken, CaseDamaged, CaseReadOnly, FtgError
from followthegoods.lake.disk import case_busy

FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

_PATIENCE = 5.0
"""Seconds to wait while another process tidies the catalogue; jobs exclude each other before."""

_NO_WRITING = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
)


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a catalogue; one that only reads where its folder admits no writing.

    Such a reader shares nothing with a writer, so it is let in only while no writer's log lies
    beside the catalogue. Raises `CaseReadOnly`, `CaseDamaged`, `CaseBusy`.
    """
    try:
        try:
            return _connect(path, "mode=rw")
        except sqlite3.OperationalError as error:
            log = path.with_name(f"{path.name}-wal")
            if _code(error) not in _NO_WRITING or (log.exists() and log.stat().st_size):
                raise
        return _connect(path, "immutable=1")
    except sqlite3.DatabaseError as error:
        raise trouble(path, error) from error


def _connect(path: Path, how: str) -> sqlite3.Connection:
    # A server hands an open case from thread to thread, never to two at once.
    db = sqlite3.connect(
        f"file:{quote(str(path))}?{how}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    db.row_factory = sqlite3.Row
    try:
        db.execute("SELECT value FROM meta")
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _code(error: sqlite3.Error) -> int:
    """The primary code: what stands in the higher bits tells one cause of it from another."""
    return error.sqlite_errorcode & 0xFF


def trouble(path: Path, error: sqlite3.DatabaseError) -> FtgError:
    """What an error of the catalogue at `path` means: its disk, its permissions, its neighbours
    or, where none of these, the catalogue itself."""
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return case_busy(path.parent)
    if code == sqlite3.SQLITE_FULL:
        return disk_full(str(path.parent))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return read_only(path, str(error))
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return damaged(path, str(error))
    return Broken(
        f"The catalogue could not be worked on: {error}.",
        where=str(path),
        do="Check the disk and the space on it, then run this again. The case is as it was.",
    )


def read_only(path: Path, why: str) -> CaseReadOnly:
    """The error for a case that may not be written to, whose catalogue is at `path`."""
    return CaseReadOnly(
        f"The case may not be written to: {why}.",
        where=str(path.parent),
        do="Give yourself permission to write there, or copy the case to a place of your own.",
    )


def damaged(path: Path, why: str) -> CaseDamaged:
    """The error for a catalogue that makes no sense."""
    return CaseDamaged(
        f"The catalogue cannot be read: {why}.",
        where=str(path),
        do="Restore the case from a copy, or make a new one and add the files again.",
    )
