"""Finding a company by its name with one letter wrong, beside scans of all names: the same names,
the same queries. The peers run in an environment of their own."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.environments import Missing, environment
from bench.measure import python, run
from followthegoods.config import read_settings
from followthegoods.engine.plan import Runner
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk
from followthegoods.parties.search import Lookup, search_parties

FIRST = 20
SEED = 23


def bench_searching(folder: Path, names: int, queries: int, *, peer: bool) -> dict[str, Any]:
    """Seconds of every query and what part of the companies was found, by searcher.

    Without `peer` the scans run in our own environment: it has the same libraries.
    """
    case = folder / f"search-{names}"
    run(python("-m", "bench.parties", "names", str(names), str(case)))
    known = json.loads((case / "names.json").read_text())
    rng = random.Random(SEED)
    wanted = [rng.choice(known) for _ in range(queries)]
    asked = case / "queries.json"
    asked.write_text(json.dumps([slip(rng, name) for name in wanted]))
    ours = json.loads(run(python("-m", "bench.searching", str(case), str(asked))).said)
    said = {"ftg, its index": ours}
    try:
        own = environment("search", "duckdb", "rapidfuzz") if peer else Path(sys.executable)
        script = Path(__file__).parent / "search_peer.py"
        given = [str(case / "names.json"), str(asked), str(FIRST)]
        said |= json.loads(run([str(own), str(script), *given]).said)
    except Missing as error:
        said["DuckDB, rapidfuzz"] = {"skipped": str(error)}
    return {
        name: one
        if "skipped" in one
        else {"seconds": one["seconds"], "found": _share(wanted, one["found"])}
        for name, one in said.items()
    }


def _share(wanted: Sequence[str], found: Sequence[Sequence[str]]) -> float:
    return sum(name in answers for name, answers in zip(wanted, found, strict=True)) / len(wanted)


def slip(rng: random.Random, name: str) -> str:
    """A name with one letter of its first word put in, left out or changed."""
    at = rng.randrange(1, len(name.split()[0]))
    letter = rng.choice("ABCDEFGHIKLMNOPRSTUV")
    ways = (name[:at] + letter + name[at:], name[:at] + name[at + 1 :])
    return rng.choice((*ways, name[:at] + letter + name[at + 1 :]))


def main() -> None:
    """The process of its own: our search, query by query, in an open case."""
    case, asked = map(Path, sys.argv[1:])
    files = Catalogue(Disk(case).catalogue).files
    lookup = Lookup(
        files("names")[-1:], files("parties")[-1:], files("readings"), files("mentions"),
        files("index")[-1],
    )  # fmt: skip
    queries, runner = json.loads(asked.read_text()), Runner(case, read_settings())
    search_parties(runner, lookup, queries[0], FIRST)
    took, found = [], []
    for query in queries:
        started = time.perf_counter()
        answers = search_parties(runner, lookup, query, FIRST)
        took.append(time.perf_counter() - started)
        found.append([party.name for party in answers])
    runner.close()
    print(json.dumps({"seconds": took, "found": found}))


if __name__ == "__main__":
    main()
