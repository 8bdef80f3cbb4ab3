"""The table of verdicts: a hedged number against floor, point and ceiling.

A hedge admits an interval. What bears a claim out is decided by the floor and the point, what
contradicts it by the floor and a closed ceiling; "up to" and "less than" need a closed ceiling.
The table is written out in docs/concepts/verdicts.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from followthegoods.model.answer import Figure
from followthegoods.model.printed import Printed
from followthegoods.model.story import Hedge, Ruling

FAR_ABOVE = Decimal("1.5")
"""A figure that is more than half above an "at least" is worth a note."""

_UPPER = (Hedge.UP_TO, Hedge.LESS_THAN)
_ROUNDED = (Hedge.EXACT, Hedge.ABOUT, Hedge.ALMOST)


@dataclass(frozen=True)
class Admits:
    """The values a hedged number admits; None where a side is open."""

    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool

    def above_low(self, value: Decimal) -> bool:
        if self.low is None:
            return True
        return value > self.low or (self.low_in and value == self.low)

    def below_high(self, value: Decimal) -> bool:
        if self.high is None:
            return True
        return value < self.high or (self.high_in and value == self.high)

    def __contains__(self, value: Decimal) -> bool:
        return self.above_low(value) and self.below_high(value)


def admits(hedge: Hedge, amount: Printed) -> Admits:
    """What a hedged number admits.

    "Almost": from one step below it to, but not including, the number. "About": what rounds to it
    or to a step beside it. No hedge: what rounds to it. "Millions of": at least two.
    """
    x, step = amount.low, amount.step
    match hedge:
        case Hedge.AT_LEAST:
            return Admits(x, True, None, False)
        case Hedge.MORE_THAN:
            return Admits(x, False, None, False)
        case Hedge.MILLIONS:
            return Admits(2 * x, True, None, False)
        case Hedge.UP_TO:
            return Admits(None, False, amount.high, True)
        case Hedge.LESS_THAN:
            return Admits(None, False, amount.high, False)
        case Hedge.ALMOST:
            return Admits(x - step, True, x, False)
        case Hedge.ABOUT:
            return Admits(x - step * 3 / 2, True, amount.high + step * 3 / 2, False)
        case Hedge.BETWEEN:
            return Admits(x, True, amount.high, True)
        case Hedge.EXACT:
            return Admits(x - step / 2, True, amount.high + step / 2, False)


def fine(amount: Printed, least: Decimal) -> Printed:
    """A number with a step of a tenth of it at most: "$2 million" is no rounded 1.5 million. Of
    what is counted in pieces a step is one at `least`."""
    step = min(amount.step, max(abs(amount.low) / 10, least))
    return replace(amount, step=step)


def rule(
    hedge: Hedge,
    amount: Printed,
    figure: Figure,
    *,
    unbounded: bool = False,
    unstated: bool = False,
    least: Decimal | None = None,
) -> tuple[Ruling, tuple[str, ...]]:
    """The verdict of one hedged number on one figure, with notes. `unbounded`: nothing is its
    floor, so that it is not determinable rather than supported on probable links. Nor is it
    where the ceiling rests on lines that do not state what is asked (`unstated`). `least`: as of
    `fine`; without it the step is the one printed. What rounds to the number as printed is not
    contradicted."""
    admitted = admits(hedge, amount if least is None else fine(amount, least))
    ruling, notes = _ruling(hedge, admitted, figure), _notes(hedge, admitted, amount, figure)
    rounded = _rounded(hedge, amount, admitted)
    if ruling is Ruling.CONTRADICTED and not _excluded(rounded, figure):
        ruling = Ruling.NOT_DETERMINABLE
    if figure.point in rounded and figure.point not in admitted:
        notes.append("It rounds to what is printed, and is further from it than that is read.")
    if unbounded and ruling is Ruling.PROBABLE and hedge not in _UPPER:
        ruling = Ruling.NOT_DETERMINABLE
        notes.append("What it is measured against is open or not stated: it has no floor.")
    if unstated and ruling is Ruling.PROBABLE and hedge in _UPPER:
        ruling = Ruling.NOT_DETERMINABLE
    return ruling, tuple(notes)


def _ruling(hedge: Hedge, admitted: Admits, figure: Figure) -> Ruling:
    if _excluded(admitted, figure):
        return Ruling.CONTRADICTED
    if hedge in _UPPER:
        if figure.ceiling_open or figure.point not in admitted:
            return Ruling.NOT_DETERMINABLE
        return Ruling.SUPPORTED if figure.ceiling in admitted else Ruling.PROBABLE
    if figure.point not in admitted:
        return Ruling.NOT_DETERMINABLE
    return Ruling.SUPPORTED if figure.floor in admitted else Ruling.PROBABLE


def _rounded(hedge: Hedge, amount: Printed, admitted: Admits) -> Admits:
    """What is admitted, or rounds to the number as printed; of "almost" what is below it."""
    if hedge not in _ROUNDED:
        return admitted
    low, high = amount.low - amount.step / 2, amount.high + amount.step / 2
    low = low if admitted.low is None else min(admitted.low, low)
    if hedge is Hedge.ALMOST or admitted.high is None:
        return replace(admitted, low=low)
    return replace(admitted, low=low, high=max(admitted.high, high))


def _excluded(admitted: Admits, figure: Figure) -> bool:
    """Whether nothing from the floor to the ceiling is admitted."""
    if not admitted.below_high(figure.floor):
        return True
    return not figure.ceiling_open and not admitted.above_low(figure.ceiling)


def _notes(hedge: Hedge, admitted: Admits, amount: Printed, figure: Figure) -> list[str]:
    notes = []
    if hedge in (Hedge.AT_LEAST, Hedge.MORE_THAN) and figure.point > amount.low * FAR_ABOVE:
        notes.append("The figure is more than half above what is printed.")
    if admitted.high is not None and hedge not in _UPPER and figure.point in admitted:
        if figure.ceiling_open:
            notes.append("The ceiling is open: there may be more.")
        elif not admitted.below_high(figure.ceiling):
            notes.append("The ceiling is above what is printed.")
    if hedge in _UPPER and figure.ceiling_open:
        notes.append('The ceiling is open: nothing can be said to be "up to" anything.')
    return notes
