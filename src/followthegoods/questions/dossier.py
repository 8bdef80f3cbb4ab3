"""The dossier of a subject: what it imported, from where, from whom, worth how much, since when.

Parameters become a plan (`plan_dossier`), the plan's rows an answer (`read_dossier`); neither
touches data. The rules of a figure are in the step `counted`; every figure is an aggregate of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.facts.regimes import FIRST_ARRIVAL, NO_PREVIOUS, periods
from followthegoods.questions.figures import figure_sql, groups_sql, when_sql

VALUE_BASES: dict[str, tuple[str, ...]] = {
    "stated": ("statistical", "cif", "fob", "customs", "invoice"),
    "statistical": ("statistical",),
    "cif": ("cif",),
    "fob": ("fob",),
    "customs": ("customs",),
    "invoice": ("invoice",),
}
"""What a line's dollars may be taken from, in order of preference."""

COUNTRY_BASES: dict[str, str] = {
    "origin": "origin_country",
    "dispatch": "dispatch_country",
    "trading": "trading_country",
    "sender": "sender_country",
    "purchase": "purchase_country",
}
SUPPLIER_ROLES = ("sender", "maker", "holder")
SUBJECT_ROLES = ("receiver", "holder", "declarant", "sender")
DATE_BASES = ("registered", "released")


@dataclass(frozen=True)
class Parameters:
    """What is asked, beside of whom. Days are inclusive; an event counts from its own day."""

    authority: str
    first: date | None = None
    last: date | None = None
    events: tuple[tuple[date, str], ...] = ()
    value: str = "stated"
    country: str = "origin"
    date: str = "registered"
    supplier: str = "sender"
    role: str = "receiver"
    direction: str = "import"
    regimes: tuple[str, ...] = ()
    """Requested procedures that count, whatever their class; empty: first arrival."""


@dataclass(frozen=True)
class Scope:
    """The files a plan reads, relative to the case, and the subject's mentions with grades."""

    lines: list[str]
    fates: list[str]
    refused: list[str]
    dollars: list[str]
    parties: list[str]
    names: list[str]
    mentions: Sequence[tuple[int, int]]
    shown_by: Sequence[str] = ()
    """Texts that show the subject in a refused row."""
    covered: tuple[date, date] | None = None
    """First and last day of the authority's records: bounds an event's windows."""


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

LINKS: dict[str, str] = {"supplier": "supplier_grade", "maker": "maker_grade"}
"""Dimensions whose groups are parties: a line is linked to one by a grade."""

ADDITIVE: dict[str, bool] = {name: name != "maker" for name in GROUPS}
"""Whether the points of a dimension's groups sum to the total's. A line can name several makers."""

EVENT_GROUPS = ("origin", "dispatch", "trading", "sender_country", "supplier")


