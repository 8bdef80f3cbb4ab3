"""Periods in a sentence, as patterns of a language find them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

from followthegoods.model.story import EVENTS
from followthegoods.questions.stories.reading.days import (
    Said,
    can_be,
    many_of,
)
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.relative import relative
from followthegoods.questions.stories.reading.seasons import named_year
from followthegoods.questions.stories.reading.timing import times


def periods(text: str, words: Language, published: date | None) -> list[Said]:
    """The periods of a sentence, in its order."""
    found: list[Said] = []
    named = [(kind, pattern) for kind, pattern in words.periods if kind in _NAMED]
    _find(text, named, words, found)
    of_years = [*_months_of_years(text, words)]
    taken = [(said.start, said.end) for said in found]
    found += times(text, words, published, [*taken, *of_years])
    _find(text, words.periods, words, found)
    for kind, pattern in words.relative:
        free = [m for m in pattern.finditer(text) if _free(m.span(), found)]
        free = [m for m in free if not any(a < m.end() and m.start() < b for a, b in of_years)]
        found += [relative(kind, m, published, words) for m in free]
    return sorted(
        (
            replace(said, aside=_beside(text, said, words))
            for said in _spans(sorted(found, key=lambda said: said.start), text, words)
            if not said.text or can_be(said.text)
        ),
        key=lambda said: said.start,
    )


def _months_of_years(text: str, words: Language) -> Iterator[Span]:
    """Where a sentence tells from which month to which business years run that it names: "the years
    2021-22 and 2022-23 (they run from April to March)"."""
    for m in words.cues["fiscal_ends"].finditer(text):
        if m["to"] and _YEAR.search(m[0]):
            yield m.start("from"), m.end("to")


_NAMED = ("fiscal", "season_months", "season")
"""Kinds of periods that have a name of their own: "FY2024", "the 2023/24 season"."""


def _find(
    text: str, kinds: Sequence[tuple[str, re.Pattern[str]]], words: Language, found: list[Said]
) -> None:
    """Add the periods of some kinds that stand free of those found."""
    for kind, pattern in kinds:
        for m in pattern.finditer(text):
            offset = kind.startswith("event") and words.says("duration", text[: m.start()])
            if offset or not _free(m.span(), found):
                continue  # "five weeks after the invasion" is a day that is not told
            if said := _period(kind, m, words):
                found.append(said)


def _beside(text: str, said: Said, words: Language) -> bool:
    """Whether a period is when a company was founded, or is told of a place: "Sudan, where … since
    April 2023"."""
    front = text[: said.start]
    lot = words.says("first_date", front) or words.says("last_date", front)
    told = (None if lot else words.says("founded", front)) or words.says("in_a_place", front)
    told = told or words.says("told_then", front)  # "a trade paper wrote in December"
    told = told or words.says("was_then", front)  # "Australian wine, absent in 2021, made up"
    return told is not None or words.says("first_since", text[: said.start + 5]) is not None


def _spans(found: list[Said], text: str, words: Language) -> Iterator[Said]:
    """Periods of which two are the ends of one: "between July 2022 and the end of last year"."""
    skip = False
    for one, other in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        joined = other is not None and words.small["range"].fullmatch(text[one.end : other.start])
        if other is not None and joined and _seasons(one, other, text):
            edges = (one.text.split("..")[0], other.text.split("..")[1])
            yield Said(one.start, other.end, "..".join(edges))
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


_YEAR = re.compile(r"(?:19|20)\d\d[/–-]\d\d")


def _seasons(one: Said, other: Said, text: str) -> bool:
    """Whether two periods are seasons: "2021/22 to 2023/24"."""
    both = (one, other)
    named = all(_YEAR.search(text, said.start, said.end) for said in both)
    return named and all(_SEASON.fullmatch(said.text) for said in both)


_SEASON = re.compile(r"\d{4}(-\d\d)?\.\.\d{4}(?(1)-\d\d)")


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
    return named_year(kind, m, words) if kind in _NAMED else None


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
