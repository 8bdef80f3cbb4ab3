"""Days, months, quarters, halves and years as a sentence names them, with their place in it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from followthegoods.questions.stories.reading.days import FIRST_YEAR, many_of
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.time_words import NO_MONTHS

_YEAR, _QUARTER, _HALF = 12, 3, 6


@dataclass(frozen=True)
class Time:
    """Days with their place in a sentence."""

    start: int
    end: int
    first: date
    last: date
    months: int = 0
    """How many months a part of the year has that is told without its year; 0 where it is told."""
    vague: bool = False
    """Whether only some of these days are meant: "late 2022"."""
    untold: tuple[bool, bool] = (False, False)
    """Of a span, whether it is not told in days when it begins and when it ends."""
    edge: str = ""
    """Whether its start or end was named: "the end of 2023"."""
    ends: tuple[str, str] = ("", "")
    """The two times that it goes from and to, as the claims file writes them."""
    shared: bool = False
    """Whether the part of it that is meant is that of the year after it too."""
    span: bool = False
    """Whether it is made of several, be they its ends or told side by side."""
    loose: bool = False
    """Of a span, whether neither of its ends is told with its year."""

    @property
    def grain(self) -> int:
        """How many months it has."""
        return months_between(self.first, self.last) + 1


def bases(text: str, words: Language, published: date | None, taken: Sequence[Span]) -> list[Time]:
    """Days, months, quarters, halves and years as they stand in a sentence, in its order."""
    found: list[Time] = []
    taken = list(taken)
    for pattern in words.time.base:
        for m in pattern.finditer(text):
            if any(m.start() < b and a < m.end() for a, b in taken):
                continue
            if (one := _base(m, words, published)) is not None:
                found.append(one)
                taken.append(m.span())
    return sorted(found, key=lambda one: one.start)


def _base(m: re.Match[str], words: Language, published: date | None) -> Time | None:
    told = {name: said for name, said in m.groupdict().items() if said}
    if "feast" in told:
        return _feast(m, told, words, published)
    if "season" in told:
        return _season(m, told, words, published)
    year = 2000 + int(told["yy"]) if "yy" in told else int(told.get("y", "0"))
    if {"of", "near", "ago"} & told.keys():
        if published is None:
            return None
        if "ago" in told:
            first = day_moved(published.replace(day=1), -int(means("ago", told["ago"], words)))
            return Time(*m.span(), first, end_of(first, 1))
        if "near" in told:
            month, day = _month(told["m"], words), int(told.get("d", "0"))
            past = means("near", told["near"], words) == "past" and not day
            ahead = (month, day) > (published.month, published.day * bool(day))
            ahead = ahead or (past and month == published.month)  # it is not over yet
            year = published.year - ahead
        else:
            year = published.year - int(words.time.means("back", told["of"]))
    if year and year < FIRST_YEAR:
        return None
    if "part" in told:
        number, months = _part_named(told["part"])
        first = date(year or 1, (number - 1) * months + 1, 1)
        return Time(*m.span(), first, end_of(first, months), 0 if year else months)
    if not ("m" in told or "mm" in told):
        return Time(*m.span(), date(year, 1, 1), date(year, _YEAR, 31))
    month = int(told["mm"]) if "mm" in told else _month(told["m"], words)
    if not 0 < month <= _YEAR or not (year or told["m"][0].isupper()):
        return None
    first, day = date(year or 1, month, 1), int(told.get("d", "0"))
    if "ending" in told:  # "the June quarter" ends in June
        if month < _QUARTER:
            return None
        first = date(year or 1, month - 2, 1)
        return Time(*m.span(), first, end_of(first, _QUARTER), 0 if year else _QUARTER)
    last = end_of(first, 1)
    if day > last.day:
        return None
    if day:
        first = last = first.replace(day=day)
    return Time(*m.span(), first, last, 0 if year else 1)


def _feast(
    m: re.Match[str], told: dict[str, str], words: Language, published: date | None
) -> Time | None:
    """Christmas or New Year's, by which or since when something came."""
    year = int(told.get("y", "0"))
    if "of" in told:
        if published is None:
            return None
        year = published.year - int(means("back", told["of"], words))
    month, day = (int(n) for n in means("feast", told["feast"], words).split("-"))
    first = date(year or 1, month, day)
    edge = "start" if day == 1 else ""
    return Time(*m.span(), first, first, 0 if year else 1, vague=True, edge=edge)


