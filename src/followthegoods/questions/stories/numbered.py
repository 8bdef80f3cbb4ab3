"""Claims with a number: what it measures, and what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from followthegoods.model.story import Claim, Hedge, Measure
from followthegoods.questions.stories.dating import compared, when
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import numbered, placed
from followthegoods.questions.stories.filters import (
    apposed,
    countries,
    elliptical,
    inherited,
    span_of,
    suppliers,
    tied,
)
from followthegoods.questions.stories.goods import goods, goods_fields, names_goods
from followthegoods.questions.stories.measuring import (
    counted_before,
    measure_of,
    of_them,
    priced,
    told_before,
)
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.scene import Scene
from followthegoods.questions.stories.tables import led_goods


def with_numbers(drafting: Drafting, scene: Scene) -> bool:
    """Draft a claim for each number of a sentence; whether any of them can be checked."""
    scene = drafting.without_taken(scene)
    before, previous = len(drafting.claims), None
    for place, number in enumerate(scene.numbers):
        at = span_of(scene, place)
        if previous is not None and _beside(scene, previous[0], number):
            fields = numbered(number)
            drafting.add(scene, at, Measure.ARITHMETIC, equals=previous[1].id, **fields)
            continue
        claim = _claim(drafting, scene, place, at)
        previous = (number, claim) if claim is not None else None
    return any(claim.measure is not Measure.NONE for claim in drafting.claims[before:])


def _beside(scene: Scene, first: Number, second: Number) -> bool:
    """Whether two amounts are one in two currencies: "46.8 million roubles ($520,000)"."""
    between = scene.text[first.end : second.start].strip()
    return first.kind == second.kind == "money" and first.unit != second.unit and between == "("


def _claim(drafting: Drafting, scene: Scene, place: int, at: Span) -> Claim | None:
    number = scene.numbers[place]
    measure = measure_of(drafting, scene, place, at)
    if measure is None:
        if number.kind or any(c.isdigit() for c in scene.text[number.start : number.end]):
            why = "price" if priced(drafting, scene) else "other"
            drafting.nothing(scene, at, why, number)
            return drafting.claims[-1]
        return None  # "two leaders": a word that counts nothing of trade
    counts = measure in (Measure.COUNTRIES, Measure.SUPPLIERS)
    if (counts or of_them(scene, number)) and told_before(scene, number):
        return None  # "two firms, A and B", "these three countries": named, not counted
    fields = _narrowed(drafting, scene, place, measure)
    if measure is Measure.CHANGE:
        fields = _changed(drafting, scene, number, fields)
        if "period" not in fields:
            if scene.words.says("than_any", scene.text[number.end :]):
                drafting.nothing(scene, at, "unclear", number)
                return drafting.claims[-1]
            fields["doubts"] = (scene.words.words["why"]["unclear"],)
    else:
        more = _belonging(drafting, scene, place, measure, fields)
        if measure is Measure.SHARE and not _has_part(scene, place, fields, more):
            drafting.nothing(scene, at, "unclear", number)
            return drafting.claims[-1]
        fields |= more
    return drafting.add(scene, at, measure, **fields)


def _changed(
    drafting: Drafting, scene: Scene, number: Number, fields: dict[str, Any]
) -> dict[str, Any]:
    """The fields of a change, with what its sentence told before it."""
    if drafting.claims and drafting.claims[-1].at[0] >= scene.sentence.start:
        held = inherited(drafting.claims[-1])
        fields = {n: v for n, v in held.items() if v and n != "period"} | fields
    return fields | compared(drafting, scene, number)


def _has_part(scene: Scene, place: int, fields: dict[str, Any], more: dict[str, Any]) -> bool:
    """Whether it is told what a share is of the whole: "fabrics alone cost $47 million, or four
    fifths of the total" tells it, "one in eight of them was blue" does not."""
    parts = {"country", "supplier"} | ({"goods"} if place else set())
    own = {"country", "supplier", "goods"} & fields.keys()
    return bool(own or parts & more.keys() or scene.names)


