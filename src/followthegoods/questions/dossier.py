"""The dossier of a subject: what it imported, from where, from whom, worth how much, since when.

Parameters become a plan (`plan_dossier`), the plan's rows an answer (`read_dossier`); neither
touches data. What a line counts for is in `counted`; every figure here is an aggregate of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.questions.counted import Parameters, Scope, counted_steps, iso
from followthegoods.questions.figures import figure_sql, groups_sql, when_sql

GROUPS: dict[str, str] = {
    "origin": "coalesce(origin_country, '')",
    "dispatch": "coalesce(dispatch_country, '')",
    "trading": "coalesce(trading_country, '')",
    "sender_country": "coalesce(sender_country, '')",
    "purchase": "coalesce(purchase_country, '')",
    "supplier": "coalesce(CAST(supplier_party AS VARCHAR), '')",
    "maker": "coalesce(CAST(maker_party AS VARCHAR), '')",
    "year": "coalesce(strftime(day, '%Y'), '')",
    "hs4": "coalesce(left(hs, 4), '')",
    "goods": "coalesce(hs, '')",
}
"""The dimensions of an answer, each with the group a line is in."""

LINKS: dict[str, tuple[str, str]] = {
    "supplier": ("supplier_grade", "supplier_perhaps"),
    "maker": ("maker_grade", "maker_perhaps"),
}
"""Dimensions whose groups are parties: the grade of a line's link, the others it may be of."""

ADDITIVE: dict[str, bool] = {name: name != "maker" for name in GROUPS}
"""Whether the points of a dimension's groups sum to the total's. A line can name several makers."""

EVENT_GROUPS = ("origin", "dispatch", "trading", "sender_country", "supplier")


def plan_dossier(p: Parameters, scope: Scope) -> Plan:
    """The plan of a dossier: `counted`, then a result a figure or a group of figures."""
    by = {**GROUPS, "value_basis": "value_basis"}
    steps = [
        *counted_steps(p, scope),
        Step("books", _BOOKS),
        Step("apart", _APART),
        Step("dollars", groups_sql(by, LINKS)),
        Step("total_kg", figure_sql("kg")),
        Step("total_one", figure_sql("one")),
        Step("total_qty", figure_sql("qty", "unit")),
        Step("declarations", _DECLARATIONS),
        Step("party_names", _PARTY_NAMES.format(names=files_sql(scope.names))),
        Step("goods_names", _GOODS_NAMES),
    ]
    for number, (day, _) in enumerate(p.events):
        steps += _event_steps(number, day, p, scope)
    steps.append(Step("refused", refused_sql(scope.refused, scope.shown_by)))
    steps.append(Step("facts", _FACTS))
    return Plan(tuple(steps))


def plan_rows(p: Parameters, scope: Scope, condition: str, limit: int) -> Plan:
    """The plan that lists the lines behind a dossier's figures, with where each stands."""
    rows = _ROWS.format(condition=condition, limit=limit)
    return Plan((*counted_steps(p, scope), Step("rows", rows)))


_APART = """SELECT apart, count(*) AS lines, coalesce(sum(usd), 0) AS usd, count(usd) AS has,
    count(*) FILTER (usd IS NULL) AS lacks
FROM (SELECT *, row_number() OVER (PARTITION BY apart, coalesce(versions_of, line)
        ORDER BY grade DESC, usd NULLS LAST, line) AS version
    FROM placed WHERE apart IS NOT NULL AND grade >= 2
        AND fate NOT IN ('repeated', 'superseded', 'suspected', 'overlap')) AS p
WHERE version = 1
GROUP BY apart ORDER BY apart"""


_BOOKS = """SELECT
    count(*) FILTER (counts) AS lines,
    (SELECT count(*) FROM placed WHERE fate = 'repeated') AS repeated,
    (SELECT count(*) FROM placed WHERE fate = 'superseded') AS superseded,
    count(DISTINCT versions_of) AS conflicts,
    count(*) FILTER (counts AND usd IS NULL) AS without_value,
    count(*) FILTER (grade = 1) AS uncertain_party,
    count(*) FILTER (fate IN ('suspected', 'overlap')) AS suspected_repeats
FROM counted"""


_DECLARATIONS = """SELECT
    count(DISTINCT written) FILTER (in_period = 'in' AND one_floor > 0) AS low,
    count(DISTINCT coalesce(written, 'line ' || line)) FILTER (in_period = 'in' AND one_point > 0)
        AS mid,
    count(DISTINCT coalesce(written || ' ' || office || ' ' || year(day), 'line ' || line))
        FILTER (one_ceiling > 0) AS high
FROM (SELECT *, declaration || coalesce(' of ' || office, '') || coalesce(' in ' || year(day), '')
        AS written FROM counted) AS c"""
