"""What is said beside the figures of a story: where its lines come from, what is not in them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from followthegoods.questions.caveats import APART

SENT = "These are the lines that name the company as their sender: it may have sent more to others."
SENDS_ONLY = (
    "The records name the company as a sender only: its lines are what it sent, and it may have "
    "sent more to others."
)
EXPORTS = (
    "These are lines of exports, as there are no others: what left the country that recorded them."
)
BOUGHT = "The records name the company as a sender only, and say nothing of what it bought."


_OF = {"usd": " US dollars", "kg": " kilograms", "qty": " of the unit", "one": ""}
"""What lines state of a measure."""


def said_apart(lines: Sequence[tuple[str, int, Decimal]], measure: str) -> tuple[str, ...]:
    """What is said of lines shown apart: how many, how much they state, and why they are."""
    if not lines:
        return ()
    many, much = sum(n for _, n, _ in lines), sum((m for *_, m in lines), Decimal(0))
    why = "; ".join(f"{APART.get(one, one)}: {n:,}" for one, n, _ in lines)
    stated = f", {much:,.2f}".removesuffix(".00") + _OF[measure] if measure != "one" else ""
    return (f"Lines shown apart, and not in the figure: {many:,}{stated} ({why}).",)
