"""The rows of a dossier's plan become an answer. No data is touched here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Any

from followthegoods.facts.countries import NO_ONE_COUNTRY, country_label
from followthegoods.facts.hs import hs_text, revisions
from followthegoods.facts.regimes import table as regime_table
from followthegoods.model.answer import (
    Answer,
    AnswerBooks,
    Bases,
    Concentration,
    Coverage,
    Event,
    Figure,
    Group,
    Growth,
    MadeFrom,
    Measures,
    Prices,
    Quantity,
    Subject,
    Supplier,
    Window,
)
from followthegoods.parties.search import party_id
from followthegoods.questions.caveats import APART, FACTS, Said, caveats
from followthegoods.questions.counted import Parameters, Scope
from followthegoods.questions.dimensions import (
    ADDITIVE,
    BANDS,
    CODES,
    COUNTRIES,
    COUNTRY_GROUP,
    COUNTRY_GROUPS,
    GROUPS,
    LINKS,
    PERIODS,
)
from followthegoods.questions.dossier import SPAN_GROUPS, cuts, event_window
from followthegoods.questions.goods import is_code
from followthegoods.questions.prices import read_prices
from followthegoods.questions.rows import SourceFile, place_of
from followthegoods.questions.suppliers import read_suppliers

NOT_STATED = "not stated"
Results = Mapping[str, Sequence[tuple[Any, ...]]]
Called = Sequence[tuple[int, str | None, str | None]]
"""Parties, each with its name and its country."""


@dataclass(frozen=True)
class Setting:
    """What an answer says beside its figures, gathered by the case."""

    subject: Subject
    coverage: Coverage
    made_from: MadeFrom
    invented: bool
    other_authorities: tuple[str, ...]
    sources: Mapping[int, SourceFile]
    """What the places of lines are made of."""
    names: Callable[[Sequence[int]], Called]
    """Looks up how parties are called, and where they are."""
    cut: tuple[str, ...] = ()
    """Sources with as many rows as vendors cut their exports at."""
    hs_said: Mapping[str, str] = field(default_factory=dict)
    """How codes of other editions of the Harmonised System are found: edition -> a caveat."""


def read_dossier(
    p: Parameters, scope: Scope, results: Results, setting: Setting, plan: str
) -> Answer:
    """Build the answer from the results of `plan_dossier`."""
    reader = _Reader(p, scope, results, setting)
    counts = dict(zip(_BOOKS, results["books"][0], strict=True))
    books = AnswerBooks(**counts, refused_mentioning=results["refused"][0][0])
    return Answer(
        subject=setting.subject,
        bases=bases_of(p),
        coverage=setting.coverage,
        books=books,
        value_usd=reader.total(results["dollars"]),
        measured=reader.total(reader.grouped),
        measures=reader.measures(),
        value_bases=reader.groups(results["dollars"], "value_basis"),
        by=reader.by,
        additive=ADDITIVE,
        apart=reader.apart(),
        suppliers=reader.suppliers,
        concentration=reader.concentration(),
        events=tuple(reader.event(number) for number in range(len(p.events))),
        screening=(),
        caveats=tuple(caveats(p, reader.said(books))),
        made_from=setting.made_from,
        plan=plan,
        prices=reader.prices,
    )


_BOOKS = (
    "lines",
    "repeated",
    "superseded",
    "conflicts",
    "without_value",
    "uncertain_party",
    "suspected_repeats",
)
"""The columns of the plan's result `books`."""


def bases_of(p: Parameters) -> Bases:
    """The definitions that figures rest on."""
    return Bases(
        authority=p.authority,
        value=p.value,
        country=p.country,
        date=p.date,
        supplier=p.supplier,
        role=p.role,
        direction=p.direction,
        measure=p.measure,
        regimes=p.regimes or ("export procedures" if p.direction == "export" else "first arrival",),
        hs_revision=p.hs_revision if any(map(is_code, p.goods)) else None,
    )


def beyond_records(p: Parameters, coverage: Coverage) -> bool:
    """Whether the period asked about reaches into months outside the records."""
    if coverage.first is None or coverage.last is None:
        return False
    early = p.first is not None and _month(p.first) < _month(coverage.first)
    return early or (p.last is not None and _month(p.last) > _month(coverage.last))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def names_in(called: Called) -> dict[str, str]:
    """Names by the number of a party as a key of groups."""
    return {str(party): name or "" for party, name, _ in called}


