"""Records as stories ask them, answered from the lines of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from followthegoods.case import held
from followthegoods.case.lists import held_lists
from followthegoods.case.opened import Opened
from followthegoods.case.screening import screen
from followthegoods.case.story_lines import StoryLines, how_of
from followthegoods.case.story_roles import SENDER, role_in_records
from followthegoods.engine.plan import files_sql
from followthegoods.errors import AmbiguousParty, BadParameter, NoSuchParty
from followthegoods.facts.countries import NO_ONE_COUNTRY, country_label, in_group
from followthegoods.facts.units import unit_code
from followthegoods.model.answer import Coverage, Group
from followthegoods.model.printed import Days
from followthegoods.model.screening import Cell, Screening, Status
from followthegoods.model.story import Behind
from followthegoods.parties.search import find_parties, party_id
from followthegoods.questions.reading import beyond_records
from followthegoods.questions.stories.checking.ledger import Ledger
from followthegoods.questions.stories.checking.lines import (
    SHOWN,
    Line,
    Link,
    always,
    both,
    declarations,
    figure,
    largest,
    of_country,
    of_supplier,
)
from followthegoods.questions.stories.checking.records import (
    GROUPS_OF_COUNTRIES,
    Breach,
    Dates,
    Found,
    Listed,
    Query,
)


class CaseRecords:
    """The records of a case: lines on which who is asked about has a `role`; without one the
    receiver's, or the sender's of who receives nothing in them. What was read is kept: claims of
    one story ask for the same lines."""

    def __init__(self, case: Opened, *, role: str = "") -> None:
        self._case = case
        self._role = role
        self._roles: dict[tuple[str, ...], str] = {}
        self._lines: dict[object, StoryLines] = {}
        self._parties: dict[str, list[int]] = {}
        self._covered: dict[object, Coverage] = {}

    def value(self, query: Query) -> Found:
        """US dollars."""
        return self._found(query, "usd")

    def quantity(self, query: Query, unit: str) -> Found:
        """Net kilograms for `kg`; else a quantity in the unit as the records have it."""
        if unit == "kg":
            return self._found(query, "kg")
        code = unit_code(unit) or unit
        read = self._read(query)
        if not any(line.unit == code for line in read.lines):
            raise BadParameter(f"The records state no quantity in {unit}.")
        return self._found(query, "qty", code)

    def lines(self, query: Query, what: str) -> Found:
        """How many lines, or how many declarations."""
        if what == "lines":
            return self._found(query, "one")
        read = self._read(query)
        link, opened = self._link(query, read), self._open(query, read)
        counted = declarations(read.lines, _days(query), link, opened=opened)
        shown = partial(largest, read.lines, "one", _days(query), link)
        return Found(counted, self._caveats(query, read), read.plan, shown)

    def groups(self, query: Query, by: str) -> Sequence[Group]:
        """Dollars by `supplier`, or by `country` on the definition's basis, largest first."""
        read = self._read(query)
        link, opened = self._link(query, read), self._open(query, read)
        own = [line for line in read.lines if link(line) and line.when(_days(query)) != "out"]
        place = query.definition.country
        if by == "supplier" and self._sends(query):
            raise BadParameter(_BOUGHT)

        def keys_of(line: Line) -> tuple[int | str, ...]:
            return (_country(line, place),) if by == "country" else _suppliers(line)

        keys = dict.fromkeys(key for line in own for key in keys_of(line))
        parts = read.parts(keys_of)
        names = self._names([key for key in keys if isinstance(key, int)])
        groups = []
        for key in keys:
            codes = (str(key),) if key else ("", *NO_ONE_COUNTRY)
            graded = of_country(place, codes) if by == "country" else of_supplier([key])
            linked = both(link, graded)
            lines = [*parts.get(key, ()), *read.versions]
            found = figure(lines, "usd", _days(query), linked, opened=opened or "" in keys)
            label = country_label(str(key)) if by == "country" else names.get(key, "not stated")
            code = party_id(key) if isinstance(key, int) else str(key)
            groups.append(Group(**vars(found), key=code, label=label))
        return sorted(groups, key=lambda g: (-g.point, -g.ceiling, g.key))

    def dates(self, query: Query) -> Dates:
        """When the first and the last line came."""
        read = self._read(query)
        link = self._link(query, read)
        floor: list[Line] = []
        point: list[Line] = []
        for line in read.lines:
            grade = link(line)
            _, low, mid, _ = line.amounts["one"]
            if line.day is None or line.when(_days(query)) != "in" or grade < 2 or mid <= 0:
                continue
            point.append(line)
            if grade == 3 and low > 0:
                floor.append(line)
        point.sort(key=lambda one: (one.day or date.max, one.line))
        shown = [Behind(one.line, one.day, one.amounts["one"][2]) for one in point]
        ends = tuple(shown[:SHOWN]), tuple(reversed(shown[-SHOWN:]))
        return Dates(_inner(floor), _outer(point), ends, _inner(point))

    def listings(self, who: Sequence[str], authority: str) -> Sequence[Listed] | None:
        """An authority's listings of a party; None where no list of it is loaded."""
        screening = self._screening(Query(tuple(who)))
        if screening is None or screening.subject is None:
            return None
        if authority not in {used.authority for used in screening.lists}:
            return None
        ids = {party.id for party in screening.subject.parties}
        return [
            Listed(
                authority,
                *(match.listed_between or (match.listed_on,) * 2),
                match.measure,
                match.match_grade,
            )
            for match in screening.matches
            if match.authority == authority and match.party in ids
        ]

    def breach(self, query: Query) -> Breach | None:
        """What lines touch measures in force on their day; None where no list is loaded."""
        screening = self._screening(query)
        if screening is None:
            return None
        cells = screening.breach.cells
        met = [(f"{c.label}, {c.kind}", _certain(screening, c)) for c in cells if c.state == "met"]
        lacking = [
            f"{c.label}, {c.kind}"
            for c in cells
            if c.state in ("not_loaded", "extract", "possible") or c.until is not None
        ]
        sure = tuple(said for said, certain in met if certain)
        return Breach(sure, tuple(said for said, certain in met if not certain), tuple(lacking))

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
        key = (query.of, query.hs, query.goods, d.value, d.date, d.supplier)
        if query.supplier and self._sends(query):
            raise BadParameter(_BOUGHT)
        if key not in self._lines:
            self._lines[key] = StoryLines(self._case, query, self._role_of(query))
        return self._lines[key]

    def _role_of(self, query: Query) -> str:
        """The role that who is asked about has on the lines asked for."""
        if self._role:
            return self._role
        if query.of not in self._roles:
            self._roles[query.of] = role_in_records(self._case, query.of)
        return self._roles[query.of]

    def _sends(self, query: Query) -> bool:
        """Whether it is a subject that the records name as a sender only."""
        return not self._role and self._role_of(query) == SENDER

    def _found(self, query: Query, measure: str, unit: str = "") -> Found:
        read = self._read(query)
        codes, parties = self._narrowed(query, read)
        key = (measure, unit, query.definition.country if codes else "", codes, parties)
        if key not in read.ledgers:
            link = self._link(query, read)
            if unit:
                link = both(link, lambda line: 3 if line.unit == unit else 0)
            read.ledgers[key] = Ledger(read.dated, measure, link)
        ledger = read.ledgers[key]
        unlike = self._without_unit(query, read, unit) if unit else 0
        found = ledger.figure(_days(query), opened=bool(unlike) or self._open(query, read))
        shown = partial(largest, read.lines, measure, _days(query), ledger.link)
        caveats = self._caveats(query, read)
        if unlike:
            caveats += (f"Lines that state no quantity in this unit: {unlike:,}.",)
        return Found(found, caveats, read.plan, shown)

    def _without_unit(self, query: Query, read: StoryLines, unit: str) -> int:
        """How many lines of the period that are linked state no quantity in a unit."""
        link, days = self._link(query, read), _days(query)
        return sum(
            line.counts and line.unit != unit and link(line) > 0 and line.when(days) != "out"
            for line in read.lines
        )

    def _narrowed(self, query: Query, read: StoryLines) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The countries and the parties that a query is narrowed to; empty where to none."""
        codes = tuple(self._countries(query, read)) if query.country else ()
        return codes, tuple(self._supplier(name, read) for name in query.supplier)

    def _link(self, query: Query, read: StoryLines) -> Link:
        codes, parties = self._narrowed(query, read)
        link = of_country(query.definition.country, codes) if query.country else always
        return both(link, of_supplier(parties)) if query.supplier else link

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
        mine = [party for party in parties if party in read.suppliers]
        if len(mine) > 1:
            ids = ", ".join(map(party_id, mine))
            raise AmbiguousParty(f"{len(mine)} suppliers answer to {name!r}: {ids}.")
        return (mine or parties)[0]

    def _names(self, parties: Sequence[int]) -> dict[int | str, str]:
        lookup = held.lookup(self._case)
        if lookup is None or not parties:
            return {}
        wanted = ", ".join(map(str, parties))
        rows = self._case.runner.ask(
            f"SELECT party, coalesce(name, '') FROM {files_sql(lookup.names)} "
            f"WHERE party IN ({wanted})"
        )
        return dict(rows)

    def _open(self, query: Query, read: StoryLines) -> bool:
        """Whether more may be there than the lines say, in the period asked about. Words are not
        found where the goods' texts call the goods otherwise."""
        return (
            read.refused
            or bool(read.asked.setting.cut)
            or bool(self._coverage(query, read).months_missing)
            or self._beyond(query, read)
            or bool(query.goods)
            or self._unstated(query, read)
        )

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

    def _unstated(self, query: Query, read: StoryLines) -> bool:
        """Whether lines of the period do not state what narrows the query."""
        wanted = [query.definition.country] if query.country else []
        wanted += ["supplier"] if query.supplier else []
        lines = (line for what in wanted for line in read.unstated(what))
        return any(line.when(_days(query)) != "out" for line in lines)

    def _caveats(self, query: Query, read: StoryLines) -> tuple[str, ...]:
        said = []
        if self._sends(query):
            said.append(
                "The records name the company as a sender only: its lines are what it sent."
            )
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
        if read.lacking:
            said.append(f"Lines of the company without a value: {read.lacking:,}.")
        if read.refused:
            said.append("Refused rows name the company.")
        if missing := self._coverage(query, read).months_missing:
            months = ", ".join(missing)
            said.append(f"Months without a line in the records: {months}.")
        return tuple(said)

    def _screening(self, query: Query) -> Screening | None:
        """The lines of a query screened against every list of the case; None without lists."""
        if not held_lists(self._case).versions:
            return None
        how = how_of(query, period=True)
        if self._role_of(query) != "receiver":
            how["role"] = self._role_of(query)
        return screen(self._case, query.of, how, None, (), ())


