"""Months, quarters and halves of a year that a sentence does not tell itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.reading.days import (
    Said,
    can_be,
    following,
    half,
    months_of,
    quarter,
)
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.told_times import references

_YEAR = re.compile(r"\d{4}")


def months_and_halves(
    scene: Scene, last: Period | None, published: date | None, told: str = ""
) -> Iterator[Said]:
    """Months, and halves of "that year", of the year that was spoken of, `told` in days or in a
    figure's period; where none was, a quarter is the last that had ended on the day of the story.
    """
    day = (last.last or last.first) if last else None
    yield from _of_that_year(scene, day, published, told)
    yield from _parts_alone(scene, day, published)
    if day is None:
        return
    for m in scene.words.cues["days_of_it"].finditer(scene.text):
        days = [_day_of_year(m[a], m[b], day.year, scene.words) for a, b in _ENDS]
        yield Said(*m.span(), "..".join(days))
    for m in scene.words.cues["months_only"].finditer(scene.text):
        if text := months_of(m["m"], day.year, scene.words):
            yield Said(*m.span(), text)
    for m in scene.words.cues["half_of"].finditer(scene.text):
        late = m["half"].lower().startswith(("second", "latter", "втор"))
        text = f"{day.year}-{'07' if late else '01'}..{day.year}-{'12' if late else '06'}"
        yield Said(*m.span(), text)


def _of_that_year(
    scene: Scene, day: date | None, published: date | None, told: str
) -> Iterator[Said]:
    """ "On 3 October of that year": of the year that the sentence tells before it, else of the one
    that was spoken of."""
    for m in scene.words.cues["month_of_it"].finditer(scene.text):
        near = [p.text for p in scene.periods if p.end <= m.start() and _YEAR.match(p.text)]
        said = near[-1] if near else told
        year = int(said[:4]) if _YEAR.match(said) else day.year if day is not None else 0
        year = published.year if m["now"] and published is not None else year
        text = _day_of_year(m["m"], m["d"], year, scene.words) if year else ""
        if text:
            yield Said(*m.span(), _open(text, (m["how"] or "").lower()))


def years_of_span(scene: Scene, told: str) -> Iterator[Said]:
    """Years of a span that was `told`, by their order: "in the first of those years 1,300; in the
    last, 7,600"."""
    begun = [*scene.words.cues["year_of_span"].finditer(scene.text)]
    own = [p.text for p in scene.periods if begun and p.end <= begun[0].start()]
    spans = (s for text in (*reversed(own), told) if (s := _years_in(text)))
    years = next(spans, None) if begun else None
    if years is None:
        return
    again = scene.words.cues["part_elided"].finditer(scene.text, begun[0].end())
    for m in (*begun, *again):
        which = m["which"].lower()
        ends = which.startswith(("last", "final", "посл"))
        place = len(years) - 1 if ends else _ORDER.get(which, 0)
        if place < len(years):
            yield Said(*m.span(), years[place])


def _years_in(text: str) -> list[str]:
    """The years of a span of several, as the claims file writes them: of one from July on, those
    that begin in July."""
    span = _SPAN.fullmatch(text)
    if span is None:
        return []
    first, last = int(span[1]), int(span[3])
    begun, ended = int(span[2] or 1), int(span[4] or 12)
    if (ended - begun + 1) % 12 or last <= first:
        return []
    if begun == 1:
        return [str(year) for year in range(first, last + 1)]
    return [f"{y}-{begun:02}..{y + 1}-{ended:02}" for y in range(first, last)]


_SPAN = re.compile(r"(\d{4})(?:-(\d\d))?\.\.(\d{4})(?:-(\d\d))?")
_ORDER = {"second": 1, "third": 2}


