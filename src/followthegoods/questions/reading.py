"""The rows of a dossier's plan become an answer. No data is touched here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.facts.countries import country_label
from followthegoods.model.answer import (
    Answer,
    AnswerBooks,
    Bases,
    Caveat,
    Coverage,
    Event,
    Figure,
    Group,
    MadeFrom,
    Measures,
    Quantity,
    Subject,
    Window,
)
from followthegoods.parties.search import party_id
from followthegoods.questions.caveats import caveat_text
from followthegoods.questions.counted import Parameters, Scope
from followthegoods.questions.dossier import ADDITIVE, EVENT_GROUPS, GROUPS, LINKS, event_window

NOT_STATED = "not stated"
COUNTRIES = ("origin", "dispatch", "trading", "sender_country", "purchase")
Results = Mapping[str, Sequence[tuple[Any, ...]]]

APART: dict[str, str] = {
    "other_direction": "the other direction",
    "from_other_procedure": "released from a zone, a warehouse or another procedure",
    "re_import": "re-imported",
    "temporary": "temporarily imported",
    "transit": "in transit",
    "warehouse": "put into a warehouse",
    "export_side": "export procedures",
    "other": "other procedures",
    "unknown_procedure": "procedures that are not known",
    "not_released": "registered, not released",
    "no_procedure": "no procedure stated",
    "first_arrival": "first arrivals, which were not asked for",
}
"""Why lines are shown apart, in words."""


@dataclass(frozen=True)
class Setting:
    """What an answer says beside its figures, gathered by the case."""

    subject: Subject
    coverage: Coverage
    made_from: MadeFrom
    invented: bool
    other_authorities: tuple[str, ...]


def read_dossier(
    p: Parameters, scope: Scope, results: Results, setting: Setting, plan: str
) -> Answer:
    """Build the answer from the results of `plan_dossier`."""
    reader = _Reader(p, scope, results, setting)
    counts = dict(zip(_BOOKS, results["books"][0], strict=True))
    books = AnswerBooks(**counts, refused_mentioning=results["refused"][0][0])
    return Answer(
        subject=setting.subject,
        bases=_bases(p),
        coverage=setting.coverage,
        books=books,
        value_usd=reader.total("dollars"),
        measures=reader.measures(),
        value_bases=reader.groups("dollars", "value_basis"),
        by=reader.dimensions(),
        additive=ADDITIVE,
        apart=reader.apart(),
        events=tuple(reader.event(number) for number in range(len(p.events))),
        screening=(),
        caveats=tuple(_caveats(p, results, setting, books)),
        made_from=setting.made_from,
        plan=plan,
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


def _bases(p: Parameters) -> Bases:
    return Bases(
        authority=p.authority,
        value=p.value,
        country=p.country,
        date=p.date,
        supplier=p.supplier,
        role=p.role,
        direction=p.direction,
        regimes=p.regimes or ("export procedures" if p.direction == "export" else "first arrival",),
    )


def beyond_records(p: Parameters, coverage: Coverage) -> bool:
    """Whether the period asked about reaches into months outside the records."""
    if coverage.first is None or coverage.last is None:
        return False
    early = p.first is not None and _month(p.first) < _month(coverage.first)
    return early or (p.last is not None and _month(p.last) > _month(coverage.last))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


class _Reader:
    """Rows to figures and groups, with what opens a ceiling."""

    def __init__(self, p: Parameters, scope: Scope, results: Results, setting: Setting) -> None:
        self.p = p
        self.scope = scope
        self.results = results
        self.setting = setting
        self.open = (
            bool(results["refused"][0][0])
            or bool(setting.coverage.months_missing)
            or beyond_records(p, setting.coverage)
        )
        self.names: dict[str, str] = {str(row[0]): row[1] for row in results["party_names"]}
        self.goods: dict[str, str] = {row[0]: row[1] for row in results["goods_names"]}

    def _figure(self, row: Sequence[Any]) -> dict[str, Any]:
        low, mid, high, has, lacks, unknown = row
        return {
            "floor": Decimal(low),
            "point": Decimal(mid),
            "ceiling": Decimal(high),
            "ceiling_open": self.open or bool(unknown),
            "rows": int(has),
            "rows_without_value": int(lacks),
        }

    def figure(self, name: str) -> Figure:
        """The one figure of a result without a key."""
        return Figure(**self._figure(self.results[name][0]))

    def total(self, name: str) -> Figure:
        """The whole of a result with groups."""
        found = [row for row in self.results[name] if row[0] == "total"]
        return Figure(**self._figure(found[0][2:] if found else (0,) * 6))

    def groups(self, name: str, dimension: str) -> tuple[Group, ...]:
        """A dimension's groups. Lines that state no group may be of any: all ceilings are open."""
        rows = [row for row in self.results[name] if row[0] == dimension]
        unstated = dimension in GROUPS and any(not row[1] and any(row[2:]) for row in rows)
        return tuple(
            Group(
                **{**figure, "ceiling_open": figure["ceiling_open"] or (unstated and row[1] != "")},
                key=party_id(int(row[1])) if dimension in LINKS and row[1] else row[1],
                label=self._label(dimension, row[1]),
            )
            for row in rows
            for figure in (self._figure(row[2:]),)
        )

    def _label(self, dimension: str, key: str) -> str:
        if not key:
            return NOT_STATED
        if dimension in LINKS:
            return self.names.get(key, party_id(int(key)))
        if dimension == "goods":
            return _shorten(self.goods.get(key, "")) or key
        return country_label(key) if dimension in COUNTRIES else key

    def dimensions(self) -> dict[str, tuple[Group, ...]]:
        by = {name: self.groups("dollars", name) for name in GROUPS}
        by["year"] = tuple(sorted(by["year"], key=lambda group: group.key))
        return by

    def measures(self) -> Measures:
        low, mid, high = self.results["declarations"][0]
        declarations = Figure(
            Decimal(low), Decimal(mid), Decimal(high), self.open, self.figure("total_one").rows, 0
        )
        quantity = tuple(
            Quantity(**self._figure(figure), unit=unit or "")
            for unit, *figure in self.results["total_qty"]
            if figure[3] or figure[2]
        )
        return Measures(self.figure("total_kg"), self.figure("total_one"), declarations, quantity)

    def apart(self) -> tuple[Group, ...]:
        """Lines shown apart: nothing of them is in any figure, so floor and point are theirs."""
        return tuple(
            Group(
                floor=min(Decimal(usd), Decimal(0)),
                point=Decimal(usd),
                ceiling=max(Decimal(usd), Decimal(0)),
                ceiling_open=bool(lacks),
                rows=int(has),
                rows_without_value=int(lacks),
                key=why,
                label=str(APART.get(why, why)),
            )
            for why, _lines, usd, has, lacks in self.results["apart"]
        )

    def event(self, number: int) -> Event:
        day, label = self.p.events[number]
        window = event_window(day, self.p, self.scope)
        return Event(
            date=day,
            label=label,
            since=self.total(f"event_{number}_since"),
            since_by={name: self.groups(f"event_{number}_since", name) for name in EVENT_GROUPS},
            window=Window(
                days=window[0],
                before=self.figure(f"event_{number}_before"),
                after=self.figure(f"event_{number}_after"),
            )
            if window
            else None,
        )


