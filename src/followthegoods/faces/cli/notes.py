"""Commands about notes: `note`, `notes`. What they do is in `noting`."""

from __future__ import annotations

from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder

_Company = Annotated[
    str | None, typer.Argument(metavar="PARTY", help="A company: an id, a tax id or a name.")
]


def note(
    case: CaseFolder,
    party: _Company = None,
    statement: Annotated[
        str | None, typer.Option("--statement", metavar="WORDS", help="What somebody said.")
    ] = None,
    request: Annotated[
        str | None, typer.Option("--request", metavar="WORDS", help="What comment was asked for.")
    ] = None,
    visit: Annotated[
        str | None, typer.Option("--visit", metavar="WORDS", help="What was seen at a place.")
    ] = None,
    figure: Annotated[
        str | None,
        typer.Option("--figure", metavar="WORDS", help="What a number counts: cars sold."),
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="TITLE", help="A document.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who said or saw it.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="WHOM", help="Whom it was said to.")] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day; of a number also a year.")
    ] = "",
    place: Annotated[str, typer.Option("--at", metavar="PLACE", help="Where it was seen.")] = "",
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="TEXT", help="What came of a request.")
    ] = "",
    amount: Annotated[
        str, typer.Option("--amount", metavar="N", help="The number, as printed.")
    ] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="Where it is from; always needed.")
    ] = "",
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="N", help="Take the note of this number back.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep what records cannot hold about a company. One statement, request, visit, number or
    document at a time, with its source. A statement is checked against the company's lines."""
    words = {
        "statement": statement,
        "request": request,
        "visit": visit,
        "figure": figure,
        "document": document,
    }
    beside = {"by": by, "to": to, "on": on, "place": place, "outcome": outcome}
    beside |= {"amount": amount, "source": source}
    work("noting").note(case, party, words, beside, undo, as_json)


def notes(case: CaseFolder, party: _Company = None, as_json: AsJson = False) -> None:
    """List the notes. Of each statement what the records say; those that differ say so."""
    work("noting").notes(case, party, as_json)


def register(app: typer.Typer) -> None:
    """Add the commands to the program's own."""
    for command in (note, notes):
        app.command()(command)
