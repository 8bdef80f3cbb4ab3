"""Commands of two words: layouts and rates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder

layouts_app = typer.Typer(invoke_without_command=True)
rates_app = typer.Typer(no_args_is_help=True)


@layouts_app.callback()
def layouts(context: typer.Context, as_json: AsJson = False) -> None:
    """List the layouts that ship."""
    if context.invoked_subcommand is None:
        work("reference").layouts(as_json)


@layouts_app.command("show")
def layouts_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a layout.")],
    case: Annotated[
        Path | None,
        typer.Option("--case", metavar="CASE", help="As sources of this case were read by it."),
    ] = None,
) -> None:
    """Print a layout's TOML. Of one that ships, or as a case keeps it beside its sources."""
    work("reference").layouts_show(name, case)


@layouts_app.command("check")
def layouts_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="A layout's TOML.")],
    on: Annotated[
        Path | None,
        typer.Option("--on", metavar="DATA", help="Show how this table would be read by it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a layout file. Says what is wrong in it, in which line, and what would be right."""
    work("reference").layouts_check(file, on, as_json)


@rates_app.callback()
def rates() -> None:
    """Official exchange rates."""


@rates_app.command("add")
def rates_add(
    case: CaseFolder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="A table of days and rates.")
    ],
    currency: Annotated[
        str, typer.Option("--currency", metavar="CCC", help="Whose rate to the dollar it is.")
    ] = "RUB",
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Let it count on days on which another table differs."),
    ] = False,
) -> None:
    """Add a table of official rates."""
    work("reference").rates_add(case, file, currency, replace)


@rates_app.command("list")
def rates_list(case: CaseFolder, as_json: AsJson = False) -> None:
    """List the tables of rates that were added."""
    work("reference").rates_list(case, as_json)


@rates_app.command("remove")
def rates_remove(
    case: CaseFolder,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A table's number, file name or hash.")
    ],
) -> None:
    """Take a table of rates out again."""
    work("reference").rates_remove(case, name)
