"""Periods in a sentence, as patterns of a language find them: against nothing, or against the day
of the story."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from followthegoods.model.printed import period
from followthegoods.model.story import EVENTS, OPEN
from followthegoods.questions.stories.days import (
    Said,
    after,
    before,
    can_be,
    half,
    many_of,
    months_of,
    quarter,
    spelt_day,
)
from followthegoods.questions.stories.language import Language


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
    return sorted(
        (
            replace(said, aside=words.says("founded", text[: said.start]) is not None)
            for said in found
            if not said.text or can_be(said.text)
        ),
        key=lambda said: said.start,
    )


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
    if kind == "season_months":
        return _season(m, words)
    if kind == "season":
        first = m[0][re.search(r"\d", m[0]).start() :][:4]  # type: ignore[union-attr]
        text = f"{first}..{first[:2]}{re.findall(r'[0-9]+', m[0])[1]}"
        return Said(*m.span(), text) if text[:4] < text[6:] else None
    if kind == "days":
        return _days_of_year(m, words)
    if kind == "first_months":
        return _first_months(m, words)
    days = [spelt_day(found, words) for found in words.day.finditer(m[0])]
    if not days or any(day is None for day in days):
        return None
    text = _ISO[kind](*[day for day in days if day], m[0])
    return Said(*m.span(), text) if can_be(text) else None


def _season(m: re.Match[str], words: Language) -> Said | None:
    """A season whose months are told: "the 2024/25 season (October to September)"."""
    found = months_of(" ".join([m["m"]] * 2), int(m["y"]), words)
    if not found:
        return None
    begun = int(m["y"]) * 12 + int(found[5:7]) - 1
    return Said(*m.span(), f"{found[:7]}..{(begun + 11) // 12}-{(begun + 11) % 12 + 1:02}")


def _event_span(m: re.Match[str], words: Language, *, before: bool) -> Said | None:
    """ "In the two years after the invasion", "in the year before": so many years or months from
    the event's day on, or up to it."""
    many = many_of(m["n"] or "", words) or (1 if m["u"] == "year" else 0)
    many *= 12 if m["u"].startswith("year") else 1
    day = EVENTS[0][0]
    month = day.year * 12 + day.month - 1 + (-many if before else many)
    other = date(month // 12, month % 12 + 1, day.day)
    first, end = (other, day) if before else (day, other)
    last = end - timedelta(days=1)
    return Said(*m.span(), f"{first.isoformat()}..{last.isoformat()}") if many else None


def _past(m: re.Match[str], words: Language) -> Said | None:
    """ "In the two years to December 2022": so many years or months up to the end of a day's
    month."""
    found = words.day.search(m[0])
    end = spelt_day(found, words) if found else None
    said = (m["n"] or "1").lower()
    number = many_of(said, words)
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
    return Said(*m.span(), text) if can_be(text) else None


def _first_months(m: re.Match[str], words: Language) -> Said | None:
    """ "The first nine months of 2023"."""
    many = many_of(m["n"], words)
    year = re.search(r"(?:19|20)\d\d", m[0])
    if year is None or not 0 < many <= 12:
        return None
    last = "last" in m[0].lower()
    first, end = (13 - many, 12) if last else (1, many)
    return Said(*m.span(), f"{year[0]}-{first:02}..{year[0]}-{end:02}")


def _within(day: str, said: str) -> str:
    return day


_ISO: dict[str, Callable[..., str]] = {
    "span": lambda first, last, said: f"{first}..{last}",
    "since": lambda day, said: f"{day}..",
    "after": after,
    "until": lambda day, said: f"..{day}",
    "before": before,
    "within": _within,
    "half": half,
    "quarter": quarter,
}


def _relative(kind: str, m: re.Match[str], published: date | None, words: Language) -> Said:
    if kind == "same_period":
        return Said(*m.span(), "", same=True)
    if kind == "that_year":
        return Said(*m.span(), "", same=True, one=True)
    if kind in ("later", "after_that"):
        return Said(*m.span(), "", later=True, after=kind == "after_that")
    if published is None:
        return Said(*m.span(), "", doubt=f'"{m[0]}" {OPEN}.')
    year = published.year
    if kind in ("month", "since_month"):
        text = _month_before(m, published, words) + (".." if kind == "since_month" else "")
    elif kind == "months_span":
        text = _months_before(m[0], published, words)
    elif kind == "since_turn":
        text = f"{year}.."
    elif kind == "quarter_alone":
        text = _last_quarter(m[0], published)
    elif kind == "year_until":
        of = year - (m["y"].lower() == "last")
        last = months_of(" ".join([m["m"]] * 2), of, words)[:7]
        text = f"{of}-01..{last}"
    elif kind == "part_of_year":
        text = _part_of(m, year if m["of"].startswith("this") else year - 1, words)
    elif kind == "year_to":
        text = _year_to(m, published, words)
    elif kind in ("day", "since_day"):
        text = _day_before(m[0], published, words) + (".." if kind == "since_day" else "")
    elif kind == "years_ago":
        text = str(year - many_of(m["n"], words))
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
    text = m.groupdict().get("m") or m[0]
    month = next(int(n) for n, said in months if re.search(rf"\b{said}$", text, re.IGNORECASE))
    year = published.year if month <= published.month else published.year - 1
    return f"{year}-{month:02}"


def _last_quarter(said: str, published: date) -> str:
    """The last such quarter that has ended by the day of the story: "in Q3"."""
    number = int(said.strip()[-1])
    year = published.year - (number * 3 >= published.month)
    return quarter(str(year), f"Q{number}")


def _part_of(m: re.Match[str], year: int, words: Language) -> str:
    """ "The first half of this year", "the first nine months of last year"."""
    part = m["part"].lower()
    if part.endswith("half"):
        return half(str(year), part)
    if part.endswith("quarter"):
        return quarter(str(year), part)
    many = many_of(part.split()[1], words)
    first, end = (13 - many, 12) if part.startswith("last") else (1, many)
    return f"{year}-{first:02}..{year}-{end:02}" if 0 < many <= 12 else ""


def _year_to(m: re.Match[str], published: date, words: Language) -> str:
    """ "The year to June": so many months up to the last such month."""
    end = _month_before(m, published, words)
    many = many_of(m["n"] or "", words) if "month" in m[0].lower() else 12
    year, month = int(end[:4]), int(end[5:])
    begun = year * 12 + month - many
    return f"{begun // 12}-{begun % 12 + 1:02}..{end}" if many else ""


def _months_before(said: str, published: date, words: Language) -> str:
    """The last such months up to the day of the story: "in January-June"."""
    this = months_of(said, published.year, words)
    if not this and (crossing := _over_the_year(said, published, words)):
        return crossing
    begun = this and this[:7] <= published.isoformat()[:7]
    return this if begun else months_of(said, published.year - 1, words)


def _over_the_year(said: str, published: date, words: Language) -> str:
    """Months of two years: "in December and January"."""
    pairs = [
        (m.start(), int(n))
        for n, spelt in words.words["month"].items()
        for m in re.finditer(rf"\b{spelt}(?!\w)", said, re.I)
    ]
    months = [n for _, n in sorted(pairs)]
    if len(months) != 2 or months[0] <= months[1]:
        return ""
    year = published.year if months[1] <= published.month else published.year - 1
    return f"{year - 1}-{months[0]:02}..{year}-{months[1]:02}"


def _day_before(said: str, published: date, words: Language) -> str:
    """The last such day up to the day of the story: "on 12 June"."""
    number = re.search(r"\d{1,2}", said)
    months = words.words["month"].items()
    month = next(int(n) for n, spelt in months if re.search(rf"\b{spelt}(?!\w)", said, re.I))
    day = int(number[0]) if number else 1
    after = (month, day) > (published.month, published.day)
    return f"{published.year - after}-{month:02}-{day:02}"


_WEEKDAYS = (
    ("mon", "понед"), ("tue", "втор"), ("wed", "сред"), ("thu", "четв"),
    ("fri", "пятн"), ("sat", "субб"), ("sun", "воск"),
)  # fmt: skip


def _weekday(said: str, published: date) -> date:
    """The last such day of the week up to the day of the story."""
    word = said.lower().split()[-1]
    number = next(n for n, names in enumerate(_WEEKDAYS) if word.startswith(names))
    return published - timedelta(days=(published.weekday() - number) % 7)
