"""Records of a few sums, for claims to be checked against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from followthegoods.errors import BadParameter
from followthegoods.model.answer import Coverage, Figure, Group
from followthegoods.questions.stories.checking.records import Breach, Dates, Found, Listed, Query

BASES = ("origin", "dispatch", "sender", "trading", "purchase")


def sums(point: int, *, floor: int | None = None, opened: bool = True) -> Figure:
    low = Decimal(point if floor is None else floor)
    return Figure(low, Decimal(point), Decimal(point), opened, 1, 0)


@dataclass
class FakeRecords:
    """`by`: (country basis, country) -> dollars; with no country the `total`, from the day of
    an event on `since`. Whatever the other bases are, the sums are the same."""

    by: Mapping[tuple[str, str], Figure] = field(default_factory=dict)
    total: Figure = field(default_factory=lambda: sums(0))
    since: Mapping[date, Figure] = field(default_factory=dict)
    suppliers: Sequence[Group] = ()
    countries: Sequence[Group] = ()
    seen: Dates | None = None
    listed: Mapping[str, Sequence[Listed]] = field(default_factory=dict)
    breaches: Breach | None = None
    span: tuple[date, date] = (date(2018, 1, 1), date(2023, 12, 31))
    more: bool = False
    asked: list[Query] = field(default_factory=list)

    def value(self, query: Query) -> Found:
        self.asked.append(query)
        if query.country:
            basis = query.definition.country
            found = [self.by.get((basis, code), sums(0)) for code in query.country]
            return Found(found[0])
        if query.first is not None and query.first in self.since:
            return Found(self.since[query.first])
        return Found(self.total)

    def quantity(self, query: Query, unit: str) -> Found:
        return self.value(query)

    def lines(self, query: Query, what: str) -> Found:
        return self.value(query)

    def there(self, query: Query) -> Found:
        return self.value(query)

    def groups(self, query: Query, by: str) -> Sequence[Group]:
        return self.suppliers if by == "supplier" else self.countries

    def opened(self, query: Query) -> bool:
        return self.more

    def plan_of_groups(self, query: Query, by: str) -> str:
        return f"groups by {by}"

    def dates(self, query: Query) -> Dates:
        if self.seen is None:
            raise BadParameter("No line has a day.")
        return self.seen

    def listings(self, who: Sequence[str], authority: str) -> Sequence[Listed] | None:
        return self.listed.get(authority)

    def breach(self, query: Query) -> Breach | None:
        return self.breaches

    def coverage(self, who: Sequence[str]) -> Coverage:
        return Coverage(*self.span, (), ())

    def suppliers_of(self, query: Query) -> Sequence[str]:
        return query.supplier


def everywhere(country: str, point: int) -> dict[tuple[str, str], Figure]:
    """The same sum on every country basis."""
    return {(basis, country): sums(point) for basis in BASES}


def supplier(key: str, point: int) -> Group:
    return Group(Decimal(point), Decimal(point), Decimal(point), False, 1, 0, key, key)
