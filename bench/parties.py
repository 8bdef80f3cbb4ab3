"""Telling companies apart: mentions read and resolved, beside Splink on the same pairs; finding.

The mentions are those of `accuracy.planted`, with the truth of who is who. Splink runs in an
environment of its own and is given the columns our reader prepared and the candidate pairs our
blocking found; its thresholds are tried, and the best is taken.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from operator import sub
from pathlib import Path
from typing import Any

import duckdb
from accuracy.planted import companies, mentions
from accuracy.resolving import make_case

from bench.measure import Failed, Run, python, run
from followthegoods.config import read_settings
from followthegoods.engine.duckdb import connect, path_literal, paths_sql
from followthegoods.engine.plan import Runner
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk
from followthegoods.parties.alike import find_likely, link_likely
from followthegoods.parties.clusters import key_steps, resolve
from followthegoods.parties.doubts import grade_steps
from followthegoods.parties.parting import part_judged
from followthegoods.parties.readings import read_mentions
from followthegoods.parties.search import Lookup, search_parties

SEED = 23
"""Neither the seed that rules were made on nor the one that accuracy reports."""

EACH = 2.6
"""Mentions of a company, on average."""

HOME = Path(__file__).parent / ".peers" / "splink"
QUERIES = 200
FIRST = 20
"""Names asked for with one letter wrong, and among how many answers the company must be."""


def bench_parties(
    folder: Path, sizes: Sequence[int], find: int, *, peer: bool
) -> dict[str, object]:
    """Read and resolve so many mentions, the peer beside the smallest; find among so many names."""
    found: dict[str, object] = {"resolves": (resolves := [])}
    for rows in sorted(sizes):
        case = folder / f"mentions-{rows}"
        _child("make", case, rows)
        resolved = _timed(_child("resolve", case, 0))
        resolves.append(resolved)
        if peer and rows == min(sizes):
            found["linked"] = json.loads(_child("link", case, 0).said)
            found["splink"] = _splink(case)
        shutil.rmtree(case)
    case = folder / f"names-{find}"
    _child("names", case, find)
    found["found"] = json.loads(_child("find", case, find).said)
    shutil.rmtree(case)
    return found


def party_rows(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What was measured as rows of the table: what, value, more of it, target."""
    rows = []
    for one in found["resolves"]:
        seconds = one["read_seconds"] + one["resolve_seconds"]
        parts = f"reading {one['read_seconds']:.1f}, resolving {one['resolve_seconds']:.1f}"
        aim = "< 60 s at 870,000" if one["mentions"] > 800_000 else ""
        rows += [
            (f"{one['mentions']:,} mentions resolved", f"{seconds:.1f} s", parts, aim),
            ("  peak memory, all processes", f"{one['peak_gib']:.2f} GiB", "", "<= 3 GB"),
            ("  F1 of pairs", f"{one['f1']:.3f}", "", ""),
        ]
    splink, ours = found.get("splink"), found.get("linked")
    if splink and "skipped" in splink:
        rows.append(("Splink", "skipped", splink["skipped"], ""))
    elif splink and ours:
        pairs = f"besides {ours['pairs_seconds']:.1f} for the pairs"
        parts = f"training {splink['train_seconds']:.1f}"
        rows += [
            ("  linked, columns and pairs given", f"{ours['link_seconds']:.1f} s", pairs, ""),
            (f"  Splink {splink['version']}, the same", f"{splink['seconds']:.1f} s", parts, ""),
            ("  ours / Splink", f"{ours['link_seconds'] / splink['seconds']:.2f} x", "", "<= 1 x"),
            ("  Splink's F1 at its best", f"{splink['f1']:.3f}", "", "at most ours"),
        ]
    one = found["found"]
    within = f"in the first {FIRST}: {one['found']:.1%}"
    named = f"find among {one['names']:,} names, one slip"
    rows.append((named, f"{one['median_ms']:.1f} ms", within, "<= 5 ms, 99 %"))
    return rows


def _child(what: str, case: Path, rows: int) -> Run:
    return run(python("-m", "bench.parties", what, str(rows), str(case)))


def _timed(done: Run) -> dict[str, float]:
    said: dict[str, float] = json.loads(done.said)
    return said | {"wall_seconds": done.wall, "cpu_seconds": done.cpu, "peak_gib": done.rss / 2**30}


