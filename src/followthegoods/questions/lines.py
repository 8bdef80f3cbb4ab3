"""Lines as they were read, narrowed by what stands on them: no subject, and no rule of a figure.

They come in the order in which they are stored, so that the first page of many is there at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import files_sql
from followthegoods.errors import BadParameter
from followthegoods.model.fields import ROLES
from followthegoods.questions.valued import VALUES, valued_sql

COLUMNS = (
    *("source", "sheet", "row", "declaration", "item", "registered", "month", "hs", "goods"),
    *("net_kg", "origin_country", "dispatch_country", "sender", "receiver"),
)
"""Columns of a line that are shown or that its dollars are looked up by."""

SHOWN = (
    *("source", "sheet", "row", "declaration", "item", "day", "hs", "goods", "value_usd"),
    *("value_basis", "net_kg", "origin", "dispatch", "sender", "sender_party", "receiver"),
    *("receiver_party", "fate"),
)
"""The columns of what `lines_sql` gives."""


@dataclass(frozen=True)
class Files:
    """The files that lines are read from, and what stands beside them."""

    lines: Sequence[str]
    mentions: Sequence[str]
    fates: Sequence[str]
    parties: Sequence[str]
    dollars: Sequence[str]


@dataclass(frozen=True)
class Narrowing:
    """What lines are narrowed by. `mentions`: whoever of them stands on a line, in any role; None
    for anybody. `code`: how the commodity code begins. Days are those registered, inclusive; of
    lines that state a month alone, which some are where `monthly`, any day of it will do.
    `number`: the declaration's, whole. `text`: letters that the goods text has, in any case.
    """

    mentions: tuple[int, ...] | None = None
    code: str = ""
    first: date | None = None
    last: date | None = None
    number: str = ""
    text: str = ""
    monthly: bool = False

    def condition(self) -> str:
        """The same as SQL. Raises `BadParameter` for a code that is none."""
        tests = []
        if self.mentions is not None:
            wanted = ", ".join(map(str, self.mentions)) or "NULL"
            tests.append("(" + " OR ".join(f"{role} IN ({wanted})" for role in ROLES) + ")")
        if self.code:
            if not re.fullmatch(r"\d{2,12}", self.code):
                raise BadParameter(f"{self.code!r} is no code.", do="Give 2 to 12 digits.")
            tests.append(f"starts_with(hs, '{self.code}')")
        if self.first:
            tests.append(self._day(">=", self.first, "last_day(month)"))
        if self.last:
            tests.append(self._day("<=", self.last, "month"))
        if self.number:
            tests.append(f"declaration = {literal(self.number)}")
        if self.text:
            tests.append(f"regexp_matches(goods, {literal('(?i)' + quoted(self.text))})")
        return " AND ".join(tests) or "true"

    def _day(self, order: str, day: date, of_month: str) -> str:
        test = f"registered {order} DATE '{day}'"
        if not self.monthly:
            return test
        return f"({test} OR registered IS NULL AND {of_month} {order} DATE '{day}')"


def quoted(text: str) -> str:
    """A text as a pattern of the engine that means these letters alone."""
    return "".join(c if c.isalnum() or c.isspace() else f"\\x{{{ord(c):x}}}" for c in text)


Places = dict[str, list[int]]
"""Files of lines, each with the numbers of rows of it, from 0."""


def places_sql(files: Sequence[str], condition: str, limit: int, offset: int) -> str:
    """Where the lines stand that meet a condition: files and rows. No other column is read."""
    return (
        f"SELECT filename, file_row_number FROM {_placed(files)} "
        f"WHERE {condition} LIMIT {limit} OFFSET {offset}"
    )


def window_sql(file: str, condition: str, first: int, last: int) -> str:
    """The same of the rows of one file from one number to another, the last left out."""
    return (
        f"SELECT filename, file_row_number FROM {_placed([file])} "
        f"WHERE file_row_number >= {first} AND file_row_number < {last} AND {condition}"
    )


def _placed(files: Sequence[str]) -> str:
    every = ", ".join(map(literal, files))
    return f"read_parquet([{every}], filename = true, file_row_number = true)"


def lines_sql(files: Files, places: Places) -> str:
    """The lines at these places, in the order of the files and of their rows."""
    found = " UNION ALL ".join(
        f"SELECT line, {number} AS file, file_row_number, {', '.join((*COLUMNS, *VALUES))} "
        f"FROM read_parquet({literal(file)}, file_row_number = true) "
        f"WHERE file_row_number IN ({', '.join(map(str, rows))})"
        for number, (file, rows) in enumerate(places.items())
    )
    return _shown(files, found)


def _shown(files: Files, found: str) -> str:
    fated = (
        f"SELECT line, arg_max(fate, load) AS fate FROM {files_sql(files.fates)} "
        "WHERE line IN (SELECT line FROM found) GROUP BY line"
        if files.fates
        else "SELECT NULL::BIGINT AS line, NULL::VARCHAR AS fate WHERE false"
    )
    wanted = "SELECT sender FROM found UNION SELECT receiver FROM found"
    return f"""WITH found AS MATERIALIZED ({found}
), named AS (
    SELECT m.mention, any_value(m.name) AS name, max(p.party) AS party
    FROM {files_sql(files.mentions)} AS m
    LEFT JOIN {files_sql(files.parties)} AS p ON p.mention = m.mention AND p.grade > 1
    WHERE m.mention IN ({wanted}) GROUP BY m.mention
), fated AS ({fated})
SELECT v.source, v.sheet, v.row, v.declaration, v.item, coalesce(v.registered, v.month) AS day,
    v.hs, v.goods, v.usd, v.value_basis, v.net_kg, v.origin_country, v.dispatch_country,
    s.name, s.party, r.name, r.party, coalesce(f.fate, 'stands')
FROM ({valued_sql("stated", files.dollars)}) AS v
LEFT JOIN named AS s ON s.mention = v.sender
LEFT JOIN named AS r ON r.mention = v.receiver
LEFT JOIN fated AS f ON f.line = v.line
ORDER BY v.file, v.file_row_number"""
