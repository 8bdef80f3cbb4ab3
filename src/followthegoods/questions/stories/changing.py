"""The two periods of a change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.carrying import year_before
from followthegoods.questions.stories.days import Said, many_of
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import dated, nearest
from followthegoods.questions.stories.filters import inherited
from followthegoods.questions.stories.numbers import Number
from followthegoods.questions.stories.scene import Scene


def compared(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any]:
    """The two periods of a change."""
    if (pair := _two_before(drafting, scene, number)) is not None:
        return pair
    if (pair := _told_against(drafting, scene, number)) is not None:
        return pair
    if (pair := _both_told(scene, number) or _between_two(scene, number)) is not None:
        return pair
    if (same := scene.says("same_of")) and (now := _first_period(scene)) is not None:
        return {"period": now, "against": _moved_to(now, same["year"])}
    if cue := scene.says("year_before"):
        own = [p for p in scene.periods if p.end <= cue.start() or cue.end() <= p.start]
        scene = replace(scene, periods=own)
        now = drafting.last_said() if not scene.periods else None
        said = nearest(scene, number.start) or None
        if now is None and said is not None and said.text:
            now = period(said.text)
        if now is None or now.first is None:
            return {}
        last_year = year_before(now) or period(str(now.first.year - 1))
        return {"period": now, "against": last_year}
    if (pair := _as_the_one_before(drafting, scene, number)) is not None:
        return pair
    near = nearest(scene, number.end)
    if near is not None and near.same and (pair := _years_apart(drafting, scene, near)) is not None:
        return pair
    told = drafting.last_years()
    if near is not None and near.same and told is not None and _YEARS.fullmatch(told.text):
        before, after = told.text.split("..")
        return {"period": period(after), "against": period(before)}
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
        elif now is not None and (earlier := year_before(now)) is not None:
            fields["against"] = earlier
        return fields
    said = next((p for p in scene.periods if p.end >= found.start("D")), None)
    if said is None or not said.text:
        return {}
    said = replace(said, text=said.text.removesuffix(".."))
    set_off = [m.span() for m in scene.words.cues["compared"].finditer(scene.text)]
    others = [p for p in scene.periods if p.start != said.start and p.text]
    others = [p for p in others if not any(a <= p.start < b for a, b in set_off)]
    if others:
        now = period(others[0].text)
    elif (stands := _later_days(drafting, said)) is not None:
        now = stands
    else:
        now = period(str(int(said.text[:4]) + 1))
    return {"period": now, "against": period(said.text)}


def _later_days(drafting: Drafting, said: Said) -> Period | None:
    """The days that stand, else those spoken of last, where they come after those of a look back:
    "€14 million in 2024, against €11 million in 2023. Imports were down 28% on 2021"."""
    current = drafting.current()
    told = (current.period if current is not None else None, drafting.last_period())
    return next((days for days in told if days is not None and days.text > said.text), None)


def _years_apart(drafting: Drafting, scene: Scene, said: Said) -> dict[str, Any] | None:
    """The two years told of that are as many apart as "over those three years" says."""
    many = scene.words.says("the_years", scene.text[said.start : said.end])
    days = (c.period for c in drafting.claims if c.period and drafting.next_paragraph(scene, c))
    years = sorted({int(one.text) for one in days if _YEAR.fullmatch(one.text)})
    if many is None or not years:
        return None
    if years[-1] - years[0] != many_of(many["n"], scene.words):
        return None
    return {"period": period(str(years[-1])), "against": period(str(years[0]))}


def _between_two(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods between which a change is said to have come: "rose by a third between the
    first half of 2023 and the first half of 2024"."""
    told = [p for p in scene.periods if p.text and not p.event and p.start >= number.end]
    if len(told) < 2 or _YEARS.fullmatch(told[0].text):
        return None
    first, second = told[:2]
    joined = scene.words.says("between_two", scene.text[number.end : second.start])
    days = period(first.text), period(second.text)
    if not joined or not days[0].first or not days[1].first or days[0].first >= days[1].first:
        return None
    return {"period": days[1], "against": days[0]}


def _as_the_one_before(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any] | None:
    """The periods of the change before it in a sentence, where no other follows."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.measure is not Measure.CHANGE or last.at[0] < scene.sentence.start:
        return None
    if any(p.start >= number.start for p in scene.periods):
        return None
    return {"period": last.period, "against": last.against}


def _both_told(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change that a sentence tells, before its number and after "than"."""
    told = [p for p in scene.periods if p.text and not p.event]
    before = [p for p in told if p.end <= number.start]
    after = [p for p in told if p.start >= number.end]
    if len(before) != 1 or len(after) != 1:
        return None
    if scene.words.says("than_in", scene.text[number.end : after[0].start]) is None:
        return None
    return {"period": period(before[0].text), "against": period(after[0].text)}


def _told_against(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change of the figure before it, against one that is told after it:
    "6.3 million, a third more than in the previous twelve months"."""
    after = next((p for p in scene.periods if p.start >= number.end and p.text), None)
    if after is None or not scene.words.says("than_in", scene.text[number.end : after.start]):
        return None
    against = period(after.text)
    front = [p.text for p in scene.periods if p.end <= number.start and p.text and not p.event]
    last = drafting.claims[-1] if drafting.claims else None
    here = last is not None and drafting.same_paragraph(scene, last)
    now = last.period if here and last is not None else None
    own = last is not None and last.at[0] >= scene.sentence.start
    if front and (now is None or not own):
        now = period(front[-1])
    if now is None or not now.first or not against.first or now.first <= against.first:
        return None
    return {"period": now, "against": against}


def _two_before(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any] | None:
    """Of what a change is that sums up two figures before it: "from 3,940 tonnes in 2021 to 5,610
    tonnes in 2023, an increase of 42 per cent"."""
    here = [c for c in drafting.claims if c.at[0] >= scene.sentence.start and c.period]
    alone = scene.words.says("as_much_alone", scene.text[number.end :]) is not None
    if alone or (not here and not (scene.periods or scene.says("year_before"))):
        here = [c for c in drafting.claims if c.period and drafting.same_paragraph(scene, c)]
    if len(here) < 2 or here[-1].measure not in _TOLD_OF:
        return None
    first, second = here[-2:]
    if (first.measure, first.unit) != (second.measure, second.unit):
        return None
    days = [claim.period for claim in (first, second) if claim.period]
    if days[0].text == days[1].text or not all(day.first for day in days):
        return None
    before, after = sorted(days, key=lambda day: day.first or date.min)
    held = {name: value for name, value in inherited(second).items() if value and name != "period"}
    return {**held, "period": after, "against": before}


_TOLD_OF = (Measure.VALUE, Measure.QUANTITY, Measure.LINES)


def _first_period(scene: Scene) -> Period | None:
    said = next((p for p in scene.periods if p.text), None)
    return period(said.text) if said else None


def _moved_to(now: Period, year: str) -> Period:
    """The same days of another year, of a period within one year."""
    return period(re.sub(r"\d{4}", year, now.text))


_YEARS = re.compile(r"\d{4}\.\.\d{4}")
_YEAR = re.compile(r"\d{4}")
