"""The lines of a subject, counted once and summed for every claim of a story.

A dossier's plan up to `counted` says what a line adds to floor, point and ceiling. Figures of
periods, countries and suppliers are sums of it, by the same rules as a dossier's own groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step
from followthegoods.facts.countries import NO_ONE_COUNTRY
from followthegoods.model.answer import Figure
from followthegoods.model.printed import Days
from followthegoods.questions.counted import COUNTRY_BASES, Parameters, Scope, iso, lean_steps
from followthegoods.questions.figures import DECLARATION, amounts_sql, when_sql

_COLUMNS = (
    *("line", "versions_of", "day", "by_month", "declaration", "office", "unit"),
    *COUNTRY_BASES.values(),
    *("supplier_party", "supplier_grade", "supplier_perhaps", "goods_unstated"),
)
"""What a story asks lines about."""

SHOWN = 5
"""Lines shown behind a figure at the most."""


def lines_steps(p: Parameters, scope: Scope) -> tuple[Step, ...]:
    """The tables that end in `counted`: a subject's lines as they count, whatever their period."""
    return tuple(lean_steps(p, scope, _COLUMNS))


@dataclass(frozen=True)
class Narrow:
    """Which of a subject's lines are meant: of these countries on a basis, from these parties, in
    this unit. `codes` and `parties` of None leave that open; empty ones no line answers to.
    `every`: those too that are shown apart, as if they counted."""

    place: str = ""
    codes: tuple[str, ...] | None = None
    parties: tuple[int, ...] | None = None
    unit: str = ""
    every: bool = False

    def sql(self) -> str:
        """The grade of a line's link to what is meant: 3 certain, 2 probable, 1 uncertain,
        0 none."""
        grades = []
        if self.codes is not None:
            listed = ", ".join(map(literal, self.codes)) or "NULL"
            grades.append(f"CASE WHEN {self.place}_country IN ({listed}) THEN 3 ELSE 0 END")
        if self.parties is not None:
            ids = ", ".join(map(str, self.parties)) or "NULL"
            grades.append(
                f"CASE WHEN supplier_party IN ({ids}) AND supplier_grade > 0 THEN supplier_grade "
                f"WHEN list_has_any(supplier_perhaps, [{ids}]::BIGINT[]) THEN 1 ELSE 0 END"
            )
        if self.unit:
            grades.append(f"CASE WHEN unit = {literal(self.unit)} THEN 3 ELSE 0 END")
        return f"least({', '.join(grades)})" if len(grades) > 1 else "".join(grades) or "3"


_COUNT, _ONCE = "aside IS NULL", "coalesce(aside, '') NOT IN ('repeated', 'superseded')"
"""Lines that count; these and those shown apart, without what is there again."""


def _period(days: Days, narrow: Narrow) -> str:
    """The lines that are in a period or may be, and the grades of their links."""
    first, last = days
    return (
        f"(SELECT *, {when_sql(iso(first), iso(last))} AS when_in, {narrow.sql()} AS link "
        f"FROM counted WHERE {_ONCE if narrow.every else _COUNT}) AS l WHERE when_in <> 'out'"
    )


_SUMS = """coalesce(sum(low), 0), coalesce(sum(mid), 0), coalesce(sum(high), 0),
    CAST(coalesce(sum(has), 0) AS BIGINT), CAST(coalesce(sum(lacks), 0) AS BIGINT),
    CAST(coalesce(sum(unknown), 0) AS BIGINT)"""


def _settled(by: str = "", torn: str = "bool_or(link = 0)") -> str:
    """Lines as they are; versions of one line together, with the highest of their ceilings. Of
    `torn` versions, that disagree about what is meant, none raises a floor or lowers a ceiling."""
    linked = "FILTER (link > 0)"
    return f"""SELECT {by}low, mid, high, has, lacks, unknown
    FROM asked WHERE versions_of IS NULL AND link > 0
    UNION ALL
    SELECT {by}CASE WHEN {torn} THEN least(sum(low) {linked}, 0) ELSE sum(low) {linked} END,
        sum(mid) {linked},
        CASE WHEN {torn} THEN greatest(max(high) {linked}, 0) ELSE max(high) {linked} END,
        sum(has) {linked}, sum(lacks) {linked}, sum(unknown) {linked}
    FROM asked WHERE versions_of IS NOT NULL
    GROUP BY {by}versions_of HAVING bool_or(link > 0)"""


def figure_sql(measure: str, days: Days, narrow: Narrow, *, versions: bool = True) -> str:
    """The figure of the lines that are meant: floor, point, ceiling, lines with a value, without,
    and without one whatever the doubt about them. `measure`: usd, kg, qty or one (lines).

    `versions`: whether any line may have several; without, the engine understands it sooner.
    """
    if not versions:
        return f"""SELECT {_SUMS}
FROM (SELECT {amounts_sql(measure, "link")}
    FROM {_period(days, narrow)} AND link > 0) AS asked"""
    return f"""WITH asked AS (
    SELECT versions_of, link, {amounts_sql(measure, "link")}
    FROM {_period(days, narrow)} AND (link > 0 OR versions_of IS NOT NULL)
), settled AS (
    {_settled()}
)
SELECT {_SUMS}
FROM settled"""


