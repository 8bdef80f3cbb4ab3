"""Rows on their way to raw: written as lines of text, then stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import TracebackType

from followthegoods.errors import BooksDoNotBalance
from followthegoods.facts.text import number_of
from followthegoods.sources.lines import BETWEEN, QUOTE, line_of
from followthegoods.sources.store import (
    LONGEST,
    Job,
    cell_columns,
    scan_text,
    store,
    unmarked_sql,
)

_TICK = 1 << 14


class Records:
    """The rows of one sheet of so many columns, numbered from 1 as they are added.

    `marks` are those that cells in other encodings hold (encoding -> mark).
    """

    def __init__(self, job: Job, width: int, marks: Mapping[str, str] | None = None) -> None:
        self.width = width
        self.rows = 0
        self.broken: Counter[str] = Counter()
        self._job = job
        self._marks = marks
        self._path = job.work / "records.csv"
        self._longest = LONGEST
        self._file = self._path.open("w", newline="", encoding="utf-8")

    def __enter__(self) -> Records:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, cells: list[str], broken: str = "") -> None:
        """Add a row, filled up with empty cells; `broken` says why it could not be split."""
        self.rows += 1
        if broken:
            self.broken[broken] += 1
        if sum(map(len, cells)) > LONGEST // 32:
            self._make_room(cells)
        if missing := self.width - len(cells):
            cells = cells + [""] * missing
        self._file.write(line_of([*cells, broken]))

    def add_lines(self, lines: str, rows: int) -> None:
        """Add so many rows that are lines already, with no text behind the last BETWEEN of each
        and none near LONGEST."""
        self.rows += rows
        self._file.write(lines)

    def _make_room(self, cells: list[str]) -> None:
        """A row takes twice its quotes, and three signs for each cell."""
        size = sum(len(cell.encode()) + cell.count(QUOTE) for cell in cells)
        self._longest = max(self._longest, size + 4 * (self.width + 64))

    def due(self) -> bool:
        """Whether it is time to report progress."""
        return self.rows % _TICK == 0

    def store(self) -> None:
        """Write the rows added as the job's raw file: its only sheet.

        Raises `BooksDoNotBalance` where rows went missing.
        """
        self._file.close()
        cells = cell_columns(self.width)
        scan = scan_text([self._path], [*cells, "broken"], BETWEEN, QUOTE, self._longest)
        bare = unmarked_sql(cells, self._marks) if self._marks else ", ".join(cells)
        select = f"SELECT 1::SMALLINT AS sheet, NULL::INTEGER AS row, {bare}, broken "
        stored = store(self._job, select + f"FROM {scan}", "writing")
        self._path.unlink()
        if stored != self.rows:
            raise BooksDoNotBalance(
                f"{self.rows} records were read and {stored} were stored.",
                where=self._job.where,
                do="Report this: the program lost records.",
            )

    def faults(self) -> list[str]:
        """A note for each reason why records are broken."""
        return [
            f"{number_of(n, 'record is', 'records are')} broken: {code}"
            for code, n in sorted(self.broken.items())
        ]
