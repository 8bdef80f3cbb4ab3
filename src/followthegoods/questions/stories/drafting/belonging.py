"""What a number of a story belongs to, and what it takes over from there."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.model.story import DATED, Claim, Hedge, Measure
from followthegoods.questions.stories.drafting.abreast import apposed, elliptical, is_whole, tied
from followthegoods.questions.stories.drafting.counting import DATES
from followthegoods.questions.stories.drafting.dating import when
from followthegoods.questions.stories.drafting.fielding import PERIOD
from followthegoods.questions.stories.drafting.filters import inherited
from followthegoods.questions.stories.drafting.goods import names_goods
from followthegoods.questions.stories.drafting.moving import moved_between, of_change
from followthegoods.questions.stories.drafting.standing import standing
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.drafting.wholes import (
    last_in_unit,
    of_those,
    the_whole,
    told_in_parts,
)
from followthegoods.questions.stories.reading.days import unsure
from followthegoods.questions.stories.reading.scene import Scene


def belonging(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The period of a number, and what it takes over from the one before it."""
    here = [c for c in drafting.claims if c.at[0] >= scene.sentence.start]
    before = here[-1] if place and here and here[-1].measure is not Measure.NONE else None
    turns = before is not None and before.id in drafting.beside and _turns_back(scene, place)
    before = None if turns else before
    more = when(drafting, scene, place)
    open_days = more["doubts"] if unsure(more.get("doubts", ())) else ()
    more |= _from_before(drafting, scene, place, before, fields, more)
    if measure is Measure.SHARE and not turns and (not before or before.measure is measure):
        more |= _same_whole(drafting, scene, fields)
    now = drafting.current() if turns else None
    if now is not None and measure is Measure.SHARE and drafting.same_paragraph(scene, now):
        held = {n: getattr(now, n) for n in ("country", "basis", "supplier")}
        more |= held if not (fields.get("country") or fields.get("supplier")) else {}
    more |= _linked(drafting, scene, place, measure, fields | more)
    counted_too = before is not None and before.measure is Measure.SUPPLIERS
    if counted_too and measure is Measure.COUNTRIES and "period" not in more:
        more |= {"period": before.period} if before and before.period else {}
    taken = standing(drafting, scene, measure, fields | more)
    doubts = {doubt: None for found in (taken, more) for doubt in found.get("doubts", ())}
    found = more | taken | {"doubts": tuple(doubts)}
    if open_days:  # days that were told but stay open are not those of others
        own = (doubt for doubt in doubts if not doubt.startswith(PERIOD.split("{")[0]))
        found |= {"period": None, "doubts": tuple(dict.fromkeys((*open_days, *own)))}
    return found


def _from_before(
    drafting: Drafting,
    scene: Scene,
    place: int,
    before: Claim | None,
    fields: dict[str, Any],
    more: dict[str, Any],
) -> dict[str, Any]:
    """What a number takes over from the one `before` it in its sentence, or from what it paid for;
    `fields` and `more` are what it has."""
    has = fields | more
    if (all_of_it := the_whole(drafting, scene, place)) is not None:
        held = {n: v for n, v in inherited(all_of_it).items() if v and not has.get(n)}
        return {n: v for n, v in held.items() if n != "basis" or not has.get("country")}
    if place and is_whole(scene, place):
        before = None  # what is said of a part is not said of the whole
    if (lot := _dated_lot(drafting, scene, place)) is not None:
        held = {name: getattr(lot, name) for name in ("period", "supplier", "goods", "hs")}
        return {n: v for n, v in held.items() if v and not fields.get(n)}
    if (moved := moved_between(drafting, scene, place)) is not None:
        return moved | {n: v for n, v in of_change(drafting, scene).items() if not has.get(n)}
    if before is not None and before.measure is Measure.CHANGE and _ends_it(scene, place, more):
        of = {"period": before.period, "country": before.country, "basis": before.basis}
        of |= {n: getattr(before, n) for n in ("goods", "hs") if before.goods and not fields.get(n)}
        of |= {"supplier": before.supplier} if before.supplier and not has.get("supplier") else {}
        up_to = scene.numbers[place].hedge is Hedge.UP_TO
        return of | ({"hedge": Hedge.EXACT} if up_to else {})  # "rose … to" is no bound
    if before is not None and before.measure is Measure.CHANGE:
        between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
        if scene.words.says("the_sum_of", between):  # "five times the 1,560 tonnes of 2021"
            held = {n: v for n, v in inherited(before).items() if v and not fields.get(n)}
            return held | {"period": before.against}
    if (again := _same_sum(drafting, scene, place, has)) is not None:
        held = inherited(again) | {"period": None}
        return {n: v for n, v in held.items() if v and (n == "basis" or not has.get(n))}
    if before is not None and (tied(scene, place) or apposed(scene, place)):
        held = {name: value for name, value in inherited(before).items() if value}
        kept = {name for name in held if has.get(name)}
        if has.get("supplier") or has.get("country"):
            kept |= {"supplier", "country", "basis"}
        return {name: value for name, value in held.items() if name not in kept}
    upto = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start] if place else ""
    or_so = scene.numbers[place].kind == "share" and scene.words.says("or_so_much", upto)
    if before is not None and (or_so or _ends_as_share(scene, place)):
        return {n: v for n, v in inherited(before).items() if v and not has.get(n)}
    if (paid := _paid_for(drafting, scene, place)) is not None:
        held = {name: value for name, value in inherited(paid).items() if value}
        return {n: v for n, v in held.items() if not has.get(n) or n == "basis"}
    if before is not None and scene.words.says("which_it_sent", upto):
        return {n: v for n, v in inherited(before).items() if v and not fields.get(n)}
    if before is not None and _of_which(scene, place) and not fields.get("country"):
        return {n: v for n, v in inherited(before).items() if v and not has.get(n)}
    if before is not None and elliptical(scene, place):
        held = {name: getattr(before, name) for name in ("goods", "hs", "period")}
        return {name: value for name, value in held.items() if value and not has.get(name)}
    return {}


