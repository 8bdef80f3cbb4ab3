"""The lines of a story's subject under one definition, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from followthegoods.case import asking
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.facts.countries import NO_ONE_COUNTRY
from followthegoods.questions.stories.checking.ledger import Dated, Ledger
from followthegoods.questions.stories.checking.lines import Line, plan_lines, read_lines
from followthegoods.questions.stories.checking.records import Query


class StoryLines:
    """The lines of a subject under one definition, read once, and what was summed of them."""

    def __init__(self, case: Opened, query: Query, role: str) -> None:
        how = how_of(query, period=False)
        if role != "receiver":
            how["role"] = role
        asked = asking.ask(case, query.of, how)
        plan = plan_lines(asked.parameters, asked.scope)
        results = case.runner.run(plan)
        self.asked = asked
        self.plan = plan.script()
        self.lines = read_lines(results["lines"])
        self.refused = bool(results["refused"][0][0])
        self.dated = Dated(self.lines)
        self.ledgers: dict[object, Ledger] = {}
        self.versions = [line for line in self.lines if line.versions_of is not None]
        self.suppliers = {line.supplier for line in self.lines}
        self.lacking = sum(
            1 for line in self.lines if line.counts and line.amounts["usd"][0] is None
        )
        self._there: dict[str, list[str]] = {}
        self._unstated: dict[str, list[Line]] = {}

    def there(self, place: str) -> list[str]:
        """The countries that lines state, on a basis."""
        if place not in self._there:
            self._there[place] = sorted({line.places[place] for line in self.lines} - {""})
        return self._there[place]

    def unstated(self, what: str) -> list[Line]:
        """The lines that state no country on a basis, or several at once, or no `supplier`."""
        if what not in self._unstated:
            self._unstated[what] = [
                line
                for line in self.lines
                if (
                    not line.supplier
                    if what == "supplier"
                    else line.places[what] in ("", *NO_ONE_COUNTRY)
                )
            ]
        return self._unstated[what]

    def parts(self, key_of: Callable[[Line], Iterable[int | str]]) -> dict[int | str, list[Line]]:
        """Lines by the keys they may belong to. Versions that disagree are in every part: one
        that belongs elsewhere lowers what the others of its line are sure of."""
        found: dict[int | str, list[Line]] = {}
        for line in self.lines:
            if line.versions_of is None:
                for key in key_of(line):
                    found.setdefault(key, []).append(line)
        return found


def how_of(query: Query, *, period: bool) -> How:
    """How a query is asked of the case."""
    d = query.definition
    how = How(value=d.value, date=d.date, supplier=d.supplier)
    if period:
        how |= How(first=query.first, last=query.last)
    if query.hs or query.goods:
        how["goods"] = (*query.hs, *query.goods)
    return how
