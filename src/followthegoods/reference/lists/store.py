"""Keeping a list: every version that is loaded stays, as Parquet files of its own.

A list is read whole or not at all: an entry that went missing would read as delisted.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import Connection, connect, engine_errors, literal, one
from followthegoods.errors import BadList, BadParameter
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.lake.references import add_date, add_version, given_dates, list_versions
from followthegoods.model.listing import WIND_DOWN, Dated, Entry, GivenDate, Version
from followthegoods.reference.lists.index import build_index
from followthegoods.reference.lists.layout import GOODS, PARTY, VARIOUS, load_layout
from followthegoods.reference.lists.reading import Place, Reading, latest
from followthegoods.reference.lists.recognise import files_of, open_list
from followthegoods.reference.lists.tables import COLUMNS, TABLES, Names, insert_rows, rows_of

_BATCH = 2_000
_ROW_GROUP = 2_048
"""Small enough that a few names are looked up without reading all."""
MEMORY = "200MiB"
"""Enough to sort the largest table of a list; what does not fit waits on disk."""
INDEX = "index.sqlite"
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


@dataclass(frozen=True)
class Kept:
    """What keeping a file did. `known` when the case already held it: nothing changed."""

    version: Version
    known: bool

    @property
    def list(self) -> str:
        return self.version.list

    @property
    def entries(self) -> int:
        return self.version.entries


def keep_list(
    catalogue: Catalogue,
    disk: Disk,
    load: int,
    path: Path,
    authority: str | None,
    settings: Settings,
    names: Names,
    *,
    as_of: date | None = None,
    layout: Path | None = None,
) -> Kept:
    """Read a sanctions or control list and keep it as one more version of that list.

    `names` is how names are read; `authority` overrides whose list it is, `as_of` the day it is of;
    `layout` is a layout of the user's own. The same file again is known, unless another day is
    given for it: published again without a change, it proves that nothing had changed by then; or
    another layout, which reads other things in it. Raises `BadList`, `BadParameter`, `DiskFull`.
    """
    paths = files_of(path)
    sha256 = _hash(paths)
    chosen = load_layout(layout) if layout else None
    for version in list_versions(catalogue):
        same = version.sha256 == sha256 and as_of in (None, version.latest)
        if same and (chosen is None or version.reader == chosen.reader):
            return Kept(version, True)
    if as_of and as_of > _today():
        raise BadParameter(f"{as_of} is not yet.", do="Give the day the list was published.")
    work = disk.work()
    place = Place(work, settings)
    try:
        reading = open_list(paths, chosen, place.within("reading"))
        written = _write(reading, load, place.within("writing"), path.name, names)
        for table, count in written.rows.items():
            file = disk.table_file(table, load)
            settle(work / "writing" / f"{table}.parquet", disk.path(file))
            catalogue.add_file(table, file, load, None, count)
        if reading.kind == PARTY:
            file = disk.index_file(load, "list_index")
            settle(work / "writing" / INDEX, disk.path(file))
            catalogue.add_file("list_index", file, load, None, written.rows["entry_keys"])
    finally:
        shutil.rmtree(work, ignore_errors=True)
    version = _version(reading, written, load, path.name, sha256, as_of)
    version = replace(version, authority=authority) if authority else version
    add_version(catalogue, version)
    _state_wind_downs(catalogue, version, written.wind_downs, load)
    return Kept(version, False)


def _state_wind_downs(
    catalogue: Catalogue, version: Version, days: Mapping[str, date], load: int
) -> None:
    """Write down the last days to end dealings that a list states, each with the list for its
    source. A day that a person gave stays."""
    there = {g.entry: g for g in given_dates(catalogue)
             if g.list == version.list and g.what == WIND_DOWN}  # fmt: skip
    source = f"the list of {version.latest}"
    for entry, day in days.items():
        known = there.get(entry)
        if known is None or (known.author == version.list and known.day != day):
            given = GivenDate(version.list, entry, WIND_DOWN, day, source, version.list, at="")
            add_date(catalogue, given, load)


def _version(
    reading: Reading, written: _Written, load: int, name: str, sha256: str, as_of: date | None
) -> Version:
    earliest, latest, dated = _dated(reading, name, as_of)
    return Version(
        number=load,
        list=reading.list,
        kind=reading.kind,
        title=reading.title,
        authority=written.authority,
        name=name,
        sha256=sha256,
        reader=reading.reader,
        earliest=earliest,
        latest=latest,
        dated=dated,
        complete=reading.complete,
        entries=written.rows[TABLES[reading.kind][0]],
    )


def _hash(paths: Sequence[Path]) -> str:
    """The hash of a file; of a list in several parts, that of their hashes in order."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()


