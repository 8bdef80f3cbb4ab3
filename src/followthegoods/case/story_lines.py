"""The lines of a story's subject under one definition, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from followthegoods.case import asking
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.engine.kept import Kept
from followthegoods.engine.plan import Plan, Row, Step
from followthegoods.model.answer import Figure
from followthegoods.model.printed import Days
from followthegoods.model.story import Behind
from followthegoods.questions.dossier import refused_sql
from followthegoods.questions.stories.checking import lines as told
from followthegoods.questions.stories.checking.lines import Narrow
from followthegoods.questions.stories.checking.records import Dates, Found, Query


class StoryLines:
    """The lines of a subject under one definition, counted once; each answer of them is kept."""

    def __init__(self, case: Opened, kept: Kept, query: Query, role: str, side: How) -> None:
        how = how_of(query, period=False) | side
        if role != "receiver":
            how["role"] = role
        self.asked = asking.ask(case, query.of, how)
        self._kept = kept
        self._steps = told.lines_steps(self.asked.parameters, self.asked.scope)
        self._known: dict[str, list[Row]] = {}

    def plan(self, sql: str) -> Plan:
        """The plan of what is asked of the lines."""
        return Plan((*self._steps, Step("figure", sql)))

    def rows(self, sql: str) -> list[Row]:
        """The answer to what is asked of the lines."""
        if sql not in self._known:
            self._known[sql] = self._kept.rows(self.plan(sql))
        return self._known[sql]

    def found(self, measure: str, days: Days, narrow: Narrow, *, opened: bool) -> Found:
        """The figure of the lines that are meant, with its plan and the lines behind it."""
        sql = told.figure_sql(measure, days, narrow, versions=self._many(told.VERSIONS) > 0)
        figure = told.read_figure(self.rows(sql)[0], opened=opened)
        shown = partial(self._shown, measure, days, narrow)
        return Found(figure, (), self.plan(sql).script(), shown)

    def apart(self, measure: str, days: Days, narrow: Narrow) -> list[tuple[str, int, Decimal]]:
        """The lines that are meant and shown apart: why, how many, and how much they state."""
        if not self._many(told.ASIDE):
            return []
        rows = self.rows(told.apart_sql(measure, days, narrow))
        return [(why, lines, told.decimal(much)) for why, lines, much in rows]

    def again(self, days: Days, narrow: Narrow) -> int:
        """How many rows say again what lines say that are meant, or were replaced by them."""
        return self._many(told.again_sql(days, narrow)) if self._many(told.AGAIN) else 0

    def declarations(self, days: Days, narrow: Narrow, *, opened: bool) -> Found:
        """How many declarations the lines are of that are meant."""
        sql = told.declarations_sql(days, narrow)
        (*_, unnumbered), *_ = numbers = self.rows(sql)
        figure = told.read_declarations(numbers[0], opened=opened)
        shown = partial(self._shown, "one", days, narrow)
        said = f"Lines without a declaration's number, each counted as one: {unnumbered:,}."
        plan, caveats = self.plan(sql).script(), (said,) if unnumbered else ()
        return Found(figure, caveats, plan, shown, unbounded=unnumbered > 0)

    def plan_of_groups(self, by: str, days: Days, narrow: Narrow) -> str:
        """The plan that makes groups."""
        return self.plan(told.groups_sql(by, days, narrow)).script()

    def groups(self, by: str, days: Days, narrow: Narrow) -> Sequence[tuple[str, Figure]]:
        """Dollars by `supplier`, or by the country of a basis; without a key what states none, or
        several, and may be anybody's."""
        rows = self.rows(told.groups_sql(by, days, narrow))
        return [(key, told.read_figure(numbers, opened=False)) for key, *numbers in rows]

    def dates(self, days: Days, narrow: Narrow) -> Dates:
        """When the first and the last line came."""
        floor, point = (row[1:] for row in self.rows(told.dates_sql(days, narrow)))
        first, last = (
            _behind(self.rows(told.ends_sql(days, narrow, last=last))) for last in (False, True)
        )
        return Dates(floor[2:], point[:2], (first, last), point[2:], self.undated(narrow))

    def _shown(self, measure: str, days: Days, narrow: Narrow) -> tuple[Behind, ...]:
        return _behind(self.rows(told.shown_sql(measure, days, narrow)))

    def there(self, place: str) -> list[str]:
        """The countries that lines state, on a basis."""
        return [code for (code,) in self.rows(told.countries_sql(place))]

    def suppliers(self, parties: Sequence[int]) -> set[int]:
        """Which of these parties supplied the subject."""
        return {party for (party,) in self.rows(told.suppliers_sql(parties))}

    def units(self) -> set[str]:
        """The units that lines state a quantity in."""
        return {unit for (unit,) in self.rows(told.UNITS)}

    def unstated(self, what: Sequence[str], days: Days) -> bool:
        """Whether lines of a period state no country on a basis, or several, or no `supplier`."""
        ever = [one for one in what if self._many(told.unstated_sql([one], (None, None)))]
        return bool(ever) and self._many(told.unstated_sql(ever, days)) > 0

    def undated(self, narrow: Narrow) -> int:
        """How many lines that are meant state no day, and may be of any."""
        return self._many(told.undated_sql(narrow))

    def uncoded(self, days: Days, narrow: Narrow) -> int:
        """How many lines that are meant state no commodity code, where codes are asked for."""
        return self._many(told.uncoded_sql(days, narrow))

    def without_unit(self, unit: str, days: Days, narrow: Narrow) -> int:
        """How many lines that are meant state no quantity in a unit."""
        return self._many(told.without_unit_sql(unit, days, narrow))

    @property
    def lacking(self) -> int:
        """How many lines count, and have no value."""
        return self._many(told.LACKING)

    @property
    def refused(self) -> bool:
        """Whether refused rows name the subject."""
        return self._many(refused_sql(self.asked.parameters, self.asked.scope)) > 0

    def _many(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])


def _behind(rows: Sequence[Row]) -> tuple[Behind, ...]:
    return tuple(Behind(line, day, told.decimal(adds)) for line, day, adds in rows)


def how_of(query: Query, *, period: bool) -> How:
    """How a query is asked of the case."""
    d = query.definition
    how = How(value=d.value, date=d.date, supplier=d.supplier)
    if period:
        how |= How(first=query.first, last=query.last)
    if query.hs or query.goods:
        how["goods"] = (*query.hs, *query.goods)
    return how
