"""Periods in a sentence, as patterns of a language find them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

from followthegoods.model.printed import period
from followthegoods.model.story import EVENTS
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
from followthegoods.questions.stories.relative import relative


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
        found += [relative(kind, m, published, words) for m in free]
    return sorted(
        (
            replace(said, aside=_beside(text, said, words))
            for said in _spans(sorted(found, key=lambda said: said.start), text, words)
            if not said.text or can_be(said.text)
        ),
        key=lambda said: said.start,
    )


def _beside(text: str, said: Said, words: Language) -> bool:
    """Whether a period is when a company was founded, or is told of a place: "Sudan, where … since
    April 2023"."""
    front = text[: said.start]
    lot = words.says("first_date", front) or words.says("last_date", front)
    told = (None if lot else words.says("founded", front)) or words.says("in_a_place", front)
    return told is not None or words.says("first_since", text[: said.start + 5]) is not None


def _spans(found: list[Said], text: str, words: Language) -> Iterator[Said]:
    """Periods of which two are the ends of one: "between July 2022 and the end of last year"."""
    skip = False
    for one, other in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        joined = other is not None and words.small["range"].fullmatch(text[one.end : other.start])
        if other is not None and joined and _seasons(one, other):
            yield Said(one.start, other.end, f"{one.text[:4]}..{other.text[6:]}")
            skip = True
            continue
        ends = one.text and other is not None and other.text and ".." not in one.text + other.text
        if other is not None and ends and not (one.event or other.event):
            opened = words.says("span_opens", text[: one.start] + text[one.start : one.end])
            between = text[one.end : other.start] + text[other.start : other.end]
            if opened and words.says("span_goes_on", between):
                yield Said(one.start, other.end, f"{one.text}..{other.text}")
                skip = True
                continue
        yield one


_YEARS = re.compile(r"\d{4}\.\.\d{4}")


def _seasons(one: Said, other: Said) -> bool:
    """Whether two periods are seasons: "2021/22 to 2023/24"."""
    return all(_YEARS.fullmatch(said.text) for said in (one, other))


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
    if kind == "fiscal":
        return _fiscal(m, words)
    if kind == "past_years":
        return _past(m, words)
    if kind == "months":
        return _months(m, words)
    if kind == "season_months":
        return _season(m, words)
    if kind == "season":
        first = m[0][re.search(r"\d", m[0]).start() :][:4]  # type: ignore[union-attr]
        text = f"{first}..{first[:2]}{re.findall(r'[0-9]+', m[0])[1]}"
        if words.fiscal != _DECEMBER and int(text[6:]) == int(first) + 1:
            text = f"{first}-{words.fiscal + 1:02}..{text[6:]}-{words.fiscal:02}"
        return Said(*m.span(), text) if text[:4] < text[6:] else None
    if kind == "days":
        return _days_of_year(m, words)
    if kind == "first_months":
        return _first_months(m, words)
    days = [spelt_day(found, words) for found in words.day.finditer(m[0])]
    if not days or any(day is None for day in days):
        return None
    text = _ISO[kind](*[day for day in days if day], m[0], words)
    return Said(*m.span(), text) if can_be(text) else None


def _season(m: re.Match[str], words: Language) -> Said | None:
    """A season whose months are told: "the 2024/25 season (October to September)"."""
    found = months_of(" ".join([m["m"]] * 2), int(m["y"]), words)
    if not found:
        return None
    begun = int(m["y"]) * 12 + int(found[5:7]) - 1
    return Said(*m.span(), f"{found[:7]}..{(begun + 11) // 12}-{(begun + 11) % 12 + 1:02}")


def _fiscal(m: re.Match[str], words: Language) -> Said | None:
    """ "Fiscal 2021": the twelve months up to the month that business years of the text end in."""
    ended = int(m["y"][:2] + m["z"]) if m["z"] else int(m["y"])
    if not 0 <= ended - int(m["y"]) <= 1:
        return None
    if words.fiscal == _DECEMBER:
        return Said(*m.span(), f"{m['y']}..{ended}" if m["z"] else m["y"])
    last = f"{ended}-{words.fiscal:02}"
    return Said(*m.span(), f"{ended - 1}-{words.fiscal + 1:02}..{last}")


_DECEMBER = 12


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
    told = period(end)
    if not m["n"] and m.groupdict().get("before") and words.small["of_years"].search(m[0]):
        return Said(*m.span(), before(end, m[0], words))  # "for the years before 2020"
    last = told.last
    if m.groupdict().get("before") and told.first:
        last = told.first - timedelta(days=1)  # "the twelve months before April 2023"
    assert last is not None
    months = number * (1 if words.small["in_months"].search(m[0]) else 12)
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
        for day in re.finditer(rf"\d{{1,2}}{words.words['ordinal']} (?:{named})(?!\w)", m[0], re.I)
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


def _within(day: str, said: str, words: Language) -> str:
    return day


_ISO: dict[str, Callable[..., str]] = {
    "span": lambda first, last, said, words: f"{first}..{last}",
    "since": lambda day, said, words: f"{day}..",
    "after": after,
    "until": lambda day, said, words: f"..{day}",
    "before": before,
    "within": _within,
    "half": half,
    "quarter": quarter,
}
