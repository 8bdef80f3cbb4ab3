"""Commands about stories: `claims`, `check`, `compare`. What they do is in `storying`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import AsJson, CaseFolder

_Story = Annotated[
    Path,
    typer.Argument(metavar="STORY", readable=False, help="Plain text, Markdown or HTML, UTF-8."),
]
_Published = Annotated[
    str | None,
    typer.Option(
        "--published", metavar="DATE", help="The story's day, against which last year is read."
    ),
]
_Of = Annotated[
    list[str] | None,
    typer.Option("--of", metavar="NAME", help="Whom the story is about, where it is not plain."),
]


def claims(
    case: CaseFolder,
    story: _Story,
    published: _Published = None,
    of: _Of = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            readable=False,
            help="Write the claims file here; what was corrected in one that is there is kept.",
        ),
    ] = None,
) -> None:
    """Draft the claims of a story as a file to correct and check."""
    work("storying").claims(case, story, published, of or [], out)


def check(
    case: CaseFolder,
    file: Annotated[Path, typer.Argument(metavar="CLAIMS", readable=False, help="A claims file.")],
    story: Annotated[
        Path | None,
        typer.Option(
            "--story",
            metavar="FILE",
            readable=False,
            help="The text for --html, where it is not beside the claims file.",
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the story with its verdicts as a page."),
    ] = None,
    md: Annotated[
        Path | None,
        typer.Option("--md", metavar="FILE", help="Write the verdicts as a note in Markdown."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what the records bear out of a story's claims. Exit code 1 where one is contradicted."""
    work("storying").check(case, file, {"story": story, "html": html, "md": md}, as_json)


def compare(
    original: Annotated[
        Path, typer.Argument(metavar="ORIGINAL", readable=False, help="The text as first told.")
    ],
    retelling: Annotated[
        Path, typer.Argument(metavar="RETELLING", readable=False, help="The text as retold.")
    ],
    case: Annotated[
        Path | None,
        typer.Option("--case", metavar="CASE", help="Add the verdicts of both from this case."),
    ] = None,
    published: _Published = None,
    of: _Of = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write both side by side as a page."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a retelling kept, altered, dropped and added."""
    work("storying").compare(original, retelling, case, published, of or [], html, as_json)


def register(app: typer.Typer) -> None:
    """Add the commands to the program's own."""
    for command in (claims, check, compare):
        app.command()(command)
