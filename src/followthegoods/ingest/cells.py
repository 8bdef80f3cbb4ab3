"""The SQL that takes each field's cell out of a raw row, tidy, and tells "nothing" from a value."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from followthegoods.engine.duckdb import literal
from followthegoods.facts.number_signs import sign_of
from followthegoods.facts.placeholders import NOTHING
from followthegoods.ingest.clean import CLEANERS
from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.layout import Layout, Reading

NUMERIC = (Kind.MONEY, Kind.WEIGHT, Kind.QUANTITY, Kind.RATE)


BLANKS = "' ' || chr(160) || chr(9) || chr(10) || chr(13)"
"""SQL for the signs that a blank cell is made of."""


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet's rows are told apart and picked. `reading` None: not a sheet of records."""

    sheet: int
    reading: Reading | None
    first_row: int
    """The first row of records: after the header, or 1 where a sheet goes on without one."""
    last: int = 0
    """The last of several sheets that are read alike, the first being `sheet`; 0: there is one."""

    @property
    def rows_sql(self) -> str:
        """SQL that is true for a row of the sheet, or of the sheets."""
        if self.last:
            return f"sheet BETWEEN {self.sheet} AND {self.last}"
        return f"sheet = {self.sheet}"


_NOTHING = "|".join(["", *sorted(re.escape(word) for word in NOTHING if word)]).replace("\\ ", " +")


@dataclass(frozen=True)
class Odd:
    """The columns of a raw file that need more work than most.

    `untidy`: some cell has white space to wash out, see `odd_sql`; `hollow`: some cell only
    says that there is nothing, see `hollow_sql`; `signed`: some cell may have the sign of a unit
    beside its number, see `unsigned_sql`.
    """

    untidy: frozenset[int]
    hollow: frozenset[int]
    signed: frozenset[int] = frozenset()


_UNTIDY = {
    "  ": "'  '",
    "\xa0": "chr(160)",
    "\n": "chr(10)",
    "\r": "chr(13)",
    "\t": "chr(9)",
    "_x00": "'_x00'",
    "\0": "chr(0)",
}
"""What an untidy cell holds, if it has no white space or bar at its ends -> SQL for it."""


def _untidy_cell_sql(cell: str, absent: Container[str] = ()) -> str:
    # Below '!' are the empty cell, the space and what is written before it: control characters.
    ends = f"{cell} < '!' OR suffix({cell}, ' ') OR prefix({cell}, '|')"
    held = [mark for sign, mark in _UNTIDY.items() if sign not in absent]
    return " OR ".join((ends, *(f"contains({cell}, {mark})" for mark in held)))


def odd_sql(
    raw: str,
    columns: Sequence[int],
    asking: Sequence[int],
    measured: Sequence[int],
    absent: Container[str] = (),
) -> str:
    """For each of `columns`, whether some cell of it is untidy; for each of `asking`, whether some
    cell may say that there is nothing; for each of `measured`, whether some cell may have the sign
    of its unit. One look at all rows of `raw`; no cell holds a sign that is `absent`."""
    tests = [_untidy_cell_sql(f"c{n}", absent) for n in columns]
    tests += [may_be_nothing(f"c{n}") for n in asking]
    tests += [_may_be_signed(f"c{n}") for n in measured]
    return f"SELECT {', '.join(f'coalesce(bool_or({test}), false)' for test in tests)} FROM {raw}"


def tidy_sql(cell: str) -> str:
    """A cell without control characters, spreadsheet escapes and outer or doubled white space.

    NULL where nothing is left. Most cells are tidy: only the others are washed.
    """
    washed = (
        f"regexp_replace({cell}, '(_x[0-9A-Fa-f]{{4}}_|[\\x00-\\x20\\x7F\\x{{A0}}])+', ' ', 'g')"
    )
    kept = f"nullif(ltrim(trim({washed}), '| '), '')"
    return f"CASE WHEN {_untidy_cell_sql(cell)} THEN {kept} ELSE {cell} END"


def stated_sql(tidy: str) -> str:
    """A tidy cell, or NULL where it only says that there is nothing."""
    folded = f"trim(translate(upper({tidy}), {literal(OUTER)}, '{' ' * len(OUTER)}'))"
    return (
        f"CASE WHEN length({tidy}) <= 24 AND regexp_full_match({folded}, {literal(_NOTHING)}) "
        f"THEN NULL ELSE {tidy} END"
    )


OUTER = ".,/_-\"'"
"""Marks that do not matter in a word for nothing: `N/A`, `Б/Н`, `--`."""


def hollow_sql(raw: str, columns: Sequence[int]) -> str:
    """The columns of which a cell only says that there is nothing. Few have one.

    Asked of distinct cells, of columns that may hold such a word: the test is a slow one, and takes
    long to prepare, so there is one for all. Each column is made distinct by itself, which for one
    with few values is next to no work.
    """
    cells = " UNION ALL ".join(
        f"SELECT {n} AS n, c FROM (SELECT DISTINCT c{n} AS c FROM {raw} "
        f"WHERE {may_be_nothing(f'c{n}')})"
        for n in columns
    )
    return (
        f"SELECT DISTINCT n FROM ({cells}) "
        f"WHERE c IS NOT NULL AND {stated_sql(tidy_sql('c'))} IS NULL"
    )


