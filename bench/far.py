"""`python -m bench.far`: one machine, far. INVENTED lines straight into the lake, then every kind
of question, at each size beside the others; the record is written to `docs/scale.md`.

One file of a million generated lines is loaded as any file is. The case then grows by further
sources that are the first one over again, each under a number, keys and days of its own: the same
Parquet files, catalogue rows, mentions and readings as loading them would give, without their raw
cells; one line in a thousand repeats another. So every part names the same companies: lines,
mentions to be read and files grow with the size, parties do not.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from bench.far_page import PAGE, page
from bench.generate import generate
from bench.measure import Failed, machine, python, run
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk

RECORD = Path(__file__).parent / "results" / "far.json"
PART = 1_000_000
"""Lines of one source."""

SHARE = 0.0001
"""The share of the lines that the subjects asked about have."""

SPACE = 250
"""Bytes that a line takes on the disk, with room for what spills."""

QUESTIONS: dict[str, dict[str, Any]] = {
    "dossier": {"who": "receiver", "times": 7},
    "by supplier": {"who": "sender", "how": {"role": "sender"}, "times": 3},
    "goods: a heading": {"how": {"goods": ["8471"]}, "times": 1},
    "goods: a chapter, one quarter": {
        "how": {"goods": ["84"], "first": "2021-01-01", "last": "2021-03-31"},
        "times": 1,
    },
}
"""What is asked, each in a process of its own, after one question that is not counted where it is
asked several times."""


def main(arguments: Sequence[str]) -> int:
    """Grow a case to each size and measure; 1 when a command fails."""
    parser = argparse.ArgumentParser(prog="python -m bench.far", description=__doc__)
    sizes = [PART, 10 * PART, 100 * PART]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="lines, each measured")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    asked = parser.parse_args(arguments)
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ftg-far-", dir=asked.folder) as name:
        try:
            bench_far(Path(name), sorted(asked.sizes), _record)
        except Failed as error:
            print(error, file=sys.stderr)
            return 1
    print(PAGE.read_text())
    return 0


def _record(found: dict[str, Any]) -> None:
    """Write down what is measured so far: the next size may take long, or not end at all."""
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    PAGE.write_text(page(found))


def bench_far(
    folder: Path, sizes: Sequence[int], record: Callable[[dict[str, Any]], object]
) -> dict[str, Any]:
    """What loading one part took, and at each size what growing to it and asking took; `record` is
    told after each size."""
    part = min(PART, sizes[0])
    needed, free = SPACE * sizes[-1] + 1_300 * part, shutil.disk_usage(folder).free
    print(f"{needed / 1e9:.1f} GB needed, {free / 1e9:.0f} GB free", file=sys.stderr)
    if free < needed:
        raise Failed(f"{folder} has not the space. Name another --folder or fewer --sizes.")
    case, dump = folder / "case", generate(folder, part)
    dump.utf8.unlink()
    loaded = run(python("-m", "bench.far_child", "load", str(case), str(dump.cp1251)))
    found: dict[str, Any] = {
        "machine": machine(),
        "part": part,
        "load": {
            "seconds": loaded.wall,
            "cpu_seconds": loaded.cpu,
            "peak_bytes": loaded.rss,
            "source_bytes": dump.size,
            "bytes": _bytes(case),
        },
        "sizes": [],
    }
    dump.delete()
    subjects = {role: _subject(case, role, part) for role in ("receiver", "sender")}
    for rows in sizes:
        if rows % part:
            raise Failed(f"{rows:,} is no multiple of {part:,}.")
        print(f"{rows:,} lines", file=sys.stderr)
        found["sizes"].append(_measured(case, rows, rows // part, subjects))
        record(found)
    return found


def _measured(case: Path, rows: int, parts: int, subjects: dict[str, str]) -> dict[str, Any]:
    grown = run(python("-m", "bench.far_child", "grow", str(case), str(parts)))
    added = json.loads(grown.said)["added"]
    resolved = run(python("-m", "bench.far_child", "resolve", str(case)))
    questions = {name: _ask(case, rows, name, subjects) for name in QUESTIONS}
    return {
        "rows": rows,
        "grown": {"rows": added, "seconds": grown.wall, "peak_bytes": grown.rss},
        "resolve": {
            **json.loads(resolved.said),
            "seconds": resolved.wall,
            "cpu_seconds": resolved.cpu,
            "peak_bytes": resolved.rss,
        },
        "bytes": _bytes(case),
        "files": _files(case),
        "questions": questions,
    }


def _ask(case: Path, rows: int, name: str, subjects: dict[str, str]) -> dict[str, Any]:
    question = QUESTIONS[name]
    who = [subjects[question["who"]]] if "who" in question else []
    told = json.dumps({"who": who, "how": question.get("how", {}), "times": question["times"]})
    print(f"{rows:,} lines: {name}", file=sys.stderr)
    try:
        asked = run(python("-m", "bench.far_child", "ask", str(case), told))
    except Failed as error:
        return {"failed": str(error).strip().splitlines()[-1]}
    return {**json.loads(asked.said), "peak_bytes": asked.rss, "cpu_seconds": asked.cpu}


def _subject(case: Path, role: str, part: int) -> str:
    """The id of the party whose number of lines in this role is nearest to the share: of all its
    mentions together, as a question counts them."""
    with duckdb.connect() as db:
        rows = db.execute(
            f"SELECT p.party FROM '{case}/lake/lines/*.parquet' AS l "
            f"JOIN '{case}/lake/parties/*.parquet' AS p ON p.mention = l.{role} AND p.grade > 1 "
            f"GROUP BY 1 ORDER BY abs(count(*) - {max(1, SHARE * part)}), 1 LIMIT 1"
        ).fetchall()
    return f"p{rows[0][0]:x}"


def _bytes(case: Path) -> dict[str, int]:
    """How large the tables are that are read."""
    return {name: size for name, _, size in _tables(case)}


def _files(case: Path) -> dict[str, int]:
    return {name: files for name, files, _ in _tables(case)}


def _tables(case: Path) -> list[tuple[str, int, int]]:
    """The tables that are read: name, files, bytes."""
    with closing(Catalogue(Disk(case).catalogue)) as catalogue:
        names = catalogue.db.execute("SELECT DISTINCT name FROM files ORDER BY name").fetchall()
        read = [(str(row["name"]), catalogue.read_as(row["name"])) for row in names]
    # Of dollars the last file is read: it has all days.
    read = [(name, own[-1:] if name == "dollars" else own) for name, own in read]
    return [(name, len(own), sum(row["bytes"] for row in own)) for name, own in read]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
