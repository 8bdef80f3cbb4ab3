"""The index by which names and numbers of a list's entries are found: one SQLite file a version.

`name` holds the names as they are read; `key` which of them stand under what, see `name_blocks`;
`number` which entries have a number whose checksum holds; `entry` the countries, addresses and such
numbers of each; `made` by which way of reading names it was made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.engine.duckdb import Connection
from followthegoods.reference.lists.tables import name_blocks

_FORMAT = 4
_TABLES = f"""
PRAGMA user_version = {_FORMAT};
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE name (n INTEGER PRIMARY KEY, list TEXT, entry TEXT, name TEXT, quality TEXT,
    nature TEXT, form TEXT, words TEXT, sound TEXT, script TEXT);
CREATE TABLE key (block TEXT, word TEXT, n INTEGER, PRIMARY KEY (block, n, word)) WITHOUT ROWID;
CREATE TABLE number (id_key TEXT, list TEXT, entry TEXT, PRIMARY KEY (id_key, entry))
    WITHOUT ROWID;
CREATE TABLE entry (list TEXT, entry TEXT, facts TEXT, PRIMARY KEY (list, entry)) WITHOUT ROWID;
CREATE TABLE made (reader TEXT);
CREATE TEMP TABLE unsorted (block TEXT, word TEXT, n INTEGER);
"""

_BATCH = 5_000

_FACTS = """SELECT e.entry,
    list_sort(list_distinct(list_concat(e.countries, coalesce(a.countries, [])))),
    coalesce(a.addresses, []), coalesce(i.numbers, [])
FROM entries AS e
LEFT JOIN (SELECT entry, list(DISTINCT country) FILTER (country IS NOT NULL) AS countries,
        list_sort(list(DISTINCT address_key)) AS addresses
    FROM entry_addresses GROUP BY entry) AS a ON a.entry = e.entry
LEFT JOIN (SELECT entry, list_sort(list(DISTINCT id_key)) AS numbers
    FROM entry_ids WHERE valid GROUP BY entry) AS i ON i.entry = e.entry
ORDER BY e.entry"""

ENTRY_NAME = "list, entry, name, quality, nature, form, words, sound, script"
"""The columns of an entry's name."""


def build_index(db: Connection, list_id: str, path: Path, reader: str) -> int:
    """Write the index from the tables of a version of a list, which are called as its own, and
    whose names were read by `reader`. Returns how many names are in it. Names go through in parts
    and keys are sorted on disk, so that memory does not grow with the list."""
    _, *columns = ENTRY_NAME.split(", ")
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.executescript(_TABLES)
        index.execute("BEGIN")
        index.execute("INSERT INTO made VALUES (?)", (reader,))
        found = db.execute(
            f"SELECT DISTINCT {', '.join(columns)}, core FROM entry_keys ORDER BY ALL"
        )
        names = 0
        while rows := found.fetchmany(_BATCH):
            numbered = [(n, list_id, *row) for n, row in enumerate(rows, names)]
            named = (row[:-1] for row in numbered)
            index.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", named)
            index.executemany("INSERT INTO unsorted VALUES (?, ?, ?)", _keys(numbered))
            names += len(rows)
        index.execute("INSERT INTO key SELECT * FROM unsorted ORDER BY block, n, word")
        numbers = db.execute(
            "SELECT DISTINCT id_key, entry FROM entry_ids WHERE valid ORDER BY ALL"
        )
        while ids := numbers.fetchmany(_BATCH):
            index.executemany(
                "INSERT INTO number VALUES (?, ?, ?)", ((key, list_id, entry) for key, entry in ids)
            )
        facts = db.execute(_FACTS)
        while told := facts.fetchmany(_BATCH):
            index.executemany(
                "INSERT INTO entry VALUES (?, ?, ?)",
                ((list_id, entry, json.dumps(facts)) for entry, *facts in told),
            )
        index.execute("COMMIT")
    return names


def _keys(numbered: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, str, int]]:
    for n, *_, words, sound, _script, core in numbered:
        for block, word in name_blocks(words.split(" "), sound, core):
            yield block, word, n


class ListIndex:
    """An index, open for reading."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        self._db.close()

    def is_current(self) -> bool:
        """Whether it has all that is asked for: one of an older program has not."""
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0] == _FORMAT)

    def reader(self) -> str:
        """By which way of reading names it was made; "" where an older program did."""
        if not self.is_current():
            return ""
        return str(self._db.execute("SELECT reader FROM made").fetchone()[0])

    def facts(self, name: str, entry: str) -> tuple[list[str], list[str], list[str]]:
        """Countries, addresses (keys) and valid numbers of an entry of a list."""
        row = self._db.execute(
            "SELECT facts FROM entry WHERE list = ? AND entry = ?", (name, entry)
        ).fetchone()
        countries, addresses, numbers = json.loads(row[0]) if row else ([], [], [])
        return countries, addresses, numbers

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
