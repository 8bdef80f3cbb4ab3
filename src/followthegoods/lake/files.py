"""Which files make up each table of the lake, as the catalogue has it: a load's own, and in the
place of small ones that were merged the one that holds all their rows."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

NEWEST = 1 << 60
"""A load that none comes after."""


class Files:
    """The part of a catalogue that says which files to read. `path` is that of the catalogue."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path, self.db = path, db
        self._upto = NEWEST

    # -- writing

    def add_file(
        self,
        name: str,
        file: str,
        load: int,
        source: int | None,
        rows: int,
        receivers: tuple[int | None, int | None] = (None, None),
    ) -> None:
        size = (self.path.parent / file).stat().st_size
        self.db.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (file, name, load, source, rows, size, *receivers),
        )

    def forget_files(self, source: int) -> None:
        """Take away all files of a source, its raw cells included."""
        self._forget_merged(source)
        self.db.execute("DELETE FROM files WHERE source = ?", (source,))

    def _forget_merged(self, source: int) -> None:
        """Take away merged files with rows of a source: what they were made of is read again."""
        if not self.has("merged"):
            return
        torn = self.db.execute(
            "WITH RECURSIVE torn(file) AS ("
            "SELECT whole FROM merged JOIN files ON file = part WHERE source = ? "
            "UNION SELECT whole FROM merged JOIN torn ON part = torn.file) SELECT file FROM torn",
            (source,),
        ).fetchall()
        self.db.executemany("DELETE FROM merged WHERE whole = ?", torn)
        self.db.executemany("DELETE FROM files WHERE file = ?", torn)

    # -- reading

    def files(self, name: str) -> list[str]:
        """The files that make up a table, oldest first: in the place of small files that were
        merged, the one that holds all their rows."""
        return [str(row["file"]) for row in self.read_as(name)]

    def lines_of(self, receivers: Sequence[int]) -> list[str]:
        """The files that may hold lines of these receivers' mentions, oldest first; never none."""
        wanted = sorted(receivers)
        rows = self.read_as("lines")
        held = [
            str(row["file"])
            for row in rows
            if row["low"] is not None
            and bisect_left(wanted, row["low"]) < bisect_right(wanted, row["high"])
        ]
        return held or [str(row["file"]) for row in rows[:1]]

    def read_as(self, name: str) -> list[sqlite3.Row]:
        """The entries of the files in which a table is read."""
        parts = "AND file NOT IN (SELECT part FROM merged WHERE load <= :upto) "
        return self.db.execute(
            "SELECT * FROM files WHERE name = :name AND load <= :upto "
            f"{parts if self.has('merged') else ''}ORDER BY load, file",
            {"name": name, "upto": self._upto},
        ).fetchall()

    def has(self, table: str) -> bool:
        """Whether the catalogue has a table that is made when something first goes into it."""
        found = self.db.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        )
        return found.fetchone() is not None

    def files_of(self, name: str, source: int) -> list[str]:
        """The files that one source has in a table."""
        rows = self.db.execute(
            "SELECT file FROM files WHERE name = ? AND source = ? ORDER BY file", (name, source)
        )
        return [str(row["file"]) for row in rows]

    def files_among(self, name: str, sources: Iterable[int]) -> list[str]:
        """The files with the rows of these sources in a table and of no other: merged ones in the
        place of their parts where all of these are among them."""
        wanted = set(sources)
        own = self.db.execute(
            "SELECT file, source FROM files WHERE name = ? AND source IS NOT NULL "
            "ORDER BY load, file",
            (name,),
        ).fetchall()
        merged = self.db.execute("SELECT part, whole FROM merged") if self.has("merged") else ()
        wholes = {row["part"]: row["whole"] for row in merged}
        found: dict[str, list[str]] = {}
        torn: set[str] = set()
        for row in own:
            file = row["file"]
            while file in wholes:
                file = wholes[file]
            if row["source"] in wanted:
                found.setdefault(file, []).append(row["file"])
            else:
                torn.add(file)
        return [
            one for whole, parts in found.items() for one in (parts if whole in torn else [whole])
        ]

    def all_files(self) -> list[str]:
        return [str(row["file"]) for row in self.db.execute("SELECT file FROM files")]

    def file_of(self, name: str, source: int) -> str:
        """The one file that a source has in a table."""
        (file,) = self.files_of(name, source)
        return file
