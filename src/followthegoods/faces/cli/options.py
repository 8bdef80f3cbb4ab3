"""The options that several commands share, declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.")]
Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", readable=False, help="Tables, or folders of them.")
]
Who = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WHO",
        help="Companies: ids, tax ids or names, taken together; each perhaps with days of its own: "
        "NAME@2018-01-01..2020-12-31. None: whoever imported the goods.",
    ),
]
Source = Annotated[
    str, typer.Argument(metavar="SOURCE", help="A source's number, file name or hash.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
LayoutName = Annotated[
    str | None,
    typer.Option("--layout", metavar="L", help="A layout's id, or the path of a TOML file."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many rows.")]


def _bases(
    *,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day, YYYY-MM-DD.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day, inclusive.")
    ] = None,
    events: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="DATE=LABEL", help="A day that matters; repeatable."),
    ] = None,
    goods: Annotated[
        list[str] | None,
        typer.Option(
            "--goods",
            metavar="TEXT|CODE",
            help="Goods: words of the text, trademark or maker (`word*`: that begin so), or 2 to "
            "10 digits of a commodity code; repeatable: any of them.",
        ),
    ] = None,
    hs_revision: Annotated[
        str | None,
        typer.Option(
            "--hs-revision", metavar="YEAR", help="The edition of the codes: 2022 (default) …"
        ),
    ] = None,
    value: Annotated[
        str | None,
        typer.Option(
            "--value-basis",
            metavar="BASIS",
            help="stated (default), statistical, cif, fob, customs, invoice.",
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country-basis",
            metavar="BASIS",
            help="origin (default), dispatch, trading, sender, purchase.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date-basis", metavar="BASIS", help="registered (default), released."),
    ] = None,
    supplier: Annotated[
        str | None,
        typer.Option("--supplier-role", metavar="ROLE", help="sender (default), maker, holder."),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="What WHO is: receiver (default), holder, declarant, sender.",
        ),
    ] = None,
    direction: Annotated[
        str | None, typer.Option("--direction", metavar="D", help="import (default), export.")
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            metavar="M",
            help="What groups and events are measured by: value (default), net_kg, lines, or "
            "quantity:UNIT, as quantity:BBL.",
        ),
    ] = None,
    regimes: Annotated[
        str | None,
        typer.Option(
            "--regimes", metavar="40,78", help="Procedures that count; default: first arrival."
        ),
    ] = None,
    authority: Annotated[
        str | None,
        typer.Option("--authority", metavar="CC", help="Whose records, where there are several."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="LOAD|STATE",
            help="The case as it was after this load, or in this state.",
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="E",
            help="What answers: duckdb (default), or spark, for records past one machine.",
        ),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(
            "--master",
            metavar="URL",
            help="A Spark cluster's, as spark://HOST:7077; default: Spark runs in this machine.",
        ),
    ] = None,
) -> None:
    """How a dossier is asked, as of when, and of what engine. The names of the first are those of
    `followthegoods.case.How`."""


def with_bases(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `_bases` in the place of its `**bases`."""
    own = inspect.signature(command, eval_str=True)
    shared = inspect.signature(_bases, eval_str=True).parameters.values()
    kept = [p for p in own.parameters.values() if p.kind is not p.VAR_KEYWORD]
    # Typer reads a command's options from its signature.
    setattr(command, "__signature__", own.replace(parameters=[*kept, *shared]))  # noqa: B010
    return command


Bases = dict[str, Any]
"""The values of the options of `_bases`, as given."""

Exported = dict[str, Any]
"""The files asked for, by the names of `followthegoods.faces.cli.exports.Wanted`."""

Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write a page that stands alone.")
]
Xlsx = Annotated[
    Path | None, typer.Option("--xlsx", metavar="FILE", help="Write a workbook, lines included.")
]
Charts = Annotated[
    list[str] | None,
    typer.Option(
        "--chart",
        metavar="NAME=FILE",
        help="Write a chart as .svg or .png: timeline, routes, suppliers, goods; repeatable.",
    ),
]
Published = Annotated[
    bool | None,
    typer.Option(
        "--for-publication/--private",
        help="Replace names of files, hashes, vendors' tags and personal data, or keep them. "
        "Default: replaced in pages, workbooks and charts, kept in CSV.",
    ),
]
