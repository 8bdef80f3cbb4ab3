"""Flows: produced where, sent from where, to where. And changes: what is other since an event."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.faces.web.asked import Asked, Pair
from followthegoods.faces.web.showing import case_name, page, served, show
from followthegoods.model.leads import KINDS, LeadRows

SHOWN = 40
"""Routes and detours of a page."""

LEADS = 25
"""Leads of a kind on a page."""


@page
def flows(request: Request) -> Response:
    """The routes that an address asks for, of companies, of goods, or of the whole case."""
    asked = Asked.of(request)
    with served(request).case(case_name(request)) as case:
        found = case.flows(*asked.who, at=asked.at, **asked.how())
        return show(
            request,
            "flows.html",
            case=case,
            asked=asked,
            pairs=asked.pairs(),
            found=found,
            shown=SHOWN,
            rows_of=lambda route: _route_pairs(asked, route.origin, route.dispatch),
        )


def _route_pairs(asked: Asked, origin: str, dispatch: str) -> list[Pair]:
    """Where the lines of a route are, of a question that names somebody or something."""
    own = {"origin": origin, "dispatch": dispatch, "counted": "point"}
    return [] if asked.empty else asked.at_lines(own).pairs()


@page
def changes(request: Request) -> Response:
    """What changed after the one event of an address, or the form to say which."""
    asked = Asked.of(request)
    with served(request).case(case_name(request)) as case:
        if not asked.events:
            return show(request, "changes_asked.html", case=case, asked=asked, view="changes")
        found = case.changes(*asked.who, at=asked.at, **asked.how())
        kinds = [
            (title, [lead for lead in found.leads if lead.kind == kind], found.more.get(kind, 0))
            for kind, title in KINDS.items()
        ]
        return show(
            request,
            "changes.html",
            case=case,
            asked=asked,
            pairs=asked.pairs(),
            found=found,
            kinds=kinds,
            shown=LEADS,
            rows_of=lambda rows: _lead_pairs(asked, rows),
        )


_NAMES: dict[str, str] = {
    "first": "from",
    "last": "to",
    "value": "value_basis",
    "date": "date_basis",
    "supplier": "supplier_role",
}
"""Parameters of the case that an address calls by another name."""


def _lead_pairs(asked: Asked, rows: LeadRows) -> list[Pair]:
    """Where the lines behind a lead are."""
    pairs = [("who", one) for one in rows.who]
    pairs += [(_NAMES.get(key, key), value) for key, value in rows.how.items()]
    pairs += [("where", f"{key}={value}") for key, value in rows.where.items()]
    pairs.append(("where", "counted=point"))
    return [*pairs, ("at", asked.at)] if asked.at else pairs


ROUTES: list[BaseRoute] = [Route("/c/{case}/flows", flows), Route("/c/{case}/changes", changes)]
