"""`ftg companies`: companies known from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder

companies_app = typer.Typer(no_args_is_help=True)


@companies_app.callback()
def companies() -> None:
    """Companies known from elsewhere, to find parties by."""


@companies_app.command("add")
def companies_add(
    case: CaseFolder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="FollowTheMoney entities.")
    ],
) -> None:
    """Add a file of FollowTheMoney entities. `find` goes by their names and numbers."""
    work("known").companies_add(case, file)


@companies_app.command("list")
def companies_list(case: CaseFolder, as_json: AsJson = False) -> None:
    """List the files of known companies that were added."""
    work("known").companies_list(case, as_json)


@companies_app.command("remove")
def companies_remove(
    case: CaseFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A file's number, name or hash.")],
) -> None:
    """Take a file of known companies out again."""
    work("known").companies_remove(case, name)
