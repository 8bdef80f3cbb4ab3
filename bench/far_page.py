"""The page `docs/scale.md`, made from what `bench.far` measured: no number of it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"

BILLION = 1_000_000_000
TARGET_BYTES = 2_000_000_000

Found = dict[str, Any]


def page(found: Found) -> str:
    """The record, and what follows from it for a billion lines."""
    parts = [_head(found), _storage(found), _time(found), _questions(found), _bends(found)]
    return "\n".join([*parts, _paper(found)])


def _head(found: Found) -> str:
    m, sizes = found["machine"], found["sizes"]
    return f"""# How far one machine goes

Measured on INVENTED lines with {m["cores"]} cores and {m["memory_gib"]} GiB of memory, \
followthegoods {m["followthegoods"]}, DuckDB {m["duckdb"]}, `FTG_MEMORY` as it is by default, \
{m["load_average"]:.1f} other processes running when it began. \
`python -m bench.far --sizes {" ".join(str(s["rows"]) for s in sizes)} --folder SOMEWHERE` \
measures again and writes this page.

One file of {found["part"]:,} lines is loaded as any file is. The case then grows by more of the \
same, written straight into the lake: the same Parquet files and catalogue rows as loading would \
leave, keys and days of their own, one line in a thousand a repeat. All parts name the same \
companies: {sizes[-1]["resolve"]["parties"]:,} parties at every size, while the mentions to be \
read and the files grow with the lines.
{_busy(m)}"""


def _busy(m: Found) -> str:
    """What to think of the times, where others worked on the machine meanwhile."""
    if m["load_average"] < 0.5 * m["cores"]:
        return ""
    return """
**The machine was not idle** when this was measured: seconds waited say little here, bytes and \
seconds of the processor more.
"""


def _storage(found: Found) -> str:
    names = sorted({name for size in found["sizes"] for name in size["bytes"]})
    lake = [name for name in names if name != "raw"]
    rows = [
        [name, *(_per(size["bytes"].get(name, 0), size) for size in found["sizes"])]
        for name in lake
        if any(size["bytes"].get(name, 0) / size["rows"] >= 0.05 for size in found["sizes"])
    ]
    rows.append(["**the lake**", *(_per(_lake(size), size) for size in found["sizes"])])
    return f"""## Bytes per line

{_table(["table", *map(_lines, found["sizes"])], rows)}

Beside it the raw cells: {_raw(found):.0f} bytes a line; the file itself had \
{found["load"]["source_bytes"] / found["part"]:.0f}.
"""


def _time(found: Found) -> str:
    load, sizes = found["load"], found["sizes"]
    rows = [
        ["resolve, seconds", *(f"{s['resolve']['seconds']:,.0f}" for s in sizes)],
        ["of the processor", *(f"{s['resolve']['cpu_seconds']:,.0f}" for s in sizes)],
        ["mentions read", *(f"{s['resolve']['mentions']:,}" for s in sizes)],
        ["memory at the peak", *(_gb(s["resolve"]["peak_bytes"]) for s in sizes)],
        ["files of lines", *(f"{s['files']['lines']:,}" for s in sizes)],
    ]
    return f"""## Loading and resolving

The file of {found["part"]:,} lines took {load["seconds"]:.1f} s to load and resolve, \
{found["part"] / load["seconds"]:,.0f} lines a second, \
{_micro(load["cpu_seconds"], found["part"])} of the processor a line, \
{_gb(load["peak_bytes"])} of memory. {_grown(found)}

{_table(["", *map(_lines, sizes)], rows)}
"""


def _grown(found: Found) -> str:
    grown = [s["grown"] for s in found["sizes"] if s["grown"]["rows"]]
    if not grown:
        return ""
    rate = sum(g["rows"] for g in grown) / sum(g["seconds"] for g in grown)
    return f"Copying lines into the lake ran at {rate:,.0f} a second: no measure of loading."


def _questions(found: Found) -> str:
    sizes = found["sizes"]
    rows = []
    for name in sizes[0]["questions"]:
        asked = [size["questions"][name] for size in sizes]
        rows += [
            [f"**{name}**", *("failed" if "failed" in a else _ms(_time_of(a)) for a in asked)],
            ["of the processor", *(_ms(a["cpu_ms"]) if "cpu_ms" in a else "" for a in asked)],
            ["lines that it counts", *(f"{a.get('lines', 0):,}" for a in asked)],
            ["memory at the peak", *(_gb(a.get("peak_bytes", 0)) for a in asked)],
        ]
    return f"""## Questions

Each in a process of its own. `dossier` and `by supplier` are warm: the median of those after the \
first, of a company with about 0.01 % of the lines. Those about goods read the codes of all lines \
and are asked once.

