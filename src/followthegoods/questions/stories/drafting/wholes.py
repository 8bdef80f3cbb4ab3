"""Wholes of which the figures of a story are parts."""

from __future__ import annotations

from typing import Any

from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.abreast import is_whole
from followthegoods.questions.stories.drafting.resuming import told_again
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene


def the_whole(drafting: Drafting, scene: Scene, place: int) -> Claim | None:
    """The claim told before of which a number is a part, where its whole stands beside it: "twelve
    of the 52 were built in Finland"."""
    if place + 1 == len(scene.numbers) or not is_whole(scene, place + 1):
        return None
    return told_again(scene, scene.numbers[place + 1], drafting.claims)


def told_in_parts(drafting: Drafting, whole: Claim) -> bool:
    """Whether several countries of a total were told after it: what is paid is paid for all."""
    told = [c for c in drafting.claims[drafting.claims.index(whole) + 1 :] if c.amount is not None]
    same = [c for c in told if c.goods in (whole.goods, ()) and c.period in (whole.period, None)]
    return len({c.country for c in same if c.country}) > 1


def last_in_unit(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> Claim | None:
    """The last claim of a paragraph in the unit of a figure."""
    near = (c for c in reversed(drafting.claims) if drafting.same_paragraph(scene, c))
    return next((c for c in near if c.unit == fields["unit"]), None)


def of_those(scene: Scene, place: int) -> bool:
    """Whether a number is of those told before it: "thirty of them", "the other eight"."""
    number = scene.numbers[place]
    some = scene.words.says("of_it", scene.text[number.end :])
    return bool(some or scene.words.says("the_remaining", scene.text[: number.start]))
