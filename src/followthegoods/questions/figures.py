"""The SQL of a figure: floor, point and ceiling over lines that each know what they count for.

`counted` is the table of lines in scope. For each measure it has three amounts: what the line adds
to floor, point and ceiling. Versions of one line in conflict share `versions_of`: only the one
with the lower value adds to floor and point, and together they add their highest to the ceiling.

Plans add and compare; they never divide, average or round money (engines differ there).
"""

from __future__ import annotations

from collections.abc import Mapping

MEASURES = ("usd", "kg", "qty", "one")
"""Dollars, net kilograms, quantity in the supplementary unit, and lines."""


def _amounts(measure: str, link: str = "3") -> str:
    """What a line adds to low, mid and high, and whether it has the measure or lacks it.

    `link`: the grade of the line's link to its group (a supplier): less than certain keeps it out
    of the floor, uncertain out of the point. `unknown` is a line, however doubtful, that would
    raise the ceiling by nobody knows how much.
    """
    m, sure, fair = measure, f"when_in = 'in' AND {link} = 3", f"when_in = 'in' AND {link} >= 2"
    return (
        f"CASE WHEN {sure} OR {m} < 0 THEN {m}_floor ELSE 0 END AS low, "
        f"CASE WHEN {fair} THEN {m}_point ELSE 0 END AS mid, "
        f"CASE WHEN {sure} OR coalesce({m}, 0) >= 0 THEN {m}_ceiling ELSE 0 END AS high, "
        f"CASE WHEN {fair} AND counts AND {m} IS NOT NULL THEN 1 ELSE 0 END AS has, "
        f"CASE WHEN {fair} AND counts AND {m} IS NULL THEN 1 ELSE 0 END AS lacks, "
        f"CASE WHEN {m} IS NULL THEN 1 ELSE 0 END AS unknown"
    )


def _settled(by: str, dimension: str = "") -> str:
    """Lines as they are; versions of one line together, with the highest of their ceilings.

    Versions that disagree about the group they are in raise the floor of none, nor lower a ceiling.
    """
    torn = f"count(*) OVER (PARTITION BY {dimension}versions_of) > 1"
    return f"""SELECT {by}low, mid, high, has, lacks, unknown FROM asked WHERE versions_of IS NULL
    UNION ALL
    SELECT {by}CASE WHEN {torn} THEN least(sum(low), 0) ELSE sum(low) END,
        sum(mid), CASE WHEN {torn} THEN greatest(max(high), 0) ELSE max(high) END,
        sum(has), sum(lacks), sum(unknown)
    FROM asked WHERE versions_of IS NOT NULL GROUP BY {by}versions_of"""


_SUMS = (
    "coalesce(sum(low), 0) AS low, coalesce(sum(mid), 0) AS mid, coalesce(sum(high), 0) AS high, "
    "coalesce(sum(has), 0) AS has, coalesce(sum(lacks), 0) AS lacks, "
    "coalesce(sum(unknown), 0) AS unknown"
)


def figure_sql(measure: str, key: str = "", *, when: str = "in_period") -> str:
    """Floor, point, ceiling, rows, rows without a value of a measure, by one key if any.

    A sixth number counts lines without a value whatever the doubt about them: they open the
    ceiling. `when`: an expression that is 'in', 'maybe' or 'out' of the period asked about: a line
    that may be outside it is in the ceiling only.
    """
    by, group = (f"{key}, ", f" GROUP BY {key} ORDER BY {key}") if key else ("", "")
    return f"""WITH asked AS (
    SELECT {by}versions_of, {_amounts(measure)}
    FROM (SELECT *, {when} AS when_in FROM counted) AS c WHERE when_in <> 'out'
), settled AS (
    {_settled(by)}
)
SELECT {by}{_SUMS}
FROM settled{group}"""


def groups_sql(
    dimensions: Mapping[str, str],
    links: Mapping[str, tuple[str, str]],
    *,
    when: str = "in_period",
) -> str:
    """The dollars of the whole (`total`) and of every group of every dimension, in one scan.

    `dimensions`: name -> text expression over `counted`, never NULL. `links`: for dimensions
    whose groups a line is linked to by a grade, the column of that grade, and the column that
    lists the other groups it may be in: it is in their ceiling. Rows: dimension, key, then as
    `figure_sql`.
    """
    groups = ["{'dimension': 'total', 'key': '', 'link': 3}"] + [
        f"{{'dimension': '{name}', 'key': {sql}, 'link': {links[name][0] if name in links else 3}}}"
        for name, sql in dimensions.items()
    ]
    spread = "[" + ",\n        ".join(groups) + "]"
    for name, (_, perhaps) in links.items():
        other = f"{{'dimension': '{name}', 'key': CAST(other AS VARCHAR), 'link': 1}}"
        spread = f"list_concat({spread},\n        list_transform({perhaps}, lambda other: {other}))"
    return f"""WITH spread AS (
    SELECT versions_of, {when} AS when_in, usd, usd_floor, usd_point, usd_ceiling, counts,
        unnest({spread}) AS g
    FROM counted
), asked AS (
    SELECT g.dimension AS dimension, g.key AS key, versions_of,
        {_amounts("usd", "g.link")}
    FROM spread WHERE when_in <> 'out'
), settled AS (
    {_settled("dimension, key, ", "dimension, ")}
)
SELECT dimension, key, {_SUMS}
FROM settled GROUP BY dimension, key
ORDER BY dimension, mid DESC, high DESC, key"""


def when_sql(first: str | None, last: str | None) -> str:
    """Whether a line's day is in a period (ISO days, inclusive; None: without that end).

    A row dated by month that straddles an end, and a line without a date, may be in it: 'maybe'.
    """
    if first is None and last is None:
        return "'in'"
    after = f"day >= DATE '{first}'" if first else "true"
    before = f"day <= DATE '{last}'" if last else "true"
    if_month = [f"last_day(day) >= DATE '{first}'" if first else "true"]
    if_month.append(f"day <= DATE '{last}'" if last else "true")
    whole = [f"day >= DATE '{first}'" if first else "true"]
    whole.append(f"last_day(day) <= DATE '{last}'" if last else "true")
    return (
        "CASE WHEN day IS NULL THEN 'maybe' "
        f"WHEN by_month AND {' AND '.join(whole)} THEN 'in' "
        f"WHEN by_month AND {' AND '.join(if_month)} THEN 'maybe' "
        "WHEN by_month THEN 'out' "
        f"WHEN {after} AND {before} THEN 'in' ELSE 'out' END"
    )
