"""Claims with a number: what it measures, and what it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.abreast import span_of
from followthegoods.questions.stories.drafting.belonging import belonging
from followthegoods.questions.stories.drafting.changing import compared
from followthegoods.questions.stories.drafting.confining import of_no_goods, unconfined
from followthegoods.questions.stories.drafting.counting import DATES, of_them
from followthegoods.questions.stories.drafting.fielding import (
    alone_in_brackets,
    bracketed_days,
    ends,
    numbered,
)
from followthegoods.questions.stories.drafting.filters import inherited
from followthegoods.questions.stories.drafting.goods_again import importers_goods, renamed
from followthegoods.questions.stories.drafting.governing import is_content
from followthegoods.questions.stories.drafting.measuring import measure_of, told_before
from followthegoods.questions.stories.drafting.narrowing import narrowed
from followthegoods.questions.stories.drafting.ranking import with_outdone
from followthegoods.questions.stories.drafting.remainders import with_rest
from followthegoods.questions.stories.drafting.resuming import told_again
from followthegoods.questions.stories.drafting.sole import sole_days, sole_goods
from followthegoods.questions.stories.drafting.standing import encloses, standing_period
from followthegoods.questions.stories.drafting.standing_goods import of_one_kind
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.drafting.turning import turns_to_buyer, unnamed_seller
from followthegoods.questions.stories.reading.numbers import Number, Span
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.shifting import year_before


def with_numbers(drafting: Drafting, scene: Scene) -> bool:
    """Draft a claim for each number of a sentence; whether any of them can be checked."""
    scene = drafting.without_taken(scene)
    scene = _without_contents(drafting, scene)
    before, previous = len(drafting.claims), None
    for place, number in enumerate(scene.numbers):
        if told_again(scene, number, drafting.claims):
            continue
        at = span_of(scene, place)
        if previous is not None and _beside(scene, previous[0], number):
            fields = numbered(number)
            drafting.add(scene, at, Measure.ARITHMETIC, equals=previous[1].id, **fields)
            continue
        claim = _claim(drafting, scene, place, at)
        again = bool(previous and previous[1].id in drafting.beside) and _goes_on(scene, place)
        if claim is not None and (again or _stands_beside(scene, place)):
            drafting.beside.add(claim.id)
        if claim is not None and _of_part_days(drafting, scene, place, claim):
            drafting.beside.add(claim.id)
        if claim is not None and _of_one_lot(drafting, claim):
            drafting.beside.add(claim.id)
        if claim is not None and claim.against is not None:
            scene = _without(scene, number.end, claim.against)
        elif claim is not None and claim.id in drafting.beside and claim.period is not None:
            scene = _without(scene, number.end, claim.period)
        previous = (number, claim) if claim is not None else None
    _paid_for_so_many(drafting, scene, before)
    _looking_back(drafting, scene, before)
    with_outdone(drafting, scene, before)
    told = any(claim.measure is not Measure.NONE for claim in drafting.claims[before:])
    return told and (with_rest(drafting, scene) or told)


def _without_contents(drafting: Drafting, scene: Scene) -> Scene:
    """A sentence without the numbers that say what goods consist of, which tell of no trade."""
    contents = [n for n in scene.numbers if is_content(scene, n)]
    for number in contents:
        drafting.nothing(scene, (number.start, number.end), "other", number)
        # What is told of trade goes on from what was told before.
        claim = drafting.claims.pop()
        drafting.contents.append(replace(claim, id=f"{claim.id}.{len(drafting.contents)}"))
    return replace(scene, numbers=[n for n in scene.numbers if n not in contents])


def _paid_for_so_many(drafting: Drafting, scene: Scene, before: int) -> None:
    """Give the sums of a sentence the goods and the country of what they were paid for: "invoiced
    €770,000 for 640 tonnes that had been mined in Chile"."""
    for at in range(before, len(drafting.claims) - 1):
        paid, lot = drafting.claims[at : at + 2]
        if (paid.measure, lot.measure) != (Measure.VALUE, Measure.QUANTITY):
            continue
        told = [n for n in scene.numbers if _stands_in(scene, n, paid) or _stands_in(scene, n, lot)]
        if len(told) != 2 or (paid.of, paid.supplier) != (lot.of, lot.supplier):
            continue
        between = scene.text[told[0].end : told[1].start]
        if told[0].kind == "money" and scene.small["paid_for_so_many"].fullmatch(between):
            if not paid.goods:
                paid = replace(paid, goods=lot.goods, hs=lot.hs)
            if not paid.country:
                paid = replace(paid, country=lot.country, basis=lot.basis)
            drafting.claims[at] = paid


