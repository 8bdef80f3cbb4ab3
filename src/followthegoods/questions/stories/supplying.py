"""Suppliers that a number of a story is of."""

from __future__ import annotations

import re

from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.filters import group_of, in_order, span_of
from followthegoods.questions.stories.names import SUPPLIER, Name
from followthegoods.questions.stories.resuming import resumed_as
from followthegoods.questions.stories.scene import Scene


def suppliers(drafting: Drafting, scene: Scene, place: int) -> tuple[str, ...]:
    """The suppliers of a number: those named with it, else those its sentence is about, else the
    one that a pronoun refers to."""
    ranked = scene.sentence.item or scene.says("rank") is not None
    named = [n for n in drafting.others(scene) if n.role == SUPPLIER or ranked]
    number = scene.numbers[place]
    first, last = group_of(scene, place)
    start = span_of(scene, first)[0]
    end = scene.numbers[last + 1].start if last + 1 < len(scene.numbers) else len(scene.text)
    bracketed = [
        n
        for n in drafting.others(scene)
        if scene.text[n.end : number.start] in (" (", ": ", " ", " with ", " followed with ")
    ]
    if bracketed:
        return _joined(bracketed)
    paid = [n for n in drafting.others(scene) if _is_paid(scene, place, n)]
    if paid:
        return _joined(paid[:1])
    near = [
        n
        for n in named
        if start <= n.start < end
        and not _of_part(scene, first, n)
        and (n.start > number.start or scene.sentence.item or not _parted(scene, n, number.start))
    ]
    if ordered := in_order(scene, place, [n for n in named if n.start < number.start]):
        return _joined(ordered)
    if place + 1 < len(scene.numbers):
        near = [n for n in near if n.start < number.end or not _of_next(scene, n, place)]
    if near:
        return _joined(near)
    before = [n for n in named if n.start < start and _acts(scene, n, number.start)]
    if before:
        return _joined(before)
    giving = [n for n in drafting.actors(scene) if gives(scene, n, number.start)]
    if giving:
        return _joined(giving[-1:])
    leads = [drafting.lead, drafting.above] if scene.sentence.item else []
    if any(lead is not None and lead.says("its_deliveries") for lead in leads):
        return drafting.focus
    following = scene.text[number.end : end]
    one = resumed_as(scene, drafting.called, end)
    if one and not drafting.cast.about(one):
        return (one,)
    if scene.says("supplies_it") or scene.says("later") or scene.words.says("from_it", following):
        return drafting.spoken if scene.says("plural") else drafting.focus
    if place == 0 and drafting.goes_on_of_supplier(scene):
        return drafting.focus
    if not drafting.receives(scene) and (one_before := drafting.it(scene)):
        return one_before
    return ()


def _is_paid(scene: Scene, place: int, name: Name) -> bool:
    """Whether a sum is said to have gone to a company: "€51m went to Marvane"."""
    number = scene.numbers[place]
    between = scene.text[number.end : name.start]
    after = number.kind == "money" and name.start > number.end
    return after and scene.words.says("paid_to", between) is not None


def gives(scene: Scene, name: Name, until: int) -> bool:
    """Whether a number is said of a company other than the one the story is about: that one gave
    what it counts, whatever the verb."""
    if name.end > until or not _acts(scene, name, until):
        return False
    between = scene.text[name.end : until]
    receives = scene.words.words["name"]["receiver_verbs"]
    if re.match(rf"(?:,[^,]*,|,)?\s{receives}(?!\w)", between, re.I):
        return False
    return not any(scene.words.says(cue, between) for cue in ("said", "records"))


def _of_next(scene: Scene, name: Name, place: int) -> bool:
    """Whether a name stands with the number after: "…, and Kolbrek supplied …", "Kolbrek (…)"."""
    if scene.text[name.end : scene.numbers[place + 1].start] in (" (", ": ", " "):
        return True
    supplies = scene.words.words["name"]["supplier_verbs"]
    return re.match(rf"\s{supplies}(?!\w)", scene.text[name.end :], re.I) is not None


def _of_part(scene: Scene, place: int, name: Name) -> bool:
    """Whether a name belongs to some of what a number counts: "many of them made by …"."""
    number = scene.numbers[place]
    between = scene.text[number.end : name.start]
    return name.start > number.end and scene.words.says("partitive", between) is not None


_CLAUSE = re.compile(r"[:;]\s|,\s(?:but|while|но|а)\s")


def _acts(scene: Scene, name: Name, until: int) -> bool:
    """Whether a supplier is who its part of a sentence is about, rather than whom something came
    from."""
    from_it = scene.words.words["name"]["supplier_before"]
    if not scene.sentence.item and _parted(scene, name, until):
        return False
    return re.search(rf"(?<!\w)(?:{from_it})$", scene.text[: name.start], re.I) is None


def _parted(scene: Scene, name: Name, until: int) -> bool:
    return _CLAUSE.search(scene.text, name.end, until) is not None


def _joined(found: list[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in found))
