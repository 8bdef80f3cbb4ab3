"""Two layouts of one invented kind of file: one in which much is wrong, and it corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from followthegoods.case import Case
from strategies import NARROW, NARROW_HEADER, csv_bytes, write_files

HEAD = """\
schema = 1
id = "own"
title = "An invented vendor's export"
authority = "RU"
currency = "RUB"
grain = "line"
direction = "import"
released = "all"
required = [["hs"]]
notes = ""
ignore = ["G072", "G32", "G38", "G46", "G31_1"]
"""

FIELDS: Mapping[str, str] = dict(zip(NARROW, NARROW_HEADER, strict=True))
LACKING = ("item", "net_kg", "goods")


def toml(fields: Mapping[str, str]) -> str:
    """A layout that reads these fields from columns of these headers."""
    ignored = HEAD.replace("ignore = [", "ignore = [").splitlines()
    left = sorted(set(FIELDS.values()) - set(fields.values()))
    ignored[-1] = "ignore = [" + ", ".join(f'"{header}"' for header in left) + "]"
    parts = [f'[fields.{name}]\nheaders = ["{header}"]\n' for name, header in fields.items()]
    return "\n".join(ignored) + "\n\n" + "\n".join(parts)


RIGHT = toml(FIELDS)
WRONG = toml(
    {
        **{name: header for name, header in FIELDS.items() if name not in LACKING},
        "customs_value": FIELDS["statistical_usd"],
        "statistical_usd": FIELDS["net_kg"],
    }
)
"""No item and so no key, dollars taken for roubles, kilograms for dollars."""


def layouts(folder: Path) -> tuple[str, str]:
    """The files of the wrong layout and of the right one."""
    wrong, right = write_files(folder, {"wrong.toml": WRONG.encode(), "right.toml": RIGHT.encode()})
    return str(wrong), str(right)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_by(folder: Path, layout: str, *files: Sequence[Sequence[str]]) -> Case:
    """A case in `folder` of files made of these rows, all read by one layout."""
    named = {f"{n}.csv": csv_bytes(rows, NARROW_HEADER) for n, rows in enumerate(files, start=1)}
    case = Case.new(folder / "case")
    case.add(write_files(folder / "files", named), layout=layout)
    return case
