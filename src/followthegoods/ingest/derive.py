"""Preparing to derive lines: which sheets hold records, what the distinct cells mean, how numbers
are written. The loader and the preview of a file share it, so that what is shown is what is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from followthegoods.engine.duckdb import Connection, one
from followthegoods.errors import UnreadableFile
from followthegoods.facts.dates import day_order
from followthegoods.facts.number_signs import sign_of
from followthegoods.ingest import lines as sql
from followthegoods.ingest.cells import (
    NUMERIC,
    Odd,
    SheetPlan,
    asks_for_nothing,
    distinct_sql,
    elsewise_sql,
    from_above_sql,
    hollow_sql,
    odd_sql,
    picked_sql,
    went_on_sql,
)
from followthegoods.ingest.clean import CLEANERS, Context, clean, code_key
from followthegoods.ingest.numbers import (
    PROOFS,
    Evidence,
    Style,
    evidence_sql,
    proof_sql,
    style,
)
from followthegoods.ingest.refuse import apart_sql
from followthegoods.model.fields import BY_NAME, ROLES, Kind
from followthegoods.sources.layout import (
    HEADER_WITHIN,
    Layout,
    Reading,
    no_layout,
    recognise,
    shipped_layouts,
    without_header,
)

Rows = Sequence[Sequence[str | None]]

Progress = Callable[[str, float], None]

CELLS = "* EXCLUDE (sheet, row, broken, file_row_number)"
"""The cells of a row of raw."""


def first_rows(db: Connection, raw: str, sheet: int) -> Rows:
    """The cells of the rows of a sheet among which its header is looked for."""
    rows = db.execute(
        # The engine keeps the order of a file, and need not read all of it.
        f"SELECT {CELLS} FROM {raw} WHERE sheet = {sheet} LIMIT {HEADER_WITHIN}"
    ).fetchall()
    return [list(row) for row in rows]


def marks_of(db: Connection, lines: str) -> list[tuple[int, str, int]]:
    """The marks of a table of lines, by source, with how many lines have each."""
    return db.execute(
        "SELECT source, mark, count(*) "
        "FROM (SELECT source, unnest(string_split(marks, ' ')) AS mark "
        f"FROM {lines} WHERE marks IS NOT NULL) GROUP BY ALL ORDER BY ALL"
    ).fetchall()


@dataclass(frozen=True)
class Prepared:
    """What is known of a file before its lines are derived.

    `keyed` is the statement's head: `WITH picked …, typed …, keyed …`. It reads tables of the
    connection that it was prepared on. `mixed` says that there is a table `elsewise` of marks.
    """

    layout: Layout
    plans: tuple[SheetPlan, ...]
    mapped: tuple[str, ...]
    styles: dict[str, Style]
    keyed: str
    mixed: bool

    def take_up(self, db: Connection, sources: Sequence[int]) -> None:
        """Have the tables `apart` and `said_<role>` say of which source their rows are."""
        (source,) = sources
        for table in ("apart", *(f"said_{role}" for role in ROLES)):
            db.execute(f"ALTER TABLE {table} ADD COLUMN source INTEGER DEFAULT {source}")

    def lines(self, sources: Sequence[int]) -> str:
        """The statement that derives the lines of the sources."""
        (source,) = sources
        return self.keyed + sql.line_sql(self.layout, source, self.mapped, self.mixed)


def plan_sheets(name: str, heads: Sequence[Rows], layout: Layout | None) -> list[SheetPlan]:
    """How each sheet is read, from its first rows. `layout` None: the shipped ones are tried.

    Raises `UnknownLayout` when no sheet is recognised, `UnreadableFile` when there are no rows.
    """
    layouts = (layout,) if layout else shipped_layouts()
    found = [
        recognise(number, rows, layouts, forced=layout is not None)
        for number, rows in enumerate(heads, start=1)
    ]
    if not any(found):
        found = [
            _headless(number, rows, layouts, forced=layout is not None)
            for number, rows in enumerate(heads, start=1)
        ]
    best = max((readings[0] for readings in found if readings), key=lambda r: r.score, default=None)
    if best is None:
        if not any(heads):
            raise UnreadableFile("The file holds no rows.", where=name, do="Check the file.")
        raise no_layout(name, max(heads, key=len))
    plans: list[SheetPlan] = []
    for number, (rows, readings) in enumerate(zip(heads, found, strict=True), start=1):
        same = next((r for r in readings if r.layout.id == best.layout.id), None)
        before = plans[-1].reading if plans else None
        if same is not None:
            plans.append(SheetPlan(number, same, same.header_row + 1))
        elif before is not None and _goes_on(rows, before):
            plans.append(SheetPlan(number, before, 1))
        else:
            plans.append(SheetPlan(number, None, 1))
    return plans


def _headless(sheet: int, rows: Rows, layouts: Sequence[Layout], *, forced: bool) -> list[Reading]:
    """The ways to read a sheet without a header: what is required must stand in its cells."""
    readings = without_header(sheet, rows, layouts)
    return sorted(
        (reading for reading in readings if forced or _bears_out(rows, reading)),
        key=lambda reading: reading.score,
        reverse=True,
    )


def _bears_out(rows: Rows, reading: Reading) -> bool:
    """Whether nearly all rows have, where a layout's required fields would be, such cells."""
    context = _context(reading.layout)
    groups = [
        [(n, reading.columns[n]) for n in group if n in reading.columns]
        for group in reading.layout.required
    ]
    filled = [row for row in rows if any(cell and cell.strip() for cell in row)]
    fit = [
        row
        for row in filled
        if all(
            any(
                _is_a(BY_NAME[name].kind, row[place - 1] or "", _own(context, reading.layout, name))
                for name, places in group
                for place in places
                if place <= len(row)
            )
            for group in groups
        )
    ]
    return 10 * len(fit) >= 9 * len(filled) > 0


