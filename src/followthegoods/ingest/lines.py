"""The SQL that turns raw rows into lines, refused rows and mentions.

Layers of one statement, each a name: `picked` takes each field's cell out of the row, with junk
removed; `typed` casts it; `lines` adds the key, the mentions and the marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def tidy_sql(cell: str) -> str:
    """A cell without control characters, spreadsheet escapes and outer or doubled white space.

    NULL for what stands for nothing (`NULL`, `N/A`, `ОТСУТСТВУЕТ` …).
    """
    dirty = " OR ".join(
        f"contains({cell}, {mark})"
        for mark in ("'  '", "chr(160)", "chr(10)", "chr(13)", "chr(9)", "'_x00'", "chr(0)")
    )
    washed = (
        f"regexp_replace({cell}, '(_x[0-9A-Fa-f]{{4}}_|[\\x00-\\x20\\x7F\\x{{A0}}])+', ' ', 'g')"
    )
    return f"nullif(ltrim(trim(CASE WHEN {dirty} THEN {washed} ELSE {cell} END), '| '), '')"


def stated_sql(tidy: str) -> str:
    """A tidy cell, or NULL where it only says that there is nothing."""
    folded = f"trim(translate(upper({tidy}), {_text(OUTER)}, '{' ' * len(OUTER)}'))"
    return (
        f"CASE WHEN length({tidy}) <= 24 AND regexp_full_match({folded}, {_text(_NOTHING)}) "
        f"THEN NULL ELSE {tidy} END"
    )


OUTER = ".,/_-\"'"
"""Marks that do not matter in a word for nothing: `N/A`, `Б/Н`, `--`."""


def pick_sql(name: str, columns: Sequence[int]) -> str:
    """The first of a field's tidy columns that states something.

    Kinds that are cleaned by distinct cell, and numbers, tell "nothing" by themselves.
    """
    own = BY_NAME[name].kind in CLEANERS or BY_NAME[name].kind in NUMERIC
    if own and len(columns) == 1:
        return f"c{columns[0]}"
    picks = ", ".join(stated_sql(f"c{column}") for column in columns)
    return picks if len(columns) == 1 else f"coalesce({picks})"


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


def bare_sql(columns: Sequence[int]) -> str:
    """The first of a field's raw cells that is more than white space or the word NULL."""
    cells = ", ".join(f"nullif(nullif(trim(c{n}), ''), 'NULL')" for n in columns)
    return f"coalesce({cells}, NULL)"


def verdict_sql(plan: SheetPlan, columns: int) -> str:
    """NULL for a line; else `skipped:reason` or `refused:reason`."""
    cells = [f"c{n}" for n in range(1, columns + 1)]
    blank = " AND ".join(f"({c} IS NULL OR trim({c}) = '')" for c in cells)
    whens = [
        "WHEN broken IS NOT NULL THEN 'refused:' || broken",
        f"WHEN {blank} THEN 'skipped:blank'",
    ]
    reading = plan.reading
    if reading is None:
        return f"CASE {whens[1]} ELSE 'skipped:other_sheet' END"
    if plan.first_row > 1:
        whens.insert(0, f"WHEN row = {plan.first_row - 1} THEN 'skipped:header'")
        whens.append(f"WHEN row < {plan.first_row} THEN 'skipped:preamble'")
    mapped = sorted(place for places in reading.columns.values() for place in places)
    same = " AND ".join(
        f"coalesce(trim(c{n}) = {_text((reading.header[n - 1] or '').strip())}, false)"
        for n in mapped[:6]
    )
    whens.append(f"WHEN {same} THEN 'skipped:repeated_header'")
    essential = [bare_sql(reading.columns[name]) for name in ESSENTIAL if name in reading.columns]
    some = [bare_sql(reading.columns[name]) for name in ("hs", "goods") if name in reading.columns]
    first_cell = f"coalesce({', '.join(cells)})"
    whens.append(
        f"WHEN ({' OR '.join(f'{cell} IS NULL' for cell in some)}) AND "
        f"regexp_matches({first_cell}, {_text(TOTALS)}, 'i') THEN 'skipped:totals'"
    )
    whens.append(
        f"WHEN {' AND '.join(f'{cell} IS NULL' for cell in essential)} THEN 'refused:no_goods_item'"
    )
    return f"CASE {' '.join(whens)} END"


