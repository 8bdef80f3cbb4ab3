"""Files that several sources share: those of small files that entered the case in one load.

Of most tables a row says of which source it is. The rows of mentions and readings do not: in a file
that is shared they stand source by source, and the catalogue has the span of each. What is done to
one source is done to files of its own: `separate` gives it some first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from followthegoods.engine.duckdb import Connection, literal, one, path_literal
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import STORED, Disk, settle

Spans = Mapping[int, tuple[int, int]]
"""Of each source the place of its first row in a file, from 0, and how many rows it has."""

_IS_OF = {
    "lines": "source = {source}",
    "refused": "source = {source}",
    "makers": "line >> 36 = {source}",
}
"""What tells of which source a row is; in other tables, the span it stands in."""


def spans(db: Connection, table: str) -> dict[int, tuple[int, int]]:
    """Where the rows of each source stand in a table that is sorted by its column `source`."""
    found, first = {}, 0
    for source, rows in db.execute(
        f"SELECT source, count(*) FROM {table} GROUP BY source ORDER BY source"
    ).fetchall():
        found[source] = (first, rows)
        first += rows
    return found


def add_shared(
    catalogue: Catalogue,
    table: str,
    file: str,
    load: int,
    sources: Sequence[int],
    rows: int,
    *,
    receivers: tuple[int | None, int | None] = (None, None),
    spans: Spans | None = None,
) -> None:
    """Enter a file with the rows of one source or several; `spans` where a table needs them."""
    alone = sources[0] if len(sources) == 1 else None
    catalogue.add_file(table, file, load, alone, rows, receivers)
    if alone is None:
        catalogue.share(file, {source: (spans or {}).get(source, (0, 0)) for source in sources})


def separate(db: Connection, disk: Disk, catalogue: Catalogue, load: int, source: int) -> None:
    """Give a source files of its own in the place of those it shares, within the transaction of a
    load: of each file one with its rows, and one with the rest."""
    for row in catalogue.shared_by(source):
        table, file, first_load = row["name"], row["file"], row["load"]
        held = catalogue.shares(file)
        whole = path_literal(disk.path(file))
        own = _is_of(table, source, held)
        others = _without(held, source)
        catalogue.forget_shared(file)
        for which, sources, test in (
            ("own", {source: (0, held[source][1])}, own),
            ("rest", others, f"NOT ({own})"),
        ):
            part = disk.separate_file(file, load, which)
            rows, low, high = _copy(db, disk, table, whole, test, disk.path(part))
            add_shared(
                catalogue,
                table,
                part,
                first_load,
                list(sources),
                rows,
                receivers=(low, high),
                spans=sources,
            )


def _is_of(table: str, source: int, held: Spans) -> str:
    """The condition on rows of a shared file that are of a source."""
    if table in _IS_OF:
        return _IS_OF[table].format(source=source)
    first, rows = held[source]
    return f"file_row_number >= {first} AND file_row_number < {first + rows}"


def _without(held: Spans, source: int) -> Spans:
    """The spans of the others once the rows of a source are out."""
    gone, rows = held[source]
    return {
        other: (first - rows if first > gone else first, count)
        for other, (first, count) in held.items()
        if other != source
    }


def _copy(
    db: Connection, disk: Disk, table: str, whole: str, test: str, to: Path
) -> tuple[int, int | None, int | None]:
    """Copy rows of a file to another; return how many and, of lines, the least and the greatest
    receiver."""
    work = disk.work()
    half = work / "half.parquet"
    db.execute(
        "COPY (SELECT * EXCLUDE (file_row_number) "
        f"FROM read_parquet({whole}, file_row_number = true) WHERE {test} "
        "ORDER BY file_row_number) "
        f"TO {literal(str(half))} ({STORED})"
    )
    ends = "min(receiver), max(receiver)" if table == "lines" else "NULL, NULL"
    rows, low, high = one(db, f"SELECT count(*), {ends} FROM read_parquet({path_literal(half)})")
    settle(half, to)
    work.rmdir()
    return rows, low, high
