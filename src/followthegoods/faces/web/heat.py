"""Coverage as a heat map: a strip a source, a cell a month, darker where more lines are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from followthegoods.case import Books
from followthegoods.render.text import safe

SHADES = 5
"""Shades of cells with lines; 0 is a month without any between a source's first and last."""


@dataclass(frozen=True)
class Month:
    """A cell: where it stands in the strip, the month, its lines, how dark it is."""

    place: int
    month: str
    lines: int
    shade: int


@dataclass(frozen=True)
class Strip:
    """The months of one source; `undated` are its lines without a day."""

    number: int
    name: str
    authority: str
    first: str
    last: str
    lines: int
    undated: int
    missing: int
    cells: tuple[Month, ...]


@dataclass(frozen=True)
class Heat:
    """Strips of the same length; `years` are where each year begins."""

    months: int
    years: tuple[tuple[int, str], ...]
    strips: tuple[Strip, ...]


def heat(books: Sequence[Books], months: Mapping[int, Mapping[str, int]]) -> Heat | None:
    """The coverage of sources; None where no line of them has a day."""
    dated = sorted({month for own in months.values() for month in own if month})
    if not dated:
        return None
    first, last = _number(dated[0]), _number(dated[-1])
    most = max(rows for own in months.values() for month, rows in own.items() if month)
    years = [n for n in range(first, last + 1) if n % 12 == 0 or n == first]
    strips = [_strip(book, months.get(book.source.source, {}), first, most) for book in books]
    return Heat(
        last - first + 1,
        tuple((n - first, str(n // 12)) for n in years),
        tuple(sorted(strips, key=lambda strip: (strip.authority, strip.first, strip.name))),
    )


def _strip(book: Books, own: Mapping[str, int], first: int, most: int) -> Strip:
    dated = sorted(month for month in own if month)
    cells = []
    if dated:
        for number in range(_number(dated[0]), _number(dated[-1]) + 1):
            month = f"{number // 12}-{number % 12 + 1:02d}"
            lines = own.get(month, 0)
            cells.append(Month(number - first, month, lines, -(-lines * SHADES // most)))
    return Strip(
        book.source.source,
        safe(book.source.name),
        book.source.authority,
        dated[0] if dated else "",
        dated[-1] if dated else "",
        sum(own.values()),
        own.get("", 0),
        sum(1 for cell in cells if not cell.lines),
        tuple(cells),
    )


def _number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1
