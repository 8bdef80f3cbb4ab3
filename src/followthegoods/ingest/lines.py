"""The SQL that turns raw rows into lines, refused rows and mentions.

Layers of one statement, each a name: `picked` takes each field's cell out of the row, with junk
removed; `typed` casts it; `lines` adds the key, the mentions and the marks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from followthegoods.facts.placeholders import NOTHING
from followthegoods.ingest.clean import CLEANERS
from followthegoods.ingest.numbers import Style, number_sql, unsure_sql
from followthegoods.model.fields import BY_NAME, FIELDS, ROLES, Kind, sql_type
from followthegoods.sources.layout import Layout, Reading

NUMERIC = (Kind.MONEY, Kind.WEIGHT, Kind.QUANTITY, Kind.RATE)
MENTION_PARTS = ("name", "id", "address", "country")

TOTALS = r"^\s*(ИТОГО|ВСЕГО|УСЬОГО|РАЗОМ|TOTALS?|GRAND TOTAL|SUBTOTAL|SUMA TOTAL)([^\pL]|$)"
"""How a totals row begins (in its first cell that is not empty)."""


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet's rows are told apart and picked. `reading` None: not a sheet of records."""

    sheet: int
    reading: Reading | None
    first_row: int
    """The first row of records: after the header, or 1 where a sheet goes on without one."""


_NOTHING = "|".join(["", *sorted(re.escape(word) for word in NOTHING if word)]).replace("\\ ", " +")


@dataclass(frozen=True)
class Odd:
    """The columns of a raw file that need more work than most.

    `untidy`: some cell has white space to wash out, see `untidy_sql`; `hollow`: some cell only
    says that there is nothing, see `hollow_sql`.
    """

    untidy: frozenset[int]
    hollow: frozenset[int]


_UNTIDY = ("'  '", "chr(160)", "chr(10)", "chr(13)", "chr(9)", "'_x00'", "chr(0)")
"""What an untidy cell holds, if it has no white space or bar at its ends."""


def _untidy_cell_sql(cell: str) -> str:
    ends = f"{cell} = '' OR prefix({cell}, ' ') OR suffix({cell}, ' ') OR prefix({cell}, '|')"
    return " OR ".join((ends, *(f"contains({cell}, {mark})" for mark in _UNTIDY)))


def untidy_sql(raw: str, columns: Sequence[int]) -> str:
    """For each column, whether some cell of it is untidy."""
    asks = ", ".join(f"coalesce(bool_or({_untidy_cell_sql(f'c{n}')}), false)" for n in columns)
    return f"SELECT {asks} FROM {raw}"


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
    folded = f"trim(translate(upper({tidy}), {_text(OUTER)}, '{' ' * len(OUTER)}'))"
    return (
        f"CASE WHEN length({tidy}) <= 24 AND regexp_full_match({folded}, {_text(_NOTHING)}) "
        f"THEN NULL ELSE {tidy} END"
    )


OUTER = ".,/_-\"'"
"""Marks that do not matter in a word for nothing: `N/A`, `Б/Н`, `--`."""


def hollow_sql(raw: str, columns: Sequence[int]) -> str:
    """For each column, whether a cell of it only says that there is nothing. Few columns have one.

    Asked of distinct cells, and only of those that may be such a word: the test is a slow one.
    """
    asks = ", ".join(
        f"(SELECT coalesce(bool_or(c IS NOT NULL AND {stated_sql(tidy_sql('c'))} IS NULL), false) "
        f"FROM (SELECT DISTINCT c{n} AS c FROM {raw} WHERE {_may_be_nothing(f'c{n}')}))"
        for n in columns
    )
    return f"SELECT {asks}"


def _may_be_nothing(cell: str) -> str:
    """A cheap test that every cell passes which tidies to a word for nothing: short, no number."""
    blank = f"{cell} < '!' OR prefix({cell}, chr(160))"
    return f"(strlen({cell}) <= 96 AND NOT ({cell} >= '0' AND {cell} < ':') OR {blank})"


def pick_sql(layout: Layout, name: str, columns: Sequence[int], odd: Odd) -> str:
    """The first of a field's tidy columns that states something, or all of them joined.

    A number needs all the columns it is joined of, a text those that state something. Kinds that
    are cleaned by distinct cell, and numbers, tell "nothing" by themselves.
    """
    if name in layout.constants:
        return _text(layout.constants[name])
    if not asks_for_nothing(name, columns):
        return f"c{columns[0]}"
    stated = [stated_sql(f"c{n}") if n in odd.hollow else f"c{n}" for n in columns]
    picks = ", ".join(stated)
    if name in layout.joins:
        between = _text(layout.joins[name].separator)
        if BY_NAME[name].kind is Kind.TEXT:
            return f"nullif(concat_ws({between}, {picks}), '')"
        return f"({f' || {between} || '.join(stated)})"
    return picks if len(columns) == 1 else f"coalesce({picks})"


