"""Questions: the dossier and what stands beside it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.case import LineRow, Load, RefusedRow, Status
from followthegoods.errors import BadParameter
from followthegoods.faces.http.api.answers import (
    NOT_MODIFIED,
    PROBLEMS,
    TEXT,
    ask,
    asked,
    json_answer,
    paged,
    served_by,
)
from followthegoods.faces.http.api.asked import (
    BasesQuery,
    CaseName,
    Cursor,
    DiffQuery,
    Limit,
    Name,
    RowsQuery,
    ScreenQuery,
    Text,
)
from followthegoods.faces.http.api.shapes import (
    Dossier,
    Found,
    ScreeningAnswer,
    ServedCase,
)
from followthegoods.model.answer import SCHEMA
from followthegoods.model.difference import Difference
from followthegoods.model.flows import Flows, Mirrors
from followthegoods.model.leads import Changes

router = APIRouter(tags=["questions"], responses={**PROBLEMS, **NOT_MODIFIED})
_SQL: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"example": "-- counted\nCREATE OR REPLACE TEMP TABLE …"}}}
}


@router.get("/cases", response_model=list[ServedCase], tags=["cases"])
def cases(request: Request) -> Response:
    """The cases that are served, with the newest load and the state of each."""
    served = served_by(request)
    found = []
    for name in served.names:
        with served.case(name) as case:
            loads = case.loads()
            newest = loads[-1].load if loads else 0
            found.append(ServedCase(name, case.invented, newest, case.state()))
    return json_answer(found)


@router.get("/cases/{case}/status", response_model=Status, tags=["cases"])
def status(request: Request, case: CaseName) -> Response:
    """What a case holds: sources with their books, coverage, the state. `ftg status --json`."""
    return asked(request, case, lambda opened: opened.status())


@router.get("/cases/{case}/states", response_model=list[Load], tags=["cases"])
def states(request: Request, case: CaseName) -> Response:
    """Every load of a case, oldest first: what was done, when, by whom. Any number of them can be
    given as `at`."""
    return asked(request, case, lambda opened: opened.loads())


@router.get("/cases/{case}/refused", response_model=list[RefusedRow], tags=["cases"])
def refused(
    request: Request,
    case: CaseName,
    source: Annotated[
        Text | None, Query(description="Only of this source.", examples=["1"])
    ] = None,
    limit: Annotated[Limit, Query()] = 100,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """Refused rows with their reasons. `ftg refused --json`, in pages."""
    return paged(
        request,
        case,
        limit,
        cursor,
        lambda opened, first, most: opened.refused(source, first + most)[first:],
    )


@router.get("/cases/{case}/find", response_model=list[Found])
def find(
    request: Request,
    case: CaseName,
    text: Annotated[
        Name, Query(description="A name in any script, a tax id, an id.", examples=["orlemar"])
    ],
) -> Response:
    """Parties that a text may mean, twenty at most. `ftg find --json`."""
    return asked(request, case, lambda opened: opened.find(text))


@router.get("/cases/{case}/dossier", response_model=Dossier)
def dossier(request: Request, case: CaseName, bases: BasesQuery) -> Response:
    """Who supplies a company, with what, from where, worth how much, since when.
    `ftg dossier --json`."""
    return asked(
        request, case, lambda opened: opened.dossier(*bases.who, at=bases.at, **bases.how())
    )


@router.get("/cases/{case}/explain", response_class=Response, responses=_SQL)
def explain(request: Request, case: CaseName, bases: BasesQuery) -> Response:
    """The plan of a dossier as SQL. `ftg explain`."""

    def question(opened: Any) -> Response:
        text = opened.explain(*bases.who, at=bases.at, **bases.how()).rstrip("\n") + "\n"
        return Response(text, media_type=TEXT)

    return ask(request, case, question)


@router.get("/cases/{case}/rows", response_model=list[LineRow])
def rows(request: Request, case: CaseName, wanted: RowsQuery) -> Response:
    """The lines behind a dossier's figures, with their places and raw cells.
    `ftg rows --json`, in pages."""
    where, how = wanted.narrowed(), wanted.how()
    return paged(
        request,
        case,
        wanted.limit,
        wanted.cursor,
        lambda opened, first, most: opened.rows(
            *wanted.who, where=where, limit=most, offset=first, at=wanted.at, **how
        ),
    )


@router.get("/cases/{case}/flows", response_model=Flows)
def flows(request: Request, case: CaseName, bases: BasesQuery) -> Response:
    """Where goods were produced, sent from and sent to; detours. Of companies, of goods, or with
    neither of the whole case. `ftg flows --json`."""
    return asked(request, case, lambda opened: opened.flows(*bases.who, at=bases.at, **bases.how()))


@router.get("/cases/{case}/mirrors", response_model=Mirrors)
def mirrors(request: Request, case: CaseName, bases: BasesQuery) -> Response:
    """Export records of one authority beside import records of another.
    `ftg flows --mirror --json`."""
    return asked(
        request, case, lambda opened: opened.mirrors(*bases.who, at=bases.at, **bases.how())
    )


@router.get("/cases/{case}/changes", response_model=Changes)
def changes(request: Request, case: CaseName, bases: BasesQuery) -> Response:
    """Leads: what changed after the one `event`. `ftg changes --json`."""
    return asked(
        request, case, lambda opened: opened.changes(*bases.who, at=bases.at, **bases.how())
    )


@router.get("/cases/{case}/screen", response_model=ScreeningAnswer)
def screen(request: Request, case: CaseName, wanted: ScreenQuery) -> Response:
    """Who of the records is on a list, since when, and what came while it was.
    `ftg screen --json`."""

    def question(opened: Any) -> object:
        found = opened.screen(
            *wanted.who, as_of=wanted.as_of, lists=wanted.only, at=wanted.at, **wanted.how()
        )
        return {"schema": SCHEMA, **vars(found)}

    return asked(request, case, question)


@router.get("/cases/{case}/diff", response_model=Difference)
def diff(request: Request, case: CaseName, wanted: DiffQuery) -> Response:
    """Which figures of a dossier moved between two states, and because of what.
    `ftg diff --json`."""
    if wanted.at:
        raise BadParameter("Two states are compared as they were.", do="Leave out `at`.")
    return asked(
        request,
        case,
        lambda opened: opened.diff(wanted.before, wanted.after, *wanted.who, **wanted.how()),
    )
