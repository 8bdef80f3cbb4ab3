"""Layouts: how one kind of export is read. Data in TOML; a file is recognised by its headers.

A header is matched whole, never by a part of it: `ИНН` inside `ИНН отправителя` is not the
receiver's tax id. Case, white space and underscores do not matter. A field's box code (`G072`)
also matches as `G072 (any words)` and bare, as `072`, the ways in which dumps write box codes.
The second column of one header is `Header#2`.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from followthegoods.errors import BadLayout
from followthegoods.sources.layout_check import check_layout
from followthegoods.sources.layout_header import (
    HEADER_WITHIN,
    no_layout,
    recognise,
    try_header,
    without_header,
)
from followthegoods.sources.layout_model import KEY_PARTS, Join, Layout, Reading, fold_header

__all__ = [
    "HEADER_WITHIN",
    "Join",
    "Layout",
    "Reading",
    "choose_layout",
    "fold_header",
    "load_layout",
    "no_layout",
    "parse_layout",
    "recognise",
    "shipped_layouts",
    "try_header",
    "without_header",
]

_BETWEEN = " "
"""What stands between the cells of a joined field where a layout does not say."""


def parse_layout(text: str, where: str) -> Layout:
    """Parse and check a layout file. Raises `BadLayout` with what is wrong and where."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout(
            f"Not valid TOML: {error}.", where=where, do="Mend the file and try again."
        ) from error
    check_layout(data, fold_header, where)
    key: dict[str, Any] = data.get("key", {})
    return Layout(
        id=data["id"],
        title=data["title"],
        authority=data["authority"],
        currency=data["currency"],
        grain=data["grain"],
        direction=data["direction"],
        released=data["released"],
        required=tuple(tuple(group) for group in data["required"]),
        notes=data["notes"].strip(),
        ignore=tuple(data.get("ignore", ())),
        utc_offset=data.get("utc_offset"),
        header_rows=data.get("header_rows", 1),
        columns=tuple(data.get("columns", ())),
        key_pattern=key.get("pattern", ""),
        key_parts=tuple(key.get("parts", KEY_PARTS)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **_by_field(data),
    )


def _by_field(data: dict[str, Any]) -> dict[str, Any]:
    """What a layout says field by field."""
    fields: dict[str, dict[str, Any]] = data["fields"]
    tables: dict[str, dict[str, str]] = data.get("values", {})
    columns = {name: spec for name, spec in fields.items() if "constant" not in spec}

    def told(key: str) -> dict[str, Any]:
        return {name: spec[key] for name, spec in fields.items() if key in spec}

    return {
        "headers": {
            name: tuple(spec.get("headers", spec.get("join", ()))) for name, spec in columns.items()
        },
        "codes": {name: tuple(spec.get("codes", ())) for name, spec in columns.items()},
        "joins": {
            name: Join(tuple(headers), fields[name].get("separator", _BETWEEN))
            for name, headers in told("join").items()
        },
        "constants": told("constant"),
        "factors": told("factor"),
        "values": {name: tables[table] for name, table in told("values").items()},
        "forms": told("form"),
        "down": frozenset(told("down")),
    }


def load_layout(path: Path) -> Layout:
    """A layout of the user's own. Raises `BadLayout` when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadLayout(
            f"The layout cannot be read: {why}.",
            where=str(path),
            do="Give the path of a TOML file in UTF-8, or the id of a layout that ships.",
        ) from error
    return parse_layout(text, str(path))


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the program, by id."""
    folder = resources.files("followthegoods.sources") / "layouts"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(parse_layout(file.read_text(encoding="utf-8"), file.name) for file in files)


def choose_layout(name: str) -> Layout:
    """A layout by the id it ships under, or by the path of a TOML file."""
    for layout in shipped_layouts():
        if layout.id == name:
            return layout
    return load_layout(Path(name))
