"""What a process took: wall time, processor time, memory of it and all it started."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.05
ROOT = Path(__file__).parent.parent


class Failed(Exception):
    """A benched command failed, or what it said is not sane."""


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds of wall and of processor, bytes resident at the peak."""

    wall: float
    cpu: float
    rss: int
    said: str


@dataclass(frozen=True)
class Spread:
    """Repeated measurements: the median, the least and the greatest of so many."""

    median: float
    least: float
    most: float
    runs: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values), len(values))

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def run(command: Sequence[str], cwd: Path = ROOT) -> Run:
    """Run a command to its end in a fresh process. Raises `Failed` with what it said."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    watch = _Watch(process.pid)
    watch.start()
    before = os.times()
    out, err = process.communicate()
    wall = time.perf_counter() - start
    after = os.times()
    watch.stop()
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)} failed:\n{err.decode()[-2000:]}")
    cpu = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    return Run(wall, cpu, watch.peak, out.decode())


def python(*arguments: str) -> list[str]:
    """A command that runs this interpreter."""
    return [sys.executable, *arguments]


def machine() -> dict[str, object]:
    """What measurements are of."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
        "followthegoods": version("followthegoods"),
        "load_average": os.getloadavg()[0],
    }


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants, many times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, sum(map(_resident, _tree(self._pid))))
            self._over.wait(_EVERY)

    def stop(self) -> None:
        self._over.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            children = [
                child
                for task in Path(f"/proc/{parent}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
        except OSError:
            continue
        found.extend(map(int, children))
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