def _stands_in(scene: Scene, number: Number, claim: Claim) -> bool:
    """Whether a number stands where a claim does."""
    start, end = scene.span(number.start, number.end)
    return claim.at[0] <= start and end <= claim.at[1]


def _looking_back(drafting: Drafting, scene: Scene, before: int) -> None:
    """Set the figures of a sentence that only looks back beside those before it, whose days go on
    to stand: "In 2019 it had been 400 tonnes", "that compares with", "ten years ago"."""
    now = drafting.current(drafting.claims[:before]) if before else None
    if now is None or not drafting.same_paragraph(scene, now) or not scene.says("a_look_back"):
        return
    told = [c for c in drafting.claims[before:] if c.period is not None]
    drafting.beside.update(c.id for c in told if ends(c) < ends(now))


def _of_one_lot(drafting: Drafting, claim: Claim) -> bool:
    """Whether a figure is of the day of one delivery, which is no other figure's."""
    days = [c.period for c in drafting.claims if c.measure in DATES]
    return claim.period is not None and claim.period in days


def _of_part_days(drafting: Drafting, scene: Scene, place: int, claim: Claim) -> bool:
    """Whether a figure is of some of the days of one before it in its paragraph, of which it is a
    part: "900 tonnes in 2023, 300 of them in May", "300 tonnes in May alone"."""
    number = scene.numbers[place]
    part = claim.part_of or scene.words.says("of_it", scene.text[number.end :])
    if not (part or scene.says("alone_then")):
        return False
    near = [c for c in drafting.claims if drafting.same_paragraph(scene, c) and c.id != claim.id]
    return any(c.unit == claim.unit and encloses(c, claim) for c in near)


def _goes_on(scene: Scene, place: int) -> bool:
    """Whether a number only goes on from the one before: "$11m in 2023 and $9m in 2022"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    return place > 0 and scene.small["goes_on_so"].fullmatch(between) is not None


def _without(scene: Scene, start: int, against: Period) -> Scene:
    """A sentence without the days that a change was told against: they are no other number's."""
    brackets = bracketed_days(scene, scene.periods)  # which keep their days to themselves
    kept = [
        p
        for p in scene.periods
        if p.start < start
        or any(a < p.start < b for a, b in brackets)
        or not p.text
        or period(p.text).text != against.text
        or scene.small["days_of_next"].match(scene.text, p.end)
        or scene.small["days_begin"].search(scene.text[: p.start])
        or (p.base and any(start <= n.start < p.start for n in scene.numbers))
    ]
    return replace(scene, periods=kept)


def _stands_beside(scene: Scene, place: int) -> bool:
    """Whether a number is only what another is set against, or is said to be in it."""
    first = scene.numbers[place - 1].end if place else 0
    number = scene.numbers[place]
    if scene.words.says("includes", scene.text[first : number.start]):
        return True
    brackets = bracketed_days(scene, scene.periods)
    if alone_in_brackets(scene, place) or any(a < number.start < b for a, b in brackets):
        return True  # "17,200 tonnes (previous year: 20,100)"
    if place and scene.words.says("it_had_been", scene.text[first : number.start]):
        return True  # "6,800 tonnes last year; in 2020 it had been 410"
    moved = scene.words.says("moved_from", scene.text[: number.start])
    makers = not number.kind and scene.words.says("so_many_makers", scene.text[number.end :])
    if not place and (makers or number.kind in ("suppliers", "countries")) and not moved:
        return False  # "bought from nine suppliers" is set against nothing, nor is "more than 90%"
    upto = scene.text[first : number.start] + number.text
    return scene.words.says("set_against", upto) is not None


def _beside(scene: Scene, first: Number, second: Number) -> bool:
    """Whether two amounts are one in two currencies: "46.8 million roubles ($520,000)"."""
    between = scene.text[first.end : second.start].strip()
    after = scene.words.says("ends_apposed", scene.text[second.end :])
    other = first.kind == second.kind == "money" and first.unit != second.unit
    if other and scene.words.says("same_money", between):
        return True  # "46 million roubles – the equivalent of $528,000 –"
    if other and after and between in (",", ", or"):
        return True  # "$48.9 million, just under 1 billion pesos, and …"
    alone = scene.text[second.end : second.end + 1] == ")"
    words = r"(?: ?(?:[a-z]+|(?:19|20)\d\d)){0,4} ?\(" if alone else r"(?: ?[a-z]+){0,3} ?\("
    return other and re.fullmatch(words, between) is not None