def apart_sql(raw: str, plans: Sequence[SheetPlan], columns: int) -> str:
    """Every row that is no line, whole, with its verdict: the table `apart`."""
    cells = ", ".join(f"c{n}" for n in range(1, columns + 1))
    parts = [
        f"SELECT sheet, row, {verdict_sql(plan, columns)} AS verdict, [{cells}] AS cells\n"
        f"FROM {raw} WHERE sheet = {plan.sheet}"
        for plan in plans
    ]
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE verdict IS NOT NULL"


def picked_sql(raw: str, plans: Sequence[SheetPlan], names: Sequence[str]) -> str:
    """Rows that are lines, with the named fields' cells as text; every sheet in one."""
    parts = []
    for plan in plans:
        if plan.reading is None:
            continue
        columns = {name: plan.reading.columns.get(name, ()) for name in names}
        used = sorted({place for places in columns.values() for place in places})
        tidy = "".join(f", {tidy_sql(f'c{place}')} AS c{place}" for place in used)
        picks = "".join(
            f", {pick_sql(name, places) if places else 'NULL'}::VARCHAR AS {name}"
            for name, places in columns.items()
        )
        parts.append(
            f"SELECT sheet, row{picks}\nFROM (SELECT sheet, row{tidy}\n"
            f"FROM {raw} ANTI JOIN apart USING (sheet, row) WHERE sheet = {plan.sheet}) AS tidy"
        )
    return "\nUNION ALL\n".join(parts)


def typed_sql(mapped: Sequence[str], styles: dict[str, Style]) -> str:
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
            values.append(f"{number_sql(cell, kind, styles[field.name])} AS {field.name}")
            values.append(f"{cell} AS cell_{field.name}")
        elif field.kind is Kind.INTEGER:
            values.append(f"TRY_CAST(replace({cell}, '.0', '') AS INTEGER) AS {field.name}")
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


def keyed_sql(layout: Layout) -> str:
    """`typed` with what the declaration number holds, and the text of the line's key.

    A key is authority, office, year, number and item; a part that is not there, or an item of 0,
    makes no key.
    """
    groups = re.compile(layout.key_pattern).groupindex if layout.key_pattern else {}
    names = sorted(groups, key=lambda name: groups[name])
    parts = {name: f"nullif(t.parts['{name}'], '')" for name in names}
    number = "nullif(regexp_replace(t.declaration, '[^0-9A-Za-zА-Яа-я]', '', 'g'), '')"
    if "number" in parts:
        number = f"coalesce({parts['number']}, {number})"
    office = f"coalesce({parts['office']}, t.office)" if "office" in parts else "t.office"
    item = (
        f"coalesce(TRY_CAST({parts['item']} AS INTEGER), t.item)" if "item" in parts else "t.item"
    )
    inside = (
        f"TRY_CAST(try_strptime({parts['date']}, '%d%m%y') AS DATE)"
        if "date" in parts
        else "NULL::DATE"
    )
    wanted = ", ".join(map(_text, names))
    pattern = _text(layout.key_pattern)
    split = f"regexp_extract(declaration, {pattern}, [{wanted}])" if names else "NULL"
    return f"""SELECT * EXCLUDE (parts, office, item, registered),
    office, item, coalesce(registered, inside) AS registered,
    CASE WHEN registered <> inside THEN 'registered:differs_from_number'
         WHEN registered IS NULL AND inside IS NOT NULL THEN 'registered:from_number'
         END AS mark_key,
    CASE WHEN item > 0 AND office <> '' AND number <> ''
         THEN {_text(layout.authority)} || '|' || upper(office) || '|'
              || year(coalesce(inside, registered)) || '|' || number || '|' || item END AS key_text
FROM (
    SELECT t.* REPLACE ({office} AS office, {item} AS item),
        ltrim(upper({number}), '0') AS number, {inside} AS inside
    FROM (SELECT *, {split} AS parts FROM typed) AS t
)"""


