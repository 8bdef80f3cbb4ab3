"""The makers that goods texts name, beside the one of the maker's own column.

Most dumps name none in the text: a sample of a large file says whether its texts are worth reading.
Those that are, are read by worker processes, and what they name is a mention like any other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.facts.goods_text import maker_pattern, read_goods
from followthegoods.ingest.lines import mention_id_sql
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

SAMPLE = 200_000
"""Files of so many lines are looked at in full; of larger ones about as many lines decide."""

PARALLEL_FROM = 20_000
"""Texts from which on several processes read: one takes some 50 microseconds."""

_BATCH = 20_000


def name_makers(
    db: Connection, lines: str, work: Path, settings: Settings, *, sampled: bool = True
) -> bool:
    """Read the makers in the goods texts of `lines` (SQL of a table) into the table `named`: line,
    mention, name, place (1, 2 …), start and end in the text; enter those mentions in `said_maker`.

    False, and no table, where the texts name none; of many, where a sample of them names none,
    unless it is not to be `sampled`.
    """
    (count,) = one(db, f"SELECT count(*) FROM {lines}")
    says = f"regexp_matches(goods, {literal(maker_pattern())})"
    if sampled and count > SAMPLE:
        # Of two tests joined by AND the engine may try the slow one first; of a CASE it does not.
        some = f"CASE WHEN line % {count // SAMPLE} = 0 THEN {says} END"
        (naming,) = one(db, f"SELECT count(*) FROM {lines} WHERE {some}")
        if not naming:
            return False
    texts = work / "texts.parquet"
    (found,) = one(
        db,
        f"COPY (SELECT line, maker, goods FROM {lines} WHERE {says}) TO {literal(str(texts))} "
        "(FORMAT parquet)",
    )
    parts = [work / f"named-{n}.parquet" for n in range(_workers(found, settings))]
    if len(parts) == 1:
        _read_part(texts, 0, 1, parts[0], settings)
    else:
        jobs = [[str(texts), str(n), str(len(parts)), str(part)] for n, part in enumerate(parts)]
        run_children("followthegoods.ingest.makers", jobs, texts.name, lambda: None)
    read = paths_sql(parts)
    mention = mention_id_sql("name", "NULL", "NULL", "NULL")
    db.execute(f"CREATE OR REPLACE TEMP TABLE named AS SELECT *, {mention} AS mention FROM {read}")
    db.execute(
        "INSERT INTO said_maker (source, maker_name, lines, mention) "
        "SELECT line >> 36, n.name, count(*) FILTER (t.maker IS DISTINCT FROM n.mention), "
        f"n.mention FROM named AS n JOIN read_parquet({path_literal(texts)}) AS t USING (line) "
        "GROUP BY line >> 36, n.name, n.mention"
    )
    (named,) = one(db, "SELECT count(*) FROM named")
    for file in (texts, *parts):
        file.unlink()
    return bool(named)


NAMED = 'SELECT line, mention, name, place, start, "end" FROM named ORDER BY line, place'
"""The rows of the table `makers` of the lake."""


def _workers(texts: int, settings: Settings) -> int:
    return settings.threads if texts >= PARALLEL_FROM else 1


def _read_part(texts: Path, part: int, parts: int, out: Path, settings: Settings) -> None:
    """Read one in `parts` of the texts of a file into `out`."""
    with closing(connect(settings, None, 1)) as db, engine_errors(texts.name, None):
        db.execute(
            "CREATE TEMP TABLE makers (line BIGINT, name VARCHAR, place INTEGER, start INTEGER, "
            '"end" INTEGER)'
        )
        rows = db.cursor()
        rows.execute(
            f"SELECT line, goods FROM read_parquet({path_literal(texts)}) "
            f"WHERE line % {parts} = {part}"
        )
        while batch := rows.fetchmany(_BATCH):
            found = [maker for line, goods in batch for maker in _makers(line, goods)]
            if found:
                columns = [list(column) for column in zip(*found, strict=True)]
                kinds = ("BIGINT", "VARCHAR", "INTEGER", "INTEGER", "INTEGER")
                unnested = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
                db.execute(f"INSERT INTO makers SELECT {unnested}", columns)
        db.execute(f"COPY makers TO {literal(str(out))} (FORMAT parquet)")


def _makers(line: int, goods: str) -> Iterator[tuple[int, str, int, int, int]]:
    parts = [part for part in read_goods(goods).parts if part.kind == "maker"]
    for place, part in enumerate(parts, start=1):
        yield line, part.value, place, part.start, part.end


def main(arguments: list[str]) -> None:
    """Read one part of a file's texts: the body of a worker process."""
    texts, part, parts, out, parent = arguments

    def work() -> dict[str, Any]:
        stop_when_orphaned(int(parent))
        _read_part(Path(texts), int(part), int(parts), Path(out), read_settings())
        return {}

    answer_parent(work)


if __name__ == "__main__":
    main(sys.argv[1:])
