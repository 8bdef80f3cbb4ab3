"""What one definition makes of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from followthegoods.model.printed import Printed
from followthegoods.model.story import Ruling
from followthegoods.questions.stories.checking.records import Found

_WORST = (
    Ruling.CONTRADICTED,
    Ruling.NOT_DETERMINABLE,
    Ruling.PROBABLE,
    Ruling.SUPPORTED,
)


@dataclass(frozen=True)
class Outcome:
    """What one definition makes of a claim."""

    ruling: Ruling
    why: str
    found: Found | None = None
    notes: tuple[str, ...] = ()
    stated: tuple[Decimal, Decimal] | None = None
    key: str = ""
    """Of a rank, the supplier or the country whose figure was found."""
    amount: Printed | None = None
    """What is printed, in the unit of the figure."""


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """A list in a sentence holds where each of its members does."""
    return min(outcomes, key=lambda outcome: _WORST.index(outcome.ruling))
