"""Goods that a sentence names again by other words than their own: "of the former", "the tubeless
ones", "the pigment" after titanium dioxide, "112 pallets" after pallets of netting."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.goods_words import (
    Said,
    attributive,
    goods_fields,
    known_goods,
)
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene


def told_goods(drafting: Drafting, scene: Scene, place: int) -> dict[str, Any]:
    """The goods that words beside a number name again, as fields of a claim: one of two that were
    told side by side, or those of which "ones" are."""
    first = scene.numbers[place - 1].end if place else 0
    more = place + 1 < len(scene.numbers)
    until = scene.numbers[place + 1].start if more else len(scene.text)
    number, former = scene.numbers[place], scene.small["of_the_former"]
    after = former.search(scene.text, number.end, until)
    after = after if after and after.start() <= number.end + 1 else None
    which = after or former.search(scene.text, first, number.start)
    if which and len(two := _side_by_side(drafting)) == _TWO:
        return goods_fields(two[:1] if which["first"] else two[1:])
    ones = scene.small["some_ones"].search(scene.text[first : scene.numbers[place].start])
    if ones is None:
        return _just_begun(drafting, scene)
    near = [c for c in drafting.claims if c.goods and drafting.next_paragraph(scene, c)]
    said = [c for c in near if ones["which"].lower() in c.goods[-1].lower().split()]
    return _of(said[-1] if said else near[-1]) if near else {}


def _just_begun(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The goods that the sentence before only begins to speak of: "Then the tiles." """
    before = drafting.scene
    if before is None or before.sentence.paragraph != scene.sentence.paragraph:
        return {}
    if before.numbers or scene.says("generic_goods") or not before.says("bare_topic"):
        return {}
    return goods_named(before)


_TWO = 2


def _of(claim: Claim) -> dict[str, Any]:
    return {"goods": claim.goods, "hs": claim.hs}


def _side_by_side(drafting: Drafting) -> Said:
    """The two goods that the sentence before tells side by side: "It imported yeast and malt"."""
    before = drafting.scene
    if before is None:
        return []
    for found in before.small["joins_two"].finditer(before.text):
        ends = before.text[: found.start()].rstrip(" ,")
        left = next(iter(known_goods(ends[-_NEAR:].lstrip(), before)), None)
        starts = [g for g in before.goods if g.start == found.end() + 1]
        right = max(starts, key=lambda g: g.end, default=None)
        if left is not None and right is not None:
            return [left, (right.text.lower(), right.codes)]
    return []


_NEAR = 40


def renamed(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> dict[str, Any]:
    """The goods that those of a figure only name again by another word, as fields of a claim: a
    kind that was not told so far, which is a wider one, or a general word; or what
    goods are packed in."""
    goods = fields.get("goods", ())
    if len(goods) != 1:
        return {}
    kind = goods[0].split()[-1]
    told = [c for c in drafting.claims if c.goods and drafting.same_paragraph(scene, c)]
    told = [c for c in told if c.at[0] < scene.sentence.start and c.measure in _LOTS]
    if not told and scene.words.cues["hypernym"].fullmatch(goods[0]) and _again(goods[0], scene):
        spoken = drafting.spoken_goods  # "Nets are of nylon yarn … 370 tonnes of the fibre"
        same = any(name.endswith(kind) for name in spoken.get("goods", ()))
        return {} if same else spoken
    if not told or any(name.split()[-1].endswith(kind) for c in told for name in c.goods):
        return {}
    if scene.small["packed"].fullmatch(kind):
        front = drafting.text[: scene.sentence.start]
        packs = re.finditer(rf"\b{re.escape(kind)}\b", front, re.I)
        held = any(scene.small["some_of"].match(front, m.end()) for m in packs)
        return _of(told[-1]) if held else {}
    general = scene.words.cues["hypernym"].fullmatch(goods[0]) is not None
    if not general and re.search(
        rf"\b{re.escape(kind)}", drafting.text[: scene.sentence.start], re.I
    ):
        return {}
    if (again := _again(goods[0], scene)) is None:
        return {}
    these = again["these"] is not None
    of = [c for c in told if general or _wider(fields.get("hs", ()), c.hs, these)]
    return _of(of[-1]) if of else {}


def _again(name: str, scene: Scene) -> re.Match[str] | None:
    """Where "the" or "these" stands before goods, which says that they were told."""
    named = re.finditer(rf"\b{re.escape(name)}\b", scene.text, re.I)
    fronts = (scene.small["again_the"].search(scene.text[: m.start()]) for m in named)
    return next((front for front in fronts if front), None)


def named_in_general(drafting: Drafting, scene: Scene) -> Claim | None:
    """The claim of goods that only a general word names again, which is no name of goods itself:
    "paid €2 million for the pigment"."""
    said = (m[0] for m in re.finditer(rf"\b{scene.words.words['cue']['hypernym']}\b", scene.text))
    words = [w for w in said if not scene.words.goods.whole(w) and _again(w, scene)]
    if not words or any(named.text.endswith(w) for named in scene.goods for w in words):
        return None
    told = [c for c in drafting.claims if c.goods and drafting.same_paragraph(scene, c)]
    told = [c for c in told if c.at[0] < scene.sentence.start and c.measure in _LOTS]
    if any(name.split()[-1] == w for c in told for name in c.goods for w in words):
        return None
    return told[-1] if told else None


_LOTS = (Measure.QUANTITY, Measure.VALUE, Measure.LINES, Measure.SHARE, Measure.CHANGE)


def _wider(said: tuple[str, ...], told: tuple[str, ...], same: bool) -> bool:
    """Whether codes are of more goods than those told, all of which are among them; or of the
    `same`."""
    among = bool(told) and all(any(one.startswith(code) for code in said) for one in told)
    return among and (same or set(said) != set(told))


def importers_goods(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The goods that a buyer is called an importer of, where the story has told no others: "coffee
    importer Marvane received 900 tonnes"."""
    found = scene.small["importer_of"].search(scene.text)
    if found is None or any(c.goods for c in drafting.claims):
        return {}
    said = found["goods"].lower()
    return goods_fields(known_goods(said, scene) or attributive(said, scene))