def asks_for_nothing(name: str, columns: Sequence[int]) -> bool:
    """Whether a field's cells are compared with words for nothing when they are picked."""
    own = BY_NAME[name].kind in CLEANERS or BY_NAME[name].kind in NUMERIC
    return len(columns) > 1 or not own


ESSENTIAL = (
    "hs",
    "goods",
    "statistical_usd",
    "customs_value",
    "cif_usd",
    "fob_usd",
    "invoice_value",
    "net_kg",
)
"""A row that has none of these is no goods item."""


_MARGIN = r"([\x00-\x20\x7F\x{A0}.,/_|'\"-]|_x[0-9A-F]{4}_)*"
_HOLLOW = _MARGIN + "(" + _NOTHING.replace(" +", r"[ \x{A0}.,/_'\"-]+") + ")" + _MARGIN
"""A raw cell that states nothing, as a whole."""

_BLANKS = "' ' || chr(160) || chr(9) || chr(10) || chr(13)"


def bare_sql(columns: Sequence[int]) -> str:
    """The first of a field's raw cells that states something.

    Most cells begin with a digit or are long: only the others are compared with words for nothing.
    """
    cells = [
        f"CASE WHEN c{n} >= '0' AND c{n} < ':' OR strlen(c{n}) > 96 "
        f"OR NOT regexp_full_match(c{n}, {_text(_HOLLOW)}, 'i') THEN c{n} END"
        for n in columns
    ]
    return f"coalesce({', '.join(cells)}, NULL)"


def verdict_sql(plan: SheetPlan, columns: int) -> str:
    """NULL for a line; else `skipped:reason` or `refused:reason`."""
    cells = [f"c{n}" for n in range(1, columns + 1)]
    blank = " AND ".join(f"({c} IS NULL OR trim({c}, {_BLANKS}) = '')" for c in cells)
    whens = [
        "WHEN broken = 'deleted_record' THEN 'skipped:deleted_record'",
        "WHEN broken IS NOT NULL THEN 'refused:' || broken",
        f"WHEN {blank} THEN 'skipped:blank'",
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
            f"coalesce(trim(c{n}) = {_text((reading.written[n - 1] or '').strip())}, false)"
            for n in named[:6]
        )
        whens.append(f"WHEN {same} THEN 'skipped:repeated_header'")
    if numbered := _numbered_sql(reading):
        whens.append(f"WHEN {numbered} THEN 'skipped:column_numbers'")
    whens.append(f"WHEN {_totals_sql(reading, cells)} THEN 'skipped:totals'")
    essential = [bare_sql(reading.columns[name]) for name in ESSENTIAL if name in reading.columns]
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


def _totals_sql(reading: Reading, cells: Sequence[str]) -> str:
    """Whether a row is one of totals: its first filled cell says so, and it is no goods item.

    A company may be called TOTAL, so a row with a declaration of its own is not one, nor is one
    with both a code and a goods text.
    """
    filled = [f"nullif(trim({cell}, {_BLANKS}), '')" for cell in cells]
    first = f"coalesce({', '.join(filled)})"
    lacks = [
        f"{bare_sql(reading.columns[name])} IS NULL"
        for name in ("hs", "goods")
        if name in reading.columns
    ]
    said = f"regexp_matches({first}, {_text(TOTALS)}, 'i')"
    if "declaration" in reading.columns:
        number = bare_sql(reading.columns["declaration"])
        said += f" AND ({number} IS NULL OR trim({number}, {_BLANKS}) = {first})"
    return f"({' OR '.join(lacks) or 'true'}) AND {said}"


