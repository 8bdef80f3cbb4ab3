"""`ftg`: the commands and their options. What they do is in `commands`, loaded when one runs.

Exit codes: 0 answered, 1 a check did not hold, 2 wrong use, 3 bad data, 4 something broke,
130 interrupted.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from followthegoods import __version__
from followthegoods.errors import FtgError
from followthegoods.faces.cli import identity, lines, notes, serving, stories, watch
from followthegoods.faces.cli.companies import companies_app
from followthegoods.faces.cli.examples import EXAMPLES, FIRST, below
from followthegoods.faces.cli.export import export
from followthegoods.faces.cli.groups import layouts_app, rates_app
from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.lists import lists_app, ownership_app, screen
from followthegoods.faces.cli.options import (
    AsJson,
    CaseFolder,
    Charts,
    Files,
    Html,
    LayoutName,
    Limit,
    Published,
    Source,
    Who,
    Xlsx,
    with_bases,
)
from followthegoods.faces.cli.routes import add_routes

INTERRUPTED = 130

app = typer.Typer(
    name="ftg",
    help="Follow the goods: customs records in, figures that stand up out.",
    epilog=below(FIRST, "To begin:"),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(rates_app, name="rates")
app.add_typer(layouts_app, name="layouts")
app.add_typer(lists_app, name="lists")
app.add_typer(ownership_app, name="ownership")
app.add_typer(companies_app, name="companies")
app.command()(screen)
app.command()(export)
identity.add_commands(app)
stories.register(app)
notes.register(app)
serving.register(app)
watch.register(app)
lines.register(app)


@dataclass
class _Wish:
    """What the global options say."""

    debug: bool = False


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"ftg {__version__}\n")
        raise typer.Exit


@app.callback()
def _globals(
    context: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback where ftg itself fails.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.ensure_object(_Wish).debug = debug


@app.command()
def new(case: CaseFolder) -> None:
    """Make an empty case."""
    work().new(case)


@app.command()
def look(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", readable=False, help="A table of any format ftg reads."),
    ],
    layout: LayoutName = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print a layout drafted for this file, as TOML.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show how a file would be read, without loading it. Where no layout knows it, draft one."""
    if draft:
        work().draft(file)
    else:
        work().look(file, layout, as_json)


@app.command()
def add(case: CaseFolder, files: Files, layout: LayoutName = None) -> None:
    """Load files and print their books. The same file again changes nothing.

    A folder stands for all files in it. Those of them that cannot be loaded are listed with the
    reason, the others are loaded, and the exit code is 3.
    """
    work().add(case, files, layout)


@app.command()
def status(case: CaseFolder, as_json: AsJson = False) -> None:
    """Show sources, books, coverage by month, state."""
    work().status(case, as_json)


@app.command()
def refused(
    case: CaseFolder,
    source: Annotated[
        str | None, typer.Option("--source", metavar="S", help="Only of this source.")
    ] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """List refused rows with their reasons."""
    work().refused(case, source, limit, as_json)


@app.command()
def find(
    case: CaseFolder,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="A name or part of it, a tax id, an address, an id."),
    ],
    as_json: AsJson = False,
) -> None:
    """Find companies by name in any script, tax id, address or id."""
    work().find(case, text, as_json)


@app.command()
@with_bases
def dossier(
    case: CaseFolder,
    who: Who = None,
    as_json: AsJson = False,
    top: Annotated[
        int, typer.Option("--top", min=1, metavar="N", help="Groups shown of each dimension.")
    ] = 12,
    html: Html = None,
    xlsx: Xlsx = None,
    charts: Charts = None,
    published: Published = None,
    **bases: Any,
) -> None:
    """Say who supplies a company, with what, from where, since when.

    Each figure is three numbers, floor, point and ceiling, with what it leaves out beside it.
    """
    files = {"html": html, "xlsx": xlsx, "charts": charts, "published": published}
    work().dossier(case, who or (), bases, top, as_json, files)


@app.command()
@with_bases
def rows(
    case: CaseFolder,
    who: Who = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="KEY=VALUE",
            help="Narrow by a dimension of the answer (origin, dispatch, year, month, hs4, goods, "
            "supplier, maker, importer by their ids …), declaration, fate; counted=floor, point, "
            "ceiling or doubtful; price=above, below or far; contradiction=net_above_gross, "
            "cif_below_fob or any. Repeatable.",
        ),
    ] = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the lines to a CSV file.")
    ] = None,
    xlsx: Xlsx = None,
    published: Published = None,
    **bases: Any,
) -> None:
    """List the lines behind a dossier's figures, with file and row."""
    files = {"csv": csv, "xlsx": xlsx, "published": published}
    work().rows(case, who or (), bases, where or [], limit, as_json, files)


@app.command()
@with_bases
def explain(case: CaseFolder, who: Who = None, **bases: Any) -> None:
    """Print the plan of a dossier as SQL."""
    work().explain(case, who or (), bases)


@app.command()
def remove(
    case: CaseFolder,
    source: Source,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a source out again, raw cells included."""
    work().remove(case, source, yes)


@app.command()
def relayout(
    case: CaseFolder,
    source: Source,
    layout: LayoutName = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would change, and change nothing.")
    ] = False,
    answers: Annotated[
        list[Path] | None,
        typer.Option(
            "--answer",
            metavar="FILE",
            readable=False,
            help="A dossier saved as JSON: show which of its figures move; repeatable.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a source again by a corrected layout. Shows what that changes."""
    work().relayout(case, source, layout, preview, answers or [], as_json)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the invented files and case go.")
    ] = Path("ftg-demo"),
) -> None:
    """Try everything on invented records."""
    work("demo").demo(folder)


add_routes(app)


_ORDER = (
    *("new", "look", "add", "status", "refused", "remove", "relayout"),
    *("find", "dossier", "rows", "lines", "explain", "flows", "changes", "diff"),
    *("resolve", "why", "judge", "judgements", "review", "reply", "screen"),
    *("claims", "check", "compare", "note", "notes", "watch", "export", "serve", "demo"),
)
"""The commands as the help lists them: in the order in which a case is worked on."""


def _place(command: typer.models.CommandInfo) -> int:
    return _ORDER.index(command.name or getattr(command.callback, "__name__", ""))


app.registered_commands.sort(key=_place)
for _command in app.registered_commands:
    if _lines := EXAMPLES.get(_ORDER[_place(_command)]):
        _command.epilog = below(_lines, "For example:")


def run() -> None:
    """The entry point: runs a command and turns what it raises into words and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows escapes rather than ending the program.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    wish = _Wish()
    try:
        app(obj=wish)
    except FtgError as error:
        work("talk").tell(error)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("Interrupted. Nothing of a file still being loaded was kept.\n")
        raise
    except Exception as error:
        if wish.debug:
            raise
        sys.stderr.write(
            f"{type(error).__name__}: {' '.join(str(error).split())}\n"
            "This is a bug of ftg. To see where it happened: ftg --debug COMMAND …\n"
        )
        sys.exit(FtgError.exit_code)


if __name__ == "__main__":
    run()
