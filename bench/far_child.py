"""What `bench.far` measures in processes of their own: `load`, `grow`, `resolve` and `ask`."""

from __future__ import annotations

import json
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, cast

import duckdb

from bench.measure import timed
from followthegoods.case import Case
from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.opened import Opened, open_case
from followthegoods.case.records import How, quiet
from followthegoods.lake.disk import STORED
from followthegoods.lake.merging import merge_small
from followthegoods.reference.rates import resolve_dollars

EVERY = 1_000
"""One line of so many repeats another."""

_LINES = """
SELECT * REPLACE (({source}::BIGINT << 36) | (line & 68719476735) AS line, {source} AS source,
    (hash(key, {source}) >> 1)::BIGINT AS key,
    (registered + {source} % 28)::DATE AS registered, (released + {source} % 28)::DATE AS released)
FROM '{file}'"""

_FATES = """
SELECT line, {load} AS load, 'repeated' AS fate, line - 1 AS with_line, NULL::BIGINT AS versions_of,
    false AS collision
FROM read_parquet({files}) WHERE row % {every} = 7 ORDER BY line"""

_MONTHS = """
SELECT strftime(registered, '%Y-%m'), count(*), min(registered)::VARCHAR, max(registered)::VARCHAR
FROM read_parquet({files}) GROUP BY 1 ORDER BY 1"""


def load(folder: Path, files: Path) -> dict[str, int]:
    """A file, or those of a folder, into a new case, as any are loaded."""
    with Case.new(folder, invented=True) as case:
        return {"rows": sum(added.books.lines for added in case.add([files]))}


def grow(folder: Path, parts: int) -> dict[str, int]:
    """Further sources, until there are so many; returns the lines they have."""
    case = open_case(folder)
    have = len(case.catalogue.sources())
    (lines,) = case.catalogue.db.execute(
        "SELECT sum(rows) FROM files WHERE name = 'lines' AND source = 1"
    ).fetchone()
    with case.disk.one_writer(), duckdb.connect() as db:
        db.execute("SET memory_limit = '1500MB'; SET parquet_metadata_cache = true")
        for number in range(have + 1, parts + 1):
            with case.catalogue.write("add", "bench") as new:
                _add_part(case, db, new, number)
                merge_small(case.disk, case.catalogue, new, case.settings)
                if number == parts:
                    added = range(have + 1, parts + 1)
                    resolve_dollars(case.disk, case.catalogue, new, case.settings, added)
    case.close()
    return {"added": (parts - have) * int(lines)}


def _add_part(case: Opened, db: duckdb.DuckDBPyConnection, new: int, source: int) -> None:
    """One more source: all files and catalogue rows of the first one, under its own number."""
    disk, catalogue = case.disk, case.catalogue
    catalogue.db.execute(
        "INSERT INTO sources SELECT ?, ?, 'INVENTED-' || ? || '.csv', size, format, layout, "
        "layout_sha256, authority, ?, NULL FROM sources WHERE source = 1",
        (source, f"{source:064x}", source, new),
    )
    for table in ("mentions", "readings", "refused"):
        (was,) = catalogue.files_of(table, 1)
        shutil.copy(disk.path(was), disk.path(disk.table_file(table, new)))
        (rows,) = catalogue.db.execute("SELECT rows FROM files WHERE file = ?", (was,)).fetchone()
        catalogue.add_file(table, disk.table_file(table, new), new, source, rows)
    files = []
    for nth, was in enumerate(catalogue.files_of("lines", 1)):
        file = disk.table_file("lines", new, nth)
        query = _LINES.format(source=source, file=disk.path(was))
        db.execute(f"COPY ({query}) TO '{disk.path(file)}' ({STORED})")
        rows, *receivers = catalogue.db.execute(
            "SELECT rows, low, high FROM files WHERE file = ?", (was,)
        ).fetchone()
        catalogue.add_file("lines", file, new, source, rows, (receivers[0], receivers[1]))
        files.append(str(disk.path(file)))
    fates = disk.table_file("fates", new)
    query = _FATES.format(load=new, files=files, every=EVERY)
    ((repeated,),) = db.execute(f"COPY ({query}) TO '{disk.path(fates)}' ({STORED})").fetchall()
    catalogue.add_file("fates", fates, new, None, repeated)
    catalogue.db.executemany(
        "INSERT INTO fate_counts VALUES (?, ?, ?, ?)",
        [(new, source, "repeated", repeated), (new, source, "seen", 0)],
    )
    months = db.execute(_MONTHS.format(files=files)).fetchall()
    catalogue.db.executemany(
        "INSERT INTO months VALUES (?, ?, ?, ?, ?)", [(source, *month) for month in months]
    )
    catalogue.db.execute(
        "INSERT INTO books SELECT ?, entry, reason, rows FROM books WHERE source = 1", (source,)
    )


def resolve(folder: Path) -> dict[str, int]:
    """Who is who, in full; where nothing came since, as if something had."""
    case = open_case(folder)
    if not case.catalogue.stale():
        with case.catalogue.write("add", "bench"):
            pass
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
    case.disk.sweep(case.catalogue.all_files())
    (mentions,) = case.catalogue.db.execute(
        "SELECT sum(rows) FROM files WHERE name = 'mentions' AND source IS NOT NULL"
    ).fetchone()
    (parties,) = case.catalogue.db.execute(
        "SELECT rows FROM files WHERE name = 'names' ORDER BY load DESC"
    ).fetchone()
    case.close()
    return {"mentions": int(mentions), "parties": int(parties)}


def ask(folder: Path, question: dict[str, Any]) -> dict[str, object]:
    """A dossier, asked so many times after a first one; milliseconds of each, and how many of the
    processor's the last took."""
    days = {key: date.fromisoformat(question["how"][key]) for key in DAYS & question["how"].keys()}
    how = cast(How, {**question["how"], **days})
    answers = []

    def once() -> None:
        answers.append(case.dossier(*question["who"], **how))

    with Case.open(folder) as case:
        start = time.process_time()
        first = 1000 * timed(once)
        warm = []
        for _ in range(question["times"] - 1):
            start = time.process_time()
            warm.append(1000 * timed(once))
        cpu = 1000 * (time.process_time() - start)
    lines = answers[-1].books.lines
    return {"first_ms": first, "warm_ms": warm, "cpu_ms": cpu, "lines": int(lines)}


DAYS = {"first", "last"}


def main() -> None:
    what, folder, *more = sys.argv[1:]
    if what == "load":
        said: dict[str, object] = dict(load(Path(folder), Path(more[0])))
    elif what == "grow":
        said = dict(grow(Path(folder), int(more[0])))
    elif what == "resolve":
        said = dict(resolve(Path(folder)))
    else:
        said = ask(Path(folder), json.loads(more[0]))
    print(json.dumps(said))


if __name__ == "__main__":
    main()
