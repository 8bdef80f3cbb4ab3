"""The catalogue: one SQLite file that says what a case is made of.

A load, a resolve, new rates or a removal is one transaction: before it commits nothing of it
counts. Readers never wait (WAL): a question sees one state from beginning to end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from followthegoods import __version__
from followthegoods.engine.duckdb import engine_errors
from followthegoods.errors import NewerCase, NoSuchSource, OlderCase
from followthegoods.lake.files import NEWEST, Files
from followthegoods.lake.opening import FORBIDDEN, damaged, opened, read_only, trouble

SCHEMA = 2
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE loads (
    load INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,          -- add, judge, resolve, rates, remove, relayout …
    at TEXT NOT NULL,            -- UTC
    author TEXT NOT NULL,
    program TEXT NOT NULL
) STRICT;
CREATE TABLE layouts (
    sha256 TEXT PRIMARY KEY,
    toml TEXT NOT NULL           -- as it was when a source was read with it
) STRICT;
CREATE TABLE sources (
    source INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,          -- the file's name when it was first loaded
    size INTEGER NOT NULL,
    format TEXT NOT NULL,        -- JSON: format, encoding, delimiter, sheets, layouts, header rows
    layout TEXT NOT NULL,
    layout_sha256 TEXT NOT NULL REFERENCES layouts,
    authority TEXT NOT NULL,
    added INTEGER NOT NULL REFERENCES loads,
    removed INTEGER REFERENCES loads
) STRICT;
CREATE UNIQUE INDEX source_once ON sources (sha256) WHERE removed IS NULL;
CREATE TABLE files (
    file TEXT PRIMARY KEY,       -- relative to the case
    name TEXT NOT NULL,          -- the table it belongs to
    load INTEGER NOT NULL REFERENCES loads,
    source INTEGER REFERENCES sources,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    low INTEGER,                 -- lines: the least and the greatest receiver in it
    high INTEGER
) STRICT;
CREATE TABLE books (
    source INTEGER NOT NULL REFERENCES sources,
    entry TEXT NOT NULL,         -- read, lines, refused, skipped; keyless: of the lines
    reason TEXT NOT NULL,        -- '' for read and lines
    rows INTEGER NOT NULL,
    PRIMARY KEY (source, entry, reason)
) STRICT;
CREATE TABLE fate_counts (
    load INTEGER NOT NULL REFERENCES loads,
    source INTEGER NOT NULL REFERENCES sources,
    fate TEXT NOT NULL,          -- as of that load: repeated, superseded, conflict, …
    rows INTEGER NOT NULL,
    PRIMARY KEY (load, source, fate)
) STRICT;
CREATE INDEX fate_counts_of ON fate_counts (source, load);
CREATE TABLE months (
    source INTEGER NOT NULL REFERENCES sources,
    month TEXT NOT NULL,         -- YYYY-MM, or '' for lines without a date
    rows INTEGER NOT NULL,
    first TEXT,
    last TEXT,
    PRIMARY KEY (source, month)
) STRICT;
CREATE TABLE marks (
    source INTEGER NOT NULL REFERENCES sources,
    mark TEXT NOT NULL,          -- field:code
    rows INTEGER NOT NULL,
    PRIMARY KEY (source, mark)
) STRICT;
CREATE TABLE rate_tables (
    rates INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    load INTEGER NOT NULL REFERENCES loads,
    removed INTEGER REFERENCES loads
) STRICT;
CREATE UNIQUE INDEX rates_once ON rate_tables (sha256) WHERE removed IS NULL;
CREATE TABLE rates (
    rates INTEGER NOT NULL REFERENCES rate_tables,
    day TEXT NOT NULL,           -- the day the rate is of
    usd TEXT NOT NULL,           -- dollars for one unit, a decimal
    PRIMARY KEY (rates, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE hs_tables (
    hs INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    load INTEGER NOT NULL REFERENCES loads,
    removed INTEGER REFERENCES loads
) STRICT;
CREATE UNIQUE INDEX hs_once ON hs_tables (sha256) WHERE removed IS NULL;
CREATE TABLE hs_pairs (
    hs INTEGER NOT NULL REFERENCES hs_tables,
    newer TEXT NOT NULL,         -- an edition of the Harmonised System
    code TEXT NOT NULL,          -- a code of it, six digits
    older TEXT NOT NULL,
    was TEXT NOT NULL,           -- a code of the older one
    PRIMARY KEY (hs, newer, older, code, was)
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Source:
    """One loaded file."""

    source: int
    sha256: str
    name: str
    size: int
    format: dict[str, Any]
    layout: str
    layout_sha256: str
    authority: str
    added: int
    removed: int | None

    @property
    def monthly(self) -> bool:
        """Whether its rows are dated by month only."""
        return bool(self.format.get("grain") == "month")

    @property
    def invented(self) -> bool:
        """Whether the file says of itself that its rows are made up."""
        return bool(self.format.get("invented"))


@dataclass(frozen=True)
class Books:
    """What became of every row of one source. `read = lines + repeated + … + skipped`."""

    source: Source
    read: int
    lines: int
    """Lines that are not repeated or superseded."""
    repeated: int
    superseded: int
    refused: dict[str, int]
    skipped: dict[str, int]
    conflicts: int = 0
    """Of the lines: how many are one of several versions that contradict each other."""
    collisions: int = 0
    suspected: int = 0
    masters: int = 0
    """Of the lines: master bills of lading whose house bills are there. In no figure."""
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def accounted(self) -> int:
        refused, skipped = sum(self.refused.values()), sum(self.skipped.values())
        return self.lines + self.repeated + self.superseded + refused + skipped

    @property
    def balanced(self) -> bool:
        return self.read == self.accounted


@dataclass(frozen=True)
class Month:
    """How many lines a source has in one month, and the first and last day among them."""

    source: int
    month: str
    rows: int
    first: date | None
    last: date | None


class Catalogue(Files):
    """The catalogue of one case: `write()` for jobs, `reading()` for questions."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, opened(path))
        schema = self.meta("schema")
        if schema is None or not schema.isdecimal():
            raise damaged(path, "it says nothing of itself")
        if int(schema) > SCHEMA:
            raise NewerCase(
                "The case was made by a newer version of followthegoods.",
                where=str(path),
                do="Upgrade followthegoods, or make a new case with this version.",
            )
        if int(schema) < SCHEMA:
            raise OlderCase(
                "The case was made by an older version of followthegoods.",
                where=str(path),
                do="Make a new case with this version and add the files again.",
            )

    def close(self) -> None:
        self.db.close()

    # -- writing

    @contextmanager
    def write(self, kind: str, author: str, *, keep: bool = True) -> Iterator[int]:
        """One transaction of the one writer: yields the load's number.

        Whatever happens inside, the case is afterwards as it was before or as it is after; never
        between. Where it is not to `keep` what was done, it is as it was before. Raises
        `CaseReadOnly`, `DiskFull`, `CaseBusy`.
        """
        try:
            self.db.execute("BEGIN IMMEDIATE")
            with engine_errors(str(self.path.parent), None):
                load = self.last_load() + 1
                now = datetime.now(UTC).isoformat(timespec="seconds")
                self.db.execute(
                    "INSERT INTO loads VALUES (?, ?, ?, ?, ?)",
                    (load, kind, now, author, __version__),
                )
                yield load
            self.db.execute("COMMIT" if keep else "ROLLBACK")
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error
        except OSError as error:
            if error.errno in FORBIDDEN:
                raise read_only(self.path, str(error.strerror)) from error
            raise
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def set_meta(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def keep_layout(self, sha256: str, toml: str) -> None:
        """Keep the text of a layout, so that what was read with it can be read so again."""
        self.db.execute("INSERT OR IGNORE INTO layouts VALUES (?, ?)", (sha256, toml))

    def forget_lines(self, source: int) -> None:
        """Take away all that was derived from a source that shares no file; its raw cells stay."""
        self._forget_derived(source)
        for table in ("books", "months", "marks"):
            self.db.execute(f"DELETE FROM {table} WHERE source = ?", (source,))

    # -- reading

    @contextmanager
    def reading(self, *, resolved: bool) -> Iterator[None]:
        """One view of the catalogue from beginning to end, whatever is committed meanwhile.

        `resolved`: as of the last load after which every line's parties were resolved.
        """
        try:
            self.db.execute("BEGIN")
            self._upto = self._resolved() if resolved else NEWEST
            yield
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error
        finally:
            self._upto = NEWEST
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def stale(self) -> bool:
        """Whether lines or judgements came since parties were last resolved."""
        return self._resolved() < NEWEST

    def _resolved(self) -> int:
        """The newest load whose lines have parties, or no limit where that is the last one."""
        row = self.db.execute(
            "SELECT coalesce(max(load), 0) AS added FROM loads WHERE kind IN ('add', 'judge')"
        ).fetchone()
        resolved = self.resolved_by()
        return NEWEST if row["added"] <= resolved else resolved

    def resolved_by(self) -> int:
        """The newest load that resolved parties; 0 where none did."""
        row = self.db.execute(
            "SELECT coalesce(max(load), 0) AS n FROM loads "
            "WHERE kind IN ('resolve', 'remove', 'relayout')"
        )
        return int(row.fetchone()["n"])

    def meta(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def last_load(self) -> int:
        """The newest load; 0 where there is none."""
        row = self.db.execute(
            "SELECT coalesce(max(load), 0) AS n FROM loads WHERE load <= ?", (self._upto,)
        )
        return int(row.fetchone()["n"])

    def layout_text(self, sha256: str) -> str:
        """The TOML of a layout that a source was read with."""
        row = self.db.execute("SELECT toml FROM layouts WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row["toml"])

    def derived_by(self, source: int) -> str:
        """The version of the program that derived a source's lines."""
        row = self.db.execute(
            "SELECT program FROM files JOIN loads USING (load) WHERE file = ?",
            self.files_of("lines", source)[:1],
        ).fetchone()
        return str(row["program"])

    def sources(self) -> list[Source]:
        """The sources in the case, in the order they were added."""
        rows = self.db.execute(
            "SELECT * FROM sources WHERE removed IS NULL AND added <= ? ORDER BY source",
            (self._upto,),
        )
        return [_source(row) for row in rows]

    def source(self, number: int) -> Source:
        """The source of this number."""
        row = self.db.execute("SELECT * FROM sources WHERE source = ?", (number,)).fetchone()
        return _source(row)

    def has_size(self, size: int) -> bool:
        """Whether a source in the case has so many bytes."""
        row = self.db.execute("SELECT 1 FROM sources WHERE size = ? AND removed IS NULL", (size,))
        return row.fetchone() is not None

    def source_by_hash(self, sha256: str) -> Source | None:
        row = self.db.execute(
            "SELECT * FROM sources WHERE sha256 = ? AND removed IS NULL", (sha256,)
        ).fetchone()
        return None if row is None else _source(row)

    def find_source(self, text: str) -> Source:
        """A source by its number, its file name or the first letters of its hash."""
        hits = [
            s
            for s in self.sources()
            if text in (str(s.source), s.name) or (len(text) >= 6 and s.sha256.startswith(text))
        ]
        if len(hits) != 1:
            raise NoSuchSource(
                f"{'No source' if not hits else 'More than one source'} answers to {text!r}.",
                where=str(self.path.parent),
                do="Name a source by the number that `ftg status` shows.",
            )
        return hits[0]

    def books(self) -> list[Books]:
        """The books of every source, as of now."""
        return [self._books_of(source) for source in self.sources()]

    def books_of(self, source: int) -> Books:
        """The books of the source of this number, as of now."""
        return self._books_of(self.source(source))

    def records(self) -> dict[int, int]:
        """How many records each source has: the rows that were read and not skipped."""
        rows = self.db.execute(
            "SELECT source, sum(CASE entry WHEN 'read' THEN rows ELSE -rows END) AS rows "
            "FROM books WHERE entry IN ('read', 'skipped') GROUP BY source"
        )
        return {row["source"]: int(row["rows"]) for row in rows}

    def keyless(self) -> set[int]:
        """The sources that have lines without a key, dated by day."""
        rows = self.db.execute("SELECT source FROM books WHERE entry = 'keyless'")
        return {row["source"] for row in rows}

    def _books_of(self, source: Source) -> Books:
        entries: dict[str, dict[str, int]] = {"read": {}, "lines": {}, "refused": {}, "skipped": {}}
        for row in self.db.execute(
            "SELECT entry, reason, rows FROM books WHERE source = ? AND entry <> 'keyless' "
            "ORDER BY entry, reason",
            (source.source,),
        ):
            entries[row["entry"]][row["reason"]] = row["rows"]
        fates = {
            row["fate"]: int(row["rows"])
            for row in self.db.execute(
                "SELECT fate, rows FROM fate_counts WHERE source = ? AND load = "
                "(SELECT max(load) FROM fate_counts WHERE source = ?)",
                (source.source, source.source),
            )
        }
        marks = self.db.execute(
            "SELECT mark, rows FROM marks WHERE source = ? ORDER BY mark", (source.source,)
        )
        lines = sum(entries["lines"].values())
        repeated, superseded = fates.get("repeated", 0), fates.get("superseded", 0)
        return Books(
            source=source,
            read=sum(entries["read"].values()),
            lines=lines - repeated - superseded,
            repeated=repeated,
            superseded=superseded,
            refused=entries["refused"],
            skipped=entries["skipped"],
            conflicts=fates.get("conflict", 0),
            collisions=fates.get("collision", 0),
            suspected=fates.get("suspected", 0),
            masters=fates.get("master", 0),
            marks={row["mark"]: row["rows"] for row in marks},
        )

    def months(self) -> list[Month]:
        """Lines per source and month, of the sources in the case."""
        rows = self.db.execute(
            "SELECT m.* FROM months m JOIN sources s USING (source) "
            "WHERE s.removed IS NULL AND s.added <= ? ORDER BY source, month",
            (self._upto,),
        )
        return [
            Month(r["source"], r["month"], r["rows"], _day(r["first"]), _day(r["last"]))
            for r in rows
        ]


def make_catalogue(path: Path, *, invented: bool) -> None:
    """Write an empty catalogue. `invented` marks a case whose rows are made up.

    Raises `DiskFull`, `CaseReadOnly`.
    """
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(
            f"BEGIN; {_TABLES} INSERT INTO meta VALUES ('schema', '{SCHEMA}'), "
            f"('invented', '{int(invented)}'); COMMIT;"
        )
    except sqlite3.DatabaseError as error:
        raise trouble(path, error) from error
    finally:
        db.close()


def _source(row: sqlite3.Row) -> Source:
    return Source(
        source=row["source"],
        sha256=row["sha256"],
        name=row["name"],
        size=row["size"],
        format=_facts(row["format"]),
        layout=row["layout"],
        layout_sha256=row["layout_sha256"],
        authority=row["authority"],
        added=row["added"],
        removed=row["removed"],
    )


@lru_cache(maxsize=10_000)
def _facts(text: str) -> dict[str, Any]:
    """What a source's entry says in JSON: read once, however often the entry is."""
    facts: dict[str, Any] = json.loads(text)
    return facts


@lru_cache(maxsize=10_000)
def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
