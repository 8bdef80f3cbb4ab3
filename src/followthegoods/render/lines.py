"""Lines as they were read, as a table in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from followthegoods.model.lines import Shown
from followthegoods.render.amounts import money
from followthegoods.render.text import columns_of, place, quiet, safe


def lines(found: Sequence[Shown]) -> list[RenderableType]:
    """A line a row: its day, its dollars, its goods, where from, by whom to whom, its place, and
    what became of it where it does not stand."""
    if not found:
        return [quiet("No line.")]
    table = columns_of("day", "US dollars", "code", "goods", "from", "sender to receiver", "place",
                       numbers=["US dollars"])  # fmt: skip
    for one in found:
        table.add_row(
            str(one.day or "–"),
            "no value" if one.value_usd is None else money(one.value_usd),
            one.hs or "–",
            safe(one.goods) or "–",
            f"{one.origin or '–'} {one.dispatch or '–'}",
            f"{safe(one.sender) or '–'} to {safe(one.receiver) or '–'}",
            place(one.source, one.sheet, one.row)
            + ("" if one.fate == "stands" else f"\n{one.fate}"),
        )
    return [table]
