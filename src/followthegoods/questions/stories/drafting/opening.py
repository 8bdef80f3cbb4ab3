"""What a line or a sentence without a figure tells for those after it: days, a place, goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OPENS = 5
"""Letters before the days that a sentence opens with at the most."""
_LEAD = 4
"""Letters beside the days of a line that tells nothing else: "In 2023:"."""


def days_of_heading(scene: Scene, text: str) -> Period | None:
    """The days of a line that tells nothing else, for what stands below it: "In 2023:"."""
    days = next((p for p in scene.periods if p.text and not p.event), None)
    alone = days is not None and len(text.strip("*_#: ")) - (days.end - days.start) <= _LEAD
    told = days.text if days is not None and alone else ""
    return period(told) if told and not _DAY.fullmatch(told) else None


def days_it_opens_with(scene: Scene) -> tuple[Span, Period] | None:
    """The days that a sentence of trade opens with, for the figures after it, and where it stands,
    as its place and its paragraph: "In 2023 it looked abroad for flour"."""
    first = next(iter(scene.periods), None)
    if first is None or first.start > _OPENS or first.event or first.aside or first.doubt:
        return None
    if not (scene.says("sourcing") or goods_named(scene)):
        return None
    days = period(first.text) if first.text else None
    at = (scene.sentence.start, scene.sentence.paragraph)
    return (at, days) if days and days.first and days.last else None


def names_again(scene: Scene, goods: Sequence[str]) -> bool:
    """Whether a sentence opens with goods told before it: "The barley was grown in Oman"."""
    front = scene.text.lower().removeprefix("the ")
    kinds = tuple(word for name in goods for word in (name, name.split()[-1]))
    return len(front) < len(scene.text) and front.startswith(kinds)


def gone_to(scene: Scene) -> Place | None:
    """The only country that a sentence without a figure names, as where something is done: "it went
    shopping in Spain"."""
    named = [p for p in scene.places if not (p.basis or p.goods)]
    by_name = [p for p in named if scene.words.says("went_to", scene.text[: p.start])]
    if scene.numbers or len(by_name) != 1 or any(p.basis for p in scene.places):
        return None
    return replace(by_name[0], basis="unspecified")
