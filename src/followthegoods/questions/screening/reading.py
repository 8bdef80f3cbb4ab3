"""The rows of a screening's plan become what it answers. No data is touched here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.model.answer import Figure, Group, Relisted, Screened
from followthegoods.model.listing import Version
from followthegoods.model.screening import OWNERSHIP, ListUsed, Match, Month, Status
from followthegoods.parties.scorers import GRADES
from followthegoods.parties.search import party_id
from followthegoods.questions.screening.steps import RANKS

Results = Mapping[str, Sequence[tuple[Any, ...]]]

WORDS: dict[str, str] = {
    Status.THEN: "listed then",
    Status.DATE_UNKNOWN: "listed, date unknown or only bounded",
    Status.DAY_UNKNOWN: "day of the line unknown",
    Status.DELISTED: "delisted before",
    Status.LATER: "listed later",
    Status.NOT_LISTED: "not on these lists",
}
"""What statuses are called."""


OWNED: dict[str, str] = {
    Status.THEN: "reached by a listing then",
    Status.DELISTED: "reached no more",
    Status.LATER: "reached later",
}
"""What they are called for one who is on no list, and whose owner is."""


@dataclass(frozen=True)
class Span:
    """From when to when one listing held, with how that is known."""

    key: int
    match: int
    authority: str
    measure: str
    programmes: tuple[str, ...]
    listed: tuple[date | None, date | None]
    basis: str
    source: str
    delisted: tuple[date | None, date | None] | None
    known_until: date | None
    """The last day it is known to have held on, where it has no end."""
    reference: str

    def on(self, day: date) -> Status:
        """What the listing was on a day."""
        first, last = self.listed
        gone_from, gone_by = self.delisted or (date.max, None)
        goes_on = day < (gone_from or date.min)
        if self.delisted is None and self.known_until is not None:
            goes_on = day <= self.known_until
        if last is not None and day >= last and goes_on:
            return Status.THEN
        if gone_by is not None and day >= gone_by:
            return Status.DELISTED
        if first is not None and day < first:
            return Status.LATER
        return Status.DATE_UNKNOWN


class Figures:
    """The figures of `screened`, by dimension and key."""

    def __init__(self, results: Results, opened: bool) -> None:
        self.opened = opened
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        for dimension, *rest in results["screened"]:
            self.rows.setdefault(dimension, []).append(tuple(rest))

    def figure(self, dimension: str, key: str) -> Figure:
        """A figure; nothing, where no line is in the group."""
        for own, *numbers in self.rows.get(dimension, []):
            if own == key:
                return Figure(**_numbers(numbers, self.opened))
        return Figure(Decimal(0), Decimal(0), Decimal(0), self.opened, 0, 0)

    def groups(self, dimension: str) -> tuple[Group, ...]:
        """The groups of a dimension by status, gravest first."""
        order = [*RANKS, Status.NOT_LISTED]
        found = sorted(self.rows.get(dimension, []), key=lambda row: order.index(row[0]))
        return tuple(
            Group(**_numbers(numbers, self.opened), key=str(key), label=WORDS[key])
            for key, *numbers in found
        )


def _numbers(numbers: Sequence[Any], opened: bool) -> dict[str, Any]:
    low, mid, high, has, lacks, unknown = numbers
    return {
        "floor": Decimal(low),
        "point": Decimal(mid),
        "ceiling": Decimal(high),
        "ceiling_open": opened or bool(unknown),
        "rows": int(has),
        "rows_without_value": int(lacks),
    }


def read_spans(results: Results) -> list[Span]:
    """The spans of every match's listings, those of one together, oldest first."""
    return [
        Span(
            key=row[-1],
            match=row[0],
            authority=row[3],
            measure=row[4],
            programmes=tuple(row[5] or ()),
            listed=(row[7], row[8]),
            basis=row[9],
            source=row[10] or "",
            delisted=None if row[12] is None else (row[11], row[12]),
            known_until=row[14],
            reference=row[15] or "",
        )
        for row in results["listings_held"]
    ]


