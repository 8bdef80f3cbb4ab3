"""Of what days a number of a story is: its period, and the two periods of a change."""

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
from followthegoods.questions.stories.filters import TURN, apposed, in_order, inherited, span_of
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.scene import Scene


def when(drafting: Drafting, scene: Scene, place: int) -> dict[str, Any]:
    """The period of a number, as fields of a claim."""
    number = scene.numbers[place]
    if _YEAR_BEFORE.match(scene.text[number.end :]):
        before = drafting.spoken_of(scene)
        earlier = year_before(before) if before is not None else None
        if before is not None and before.first is not None:
            return {"period": earlier or period(str(before.first.year - 1))}
    if ordered := in_order(scene, place, [p for p in scene.periods if p.text]):
        return dated(ordered[0])
    if _before_the_next(scene, place) and (now := drafting.spoken_of(scene)) is not None:
        return {"period": now}
    if _now(scene, place) and (current := drafting.current()) is not None:
        return {"period": current.period}
    if not scene.periods and (end := _end_of(drafting, scene, place)) is not None:
        return {"period": end}
    said = nearest(scene, number.start, _shared(scene, place))
    if said is not None and said.same:
        spoken = drafting.last_said() if said.one else _years_told(drafting, scene, said)
        spoken = spoken or drafting.scope
        return {"period": spoken} if spoken else {}
    if said is None and scene.sentence.item and drafting.lead_period is not None:
        return {"period": drafting.lead_period}
    said = said or _before(drafting, scene)
    if said is not None and said.text.startswith("..") and scene.says("stood"):
        return {"period": period(said.text.removeprefix(".."))}  # "by 2021 it had risen to"
    whole = scene.sentence.item or scene.says("whole_period")
    if said is None and drafting.scope is not None and whole:
        return {"period": drafting.scope}
    return dated(said)


def _years_told(drafting: Drafting, scene: Scene, said: Said) -> Period | None:
    """The span that "during that period" names again, or that of "over the two years": so many up
    to the end of the days that stand, where those before them were told too; else the last span
    that was spoken of."""
    if drafting.told_span is not None and scene.words.says("that_span", scene.text[said.start :]):
        return drafting.told_span
    many = scene.words.says("the_years", scene.text[said.start : said.end])
    current = drafting.current()
    last = current.period.last if current is not None and current.period is not None else None
    if many is not None and last is not None:
        begun = last.year * 12 + last.month - 12 * many_of(many["n"], scene.words)
        first = f"{begun // 12}-{begun % 12 + 1:02}"
        begins = {
            c.period.first.isoformat()[:7] for c in drafting.claims if c.period and c.period.first
        }
        if first in begins:
            return period(f"{first}..{last.isoformat()[:7]}")
    return drafting.last_range()


_YEAR_BEFORE = re.compile(r"\s?(?:of |from )?(?:a year (?:earlier|before)|the year before)")


def _now(scene: Scene, place: int) -> bool:
    """Whether a number is what another of earlier days came to: "shrank from £11.4m in 2021 to
    £6.1m"."""
    if not place or any(p.start >= scene.numbers[place].end for p in scene.periods):
        return False
    first, number = scene.numbers[place - 1 : place + 1]
    between = scene.text[first.end : number.start]
    told = any(first.end <= p.start < number.start for p in scene.periods)
    moved = scene.words.says("moved_from", scene.text[: first.start]) is not None
    return moved and told and scene.words.says("came_to", between) is not None


def _before_the_next(scene: Scene, place: int) -> bool:
    """Whether a number is of the days that the sentence before told, and the one after it of
    others: "fell to 8,000 tonnes, from 54,000 tonnes two years earlier"."""
    if place + 1 >= len(scene.numbers):
        return False
    first, second = scene.numbers[place : place + 2]
    earlier = scene.words.cues["years_before"].search(scene.text, second.end)
    if earlier is None or earlier.start() - second.end > _NOUN:
        return False
    told = any(p.start < second.start for p in scene.periods)
    return (
        not told and scene.words.says("set_against", scene.text[first.end : second.end]) is not None
    )


_NOUN = 12
"""Letters of the noun between a number and "a year earlier" at the most."""


def _end_of(drafting: Drafting, scene: Scene, place: int) -> Period | None:
    """The period of an end of a move whose days the sentences before tell: "The bill rose from
    €2.9m to €6.3m"."""
    near = [c for c in drafting.claims if c.period and drafting.same_paragraph(scene, c)]
    change = next((c for c in reversed(near) if c.against), None)
    if change is None:
        return None
    numbers = scene.numbers
    if scene.words.says("moved_from", scene.text[: numbers[place].start]):
        return change.against
    moved = place and scene.words.says("moved_from", scene.text[: numbers[place - 1].start])
    return change.period if moved else None


def _before(drafting: Drafting, scene: Scene) -> Said | None:
    """The period of the sentence before, where this one speaks on of it and no figure has it."""
    last = drafting.scene
    if last is None or not scene.says("anaphora") or not last.says("trade"):
        return None
    if any(c.period and c.at[0] >= last.sentence.start for c in drafting.claims):
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
    upto = scene.text[scene.numbers[place - 1].end : scene.numbers[place].end]
    if scene.words.says("set_against", upto):
        return False  # "soared to €51.4m from €12.9m in the previous year"
    held = scene.words.says("includes", between) is not None
    if held and any(_right_after(scene, place, p) for p in scene.periods):
        return False  # "including 12,000 tonnes in December"
    return held or unmarked or "with" in between.split() or apposed(scene, place)


def _right_after(scene: Scene, place: int, said: Said) -> bool:
    """Whether a period stands with a number, without a mark between the two."""
    number = scene.numbers[place]
    between = scene.text[number.end : said.start]
    return said.start >= number.end and not re.search(r"[,;:–(]", between)


def compared(drafting: Drafting, scene: Scene, number: Number) -> dict[str, Any]:
    """The two periods of a change."""
    if (pair := _two_before(drafting, scene, number)) is not None:
        return pair
    if (pair := _told_against(drafting, scene, number)) is not None:
        return pair
    if (pair := _both_told(scene, number)) is not None:
        return pair
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
    others = [p for p in scene.periods if p.start != said.start and p.text]
    if others:
        now = period(others[0].text)
    elif (ended := drafting.last_period()) is not None and ended.text > said.text:
        now = ended
    else:
        now = period(str(int(said.text[:4]) + 1))
    return {"period": now, "against": period(said.text)}


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
