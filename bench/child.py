"""What is timed in processes of their own: `read`, the peer's bare reading, and `load`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

from bench.generate import Dump, typed_read_sql
from followthegoods.case import Case


def read(dump: Dump, target: Path) -> dict[str, int]:
    """DuckDB's typed reading of the UTF-8 file into zstd Parquet, with the engine's defaults."""
    with duckdb.connect() as db:
        db.execute(typed_read_sql(dump, target))
        (rows,) = db.execute(f"SELECT count(*) FROM '{target}'").fetchone() or (0,)
    return {"rows": rows}


def load(dump: Dump, target: Path) -> dict[str, int]:
    """The Windows-1251 file into a new case: raw, lines, mentions, parties, balanced books."""
    with Case.new(target, invented=True) as case:
        (added,) = case.add([dump.cp1251])
        return {"rows": added.books.lines, "parties": case.status().parties}


def main() -> None:
    what, rows, utf8, cp1251, target = sys.argv[1:]
    work = {"read": read, "load": load}[what]
    done = work(Dump(int(rows), Path(utf8), Path(cp1251)), Path(target))
    print(json.dumps(done))


if __name__ == "__main__":
    main()