_NUMBER = re.compile(r"[+-]?[0-9][0-9., ]*")


def _is_a(kind: Kind, cell: str, context: Context) -> bool:
    """Whether a cell can be read as a field of this kind."""
    if kind in CLEANERS:
        return clean(kind, cell, context)[0] is not None
    if kind in NUMERIC or kind is Kind.INTEGER:
        return _NUMBER.fullmatch(cell.strip()) is not None
    return any(letter.isalnum() for letter in cell)


def _goes_on(rows: Rows, reading: Reading) -> bool:
    """Whether a sheet without a header goes on with the records of the one before it.

    It does when most of its first rows have a code and a date where that one has them.
    """
    columns = [
        (BY_NAME[name].kind, reading.columns[name][0])
        for name in ("hs", "registered")
        if name in reading.columns
    ]
    context = _context(reading.layout)
    filled = [row for row in rows if any(cell and cell.strip() for cell in row)]
    alike = [
        row
        for row in filled
        if all(n <= len(row) and clean(kind, row[n - 1] or "", context)[0] for kind, n in columns)
    ]
    return bool(columns) and 2 * len(alike) > len(filled)


def _context(layout: Layout) -> Context:
    offset = None if layout.utc_offset is None else timedelta(hours=layout.utc_offset)
    return Context(utc_offset=offset)


def _own(context: Context, layout: Layout, name: str) -> Context:
    """The context with what a layout says of one field: what its codes mean, how it is written."""
    table = layout.values.get(name)
    values = table and {code_key(code): meaning for code, meaning in table.items()}
    return replace(context, values=values, form=layout.forms.get(name, ""))


def _alpha_2(cells: Sequence[str]) -> bool:
    """Whether most of a column's distinct cells, NA apart, are two letters."""
    others = [cell.strip() for cell in cells if cell.strip() not in ("", "NA")]
    codes = [cell for cell in others if re.fullmatch("[A-Z]{2}", cell)]
    return 2 * len(codes) > len(others)


def prepare(
    db: Connection,
    raw: str,
    columns: int,
    plans: Sequence[SheetPlan],
    mixed: str = "",
    absent: Container[str] = (),
) -> Prepared:
    """Set rows that are no lines into the table `apart`, the meaning of distinct cells into
    `clean_<field>` tables, distinct mentions into `said_<role>` tables, distinct declaration
    numbers into `declared`; decide how numbers are read. `raw` is a table of `columns` cells, as
    `placed_rows` gives it; `mixed`, where raw has that column, as `mixed_rows` gives it; `absent`,
    signs that no cell is known to hold. Marks of cells in other encodings, and of those that are
    taken from the row above, are set into the table `elsewise`.
    """
    db.execute(f"CREATE OR REPLACE TEMP TABLE apart AS {apart_sql(raw, plans, columns)}")
    layout = next(plan.reading.layout for plan in plans if plan.reading)
    mapped = [
        name
        for name in BY_NAME
        if name in layout.constants or any(p.reading and name in p.reading.columns for p in plans)
    ]
    above = bool(layout.down & set(mapped))
    if above:
        db.execute(f"CREATE OR REPLACE TEMP TABLE from_above AS {from_above_sql(raw, plans)}")
        raw = "from_above"
    odd = _odd(db, raw, plans, absent)
    for name in mapped:
        if BY_NAME[name].kind in CLEANERS:
            _clean_cells(db, distinct_sql(raw, plans, name, odd), name, layout)
    styles = _styles(db, lambda names: picked_sql(raw, plans, names, odd), mapped)
    for role in ROLES:
        if not {f"{role}_name", f"{role}_id"} & set(mapped):
            db.execute(f"CREATE OR REPLACE TEMP TABLE said_{role} ({sql.said_columns(role)})")
            continue
        named = [f"{role}_{p}" for p in sql.MENTION_PARTS if f"{role}_{p}" in mapped]
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE said_{role} AS "
            f"WITH picked AS ({picked_sql(raw, plans, named, odd)}),\n"
            f"typed AS ({sql.typed_sql(layout, named, styles)})\n{sql.said_sql(role)}"
        )
    numbered = ["declaration"] if "declaration" in mapped else []
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE declared AS "
        f"WITH picked AS ({picked_sql(raw, plans, numbered, odd)}),\n"
        f"typed AS ({sql.typed_sql(layout, numbered, styles)})\n{sql.declared_sql(layout)}"
    )
    keyed = (
        f"WITH picked AS ({picked_sql(raw, plans, mapped, odd)}),\n"
        f"typed AS ({sql.typed_sql(layout, mapped, styles)}),\n"
        f"keyed AS ({sql.keyed_sql(layout)})\n"
    )
    marks = [elsewise_sql(mixed, plans)] if mixed else []
    marks += [went_on_sql(raw, plans)] if above else []
    if marks:
        db.execute(
            "CREATE OR REPLACE TEMP TABLE elsewise AS "
            "SELECT sheet, row, string_agg(elsewise, ' ' ORDER BY elsewise) AS elsewise "
            f"FROM ({' UNION ALL '.join(f'({one})' for one in marks)}) GROUP BY ALL"
        )
    return Prepared(layout, tuple(plans), tuple(mapped), styles, keyed, bool(marks))