def with_days_until(scene: Scene, told: str) -> Scene:
    """A sentence with "by 31 August" as a day of the year that its paragraph `told` before, or of
    the next, and with "up to the end of July" as the months up to there."""
    if not told or ".." in told:
        return scene
    found = list(scene.periods)
    for m in scene.words.cues["until_then"].finditer(scene.text):
        text = _day_of_year(m["m"], m["d"], int(told[:4]), scene.words)
        if text and period(text).last < period(told).first:  # type: ignore[operator]
            text = _day_of_year(m["m"], m["d"], int(told[:4]) + 1, scene.words)
        whole = _YEAR.fullmatch(told) and not m["d"]
        until = f"{told}-01..{text}" if whole else f"..{text}"
        if text and can_be(until):
            found = [p for p in found if p.end <= m.start() or m.end() <= p.start]
            found.append(Said(*m.span(), until))
    return replace(scene, periods=sorted(found, key=lambda one: one.start))


def elided(scene: Scene, found: Sequence[Said], told: str = "") -> Iterator[Said]:
    """Parts of a year of which the noun is told before: "in the first half of 2024 … in the
    second". `found` are the days that the sentence tells, `told` those spoken of before it."""
    for m in scene.words.cues["part_elided"].finditer(scene.text):
        before = [p for p in found if p.end <= m.start() and p.text and ".." in p.text.strip(".")]
        text = max(before, key=lambda p: p.end).text if before else told
        last = period(text) if ".." in text.strip(".") else None
        if last is None or not last.first or not last.last or last.first.year != last.last.year:
            continue
        months, part = last.last.month - last.first.month + 1, m["which"].lower()
        named = {"final": "fourth", "last": "fourth"}.get(part, part)
        if months == _QUARTER:
            yield Said(*m.span(), quarter(str(last.first.year), named, scene.words))
        elif months == _HALF and named in ("second", "fourth"):
            yield Said(*m.span(), half(str(last.first.year), "second", scene.words))


_QUARTER, _HALF = 3, 6
_ENDS = (("m", "d"), ("m2", "d2"))


def _day_of_year(month: str, day: str | None, year: int, words: Language) -> str:
    """A month of a year, or a day of it, as the claims file writes it."""
    text = months_of(f"{month} {month}", year, words).split("..")[0]
    return f"{text}-{int(day):02}" if text and day else text


def _open(text: str, how: str) -> str:
    """What came after, since, before or until a day or a month."""
    first = period(text).first
    if how == "after":
        return following(text)
    if how == "before" and first is not None:
        return f"..{(first - timedelta(days=1)).isoformat()}"
    return {"since": f"{text}..", "until": f"..{text}", "by": f"..{text}"}.get(how, text)


def _parts_alone(scene: Scene, day: date | None, published: date | None) -> Iterator[Said]:
    """Quarters and halves without a year: of the year that the sentence tells before them, else of
    that of the `day` spoken of, else the last that had ended when the story was published."""
    for m in scene.words.cues["quarter_alone"].finditer(scene.text):
        again = [(r.start, r.end) for r in references(scene.text, scene.words)]
        front = [
            p
            for p in scene.periods
            if p.end <= m.start()
            and _ONE_YEAR.fullmatch(p.text)
            and not any(a <= p.start and p.end <= b for a, b in again)
        ]
        # "Less than in 2023 and, in the fourth quarter, none" is of no quarter of 2023.
        own = (p for p in front if not scene.words.says("than_in", scene.text[: p.start]))
        years = [int(p.text[:4]) for p in own]
        if years or day is not None:
            year = years[-1] if years else day.year if day is not None else 0
            yield Said(*m.span(), _part_of_year(m, year, scene.words))
        elif published is not None:
            this = period(_part_of_year(m, published.year, scene.words))
            ended = this.last is not None and this.last < published
            yield Said(*m.span(), _part_of_year(m, published.year - (not ended), scene.words))


_ONE_YEAR = re.compile(r"(\d{4})(?:-\d\d\.\.\1-\d\d)?")
"""A year, or months of one."""


def _part_of_year(m: re.Match[str], year: int, words: Language) -> str:
    part = {"final": "fourth", "last": "fourth"}.get(m["which"].lower(), m["which"])
    if m["what"] == "half":
        part = "second" if part != "first" else part
    return (
        quarter(str(year), part, words) if m["what"] == "quarter" else half(str(year), part, words)
    )
