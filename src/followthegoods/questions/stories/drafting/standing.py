"""What stands in a story until something else is said: the period, the goods and the supplier that
a figure takes over where its own sentence tells none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import COUNTED, DATED, Claim, Measure
from followthegoods.questions.stories.drafting.fielding import PERIOD, ends
from followthegoods.questions.stories.drafting.goods_again import renamed
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.resuming import that_very, told_again
from followthegoods.questions.stories.drafting.standing_goods import (
    OF_TRADE,
    goods_standing,
    of_one_kind,
)
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.days import unsure
from followthegoods.questions.stories.reading.names import head
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene


def standing(
    drafting: Drafting, scene: Scene, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """What a figure takes over, as fields of a claim; `fields` are those it has."""
    taken: dict[str, Any] = {}
    whole = _named_again(drafting, scene)
    if whole is not None and measure is Measure.SHARE:
        held = {"goods": whole.goods, "hs": whole.hs, "period": whole.period}
        return {name: value for name, value in held.items() if value and not fields.get(name)}
    denied = _denied(drafting, scene) if measure is not Measure.SHARE else None
    if denied is None and measure in (Measure.VALUE, Measure.QUANTITY):
        denied = _same_lot(drafting, scene, fields)
    own = denied is not None and _others(fields.get("supplier", ()), denied.supplier)
    if denied is not None and not own and not fields.get("country"):
        taken |= {"supplier": denied.supplier, "country": denied.country, "basis": denied.basis}
        if not fields.get("goods"):
            of = {"goods": denied.goods, "hs": denied.hs}
            none_sent = denied.measure is Measure.ABSENCE and not denied.goods
            taken |= of_one_kind(drafting, scene, measure, fields) if none_sent else of
    elif (lot := _some_of_lot(drafting, scene, fields)) is not None:
        told: dict[str, Any] = {"supplier": lot.supplier}
        if "period" not in fields:
            told["period"] = lot.period
        taken |= told
    elif not fields.get("goods"):
        taken |= goods_standing(drafting, scene, measure, fields)
    else:
        taken |= renamed(drafting, scene, fields)
    narrowed = {"country", "supplier"} & {n for n, v in (fields | taken).items() if v}
    if narrowed == {"supplier"} and any(p.goods for p in _asked_places(drafting)):
        taken |= _asked_from(drafting, scene) or {}
    whole = _of_that(drafting, scene) if measure is Measure.QUANTITY else None
    if narrowed == {"supplier"} and whole is not None:
        taken |= {"country": whole.country, "basis": whole.basis}
        taken |= {"period": whole.period} if whole.period and not scene.periods else {}
    part = measure is not Measure.SHARE or narrowed
    again = _lot(drafting, scene, fields | taken) if part else None
    if again is not None and "country" not in narrowed:
        more: dict[str, Any] = {"country": again.country, "basis": again.basis}
        more |= {} if "supplier" in narrowed or measure in COUNTED else {"supplier": again.supplier}
        taken |= {name: value for name, value in more.items() if value}
        narrowed |= {"country"} if again.country else set()
    if measure is Measure.CHANGE and scene.opens("the_volume"):
        flow = next((c for c in reversed(drafting.claims) if c.measure in OF_TRADE), None)
        if flow is not None and not narrowed and drafting.same_paragraph(scene, flow):
            names = ("goods", "hs", "country", "basis", "supplier")
            same = {name: getattr(flow, name) for name in names}
            taken |= {n: v for n, v in same.items() if v and not fields.get(n)}
    elif not narrowed:
        taken |= _country(drafting, scene, measure, fields | taken)
    now = measure is Measure.SUPPLIERS and scene.says("has_now")
    if "period" not in fields and measure in DATED and not (now or fields.get("doubts")):
        days = standing_period(drafting, scene, fields)
        taken |= days | {"doubts": taken.get("doubts", ()) + days.get("doubts", ())}
    return taken


def _lot(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> Claim | None:
    """The claim of goods that a figure speaks on of: "it paid €3 million for them", "the salt was
    loaded in Sfax", "a third of it". Where its paragraph tells of several lots, they must have come
    from the same country or the same firm."""
    goods = fields.get("goods", ())
    near = [c for c in drafting.claims if drafting.same_paragraph(scene, c)]
    kind = {name.split()[-1] for name in goods[-1:]}
    lots = [c for c in near if kind == {name.split()[-1] for name in c.goods[-1:]} != set()]
    told = (*OF_TRADE, Measure.PRESENCE)
    lots = [c for c in lots if c.measure in told and c.at[0] < scene.sentence.start]
    if lots and scene.says("of_this_last"):
        return lots[-1]
    lots = [c for c in lots if not c.part_of and c.id not in drafting.beside]
    if not lots or len({(c.country, c.supplier) for c in lots}) > 1 or not _speaks_on(scene, goods):
        return None
    return lots[-1]


def _speaks_on(scene: Scene, goods: Sequence[str]) -> bool:
    """Whether a sentence names again what was told of: "it", "these", "of the salt"."""
    if scene.opens("refers_to_goods") or scene.says("looks_back") or scene.says("goods_again"):
        return True
    if any(scene.words.says("of_it", scene.text[n.end :]) for n in scene.numbers):
        return True
    kind = re.escape(goods[-1].split()[-1])
    named = re.finditer(rf"\b{kind}\b", scene.text, re.I)
    return any(scene.small["the_goods"].search(scene.text[: m.start()]) for m in named)


def _of_that(drafting: Drafting, scene: Scene) -> Claim | None:
    """The claim of goods from a country of which a supplier sent some: "… 62% of the Chilean wine.
    Marvane alone shipped 8,900 tonnes of it"."""
    last = drafting.claims[-1] if drafting.claims else None
    some = any(scene.words.says("of_it", scene.text[n.end :]) for n in scene.numbers)
    if last is None or not some or scene.places or last.at[0] >= scene.sentence.start:
        return None
    near = last.measure in (*OF_TRADE, Measure.SHARE) and drafting.same_paragraph(scene, last)
    return last if near and last.country and last.goods else None


