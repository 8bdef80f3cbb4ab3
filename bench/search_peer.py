"""Names like a query among many, by DuckDB's Jaro-Winkler scan and by rapidfuzz: run in the peers'
own environment, `search_peer.py NAMES QUERIES FIRST`, JSON files of texts; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import duckdb
from rapidfuzz import fuzz, process

Search = Callable[[str], list[str]]


def main() -> None:
    names, queries = (json.loads(Path(name).read_text()) for name in sys.argv[1:3])
    first = int(sys.argv[3])
    db = duckdb.connect()
    db.execute("SET threads = 2; CREATE TABLE names (name VARCHAR)")
    db.execute("INSERT INTO names SELECT unnest(?::VARCHAR[])", [names])

    def scan(query: str) -> list[str]:
        return [
            name
            for (name,) in db.execute(
                "SELECT name FROM names ORDER BY jaro_winkler_similarity(name, ?) DESC, name "
                f"LIMIT {first}",
                [query],
            ).fetchall()
        ]

    def extract(query: str) -> list[str]:
        return [name for name, *_ in process.extract(query, names, scorer=fuzz.ratio, limit=first)]

    searches: dict[str, Search] = {
        f"DuckDB {version('duckdb')}, a scan by jaro_winkler_similarity": scan,
        f"rapidfuzz {version('rapidfuzz')}, process.extract by fuzz.ratio": extract,
    }
    print(json.dumps({name: _asked(search, queries) for name, search in searches.items()}))


def _asked(search: Search, queries: list[str]) -> dict[str, list[object]]:
    search(queries[0])
    took, found = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(search(query))
        took.append(time.perf_counter() - started)
    return {"seconds": took, "found": found}


if __name__ == "__main__":
    main()