def _dated_lot(drafting: Drafting, scene: Scene, place: int) -> Claim | None:
    """The first or the last delivery told right before, of which a number tells how much it was:
    "Its last consignment, weighing 38 tonnes, was cleared on 14 March", "It consisted of 14 gears".
    """
    last = next((c for c in reversed(drafting.claims) if c.measure not in _SUMS), None)
    at = scene.sentence.at(scene.numbers[place].start)
    dates = (c for c in drafting.claims if c.measure in DATES)
    last = next((c for c in dates if c.at[0] <= at < c.at[1]), last)
    if last is None or last.measure not in DATES or scene.numbers[place].kind == "lines":
        return None
    start = scene.numbers[place - 1].end if place else 0
    front = scene.text[start : scene.numbers[place].start]
    if any(p.text for p in scene.periods):
        return None
    if last.at[0] >= scene.sentence.start:
        return last if place or scene.words.says("so_much_of_it", front) else None
    alone = drafting.claims[-1] is last or place > 0
    of_it = scene.words.says("it_was_so_much", scene.text)
    return last if alone and of_it and drafting.same_paragraph(scene, last) else None


def _ends_as_share(scene: Scene, place: int) -> bool:
    """Whether a share at the end of a sentence tells the same as the weight or the sum before it:
    "7,450 tonnes was grown in Ukraine, about 40 percent"."""
    first, number = scene.numbers[place - 1], scene.numbers[place]
    sums = number.kind == "share" and first.kind in ("money", "weight", "lines", "")
    ends = scene.words.says("ends_it", scene.text[number.end :]) is not None
    return (
        sums and ends and scene.words.says("told_as_well", scene.text[: number.start]) is not None
    )


def _same_sum(drafting: Drafting, scene: Scene, place: int, has: dict[str, Any]) -> Claim | None:
    """The claim of other days whose sum a number tells again: "A year later it had reached $14.8
    million", "two years earlier the figure was 7,300"."""
    start = scene.numbers[place - 1].end if place else 0
    if scene.words.says("sum_again", scene.text[start : scene.numbers[place].start]) is None:
        return None
    last = drafting.claims[-1] if drafting.claims else None
    if has.get("country") or has.get("supplier"):
        return None
    if (
        last is None
        or has.get("goods", last.goods) != last.goods
        or not drafting.same_paragraph(scene, last)
    ):
        return None
    return last if last.unit == has["unit"] and last.measure in _SUMS else None


_SUMS = (Measure.VALUE, Measure.QUANTITY, Measure.LINES, Measure.SHARE)


def _paid_for(drafting: Drafting, scene: Scene, place: int) -> Claim | None:
    """The claim of what a sum was paid for: "It paid 46.4 million leva for this"."""
    number = scene.numbers[place]
    told = (c for c in reversed(drafting.claims) if c.amount is not None or c.goods)
    last = next((c for c in told if c.id not in drafting.beside), None)
    after = scene.text[number.end :]
    for_it = scene.words.says("for_it", after) is not None
    whole = drafting.total(scene)
    if whole is not None and (scene.words.says("for_all", after) or told_in_parts(drafting, whole)):
        last = whole
    if number.kind != "money" or not for_it or last is None or last.measure is Measure.NONE:
        return None
    return last if drafting.next_paragraph(scene, last) else None


