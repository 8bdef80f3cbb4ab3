"""The lines that name a subject, and what each counts for: the rules of a figure, as one table.

`counted` is the last of the steps made here. Every figure is an aggregate of it, so that no
question can count a line otherwise than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.facts.hs import NEWEST, revisions
from followthegoods.facts.regimes import EXPORT_SIDE, FIRST_ARRIVAL, NO_PREVIOUS, periods
from followthegoods.questions.figures import both_sql, days_sql, when_sql
from followthegoods.questions.goods import Codes, grade_sql, unstated_sql
from followthegoods.questions.keyless import KEYLESS
from followthegoods.questions.makers import NAMED_IN_TEXT, NOBODY_IN_TEXT, named_sql
from followthegoods.questions.valued import VALUE_BASES, VALUES, valued_sql

__all__ = ["VALUE_BASES", "Dated", "Parameters", "Scope", "counted_steps", "in_parts", "iso"]

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
MEASURES = ("value", "net_kg", "lines")
"""What groups may be measured by; also `quantity:UNIT`."""


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
    measure: str = "value"
    """What groups are measured by: value, net_kg, lines, or `quantity:UNIT`."""
    regimes: tuple[str, ...] = ()
    """Requested procedures that count, whatever their class; empty: first arrival."""
    goods: tuple[str, ...] = ()
    """Goods asked about, any of them, whoever's they are or the subject's; empty: whatever."""
    hs_revision: str = NEWEST
    """The edition of the Harmonised System that codes among them are of."""


@dataclass(frozen=True)
class Dated:
    """A mention of a subject that is asked about within days of its own (inclusive; None: open)."""

    mention: int
    grade: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Scope:
    """The files a plan reads, relative to the case, and the subject's mentions with grades.

    Without mentions the subject is goods, whoever imported them.
    """

    lines: list[str]
    fates: list[str]
    refused: list[str]
    dollars: list[str]
    parties: list[str]
    names: list[str]
    mentions: Sequence[tuple[int, int]]
    shown_by: Sequence[str] = ()
    """Texts that show the subject in a refused row."""
    monthly: bool = False
    """Whether a source is dated by month only: its rows may repeat declaration lines."""
    keyless: bool = False
    """Whether one of several sources has lines without a key: they may repeat others' lines."""
    covered: tuple[date, date] | None = None
    """First and last day of the authority's records: bounds an event's windows."""
    dated: Sequence[Dated] = ()
    """The mentions again, with the days of their parties, where any party has such."""
    codes: Codes = field(default_factory=dict)
    """What the codes among the goods are in other editions of the Harmonised System."""
    said: Sequence[str] = ()
    """The files of mentions: goods asked about by words may stand in a maker's name."""
    makers: Sequence[str] = ()
    """The files of makers that goods texts name."""
    prices: Sequence[str] = ()
    """The file of what a kilogram of each code usually costs."""
    many: bool = False
    """Whether there may be many lines: then their sums are asked for in another way."""

    @property
    def compared(self) -> bool:
        """Whether lines of sources are compared with one another, company by company."""
        return self.monthly or self.keyless


def iso(day: date | None) -> str | None:
    """A day as text, where there is one."""
    return None if day is None else day.isoformat()


def counted_steps(p: Parameters, scope: Scope) -> list[Step]:
    """The tables that end in `counted`: every question about a subject begins with them."""
    subject = "The subject's mentions: 3 certain, 2 probable, 1 uncertain."
    steps = [Step("subject", _subject(scope), "table", subject)] if scope.mentions else []
    steps += [
        Step("found", _found(p, scope), "table", "Lines that name the subject."),
        Step("fated", _fated(scope), "table", "What became of them."),
        Step("linked", _linked(p, scope), "table", "Who stands behind the names on them."),
    ]
    if scope.makers:
        named = named_sql(scope.makers, scope.parties)
        steps.append(Step("named", named, "table", "The makers that their goods texts name."))
    if scope.compared:
        dollars = "Their dollars: one product, one rounding."
        steps.append(Step("valued", _valued(p, scope), "table", dollars))
    return [
        *steps,
        Step("placed", _placed(p, scope), "table", "Their day, fate, procedure, supplier, maker."),
        Step("counted", _counted(_KEPT), "table", "What each adds to floor, point and ceiling."),
    ]


