"""`python -m bench.beside`: what this program does beside what others do, on the same data in the
same run; the table is written to `docs/benchmarks-peers.md`.

`--smoke` runs it at small sizes without the peers that want environments of their own, and writes
nothing: to see that it still runs.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.generate import generate
from bench.load import bench_load
from bench.measure import ROOT, Failed, Spread
from bench.parties import bench_parties
from bench.peers import bench_ftm
from bench.screening import bench_peers
from bench.searching import FIRST, bench_searching

PAGE = ROOT / "docs" / "benchmarks-peers.md"


@dataclass(frozen=True)
class Sizes:
    """Rows loaded, mentions resolved, parties of which pairs are drawn, names and queries; how
    often each is done."""

    rows: int
    mentions: int
    parties: int
    names: int
    queries: int
    times: int


FULL = Sizes(200_000, 50_000, 20_000, 300_000, 50, 3)
SMOKE = Sizes(3_000, 1_000, 1_000, 1_000, 5, 1)


@dataclass(frozen=True)
class Line:
    """One line of the table: who did it, how long it took, how well (None: there is no telling;
    more is better). `ours`: it is this program."""

    who: str
    took: Spread
    ours: bool = False
    right: float | None = None
    said: str = ""


@dataclass(frozen=True)
class Table:
    """What was done, of how much, in which unit, and how each did it; who was left out and why."""

    title: str
    what: str
    unit: str
    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()


def main(arguments: Sequence[str]) -> int:
    """Run it; 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.beside", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="small sizes, no page")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    asked = parser.parse_args(arguments)
    sizes = SMOKE if asked.smoke else FULL
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ftg-beside-", dir=asked.folder) as name:
        tables = []
        try:
            for bench in (_ingest, _linkage, _decisions, _search):
                print(f"{bench.__name__[1:]} …", file=sys.stderr, flush=True)
                tables.append(bench(Path(name), sizes, not asked.smoke))
        except Failed as error:
            print(error, file=sys.stderr)
            return 1
    text = page(tables)
    print(text)
    if not asked.smoke:
        PAGE.write_text(text, encoding="utf-8")
    return 0


def _ingest(folder: Path, sizes: Sizes, peer: bool) -> Table:
    dump = generate(folder, sizes.rows)
    loading, _ = bench_load(dump, folder, sizes.times)
    lines = [
        Line("ftg: raw, lines, books, repeats, mentions, parties", loading.load, ours=True),
        Line(f"DuckDB {version('duckdb')}: a bare typed reading into Parquet", loading.bare),
    ]
    left_out = []
    found: dict[str, Any] = (
        bench_ftm(dump, folder, sizes.times, sizes.rows) if peer else {"skipped": _SMOKE}
    )
    if "skipped" in found:
        left_out.append(f"FollowTheMoney: {found['skipped']}")
    else:
        rate = found["rows_per_second"]
        least, most = (found["rows"] / rate[end] for end in ("most", "least"))
        took = Spread(found["rows"] / rate["median"], least, most, rate["runs"])
        lines.append(
            Line(f"FollowTheMoney {found['version']}: map-csv into entities, as JSON", took)
        )
    what = (
        f"{sizes.rows:,} invented declaration lines of 26 columns, {loading.megabytes:,.0f} MB. We "
        "read Windows-1251; DuckDB and FollowTheMoney are given UTF-8, the latter with commas and "
        "quotes. DuckDB only types the columns; FollowTheMoney makes three entities a row and "
        "merges none."
    )
    return Table("Ingest", what, "s", tuple(lines), tuple(left_out))


def _linkage(folder: Path, sizes: Sizes, peer: bool) -> Table:
    runs: list[dict[str, Any]] = [
        bench_parties(folder, [sizes.mentions], SMOKE.names, peer=peer) for _ in range(sizes.times)
    ]
    whole, ours = [run["resolves"][0] for run in runs], [run.get("linked") for run in runs]
    theirs = [run.get("splink", {"skipped": _SMOKE}) for run in runs]
    skipped = [one["skipped"] for one in theirs if "skipped" in one]
    linked = [one for one in ours if one]
    who = "ftg: links by keys and by likeness, parties" if linked else "ftg: all of resolving"
    spent = (
        [one["link_seconds"] for one in linked]
        if linked
        else [one["resolve_seconds"] for one in whole]
    )
    right = linked[0] if linked else whole[0]
    lines = [Line(who, Spread.of(spent), ours=True, right=right["f1"], said=_precise(right))]
    beside = ""
    if linked and not skipped:
        first = theirs[0]
        who = f"Splink {first['version']}: training, scores, clusters at its best threshold"
        took = Spread.of([one["seconds"] for one in theirs])
        lines.append(Line(who, took, right=first["f1"], said=_precise(first)))
        pairs, trained, all_told = (
            Spread.of(values).median
            for values in (
                [one["pairs_seconds"] for one in linked],
                [one["train_seconds"] for one in theirs],
                [one["resolve_seconds"] for one in whole],
            )
        )
        beside = (
            f" Finding the pairs ({theirs[0]['pairs']:,} of mentions), which Splink is given, "
            f"takes us {pairs:.1f} s besides; a resolve of a case, with its reading and writing of "
            f"tables, doubts and the index of names, {all_told:.1f} s. Of Splink's time "
            f"{trained:.1f} s are training, which one may keep for another day."
        )
    what = (
        f"{sizes.mentions:,} invented mentions of companies in two scripts, with slips, of which "
        "it is known who is who. Both start from the columns that we read and the pairs that our "
        "blocking found, in tables of the engine, and end with a table of who is who."
        f"{beside} Right: F1 over pairs of mentions."
    )
    left_out = (f"Splink: {skipped[0]}",) if skipped else ()
    return Table("Linkage", what, "s", tuple(lines), left_out)