def read_matches(
    results: Results,
    matches: Sequence[Match],
    names: Mapping[int, str],
    opened: bool,
    as_of: date | None,
    newest: Mapping[str, date],
) -> tuple[Screened, ...]:
    """Every match as it stands by authority and measure; `names` are those of parties, `newest`
    the days of the newest versions of lists: a match without lines has its status then."""
    figures = Figures(results, opened)
    entries = {(name, entry): text for name, entry, text in results["entry_names_held"]}
    touches = {row[0]: row[1:] for row in results["touches"]}
    wound = {match: day for match, day, _ in results["wind_downs"]}
    spans: dict[int, list[Span]] = {}
    for span in read_spans(results):
        spans.setdefault(span.key, []).append(span)
    return tuple(
        _screened(
            own,
            matches[own[0].match],
            figures,
            entries,
            touches.get(key),
            names,
            wound,
            as_of or newest[matches[own[0].match].list],
            as_of is not None,
        )
        for key, own in spans.items()
    )


def read_months(results: Results) -> tuple[Month, ...]:
    """The lines of every match by month and status, in the order of the matches."""
    places: dict[int, int] = {}
    for span in read_spans(results):
        places.setdefault(span.key, len(places))
    return tuple(
        Month(places[key], month, RANKS[rank], int(lines), Decimal(point))
        for key, month, rank, lines, point in results["months"]
    )


def _screened(
    spans: Sequence[Span],
    match: Match,
    figures: Figures,
    entries: Mapping[tuple[str, str], str],
    touched: Sequence[Any] | None,
    names: Mapping[int, str],
    wound: Mapping[int, date],
    day_shown: date,
    asked: bool,
) -> Screened:
    first, last = spans[0], spans[-1]
    _, day, final, rank, any_rank, later, roles = touched or (0, *[None] * 5, ())
    if asked or touched is None:
        status = min((span.on(day_shown) for span in spans), key=RANKS.index)
    else:
        status = RANKS[any_rank if rank is None else rank]
    listed_on, listed_between = _day(first.listed)
    delisted_on, delisted_between = _day(last.delisted) if last.delisted else (None, None)
    programmes = dict.fromkeys(text for span in spans for text in span.programmes)
    references = dict.fromkeys(span.reference for span in spans if span.reference)
    return Screened(
        party=party_id(match.party),
        name=names.get(match.party, ""),
        roles=tuple(roles),
        match_grade=GRADES[match.grade],
        rule=match.rule,
        list=match.list,
        entry=match.entry,
        entry_name=entries.get((match.list, match.entry), ""),
        authority=first.authority,
        programme="; ".join(programmes),
        measure=first.measure,
        listed_on=listed_on,
        listed_between=listed_between,
        listed_basis=first.basis,
        listed_source=first.source,
        reference="; ".join(references),
        delisted_on=delisted_on,
        delisted_between=delisted_between,
        relisted=tuple(_relisted(spans)),
        wound_down_by=wound.get(first.match),
        status=status,
        days_later=None if later is None or status != Status.LATER else int(later),
        first_line=day,
        last_line=final,
        since_listing=figures.figure(f"s{first.key}", "since"),
        statuses=_groups(figures, first),
        compared=match.compared,
    )


def _relisted(spans: Sequence[Span]) -> Iterator[Relisted]:
    """When a listing was off the list in between: of several, when none of them held."""
    ended = spans[0].delisted
    for span in spans[1:]:
        first, last = span.listed
        if ended is None or ended[1] is None:
            return
        if last is not None and last > ended[1]:
            yield Relisted(ended, (first, last))
        if span.delisted is None or (span.delisted[1] or date.max) > ended[1]:
            ended = span.delisted


def _groups(figures: Figures, first: Span) -> tuple[Group, ...]:
    groups = figures.groups(f"m{first.key}")
    if first.basis != OWNERSHIP:
        return groups
    return tuple(replace(group, label=OWNED.get(group.key, group.label)) for group in groups)


def _day(
    days: tuple[date | None, date | None],
) -> tuple[date | None, tuple[date | None, date | None] | None]:
    """A day where it is known, else what it lies between."""
    return (days[0], None) if days[0] == days[1] and days[0] is not None else (None, days)


def lists_used(versions: Sequence[Version]) -> tuple[ListUsed, ...]:
    """The lists that a screening looked at, each with the days of its versions."""
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version.list, []).append(version)
    return tuple(
        ListUsed(
            name,
            own[-1].kind,
            own[-1].title,
            own[-1].authority,
            tuple(version.latest for version in own),
        )
        for name, own in found.items()
    )
