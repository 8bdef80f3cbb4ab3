"""Whether a figure is of the country or of the goods told before it, or of all again."""

from __future__ import annotations

from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.abreast import span_of
from followthegoods.questions.stories.drafting.filters import countries
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS


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


def of_no_goods(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> bool:
    """Whether a figure with the fields `fields`, which took its goods over from one of an earlier
    sentence, is of none: what a supplier was paid or invoiced may be for others as well, and so may
    consignments that follow its denial, unless their sentence names the goods or points to them.
    """
    goods = fields.get("goods", ())
    listed = scene.sentence.item and drafting.lead is not None
    if not goods or listed or any(_named_in(scene, name) for name in goods):
        return False
    here = (c for c in drafting.claims if c.at[0] >= scene.sentence.start)
    if any(claim.goods for claim in here) or _points_to_goods(scene, place):
        return False
    number = scene.numbers[place]
    if measure is Measure.LINES:
        denied = drafting.claims[-1] if drafting.claims else None
        denied = denied if denied and denied.measure is Measure.ABSENCE else None
        return number.kind == "lines" and denied is not None and not denied.goods
    paid = [w for w in scene.trades if w.end <= number.start and w.form == ACTS][-1:]
    sum_paid = measure is Measure.VALUE and bool(fields.get("supplier"))
    return sum_paid and any(word.sense in _PAYS for word in paid)


_PAYS = frozenset({"pays", "bills", "earns"})
"""Senses of verbs that say only that money went to somebody."""


def _points_to_goods(scene: Scene, place: int) -> bool:
    """Whether a sentence speaks on of goods that it does not name: "They came in 40 consignments",
    "was paid €4 million for it"."""
    after = scene.text[scene.numbers[place].end :]
    if any(scene.words.says(cue, after) for cue in ("for_it", "of_it")):
        return True
    return any(scene.says(cue) for cue in ("goods_came_so", "goods_again"))


def _named_in(scene: Scene, name: str) -> bool:
    """Whether a sentence names goods by their last word, which is no company's name there."""
    stem = name.split()[-1].removesuffix("s")
    text = scene.text[:1].lower() + scene.text[1:]
    return stem in text if not name.isupper() else stem.lower() in text.lower()


def _is_more(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> bool:
    """Whether a figure is more than all that its paragraph has told of its country so far."""
    told = [c for c in drafting.claims if drafting.same_paragraph(scene, c) and _alike(c, fields)]
    parts = sum(c.amount.low for c in told if c.amount is not None)
    return bool(told) and bool(fields["amount"].low > parts)


def _alike(claim: Claim, fields: dict[str, Any]) -> bool:
    return bool((claim.unit, claim.country) == (fields["unit"], fields["country"]))