def _narrowed(drafting: Drafting, scene: Scene, place: int, measure: Measure) -> dict[str, Any]:
    """A number with what narrows it in its own sentence: countries, suppliers, goods."""
    number = scene.numbers[place]
    counts = measure in (Measure.COUNTRIES, Measure.SUPPLIERS)
    fields: dict[str, Any] = {"of": drafting.subject(scene), **numbered(number)}
    if number.kind == "":
        fields |= _counting(drafting, scene, number, measure)
    found = countries(drafting, scene, place)
    fields |= placed(found)
    if (next_to := _next_to(drafting, scene, found)) is not None:
        fields["basis"] = next_to.basis
    fields = {**fields, **goods(scene, place)}
    if scene.sentence.item and not fields.get("goods"):
        fields |= goods_fields(led_goods((drafting.lead, drafting.above)))
    if measure is Measure.COUNTRIES:
        firms = scene.says("firms")
        fields |= {"country": (), "basis": "sender" if firms else "unspecified"}
    if not counts and (by := suppliers(drafting, scene, place)):
        fields |= {"supplier": by}
        if fields.get("basis") not in ("origin", "dispatch"):
            # What is no adjective of goods is an apposition: "the Turkish dealer".
            told = [p for p in countries(drafting, scene, place) if p.goods]
            fields |= {"country": (), "basis": "unspecified", **placed(told)}
    return fields


def _counting(drafting: Drafting, scene: Scene, number: Number, measure: Measure) -> dict[str, Any]:
    """What a number without a unit counts: pieces of its own, or what was counted before it."""
    before = counted_before(drafting, scene, number)
    if before is None and measure is Measure.LINES:
        before = drafting.claims[-1]
    fields: dict[str, Any] = {"unit": before.unit if before else "pieces"}
    if measure is Measure.QUANTITY and before:
        fields |= {"goods": before.goods, "hs": before.hs}
        if not scene.periods and before.period is not None:
            fields["period"] = before.period
    elif of_them(scene, number):
        fields |= drafting.spoken_goods
    return fields


def _next_to(drafting: Drafting, scene: Scene, found: Sequence[Place]) -> Claim | None:
    """The claim before whose basis a country shares that is said to come next: "Germany followed
    with 22 %"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or not found or not drafting.same_paragraph(scene, last):
        return None
    after = scene.text[found[0].end :]
    next_to = found[0].basis == "unspecified" and scene.words.says("came_next", after)
    return last if next_to and last.country else None


def _belonging(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The period of a number, and what it takes over from the one before it."""
    number = scene.numbers[place]
    here = [c for c in drafting.claims if c.at[0] >= scene.sentence.start]
    before = here[-1] if place and here and here[-1].measure is not Measure.NONE else None
    more = when(drafting, scene, place)
    if before is not None and before.measure is Measure.CHANGE and _ends_it(scene, place, more):
        more |= {"period": before.period, "country": before.country, "basis": before.basis}
        if number.hedge is Hedge.UP_TO:
            more["hedge"] = Hedge.EXACT  # "rose … to" is no bound
    elif before is not None and (tied(scene, place) or apposed(scene, place)):
        held = {name: value for name, value in inherited(before).items() if value}
        kept = {name for name in held if fields.get(name) or more.get(name)}
        if {"supplier", "country"} & kept:
            kept |= {"supplier", "country", "basis"}
        more |= {name: value for name, value in held.items() if name not in kept}
    elif before is not None and elliptical(scene, place):
        held = {name: getattr(before, name) for name in ("goods", "hs", "period")}
        taken = fields | more
        more |= {name: value for name, value in held.items() if value and not taken.get(name)}
    if measure is Measure.SHARE and (before is None or before.measure is Measure.SHARE):
        more |= _same_whole(drafting, scene, fields)
    return more | _linked(drafting, scene, place, measure, fields | more)


