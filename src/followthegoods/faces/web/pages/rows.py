"""The lines behind a figure: a table that is narrowed by clicking, one row with all its cells."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.faces.web.asked import Asked, Pair, address, number
from followthegoods.faces.web.showing import case_name, page, served, show

A_PAGE, DEEPEST = 100, 1_000_000_000

COUNTED: dict[str, str] = {
    "": "everywhere",
    "floor": "in the floor",
    "point": "in the point",
    "ceiling": "in the ceiling",
    "doubtful": "in the ceiling only",
}
"""Where lines count, as rows are narrowed by it, in words."""


SUPPLIERS: dict[str, str] = {"sender": "sender", "maker": "maker", "holder": "contract holder"}
"""What the supplier of a line is, by the basis that says so."""


@page
def rows(request: Request) -> Response:
    """A page of the lines that an address asks for, or the form to ask for them."""
    asked, name = Asked.of(request), case_name(request)
    start = number(request, "start", 1, DEEPEST)
    with served(request).case(name) as case:
        if asked.empty:
            return show(request, "rows_asked.html", case=case, asked=asked, view="rows")
        found = case.rows(
            *asked.who,
            where=asked.narrowed,
            limit=A_PAGE + 1,
            offset=start - 1,
            at=asked.at,
            cells=False,
            **asked.how(),
        )

        suppliers = [line.supplier for line in found if line.supplier]
        called = case.names(*asked.who, *suppliers)

        def of(key: str, value: str | None) -> str:
            return address(name, "rows", asked.at_lines({key: value or ""}).pairs())

        return show(
            request,
            "rows.html",
            case=case,
            asked=asked,
            pairs=asked.pairs(),
            lines=found[:A_PAGE],
            start=start,
            last=start + min(len(found), A_PAGE) - 1,
            next=start + A_PAGE if len(found) > A_PAGE else None,
            before=max(start - A_PAGE, 1) if start > 1 else None,
            taken=[(pair, _without(name, asked, pair)) for pair in asked.where],
            counted=COUNTED,
            called=called,
            subject=[(one, called.get(one) or _called(case, one)) for one in asked.who],
            supplier=SUPPLIERS[asked.said.get("supplier_role", "sender")],
            stream=f"/api/v1/cases/{quote(name, safe='')}/rows.csv?{urlencode(asked.pairs())}",
            of=of,
        )


def _called(case: Case, one: str) -> str:
    """What a company is called that an address names by its tax id, else the text itself."""
    found = case.find(one) if one.isdecimal() else []
    return found[0].name if len(found) == 1 else one


def _without(name: str, asked: Asked, pair: Pair) -> str:
    """The address of the same lines without one of the things they are narrowed by."""
    kept = tuple(own for own in asked.where if own != pair)
    return address(name, "rows", replace(asked, where=kept).pairs())


@page
def cells(request: Request) -> Response:
    """One row of a source, every cell as written beside its header and the field it fills."""
    given = request.query_params
    if "source" not in given:
        raise BadParameter("A row is named by its source, its sheet and its number.")
    sheet, row = (number(request, key, 1, DEEPEST) for key in ("sheet", "row"))
    with served(request).case(case_name(request)) as case:
        found = case.raw_row(given["source"], sheet, row)
        return show(request, "cells.html", case=case, found=found, view="rows")


ROUTES: list[BaseRoute] = [Route("/c/{case}/rows", rows), Route("/c/{case}/cells", cells)]
