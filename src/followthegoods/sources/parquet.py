"""Parquet tables to raw: values of any type as text, with the names of columns as row 1.

The engine reads them in a process of its own: a damaged file may bring it down.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine import duckdb as engine
from followthegoods.errors import Broken, DiskFull, UnreadableFile
from followthegoods.sources.children import (
    answer_parent,
    bound_memory,
    run_children,
    stop_when_orphaned,
)
from followthegoods.sources.splitter import MAX_COLUMNS
from followthegoods.sources.store import Job, Sheet, Stored, copy_sql

MAX_ROWS = (1 << 31) - 2

_DO = "Get the file again, or write it out as CSV and add that."
_NESTED = ("LIST", "STRUCT", "MAP", "ARRAY", "UNION")
_NO_TIME = " 00:00:00"


def read_parquet(job: Job) -> Stored:
    """Read a Parquet table into the job's raw file. Raises `UnreadableFile` for a damaged one."""

    def tick() -> None:
        job.digest.step()
        job.progress("reading the table", 0.0)

    options = {"memory": job.settings.memory, "threads": job.settings.threads}
    arguments = [str(job.source), str(job.out), str(job.work), "0", json.dumps(options)]
    (found,) = run_children("followthegoods.sources.parquet", [arguments], job.where, tick)
    return Stored("", "", "", (Sheet(job.name, found["rows"]),), found["columns"])


def sample_parquet(source: Path, rows: int) -> list[list[str | None]]:
    """The first rows."""
    arguments = [str(source), "", "", str(rows), json.dumps({"memory": "1GB", "threads": 1})]

    def nothing() -> None:
        """A sample is too short a task to report on."""

    (found,) = run_children("followthegoods.sources.parquet", [arguments], source.name, nothing)
    first: list[list[str | None]] = found["sample"]
    return first


def text_sql(name: str, kind: str) -> str:
    """A column as text, by the rules of `cell_text`; nested values as JSON, bytes as UTF-8.

    `kind` is the engine's name of its type. A time with a zone is written in UTC, with a Z.
    """
    cell = engine.identifier(name)
    base = kind.partition("(")[0]
    written = f"CAST({cell} AS VARCHAR)"
    if kind.endswith("]") or base in _NESTED:
        return f"CAST(to_json({cell}) AS VARCHAR)"
    if base in ("DOUBLE", "FLOAT"):
        return _float_sql(written)
    if base == "DECIMAL":
        return _fourth_sql(written)
    if base == "BOOLEAN":
        return f"upper({written})"
    if base == "BLOB":
        return f"coalesce(TRY(decode({cell})), {written})"
    if base == "TIMESTAMP WITH TIME ZONE":
        return f"replace(replace({written}, ' ', 'T'), '+00', 'Z')"
    if base.startswith("TIMESTAMP"):
        short = f"left({written}, -{len(_NO_TIME)})"
        return f"CASE WHEN ends_with({written}, '{_NO_TIME}') THEN {short} ELSE {written} END"
    return written


def _fourth_sql(written: str) -> str:
    """A number of exactly three decimals with a fourth."""
    return f"CASE WHEN left(right({written}, 4), 1) = '.' THEN {written} || '0' ELSE {written} END"


def _float_sql(written: str) -> str:
    """The shortest text of a binary number, without an exponent and without `.0`.

    The engine writes an exponent e of 16 and more, and below -4: so no digit stands right of
    the point in the one case, none but zeros left of the digits in the other.
    """
    mantissa = f"split_part({written}, 'e', 1)"
    digits = f"translate({mantissa}, '-.', '')"
    sign = f"CASE WHEN {written} LIKE '-%' THEN '-' ELSE '' END"
    power = f"TRY_CAST(split_part({written}, 'e', 2) AS INTEGER)"
    large = f"{digits} || repeat('0', {power} + 1 - length({digits}))"
    small = f"'0.' || repeat('0', -{power} - 1) || {digits}"
    return (
        f"CASE WHEN {power} > 0 THEN {sign} || {large} "
        f"WHEN {power} < 0 THEN {sign} || {small} "
        f"WHEN ends_with({written}, '.0') THEN left({written}, -2) "
        f"ELSE {_fourth_sql(written)} END"
    )


