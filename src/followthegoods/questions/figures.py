"""The SQL of a figure: floor, point and ceiling over lines that each know what they count for.

`counted` is the table of lines in scope. For each measure it has three amounts: what the line adds
to floor, point and ceiling. Versions of one line in conflict share `versions_of`: only the one
with the lower value adds to floor and point, and together they add their highest to the ceiling.

Plans add and compare; they never divide, average or round money (engines differ there).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followthegoods.engine.duckdb import literal

MEASURES = ("usd", "kg", "qty", "one")
"""Dollars, net kilograms, quantity in the supplementary unit, and lines."""

_COLUMNS = {"value": "usd", "net_kg": "kg", "lines": "one"}
"""What groups may be measured by, beside a quantity -> its column of `counted`."""


DECLARATION = "nullif(regexp_replace(declaration, '[|][0-9]+$', '', 'g'), '')"
"""The number of a line's declaration, without the item that some write behind it (`007280|3`)."""

Alike = Mapping[str, tuple[str, ...]]
"""Dimensions -> the columns of `counted` that their groups are made of: a dimension of one of
`links`, the one of its party."""

KEYS = ("dimension", "key")
"""The columns before a figure's in the rows of `groups_sql`."""


def measured_sql(measure: str) -> str:
    """What a line of `counted` has of a measure and adds to floor, point and ceiling of it, as
    `amount`, `amount_floor`, `amount_point` and `amount_ceiling`.

    `measure`: value, net_kg, lines, or `quantity:UNIT`, which a line in another unit does not have.
    """
    _, _, unit = measure.partition(":")
    parts = ("", "_floor", "_point", "_ceiling")
    if not unit:
        column = _COLUMNS[measure]
        return ", ".join(f"{column}{part} AS amount{part}" for part in parts)
    same = f"CASE WHEN unit = {literal(unit)} THEN qty"
    return ", ".join(
        f"{same}{part} {'ELSE 0 ' if part else ''}END AS amount{part}" for part in parts
    )


def amounts_sql(measure: str, link: str = "3") -> str:
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
    return f"""SELECT {by}low, mid, high, has, lacks, unknown FROM asked WHERE versions_of IS NULL
    UNION ALL
    {_together(by, dimension)}"""


def _together(by: str, dimension: str = "") -> str:
    """The second half of `_settled`."""
    torn = f"count(*) OVER (PARTITION BY {dimension}versions_of) > 1"
    return f"""SELECT {by}CASE WHEN {torn} THEN least(sum(low), 0) ELSE sum(low) END,
        sum(mid), CASE WHEN {torn} THEN greatest(max(high), 0) ELSE max(high) END,
        sum(has), sum(lacks), sum(unknown)
    FROM asked WHERE versions_of IS NOT NULL GROUP BY {by}versions_of"""


_SUMS = (
    "coalesce(sum(low), 0) AS low, coalesce(sum(mid), 0) AS mid, coalesce(sum(high), 0) AS high, "
    "CAST(coalesce(sum(has), 0) AS BIGINT) AS has, "
    "CAST(coalesce(sum(lacks), 0) AS BIGINT) AS lacks, "
    "CAST(coalesce(sum(unknown), 0) AS BIGINT) AS unknown"
)


def figure_sql(measure: str, key: str = "", *, when: str = "in_period") -> str:
    """Floor, point, ceiling, rows, rows without a value of a measure, by one key if any.

    A sixth number counts lines without a value whatever the doubt about them: they open the
    ceiling. `when`: an expression that is 'in', 'maybe' or 'out' of the period asked about: a line
    that may be outside it is in the ceiling only.
    """
    by, group = (f"{key}, ", f" GROUP BY {key} ORDER BY {key}") if key else ("", "")
    return f"""WITH asked AS (
    SELECT {by}versions_of, {amounts_sql(measure)}
    FROM (SELECT *, {when} AS when_in FROM counted) AS c WHERE when_in <> 'out'
), settled AS (
    {_settled(by)}
)
SELECT {by}{_SUMS}
FROM settled{group}"""


def measures_sql() -> str:
    """Net kilograms, lines and quantities per unit: measure, unit, then as `figure_sql`."""
    kind = "DECIMAL(38,6)"
    each = [
        f"{{'measure': '{m}', 'unit': {unit}, 'has': {m}::{kind}, 'low': {m}_floor::{kind}, "
        f"'mid': {m}_point::{kind}, 'high': {m}_ceiling::{kind}}}"
        for m, unit in (("kg", "''"), ("one", "''"), ("qty", "coalesce(unit, '')"))
    ]
    listed = ",\n        ".join(each)
    return f"""WITH spread AS (
    SELECT versions_of, in_period AS when_in, counts, unnest([{listed}]) AS m FROM counted
), measured AS (
    SELECT versions_of, when_in, counts, m.measure AS measure, m.unit AS unit, m.has AS amount,
        m.low AS amount_floor, m.mid AS amount_point, m.high AS amount_ceiling
    FROM spread
), asked AS (
    SELECT measure, unit, versions_of, {amounts_sql("amount")} FROM measured
), settled AS (
    {_settled("measure, unit, ", "measure, ")}
)
SELECT measure, unit, {_SUMS}
FROM settled GROUP BY measure, unit ORDER BY measure, unit"""


