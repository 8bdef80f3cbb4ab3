"""Runs `ftg` and prints a stage of the loading when it begins, once. For tests, as a process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from followthegoods.faces.cli import commands, main


@contextmanager
def progress(files: int) -> Iterator[Callable[[str, float], None]]:
    """In place of the bar that a terminal would show."""
    told: set[str] = set()

    def report(stage: str, fraction: float) -> None:
        if stage == WANTED and stage not in told:
            told.add(stage)
            sys.stdout.write(f"{stage}\n")
            sys.stdout.flush()

    yield report


if __name__ == "__main__":
    WANTED, *sys.argv = sys.argv[1:]
    commands.progress = progress
    main.run()
