"""Then and now: which figures of a dossier moved between two states, and because of what."""

from __future__ import annotations

from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.errors import BadParameter
from followthegoods.faces.web.asked import Asked
from followthegoods.faces.web.showing import case_name, page, served, show
from followthegoods.model.difference import CAUSES, Moved
from followthegoods.render.watching import DONE

SHOWN = 200
"""Values that moved, on a page."""


@page
def difference(request: Request) -> Response:
    """The difference that an address asks for, or the form to ask for it. Raises
    `BadParameter`."""
    asked = Asked.of(request)
    before = request.query_params.get("before", "").strip()
    after = request.query_params.get("after", "").strip() or "now"
    if not all(text.isalnum() for text in (before or "now", after)):
        # A file of the server's disk is nothing that an address may name.
        raise BadParameter(
            "A state is a load's number or a state's id.", do="Such as 3, or 48050bf09f175503."
        )
    with served(request).case(case_name(request)) as case:
        found = None
        if before and not asked.empty:
            found = case.diff(before, after, *asked.who, **asked.how())
        return show(
            request,
            "difference.html",
            case=case,
            found=found,
            causes=CAUSES,
            done=DONE,
            figure=_figure,
            value=_value,
            shown=SHOWN,
            asked=asked,
            before=before,
            after=after,
            loads=case.loads(),
        )


_NUMBERS = ("floor", "point", "ceiling", "rows", "rows_without_value")


def _figure(place: str) -> str:
    """A place of the answer in words: `value_usd.floor` is `US dollars · floor`."""
    return " · ".join(place.replace("value_usd", "US dollars").replace("_", " ").split("."))


def _value(one: Moved, text: str | None) -> str:
    """What stood at a place, numbers with their thousands apart."""
    if text is None:
        return "–"
    amount = one.place.rpartition(".")[2] in _NUMBERS
    return f"{Decimal(text):,}" if amount else text


ROUTES: list[BaseRoute] = [Route("/c/{case}/difference", difference)]
