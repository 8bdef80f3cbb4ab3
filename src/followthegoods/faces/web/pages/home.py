"""The list of cases, and what one case holds."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from followthegoods import render
from followthegoods.faces.web.heat import heat
from followthegoods.faces.web.showing import Handler, case_name, page, see, served, show

JOBS_SHOWN = 5


@page
def cases(request: Request) -> Response:
    """The cases of the server; of a single one, its page."""
    names = served(request).names
    if len(names) == 1:
        return see(names[0], "")
    return show(request, "cases.html")


@page
def home(request: Request) -> Response:
    """What a case holds and what runs; what is new is asked for by the page itself."""
    name = case_name(request)
    with served(request).case(name) as case:
        held = case.status()
        return show(
            request,
            "home.html",
            case=case,
            held=held,
            heat=heat(held.books, case.months()),
            lists=case.lists(),
            rates=case.rates(),
            ownership=case.ownership(),
            companies=case.companies(),
            codes=case.hs_tables(),
            judgements=len(case.identity.judgements()),
            jobs=served(request).jobs.of(name)[:JOBS_SHOWN],
        )


def _style(name: str) -> Handler:
    """What answers with a style that pages of the server share with those that stand alone."""
    path = Path(render.__file__).parent / "templates" / name
    return lambda request: FileResponse(path, media_type="text/css")


ROUTES: list[BaseRoute] = [
    Route("/", cases),
    *(Route(f"/{sheet}", _style(sheet)) for sheet in ("page.css", "story.css")),
    Route("/c/{case}", home),
]