def lean_steps(p: Parameters, scope: Scope, columns: Sequence[str]) -> list[Step]:
    """`counted_steps` where of `counted` these columns are enough, beside its amounts: in half the
    time where there are many lines. What comes before `placed` is the same whatever the value.

    Lines that count for nothing are among them, with why under `aside` (NULL for those that count):
    shown apart, or rows that are of a line `with_line` and were `repeated` or `superseded`. What
    is of another direction, or billed by the house as well, is not.
    """
    *before, placed, counted = counted_steps(p, scope)
    kept = ", ".join(dict.fromkeys((*columns, *_WEIGHED)))
    aside = f"SELECT {kept}, with_line, {_ASIDE} AS aside\nFROM ({placed.sql}) AS p"
    return [
        *before,
        replace(placed, sql=aside, kind="part"),
        replace(counted, sql=_counted(f"{', '.join(columns)}, with_line, aside", aside=True)),
    ]


def in_parts(steps: Sequence[Step], *, listed: bool = False) -> list[Step]:
    """`counted_steps` for questions that read `placed` and `counted` of them: of `placed` what a
    figure needs, or all where lines are `listed`, and what comes before it as parts of it."""
    *before, placed, counted = steps
    if not listed:
        placed = replace(placed, sql=f"SELECT {_PLACED}\nFROM ({placed.sql}) AS p")
    return [*(replace(step, kind="part") for step in before), placed, counted]


def _subject(scope: Scope) -> str:
    """The subject's mentions: one row each, or one for every span of days they are asked about."""
    if scope.dated:
        days = [
            ", ".join(f"DATE '{d}'" if d else "NULL::DATE" for d in (own.first, own.last))
            for own in scope.dated
        ]
        rows = ", ".join(
            f"({own.mention}::BIGINT, {own.grade}, {span})"
            for own, span in zip(scope.dated, days, strict=True)
        )
        columns, kept = "mention, grade, first_day, last_day", ", s.first_day, s.last_day"
    else:
        rows = ", ".join(f"({mention}::BIGINT, {grade})" for mention, grade in scope.mentions)
        columns, kept = "mention, grade", ""
    if not (scope.compared or scope.dated):
        return (
            f"SELECT {columns}, NULL::BIGINT AS subject_party FROM (VALUES {rows}) AS s({columns})"
        )
    # Whose of several parties a line is matters to what may repeat, and to days of their own.
    return (
        f"SELECT s.mention, s.grade, p.party AS subject_party{kept}\n"
        f"FROM (VALUES {rows}) AS s({columns})\n"
        f"LEFT JOIN {files_sql(scope.parties)} AS p ON p.mention = s.mention AND p.grade > 1"
    )


_COLUMNS = ", ".join(
    f"l.{name}"
    for name in (
        *("line", "source", "sheet", "row", "grain", "release", "declaration", "office", "item"),
        *("registered", "month", "released", "direction", "regime", "sender", "receiver"),
        *("holder", "declarant", "maker", "origin_country", "dispatch_country", "trading_country"),
        *("sender_country", "purchase_country", "destination_country", "declared_origin"),
        *(
            "hs",
            "goods",
            "trademark",
            "net_kg",
            "gross_kg",
            "quantity",
            "unit",
            "transport",
            *VALUES,
            "marks",
        ),
    )
)
"""The columns of a line that a dossier needs."""

_FEW = 5_000
"""Up to this many mentions the engine is told which row groups to skip."""


def _near(p: Parameters, scope: Scope) -> str:
    """A test that no line of the period's months fails, for the engine to pass over most others as
    it reads.

    Where lines of sources are compared, it is with those registered in the same month.
    """
    if scope.compared and p.date != "registered":
        return ""
    day, tests = f"l.{p.date}", []
    if p.first:
        tests.append(f"{day} >= DATE '{p.first.replace(day=1)}'")
    if p.last:
        tests.append(f"{day} <= last_day(DATE '{p.last}')")
    return "".join(f" AND ({day} IS NULL OR {test})" for test in tests)


