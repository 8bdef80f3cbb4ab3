"""Who is who: judgements, the reasons for links, the queue of doubtful pairs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.case import Case
from followthegoods.errors import NoSuchParty
from followthegoods.faces.http.api.answers import (
    NOT_MODIFIED,
    PROBLEMS,
    ask,
    asked,
    json_answer,
    paged,
    served_by,
)
from followthegoods.faces.http.api.asked import CaseName, Cursor, Limit, Name, Number, Reason
from followthegoods.faces.http.api.bodies import stream_of
from followthegoods.faces.http.api.loading import ACCEPTED, started
from followthegoods.faces.http.api.shapes import Work
from followthegoods.model.identity import (
    Doubt,
    DoubtShown,
    Judgement,
    Reply,
    Verdict,
    Why,
)

router = APIRouter(prefix="/cases/{case}", tags=["who is who"], responses=PROBLEMS)
LINES = "application/x-ndjson"
_EVERY = 1 << 30

One = Annotated[
    Name,
    Query(
        description="A mention: its id, a tax id, or a name as it is written.",
        examples=["9900718344"],
    ),
]


class Decided(BaseModel):
    """What a person decides about two mentions."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"a": "p1a", "b": "p2f", "verdict": "same", "why": "One address and telephone."}
            ]
        },
    )

    a: Name
    b: Name
    verdict: Verdict
    why: Reason
    preview: bool = Field(default=False, description="Show what would move, and keep nothing.")


class Reviewed(BaseModel):
    """What a person decides about a doubtful pair of the queue."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"a": "p1a", "b": "p2f", "verdict": "different", "why": "Other owners."}]
        },
    )

    a: Name
    b: Name
    verdict: Verdict
    why: Reason


class Undone(BaseModel):
    """Why a judgement is undone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"why": "Two companies after all."}]}
    )

    why: Reason = ""
    preview: bool = False


@router.get("/why", response_model=Why, responses=NOT_MODIFIED)
def why(request: Request, case: CaseName, a: One, b: One) -> Response:
    """Why two mentions are one company, or are not. `ftg why --json`."""
    return asked(request, case, lambda opened: opened.identity.why(a, b))


@router.get("/judgements", response_model=list[Judgement], responses=NOT_MODIFIED)
def judgements(
    request: Request,
    case: CaseName,
    limit: Annotated[Limit, Query()] = 1000,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """What people decided, in the order they did. `ftg judgements --json`, in pages."""
    return paged(
        request,
        case,
        limit,
        cursor,
        lambda opened, first, most: opened.identity.judgements()[first : first + most],
    )


# Parties are resolved again for a judgement: of many mentions that takes longer than who asks may
# wait for, so that these are jobs, and wait for those before them.


@router.post("/judgements", response_model=Work, status_code=ACCEPTED)
def judge(request: Request, case: CaseName, decided: Decided) -> Response:
    """Decide whether two mentions are one company, as a job whose result says what that moves.
    `ftg judge --json`."""
    return started(request, case, "judge", decided.model_dump(mode="json"))


@router.post("/judgements/{number}/undo", response_model=Work, status_code=ACCEPTED)
def undo(request: Request, case: CaseName, number: Number, undone: Undone) -> Response:
    """Undo a judgement, as a job: what was before it is again. `ftg judge --undo --json`."""
    return started(request, case, "judge/undo", {"number": number, **undone.model_dump()})


_LINES: dict[int | str, dict[str, Any]] = {
    200: {"content": {LINES: {"schema": {"type": "string"}}}}
}


@router.get("/judgements/exported", response_class=Response, responses={**_LINES, **NOT_MODIFIED})
def export_judgements(request: Request, case: CaseName) -> Response:
    """The judgements in force as JSON lines of nomenklatura's resolver.
    `ftg judgements --export`."""

    def question(opened: Case) -> Response:
        with TemporaryDirectory(prefix="ftg-") as folder:
            file = Path(folder) / "judgements"
            opened.identity.export_judgements(file)
            return Response(file.read_bytes(), media_type=LINES)

    return ask(request, case, question)


_TAKEN: dict[str, Any] = {
    "requestBody": {"required": True, "content": {LINES: {"schema": {"type": "string"}}}}
}


@router.post(
    "/judgements/imported", response_model=Work, status_code=ACCEPTED, openapi_extra=_TAKEN
)
def import_judgements(request: Request, case: CaseName) -> Response:
    """Take judgements from JSON lines of nomenklatura's resolver, as a job.
    `ftg judgements --import`."""
    kept = served_by(request).uploads(case).keep("judgements.json", stream_of(request))
    args = {"files": [str(kept.path)], "uploads": [kept.id]}
    return started(request, case, "judgements/import", args)


@router.get("/review", response_model=list[Doubt], responses=NOT_MODIFIED)
def review(
    request: Request,
    case: CaseName,
    limit: Annotated[Limit, Query()] = 100,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """The doubtful pairs, those first that carry most money. What `ftg review` goes through, in
    pages."""
    return paged(
        request,
        case,
        limit,
        cursor,
        lambda opened, first, most: opened.identity.doubts(first + most)[first:],
    )


@router.get("/review/pair", response_model=DoubtShown, responses=NOT_MODIFIED)
def pair(request: Request, case: CaseName, a: One, b: One) -> Response:
    """A doubtful pair with all that a person needs to decide, by the ids of its parties."""
    return asked(request, case, lambda opened: opened.identity.look_at(_doubt(opened, a, b)))


@router.post("/review", response_model=Judgement)
def decide(request: Request, case: CaseName, reviewed: Reviewed) -> Response:
    """Write down a judgement about a doubtful pair, at once; parties are resolved with the next
    question, or by `resolve`."""
    with served_by(request).case(case) as opened:
        doubt = _doubt(opened, reviewed.a, reviewed.b)
        done = opened.identity.decide(doubt, reviewed.verdict, why=reviewed.why)
    return json_answer(done)


def _doubt(case: Case, a: str, b: str) -> Doubt:
    for doubt in case.identity.doubts(_EVERY):
        if {a, b} == {doubt.a, doubt.b}:
            return doubt
    raise NoSuchParty(
        f"{a!r} and {b!r} are no doubtful pair of the case, or not any more.",
        do="Take the ids of a pair that the queue has.",
    )


@router.get("/reply", response_model=Reply, responses=NOT_MODIFIED)
def reply(
    request: Request,
    case: CaseName,
    party: Annotated[
        Name, Query(description="A company: an id, a tax id or a name.", examples=["9900718344"])
    ],
) -> Response:
    """The exact lines that name a company, to be put to it. `ftg reply --json`."""
    return asked(request, case, lambda opened: opened.identity.reply(party))
