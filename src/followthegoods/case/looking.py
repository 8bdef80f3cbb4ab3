"""Looking at files and layouts without a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from followthegoods.config import read_settings
from followthegoods.errors import BadLayout, BadParameter, UnknownLayout
from followthegoods.ingest.preview import Preview, preview
from followthegoods.sources.draft import Draft, draft
from followthegoods.sources.layout import Layout, choose_layout, parse_layout, shipped_layouts
from followthegoods.sources.layout_text import layout_text
from followthegoods.sources.place import source_file


@dataclass(frozen=True)
class Drafted:
    """A file that no layout knows, with a layout drafted for it.

    `seen` is how the file would be read by the draft with what it leaves open left open; None
    where it leaves too much open for that.
    """

    file: str
    draft: Draft
    seen: Preview | None


def look(file: str | Path, layout: str | None) -> Preview:
    """How a file would be read; see `Case.look`."""
    path = source_file(file)
    return preview(path, choose_layout(layout) if layout else None, read_settings())


def look_or_draft(file: str | Path) -> Preview | Drafted:
    """How a file would be read; for one that no layout knows, a draft of how to read it.

    Raises as `look` does, `UnknownLayout` where no column of the file says what it is.
    """
    path = source_file(file)
    try:
        return look(path, None)
    except UnknownLayout:
        drafted = draft(path)
        if not any(column.mapped for column in drafted.columns):
            raise
    return Drafted(str(path), drafted, _tried(path, drafted))


_OPEN = {"authority": "XX", "currency": "XXX", "direction": "import"}
"""What stands for nothing in the keys that a draft may leave open, so that it can be tried."""


def _tried(path: Path, drafted: Draft) -> Preview | None:
    toml = drafted.toml
    for key, nothing in _OPEN.items():
        toml = re.sub(rf'^{key} = "\?+"', f'{key} = "{nothing}"', toml, flags=re.MULTILINE)
    try:
        return preview(path, parse_layout(toml, "the draft"), read_settings())
    except (BadLayout, UnknownLayout):
        return None


def shipped_layout(name: str) -> Layout:
    """A layout that ships. Raises `BadParameter` for an id that none has."""
    for layout in shipped_layouts():
        if layout.id == name:
            return layout
    raise BadParameter(
        f"No layout that ships is called {name!r}.",
        do=f"Those that ship are: {', '.join(layout.id for layout in shipped_layouts())}.",
    )


def shipped_layout_text(name: str) -> str:
    """The TOML of a layout that ships. Raises `BadParameter`."""
    return layout_text(shipped_layout(name).sha256)
