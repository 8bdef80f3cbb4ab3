"""What the catalogue knows of lists: the versions loaded, and the dates that people gave.

The tables are made when the first list is loaded, so that a case made before there were lists
needs no other form: without the tables it has none.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from typing import Any

from followthegoods.lake.catalogue import Catalogue
from followthegoods.model.identity import IN_FORCE, OVERRULED, UNDONE
from followthegoods.model.listing import Dated, GivenDate, Version
from followthegoods.model.screening import EntryJudgement, Judged

_TABLES = (
    """CREATE TABLE IF NOT EXISTS list_versions (
        number INTEGER PRIMARY KEY REFERENCES loads,
        list TEXT NOT NULL,
        kind TEXT NOT NULL,          -- party, goods
        title TEXT NOT NULL,
        authority TEXT NOT NULL,     -- of the list; its entries may say otherwise
        name TEXT NOT NULL,          -- the file's name when it was loaded
        sha256 TEXT NOT NULL,
        reader TEXT NOT NULL,
        earliest TEXT,               -- the day of the version lies between these
        latest TEXT NOT NULL,
        dated TEXT NOT NULL,         -- stated, by_hand, file_name, newest
        complete INTEGER NOT NULL,
        entries INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS listing_dates (
        given INTEGER PRIMARY KEY,   -- append-only: the newest of an entry counts
        list TEXT NOT NULL,
        entry TEXT NOT NULL,
        what TEXT NOT NULL,          -- listed, delisted
        day TEXT NOT NULL,
        source TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL,            -- UTC
        load INTEGER NOT NULL REFERENCES loads,
        authority TEXT NOT NULL DEFAULT ''  -- whose listing; of all that the entry has where empty
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS listing_judgements (
        number INTEGER PRIMARY KEY,  -- append-only
        mention INTEGER NOT NULL,    -- stands for the party that has it
        said TEXT NOT NULL,          -- how it is called
        list TEXT NOT NULL,
        entry TEXT NOT NULL,
        entry_name TEXT NOT NULL,
        verdict TEXT NOT NULL,       -- same, different, unsure, undo
        why TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL,            -- UTC
        undoes INTEGER REFERENCES listing_judgements,
        load INTEGER NOT NULL REFERENCES loads
    ) STRICT""",
)


def _make(catalogue: Catalogue) -> None:
    for table in _TABLES:
        catalogue.db.execute(table)
    columns = catalogue.db.execute("SELECT name FROM pragma_table_info('listing_dates')")
    if "authority" not in {name for (name,) in columns}:  # a case of an older program
        catalogue.db.execute(
            "ALTER TABLE listing_dates ADD COLUMN authority TEXT NOT NULL DEFAULT ''"
        )


def add_version(catalogue: Catalogue, version: Version) -> None:
    """Write a version into the catalogue, within the load that is its number."""
    _make(catalogue)
    catalogue.db.execute(
        f"INSERT INTO list_versions VALUES ({', '.join('?' * 13)})",
        (
            version.number,
            version.list,
            version.kind,
            version.title,
            version.authority,
            version.name,
            version.sha256,
            version.reader,
            None if version.earliest is None else version.earliest.isoformat(),
            version.latest.isoformat(),
            version.dated.value,
            int(version.complete),
            version.entries,
        ),
    )


def list_versions(catalogue: Catalogue) -> list[Version]:
    """Every version loaded: those of one list stand together, oldest first."""
    if not catalogue.has("list_versions"):
        return []
    rows = catalogue.db.execute(
        "SELECT * FROM list_versions WHERE number <= ?", (_upto(catalogue),)
    )
    return sorted(map(_version, rows), key=_order)


def _upto(catalogue: Catalogue) -> int:
    return catalogue.last_load()


def _order(version: Version) -> tuple[Any, ...]:
    return version.list, version.earliest or version.latest, version.latest, version.number


def _version(row: sqlite3.Row) -> Version:
    return Version(
        number=row["number"],
        list=row["list"],
        kind=row["kind"],
        title=row["title"],
        authority=row["authority"],
        name=row["name"],
        sha256=row["sha256"],
        reader=row["reader"],
        earliest=None if row["earliest"] is None else date.fromisoformat(row["earliest"]),
        latest=date.fromisoformat(row["latest"]),
        dated=Dated(row["dated"]),
        complete=bool(row["complete"]),
        entries=row["entries"],
    )


def add_date(catalogue: Catalogue, given: GivenDate, load: int) -> None:
    """Write down a date that a person gave. What was given before stays, and counts no more."""
    _make(catalogue)
    catalogue.db.execute(
        "INSERT INTO listing_dates (list, entry, what, day, source, author, at, load, authority) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.list,
            given.entry,
            given.what,
            given.day.isoformat(),
            given.source,
            given.author,
            given.at or datetime.now(UTC).isoformat(timespec="seconds"),
            load,
            given.authority,
        ),
    )


def given_dates(catalogue: Catalogue) -> list[GivenDate]:
    """The dates given by hand that count: the newest for each entry, and for what it says."""
    if not catalogue.has("listing_dates"):
        return []
    rows = catalogue.db.execute(
        "SELECT * FROM listing_dates WHERE load <= ? ORDER BY given", (_upto(catalogue),)
    )
    newest = {}
    for row in rows:
        authority = row["authority"] if "authority" in row.keys() else ""  # noqa: SIM118
        newest[row["list"], row["entry"], row["what"], authority] = row
    return [
        GivenDate(
            list=row["list"],
            entry=row["entry"],
            what=row["what"],
            day=date.fromisoformat(row["day"]),
            source=row["source"],
            author=row["author"],
            at=row["at"],
            authority=key[-1],
        )
        for key, row in sorted(newest.items(), key=lambda item: item[0])
    ]


UNDO = "undo"


def add_judgement(catalogue: Catalogue, judgement: EntryJudgement, load: int) -> int:
    """Append what a person decided of a party and an entry; returns its number."""
    _make(catalogue)
    written = catalogue.db.execute(
        "INSERT INTO listing_judgements (mention, said, list, entry, entry_name, verdict, why, "
        "author, at, undoes, load) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _number(judgement.mention),
            judgement.said,
            judgement.list,
            judgement.entry,
            judgement.entry_name,
            judgement.verdict,
            judgement.why,
            judgement.author,
            judgement.at or datetime.now(UTC).isoformat(timespec="seconds"),
            judgement.undoes,
            load,
        ),
    )
    return int(written.lastrowid or 0)


def _number(mention: str) -> int:
    return int(mention.removeprefix("p"), 16)


def entry_judgements(catalogue: Catalogue) -> list[EntryJudgement]:
    """Every judgement of a party and an entry in the order they were made, with its standing: of
    those on the same two the newest that is not undone counts."""
    if not catalogue.has("listing_judgements"):
        return []
    rows = catalogue.db.execute(
        "SELECT * FROM listing_judgements WHERE load <= ? ORDER BY number", (_upto(catalogue),)
    ).fetchall()
    undone: set[int] = set()
    decided: set[tuple[int, str, str]] = set()
    found = []
    for row in reversed(rows):
        key, standing = (row["mention"], row["list"], row["entry"]), IN_FORCE
        if row["number"] in undone:
            standing = UNDONE
        elif row["verdict"] == UNDO:
            undone.add(row["undoes"])
        elif key in decided:
            standing = OVERRULED
        else:
            decided.add(key)
        found.append(_judgement(row, standing))
    return found[::-1]


def _judgement(row: sqlite3.Row, standing: str) -> EntryJudgement:
    return EntryJudgement(
        number=row["number"],
        mention=f"p{row['mention']:x}",
        said=row["said"],
        list=row["list"],
        entry=row["entry"],
        entry_name=row["entry_name"],
        verdict=row["verdict"],
        why=row["why"],
        author=row["author"],
        at=row["at"],
        undoes=row["undoes"],
        standing=standing,
    )


def judged_entries(catalogue: Catalogue) -> list[Judged]:
    """The judgements in force, as screening replays them, in the order they were made."""
    return [
        Judged(_number(one.mention), one.list, one.entry, one.verdict)
        for one in entry_judgements(catalogue)
        if one.standing == IN_FORCE and one.verdict != UNDO
    ]
