"""The two periods of a change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.fielding import dated, nearest
from followthegoods.questions.stories.drafting.filters import inherited
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.days import Said, many_of
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.shifting import span_before, year_before


def compared(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any]:
    """The two periods of a change."""
    if (pair := _two_before(drafting, scene, number)) is not None:
        return pair
    if (pair := _told_against(drafting, scene, number)) is not None:
        return pair
    if (pair := _both_told(scene, number) or _between_two(scene, number)) is not None:
        return pair
    if (pair := _had_become(drafting, scene, number)) is not None:
        return pair
    if (pair := _on_the_one_before(scene, number) or _on_the_year(scene, number)) is not None:
        return pair
    if (pair := _since_then(scene, number)) is not None:
        return pair
    if (pair := _set_off(scene, number) or _by_reference(scene, number)) is not None:
        return pair
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
    if found is None and (pair := _within_years(scene, number)) is not None:
        return pair
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
    others = [p for p in scene.periods if p.start != said.start and p.text and not p.base]
    others = [p for p in others if not any(a <= p.start < b for a, b in set_off)]
    if others:
        now = period(others[0].text)
    elif (stands := _later_days(drafting, said)) is not None:
        now = stands
    else:
        now = period(str(int(said.text[:4]) + 1))
    return {"period": now, "against": period(said.text)}


def _had_become(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change that had come by a time, from the one spoken of before: "In 2021
    it was £3 million. That had tripled by 2023"."""
    said = nearest(scene, number.end)
    base = drafting.spoken_of(scene)
    if said is None or base is None or not said.text.startswith("..") or not base.first:
        return None
    now = period(said.text.removeprefix(".."))
    if scene.says("stood") is None or not now.first or now.first <= base.first:
        return None
    return {"period": now, "against": base}


def _on_the_one_before(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change on the quarter or month before: "up 8% quarter-on-quarter"."""
    said = nearest(scene, number.end)
    if said is None or not said.text or scene.words.says("on_the_one_before", scene.text) is None:
        return None
    now = period(said.text)
    before = span_before(now)
    return {"period": now, "against": before} if before is not None else None


def _on_the_year(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change on the same days of the year before: "up 12% year on year"."""
    if scene.words.says("on_the_year", scene.text[number.end :]) is None:
        return None
    own = replace(scene, periods=[p for p in scene.periods if p.text and not p.base])
    said = nearest(own, number.end)
    before = year_before(period(said.text)) if said is not None else None
    if said is None or before is None:
        return None
    return {"period": period(said.text), "against": before}


def _since_then(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change since a time that is told with the one it came to: "have tripled
    since 2020, to 900 tonnes last year"."""
    told = [p for p in scene.periods if p.text and not p.event]
    since = [p for p in told if p.text.endswith("..") and p.start >= number.end]
    now = [p for p in told if ".." not in p.text.strip(".") and not p.text.endswith("..")]
    if len(since) != 1 or len(now) != 1:
        return None
    days = period(now[0].text), period(since[0].text.removesuffix(".."))
    if not days[0].first or not days[1].first or days[0].first <= days[1].first:
        return None
    return {"period": days[0], "against": days[1]}


def _within_years(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change of so many years: "doubled in the space of two years, to 900
    tonnes in 2024"."""
    found = scene.words.says("within_years", scene.text[number.end :])
    said = nearest(scene, number.end)
    if found is None or said is None or not _YEAR.fullmatch(said.text):
        return None
    many = many_of(found["n"], scene.words)
    return {"period": period(said.text), "against": period(str(int(said.text) - many))}


def _set_off(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change whose sentence tells first what it is set against, "compared
    with 2019, imports were up by half in 2023", or before its number: "exceeded those of 2023 by".
    """
    told = [p for p in scene.periods if p.text and not p.event]
    front = [p for p in told if p.end <= number.start]
    if len(told) < 2 or not front:
        return None
    if scene.words.says("compared_first", scene.text[: front[0].start]):
        now, then = told[1], front[0]
    elif len(front) > 1 and scene.words.says("outdone_by", scene.text[: front[-1].start]):
        now, then = front[-2], front[-1]
    else:
        return None
    return {"period": period(now.text), "against": period(then.text)}


def _by_reference(scene: Scene, number: Number) -> dict[str, Any] | None:
    """The two periods of a change where one is told against the other: "three years later it was
    45% more", "up 9% on the year-ago quarter"; of one that is told of earlier days alone, "having
    grown by 20% the year before", these and the year before them."""
    said = nearest(scene, number.end)
    if said is None or not (said.base and said.text):
        return None
    days, base = period(said.text), period(said.base)
    if days.first is None or base.first is None:
        return None
    if days.first > base.first:
        return {"period": days, "against": base}
    after = scene.text[number.end :]
    if said.end <= number.start and scene.words.says("compared_so", after) is not None:
        return {"period": days, "against": base}  # "a year earlier it was three times higher"
    between = scene.text[number.end : said.end]
    if said.start >= number.end and scene.words.says("set_on", between) is not None:
        return {"period": base, "against": days}
    before = year_before(days)
    return {"period": days, "against": before} if before is not None else None


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
    said = nearest(scene, number.end)
    if said is not None and all(said.ends):
        return {"period": period(said.ends[1]), "against": period(said.ends[0])}
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


_YEARS = re.compile(r"\d{4}\.\.\d{4}")
_YEAR = re.compile(r"\d{4}")
