"""Watches and looks as the catalogue keeps them: append-only, ended only by a later row.

The table is made with the first of them. A watch is about a mention, whose id is made of what it
says: it outlives files that go and come. With each row stands what was seen then. No row is a
load: nothing that a case answers is other because somebody looked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.opening import trouble
from followthegoods.model.watching import Looked, Watched
from followthegoods.parties.search import party_id

WATCH, STOP, LOOK = "watch", "stop", "look"

_TABLE = """CREATE TABLE IF NOT EXISTS watches (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,          -- watch, stop, look
    mention INTEGER,             -- of a watch: whom
    called TEXT NOT NULL,        -- of a watch: what the party was called
    seen TEXT NOT NULL,          -- JSON: what was seen then
    author TEXT NOT NULL,
    at TEXT NOT NULL,            -- UTC
    load INTEGER NOT NULL REFERENCES loads  -- the newest that was there
) STRICT"""


@dataclass(frozen=True)
class Kept:
    """A row: `mention` is None of a look."""

    kind: str
    mention: int | None
    called: str
    seen: dict[str, Any]
    author: str
    at: str
    load: int

    def watched(self) -> Watched:
        """The watch that the row begins."""
        return Watched(party_id(self.mention or 0), self.called, self.author, self.at, self.load)

    def looked(self) -> Looked:
        """The look that the row is."""
        return Looked(self.author, self.at, self.load, self.seen["state"])


@contextmanager
def appending(catalogue: Catalogue) -> Iterator[None]:
    """One transaction in which rows are written, whole or not at all. Raises `CaseBusy`,
    `CaseReadOnly`, `DiskFull`."""
    try:
        catalogue.db.execute("BEGIN IMMEDIATE")
        catalogue.db.execute(_TABLE)
        yield
        catalogue.db.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise trouble(catalogue.path, error) from error
    finally:
        if catalogue.db.in_transaction:
            catalogue.db.execute("ROLLBACK")


def write_row(
    catalogue: Catalogue,
    kind: str,
    author: str,
    seen: dict[str, Any],
    mention: int | None = None,
    called: str = "",
) -> None:
    """Append a row, while `appending`."""
    said = json.dumps(seen, ensure_ascii=False)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    catalogue.db.execute(
        "INSERT INTO watches (kind, mention, called, seen, author, at, load) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (kind, mention, called, said, author, at, catalogue.last_load()),
    )


def read_rows(catalogue: Catalogue) -> list[Kept]:
    """Every row in the order they were made."""
    if not catalogue.has("watches"):
        return []
    rows = catalogue.db.execute(
        "SELECT kind, mention, called, seen, author, at, load FROM watches ORDER BY number"
    )
    return [
        Kept(kind, mention, called, json.loads(seen), author, at, load)
        for kind, mention, called, seen, author, at, load in rows
    ]


def watches(rows: list[Kept]) -> list[Kept]:
    """The watches that nobody ended, in the order they were begun."""
    found: dict[int, Kept] = {}
    for row in rows:
        if row.mention is None:
            continue
        if row.kind == WATCH:
            found.setdefault(row.mention, row)
        else:
            found.pop(row.mention, None)
    return list(found.values())


def last_look(rows: list[Kept], author: str) -> Kept | None:
    """The newest look of somebody."""
    own = [row for row in rows if row.kind == LOOK and row.author == author]
    return own[-1] if own else None