def _same_whole(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> dict[str, Any]:
    """What a share of a country takes over from that of another: "Uzbekistan accounted for 15%"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.measure is not Measure.SHARE or not last.country:
        return {}
    if not drafting.same_paragraph(scene, last) or not fields.get("country"):
        return {}
    if fields.get("goods") or fields.get("supplier"):
        return {}
    basis = fields["basis"] if fields["basis"] != "unspecified" else last.basis
    return {"goods": last.goods, "hs": last.hs, "basis": basis}


def _ends_it(scene: Scene, place: int, more: dict[str, Any]) -> bool:
    """Whether a number is what a change came to: "doubled in 2022, to $9 million"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    to = scene.numbers[place].hedge is Hedge.UP_TO and between.rstrip().endswith(",")
    return to or "period" not in more or scene.words.says("came_to", between) is not None


def _linked(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """What a number is part of, and the period it has from there."""
    wholes = (Measure.VALUE, Measure.LINES, Measure.QUANTITY)
    whole = drafting.before((*wholes, Measure.SHARE) if measure is Measure.SHARE else wholes)
    if whole is None:
        return {}
    near = drafting.same_paragraph(scene, whole)
    if whole.part_of and (fields.get("country") or fields.get("supplier")):
        whole = next(claim for claim in drafting.claims if claim.id == whole.part_of)
    here = place > 0 and whole.at[0] >= scene.sentence.start
    after = scene.text[scene.numbers[place].end :]
    of_it = scene.words.says("of_it", after) is not None
    refers = scene.says("anaphora") is not None or here or of_it
    part = _is_part(scene, place, whole, fields)
    beside = part and bool(fields.get("country")) and drafting.next_paragraph(scene, whole)
    inherits = (refers and (near or of_it or scene.says("looks_back") is not None)) or beside
    inherits = inherits or (near and (part or measure is Measure.SHARE))
    linked: dict[str, Any] = {}
    if part and (refers or near or beside):
        linked["part_of"] = whole.id
    points = of_it or here or scene.says("points_back") is not None
    listed = scene.sentence.item and drafting.next_paragraph(scene, whole)
    bare = not fields.get("goods") and not names_goods(scene, place)
    if whole.goods and (near or listed) and points and bare:
        linked |= {"goods": whole.goods, "hs": whole.hs}
    total = drafting.total(scene) if _definite(scene, fields) else None
    last = drafting.claims[-1]
    next_to = any(
        scene.words.says("came_next", scene.text[name.end :]) for name in drafting.others(scene)
    )
    if next_to and last.supplier and drafting.same_paragraph(scene, last):
        inherits, whole = True, last  # "Dalian came second with 2,150 tonnes"
    told = whole if inherits and whole.period is not None else total
    if told is not None and "period" not in fields:
        linked["period"] = told.period
        linked["doubts"] = (f"The period is taken over from {told.id}.",)
    if measure not in (Measure.VALUE, Measure.QUANTITY, Measure.SHARE):
        linked.pop("part_of", None)
    return linked


def _definite(scene: Scene, fields: dict[str, Any]) -> bool:
    """Whether a sentence speaks of what was told of already: "of the total", "the chips"."""
    if scene.says("definite"):
        return True
    front = scene.words.words["cue"]["definite_front"]
    names = "|".join(re.escape(name) for name in fields.get("goods", ()))
    return bool(names) and re.search(rf"{front}(?:{names})\b", scene.text, re.I) is not None


def _is_part(scene: Scene, place: int, whole: Claim, fields: dict[str, Any]) -> bool:
    """A smaller amount of the same unit, narrowed where the whole is not, or said to be in it."""
    amount = fields["amount"]
    if whole.amount is None or whole.unit != fields["unit"] or amount.low >= whole.amount.low:
        return False
    if amount.text.startswith("1 ") and fields["hedge"] == "millions of":
        return False
    front = scene.text[: scene.numbers[place].start]
    included = place > 0 and scene.words.says("includes", front) is not None
    narrowed = bool(fields.get("country") or fields.get("supplier"))
    return included or (narrowed and not whole.country and not whole.supplier)