def apart_sql(raw: str, plans: Sequence[SheetPlan], columns: int) -> str:
    """Every row that is no line, whole, with its verdict: the table `apart`."""
    cells = ", ".join(f"c{n}" for n in range(1, columns + 1))
    parts = [
        f"SELECT sheet, row, {verdict_sql(plan, columns)} AS verdict, [{cells}] AS cells\n"
        f"FROM {raw} SEMI JOIN (SELECT sheet, row FROM {raw} WHERE sheet = {plan.sheet} "
        f"AND {_suspect_sql(plan)}) AS suspect USING (sheet, row)"
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
        " AND ".join(f"(c{n} IS NULL OR {_may_be_nothing(f'c{n}')})" for n in reading.columns[name])
        for name in {essential[0], *({"hs", "goods"} & reading.columns.keys())}
    ]
    mapped = sorted(place for places in reading.columns.values() for place in places)
    headed = [n for n in mapped if n <= len(reading.written) and reading.written[n - 1]]
    tests = [
        "broken IS NOT NULL",
        f"row < {plan.first_row}",
        *(f"trim(c{n}) = {_text((reading.written[n - 1] or '').strip())}" for n in headed[:1]),
        *(f"({test})" for test in (_numbered_sql(reading),) if test),
        *sorted(f"({test})" for test in lacks),
    ]
    return f"({' OR '.join(tests)})"


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
            f"FROM {raw} ANTI JOIN apart USING (sheet, row) WHERE sheet = {plan.sheet}) AS tidy"
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
            return f"SELECT {_text(layout.constants[name])} AS {name}"
        if not places:
            continue
        cells = ", ".join(f"c{n}" for n in sorted(set(places)))
        tidy = ", ".join(_washed(place, odd) for place in sorted(set(places)))
        parts.append(
            f"SELECT {pick_sql(layout, name, places, odd)} AS {name} FROM (SELECT {tidy} "
            f"FROM (SELECT DISTINCT {cells} FROM {raw} ANTI JOIN apart USING (sheet, row) "
            f"WHERE sheet = {plan.sheet}))"
        )
    union = " UNION ALL ".join(parts)
    return f"SELECT DISTINCT {name} FROM ({union}) WHERE {name} IS NOT NULL"


def typed_sql(layout: Layout, mapped: Sequence[str], styles: dict[str, Style]) -> str:
    """`picked` with every field of the vocabulary cast; fields no column fills are NULL.

    Beside a number stands its cell, so that the next layer can tell "empty" from "unreadable".
    """
    values, joins = [], []
    for field in FIELDS:
        cell, kind = f"p.{field.name}", sql_type(field.kind)
        if field.name not in mapped:
            values.append(f"NULL::{kind} AS {field.name}")
        elif field.kind in CLEANERS:
            table = f"clean_{field.name}"
            joins.append(f"LEFT JOIN {table} ON {table}.cell = {cell}")
            values.append(f"CAST({table}.value AS {kind}) AS {field.name}")
            values.append(f"{table}.mark AS mark_{field.name}")
        elif field.kind in NUMERIC:
            number = _number_sql(cell, kind, styles[field.name], layout.factors.get(field.name))
            values.append(f"{number} AS {field.name}")
            values.append(f"{cell} AS cell_{field.name}")
        elif field.kind is Kind.INTEGER:
            digits = f"regexp_extract({cell}, '^([0-9]{{1,9}})([.]0+)?$', 1)"
            values.append(f"TRY_CAST({digits} AS INTEGER) AS {field.name}")
            values.append(f"{cell} AS cell_{field.name}")
        elif field.kind is Kind.NUMBER:
            bare = f"regexp_replace(replace({cell}, ' ', ''), '[.]0+$', '')"
            values.append(
                f"CASE WHEN contains({cell}, ' ') OR contains({cell}, '.0') THEN {bare} "
                f"ELSE {cell} END AS {field.name}"
            )
        else:
            values.append(f"{cell} AS {field.name}")
    values += [f"NULL::VARCHAR AS {part}" for part in MISSING_PARTS]
    return f"SELECT p.sheet, p.row, {', '.join(values)}\nFROM picked AS p\n" + "\n".join(joins)


def _number_sql(cell: str, kind: str, style: Style, factor: int | None) -> str:
    """A number, times its factor: exactly, with all the digits that were written."""
    if factor is None:
        return number_sql(cell, kind, style)
    return f"TRY_CAST({number_sql(cell, 'DECIMAL(26,10)', style)} * {factor} AS {kind})"


