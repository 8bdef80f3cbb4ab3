"""What stands before every request: who may come in, what may be asked, how much may be sent; and
what stands on every answer."""

from __future__ import annotations

import re
import time
from ipaddress import ip_address
from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from followthegoods.errors import FtgError, NotAdmitted, NotAllowed, TooLarge
from followthegoods.faces.http.access import WRITE, Access
from followthegoods.faces.http.asked_log import AskedLog
from followthegoods.faces.http.problems import problem_response
from followthegoods.faces.http.rate import Rate

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: dict[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # No address of a case goes elsewhere; `no-referrer` would take the origin from forms too.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer that does not say otherwise itself."""

SAFE = ("GET", "HEAD", "OPTIONS")
ASKING = re.compile(r"/api/v1/(cases/[^/]+/(reconcile|claims|check|compare|look)|compare)")
"""Questions that are too long for an address: they are posted, and change nothing."""

ENTER = "/enter"
STATIC = "/static/"
API = "/api/"

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::\d{1,5})?")

LARGEST = 8 << 20
"""Bytes of a request's body, unless it is a file."""
LARGEST_FILE = 16 << 30
FILES = ("application/octet-stream", "multipart/form-data")


class Guard:
    """The one gate. What does not pass is answered here, with a problem's details."""

    def __init__(self, app: ASGIApp, access: Access, log: AskedLog) -> None:
        self._app = app
        self._access = access
        self._log = log
        self._rate = Rate(access.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        begun, status, level = time.monotonic(), 0, None

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message)
            await send(message)

        try:
            level = self._access.level(request.headers)
            self._admit(request, level)
        except FtgError as error:
            await _refused(request, error)(scope, receive, guarded)
        else:
            scope["state"] = {**scope.get("state", {}), "level": level}
            await self._app(scope, _bounded(request, receive), guarded)
        finally:
            self._log.write(request, level, status, time.monotonic() - begun)

    def _admit(self, request: Request, level: str | None) -> None:
        """Raises `NotAllowed`, `NotAdmitted`, `TooMany`, `TooLarge`."""
        _check_host(request, self._access)
        self._rate.take(client_of(request))
        if request.method not in SAFE:
            _check_origin(request)
        if not may_pass(request, level):
            if level is None:
                raise NotAdmitted(
                    "A token is asked for here.",
                    do="Send it in the header: Authorization: Bearer TOKEN",
                )
            raise NotAllowed(
                "This token reads; it changes nothing.", do="Use the token that writes."
            )
        _check_size(request)


def may_pass(request: HTTPConnection, level: str | None) -> bool:
    """Whether a request of this level of access may be answered."""
    path, method = request.url.path, request.scope["method"]
    if path == ENTER or path.startswith(STATIC):
        return True
    asks = method in SAFE or ASKING.fullmatch(path) is not None
    return level == WRITE or (level is not None and asks)


def client_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _check_host(request: Request, access: Access) -> None:
    """Without a login only this machine's own names will do: a page of elsewhere whose name was
    made to mean this machine is not let in."""
    host = request.headers.get("host", "")
    named = _HOST.fullmatch(host)
    if named is None or (access.open and not is_loopback(named[1])):
        raise NotAllowed(
            f"This server is not called {host[:100]!r}.",
            where="Host",
            do="Ask it as http://localhost, or start it with a token: ftg serve --token-read …",
        )


def _check_origin(request: Request) -> None:
    """What changes something must come from the server's own pages, or from no page at all."""
    if request.headers.get("authorization"):  # no page of elsewhere can know a token
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = request.headers.get("host", "")
    if site is not None:  # what the browser says itself; no page can say otherwise
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and origin.partition("://")[2] != own
    if foreign and not ASKING.fullmatch(request.url.path):
        raise NotAllowed(
            "The request comes from a page that is not this server's.",
            where="Origin",
            do="Open the server's own page. Behind a proxy, let it pass the Host header on.",
        )


def _check_size(request: Request) -> None:
    try:
        said = int(request.headers.get("content-length") or 0)
    except ValueError as error:
        raise NotAllowed("The length of what is sent is no number.") from error
    if said > _most(request):
        raise _too_large(_most(request))


def _most(request: Request) -> int:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return LARGEST_FILE if kind in FILES else LARGEST


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        f"More than {most:,} bytes were sent.", do="Load files of that size with: ftg add"
    )


def _bounded(request: Request, receive: Receive) -> Receive:
    """Receiving that ends where more comes than may."""
    most, taken = _most(request), 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _too_large(most)
        return message

    return bounded


def _add_headers(message: Message) -> None:
    given = {name.lower() for name, _ in message["headers"]}
    added = [
        (name.encode(), value.encode())
        for name, value in HEADERS.items()
        if name.encode() not in given
    ]
    message["headers"] = [*message["headers"], *added]


def _refused(request: Request, error: FtgError) -> Response:
    """The answer to who is not let in: a person's browser is sent to where tokens are entered."""
    if not isinstance(error, NotAdmitted):
        return problem_response(error)
    page = request.method == "GET" and not request.url.path.startswith(API)
    if page and "text/html" in request.headers.get("accept", ""):
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{ENTER}?to={quote(to)}", 303)
    return problem_response(error, {"WWW-Authenticate": 'Bearer realm="ftg"'})
