"""Pages as a reader would follow them: files to write, commands to run, the output to expect.

In a page, a fenced block whose opening names a file (```toml my-layout.toml) is that file. In a
```console block `$ ` begins a command, `> ` goes on with it, and what follows is its output; a
line `[...]` in it stands for any number of lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ELISION = "[...]"
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Written:
    """A file that the page has its reader write."""

    name: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A command that the page has its reader type, and the output the page shows."""

    command: str
    shown: tuple[str, ...]


def steps(page: str) -> Iterator[Written | Typed]:
    """What a page has its reader do, in order."""
    for language, name, body in _FENCE.findall(page):
        if name:
            yield Written(name, body)
        elif language == "console":
            yield from _typed(body.splitlines())


def _typed(lines: Sequence[str]) -> Iterator[Typed]:
    command, shown = "", list[str]()
    for line in lines:
        if line.startswith("$ "):
            if command:
                yield Typed(command, tuple(shown))
            command, shown = line[2:], []
        elif line.startswith("> ") and not shown:
            command += "\n" + line[2:]
        else:
            shown.append(line)
    if command:
        yield Typed(command, tuple(shown))


def run(command: str, folder: Path) -> str:
    """What a terminal opened in `folder` shows of a command; the folder itself as `~`."""
    scripts = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("FTG_")},
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUTF8": "1",
        },
    )
    return done.stdout.replace(str(folder), "~")


def fits(shown: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether what a page shows is what a command said, but for what the page leaves out."""
    if ELISION not in shown:
        return list(shown) == list(lines)
    first, *between, last = _pieces(shown)
    if len(first) + len(last) > len(lines) or list(lines[: len(first)]) != first:
        return False
    if last and list(lines[-len(last) :]) != last:
        return False
    rest = list(lines[len(first) : len(lines) - len(last)])
    for piece in between:
        places = range(len(rest) - len(piece) + 1)
        place = next((n for n in places if rest[n : n + len(piece)] == piece), None)
        if place is None:
            return False
        rest = rest[place + len(piece) :]
    return True


def _pieces(shown: Sequence[str]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line == ELISION:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces
