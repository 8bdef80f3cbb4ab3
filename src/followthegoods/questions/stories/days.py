"""Periods in a sentence: what they say against the day of the story."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from followthegoods.model.printed import period
from followthegoods.model.story import EVENTS, OPEN
from followthegoods.questions.stories.language import Language

FIRST_YEAR = 1990


@dataclass(frozen=True)
class Said:
    """A period and its place in the sentence. `text` as the claims file writes it, empty where it
    stays open; `event` where it counts from an event that is not dated."""

    start: int
    end: int
    text: str
    event: bool = False
    same: bool = False
    """Whether it is the period that was spoken of before."""
    one: bool = False
    """Whether that is the last one spoken of, a year or a month, rather than a span of them."""
    later: bool = False
    """Whether it is what came after the period that was spoken of before."""
    doubt: str = ""


def periods(text: str, words: Language, published: date | None) -> list[Said]:
    """The periods of a sentence, in its order."""
    found: list[Said] = []
    for kind, pattern in words.periods:
        for m in pattern.finditer(text):
            offset = kind.startswith("event") and words.says("duration", text[: m.start()])
            if offset or not _free(m.span(), found):
                continue  # "five weeks after the invasion" is a day that is not told
            if said := _period(kind, m, words):
                found.append(said)
    for kind, pattern in words.relative:
        free = [m for m in pattern.finditer(text) if _free(m.span(), found)]
        found += [_relative(kind, m, published, words) for m in free]
    return sorted(found, key=lambda said: said.start)


def _free(span: tuple[int, int], found: list[Said]) -> bool:
    return all(span[1] <= said.start or said.end <= span[0] for said in found)


def _period(kind: str, m: re.Match[str], words: Language) -> Said | None:
    if kind in ("event_span", "event_before_span"):
        return _event_span(m, words, before=kind == "event_before_span")
    if kind.startswith("event"):
        day = EVENTS[0][0]
        before = (day - timedelta(days=1)).isoformat()
        text = f"{day.isoformat()}.." if kind == "event_since" else f"..{before}"
        return Said(*m.span(), text, event=True)
    if kind == "past_years":
        return _past(m, words)
    if kind == "months":
        return _months(m, words)
    if kind == "days":
        return _days_of_year(m, words)
    if kind == "first_months":
        return _first_months(m, words)
    days = [spelt_day(found, words) for found in words.day.finditer(m[0])]
    if not days or any(day is None for day in days):
        return None
    text = _ISO[kind](*[day for day in days if day], m[0])
    try:
        period(text)
    except ValueError:
        return None
    return Said(*m.span(), text)


def _event_span(m: re.Match[str], words: Language, *, before: bool) -> Said | None:
    """ "In the two years after the invasion", "in the year before": so many years or months from
    the event's day on, or up to it."""
    many = _many(m["n"] or "", words) or (1 if m["u"] == "year" else 0)
    many *= 12 if m["u"].startswith("year") else 1
    day = EVENTS[0][0]
    month = day.year * 12 + day.month - 1 + (-many if before else many)
    other = date(month // 12, month % 12 + 1, day.day)
    first, end = (other, day) if before else (day, other)
    last = end - timedelta(days=1)
    return Said(*m.span(), f"{first.isoformat()}..{last.isoformat()}") if many else None


def _many(said: str, words: Language) -> int:
    return words.words["number"].get(said.lower()) or (int(said) if said.isdigit() else 0)


def _past(m: re.Match[str], words: Language) -> Said | None:
    """ "In the two years to December 2022": so many years or months up to the end of a day's
    month."""
    found = words.day.search(m[0])
    end = spelt_day(found, words) if found else None
    said = (m["n"] or "1").lower()
    number = _many(said, words)
    if not end or not number:
        return None
    last = period(end).last
    assert last is not None
    months = number * (1 if re.search(r"month|месяц", m[0], re.IGNORECASE) else 12)
    begun = last.year * 12 + last.month - months
    text = f"{begun // 12}-{begun % 12 + 1:02}..{last.isoformat()[:7]}"
    return Said(*m.span(), text)


def _months(m: re.Match[str], words: Language) -> Said | None:
    """ "From January to August 2023": months of one year, which is written once."""
    text = months_of(m[0], int(m[0][-4:]), words)
    return Said(*m.span(), text) if text else None


def _days_of_year(m: re.Match[str], words: Language) -> Said | None:
    """ "Between 28 April and 23 May 2022": days of one year, which is written once."""
    year = m[0][-4:]
    named = "|".join(words.words["month"].values())
    ends = [
        spelt_day(found, words)
        for day in re.finditer(rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{named})(?!\w)", m[0], re.I)
        if (found := words.day.match(f"{day[0]} {year}"))
    ]
    text = "..".join(end for end in ends if end)
    try:
        period(text)
    except ValueError:
        return None
    return Said(*m.span(), text)


def _first_months(m: re.Match[str], words: Language) -> Said | None:
    """ "The first nine months of 2023"."""
    many = _many(m["n"], words)
    year = re.search(r"(?:19|20)\d\d", m[0])
    if year is None or not 0 < many <= 12:
        return None
    last = "last" in m[0].lower()
    first, end = (13 - many, 12) if last else (1, many)
    return Said(*m.span(), f"{year[0]}-{first:02}..{year[0]}-{end:02}")


def months_of(text: str, year: int, words: Language) -> str:
    """Two months of a year, as the claims file writes them; empty where there are not two."""
    found = []
    for number, said in words.words["month"].items():
        found += [(x.start(), int(number)) for x in re.finditer(rf"\b{said}(?!\w)", text, re.I)]
    months = [number for _, number in sorted(found)]
    if len(months) != 2 or months[0] > months[1]:
        return ""
    return f"{year}-{months[0]:02}..{year}-{months[1]:02}"


def spelt_day(m: re.Match[str], words: Language) -> str | None:
    """A day, month or year as found -> ISO."""
    year = m["y1"] or m["y2"] or m["y3"] or m["y4"]
    named, day = m["m1"] or m["m2"] or m["m3"], m["d1"] or m["d2"]
    if int(year) < FIRST_YEAR:
        return None
    if not named:
        return year
    months = words.words["month"].items()
    month = next(n for n, said in months if re.fullmatch(said, named, re.IGNORECASE))
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _after(day: str, said: str) -> str:
    last = period(day).last
    assert last is not None
    following = (last + timedelta(days=1)).isoformat()
    return f"{following[: len(day)]}.."


def _before(day: str, said: str) -> str:
    first = period(day).first
    assert first is not None
    return f"..{(first - timedelta(days=1)).isoformat()}"


def _half(day: str, said: str) -> str:
    first = re.match(r"first|перв", said, re.IGNORECASE)
    return f"{day[:4]}-01..{day[:4]}-06" if first else f"{day[:4]}-07..{day[:4]}-12"


_QUARTERS = ("first|q1|перв", "second|q2|втор", "third|q3|трет", "fourth|q4|last|четв")


def _quarter(day: str, said: str) -> str:
    told = [re.match(rf"(?:the |в )?(?:{word})", said, re.I) for word in _QUARTERS]
    number = next(n for n, found in enumerate(told) if found)
    return f"{day[:4]}-{number * 3 + 1:02}..{day[:4]}-{number * 3 + 3:02}"


def _within(day: str, said: str) -> str:
    return day


_ISO: dict[str, Callable[..., str]] = {
    "span": lambda first, last, said: f"{first}..{last}",
    "since": lambda day, said: f"{day}..",
    "after": _after,
    "until": lambda day, said: f"..{day}",
    "before": _before,
    "within": _within,
    "half": _half,
    "quarter": _quarter,
}


def _relative(kind: str, m: re.Match[str], published: date | None, words: Language) -> Said:
    if kind == "same_period":
        return Said(*m.span(), "", same=True)
    if kind == "that_year":
        return Said(*m.span(), "", same=True, one=True)
    if kind == "later":
        return Said(*m.span(), "", later=True)
    if published is None:
        return Said(*m.span(), "", doubt=f'"{m[0]}" {OPEN}.')
    year = published.year
    if kind in ("month", "since_month"):
        text = _month_before(m, published, words) + (".." if kind == "since_month" else "")
    elif kind == "last_year":
        text = str(year - 1)
    elif kind == "this_year":
        text = str(year)
    elif kind == "last_month":
        end = published.replace(day=1) - timedelta(days=1)
        text = end.isoformat()[:7]
    elif kind == "last_week":
        monday = published - timedelta(days=published.weekday() + 7)
        text = f"{monday.isoformat()}..{(monday + timedelta(days=6)).isoformat()}"
    else:
        text = _weekday(m[0], published).isoformat()
    return Said(*m.span(), text)


def _month_before(m: re.Match[str], published: date, words: Language) -> str:
    """The last such month up to the day of the story."""
    months = words.words["month"].items()
    month = next(int(n) for n, said in months if re.search(rf"\b{said}$", m[0], re.IGNORECASE))
    year = published.year if month <= published.month else published.year - 1
    return f"{year}-{month:02}"


_WEEKDAYS = (
    ("mon", "понед"), ("tue", "втор"), ("wed", "сред"), ("thu", "четв"),
    ("fri", "пятн"), ("sat", "субб"), ("sun", "воск"),
)  # fmt: skip


def _weekday(said: str, published: date) -> date:
    """The last such day of the week up to the day of the story."""
    word = said.lower().split()[-1]
    number = next(n for n, names in enumerate(_WEEKDAYS) if word.startswith(names))
    return published - timedelta(days=(published.weekday() - number) % 7)


def following(text: str) -> str:
    """The period after one: what "more recent" than it is."""
    last = period(text).last
    if last is None:
        return ""
    whole_year = (last.month, last.day) == (12, 31)
    if whole_year:
        return f"{last.year + 1}.."
    if last.day == monthrange(last.year, last.month)[1]:
        return f"{(last + timedelta(days=1)).isoformat()[:7]}.."
    return f"{(last + timedelta(days=1)).isoformat()}.."