def _odd(db: Connection, raw: str, plans: Sequence[SheetPlan], absent: Container[str]) -> Odd:
    """The columns that need more than to be read."""
    filled = [
        (place, asks_for_nothing(name, places), name)
        for plan in plans
        if plan.reading
        for name, places in plan.reading.columns.items()
        for place in places
    ]

    columns = sorted({place for place, _, _ in filled})
    asking = sorted({place for place, asks, _ in filled if asks})
    measured = sorted({place for place, _, name in filled if sign_of(name)})
    # Titles and headers are short texts, and would have every column looked at once more.
    below = " OR ".join(
        f"{plan.rows_sql} AND row >= {plan.first_row}" for plan in plans if plan.reading
    )
    records = f"(SELECT * FROM {raw} WHERE {below})"
    seen = iter(one(db, odd_sql(records, columns, asking, measured, absent)) if columns else ())
    untidy = frozenset(place for place in columns if next(seen))
    maybe = [place for place in asking if next(seen)]
    signed = frozenset(place for place in measured if next(seen))
    hollow = db.execute(hollow_sql(records, maybe)).fetchall() if maybe else []
    return Odd(untidy, frozenset(place for (place,) in hollow), signed)


def _clean_cells(db: Connection, distinct: str, name: str, layout: Layout) -> None:
    """A table of a field's distinct cells: cell -> value, mark."""
    cells = [cell for (cell,) in db.execute(distinct).fetchall()]
    context = context_of(cells, name, layout)
    cleaned = [clean(BY_NAME[name].kind, cell, context) for cell in cells]
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE clean_{name} AS SELECT unnest(?::VARCHAR[]) AS cell, "
        "unnest(?::VARCHAR[]) AS value, unnest(?::VARCHAR[]) AS mark",
        [cells, [value for value, _ in cleaned], [mark for _, mark in cleaned]],
    )


def context_of(cells: Sequence[str], name: str, layout: Layout) -> Context:
    """What the meaning of a field's cells depends on, where these are its distinct ones."""
    return replace(
        _own(_context(layout), layout, name),
        order=day_order(cells, layout.authority),
        alpha_2=BY_NAME[name].kind is Kind.COUNTRY and _alpha_2(cells),
    )


def _styles(
    db: Connection, picked: Callable[[Sequence[str]], str], mapped: Sequence[str]
) -> dict[str, Style]:
    """How each number column writes its numbers, by evidence over every cell."""
    numeric = [name for name in mapped if BY_NAME[name].kind in NUMERIC]
    if not numeric:
        return {}
    counts = db.execute(evidence_sql(picked(numeric), numeric)).fetchone() or ()
    size = len(counts) // len(numeric)
    seen = {name: Evidence(*counts[size * n : size * (n + 1)]) for n, name in enumerate(numeric)}
    if any(evidence.comma_unsure or evidence.point_unsure for evidence in seen.values()):
        seen = {name: _proven(db, picked([name]), name, e) for name, e in seen.items()}
    file = sum(seen.values(), Evidence())
    return {name: style(evidence, file) for name, evidence in seen.items()}


def _proven(db: Connection, picked: str, name: str, evidence: Evidence) -> Evidence:
    """The evidence of a column without what no whole number of it bears out."""
    claimed = [proof for proof in PROOFS if getattr(evidence, proof)]
    if not claimed:
        return evidence
    tests = ", ".join(
        f"EXISTS (SELECT 1 FROM ({picked}) WHERE {proof_sql(name, proof)})" for proof in claimed
    )
    borne_out = db.execute(f"SELECT {tests}").fetchone() or ()
    false = [proof for proof, true in zip(claimed, borne_out, strict=True) if not true]
    return replace(evidence, **dict.fromkeys(false, 0))