def _precise(one: dict[str, Any]) -> str:
    return f"precision {one['precision']:.3f}, recall {one['recall']:.3f}"


def _decisions(folder: Path, sizes: Sizes, peer: bool) -> Table:
    if not peer:
        return Table("Name decisions", "", "µs a pair", (), (f"all: {_SMOKE}",))
    runs = [bench_peers(folder, sizes.parties, sizes.parties // 4) for _ in range(sizes.times)]
    lines, left_out = [], []
    for place, one in enumerate(runs[0]):
        if "skipped" in one:
            left_out.append(f"{one['name']}: {one['skipped']}")
            continue
        took = Spread.of([float(str(run[place]["microseconds"])) for run in runs])
        wrong = int(str(one["missed"])) + int(str(one["mistaken"]))
        right = 1 - wrong / int(str(one["pairs"]))
        said = f"{one['missed']} of {one['ones']} missed, {one['mistaken']} mistaken"
        lines.append(
            Line(_decider(str(one["name"])), took, ours=place == 0, right=right, said=said)
        )
    what = (
        f"{runs[0][0]['pairs']:,} pairs of an invented party's and an invented entry's name, as "
        "written: those that screening compares in earnest, nearly all of two companies. Each "
        "decides from the score that is usual for it. Right: decisions that are."
    )
    return Table("Name decisions", what, "µs a pair", tuple(lines), tuple(left_out))


def _decider(name: str) -> str:
    return f"rapidfuzz {version('rapidfuzz')}{name[9:]}" if name.startswith("rapidfuzz") else name


def _search(folder: Path, sizes: Sizes, peer: bool) -> Table:
    found = bench_searching(folder, sizes.names, sizes.queries, peer=peer)
    lines = tuple(
        Line(
            name,
            Spread.of([1000 * seconds for seconds in one["seconds"]]),
            ours=place == 0,
            right=one["found"],
        )
        for place, (name, one) in enumerate(found.items())
        if "skipped" not in one
    )
    left_out = tuple(f"{name}: {one['skipped']}" for name, one in found.items() if "skipped" in one)
    what = (
        f"{sizes.queries} names with one letter wrong in the first word, asked of {sizes.names:,} "
        "invented companies, each process warm. The scans keep nothing but the names; ours was "
        "indexed when the case was resolved, and says parties with their tax ids. Right: the "
        f"company is in the first {FIRST}."
    )
    return Table("Search", what, "ms a query", lines, left_out)


_SMOKE = "not in a smoke run"


def page(tables: Sequence[Table]) -> str:
    """The page of the tables, and where this program loses."""
    parts = [_HEAD.format(made=_made())]
    for table in tables:
        parts.append(f"## {table.title}\n\n{table.what}\n\n{_written(table)}")
        parts += [f"Left out: {one}\n" for one in table.left_out]
    lost = [f"- {one}\n" for table in tables for one in _lost(table)]
    parts.append("## Where we lose\n\n" + ("".join(lost) or "Nowhere in this run.\n"))
    return "\n".join(parts)


_HEAD = """# Beside the peers

`make bench-peers` writes this page: each peer in an environment of its own, made from the package \
registry under `bench/.peers/`, on the same data in the same run. All of the data is invented. \
Medians, with the least and the most; less is better. {made}
"""


def _made() -> str:
    day, memory = datetime.now(UTC).date(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return (
        f"Measured on {day}, {os.cpu_count()} cores, {memory / 2**30:.0f} GiB, Python "
        f"{platform.python_version()}, ftg {version('followthegoods')}; the load of the machine "
        f"was {os.getloadavg()[0]:.1f} at the end."
    )


def _written(table: Table) -> str:
    ours = next((line.took.median for line in table.lines if line.ours), 0.0)
    rows = [
        f"| who | {table.unit}, median | least – most | times ours | right |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for line in table.lines:
        right = "" if line.right is None else f"{line.right:.3f}"
        took = f"{_number(line.took.least)} – {_number(line.took.most)} of {line.took.runs}"
        rows.append(
            f"| {line.who} | {_number(line.took.median)} | {took} | "
            f"{line.took.median / ours:.2f} | {', '.join(filter(None, (right, line.said)))} |"
        )
    return "\n".join(rows) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _lost(table: Table) -> Iterator[str]:
    """What others did faster, or got right more often."""
    for us in (line for line in table.lines if line.ours):
        for one in table.lines:
            times = us.took.median / one.took.median
            worse = [f"{times:,.1f} times as fast"] if times > 1 else []
            if one.right is not None and us.right is not None and one.right > us.right:
                worse.append(f"right more often, {one.right:.3f} beside {us.right:.3f}")
            if worse:
                yield f"{table.title}: {one.who} is {' and '.join(worse)}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
