"""What a page says of events, of concentration and of lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from followthegoods.case import Evidence
from followthegoods.model.answer import DOLLARS, Answer, Event
from followthegoods.render.amounts import said as exactly
from followthegoods.render.page_parts import counted, shown, triple
from followthegoods.render.text import safe


def event(evidence: Evidence, one: Event) -> dict[str, Any]:
    """What came since an event, its largest groups, equal stretches, who came and who went."""
    names = {"origin": "Produced in", "dispatch": "Sent from", "supplier": "Supplier"}
    dollars = evidence.answer.unit == DOLLARS
    own = shown if dollars else counted
    largest = [
        (
            title,
            [(safe(g.label), own(g.point)) for g in one.since_by.get(name, ())[:5] if g.point],
        )
        for name, title in names.items()
    ]
    window = one.window
    labels = {known.key: safe(known.label) for known in evidence.answer.suppliers}
    return {
        "date": one.date.isoformat(),
        "label": safe(one.label),
        "since": triple(one.since, dollars=dollars),
        "largest": largest,
        "days": window.days if window else 0,
        "window": [
            ("before", triple(window.before, dollars=dollars)),
            ("from it on", triple(window.after, dollars=dollars)),
        ]
        if window
        else [],
        "grew": [
            (safe(grown.label), _kind(grown.dimension), own(grown.before), own(grown.after))
            for grown in (window.grew[:_GREW] if window else ())
        ],
        "new": [labels.get(key, key) for key in one.new_suppliers],
        "vanished": [labels.get(key, key) for key in one.vanished_suppliers],
    }


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
