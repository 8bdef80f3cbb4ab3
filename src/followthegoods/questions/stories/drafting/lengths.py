"""Days as their first and last one: how long they are, and what days follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from followthegoods.model.printed import Days, period
from followthegoods.model.story import Claim
from followthegoods.questions.stories.reading.moments import end_of


def days_of(text: str) -> Days | None:
    """The first and last day of a period as the claims file writes it; None of none."""
    said = period(text) if text else None
    return (said.first, said.last) if said is not None else None


def days_of_claim(claim: Claim) -> Days | None:
    """The first and last day of a claim; None where it is of no days."""
    return (claim.period.first, claim.period.last) if claim.period else None


_LENGTHS = ((1, "day"), (26, "days"), (31, "month"), (92, "quarter"), (184, "half"))
_LONGER = ((360, "months"), (366, "year"))


def grain(days: Days | None) -> str:
    """How long days are, in words."""
    if days is None:
        return "no days"
    first, last = days
    if first is None or last is None:
        return "until" if first is None else "since"
    many = (last - first).days + 1
    return next((name for most, name in (*_LENGTHS, *_LONGER) if many <= most), "years")


def following_from(days: Days) -> Iterator[tuple[str, Days]]:
    """Days that follow from others, each with how."""
    first, last = days
    day = timedelta(days=1)
    if first and last:
        yield from (("from", (first, None)), ("after", (last + day, None)))
        yield from (("before", (None, first - day)), ("until", (None, last)))
        yield from (("year before", _moved(days, -1)), ("year after", _moved(days, 1)))
        if (last - first).days < 360:
            yield "its year", (date(first.year, 1, 1), date(first.year, 12, 31))
            if first.year == last.year and first != date(first.year, 1, 1):
                yield "its year so far", (date(first.year, 1, 1), last)
        if first == last:
            yield "its month", (first.replace(day=1), end_of(first, 1))
        if last != date(last.year, 12, 31):
            yield "to its end", (first, date(last.year, 12, 31))
    elif first:
        yield from (("that day", (first, first)), ("before", (None, first - day)))
        yield "its year", (date(first.year, 1, 1), date(first.year, 12, 31))
        yield "to its end", (first, date(first.year, 12, 31))
    elif last:
        yield from (("that day", (last, last)), ("after", (last + day, None)))
        whole = (date(last.year, 1, 1), date(last.year, 12, 31))
        yield "its year", whole
        if last != whole[1]:
            yield "its year so far", (whole[0], last)


def _moved(days: Days, years: int) -> Days:
    """The same days of another year; the end of February stays one."""
    first, last = (_day_moved(day, years) for day in days)
    if last is not None and last.month == 2 and last.day >= 28:
        last = end_of(last.replace(day=1), 1)
    return first, last


def _day_moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    return day.replace(
        year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day
    )
