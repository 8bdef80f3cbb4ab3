"""The table a draft is made from: its header, and rows from the whole length of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median, mode

from followthegoods.facts.placeholders import TOTALS, is_nothing
from followthegoods.sources.dialect import physical_lines
from followthegoods.sources.draft.words import read_header
from followthegoods.sources.layout import HEADER_WITHIN, fold_header
from followthegoods.sources.layout_header import header_of
from followthegoods.sources.mixed import decode_text
from followthegoods.sources.raw import Sample, sample
from followthegoods.sources.sniff import Windows, read_windows
from followthegoods.sources.splitter import Dialect, Splitter

MOST_ROWS = 3_000
"""Rows a draft is made from; of a longer table, rows spread over it."""

_ASKED = 12_000
_PER_WINDOW = 150

_TOTALS = re.compile(rf"\s*(?:{TOTALS})(?![^\W\d_])", re.IGNORECASE)

Row = Sequence[str | None]


@dataclass(frozen=True)
class Table:
    """One table: `header` (None where a column has none), the row it ends in (0: no header at
    all) and how many rows it takes, sampled rows below it, the texts above it. `whole` if the rows
    are all there are."""

    name: str
    header: tuple[str | None, ...]
    header_row: int
    header_rows: int
    rows: tuple[Row, ...]
    preamble: tuple[str, ...]
    whole: bool

    def column(self, place: int) -> list[str | None]:
        """The cells of a column (1-based), one a row; None where a cell says nothing."""
        cells = [row[place - 1] if place <= len(row) else None for row in self.rows]
        said = {cell: _said(cell) for cell in set(cells)}
        return [said[cell] for cell in cells]


def _said(cell: str | None) -> str | None:
    if cell is None:
        return None
    tidy = " ".join(cell.replace("_x0000_", " ").split()).lstrip("|").strip()
    return None if not tidy or (len(tidy) <= 24 and is_nothing(tidy)) else tidy


def read_table(source: Path | Sample) -> Table:
    """The fullest sheet of a file, or of a sample taken before. Raises as `sample` does."""
    if isinstance(source, Sample):
        return _table(source, (), source.whole)
    seen = sample(source, _ASKED)
    cut = any(len(sheet.rows) >= _ASKED for sheet in seen.sheets)
    further: tuple[Row, ...] = ()
    if seen.format == "csv" and not seen.whole:
        further = tuple(_further_rows(seen, read_windows(source)))
    return _table(seen, further, seen.whole and not cut)


def _further_rows(seen: Sample, windows: Windows) -> Iterator[Row]:
    """Rows from the windows spread over a text; what the windows cut apart is left out."""
    width = mode(len(row) for row in seen.sheets[0].rows)
    dialect = Dialect(seen.delimiter, seen.quote, width, False)
    for _, piece in windows.pieces[1:]:
        lines = list(physical_lines(decode_text(piece, seen.encoding)))[1:-1]
        whole = (r for r in Splitter(iter(lines), dialect) if not r.broken)
        rows = (r.cells for r in whole if len(r.cells) == width)
        yield from ([cell or None for cell in cells] for cells in islice(rows, _PER_WINDOW))


def _table(seen: Sample, further: tuple[Row, ...], whole: bool) -> Table:
    sheet = max(seen.sheets, key=lambda s: sum(1 for row in s.rows for cell in row if cell))
    at = find_header(sheet.rows)
    at, high = _height(sheet.rows, at)
    width = max((len(row) for row in sheet.rows[at:]), default=0)
    cells = header_of(high, sheet.rows, at) if at else []
    header = tuple(c.strip() if c and fold_header(c) else None for c in cells)
    header += (None,) * (width - len(header))
    written = list(sheet.rows[at - 1]) if at else None
    below = [row for row in sheet.rows[at:] if row != written]
    rows: list[Row] = [r for r in below if sum(1 for c in r if c) > 1 and not _is_totals(r)]
    if not rows:
        rows = [row for row in sheet.rows[at:] if any(row)]
    table = Table(
        name=sheet.name,
        header=header,
        header_row=at,
        header_rows=high,
        rows=tuple(rows[:MOST_ROWS]),
        preamble=tuple(c for row in sheet.rows[: max(0, at - high)] for c in row if c),
        whole=whole and len(rows) <= MOST_ROWS,
    )
    if further:
        head = rows[: max(MOST_ROWS - len(further), MOST_ROWS // 2)]
        return replace(table, rows=(*head, *further), whole=False)
    if len(rows) > MOST_ROWS:
        return replace(table, rows=_spread(rows))
    return table


def _is_totals(row: Row) -> bool:
    """Whether a row of gaps begins as one of totals does: no row to learn columns from."""
    filled = [cell for cell in row if cell and cell.strip()]
    return len(filled) * 2 < len(row) and bool(filled and _TOTALS.match(filled[0]))


def _spread(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Blocks of neighbouring rows spread over a table: lines of one declaration stay together."""
    blocks = 20
    size = MOST_ROWS // blocks
    starts = [(len(rows) - size) * n // (blocks - 1) for n in range(blocks)]
    places = sorted({place for start in starts for place in range(start, start + size)})
    return tuple(rows[place] for place in places)


def find_header(rows: Sequence[Row]) -> int:
    """The row of the header (from 1), or 0 for a table without one.

    A header is about as wide as the rows below it, its cells are words and differ from one
    another, and words of the trade are among them.
    """
    usual = median([n for row in rows if (n := sum(1 for c in row if c)) > 1] or [0])
    for place, row in enumerate(rows[:HEADER_WITHIN], start=1):
        filled = [cell.strip() for cell in row if cell and cell.strip()]
        if len(filled) < max(2.0, usual * 0.6):
            continue
        known = sum(1 for cell in filled if len(cell) <= 120 and read_header(cell).hits)
        words = sum(1 for cell in filled if _is_words(cell))
        differ = len(set(filled)) >= 0.8 * len(filled)
        mostly_words = words >= 0.8 * len(filled) and known >= len(filled) / 5
        if known >= 2 and (mostly_words or known >= len(filled) / 2):
            return place
        # No word is known: words above columns of which some hold none are a header as well.
        if differ and words == len(filled) and _holds_figures(rows[place : place + 20]):
            return place
    return 0


def _height(rows: Sequence[Row], at: int) -> tuple[int, int]:
    """The row a header ends in and how many rows it takes: two where two of words, one above the
    other, say more together than the one alone."""
    if not at:
        return 0, 1
    for last in (at + 1, at):
        if last < 2 or last > len(rows) or not all(map(_all_words, rows[last - 2 : last])):
            continue
        both = header_of(2, rows, last)
        if _understood(both) > max(_understood(row) for row in rows[last - 2 : last]):
            return last, 2
    return at, 1


def _all_words(row: Row) -> bool:
    filled = [cell for cell in row if cell and cell.strip()]
    return len(filled) > 1 and all(len(cell) <= 120 and _is_words(cell) for cell in filled)


def _understood(row: Row) -> int:
    """How many fields the cells of a row name, each once: data repeat themselves."""
    named = [read_header(cell).hits for cell in row if cell]
    return len({hits[0].field for hits in named if hits and hits[0].whole})


def _is_words(cell: str) -> bool:
    letters = sum(1 for c in cell if c.isalpha())
    digits = sum(1 for c in cell if c.isdigit())
    return letters > digits or "№" in cell


def _holds_figures(rows: Sequence[Row]) -> bool:
    cells = [cell for row in rows for cell in row if cell]
    return sum(1 for cell in cells if not _is_words(cell)) > len(cells) / 10
