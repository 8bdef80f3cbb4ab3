"""The command `watch`. What it does is in `watching`."""

from __future__ import annotations

from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder


def watch(
    case: CaseFolder,
    who: Annotated[
        list[str] | None,
        typer.Argument(metavar="PARTY", help="Companies: ids, tax ids or names."),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Watch these companies no longer.")] = False,
    looked: Annotated[
        bool, typer.Option("--looked", help="Mark what is shown as seen: news begin here.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Watch companies, or show what is new since you last looked.

    With none named: new lines and other figures of the companies watched, new listings that touch
    the case.
    """
    work("watching").watch(case, who or [], as_json, stop=stop, looked=looked)


def register(app: typer.Typer) -> None:
    """Add the command to the program's own."""
    app.command()(watch)