def _others(told: Sequence[str], denied: Sequence[str]) -> bool:
    """Whether suppliers that are told are others than those who denied."""
    return bool(told) and {head(name) for name in told} != {head(name) for name in denied}


def _named_again(drafting: Drafting, scene: Scene) -> Claim | None:
    """The claim whose number a sentence, or the question that it answers, names again: "Some 58% of
    the 214,000"."""
    if drafting.asked_of is not None and drafting.asked(scene):
        return drafting.asked_of
    again = (told_again(scene, number, drafting.claims) for number in scene.numbers)
    return next((claim for claim in again if claim is not None), None)


def _denied(drafting: Drafting, scene: Scene) -> Claim | None:
    """The deliveries that were denied right before, of which a figure tells: "It says it has sold
    none since March. We found 31 consignments"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.at[0] >= scene.sentence.start:
        last = next((c for c in reversed(drafting.claims) if c.at[0] < scene.sentence.start), None)
    if last is None or last.measure is not Measure.ABSENCE or not last.supplier:
        return None
    return last if drafting.same_paragraph(scene, last) else None


def _same_lot(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> Claim | None:
    """The deliveries counted right before, of which "they" tells the weight or the worth."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.measure is not Measure.LINES:
        return None
    if fields.get("supplier", last.supplier) != last.supplier:
        return None
    return last if scene.says("they_begin") and drafting.same_paragraph(scene, last) else None