def may_be_nothing(cell: str) -> str:
    """A cheap test that every cell passes which tidies to a word for nothing: short, no number."""
    blank = f"{cell} < '!' OR prefix({cell}, chr(160))"
    return f"(strlen({cell}) <= 96 AND NOT ({cell} >= '0' AND {cell} < ':') OR {blank})"


def _may_be_signed(cell: str) -> str:
    """A cheap test that every cell passes which has a sign of dollars or kilograms at an end."""
    return f"({cell} > ':' OR contains({cell}, '$') OR right(rtrim({cell}, '. '), 1) > '9')"


def unsigned_sql(cell: str, sign: str) -> str:
    """A tidy cell without the sign before or behind its number."""
    before = f"regexp_replace({cell}, '^([+-]?) *(?:{sign}) *', '\\1', 'i')"
    bare = f"regexp_replace({before}, ' *(?:{sign})[.]?$', '', 'i')"
    return f"CASE WHEN {_may_be_signed(cell)} THEN {bare} ELSE {cell} END"


def pick_sql(layout: Layout, name: str, columns: Sequence[int], odd: Odd) -> str:
    """The first of a field's tidy columns that states something, or all of them joined.

    A number needs all the columns it is joined of, a text those that state something. Kinds that
    are cleaned by distinct cell, and numbers, tell "nothing" by themselves.
    """
    if name in layout.constants:
        return literal(layout.constants[name])
    sign = sign_of(name)
    signed = odd.signed if sign else frozenset()
    cells = {n: unsigned_sql(f"c{n}", sign) if n in signed else f"c{n}" for n in columns}
    if not asks_for_nothing(name, columns):
        return cells[columns[0]]
    stated = [stated_sql(cells[n]) if n in odd.hollow else cells[n] for n in columns]
    picks = ", ".join(stated)
    if name in layout.joins:
        between = literal(layout.joins[name].separator)
        if BY_NAME[name].kind is Kind.TEXT:
            return f"nullif(concat_ws({between}, {picks}), '')"
        return f"({f' || {between} || '.join(stated)})"
    return picks if len(columns) == 1 else f"coalesce({picks})"


def asks_for_nothing(name: str, columns: Sequence[int]) -> bool:
    """Whether a field's cells are compared with words for nothing when they are picked."""
    own = BY_NAME[name].kind in CLEANERS or BY_NAME[name].kind in NUMERIC
    return len(columns) > 1 or not own


_MARGIN = r"([\x00-\x20\x7F\x{A0}.,/_|'\"-]|_x[0-9A-F]{4}_)*"

_HOLLOW = _MARGIN + "(" + _NOTHING.replace(" +", r"[ \x{A0}.,/_'\"-]+") + ")" + _MARGIN
"""A raw cell that states nothing, as a whole."""


def bare_sql(cell: str) -> str:
    """A raw cell that states something, else NULL.

    Most cells begin with a digit or are long: only the others are compared with words for nothing.
    """
    return (
        f"CASE WHEN {cell} >= '0' AND {cell} < ':' OR strlen({cell}) > 96 "
        f"OR NOT regexp_full_match({cell}, {literal(_HOLLOW)}, 'i') THEN {cell} END"
    )


def _washed(place: int, odd: Odd) -> str:
    """A column of raw as it is read: tidy."""
    return f"{tidy_sql(f'c{place}')} AS c{place}" if place in odd.untidy else f"c{place}"


def picked_sql(raw: str, plans: Sequence[SheetPlan], names: Sequence[str], odd: Odd) -> str:
    """Rows that are lines, with the named fields' cells as text; every sheet in one."""
    parts = []
    for plan in plans:
        if plan.reading is None:
            continue
        columns = {name: plan.reading.places(name) for name in names}
        used = sorted({place for places in columns.values() for place in places})
        tidy = "".join(f", {_washed(place, odd)}" for place in used)
        picks = "".join(
            f", {_picked(plan.reading.layout, name, places, odd)}::VARCHAR AS {name}"
            for name, places in columns.items()
        )
        parts.append(
            f"SELECT sheet, row{picks}\nFROM (SELECT sheet, row{tidy}\n"
            f"FROM {raw} ANTI JOIN apart USING (sheet, row) WHERE {plan.rows_sql}) AS tidy"
        )
    return "\nUNION ALL\n".join(parts)


def _picked(layout: Layout, name: str, places: Sequence[int], odd: Odd) -> str:
    filled = places or name in layout.constants
    return pick_sql(layout, name, places, odd) if filled else "NULL"


