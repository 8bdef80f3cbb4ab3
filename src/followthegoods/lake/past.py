"""The catalogue as it was after an earlier load: a copy of it, cut back.

What a load adds refers to it, so that whatever refers to a later load was not there yet, and what
a later load took out was. Two things leave nothing to go back to, and are told: the lines of a
source that was removed since, and those of a source that was read again since.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from followthegoods.lake.catalogue import Catalogue


@dataclass(frozen=True)
class Load:
    """One change of a case: what kind it was, when (UTC) and by whom, and by which program."""

    load: int
    kind: str
    at: str
    author: str
    program: str


@dataclass(frozen=True)
class Gone:
    """A source whose lines were others after an earlier load: `removed` or `read again` in `load`.

    Only loads from `first` on, and before `load`, had the lines that are gone.
    """

    name: str
    how: str
    first: int
    load: int


def loads(catalogue: Catalogue) -> list[Load]:
    """Every load of the case, oldest first."""
    rows = catalogue.db.execute("SELECT load, kind, at, author, program FROM loads ORDER BY load")
    return [Load(*row) for row in rows]


def concerned(catalogue: Catalogue, load: int) -> list[tuple[str, str]]:
    """The files and tables of references that a load was about, and what was done with each."""
    found: set[tuple[str, str]] = set()
    for table in _tables(catalogue.db):
        columns = [row[1] for row in catalogue.db.execute(f"PRAGMA table_info({table})")]
        if "name" not in columns or table == "files":
            continue
        for column, parent in _references(catalogue.db, table):
            if parent == "loads":
                done = "removed" if column == "removed" else "added"
                rows = catalogue.db.execute(f"SELECT name FROM {table} WHERE {column} = ?", (load,))
                found |= {(str(row["name"]), done) for row in rows}
    again = catalogue.db.execute(
        "SELECT s.name FROM sources AS s JOIN files AS f USING (source) "
        "WHERE f.name = 'lines' AND f.load = ? AND s.added < ?",
        (load, load),
    )
    return sorted(found | {(str(row["name"]), "read again") for row in again})


def gone(catalogue: Catalogue, load: int) -> list[Gone]:
    """What the case had after a load and has no more."""
    removed = catalogue.db.execute(
        "SELECT name, added, removed FROM sources WHERE added <= ? AND removed > ? "
        "ORDER BY removed, source",
        (load, load),
    )
    found = [Gone(row["name"], "removed", row["added"], row["removed"]) for row in removed]
    again = catalogue.db.execute(
        "SELECT DISTINCT s.name, s.added, f.load FROM sources AS s JOIN files AS f USING (source) "
        "WHERE f.name = 'lines' AND s.removed IS NULL AND s.added <= ? AND f.load > ? "
        "ORDER BY f.load, s.source",
        (load, load),
    )
    return found + [Gone(row["name"], "read again", row["added"], row["load"]) for row in again]


def copy_catalogue(catalogue: Catalogue, to: Path) -> None:
    """Write the catalogue, as this connection sees it, to another file."""
    with closing(sqlite3.connect(to)) as copy:
        catalogue.db.backup(copy)


def cut_back(db: sqlite3.Connection, load: int) -> None:
    """Take out of a copy of a catalogue all that came after a load."""
    references = [(table, *each) for table in _tables(db) for each in _references(db, table)]
    later = [(table, column) for table, column, parent in references if parent == "loads"]
    for table, column in later:
        if column != "removed":
            db.execute(f"DELETE FROM {table} WHERE {column} > ?", (load,))
    for table, column in later:
        if column == "removed":
            db.execute(f"UPDATE {table} SET removed = NULL WHERE removed > ?", (load,))
    db.execute("DELETE FROM loads WHERE load > ?", (load,))
    for table, column, parent in references:
        if parent != "loads":
            own = _key(db, parent)
            db.execute(
                f"DELETE FROM {table} WHERE {column} IS NOT NULL "
                f"AND {column} NOT IN (SELECT {own} FROM {parent})"
            )


def _tables(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [str(row[0]) for row in rows]


def _references(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """The columns of a table that refer to another table, and to which."""
    return [(row[3], row[2]) for row in db.execute(f"PRAGMA foreign_key_list({table})")]


def _key(db: sqlite3.Connection, table: str) -> str:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    return next(str(row[1]) for row in columns if row[5])
