"""`ftg resolve`, `judge`, `judgements`, `why`, `review`, `reply`: their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder

Company = Annotated[
    str, typer.Argument(metavar="PARTY", help="A company: an id, a tax id or a name.")
]
_ONE = "A mention: its id, a tax id, or a name as it is written."
Reason = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept beside it.")]


def resolve(case: CaseFolder, as_json: AsJson = False) -> None:
    """Resolve who is who again. Prints parties, links by rule and grade, doubtful pairs."""
    work("who").resolve(case, as_json)


def judge(
    case: CaseFolder,
    a: Annotated[str | None, typer.Argument(metavar="A", help=_ONE)] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help=_ONE)] = None,
    verdict: Annotated[
        str | None, typer.Argument(metavar="VERDICT", help="same, different or unsure.")
    ] = None,
    why: Reason = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show which figures would move, and keep nothing.")
    ] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="N", help="Undo the judgement of this number.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide whether two mentions are one company. Shows what that moves."""
    work("who").judge(case, (a, b, verdict), why, preview, undo, as_json)


def judgements(
    case: CaseFolder,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", help="Write those in force as nomenklatura's JSON lines."
        ),
    ] = None,
    taken: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take those of such a file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what people decided. Export it, or import what others did."""
    work("who").judgements(case, export, taken, as_json)


def why(
    case: CaseFolder,
    a: Annotated[str, typer.Argument(metavar="A", help=_ONE)],
    b: Annotated[str, typer.Argument(metavar="B", help=_ONE)],
    as_json: AsJson = False,
) -> None:
    """Say why two mentions are one company, or why they are not."""
    work("who").why(case, a, b, as_json)


def review(
    case: CaseFolder,
    reason: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="A reason for all that is decided.")
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="At most so many pairs.")
    ] = 1000,
) -> None:
    """Decide the doubtful pairs one by one, most money first.

    Keys: s same, d different, u unsure, k skip, b back, q quit. What is decided is kept at once,
    so that a review can be left and gone on with at any time.
    """
    work("review").review(case, reason, limit)


def reply(
    case: CaseFolder,
    party: Company,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the lines to a CSV file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the lines that name a company, to be put to it.

    Before publication: every line in any role, fit to send.
    """
    work("who").reply(case, party, csv, as_json)


def add_commands(app: typer.Typer) -> None:
    """Give the program these commands."""
    for command in (resolve, judge, judgements, why, review, reply):
        app.command()(command)