def _claim(drafting: Drafting, scene: Scene, place: int, at: Span) -> Claim | None:
    number = scene.numbers[place]
    measure = measure_of(drafting, scene, place)
    if measure is None:
        if number.kind or any(c.isdigit() for c in scene.text[number.start : number.end]):
            why = "price" if scene.says("price") else "other"
            drafting.nothing(scene, at, why, number)
            return drafting.claims[-1]
        return None  # "two leaders": a word that counts nothing of trade
    counts = measure in (Measure.COUNTRIES, Measure.SUPPLIERS)
    if (counts or of_them(scene, number)) and told_before(scene, number):
        return None  # "two firms, A and B", "these three countries": named, not counted
    fields = narrowed(drafting, scene, place, measure)
    if measure is Measure.CHANGE:
        fields = _changed(drafting, scene, number, fields)
        if "period" not in fields:
            if scene.words.says("than_any", scene.text[number.end :]):
                drafting.nothing(scene, at, "unclear", number)
                return drafting.claims[-1]
            fields |= _standing_change(drafting, scene)
            fields.setdefault("doubts", (scene.words.words["why"]["unclear"],))
        fields |= _sole(drafting, scene, place, measure, fields)
    else:
        more = belonging(drafting, scene, place, measure, fields)
        if measure is Measure.SHARE and not _has_part(scene, place, fields, more):
            drafting.nothing(scene, at, "unclear", number)
            return drafting.claims[-1]
        turned = not fields.get("supplier") and turns_to_buyer(scene, number)
        if turned or unnamed_seller(scene, number):
            more.pop("supplier", None)
        fields |= more
        if unconfined(drafting, scene, place, measure, fields):
            fields |= {"country": (), "basis": "unspecified"}
        if of_no_goods(drafting, scene, place, measure, fields):
            fields |= {"goods": (), "hs": ()}
        else:
            fields |= _sole(drafting, scene, place, measure, fields)
        fields |= sole_days(scene, place, measure, fields)
    return drafting.add(scene, at, measure, **fields)


def _sole(
    drafting: Drafting, scene: Scene, place: int, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The only goods that a sentence names, or those that they name again; else those of whom its
    buyer is called an importer."""
    found = sole_goods(scene, place, measure, fields)
    if found or fields.get("goods") or measure is not Measure.QUANTITY:
        return found | renamed(drafting, scene, found)
    return importers_goods(drafting, scene)


def _changed(
    drafting: Drafting, scene: Scene, number: Number, fields: dict[str, Any]
) -> dict[str, Any]:
    """The fields of a change, with what its sentence told before it."""
    narrowed = fields.get("country") or fields.get("supplier")
    own = {n: fields[n] for n in ("country", "basis", "supplier") if narrowed and n in fields}
    told = (c for c in reversed(drafting.claims) if c.measure is not Measure.ARITHMETIC)
    last = next(told, None)
    here = last is not None and last.at[0] >= scene.sentence.start
    goes_on = (
        (scene.opens("the_volume") or scene.opens("it_moved"))
        and last is not None
        and drafting.same_paragraph(scene, last)
    )
    if last is not None and (here or goes_on or scene.says("that_was")):
        held = inherited(last) if here else inherited(_main(drafting, last))
        fields = {n: v for n, v in held.items() if v and n != "period"} | fields
    if not fields.get("goods"):
        fields |= of_one_kind(drafting, scene, Measure.CHANGE, fields)
    # "Its purchases from Chile doubled": of Chile, whatever the two figures before it are of.
    return fields | compared(drafting, scene, number) | own


def _main(drafting: Drafting, last: Claim) -> Claim:
    """The whole of which a figure is one part of several, told with it; of several without a whole
    no country is theirs: "5,300 from China and 240 from Japan. That was 18% fewer"."""
    near = [
        c for c in drafting.claims[-_PARTS:] if c.measure is last.measure and c.unit == last.unit
    ]
    whole = next((c for c in near if not (c.country or c.supplier) and c.amount), None)
    parts = [c for c in near if c.country and c.country != last.country]
    if not parts or not last.country:
        return last
    return whole or replace(last, country=(), basis="unspecified")


_PARTS = 6
"""Claims before a change among which are the parts of what it is of."""


def _standing_change(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The days of a change that tells none: those that stand, against those that another change of
    the same days was told against, else the same a year before."""
    held = standing_period(drafting, scene)
    now = held.get("period")
    if now is None or scene.periods:
        return {}
    told = (c.against for c in reversed(drafting.claims) if c.against and c.period == now)
    against = next(told, None) or year_before(now)
    return held | {"against": against} if against is not None else {}


def _has_part(scene: Scene, place: int, fields: dict[str, Any], more: dict[str, Any]) -> bool:
    """Whether it is told what a share is of the whole: "fabrics alone cost $47 million, or four
    fifths of the total" tells it, "one in eight of them was blue" does not."""
    parts = {"country", "supplier"} | ({"goods"} if place else set())
    own = {"country", "supplier", "goods"} & fields.keys()
    return bool(own or parts & more.keys() or scene.names)
