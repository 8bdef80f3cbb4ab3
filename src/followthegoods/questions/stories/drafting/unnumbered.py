"""Claims of presence: that something came from somewhere, or that somebody supplied it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.fielding import dated, nearest, placed
from followthegoods.questions.stories.drafting.goods import goods_bought
from followthegoods.questions.stories.drafting.goods_told import goods_moved, goods_named
from followthegoods.questions.stories.drafting.goods_words import goods_fields, one_of
from followthegoods.questions.stories.drafting.governing import trade_of_others
from followthegoods.questions.stories.drafting.placing import present_places
from followthegoods.questions.stories.drafting.standing import standing_period
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene


def _one_kind(scene: Scene) -> dict[str, Any]:
    """The goods of which every one came from there: "Every lens that it bought was made in"."""
    every = scene.says("every_one")
    return goods_fields(one_of(every["goods"].lower(), scene)) if every else {}


def _when_told(drafting: Drafting, scene: Scene, at: int) -> dict[str, Any]:
    """The days of what came from somewhere: those of its sentence, else those that its paragraph
    told of a figure."""
    said = nearest(scene, at)
    figures = any(
        c.amount and c.period and drafting.same_paragraph(scene, c) for c in drafting.claims
    )
    return dated(said) if said is not None or not figures else standing_period(drafting, scene)


def with_presence(drafting: Drafting, scene: Scene) -> bool:
    """That something came from somewhere, or that somebody supplied it."""
    asks = scene.text.rstrip('*_ ”"').endswith("?") or scene.says("asks_whether")
    if (scene.heading and "|" in scene.text) or asks:
        return False  # the first row of a table, or what is asked
    if scene.heading and not (scene.sentence.item or scene.names):
        return False  # "The stone that came back from Oman"
    if trade_of_others(drafting, scene):
        return False  # "Russia imported equipment for $34 million"
    at = (0, len(scene.text))
    of = drafting.subject(scene)
    supplies = scene.says("supplies")
    if supplies and not scene.words.says("denied_place", scene.text[: supplies.start() + 1]):
        named = drafting.suppliers(scene)
        if not named and scene.says("pronoun") and drafting.speaker:
            named = (drafting.speaker,)
        if named:
            start = 0 if drafting.suppliers(scene) else scene.clause(*supplies.span())[0]
            said = dated(nearest(scene, supplies.start()))
            said |= goods_moved(scene)
            drafting.add(scene, (start, at[1]), Measure.PRESENCE, of=of, supplier=named, **said)
            return True
    scene = drafting.without_taken(scene)
    if (from_firm := scene.says("came_from_firm")) and not scene.numbers:
        named = tuple(n.text for n in drafting.others(scene) if n.start >= from_firm.end())
        if named:
            told = goods_moved(scene) or goods_bought(scene, from_firm.end()) or goods_named(scene)
            said = told | _when_told(drafting, scene, from_firm.start())
            drafting.add(scene, at, Measure.PRESENCE, of=of, supplier=named, **said)
            return True
    if any(scene.words.says("a_year", scene.text[n.end :]) for n in scene.numbers):
        return False  # so much a month is told, and no more
    if (among := present_places(scene)) is not None and not drafting.others(scene):
        told = goods_named(scene) | _when_told(drafting, scene, among[0][0])
        drafting.add(scene, among[0], Measure.PRESENCE, of=of, **placed(among[1]), **told)
        return True
    last = drafting.claims[-1] if drafting.claims else None
    such = scene.places and scene.words.says("are_such", scene.text[: scene.places[0].start])
    if such and not scene.numbers and last is not None and drafting.same_paragraph(scene, last):
        held = goods_named(scene) or {"goods": last.goods, "hs": last.hs}
        said = {"period": last.period} if last.period and not scene.periods else {}
        said |= placed([replace(p, basis="unspecified", firms=False) for p in scene.places])
        drafting.add(scene, at, Measure.PRESENCE, of=of, **held, **said)
        return True
    found = [p for p in scene.places if p.basis and not p.firms]
    routed = [p for p in found if p.basis == "dispatch"]
    found = routed or found  # "Italian bearings arrived via Kazakhstan" tells the way
    on = drafting.speaks_on(scene)
    if on is not None and found and found[0].basis in ("origin", "dispatch") and not scene.numbers:
        held = {"goods": on.goods, "hs": on.hs, "period": on.period}
        fields = {**held, **placed(found), **dated(nearest(scene, found[0].start))}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    barred = any(scene.says(cue) for cue in ("banned", "intends", "nation_total", "used_to"))
    barred = barred or any(
        p.start == 0 and scene.words.says("nation_imports", scene.text[p.end :])
        for p in scene.places
    )  # "Spain bought ammonia abroad, 9% of it from Russia"
    barred = barred or (
        bool(found) and scene.words.says("denied_place", scene.text[: found[0].start]) is not None
    )
    about = any(drafting.cast.about(name.text) for name in scene.names)
    reached = about and scene.says("reached_it")
    if found and (scene.says("imports") or reached) and not barred:
        moved = goods_moved(scene) or goods_bought(scene, found[0].start) or _one_kind(scene)
        moved = moved or goods_named(scene)
        fields = {**placed(found), **_when_told(drafting, scene, found[0].start), **moved}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    return False
