"""Layouts of list tables: which column holds what of an entry, or of a controlled code. TOML.

A table is recognised by headers that must all be there; case and punctuation do not matter. A
field takes one column or several; `join` makes one value of several columns, `split` several
values of one cell. The layouts that ship are in `layouts/`; a user can write one.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from followthegoods.errors import BadList
from followthegoods.facts.text import key
from followthegoods.model.listing import Measure, Nature

PARTY, GOODS = "party", "goods"
VARIOUS = "various"
"""The authority of a list that gathers those of several: its entries say whose they are."""

FIELDS: dict[str, tuple[str, ...]] = {
    PARTY: (
        "entry", "name", "name_type", "name_strength", "alias", "weak_alias", "former_name",
        "nature", "authority", "programme", "measure", "address", "country", "birth_date",
        "listed", "amended", "delisted", "wind_down", "first_seen", "last_seen", "version_date",
        "reference", "remark",
    ),
    GOODS: (
        "code", "revision", "tier", "description", "measure", "valid_from", "valid_to",
        "threshold", "threshold_currency", "threshold_unit", "version_date", "note",
    ),
}  # fmt: skip
"""What a column of a list can be, by the kind of list."""

_NEEDED = {PARTY: "name", GOODS: "code"}
_KEYS = (
    "id", "title", "kind", "authority", "list", "list_by", "complete", "recognised_by", "fields",
    "identifiers", "values", "defaults", "notes",
)  # fmt: skip
_COLUMN_KEYS = ("columns", "join", "split", "quoted")
_VALUE_KEYS = ("nature", "name_type", "name_strength")


@dataclass(frozen=True)
class Cells:
    """Where the values of a field stand: columns by folded header, how they are put together."""

    columns: tuple[str, ...]
    join: str | None = None
    split: str = ""
    quoted: bool = False


@dataclass(frozen=True)
class Numbers:
    """Columns that hold identifiers, and the kind of those without a label ("" reads no others)."""

    cells: Cells
    kind: str


@dataclass(frozen=True)
class TableLayout:
    """How one kind of list table is read.

    `list` is the name under which its versions are kept; where `list_by` names a column, its
    value goes behind it. An extract is not `complete`: it never delists.
    """

    id: str
    title: str
    kind: str
    authority: str
    list: str
    list_by: str
    complete: bool
    recognised_by: tuple[str, ...]
    fields: dict[str, Cells]
    identifiers: tuple[Numbers, ...]
    natures: dict[str, Nature]
    qualities: dict[str, str]
    measures: tuple[Measure, ...]
    revision: str
    sha256: str

    @property
    def reader(self) -> str:
        """What a version that was read by it says of how it was read."""
        return f"{self.id} {self.sha256[:12]}"


def parse_layout(text: str, where: str) -> TableLayout:
    """Parse and check a layout. Raises `BadList` with what is wrong in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"Not valid TOML: {error}.", where) from error
    kind = data.get("kind", PARTY)
    if kind not in FIELDS:
        raise _bad(f"`kind` is {kind!r}: it is `party` or `goods`.", where)
    _check_names(data, _KEYS, "the layout", where)
    for name in ("id", "title", "authority", "list"):
        if not isinstance(data.get(name), str) or not data[name]:
            raise _bad(f"`{name}` is missing, or no text.", where)
    fields = data.get("fields", {})
    _check_names(fields, FIELDS[kind], "[fields]", where)
    if _NEEDED[kind] not in fields:
        raise _bad(f"No column is the {_NEEDED[kind]}.", where)
    read = {name: _cells(spec, f"fields.{name}", where) for name, spec in fields.items()}
    numbers = data.get("identifiers", [])
    if not isinstance(numbers, list):
        raise _bad("`identifiers` is a list of tables: write [[identifiers]].", where)
    values = data.get("values", {})
    defaults = data.get("defaults", {})
    _check_names(values, _VALUE_KEYS, "[values]", where)
    _check_names(defaults, ("measures", "revision"), "[defaults]", where)
    recognised = _texts(data.get("recognised_by"), "recognised_by", where)
    return TableLayout(
        id=data["id"],
        title=data["title"],
        kind=kind,
        authority=data["authority"],
        list=data["list"],
        list_by=key(str(data.get("list_by", ""))),
        complete=bool(data.get("complete", True)),
        recognised_by=tuple(map(key, recognised)),
        fields=read,
        identifiers=tuple(_numbers(spec, n, where) for n, spec in enumerate(numbers, start=1)),
        natures={key(k): _nature(v, where) for k, v in values.get("nature", {}).items()},
        qualities={
            key(k): str(v)
            for name in ("name_type", "name_strength")
            for k, v in values.get(name, {}).items()
        },
        measures=tuple(_measure(m, where) for m in defaults.get("measures", [])),
        revision=str(defaults.get("revision", "")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _check_names(data: Any, known: Sequence[str], what: str, where: str) -> None:
    if not isinstance(data, dict):
        raise _bad(f"{what} is no table.", where)
    if unknown := sorted(set(data) - set(known)):
        raise _bad(f"{what} has no {unknown[0]!r}; it knows: {', '.join(sorted(known))}.", where)


def _cells(spec: Any, name: str, where: str) -> Cells:
    if isinstance(spec, str):
        return Cells((key(spec),))
    if isinstance(spec, list):
        return Cells(tuple(map(key, _texts(spec, name, where))))
    _check_names(spec, (*_COLUMN_KEYS, "kind"), f"[{name}]", where)
    join = spec.get("join")
    return Cells(
        columns=tuple(map(key, _texts(spec.get("columns"), name, where))),
        join=None if join is None else str(join),
        split=str(spec.get("split", "")),
        quoted=bool(spec.get("quoted", False)),
    )


def _numbers(spec: Any, n: int, where: str) -> Numbers:
    cells = _cells(spec, f"identifiers {n}", where)
    return Numbers(cells, str(spec.get("kind", "")) if isinstance(spec, dict) else "")


def _texts(value: Any, name: str, where: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
        raise _bad(f"`{name}` is a list of headers, one at least.", where)
    return value


def _nature(value: Any, where: str) -> Nature:
    if value not in list(Nature):
        raise _bad(f"{value!r} is no nature; they are: {', '.join(Nature)}.", where)
    return Nature(value)


def _measure(value: Any, where: str) -> Measure:
    if value not in list(Measure):
        raise _bad(f"{value!r} is no measure; they are: {', '.join(Measure)}.", where)
    return Measure(value)


def _bad(what: str, where: str) -> BadList:
    return BadList(what, where=where, do="Mend the layout of the list and add it again.")


def load_layout(path: Path) -> TableLayout:
    """A layout of the user's own. Raises `BadList` where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(f"The layout cannot be read: {error}.", str(path)) from error
    return parse_layout(text, str(path))


@cache
def shipped_layouts() -> tuple[TableLayout, ...]:
    """The layouts that come with the program, by id."""
    folder = files("followthegoods.reference.lists") / "layouts"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(parse_layout(file.read_text(encoding="utf-8"), file.name) for file in found)


HEADER_WITHIN = 20
"""The header is looked for in this many first rows."""


@dataclass(frozen=True)
class Header:
    """Where a layout's header stands: its row, and the place of each folded header from 0."""

    layout: TableLayout
    row: int
    places: dict[str, int]


def find_header(
    rows: Sequence[Sequence[str | None]], layouts: Sequence[TableLayout]
) -> Header | None:
    """The layout whose headers are all there; of several the one that asks for most."""
    found: list[Header] = []
    for number, cells in enumerate(rows[:HEADER_WITHIN], start=1):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if cell and key(cell):
                places.setdefault(key(cell), place)
        found += [
            Header(layout, number, places)
            for layout in layouts
            if set(layout.recognised_by) <= set(places)
        ]
    return max(found, key=lambda h: (len(h.layout.recognised_by), -h.row), default=None)