"""Lines without a number are no declaration in the floor and one each above it; a number whose
office or year is not known may be that of several, in the ceiling."""


_PARTY_NAMES = """SELECT party, name FROM {names}
WHERE party IN (SELECT supplier_party FROM counted UNION SELECT maker_party FROM counted
    UNION SELECT unnest(supplier_perhaps) FROM counted
    UNION SELECT unnest(maker_perhaps) FROM counted)
ORDER BY party"""

_GOODS_NAMES = """SELECT hs, goods FROM (
    SELECT hs, goods, row_number() OVER (PARTITION BY hs ORDER BY count(*) DESC, goods) AS place
    FROM counted WHERE hs IS NOT NULL AND goods IS NOT NULL GROUP BY hs, goods
) AS g WHERE place = 1 ORDER BY hs"""


def _event_steps(number: int, day: date, p: Parameters, scope: Scope) -> list[Step]:
    first = max(day, p.first) if p.first else day
    by = {name: GROUPS[name] for name in EVENT_GROUPS}
    links = {name: columns for name, columns in LINKS.items() if name in by}
    since = groups_sql(by, links, when=when_sql(iso(first), iso(p.last)))
    steps = [Step(f"event_{number}_since", since)]
    window = event_window(day, p, scope)
    if window:
        for side, (start, end) in (("before", window[1]), ("after", window[2])):
            sql = figure_sql("usd", when=when_sql(iso(start), iso(end)))
            steps.append(Step(f"event_{number}_{side}", sql))
    return steps


Days = tuple[date, date]


def event_window(day: date, p: Parameters, scope: Scope) -> tuple[int, Days, Days] | None:
    """The longest equal stretches before the event and from it on that the records cover."""
    if scope.covered is None:
        return None
    first = max(scope.covered[0], p.first or scope.covered[0])
    last = min(scope.covered[1], p.last or scope.covered[1])
    days = min((day - first).days, (last - day).days + 1)
    if days < 1:
        return None
    before = (day - timedelta(days=days), day - timedelta(days=1))
    return days, before, (day, day + timedelta(days=days - 1))


def refused_sql(files: Sequence[str], texts: Sequence[str]) -> str:
    """How many refused rows mention the subject, by its tax ids or its folded names.

    In a folded name Ё is Е.
    """
    if not files or not texts:
        return "SELECT 0 AS mentioning"
    said = "replace(said, 'Ё', 'Е')"
    tests = " OR ".join(f"contains({said}, {literal(f' {text} ')})" for text in texts)
    return f"SELECT count(*) AS mentioning FROM {files_sql(files)} WHERE {tests}"


_FACTS = """SELECT
    count(*) FILTER (counts AND requested IS NULL) AS no_regime,
    count(*) FILTER (counts AND requested IS NOT NULL AND previous IS NULL) AS no_previous,
    count(*) FILTER (counts AND release = 'unknown') AS release_not_stated,
    count(*) FILTER (counts AND origin_country IS NULL) AS no_origin,
    count(*) FILTER (counts AND origin_country IS NULL AND declared_origin IS NOT NULL)
        AS origin_of_declaration_only,
    count(*) FILTER (counts AND supplier_party IS NULL) AS no_supplier,
    count(*) FILTER (counts AND far_off) AS stated_dollars_far_off,
    count(*) FILTER (collision) AS key_collisions,
    count(*) FILTER (counts AND day IS NULL) AS no_date,
    count(*) FILTER (counts AND marks IS NOT NULL) AS marked_cells,
    count(*) FILTER (counts AND origin_country <> dispatch_country) AS detours,
    count(*) FILTER (counts AND grade = 2) AS probable_party,
    count(*) FILTER (counts AND lacks_rate) AS no_rate
FROM counted"""

_ROWS = """SELECT line, source, sheet, row, declaration, item, day, hs, goods, usd, value_basis,
    net_kg, origin_country, dispatch_country, trading_country, supplier_party, maker_party, fate,
    with_line,
    CASE WHEN apart IS NOT NULL THEN apart
         WHEN fate IN ('repeated', 'superseded') THEN fate
         WHEN in_floor AND counts AND in_period = 'in' THEN 'floor'
         WHEN lowers THEN 'lowers_floor'
         WHEN counts AND in_period = 'in' THEN 'point' ELSE 'ceiling' END AS counted_in,
    marks
FROM (
    SELECT p.*, coalesce(c.one_floor > 0 OR c.usd_floor < 0, false) AS in_floor,
        coalesce(c.usd_floor < 0, false) AS lowers, coalesce(c.counts, false) AS counts
    FROM placed AS p LEFT JOIN counted AS c ON c.line = p.line
) AS r
WHERE {condition}
ORDER BY day NULLS LAST, declaration, item, source, sheet, row
LIMIT {limit}"""
