"""Routes: where goods were produced, sent from and sent to; and the detours among them.

The steps read `counted` after a dossier's, so that routes sum to the dossier's point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.engine.plan import Step
from followthegoods.facts.countries import NO_ONE_COUNTRY, country_label
from followthegoods.model.answer import Answer, Figure
from followthegoods.model.flows import Around, Detour, DetourSender, FlowEvent, Flows, Route
from followthegoods.parties.search import party_id
from followthegoods.questions.dimensions import ON_DETOUR
from followthegoods.questions.figures import figure_sql, groups_sql, spans_sql
from followthegoods.questions.reading import NOT_STATED

Results = Mapping[str, Sequence[tuple[Any, ...]]]


_PLACES = ("origin_country", "dispatch_country", "destination_country")
_ROUTE = " || '|' || ".join(f"coalesce({place}, '')" for place in _PLACES)
_DETOUR = "origin_country || '|' || dispatch_country"

_ON_DETOUR = f"""CASE WHEN {ON_DETOUR} THEN list_concat([
            {{'dimension': 'detour', 'key': {_DETOUR}, 'link': 3}},
            {{'dimension': 'sender', 'key': {_DETOUR} || '|' ||
                coalesce(CAST(supplier_party AS VARCHAR), ''), 'link': supplier_grade}}],
        list_transform(supplier_perhaps, lambda other: {{'dimension': 'sender',
            'key': {_DETOUR} || '|' || CAST(other AS VARCHAR), 'link': 1}})) END"""
"""The detour a line is on, its sender on it, and those who may be its sender. A line takes one
where both countries are stated and differ."""

SENDERS = 200
"""Senders told of a detour, those worth most: of a whole case there may be millions."""

_LISTED = f"""SELECT * EXCLUDE (place) FROM (
    SELECT *, row_number() OVER (PARTITION BY dimension, split_part(key, '|', 1),
        split_part(key, '|', 2) ORDER BY mid DESC, high DESC, key) AS place
    FROM ({{groups}}) AS g) AS r
WHERE dimension <> 'sender' OR place <= {SENDERS}"""

_DOLLARS = """SELECT * FROM ({groups}) AS g
WHERE dimension || ' ' || key IN (SELECT dimension || ' ' || key FROM listed)
ORDER BY dimension, mid DESC, high DESC, key"""
"""What is listed, in dollars, where it is listed by another measure."""

_DAYS = f"""SELECT origin_country, dispatch_country, min(day) AS first, max(day) AS last
FROM counted WHERE counts AND in_period = 'in' AND {ON_DETOUR}
GROUP BY origin_country, dispatch_country ORDER BY origin_country, dispatch_country"""

_SENDER_DAYS = f"""SELECT key, min(day) AS first
FROM (SELECT {_DETOUR} || '|' || coalesce(CAST(supplier_party AS VARCHAR), '') AS key, day
    FROM counted WHERE counts AND in_period = 'in' AND {ON_DETOUR}) AS d
WHERE key IN (SELECT key FROM listed WHERE dimension = 'sender')
GROUP BY key ORDER BY key"""

_SEEN = """SELECT supplier_party, min(day) AS first FROM counted
WHERE counts AND in_period = 'in' AND CAST(supplier_party AS VARCHAR) IN (
    SELECT split_part(key, '|', 3) FROM listed WHERE dimension = 'sender')
GROUP BY supplier_party ORDER BY supplier_party"""


def senders_in(results: Results) -> list[int]:
    """The senders, as parties, that routes name: those on detours."""
    keys = (key.rpartition("|")[2] for dimension, key, *_ in results["routes"]
            if dimension == "sender")  # fmt: skip
    return sorted({int(key) for key in keys if key})


def flow_steps(spans: Mapping[str, str], measure: str = "value") -> list[Step]:
    """The steps that follow a dossier's. `spans`: those of its events, `0 since` and so on."""
    routes = {"route": _ROUTE}
    groups = groups_sql(routes, {}, more=[_ON_DETOUR], measure=measure)
    listed = _LISTED.format(groups=groups)
    steps = [
        Step("listed", listed, "table", "Routes, detours, and the senders on these."),
        Step("routes", "SELECT * FROM listed ORDER BY dimension, mid DESC, high DESC, key"),
        Step("routes_kg", figure_sql("kg", ", ".join(_PLACES))),
        Step("detour_days", _DAYS),
        Step("sender_days", _SENDER_DAYS),
        Step("senders_seen", _SEEN),
    ]
    if measure != "value":
        dollars = _DOLLARS.format(groups=groups_sql(routes, {}, more=[_ON_DETOUR]))
        steps.append(Step("routes_usd", dollars))
    if spans:
        steps.append(Step("routes_around", spans_sql(spans, routes, {}, measure=measure)))
    return steps


