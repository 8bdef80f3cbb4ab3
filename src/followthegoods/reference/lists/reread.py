"""Names of lists that an older program read, read anew from what was kept of the entries.

What a list's names are matched by is derived: it goes by how names of parties are read, and a
program that reads these otherwise must read those again, or one name would be two.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, engine_errors, literal, path_literal
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.lake.references import list_versions
from followthegoods.model.listing import Version
from followthegoods.reference.lists.index import ListIndex, build_index
from followthegoods.reference.lists.layout import PARTY
from followthegoods.reference.lists.store import INDEX, MEMORY, write_table
from followthegoods.reference.lists.tables import COLUMNS, NAMED, Names, insert_rows, key_row

_BATCH = 5_000


def read_otherwise(catalogue: Catalogue, disk: Disk, reader: str) -> list[Version]:
    """The versions of lists of parties whose names were not read by `reader`."""
    found = []
    for version in list_versions(catalogue):
        if version.kind != PARTY:
            continue
        files = _files(catalogue, version, ("list_index",))
        if not files:
            found.append(version)
            continue
        with closing(ListIndex(disk.path(files["list_index"]))) as index:
            if index.reader() != reader:
                found.append(version)
    return found


def _files(catalogue: Catalogue, version: Version, tables: Sequence[str]) -> dict[str, str]:
    """The files of a version by table."""
    marks = ", ".join("?" * len(tables))
    rows = catalogue.db.execute(
        f"SELECT name, file FROM files WHERE load = ? AND name IN ({marks})",
        (version.number, *tables),
    )
    return {row["name"]: row["file"] for row in rows}


def reread(
    catalogue: Catalogue,
    disk: Disk,
    load: int,
    version: Version,
    settings: Settings,
    names: Names,
) -> None:
    """Read the names of a version again, as part of a load, in place of what they were read as."""
    tables = ("entries", "entry_names", "entry_ids", "entry_addresses")
    files = _files(catalogue, version, tables)
    work = disk.work()
    try:
        with (
            closing(connect(replace(settings, memory=MEMORY), work / "spill")) as db,
            engine_errors(version.name, None),
        ):
            for table in tables:
                path = path_literal(disk.path(files[table]))
                db.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet({path})")
            columns = ", ".join(f"{c} {kind}" for c, kind in COLUMNS["entry_keys"].items())
            db.execute(f"CREATE TEMP TABLE entry_keys ({columns})")
            found = db.cursor()
            found.execute(
                "SELECT n.entry, n.name, n.quality, e.nature "
                f"FROM read_parquet({path_literal(disk.path(files['entry_names']))}) AS n "
                f"JOIN read_parquet({path_literal(disk.path(files['entries']))}) AS e USING (entry)"
                f"WHERE e.nature IN ({', '.join(literal(one.value) for one in NAMED)})"
            )
            while rows := found.fetchmany(_BATCH):
                keys = [
                    key_row(entry, name, quality, nature, names.read)
                    for entry, name, quality, nature in rows
                ]
                insert_rows(db, "entry_keys", keys)
            count = write_table(db, "entry_keys", version.list, version.number, work)
            build_index(db, version.list, work / INDEX, names.reader)
        for table, made, file in (
            ("entry_keys", "entry_keys.parquet", disk.table_file("entry_keys", load)),
            ("list_index", INDEX, disk.index_file(load, "list_index")),
        ):
            settle(work / made, disk.path(file))
            catalogue.db.execute(
                "DELETE FROM files WHERE load = ? AND name = ?", (version.number, table)
            )
            catalogue.add_file(table, file, version.number, None, count)
    finally:
        shutil.rmtree(work, ignore_errors=True)
