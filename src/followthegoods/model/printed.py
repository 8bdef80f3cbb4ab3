"""Numbers and periods as a story prints them, with the precision they are printed in.

A printed number has a *step*: one unit of its last printed digit. "$15.5 million" has a step of
100,000, "528,356" of 1. Groups of three noughts count as a word does: "30,000" is "30 thousand".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SCALES: dict[str, Decimal] = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}

_NUMBER = re.compile(r"(\d+(?:,\d{3})*)(\.\d+)?(?: (thousand|million|billion|trillion))?")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})")
_NOUGHTS = re.compile(r"^\d+?((?:,?000)+)$")
RANGE = " .. "


@dataclass(frozen=True)
class Printed:
    """A number, or a range of two, as printed. `low` is `high` unless it is a range.

    A fraction in words ("a third") is a share of 1; its step is a tenth of it.
    """

    low: Decimal
    high: Decimal
    step: Decimal
    text: str

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def printed(text: str) -> Printed:
    """A number as the claims file writes it: `15.5 million`, `528,356`, `1/3`, `3 million .. 4
    million`. Raises `ValueError`."""
    ends = text.split(RANGE)
    if len(ends) == 2:
        low, high = printed(ends[0]), printed(ends[1])
        if low.low > high.low:
            raise ValueError(f"{text!r} begins above its end")
        return Printed(low.low, high.high, max(low.step, high.step), text)
    if fraction := _FRACTION.fullmatch(text):
        if fraction[2].strip("0") == "":
            raise ValueError(f"{text!r} divides by nothing")
        share = Decimal(fraction[1]) / Decimal(fraction[2])
        return Printed(share, share, share / 10, text)
    number = _NUMBER.fullmatch(text)
    if number is None:
        raise ValueError(f"{text!r} is no number")
    digits, decimals, scale = number[1], number[2] or "", SCALES.get(number[3] or "", Decimal(1))
    value = Decimal(digits.replace(",", "") + decimals) * scale
    return Printed(value, value, _step(digits, decimals) * scale, text)


def _step(digits: str, decimals: str) -> Decimal:
    if decimals:
        return Decimal(1).scaleb(1 - len(decimals))
    noughts = _NOUGHTS.match(digits)
    return Decimal(1).scaleb(noughts[1].count("0")) if noughts else Decimal(1)


_PART = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
Days = tuple[date | None, date | None]
"""First and last day, both included; None where that side is open."""


@dataclass(frozen=True)
class Period:
    """Days a claim speaks of, as written: `2018..2023`, `2022-02..`, `..2021`, `2022-08`.

    A year or a month stands for all its days.
    """

    text: str
    first: date | None
    last: date | None

    def readings(self, events: tuple[date, ...]) -> tuple[Days, ...]:
        """What the period may mean: "since February 2022" admits the first of the month and the
        day of an event in it."""
        start = self.text.split("..")[0]
        if len(start) != 7 or not self.text.endswith("..") or self.first is None:
            return ((self.first, self.last),)
        inside = [day for day in events if day.isoformat()[:7] == start and day != self.first]
        return ((self.first, self.last), *((day, self.last) for day in sorted(inside)))


def period(text: str) -> Period:
    """A period as the claims file writes it. Raises `ValueError`."""
    first, dots, last = text.partition("..")
    if not dots:
        start, end = _days(text)
        return Period(text, start, end)
    begin = _days(first)[0] if first else None
    finish = _days(last)[1] if last else None
    if begin is None and finish is None:
        raise ValueError(f"{text!r} has neither beginning nor end")
    if begin and finish and begin > finish:
        raise ValueError(f"{text!r} ends before it begins")
    return Period(text, begin, finish)


def _days(text: str) -> tuple[date, date]:
    parts = _PART.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text!r} is no day, month or year")
    year, month, day = int(parts[1]), parts[2], parts[3]
    if day:
        return (date.fromisoformat(text),) * 2
    if month:
        last = monthrange(year, int(month))[1] if 1 <= int(month) <= 12 else 0
        return date(year, int(month), 1), date(year, int(month), last)
    return date(year, 1, 1), date(year, 12, 31)