_BOUGHT = "The records name the company as a sender only, and say nothing of what it bought."


def _certain(screening: Screening, cell: Cell) -> bool:
    """Whether what a cell met it met on a line that is certain: a match that holds, or goods."""
    if cell.kind == "goods":
        met = [one.met for one in screening.goods if one.authority == cell.jurisdiction]
        return any(one.floor > 0 for one in met)
    return any(
        group.key == Status.THEN and group.floor > 0
        for match in screening.matches
        if match.authority == cell.jurisdiction
        for group in match.statuses
    )


def _country(line: Line, place: str) -> str:
    """A line's country on a basis; none where it states several at once."""
    return "" if line.places[place] in NO_ONE_COUNTRY else line.places[place]


def _suppliers(line: Line) -> tuple[int | str, ...]:
    return tuple(dict.fromkeys((line.supplier or "", *line.supplier_perhaps)))


def _days(query: Query) -> Days:
    return query.first, query.last


def _outer(lines: Sequence[Line]) -> Days:
    """The first and the last day that lines may be of."""
    days = [line.day for line in lines if line.day]
    return (min(days), max(line.until for line in lines)) if days else (None, None)


def _inner(lines: Sequence[Line]) -> Days:
    """The day by which a line has come for certain, and the one from which on."""
    days = [line.day for line in lines if line.day]
    return (min(line.until for line in lines), max(days)) if days else (None, None)