def marks_sql(mapped: Sequence[str]) -> str:
    """The marks of a line's cells, `field:code` by spaces; NULL where every cell was read."""
    marks = ["k.mark_key"]
    for name in mapped:
        kind = BY_NAME[name].kind
        if kind in CLEANERS:
            marks.append(f"'{name}:' || k.mark_{name}")
        elif kind in NUMERIC or kind is Kind.INTEGER:
            cell = f"k.cell_{name}"
            unsure = unsure_sql(cell) if kind in NUMERIC else "false"
            marks.append(
                f"CASE WHEN k.{name} IS NULL AND {stated_sql(cell)} IS NOT NULL THEN "
                f"CASE WHEN {unsure} THEN '{name}:ambiguous_number' "
                f"ELSE '{name}:not_a_number' END END"
            )
        elif kind is Kind.TEXT:
            marks.append(f"CASE WHEN contains(k.{name}, chr(65533)) THEN '{name}:undecodable' END")
    return f"nullif(concat_ws(' ', {', '.join(marks)}), '')"


def declared_sql(layout: Layout) -> str:
    """What the distinct declaration numbers of `typed` hold: the table `declared`.

    Numbers are taken apart here, once a declaration, not once a line.
    """
    groups = re.compile(layout.key_pattern).groupindex if layout.key_pattern else {}
    names = sorted(groups, key=lambda name: groups[name])
    parts = {name: f"nullif(parts['{name}'], '')" for name in names}
    number = "nullif(regexp_replace(declaration, '[^0-9A-Za-zА-Яа-я]', '', 'g'), '')"
    if "number" in parts:
        number = f"coalesce({parts['number']}, {number})"
    inside = f"try_strptime({parts['date']}, '%d%m%y')" if "date" in parts else "NULL"
    wanted = ", ".join(map(_text, names))
    split = f"regexp_extract(declaration, {_text(layout.key_pattern)}, [{wanted}])"
    return f"""SELECT declaration, {parts.get("office", "NULL")}::VARCHAR AS office,
    TRY_CAST({parts.get("item", "NULL")} AS INTEGER) AS item,
    ltrim(upper({number}), '0') AS number, TRY_CAST({inside} AS DATE) AS inside
FROM (SELECT declaration, {split if names else "NULL"} AS parts
    FROM (SELECT DISTINCT declaration FROM typed WHERE declaration IS NOT NULL))"""


def keyed_sql(layout: Layout) -> str:
    """`typed` with what the declaration number holds, and the text of the line's key.

    A key is authority, office, year, number and item, or those of them that the layout names; a
    part that is not there, or an item of 0, makes no key.
    """
    pieces = {
        "office": "nullif(upper(office), '')",
        "year": "year(coalesce(inside, registered))",
        "number": "nullif(number, '')",
        "item": "CASE WHEN item > 0 THEN item END",
    }
    parts = [sql for name, sql in pieces.items() if name in layout.key_parts]
    key = " || '|' || ".join([_text(layout.authority), *parts])
    return f"""SELECT * EXCLUDE (office, item, registered),
    office, item, coalesce(registered, inside) AS registered,
    CASE WHEN registered <> inside THEN 'registered:differs_from_number'
         WHEN registered IS NULL AND inside IS NOT NULL THEN 'registered:from_number'
         END AS mark_key,
    {key} AS key_text
FROM (
    SELECT t.* REPLACE (coalesce(d.office, t.office) AS office, coalesce(d.item, t.item) AS item),
        d.number, d.inside
    FROM typed AS t LEFT JOIN declared AS d ON d.declaration = t.declaration
)"""


def line_sql(layout: Layout, source: int, mapped: Sequence[str]) -> str:
    """The columns of a line as the lake keeps them, from `keyed`, sorted by receiver.

    What is the same on every line is put beside the others after sorting.
    """
    texts = {f"{role}_{part}" for role in ROLES for part in MENTION_PARTS}
    kept = [field.name for field in FIELDS if field.name not in texts or field.name in KEPT]
    figures = ", ".join(f"coalesce(k.{name}::VARCHAR, '')" for name in kept)
    parties = ", ".join(f"coalesce(k.{r}_{part}, '')" for r in ROLES for part in MENTION_PARTS)
    direction = f"coalesce(k.direction, '{layout.direction}') AS direction"
    varying = [name for name in kept if name in mapped or name in IN_NUMBER]
    own = ", ".join(direction if name == "direction" else f"k.{name}" for name in varying)
    columns = ", ".join(
        name if name in varying else f"{_unmapped(name, layout)} AS {name}" for name in kept
    )
    roles = [role for role in ROLES if {f"{role}_name", f"{role}_id"} & set(mapped)]
    said = "\n".join(said_join_sql(role, mapped) for role in roles)
    return f"""SELECT line, {source} AS source, sheet, row,
    {_text(layout.authority)} AS authority, {_text(layout.grain)} AS grain,
    {_text(layout.currency)} AS customs_currency, release, key, content,
    {", ".join(role if role in roles else f"NULL::BIGINT AS {role}" for role in ROLES)},
    {columns},
    marks
FROM (SELECT
    ({source}::BIGINT << 36) | ((k.sheet - 1)::BIGINT << 21) | k.row AS line, k.sheet, k.row,
    {released_sql(layout, mapped)} AS release,
    (md5_number_lower(k.key_text) >> 1)::BIGINT AS key,
    CASE WHEN k.key_text IS NULL THEN
        (md5_number_lower(concat_ws(chr(31), {_text(layout.authority)}, {figures},
            {parties}
        )) >> 1)::BIGINT END AS content,
    {"".join(f"s_{role}.mention AS {role}, " for role in roles)}
    {own},
    {marks_sql(mapped)} AS marks
FROM keyed AS k
{said}
ORDER BY {"receiver, " if "receiver" in roles else ""}row)"""


