"""Two states of a case as text: what moved, and because of what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.difference import CAUSES, Cause, Difference, Moved, Shown
from followthegoods.render.amounts import OPEN, money
from followthegoods.render.text import Broken, columns_of, heading, indented, plural, quiet, safe


def diff(found: Difference, top: int) -> list[RenderableType]:
    """The two figures, each cause with its share, and `top` of the values that moved."""
    table = columns_of("US dollars", "floor", "point", "ceiling", "lines", "state",
                       numbers=["floor", "point", "ceiling", "lines"])  # fmt: skip
    for name, side in (("before", found.before), ("after", found.after)):
        table.add_row(f"{name}, load {side.load}", *_figure(side))
    parts: list[RenderableType] = [heading("The value in dollars"), table, Text()]
    if not found.causes and not found.moved:
        return [*parts, Text("No figure moved.")]
    parts += [heading("Because of what, in the order it came"), _causes(found.causes), Text()]
    if found.moved:
        parts += [heading(f"{plural(len(found.moved), 'value')} moved"), *_moved(found.moved, top)]
    parts.append(
        quiet("Shares are along the way the case took: of two files that hold the same line, "
              "the one added first has it.")
    )  # fmt: skip
    return parts


def _figure(side: Shown) -> list[str]:
    if not side.known:
        return ["–", "–", "–", "0", "nobody answers to the question then"]
    ceiling = money(side.ceiling) + (OPEN if side.ceiling_open else "")
    state = f"{side.state[:16]}, ftg {side.program}"
    return [money(side.floor), money(side.point), ceiling, f"{side.rows:,}", state]


def _causes(causes: Sequence[Cause]) -> RenderableType:
    table = columns_of("cause", "which", "floor", "point", "ceiling", "lines",
                       numbers=["floor", "point", "ceiling", "lines"])  # fmt: skip
    for cause in causes:
        table.add_row(
            CAUSES[cause.kind],
            Broken(safe(cause.what)),
            *(_change(amount) for amount in (cause.floor, cause.point, cause.ceiling)),
            f"{cause.rows:+,}" if cause.rows else "=",
        )
    return table


def _change(amount: Decimal) -> str:
    if not amount:
        return "="
    return f"+{money(amount)}" if amount > 0 else money(amount)


def _moved(moved: Sequence[Moved], top: int) -> list[RenderableType]:
    table = columns_of("figure", "before", "after", numbers=["before", "after"])
    for one in moved[:top]:
        table.add_row(Broken(safe(one.place)), one.before or "–", one.after or "–")
    rest = [quiet(f"  and {len(moved) - top:,} more; --json has all")] if len(moved) > top else []
    return [indented(table), *rest, Text()]
