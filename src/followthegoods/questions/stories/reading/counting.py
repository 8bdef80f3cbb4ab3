"""How many days or months are counted up to a time, or from it on: "the year to June 2024"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from followthegoods.questions.stories.reading.days import many_of
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.moments import Time, day_moved, end_of, means

_YEAR = 12


def counted(one: Time, m: re.Match[str], words: Language) -> Time | None:
    """So many months up to a time or from it on: "the two years to March 2024"; or what lies so
    many off it: "a year after June 2022"."""
    said = m["unit"] or m["days"]
    many = many_of(m["many"] or "", words) or (0 if said.lower().endswith("s") else 1)
    way = means("way", m["way"], words)
    if not many or one.span or way == "since":
        return None
    day = one.first == one.last
    if not m["unit"]:
        days = timedelta(days=many * int(means("days", said, words)) - 1)
        upto = day and way in ("to", "until")
        return replace(one, start=m.start(), first=one.first - days) if upto else None
    months = int(means("unit", said, words)) * many
    if way in ("before", "after") and not m["of"]:
        off = months if way == "after" else -months
        first, last = day_moved(one.first, off), day_moved(one.last, off)
        last = last if day else end_of(last.replace(day=1), 1)
        return replace(one, start=m.start(), first=first, last=last)
    if way in ("from", "begun", "after"):
        first = one.first if way != "after" or day else one.last + timedelta(days=1)
        last = day_moved(first, months) - timedelta(days=1)
        return replace(one, start=m.start(), first=first, last=last)
    if way == "before" and day:
        first, last = day_moved(one.first, -months), one.first - timedelta(days=1)
        return replace(one, start=m.start(), first=first, last=last)
    last = one.first - timedelta(days=1) if way == "before" else one.last
    last = middle_end(one) if way != "before" and one.edge == "middle" else last
    last = end_of(last.replace(day=1), 1)
    month = last.year * _YEAR + last.month - months
    first = date(month // _YEAR, month % _YEAR + 1, 1)
    return replace(one, start=m.start(), first=first, last=last)


def middle_end(one: Time) -> date:
    """The last day of a time, or of its first half where its middle is meant."""
    return end_of(one.first, one.grain // 2) if one.grain > 1 else one.last
