"""Layouts: how one kind of export is read. Data in TOML; a file is recognised by its headers.

A header is matched whole, never by a part of it: `ИНН` inside `ИНН отправителя` is not the
receiver's tax id. Case, white space and underscores do not matter. A field's box code (`G072`)
also matches as `G072 (any words)` and bare, as `072`, the ways in which dumps write box codes.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from followthegoods.errors import BadLayout, UnknownLayout
from followthegoods.sources.layout_check import check_layout

HEADER_WITHIN = 50
"""The header row is looked for in this many first rows of a sheet."""


@dataclass(frozen=True)
class Layout:
    """How one kind of export is read.

    `released` says what tells that goods were released: a `column`, `all` rows of this export
    are, or it is `unknown`. `utc_offset` (hours) moves times given in UTC to the authority's day.
    `required` lists alternatives: of each list one field must be there.
    """

    id: str
    title: str
    authority: str
    currency: str
    grain: str
    direction: str
    released: str
    required: tuple[tuple[str, ...], ...]
    notes: str
    ignore: tuple[str, ...]
    utc_offset: float | None
    key_pattern: str
    headers: dict[str, tuple[str, ...]]
    codes: dict[str, tuple[str, ...]]
    sha256: str

    @cached_property
    def _by_header(self) -> dict[str, tuple[str, int]]:
        """Folded header -> field and its place in the field's order of preference."""
        known: dict[str, tuple[str, int]] = {}
        for name in self.headers:
            for place, header in enumerate((*self.codes[name], *self.headers[name])):
                known[fold_header(header)] = (name, place)
            for place, code in enumerate(self.codes[name]):
                known.setdefault(fold_header(code.removeprefix("G")), (name, place))
        return known

    @cached_property
    def _by_code(self) -> dict[str, tuple[str, int]]:
        return {
            fold_header(code): (name, place)
            for name, codes in self.codes.items()
            for place, code in enumerate(codes)
        }

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset(map(fold_header, self.ignore))

    def field_of(self, header: str) -> tuple[str, int] | None:
        """The field a header stands for and its preference (0 first), or None."""
        folded = fold_header(header)
        return self._by_header.get(folded) or self._by_code.get(_before_words(folded))

    def ignores(self, header: str) -> bool:
        folded = fold_header(header)
        return folded in self._ignored or _before_words(folded) in self._ignored


@dataclass(frozen=True)
class Reading:
    """How one sheet is read: which layout, where the header is, which columns fill a field."""

    layout: Layout
    sheet: int
    header_row: int
    header: tuple[str | None, ...]
    columns: dict[str, tuple[int, ...]]
    """Field -> columns (1-based) in order of preference."""
    unmapped: tuple[int, ...]
    """Columns with a header that the layout neither maps nor knows."""

    @property
    def score(self) -> tuple[int, int]:
        """More columns understood is better, fewer unknown ones next."""
        known = sum(len(c) for c in self.columns.values())
        ignored = sum(1 for h in self.header if h and self.layout.ignores(h))
        return known + ignored, -len(self.unmapped)


def fold_header(text: str) -> str:
    """A header as it is compared: width, case, underscores and white space folded."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return re.sub(r"\s+", " ", folded).strip(" \ufeff\"':;.")


def _before_words(folded: str) -> str:
    """`G31_1 (any words)` -> the code; a header without words in brackets gives nothing."""
    code, bracket, _ = folded.partition("(")
    return code.strip() if bracket else ""


def parse_layout(text: str, where: str) -> Layout:
    """Parse and check a layout file. Raises `BadLayout` with what is wrong and where."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout(
            f"Not valid TOML: {error}.", where=where, do="Mend the file and try again."
        ) from error
    check_layout(data, fold_header, where)
    fields: dict[str, Any] = data["fields"]
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
        key_pattern=data.get("key", {}).get("pattern", ""),
        headers={name: tuple(spec.get("headers", ())) for name, spec in fields.items()},
        codes={name: tuple(spec.get("codes", ())) for name, spec in fields.items()},
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def load_layout(path: Path) -> Layout:
    """A layout of the user's own. Raises `BadLayout` when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLayout(
            f"The layout cannot be read: {error}.",
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


def try_header(layout: Layout, sheet: int, row: int, cells: Sequence[str | None]) -> Reading | None:
    """Read a row as this layout's header; None when required fields are not there."""
    columns: dict[str, list[tuple[int, int]]] = {}
    unmapped = []
    for place, cell in enumerate(cells, start=1):
        if cell is None or not cell.strip():
            continue
        found = layout.field_of(cell)
        if found is not None:
            columns.setdefault(found[0], []).append((found[1], place))
        elif not layout.ignores(cell):
            unmapped.append(place)
    if not all(any(name in columns for name in group) for group in layout.required):
        return None
    return Reading(
        layout=layout,
        sheet=sheet,
        header_row=row,
        header=tuple(cells),
        columns={name: tuple(p for _, p in sorted(found)) for name, found in columns.items()},
        unmapped=tuple(unmapped),
    )


def recognise(
    sheet: int,
    rows: Sequence[Sequence[str | None]],
    layouts: Sequence[Layout],
    *,
    forced: bool = False,
) -> list[Reading]:
    """Every way to read a sheet's first rows, best first; empty when no layout fits.

    A layout fits when it knows two thirds of the headers: another country's file that shares a
    few English headers must not be read as this one's. `forced` takes the layout at its word.
    """
    readings = [
        reading
        for row, cells in enumerate(rows[:HEADER_WITHIN], start=1)
        for layout in layouts
        if (reading := try_header(layout, sheet, row, cells)) is not None
        and (forced or reading.score[0] >= 2 * len(reading.unmapped))
    ]
    return sorted(readings, key=lambda r: (r.score, -r.header_row), reverse=True)


def no_layout(
    name: str, rows: Sequence[Sequence[str | None]], tried: Sequence[Layout]
) -> UnknownLayout:
    """The error for a table whose headers no layout knows; shows the widest of the first rows."""
    widest = max(rows[:HEADER_WITHIN], key=lambda cells: sum(1 for c in cells if c), default=())
    shown = ", ".join(repr(c[:40]) for c in widest[:8] if c)
    return UnknownLayout(
        "No layout recognises the headers"
        + (f"; the fullest of the first rows reads {shown} …" if shown else "; the table is empty")
        + ".",
        where=name,
        do="Have a layout drafted (ftg look FILE --draft > my.toml), correct it and give it with "
        f"--layout my.toml; those that ship are: {', '.join(layout.id for layout in tried)}.",
    )
