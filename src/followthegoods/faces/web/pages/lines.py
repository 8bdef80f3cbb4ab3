"""Lines as they were read, narrowed by what stands on them; a search for a text as it goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from followthegoods.case import Narrowed
from followthegoods.faces.web.asked import Pair, address, day, number
from followthegoods.faces.web.pages.rows import A_PAGE, DEEPEST
from followthegoods.faces.web.showing import case_name, page, rendered, served, show
from followthegoods.model.lines import Searched

_GIVEN = ("who", "code", "from", "to", "number", "text", "whole")


@page
def lines(request: Request) -> Response:
    """A page of the lines that an address asks for. Where they are looked for by a text, the page
    asks for them itself and shows them as they are found."""
    name, by = case_name(request), _narrowed(request)
    start = number(request, "start", 1, DEEPEST)
    streams = bool(by.get("text")) and "whole" not in request.query_params
    pairs = _pairs(request)
    with served(request).case(name) as case:
        found = [] if streams else case.lines(A_PAGE + 1, start - 1, **by)
        return show(
            request,
            "lines.html",
            case=case,
            view="rows",
            said=_said(request),
            pairs=pairs,
            stream=address(name, "lines/found", pairs) if streams else "",
            lines=found[:A_PAGE],
            start=start,
            last=start + min(len(found), A_PAGE) - 1,
            next=start + A_PAGE if len(found) > A_PAGE else None,
            before=max(start - A_PAGE, 1) if start > 1 else None,
        )


@page
def searched(request: Request) -> Response:
    """The lines that a text is found in, as rows of the table: a line of JSON for each part of the
    search. It ends where nobody listens any more."""
    by = _narrowed(request)

    def parts() -> Iterator[bytes]:
        with served(request).apart(case_name(request)) as case:
            search = case.search_lines(**by)
            with closing(search):
                # What is wrong with a question is found with its first part: before any is sent.
                for part in chain(list(islice(search, 1)), search):
                    yield _part(request, part)

    pieces = parts()
    return StreamingResponse(
        chain([next(pieces, b"")], pieces),
        headers={"Cache-Control": "no-store"},
        media_type="application/x-ndjson",
    )


def _part(request: Request, part: Searched) -> bytes:
    rows = rendered(request, "lines_rows.html", lines=part.found) if part.found else ""
    said = {"rows": rows, "found": len(part.found), "lines": part.lines, "of": part.of}
    return (json.dumps(said, ensure_ascii=False) + "\n").encode()


def _narrowed(request: Request) -> Narrowed:
    """What the lines are narrowed by. Raises `BadParameter`."""
    given = request.query_params
    return Narrowed(
        who=[text for text in given.getlist("who") if text.strip()],
        code=given.get("code", ""),
        first=day(request, "from"),
        last=day(request, "to"),
        number=given.get("number", ""),
        text=given.get("text", ""),
    )


def _said(request: Request) -> dict[str, str]:
    """The same as the fields of the form have it."""
    names = {"who": "who", "code": "code", "first": "from", "last": "to", "number": "number"}
    names |= {"text": "text"}
    return {key: request.query_params.get(name, "") for key, name in names.items()}


def _pairs(request: Request) -> list[Pair]:
    return [(key, text) for key, text in request.query_params.multi_items() if key in _GIVEN]


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/lines", lines),
    Route("/c/{case}/lines/found", searched),
]
