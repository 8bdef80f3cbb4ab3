"""Commands on routes, changes and states."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder, Who, with_bases

Top = Annotated[int, typer.Option("--top", min=1, metavar="N", help="Rows shown of each table.")]
State = Annotated[
    str,
    typer.Argument(metavar="STATE", help="A load's number, a state's id, or `now`."),
]
Before = Annotated[
    str,
    typer.Argument(
        metavar="BEFORE", help="As STATE, or the file of a dossier that was saved as JSON."
    ),
]


def add_routes(app: typer.Typer) -> None:
    """Add these commands to the program's."""
    for command in (flows, changes, diff):
        app.command()(command)


@with_bases
def flows(
    case: CaseFolder,
    who: Who = None,
    mirror: Annotated[
        bool,
        typer.Option(
            "--mirror",
            help="Instead: export records of one authority beside import records of another.",
        ),
    ] = False,
    as_json: AsJson = False,
    top: Top = 12,
    **bases: Any,
) -> None:
    """Show routes: where goods were produced, sent from, sent to.

    Of companies, of goods, or with neither of the whole case.
    """
    run = work("routes_asked")
    (run.mirrors if mirror else run.flows)(case, who or (), bases, top, as_json)


@with_bases
def changes(
    case: CaseFolder,
    who: Who = None,
    as_json: AsJson = False,
    top: Top = 12,
    **bases: Any,
) -> None:
    """List leads: what changed after an event, whom to look at.

    Of buyers, of goods, or with neither of the whole case. Give one --event.
    """
    work("routes_asked").changes(case, who or (), bases, top, as_json)


@with_bases
def diff(
    case: CaseFolder,
    before: Before,
    after: State = "now",
    who: Who = None,
    as_json: AsJson = False,
    top: Top = 12,
    **bases: Any,
) -> None:
    """Show which figures moved between two states, and why.

    Of a saved dossier the question is its own where no WHO is given.
    """
    work("routes_asked").diff(case, before, after, who or (), bases, top, as_json)
