"""`python -m bench`: every benchmark, beside its peer, as a table and as JSON.

`--smoke` runs all of it at small sizes in under a minute and checks that the numbers are sane;
it says nothing about speed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.daily import LINES, bench_daily
from bench.dossier import TARGET_SHARE, Asking, bench_directions, bench_dossier, bench_start
from bench.far import bench_far
from bench.far_page import page
from bench.formats import bench_draft, bench_formats
from bench.generate import generate
from bench.load import bench_damaged, bench_load
from bench.measure import Failed, machine
from bench.pages import THINKING, bench_pages, page_rows
from bench.parties import bench_parties, party_rows
from bench.peers import bench_ftm
from bench.screening import bench_screening, screening_rows
from bench.stories import bench_stories

RESULTS = Path(__file__).parent / "results" / "latest.json"


@dataclass(frozen=True)
class Sizes:
    """How much is generated and how often each thing is done."""

    damaged: int
    load: int
    load_times: int
    ask: tuple[int, ...]
    ask_times: int
    starts: int
    xlsx: int
    dbf: int
    mentions: tuple[int, ...]
    names: int
    screened: int
    listed: int
    days: int


FULL = Sizes(
    200_000, 2_000_000, 3, (1_000_000, 10_000_000), 15, 7, 100_000, 50_000, (100_000, 870_000),
    1_000_000, 1_000_000, 20_000, 200,
)  # fmt: skip
SMOKE = Sizes(5_000, 20_000, 1, (20_000,), 2, 1, 1_000, 1_000, (2_000,), 2_000, 2_000, 500, 2)


def main(arguments: Sequence[str]) -> int:
    """Run the benches; 1 when a command fails or a number is not sane."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="small sizes, checks only")
    parser.add_argument("--largest", type=int, help="leave out cases of more lines than this")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    asked = parser.parse_args(arguments)
    sizes = SMOKE if asked.smoke else FULL
    if asked.largest:
        ask = tuple(rows for rows in sizes.ask if rows <= asked.largest)
        sizes = replace(sizes, ask=ask)
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ftg-bench-", dir=asked.folder) as name:
        try:
            found = _all(Path(name), sizes, smoke=asked.smoke)
        except Failed as error:
            print(error, file=sys.stderr)
            return 1
    _print(found)
    return 0


def _all(folder: Path, sizes: Sizes, *, smoke: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"machine": machine(), "loads": [], "cases": []}
    small = generate(folder, sizes.damaged)
    found["damaged"] = bench_damaged(small, folder, sizes.load_times)
    small.delete()
    found["formats"] = (
        [{"skipped": "not in a smoke run"}]
        if smoke
        else bench_formats(folder, sizes.xlsx, sizes.dbf, sizes.load_times)
    )
    found["parties"] = bench_parties(folder, sizes.mentions, sizes.names, peer=not smoke)
    found["screening"] = bench_screening(
        folder, sizes.screened, sizes.listed, sizes.ask_times, peer=not smoke
    )
    days = folder / "daily"
    days.mkdir()
    found["daily"] = bench_daily(days, sizes.days, 10 if smoke else LINES, sizes.ask_times)
    shutil.rmtree(days)
    if smoke:
        bench_far(folder, (1_000, 2_000), page)
        shutil.rmtree(folder / "case")
    for rows in sorted({sizes.load, *sizes.ask}):
        _need(folder, rows)
        print(f"{rows:,} lines: generating", file=sys.stderr)
        dump = generate(folder, rows)
        if rows == sizes.load:
            found["ftm"] = (
                {"skipped": "not in a smoke run"}
                if smoke
                else bench_ftm(dump, folder, sizes.load_times)
            )
            found["draft"] = bench_draft(dump.cp1251, sizes.load_times)
        print(f"{rows:,} lines: loading", file=sys.stderr)
        loading, case = bench_load(dump, folder, sizes.load_times if rows == sizes.load else 1)
        dump.delete()
        found["loads"].append(loading.as_json())
        if rows in sizes.ask:
            print(f"{rows:,} lines: asking", file=sys.stderr)
            asking = bench_dossier(case, rows, sizes.ask_times)
            start = bench_start(case, rows, sizes.starts)
            entry = {"rows": rows, "dossiers": [a.as_json() for a in asking], **start.as_json()}
            entry["directions"] = bench_directions(case, rows, sizes.ask_times).as_json()
            telling = bench_stories(case, rows, 1 if smoke else 3)
            entry["stories"] = [one.as_json() for one in telling]
            print(f"{rows:,} lines: serving", file=sys.stderr)
            entry["pages"] = bench_pages(case, rows, 1 if smoke else 5, 0.0 if smoke else THINKING)
            found["cases"].append(entry)
            _check(asking, smoke=smoke)
        shutil.rmtree(case)
        if not smoke:
            RESULTS.parent.mkdir(exist_ok=True)
            RESULTS.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return found


def _check(asking: Sequence[Asking], *, smoke: bool) -> None:
    if any(a.warm.median <= 0 or a.bare.median <= 0 or a.lines < 1 for a in asking):
        raise Failed("A dossier took no time, or had no lines.")
    if not smoke and all(abs(a.share - TARGET_SHARE) > TARGET_SHARE / 5 for a in asking):
        raise Failed("No importer has about 0.01 % of the lines.")