def _select(source: Path, columns: list[tuple[str, str]], rows: int) -> str:
    """The names of the columns and the rows, in the shape of raw.

    The engine keeps the order of one scan, but not that of a union: so the first row is doubled,
    and the one that comes of it is made the row of names.
    """
    names = [engine.literal(name) for name, _ in columns]
    head = "SELECT 1::SMALLINT AS sheet, "
    if not rows:
        return f"{head}1::INTEGER AS row, {_named(names)}, NULL::VARCHAR AS broken"
    aliases = [(f"v{n}", kind) for n, (_, kind) in enumerate(columns)]
    scanned = ", ".join(
        f"{engine.identifier(name)} AS {alias}"
        for (name, _), (alias, _) in zip(columns, aliases, strict=True)
    )
    cells = [
        f"CASE WHEN nth = 0 THEN {name} ELSE {text_sql(*column)} END"
        for name, column in zip(names, aliases, strict=True)
    ]
    return (
        f"{head}(nth + 1)::INTEGER AS row, {_named(cells)}, NULL::VARCHAR AS broken FROM "
        "(SELECT *, unnest(CASE WHEN place = 1 THEN [0, 1] ELSE [place] END) AS nth FROM "
        f"(SELECT {scanned}, row_number() OVER () AS place FROM {_scan(source)}))"
    )


def _named(cells: list[str]) -> str:
    """Cells by their names in raw; empty ones are NULL."""
    return ", ".join(f"nullif({cell}, '') AS c{n}" for n, cell in enumerate(cells, start=1))


def _scan(source: Path) -> str:
    return f"read_parquet({engine.path_literal(source)}, hive_partitioning = false)"


def convert(source: Path, out: Path, settings: Settings, work: Path | None, rows: int) -> Any:
    """Write raw, or return the first `rows` rows where `out` is none. Runs in a child."""
    with closing(engine.connect(settings, work)) as db, engine.engine_errors("", None):
        columns, held = _columns(db, source)
        select = _select(source, columns, held)
        if rows:
            cells = f"SELECT * EXCLUDE (sheet, row, broken) FROM ({select}) LIMIT {rows}"
            return {"sample": [list(row) for row in db.execute(cells).fetchall()]}
        (stored,) = engine.one(db, copy_sql(select, out))
        if stored != held + 1:
            raise UnreadableFile(f"{held:,} rows are said to be there, {stored - 1:,} are.", do=_DO)
        return {"rows": stored, "columns": len(columns)}


def _columns(db: engine.Connection, source: Path) -> tuple[list[tuple[str, str]], int]:
    """The names and types of the columns, and the number of rows."""
    path = engine.path_literal(source)
    (rows,) = engine.one(db, f"SELECT num_rows FROM parquet_file_metadata({path})")
    described = db.execute(f"DESCRIBE SELECT * FROM {_scan(source)}").fetchall()
    columns = [(str(row[0]), str(row[1])) for row in described]
    if rows > MAX_ROWS or len(columns) > MAX_COLUMNS:
        raise UnreadableFile(f"The table has {rows:,} rows of {len(columns):,} columns.", do=_DO)
    return columns, rows


def main(arguments: list[str]) -> None:
    """Read one table: the body of the reading process."""
    source, out, work, rows, options, parent = arguments
    bound_memory()
    stop_when_orphaned(int(parent))
    given = json.loads(options)
    settings = Settings(memory=given["memory"], threads=given["threads"], author="")

    def read() -> dict[str, Any]:
        try:
            found: dict[str, Any] = convert(
                Path(source), Path(out), settings, Path(work) if work else None, int(rows)
            )
        except DiskFull as error:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        except Broken as error:
            raise UnreadableFile(f"The Parquet table is damaged. {error.what}", do=_DO) from error
        return found

    answer_parent(read)


if __name__ == "__main__":
    main(sys.argv[1:])