class _Reader:
    """Rows to figures and groups, with what opens a ceiling."""

    def __init__(self, p: Parameters, scope: Scope, results: Results, setting: Setting) -> None:
        self.p = p
        self.scope = scope
        self.results = results
        self.setting = setting
        self.regimes = {code: r.label for code, r in regime_table(p.authority, None).items()}
        self.facts = dict(zip(FACTS, results["facts"][0], strict=True))
        self.open = (
            bool(setting.cut)
            or bool(results["refused"][0][0])
            or bool(self.facts["goods_not_stated"])
            or not all(map(is_code, p.goods))
            or bool(setting.coverage.months_missing)
            or beyond_records(p, setting.coverage)
        )
        called = setting.names([party for (party,) in results.get("parties", ())])
        self.names = names_in(called)
        self.countries = {str(party): country for party, _, country in called}
        self.goods: dict[str, str] = {row[0]: row[1] for row in results.get("goods_names", ())}
        self.suppliers: tuple[Supplier, ...] = read_suppliers(
            results.get("suppliers", ()),
            self.names,
            self.countries,
            p.supplier == "maker",
            self._commonest,
        )
        spans: dict[str, list[tuple[Any, ...]]] = {}
        for span, *row in results.get("events", ()):
            spans.setdefault(span, []).append(tuple(row))
        self.spans = spans
        self.grouped = results.get("measured", results["dollars"])
        self.by = self._dimensions()
        self.prices: Prices = self._prices()

    def _open(self, unknown: int) -> bool:
        return self.open or bool(unknown)

    def total(self, rows: Iterable[Sequence[Any]]) -> Figure:
        """The whole of rows with groups."""
        return self._figure(next((row[2:] for row in rows if row[0] == "total"), _NOTHING))

    def _figure(self, row: Sequence[Any]) -> Figure:
        low, mid, high, has, lacks, unknown = row
        return Figure(Decimal(low), Decimal(mid), Decimal(high), self._open(unknown), has, lacks)

    def groups(self, rows: Iterable[Sequence[Any]], dimension: str) -> tuple[Group, ...]:
        """A dimension's groups. Lines that state no group may be of any: all ceilings are open.

        So are those of countries where lines state several at once.
        """
        rows = [row for row in rows if row[0] == dimension]
        none = ("", *NO_ONE_COUNTRY) if dimension in COUNTRIES else ("",)
        unstated = dimension in ADDITIVE and any(row[1] in none and any(row[2:]) for row in rows)
        label, parties = self._labels(dimension), dimension in LINKS
        return tuple(
            Group(
                low,
                mid,
                high,
                self.open or unknown > 0 or (unstated and key != ""),
                has,
                lacks,
                party_id(int(key)) if parties and key else key,
                label(key) if key else NOT_STATED,
            )
            for _, key, low, mid, high, has, lacks, unknown in rows
        )

    def _labels(self, dimension: str) -> Callable[[str], str]:
        """How the groups of a dimension are called, by their keys."""
        if dimension in LINKS:
            return self._named
        if dimension in CODES:
            return lambda code: self._commonest(code) or code
        names = {"regime": self.regimes, COUNTRY_GROUP: COUNTRY_GROUPS}.get(dimension)
        if names is not None:
            return lambda key: names.get(key, key)
        return country_label if dimension in COUNTRIES else str

    def _named(self, party: str) -> str:
        name = self.names.get(party)
        return party_id(int(party)) if name is None else name

    def _commonest(self, code: str) -> str:
        """What a code is called: a full one as its goods texts do, else in the system's words."""
        own = self.goods.get(code)
        return _shorten(own) if own and own.strip() else _system_text(code)

    def _dimensions(self) -> dict[str, tuple[Group, ...]]:
        names = (*GROUPS, COUNTRY_GROUP)
        split: dict[str, list[tuple[Any, ...]]] = {}
        for row in self.grouped:
            split.setdefault(row[0], []).append(row)
        by = {name: self.groups(split.get(name, ()), name) for name in names}
        for name in PERIODS:
            by[name] = tuple(sorted(by[name], key=lambda group: group.key))
        bands = {band: place for place, band in enumerate(BANDS)}
        by["value_band"] = tuple(
            sorted(by["value_band"], key=lambda group: bands.get(group.key, len(bands)))
        )
        return by

    def measures(self) -> Measures:
        rows = self.results["measures"]
        figures = {(row[0], row[1]): self._figure(row[2:]) for row in rows}
        none = self._figure(_NOTHING)
        lines = figures.get(("one", ""), none)
        low, mid, high = self.results["declarations"][0]
        declarations = Figure(Decimal(low), Decimal(mid), Decimal(high), self.open, lines.rows, 0)
        quantity = tuple(
            Quantity(**vars(figure), unit=unit)
            for (measure, unit), figure in figures.items()
            if measure == "qty" and (figure.rows or figure.ceiling)
        )
        return Measures(figures.get(("kg", ""), none), lines, declarations, quantity)

    def concentration(self) -> Concentration:
        point = self.total(self.grouped).point
        largest = Decimal(self.facts["largest"])
        suppliers = [group for group in self.by["supplier"] if group.key]
        first = max(suppliers, key=lambda group: group.point, default=None)
        return Concentration(
            largest_lines=largest,
            largest_lines_share=per_cent(largest, point),
            largest_supplier=first.key if first else None,
            largest_supplier_share=per_cent(first.point, point) if first else None,
        )

    def _prices(self) -> Prices:
        point = self.total(self.results["dollars"]).point
        return read_prices(
            self.results.get("prices", ()),
            self.names,
            lambda line: place_of(line, self.setting.sources),
            self._commonest,
            lambda part: per_cent(part, point),
        )

    def _editions(self) -> list[tuple[str, str]]:
        """How codes of other editions were found, where a counted month is of one."""
        spans = revisions(self.p.authority)
        months = [group.key for group in self.by["month"] if group.key]
        seen = {
            next((r for first, r in reversed(spans) if f"{first:%Y-%m}" <= month), spans[0][1])
            for month in months
        }
        how: dict[str, list[str]] = {}
        for edition in sorted(seen & self.setting.hs_said.keys()):
            how.setdefault(self.setting.hs_said[edition], []).append(edition)
        return [(code, ", ".join(editions)) for code, editions in sorted(how.items())]

    def said(self, books: AnswerBooks) -> Said:
        """What the caveats are made of."""
        return Said(
            invented=self.setting.invented,
            coverage=self.setting.coverage,
            beyond=beyond_records(self.p, self.setting.coverage),
            other_authorities=self.setting.other_authorities,
            cut=self.setting.cut,
            hs=self._editions(),
            books=books,
            facts=self.facts,
            apart=[(why, lines) for why, lines, *_ in self.results["apart"]],
            lacking=self.total(self.grouped).rows_without_value,
            prices=self.prices,
            cut_months=self._cut_months(),
        )

    def _cut_months(self) -> list[tuple[str, int, Decimal]]:
        (row,) = self.results.get("months_cut", ((),))
        numbers = zip(row[::2], row[1::2], strict=True)
        words = cuts(self.p, self.scope) if row else {}
        return [(by, n, Decimal(own)) for by, (n, own) in zip(words, numbers, strict=True)]

    def apart(self) -> tuple[Group, ...]:
        """Lines shown apart: nothing of them is in any figure, so floor and point are theirs."""
        return tuple(
            Group(
                floor=min(Decimal(amount), Decimal(0)),
                point=Decimal(amount),
                ceiling=max(Decimal(amount), Decimal(0)),
                ceiling_open=bool(lacks),
                rows=int(has),
                rows_without_value=int(lacks),
                key=why,
                label=str(APART.get(why, why)),
            )
            for why, _lines, amount, has, lacks in self.results["apart"]
        )

    def event(self, number: int) -> Event:
        day, label = self.p.events[number]
        since = self.spans.get(f"{number} since", [])
        return Event(
            date=day,
            label=label,
            since=self.total(since),
            since_by={name: self.groups(since, name) for name in SPAN_GROUPS},
            window=self._window(number),
            new_suppliers=tuple(s.key for s in self.suppliers if s.first and s.first >= day),
            vanished_suppliers=tuple(s.key for s in self.suppliers if s.last and s.last < day),
        )

    def _window(self, number: int) -> Window | None:
        window = event_window(self.p.events[number][0], self.p, self.scope)
        if window is None:
            return None
        sides = [self.spans.get(f"{number} {side}", []) for side in ("before", "after")]
        before, after = (
            {name: self.groups(side, name) for name in WINDOW_GROUPS} for side in sides
        )
        return Window(
            days=window[0],
            before=self.total(sides[0]),
            after=self.total(sides[1]),
            before_by=before,
            after_by=after,
            grew=_growth(before, after),
        )


WINDOW_GROUPS = ("origin", "dispatch", "supplier", "hs4")
"""The dimensions of which an event's windows are compared."""


def _growth(
    before: Mapping[str, Sequence[Group]], after: Mapping[str, Sequence[Group]]
) -> tuple[Growth, ...]:
    grew = []
    for name in WINDOW_GROUPS:
        was = {group.key: group.point for group in before[name]}
        for group in after[name]:
            then = was.get(group.key, Decimal(0))
            if group.key and group.point > then:
                grew.append(Growth(name, group.key, group.label, then, group.point))
    return tuple(sorted(grew, key=lambda g: (g.before - g.after, g.dimension, g.key)))


def per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share in per cent, one decimal, rounded down; None of a whole that is not above zero."""
    if whole <= 0:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_FLOOR)


_NOTHING = (0, 0, 0, 0, 0, 0)


@lru_cache(maxsize=20_000)
def _system_text(code: str) -> str:
    return _shorten(hs_text(code))


def _shorten(text: str, length: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