def _splink(case: Path) -> dict[str, object]:
    """Splink's seconds and its best F1, or why it was not measured."""
    try:
        if not (HOME / "bin" / "python").exists():
            venv.create(HOME, with_pip=True, clear=True)
            pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "-q", "splink>=5,<6"]
            subprocess.run(pip, check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError) as error:
        return {"skipped": f"Splink could not be installed: {error}"}
    prepared = run(python("-m", "bench.parties", "prepare", "0", str(case)))
    try:
        script = Path(__file__).parent / "splink_peer.py"
        done = run([str(HOME / "bin" / "python"), str(script), str(case)])
    except Failed as error:
        return {"skipped": str(error).splitlines()[-1]}
    said = json.loads(done.said.splitlines()[-1])
    truth = _truth(case)
    scored = {
        threshold: _scores(truth, _clusters(case / f"splink-{threshold}.parquet"))
        for threshold in said["clusters"]
    }
    best = max(scored, key=lambda threshold: scored[threshold]["f1"])
    said |= said.pop("clusters")[best]
    return {
        **said,
        "pairs": json.loads(prepared.said)["pairs"],
        "threshold": float(best),
        "seconds": said["train_seconds"] + said["predict_seconds"] + said["cluster_seconds"],
        "cpu_seconds": sum(said[f"{what}_cpu_seconds"] for what in ("train", "predict", "cluster")),
        "peak_gib": done.rss / 2**30,
        **scored[best],
    }


def _clusters(file: Path) -> dict[int, int]:
    rows = duckdb.sql(f"SELECT mention, cluster FROM '{file}'").fetchall()
    return dict(rows)


def _truth(case: Path) -> dict[int, int]:
    return {
        int(mention): company
        for mention, company in json.loads((case / "truth.json").read_text()).items()
    }