def _some_of_lot(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> Claim | None:
    """The claim of goods from one supplier, of which a figure counts some: "eleven of the
    spectrometers were made in Germany", "the engines cost $9 million"."""
    goods = fields.get("goods", ())
    if len(goods) != 1 or fields.get("supplier"):
        return None
    named = re.finditer(rf"{re.escape(goods[0])}\b", scene.text, re.I)
    if not any(scene.small["the_very"].search(scene.text[: m.start()]) for m in named):
        return None
    near = (c for c in reversed(drafting.claims) if drafting.next_paragraph(scene, c))
    told = next((c for c in near if c.goods and c.at[0] < scene.sentence.start), None)
    if told is None or len(told.supplier) != 1 or told.country:
        return None
    return told if told.goods[0].split()[-1] == goods[0].split()[-1] else None


def _asked_places(drafting: Drafting) -> Sequence[Place]:
    return drafting.question.places if drafting.question is not None else ()


def _asked_from(drafting: Drafting, scene: Scene) -> dict[str, Any] | None:
    """The country of the goods that the question before asks about, of which a figure tells: "How
    does Korean cloth get there? Kolbrek delivered 148 tonnes of it"."""
    places = _asked_places(drafting) if drafting.asked(scene) else ()
    if len(places) != 1 or not places[0].basis or scene.places or not scene.says("of_it_all"):
        return None
    return {"country": (places[0].code,), "basis": places[0].basis}


def _country(
    drafting: Drafting, scene: Scene, measure: Measure, fields: dict[str, Any]
) -> dict[str, Any]:
    """The country that every figure so far is of, where a figure speaks on of the same trade: "In
    December the imports came to 540 tonnes"."""
    same = that_very(scene, fields.get("goods", ()), drafting.claims)
    if same is not None and drafting.same_paragraph(scene, same):
        return {"country": same.country, "basis": same.basis}
    if (asked := _asked_from(drafting, scene)) is not None:
        return asked
    told = [c for c in drafting.claims if c.amount is not None and c.measure in OF_TRADE]
    of_which = scene.says("of_which")  # "it imported 1,300, of which 1,250 went through Oman"
    own = (
        scene.places
        if of_which is None
        else [p for p in scene.places if p.start < of_which.start()]
    )
    if not told or measure not in OF_TRADE or own:
        return {}
    if (flow := _of_other_days(drafting, scene, fields)) is not None:
        return {"country": flow.country, "basis": flow.basis, "supplier": flow.supplier}
    of = {(c.country, c.supplier) for c in told}
    if len(of) > 1 or not told[-1].country or scene.says("the_flow") is None:
        return {}
    return {"country": told[-1].country, "basis": told[-1].basis}


def _of_other_days(drafting: Drafting, scene: Scene, fields: dict[str, Any]) -> Claim | None:
    """The figure of which a bare one tells other days: "In 2023 it imported 900 cars from Japan, 40
    of them via Oman. In 2024 it imported 1,300"."""
    days = any(p.text and not p.event for p in scene.periods)
    if not days or goods_named(scene) or scene.names or scene.sentence.item:
        return None
    near = [c for c in drafting.claims if drafting.same_paragraph(scene, c)]
    near = [c for c in near if c.measure in OF_TRADE and not c.part_of]
    near = [c for c in near if c.at[0] < scene.sentence.start and c.id not in drafting.beside]
    last = near[-1] if near else None
    return last if last is not None and last.unit == fields["unit"] else None


def standing_period(
    drafting: Drafting, scene: Scene, fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The period that stands: the last one of the paragraph, else the one that all records of the
    text are of, else the one that was stated last and is no look back."""
    counts = (*DATED, Measure.COUNTRIES)
    dated = [c for c in drafting.claims if c.period and c.measure in counts]
    if scene.says("rests_on") and dated:
        return _taken(max(dated, key=_length))
    undated = next((c for c in reversed(drafting.claims) if c.amount is not None), None)
    if undated is not None and unsure(undated.doubts) and drafting.same_paragraph(scene, undated):
        return {}  # its days were told, but stay open
    last = drafting.claims[-1] if drafting.claims else None
    if (
        last is not None
        and last.measure is Measure.ABSENCE
        and drafting.same_paragraph(scene, last)
    ):
        closed = last.period is not None and last.period.first and last.period.last
        now = drafting.current()
        if closed and now is not None and ends(last) > ends(now):
            return _taken(last)  # "In 2024 it bought none there. Egypt sold it 1,200 tonnes"
    near = [c for c in dated if drafting.same_paragraph(scene, c)]
    near = [c for c in near if c.id not in drafting.beside] or near
    if (days := _opened(drafting, scene, near)) is not None:
        return {"period": days, "doubts": (PERIOD.format("a sentence before"),)}
    if near and not scene.says("latest"):
        return _taken(_whole_of(near, fields))
    if drafting.headed is not None:
        return {"period": drafting.headed, "doubts": (PERIOD.format("what stands above"),)}
    if drafting.scope is not None:
        return {"period": drafting.scope, "doubts": (PERIOD.format("what the records cover"),)}
    current = drafting.current()
    if current is None:
        return _just_told(drafting, scene)
    # A new paragraph is of the whole again, of which the one before told a part.
    whole = next((c for c in dated if encloses(c, current)), current)
    return _taken(whole)


def _opened(drafting: Drafting, scene: Scene, near: Sequence[Claim]) -> Period | None:
    """The days that a sentence before in the paragraph opens with, where no figure since tells
    others: "In 2023 it looked abroad for flour. It imported 900 tonnes"."""
    if drafting.opened is None:
        return None
    (start, paragraph), days = drafting.opened
    if paragraph != scene.sentence.paragraph or any(c.at[0] > start for c in near):
        return None
    return days


def _whole_of(near: Sequence[Claim], fields: dict[str, Any] | None) -> Claim:
    """The last claim of a paragraph, or, for a figure that is more than that, the one of all its
    days: "900 tonnes in 2023, 300 of them in May. Oman sold it 700"."""
    last = near[-1]
    amount = (fields or {}).get("amount")
    if amount is None or last.amount is None or last.unit != fields.get("unit"):  # type: ignore[union-attr]
        return last
    if last.unit[:1] == "%" or amount.low <= last.amount.low:
        return last
    return next((c for c in near if c.unit == last.unit and encloses(c, last)), last)


def _length(claim: Claim) -> int:
    """The days of a claim's period; none where it is open."""
    days = claim.period
    return (days.last - days.first).days if days and days.first and days.last else 0


def encloses(whole: Claim, part: Claim) -> bool:
    """Whether the days of a claim are a span that has those of another, and more."""
    a, b = whole.period, part.period
    if a is None or b is None or not (a.first and a.last and b.first and b.last):
        return False
    return a.first <= b.first and b.last <= a.last and (a.first, a.last) != (b.first, b.last)


def _just_told(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The year of the sentence before in its paragraph, where no figure of trade has any: "Its
    turnover was $300 million in 2023. It imported coal worth $64 million"."""
    before = drafting.scene
    if before is None or before.sentence.paragraph != scene.sentence.paragraph:
        return {}
    if any(c.period and c.at[0] >= before.sentence.start for c in drafting.claims):
        return {}
    said = [p.text for p in before.periods if p.text and not (p.event or p.aside or p.doubt)]
    if len(said) != 1 or not re.fullmatch(r"\d{4}(?:\.\.\d{4})?", said[0]):
        return {}
    if not before.numbers and not before.says("imports"):
        return {}
    return {"period": period(said[0]), "doubts": (PERIOD.format("the sentence before"),)}


def _taken(claim: Claim) -> dict[str, Any]:
    return {"period": claim.period, "doubts": (PERIOD.format(claim.id),)}
