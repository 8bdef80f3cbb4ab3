"""Months and days without a year, in that of the days that their sentence or paragraph tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.reading.days import Said, can_be
from followthegoods.questions.stories.reading.scene import Scene

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def anchored(scene: Scene, found: Sequence[Said], told: str, published: date | None) -> list[Said]:
    """The days of a sentence, those without a year in the year that fits: "900 tonnes in 2022, 300
    of them in May". `told` are the days that its paragraph told last, as the claims file writes
    them; what came after `published`, the day of the story, is not meant."""
    return [
        replace(one, text=text)
        if one.loose and one.text and (text := _in_year(scene, one, found, told, published))
        else one
        for one in found
    ]


def _in_year(
    scene: Scene, one: Said, found: Sequence[Said], told: str, published: date | None
) -> str:
    """Days without a year in the year of others; empty where none fits."""
    others = [p for p in found if p.text and not (p.loose or p.event or p.aside)]
    others = [p for p in others if not scene.words.says("than_in", scene.text[: p.start])]
    before = [p.text for p in others if p.end <= one.start]
    spans = ".." in one.text  # "in the ten months to October, twice as much as in all of 2024"
    after = [p.text for p in others if p.start >= one.end and not spans]
    for text in (*reversed(before), *after):
        if within := _within(one.text, text):
            return within
    if before or after or not told or any(scene.says(cue) for cue in _OF_NOW):
        return ""
    if _DAY.fullmatch(one.text):  # a day of the news is of these weeks
        return _within(one.text, told) if _MONTH.fullmatch(told) else ""
    return _within(one.text, told) or _next_to(scene, one.text, told, published)


_OF_NOW = ("not_published", "coverage")
"""What is told of the day of the story: "data for February are not out yet"."""


def _within(text: str, whole: str) -> str:
    """Days without a year in the one year of a span in which they lie."""
    span = period(whole)
    if not (span.first and span.last):
        return ""
    years = range(span.first.year, span.last.year + 1)
    put = [moved for year in years if (moved := _moved(text, year)) and _lies(moved, span)]
    return put[0] if len(put) == 1 else ""


def _next_to(scene: Scene, text: str, told: str, published: date | None) -> str:
    """Days without a year, in the year in which they come next after those told; right before them
    where the sentence looks back."""
    span = period(told)
    if not (span.first and span.last) or _YEAR.fullmatch(told):
        return ""
    years = [span.first.year - 1, span.first.year, span.last.year + 1]
    put = [moved for year in dict.fromkeys(years) if (moved := _moved(text, year))]
    days = [(period(moved), moved) for moved in put]
    if scene.says("a_look_back"):
        earlier = [moved for one, moved in days if one.last and one.last < span.first]
        return earlier[-1] if earlier else ""
    later = [
        moved
        for one, moved in days
        if one.first and one.first > span.last and (published is None or one.first <= published)
    ]
    return later[0] if later else ""


def _moved(text: str, year: int) -> str:
    """Days without a year in a year: those of a span from one year to the next keep that."""
    first = _YEAR.match(text)
    if first is None:
        return ""
    off = year - int(first[0])
    moved = re.sub(r"\d{4}(?=-)", lambda m: str(int(m[0]) + off), text)
    return moved if can_be(moved) else ""


def _lies(text: str, span: Period) -> bool:
    days = period(text)
    if not (days.first and days.last and span.first and span.last):
        return False
    return span.first <= days.first and days.last <= span.last


def years_in_a_row(scene: Scene) -> list[Said]:
    """Years that are told one after another, as the span of them: "for 2021, 2022 and 2023"."""
    years = [p for p in scene.periods if _YEAR.fullmatch(p.text) and not p.event]
    row = [int(p.text) for p in years]
    if len(row) < _ROW or row != list(range(row[0], row[0] + len(row))):
        return []
    return [replace(years[0], end=years[-1].end, text=f"{row[0]}..{row[-1]}")]


_ROW = 3
"""Years that make a span, told one by one."""
