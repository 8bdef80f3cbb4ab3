"""What goods of each code usually cost by the kilogram, kept for questions to compare with."""

from __future__ import annotations

import shutil
from contextlib import closing

from followthegoods.case.opened import Opened
from followthegoods.engine.duckdb import (
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.lake.disk import settle
from followthegoods.questions.prices import usual_sql


def resolve_prices(case: Opened, load: int) -> None:
    """Read the usual prices off all lines again as part of a load, unless nothing they rest on
    changed since they were: lines, their fates, rates. The newest file counts."""
    if not _stale(case):
        return
    disk, files = case.disk, case.catalogue.files
    work = disk.work()
    try:
        half = work / "prices.parquet"
        with closing(connect(case.settings, work)) as db, engine_errors(str(disk.root), None):
            lines, fates, dollars = (
                [disk.path(file) for file in files(name)] for name in ("lines", "fates", "dollars")
            )
            rates = [str(file) for file in dollars[-1:]]
            usual = usual_sql(paths_sql(lines), paths_sql(fates) if fates else None, rates)
            db.execute(f"COPY ({usual}) TO {literal(str(half))} (FORMAT parquet, COMPRESSION zstd)")
            (codes,) = one(db, f"SELECT count(*) FROM read_parquet({path_literal(half)})")
        file = disk.table_file("prices", load)
        settle(half, disk.path(file))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    case.catalogue.db.execute("DELETE FROM files WHERE file = ?", (file,))
    case.catalogue.add_file("prices", file, load, None, codes)


def _stale(case: Opened) -> bool:
    """Whether lines, fates or rates came, or a source went, since prices were read off."""
    newest, kept, removed = case.catalogue.db.execute(
        "SELECT max(load) FILTER (WHERE name IN ('lines', 'fates', 'dollars')), "
        "coalesce(max(load) FILTER (WHERE name = 'prices'), 0), "
        "(SELECT coalesce(max(removed), 0) FROM sources) FROM files"
    ).fetchone()
    return bool(case.catalogue.files("lines")) and max(newest, removed) > kept
