"""Of what days a number of a story is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.abreast import apposed, in_order, span_of
from followthegoods.questions.stories.drafting.fielding import dated, nearest
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.days import Said, many_of
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.shifting import year_before


def when(drafting: Drafting, scene: Scene, place: int) -> dict[str, Any]:
    """The period of a number, as fields of a claim."""
    number = scene.numbers[place]
    if scene.small["year_earlier"].match(scene.text[number.end :]):
        before = drafting.spoken_of(scene)
        earlier = year_before(before) if before is not None else None
        if before is not None and before.first is not None:
            return {"period": earlier or period(str(before.first.year - 1))}
    then = [p for p in scene.periods if p.text and p.end < number.start]
    if then and scene.small["when_it_was"].fullmatch(scene.text, then[-1].end, number.start):
        return dated(then[-1])  # "in 2022, when it stood at 1,800 tonnes"
    if ordered := in_order(scene, place, [p for p in scene.periods if p.text]):
        return dated(ordered[0])
    if _before_the_next(scene, place) and (now := drafting.spoken_of(scene)) is not None:
        return {"period": now}
    if _now(scene, place) and (current := drafting.current()) is not None:
        return {"period": current.period}
    if (end := _end_of(drafting, scene, place)) is not None:
        return {"period": end}
    said = nearest(_without_compared(scene, number.end), number.start, _shared(scene, place))
    if said is not None and said.now and (current := drafting.current()) is not None:
        return {"period": current.period}
    if said is not None and said.same:
        spoken = _as_long(drafting, scene, said) or drafting.last_said()
        spoken = spoken if said.one else _years_told(drafting, scene, said)
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


def _without_compared(scene: Scene, end: int) -> Scene:
    """A sentence without the days that a figure, which ends at a place, is only set against: "…
    92,000 tonnes of corn, 35,000 more than in 2022"."""
    front = scene.text
    own = [
        p
        for p in scene.periods
        if p.start < end or not scene.words.says("set_beside", front[end : p.start])
    ]
    return replace(scene, periods=own)


def _years_told(drafting: Drafting, scene: Scene, said: Said) -> Period | None:
    """The span that "during that period" names again, or that of "over the two years": so many up
    to the end of the days that stand, where those before them were told too; else the last span
    that was spoken of."""
    if drafting.told_span is not None and scene.words.says("that_span", scene.text[said.start :]):
        return drafting.told_span
    words = scene.text[said.start : said.end]
    just_told = drafting.told_span
    if just_told is not None and _many_months(scene, words) == _months_of(just_told):
        return just_told
    if scene.words.says("whole_period", words):
        return drafting.longest() or drafting.last_range()
    many = scene.words.says("the_years", words)
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
    if many is None and (months := _same_months(drafting, scene, said)) is not None:
        return months
    return drafting.last_range() or drafting.told_span


def _many_months(scene: Scene, words: str) -> int:
    """The months that words count: 24 of "those two years", 7 of "those seven months"."""
    years = scene.words.says("the_years", words)
    if years is not None:
        return _YEAR * many_of(years["n"], scene.words)
    months = scene.small["many_months"].search(words)
    return many_of(months[1], scene.words) if months else 0


def _as_long(drafting: Drafting, scene: Scene, said: Said) -> Period | None:
    """The last half-year or quarter told of that "the same half-year" names again."""
    words = scene.text[said.start : said.end]
    found = scene.small["part_of_year"].search(words)
    many = 0 if found is None else _HALF if found["half"] else _QUARTER
    told = (c.period for c in reversed(drafting.claims) if c.period)
    return next((days for days in told if many and _months_of(days) == many), None)


_HALF, _QUARTER = 6, 3


def _months_of(days: Period) -> int:
    """The months that a period spans; none where it is open."""
    if not (days.first and days.last):
        return 0
    first, last = days.first, days.last
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _same_months(drafting: Drafting, scene: Scene, said: Said) -> Period | None:
    """The last span told of as many months as "the same 12 months" says."""
    found = scene.small["many_months"].search(scene.text[said.start : said.end])
    many = many_of(found[1], scene.words) if found else 0
    if many == _YEAR and re.fullmatch(r"\d{4}", drafting.told):
        return period(drafting.told)  # "The busiest year was 2022. In those twelve months"
    told = (c.period for c in reversed(drafting.claims) if c.period)
    return next((days for days in told if many and _months_of(days) == many), None)


_YEAR = 12


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
    others: "fell to 8,000 tonnes, from 54,000 tonnes two years earlier", "from 54,000 in 2021"."""
    if place + 1 >= len(scene.numbers):
        return False
    first, second = scene.numbers[place : place + 2]
    earlier = scene.words.cues["years_before"].search(scene.text, second.end)
    starts = [p.start for p in scene.periods if p.start >= second.end and p.text and not p.event]
    starts += [earlier.start()] if earlier is not None else []
    if not starts or min(starts) - second.end > _NOUN:
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
    said = [p for p in scene.periods if change.at[0] < scene.sentence.at(p.start)]
    if any(p.text not in _days_of(change) for p in said):
        return None  # it tells days of its own
    numbers = scene.numbers
    if scene.words.says("moved_from", scene.text[: numbers[place].start]):
        return change.against
    moved = place and scene.words.says("moved_from", scene.text[: numbers[place - 1].start])
    return change.period if moved else None


def _days_of(change: Claim) -> set[str]:
    """The days of a change as its sentence wrote them."""
    return {days.text for days in (change.period, change.against) if days is not None}


def _before(drafting: Drafting, scene: Scene) -> Said | None:
    """The period of the sentence before, where this one speaks on of it and no figure has it."""
    last = drafting.scene
    if last is None or not scene.opens("anaphora") or not last.says("trade"):
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
    unmarked = not any(mark in between for mark in ",;:.–") and not scene.small["turn"].search(
        between
    )
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
