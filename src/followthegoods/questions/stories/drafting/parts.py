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
    many_of,
    months_of,
    quarter,
)
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.moments import (
    as_written,
    day_moved,
    end_of,
    months_between,
)
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
    yield from _parts_of_it(scene, told)
    yield from _rest_of_year(scene, told)
    yield from _of_another_year(scene, told)
    if day is None:
        return
    yield from _months_alone(scene, day.year)
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
            yield Said(*m.span(), opened(text, (m["how"] or "").lower()))


def _parts_of_it(scene: Scene, told: str) -> Iterator[Said]:
    """Parts of a season or a span that was `told`, wherever in a year it begins: "in the first
    quarter of that crop year", "the last six months of the period"."""
    for m in scene.words.cues["part_of_span"].finditer(scene.text):
        before = [p.text for p in scene.periods if p.end <= m.start() and _SPAN.fullmatch(p.text)]
        whole = (before or [told])[-1]
        days = period(whole) if ".." in whole.strip(".") else None
        if days is None or not days.first or not days.last:
            continue
        months = months_between(days.first, days.last) + 1
        unit = int(scene.words.time.means("unit", m["what"]))
        length = unit * (many_of(m["many"] or "", scene.words) or 1)
        ends = m["which"].lower() in ("last", "final", "closing")
        off = months - length if ends else (_NTH.get(m["which"].lower(), 1) - 1) * length
        if m["what"] == "half" and months != _TWELVE:
            continue
        if 0 <= off <= months - length:
            first = day_moved(days.first.replace(day=1), off)
            yield Said(*m.span(), as_written(first, end_of(first, length)))


_NTH = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4}
_TWELVE = 12


def _rest_of_year(scene: Scene, told: str) -> Iterator[Said]:
    """What was left of a year after a day or a month that was `told`: "in the rest of the year"."""
    for m in scene.words.cues["rest_of_year"].finditer(scene.text):
        before = [p.text for p in scene.periods if p.end <= m.start() and p.text and not p.event]
        days = (before or [told])[-1].strip(".")
        last = period(days).last if days and ".." not in days else None
        if last is None or (m["y"] and int(m["y"]) != last.year):
            continue
        first, end = last + timedelta(days=1), date(last.year, _TWELVE, 31)
        if first.year == last.year:
            yield Said(*m.span(), as_written(first, end))


def _of_another_year(scene: Scene, told: str) -> Iterator[Said]:
    """Months of the year after or before the one that was `told`: "from May to July of the next
    year"."""
    for m in scene.words.cues["months_of_other"].finditer(scene.text):
        before = [p.text for p in scene.periods if p.end <= m.start() and _YEAR.match(p.text)]
        said = (before or [told])[-1]
        if _YEAR.match(said):
            back = scene.words.time.means("turn", m["turn"]) == "back"
            year = int(said[:4]) + (-1 if back else 1)
            text = months_of(f"{m['m'] or m['m2']} {m['m2']}", year, scene.words)
            first, _, last = text.partition("..")
            if text:
                yield Said(*m.span(), first if first == last else text)


def _months_alone(scene: Scene, year: int) -> Iterator[Said]:
    """The first or last months of the year that was spoken of: "in the first nine months … in the
    remaining three"."""
    for m in scene.words.cues["months_alone"].finditer(scene.text):
        many = many_of(m["many"], scene.words)
        if any(p.start <= m.start() and m.end() < p.end for p in scene.periods):
            continue  # "the first two months of 2025"
        if 0 < many < _TWELVE:
            ahead = m["which"].lower() in ("first", "opening", "initial")
            first = date(year, 1 if ahead else _TWELVE + 1 - many, 1)
            yield Said(*m.span(), as_written(first, end_of(first, many)))


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
        ends = which.startswith(("last", "later", "final", "посл"))
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
    for m in scene.words.cues["until_feast"].finditer(scene.text):
        day = "25" if m["christmas"] else "31"
        found = [p for p in found if p.end <= m.start() or m.end() <= p.start]
        found.append(Said(*m.span(), f"..{told[:4]}-12-{day}"))
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
        elif months == _HALF and named in ("first", "second", "fourth"):
            which = "first" if named == "first" else "second"
            yield Said(*m.span(), half(str(last.first.year), which, scene.words))


_QUARTER, _HALF, _MONTHS = 3, 6, 12
_ENDS = (("m", "d"), ("m2", "d2"))


def _day_of_year(month: str, day: str | None, year: int, words: Language) -> str:
    """A month of a year, or a day of it, as the claims file writes it."""
    text = months_of(f"{month} {month}", year, words).split("..")[0]
    return f"{text}-{int(day):02}" if text and day else text


def opened(text: str, how: str) -> str:
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


def parts_of_told(scene: Scene, told: str) -> Iterator[Said]:
    """ "In the first four months of that year", "in the second half of the next year": of the year
    that the paragraph of a sentence `told` last, or of the one beside it."""
    days = period(told) if told else None
    last = (days.last or days.first) if days else None
    for m in scene.words.cues["part_of_told"].finditer(scene.text):
        of = m["of"].lower()
        before = [p for p in scene.periods if p.end <= m.start() and _ONE_YEAR.fullmatch(p.text)]
        year = int(before[-1].text[:4]) if before else last.year if last is not None else 0
        if not year:
            continue
        year += of.endswith(("next", "following")) - of.endswith(("previous", "preceding"))
        if text := _months_of_year(m, year, scene.words):
            yield Said(*m.span(), text)


def _months_of_year(m: re.Match[str], year: int, words: Language) -> str:
    """The first or the last months, a quarter or a half of a year."""
    which = {"opening": "first", "closing": "last", "final": "last"}.get(m["which"], m["which"])
    which = which.lower()
    if m["what"].startswith("month"):
        many = many_of(m["n"] or "", words) or 1
        first, end = (1, many) if which == "first" else (13 - many, 12)
        fits = which in ("first", "last", "latter", "remaining") and 0 < many <= _MONTHS
        return f"{year}-{first:02}..{year}-{end:02}" if fits else ""
    if m["what"] == "quarter":
        return quarter(str(year), {"last": "fourth"}.get(which, which), words)
    return half(str(year), "first" if which == "first" else "second", words)


_ONE_YEAR = re.compile(r"(\d{4})(?:-\d\d\.\.\1-\d\d)?")
"""A year, or months of one."""


def _part_of_year(m: re.Match[str], year: int, words: Language) -> str:
    part = {"final": "fourth", "last": "fourth"}.get(m["which"].lower(), m["which"])
    if m["what"] == "half":
        part = "second" if part != "first" else part
    return (
        quarter(str(year), part, words) if m["what"] == "quarter" else half(str(year), part, words)
    )