def distinct_sql(raw: str, plans: Sequence[SheetPlan], name: str, odd: Odd) -> str:
    """The distinct cells of one field as `picked_sql` picks them, taken from distinct raw cells."""
    parts = []
    for plan in plans:
        if plan.reading is None:
            continue
        layout, places = plan.reading.layout, plan.reading.columns.get(name, ())
        if name in layout.constants:
            return f"SELECT {literal(layout.constants[name])} AS {name}"
        if not places:
            continue
        cells = ", ".join(f"c{n}" for n in sorted(set(places)))
        tidy = ", ".join(_washed(place, odd) for place in sorted(set(places)))
        parts.append(
            f"SELECT {pick_sql(layout, name, places, odd)} AS {name} FROM (SELECT {tidy} "
            f"FROM (SELECT DISTINCT {cells} FROM {raw} ANTI JOIN apart USING (sheet, row) "
            f"WHERE {plan.rows_sql}))"
        )
    union = " UNION ALL ".join(parts)
    return f"SELECT DISTINCT {name} FROM ({union}) WHERE {name} IS NOT NULL"


def from_above_sql(raw: str, plans: Sequence[SheetPlan]) -> str:
    """The rows of records; one in which all cells of fields that are written once over several rows
    are empty has them from the row above it that states one. `head` is that row, else NULL.

    No row goes on with one that is broken, blank or of totals, nor with what is above that.
    """
    return "\nUNION ALL\n".join(
        _from_above(raw, plan, plan.reading) for plan in plans if plan.reading
    )


def _from_above(raw: str, plan: SheetPlan, reading: Reading) -> str:
    cells = [f"c{n}" for n in reading.down]
    empty = " AND ".join(f"nullif(trim({cell}, {BLANKS}), '') IS NULL" for cell in cells)
    taken = ", ".join(
        f"CASE WHEN h.row IS NULL THEN r.{cell} ELSE h.{cell} END AS {cell}" for cell in cells
    )
    replaced = f" REPLACE ({taken})" if cells else ""
    return f"""SELECT r.*{replaced}, h.row AS head
FROM (SELECT * FROM {raw} WHERE {plan.rows_sql}) AS r
LEFT JOIN (
    SELECT sheet, row, goes_on, max(row) FILTER (NOT goes_on) OVER above AS head,
        max(row) FILTER (ends) OVER above AS ended
    FROM (
        SELECT sheet, row, {empty or "false"} AS goes_on, broken IS NOT NULL OR coalesce(verdict IN
            ('skipped:blank', 'skipped:totals', 'skipped:deleted_record'), false) AS ends
        FROM {raw} LEFT JOIN apart USING (sheet, row)
        WHERE {plan.rows_sql} AND row >= {plan.first_row}
            AND coalesce(verdict NOT IN ('skipped:repeated_header', 'skipped:column_numbers'), true)
    )
    WINDOW above AS (PARTITION BY sheet ORDER BY row)
) AS up ON up.sheet = r.sheet AND up.row = r.row AND up.goes_on AND up.head > coalesce(up.ended, 0)
LEFT JOIN {raw} AS h ON h.sheet = up.sheet AND h.row = up.head"""


def went_on_sql(table: str, plans: Sequence[SheetPlan]) -> str:
    """The marks of rows with cells from above, as `elsewise_sql` gives its own; `table` holds what
    `from_above_sql` gives."""
    return " UNION ALL ".join(
        f"SELECT sheet, row, concat_ws(' ', {_marks_above(plan.reading)}) AS elsewise "
        f"FROM {table} WHERE head IS NOT NULL AND {plan.rows_sql}"
        for plan in plans
        if plan.reading and plan.reading.down
    )


def _marks_above(reading: Reading) -> str:
    """For each field that is written once over several rows, its mark where there is a cell."""
    return ", ".join(
        f"CASE WHEN coalesce({', '.join(f'c{n}' for n in reading.columns[name])}, NULL) "
        f"IS NOT NULL THEN '{name}:from_above' END"
        for name in BY_NAME
        if name in reading.layout.down and name in reading.columns
    )


def elsewise_sql(mixed: str, plans: Sequence[SheetPlan]) -> str:
    """The marks of rows with cells in another encoding than their text, `field:read_as_encoding`
    by spaces, as raw's `mixed` tells them: sheet, row, elsewise."""
    fields = [
        f"({plan.sheet}, '{place}', {literal(name)})"
        for plan in plans
        if plan.reading
        for name in BY_NAME
        if name not in plan.reading.layout.constants
        for place in plan.reading.columns.get(name, ())
    ]
    return f"""SELECT sheet, row, string_agg(mark, ' ' ORDER BY mark) AS elsewise
FROM (
    SELECT DISTINCT sheet, row,
        field || ':read_as_' || replace(split_part(said, ':', 2), '-', '_') AS mark
    FROM (SELECT sheet, row, unnest(string_split(mixed, ' ')) AS said FROM {mixed}) AS m
    JOIN (VALUES {", ".join(fields)}) AS f(of_sheet, place, field)
        ON f.of_sheet = m.sheet AND f.place = split_part(said, ':', 1)
)
GROUP BY sheet, row"""
