"""Screening at size: all parties of a case against a list, one party, and peers on one sample.

Peers decide on the same pairs of names, as written: those that screening compares in earnest, of
which nearly all are of two companies. An error is a pair of two companies that is held to be one,
or the reverse. Peers hold names to be one from the score that is usual for them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from accuracy.screening import case_with_lists, surely
from rapidfuzz import fuzz

from bench.measure import Failed, Spread, python, run, timed
from bench.screening_names import Invented, invent
from followthegoods.case.opened import Opened
from followthegoods.config import read_settings
from followthegoods.engine.plan import Plan, Step
from followthegoods.facts.names import fold, transliterate
from followthegoods.model.listing import Nature, Quality
from followthegoods.parties.read import read_mention
from followthegoods.parties.search import Lookup
from followthegoods.questions.screening.candidates import (
    heard_words,
    likely_steps,
    name_steps,
)
from followthegoods.questions.screening.grading import Listed, Seen, grade
from followthegoods.questions.screening.matching import find_matches
from followthegoods.reference.lists.views import lists_of

HOME = Path(__file__).parent / ".peers" / "nomenklatura"
PROBABLE = 2
RAPIDFUZZ_FROM, NOMENKLATURA_FROM = 90, 0.7
PAIRS, SAMPLED = 5_000, 50_000
"""Pairs that peers decide on, and of how many parties these are."""


@dataclass(frozen=True)
class Pair:
    """A party's and an entry's name as written, and whether they are one company's."""

    party: str
    entry: str
    one: bool


def bench_screening(
    folder: Path, parties: int, entries: int, times: int, *, peer: bool
) -> dict[str, Any]:
    """Screen invented parties against an invented list of entries with an alias each: in full in a
    process of its own, then one party after the other, then beside peers."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        root, place = Path(name), Path(name) / "case"
        invented = invent(root, parties, entries)
        case, lookup = case_with_lists(place, invented.rows, [invented.list_file])
        ran = run(python("-m", "bench.screening", str(place), json.dumps(asdict(lookup))))
        said = json.loads(ran.said)
        sure = {(party, entry) for party, entry in said["sure"]}
        one = _one_by_one(case, lookup, invented, times)
        case.close()
    return {
        "parties": parties,
        "entries": entries,
        "all_seconds": said["seconds"],
        "all_cpu_seconds": round(ran.cpu, 1),
        "peak_gib": round(ran.rss / 2**30, 2),
        "planted": len(invented.truth),
        "found": len(sure & invented.truth),
        "mistaken": len(sure - invented.truth),
        **one,
        "peers": bench_peers(folder, SAMPLED, SAMPLED // 4) if peer else [],
    }


def screening_rows(one: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What `bench_screening` found, as rows to print: what, how much, around it, the target."""

    def spread(of: dict[str, float]) -> tuple[str, str]:
        return f"{of['median']:.2f} ms", f"{of['least']:.2f} - {of['most']:.2f}"

    what = f"screening {one['parties']:,} parties, {one['entries']:,} entries with an alias"
    found = f"{one['found']:,} of {one['planted']:,}"
    rows = [
        (what, f"{one['all_seconds']} s", f"processor {one['all_cpu_seconds']} s", "< 60 s"),
        ("  peak memory, all processes", f"{one['peak_gib']} GiB", "", "< 2 GB"),
        ("  found of those planted", found, f"{one['mistaken']:,} mistaken", ""),
        ("  one party that is on no list", *spread(one["one_ms"]), "< 20 ms"),
        ("  one that is", *spread(one["one_listed_ms"]), ""),
    ]
    for peer in one["peers"]:
        if "skipped" in peer:
            rows.append((f"  {peer['name']}", "skipped", peer["skipped"], ""))
            continue
        erred = f"{peer['missed']} of {peer['ones']} missed, {peer['mistaken']} mistaken"
        rows.append((f"  {peer['name']}", f"{peer['microseconds']} µs a pair", erred, ""))
    return rows


def main() -> None:
    """The process of its own: screen a whole case and print how long it took and who is found."""
    place, files = sys.argv[1:]
    case, lookup = Opened(Path(place), read_settings()), Lookup(**json.loads(files))
    started = perf_counter()
    found = find_matches(case.runner, lookup, lists_of(case.catalogue))
    seconds = round(perf_counter() - started, 2)
    case.close()
    print(json.dumps({"seconds": seconds, "sure": sorted(surely(found))}))


def _one_by_one(
    case: Opened, lookup: Lookup, invented: Invented, times: int
) -> dict[str, dict[str, float]]:
    """Milliseconds for one party, warm: of those that are on no list, and of those that are."""
    lists = lists_of(case.catalogue)
    listed = {party for party, _ in invented.truth}
    others = [n for n in range(1, len(invented.rows) + 1) if n not in listed]

    def spread(parties: Sequence[int]) -> dict[str, float]:
        took = [
            1000 * timed(lambda one=party: find_matches(case.runner, lookup, lists, [one]))
            for party in parties[: times + 1]
        ]
        return Spread.of(took[1:]).as_json()

    return {"one_ms": spread(others), "one_listed_ms": spread(sorted(listed))}


