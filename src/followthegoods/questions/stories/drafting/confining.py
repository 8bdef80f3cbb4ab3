"""Whether a figure is of the country told before it, or of all countries again."""

from __future__ import annotations

from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.abreast import span_of
from followthegoods.questions.stories.drafting.filters import countries
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene


def unconfined(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> bool:
    """Whether a figure with the fields `fields`, which took its country over from one before it, is
    none of that country's: "its total maize bill was $37 million", "elsewhere it bought 11 tonnes",
    "in all it imported 900", "it had 16 suppliers"."""
    if not fields.get("country") or measure is Measure.SHARE:
        return False
    if countries(drafting, scene, place):
        return False
    if fields.get("basis") == "sender":
        return bool(fields.get("supplier"))  # "the largest of them, Marvane, sold it 1,500 tonnes"
    if measure is Measure.SUPPLIERS:
        return not any(p.basis for p in scene.places)
    start, end = span_of(scene, place)
    if scene.words.says("of_everywhere", scene.text[start:end]):
        return True
    return scene.says("in_all") is not None and _is_more(drafting, scene, fields)


def _is_more(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> bool:
    """Whether a figure is more than all that its paragraph has told of its country so far."""
    told = [c for c in drafting.claims if drafting.same_paragraph(scene, c) and _alike(c, fields)]
    parts = sum(c.amount.low for c in told if c.amount is not None)
    return bool(told) and bool(fields["amount"].low > parts)


def _alike(claim: Claim, fields: dict[str, Any]) -> bool:
    return bool((claim.unit, claim.country) == (fields["unit"], fields["country"]))
