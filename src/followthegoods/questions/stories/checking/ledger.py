"""Lines of one link summed once, so that any period of them is a difference of two sums.

Lines dated by a day, with one version, add up in the order of their days. The few others (without a
day, dated by a month, of versions that disagree) are weighed one by one, as `lines.figure` does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from followthegoods.model.answer import Figure
from followthegoods.model.printed import Days
from followthegoods.questions.stories.checking.lines import Line, Link, adds_of, figure

_NONE = Decimal(0)


@dataclass(frozen=True)
class _Sum:
    """What lines add: floor, point, ceiling; how many have a value, lack one, are without one."""

    low: Decimal = _NONE
    mid: Decimal = _NONE
    high: Decimal = _NONE
    has: int = 0
    lacks: int = 0
    unknown: int = 0


class Dated:
    """Lines in the order of their days, and those that no sum can hold; sorted once for all."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.special = [line for line in lines if _special(line)]
        plain = [(line.day, line) for line in lines if line.day is not None and not _special(line)]
        self.plain = sorted(plain, key=lambda one: one[0])


class Ledger:
    """The lines of one link, in one measure. `special` are lines of the subject that no sum holds,
    whatever their link."""

    def __init__(self, lines: Dated, measure: str, link: Link) -> None:
        self.measure, self.link = measure, link
        self.special = lines.special
        self._days: list[date] = []
        self._sums = [_Sum()]
        for day, line in lines.plain:
            grade = link(line)
            if grade:
                self._days.append(day)
                self._sums.append(_with(self._sums[-1], line, measure, grade))

    def figure(self, days: Days, *, opened: bool) -> Figure:
        """Floor, point and ceiling of a period."""
        first, last = days
        start = bisect_left(self._days, first) if first else 0
        end = max(start, bisect_right(self._days, last) if last else len(self._days))
        a, b = self._sums[start], self._sums[end]
        more = figure(self.special, self.measure, days, self.link, opened=opened)
        return Figure(
            more.floor + b.low - a.low,
            more.point + b.mid - a.mid,
            more.ceiling + b.high - a.high,
            more.ceiling_open or b.unknown > a.unknown,
            more.rows + b.has - a.has,
            more.rows_without_value + b.lacks - a.lacks,
        )


def _special(line: Line) -> bool:
    return line.day is None or line.by_month or line.versions_of is not None


def _with(before: _Sum, line: Line, measure: str, grade: int) -> _Sum:
    low, mid, high = adds_of(line, measure, "in", grade)
    value = line.amounts[measure][0]
    fair = grade >= 2 and line.counts
    return _Sum(
        before.low + low,
        before.mid + mid,
        before.high + high,
        before.has + (fair and value is not None),
        before.lacks + (fair and value is None),
        before.unknown + (value is None),
    )
