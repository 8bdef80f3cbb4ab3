"""Claims that nothing came from somewhere, or from somebody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import dated, nearest, placed
from followthegoods.questions.stories.goods import goods_absent, goods_named
from followthegoods.questions.stories.names import RECEIVER, SUPPLIER
from followthegoods.questions.stories.resuming import resumed_as
from followthegoods.questions.stories.scene import Scene


def with_absence(drafting: Drafting, scene: Scene) -> bool:
    """That nothing came from somewhere, or from somebody."""
    found = scene.says("absence")
    if found is None and any(place.basis for place in scene.places):
        found = scene.says("none_was")
    if not found or scene.text.rstrip('*_ ”"').endswith("?"):
        return False
    scene = drafting.without_taken(scene)
    if scene.numbers and found.start() > scene.numbers[-1].end:
        _absent(drafting, scene, found.start(), len(scene.text))
        after = [p for p in scene.periods if p.start > found.start()]
        drafting.taken |= {scene.span(p.start, p.end) for p in after}
        return False
    turn = scene.words.cues["but_then"].search(scene.text, found.end())
    if turn and any(n.start > turn.end() for n in scene.numbers):
        before = [p for p in scene.periods if p.end <= turn.start()]
        _absent(drafting, replace(scene, periods=before), 0, turn.start())
        return False
    second = scene.words.cues["second_absence"].search(scene.text, found.end())
    cut = second.start() if second else len(scene.text)
    first = scene.clause(*found.span())[0] if scene.says("absence_of_supplier") else 0
    _absent(drafting, scene, first, cut)
    if second:
        _absent(drafting, scene, cut, len(scene.text))
    return True


def _absent(drafting: Drafting, scene: Scene, start: int, end: int) -> None:
    own = any(name.role == RECEIVER for name in scene.names) or scene.says("absence_of_supplier")
    sent = scene.says("absence_of_supplier") or _to_it(scene)
    named = goods_absent(scene) or goods_named(scene)
    if start and not goods_absent(scene) and not _named_within(scene, named, start):
        named = {}
    if not named and scene.says("a_single_one"):
        named = drafting.spoken_goods
    last = drafting.claims[-1] if drafting.claims else None
    if not named and scene.says("such_ones") and last is not None:
        named = {"goods": last.goods, "hs": last.hs}  # "Turkish ones have not been imported"
    fields: dict[str, Any] = {"of": drafting.subject(scene), **named}
    if own and sent:
        spoken = (drafting.speaker,) if drafting.speaker and scene.says("said") else ()
        denied = scene.says("absence")
        denies = [n.text for n in drafting.others(scene) if denied and n.end <= denied.start()]
        fields["supplier"] = tuple(dict.fromkeys(denies)) or drafting.suppliers(scene)
        fields["supplier"] = fields["supplier"] or spoken or drafting.focus
        apart = start if scene.says("and_that") else 0
        fields |= placed([p for p in scene.places if p.goods and apart <= p.start])
    else:
        told = [p for p in scene.places if p.basis]
        within = [p for p in told if start <= p.start < end]
        fields |= placed(within or ([] if start and scene.says("and_that") else told))
        by = [n.text for n in drafting.others(scene) if n.role == SUPPLIER]
        again = resumed_as(scene, drafting.called, end)
        if not by and again and not drafting.cast.about(again) and scene.says("from_it"):
            by = [again]
        if by and not fields.get("country"):
            fields["supplier"] = tuple(by)
    of_it = scene.says("none_of_it") is not None
    if scene.says("none_was") and last is not None and not named:
        fields |= _goods_of(last)
        fields |= {} if scene.periods else {"period": last.period}
    if last is not None and scene.says("neither_of_them") and not fields.get("country"):
        fields |= _neither(drafting, scene, last, named)
    if of_it and last is not None and not scene.periods and last.period is not None:
        fields |= {"period": last.period}
    one = scene.says("not_one") is not None
    if one and last is not None and not named:
        fields |= _goods_of(last)
    if (
        of_it and not one and not fields.get("country") and last is not None
    ):  # "None were delivered": of the same
        same = ("supplier", "country", "basis", "goods", "hs")
        fields |= {name: getattr(last, name) for name in same}
    near = nearest(scene, start)
    found = [p for p in scene.periods if start <= p.start < end and ".." in p.text]
    cue = scene.says("absence")
    inside = [p for p in found if cue and p.start >= cue.end()] or found
    if near is not None and near.same:
        fields["period"] = drafting.last_said()
    fields |= dated(inside[0] if inside else near)
    when = fields.get("period")
    if scene.says("stops") and when is not None and ".." not in when.text:
        fields["period"] = period(f"{when.text}..")  # what stopped then, was not since
    drafting.add(scene, (start, end), Measure.ABSENCE, **fields)


def _neither(
    drafting: Drafting, scene: Scene, last: Claim, named: dict[str, Any]
) -> dict[str, Any]:
    """What "neither" names again: the two suppliers told before it in its paragraph, else the
    countries of the claim before."""
    before = (c for c in reversed(drafting.claims) if drafting.same_paragraph(scene, c))
    both = list(dict.fromkeys(name for c in before for name in c.supplier))[:2]
    if len(both) > 1 and not last.country:
        return {"supplier": tuple(reversed(both))}
    return {"country": last.country, "basis": last.basis, **({} if named else _goods_of(last))}


def _named_within(scene: Scene, named: dict[str, Any], start: int) -> bool:
    """Whether goods are named from a place of the sentence on, or nothing parts them from it."""
    words = named.get("goods", ())
    if not scene.says("and_that"):
        return True
    return any(word in scene.text[start:].lower() for word in words)


def _goods_of(claim: Claim) -> dict[str, Any]:
    return {"goods": claim.goods, "hs": claim.hs}


def _to_it(scene: Scene) -> bool:
    """Whether what did not come would have gone to a receiver that is named: so the one who speaks
    would have sent it."""
    return scene.says("of_the_firm") is not None and any(
        name.role == RECEIVER and scene.small["to_name"].search(scene.text[: name.start])
        for name in scene.names
    )
