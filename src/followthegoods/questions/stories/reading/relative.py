"""Periods that are told against the day of the story: "last year", "in Q3", "on Monday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from followthegoods.model.printed import period
from followthegoods.model.story import OPEN
from followthegoods.questions.stories.reading.days import Said, half, many_of, months_of, quarter
from followthegoods.questions.stories.reading.language import Language


def relative(kind: str, m: re.Match[str], published: date | None, words: Language) -> Said:
    """The period of a kind of words against the day of the story; open where that is not known."""
    if kind == "same_period":
        return Said(*m.span(), "", same=True)
    if kind == "this_time":
        return Said(*m.span(), "", same=True, now=True)
    if kind == "that_year":
        return Said(*m.span(), "", same=True, one=True)
    if kind in ("later", "after_that"):
        return Said(*m.span(), "", later=True, after=kind == "after_that")
    if published is None:
        return Said(*m.span(), "", doubt=f'"{m[0]}" {OPEN}.')
    year = published.year
    if kind == "months_of":
        text = _of_the_year(m, published, words)
    elif kind in ("month", "since_month"):
        text = _month_before(m, published, words) + (".." if kind == "since_month" else "")
    elif kind == "months_span":
        text = _months_before(m[0], published, words)
    elif kind == "since_turn":
        text = f"{year - any(said in m[0].lower() for said in _LAST)}.."
    elif kind == "quarter_alone":
        text = _last_quarter(m[0], published, words)
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
    return Said(*m.span(), text, loose=kind in _LOOSE)


_LOOSE = ("month", "months_span", "day")
"""Kinds that name no year, and are the last of their kind before the story unless others stand with
them."""


def _month_before(m: re.Match[str], published: date, words: Language) -> str:
    """The last such month up to the day of the story."""
    months = words.words["month"].items()
    text = m.groupdict().get("m") or m[0]
    month = next(int(n) for n, said in months if re.search(rf"\b{said}$", text, re.IGNORECASE))
    year = published.year if month <= published.month else published.year - 1
    return f"{year}-{month:02}"


def _last_quarter(said: str, published: date, words: Language) -> str:
    """The last such quarter that has ended by the day of the story: "in Q3"."""
    number = int(said.strip()[-1])
    year = published.year - (number * 3 >= published.month)
    return quarter(str(year), f"Q{number}", words)


def _part_of(m: re.Match[str], year: int, words: Language) -> str:
    """ "The first half of this year", "the first nine months of last year"."""
    part = m["part"].lower()
    if part.endswith("half"):
        return half(str(year), part, words)
    if part.endswith("quarter"):
        return quarter(str(year), part, words)
    many = many_of(part.split()[1], words)
    first, end = (13 - many, 12) if part.startswith("last") else (1, many)
    return f"{year}-{first:02}..{year}-{end:02}" if 0 < many <= 12 else ""


def _of_the_year(m: re.Match[str], published: date, words: Language) -> str:
    """ "In May last year", "April-June this year", "since 3 June last year"."""
    year = published.year - m["of"].lower().startswith(_LAST)
    said = m[0][: m.start("of") - m.start()]
    text = months_of(said, year, words)
    if not text:
        text = months_of(f"{said} {said}", year, words).split("..")[0]
        day = re.search(r"\d{1,2}", said)
        text += f"-{int(day[0]):02}" if text and day else ""
    open_ended = text and m["since"] and ".." not in text
    return f"{text}.." if open_ended else text


_LAST = ("last", "прошл")


def _year_to(m: re.Match[str], published: date, words: Language) -> str:
    """ "The year to June": so many months up to the last such month."""
    end = _month_before(m, published, words)
    many = many_of(m["n"] or "", words) if "month" in m[0].lower() else 12
    many = 3 if "quarter" in m[0].lower() else 6 if "half" in m[0].lower() else many
    year, month = int(end[:4]), int(end[5:])
    begun = year * 12 + month - many
    return f"{begun // 12}-{begun % 12 + 1:02}..{end}" if many else ""


def _months_before(said: str, published: date, words: Language) -> str:
    """The last such months up to the day of the story: "in January-June"."""
    this = months_of(said, published.year, words)
    if not this and (crossing := _over_the_year(said, published, words)):
        return crossing
    ended = this and (period(this).last or published) <= published
    return this if ended else months_of(said, published.year - 1, words)


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
