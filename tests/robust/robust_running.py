"""Runs the real command and looks at what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robust_files import SUBJECT

from followthegoods.case import Case
from followthegoods.lake.catalogue import Catalogue

FTG = (sys.executable, "-m", "followthegoods.faces.cli.main")
PATIENCE = 60.0


@dataclass(frozen=True)
class Ran:
    """What a run of a command gave."""

    code: int
    out: str
    err: str


def start(command: Sequence[object], **how: Any) -> subprocess.Popen[str]:
    """Start a process in a group of its own, speaking UTF-8, with pipes for a terminal."""
    return subprocess.Popen(
        [*map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        env={**os.environ, "PYTHONUTF8": "1", "FTG_THREADS": "2"},
        **how,
    )


def finish(process: subprocess.Popen[str]) -> Ran:
    try:
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    return Ran(process.returncode, out, err)


def ftg(*arguments: object, **how: Any) -> Ran:
    """Run `ftg` to its end."""
    return finish(start([*FTG, *arguments], **how))


def wait_until(holds: Callable[[], bool], seconds: float = PATIENCE, step: float = 0.001) -> bool:
    """Wait until something holds; whether it came to."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def alive(group: int) -> list[int]:
    """The processes of a group that still run; the dead whom nobody buried do not."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name, which may hold anything: state, parent, group.
            state, _, of = stat.read_text(errors="replace").rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def dossier(case: Case) -> Any:
    """The dossier of the subject, but for the number of the load, which counts every job there
    was, and the plan, which names files by it."""
    answer = json.loads(case.dossier(SUBJECT).to_json())
    del answer["made_from"]["load"], answer["plan"]
    return answer


def unowned(folder: Path) -> set[str]:
    """Files of a case's lake that its catalogue knows nothing of, and what lies in `work`."""
    with closing(Catalogue(folder / "catalogue.sqlite")) as catalogue:
        owned = set(catalogue.all_files())
    files = [*folder.glob("raw/*"), *folder.glob("lake/*/*"), *folder.glob("work/**/*")]
    return {str(file.relative_to(folder)) for file in files} - owned
