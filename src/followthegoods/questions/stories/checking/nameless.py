"""Lines that name nobody where a subject would stand: they may be its own."""

from __future__ import annotations

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import files_sql
from followthegoods.facts.hs import revisions
from followthegoods.model.printed import Days
from followthegoods.parties.party import Lookup
from followthegoods.questions.counted import Parameters, Scope, iso
from followthegoods.questions.goods import grade_sql
from followthegoods.questions.stories.checking.lines import Narrow

_DAY = "coalesce(l.registered, CAST(l.month AS DATE))"


def nameless_sql(p: Parameters, scope: Scope, lookup: Lookup) -> str:
    """How many lines of the authority's records name nobody in the subject's role: none at all, or
    one that stands for no party ("N/A", "to order")."""
    return f"SELECT count(*) FROM {files_sql(scope.lines)} AS l WHERE {_named_nobody(p, lookup)}"


def may_be_meant_sql(
    p: Parameters, scope: Scope, lookup: Lookup, days: Days, narrow: Narrow
) -> str:
    """As `nameless_sql`, of a period, of countries and of the goods asked about, as far as lines
    state them."""
    tests = [_named_nobody(p, lookup)]
    for day, test in zip(map(iso, days), ("last_day({d}) >= DATE", "{d} <= DATE"), strict=True):
        if day:
            tests.append(f"({_DAY} IS NULL OR {test.format(d=_DAY)} '{day}')")
    if narrow.codes is not None:
        listed = ", ".join(map(literal, narrow.codes)) or "NULL"
        country = f"l.{narrow.place}_country"
        tests.append(f"({country} IS NULL OR {country} IN ({listed}))")
    if p.goods:
        grade = grade_sql(p.goods, scope.codes, revisions(p.authority), scope.said)
        tests.append(f"{grade} > 0")
    return f"SELECT count(*) FROM {files_sql(scope.lines)} AS l WHERE {' AND '.join(tests)}"


def _named_nobody(p: Parameters, lookup: Lookup) -> str:
    nobody = (
        f"SELECT mention FROM {files_sql(lookup.mentions)} WHERE as_{p.role} > 0 "
        f"AND mention NOT IN (SELECT mention FROM {files_sql(lookup.parties)})"
    )
    return (
        f"l.authority = {literal(p.authority)} AND l.direction = {literal(p.direction)} "
        f"AND (l.{p.role} IS NULL OR l.{p.role} IN ({nobody}))"
    )
