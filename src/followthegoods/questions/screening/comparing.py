"""Likely pairs of names compared, by several processes where there are many.

`alike` rules as `compare_names` does. Nearly all pairs that share a word are of two companies, so
what cannot be alike is told first.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.parties.bounds import may_be_alike
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

PARALLEL_FROM = 30_000
"""Pairs from which on several processes compare."""

_BATCH = 50_000


def alike(a: str, b: str, two_scripts: bool) -> bool:
    """Whether two names, each as canonical words, are alike. Symmetric, never raises."""
    if a.replace(" ", "") == b.replace(" ", ""):  # one, perhaps written together
        return True
    one_name, other = a.split(), b.split()
    if not may_be_alike(one_name, other, two_scripts=two_scripts):
        return False
    return compare_names(one_name, other, two_scripts=two_scripts).score >= LIKE


def compare_likely(db: Connection, work: Path, settings: Settings) -> int:
    """Make the table `scored` (a, b) of the pairs in `likely` whose names are alike; how many.

    `likely`: the ids of two names, their words, whether they are in two scripts. `work` is a
    folder for files in between.
    """
    likely = work / "likely.parquet"
    db.execute(f"COPY likely TO {path_literal(likely)} (FORMAT parquet)")
    (rows,) = one(db, "SELECT count(*) FROM likely")
    workers = settings.threads if rows >= PARALLEL_FROM else 1
    parts = [work / f"scored-{n}.parquet" for n in range(workers)]
    if workers == 1:
        _compare_part(work, 0, 1, settings)
    else:
        jobs = [[str(work), str(n), str(workers)] for n in range(workers)]
        run_children("followthegoods.questions.screening.comparing", jobs, str(work), lambda: None)
    db.execute(f"CREATE OR REPLACE TEMP TABLE scored AS SELECT * FROM {paths_sql(parts)}")
    for path in (likely, *parts):
        path.unlink()
    return int(one(db, "SELECT count(*) FROM scored")[0])


def _compare_part(work: Path, part: int, parts: int, settings: Settings) -> None:
    """Compare one in `parts` of the likely pairs."""
    with closing(connect(settings, None, 1)) as db, engine_errors(str(work), None):
        db.execute("CREATE TEMP TABLE scored (a INTEGER, b INTEGER)")
        rows = db.cursor()
        rows.execute(
            "SELECT a, b, words_a, words_b, two_scripts "
            f"FROM read_parquet({path_literal(work / 'likely.parquet')}) WHERE a % {parts} = {part}"
        )
        while batch := rows.fetchmany(_BATCH):
            found = [(a, b) for a, b, one_name, other, two in batch if alike(one_name, other, two)]
            if found:
                columns = [list(column) for column in zip(*found, strict=True)]
                db.execute(
                    "INSERT INTO scored SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[])", columns
                )
        db.execute(
            f"COPY scored TO {path_literal(work / f'scored-{part}.parquet')} (FORMAT parquet)"
        )


def main(arguments: list[str]) -> None:
    """Compare one part of the likely pairs: the body of a worker process."""
    work, part, parts, parent = arguments

    def compare() -> dict[str, Any]:
        stop_when_orphaned(int(parent))
        _compare_part(Path(work), int(part), int(parts), read_settings())
        return {}

    answer_parent(compare)


if __name__ == "__main__":
    main(sys.argv[1:])
