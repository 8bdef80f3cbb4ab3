"""Months, quarters and halves of a year that a sentence does not tell itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.days import Said, half, months_of, quarter
from followthegoods.questions.stories.language import Language
from followthegoods.questions.stories.scene import Scene

_YEAR = re.compile(r"\d{4}")


def months_and_halves(scene: Scene, last: Period | None, published: date | None) -> Iterator[Said]:
    """Months, and halves of "that year", of the year that was spoken of; where none was, a quarter
    is the last that had ended on the day of the story."""
    day = (last.last or last.first) if last else None
    if day is None:
        if published is not None:
            yield from _last_parts(scene, published)
        return
    for m in scene.words.cues["month_of_it"].finditer(scene.text):
        if text := months_of(f"{m['m']} {m['m']}", day.year, scene.words):
            of_day = f"-{int(m['d']):02}" if m["d"] else ""
            yield Said(*m.span(), text.split("..")[0] + of_day)
    for m in scene.words.cues["months_only"].finditer(scene.text):
        if text := months_of(m["m"], day.year, scene.words):
            yield Said(*m.span(), text)
    for m in scene.words.cues["quarter_alone"].finditer(scene.text):
        told = [p.text for p in scene.periods if p.end <= m.start() and _YEAR.fullmatch(p.text)]
        yield Said(*m.span(), _part_of_year(m, int(told[-1]) if told else day.year, scene.words))
    for m in scene.words.cues["half_of"].finditer(scene.text):
        late = m["half"].lower().startswith(("second", "latter", "втор"))
        text = f"{day.year}-{'07' if late else '01'}..{day.year}-{'12' if late else '06'}"
        yield Said(*m.span(), text)


def _last_parts(scene: Scene, published: date) -> Iterator[Said]:
    for m in scene.words.cues["quarter_alone"].finditer(scene.text):
        this = period(_part_of_year(m, published.year, scene.words))
        ended = this.last is not None and this.last < published
        yield Said(*m.span(), _part_of_year(m, published.year - (not ended), scene.words))


def _part_of_year(m: re.Match[str], year: int, words: Language) -> str:
    part = {"final": "fourth", "last": "fourth"}.get(m["which"].lower(), m["which"])
    if m["what"] == "half":
        part = "second" if part != "first" else part
    return (
        quarter(str(year), part, words) if m["what"] == "quarter" else half(str(year), part, words)
    )
