"""Text to records, exactly, losing nothing: the careful way of reading delimited text.

A cell that begins with a quote and ends with one before a delimiter or a line end is quoted;
doubled quotes inside it stand for one, and it may hold line ends. Every other cell is taken as it
stands, quotes and all (`ООО "РОМАШКА"`). A record that cannot be split into the cells of the table
is broken: it is kept whole, with a reason.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

LENIENT = 50
"""So many records from the start may have any width: titles and headers stand there."""

MAX_COLUMNS = 4096
MAX_CELL = 16 << 20
MAX_QUOTED_LINES = 1000
"""A quoted cell that spans more lines than this is a quote that was never closed."""

OPEN_QUOTE = "open_quote"
TOO_FEW = "too_few_cells"
TOO_MANY = "too_many_cells"
TOO_LONG = "cell_too_long"
BROKEN = (OPEN_QUOTE, TOO_FEW, TOO_MANY, TOO_LONG)


class Record(NamedTuple):
    """One record: its cells, or its whole text as the only cell with why it is broken."""

    cells: list[str]
    broken: str = ""


@dataclass(frozen=True)
class Dialect:
    """How cells are parted. `quote` is empty where quotes are text; `width` is the usual one.

    `uniform` says that every record looked at had that width and no stray quote.
    """

    delimiter: str
    quote: str
    width: int
    uniform: bool = True


class Split(NamedTuple):
    """A line parted into cells. `open`: its last quote is not closed. `stray`: a cell begins with
    a quote, yet is not a quoted one."""

    cells: list[str]
    open: bool
    stray: bool


class LineSplitter:
    """Parts single lines into cells."""

    def __init__(self, delimiter: str, quote: str) -> None:
        after = f"(?={re.escape(delimiter)}|\\Z)"
        self.delimiter = delimiter
        self.quote = quote
        self._quoted = re.compile(f'"([^"]*+(?:""[^"]*+)*+)"{after}')
        self._unclosed = re.compile('"[^"]*+(?:""[^"]*+)*+\\Z')

    def split(self, text: str) -> Split:
        if not self.quote or self.quote not in text:
            return Split(text.split(self.delimiter), False, False)
        cells: list[str] = []
        at, stray = 0, False
        while True:
            if text.startswith(self.quote, at):
                if quoted := self._quoted.match(text, at):
                    cells.append(quoted[1].replace('""', '"'))
                    at = quoted.end() + 1
                    if at > len(text):
                        return Split(cells, False, stray)
                    continue
                if self._unclosed.match(text, at):
                    return Split([*cells, text[at:]], True, stray)
                stray = True
            end = text.find(self.delimiter, at)
            if end < 0:
                return Split([*cells, text[at:]], False, stray)
            cells.append(text[at:end])
            at = end + 1


class Splitter:
    """Parts a text into records of one dialect.

    `lines` are physical lines with their ends. A carriage return inside a line parts it only
    where each piece then has the width of the table.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._width = dialect.width
        self._split = LineSplitter(dialect.delimiter, dialect.quote).split
        self._read = 0

    def __iter__(self) -> Iterator[Record]:
        while (line := self._next()) is not None:
            body = without_end(line)
            split = self._split(body)
            if split.open:
                yield self._judge_quoted(line)
            elif len(split.cells) != self._width and (pieces := self._pieces(body)):
                yield from pieces
                self._read += len(pieces) - 1
            else:
                yield self._judge(split.cells, body)
            self._read += 1

    def _next(self) -> str | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _pieces(self, body: str) -> list[Record]:
        if "\r" not in body:
            return []
        pieces = [self._split(piece) for piece in body.split("\r")]
        fits = all(len(p.cells) == self._width and not p.open and not p.stray for p in pieces)
        return [Record(piece.cells) for piece in pieces] if fits else []

    def _judge_quoted(self, first: str) -> Record:
        """The record that `first` begins with a quote left open, or `first` alone as broken."""
        taken, length = [first], len(first)
        while len(taken) < MAX_QUOTED_LINES and length <= MAX_CELL * 2:
            line = self._next()
            if line is None:
                break
            taken.append(line)
            length += len(line)
            if '"' not in line:
                continue
            text = without_end("".join(taken))
            split = self._split(text)
            if split.open:
                continue
            record = self._judge(split.cells, text)
            if split.stray or record.broken in (TOO_FEW, TOO_MANY):
                break
            return record
        self._again.extendleft(reversed(taken[1:]))
        return Record([without_end(first)], OPEN_QUOTE)

    def _judge(self, cells: list[str], text: str) -> Record:
        if len(text) > MAX_CELL and any(len(cell) > MAX_CELL for cell in cells):
            return Record([text], TOO_LONG)
        width = len(cells)
        if width == self._width or (self._read < LENIENT and width <= MAX_COLUMNS):
            return Record(cells)
        while len(cells) > self._width and not cells[-1]:
            cells.pop()
        if len(cells) > self._width:
            return Record([text], TOO_MANY)
        if len(cells) < self._width and any(cell.strip() for cell in cells):
            return Record([text], TOO_FEW)
        return Record(cells)


def without_end(line: str) -> str:
    """A physical line without its line end."""
    if line.endswith("\r\n"):
        return line[:-2]
    return line[:-1] if line.endswith(("\n", "\r")) else line
