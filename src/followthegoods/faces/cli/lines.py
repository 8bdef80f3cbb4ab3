"""The command `lines`: lines as they were read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder, Limit


def lines(
    case: CaseFolder,
    who: Annotated[
        list[str] | None,
        typer.Argument(metavar="PARTY", help="Companies, in any role."),
    ] = None,
    code: Annotated[
        str, typer.Option("--code", metavar="HS", help="How the commodity code begins.")
    ] = "",
    first: Annotated[
        datetime | None,
        typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="First day."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="Last day, inclusive."),
    ] = None,
    number: Annotated[
        str, typer.Option("--number", metavar="N", help="The declaration's number, whole.")
    ] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="Letters of the goods text, in any case.")
    ] = "",
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """List lines as they were read. Whatever they count for, in the order they are stored."""
    by = {"who": who or [], "code": code, "number": number, "text": text}
    days = {"first": first and first.date(), "last": last and last.date()}
    work("browsing").lines(case, {**by, **days}, limit, as_json)


def register(app: typer.Typer) -> None:
    """Add the command to the program's own."""
    app.command()(lines)
