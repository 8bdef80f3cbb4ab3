"""Printing: data on stdout, talk on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from followthegoods.case import Progress as Report
from followthegoods.errors import FtgError
from followthegoods.render.text import WIDTH, safe, to_text


def data(text: str) -> None:
    """Print data. A reader who has seen enough (`ftg … | head`) ends the program in silence."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer must go somewhere when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def show(parts: Sequence[RenderableType]) -> None:
    """Print tables: as wide as the terminal, in colour where it is one and nobody minds."""
    data(to_text(parts, _width(sys.stdout), colour=_colour(sys.stdout)))


def say(text: str) -> None:
    """Talk."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def tell(error: FtgError) -> None:
    """Say what was wrong, where, and what to do."""
    parts = [Text(f"Error: {safe(error.what)}", style="bold")]
    if error.where:
        parts.append(Text(f"Where: {safe(error.where)}"))
    if error.do:
        parts.append(Text(f"What to do: {safe(error.do)}"))
    sys.stderr.write(to_text(parts, _width(sys.stderr), colour=_colour(sys.stderr)))


def _width(stream: TextIO) -> int:
    # Some terminals do not know their size and say 0.
    return (stream.isatty() and os.get_terminal_size(stream.fileno()).columns) or WIDTH


def _colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(files: int | None) -> Iterator[Report]:
    """A progress bar on stderr while files are loaded; nothing where stderr is no terminal.

    `files` is their number, None where it is not known.
    """
    if not sys.stderr.isatty():
        yield lambda stage, fraction: None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("starting", total=1.0)
        loaded = 0

        def report(stage: str, fraction: float) -> None:
            nonlocal loaded
            loaded += stage == "loaded"
            of = "" if files is None else f"of {files} "
            of = "" if files == 1 else f"{loaded} {of}files loaded · "
            bar.update(task, description=of + stage, completed=fraction)

        yield report
