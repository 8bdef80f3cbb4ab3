"""The dossier of a subject: what it imported, from where, from whom, worth how much, since when.

Parameters become a plan (`plan_dossier`), the plan's rows an answer (`read_dossier`); neither
touches data. What a line counts for is in `counted`; every figure here is an aggregate of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.questions.counted import Parameters, Scope, counted_steps, in_parts, iso
from followthegoods.questions.dimensions import (
    ADDITIVE,
    EVENT_GROUPS,
    GROUPS,
    LINKS,
    ON_DETOUR,
    alike,
    dimensions,
)
from followthegoods.questions.figures import (
    DECLARATION,
    KEYS,
    both_sql,
    groups_sql,
    measured_sql,
    measures_sql,
    spans_sql,
    when_sql,
)
from followthegoods.questions.goods import refused_sql as refused_goods_sql
from followthegoods.questions.makers import MORE_MAKERS
from followthegoods.questions.prices import BASIS, far_lines_sql, prices_sql
from followthegoods.questions.suppliers import suppliers_sql

__all__ = [
    "ADDITIVE",
    "EVENT_GROUPS",
    "GROUPS",
    "LINKS",
    "SPAN_GROUPS",
    "event_window",
    "plan_dossier",
]

SPAN_GROUPS = (*EVENT_GROUPS, "hs4")

MANY = ("supplier", "maker", "importer", "mark", "hs6", "goods")
"""Dimensions with about as many groups as there are companies, trademarks or codes in a case."""


def plan_dossier(p: Parameters, scope: Scope, *, listed: bool = False) -> Plan:
    """The plan of a dossier: `counted`, then a result a figure or a group of figures; `listed`:
    such that the lines behind it can be listed by further steps.

    Of the whole case, whoever's and whatever goods, what is as many as companies or goods texts is
    left out: nobody reads millions of groups, and they would not fit into memory.
    """
    whole = not scope.mentions and not p.goods
    by, links, more = dimensions(p.country), LINKS, [MORE_MAKERS] if scope.makers else []
    if whole:
        by, links, more = {name: sql for name, sql in by.items() if name not in MANY}, {}, []
    bases = {"value_basis": "value_basis"}
    of = alike(p.country) if scope.many else None
    groups = [Step("dollars", groups_sql({**by, **bases}, links, more=more, alike=of), keys=KEYS)]
    if p.measure != "value":
        measured = groups_sql(by, links, more=more, measure=p.measure, alike=of)
        groups = [
            Step("dollars", groups_sql(bases, {}), keys=KEYS),
            Step("measured", measured, keys=KEYS),
        ]
    steps = [
        *in_parts(counted_steps(p, scope), listed=listed),
        *groups,
        Step("books", _BOOKS),
        Step("apart", _APART.format(amount=_placed_amount(p.measure))),
        Step("measures", measures_sql()),
        Step("declarations", _DECLARATIONS),
    ]
    if not whole:
        steps += [
            Step("parties", _PARTIES),
            Step("goods_names", _GOODS_NAMES),
            Step("suppliers", suppliers_sql(p.measure)),
        ]
    if p.events:
        by = {name: GROUPS[name] for name in SPAN_GROUPS if not whole or name not in MANY}
        links = {name: columns for name, columns in LINKS.items() if name in by}
        spans = spans_sql(event_spans(p, scope), by, links, measure=p.measure, alike=of)
        steps.append(Step("events", spans, keys=("span", *KEYS)))
    if scope.prices and p.value == BASIS:
        steps.append(Step("prices", prices_sql(scope.prices, p.authority, p.direction)))
    if scope.monthly and (cut := cuts(p, scope)):
        steps.append(Step("months_cut", _months_cut(cut, p.measure)))
    steps.append(Step("refused", refused_sql(p, scope)))
    facts = _FACTS.format(measured=measured_sql(p.measure), on_detour=ON_DETOUR)
    steps.append(Step("facts", facts))
    return Plan(tuple(steps))


def plan_rows(
    p: Parameters, scope: Scope, condition: str, limit: int | None, offset: int = 0
) -> Plan:
    """The plan that lists the lines behind a dossier's figures, with where each stands: so many
    after the first `offset`, all where `limit` is None."""
    rows = _ROWS.format(condition=condition, limit="ALL" if limit is None else limit, offset=offset)
    if "far_prices" in condition:
        rows = f"WITH far_prices AS ({_far_lines(p, scope)})\n{rows}"
    return Plan((*counted_steps(p, scope), Step("rows", rows)))


def _far_lines(p: Parameters, scope: Scope) -> str:
    if scope.prices and p.value == BASIS:
        return far_lines_sql(scope.prices, p.authority, p.direction)
    return "SELECT NULL::BIGINT AS line, '' AS way WHERE false"


def _placed_amount(measure: str) -> str:
    """What a line of `placed` has of a measure."""
    _, _, unit = measure.partition(":")
    if unit:
        return f"CASE WHEN unit = {literal(unit)} THEN nullif(quantity, 0) END"
    return {"value": "usd", "net_kg": "nullif(net_kg, 0)", "lines": "1"}[measure]


_APART = """SELECT apart, count(*) AS lines, coalesce(sum(amount), 0) AS amount,
    count(amount) AS has, count(*) FILTER (amount IS NULL) AS lacks
