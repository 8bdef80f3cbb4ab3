"""A catalogue for other programs: each of its tables as a Parquet file.

catalogue/<table>.parquet   in an exported lake, beside the files that the table `files` names
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, identifier, path_literal
from followthegoods.engine.spark import file_id

_BATCH = 50_000
_KINDS = {"INTEGER": "BIGINT", "TEXT": "VARCHAR"}
"""What a catalogue's cells are, and what that is in Parquet."""


def file_ids(db: sqlite3.Connection) -> dict[str, str]:
    """What tells each file of a case from another of the same name."""
    rows = db.execute("SELECT file, bytes, load, at, program FROM files JOIN loads USING (load)")
    return {str(file): file_id(*what) for file, *what in rows}


def write_tables(db: sqlite3.Connection, folder: Path, settings: Settings) -> list[Path]:
    """Write every table of a catalogue as a Parquet file of the folder. Which files."""
    tables = [
        str(name)
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
    ]
    with closing(connect(settings)) as engine:
        for table in tables:
            columns = [
                (str(name), _KINDS[kind])
                for _, name, kind, *_ in db.execute(f"PRAGMA table_info({identifier(table)})")
            ]
            typed = ", ".join(f"{identifier(name)} {kind}" for name, kind in columns)
            unnested = ", ".join(f"unnest(?::{kind}[])" for _, kind in columns)
            engine.execute(f"CREATE OR REPLACE TEMP TABLE exported ({typed})")
            for cells in _batches(db, table):
                engine.execute(f"INSERT INTO exported SELECT {unnested}", cells)
            engine.execute(
                f"COPY exported TO {path_literal(folder / f'{table}.parquet')} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
    return [folder / f"{table}.parquet" for table in tables]


def _batches(db: sqlite3.Connection, table: str) -> Iterator[list[list[object]]]:
    """The cells of a table by column, so many rows at a time."""
    rows = db.execute(f"SELECT * FROM {identifier(table)}")
    while batch := rows.fetchmany(_BATCH):
        yield [list(column) for column in zip(*batch, strict=True)]
