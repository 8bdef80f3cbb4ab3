"""Errors as RFC 9457 problem details, with the codes and words of the error tree."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from followthegoods.errors import FtgError

MEDIA_TYPE = "application/problem+json"


def problem(error: FtgError) -> dict[str, Any]:
    """An error as problem details: `type`, `title`, `status`, `detail`, and the tree's own `code`,
    `where` and `do` where it has them."""
    own = {"where": error.where, "do": error.do}
    return {
        "type": f"urn:ftg:error:{error.code}",
        "title": HTTPStatus(error.http_status).phrase,
        "status": error.http_status,
        "detail": error.what,
        "code": error.code,
        **{key: value for key, value in own.items() if value},
    }


def problem_response(error: FtgError, headers: dict[str, str] | None = None) -> Response:
    """An error as an answer."""
    text = json.dumps(problem(error), ensure_ascii=False, indent=2) + "\n"
    return Response(text, error.http_status, headers, MEDIA_TYPE)
