"""Business years and seasons with a name of their own: "fiscal 2024", "the 2023/24 season"."""

from __future__ import annotations

import re
from datetime import date

from followthegoods.questions.stories.reading.days import Said, can_be, spelt_day
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.moments import as_written, end_of
from followthegoods.questions.stories.reading.time_words import NO_MONTHS, Months

_YEAR = 12
_OF_A_CENTURY = 2
"""Figures of a year that its century is left out of: "FY25"."""


def months_told(text: str, words: Language) -> Months:
    """The months of business years where a story tells them: "fiscal 2021, which ends in June",
    "the 2024/25 season (October to September)"."""
    told = words.cues["fiscal_ends"].search(text)
    if told is None:
        of_seasons = (p for kind, p in words.periods if kind == "season_months")
        found = next((m for p in of_seasons if (m := p.search(text))), None)
        if found is not None:
            return Months(_month(found["m"], words), _month(found["m2"], words))
        ends = words.cues["year_to_month"].search(text)
        last = _month(ends["last"], words) if ends is not None else _YEAR
        return Months(last % _YEAR + 1, last) if last != _YEAR else NO_MONTHS
    if told["to"]:
        return Months(_month(told["from"], words), _month(told["to"], words))
    if told["last"]:
        last = _month(told["last"], words)
        named = re.search(r"(?:19|20)\d\d", told[0])
        ended = words.day.match(text, told.start("last"))
        year = (spelt_day(ended, words) or "")[:4] if ended else ""
        by_first = bool(named and year) and int(year) == int(named[0]) + 1  # type: ignore[index]
        return Months(last % _YEAR + 1, last, by_first and not re.search(r"\d[/–-]\d\d", told[0]))
    first = _month(told["first"], words)
    last = _month(told["until"], words) if told["until"] else (first - 2) % _YEAR + 1
    return Months(first, last)


def named_year(kind: str, m: re.Match[str], words: Language) -> Said | None:
    """The days of a business year or a season as found."""
    if kind == "season_months":
        return _days(m, int(m["y"]), Months(_month(m["m"], words), _month(m["m2"], words)))
    if kind == "fiscal":
        months = _told_with(m, words) or words.seasons
        numbers = (m["y"], m["z"] or "")
    else:
        months = words.seasons
        numbers = tuple(re.findall(r"[0-9]+", m[0])[:2])
    year = int(numbers[0]) if len(numbers[0]) > _OF_A_CENTURY else 2000 + int(numbers[0])
    if numbers[1]:
        ended = year // 100 * 100 + int(numbers[1][-2:])
        if kind == "fiscal" and ended == year:
            return Said(*m.span(), str(year))
        if ended <= year or (kind == "fiscal" and ended != year + 1):
            return None
        if months.last >= months.first or ended != year + 1:
            text = f"{year}..{ended}"
            return Said(*m.span(), text) if can_be(text) else None
        return _days(m, year, months)
    if months == NO_MONTHS:
        return Said(*m.span(), str(year))
    crosses = months.last < months.first
    return _days(m, year - (crosses and not months.by_first), months)


def _days(m: re.Match[str], year: int, months: Months) -> Said:
    """The months of a season that begins in a year."""
    first = date(year, months.first, 1)
    last = date(year + (months.last < months.first), months.last, 1)
    return Said(*m.span(), as_written(first, end_of(last, 1), counted=True))


def _told_with(m: re.Match[str], words: Language) -> Months | None:
    """The months that stand with a business year: "fiscal 2023, which ended in March 2024"."""
    ends = words.says("fiscal_ends", m[0])
    return months_told(m[0], words) if ends else None


def _month(said: str, words: Language) -> int:
    months = words.words["month"].items()
    return next(int(n) for n, spelt in months if re.fullmatch(spelt, said, re.I))