def _dated(reading: Reading, name: str, as_of: date | None) -> tuple[date | None, date, Dated]:
    """The days between which a version was published, and how that is known.

    A file without a date of its own is no older than the newest day in it, no newer than today.
    """
    today = _today()
    found = _DAY_IN_NAME.search(name)
    named = _day(*map(int, found.groups())) if found else None
    for day, how in (
        (as_of, Dated.BY_HAND),
        (reading.dates.stated, Dated.STATED),
        (named, Dated.FILE_NAME),
    ):
        if day and day <= today:
            return day, day, how
    newest = reading.dates.newest
    return (min(newest, today) if newest else None), today, Dated.NEWEST


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Written:
    """What was written: rows by table, and whose list it is by its entries; the last days to end
    dealings, by entry."""

    rows: dict[str, int]
    authority: str
    wind_downs: dict[str, date]


def _write(reading: Reading, load: int, place: Place, name: str, names: Names) -> _Written:
    """Write a list's tables as Parquet files of their names."""
    tables = TABLES[reading.kind]
    settings = replace(place.settings, memory=MEMORY)
    with closing(connect(settings, place.folder)) as db, engine_errors(name, None):
        for table in tables:
            columns = ", ".join(f"{c} {kind}" for c, kind in COLUMNS[table].items())
            db.execute(f"CREATE TEMP TABLE {table} ({columns})")
        rows = reading.rows(place)
        wind_downs: dict[str, date] = {}
        while batch := list(islice(rows, _BATCH)):
            for item in batch:
                if isinstance(item, Entry):
                    reading.dates.see(item.listings)
                    if day := latest(listing.wind_down for listing in item.listings):
                        wind_downs[item.id] = day
            for table, found in rows_of(batch, names.read).items():
                insert_rows(db, table, found)
        _check(db, reading, name)
        counts = {}
        for table in tables:
            counts[table] = write_table(db, table, reading.list, load, place.folder)
        if reading.kind == PARTY:
            build_index(db, reading.list, place.folder / INDEX, names.reader)
        return _Written(counts, _authority(db, reading), wind_downs)


def write_table(db: Connection, table: str, name: str, version: int, folder: Path) -> int:
    """Write a table of a version of a list as a file of its name in a folder; how many rows."""
    target = literal(str(folder / f"{table}.parquet"))
    db.execute(
        f"COPY (SELECT {literal(name)} AS list, {version}::INTEGER AS version, * "
        f"FROM {table} ORDER BY ALL) TO {target} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
    )
    return int(one(db, f"SELECT count(*) FROM {table}")[0])


def _authority(db: Connection, reading: Reading) -> str:
    """The reader's; of an aggregated list that of its entries, if those that have one agree."""
    if reading.authority != VARIOUS or reading.kind == GOODS:
        return reading.authority
    found = db.execute("SELECT DISTINCT authority FROM listings WHERE authority <> ''").fetchall()
    return str(found[0][0]) if len(found) == 1 else VARIOUS


def _check(db: Connection, reading: Reading, name: str) -> None:
    """Raise `BadList` for a list without entries, or with one that stands in it twice."""
    if not one(db, f"SELECT count(*) FROM {TABLES[reading.kind][0]}")[0]:
        raise BadList("There is no entry in it.", where=name, do="Check that it is the list.")
    if reading.kind == PARTY:
        twice = db.execute(
            "SELECT entry FROM entries GROUP BY entry HAVING count(*) > 1 ORDER BY entry"
        ).fetchone()
        if twice:
            raise BadList(
                f"Entry {twice[0]!r} stands in it twice.",
                where=name,
                do="Get the list from its publisher again, or mend its layout.",
            )
