"""What columns of numbers have to do with each other, row by row. Shown, never summed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from followthegoods.sources.draft.values import Column

HOLDS = 0.95
"""A relation holds if so many rows agree: a few are typed wrong."""

_CLOSE = 0.002
_ENOUGH = 2
_REPEATS = 3
"""Declarations that must show it before a column is a total: alike lines have like values."""

Numbers = Sequence[float | None]


def close(a: float, b: float) -> bool:
    """Equal but for rounding: to two decimals, or to two in a thousand."""
    return abs(a - b) <= max(0.011, _CLOSE * max(abs(a), abs(b)))


def is_product(value: Column, price: Column, quantity: Column) -> bool:
    """Whether a value is a price times a quantity, in quantities other than none."""
    rows = [
        (v, p * q)
        for v, p, q in zip(value.numbers, price.numbers, quantity.numbers, strict=True)
        if v and p and q
    ]
    return _hold(rows)


def multiplies(quantity: Column) -> bool:
    """Whether a quantity is often enough not one for a product to prove anything."""
    known = [q for q in quantity.numbers if q]
    return sum(1 for q in known if q != 1) > 0.2 * len(known)


def is_sum(total: Column, parts: Iterable[Column]) -> bool:
    """Whether a column is the sum of others, of which the later ones are not always nothing."""
    columns = [part.numbers for part in parts]
    rows, added = [], 0
    for whole, *cells in zip(total.numbers, *columns, strict=True):
        if whole and cells[0]:
            added += any(cells[1:])
            rows.append((whole, sum(cell or 0.0 for cell in cells)))
    return _hold(rows) and added > len(rows) / 2


def one_rate(a: Column, b: Column, days: Column | None) -> bool:
    """Whether two columns stand to each other at one rate a day, as an amount in two currencies."""
    by_day: dict[str | None, list[float]] = defaultdict(list)
    cells: Sequence[str | None] = days.cells if days else [None] * len(a.cells)
    for x, y, day in zip(a.numbers, b.numbers, cells, strict=True):
        if x and y:
            by_day[day].append(x / y)
    shared = {day: rates for day, rates in by_day.items() if len(rates) > 1}
    rows = [(r, median(rates)) for rates in shared.values() for r in rates]
    return _hold(rows) and any(not close(rate, 1.0) for _, rate in rows)


def _hold(rows: Sequence[tuple[float, float]]) -> bool:
    if len(rows) < _ENOUGH or len({a for a, _ in rows}) < _ENOUGH:
        return False
    return sum(1 for a, b in rows if close(a, b)) >= HOLDS * len(rows)


def repeats(column: Column, declarations: Column, others: Sequence[Column]) -> bool | None:
    """Whether a column says one thing per declaration while its lines differ.

    True: a total, or something else of the declaration. False: it is the line's. None: there are
    not enough declarations of several lines to tell.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for n, number in enumerate(declarations.cells):
        if number is not None:
            groups[number].append(n)
    same = varied = 0
    for rows in groups.values():
        # Lines differ where other weights or values do.
        if not any(_distinct(other, rows) > 1 for other in others if other is not column):
            continue
        if any(column.cells[n] is None for n in rows):
            continue
        if _distinct(column, rows) > 1:
            varied += 1
        else:
            same += 1
    if same >= _REPEATS and same >= HOLDS * (same + varied) and not column.constant:
        return True
    return False if varied >= _ENOUGH and varied > same / 3 else None


def _distinct(column: Column, rows: Sequence[int]) -> int:
    return len({column.cells[n] for n in rows})


def counts_items(column: Column, declarations: Column) -> bool:
    """Whether a column counts the lines of each declaration: 1, 2, 3 …, none twice."""
    groups = defaultdict(list)
    for number, cell in zip(declarations.cells, column.numbers, strict=True):
        if number is not None and cell is not None:
            groups[number].append(cell)
    several = [sorted(cells) for cells in groups.values() if len(cells) > 1]
    steady = [c for c in several if c == [c[0] + n for n in range(len(c))] and 1 <= c[0] < 1000]
    return len(several) >= _REPEATS and len(steady) >= HOLDS * len(several)


def counts_rows(column: Column, declarations: Column) -> bool:
    """Whether a column counts the rows of the file, through declaration after declaration."""
    steps = [
        b is not None and a is not None and b - a == 1
        for a, b in zip(column.numbers, column.numbers[1:], strict=False)
    ]
    goes_on = sum(steps) >= HOLDS * len(steps)
    return goes_on and len(set(declarations.counted)) > _REPEATS


def over_rows(
    declarations: Column, others: Sequence[Column], items: Column | None
) -> tuple[Column, ...]:
    """The columns that are written once over the rows of each declaration, that of its number
    first; none where this is not how the table is written.

    Its number is empty on many rows; on these the items go on counting, or, without a column of
    items, others are empty as well.
    """
    above = [n for n, cell in enumerate(declarations.cells) if cell is not None]
    below = [n for n, cell in enumerate(declarations.cells) if cell is None]
    if len(above) < _REPEATS or len(below) < _OVER * len(declarations.cells):
        return ()
    if items is not None:
        counted = [(items.numbers[n] or 0.0) > 1 for n in below]
        begun = [items.numbers[n] == 1 for n in above]
        if sum(counted) < HOLDS * len(counted) or sum(begun) < HOLDS * len(begun):
            return ()
    alike = tuple(
        other
        for other in others
        if sum(other.cells[n] is not None for n in below) <= (1 - HOLDS) * len(below)
        and sum(other.cells[n] is not None for n in above) >= _FILLED * len(above)
    )
    return (declarations, *alike) if alike or items is not None else ()


_OVER, _FILLED = 0.2, 0.8
"""Shares of rows that leave their declaration's number empty, and of those that give it."""
