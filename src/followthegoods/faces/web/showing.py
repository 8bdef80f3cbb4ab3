"""What all pages share: their templates, the case they are of, errors as pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from jinja2 import PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from followthegoods.case import Case
from followthegoods.errors import AmbiguousParty, FtgError, NoSuchParty
from followthegoods.faces.http.forms import csrf_token
from followthegoods.faces.http.jobs import DONE
from followthegoods.faces.http.served import Served
from followthegoods.faces.web.asked import address, tidied
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Figure
from followthegoods.render.amounts import band, full, money, short
from followthegoods.render.page import environment
from followthegoods.render.page_parts import percent, triple
from followthegoods.render.text import INVENTED, plural, safe

Handler = Callable[[Request], Response]

_NO_STORE = {"Cache-Control": "no-store"}


def _country(code: str | None) -> str:
    return country_label(code) if code else "not stated"


def _lines(figure: Figure) -> int:
    return figure.rows + figure.rows_without_value


_TEMPLATES = environment(PackageLoader("followthegoods.faces.web"))
_TEMPLATES.filters.update(
    band=band,
    country=_country,
    lines=_lines,
    money=money,
    plain=full,
    plural=plural,
    safe_text=safe,
    short=short,
    triple=triple,
)
_TEMPLATES.globals.update(percent=percent)


def read_templates() -> None:
    """Read the templates of a dossier's page, for which its first visitor would wait."""
    for name in ("dossier.html", "page.html"):
        _TEMPLATES.get_template(name)


def served(request: Request) -> Served:
    """The cases of the server."""
    found: Served = request.app.state.served
    return found


def case_name(request: Request) -> str:
    """The name of the case that an address is of."""
    return str(request.path_params["case"])


def show(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A template as a page. `case`, where it is given, is the open case that the page is of."""
    case: Case | None = context.pop("case", None)
    common = {
        "names": served(request).names,
        "case_path": str(case.path) if case else "",
        "invented": INVENTED if case and case.invented else "",
        "view": template.removesuffix(".html"),
        "csrf": csrf_token(request),
        "wanted": request.query_params.get("q", ""),
    }
    text = rendered(request, template, **{**common, **context})
    return HTMLResponse(text, status, _NO_STORE)


def rendered(request: Request, template: str, **context: Any) -> str:
    """A template, or a part of a page, as text; `to` makes addresses of the case."""
    name = request.path_params.get("case", "")

    def to(view: str, pairs: Any = ()) -> str:
        return address(name, view, pairs)

    return _TEMPLATES.get_template(template).render({"name": name, "to": to, **context})


def page(handler: Handler) -> Handler:
    """A handler of a page: what a form left empty is taken out of the address first."""

    @wraps(handler)
    def shown(request: Request) -> Response:
        tidy = tidied(request) if request.method == "GET" else None
        return handler(request) if tidy is None else RedirectResponse(tidy, 303)

    return shown


def failed(request: Request, error: FtgError) -> Response:
    """An error of the tree as a page, with its words and its HTTP status."""
    name = request.path_params.get("case", "")
    known = name in served(request).names
    nobody, several = isinstance(error, NoSuchParty), isinstance(error, AmbiguousParty)
    sought = [text for text in request.query_params.getlist("who") if text.strip()]
    page: dict[str, Any] = {
        "status": error.http_status,
        "error": error,
        "known": known,
        "name": name if known else "",
        "nobody": nobody,
        "sought": sought if nobody or several else (),
        "meant": [],
    }
    # Of a case that cannot be opened the error is all there is to say.
    with suppress(FtgError):
        if known:
            with served(request).case(name) as case:
                meant = _meant(request, case, sought) if several else []
                return show(request, "failed.html", case=case, **{**page, "meant": meant})
    return show(request, "failed.html", **page)


def _meant(request: Request, case: Case, sought: Sequence[str]) -> list[tuple[str, str, str]]:
    """Whom the names of a question may mean: what they are called, what else is known of them,
    and the address that asks the same of each."""
    given = request.query_params.multi_items()
    found = []
    for text in sought:
        parties = case.find(text)
        for party in parties if len(parties) > 1 else ():
            pairs = [(key, party.id if (key, own) == ("who", text) else own) for key, own in given]
            ids = [key.rsplit(":", 1)[-1] for key in party.tax_ids]
            known = [*ids, party.country or "no country", plural(party.lines, "line")]
            found.append((party.name, " · ".join(known), f"{request.url.path}?{urlencode(pairs)}"))
    return found


SOON = 3.0
"""Seconds that a page waits for a job before it shows how far the job is."""


def work_for(request: Request, action: str, args: dict[str, Any], then: Response) -> Response:
    """Do something as a job, and go on to `then` where it is done soon, else to the job."""
    name = case_name(request)
    jobs = served(request).jobs
    job = jobs.wait(jobs.start(name, action, args).id, SOON)
    return then if job.status == DONE else see(name, f"jobs/{job.id}")


def see(case: str, view: str, pairs: Any = (), anchor: str = "") -> Response:
    """Go on to another view, after a form was sent."""
    return RedirectResponse(address(case, view, pairs) + (f"#{anchor}" if anchor else ""), 303)
