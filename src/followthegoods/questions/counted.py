"""The lines that name a subject, and what each counts for: the rules of a figure, as one table.

`counted` is the last of the steps made here. Every figure is an aggregate of it, so that no
question can count a line otherwise than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.facts.regimes import EXPORT_SIDE, FIRST_ARRIVAL, NO_PREVIOUS, periods
from followthegoods.questions.figures import when_sql

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


def iso(day: date | None) -> str | None:
    """A day as text, where there is one."""
    return None if day is None else day.isoformat()


def counted_steps(p: Parameters, scope: Scope) -> list[Step]:
    """The tables that end in `counted`: every question about a subject begins with them."""
    subject = "The subject's mentions: 3 certain, 2 probable, 1 uncertain."
    return [
        Step("subject", _subject(scope), "table", subject),
        Step("found", _found(p, scope), "table", "Lines that name the subject."),
        Step("fated", _fated(scope), "table", "What became of them."),
        Step("valued", _valued(p, scope), "table", "Their dollars: one product, one rounding."),
        Step("linked", _linked(p, scope), "table", "Who their suppliers and makers are."),
        Step("placed", _placed(p, scope), "table", "Their day, fate, procedure, supplier, maker."),
        Step("counted", _COUNTED, "table", "What each adds to floor, point and ceiling."),
    ]


def _subject(scope: Scope) -> str:
    rows = ", ".join(f"({mention}::BIGINT, {grade})" for mention, grade in scope.mentions)
    return (
        "SELECT s.mention, s.grade, p.party AS subject_party\n"
        f"FROM (VALUES {rows}) AS s(mention, grade)\n"
        f"LEFT JOIN {files_sql(scope.parties)} AS p ON p.mention = s.mention AND p.grade > 1"
    )


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
        f"SELECT {_COLUMNS}, s.grade, s.subject_party\n"
        f"FROM {files_sql(scope.lines)} AS l JOIN subject AS s "
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
    converted = [name for name in bases if name in ("customs", "invoice")]
    convertible = " OR ".join(f"coalesce({n}_value, 0) <> 0" for n in converted) or "false"
    return f"""SELECT *, coalesce({value}) AS usd,
    coalesce(CASE {basis} END, '') AS value_basis,
    coalesce(abs(in_statistical - in_customs) * 10
        > greatest(abs(in_statistical), abs(in_customs)), false) AS far_off,
    coalesce({value}) IS NULL AND ({convertible}) AS lacks_rate
FROM (
    SELECT f.*, {columns}
    FROM found AS f
    LEFT JOIN {dollars} AS c
        ON c.currency = f.customs_currency AND c.day = coalesce(f.registered, f.month)
    LEFT JOIN {dollars} AS i
        ON i.currency = f.invoice_currency AND i.day = coalesce(f.registered, f.month)
) AS v"""


def _linked(p: Parameters, scope: Scope) -> str:
    """The parties behind what the lines say of supplier and maker: all mentions are read once."""
    return _LINKED.format(parties=files_sql(scope.parties), supplier=p.supplier)


def _placed(p: Parameters, scope: Scope) -> str:
    month = "CAST(date_trunc('month', v.month) AS DATE)"
    day = "v.released" if p.date == "released" else f"coalesce(v.registered, {month})"
    return f"""SELECT *, {when_sql(iso(p.first), iso(p.last))} AS in_period,
    {_apart(p)} AS apart
