"""The two figures of a change that is told of whole periods: "doubled between 2022 and 2024, from
700 tonnes to 1,400"."""

from __future__ import annotations

from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.filters import inherited
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene


def _change_here(drafting: Drafting, scene: Scene) -> Claim | None:
    """The change that a sentence tells of two whole periods, before its figures."""
    here = (c for c in drafting.claims if c.at[0] >= scene.sentence.start)
    last = next((c for c in here if c.measure is Measure.CHANGE), None)
    return last if last is not None and last.period and last.against else None


def moved_between(drafting: Drafting, scene: Scene, place: int) -> dict[str, Any] | None:
    """The period of one of two figures of a change: "doubled between 2022 and 2024, from 700 tonnes
    to 1,400"."""
    change = _change_here(drafting, scene)
    if change is None or not place:
        return None
    numbers = scene.numbers
    front = scene.text[numbers[place - 1].end : numbers[place].start]
    if place + 1 < len(numbers) and scene.small["from_it"].search(front):
        between = scene.text[numbers[place].end : numbers[place + 1].start]
        return {"period": change.against} if scene.small["up_to_it"].fullmatch(between) else None
    first = scene.text[: numbers[place - 1].start]
    ends = scene.small["up_to_it"].fullmatch(front) and scene.small["from_it"].search(first)
    return {"period": change.period} if ends and place > 1 else None


def of_change(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """What a change of the sentence is of, without its days."""
    change = _change_here(drafting, scene)
    held = inherited(change) if change is not None else {}
    return {n: v for n, v in held.items() if v and n != "period"}
