"""Bills of lading: revisions of one bill, and master bills whose house bills are there.

A bill's number alone is its key. A revision may change the day and the consignee, so neither tells
two bills apart; but carriers use their numbers again after years. A master bill covers the cargo of
its house bills once more: where a house bill of it is among the lines, of whatever file, it is left
out of figures, and counts again when the last of them is removed.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.engine.duckdb import Connection

REUSED_AFTER = 180
"""Days after which a number that comes again is of another bill."""


def voyages_sql(named: str) -> str:
    """Line, day and receiver by which bills of one number are one: neither, but for long gaps.

    `named` is a table with the line, key, grain and day of the lines of one or more keys.
    """
    return f"""SELECT line, min(day) OVER (PARTITION BY key, voyage) AS day, '' AS who
        FROM (SELECT *, sum(again) OVER (PARTITION BY key ORDER BY day, line) AS voyage
            FROM (SELECT *, coalesce(day - lag(day) OVER (PARTITION BY key ORDER BY day, line)
                    > {REUSED_AFTER}, false)::INTEGER AS again
                FROM {named} WHERE grain = 'bill'))"""


def _bare(number: str) -> str:
    """A bill's number as it is compared: as in keys, letters and digits only."""
    return f"ltrim(upper(regexp_replace({number}, '[^0-9A-Za-zА-Яа-я]', '', 'g')), '0')"


_OWN, _MASTER = _bare("declaration"), _bare("master_bill")
_HOUSES = f"grain = 'bill' AND master_bill IS NOT NULL AND {_OWN} <> {_MASTER}"


def touch_masters(db: Connection, mine: Sequence[str], lines: str) -> bool:
    """Have the keys and contents judged of master bills that a source has, or has houses of.

    `mine` are tables of the source's lines, those before too if they were replaced; `lines` one of
    all sources'. Returns whether there are any bills at all.
    """
    own = " UNION ".join(
        f"SELECT authority, {_MASTER} AS number, true AS house FROM {table} WHERE {_HOUSES} UNION "
        f"SELECT authority, {_OWN}, false FROM {table} WHERE grain = 'bill'"
        for table in mine
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE touched_bill AS {own}")
    if db.execute("SELECT 1 FROM touched_bill LIMIT 1").fetchone() is None:
        return False
    for column in ("key", "content"):
        db.execute(f"""INSERT INTO touched_{column}
            SELECT DISTINCT l.{column} FROM {lines} AS l
            SEMI JOIN (
                SELECT authority, number FROM touched_bill WHERE house
                UNION SELECT authority, number FROM touched_bill SEMI JOIN (
                    SELECT authority, {_MASTER} AS number FROM {lines} WHERE {_HOUSES}
                ) USING (authority, number)
            ) AS m ON m.authority = l.authority AND m.number = {_bare("l.declaration")}
            WHERE l.grain = 'bill' AND l.{column} IS NOT NULL
                AND l.{column} NOT IN (SELECT {column} FROM touched_{column})""")
    return True


def judge_masters(db: Connection, lines: str) -> None:
    """Of the lines judged just now, set apart the master bills that have a house bill."""
    db.execute(f"""UPDATE fate SET fate = 'master', versions_of = NULL
        WHERE fate IN ('stands', 'conflict') AND line IN (
            SELECT l.line FROM {lines} AS l SEMI JOIN (
                SELECT authority, {_MASTER} AS number FROM {lines} WHERE {_HOUSES}) AS m
            ON m.authority = l.authority AND m.number = {_bare("l.declaration")}
            WHERE l.grain = 'bill' AND l.line IN (SELECT line FROM fate))""")
