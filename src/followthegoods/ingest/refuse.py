"""The SQL that tells rows that are no lines: blank, titles, headers, totals, broken.

Each gets a verdict, `skipped:reason` or `refused:reason`; the others are lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.engine.duckdb import literal
from followthegoods.facts.placeholders import TOTALS
from followthegoods.ingest.cells import BLANKS, SheetPlan, bare_sql, may_be_nothing
from followthegoods.sources.layout import Reading
from followthegoods.sources.layout_model import ESSENTIAL

_TOTALS = rf"^\s*({TOTALS})([^\pL]|$)"
"""How a totals row begins (in its first cell that is not empty)."""


def verdict_sql(plan: SheetPlan) -> str:
    """NULL for a line; else `skipped:reason` or `refused:reason`. Beside the cells it reads what
    `_beside_sql` gives."""
    whens = [
        "WHEN broken = 'deleted_record' THEN 'skipped:deleted_record'",
        "WHEN broken IS NOT NULL THEN 'refused:' || broken",
        "WHEN filled IS NULL THEN 'skipped:blank'",
    ]
    reading = plan.reading
    if reading is None:
        return f"CASE {whens[-1]} ELSE 'skipped:other_sheet' END"
    if plan.first_row > 1:
        upper = plan.first_row - reading.layout.header_rows
        whens.insert(0, f"WHEN row >= {upper} AND row < {plan.first_row} THEN 'skipped:header'")
        whens.append(f"WHEN row < {plan.first_row} THEN 'skipped:preamble'")
    named = [
        place
        for place in sorted(place for places in reading.columns.values() for place in places)
        if place <= len(reading.written) and reading.written[place - 1]
    ]
    if named:
        same = " AND ".join(
            f"coalesce(trim(c{n}) = {literal((reading.written[n - 1] or '').strip())}, false)"
            for n in named[:6]
        )
        whens.append(f"WHEN {same} THEN 'skipped:repeated_header'")
    if numbered := _numbered_sql(reading):
        whens.append(f"WHEN {numbered} THEN 'skipped:column_numbers'")
    whens.append(f"WHEN {_totals_sql(reading)} THEN 'skipped:totals'")
    essential = [_bare(reading, name) for name in ESSENTIAL if name in reading.columns]
    whens.append(
        f"WHEN {' AND '.join(f'{cell} IS NULL' for cell in essential)} THEN 'refused:no_goods_item'"
    )
    return f"CASE {' '.join(whens)} END"


def _numbered_sql(reading: Reading) -> str:
    """Whether a row only numbers the columns, 1, 2, 3 …, as forms do below their header.

    Nothing in a table of few columns, where a line may be such a row.
    """
    headed = [place for place, header in enumerate(reading.written, start=1) if header]
    if len(headed) < _NUMBERED:
        return ""
    return " AND ".join(
        f"coalesce(trim(c{place}) = '{number}', false)"
        for number, place in enumerate(headed[:_NUMBERED], start=1)
    )


_NUMBERED = 5
"""Columns that must hold their own number for a row to be one of column numbers."""


def _compared(reading: Reading) -> list[int]:
    """The columns whose cells are compared with words for nothing."""
    names = {*ESSENTIAL, "hs", "goods", "declaration"} & reading.columns.keys()
    return sorted({place for name in names for place in reading.columns[name]})


def _bare(reading: Reading, name: str) -> str:
    """The first of a field's raw cells that states something."""
    compared = _compared(reading)
    cells = [f"bare[{compared.index(place) + 1}]" for place in reading.columns[name]]
    return f"coalesce({', '.join(cells)}, NULL)"


def _beside_sql(plan: SheetPlan, columns: int) -> str:
    """Columns beside a row's cells: `filled`, its first cell that is not blank, and `bare`, the
    cells of `_compared` that state something.

    By lists, since an expression for each cell takes longer to prepare than small files to read.
    """
    cells = ", ".join(f"c{n}" for n in range(1, columns + 1))
    compared = ", ".join(f"c{n}" for n in (_compared(plan.reading) if plan.reading else ()))
    return (
        f"list_filter(list_transform([{cells}], lambda c: nullif(trim(c, {BLANKS}), '')), "
        "lambda c: c IS NOT NULL)[1] AS filled, "
        f"list_transform([{compared}]::VARCHAR[], lambda c: {bare_sql('c')}) AS bare"
    )


def _totals_sql(reading: Reading) -> str:
    """Whether a row is one of totals: its first filled cell says so, and it is no goods item.

    A company may be called TOTAL, so a row with a declaration of its own is not one, nor is one
    with both a code and a goods text.
    """
    lacks = [
        f"{_bare(reading, name)} IS NULL" for name in ("hs", "goods") if name in reading.columns
    ]
    said = f"regexp_matches(filled, {literal(_TOTALS)}, 'i')"
    if "declaration" in reading.columns:
        number = _bare(reading, "declaration")
        said += f" AND ({number} IS NULL OR trim({number}, {BLANKS}) = filled)"
    return f"({' OR '.join(lacks) or 'true'}) AND {said}"


def apart_sql(raw: str, plans: Sequence[SheetPlan], columns: int) -> str:
    """Every row that is no line, whole, with its verdict: the table `apart`."""
    cells = ", ".join(f"c{n}" for n in range(1, columns + 1))
    parts = [
        f"SELECT sheet, row, {verdict_sql(plan)} AS verdict, [{cells}] AS cells\n"
        # The engine reads of a file what has the places it is told of, and no more.
        f"FROM (SELECT *, {_beside_sql(plan, columns)} FROM {raw} SEMI JOIN ("
        f"SELECT file_row_number FROM {raw} WHERE {plan.rows_sql} "
        f"AND {_suspect_sql(plan)}) AS suspect USING (file_row_number))"
        for plan in plans
    ]
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE verdict IS NOT NULL"


def _suspect_sql(plan: SheetPlan) -> str:
    """A cheap test that every row passes which has a verdict: most rows need no other."""
    reading = plan.reading
    if reading is None or not ({"hs", "goods"} & reading.columns.keys()):
        return "true"
    essential = [name for name in ESSENTIAL if name in reading.columns]
    lacks = [
        " AND ".join(f"(c{n} IS NULL OR {may_be_nothing(f'c{n}')})" for n in reading.columns[name])
        for name in {essential[0], *({"hs", "goods"} & reading.columns.keys())}
    ]
    mapped = sorted(place for places in reading.columns.values() for place in places)
    headed = [n for n in mapped if n <= len(reading.written) and reading.written[n - 1]]
    tests = [
        "broken IS NOT NULL",
        f"row < {plan.first_row}",
        *(f"trim(c{n}) = {literal((reading.written[n - 1] or '').strip())}" for n in headed[:1]),
        *(f"({test})" for test in (_numbered_sql(reading),) if test),
        *sorted(f"({test})" for test in lacks),
    ]
    return f"({' OR '.join(tests)})"
