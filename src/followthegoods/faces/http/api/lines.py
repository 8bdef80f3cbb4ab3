"""Lines as they were read: pages of them, and a search for a text as it goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from followthegoods.case import Narrowed
from followthegoods.faces.http.api.answers import NOT_MODIFIED, PROBLEMS, paged, served_by
from followthegoods.faces.http.api.asked import CaseName, Cursor, Day, Limit, Name, Parameters, Text
from followthegoods.model.lines import Shown
from followthegoods.render.as_json import plain

router = APIRouter(prefix="/cases/{case}", tags=["questions"], responses=PROBLEMS)
NDJSON = "application/x-ndjson"


class LinesAsked(Parameters):
    """What lines are narrowed by."""

    who: list[Name] = Field(
        default=[],
        max_length=20,
        description="Companies, in any role: ids, tax ids or names.",
        examples=[["9900718344"]],
    )
    code: Text = Field(default="", description="How the code begins.", examples=["8708"])
    first: Day | None = Field(
        default=None, alias="from", description="First day registered.", examples=["2022-01-01"]
    )
    last: Day | None = Field(
        default=None, alias="to", description="Last day, inclusive.", examples=["2022-12-31"]
    )
    number: Text = Field(
        default="", description="The declaration's, whole.", examples=["10000010/150322/0000001"]
    )
    text: Text = Field(
        default="", description="Letters of the goods text, in any case.", examples=["pump"]
    )

    def by(self) -> Narrowed:
        """The same as the case takes it."""
        return Narrowed(
            who=self.who,
            code=self.code,
            first=self.first,
            last=self.last,
            number=self.number,
            text=self.text,
        )


class LinesPage(LinesAsked):
    """A page of them."""

    limit: Limit = 100
    cursor: Cursor = None


@router.get("/lines", response_model=list[Shown], responses=NOT_MODIFIED)
def lines(request: Request, case: CaseName, wanted: Annotated[LinesPage, Query()]) -> Response:
    """Lines as they were read, whatever they count for, in the order in which they are stored.
    `ftg lines --json`, in pages."""
    return paged(
        request,
        case,
        wanted.limit,
        wanted.cursor,
        lambda opened, first, most: opened.lines(most, first, **wanted.by()),
    )


_FOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {NDJSON: {"schema": {"type": "string"}}}}
}


@router.get("/lines.ndjson", response_class=Response, responses=_FOUND)
def search(request: Request, case: CaseName, wanted: Annotated[LinesAsked, Query()]) -> Response:
    """All of them as they are found, a line of JSON each part of the search: `found`, how many
    `lines` were looked at so far, `of` how many. Closing the connection ends it."""

    def parts() -> Iterator[bytes]:
        with served_by(request).apart(case) as opened:
            found = opened.search_lines(**wanted.by())
            with closing(found):
                # What is wrong with a question is found with its first part: before any is sent.
                for part in chain(list(islice(found, 1)), found):
                    yield (json.dumps(plain(part), ensure_ascii=False) + "\n").encode()

    pieces = parts()
    first = next(pieces, b"")
    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(chain([first], pieces), headers=headers, media_type=NDJSON)
