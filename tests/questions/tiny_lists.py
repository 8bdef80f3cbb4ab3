"""Hand-made sanctions lists and lists of goods: a few invented entries each."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from followthegoods.case import Case

LAYOUT = """
id = "{name}"
title = "A list (invented)"
authority = "{authority}"
list = "{name}"
complete = {complete}
recognised_by = ["no", "name", "since", "measure"]
[fields]
entry = "no"
name = "name"
alias = {{ columns = ["aka"], split = ";" }}
weak_alias = {{ columns = ["weak"], split = ";" }}
nature = "nature"
listed = "since"
first_seen = "seen"
delisted = "until"
wind_down = "end"
measure = "measure"
address = "address"
country = "country"
programme = "programme"
reference = "cited"
[[identifiers]]
columns = ["number"]
kind = "tax"
[values.nature]
person = "person"
organisation = "organisation"
"""

COLUMNS = ("no", "name", "aka", "weak", "nature", "since", "seen", "until", "end", "measure",
           "address", "country", "number", "programme", "cited")  # fmt: skip

Row = dict[str, str]


def entry(**cells: str) -> Row:
    """An organisation whose assets are frozen, with some cells written otherwise."""
    return {"no": "1", "nature": "organisation", "measure": "asset freeze", **cells}


def add_list(
    case: Case,
    folder: Path,
    *entries: Row,
    name: str = "list-a",
    authority: str = "US",
    day: str = "2024-06-01",
    complete: bool = True,
) -> None:
    """Add a version of a list as of a day, or an extract of it."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = folder / f"{name}.toml"
    said = LAYOUT.format(name=name, authority=authority, complete=str(complete).lower())
    layout.write_text(said, encoding="utf-8")
    file = write_csv(folder / f"{name}_{day}.csv", COLUMNS, entries)
    case.add_lists([file], layout=layout)


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> Path:
    columns = list(columns)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns, delimiter="|")
        table.writeheader()
        table.writerows(rows)
    return path
