"""Claims of what the records behind a story do not hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.fielding import nearest
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.days import Said, following, preceding
from followthegoods.questions.stories.reading.scene import Scene

_OF_RECORDS = ("money", "weight", "lines")
"""Kinds of numbers that are claims of their own beside what the records lack."""


def with_coverage(drafting: Drafting, scene: Scene) -> bool:
    """What the records do not hold."""
    figures = any(number.kind in _OF_RECORDS for number in scene.numbers)
    if _bounded(drafting, scene) or _missing(drafting, scene):
        return not figures
    month = _month_of_records(drafting, scene)
    dated_cues = ("not_published", "records_lack") if scene.periods or month else ()
    found = next((m for cue in ("coverage", *dated_cues) if (m := scene.says(cue))), None)
    if not found or scene.says("absence"):
        return False
    said = nearest(scene, found.start())
    fields: dict[str, Any]
    if month:
        fields = {"period": period(month)}
    elif (last_one := _month_told(drafting, scene, found)) and (said is None or not said.text):
        fields = {"period": period(following(last_one))}
    elif said is not None and said.text:
        ends = scene.says("ends") and not said.text.endswith("..")
        beyond = period(_beyond(scene, scene.text[: said.start].rstrip(), said))
        fields = {"period": period(following(said.text)) if ends else beyond}
    elif (last := drafting.last_period()) is not None and (text := following(last.text)):
        fields = {"period": period(text)}
    else:
        fields = {"doubts": ("It is not clear which period the records lack.",)}
    drafting.add(scene, scene.clause(*found.span()), Measure.COVERAGE, **fields)
    return not figures


def _bounded(drafting: Drafting, scene: Scene) -> bool:
    """Whether the records are said to begin or to end at a day that is told right after it."""
    sides: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("records_end", following),
        ("records_begin", preceding),
    )
    for cue, beyond in sides:
        found = scene.says(cue)
        said = _day_at(scene, found.end()) if found else None
        day = _day_of(said) if said is not None else ""
        if found and said is not None and day and (text := beyond(day)):
            at = (scene.clause(*found.span())[0], said.end)
            drafting.add(scene, at, Measure.COVERAGE, period=period(text))
            return True
    return False


def _missing(drafting: Drafting, scene: Scene) -> bool:
    """Whether a month or a year itself is said to be missing, or nothing filed then was seen."""
    for said in (p for p in scene.periods if p.text and not p.event):
        alone = scene.words.says("days_alone", scene.text[: said.start])
        lacks = scene.words.says("days_lacking", scene.text[said.end :])
        unseen = scene.words.says("nothing_filed", scene.text[: said.end])
        if unseen is not None and unseen.end() >= said.start - 1:
            text = _beyond(scene, unseen[0], said)
            at = scene.clause(unseen.start(), said.end)
        elif alone and lacks:
            text, at = said.text, scene.clause(said.start, said.end)
        else:
            continue
        drafting.add(scene, at, Measure.COVERAGE, period=period(text))
        return True
    return False


def _beyond(scene: Scene, words: str, said: Said) -> str:
    """The period that nothing is seen of: what is "later than" a day, or that period itself."""
    if scene.words.says("later_than", words):
        return following(said.text)
    return preceding(said.text) if scene.words.says("earlier_than", words) else said.text


def _day_at(scene: Scene, at: int) -> Said | None:
    """The day, month or year that stands at a place, small words before it aside."""
    near = (p for p in scene.periods if p.text and not p.event and p.end > at)
    joins = scene.words.cues["to_the_day"].search
    return next((p for p in near if joins(scene.text[at : max(at, p.start)])), None)


def _day_of(said: Said) -> str:
    """A day as told, whichever side of it a period is: December 2024 of "to December 2024"."""
    first, dots, last = said.text.partition("..")
    return "" if dots and first and last else first or last


def _month_of_records(drafting: Drafting, scene: Scene) -> str:
    """The months that records are said to be of, without their year: "figures for March", "data
    from October onwards"."""
    found = scene.says("records_of_month")
    if found is None or any(p.text and p.start < found.end("m") < p.end for p in scene.periods):
        return ""
    month = _last_such_month(drafting, scene, found["m"])
    if not month:
        return ""
    if found["past"]:
        return following(month)
    return f"{month}.." if found["since"] or found["on"] else month


def _month_told(drafting: Drafting, scene: Scene, found: re.Match[str]) -> str:
    """The last month of the records where it is told without its year: "which run to September"."""
    return _last_such_month(drafting, scene, scene.text[found.end() + 1 :])


def _last_such_month(drafting: Drafting, scene: Scene, said: str) -> str:
    """The last month up to the day of the story of the name that words begin with."""
    now = drafting.published
    for number, spelt in scene.words.words["month"].items():
        if now and re.match(rf"(?:{spelt})\b", said, re.I):
            year = now.year - (int(number) > now.month)
            return f"{year}-{int(number):02}"
    return ""
