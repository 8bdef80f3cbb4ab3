"""What `ftg companies` does."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, show
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.text import plural, quiet, safe


def companies_add(case: Path, file: Path) -> None:
    with opened_case(case) as opened:
        kept = opened.add_companies(file)
    what = "in the case already: nothing changed" if kept.known else "kept"
    data(f"{safe(kept.name)}: {what}. {plural(kept.companies, 'company', 'companies')}.\n")


def companies_list(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        kept = opened.companies()
    if as_json:
        data(to_json(kept))
        return
    lines = [
        Text(f"{one.number} {safe(one.name)}, {plural(one.companies, 'company', 'companies')}")
        for one in kept
    ]
    show(lines or [quiet("The case holds no file of known companies.")])


def companies_remove(case: Path, name: str) -> None:
    with opened_case(case) as opened:
        gone = opened.remove_companies(name)
    data(f"{safe(gone.name)}: taken out.\n")
