"""Layouts: those that ship, and one that was checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import Layout
from followthegoods.facts.countries import country_label
from followthegoods.render.text import columns_of, safe


def layouts(shipped: Sequence[Layout]) -> list[RenderableType]:
    """A layout a row: its id, whose records it reads, how many fields it fills."""
    table = columns_of("id", "authority", "fields", "title", numbers=["fields"])
    for layout in shipped:
        authority = f"{country_label(layout.authority)} ({layout.authority})"
        table.add_row(layout.id, authority, str(len(layout.filled)), layout.title)
    return [table]


def as_data(layout: Layout) -> dict[str, Any]:
    """A layout as other programs are told of it."""
    return {
        "id": layout.id,
        "title": layout.title,
        "authority": layout.authority,
        "grain": layout.grain,
        "direction": layout.direction,
        "fields": list(layout.filled),
        "notes": layout.notes,
        "sha256": layout.sha256,
    }


def checked(layout: Layout) -> list[RenderableType]:
    """A layout in which nothing is wrong."""
    return [
        Text(f"{layout.id}: {safe(layout.title)}", style="bold"),
        Text(
            f"A layout that can be used. Authority {layout.authority}, {len(layout.filled)} "
            f"fields: {', '.join(layout.filled)}."
        ),
    ]
