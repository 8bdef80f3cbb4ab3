"""The command `export`. What it does is in `exporting`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import CaseFolder, Who, with_bases


@with_bases
def export(
    case: CaseFolder,
    out: Annotated[
        str,
        typer.Argument(
            metavar="OUT",
            help="A folder to make; of a lake also the URL of one that Spark reaches.",
        ),
    ],
    who: Who = None,
    kind: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="KIND",
            help="ftm (FollowTheMoney), csv, parquet, delta; "
            "lake: the whole case, for Spark on other machines.",
        ),
    ] = "csv",
    published: Annotated[
        bool | None,
        typer.Option(
            "--for-publication/--private",
            help="Leave out names of files, vendors' tags and personal data, or keep them. "
            "Default: left out of ftm, kept in tables.",
        ),
    ] = None,
    excel: Annotated[
        bool,
        typer.Option("--excel", help="CSV with semicolons and a mark, as Excel opens it."),
    ] = False,
    **bases: Any,
) -> None:
    """Write lines and the parties on them for other programs. Of companies, of goods, or of the
    whole case; or its whole lake."""
    if kind == "lake":
        work("exporting").lake(case, out, who or (), bases, published=published, excel=excel)
        return
    work("exporting").export(
        case, Path(out), kind, who or (), bases, published=published, excel=excel
    )
