"""Claims of when the first or the last delivery came."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.fielding import dated, nearest, placed
from followthegoods.questions.stories.drafting.goods_told import goods_dated, goods_named
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.names import head
from followthegoods.questions.stories.reading.scene import Scene


def with_dates(drafting: Drafting, scene: Scene) -> bool:
    """When the first or the last delivery came."""
    scene = drafting.without_taken(scene)
    first = scene.says("first_date") or scene.says("first_arrived")
    last = scene.says("last_date") or scene.says("last_arrived")
    if first and last and last.start() < first.start():
        first = None  # "Its latest purchase dates from 9 November"
    told = first or last
    named = goods_dated(scene)
    if told is None and named:
        told = scene.says("dated_goods")
        first = told if told and scene.small["the_first"].search(told[0]) else None
    lot = _one_of_goods(scene) if scene.says("trade") else None
    if lot is not None and (told is None or lot.start() < told.start()):
        told, first = lot, lot if lot["first"] else None
    if told is None or any(p.start <= told.start() < p.end for p in scene.periods):
        return False  # "in the first of those years"
    said = nearest(scene, told.start()) if scene.numbers else nearest(scene, 0)
    doing = scene.says("doing_since")
    if doing and said is not None and _opens(scene, said, doing):
        said = replace(said, text=said.text.removesuffix(".."))
    if first and not doing and said is not None and said.start < told.end() <= said.end:
        said = replace(said, text=said.text.removesuffix(".."))  # "deliveries began on 3 May"
    if said is None or not said.text or ".." in said.text:
        return False
    measure = Measure.FIRST_DATE if first else Measure.LAST_DATE
    at = (0, len(scene.text))
    absent = scene.says("absence") is not None
    came = scene.says("came_from_firm")
    more = bool(scene.numbers or absent or (came and came.end() <= told.start()))
    if more:
        start = scene.clause(*told.span())[0]
        at = (min(start, said.start), max(said.end, told.end()))
        drafting.taken.add(scene.span(said.start, said.end))
    if not (named or more):
        named = goods_named(scene)
    near = [
        p
        for p in scene.places
        if p.basis
        and (not scene.numbers or p.start < at[1] or _WORDS.fullmatch(scene.text, at[1], p.start))
    ]
    fields = {**placed(near), **dated(said), **named}
    cues = ("refers_to_last", "from_it", "supplies_it")
    refers = any(scene.says(cue) for cue in cues)
    by = drafting.suppliers(scene) or (drafting.focus if refers else drafting.it(scene))
    if not by and scene.says("the_delivery"):
        by = next(
            (c.supplier for c in drafting.claims[-1:] if drafting.same_paragraph(scene, c)), ()
        )
    quote = scene.says("quote")
    if not by and quote and drafting.speaker and scene.words.says("first_person", quote[1]):
        by = (drafting.speaker,)  # “Our last sale to it was in May”
    if not by and (seen := scene.says("seen_first")):
        actors = [n.text for n in drafting.actors(scene) if n.end <= seen.start()]
        by = tuple(actors[-1:])  # "In May Marvane made its first appearance among its suppliers"
    if by:
        fields |= {"supplier": by, "country": (), "basis": "unspecified"}
    if not named:
        fields |= _of_the_same(drafting, scene, fields)
    drafting.add(scene, at, measure, of=drafting.subject(scene), **fields)
    _other_end(drafting, scene, said, measure, fields)
    return not more


_WORDS = re.compile(r"(?: [^\W\d_]+){1,4} ?")
"""What stands between a delivery and where it came from: "its first delivery of salt from"."""


def _one_of_goods(scene: Scene) -> re.Match[str] | None:
    """Where goods are told of which some are the first or the last: "its first Brazilian clay"."""
    found = (scene.words.says("which_lot", scene.text[: named.start]) for named in scene.goods)
    return next((lot for lot in found if lot is not None), None)


def _opens(scene: Scene, said: Said, doing: re.Match[str]) -> bool:
    """Whether somebody is said to have done something since a day, and no more than that: who "has
    been buying pumps since May" bought the first then."""
    if scene.numbers or said.event or not said.text.endswith("..") or scene.says("absence"):
        return False
    return said.start >= doing.end() - _SINCE


_SINCE = 5
"""Letters of "since"."""


def _of_the_same(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> dict[str, Any]:
    """What the claim before tells of the deliveries of which one is the first or the last."""
    last = drafting.claims[-1] if drafting.claims else None
    cues = ("the_delivery", "refers_to_last", "the_last_on", "the_last_came")
    alone = any(scene.says(cue) for cue in ("the_delivery", "the_last_on", "the_last_came"))
    if last is None and drafting.place is not None and alone and not fields.get("country"):
        whence = placed([replace(drafting.place, basis="unspecified")])
        return drafting.spoken_goods | whence  # "It used to buy figs in Iran. The last arrived"
    if last is None or not any(scene.says(cue) for cue in cues):
        return {}
    if not drafting.same_paragraph(scene, last):
        return {}
    told: dict[str, Any] = {"goods": last.goods, "hs": last.hs}
    if fields.get("supplier") and head(fields["supplier"][0]) not in map(head, last.supplier):
        return {}
    if last.supplier and not drafting.suppliers(scene):
        return {n: v for n, v in (told | _whence(last)).items() if v}
    if not fields.get("supplier") and not fields.get("country"):
        told |= _whence(last)
    elif fields.get("supplier") and not fields.get("country"):
        told |= {"country": last.country, "basis": last.basis}
    return {name: value for name, value in told.items() if value}


def _whence(claim: Claim) -> dict[str, Any]:
    return {"supplier": claim.supplier, "country": claim.country, "basis": claim.basis}


def _other_end(
    drafting: Drafting,
    scene: Scene,
    said: Said,
    measure: Measure,
    fields: dict[str, Any],
) -> None:
    """The last delivery where a sentence tells both: "the first came in May, the last in June"."""
    last = scene.words.cues["and_the_last"].search(scene.text, said.end)
    after = [p for p in scene.periods if last is not None and p.start >= last.start() and p.text]
    if measure is not Measure.FIRST_DATE or last is None or not after:
        return
    drafting.taken.add(scene.span(after[0].start, after[0].end))
    of = drafting.subject(scene)
    at = (last.start(), after[0].end)
    drafting.add(scene, at, Measure.LAST_DATE, of=of, **fields | dated(after[0]))
