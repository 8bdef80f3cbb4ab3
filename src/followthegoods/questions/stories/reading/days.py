"""Periods in a sentence: what they say against the day of the story."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from followthegoods.model.printed import period
from followthegoods.questions.stories.reading.language import Language

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
    now: bool = False
    """Whether it is the period that stands, as against one that was looked back to: "this time"."""
    later: bool = False
    """Whether it is what came after the period that was spoken of before."""
    after: bool = False
    """Of what came later: whether it leaves that day or month itself out."""
    doubt: str = ""
    ends: tuple[str, str] = ("", "")
    """The two times that it goes from and to, where it is told by both: "from 2021 to 2023"."""
    day: str = ""
    """When what it is told by happened: June 2023 of "before the EU listed it in June 2023"."""
    again: bool = False
    """Whether it only names a time again: "that year"."""
    base: str = ""
    """The days that it is told against, where it is: of "a year earlier" those of this year."""
    loose: bool = False
    """Whether its year is not told: "in May"."""
    aside: bool = False
    """Whether it is when a company was founded, and of no figure."""


VAGUE = '"{}" is not told in days.'
UNTOLD = "It is not told how far the days go that this is told against."


def unsure(doubts: Sequence[str]) -> bool:
    """Whether doubts say that days were told which stay open."""
    return any(doubt == UNTOLD or doubt.endswith(VAGUE.removeprefix('"{}"')) for doubt in doubts)


def can_be(text: str) -> bool:
    """Whether a period begins before it ends: "from 2001 to 2000" is none."""
    try:
        period(text)
    except ValueError:
        return False
    return True


def many_of(said: str, words: Language) -> int:
    return words.words["number"].get(said.lower()) or (int(said) if said.isdigit() else 0)


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


def half(day: str, said: str, words: Language) -> str:
    first = words.small["first_half"].match(said)
    return f"{day[:4]}-01..{day[:4]}-06" if first else f"{day[:4]}-07..{day[:4]}-12"


def quarter(day: str, said: str, words: Language) -> str:
    number = next(n for n in range(4) if words.small[f"quarter_{n + 1}"].match(said))
    return f"{day[:4]}-{number * 3 + 1:02}..{day[:4]}-{number * 3 + 3:02}"


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


def preceding(text: str) -> str:
    """The period before one: what is older than it."""
    first = period(text).first
    return f"..{(first - timedelta(days=1)).isoformat()}" if first is not None else ""
