"""Who of the records is on a list, since when, and what came while it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.faces.web.asked import Asked, day
from followthegoods.faces.web.showing import case_name, page, served, show
from followthegoods.model.screening import Cell, Screening
from followthegoods.render import screening as words
from followthegoods.render.charts import NARROW, WIDE
from followthegoods.render.screening_strip import strip
from followthegoods.render.vega import inline_svg


@page
def screening(request: Request) -> Response:
    """The screening that an address asks for: of companies, of goods, or of the whole case."""
    asked, as_of = Asked.of(request), day(request, "as_of")
    only = [one for one in request.query_params.getlist("list") if one]
    with served(request).case(case_name(request)) as case:
        known = sorted({one.list for one in case.lists().versions})
        common: dict[str, Any] = {
            "asked": asked,
            "known": known,
            "only": only,
            "as_of": as_of,
        }
        if not known or (asked.empty and "whole" not in request.query_params):
            return show(request, "screening_asked.html", case=case, view="screening", **common)
        found = case.screen(*asked.who, as_of=as_of, lists=only, at=asked.at, **asked.how())
        return show(
            request,
            "screening.html",
            case=case,
            found=found,
            looked_at=words.looked_at(found),
            when=words.when,
            reference=words.reference,
            sentence=lambda one: words.sentence(one, found.coverage),
            measures=words.MEASURES,
            cell_said=words.cell_said,
            after_lists=[*words.of_authority(found), *words.after_lists(found)],
            all_lines=words.all_lines(found),
            rules_touched=words.rules_touched(found),
            strips=[_strip(found, place) for place in range(min(len(found.matches), STRIPS))],
            judgement=words.judgement,
            matrix=_matrix(found.breach.cells),
            **common,
        )


STRIPS = 20
"""Matches of a page with a strip of their own, the gravest first."""


def _strip(found: Screening, place: int) -> dict[str, Any] | None:
    """The lines over time of a match with its listing, for wide and for narrow screens."""
    months = [month for month in found.over_time if month.match == place]
    one = found.matches[place]
    wide, narrow = (strip(one, months, found.coverage, width) for width in (WIDE, NARROW))
    if wide is None or narrow is None:
        return None
    return {
        "note": wide.note,
        "alt": wide.alt,
        # What is drawn comes from the chart's library, with every text of it escaped.
        "wide": Markup(inline_svg(wide.spec, f"strip-{place}-wide")),
        "narrow": Markup(inline_svg(narrow.spec, f"strip-{place}-narrow")),
    }


def _matrix(cells: Iterable[Cell]) -> list[dict[str, Cell]]:
    """The cells by jurisdiction, in their order: kind of list -> cell."""
    rows: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.jurisdiction, {})[cell.kind] = cell
    return list(rows.values())


ROUTES: list[BaseRoute] = [Route("/c/{case}/screening", screening)]
