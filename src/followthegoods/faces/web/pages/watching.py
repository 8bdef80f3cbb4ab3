"""What is new since somebody last looked, and the companies that are watched."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.faces.http.forms import posted
from followthegoods.faces.web.showing import case_name, page, see, served, show, work_for
from followthegoods.model.watching import NewLines
from followthegoods.render.watching import DONE, figures

SHOWN = 50


@page
def news(request: Request) -> Response:
    """Loads, listings and companies watched, with what is new of each."""
    with served(request).case(case_name(request)) as case:
        return show(
            request,
            "watch.html",
            case=case,
            found=case.news(),
            done=DONE,
            figures=figures,
            lines_of=_lines_of,
            shown=SHOWN,
            author=case.settings.author,
        )


def _lines_of(party: str, one: NewLines) -> list[tuple[str, str]]:
    """The rows that new lines are, as the parameters of an address."""
    pairs = [("who", party), ("where", f"source={one.source}")]
    return pairs if one.role == "receiver" else [*pairs, ("role", one.role)]


@page
def watch(request: Request) -> Response:
    """Watch a company, or no longer."""
    form, name = posted(request), case_name(request)
    with served(request).case(name) as case:
        case.watch(str(form.get("who", "")), stop=form.get("stop") == "1")
    return see(name, "watch")


@page
def looked(request: Request) -> Response:
    """Mark the case as seen, as a job."""
    posted(request)
    name = case_name(request)
    return work_for(request, "watch/looked", {}, see(name, "watch"))


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/watch", news, methods=["GET"]),
    Route("/c/{case}/watch", watch, methods=["POST"]),
    Route("/c/{case}/looked", looked, methods=["POST"]),
]
