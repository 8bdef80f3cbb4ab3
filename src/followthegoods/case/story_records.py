"""Records as stories ask them, answered from the lines of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial

from followthegoods.case import held
from followthegoods.case.lists import held_lists
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.case.screening import screen
from followthegoods.case.story_caveats import BOUGHT, EXPORTS, SENDS_ONLY, SENT, said_apart
from followthegoods.case.story_lines import StoryLines, how_of
from followthegoods.case.story_lists import breach_of, listings_of
from followthegoods.case.story_roles import SENDER, role_in_records, side_in_records
from followthegoods.engine.kept import Kept
from followthegoods.engine.plan import files_sql
from followthegoods.errors import AmbiguousParty, BadParameter, NoSuchParty
from followthegoods.facts.countries import country_label, in_group
from followthegoods.facts.units import unit_code
from followthegoods.model.answer import Coverage, Group
from followthegoods.model.printed import Days
from followthegoods.model.screening import Screening
from followthegoods.parties.search import find_parties, party_id
from followthegoods.questions.reading import beyond_records
from followthegoods.questions.stories.checking.lines import Narrow
from followthegoods.questions.stories.checking.nameless import may_be_meant_sql, nameless_sql
from followthegoods.questions.stories.checking.records import (
    GROUPS_OF_COUNTRIES,
    Breach,
    Dates,
    Found,
    Listed,
    Query,
)


@contextmanager
def case_records(case: Opened, *, role: str = "") -> Iterator[CaseRecords]:
    """The records of a case, for as long as the block lasts: the tables of what was asked go with
    it. `role`: as in `CaseRecords`."""
    with Kept(case.runner) as kept:
        yield CaseRecords(case, kept, role=role)


class CaseRecords:
    """The records of a case: lines on which who is asked about has a `role`; without one the
    receiver's, or the sender's of who receives nothing in them. What was read is kept: claims of
    one story ask for the same lines. `to`: the countries (ISO codes) that what it sent is said to
    have gone to: what it sent to others is not asked about."""

    def __init__(
        self, case: Opened, kept: Kept, *, role: str = "", to: Collection[str] = ()
    ) -> None:
        self._case = case
        self._kept = kept
        self._role = role
        self._to = to
        self._roles: dict[tuple[str, ...], str] = {}
        self._sides: dict[tuple[tuple[str, ...], str], How] = {}
        self._lines: dict[object, StoryLines] = {}
        self._parties: dict[str, list[int]] = {}
        self._covered: dict[object, Coverage] = {}
        self._called: dict[int, str] = {}
        self._counts: dict[str, int] = {}
        self._groups: dict[tuple[Query, str], list[Group]] = {}

    def value(self, query: Query) -> Found:
        """US dollars."""
        return self._found(query, "usd")

    def quantity(self, query: Query, unit: str) -> Found:
        """Net kilograms for `kg`; else a quantity in the unit as the records have it."""
        if unit == "kg":
            return self._found(query, "kg")
        code = unit_code(unit) or unit
        if code not in self._read(query).units():
            raise BadParameter(f"The records state no quantity in {unit}.")
        return self._found(query, "qty", code)

    def lines(self, query: Query, what: str) -> Found:
        """How many lines, or how many declarations."""
        if what == "lines":
            return self._found(query, "one")
        read = self._read(query)
        narrow = self._narrow(query, read)
        found = read.declarations(_days(query), narrow, opened=self._open(query, read))
        return self._beside(found, query, read, narrow, "one")

    def there(self, query: Query) -> Found:
        """How many lines these records hold, whatever others may."""
        return self._found(query, "one", here=True)

    def groups(self, query: Query, by: str) -> Sequence[Group]:
        """Dollars by `supplier`, or by `country` on the definition's basis, largest first."""
        if (query, by) not in self._groups:
            self._groups[query, by] = self._grouped(query, by)
        return self._groups[query, by]

    def opened(self, query: Query) -> bool:
        """Whether there may be more than these records hold."""
        return self._open(query, self._read(query))

    def plan_of_groups(self, query: Query, by: str) -> str:
        """The plan that makes the groups."""
        read = self._read(query)
        return read.plan_of_groups(_group(query, by), _days(query), self._narrow(query, read))

    def _grouped(self, query: Query, by: str) -> list[Group]:
        read = self._read(query)
        if by == "supplier" and self._sends(query):
            raise BadParameter(BOUGHT)
        figures = read.groups(
            _group(query, by),
            _days(query),
            self._narrow(query, read),
        )
        names = self._names([int(key) for key, _ in figures if key]) if by == "supplier" else {}
        groups = []
        for key, figure in figures:
            if by == "country" or not key:
                code, label = key, country_label(key) if by == "country" else "not stated"
            else:
                code, label = party_id(int(key)), names.get(int(key), "not stated")
            groups.append(Group(**vars(figure), key=code, label=label))
        return sorted(groups, key=lambda g: (-g.point, -g.ceiling, g.key))

    def dates(self, query: Query) -> Dates:
        """When the first and the last line came."""
        read = self._read(query)
        return read.dates(_days(query), self._narrow(query, read))

    def listings(self, who: Sequence[str], authority: str) -> Sequence[Listed] | None:
        """An authority's listings of a party; None where no list of it is loaded."""
        screening = self._screening(Query(tuple(who)))
        return None if screening is None else listings_of(screening, authority)

    def breach(self, query: Query) -> Breach | None:
        """What lines touch measures in force on their day; None where no list is loaded."""
        screening = self._screening(query)
        return None if screening is None else breach_of(screening)

    def coverage(self, who: Sequence[str]) -> Coverage:
        """What the records that name the subject cover; without one, all records of the case."""
        if who:
            return self._read(Query(tuple(who))).asked.setting.coverage
        known = list(held.status(self._case).coverage.values())
        firsts = [c.first for c in known if c.first]
        lasts = [c.last for c in known if c.last]
        return Coverage(min(firsts, default=None), max(lasts, default=None), (), ())

    def suppliers_of(self, query: Query) -> Sequence[str]:
        """The keys of a query's suppliers among the groups by supplier, name by name."""
        read = self._read(query)
        return [party_id(self._supplier(name, read)) for name in query.supplier]

    # -- how it is asked

    def _read(self, query: Query) -> StoryLines:
        d = query.definition
        key = (query.of, query.sent, query.hs, query.goods, d.value, d.date, d.supplier)
        if query.supplier and self._sends(query):
            raise BadParameter(BOUGHT)
        if key not in self._lines:
            role, side = self._role_of(query), self._side_of(query)
            self._lines[key] = StoryLines(self._case, self._kept, query, role, side)
        return self._lines[key]

    def _role_of(self, query: Query) -> str:
        """The role that who is asked about has on the lines asked for."""
        if self._role:
            return self._role
        if query.sent:
            return SENDER
        if query.of not in self._roles:
            self._roles[query.of] = role_in_records(self._case, query.of)
        return self._roles[query.of]

    def _side_of(self, query: Query) -> How:
        """Whose records are asked, and of which direction, where not as by default."""
        key = (query.of, self._role_of(query))
        if key not in self._sides:
            self._sides[key] = side_in_records(self._case, *key)
        return self._sides[key]

    def _exports(self, query: Query) -> bool:
        """Whether the records that name the subject so are of exports alone."""
        return self._side_of(query).get("direction") == "export"

    def _sends(self, query: Query) -> bool:
        """Whether it is of what the subject sent: the claim says so, or the records name the
        subject as a sender only."""
        return not self._role and self._role_of(query) == SENDER

    def _sends_to_others(self, query: Query, read: StoryLines) -> bool:
        """Whether it is of what the subject sent, to others too than these records tell of."""
        here = {read.asked.parameters.authority}
        return self._role_of(query) == SENDER and set(self._to) != here

    def _found(self, query: Query, measure: str, unit: str = "", *, here: bool = False) -> Found:
        read, days = self._read(query), _days(query)
        narrow = self._narrow(query, read)
        unlike = read.without_unit(unit, days, narrow) if unit else 0
        opened = bool(unlike) or self._open(query, read, here=here)
        found = read.found(measure, days, replace(narrow, unit=unit), opened=opened)
        said = self._beside(found, query, read, replace(narrow, unit=unit), measure)
        if unlike:
            other = f"Lines that state no quantity in this unit: {unlike:,}."
            said = replace(said, caveats=(*said.caveats, other))
        return said

    def _beside(
        self, found: Found, query: Query, read: StoryLines, narrow: Narrow, measure: str
    ) -> Found:
        """A figure with what is to be said beside it."""
        days = _days(query)
        unstated = self._not_stated(query, read, replace(narrow, unit=""))
        caveats = found.caveats + self._caveats(query, read, measure) + unstated
        if measure == "one" and (again := read.again(days, narrow)):
            caveats += (f"Rows that repeat these lines or were replaced, not counted: {again:,}.",)
        shown = partial(_apart, read, measure, days, narrow)
        return replace(found, caveats=caveats, unstated=bool(unstated), apart=shown)

    def _not_stated(self, query: Query, read: StoryLines, narrow: Narrow) -> tuple[str, ...]:
        """How many lines do not state the code or the day by which they are asked for."""
        days = _days(query)
        said = []
        if query.hs and (uncoded := read.uncoded(days, narrow)):
            said.append(f"Lines that state no code, and may be of these goods: {uncoded:,}.")
        if days != (None, None) and (undated := read.undated(narrow)):
            said.append(f"Lines that state no day, and may be of the period: {undated:,}.")
        return tuple(said)

    def _narrow(self, query: Query, read: StoryLines) -> Narrow:
        """The lines that a query is narrowed to: of countries, of suppliers."""
        parties = tuple(self._supplier(name, read) for name in query.supplier)
        return Narrow(
            query.definition.country,
            tuple(self._countries(query, read)) if query.country else None,
            parties if query.supplier else None,
            every=query.every,
        )

    def _countries(self, query: Query, read: StoryLines) -> list[str]:
        """The codes asked for; a group of countries is its members among those there are."""
        day = query.last or read.asked.setting.coverage.last or date.max
        there = read.there(query.definition.country)
        codes: list[str] = []
        for asked in query.country:
            if asked in GROUPS_OF_COUNTRIES:
                codes += [code for code in there if in_group(code, asked, day)]
            else:
                codes.append(asked)
        return codes

    def _supplier(self, name: str, read: StoryLines) -> int:
        """A named supplier: of several parties the one that supplied the subject."""
        if name not in self._parties:
            lookup = held.lookup(self._case)
            found = find_parties(self._case.runner, lookup, name) if lookup else []
            self._parties[name] = [party.party for party in found]
        parties = self._parties[name]
        if not parties:
            raise NoSuchParty(f"Nobody in the records answers to {name!r}.")
        own = read.suppliers(parties) if len(parties) > 1 else set()
        mine = [party for party in parties if party in own]
        if len(mine) > 1:
            ids = ", ".join(map(party_id, mine))
            raise AmbiguousParty(f"{len(mine)} suppliers answer to {name!r}: {ids}.")
        return (mine or parties)[0]

    def _names(self, parties: Sequence[int]) -> dict[int, str]:
        """What parties are called."""
        lookup = held.lookup(self._case)
        wanted = ", ".join(str(party) for party in parties if party not in self._called)
        if lookup is not None and wanted:
            self._called |= self._case.runner.ask(
                f"SELECT party, coalesce(name, '') FROM {files_sql(lookup.names)} "
                f"WHERE party IN ({wanted})"
            )
        return self._called

    def _open(self, query: Query, read: StoryLines, *, here: bool = False) -> bool:
        """Whether more may be there than the lines say, in the period asked about. Words are not
        found where the goods' texts call the goods otherwise; others may have received goods of
        whom these records do not tell; what was sent may have gone to such too, unless only these
        records (`here`) are asked about."""
        return (
            read.refused
            or not query.of
            or self._nameless(query, read) > 0
            or (self._sends_to_others(query, read) and not here)
            or (self._exports(query) and not self._sends(query))
            or bool(read.asked.setting.cut)
            or bool(self._coverage(query, read).months_missing)
            or self._beyond(query, read)
            or bool(query.goods)
            or bool(self._unstated(query, read))
        )

    def _nameless(self, query: Query, read: StoryLines) -> int:
        """How many lines name nobody where the subject would stand, and may be meant."""
        lookup = held.lookup(self._case)
        if not query.of or lookup is None:
            return 0
        of = read.asked.parameters, read.asked.scope, lookup
        if not self._counted(nameless_sql(*of)):
            return 0
        return self._counted(may_be_meant_sql(*of, _days(query), self._narrow(query, read)))

    def _counted(self, sql: str) -> int:
        if sql not in self._counts:
            self._counts[sql] = int(self._case.runner.ask(sql)[0][0])
        return self._counts[sql]

    def _coverage(self, query: Query, read: StoryLines) -> Coverage:
        """What the records cover, with the months missing of the period asked about."""
        key = (read.asked.parameters.authority, query.first, query.last)
        if key not in self._covered:
            self._covered[key] = held.coverage(self._case, *key)
        return self._covered[key]

    def _beyond(self, query: Query, read: StoryLines) -> bool:
        """Whether the period asked about reaches beyond the records."""
        p = replace(read.asked.parameters, first=query.first, last=query.last)
        return beyond_records(p, self._coverage(query, read))

    def _unstated(self, query: Query, read: StoryLines) -> list[str]:
        """What lines of the period do not state of what narrows the query, in words."""
        wanted = {f"one country of {query.definition.country}": query.definition.country}
        wanted = wanted if query.country else {}
        wanted |= {"supplier": "supplier"} if query.supplier else {}
        return [said for said, one in wanted.items() if read.unstated([one], _days(query))]

    def _caveats(self, query: Query, read: StoryLines, measure: str) -> tuple[str, ...]:
        said = []
        if self._sends_to_others(query, read):
            said.append(SENT if query.sent or self._role else SENDS_ONLY)
        if self._exports(query):
            said.append(EXPORTS)
        if not query.of:
            said.append("Of these goods the records may not hold everybody's lines.")
        if self._beyond(query, read):
            span = self._coverage(query, read)
            said.append(
                f"The period reaches beyond the records, which go from {span.first} to {span.last}."
            )
        if query.goods:
            said.append(
                "The goods are found by their words alone: lines that call them otherwise are not "
                "among these."
            )
        if read.asked.setting.cut:
            said.append(
                "A file has as many rows as vendors cut their exports at: there may be more lines."
            )
        if unstated := self._unstated(query, read):
            said.append(f"Some lines state no {' or no '.join(unstated)}, and may be meant.")
        if nameless := self._nameless(query, read):
            part = "sender" if self._role_of(query) == SENDER else "receiver"
            said.append(f"Lines that name no {part}, and may be the company's: {nameless:,}.")
        if measure == "usd" and read.lacking:
            whose = "the company" if query.of else "these goods"
            said.append(f"Lines of {whose} without a value: {read.lacking:,}.")
        if read.refused:
            said.append(
                f"Refused rows {'name the company' if query.of else 'may be of these goods'}."
            )
        if missing := self._coverage(query, read).months_missing:
            months = ", ".join(missing)
            said.append(f"Months without a line in the records: {months}.")
        return tuple(said)

    def _screening(self, query: Query) -> Screening | None:
        """The lines of a query screened against every list of the case; None without lists."""
        if not held_lists(self._case).versions:
            return None
        how = how_of(query, period=True) | self._side_of(query)
        if self._role_of(query) != "receiver":
            how["role"] = self._role_of(query)
        return screen(self._case, query.of, how, None, (), ())


def _apart(read: StoryLines, measure: str, days: Days, narrow: Narrow) -> tuple[str, ...]:
    """What is said of the lines that are meant and shown apart."""
    return said_apart(read.apart(measure, days, narrow), measure)


def _group(query: Query, by: str) -> str:
    """What lines are grouped by: the basis of a country."""
    return query.definition.country if by == "country" else by


def _days(query: Query) -> Days:
    return query.first, query.last