IN_NUMBER = ("office", "item", "registered")
"""Fields that a declaration number may hold, whether a column fills them or not."""


def _unmapped(name: str, layout: Layout) -> str:
    if name == "direction":
        return _text(layout.direction)
    return f"NULL::{sql_type(BY_NAME[name].kind)}"


KEPT = ("receiver_id", "sender_country")
"""Parts of mentions that lines keep as columns: what groups lines and tells versions apart."""


def released_sql(layout: Layout, mapped: Sequence[str]) -> str:
    """`released`, `not_released` (registered only) or `unknown`."""
    if layout.released == "all":
        return "'released'"
    if layout.released == "column" and "released" in mapped:
        return (
            "CASE WHEN k.released IS NOT NULL THEN 'released' "
            "WHEN k.mark_released IS NOT NULL THEN 'unknown' ELSE 'not_released' END"
        )
    return "'unknown'"


def said_sql(role: str) -> str:
    """What lines of `typed` say in a role: each distinct mention, its id, how many lines say it.

    The table `said_<role>`. Ids are worked out here, once a mention, not once a line.
    """
    parts = [f"{role}_{part}" for part in MENTION_PARTS]
    return (
        f"SELECT *, CASE WHEN coalesce({role}_name, {role}_id) IS NOT NULL "
        f"THEN {mention_id_sql(*parts)} END AS mention\n"
        f"FROM (SELECT {', '.join(parts)}, count(*) AS lines FROM typed GROUP BY ALL)"
    )


def said_join_sql(role: str, mapped: Container[str]) -> str:
    """Each line of `keyed` with what it says in a role."""
    same = " AND ".join(
        f"s_{role}.{role}_{part} IS NOT DISTINCT FROM k.{role}_{part}"
        for part in MENTION_PARTS
        if f"{role}_{part}" in mapped
    )
    return f"LEFT JOIN said_{role} AS s_{role} ON {same or 'false'}"


def mention_id_sql(name: str, tax_id: str, address: str, country: str) -> str:
    """The id of a mention: 23 bits of its tax id, else name, then 40 of all four parts.

    So sorting by it keeps one tax id together, and it never depends on what else is loaded.
    """
    parts = ", ".join(f"coalesce({part}, '')" for part in (name, tax_id, address, country))
    return (
        f"((md5_number_lower(coalesce({tax_id}, upper({name}))) & 8388607)::BIGINT << 40) | "
        f"(md5_number_lower(concat_ws(chr(31), {parts})) & 1099511627775)::BIGINT"
    )


def mentions_sql() -> str:
    """Every distinct mention, with how many lines name it in each role."""
    each = "\nUNION ALL\n".join(
        f"SELECT {role}_name AS name, {role}_id AS tax_id, {role}_address AS address, "
        f"{role}_country AS country, '{role}' AS role, mention, lines FROM said_{role} "
        "WHERE mention IS NOT NULL"
        for role in ROLES
    )
    roles = ", ".join(f"sum(lines) FILTER (role = '{role}')::BIGINT AS as_{role}" for role in ROLES)
    return f"""SELECT mention, name, tax_id, address, country, {roles}
FROM ({each}) GROUP BY mention, name, tax_id, address, country ORDER BY mention"""


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


MISSING_PARTS: tuple[str, ...] = tuple(
    f"{role}_{part}" for role in ROLES for part in MENTION_PARTS if f"{role}_{part}" not in BY_NAME
)
"""Parts of mentions that are no fields of their own: a maker has a name only."""
