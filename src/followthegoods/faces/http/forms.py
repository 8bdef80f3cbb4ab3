"""Forms of the server's own pages, for handlers that are plain functions."""

from __future__ import annotations

import anyio.from_thread
from starlette.datastructures import FormData
from starlette.requests import Request

from followthegoods.errors import NotAllowed

FIELD = "csrf"
HEADER = "x-csrf"


def csrf_token(request: Request) -> str:
    """The token that a form of a page sends as the field `csrf`, and a script as `X-CSRF`."""
    return str(request.app.state.access.form_token)


def posted(request: Request) -> FormData:
    """The form that a page sent, for a handler that runs in a thread of its own.

    Raises `NotAllowed` where it lacks the token of the server's pages.
    """
    form = read_form(request)
    given = request.headers.get(HEADER) or form.get(FIELD) or ""
    if not isinstance(given, str) or not request.app.state.access.is_form_token(given):
        raise NotAllowed(
            "The form is not one of this server's pages, or the server was started anew since.",
            do="Load the page again and repeat it.",
        )
    return form


def read_form(request: Request) -> FormData:
    """The form of a request, for a handler that runs in a thread of its own."""

    async def read() -> FormData:
        return await request.form()

    return anyio.from_thread.run(read)