FROM (SELECT *, {amount} AS amount,
        row_number() OVER (PARTITION BY apart, coalesce(versions_of, line)
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
    count(*) FILTER (grade = 1 AND of_goods = 3) AS uncertain_party,
    count(*) FILTER (fate IN ('suspected', 'overlap')) AS suspected_repeats
FROM counted"""


_DECLARATIONS = f"""SELECT
    count(DISTINCT written) FILTER (in_period = 'in' AND one_floor > 0) AS low,
    count(DISTINCT coalesce(written, 'line ' || line)) FILTER (in_period = 'in' AND one_point > 0)
        AS mid,
    count(DISTINCT coalesce(written || ' ' || office || ' ' || year(day), 'line ' || line))
        FILTER (one_ceiling > 0) AS high
FROM (SELECT *, {DECLARATION} || coalesce(' of ' || office, '') || coalesce(' in ' || year(day), '')
        AS written FROM counted) AS c"""
"""Lines without a number are no declaration in the floor and one each above it; a number whose
office or year is not known may be that of several, in the ceiling."""


_PARTIES = """SELECT DISTINCT party FROM (
    SELECT unnest(list_concat([supplier_party, maker_party, importer_party],
        supplier_perhaps, maker_perhaps, importer_perhaps,
        list_transform(more_makers, lambda other: other.party))) AS party FROM counted
) AS p WHERE party IS NOT NULL ORDER BY party"""
"""Who has a name to be looked up."""

_GOODS_NAMES = """WITH told AS (
    SELECT hs, goods, count(*) AS lines FROM counted
    WHERE hs IS NOT NULL AND goods IS NOT NULL GROUP BY hs, goods
)
SELECT t.hs, min(t.goods) AS goods
FROM told AS t JOIN (SELECT hs, max(lines) AS most FROM told GROUP BY hs) AS m
    ON m.hs = t.hs AND m.most = t.lines
GROUP BY t.hs ORDER BY t.hs"""
"""The commonest goods text of a code, without sorting as many texts as there are lines."""


def event_spans(p: Parameters, scope: Scope) -> dict[str, str]:
    """What the figures of events are of: number of the event and since, before or after -> when."""
    spans: dict[str, str] = {}
    for number, (day, _) in enumerate(p.events):
        first = max(day, p.first) if p.first else day
        spans[f"{number} since"] = when_sql(iso(first), iso(p.last))
        window = event_window(day, p, scope)
        for side, days in zip(("before", "after"), window[1:] if window else (), strict=False):
            spans[f"{number} {side}"] = when_sql(*map(iso, days))
    if scope.dated:
        return {name: both_sql("in_period", when) for name, when in spans.items()}
    return spans


def cuts(p: Parameters, scope: Scope) -> dict[str, str]:
    """What may cut rows of a month in two, in words -> whether it does, and nothing before it: the
    period asked about, an event, and the outer ends of the stretches beside it."""
    spans = event_spans(p, scope)
    found = {"the period asked about": "in_period = 'maybe'"} if p.first or p.last else {}
    for number, (day, _) in enumerate(p.events):
        since, *sides = (
            f"({spans.get(f'{number} {side}', 'NULL')})" for side in ("since", "before", "after")
        )
        found[f"{day}"] = f"in_period = 'in' AND {since} = 'maybe'"
        if window := event_window(day, p, scope):
            words = f"the {window[0]} days before {day} and from it on"
            ends = f"{since} <> 'maybe' AND 'maybe' IN ({', '.join(sides)})"
            found[words] = f"in_period = 'in' AND {ends}"
    return found


def _months_cut(cut: Mapping[str, str], measure: str) -> str:
    numbers = ",\n    ".join(
        f"count(*) FILTER ({test}) AS rows_{n}, "
        f"coalesce(sum(amount) FILTER ({test}), 0) AS amount_{n}"
        for n, test in enumerate(cut.values())
    )
    return f"""SELECT {numbers}
FROM (SELECT *, {measured_sql(measure)} FROM counted WHERE counts AND by_month) AS c"""


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


def refused_sql(p: Parameters, scope: Scope) -> str:
    """How many refused rows mention the subject, by its tax ids or its folded names; of goods,
    whoever's they are, those that may be such.

    In a folded name Ё is Е.
    """
    if scope.mentions:
        said = "replace(said, 'Ё', 'Е')"
        tests = " OR ".join(f"contains({said}, {literal(f' {text} ')})" for text in scope.shown_by)
    else:
        tests = refused_goods_sql(p.goods) if p.goods else "true"
    if not scope.refused or not tests:
        return "SELECT 0 AS mentioning"
    return f"SELECT count(*) AS mentioning FROM {files_sql(scope.refused)} WHERE {tests}"


_FACTS = """SELECT
    count(*) FILTER (counts AND requested IS NULL) AS no_regime,
    count(*) FILTER (counts AND requested IS NOT NULL AND previous IS NULL) AS no_previous,
    count(*) FILTER (counts AND release = 'unknown') AS release_not_stated,
    count(*) FILTER (counts AND origin_country IS NULL) AS no_origin,
    count(*) FILTER (counts AND origin_country IS NULL AND declared_origin IS NOT NULL)
        AS origin_of_declaration_only,
    count(*) FILTER (counts AND supplier_party IS NULL) AS no_supplier,
    count(*) FILTER (counts AND far_off) AS stated_dollars_far_off,
    count(*) FILTER (counts AND net_above_gross) AS net_above_gross,
    count(*) FILTER (counts AND cif_below_fob) AS cif_below_fob,
    count(*) FILTER (collision) AS key_collisions,
    count(*) FILTER (counts AND day IS NULL) AS no_date,
    count(*) FILTER (counts AND marks IS NOT NULL) AS marked_cells,
    count(*) FILTER (counts AND {on_detour}) AS detours,
    count(*) FILTER (counts AND grade = 2) AS probable_party,
    count(*) FILTER (counts AND lacks_rate) AS no_rate,
    (SELECT count(*) FROM (SELECT source FROM counted WHERE counts GROUP BY source
        HAVING count(usd) = 0 AND NOT bool_or(lacks_rate)) AS s) AS no_values,
    count(*) FILTER (of_goods < 3) AS uncertain_goods,
    count(*) FILTER (goods_unstated) AS goods_not_stated,
    (SELECT coalesce(sum(amount_point), 0) FROM (SELECT {measured} FROM counted
        WHERE in_period = 'in' ORDER BY amount_point DESC LIMIT 5) AS l) AS largest
FROM counted"""
"""The last, in the measure: the five largest lines of the point."""

_ROWS = """SELECT line, source, sheet, row, declaration, item, day, hs, goods, usd, value_basis,
    net_kg, origin_country, dispatch_country, trading_country, supplier_party, maker_party, fate,
    with_line, counted_in, marks
FROM (SELECT *, CASE WHEN apart IS NOT NULL THEN apart
         WHEN fate IN ('repeated', 'superseded') THEN fate
         WHEN in_floor AND counts AND in_period = 'in' THEN 'floor'
         WHEN lowers THEN 'lowers_floor'
         WHEN counts AND in_period = 'in' THEN 'point' ELSE 'ceiling' END AS counted_in
    FROM (
        SELECT p.*, coalesce(c.one_floor > 0 OR c.usd_floor < 0, false) AS in_floor,
            coalesce(c.usd_floor < 0, false) AS lowers, coalesce(c.counts, false) AS counts
        FROM placed AS p LEFT JOIN counted AS c ON c.line = p.line
    ) AS l
) AS r
WHERE {condition}
ORDER BY day NULLS LAST, declaration, item, source, sheet, row
LIMIT {limit} OFFSET {offset}"""