def _shorten(text: str, length: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


_COUNTED = (
    "no_regime",
    "no_previous_procedure",
    "release_not_stated",
    "no_origin",
    "origin_of_declaration_only",
    "no_supplier",
    "stated_dollars_far_off",
    "key_collisions",
    "no_date",
    "marked_cells",
    "detours",
    "probable_party",
    "no_rate",
)
"""The caveats that the plan's result `facts` counts, in its order."""


def _caveats(p: Parameters, results: Results, setting: Setting, books: AnswerBooks) -> list[Caveat]:
    def say(code: str, **values: object) -> Caveat:
        return Caveat(code, caveat_text(code, **values))

    said = [say("invented_data")] if setting.invented else []
    coverage = setting.coverage
    if coverage.first and coverage.last:
        said.append(say("coverage_ends", first=coverage.first, last=coverage.last))
    if beyond_records(p, coverage):
        said.append(say("period_beyond_records"))
    if coverage.months_missing:
        months = ", ".join(coverage.months_missing[:6])
        more = len(coverage.months_missing) - 6
        said.append(
            say(
                "months_missing",
                n=len(coverage.months_missing),
                months=f"{months} and {more} more" if more > 0 else months,
            )
        )
    if setting.other_authorities:
        said.append(say("one_authority_only", others=", ".join(setting.other_authorities)))
    numbers = {
        "rows_without_value": books.without_value,
        "refused_rows_mention_subject": books.refused_mentioning,
        "uncertain_party": books.uncertain_party,
        "conflicts": books.conflicts,
        "suspected_repeats": books.suspected_repeats,
        **dict(zip(_COUNTED, results["facts"][0], strict=True)),
    }
    said += [say(code, n=number) for code, number in numbers.items() if number]
    apart = [(why, lines) for why, lines, *_ in results["apart"]]
    if apart:
        why = ", ".join(f"{lines:,} {APART.get(code, code)}" for code, lines in apart)
        said.append(say("shown_apart", n=sum(lines for _, lines in apart), why=why))
    if p.authority in ("RU", "KZ", "BY", "AM", "KG"):
        said += [say("eurasian_trade_missing"), say("transit_not_imports")]
    said += [say("names_by_keys_only"), say("makers_not_additive")]
    return said