FROM (
    SELECT v.*, f.versions_of, {day} AS day,
        v.registered IS NULL AND v.month IS NOT NULL AS by_month,
        CASE WHEN o.whole THEN 'repeated' WHEN NOT o.whole THEN 'overlap'
             ELSE coalesce(f.fate, 'stands') END AS fate, f.with_line,
        coalesce(f.collision, false) AS collision,
        nullif(split_part(v.regime, ' ', 1), '') AS requested,
        nullif(split_part(v.regime, ' ', 2), '') AS previous, r.kind,
        s.party AS supplier_party, coalesce(s.grade, 3) AS supplier_grade,
        s.perhaps AS supplier_perhaps,
        m.party AS maker_party, coalesce(m.grade, 3) AS maker_grade, m.perhaps AS maker_perhaps
    FROM valued AS v
    LEFT JOIN fated AS f ON f.line = v.line
    LEFT JOIN ({_OVERLAPS}) AS o ON o.line = v.line
    LEFT JOIN {_regimes(p.authority)} ON r.code = split_part(v.regime, ' ', 1)
        AND coalesce(v.registered, v.month, DATE '9999-12-30') >= r.from_day
        AND coalesce(v.registered, v.month, DATE '9999-12-30') < r.until_day
    LEFT JOIN linked AS s ON s.mention = v.{p.supplier}
    LEFT JOIN linked AS m ON m.mention = v.maker
) AS p
WHERE in_period <> 'out'"""


def _apart(p: Parameters) -> str:
    """Why a line is shown apart from the figures; NULL for one that counts."""
    if p.regimes:
        counts = f"coalesce(requested IN ({', '.join(map(literal, p.regimes))}), false)"
    elif not periods(p.authority):
        counts = "true"
    elif p.direction == "export":
        counts = f"requested IS NULL OR coalesce(kind, '') = '{EXPORT_SIDE}'"
    else:
        counts = (
            f"requested IS NULL OR (coalesce(kind, '') = '{FIRST_ARRIVAL}' "
            f"AND coalesce(previous, '{NO_PREVIOUS}') = '{NO_PREVIOUS}')"
        )
    return f"""CASE WHEN direction <> {literal(p.direction)} THEN 'other_direction'
         WHEN NOT ({counts}) AND requested IS NULL THEN 'no_procedure'
         WHEN NOT ({counts}) AND kind = '{FIRST_ARRIVAL}' AND previous <> '{NO_PREVIOUS}'
             THEN 'from_other_procedure'
         WHEN NOT ({counts}) THEN coalesce(kind, 'unknown_procedure')
         WHEN release = 'not_released' THEN 'not_released' END"""


_LINKED = """SELECT mention, max(party) FILTER (grade > 1) AS party,
        max(grade) FILTER (grade > 1) AS grade,
        list(party ORDER BY party) FILTER (grade = 1) AS perhaps
    FROM {parties}
    WHERE mention IN (SELECT {supplier} FROM valued UNION SELECT maker FROM valued)
    GROUP BY mention"""
"""The party a supplier's or maker's mention is linked to, and those it may be besides."""


_OVERLAPS = """WITH several AS (
        SELECT v.line, grain, subject_party, direction, hs, usd,
            CAST(date_trunc('month', coalesce(registered, month)) AS DATE) AS month,
            row_number() OVER (PARTITION BY grain, subject_party, direction, left(hs, 6), usd,
                date_trunc('month', coalesce(registered, month))
                ORDER BY coalesce(f.fate, '') = 'suspected', origin_country, dispatch_country,
                    trading_country, hs, v.line) AS copy
        FROM valued AS v LEFT JOIN fated AS f ON f.line = v.line
        WHERE coalesce(f.fate, '') NOT IN ('repeated', 'superseded')
            AND (grade > 1 OR grain = 'month')
    ), covered AS (
        SELECT DISTINCT subject_party, direction, month FROM several
        WHERE grain = 'line' AND month IS NOT NULL
    )
    SELECT m.line, bool_or(l.line IS NOT NULL) AS whole
    FROM several AS m
    JOIN covered AS c ON c.subject_party = m.subject_party AND c.direction = m.direction
        AND c.month = m.month
    LEFT JOIN several AS l ON l.grain = 'line' AND l.subject_party = m.subject_party
        AND l.direction = m.direction AND l.month = m.month
        AND left(l.hs, 6) = left(m.hs, 6) AND l.usd = m.usd AND l.copy = m.copy
    WHERE m.grain = 'month'
    GROUP BY m.line"""
"""Rows dated by month in a month that a party's declaration lines cover: what matches a line, one
to one, is a repeat of it; the rest may be, and go to the ceiling only."""


_KEPT = """line, declaration, office, day, in_period, hs, goods, unit, versions_of, fate,
    collision, grade, requested, previous, release, origin_country, dispatch_country,
    trading_country, sender_country, purchase_country, declared_origin, supplier_party,
    supplier_grade, supplier_perhaps, maker_party, maker_grade, maker_perhaps, value_basis,
    far_off, marks, by_month, lacks_rate"""


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


_DISPUTED = """SELECT versions_of FROM placed
            WHERE versions_of IS NOT NULL AND apart <> 'not_released'"""
"""Conflicts of which one version would not count at all: the lower value is none."""


_COUNTED = f"""SELECT {_KEPT}, leads AND fair AS counts,
    {_amounts("usd", "usd_low")},
    {_amounts("kg", "kg_low")},
    {_amounts("qty", "qty_low")},
    {_amounts("one", "one_own")}
FROM (
    SELECT *, usd AS usd_own, net_kg AS kg_own, quantity AS qty_own, 1 AS one_own,
        grade = 3 AND release = 'released' AND NOT doubted AS sure,
        grade >= 2 AND NOT doubted AS fair,
        versions_of IS NULL OR row_number() OVER (PARTITION BY versions_of
            ORDER BY grade DESC, usd NULLS LAST, net_kg NULLS LAST, origin_country,
                dispatch_country, trading_country, sender_country, purchase_country, hs, unit,
                quantity, value_basis, supplier_party, maker_party, line) = 1 AS leads,
        CASE WHEN versions_of IS NULL THEN usd
            ELSE min(usd) OVER (PARTITION BY versions_of) END AS usd_low,
        CASE WHEN versions_of IS NULL THEN net_kg
            ELSE min(net_kg) OVER (PARTITION BY versions_of) END AS kg_low,
        CASE WHEN versions_of IS NULL THEN quantity
            ELSE min(quantity) OVER (PARTITION BY versions_of) END AS qty_low
    FROM (SELECT * REPLACE (nullif(net_kg, 0) AS net_kg, nullif(quantity, 0) AS quantity),
            fate IN ('suspected', 'overlap') OR coalesce(versions_of IN ({_DISPUTED}), false)
                AS doubted
        FROM placed WHERE apart IS NULL AND fate NOT IN ('repeated', 'superseded'))
) AS c"""