def bench_peers(folder: Path, parties: int, entries: int) -> list[dict[str, object]]:
    """Time for a decision and errors of this program, of rapidfuzz and of nomenklatura."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        pairs = _pairs(Path(name), parties, entries)
        found = [
            _decided("followthegoods, probable", pairs, _ours),
            _decided(f"rapidfuzz, from {RAPIDFUZZ_FROM}", pairs, _rapidfuzz),
        ]
        file = Path(name) / "pairs.json"
        file.write_text(json.dumps([asdict(pair) for pair in pairs]), encoding="utf-8")
        try:
            said = json.loads(run([_install(), "-c", _LOGIC_V2, str(file)]).said)
        except (subprocess.CalledProcessError, OSError, Failed) as error:
            return [*found, {"name": "nomenklatura", "skipped": str(error).splitlines()[-1]}]
    told = [score >= NOMENKLATURA_FROM for score in said["scores"]]
    peer = f"nomenklatura {said['version']} logic-v2, from {NOMENKLATURA_FROM}"
    return [*found, _errors(peer, pairs, told, said["seconds"])]


def _pairs(root: Path, parties: int, entries: int) -> list[Pair]:
    """Names that screening compares in earnest, as written, drawn evenly."""
    invented = invent(root, parties, entries, seed=8)
    case, lookup = case_with_lists(root / "case", invented.rows, [invented.list_file])
    lists = lists_of(case.catalogue)
    tables = name_steps(lookup, lists, None)
    for step in tables:
        case.runner.db.execute(f"CREATE TEMP TABLE {step.name} AS {step.sql}")
    heard_words(case.runner.db)
    rows = case.runner.run(Plan((*likely_steps(), Step("pairs", _MET))))["pairs"]
    case.close()
    rows = Random(5).sample(rows, min(PAIRS, len(rows)))
    return [
        Pair(invented.rows[party - 1][0], name, (party, entry) in invented.truth)
        for party, entry, name in rows
    ]


_MET = """SELECT DISTINCT p.party, e.entry, e.name
FROM likely AS m JOIN named AS n ON n.id = m.a JOIN called AS c ON c.id = m.b
JOIN asked AS p ON p.words = n.words AND p.script = n.script
JOIN listed AS e ON e.words = c.words AND e.script = c.script ORDER BY ALL"""


def _decided(
    name: str, pairs: Sequence[Pair], decide: Callable[[Sequence[Pair]], list[bool]]
) -> dict[str, object]:
    started = perf_counter()
    told = decide(pairs)
    return _errors(name, pairs, told, perf_counter() - started)


def _errors(
    name: str, pairs: Sequence[Pair], told: Sequence[bool], seconds: float
) -> dict[str, object]:
    return {
        "name": name,
        "pairs": len(pairs),
        "ones": sum(pair.one for pair in pairs),
        "microseconds": round(seconds / max(1, len(pairs)) * 1e6, 1),
        "missed": sum(p.one and not t for p, t in zip(pairs, told, strict=True)),
        "mistaken": sum(t and not p.one for p, t in zip(pairs, told, strict=True)),
    }


def _ours(pairs: Sequence[Pair]) -> list[bool]:
    """Both names read and graded as a screening does, with all that is explained."""

    def seen(name: str) -> Seen:
        read = read_mention(name, None, None, None)
        words = " ".join(read.words)
        return Seen(0, 0, read.core, read.form, words, read.script, "", "", frozenset())

    def listed(name: str) -> Listed:
        one = seen(name)
        return Listed("", "", name, Quality.PRIMARY, Nature.ORGANISATION, one.core, one.form,
                      one.words, one.script, frozenset(), (), frozenset())  # fmt: skip

    return [grade(seen(p.party), listed(p.entry)).grade >= PROBABLE for p in pairs]


def _rapidfuzz(pairs: Sequence[Pair]) -> list[bool]:
    """Names folded and in Latin letters, by `token_sort_ratio`."""

    def read(name: str) -> str:
        return transliterate(fold(name))

    return [fuzz.token_sort_ratio(read(p.party), read(p.entry)) >= RAPIDFUZZ_FROM for p in pairs]


def _install() -> str:
    """The Python of an environment with nomenklatura, which is made when it is not there."""
    own = HOME / "bin" / "python"
    if not (HOME / "installed").exists():
        venv.create(HOME, with_pip=True, clear=True)
        pip = [str(own), "-m", "pip", "install", "-q", "nomenklatura"]
        subprocess.run(pip, check=True, capture_output=True)
        (HOME / "installed").touch()
    return str(own)


_LOGIC_V2 = """
import json, sys, time
from importlib.metadata import version
from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig

logic = get_algorithm("logic-v2")
config = ScoringConfig.defaults()

def company(number, name):
    return model.get_proxy(
        {"id": str(number), "schema": "Company", "properties": {"name": [name]}}
    )

pairs = json.load(open(sys.argv[1], encoding="utf-8"))
logic.compare(company("a", "ALDER"), company("b", "ALDER"), config)
started = time.perf_counter()
scores = [
    logic.compare(company(f"a{n}", pair["party"]), company(f"b{n}", pair["entry"]), config).score
    for n, pair in enumerate(pairs)  # it keeps what it has read of a company by its id
]
seconds = time.perf_counter() - started
print(json.dumps({"scores": scores, "seconds": seconds, "version": version("nomenklatura")}))
"""

if __name__ == "__main__":
    main()
