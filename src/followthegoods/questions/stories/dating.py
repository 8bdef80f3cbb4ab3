"""Of what days a number of a story is: its period, and the two periods of a change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.days import Said, following
from followthegoods.questions.stories.drafting import Drafting, dated, nearest
from followthegoods.questions.stories.filters import TURN, apposed, span_of
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.scene import Scene


def when(drafting: Drafting, scene: Scene, place: int) -> dict[str, Any]:
    """The period of a number, as fields of a claim."""
    number = scene.numbers[place]
    if _YEAR_BEFORE.match(scene.text[number.end :]):
        before = drafting.last_said()
        if before is not None and before.first is not None:
            return {"period": period(str(before.first.year - 1))}
    said = nearest(scene, number.start, _shared(scene, place))
    if said is not None and (said.same or said.later):
        span = said.same and not said.one
        spoken = drafting.last_range() if span else drafting.last_said()
        text = spoken.text if spoken else ""
        if said.later and text and not text.endswith(".."):
            text = following(text)
        return {"period": period(text)} if text else {}
    if said is None and scene.sentence.item and drafting.lead_period is not None:
        return {"period": drafting.lead_period}
    return dated(said or _before(drafting, scene))


_YEAR_BEFORE = re.compile(r"\s?(?:of |from )?(?:a year (?:earlier|before)|the year before)")


def _before(drafting: Drafting, scene: Scene) -> Said | None:
    """The period of the sentence before, where this one speaks on of it."""
    last = drafting.scene
    if last is None or not scene.says("anaphora") or not last.says("trade"):
        return None
    near = last.sentence.paragraph == scene.sentence.paragraph
    found = nearest(last, 0)
    return found if near and found is not None and not found.event else None


def _shared(scene: Scene, place: int) -> Span:
    """A number's part of its sentence, with those of numbers that are said to be in it, or that it
    is said to be in: a period of one is that of the others."""
    first = last = place
    while first and _included(scene, first):
        first -= 1
    while last + 1 < len(scene.numbers) and _included(scene, last + 1):
        last += 1
    return span_of(scene, first)[0], span_of(scene, last)[1]


def _included(scene: Scene, place: int) -> bool:
    """Whether a number is said to be part of the one before it, tells the same, or goes on from it
    without a mark."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    unmarked = not any(mark in between for mark in ",;:.–") and not TURN.search(between)
    held = scene.words.says("includes", between) is not None
    return held or unmarked or "with" in between.split() or apposed(scene, place)


def compared(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any]:
    """The two periods of a change."""
    if (same := scene.says("same_of")) and (now := _first_period(scene)) is not None:
        return {"period": now, "against": _moved_to(now, same["year"])}
    if scene.says("year_before"):
        now = drafting.last_said() if not scene.periods else None
        said = nearest(scene, number.start) or None
        if now is None and said is not None and said.text:
            now = period(said.text)
        if now is None or now.first is None:
            return {}
        return {"period": now, "against": period(str(now.first.year - 1))}
    near = nearest(scene, number.end)
    if near is not None and near.same and (last := drafting.before((Measure.CHANGE,))):
        return {"period": last.period, "against": last.against}
    found = scene.words.cues["compared"].search(scene.text, number.start)
    if found is None:
        fields = dated(near)
        now = fields.get("period")
        if now is not None and _YEARS.fullmatch(now.text):
            before, after = now.text.split("..")
            return {"period": period(after), "against": period(before)}
        if now is not None and len(now.text) == len("2023"):
            fields["against"] = period(str(int(now.text) - 1))  # the year before it
        return fields
    said = next((p for p in scene.periods if p.end >= found.start("D")), None)
    if said is None or not said.text:
        return {}
    said = replace(said, text=said.text.removesuffix(".."))
    others = [p for p in scene.periods if p.start != said.start and p.text]
    if others:
        now = period(others[0].text)
    elif (ended := drafting.last_period()) is not None and ended.text > said.text:
        now = ended
    else:
        now = period(str(int(said.text[:4]) + 1))
    return {"period": now, "against": period(said.text)}


def _first_period(scene: Scene) -> Period | None:
    said = next((p for p in scene.periods if p.text), None)
    return period(said.text) if said else None


def _moved_to(now: Period, year: str) -> Period:
    """The same days of another year, of a period within one year."""
    return period(re.sub(r"\d{4}", year, now.text))


_YEARS = re.compile(r"\d{4}\.\.\d{4}")
