"""Which files make up each table of the lake, as the catalogue has it: a load's own, and in the
place of small ones that were merged the one that holds all their rows."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

NEWEST = 1 << 60
"""A load that none comes after."""

_SHARED = """CREATE TABLE IF NOT EXISTS shared (
    file TEXT NOT NULL REFERENCES files,
    source INTEGER NOT NULL REFERENCES sources,
    first INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (file, source)
) STRICT, WITHOUT ROWID"""


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

    def share(self, file: str, spans: Mapping[int, tuple[int, int]]) -> None:
        """Enter of which sources a file holds rows, and where those of each stand in it."""
        self.db.execute(_SHARED)
        self.db.executemany(
            "INSERT INTO shared VALUES (?, ?, ?, ?)",
            [(file, source, *span) for source, span in spans.items()],
        )

    def forget_shared(self, file: str) -> None:
        """Take away a file that sources share, and merged files with its rows."""
        self._forget_merged([file])
        self.db.execute("DELETE FROM shared WHERE file = ?", (file,))
        self.db.execute("DELETE FROM files WHERE file = ?", (file,))

    def forget_files(self, source: int) -> None:
        """Take away all files of a source that shares none, its raw cells included."""
        self._forget_derived(source)
        self.db.execute("DELETE FROM files WHERE source = ?", (source,))

    def _forget_derived(self, source: int) -> None:
        """Take away all files of a source that shares none, but its raw cells."""
        own = self.db.execute(
            "SELECT file FROM files WHERE source = ? AND name <> 'raw'", (source,)
        ).fetchall()
        self._forget_merged([str(row["file"]) for row in own])
        self.db.execute("DELETE FROM files WHERE source = ? AND name <> 'raw'", (source,))

    def _forget_merged(self, parts: Iterable[str]) -> None:
        """Take away merged files with rows of files: what they were made of is read again."""
        if not self.has("merged"):
            return
        for part in parts:
            torn = self.db.execute(
                "WITH RECURSIVE torn(file) AS (VALUES (?) "
                "UNION SELECT whole FROM merged JOIN torn ON part = torn.file) "
                "SELECT file FROM torn WHERE file <> ?",
                (part, part),
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

    def shared_by(self, source: int) -> list[sqlite3.Row]:
        """The entries of the files that a source shares with others."""
        if not self.has("shared"):
            return []
        return self.db.execute(
            "SELECT files.* FROM files JOIN shared USING (file) WHERE shared.source = ? "
            "ORDER BY file",
            (source,),
        ).fetchall()

    def shares(self, file: str) -> dict[int, tuple[int, int]]:
        """Of which sources a file holds rows, and where those of each stand in it; of none, where
        the file is of one source alone."""
        if not self.has("shared"):
            return {}
        rows = self.db.execute(
            "SELECT source, first, rows FROM shared WHERE file = ? ORDER BY source", (file,)
        )
        return {row["source"]: (row["first"], row["rows"]) for row in rows}

    def files_of(self, name: str, *sources: int) -> list[str]:
        """The files with rows of some sources in a table; of others too, where those share one."""
        rows = self.db.execute(
            f"SELECT DISTINCT file FROM ({self._held()}) "
            f"WHERE source IN ({', '.join(map(str, sources))}) ORDER BY file",
            {"name": name},
        )
        return [str(row["file"]) for row in rows]

    def _held(self) -> str:
        """The files that loads added to a table, `:name`, with each source they hold rows of."""
        own = "SELECT file, source, load FROM files WHERE name = :name AND source IS NOT NULL"
        if not self.has("shared"):
            return own
        return (
            f"{own} UNION ALL SELECT file, shared.source, load "
            "FROM files JOIN shared USING (file) WHERE name = :name"
        )

    def files_among(self, name: str, sources: Iterable[int]) -> list[str]:
        """The files with the rows of these sources in a table and of no other: merged ones in the
        place of their parts where all of these are among them. Of sources that share a file, all
        are to be among them or none."""
        wanted = set(sources)
        own = self.db.execute(f"{self._held()} ORDER BY load, file", {"name": name}).fetchall()
        merged = self.db.execute("SELECT part, whole FROM merged") if self.has("merged") else ()
        wholes = {row["part"]: row["whole"] for row in merged}
        found: dict[str, dict[str, None]] = {}
        torn: set[str] = set()
        for row in own:
            file = row["file"]
            while file in wholes:
                file = wholes[file]
            if row["source"] in wanted:
                found.setdefault(file, {})[row["file"]] = None
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
