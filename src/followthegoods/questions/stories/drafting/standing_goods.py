"""The goods that a figure of a story takes over where its own sentence names none."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.fielding import GOODS
from followthegoods.questions.stories.drafting.goods_again import named_in_general
from followthegoods.questions.stories.drafting.goods_heads import topic_goods
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.goods_words import goods_fields
from followthegoods.questions.stories.drafting.resuming import carried_by
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene

OF_TRADE = (Measure.QUANTITY, Measure.VALUE, Measure.CHANGE, Measure.LINES)


def goods_standing(
    drafting: Drafting, scene: Scene, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The goods that a figure is of which "the material" names again, or which the weight before it
    in its paragraph was of."""
    if measure is Measure.VALUE and scene.says("all_imports") and not scene.places:
        return {}
    if (general := named_in_general(drafting, scene)) is not None:
        return {"goods": general.goods, "hs": general.hs, "doubts": (GOODS.format(general.id),)}
    if (named := _named_by_kind(drafting, scene)) is not None:
        return {"goods": named.goods, "hs": named.hs, "doubts": (GOODS.format(named.id),)}
    former = scene.says("former")
    firm = former is not None and any(n.start == former.start() for n in scene.names)
    if former and not firm and len(two := _kinds_told(drafting, scene)) > 1:
        which = two[-2] if former["first"] else two[-1]
        return {"goods": which.goods, "hs": which.hs, "doubts": (GOODS.format(which.id),)}
    if scene.says("goods_again") or (former and not firm):
        return dict(drafting.spoken_goods)
    asked = drafting.question if drafting.question and drafting.asked(scene) else None
    if asked and measure in (*OF_TRADE, Measure.SHARE) and (of := goods_named(asked)):
        return of
    now = drafting.current() if scene.says("latest") else None
    if scene.says("part_of_it"):
        now = next(
            (c for c in reversed(drafting.claims) if drafting.same_paragraph(scene, c)), None
        )
    if now is not None and now.goods:
        return {"goods": now.goods, "hs": now.hs, "doubts": (GOODS.format(now.id),)}
    ranks = (c for c in reversed(drafting.claims) if c.measure is not Measure.RANK or c.goods)
    last = next(ranks, None)
    near_by = last is not None and drafting.same_paragraph(scene, last)
    of_it = near_by and _begins_with(scene) and not scene.says("generic_goods")
    if scene.says("of_the_whole"):
        last = next((c for c in reversed(drafting.claims) if c.measure in OF_TRADE), None)
        of_it = last is not None and drafting.next_paragraph(scene, last)
    bare = near_by and scene.says("generic_goods") is None and not scene.says("of_its_imports")
    if measure is Measure.SHARE and last and last.goods and (of_it or bare):
        return {"goods": last.goods, "hs": last.hs, "doubts": (GOODS.format(last.id),)}
    worth = (scene.says_after(n.end, "so_much_worth") for n in scene.numbers if n.kind == "money")
    if measure is Measure.VALUE and any(worth) and not scene.says("generic_goods"):
        before = [c for c in drafting.claims if c.measure is not Measure.RANK][-1:]
        before = [] if goods_named(scene) else before
        near = [c for c in before if c.goods and drafting.same_paragraph(scene, c)]
        return goods_named(scene) or {n: getattr(c, n) for c in near for n in ("goods", "hs")}
    if just := _just_named(drafting, scene, measure):
        return just
    of_goods = (Measure.QUANTITY, Measure.CHANGE)
    if again := _goods_again(drafting, scene, measure):
        return {"goods": again.goods, "hs": again.hs, "doubts": (GOODS.format(again.id),)}
    # Goods told before a buyer was named at all are those of others.
    since = drafting.claims[drafting.met or 0 :]
    told = [c for c in since if c.goods and c.measure in of_goods] or _led_with(drafting, scene)
    if measure is Measure.QUANTITY and not told and (only := _only_goods(drafting, scene)):
        return only
    if measure is not Measure.QUANTITY or not told:
        return of_one_kind(drafting, scene, measure, fields)
    if told[-1].measure is measure and told[-1].unit != fields["unit"]:
        return {}
    near = [c for c in drafting.claims if drafting.same_paragraph(scene, c) and c.amount]
    one_kind = len({c.goods[-1].split()[-1] for c in drafting.claims if c.goods}) == 1
    if not one_kind and not (near and near[-1].goods):
        return of_one_kind(drafting, scene, measure, fields)
    return {"goods": told[-1].goods, "hs": told[-1].hs, "doubts": (GOODS.format(told[-1].id),)}


