"""Lines straight to fates: the judge of repeats on a catalogue of its own, without reading files.

A file is a list of rows; a row is what a line says, by the lake's columns. `key` and `content` are
small numbers; `receiver_name` becomes a mention.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deriving import engine

from followthegoods.engine.duckdb import literal, path_literal
from followthegoods.ingest.fate import settle_fates
from followthegoods.lake.catalogue import Catalogue, make_catalogue
from followthegoods.lake.disk import Disk
from followthegoods.model.fields import FIELDS, ROLES, sql_type

Row = dict[str, Any]
SOURCE_BITS = 36


@dataclass(frozen=True)
class Fate:
    """What became of one line; `versions` are the places of those it is in conflict with."""

    fate: str
    stands_for: tuple[str, int] | None
    versions: frozenset[tuple[str, int]]
    collision: bool


_TYPES: dict[str, str] = {
    **dict.fromkeys(("line", "source", "sheet", "row", "key", "content", *ROLES), "BIGINT"),
    "authority": "VARCHAR",
    "grain": "VARCHAR DEFAULT 'line'",
    "release": "VARCHAR DEFAULT 'unknown'",
    **{field.name: sql_type(field.kind) for field in FIELDS},
}
_COLUMNS = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())


class Ledger:
    """A catalogue and a lake that hold the files loaded so far."""

    def __init__(self, root: Path) -> None:
        self.disk = Disk(root)
        self.disk.make()
        make_catalogue(self.disk.catalogue, invented=True)
        self.catalogue = Catalogue(self.disk.catalogue)
        self.sources: dict[str, int] = {}

    def add(self, name: str, rows: Sequence[Row]) -> None:
        """Load a file. Its name is its hash, so that the order of names is that of hashes."""
        source = self.sources[name] = len(self.sources) + 1
        with self.catalogue.write("add", "") as load:
            self.catalogue.db.execute(
                "INSERT INTO sources VALUES (?, ?, ?, 1, '{}', 'l', 'l', 'RU', ?, NULL)",
                (source, name, name, load),
            )
            lines = [_line(source, n, row) for n, row in _numbered(rows)]
            self._write("lines", load, source, _COLUMNS, lines)
            mentions = [_mention(row) for row in rows if row.get("receiver_name")]
            self._write("mentions", load, source, "mention BIGINT, name VARCHAR", mentions)
            settle_fates(engine(), self.disk, self.catalogue, load, [source])

    def remove(self, name: str) -> None:
        source = self.sources[name]
        with self.catalogue.write("remove", "") as load:
            settle_fates(engine(), self.disk, self.catalogue, load, [source], gone=True)
            self.catalogue.db.execute(
                "UPDATE sources SET removed = ? WHERE source = ?", (load, source)
            )
            self.catalogue.db.execute("DELETE FROM files WHERE source = ?", (source,))

    def _write(self, table: str, load: int, source: int, columns: str, rows: list[Row]) -> None:
        db = engine()
        db.execute(f"CREATE OR REPLACE TEMP TABLE written ({columns})")
        for row in rows:
            values = f"(VALUES ({', '.join('?' * len(row))})) AS v({', '.join(row)})"
            db.execute(f"INSERT INTO written BY NAME SELECT * FROM {values}", [*row.values()])
        file = self.disk.table_file(table, load)
        target = literal(str(self.disk.path(file)))
        db.execute(f"COPY written TO {target} (FORMAT parquet)")
        self.catalogue.add_file(table, file, load, source, len(rows))

    def fates(self) -> dict[tuple[str, int], Fate]:
        """What became of every line, by file and row; one that was never judged stands."""
        names = {number: name for name, number in self.sources.items()}

        def place(number: int | None) -> tuple[str, int] | None:
            if number is None:
                return None
            return names[number >> SOURCE_BITS], number & ((1 << SOURCE_BITS) - 1)

        alive = [source.source for source in self.catalogue.sources()]
        lines = [file for source in alive for file in self.catalogue.files_of("lines", source)]
        fates = self.catalogue.files("fates")
        latest: dict[int, tuple[Any, ...]] = {}
        if fates:
            files = ", ".join(path_literal(self.disk.path(file)) for file in fates)
            for row in (
                engine()
                .execute(
                    "SELECT line, fate, with_line, versions_of, collision FROM "
                    f"read_parquet([{files}]) ORDER BY load"
                )
                .fetchall()
            ):
                latest[row[0]] = row
        held = [
            number
            for file in lines
            for (number,) in engine()
            .execute(f"SELECT line FROM {path_literal(self.disk.path(file))}")
            .fetchall()
        ]
        groups: dict[int, set[tuple[str, int] | None]] = {}
        for number in held:
            if number in latest and latest[number][3] is not None:
                groups.setdefault(latest[number][3], set()).add(place(number))
        found: dict[tuple[str, int], Fate] = {}
        for number in held:
            _, fate, stands, versions, collision = latest.get(
                number, (number, "stands", None, None, False)
            )
            at = place(number)
            assert at is not None
            own = frozenset(p for p in groups.get(versions, set()) if p is not None)
            found[at] = Fate(fate, place(stands), own, bool(collision))
        return found

    def counts(self) -> dict[str, dict[str, int]]:
        """The books' counts of fates, by file."""
        return {
            books.source.name: {
                "repeated": books.repeated,
                "superseded": books.superseded,
                "conflict": books.conflicts,
                "collision": books.collisions,
                "suspected": books.suspected,
            }
            for books in self.catalogue.books()
        }


@contextmanager
def ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        made = Ledger(Path(folder))
        try:
            yield made
        finally:
            made.catalogue.close()


def judged(**files: Sequence[Row]) -> dict[tuple[str, int], Fate]:
    """What becomes of the lines of these files, added in this order."""
    with ledger() as made:
        for name, rows in files.items():
            made.add(name, rows)
        return made.fates()


def fates(**files: Sequence[Row]) -> dict[str, list[str]]:
    """The fates alone, file by file."""
    found = judged(**files)
    return {name: [found[name, n].fate for n, _ in _numbered(rows)] for name, rows in files.items()}


def _numbered(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    return list(enumerate(rows, start=1))


def _mention_id(name: str) -> int:
    return zlib.crc32(name.encode())


def _mention(row: Row) -> Row:
    return {"mention": _mention_id(row["receiver_name"]), "name": row["receiver_name"]}


def _line(source: int, number: int, row: Row) -> Row:
    cells = {key: value for key, value in row.items() if key != "receiver_name"}
    name = row.get("receiver_name")
    return {
        **cells,
        "line": source << SOURCE_BITS | number,
        "source": source,
        "sheet": 1,
        "row": number,
        "receiver": _mention_id(name) if name else None,
        "authority": "RU",
    }
