"""`ftg lists` and `ftg screen`: their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from followthegoods.faces.cli.identity import Reason
from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import (
    AsJson,
    CaseFolder,
    Html,
    Published,
    Who,
    with_bases,
)

lists_app = typer.Typer(no_args_is_help=True)

Entry = Annotated[
    str, typer.Argument(metavar="ENTRY", help="An entry: LIST/ID, an id, or a whole name.")
]


@lists_app.callback()
def lists() -> None:
    """Sanctions lists, lists of goods, and days of listing."""


@lists_app.command("add")
def lists_add(
    case: CaseFolder,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", readable=False, help="Files of lists.")
    ],
    authority: Annotated[
        str | None,
        typer.Option("--authority", metavar="CC", help="Whose list it is: US, EU, GB, UN …"),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day the list is of.")
    ] = None,
    layout: Annotated[
        Path | None,
        typer.Option("--layout", metavar="FILE", help="A layout of your own for a table."),
    ] = None,
) -> None:
    """Keep each file as one more version of its list. A table of commodity codes in several
    editions is kept as such."""
    work("screening").lists_add(case, files, authority, as_of, layout)


@lists_app.command("list")
def lists_list(case: CaseFolder, as_json: AsJson = False) -> None:
    """List the versions of lists, and the days given by hand."""
    work("screening").lists_list(case, as_json)


@lists_app.command("find")
def lists_find(case: CaseFolder, entry: Entry, as_json: AsJson = False) -> None:
    """Find entries of lists."""
    work("screening").lists_find(case, entry, as_json)


@lists_app.command("date")
def lists_date(
    case: CaseFolder,
    entry: Entry,
    day: Annotated[str, typer.Argument(metavar="DAY", help="The day, YYYY-MM-DD.")],
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="Where the day can be read.")
    ],
    what: Annotated[
        str,
        typer.Option("--what", metavar="WHAT", help="listed (default), delisted or wind_down."),
    ] = "listed",
    authority: Annotated[
        str,
        typer.Option("--authority", metavar="CC", help="Whose listing, where several listed it."),
    ] = "",
) -> None:
    """Write down the day of a listing, and where it was found."""
    work("screening").lists_date(case, entry, day, source, what, authority)


@lists_app.command("judge")
def lists_judge(
    case: CaseFolder,
    party: Annotated[
        str, typer.Argument(metavar="PARTY", help="A company: an id, a tax id or a name.")
    ],
    entry: Entry,
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same, different or unsure.")],
    why: Reason,
    as_json: AsJson = False,
) -> None:
    """Decide whether a company is an entry of a list. Screening goes by it."""
    work("screening").lists_judge(case, party, entry, verdict, why, as_json)


@lists_app.command("undo")
def lists_undo(
    case: CaseFolder,
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the judgement.")],
    why: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Undo a judgement on a company and an entry. What was before it is again."""
    work("screening").lists_undo(case, number, why, as_json)


@lists_app.command("judgements")
def lists_judgements(case: CaseFolder, as_json: AsJson = False) -> None:
    """List what was decided of companies and entries of lists."""
    work("screening").lists_judgements(case, as_json)


ownership_app = typer.Typer(no_args_is_help=True)


@ownership_app.callback()
def ownership() -> None:
    """Who owns whom, from when to when."""


@ownership_app.command("add")
def ownership_add(
    case: CaseFolder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="A table of owners and owned.")
    ],
) -> None:
    """Add a file of who owns whom: a CSV, or FollowTheMoney entities."""
    work("screening").ownership_add(case, file)


@ownership_app.command("list")
def ownership_list(case: CaseFolder, as_json: AsJson = False) -> None:
    """List the files of ownership that were added."""
    work("screening").ownership_list(case, as_json)


@ownership_app.command("remove")
def ownership_remove(
    case: CaseFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A file's number, name or hash.")],
) -> None:
    """Take a file of ownership out again."""
    work("screening").ownership_remove(case, name)


ScreeningBook = Annotated[
    Path | None, typer.Option("--xlsx", metavar="FILE", help="Write a workbook.")
]


@with_bases
def screen(
    case: CaseFolder,
    who: Who = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Say what each listing was on this day."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="L", help="Use this list only; repeatable."),
    ] = None,
    as_json: AsJson = False,
    html: Html = None,
    xlsx: ScreeningBook = None,
    published: Published = None,
    **bases: Any,
) -> None:
    """Say who of the records is on a list, since when.

    And what came while it was. With nobody named: the whole case.
    """
    files = {"html": html, "xlsx": xlsx, "published": published}
    work("screening").screen(case, who or (), as_of, only or (), as_json, files, bases)
