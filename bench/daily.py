"""`python -m bench.daily`: many small files, a day each, beside one file of the same lines.

Both are added in a process of their own: the folder of days in one job, the one file in another.
Then one subject is asked about in both cases in turn. INVENTED lines throughout.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.generate import generate
from bench.measure import Failed, Spread, python, run
from followthegoods.case import Case

LINES = 1_000
"""Lines of a day."""


def main(arguments: Sequence[str]) -> int:
    """Compare and print; 1 when a command fails."""
    parser = argparse.ArgumentParser(prog="python -m bench.daily", description=__doc__)
    parser.add_argument("--days", type=int, default=200, help="files of 1,000 lines")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ftg-daily-", dir=asked.folder) as name:
        try:
            print(json.dumps(bench_daily(Path(name), asked.days, LINES, 9), indent=2))
        except Failed as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def bench_daily(folder: Path, days: int, lines: int, times: int) -> dict[str, Any]:
    """Processor seconds of both ways to add, and of a warm dossier after each."""
    one, many = folder / "one", folder / "days"
    who = _split(folder, days, lines, one, many)
    cases = {name: folder / f"case-{name}" for name in ("one", "days")}
    added = {
        name: run(python("-m", "bench.far_child", "load", str(cases[name]), str(files)))
        for name, files in (("one", one), ("days", many))
    }
    asked = _ask(cases, who, times)
    return {
        "days": days,
        "lines": days * lines,
        "added_cpu_seconds": {name: done.cpu for name, done in added.items()},
        "added_ratio": added["days"].cpu / added["one"].cpu,
        "dossier_cpu_ms": {name: spread.as_json() for name, spread in asked.items()},
        "dossier_ratio": asked["days"].median / asked["one"].median,
        "files": {name: len(list((case / "lake").glob("*/*"))) for name, case in cases.items()},
    }


def _split(folder: Path, days: int, lines: int, one: Path, many: Path) -> str:
    """A dump in the order of its days, as one file and as many; the tax id of a subject in it."""
    dump = generate(folder, days * lines)
    header, *rows = dump.cp1251.read_bytes().splitlines(keepends=True)
    dump.delete()
    # The third column is a day: dd.mm.yyyy.
    rows.sort(key=lambda row: row.split(b";", 3)[2].split(b".")[::-1])
    for place in (one, many):
        place.mkdir()
    (one / "INVENTED.csv").write_bytes(header + b"".join(rows))
    for day in range(days):
        own = rows[day * lines : (day + 1) * lines]
        (many / f"INVENTED-{day:04}.csv").write_bytes(header + b"".join(own))
    return rows[len(rows) // 2].split(b";")[9].decode()


def _ask(cases: dict[str, Path], who: str, times: int) -> dict[str, Spread]:
    spent: dict[str, list[float]] = {name: [] for name in cases}
    with Case.open(cases["one"]) as one, Case.open(cases["days"]) as days:
        told = {"one": one.dossier(who), "days": days.dossier(who)}
        # A file of exactly so many rows looks like a vendor's cut: that leaves the ceiling open.
        figures = [replace(answer.value_usd, ceiling_open=False) for answer in told.values()]
        if figures[0] != figures[1]:
            raise Failed(f"The dossier of {who} differs.")
        for _ in range(times):
            for name, case in (("one", one), ("days", days)):
                start = time.process_time()
                case.dossier(who)
                spent[name].append(1000 * (time.process_time() - start))
    return {name: Spread.of(values) for name, values in spent.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