def groups_sql(by: str, days: Days, narrow: Narrow) -> str:
    """Dollars by `supplier` (the number of a party; none: '') or by the country of a basis: key,
    then as `figure_sql`, in no order. A line is in the ceiling of who may have supplied it."""
    keys = f"[{{'key': {_country(by)}, 'own': 3}}]" if by != "supplier" else _SUPPLIERS
    return f"""WITH meant AS (
    SELECT * FROM {_period(days, narrow)} AND (link > 0 OR versions_of IS NOT NULL)
), spread AS (
    SELECT *, unnest({keys}) AS g FROM meant
), asked AS (
    SELECT key, versions_of, link, {amounts_sql("usd", "link")}
    FROM (SELECT * REPLACE (least(link, g.own) AS link), g.key AS key FROM spread) AS s
    WHERE link > 0
), many AS (
    SELECT versions_of, count(*) AS versions FROM meant GROUP BY versions_of
), settled AS (
    {_settled("key, ", _TORN)}
)
SELECT key, {_SUMS}
FROM settled GROUP BY key"""


_TORN = (
    "count(*) < (SELECT any_value(m.versions) FROM many AS m "
    "WHERE m.versions_of = asked.versions_of)"
)

_SUPPLIERS = """list_concat([{
        'key': coalesce(CAST(supplier_party AS VARCHAR), ''),
        'own': CASE WHEN supplier_party IS NULL THEN 3 WHEN supplier_grade > 0 THEN supplier_grade
            WHEN list_contains(supplier_perhaps, supplier_party) THEN 1 ELSE 0 END
    }], list_transform(
        list_filter(list_distinct(supplier_perhaps), lambda o: o IS DISTINCT FROM supplier_party),
        lambda o: {'key': CAST(o AS VARCHAR), 'own': 1}
    ))"""
"""Who supplied a line, and who may have."""


def _country(place: str) -> str:
    """A line's country on a basis; none where it states several at once."""
    none = ", ".join(map(literal, NO_ONE_COUNTRY))
    country = f"{place}_country"
    return f"CASE WHEN {country} IN ({none}) THEN '' ELSE coalesce({country}, '') END"


def unstated_sql(what: Sequence[str], days: Days) -> str:
    """How many lines of a period state no `supplier`, or no one country on a basis."""
    tests = [
        "supplier_party IS NULL" if one == "supplier" else f"{_country(one)} = ''" for one in what
    ]
    return f"SELECT count(*) FROM {_period(days, Narrow())} AND ({' OR '.join(tests)})"


def uncoded_sql(days: Days, narrow: Narrow) -> str:
    """How many lines that are meant state no commodity code, and may be of any."""
    return f"SELECT count(*) FROM {_period(days, narrow)} AND link > 0 AND goods_unstated"


def without_unit_sql(unit: str, days: Days, narrow: Narrow) -> str:
    """How many lines that are meant, and count, state no quantity in a unit."""
    other = f"unit IS DISTINCT FROM {literal(unit)}"
    return f"SELECT count(*) FROM {_period(days, narrow)} AND counts AND link > 0 AND {other}"


def apart_sql(measure: str, days: Days, narrow: Narrow) -> str:
    """The lines that are meant and shown apart, and count for nothing: why, how many, how much."""
    lines = f"{_period(days, replace(narrow, every=True))} AND aside IS NOT NULL AND link > 0"
    return f"""SELECT aside, count(*), coalesce(sum(most), 0) FROM (
    SELECT aside, max({measure}_ceiling) AS most FROM {lines}
    GROUP BY aside, coalesce(versions_of, line)
) AS a GROUP BY aside ORDER BY aside"""


def again_sql(days: Days, narrow: Narrow) -> str:
    """How many rows say again what lines say that are meant, or were replaced by them."""
    return f"""SELECT count(*) FROM counted WHERE aside IN ('repeated', 'superseded')
    AND with_line IN (SELECT line FROM {_period(days, narrow)} AND link > 0)"""


def _point(measure: str) -> str:
    """What a line adds to the point."""
    return f"CASE WHEN when_in = 'in' AND link >= 2 THEN {measure}_point ELSE 0 END"


def shown_sql(measure: str, days: Days, narrow: Narrow) -> str:
    """The lines that add most to a point, most first: line, day, what it adds."""
    return f"""SELECT line, day, adds FROM (
    SELECT line, day, {_point(measure)} AS adds FROM {_period(days, narrow)}
) AS a WHERE adds <> 0 ORDER BY abs(adds) DESC, line LIMIT {SHOWN}"""