def groups_sql(
    dimensions: Mapping[str, str],
    links: Mapping[str, tuple[str, str]],
    *,
    when: str = "in_period",
    more: Sequence[str] = (),
    measure: str = "value",
    alike: Alike | None = None,
) -> str:
    """The whole (`total`) and every group of every dimension, in one scan: dollars, or the measure.

    `dimensions`: name -> text expression over `counted`, never NULL. `links`: for dimensions
    whose groups a line is linked to by a grade, the column of that grade, and the column that
    lists the other groups it may be in: it is in their ceiling. `more`: lists of further groups of
    a line, each with its dimension, key and link. Rows: dimension, key, then as `figure_sql`.

    `alike`: where there are many lines, what their groups are made of. Those that are alike in it
    are summed first, and only versions of one line are spread: the same figures, in less time.
    """
    spread = _spread(dimensions, links, more)
    settled = _settled("dimension, key, ", "dimension, ")
    if alike is not None:
        summed = _summed(dimensions, links, more, alike, when, measure)
        settled = "\n    UNION ALL ".join((*summed, _together("dimension, key, ", "dimension, ")))
    return f"""WITH spread AS (
    SELECT versions_of, {when} AS when_in, {measured_sql(measure)}, counts,
        {spread}
    FROM counted{_VERSIONS if alike is not None else ""}
), asked AS (
    SELECT dimension, key, versions_of,
        {amounts_sql("amount", "link")}
    FROM spread WHERE when_in <> 'out'
), settled AS (
    {settled}
)
SELECT dimension, key, {_SUMS}
FROM settled GROUP BY dimension, key
ORDER BY dimension, mid DESC, high DESC, key"""


def spans_sql(
    spans: Mapping[str, str],
    dimensions: Mapping[str, str],
    links: Mapping[str, tuple[str, str]],
    *,
    measure: str = "value",
    alike: Alike | None = None,
) -> str:
    """As `groups_sql`, within each of several spans of time, each with its `when`: a line may be
    in several. Rows: span, dimension, key, then as `figure_sql`."""
    settled = _settled("span, dimension, key, ", "span, dimension, ")
    if alike is not None:
        summed = [
            f"SELECT '{name}' AS span, * FROM ({sql}) AS s"
            for name, when in spans.items()
            for sql in _summed(dimensions, links, (), alike, when, measure)
        ]
        together = _together("span, dimension, key, ", "span, dimension, ")
        settled = "\n    UNION ALL ".join((*summed, together))
    parts = ", ".join(f"{{'span': '{name}', 'when_in': {when}}}" for name, when in spans.items())
    return f"""WITH timed AS (
    SELECT *, unnest(list_filter([{parts}], lambda s: s.when_in <> 'out')) AS s
    FROM counted{_VERSIONS if alike is not None else ""}
), spread AS (
    SELECT s.span AS span, s.when_in AS when_in, versions_of, {measured_sql(measure)}, counts,
        {_spread(dimensions, links)}
    FROM timed
), asked AS (
    SELECT span, dimension, key, versions_of,
        {amounts_sql("amount", "link")}
    FROM spread
), settled AS (
    {settled}
)
SELECT span, dimension, key, {_SUMS}
FROM settled GROUP BY span, dimension, key
ORDER BY span, dimension, mid DESC, high DESC, key"""


_VERSIONS = " WHERE versions_of IS NOT NULL"


