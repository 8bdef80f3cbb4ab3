"""Lines against lists of goods: by the code in the line's own edition, by day, by threshold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step
from followthegoods.facts.hs import revisions
from followthegoods.model.listing import Measure
from followthegoods.model.screening import Controlled
from followthegoods.questions.screening.reading import Figures
from followthegoods.reference.controls import CodeThere, GoodsControl

STATES = ("met", "possible", "date_unknown", "no_longer", "first_later")
"""What a control was on a line's day, gravest first."""


def goods_steps(
    authority: str, controls: Sequence[GoodsControl], there: Sequence[CodeThere]
) -> list[Step]:
    """The tables that end in `goods_met`: line, group of controls, state. They read `counted`."""
    return [
        Step("control", _control_rows(controls), "table", "Codes of lists of goods, with days."),
        Step("code_there", _code_rows(there), "table", "What these codes are in each edition."),
        Step("goods_met", _met(authority), "table", "Lines whose code is on a list of goods."),
        Step("goods_codes", _CODES),
    ]


GOODS_TOUCHED = """SELECT line,
    list({'dimension': 'g' || control_group, 'key': state, 'link': 3}) AS touched
    FROM goods_met GROUP BY line"""
"""The groups that controls put a line into."""


def groups_of(controls: Sequence[GoodsControl]) -> list[tuple[str, str, str, str]]:
    """List, authority, measure and tier: what controls are shown by."""
    return sorted({(c.list, c.authority, c.measure, c.tier) for c in controls})


def _control_rows(controls: Sequence[GoodsControl]) -> str:
    groups = {group: number for number, group in enumerate(groups_of(controls))}
    rows = [
        (
            str(place),
            str(groups[(c.list, c.authority, c.measure, c.tier)]),
            literal(c.code),
            *map(_day, (c.from_earliest, c.from_latest, c.sure_until, c.last)),
            "NULL" if c.threshold is None else f"{c.threshold}::DECIMAL(18,2)",
            literal(c.currency),
            literal(c.unit),
            str(c.measure != Measure.PRIORITY).lower(),
            literal(c.authority),
        )
        for place, c in enumerate(controls)
    ]
    return _values(
        rows,
        "control, control_group, code, from_earliest, from_latest, sure_until, last, threshold, "
        "currency, unit, binding, authority",
    )


def _code_rows(there: Sequence[CodeThere]) -> str:
    rows = [
        (str(c.control), literal(c.edition), literal(c.begins), str(c.sure).lower()) for c in there
    ]
    return _values(rows, "control, edition, begins, sure")


def _values(rows: Iterable[Sequence[str]], columns: str) -> str:
    values = ", ".join("(" + ", ".join(row) + ")" for row in rows)
    return f"SELECT * FROM (VALUES {values}) AS v({columns})"


def _day(day: date | None) -> str:
    return "NULL::DATE" if day is None else f"DATE '{day}'"


_LAST = "CASE WHEN c.by_month THEN last_day(c.day) ELSE c.day END"


def _edition(authority: str) -> str:
    """The edition that a line's code is of; NULL where its day is not known."""
    spans = revisions(authority)
    cases = " ".join(f"WHEN c.day >= DATE '{start}' THEN '{name}'" for start, name in spans[:0:-1])
    return f"CASE WHEN c.day IS NULL THEN NULL {cases} ELSE '{spans[0][1]}' END"


def _met(authority: str) -> str:
    return f"""SELECT line, control_group, any_value(authority) AS authority,
    bool_or(binding) AS binding, list_sort(list(DISTINCT code)) AS codes,
    arg_min(state, rank) AS state
FROM (
    SELECT *, list_position([{", ".join(map(literal, STATES))}], state) AS rank
    FROM (
        SELECT m.*, CASE WHEN day IS NULL THEN 'date_unknown'
            WHEN last_of < from_earliest THEN 'first_later'
            WHEN day > last THEN 'no_longer'
            WHEN coalesce(day < from_latest, true) OR coalesce(last_of > sure_until, false)
                THEN 'date_unknown'
            WHEN sure AND of_code THEN 'met' ELSE 'possible' END AS state
        FROM (
            SELECT c.line, c.day, {_LAST} AS last_of, k.*,
                t.sure AND c.day IS NOT NULL AS of_code,
                starts_with(c.hs, t.begins) AND coalesce({_ABOVE}, false) AS sure
            FROM counted AS c
            JOIN code_there AS t ON left(t.begins, 2) = left(c.hs, 2)
                AND (starts_with(c.hs, t.begins) OR starts_with(t.begins, c.hs))
                AND t.edition = coalesce({_edition(authority)}, t.edition)
            JOIN control AS k ON k.control = t.control
            JOIN found AS f ON f.line = c.line
            WHERE coalesce({_ABOVE}, true)
        ) AS m
    ) AS s
) AS r
GROUP BY line, control_group"""


_ABOVE = """CASE WHEN k.threshold IS NULL THEN true
        WHEN f.invoice_currency = k.currency AND c.unit = k.unit AND f.quantity > 0
            THEN f.invoice_value >= k.threshold * CAST(f.quantity AS DECIMAL(18,3)) END"""
"""Whether the goods are worth the threshold, for one unit; NULL where that cannot be said. The
other side is multiplied, for nothing here divides money."""

_CODES = """SELECT control_group, list_sort(list_distinct(flatten(list(codes)))) AS codes
FROM goods_met GROUP BY control_group ORDER BY control_group"""


def read_goods(
    results: Mapping[str, Sequence[Any]], controls: Sequence[GoodsControl], opened: bool
) -> tuple[Controlled, ...]:
    """What lists of goods lines are on, group by group; groups that no line meets are left out."""
    figures, codes = Figures(results, opened), dict(results["goods_codes"])
    return tuple(
        Controlled(
            *group,
            codes=tuple(codes[number]),
            met=figures.figure(f"g{number}", "met"),
            possible=figures.figure(f"g{number}", "possible"),
            first_later=figures.figure(f"g{number}", "first_later"),
            no_longer=figures.figure(f"g{number}", "no_longer"),
            date_unknown=figures.figure(f"g{number}", "date_unknown"),
        )
        for number, group in enumerate(groups_of(controls))
        if number in codes
    )
