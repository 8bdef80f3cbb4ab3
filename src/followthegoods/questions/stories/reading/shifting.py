"""Days moved on and back: the year before, the quarter after, so many months up to a time."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.reading.days import can_be
from followthegoods.questions.stories.reading.moments import as_written, day_moved
from followthegoods.questions.stories.reading.told_times import Reference

_YEAR = 12
_FOUR = re.compile(r"\d{4}")


def year_before(said: Period) -> Period | None:
    """The same days a year before, of a period that does not say more than two years."""
    if not said.first or not said.last or (said.last - said.first).days > 366:
        return None
    return moved(said, -1)


def moved(said: Period, years: int) -> Period | None:
    """The same days of another year."""
    try:
        return period(_FOUR.sub(lambda m: str(int(m[0]) + years), said.text))
    except ValueError:  # the 29th of February
        return None


def months_before(said: Period, months: int) -> Period | None:
    """So many months up to a period."""
    if said.first is None:
        return None
    if said.first == said.last:
        last = said.first - timedelta(days=1)
        return period(f"{day_moved(said.first, -months).isoformat()}..{last.isoformat()}")
    end = said.first.year * 12 + said.first.month - 2
    begun = end - months + 1
    return period(f"{begun // 12}-{begun % 12 + 1:02}..{end // 12}-{end % 12 + 1:02}")


def span_before(said: Period) -> Period | None:
    """As long a time as a period of whole months, right before it."""
    if not said.first or not said.last:
        return None
    begin = said.first.year * 12 + said.first.month - 1
    months = said.last.year * 12 + said.last.month - begin
    if months == 12 and said.first.month == 1:
        return period(str(said.first.year - 1))
    begun, end = begin - months, begin - 1
    return period(f"{begun // 12}-{begun % 12 + 1:02}..{end // 12}-{end % 12 + 1:02}")


def following_months(said: Period, months: int, *, alone: bool = False) -> Period | None:
    """So many months from the end of a period, or from a day, on, or the last of them `alone`."""
    if said.last is None:
        return None
    if said.first == said.last and not alone:
        month = said.last.year * 12 + said.last.month - 1 + months
        day = min(said.last.day, monthrange(month // 12, month % 12 + 1)[1])
        until = date(month // 12, month % 12 + 1, day) - timedelta(days=1)
        return period(f"{said.last.isoformat()}..{until.isoformat()}")
    if alone:
        month = said.last.year * 12 + said.last.month - 1 + months
        return period(f"{month // 12}-{month % 12 + 1:02}")
    begin = said.last + timedelta(days=1)
    end = begin.year * 12 + begin.month - 2 + months
    return period(f"{begin.isoformat()[:7]}..{end // 12}-{end % 12 + 1:02}")


def months_of_period(days: Period) -> int:
    """How many months a period has; 0 where it is open."""
    if days.first is None or days.last is None:
        return 0
    return (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1


def named_month(against: Period, month: int) -> Period | None:
    """The month of a name that is the next one, or, below 0, the one before: "the May before"."""
    day = against.first if month < 0 else against.last
    if day is None:
        return None
    year = day.year - (-month >= day.month) if month < 0 else day.year + (month <= day.month)
    return period(f"{year}-{abs(month):02}")


def months_off(against: Period, months: int, unit: int) -> Period | None:
    """The month, quarter or half that lies so many months from a time."""
    day = (against.last if months > 0 else against.first) or against.first
    if day is None:
        return None
    end = day.year * _YEAR + day.month - 1 + months
    begun = end - unit + 1 if months > 0 else end
    end = begun + unit - 1
    text = f"{begun // _YEAR}-{begun % _YEAR + 1:02}"
    return period(text if unit == 1 else f"{text}..{end // _YEAR}-{end % _YEAR + 1:02}")


def days_of(one: Reference, against: Period | None, ban: str) -> str:
    """The days of a reference as the claims file writes them; empty where they are not known."""
    kind, many = one.kind, one.many
    if kind == "since_ban":
        return f"{ban}.." if ban else ""
    if kind == "before_ban":
        first = period(ban).first if ban else None
        return f"..{(first - timedelta(days=1)).isoformat()}" if first else ""
    if kind == "ban_span":
        listed = period(ban) if ban else None
        if listed is None:
            return ""
        if listed.first and listed.first == listed.last and many < 0:
            begun = day_moved(listed.first, many)
            return f"{begun.isoformat()}..{(listed.first - timedelta(days=1)).isoformat()}"
        around = months_before(listed, -many) if many < 0 else following_months(listed, many)
        return around.text if around else ""
    if against is None:
        return ""
    if against.last is None and many < 0:
        against = period(against.text.removesuffix(".."))  # "since 2023 … in the year before"
    if kind == "before_that":
        return f"..{(against.first - timedelta(days=1)).isoformat()}" if against.first else ""
    if kind in ("next_span", "next_part"):
        found = following_months(against, many)
    elif kind in ("prior_span", "previous_many"):
        found = months_before(against, many)
    elif kind == "previous_span":
        found = span_before(against)
    elif kind == "days_later":
        day = against.first if against.first == against.last else None
        found = period((day + timedelta(days=many)).isoformat()) if day else None
    elif kind == "next_alike":
        found = following_months(against, months_of_period(against))
    elif kind == "months_off":
        found = months_off(against, many, one.unit)
    elif kind == "named_month":
        found = named_month(against, many)
    elif kind == "same" and many > 0:
        found = moved(against, many - against.last.year) if against.last else None
    elif kind == "next_year" and against.last and against.text[:4] == str(against.last.year):
        found = period(str(against.last.year + 1))
    else:
        found = moved(against, many) if against.last else None
    return found.text if found else ""


def shortened(text: str) -> str:
    """Days of one year as its own: "2024" for "2024-01..2024-12"."""
    if not text or text.startswith("..") or text.endswith("..") or not can_be(text):
        return text
    told = period(text)
    if not told.first or not told.last:
        return text
    short = as_written(told.first, told.last, counted=True)
    return short if ".." not in short and len(short) == len("2024") else text
