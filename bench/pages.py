"""Pages: how long a server's answers take, alone and with several people at work, and how soon a
browser shows a dossier."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from shutil import which
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.dossier import subjects
from bench.measure import ROOT, Failed, python, timed
from followthegoods.case import Case

CLIENTS, THINKING = 10, 2.0
"""People at work at once, and the seconds that each thinks between two pages."""

LARGE = 10_000
"""Lines of the largest subject whose pages are timed."""

HEAVIEST = 1_500_000
"""Bytes of a dossier with all that it loads, as its target has it."""


@dataclass(frozen=True)
class Timed:
    """How long answers took, in milliseconds: the middle one, the slowest of twenty, the slowest;
    and how many answers that is of."""

    median: float
    p95: float
    most: float
    answers: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Timed:
        ordered = sorted(1000 * one for one in seconds)
        place = max(0, -(-len(ordered) * 95 // 100) - 1)
        return cls(statistics.median(ordered), ordered[place], ordered[-1], len(ordered))


def bench_pages(
    case: Path, rows: int, visits: int, thinking: float = THINKING
) -> dict[str, object]:
    """Serve a case and visit it: dossiers cold and warm by one, by several at once, find as one
    types, tables of rows, the weight of a dossier, and its first paint in a browser."""
    who = [one for one, lines in subjects(case, rows) if lines <= LARGE]
    views = [f"/dossier?who={one}" for one in who]
    typed = _typed(case, who)
    found: dict[str, object] = {"rows": rows}
    with _served(case) as root:
        found["cold"] = asdict(Timed.of([_waited(root + v) for v in views]))
        warm = [_waited(root + v) for _ in range(visits) for v in views]
        found["warm"] = asdict(Timed.of(warm))
        found["several"] = asdict(Timed.of(_several(root, views, visits, thinking)))
        found["typing"] = asdict(Timed.of([_waited(root + v) for v in typed]))
        for name, view in _tables(case).items():
            _get(root + view)
            asked = [_waited(root + view) for _ in range(visits)]
            found[f"rows by {name}"] = asdict(Timed.of(asked))
        found["weight"] = _weight(root, views[0])
        found["first_paint_ms"] = _first_paint(root + views[-1])
    return found


@contextmanager
def _served(case: Path) -> Iterator[str]:
    """A server of the case in a process of its own; the address of the case's page."""
    ftg = "from followthegoods.faces.cli.main import run; run()"
    process = subprocess.Popen(
        python("-c", ftg, "serve", str(case), "--port", "0", "--no-browser"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert process.stderr is not None
    try:
        said = next((line for line in process.stderr if "http://" in line), None)
        if said is None:
            raise Failed("The server did not start.")
        yield said.split()[-1].rstrip("/") + f"/c/{case.name}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stderr.close()


def _get(address: str) -> bytes:
    try:
        with urlopen(address) as answer:  # an address of this machine
            content: bytes = answer.read()
            return content
    except HTTPError as error:
        raise Failed(f"{address} answered {error.code}: {error.read()[-500:]!r}") from error


def _waited(address: str) -> float:
    """Seconds until an answer is there whole."""
    return timed(lambda: _get(address))


def _several(root: str, views: Sequence[str], visits: int, thinking: float) -> list[float]:
    """What each of several people waited for each page."""

    def person(number: int) -> list[float]:
        time.sleep(thinking * number / CLIENTS)
        waited = []
        for visit in range(visits):
            view = views[(number + visit) % len(views)]
            waited.append(_waited(root + view))
            time.sleep(thinking)
        return waited

    with ThreadPoolExecutor(CLIENTS) as people:
        return [one for own in people.map(person, range(CLIENTS)) for one in own]


def _typed(case: Path, who: Sequence[str]) -> list[str]:
    """What is asked for as somebody types the names and the numbers of some companies."""
    with Case.open(case) as opened:
        names = [opened.find(one)[0].name for one in who]
    texts = [text[:end] for text in (*names, *who) for end in range(3, len(text) + 1, 3)]
    return [f"/find?{urlencode({'q': text})}" for text in texts]


def _tables(case: Path) -> dict[str, str]:
    """Tables of lines by party, code, date and number, of the line in the middle of the case."""
    with Case.open(case) as opened:
        (line,) = opened.lines(1, sum(book.lines for book in opened.status().books) // 2)
    by = {
        "party": ("who", line.receiver_party),
        "code": ("code", line.hs),
        "date": ("from", line.day),
        "number": ("number", line.declaration),
    }
    return {name: f"/lines?{urlencode([pair])}" for name, pair in by.items()}


def _weight(root: str, view: str) -> int:
    """Bytes of a dossier and of what it loads."""
    page = _get(root + view)
    base = root[: root.index("/", len("http://"))]
    own = [part.split(b'"', 1)[0].decode() for part in page.split(b'href="/')[1:]]
    loaded = {one for one in own if one.endswith((".css", ".svg"))}
    scripts = {part.split(b'"', 1)[0].decode() for part in page.split(b'src="/')[1:]}
    return len(page) + sum(len(_get(f"{base}/{one}")) for one in loaded | scripts)


def _first_paint(address: str) -> float | str:
    """Milliseconds until a browser that has not seen the page shows something of it."""
    chromium = which("chromium") or which("chromium-browser")
    try:
        playwright = import_module("playwright.sync_api")
    except ModuleNotFoundError:
        return "skipped: playwright is not installed"
    if chromium is None:
        return "skipped: there is no chromium"
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        paints = []
        for _ in range(3):
            page = browser.new_context().new_page()
            page.goto(address)
            # A page is loaded before it is painted: what is asked for comes a frame later.
            said = None
            while said is None:
                page.wait_for_timeout(20)
                said = page.evaluate(
                    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
                )
            paints.append(float(said))
        browser.close()
    return statistics.median(paints)


TARGETS = {
    "cold": ("a dossier's page, first time", "p95 < 1 s"),
    "warm": ("a dossier's page, again", "p95 < 500 ms"),
    "several": (f"the same, {CLIENTS} at once, {THINKING:g} s between", "p95 < 500 ms"),
    "typing": ("find as one types", "p95 < 100 ms"),
    **{f"rows by {name}": (f"rows by {name}", "< 300 ms")
       for name in ("party", "code", "date", "number")},
}  # fmt: skip
"""What is timed, in words, and what it is to be at 10 million lines."""


def page_rows(found: dict[str, object]) -> list[tuple[str, str, str, str]]:
    """The rows of the table that is printed."""
    at = f"{found['rows']:,} lines"
    rows = []
    for key, (what, target) in TARGETS.items():
        one = found[key]
        assert isinstance(one, dict)
        around = f"p95 {one['p95']:,.0f} - most {one['most']:,.0f}"
        rows.append((f"{what}, {at}", f"{one['median']:,.0f} ms", around, target))
    paint = found["first_paint_ms"]
    said = paint if isinstance(paint, str) else f"{paint:,.0f} ms"
    rows.append((f"first paint of a dossier, {at}", str(said), "", "< 1 s"))
    weight = f"{int(str(found['weight'])) / 1e6:,.2f} MB"
    rows.append((f"weight of a dossier, {at}", weight, "", f"< {HEAVIEST / 1e6:.1f} MB"))
    return rows
