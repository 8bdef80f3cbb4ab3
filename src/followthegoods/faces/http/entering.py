"""Where a person enters a token: a page with one field, and the cookie that is given for it."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from followthegoods.errors import NotAdmitted
from followthegoods.faces.http.access import COOKIE
from followthegoods.faces.http.forms import read_form
from followthegoods.faces.http.guards import ENTER, client_of
from followthegoods.faces.http.rate import Rate

ATTEMPTS, WITHIN = 5, 60.0
"""Wrong tokens that a client may enter, and in how many seconds."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Enter a token · followthegoods</title>
</head>
<body>
<main>
<h1>A token is asked for</h1>
<p>{said}</p>
<form method="post" action="{enter}">
<input type="hidden" name="to" value="{to}">
<p><label for="token">Token</label>
<input id="token" type="password" name="token" autocomplete="current-password" required></p>
<p><button type="submit">Enter</button></p>
</form>
</main>
</body>
</html>
"""
_ASKED = "Whoever started this server has one that reads, and perhaps one that writes."


def entering() -> Route:
    """The route of this page; it counts the wrong tokens of each client by itself."""
    wrong = Rate(ATTEMPTS / WITHIN, WITHIN)

    def enter(request: Request) -> Response:
        if request.method != "POST":
            return _page(request.query_params.get("to", "/"), _ASKED, 200)
        form = read_form(request)
        token, to = str(form.get("token", "")), str(form.get("to", "/"))
        access = request.app.state.access
        wrong.take(client_of(request))
        level = access.level_of(token)
        if level is None:
            return _page(to, "That is no token of this server.", NotAdmitted.http_status)
        answer = RedirectResponse(_own(to), 303)
        answer.set_cookie(
            COOKIE,
            access.proof(level),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    return Route(ENTER, enter, methods=["GET", "POST"], name="enter")


def _page(to: str, said: str, status: int) -> Response:
    text = _PAGE.format(said=escape(said), enter=ENTER, to=escape(_own(to)))
    return HTMLResponse(text, status, {"Cache-Control": "no-store"})


def _own(to: str) -> str:
    """An address of this server, whatever was asked for."""
    own = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if own else "/"
