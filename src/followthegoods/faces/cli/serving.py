"""`ftg serve`: its options."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from followthegoods.errors import BadParameter

PORT = 8400


def serve(
    cases: Annotated[list[Path], typer.Argument(metavar="CASE", help="Folders of cases.")],
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="The port; 0: any.")
    ] = PORT,
    token_read: Annotated[
        str | None,
        typer.Option(
            "--token-read",
            metavar="TOKEN",
            help="Ask for this token, with which cases are read. Better: FTG_TOKEN_READ.",
        ),
    ] = None,
    token_write: Annotated[
        str | None,
        typer.Option(
            "--token-write",
            metavar="TOKEN",
            help="Ask for this token, with which cases are changed too. Better: FTG_TOKEN_WRITE.",
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", metavar="FILE", help="A certificate (PEM): serve HTTPS."),
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="The certificate's key (PEM).")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the page in a browser.")
    ] = False,
) -> None:
    """Serve cases as pages in a browser and as an HTTP API.

    On this machine's own address nobody else comes in, and no login is asked for. On any other
    address a token is needed.
    """
    try:
        running = import_module("followthegoods.faces.http.running")
    except ModuleNotFoundError as error:
        raise BadParameter(
            f"The server needs {error.name}, which is not installed.",
            do="Install it: pip install 'followthegoods[web]'",
        ) from error
    running.run(
        cases,
        running.Listening(host, port, certificate, key),
        (token_read, token_write),
        browser=not no_browser,
    )


def register(app: typer.Typer) -> None:
    """Add the command to the program's own."""
    app.command()(serve)
