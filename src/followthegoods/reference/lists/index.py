"""The index by which names and numbers of a list's entries are found: one SQLite file a version.

`name` holds the names as they are read; `key` which of them stand under what, see `name_blocks`;
`number` which entries have a number whose checksum holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.engine.duckdb import Connection
from followthegoods.reference.lists.tables import name_blocks

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE name (n INTEGER PRIMARY KEY, list TEXT, entry TEXT, name TEXT, quality TEXT,
    nature TEXT, form TEXT, words TEXT, sound TEXT, script TEXT);
CREATE TABLE key (block TEXT, word TEXT, n INTEGER, PRIMARY KEY (block, n, word)) WITHOUT ROWID;
CREATE TABLE number (id_key TEXT, list TEXT, entry TEXT, PRIMARY KEY (id_key, entry))
    WITHOUT ROWID;
"""

ENTRY_NAME = "list, entry, name, quality, nature, form, words, sound, script"
"""The columns of an entry's name."""


def build_index(db: Connection, list_id: str, path: Path) -> int:
    """Write the index from the tables `entry_keys` and `entry_ids` of a version of a list. Returns
    how many names are in it."""
    _, *columns = ENTRY_NAME.split(", ")
    names = db.execute(
        f"SELECT DISTINCT {', '.join(columns)} FROM entry_keys ORDER BY ALL"
    ).fetchall()
    numbers = db.execute("SELECT DISTINCT id_key, entry FROM entry_ids WHERE valid").fetchall()
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.executescript(_TABLES)
        index.execute("BEGIN")
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((n, list_id, *row) for n, row in enumerate(names)),
        )
        index.executemany("INSERT INTO key VALUES (?, ?, ?)", sorted(_keys(names)))
        index.executemany(
            "INSERT INTO number VALUES (?, ?, ?)",
            ((key, list_id, entry) for key, entry in sorted(numbers)),
        )
        index.execute("COMMIT")
    return len(names)


def _keys(names: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, str, int]]:
    for n, (*_, words, sound, _script) in enumerate(names):
        for block, word in name_blocks(words.split(" "), sound):
            yield block, word, n


class ListIndex:
    """An index, open for reading."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        self._db.close()

    def under(self, blocks: Iterable[str]) -> list[tuple[Any, ...]]:
        """Block, word and the columns of `ENTRY_NAME` of the names that stand under some blocks."""
        found: list[tuple[Any, ...]] = []
        for block in blocks:
            found += self._db.execute(
                f"SELECT block, word, {ENTRY_NAME} FROM key JOIN name USING (n) WHERE block = ?",
                (block,),
            )
        return found

    def numbered(self, key: str) -> list[tuple[str, str]]:
        """List and entry of those that have a number."""
        rows = self._db.execute("SELECT list, entry FROM number WHERE id_key = ?", (key,))
        return [(name, entry) for name, entry in rows]
