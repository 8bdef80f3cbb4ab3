"""`ftg`: the commands and their options. What they do is in `commands`, loaded when one runs.

Exit codes: 0 answered, 1 a check did not hold, 2 wrong use, 3 bad data, 4 something broke,
130 interrupted.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from followthegoods import __version__
from followthegoods.errors import FtgError
from followthegoods.faces.cli.options import (
    AsJson,
    CaseFolder,
    Files,
    LayoutName,
    Limit,
    Who,
    with_bases,
)

INTERRUPTED = 130

app = typer.Typer(
    name="ftg",
    help="Follow the goods: customs records in, figures that stand up out.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rates_app = typer.Typer(help="Official exchange rates.", no_args_is_help=True)
app.add_typer(rates_app, name="rates")


@dataclass
class _Wish:
    """What the global options say."""

    debug: bool = False


def _commands(module: str = "commands") -> Any:
    # The engine takes longer to import than `ftg --help` may take to answer.
    return import_module(f"followthegoods.faces.cli.{module}")


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
    _commands().new(case)


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
    """Show how a file would be read, without loading it."""
    if draft:
        _commands().draft(file)
    else:
        _commands().look(file, layout, as_json)


@app.command()
def add(case: CaseFolder, files: Files, layout: LayoutName = None) -> None:
    """Load files and print their books; the same file again changes nothing."""
    _commands().add(case, files, layout)


@app.command()
def status(case: CaseFolder, as_json: AsJson = False) -> None:
    """Show sources, books, coverage by month, state."""
    _commands().status(case, as_json)


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
    _commands().refused(case, source, limit, as_json)


@app.command()
def find(
    case: CaseFolder,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, a tax id or an id.")],
    as_json: AsJson = False,
) -> None:
    """Find parties by name, tax id or id."""
    _commands().find(case, text, as_json)


@app.command()
@with_bases
def dossier(
    case: CaseFolder,
    who: Who,
    as_json: AsJson = False,
    top: Annotated[
        int, typer.Option("--top", min=1, metavar="N", help="Groups shown of each dimension.")
    ] = 12,
    **bases: Any,
) -> None:
    """Say who supplies a company, with what, from where, worth how much, since when."""
    _commands().dossier(case, who, bases, top, as_json)


@app.command()
@with_bases
def rows(
    case: CaseFolder,
    who: Who,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="KEY=VALUE",
            help="Narrow by origin, dispatch, trading, sender_country, purchase, year, hs4, "
            "goods, supplier, maker (their ids), fate, or counted=floor, point, ceiling or "
            "doubtful; repeatable.",
        ),
    ] = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the lines to a CSV file.")
    ] = None,
    **bases: Any,
) -> None:
    """List the lines behind a dossier's figures, with their places."""
    _commands().rows(case, who, bases, where or [], limit, as_json, csv)


@app.command()
@with_bases
def explain(case: CaseFolder, who: Who, **bases: Any) -> None:
    """Print the plan of a dossier as SQL."""
    _commands().explain(case, who, bases)


@app.command()
def remove(
    case: CaseFolder,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A source's number, file name or hash.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a source out again, raw cells included."""
    _commands().remove(case, source, yes)


@rates_app.command("add")
def rates_add(
    case: CaseFolder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="A table of days and rates.")
    ],
    currency: Annotated[
        str, typer.Option("--currency", metavar="CCC", help="Whose rate to the dollar it is.")
    ] = "RUB",
) -> None:
    """Add a table of official rates."""
    _commands().rates_add(case, file, currency)


@rates_app.callback()
def _rates() -> None:
    """Official exchange rates."""


@app.command()
def layouts() -> None:
    """List the layouts that ship."""
    _commands().layouts()


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the invented files and case go.")
    ] = Path("ftg-demo"),
) -> None:
    """Try everything on invented records."""
    _commands("demo").demo(folder)


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
        _commands("talk").tell(error)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("Interrupted. Nothing of the file being loaded was kept.\n")
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
