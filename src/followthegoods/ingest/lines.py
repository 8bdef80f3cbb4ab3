"""The SQL that turns the rows that are lines into lines and mentions.

Layers of one statement, each a name: `picked` takes each field's cell out of the row (`cells`);
`typed` casts it; `keyed` adds what the declaration number holds; `lines` the mentions and marks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from followthegoods.engine.duckdb import literal
from followthegoods.ingest.cells import NUMERIC, stated_sql
from followthegoods.ingest.clean import CLEANERS
from followthegoods.ingest.numbers import Style, number_sql, unsure_sql
from followthegoods.model.fields import BY_NAME, FIELDS, ROLES, Kind, sql_type
from followthegoods.sources.layout import Layout

MENTION_PARTS = ("name", "id", "address", "country")


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


def marks_sql(mapped: Sequence[str], mixed: bool) -> str:
    """The marks of a line's cells, `field:code` by spaces; NULL where every cell was read.

    `mixed`: there is a table `elsewise` of marks to add.
    """
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
    if mixed:
        marks.append("e.elsewise")
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
    wanted = ", ".join(map(literal, names))
    split = f"regexp_extract(declaration, {literal(layout.key_pattern)}, [{wanted}])"
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
    key = " || '|' || ".join([literal(layout.authority), *parts])
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


def line_sql(layout: Layout, source: int, mapped: Sequence[str], mixed: bool) -> str:
    """The columns of a line as the lake keeps them, from `keyed`, sorted by receiver.

    What is the same on every line is put beside the others after sorting. `mixed` as `marks_sql`.
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
    joins = [said_join_sql(role, mapped) for role in roles]
    if mixed:
        joins.append("LEFT JOIN elsewise AS e ON e.sheet = k.sheet AND e.row = k.row")
    said = "\n".join(joins)
    return f"""SELECT line, {source} AS source, sheet, row,
    {literal(layout.authority)} AS authority, {literal(layout.grain)} AS grain,
    {literal(layout.currency)} AS customs_currency, release, key, content,
    {", ".join(role if role in roles else f"NULL::BIGINT AS {role}" for role in ROLES)},
    {columns},
    marks
FROM (SELECT
    ({source}::BIGINT << 36) | ((k.sheet - 1)::BIGINT << 21) | k.row AS line, k.sheet, k.row,
    {released_sql(layout, mapped)} AS release,
    (md5_number_lower(k.key_text) >> 1)::BIGINT AS key,
    CASE WHEN k.key_text IS NULL THEN
        (md5_number_lower(concat_ws(chr(31), {literal(layout.authority)}, {figures},
            {parties}
        )) >> 1)::BIGINT END AS content,
    {"".join(f"s_{role}.mention AS {role}, " for role in roles)}
    {own},
    {marks_sql(mapped, mixed)} AS marks
FROM keyed AS k
{said}
ORDER BY {"receiver, " if "receiver" in roles else ""}row)"""


IN_NUMBER = ("office", "item", "registered")
"""Fields that a declaration number may hold, whether a column fills them or not."""


def _unmapped(name: str, layout: Layout) -> str:
    if name == "direction":
        return literal(layout.direction)
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


def said_columns(role: str) -> str:
    """The columns of the table `said_<role>`, for one in which nobody is named."""
    parts = [f"{role}_{part} VARCHAR" for part in MENTION_PARTS]
    return ", ".join((*parts, "lines BIGINT", "mention BIGINT"))


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
    """Every distinct mention of each source, with how many lines name it in each role."""
    each = "\nUNION ALL\n".join(
        f"SELECT source, {role}_name AS name, {role}_id AS tax_id, {role}_address AS address, "
        f"{role}_country AS country, '{role}' AS role, mention, lines FROM said_{role} "
        "WHERE mention IS NOT NULL"
        for role in ROLES
    )
    roles = ", ".join(f"sum(lines) FILTER (role = '{role}')::BIGINT AS as_{role}" for role in ROLES)
    return f"""SELECT source, mention, name, tax_id, address, country, {roles}
FROM ({each}) GROUP BY source, mention, name, tax_id, address, country ORDER BY source, mention"""


MISSING_PARTS: tuple[str, ...] = tuple(
    f"{role}_{part}" for role in ROLES for part in MENTION_PARTS if f"{role}_{part}" not in BY_NAME
)
"""Parts of mentions that are no fields of their own: a maker has a name only."""
