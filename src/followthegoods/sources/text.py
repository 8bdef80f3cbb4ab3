"""Text on disk as UTF-8, whatever it was, and its lines."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from followthegoods.errors import UnreadableFile
from followthegoods.facts.text import number_of
from followthegoods.sources.encoding import not_utf8, single_byte
from followthegoods.sources.marks import MARKS, unmarked
from followthegoods.sources.sniff import (
    Windows,
    binary,
    single_byte_of,
    sniff_encoding,
    too_many_nuls,
)
from followthegoods.sources.store import Job
from followthegoods.sources.transcode import (
    MOST_SHOWN,
    MOST_WORKERS,
    Counts,
    count_text,
    join_parts,
    transcode,
)

MAX_LINE = 32 << 20
"""A line of more characters than this is not a line of a table."""

_STRETCH = 1 << 20


@dataclass(frozen=True)
class Text:
    """UTF-8 text on disk: its parts, cut at line ends, where the first begins (after a mark),
    what they hold, what it was before."""

    parts: tuple[Path, ...]
    start: int
    counts: Counts
    encoding: str

    @property
    def path(self) -> Path:
        """The text, where it is of one part."""
        (path,) = self.parts
        return path

    def whole(self) -> Text:
        """The text in one part."""
        join_parts(self.parts)
        return replace(self, parts=self.parts[:1])

    def unmarked(self) -> Text:
        """The text, of one part, without marks of cells in other encodings."""
        if not self.marks:
            return self
        plain = self.path.with_suffix(".plain")
        with (
            self.path.open(encoding="utf-8", newline="") as read,
            plain.open("w", encoding="utf-8", newline="") as out,
        ):
            while text := read.read(_STRETCH):
                out.write(unmarked(text))
        os.replace(plain, self.path)
        return self

    @property
    def carriage_returns(self) -> bool:
        """Whether records end with a bare carriage return, as on old Macs."""
        return self.counts.lone_cr > self.counts.lf

    @property
    def line_end(self) -> int:
        """The length of every line end, or 0 where they differ."""
        counts = self.counts
        if not counts.cr or not counts.lf:
            return 1
        return 2 if counts.crlf == counts.cr == counts.lf else 0

    @property
    def marks(self) -> dict[str, str]:
        """The marks that cells in other encodings hold, by encoding."""
        return {encoding: MARKS[encoding] for encoding in sorted(self.counts.marked)}

    @property
    def replaced(self) -> int:
        """Places that could not be decoded, NULs among them: each is U+FFFD."""
        return self.counts.replaced + self.counts.nuls

    @property
    def notes(self) -> list[str]:
        """What is to be said about the encoding."""
        notes = []
        if utf8 := self.counts.utf8_lines:
            lines = number_of(utf8, "line is", "lines are")
            notes.append(f"{lines} UTF-8 in a text in {self.encoding}, and read as such")
        if others := self.counts.others:
            cells = number_of(others, "cell is", "cells are")
            notes.append(
                f"{cells} in another encoding than {self.encoding}, and read as such: "
                f"{_in_lines(self.counts.other_lines)}"
            )
        if doubts := self.counts.doubts:
            cells = number_of(doubts, "cell", "cells")
            notes.append(
                f"{cells} may be in another encoding than {self.encoding}, too few letters tell, "
                f"and read as {self.encoding}: {_in_lines(self.counts.doubt_lines)}"
            )
        if self.replaced:
            places = number_of(self.replaced, "place", "places")
            notes.append(f"{places} could not be decoded and read as U+FFFD")
        return notes


def _in_lines(lines: tuple[int, ...]) -> str:
    shown = lines[:MOST_SHOWN]
    more = " and others" if len(lines) > len(shown) else ""
    return f"in {'line' if len(shown) == 1 else 'lines'} {', '.join(map(str, shown))}{more}"


def as_utf8(job: Job, windows: Windows) -> Text:
    """The job's source as UTF-8, in the work folder unless it is that already.

    Between single-byte encodings the whole text decides: it is read in the one that the windows
    show, and once more where all of it shows another. Raises `UnreadableFile` for binary data
    and an empty text.
    """
    workers = min(job.settings.threads, MOST_WORKERS)

    def tick() -> None:
        job.progress("reading text", 0.0)

    encoding, mark = sniff_encoding(windows)
    if encoding == "utf-8":
        counts = count_text(job.source, mark, encoding, workers, tick)
        if not_utf8(counts.replaced, counts.wide):
            encoding = ""
        elif not counts.replaced and not counts.nuls:
            return _checked(job, Text((job.source,), mark, counts, encoding))
    path = job.work / "text.csv"
    guessed = encoding or single_byte_of(windows)
    counts, parts = transcode(job.source, mark, guessed, path, workers, tick)
    encoding = guessed if guessed.startswith("utf") else single_byte(counts.evidence)
    if encoding != guessed:
        counts, parts = transcode(job.source, mark, encoding, path, workers, tick)
    return _checked(job, Text(parts, 0, counts, encoding))


def _checked(job: Job, text: Text) -> Text:
    if text.counts.size == 0:
        do = "Add the table it should have held."
        raise UnreadableFile("The file is empty.", where=job.where, do=do)
    if too_many_nuls(text.counts.nuls, text.counts.size):
        raise binary(job.source)
    return text


def read_lines(source: io.BufferedReader, text: Text, where: str) -> Iterator[str]:
    """The lines of an opened text with their ends. Raises `UnreadableFile` for one without end."""
    newline = "" if text.carriage_returns else "\n"
    reader = io.TextIOWrapper(source, encoding="utf-8", newline=newline)
    while line := reader.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            raise UnreadableFile(
                f"A line is longer than {MAX_LINE:,} characters: this is not a table.",
                where=where,
                do="Export it again as CSV or XLSX.",
            )
        yield line
    reader.detach()
