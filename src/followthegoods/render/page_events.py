"""What a page says of events, of concentration and of lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from followthegoods.case import Evidence
from followthegoods.model.answer import DOLLARS, Answer, Event
from followthegoods.render.amounts import said as exactly
from followthegoods.render.page_parts import counted, shown, triple
from followthegoods.render.text import safe


def event(evidence: Evidence, one: Event) -> dict[str, Any]:
    """What came since an event, its largest groups, equal stretches, who came and who went; of
    each figure what its lines are `of`."""
    names = {"origin": "Produced in", "dispatch": "Sent from", "supplier": "Supplier"}
    dollars = evidence.answer.unit == DOLLARS
    own = shown if dollars else counted
    since = {"from": one.date.isoformat()}
    largest = [
        (
            title,
            [
                (safe(g.label), own(g.point), {**since, name: g.key})
                for g in one.since_by.get(name, ())[:5]
                if g.point
            ],
        )
        for name, title in names.items()
    ]
    window = one.window
    before, after = _stretches(one)
    labels = {known.key: safe(known.label) for known in evidence.answer.suppliers}
    return {
        "date": one.date.isoformat(),
        "label": safe(one.label),
        "since": triple(one.since, dollars=dollars),
        "of": since,
        "largest": largest,
        "days": window.days if window else 0,
        "window": [
            ("before", triple(window.before, dollars=dollars), before),
            ("from it on", triple(window.after, dollars=dollars), after),
        ]
        if window
        else [],
        "grew": [
            (
                safe(grown.label),
                _kind(grown.dimension),
                (own(grown.before), {**before, grown.dimension: grown.key}),
                (own(grown.after), {**after, grown.dimension: grown.key}),
            )
            for grown in (window.grew[:_GREW] if window else ())
        ],
        "new": [(labels.get(key, key), {"supplier": key}) for key in one.new_suppliers],
        "vanished": [(labels.get(key, key), {"supplier": key}) for key in one.vanished_suppliers],
    }


def _stretches(one: Event) -> tuple[dict[str, str], dict[str, str]]:
    """The days of the stretches before an event and from it on, as what lines are of."""
    days = one.window.days if one.window else 0
    last = one.date - timedelta(days=1)
    return (
        {"from": (one.date - timedelta(days=days)).isoformat(), "to": last.isoformat()},
        {"from": one.date.isoformat(), "to": (last + timedelta(days=days)).isoformat()},
    )


_GREW = 8


def _kind(dimension: str) -> str:
    return _KINDS.get(dimension, dimension.replace("_", " "))


_KINDS = {"origin": "produced in", "dispatch": "sent from", "hs4": "heading"}


def concentration(answer: Answer) -> str:
    """How much rests on few lines and on one supplier, in a sentence; empty where nothing does."""
    own = answer.concentration
    said = []
    if own.largest_lines_share is not None:
        said.append(
            f"The five largest lines make {own.largest_lines_share} % of the point "
            f"({exactly(own.largest_lines, answer.unit)} {safe(answer.unit)})"
        )
    label = next((o.label for o in answer.suppliers if o.key == own.largest_supplier), None)
    if label is not None and own.largest_supplier_share is not None:
        said.append(f"the largest supplier, {safe(label)}, {own.largest_supplier_share} %")
    return f"{'; '.join(said)}." if said else ""


def screening(answer: Answer) -> list[dict[str, Any]]:
    """Who is on which list, for what, since when, and what was imported while it held."""
    return [
        {
            "name": safe(one.name),
            "grade": one.match_grade,
            "list": f"{safe(one.authority)}: {safe(one.programme)}, {safe(one.measure)}",
            "listed": _days(one.listed_on, one.listed_between),
            "delisted": _days(one.delisted_on, one.delisted_between),
            "status": one.status.replace("_", " "),
            "since": triple(one.since_listing),
        }
        for one in answer.screening
    ]


def _days(day: date | None, between: tuple[date | None, date | None] | None) -> str:
    if day is not None:
        return day.isoformat()
    if between is None:
        return "–"
    return f"between {between[0] or 'an unknown day'} and {between[1] or 'an unknown day'}"