def read_flows(results: Results, answer: Answer, names: Mapping[str, str], plan: str) -> Flows:
    """The routes of a dossier, from the results of its own steps and of `flow_steps`. `names`: of
    parties by their number."""
    reader = _Reader(results, answer, names)
    routes = reader.routes()
    codes = {code for route in routes for code in (route.origin, route.dispatch, route.destination)}
    return Flows(
        subject=answer.subject,
        bases=answer.bases,
        coverage=answer.coverage,
        value_usd=answer.value_usd,
        events=tuple(
            FlowEvent(event.date, event.label, event.window.days if event.window else None, around)
            for event, around in zip(answer.events, reader.around(""), strict=True)
        ),
        routes=routes,
        detours=reader.detours(),
        countries={code: country_label(code) if code else NOT_STATED for code in sorted(codes)},
        caveats=answer.caveats,
        made_from=answer.made_from,
        plan=plan,
        measured=answer.measured,
    )


class _Reader:
    """Rows to routes. Where a line states no place of its route, it may be of any: all are open."""

    def __init__(self, results: Results, answer: Answer, names: Mapping[str, str]) -> None:
        self.answer, self.names = answer, names
        self.rows: dict[str, dict[str, Sequence[Any]]] = {"total": {}, "route": {}}
        for dimension, key, *figure in results["routes"]:
            self.rows.setdefault(dimension, {})[key] = figure
        self.dollars = self.rows
        if "routes_usd" in results:
            self.dollars = {dimension: {} for dimension in self.rows}
            for dimension, key, *figure in results["routes_usd"]:
                self.dollars[dimension][key] = figure
        self.kg = {
            "|".join(place or "" for place in row[:3]): row[3:] for row in results["routes_kg"]
        }
        self.spans: dict[str, dict[str, Sequence[Any]]] = {}
        for span, _, key, *figure in results.get("routes_around", ()):
            self.spans.setdefault(span, {})[key] = figure
        self.days: dict[str, tuple[date | None, date | None]] = {
            f"{origin}|{dispatch}": (first, last)
            for origin, dispatch, first, last in results["detour_days"]
        }
        self.began: dict[str, date | None] = dict(results["sender_days"])
        self.seen: dict[int | None, date | None] = dict(results["senders_seen"])
        places = {place for key in self.rows["route"] for place in key.split("|")}
        self.unstated = not places.isdisjoint(("", *NO_ONE_COUNTRY))

    def figure(self, row: Sequence[Any], *, of_all: bool = False) -> Figure:
        low, mid, high, has, lacks, unknown = row
        open_ = self.answer.measured.ceiling_open or bool(unknown)
        return Figure(
            floor=Decimal(low),
            point=Decimal(mid),
            ceiling=Decimal(high),
            ceiling_open=open_ or (self.unstated and not of_all),
            rows=int(has),
            rows_without_value=int(lacks),
        )

    def routes(self) -> tuple[Route, ...]:
        found = []
        for key, figure in self.rows["route"].items():
            origin, dispatch, destination = key.split("|")
            kg = self.figure(self.kg.get(key, _NONE))
            usd = self.figure(self.dollars["route"].get(key, _NONE))
            around, measured = self.around(key), self.figure(figure)
            found.append(Route(origin, dispatch, destination, usd, kg, around, measured))
        return tuple(found)

    def around(self, key: str) -> tuple[Around, ...]:
        """A route around each event; with an empty key, all routes together."""
        found = []
        for number, event in enumerate(self.answer.events):
            since, before, after = (
                self.figure(
                    self.spans.get(f"{number} {side}", {}).get(key, _NONE), of_all=key == ""
                )
                for side in ("since", "before", "after")
            )
            window = event.window is not None
            found.append(Around(since, before if window else None, after if window else None))
        return tuple(found)

    def detours(self) -> tuple[Detour, ...]:
        senders: dict[str, list[DetourSender]] = {}
        for key, figure in self.rows.get("sender", {}).items():
            detour, _, sender = key.rpartition("|")
            senders.setdefault(detour, []).append(self._sender(detour, sender, figure))
        found = []
        for key, figure in self.rows.get("detour", {}).items():
            first, last = self.days.get(key, (None, None))
            origin, _, dispatch = key.partition("|")
            found.append(
                Detour(
                    origin=origin,
                    dispatch=dispatch,
                    value_usd=self.figure(self.dollars["detour"].get(key, _NONE)),
                    first=first,
                    last=last,
                    senders=tuple(senders.get(key, ())),
                    measured=self.figure(figure),
                )
            )
        return tuple(found)

    def _sender(self, detour: str, sender: str, figure: Sequence[Any]) -> DetourSender:
        party = int(sender) if sender else None
        first, seen = self.began.get(f"{detour}|{sender}"), self.seen.get(party)
        return DetourSender(
            id=party_id(party) if party is not None else "",
            name=self.names.get(sender, sender) if sender else NOT_STATED,
            value_usd=self.figure(self.dollars["sender"].get(f"{detour}|{sender}", _NONE)),
            first=first,
            first_seen=seen,
            appeared=first is not None and first == seen,
            measured=self.figure(figure),
        )


_NONE = (0, 0, 0, 0, 0, 0)
