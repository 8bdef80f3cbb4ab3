"""Likely pairs of names compared, by several processes where there are many."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
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
from followthegoods.facts.trade_words import is_known, weight
from followthegoods.parties.bounds import may_be_alike
from followthegoods.parties.likeness import LIKE, Likeness, Weigh, compare_names
from followthegoods.parties.texts import text_line, text_table
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

PARALLEL_FROM = 30_000
"""Pairs from which on several processes compare: one takes some 20 microseconds."""

COMMON_FROM = 30
LEAST_WEIGHT = 0.4
"""From how many names on a word of an own name tells less, and how little it may come to."""

_BATCH = 20_000
_COLUMNS = {
    "a": "INTEGER", "b": "INTEGER", "score": "DOUBLE", "told": "DOUBLE", "numbers": "BOOLEAN",
    "words": "VARCHAR",
}  # fmt: skip


def weigh_by(counts: dict[str, int]) -> Weigh:
    """How much a word tells within a case, where `counts` says in how many names a word stands."""

    @lru_cache(maxsize=500_000)
    def weigh(word: str) -> float:
        told, names = weight(word), counts.get(word, 1)
        if names <= COMMON_FROM or is_known(word):
            return told
        return told * max(LEAST_WEIGHT, 1 - 0.25 * math.log10(names / COMMON_FROM))

    return weigh


def compare_likely(db: Connection, work: Path, settings: Settings) -> None:
    """Make the table `scored` from `likely`: pairs whose names are alike, with the words."""
    likely, counts = work / "likely.parquet", work / "counts.parquet"
    db.execute(
        f"COPY (SELECT * FROM likely ORDER BY a, b) TO {path_literal(likely)} (FORMAT parquet)"
    )
    db.execute(
        f"COPY (SELECT * FROM count WHERE names > {COMMON_FROM}) "
        f"TO {path_literal(counts)} (FORMAT parquet)"
    )
    (rows,) = one(db, "SELECT count(*) FROM likely")
    workers = settings.threads if rows >= PARALLEL_FROM else 1
    parts = [work / f"scored-{n}.parquet" for n in range(workers)]
    if workers == 1:
        _compare_part(work, 0, 1, settings)
    else:
        jobs = [[str(work), str(n), str(workers)] for n in range(workers)]
        run_children("followthegoods.parties.comparing", jobs, str(work), lambda: None)
    db.execute(f"CREATE TEMP TABLE scored AS SELECT * FROM {paths_sql(parts)}")
    for path in (likely, counts, *parts):
        path.unlink()


def _compare_part(work: Path, part: int, parts: int, settings: Settings) -> None:
    """Compare one in `parts` of the likely pairs: names in their order, which share words."""
    texts, out = work / f"scored-{part}.txt", work / f"scored-{part}.parquet"
    typed = ", ".join(f"{name}::{kind} AS {name}" for name, kind in _COLUMNS.items())
    with closing(connect(settings, None, 1)) as db, engine_errors(str(work), None):
        counts = db.execute(
            f"SELECT word, names FROM read_parquet({path_literal(work / 'counts.parquet')})"
        ).fetchall()
        weigh = weigh_by(dict(counts))
        likely = path_literal(work / "likely.parquet")
        (pairs,) = one(db, f"SELECT count(*) FROM read_parquet({likely})")
        rows = db.cursor()
        rows.execute(
            "SELECT a, b, words_a, words_b, two_scripts "
            f"FROM read_parquet({likely}, file_row_number = true) "
            f"WHERE file_row_number * {parts} // {pairs} = {part} ORDER BY file_row_number"
        )
        with texts.open("w", encoding="utf-8", newline="") as file:
            while batch := rows.fetchmany(_BATCH):
                file.writelines(map(text_line, _alike(batch, weigh)))
        db.execute(
            f"COPY (SELECT {typed} FROM {text_table(texts, _COLUMNS)}) TO {path_literal(out)} "
            "(FORMAT parquet)"
        )
    texts.unlink()


def _alike(batch: Iterable[tuple[Any, ...]], weigh: Weigh) -> Iterator[tuple[str, ...]]:
    for a, b, words_a, words_b, two_scripts in batch:
        names = words_a.split(), words_b.split()
        if not may_be_alike(*names, two_scripts=two_scripts, weigh=weigh):
            continue
        found = compare_names(*names, two_scripts=two_scripts, weigh=weigh)
        if found.score >= LIKE:
            told = sum([pair.weight for pair in found.aligned])
            numbers = str(found.numbers_differ)
            yield str(a), str(b), str(found.score), str(told), numbers, words_json(found)


def words_json(likeness: Likeness) -> str:
    """The words of a comparison as JSON: [[a, b, like, weight], …]; one side empty, no likeness."""
    told = [
        f"[{_quoted(a)}, {_quoted(b)}, {round(like, 3)}, {round(heavy, 3)}]"
        for a, b, like, heavy in likeness.aligned
    ]
    told += [f'[{_quoted(word)}, "", 0, null]' for word in likeness.only_a]
    told += [f'["", {_quoted(word)}, 0, null]' for word in likeness.only_b]
    return f"[{', '.join(told)}]"


def main(arguments: list[str]) -> None:
    """Compare one part of the likely pairs: the body of a worker process."""
    work, part, parts, parent = arguments

    def compare() -> dict[str, Any]:
        gc.disable()  # what is compared holds no cycles, and there is much
        stop_when_orphaned(int(parent))
        _compare_part(Path(work), int(part), int(parts), read_settings())
        return {}

    answer_parent(compare)


if __name__ == "__main__":
    main(sys.argv[1:])