def _summed(
    dimensions: Mapping[str, str],
    links: Mapping[str, tuple[str, str]],
    more: Sequence[str],
    alike: Alike,
    when: str,
    measure: str,
) -> list[str]:
    """The sums of lines that have no versions by the groups they are in, the whole first, as
    statements of the same columns: dimension, key, low, mid, high, has, lacks, unknown."""
    keys, groups = {"total": "''", **dimensions}, list[tuple[str, list[str], str]]()
    together: dict[tuple[str, ...], list[str]] = {}
    for name in keys:
        if name in alike:
            together.setdefault(alike[name], []).append(name)
        else:
            groups.append((f"{keys[name]} AS key", [name], "key"))
            keys[name] = "key"
    groups += [(own := ", ".join(columns), names, own) for columns, names in together.items()]
    statements = []
    for read, names, by in groups:
        link = links[names[0]][0] if names[0] in links else "3"
        of, named = literal(names[0]), keys[names[0]]
        if len(names) > 1:
            of = f"unnest([{', '.join(map(literal, names))}])"
            named = f"unnest([{', '.join(keys[name] for name in names)}])"
        sums = _lines_alike(f"{read}, {link} AS link", by, when, measure)
        figure = "low, mid, high, has, lacks, unknown"
        # Spark puts what is unnested last: the columns are named in their order again.
        statements.append(
            f"SELECT dimension, key, {figure} FROM (\n"
            f"    SELECT {of} AS dimension, {named} AS key, {figure} FROM ({sums}) AS g) AS n"
        )
    further = [
        *(
            (perhaps, f"{literal(name)} AS dimension, CAST(o AS VARCHAR) AS key, 1 AS link")
            for name, (_, perhaps) in links.items()
        ),
        *((own, "o.dimension AS dimension, o.key AS key, o.link AS link") for own in more),
    ]
    for own, read in further:
        lines = f"(SELECT *, unnest({own}) AS o FROM counted)"
        statements.append(_lines_alike(read, "dimension, key", when, measure, lines))
    return statements


def _lines_alike(read: str, by: str, when: str, measure: str, lines: str = "counted") -> str:
    """Sums of lines that are alike `by` columns, of those that are `read`."""
    return f"""SELECT {by}, {_SUMS}
    FROM (SELECT {by}, {amounts_sql("amount", "link")}
        FROM (SELECT {read}, versions_of, counts, {when} AS when_in, {measured_sql(measure)}
            FROM {lines} AS l WHERE versions_of IS NULL) AS l WHERE when_in <> 'out') AS a
    GROUP BY {by}"""


def _spread(
    dimensions: Mapping[str, str],
    links: Mapping[str, tuple[str, str]],
    more: Sequence[str] = (),
) -> str:
    """The groups that a line is in, the whole first: three lists of equal length, unnested."""
    names, keys, grades = ["'total'"], ["''"], ["3"]
    for name, sql in dimensions.items():
        names.append(f"'{name}'")
        keys.append(sql)
        grades.append(links[name][0] if name in links else "3")
    further = [
        *(
            (perhaps, f"'{name}'", "CAST(o AS VARCHAR)", "1")
            for name, (_, perhaps) in links.items()
        ),
        *((listed, "o.dimension", "o.key", "o.link") for listed in more),
    ]
    columns = {"dimension": names, "key": keys, "link": grades}
    return ",\n        ".join(
        f"unnest({_joined(own, [_taken(listed, parts[place]) for listed, *parts in further])}) "
        f"AS {column}"
        for place, (column, own) in enumerate(columns.items())
    )


def _taken(listed: str, part: str) -> str:
    return f"list_transform({listed}, lambda o: {part})"


def _joined(own: Sequence[str], further: Sequence[str]) -> str:
    first = f"[{', '.join(own)}]"
    return f"list_concat({', '.join((first, *further))})" if further else first


def when_sql(first: str | None, last: str | None) -> str:
    """Whether a line's day is in a period (ISO days, inclusive; None: without that end).

    A row dated by month that straddles an end, and a line without a date, may be in it: 'maybe'.
    """
    if first is None and last is None:
        return "'in'"
    return _within(first and f"DATE '{first}'", last and f"DATE '{last}'")


def days_sql(first: str, last: str) -> str:
    """As `when_sql`, of two columns of days; one that is NULL is no end."""
    ends = f"coalesce({first}, DATE '0001-01-01')", f"coalesce({last}, DATE '9999-12-31')"
    return f"CASE WHEN {first} IS NULL AND {last} IS NULL THEN 'in' ELSE {_within(*ends)} END"


def _within(first: str | None, last: str | None) -> str:
    after = f"day >= {first}" if first else "true"
    before = f"day <= {last}" if last else "true"
    if_month = [f"last_day(day) >= {first}" if first else "true", before]
    whole = [after, f"last_day(day) <= {last}" if last else "true"]
    return (
        "CASE WHEN day IS NULL THEN 'maybe' "
        f"WHEN by_month AND {' AND '.join(whole)} THEN 'in' "
        f"WHEN by_month AND {' AND '.join(if_month)} THEN 'maybe' "
        "WHEN by_month THEN 'out' "
        f"WHEN {after} AND {before} THEN 'in' ELSE 'out' END"
    )


def both_sql(one: str, other: str) -> str:
    """What holds where two answers of in, maybe and out must both: the less sure of them."""
    if "'in'" in (one, other):
        return one if other == "'in'" else other
    either = f"({one}, {other})"
    return (
        f"CASE WHEN 'out' IN {either} THEN 'out' WHEN 'maybe' IN {either} THEN 'maybe' "
        "ELSE 'in' END"
    )
