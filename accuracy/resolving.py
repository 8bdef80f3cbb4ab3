"""Mentions resolved in a case of their own, without files and lines: who is one, and how fast."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, path_literal
from followthegoods.lake.catalogue import Catalogue, make_catalogue
from followthegoods.lake.disk import Disk
from followthegoods.parties.clusters import resolve
from followthegoods.parties.readings import read_mentions

_MENTION = (
    "mention BIGINT, name VARCHAR, tax_id VARCHAR, address VARCHAR, country VARCHAR, "
    "as_receiver BIGINT, as_sender BIGINT, as_holder BIGINT, as_declarant BIGINT, as_maker BIGINT"
)
_LINE = (
    "receiver BIGINT, sender BIGINT, holder BIGINT, maker BIGINT, "
    "statistical_usd DECIMAL(18,4), cif_usd DECIMAL(18,4), fob_usd DECIMAL(18,4)"
)

Row = tuple[str, str | None, str | None, str | None]
"""Name, tax id, address, country."""


def make_case(root: Path, rows: Iterable[Row], settings: Settings) -> tuple[Disk, Catalogue]:
    """A case that holds mentions and nothing else; a row's place is its mention's id."""
    disk = Disk(root)
    disk.make()
    make_catalogue(disk.catalogue, invented=True)
    catalogue = Catalogue(disk.catalogue)
    with closing(connect(settings, root / "work")) as db, catalogue.write("add", "") as load:
        db.execute(f"CREATE TABLE mention ({_MENTION}); CREATE TABLE line ({_LINE})")
        columns = [list(column) for column in zip(*rows, strict=True)]
        db.execute(
            "INSERT INTO mention SELECT row_number() OVER (), name, tax_id, address, country, "
            "CASE WHEN country = 'RU' THEN 1 END, CASE WHEN country <> 'RU' OR country IS NULL "
            "THEN 1 END, NULL, NULL, NULL FROM (SELECT unnest(?::VARCHAR[]) AS name, "
            "unnest(?::VARCHAR[]) AS tax_id, unnest(?::VARCHAR[]) AS address, "
            "unnest(?::VARCHAR[]) AS country)",
            columns,
        )
        catalogue.db.execute(
            "INSERT INTO sources (source, sha256, name, size, format, layout, layout_sha256, "
            "authority, added) VALUES (1, '', 'invented', 0, '{}', '', '', 'RU', ?)",
            (load,),
        )
        for table in ("mention", "line"):
            file = disk.table_file(f"{table}s", load)
            db.execute(f"COPY {table} TO {path_literal(disk.path(file))} (FORMAT parquet)")
            catalogue.add_file(f"{table}s", file, load, 1, len(columns[0]))
    return disk, catalogue


def resolve_case(
    disk: Disk, catalogue: Catalogue, settings: Settings
) -> tuple[dict[int, int], float, float]:
    """Read and resolve; mention -> party, and the seconds that reading and resolving took."""
    started = time.perf_counter()
    with catalogue.write("add", "") as load:
        read_mentions(disk, catalogue, load, [1], settings)
    read = time.perf_counter()
    with catalogue.write("resolve", "") as load:
        resolve(disk, catalogue, load, settings)
    done = time.perf_counter()
    with closing(connect(settings)) as db:
        file = path_literal(disk.path(catalogue.files("parties")[-1]))
        rows = db.execute(
            f"SELECT mention, party FROM read_parquet({file}) WHERE grade > 1"
        ).fetchall()
    return dict(rows), read - started, done - read
