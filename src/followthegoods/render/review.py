"""A doubtful pair with all that a person needs to decide."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.identity import DoubtShown, Figures, Side
from followthegoods.render.amounts import money
from followthegoods.render.identity import why
from followthegoods.render.text import columns_of, heading, indented, plural, quiet, safe


def doubt(shown: DoubtShown, number: int, of: int) -> list[RenderableType]:
    """Both sides, why they may be one, and what each decision would change."""
    pair = shown.doubt
    reason = f"; not joined because of: {pair.reason}" if pair.reason else ""
    parts: list[RenderableType] = [
        Text(),
        heading(f"{number} of {of}: {pair.rule}, {pair.score:.2f}{reason}"),
        Text(),
    ]
    for side in (shown.a, shown.b):
        parts += [*_side(side), Text()]
    return [*parts, *why(shown.why), Text(), *_changes(shown)]


def _side(side: Side) -> Iterator[RenderableType]:
    person = ", a natural person" if side.personal else ""
    ids = f" {', '.join(side.tax_ids)}" if side.tax_ids else ""
    yield heading(f"{safe(side.name)}{ids}{person} · {side.country or 'no country'} · {side.party}")
    yield Text(f"  {plural(side.lines, 'line')}, all roles counted")
    yield Text(f"  names: {'; '.join(map(safe, side.names)) or '–'}")
    yield Text(f"  addresses: {'; '.join(map(safe, side.addresses)) or '–'}")
    yield Text("  goods:")
    for goods, count in side.goods:
        yield Text(f"    {count:,} × {safe(goods)}")
    table = columns_of("row", "day", "goods", "dollars", "as", "other side", numbers=["dollars"])
    for row in side.rows:
        table.add_row(
            safe(row.place),
            str(row.day or "–"),
            f"{row.hs or ''} {safe(row.goods)[:40]}",
            "–" if row.usd is None else money(row.usd),
            row.role,
            safe(row.other),
        )
    yield indented(table)


def _changes(shown: DoubtShown) -> Iterator[RenderableType]:
    yield heading("What a decision would change: floor / point / ceiling in US dollars")
    table = columns_of("", "now", "same", "different", numbers=["now", "same", "different"])
    for side in (shown.a, shown.b):
        for role in side.now:
            figures = (side.now[role], side.same[role], side.different[role])
            table.add_row(f"{safe(side.name)}\nas {role}", *map(_three, figures))
    yield indented(table)
    yield quiet("  unsure changes no figure; as far as these two parties go")


def _three(figures: Figures) -> str:
    opened = " or more" if figures.ceiling_open else ""
    return f"{money(figures.floor)}\n{money(figures.point)}\n{money(figures.ceiling)}{opened}"
