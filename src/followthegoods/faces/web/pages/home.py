"""The list of cases, and what one case holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from followthegoods import render
from followthegoods.case import Load
from followthegoods.faces.http.forms import posted
from followthegoods.faces.web.heat import heat
from followthegoods.faces.web.showing import Handler, case_name, page, see, served, show

JOBS_SHOWN = 5
_YEAR = 365 * 24 * 3600

DONE: dict[str, str] = {
    "add": "a file was added",
    "resolve": "parties were resolved",
    "judge": "a judgement was made",
    "rates": "rates were added or removed",
    "remove": "a source was taken out",
    "relayout": "a source was read again",
    "list": "a list was added",
    "list date": "a day of listing was given",
    "hs": "a table of codes was added or removed",
    "ownership": "a file of ownership was added or removed",
}
"""Kinds of loads in words."""


@page
def cases(request: Request) -> Response:
    """The cases of the server; of a single one, its page."""
    names = served(request).names
    if len(names) == 1:
        return see(names[0], "")
    return show(request, "cases.html")


@page
def home(request: Request) -> Response:
    """What a case holds, what runs, and what is new since the page was marked as looked at."""
    name = case_name(request)
    with served(request).case(name) as case:
        held = case.status()
        loads = case.loads()
        looked = _looked(request, name, len(loads))
        return show(
            request,
            "home.html",
            case=case,
            held=held,
            heat=heat(held.books, case.months()),
            lists=case.lists(),
            rates=case.rates(),
            ownership=case.ownership(),
            codes=case.hs_tables(),
            judgements=len(case.identity.judgements()),
            jobs=served(request).jobs.of(name)[:JOBS_SHOWN],
            looked=looked,
            news=_news(loads, looked),
        )


def _looked(request: Request, name: str, last: int) -> int | None:
    """The load that was the last when the page was marked as looked at; None where it never was."""
    said = request.cookies.get(_cookie(name), "")
    return min(int(said), last) if said.isdecimal() and len(said) < 10 else None


def _news(loads: Sequence[Load], looked: int | None) -> list[tuple[Load, str]]:
    """What was done since, the newest first."""
    if looked is None:
        return []
    return [(one, DONE.get(one.kind, one.kind)) for one in reversed(loads) if one.load > looked]


@page
def mark(request: Request) -> Response:
    """Mark the page of a case as looked at."""
    posted(request)
    name = case_name(request)
    with served(request).case(name) as case:
        last = len(case.loads())
    answer = see(name, "")
    answer.set_cookie(
        _cookie(name), str(last), max_age=_YEAR, path="/", httponly=True, samesite="strict"
    )
    return answer


def _cookie(name: str) -> str:
    """The cookie that says up to which load a case was looked at; names may hold any letters."""
    return f"looked-{name.encode().hex()}"


def _style(name: str) -> Handler:
    """What answers with a style that pages of the server share with those that stand alone."""
    path = Path(render.__file__).parent / "templates" / name
    return lambda request: FileResponse(path, media_type="text/css")


ROUTES: list[BaseRoute] = [
    Route("/", cases),
    *(Route(f"/{sheet}", _style(sheet)) for sheet in ("page.css", "story.css")),
    Route("/c/{case}", home),
    Route("/c/{case}/looked", mark, methods=["POST"]),
]