def declarations_sql(days: Days, narrow: Narrow) -> str:
    """How many declarations the lines are of: floor, point, ceiling, the lines of the point, and
    those of them without a number. A line without one is none in the floor and one of its own
    above it; so is, in the ceiling, one whose office or year is not stated, as another may have
    that number."""
    written = "row(number, office, year(day))"
    whole = "number IS NOT NULL AND office IS NOT NULL AND day IS NOT NULL"
    return f"""SELECT count(DISTINCT {written}) FILTER (low > 0 AND number IS NOT NULL),
    count(DISTINCT {written}) FILTER (mid > 0 AND number IS NOT NULL)
        + count(DISTINCT line) FILTER (mid > 0 AND number IS NULL),
    count(DISTINCT {written}) FILTER (high > 0 AND {whole})
        + count(DISTINCT line) FILTER (high > 0 AND NOT ({whole})),
    count(*) FILTER (mid > 0), count(*) FILTER (mid > 0 AND number IS NULL)
FROM (SELECT line, {DECLARATION} AS number, office, day, {amounts_sql("one", "link")}
    FROM {_period(days, narrow)} AND link > 0) AS a"""


def dates_sql(days: Days, narrow: Narrow) -> str:
    """Of the lines of the floor, and of the point: the first and the last day that they may be of,
    and the day by which one has come for certain and from which on. Two rows, the floor's first."""
    until = "CASE WHEN by_month THEN last_day(day) ELSE day END"
    ends = f"min(day), max({until}), min({until}), max(day)"
    lines = f"{_period(days, narrow)} AND {_OF_THE_POINT}"
    return f"""SELECT * FROM (
    SELECT 0 AS place, {ends} FROM {lines} AND link = 3 AND one_floor > 0
    UNION ALL
    SELECT 1, {ends} FROM {lines}
) AS e ORDER BY place"""


_OF_THE_POINT = "when_in = 'in' AND link >= 2 AND one_point > 0 AND day IS NOT NULL"


def undated_sql(narrow: Narrow) -> str:
    """How many lines that are meant, and count, state no day."""
    return (
        f"SELECT count(*) FROM {_period((None, None), narrow)} AND counts AND link > 0 "
        "AND day IS NULL"
    )


def ends_sql(days: Days, narrow: Narrow, *, last: bool) -> str:
    """The first lines of the point, or the last ones, the outermost first: line, day, 1."""
    down = " DESC" if last else ""
    return (
        f"SELECT line, day, one_point FROM {_period(days, narrow)} AND {_OF_THE_POINT} "
        f"ORDER BY day{down}, line{down} LIMIT {SHOWN}"
    )


def countries_sql(place: str) -> str:
    """The countries that lines state, on a basis."""
    country = f"{place}_country"
    return (
        f"SELECT DISTINCT {country} FROM counted WHERE {_ONCE} AND {country} <> '' "
        f"ORDER BY {country}"
    )


def suppliers_sql(parties: Sequence[int]) -> str:
    """Which of these parties supplied a line."""
    ids = ", ".join(map(str, parties)) or "NULL"
    return (
        f"SELECT DISTINCT supplier_party FROM counted WHERE {_COUNT} AND supplier_party IN ({ids})"
    )


UNITS = f"SELECT DISTINCT unit FROM counted WHERE {_ONCE} AND unit IS NOT NULL"
VERSIONS = f"SELECT count(*) FROM counted WHERE {_ONCE} AND versions_of IS NOT NULL"
LACKING = f"SELECT count(*) FROM counted WHERE {_COUNT} AND counts AND usd IS NULL"
"""How many lines count, and have no value."""
AGAIN = f"SELECT count(*) FROM counted WHERE NOT ({_ONCE})"
ASIDE = f"SELECT count(*) FROM counted WHERE {_ONCE} AND NOT ({_COUNT})"
"""How many rows say again what others say, and how many lines are shown apart."""


def read_figure(numbers: Sequence[Any], *, opened: bool) -> Figure:
    """The numbers of `figure_sql` as a figure; `opened`: whether more may be there than lines."""
    low, mid, high, has, lacks, unknown = numbers
    return Figure(decimal(low), decimal(mid), decimal(high), opened or unknown > 0, has, lacks)


def read_declarations(numbers: Sequence[Any], *, opened: bool) -> Figure:
    """The numbers of `declarations_sql` as a figure."""
    low, mid, high, rows, _ = numbers
    point = max(low, mid)
    return Figure(Decimal(low), Decimal(point), Decimal(max(point, high)), opened, rows, 0)


def decimal(number: Any) -> Decimal:
    """A number of the engine as a decimal."""
    return number if isinstance(number, Decimal) else Decimal(number)
