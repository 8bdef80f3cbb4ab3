"""What `ftg companies` does."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from followthegoods.case import KeptCompanies
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, show
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.text import plural, quiet, safe


def companies_add(case: Path, file: Path) -> None:
    with opened_case(case) as opened:
        kept = opened.add_companies(file)
    what = "in the case already: nothing changed" if kept.known else "kept"
    data(f"{safe(kept.name)}: {what}. {_counted(kept)}.\n")


def companies_list(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        kept = opened.companies()
    if as_json:
        data(to_json(kept))
        return
    lines = [Text(f"{one.number} {safe(one.name)}, {_counted(one)}") for one in kept]
    show(lines or [quiet("The case holds no file of known companies.")])


def companies_remove(case: Path, name: str) -> None:
    with opened_case(case) as opened:
        gone = opened.remove_companies(name)
    data(f"{safe(gone.name)}: taken out.\n")


def _counted(kept: KeptCompanies) -> str:
    """How many companies a file has, and how many of it help nobody to be found."""
    counted = plural(kept.companies, "company", "companies")
    if kept.left_out:
        counted += f"; {kept.left_out:,} without a name or a number left out"
    return counted
