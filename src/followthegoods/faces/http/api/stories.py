"""Stories: claims drafted, checked against the records, a retelling beside its original."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.case import Case, stories
from followthegoods.faces.http.api.answers import PROBLEMS, json_answer, served_by
from followthegoods.faces.http.api.asked import CaseName, Day, Name
from followthegoods.faces.http.api.bodies import body_file, named_file
from followthegoods.model.retelling import Comparison
from followthegoods.model.story import Checked

router = APIRouter(tags=["stories"], responses=PROBLEMS)
TOML = "application/toml"

_STORY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {
                "schema": {"type": "string"},
                "example": "Orlemar imported parts worth at least $1,000 from South Korea in 2022.",
            }
        },
    }
}
_CLAIMS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {TOML: {"schema": {"type": "string"}, "example": "schema = 1\n"}},
    }
}
_DRAFTED: dict[int | str, dict[str, Any]] = {
    200: {"content": {TOML: {"schema": {"type": "string"}, "example": "schema = 1\n"}}}
}
Told = Annotated[str, StringConstraints(max_length=1 << 20)]
FileName = Annotated[Name, Query(description="What the story is called.", examples=["story.txt"])]


class Retold(BaseModel):
    """Two texts: plain text, Markdown or HTML."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "original": "The plant bought parts for $1.2 million in 2022.",
                    "retelling": "The plant bought parts for $2 million in 2022.",
                    "published": "2024-06-19",
                }
            ]
        },
    )

    original: Told
    retelling: Told
    published: Day | None = Field(default=None, description="The stories' day.")
    of: list[Name] = Field(
        default=[], max_length=100, description="Whom both are about, where it is not plain."
    )


@router.post(
    "/cases/{case}/claims", response_class=Response, responses=_DRAFTED, openapi_extra=_STORY
)
def claims(
    request: Request,
    case: CaseName,
    published: Annotated[
        Day | None,
        Query(description="The story's day, against which last year is read."),
    ] = None,
    of: Annotated[
        list[Name], Query(description="Whom the story is about, where it is not plain.")
    ] = [],  # noqa: B006 - never changed
    name: FileName = "story.txt",
) -> Response:
    """Draft the claims of a story as a file to correct and check. `ftg claims`."""
    with body_file(request, name) as file, served_by(request).case(case) as opened:
        drafted = stories.draft_claims(opened, file, published=published, of=of)
    return Response(stories.write_claims(drafted), media_type=TOML)


@router.post("/cases/{case}/check", response_model=Checked, openapi_extra=_CLAIMS)
def check(request: Request, case: CaseName, name: FileName = "claims.toml") -> Response:
    """What the records bear out of a file of claims. `ftg check --json`."""
    with body_file(request, name) as file:
        story = stories.load_claims(file)
    with served_by(request).case(case) as opened:
        return json_answer(stories.check_story(opened, story))


@router.post("/compare", response_model=Comparison)
def compare(retold: Retold) -> Response:
    """What a retelling kept, altered, dropped and added. `ftg compare --json`."""
    return _compared(retold, None)


@router.post("/cases/{case}/compare", response_model=Comparison)
def compare_in(request: Request, case: CaseName, retold: Retold) -> Response:
    """The same with the verdicts of both from a case. `ftg compare --case --json`."""
    with served_by(request).case(case) as opened:
        return _compared(retold, opened)


def _compared(retold: Retold, case: Case | None) -> Response:
    with ExitStack() as stack:
        original, retelling = (
            stack.enter_context(named_file(name, text.encode("utf-8")))
            for name, text in (("original", retold.original), ("retelling", retold.retelling))
        )
        found = stories.compare_stories(
            original, retelling, case=case, published=retold.published, of=retold.of
        )
    return json_answer(found)