def _scores(truth: dict[int, int], got: dict[int, int]) -> dict[str, float]:
    """Precision, recall and F1 over pairs of mentions in one party."""
    both = Counter((company, got[at]) for at, company in truth.items() if at in got)
    right, joined, owned = (
        sum(n * (n - 1) // 2 for n in of.values())
        for of in (both, Counter(got.values()), Counter(truth.values()))
    )
    precision, recall = right / max(1, joined), right / max(1, owned)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": precision, "recall": recall, "f1": f1}


def _make(case: Path, rows: int) -> dict[str, object]:
    made = list(mentions(companies(int(rows / EACH), SEED), EACH, SEED))
    make_case(case, [(m.name, m.tax_id, m.address, m.country) for m in made], read_settings())
    truth = {at: mention.company for at, mention in enumerate(made, 1)}
    (case / "truth.json").write_text(json.dumps(truth))
    return {"mentions": len(made)}


def _names(case: Path, rows: int) -> dict[str, object]:
    """A resolved case of so many companies, each named once, in full, in one script."""
    forms = {"RU": "OOO", "KR": "CO LTD", "CN": "CO LTD", "DE": "GMBH", "IT": "SPA"}
    forms |= {"TR": "AS", "IN": "PVT LTD"}
    named = [
        (" ".join((*one.own, *one.trades, forms[one.country])), None, one.address, one.country)
        for one in companies(rows, SEED)
    ]
    make_case(case, named, read_settings())
    (case / "names.json").write_text(json.dumps([name for name, *_ in named]))
    return _resolve(case)


def _resolve(case: Path) -> dict[str, object]:
    disk, catalogue, settings = Disk(case), Catalogue(Disk(case).catalogue), read_settings()
    started = time.perf_counter()
    with catalogue.write("add", "") as load:
        read_mentions(disk, catalogue, load, [1], settings)
    read = time.perf_counter()
    with catalogue.write("resolve", "") as load:
        resolve(disk, catalogue, load, settings)
    done = time.perf_counter()
    return {"read_seconds": read - started, "resolve_seconds": done - read}


def _resolved(case: Path) -> dict[str, object]:
    seconds = _resolve(case)
    catalogue = Catalogue(Disk(case).catalogue)
    file = Disk(case).path(catalogue.files("parties")[-1])
    rows = duckdb.sql(f"SELECT mention, party FROM '{file}' WHERE grade > 1").fetchall()
    truth = _truth(case)
    return {"mentions": len(truth), **seconds, **_scores(truth, dict(rows))}


_PREPARED = """
SELECT mention, words, sound, nullif(form, '') AS form, tax_id, nullif(address, '') AS address,
    nullif(country, '') AS country FROM node"""

_PAIRED = """
WITH keyed AS (
    SELECT n.mention, n.tax_id, n.key, x.id FROM node AS n LEFT JOIN name AS x USING (key))
SELECT DISTINCT least(a.mention, b.mention) AS join_key_l, greatest(a.mention, b.mention)
    AS join_key_r, '0' AS match_key
FROM (
    SELECT a.mention AS a, b.mention AS b FROM keyed AS a JOIN keyed AS b USING (tax_id)
    UNION ALL SELECT a.mention, b.mention FROM keyed AS a JOIN keyed AS b USING (key)
    UNION ALL SELECT a.mention, b.mention FROM likely AS p JOIN keyed AS a ON a.id = p.a
    JOIN keyed AS b ON b.id = p.b
) AS met JOIN keyed AS a ON a.mention = met.a JOIN keyed AS b ON b.mention = met.b
WHERE met.a < met.b"""


def _prepare(case: Path) -> dict[str, object]:
    """The columns that were read and the pairs worth comparing, as files for the peer."""
    disk, catalogue = Disk(case), Catalogue(Disk(case).catalogue)
    tables = ("readings", "mentions", "lines")
    files = {name: paths_sql(map(disk.path, catalogue.files(name))) for name in tables}
    with closing(connect(read_settings(), case / "work")) as db:
        for step in key_steps(files):
            db.execute(f"CREATE TEMP TABLE {step.name} AS {step.sql}")
        find_likely(db)
        for name, sql in (("prepared", _PREPARED), ("pairs", _PAIRED)):
            db.execute(f"COPY ({sql}) TO {path_literal(case / f'{name}.parquet')} (FORMAT parquet)")
        (pairs,) = db.execute(
            f"SELECT count(*) FROM {path_literal(case / 'pairs.parquet')}"
        ).fetchone() or (0,)
    return {"pairs": pairs}


def _linked(case: Path) -> dict[str, object]:
    """What Splink is asked to do, done by us: from the columns that were read, in the engine's
    tables, to a table of parties. What finding the pairs takes, which Splink is given, is said
    apart, as it is of what is only measured for whole cases: reading, writing, the index."""
    disk, catalogue, settings = Disk(case), Catalogue(Disk(case).catalogue), read_settings()
    tables = ("readings", "mentions", "lines")
    files = {name: paths_sql(map(disk.path, catalogue.files(name))) for name in tables}
    clock = _Clock()
    with closing(connect(settings, work := disk.work())) as db:
        for step in key_steps(files):
            db.execute(f"CREATE TEMP TABLE {step.name} AS {step.sql}")
            if step.name == "node":
                clock.lap("columns")
        part_judged(db, ())
        clock.lap("link")
        find_likely(db)
        clock.lap("pairs")
        link_likely(db, work, settings)
        for step in grade_steps(files["lines"]):
            db.execute(f"CREATE TEMP TABLE {step.name} AS {step.sql}")
            if step.name == "link":  # what hangs on doubts is no part of linking
                break
        clock.lap("link")
        rows = db.execute("SELECT mention, party FROM party WHERE grade > 1").fetchall()
    shutil.rmtree(work)
    return {**clock.said(), **_scores(_truth(case), dict(rows))}


class _Clock:
    """Seconds by what they were spent on, and those of processors, child processes included."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}
        self._last = self._now()

    def _now(self) -> tuple[float, float]:
        used = os.times()
        return time.perf_counter(), sum(used[:4])

    def lap(self, what: str) -> None:
        now = self._now()
        spent = map(sub, now, self._last)
        for name, seconds in zip(("seconds", "cpu_seconds"), spent, strict=True):
            self._spent[f"{what}_{name}"] = self._spent.get(f"{what}_{name}", 0.0) + seconds
        self._last = now

    def said(self) -> dict[str, float]:
        return self._spent


def _find(case: Path, _: int) -> dict[str, object]:
    """How long it takes to find a company by its name with one letter wrong, and how often."""
    catalogue = Catalogue(Disk(case).catalogue)
    files = catalogue.files
    lookup = Lookup(
        files("names")[-1:], files("parties")[-1:], files("readings"), files("mentions"),
        files("index")[-1],
    )  # fmt: skip
    names = json.loads((case / "names.json").read_text())
    bearers = _bearers(names, Disk(case).path(files("parties")[-1]))
    rng, runner = random.Random(SEED), Runner(case, read_settings())
    taken, right = [], 0
    for _ in range(QUERIES):
        name = rng.choice(names)
        asked = _slip(rng, name)
        started = time.perf_counter()
        answers = search_parties(runner, lookup, asked, FIRST)
        taken.append((time.perf_counter() - started) * 1000)
        right += not bearers[name].isdisjoint(party.party for party in answers)
    taken.sort()
    return {
        "names": len(names), "queries": QUERIES, "found": right / QUERIES,
        "median_ms": statistics.median(taken), "slowest_tenth_ms": taken[QUERIES * 9 // 10],
    }  # fmt: skip


def _bearers(names: Sequence[str], parties: Path) -> dict[str, set[int]]:
    """The parties that a company of each name is in, whatever else they are called: whether it is
    rightly in one with others is measured where companies are resolved."""
    rows = duckdb.sql(f"SELECT mention, party FROM '{parties}' WHERE grade > 1").fetchall()
    of = dict(rows)
    bearers: dict[str, set[int]] = {}
    for mention, name in enumerate(names, 1):
        bearers.setdefault(name, set()).add(of[mention])
    return bearers


def _slip(rng: random.Random, name: str) -> str:
    """A name with one letter of its first word put in, left out, changed or swapped."""
    at = rng.randrange(1, len(name.split()[0]))
    letter = rng.choice("ABCDEFGHIKLMNOPRSTUV")
    ways = (
        name[:at] + letter + name[at:],
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at + 1 :],
        name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
    )
    return rng.choice(ways)


def main() -> None:
    what, rows, case = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    work = {
        "make": lambda: _make(case, rows), "resolve": lambda: _resolved(case),
        "names": lambda: _names(case, rows), "prepare": lambda: _prepare(case),
        "find": lambda: _find(case, rows), "link": lambda: _linked(case),
    }  # fmt: skip
    print(json.dumps(work[what]()))


if __name__ == "__main__":
    main()