def _season(
    m: re.Match[str], told: dict[str, str], words: Language, published: date | None
) -> Time | None:
    """A business year or season against the day of the story, where the text tells its months:
    "the last financial year" and "the season just ended" are the last that is over by then, "the
    current season" is the last that has begun."""
    months = words.seasons
    if published is None or months == NO_MONTHS:
        return None
    length = (months.last - months.first) % _YEAR + 1
    back, many = int(means("season_back", told["season"], words)), many_of(told.get("n", ""), words)
    if many and length != _YEAR:
        return None
    begun = date(published.year, months.first, 1)
    while begun > published or (back and end_of(begun, length) >= published):
        begun = day_moved(begun, -_YEAR)
    first = day_moved(begun, -_YEAR * (max(back, many, 1) - 1))
    return Time(*m.span(), first, end_of(begun if many else first, length), span=bool(many))


def _month(said: str, words: Language) -> int:
    months = words.words["month"].items()
    return next(int(n) for n, spelt in months if re.fullmatch(spelt, said, re.I))


def _part_named(said: str) -> tuple[int, int]:
    """Which quarter or half "Q3", "3Q" or "H1" is, and its months."""
    number = int(re.sub(r"\D", "", said))
    return number, _QUARTER if "q" in said.lower() else _HALF


def end_of(first: date, months: int) -> date:
    """The last day of so many months from the first of a month."""
    month = first.year * _YEAR + first.month - 2 + months
    year, month = month // _YEAR, month % _YEAR + 1
    return date(year, month, monthrange(year, month)[1])


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * _YEAR + last.month - first.month


def in_year(one: Time, year: int) -> Time:
    """Days of no year in a year."""
    first = one.first.replace(year=year)
    last = first if one.first == one.last else end_of(first, one.months)
    return replace(one, first=first, last=last, months=0)


def dated_alike(
    found: Sequence[Time], published: date | None, apart: Container[int]
) -> Iterator[Time]:
    """Months and quarters without a year in that of the nearest one of their kind, which is as
    near to it in time as can be: "in July, in August and in September 2024". `apart` is where those
    stand that say nothing of others: "in December, the most since May 2022"."""
    for place, one in enumerate(found):
        alike = [
            (abs(place - n), near)
            for n, near in enumerate(found)
            if one.months and not near.months and near.grain == one.months
            if near.start not in apart
        ]
        near = min(alike, key=lambda pair: pair[0])[1] if alike else None
        if near is None:
            year = _year_of_all(found) if one.months else None
            yield in_year(one, year.first.year) if year is not None else one
            continue
        years = (near.first.year + n for n in (0, 1, -1))
        put = [in_year(one, year) for year in years]
        put = [p for p in put if published is None or p.first <= published] or put
        yield min(put, key=lambda p: abs(months_between(near.first, p.first)))


def _year_of_all(found: Sequence[Time]) -> Time | None:
    """The year that a sentence tells before several months: "in 2024: Jan. $120,000, Feb. …"."""
    months = [n for n, one in enumerate(found) if one.months]
    front = [one for one in found[: months[0]] if one.grain == _YEAR and not one.months]
    several = len(months) > 1 and len(found) == len(front) + len(months)
    return front[0] if several and len(front) == 1 else None


def means(kind: str, said: str, words: Language) -> str:
    return words.time.means(kind, said)


def day_moved(day: date, months: int) -> date:
    month = day.year * _YEAR + day.month - 1 + months
    year, month = month // _YEAR, month % _YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def as_written(first: date, last: date, *, counted: bool = False) -> str:
    """Days as the claims file writes them; years that are `counted` in months by these."""
    if first == last:
        return first.isoformat()
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if not whole:
        return f"{first.isoformat()}..{last.isoformat()}"
    if (first.month, last.month) == (1, _YEAR) and not (counted and first.year != last.year):
        return f"{first.year}..{last.year}" if first.year != last.year else f"{first.year}"
    if months_between(first, last) == 0:
        return first.isoformat()[:7]
    return f"{first.isoformat()[:7]}..{last.isoformat()[:7]}"


def written_from(one: Time, first: date) -> str:
    """The day that something begins on, in the grain of the time it comes after."""
    return (
        first.isoformat()[: 4 if one.grain == _YEAR and first.month == 1 else 7]
        if _whole(one)
        else first.isoformat()
    )


def written_until(one: Time, last: date) -> str:
    if not _whole(one):
        return last.isoformat()
    return last.isoformat()[: 4 if last.month == _YEAR and one.grain >= _YEAR else 7]


def _whole(one: Time) -> bool:
    return one.first != one.last and one.first.day == 1