def plan_dossier(p: Parameters, scope: Scope) -> Plan:
    """The plan of a dossier: `counted`, then a result a figure or a group of figures."""
    by = {**GROUPS, "value_basis": "value_basis"}
    steps = [
        *_counted_steps(p, scope),
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
    return Plan((*_counted_steps(p, scope), Step("rows", rows)))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# -- the lines in scope, and what each counts for


def _counted_steps(p: Parameters, scope: Scope) -> list[Step]:
    subject = "The subject's mentions: 3 certain, 2 probable, 1 uncertain."
    return [
        Step("subject", _subject(scope.mentions), "table", subject),
        Step("found", _found(p, scope), "table", "Lines that name the subject."),
        Step("fated", _fated(scope), "table", "What became of them."),
        Step("valued", _valued(p, scope), "table", "Their dollars: one product, one rounding."),
        Step("placed", _placed(p, scope), "table", "Their day, fate, procedure, supplier, maker."),
        Step("counted", _COUNTED, "table", "What each adds to floor, point and ceiling."),
    ]


def _subject(mentions: Sequence[tuple[int, int]]) -> str:
    rows = ", ".join(f"({mention}::BIGINT, {grade})" for mention, grade in mentions)
    return f"SELECT * FROM (VALUES {rows}) AS s(mention, grade)"


_COLUMNS = ", ".join(
    f"l.{name}"
    for name in (
        *("line", "source", "sheet", "row", "grain", "release", "declaration", "office", "item"),
        *("registered", "month", "released", "direction", "regime", "sender", "holder", "maker"),
        *("origin_country", "dispatch_country", "trading_country", "sender_country"),
        *("purchase_country", "declared_origin", "hs", "goods", "net_kg", "quantity", "unit"),
        *("statistical_usd", "cif_usd", "fob_usd", "customs_value", "customs_currency"),
        *("invoice_value", "invoice_currency", "marks"),
    )
)
"""The columns of a line that a dossier needs."""

_FEW = 5_000
"""Up to this many mentions the engine is told which row groups to skip."""


def _found(p: Parameters, scope: Scope) -> str:
    wanted = ", ".join(str(mention) for mention, _ in scope.mentions)
    only = f"l.{p.role} IN ({wanted}) AND " if len(scope.mentions) <= _FEW else ""
    return (
        f"SELECT {_COLUMNS}, s.grade\nFROM {files_sql(scope.lines)} AS l JOIN subject AS s "
        f"ON s.mention = l.{p.role}\nWHERE {only}l.authority = {literal(p.authority)}"
    )


def _fated(scope: Scope) -> str:
    if not scope.fates:
        return (
            "SELECT NULL::BIGINT AS line, NULL::VARCHAR AS fate, NULL::BIGINT AS versions_of, "
            "NULL::BOOLEAN AS collision, NULL::BIGINT AS with_line WHERE false"
        )
    return f"""SELECT line, fate, versions_of, collision, with_line FROM (
    SELECT *, row_number() OVER (PARTITION BY line ORDER BY load DESC) AS newest
    FROM {files_sql(scope.fates)} WHERE line IN (SELECT line FROM found)
) AS f WHERE newest = 1"""


def _regimes(authority: str) -> str:
    """The authority's customs procedures, each with the days it was in force (the end is out)."""
    rows = ", ".join(
        f"(DATE '{start}', DATE '{until}', {literal(code)}, {literal(kind)})"
        for start, until, code, kind, _ in periods(authority)
    )
    if not rows:
        rows = "(DATE '1900-01-01', DATE '1900-01-01', '', '')"
    return f"(VALUES {rows}) AS r(from_day, until_day, code, kind)"


_DOLLARS = {
    "statistical": "nullif(f.statistical_usd, 0)",
    "cif": "nullif(f.cif_usd, 0)",
    "fob": "nullif(f.fob_usd, 0)",
    "customs": "CAST(CAST(nullif(f.customs_value, 0) * CASE WHEN f.customs_currency = 'USD' "
    "THEN CAST(1 AS DECIMAL(20,16)) ELSE c.usd END AS DECIMAL(18,2)) AS DECIMAL(18,4))",
    "invoice": "CAST(CAST(nullif(f.invoice_value, 0) * CASE WHEN f.invoice_currency = 'USD' "
    "THEN CAST(1 AS DECIMAL(20,16)) ELSE i.usd END AS DECIMAL(18,2)) AS DECIMAL(18,4))",
}


def _valued(p: Parameters, scope: Scope) -> str:
    """Each found line with its dollars: the first basis that states any, and which that was."""
    dollars = (
        files_sql(scope.dollars)
        if scope.dollars
        else "(SELECT NULL::VARCHAR AS currency, NULL::DATE AS day, NULL::DECIMAL(20,16) AS usd)"
    )
    bases = VALUE_BASES[p.value]
    value = ", ".join(f"in_{name}" for name in bases)
    basis = " ".join(f"WHEN in_{name} IS NOT NULL THEN '{name}'" for name in bases)
    columns = ",\n        ".join(f"{sql} AS in_{name}" for name, sql in _DOLLARS.items())
    return f"""SELECT *, coalesce({value}) AS usd,
    coalesce(CASE {basis} END, '') AS value_basis,
    coalesce(abs(in_statistical - in_customs) * 10 > greatest(in_statistical, in_customs), false)
        AS far_off
FROM (
    SELECT f.*, {columns}
    FROM found AS f
    LEFT JOIN {dollars} AS c
        ON c.currency = f.customs_currency AND c.day = coalesce(f.registered, f.month)
    LEFT JOIN {dollars} AS i
        ON i.currency = f.invoice_currency AND i.day = coalesce(f.registered, f.month)
) AS v"""


def _placed(p: Parameters, scope: Scope) -> str:
    day = "v.released" if p.date == "released" else "coalesce(v.registered, v.month)"
    parties = f"(SELECT mention, party, grade FROM {files_sql(scope.parties)} WHERE grade > 1)"
    return f"""SELECT *, {when_sql(_iso(p.first), _iso(p.last))} AS in_period,
    {_apart(p)} AS apart
FROM (
    SELECT v.*, f.versions_of, {day} AS day,
        v.registered IS NULL AND v.month IS NOT NULL AS by_month,
        CASE WHEN o.whole THEN 'repeated' WHEN o.month IS NOT NULL THEN 'overlap'
             ELSE coalesce(f.fate, 'stands') END AS fate, f.with_line,
        coalesce(f.collision, false) AS collision,
        nullif(split_part(v.regime, ' ', 1), '') AS requested,
        nullif(split_part(v.regime, ' ', 2), '') AS previous, r.kind,
        s.party AS supplier_party, coalesce(s.grade, 3) AS supplier_grade,
        m.party AS maker_party, coalesce(m.grade, 3) AS maker_grade
    FROM valued AS v
    LEFT JOIN fated AS f ON f.line = v.line
    LEFT JOIN ({_OVERLAPS}) AS o ON o.line = v.line
    LEFT JOIN {_regimes(p.authority)} ON r.code = split_part(v.regime, ' ', 1)
        AND coalesce(v.registered, v.month, DATE '9999-12-30') >= r.from_day
        AND coalesce(v.registered, v.month, DATE '9999-12-30') < r.until_day
    LEFT JOIN {parties} AS s ON s.mention = v.{p.supplier}
    LEFT JOIN {parties} AS m ON m.mention = v.maker
) AS p
WHERE in_period <> 'out'"""


def _apart(p: Parameters) -> str:
    """Why a line is shown apart from the figures; NULL for one that counts."""
    if p.regimes:
        counts = f"requested IN ({', '.join(map(literal, p.regimes))})"
    elif not periods(p.authority):
        counts = "true"
    else:
        counts = (
            f"requested IS NULL OR (kind = '{FIRST_ARRIVAL}' "
            f"AND coalesce(previous, '{NO_PREVIOUS}') = '{NO_PREVIOUS}')"
        )
    return f"""CASE WHEN direction <> {literal(p.direction)} THEN 'other_direction'
         WHEN NOT ({counts}) AND kind = '{FIRST_ARRIVAL}' THEN 'from_other_procedure'
         WHEN NOT ({counts}) THEN coalesce(kind, 'unknown_procedure')
         WHEN release = 'not_released' THEN 'not_released' END"""


_OVERLAPS = """SELECT m.line, m.month, bool_or(coalesce(
        left(m.hs, 6) = left(l.hs, 6) AND m.usd = l.usd, false)) AS whole
FROM (SELECT line, month, hs, usd FROM valued WHERE grain = 'month') AS m
JOIN (SELECT date_trunc('month', registered) AS month, hs, usd FROM valued
      WHERE grain = 'line' AND registered IS NOT NULL) AS l
    ON CAST(l.month AS DATE) = m.month
GROUP BY m.line, m.month"""
"""Rows dated by month in a month that declaration lines cover: a match is a repeat of a line,
the rest may be, and go to the ceiling only."""


_KEPT = """line, declaration, office, day, in_period, hs, goods, unit, versions_of, fate,
    collision, grade, requested, previous, release, origin_country, dispatch_country,
    trading_country, sender_country, purchase_country, declared_origin, supplier_party,
    supplier_grade, maker_party, maker_grade, value_basis, far_off, marks, by_month,
    coalesce(customs_value, 0) <> 0 OR coalesce(invoice_value, 0) <> 0 AS states_value"""


def _amounts(measure: str, value: str) -> str:
    """A line's value of a measure and what it adds to floor, point and ceiling.

    What lowers a figure (a negative correction) is doubted the other way round: unless it is
    certain it lowers the floor and not the ceiling.
    """
    return f"""{value} AS {measure},
    CASE WHEN NOT leads THEN 0 WHEN sure OR {value} < 0 THEN coalesce({value}, 0) ELSE 0 END
        AS {measure}_floor,
    CASE WHEN leads AND fair THEN coalesce({value}, 0) ELSE 0 END AS {measure}_point,
    CASE WHEN sure OR {value} >= 0 THEN coalesce({measure}_own, CASE WHEN leads THEN {value} END, 0)
        ELSE 0 END AS {measure}_ceiling"""


_COUNTED = f"""SELECT {_KEPT}, leads AND fair AS counts,
    {_amounts("usd", "usd_low")},
    {_amounts("kg", "kg_low")},
    {_amounts("qty", "qty_low")},
    {_amounts("one", "one_own")}
FROM (
    SELECT *, usd AS usd_own, net_kg AS kg_own, quantity AS qty_own, 1 AS one_own,
        grade = 3 AND release = 'released' AND fate NOT IN ('suspected', 'overlap') AS sure,
        grade >= 2 AND fate NOT IN ('suspected', 'overlap') AS fair,
        versions_of IS NULL OR row_number() OVER (PARTITION BY versions_of
            ORDER BY grade DESC, usd NULLS LAST, net_kg NULLS LAST, line) = 1 AS leads,
        CASE WHEN versions_of IS NULL THEN usd
            ELSE min(usd) OVER (PARTITION BY versions_of) END AS usd_low,
        CASE WHEN versions_of IS NULL THEN net_kg
            ELSE min(net_kg) OVER (PARTITION BY versions_of) END AS kg_low,
        CASE WHEN versions_of IS NULL THEN quantity
            ELSE min(quantity) OVER (PARTITION BY versions_of) END AS qty_low
    FROM (SELECT * REPLACE (nullif(net_kg, 0) AS net_kg, nullif(quantity, 0) AS quantity)
        FROM placed WHERE apart IS NULL AND fate NOT IN ('repeated', 'superseded'))
) AS c"""


# -- the results


_APART = """SELECT apart, count(*) AS lines, coalesce(sum(usd), 0) AS usd, count(usd) AS has,
    count(*) FILTER (usd IS NULL) AS lacks
FROM placed WHERE apart IS NOT NULL
    AND fate NOT IN ('repeated', 'superseded', 'suspected', 'overlap') AND grade >= 2
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
    count(DISTINCT document) FILTER (in_period = 'in' AND one_floor > 0) AS low,
    count(DISTINCT document) FILTER (in_period = 'in' AND one_point > 0) AS mid,
    count(DISTINCT document) FILTER (one_ceiling > 0) AS high
FROM (SELECT *, coalesce(declaration || ' ' || office || ' ' || year(day), 'line ' || line)
        AS document FROM counted) AS c"""


_PARTY_NAMES = """SELECT party, name, tax_ids FROM {names}
WHERE party IN (SELECT supplier_party FROM counted UNION SELECT maker_party FROM counted)
ORDER BY party"""

_GOODS_NAMES = """SELECT hs, goods FROM (
    SELECT hs, goods, row_number() OVER (PARTITION BY hs ORDER BY count(*) DESC, goods) AS place
    FROM counted WHERE hs IS NOT NULL AND goods IS NOT NULL GROUP BY hs, goods
) AS g WHERE place = 1 ORDER BY hs"""


def _event_steps(number: int, day: date, p: Parameters, scope: Scope) -> list[Step]:
    first = max(day, p.first) if p.first else day
    by = {name: GROUPS[name] for name in EVENT_GROUPS}
    links = {name: link for name, link in LINKS.items() if name in by}
    since = groups_sql(by, links, when=when_sql(_iso(first), _iso(p.last)))
    steps = [Step(f"event_{number}_since", since)]
    window = event_window(day, p, scope)
    if window:
        for side, (start, end) in (("before", window[1]), ("after", window[2])):
            sql = figure_sql("usd", when=when_sql(_iso(start), _iso(end)))
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
    """How many refused rows mention the subject, by its tax ids or its folded names."""
    if not files or not texts:
        return "SELECT 0 AS mentioning"
    tests = " OR ".join(f"contains(said, {literal(f' {text} ')})" for text in texts)
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
    count(*) FILTER (counts AND usd IS NULL AND states_value) AS no_rate
FROM counted"""

_ROWS = """SELECT line, source, sheet, row, declaration, item, day, hs, goods, usd, value_basis,
    net_kg, origin_country, dispatch_country, trading_country, supplier_party, maker_party, fate,
    with_line,
    CASE WHEN apart IS NOT NULL THEN apart
         WHEN fate IN ('repeated', 'superseded') THEN fate
         WHEN in_period = 'in' AND in_floor THEN 'floor'
         WHEN in_period = 'in' AND counts THEN 'point' ELSE 'ceiling' END AS counted_in,
    marks
FROM (
    SELECT p.*, coalesce(c.one_floor > 0, false) AS in_floor, coalesce(c.counts, false) AS counts
    FROM placed AS p LEFT JOIN counted AS c ON c.line = p.line
) AS r
WHERE {condition}
ORDER BY day NULLS LAST, declaration, item, source, sheet, row
LIMIT {limit}"""
