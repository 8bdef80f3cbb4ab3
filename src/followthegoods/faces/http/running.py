"""Running a server: where it listens, who it admits, until it is interrupted."""

from __future__ import annotations

import socket
import ssl
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from followthegoods.case import Case
from followthegoods.config import read_settings
from followthegoods.errors import BadParameter
from followthegoods.faces.cli.talk import say
from followthegoods.faces.http.access import LOOPBACK, Access
from followthegoods.faces.http.app import make_app
from followthegoods.faces.http.guards import is_loopback
from followthegoods.faces.web.showing import read_templates

SHORTEST = 16
"""Characters of a token."""
RATE = 20.0
"""Requests a second that one client may make for long, where a token is asked for."""
GRACE = 5
"""Seconds that answers being sent may take to end when the server is to."""


@dataclass(frozen=True)
class Listening:
    """Where a server listens: an address and a port; by HTTPS with a certificate and its key."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    def address(self, port: int) -> str:
        """Where a browser on this machine finds it."""
        host = "localhost" if is_loopback(self.host) or _everywhere(self.host) else self.host
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.certificate else 'http'}://{host}:{port}/"


def run(
    cases: Sequence[Path],
    where: Listening,
    tokens: tuple[str | None, str | None] = (None, None),
    *,
    browser: bool = False,
) -> None:
    """Serve cases until the process is interrupted; `tokens` are for reading and for writing.

    Raises `BadParameter`, and for each case as `Case.open` does.
    """
    named = names(cases)
    for path in named.values():
        with Case.open(path) as case:
            case.find("name")  # what it takes to read any name is there before somebody types one
    app = make_app(named, access(where.host, tokens))
    read_templates()
    _check_certificate(where)
    config = uvicorn.Config(
        app,
        ssl_certfile=where.certificate,
        ssl_keyfile=where.key,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    with listen(where) as own:
        address = where.address(own.getsockname()[1])
        say(f"Serving {', '.join(named)} at {address}")
        say("To stop: Ctrl-C")
        if browser:
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        try:
            uvicorn.Server(config).run(sockets=[own])
        except KeyboardInterrupt:
            say("Stopped.")


def names(cases: Sequence[Path]) -> dict[str, Path]:
    """The cases by the names of their folders; of several of one name, the others are numbered."""
    named: dict[str, Path] = {}
    for case in cases:
        path = case.absolute()
        first = name = path.name or "case"
        number = 1
        while name in named:
            number += 1
            name = f"{first}-{number}"
        named[name] = path
    return named


def access(host: str, tokens: tuple[str | None, str | None]) -> Access:
    """Who is admitted. Raises `BadParameter` for an address that others reach, without a token."""
    settings = read_settings()
    read = tokens[0] or settings.token_read or None
    write = tokens[1] or settings.token_write or None
    if read is None and write is None:
        if is_loopback(host):
            return LOOPBACK
        raise BadParameter(
            "Others could reach this address, and no token is asked for.",
            where=f"--host {host}",
            do="Set FTG_TOKEN_READ, FTG_TOKEN_WRITE or both, or leave out --host.",
        )
    for token in (read, write):
        if token is not None and (len(token) < SHORTEST or not token.isascii() or " " in token):
            raise BadParameter(
                "A token is too short, or has characters that no header can have.",
                do=f"Use at least {SHORTEST} letters and digits: openssl rand -hex 16",
            )
    if read == write:
        raise BadParameter(
            "One token cannot both read only and write.", do="Use two tokens, or only one of them."
        )
    return Access(read, write, RATE)


def listen(where: Listening) -> socket.socket:
    """The socket of an address. Raises `BadParameter` where it cannot be listened on."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    own = socket.socket(family, socket.SOCK_STREAM)
    try:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind((where.host.strip("[]"), where.port))
        own.listen()
    except OSError as error:
        own.close()
        raise BadParameter(
            f"The server cannot listen there: {error.strerror}.",
            where=f"{where.host}, port {where.port}",
            do="Choose another port: --port N. With --port 0 the system does.",
        ) from error
    return own


def _everywhere(host: str) -> bool:
    return host in ("0.0.0.0", "::", "[::]")


def _check_certificate(where: Listening) -> None:
    """Raises `BadParameter` for a certificate that cannot be used."""
    if where.certificate is None and where.key is None:
        return
    if where.certificate is None or where.key is None:
        raise BadParameter("HTTPS needs both.", do="Give --certificate FILE and --key FILE.")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            where.certificate, where.key
        )
    except (OSError, ssl.SSLError) as error:
        raise BadParameter(
            f"The certificate and its key cannot be used: {error.strerror or error}.",
            where=str(where.certificate),
            do="Both are files in PEM form that belong together.",
        ) from error
