"""Merging runs: the rows of many small files of a table, once more in one file.

Every load adds files of its own, and a question opens all of a table's. So a load that fills a
tier, `FAN` files of about a size, merges them, within its own transaction. The merged file is read
in their place; they stay, since what is done to a source is done to its own files, and since a
state of before is read as it was then. Rows are copied, never changed: no figure depends on it.

A file is in the tier of its rows, so that a row is copied once a tier at most, and no merged file
is larger than one of a large load.
"""

from __future__ import annotations

import shutil
from contextlib import closing

from followthegoods.config import Settings
from followthegoods.engine.duckdb import Connection, connect, literal, one, path_literal, paths_sql
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import STORED, Disk, settle

FAN = 16
"""Files of a tier that are merged into one."""

TIERS = (2_500, 40_000)
"""The most rows of a file in each tier."""

FEW, LARGE = 4, 160_000
"""Files of lines that are above those tiers, of so many rows at most, are merged by so many: small
files that came in one load have left them, and a question about one importer reads some of each. A
larger file is read as it is."""

ORDERS: dict[str, str] = {
    "lines": "receiver, source, sheet, row",
    "refused": "source, sheet, row",
    "mentions": "mention, name, tax_id, address, country",
    "readings": 'mention, "of"',
    "makers": "line, place",
    "fates": "line, load",
}
"""The tables to which every load adds, and the order of rows in a file of each."""

_MERGED = """CREATE TABLE IF NOT EXISTS merged (
    part TEXT PRIMARY KEY REFERENCES files,
    whole TEXT NOT NULL REFERENCES files,
    load INTEGER NOT NULL REFERENCES loads
) STRICT, WITHOUT ROWID"""


def merge_small(disk: Disk, catalogue: Catalogue, load: int, settings: Settings) -> None:
    """Merge every tier of every table that is full, within the transaction of a load."""
    for table in ORDERS:
        nth = 0
        while parts := _full(catalogue, table):
            _merge(disk, catalogue, load, table, parts, nth, settings)
            nth += 1


def _full(catalogue: Catalogue, table: str) -> list[str]:
    """The files of the smallest tier that is full; none where no tier is."""
    read = catalogue.read_as(table)
    for least, most in zip((-1, *TIERS), TIERS, strict=False):
        tier = [str(row["file"]) for row in read if least < row["rows"] <= most]
        if len(tier) >= FAN:
            return tier
    large = [str(row["file"]) for row in read if TIERS[-1] < row["rows"] <= LARGE]
    return large if table == "lines" and len(large) >= FEW else []


def _merge(
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    table: str,
    parts: list[str],
    nth: int,
    settings: Settings,
) -> None:
    work = disk.work()
    half = work / "merged.parquet"
    file = disk.merged_file(table, load, nth)
    with closing(connect(settings, work)) as db:
        db.execute(
            f"COPY (SELECT * FROM {paths_sql(map(disk.path, parts))} ORDER BY {ORDERS[table]}) "
            f"TO {literal(str(half))} ({STORED})"
        )
        rows, *receivers = _measured(db, table, path_literal(half))
    settle(half, disk.path(file))
    shutil.rmtree(work)
    catalogue.add_file(table, file, load, None, rows, (receivers[0], receivers[1]))
    catalogue.db.execute(_MERGED)
    catalogue.db.executemany(
        "INSERT INTO merged VALUES (?, ?, ?)", [(part, file, load) for part in parts]
    )


def _measured(db: Connection, table: str, file: str) -> tuple[int, int | None, int | None]:
    """How many rows a merged file has and, of lines, the least and the greatest receiver."""
    ends = "min(receiver), max(receiver)" if table == "lines" else "NULL, NULL"
    rows, low, high = one(db, f"SELECT count(*), {ends} FROM read_parquet({file})")
    return rows, low, high