def _of_which(scene: Scene, place: int) -> bool:
    """Whether a number is said to be part of the one right before it."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    return scene.words.says("includes", between) is not None


def _same_whole(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> dict[str, Any]:
    """What a share of a country takes over from that of another: "Uzbekistan accounted for 15%"."""
    last = drafting.claims[-1] if drafting.claims else None
    of = drafting.share_of
    if of is not None and not (fields.get("country") or fields.get("supplier")):
        shares = (c for c in reversed(drafting.claims) if c.measure is Measure.SHARE)
        told = next((c for c in shares if c.country == (of.code,)), None)
        same = {"goods": told.goods, "hs": told.hs, "basis": told.basis} if told else {}
        return {"basis": of.basis or "unspecified", **same, "country": (of.code,)}
    if (
        last is not None
        and scene.says("that_was")
        and last.measure in _SUMS
        and not fields.get("country")
    ):
        of_it = inherited(last) | ({"period": None} if scene.periods else {})
        return {n: v for n, v in of_it.items() if v and not fields.get(n)}
    again = scene.says("the_share") is not None
    if again:
        shares = (c for c in reversed(drafting.claims) if c.measure is Measure.SHARE)
        last = next(shares, last)
    if last is not None and last.measure is Measure.ABSENCE:
        near = (c for c in reversed(drafting.claims) if drafting.same_paragraph(scene, c))
        last = next((c for c in near if c.measure is not Measure.ABSENCE), last)
    if last is None or last.measure is not Measure.SHARE or not last.country:
        return {}
    if again and drafting.same_paragraph(scene, last):
        if own := [p.code for p in scene.places if p.end <= scene.numbers[0].start]:
            return {"country": (own[-1],), "basis": last.basis, "goods": last.goods, "hs": last.hs}
        held = ("country", "basis", "goods", "hs", "supplier")
        return {n: getattr(last, n) for n in held if n == "basis" or not fields.get(n)}
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
    if not place and scene.says("looks_back") and whole.unit != fields["unit"]:
        # "It bought 9,000 tonnes and paid $2 million. Of that, 40 tonnes"
        whole = last_in_unit(drafting, scene, fields) or whole
    near = drafting.same_paragraph(scene, whole)
    if whole.part_of and (fields.get("country") or fields.get("supplier")):
        whole = next(claim for claim in drafting.claims if claim.id == whole.part_of)
    here = place > 0 and whole.at[0] >= scene.sentence.start
    after = scene.text[scene.numbers[place].end :]
    of_it = scene.words.says("of_it", after) is not None
    refers = scene.opens("anaphora") is not None or here or of_it
    part = _is_part(scene, place, whole, fields)
    beside = part and bool(fields.get("country")) and drafting.next_paragraph(scene, whole)
    inherits = (refers and (near or of_it or scene.says("looks_back") is not None)) or beside
    inherits = inherits or (near and (part or measure is Measure.SHARE))
    linked: dict[str, Any] = {}
    if part and (refers or near or beside):
        linked["part_of"] = whole.id
    if of_it and measure is Measure.SHARE and near and not fields.get("supplier"):
        linked |= {"supplier": whole.supplier} if whole.supplier else {}
    if part and scene.says("looks_back") and whole.country and not fields.get("country"):
        linked |= {"country": whole.country, "basis": whole.basis}  # "of that, 2,900 tonnes"
    seated = fields.get("basis") == "sender"
    if part and scene.says("looks_back") and not (fields.get("supplier") or seated):
        linked |= {"supplier": whole.supplier} if whole.supplier else {}
    points = of_it or here or scene.says("points_back") is not None
    listed = scene.sentence.item and drafting.next_paragraph(scene, whole)
    bare = not fields.get("goods") and not names_goods(scene, place)
    counts = measure in (Measure.SUPPLIERS, Measure.COUNTRIES)
    if whole.goods and (near or listed) and points and bare and not counts:
        linked |= {"goods": whole.goods, "hs": whole.hs}
    total = drafting.total(scene) if _definite(scene, fields) else None
    last = drafting.claims[-1]
    next_to = any(
        scene.words.says("came_next", scene.text[name.end :]) for name in drafting.others(scene)
    )
    if next_to and last.supplier and drafting.same_paragraph(scene, last):
        inherits, whole = True, last  # "Dalian came second with 2,150 tonnes"
    dated = (c for c in drafting.claims if c.period and drafting.same_paragraph(scene, c))
    if measure in DATED and any(c.measure in DATED for c in dated):
        total = None  # "42 per cent of the total", of the days of its paragraph
    told = whole if inherits and whole.period is not None else total
    if told is not None and "period" not in fields:
        linked["period"] = told.period
        linked["doubts"] = (PERIOD.format(told.id),)
    if measure not in (Measure.VALUE, Measure.QUANTITY, Measure.SHARE):
        linked.pop("part_of", None)
    return linked


def _turns_back(scene: Scene, place: int) -> bool:
    """Whether a sentence turns from the days of a comparison to those that stand, before a number:
    "down from 2,600 tonnes in 2021, but still a fifth of its imports"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    return scene.words.says("turns_back", between) is not None


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
    included = scene.words.says("includes" if place else "looks_back", front) is not None
    kinds = [{one.split()[-1] for one in goods} for goods in (fields.get("goods", ()), whole.goods)]
    alike = not kinds[0] or kinds[0] == kinds[1]  # "900 used cars, 870 of them"
    included = included or (alike and of_those(scene, place))
    narrowed = bool(fields.get("country") or fields.get("supplier"))
    return included or (narrowed and not whole.country and not whole.supplier)