def line_sql(layout: Layout, source: int, mapped: Sequence[str]) -> str:
    """The columns of a line as the lake keeps them, from `keyed`."""
    texts = {f"{role}_{part}" for role in ROLES for part in MENTION_PARTS}
    kept = [field.name for field in FIELDS if field.name not in texts or field.name in KEPT]
    figures = ", ".join(f"coalesce(k.{name}::VARCHAR, '')" for name in kept)
    parties = ", ".join(f"coalesce(k.{r}_{part}, '')" for r in ROLES for part in MENTION_PARTS)
    direction = f"coalesce(k.direction, '{layout.direction}') AS direction"
    columns = ", ".join(direction if name == "direction" else f"k.{name}" for name in kept)
    mentions = ",\n    ".join(f"{mention_sql(role)} AS {role}" for role in ROLES)
    return f"""SELECT
    {source}::BIGINT << 36 | (k.sheet - 1)::BIGINT << 21 | k.row AS line,
    {source} AS source, k.sheet, k.row,
    {_text(layout.authority)} AS authority, {_text(layout.grain)} AS grain,
    {_text(layout.currency)} AS customs_currency,
    {released_sql(layout, mapped)} AS release,
    (md5_number_lower(k.key_text) >> 1)::BIGINT AS key,
    CASE WHEN k.key_text IS NULL THEN
        (md5_number_lower(concat_ws(chr(31), {_text(layout.authority)}, {figures},
            {parties}
        )) >> 1)::BIGINT END AS content,
    {mentions},
    {columns},
    {marks_sql(mapped)} AS marks
FROM keyed AS k
ORDER BY receiver, row"""


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


def mention_sql(role: str) -> str:
    """The id of a role's mention: 23 bits of its tax id, else name, then 40 of all it says.

    So sorting by it keeps one tax id together, and it never depends on what else is loaded.
    """
    return (
        f"CASE WHEN coalesce(k.{role}_name, k.{role}_id) IS NOT NULL THEN "
        + mention_id_sql(*(f"k.{role}_{part}" for part in MENTION_PARTS))
        + " END"
    )


def mention_id_sql(name: str, tax_id: str, address: str, country: str) -> str:
    """The id of a mention by its four parts."""
    parts = ", ".join(f"coalesce({part}, '')" for part in (name, tax_id, address, country))
    return (
        f"((md5_number_lower(coalesce({tax_id}, upper({name}))) & 8388607)::BIGINT << 40) | "
        f"(md5_number_lower(concat_ws(chr(31), {parts})) & 1099511627775)::BIGINT"
    )


ROLE_FIELDS: tuple[str, ...] = tuple(
    f"{role}_{part}" for role in ROLES for part in MENTION_PARTS if f"{role}_{part}" in BY_NAME
)


def mentions_sql() -> str:
    """Every distinct mention of `typed`, with how many lines name it in each role."""
    each = "\nUNION ALL\n".join(
        f"SELECT {role}_name AS name, {role}_id AS tax_id, {role}_address AS address, "
        f"{role}_country AS country, '{role}' AS role, count(*) AS lines FROM typed "
        f"WHERE coalesce({role}_name, {role}_id) IS NOT NULL GROUP BY ALL"
        for role in ROLES
    )
    roles = ", ".join(f"sum(lines) FILTER (role = '{role}')::BIGINT AS as_{role}" for role in ROLES)
    return f"""SELECT {mention_id_sql("name", "tax_id", "address", "country")} AS mention,
    name, tax_id, address, country, {roles}
FROM ({each}) GROUP BY name, tax_id, address, country ORDER BY mention"""


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


MISSING_PARTS: tuple[str, ...] = tuple(
    f"{role}_{part}" for role in ROLES for part in MENTION_PARTS if f"{role}_{part}" not in BY_NAME
)
"""Parts of mentions that are no fields of their own: a maker has a name only."""
