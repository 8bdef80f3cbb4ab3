"""What the API answers with: the command line's JSON, a tag of the state it was made from, pages
of long lists, and problems."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from followthegoods import __version__
from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.faces.http.problems import MEDIA_TYPE
from followthegoods.faces.http.served import Served
from followthegoods.model.answer import Answer
from followthegoods.render.as_json import as_json

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it, with the error's code, place and next step."""

    type: str = Field(examples=["urn:ftg:error:no_such_party"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Nobody in the case answers to 'ORLEMAR'."])
    code: str = Field(examples=["no_such_party"])
    where: str | None = None
    do: str | None = Field(default=None, examples=["Try a tax id, or fewer words of the name."])


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem; `code` is of the error tree.",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": "urn:ftg:error:no_such_party",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "Nobody in the case answers to 'ORLEMAR'.",
                    "code": "no_such_party",
                    "do": "Try a tax id, or fewer words of the name as the records write it.",
                },
            }
        },
    }
}
"""What every operation may answer with besides."""

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The state is still that of `If-None-Match`."}
}


def served_by(request: Request) -> Served:
    """The cases of the server that a request came to."""
    served = request.app.state.served
    assert isinstance(served, Served)
    return served


def to_json(value: object) -> str:
    """A value as the command line prints it with `--json`."""
    return value.to_json() if isinstance(value, Answer) else as_json(value)


def json_answer(
    value: object, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A value as an answer that no state of a case tags."""
    return Response(to_json(value), status, headers, JSON)


def ask(request: Request, name: str, question: Callable[[Case], Response]) -> Response:
    """Put a question to a case, unless who asks has the answer of this state already."""
    with served_by(request).case(name) as case:
        headers = {"ETag": tag_of(case), "Cache-Control": "private, no-cache"}
        known = request.headers.get("if-none-match", "")
        if headers["ETag"] in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=headers)
        answer = question(case)
    answer.headers.update(headers)
    return answer


def asked(request: Request, name: str, question: Callable[[Case], object]) -> Response:
    """`ask`, of a question whose answer is printed as JSON."""
    return ask(request, name, lambda case: json_answer(question(case)))


def tag_of(case: Case) -> str:
    """What every answer of a case is a function of, the question aside."""
    loads = case.loads()
    return f'"{loads[-1].load if loads else 0}-{case.state()[:16]}-{__version__}"'


# -- pages of long lists


def paged(
    request: Request,
    name: str,
    limit: int,
    cursor: str | None,
    take: Callable[[Case, int, int], Sequence[object]],
) -> Response:
    """A page of a list, and in its `Link` header where the next one is.

    `take` gives so many things (the second number) after others (the first).
    """

    def question(case: Case) -> Response:
        state = case.state()[:16]
        first = _offset(cursor, state)
        found = take(case, first, limit + 1)
        answer = json_answer(list(found[:limit]))
        if len(found) > limit:
            answer.headers["Link"] = f'<{_next(request, first + limit, state)}>; rel="next"'
        return answer

    return ask(request, name, question)


def _next(request: Request, offset: int, state: str) -> str:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "cursor"]
    place = base64.urlsafe_b64encode(json.dumps([offset, state]).encode()).decode()
    return f"{request.url.path}?{urlencode([*kept, ('cursor', place)])}"


def _offset(cursor: str | None, state: str) -> int:
    if cursor is None:
        return 0
    try:
        offset, of = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        first = int(offset)
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadParameter(
            "The cursor is none that this server gave.",
            where="cursor",
            do="Take it from the `Link` header of the page before.",
        ) from error
    if of != state or not 0 <= first < 1 << 40:
        raise BadParameter(
            "The case changed since the page before.",
            where="cursor",
            do="Ask for the first page again, or name the state: at=STATE",
        )
    return first