def _need(folder: Path, rows: int) -> None:
    needed, free = rows * 2_200, shutil.disk_usage(folder).free
    if free < needed:
        raise Failed(
            f"{rows:,} lines need {needed / 1e9:.0f} GB in {folder}, {free / 1e9:.0f} GB are free. "
            "Name another --folder, or leave them out with --largest."
        )


def _print(found: dict[str, Any]) -> None:
    rows: list[tuple[str, str, str, str]] = [("what", "median", "least - most", "target")]
    for load in found["loads"]:
        at = f"{load['rows']:,} lines"
        rows += [
            (f"load, {at}", *_spread(load["load_seconds"], "s"), ""),
            (f"bare typed read, {at}", *_spread(load["bare_seconds"], "s"), ""),
            ("  load / bare, wall", *_spread(load["ratio"], "x"), "<= 4 x at 2 million"),
            ("  load / bare, processor", *_spread(load["cpu_ratio"], "x"), ""),
            ("  rows a second", f"{load['rows_per_second']:,.0f}", "", ""),
            ("  peak memory, all processes", f"{load['peak_gib']:.2f} GiB", "", "<= 3 GB"),
        ]
    damaged = found["damaged"]
    at = f"{damaged['rows']:,} lines"
    rows += [
        (f"load, {at}", *_spread(damaged["whole_seconds"], "s"), ""),
        (f"load, {at} and one broken row", *_spread(damaged["damaged_seconds"], "s"), ""),
    ]
    ftm = found["ftm"]
    if "skipped" in ftm:
        rows.append(("followthemoney map-csv", "skipped", ftm["skipped"], ""))
    else:
        name = f"followthemoney {ftm['version']} map-csv, rows a second"
        rows.append((name, *_spread(ftm["rows_per_second"], ""), ""))
    for reading in found["formats"]:
        if "skipped" in reading:
            rows.append(("workbooks and dBase", "skipped", reading["skipped"], ""))
            continue
        target = "<= 4 x fastexcel" if reading["format"] == "xlsx" else "<= 3 x dbfread, raw"
        what = f"{reading['format']} of {reading['rows']:,} rows to raw"
        rows += [
            (what, *_spread(reading["ours_seconds"], "s"), ""),
            ("  / bare reading", *_spread(reading["ratio"], "x"), target),
        ]
    rows += party_rows(found["parties"])
    rows += screening_rows(found["screening"])
    daily = found["daily"]
    rows += [
        (
            f"{daily['days']} files of a day / one file",
            f"{daily['added_ratio']:.2f} x",
            "",
            "<= 3 x",
        ),
        ("  a dossier of them / of it", f"{daily['dossier_ratio']:.2f} x", "", "<= 2 x"),
    ]
    draft = found["draft"]
    what = f"drafting a layout for {draft['megabytes']:,.0f} MB"
    rows.append((what, *_spread(draft["seconds"], "s"), "< 5 s at 1 GB"))
    for case in found["cases"]:
        for one in case["dossiers"]:
            what = f"dossier, {one['lines']:,} of {case['rows']:,} lines"
            aim = abs(one["share"] - TARGET_SHARE) < TARGET_SHARE / 5
            rows += [
                (what, *_spread(one["warm_ms"], "ms"), "<= 150 ms" if aim else ""),
                ("  / its bare SQL", *_spread(one["ratio"], "x"), "<= 1.5 x" if aim else ""),
            ]
        turns = case["directions"]
        rows += [
            ("  over a sorted native table", *_spread(turns["native_ms"], "ms"), "the limit"),
            (
                f"dossier by supplier, {turns['supplier_lines']:,} lines",
                *_spread(turns["supplier_ms"], "ms"),
                "",
            ),
            ("  / by importer", *_spread(turns["supplier_ratio"], "x"), "<= 3 x"),
            (
                f"chapter {turns['chapter']}, {turns['chapter_lines']:,} lines",
                *_spread(turns["chapter_ms"], "ms"),
                "",
            ),
            ("  / its bare SQL", *_spread(turns["chapter_ratio"], "x"), "<= 1.5 x"),
        ]
        for one in case["stories"]:
            what = f"checking {one['claims']} claims, {one['lines']:,} of {case['rows']:,} lines"
            aim = abs(one["share"] - TARGET_SHARE) < TARGET_SHARE / 5
            rows += [
                (what, *_spread(one["checking_seconds"], "s"), "< 15 s" if aim else ""),
                ("  drafting them", *_spread(one["drafting_seconds"], "s"), ""),
            ]
        rows += page_rows(case["pages"])
        rows += [
            ("ftg dossier, fresh process", *_spread(case["dossier_seconds"], "s"), "< 1.5 s"),
            ("ftg --help", *_spread(case["help_seconds"], "s"), "< 0.3 s"),
            ("  python doing nothing", *_spread(case["nothing_seconds"], "s"), ""),
        ]
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    for row in rows:
        what, middle, around, target = (cell.ljust(w) for cell, w in zip(row, widths, strict=True))
        print(f"{what}  {middle.strip():>{widths[1]}}  {around}  {target}".rstrip())


def _spread(spread: dict[str, float], unit: str) -> tuple[str, str]:
    def written(value: float) -> str:
        return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"

    around = f"{written(spread['least'])} - {written(spread['most'])}"
    return f"{written(spread['median'])} {unit}".strip(), around


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
