"""Loading: a dump into a queryable case, beside the bare typed reading of the same rows."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.generate import Dump
from bench.measure import Failed, Run, Spread, python, run

GIB = 1 << 30


@dataclass(frozen=True)
class Loading:
    """Several loads of one dump, each beside a bare reading made just before it."""

    rows: int
    megabytes: float
    load: Spread
    bare: Spread
    ratio: Spread
    cpu_ratio: Spread
    rows_per_second: float
    peak_gib: float
    case_megabytes: float

    def as_json(self) -> dict[str, object]:
        return {
            "rows": self.rows,
            "megabytes": self.megabytes,
            "load_seconds": self.load.as_json(),
            "bare_seconds": self.bare.as_json(),
            "ratio": self.ratio.as_json(),
            "cpu_ratio": self.cpu_ratio.as_json(),
            "rows_per_second": self.rows_per_second,
            "peak_gib": self.peak_gib,
            "case_megabytes": self.case_megabytes,
        }


def bench_load(dump: Dump, folder: Path, times: int) -> tuple[Loading, Path]:
    """Load a dump so many times, each time into a new case; the last case is kept."""
    case = folder / f"case-{dump.rows}"
    loads: list[Run] = []
    reads: list[Run] = []
    for _ in range(times):
        shutil.rmtree(case, ignore_errors=True)
        target = folder / "bare.parquet"
        reads.append(_child("read", dump, target))
        target.unlink()
        loads.append(_child("load", dump, case))
    size = sum(file.stat().st_size for file in case.rglob("*") if file.is_file())
    seconds = Spread.of([run.wall for run in loads])
    loading = Loading(
        rows=dump.rows,
        megabytes=dump.size / 1e6,
        load=seconds,
        bare=Spread.of([run.wall for run in reads]),
        ratio=Spread.of([a.wall / b.wall for a, b in zip(loads, reads, strict=True)]),
        cpu_ratio=Spread.of([a.cpu / b.cpu for a, b in zip(loads, reads, strict=True)]),
        rows_per_second=dump.rows / seconds.median,
        peak_gib=max(run.rss for run in loads) / GIB,
        case_megabytes=size / 1e6,
    )
    return loading, case


def bench_damaged(dump: Dump, folder: Path, times: int) -> dict[str, object]:
    """What one broken row costs: the rows a second of a dump with one, and of the dump without.

    A dump that cannot be split strictly is split again row by row.
    """
    damaged = Dump(dump.rows, dump.utf8, folder / "INVENTED-damaged.csv")
    shutil.copy(dump.cp1251, damaged.cp1251)
    with damaged.cp1251.open("ab") as out:
        out.write(b"broken;row\n")
    seconds: dict[str, list[float]] = {"whole": [], "damaged": []}
    for _ in range(times):
        for name, each in (("whole", dump), ("damaged", damaged)):
            case = folder / f"case-{name}"
            seconds[name].append(_child("load", each, case).wall)
            shutil.rmtree(case)
    damaged.cp1251.unlink()
    return {
        "rows": dump.rows,
        "whole_seconds": Spread.of(seconds["whole"]).as_json(),
        "damaged_seconds": Spread.of(seconds["damaged"]).as_json(),
        "ratio": Spread.of(
            [b / a for a, b in zip(seconds["whole"], seconds["damaged"], strict=True)]
        ).as_json(),
    }


def _child(what: str, dump: Dump, target: Path) -> Run:
    files = [str(dump.utf8), str(dump.cp1251), str(target)]
    done = run(python("-m", "bench.child", what, str(dump.rows), *files))
    rows = json.loads(done.said)["rows"]
    if rows != dump.rows:
        raise Failed(f"{what}: {rows} of {dump.rows} rows came through.")
    return done