def _led_with(drafting: Drafting, scene: Scene) -> list[Claim]:
    """The claims of goods that a story begins with before it names a buyer, where they are of one
    kind and stand in the paragraph before: "Two mills bought 900 tonnes of nickel. … Marvane got
    640 tonnes"."""
    told = [c for c in drafting.claims if c.goods]
    kinds = {c.goods[-1].split()[-1] for c in told}
    near = len(kinds) == 1 and drafting.next_paragraph(scene, told[-1])
    alone = not (goods_named(scene) or scene.says("generic_goods"))
    return told[-1:] if near and alone and told[-1].at[0] < scene.sentence.start else []


def _only_goods(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The only goods that the story has told of so far, in this paragraph, of which a weight or a
    count is after a sum: "It bought cocoa for $4 million. Brazil supplied 900 tonnes"."""
    told = [c for c in drafting.claims if c.goods]
    near = bool(told) and drafting.same_paragraph(scene, told[-1])
    kinds = {tuple(name.split()[-1] for name in c.goods) for c in told}
    if not near or len(kinds) > 1 or goods_named(scene) or scene.says("generic_goods"):
        return {}
    return {"goods": told[-1].goods, "hs": told[-1].hs, "doubts": (GOODS.format(told[-1].id),)}


def _kinds_told(drafting: Drafting, scene: Scene) -> list[Claim]:
    """The last claim of each kind of goods that a paragraph has told of so far, in its order."""
    near = [c for c in drafting.claims if c.goods and drafting.same_paragraph(scene, c)]
    return [*{c.goods: c for c in near}.values()]


def _named_by_kind(drafting: Drafting, scene: Scene) -> Claim | None:
    """The claim of goods that a sentence names again by their last word: "the fibre", after "carbon
    fibre"."""
    for claim in reversed(drafting.claims):
        kind = claim.goods[-1].split()[-1] if len(claim.goods) == 1 else ""
        kind = "" if scene.words.says("generic_goods", kind) else kind
        named = re.finditer(rf"\b{re.escape(kind)}\b", scene.text, re.I) if kind else ()
        if any(
            scene.small["the_goods"].search(scene.text[: m.start()])
            and not scene.says_after(m.end(), "of_a_trade")
            for m in named
        ):
            return claim
    return None


def of_one_kind(
    drafting: Drafting, scene: Scene, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The goods that most figures so far are of: a weight, a share or a change is of these as well,
    unless its sentence speaks of all imports."""
    told = [c for c in drafting.claims if c.goods]
    kinds_of = (Measure.QUANTITY, Measure.SHARE, Measure.CHANGE)
    begun = measure is Measure.QUANTITY or (measure is Measure.CHANGE and scene.says("a_flow"))
    if not told and begun and not scene.says("generic_goods"):
        return dict(drafting.spoken_goods)
    narrowed = bool(fields.get("country") or fields.get("supplier"))
    flow = scene.says("the_flow_of") or (narrowed and scene.says("a_flow"))
    flows = measure is Measure.CHANGE and bool(flow)
    sure = 1 if flows and told and drafting.same_paragraph(scene, told[-1]) else _SURE
    if measure not in kinds_of or len(told) < sure:
        return {}
    if measure is Measure.CHANGE and (
        not flow
        or (_VALUED & {n.kind for n in scene.numbers} and told[-1].measure is not Measure.VALUE)
    ):
        return {}
    kinds = Counter(c.goods[-1].split()[-1] for c in told)
    kind, many = kinds.most_common(1)[0]
    figures = [c for c in drafting.claims if c.measure in (*OF_TRADE, Measure.SHARE)]
    if scene.says("generic_goods") or scene.says("of_its_imports") or 2 * many < len(figures):
        return {}
    told = [c for c in told if c.goods[-1].split()[-1] == kind and c.of == fields["of"]]
    if not told:
        return {}
    return {"goods": told[-1].goods, "hs": told[-1].hs, "doubts": (GOODS.format(told[-1].id),)}


_VALUED = {"money"}
_SURE = 2
"""Figures of one kind of goods that make a story one of them."""


def _just_named(drafting: Drafting, scene: Scene, measure: Measure) -> dict[str, Any]:
    """The goods that the sentence before names without a figure of them: "… delivered butter. It
    sold it 940 tonnes"."""
    before = drafting.scene
    if before is None or before.sentence.paragraph != scene.sentence.paragraph:
        return {}
    if before.says("own_goods") and drafting.claims:
        return {}  # "The firm turns out 9 million candles a year"
    if any(c.measure in OF_TRADE and c.at[0] >= before.sentence.start for c in drafting.claims):
        return {}
    refers = scene.opens("refers_to_goods") and not scene.says("generic_goods")
    if measure is Measure.LINES and scene.says("lots_of_it"):
        return dict(drafting.spoken_goods)
    bare = measure is Measure.SHARE and not scene.says("of_its_imports")
    here = drafting.claims and drafting.claims[-1].at[0] >= scene.sentence.start
    bare = bare and not (here or scene.says("generic_goods"))
    if measure is Measure.QUANTITY or bare or (measure is Measure.VALUE and refers):
        of = goods_named(before) or goods_fields(topic_goods(before))
        return {} if carried_by(before, drafting.claims) else of
    return {}


def _goods_again(drafting: Drafting, scene: Scene, measure: Measure) -> Claim | None:
    """The claim of this paragraph whose goods a sum or a count speaks of again: "the bill was €17
    million", "it arrived in 410 consignments"."""
    # A sum that tells no goods is no other lot.
    told = (c for c in reversed(drafting.claims) if c.goods or c.measure is not Measure.VALUE)
    last = next((c for c in told if c.measure is not Measure.NONE), None)
    if measure not in _OF_GOODS or last is None or not last.goods:
        return None
    if measure is Measure.SHARE and scene.says("of_its_imports"):
        return None
    again = scene.opens("refers_to_goods") and not scene.says("generic_goods")
    lead = drafting.lead if scene.sentence.item else None
    if lead is not None and not lead.numbers and lead.says("lead_of_it"):
        return last  # "Who sold them", above a list
    if measure is Measure.VALUE and scene.says("flow_of_there"):
        again = True  # "The Spanish deliveries were worth €9 million"
    if last.at[0] >= scene.sentence.start and last.measure in (*_OF_GOODS, Measure.QUANTITY):
        return None if scene.says("generic_goods") else last
    near = drafting.same_paragraph(scene, last)
    near = near or (scene.sentence.item and drafting.next_paragraph(scene, last))
    kinds = {c.goods[-1].split()[-1] for c in drafting.claims if c.goods}
    near = near or (len(kinds) == 1 and scene.says("the_flow") is not None)
    return last if again and near else None


_OF_GOODS = (
    Measure.VALUE,
    Measure.SHARE,
    Measure.LINES,
    Measure.SUPPLIERS,
    Measure.COUNTRIES,
)


def _begins_with(scene: Scene) -> bool:
    """Whether a sentence begins with a share of what was told: "Nearly half came from"."""
    first = scene.numbers[0] if scene.numbers else None
    return first is not None and first.start < _HEAD and scene.text[first.end :][:4] != " of "


_HEAD = 25
"""Letters before a share that begins a sentence, its hedge among them."""