def _found(p: Parameters, scope: Scope) -> str:
    lines = files_sql(scope.lines)
    authority = f"l.authority = {literal(p.authority)}{_near(p, scope)}"
    of_goods, unstated = "3", "false"
    if p.goods:
        of_goods = grade_sql(p.goods, scope.codes, revisions(p.authority), scope.said)
        unstated = unstated_sql(p.goods)
    columns = f"{_COLUMNS}, l.content" if scope.keyless else _COLUMNS
    own = f"{columns}, {of_goods} AS of_goods, {unstated} AS goods_unstated"
    if not scope.mentions:
        return (
            f"SELECT *, of_goods AS grade, NULL::BIGINT AS subject_party\n"
            f"FROM (SELECT {own}\n    FROM {lines} AS l WHERE {authority}) AS f WHERE of_goods > 0"
        )
    wanted = ", ".join(str(mention) for mention, _ in scope.mentions)
    only = f"l.{p.role} IN ({wanted}) AND " if len(scope.mentions) <= _FEW else ""
    days = ", s.first_day, s.last_day" if scope.dated else ""
    found = (
        f"SELECT {own}, s.grade, s.subject_party{days}\n"
        f"FROM {lines} AS l JOIN subject AS s ON s.mention = l.{p.role}\nWHERE {only}{authority}"
    )
    if not p.goods:
        return found
    return (
        f"SELECT * REPLACE (least(grade, of_goods) AS grade)\nFROM ({found}) AS f "
        "WHERE of_goods > 0"
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
    """The authority's customs procedures, each with the days it was in force (the end is out).

    The codes of one table are one text, taken apart: the engine reads it faster than many rows.
    """
    tables: dict[tuple[date, date], list[str]] = {}
    for start, until, code, kind, _ in periods(authority):
        tables.setdefault((start, until), []).append(f"{code}:{kind}")
    rows = ", ".join(
        f"(DATE '{start}', DATE '{until}', {literal(' '.join(codes))})"
        for (start, until), codes in tables.items()
    )
    rows = rows or "(DATE '1900-01-01', DATE '1900-01-01', '')"
    return f"""(SELECT from_day, until_day, split_part(c, ':', 1) AS code,
            split_part(c, ':', 2) AS kind
        FROM (SELECT from_day, until_day, unnest(string_split(codes, ' ')) AS c
            FROM (VALUES {rows}) AS t(from_day, until_day, codes)) AS u) AS r"""


def _valued(p: Parameters, scope: Scope) -> str:
    if scope.mentions:
        return valued_sql(p.value, scope.dollars)
    # Who imports is looked up once the lines are found: rows of a month are compared by company.
    importers = (
        "(SELECT f.* REPLACE (w.party AS subject_party) FROM found AS f "
        "LEFT JOIN linked AS w ON w.mention = f.receiver)"
    )
    return valued_sql(p.value, scope.dollars, importers)


def _linked(p: Parameters, scope: Scope) -> str:
    """The parties behind importers, suppliers and makers: all mentions are read once."""
    return _LINKED.format(parties=files_sql(scope.parties), supplier=p.supplier)


def _placed(p: Parameters, scope: Scope) -> str:
    month = "CAST(date_trunc('month', v.month) AS DATE)"
    day = "v.released" if p.date == "released" else f"coalesce(v.registered, {month})"
    overlaps, fate, valued = "", "coalesce(f.fate, 'stands')", f"({_valued(p, scope)})"
    if scope.compared:
        valued = "valued"
    if scope.keyless:
        overlaps = f"LEFT JOIN ({KEYLESS}) AS k ON k.line = v.line\n    "
        fate = "CASE WHEN k.line IS NOT NULL THEN 'suspected' ELSE coalesce(f.fate, 'stands') END"
    if scope.monthly:
        overlaps += f"LEFT JOIN ({_OVERLAPS}) AS o ON o.line = v.line\n    "
        fate = f"""CASE WHEN o.whole THEN 'repeated' WHEN NOT o.whole THEN 'overlap'
             ELSE {fate} END"""
    makers, named = NOBODY_IN_TEXT, ""
    if scope.makers:
        makers, named = NAMED_IN_TEXT, "LEFT JOIN named AS n ON n.line = v.line\n    "
    placed = f"""SELECT * FROM (SELECT *, {_in_period(p, scope)} AS in_period,
    {_apart(p)} AS apart
FROM (
    SELECT v.*, f.versions_of, {day} AS day,
        v.registered IS NULL AND v.month IS NOT NULL AS by_month,
        {fate} AS fate, f.with_line,
        coalesce(f.collision, false) AS collision,
        coalesce(v.gross_kg > 0 AND v.net_kg > v.gross_kg, false) AS net_above_gross,
        nullif(split_part(v.regime, ' ', 1), '') AS requested,
        nullif(split_part(v.regime, ' ', 2), '') AS previous, r.kind,
        s.party AS supplier_party, coalesce(s.grade, 3) AS supplier_grade,
        s.perhaps AS supplier_perhaps,
        w.party AS importer_party, coalesce(w.grade, 3) AS importer_grade,
        w.perhaps AS importer_perhaps,
        {makers}
    FROM {valued} AS v
    LEFT JOIN fated AS f ON f.line = v.line
    {overlaps}LEFT JOIN {_regimes(p.authority)} ON r.code = split_part(v.regime, ' ', 1)
        AND coalesce(v.registered, v.month, DATE '9999-12-30') >= r.from_day
        AND coalesce(v.registered, v.month, DATE '9999-12-30') < r.until_day
    LEFT JOIN linked AS s ON s.mention = v.{p.supplier}
    LEFT JOIN linked AS w ON w.mention = v.receiver
    LEFT JOIN linked AS m ON m.mention = v.maker
    {named}) AS p) AS dated
WHERE in_period <> 'out'"""
    if not scope.dated:
        return placed
    # A mention may be of two parties with days of their own: a line is the surest one's.
    return f"""SELECT * EXCLUDE (surest) FROM (
    SELECT *, row_number() OVER (PARTITION BY line
        ORDER BY in_period, grade DESC, subject_party NULLS LAST) AS surest
    FROM ({placed})) AS s
WHERE surest = 1"""


def _in_period(p: Parameters, scope: Scope) -> str:
    """Whether a line is of the period asked about, and of its party's own days: in, maybe, out."""
    period = when_sql(iso(p.first), iso(p.last))
    return both_sql(days_sql("first_day", "last_day"), period) if scope.dated else period


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
    return f"""CASE WHEN fate = 'master' THEN 'master_bill'
         WHEN direction <> {literal(p.direction)} THEN 'other_direction'
         WHEN NOT ({counts}) AND requested IS NULL THEN 'no_procedure'
         WHEN NOT ({counts}) AND kind = '{FIRST_ARRIVAL}' AND previous <> '{NO_PREVIOUS}'
             THEN 'from_other_procedure'
         WHEN NOT ({counts}) THEN coalesce(kind, 'unknown_procedure')
         WHEN release = 'not_released' THEN 'not_released' END"""


_LINKED = """SELECT mention, max(party) FILTER (grade > 1) AS party,
        max(grade) FILTER (grade > 1) AS grade,
        list(party ORDER BY party) FILTER (grade = 1) AS perhaps
    FROM {parties}
    WHERE mention IN (SELECT {supplier} FROM found UNION SELECT maker FROM found
        UNION SELECT receiver FROM found)
    GROUP BY mention"""
"""The party that a mention is linked to, and those it may be besides."""


_OVERLAPS = """WITH several AS (
        SELECT v.line, grain, subject_party, direction, hs, usd,
            CAST(date_trunc('month', coalesce(registered, month)) AS DATE) AS month,
            row_number() OVER (PARTITION BY grain, subject_party, direction, left(hs, 6), usd,
                date_trunc('month', coalesce(registered, month))
                ORDER BY coalesce(f.fate, '') = 'suspected', origin_country, dispatch_country,
                    trading_country, hs, v.line) AS copy
        FROM valued AS v LEFT JOIN fated AS f ON f.line = v.line
        WHERE coalesce(f.fate, '') NOT IN ('repeated', 'superseded', 'master')
            AND (grade > 1 OR grain = 'month')
    ), covered AS (
        SELECT DISTINCT subject_party, direction, month FROM several
        WHERE grain <> 'month' AND month IS NOT NULL
    )
    SELECT m.line, bool_or(l.line IS NOT NULL) AS whole
    FROM several AS m
    JOIN covered AS c ON c.subject_party = m.subject_party AND c.direction = m.direction
        AND c.month = m.month
    LEFT JOIN several AS l ON l.grain <> 'month' AND l.subject_party = m.subject_party
        AND l.direction = m.direction AND l.month = m.month
        AND left(l.hs, 6) = left(m.hs, 6) AND l.usd = m.usd AND l.copy = m.copy
    WHERE m.grain = 'month'
    GROUP BY m.line"""
"""Rows dated by month in a month that a party's declaration lines cover: what matches a line, one
to one, is a repeat of it; the rest may be, and go to the ceiling only."""


_KEPT = """line, declaration, office, day, in_period, hs, goods, unit, versions_of, fate,
    collision, grade, requested, previous, release, origin_country, dispatch_country,
    trading_country, sender_country, purchase_country, destination_country, declared_origin,
    supplier_party,
    supplier_grade, supplier_perhaps, importer_party, importer_grade, importer_perhaps,
    maker_party, maker_grade, maker_perhaps, more_makers, value_basis, far_off, marks, by_month,
    lacks_rate, net_above_gross, cif_below_fob, source, trademark, transport, of_goods,
    goods_unstated"""


_PLACED = f"{_KEPT}, apart, usd, net_kg, quantity"
"""What a dossier needs of `placed`."""


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


_STANDS = "apart IS NULL AND fate NOT IN ('repeated', 'superseded')"
"""The lines of `placed` that count for something."""

_ELSEWHERE = "('master_bill', 'other_direction')"
_ASIDE = f"""CASE WHEN apart IN {_ELSEWHERE} THEN apart
        WHEN fate IN ('repeated', 'superseded') THEN fate ELSE apart END"""
"""Why a line of `placed` counts for nothing."""

_VERSIONS_STAND = "SELECT versions_of FROM placed WHERE aside IS NULL AND versions_of IS NOT NULL"
_STANDS_ASIDE = f"""(aside IS NULL OR aside IN ('repeated', 'superseded')
            OR (aside NOT IN {_ELSEWHERE}
                AND (versions_of IS NULL OR versions_of NOT IN ({_VERSIONS_STAND}))))"""
"""The lines that count, and those aside; a version of a line that counts in another version is not
shown apart from it."""

_WEIGHED = (
    *("line", "versions_of", "fate", "apart", "grade", "release", "usd", "net_kg", "quantity"),
    *("unit", "hs", "value_basis", "supplier_party", "maker_party", *COUNTRY_BASES.values()),
)
"""What the amounts of `counted` are made of."""


def _counted(columns: str, *, aside: bool = False) -> str:
    """These columns of the lines that count, and what each adds; with those set `aside`, what each
    would add, were all that are aside to count.

    Versions are compared apart from the other lines, which are nearly all: those are not sorted.
    """
    stands, group = (_STANDS_ASIDE, "versions_of, aside") if aside else (_STANDS, "versions_of")
    return f"""SELECT {columns}, leads AND fair AS counts,
    {_amounts("usd", "usd_low")},
    {_amounts("kg", "kg_low")},
    {_amounts("qty", "qty_low")},
    {_amounts("one", "one_own")}
FROM (
    SELECT p.*, usd AS usd_own, net_kg AS kg_own, quantity AS qty_own, 1 AS one_own,
        grade = 3 AND release = 'released' AND NOT doubted AS sure,
        grade >= 2 AND NOT doubted AS fair, coalesce(v.place = 1, true) AS leads,
        CASE WHEN p.versions_of IS NULL THEN usd ELSE v.usd_low END AS usd_low,
        CASE WHEN p.versions_of IS NULL THEN net_kg ELSE v.kg_low END AS kg_low,
        CASE WHEN p.versions_of IS NULL THEN quantity ELSE v.qty_low END AS qty_low
    FROM (SELECT * REPLACE (nullif(net_kg, 0) AS net_kg, nullif(quantity, 0) AS quantity),
            fate IN ('suspected', 'overlap') OR coalesce(versions_of IN ({_DISPUTED}), false)
                AS doubted
        FROM placed WHERE {stands}) AS p
    LEFT JOIN (SELECT line AS version, row_number() OVER (PARTITION BY {group}
                ORDER BY grade DESC, usd NULLS LAST, nullif(net_kg, 0) NULLS LAST, origin_country,
                    dispatch_country, trading_country, sender_country, purchase_country, hs, unit,
                    nullif(quantity, 0), value_basis, supplier_party, maker_party, line) AS place,
            min(usd) OVER (PARTITION BY {group}) AS usd_low,
            min(nullif(net_kg, 0)) OVER (PARTITION BY {group}) AS kg_low,
            min(nullif(quantity, 0)) OVER (PARTITION BY {group}) AS qty_low
        FROM placed WHERE {stands} AND versions_of IS NOT NULL) AS v ON v.version = p.line
) AS c"""