{_table(["", *map(_lines, sizes)], rows)}
"""


def _bends(found: Found) -> str:
    sizes = found["sizes"]
    if len(sizes) < 2:
        return ""
    a, b = sizes[-2:]
    more = b["rows"] / a["rows"]
    grew = sorted(_growth(a, b), key=lambda one: -one[1])
    rows = [[name, f"{factor:.1f}"] for name, factor in grew]
    worst, factor = grew[0]
    held = [
        f"{name} at {size['rows']:,} lines"
        for size in sizes
        for name, q in [*size["questions"].items(), ("resolve", size["resolve"])]
        if q.get("peak_bytes", 0) > TARGET_BYTES
    ]
    over = f"Above 2 GB of memory: {'; '.join(held)}." if held else "Nothing took 2 GB of memory."
    return f"""## Where it bends

From {a["rows"]:,} to {b["rows"]:,} lines, {more:.0f} times as many, each takes so many times as \
much of the processor:

{_table(["", "times as much"], rows)}

What grows most is **{worst}**, by {factor:.1f}: {_verdict(factor, more)} {over}
"""


def _verdict(factor: float, more: float) -> str:
    if factor > 1.2 * more:
        return "faster than the lines do, so it is what to mend next."
    return "no faster than the lines do, so nothing bends between these sizes."


def _growth(a: Found, b: Found) -> list[tuple[str, float]]:
    found = [("resolve", b["resolve"]["cpu_seconds"] / a["resolve"]["cpu_seconds"])]
    for name, before in a["questions"].items():
        after = b["questions"][name]
        if "failed" not in before and "failed" not in after:
            found.append((name, after["cpu_ms"] / before["cpu_ms"]))
    return found


def _paper(found: Found) -> str:
    last = found["sizes"][-1]
    lake, raw = _lake(last) / last["rows"], _raw(found)
    rate = found["part"] / found["load"]["seconds"]
    asked = "\n".join(
        f"- {line}" for name in last["questions"] if (line := _projected(found, name))
    )
    resolve = _line_through(found, lambda size: size["resolve"]["seconds"])
    return f"""## On paper: a billion lines

Derived from the numbers above; nothing of it was run.

- **Storage.** lake {lake:.0f} + raw {raw:.0f} = {lake + raw:.0f} bytes a line; × 1,000,000,000 = \
{(lake + raw):,.0f} GB. While it loads, room for three times one source file besides.
- **Loading.** 1,000,000,000 ÷ {rate:,.0f} lines a second = {BILLION / rate:,.0f} s = \
{BILLION / rate / 3600:.1f} hours on this machine, file after file, once.
- **Resolving.** {resolve[1]} = {_duration(resolve[0])}, after each job that adds files, with as \
many companies as here; with more of them, longer: about a minute per million mentions that name \
somebody new.

Questions, on the line through the two largest sizes:

{asked}

**When to move to a cluster.** Not for one company at a time: a dossier reads the lines of its \
company, and one disk holds a billion of them. Move when questions about goods or about the whole \
case are asked all day and each takes longer than somebody will wait; when several people ask at \
once; or when the lake no longer fits on one disk. [Spark](how-to/spark.md) then answers from the \
resolved lake, the same figures to the digit. Loading and resolving stay on one machine.

**What breaks first.** Resolving: it reads every mention of every file again, so it is what a \
daily load of a large case waits for, and the step that needs the most memory. Then questions \
about goods, whose time is that of reading one column of all lines. The id of a line has room for \
134 million sources: that does not break.
"""


def _projected(found: Found, name: str) -> str:
    sizes = found["sizes"][-2:]
    if any("failed" in size["questions"][name] for size in sizes):
        return f"**{name}**: failed at the largest size measured."
    seconds, sum_ = _line_through(found, lambda size: _time_of(size["questions"][name]) / 1000)
    return f"**{name}**: {sum_} = {_duration(seconds)}"


def _line_through(found: Found, of: Callable[[Found], float]) -> tuple[float, str]:
    """What a measure comes to at a billion lines, and the sum that says so."""
    last = found["sizes"][-1]
    end = of(last)
    if len(found["sizes"]) < 2:
        factor = BILLION / last["rows"]
        return end * factor, f"{_duration(end)} × {factor:,.0f}"
    before = found["sizes"][-2]
    slope = max(0.0, (end - of(before)) / (last["rows"] - before["rows"]))
    left = BILLION - last["rows"]
    return (
        end + slope * left,
        f"{_duration(end)} + {slope * 1e6:.3g} s a million lines × {left / 1e6:,.0f}",
    )


def _lake(size: Found) -> int:
    return sum(bytes_ for name, bytes_ in size["bytes"].items() if name != "raw")


def _raw(found: Found) -> float:
    return float(found["load"]["bytes"]["raw"]) / float(found["part"])


def _time_of(asked: Found) -> float:
    """Milliseconds of a question: the median of those asked warm, else of the only one."""
    warm = sorted(asked["warm_ms"])
    return float(warm[len(warm) // 2] if warm else asked["first_ms"])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _lines(size: Found) -> str:
    return f"{size['rows']:,} lines"


def _per(bytes_: int, size: Found) -> str:
    return f"{bytes_ / size['rows']:.1f}"


def _gb(bytes_: float) -> str:
    return f"{bytes_ / 1e9:.2f} GB"


def _micro(seconds: float, rows: int) -> str:
    return f"{1e6 * seconds / rows:.0f} µs"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} ms"


def _duration(seconds: float) -> str:
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"
