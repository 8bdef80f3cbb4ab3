"""What narrows a number in its own sentence, as fields of a claim: whose it is, countries,
suppliers and goods, and what a number without a unit counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.abreast import group_of, is_whole
from followthegoods.questions.stories.drafting.counting import (
    DATES,
    counted_before,
    lots_of,
    money_again,
    more_deliveries,
    of_them,
    part_of_told,
    share_again,
    so_many,
)
from followthegoods.questions.stories.drafting.dealing import from_elsewhere
from followthegoods.questions.stories.drafting.fielding import (
    numbered,
    placed,
)
from followthegoods.questions.stories.drafting.filters import countries
from followthegoods.questions.stories.drafting.goods import goods
from followthegoods.questions.stories.drafting.goods_again import told_goods
from followthegoods.questions.stories.drafting.goods_told import goods_named, goods_ranked
from followthegoods.questions.stories.drafting.goods_words import goods_fields
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.drafting.supplying import suppliers
from followthegoods.questions.stories.drafting.tables import led_goods
from followthegoods.questions.stories.drafting.weighing import of_a_nation
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS


def narrowed(drafting: Drafting, scene: Scene, place: int, measure: Measure) -> dict[str, Any]:
    """A number with what narrows it in its own sentence: countries, suppliers, goods."""
    number = scene.numbers[place]
    counts = measure in (Measure.COUNTRIES, Measure.SUPPLIERS)
    if counts and scene.words.says("so_many_makers", scene.text[number.end :]):
        number = replace(number, kind="suppliers", unit="suppliers")  # "from six plants"
        numbers = [*scene.numbers[:place], number, *scene.numbers[place + 1 :]]
        scene = replace(scene, numbers=numbers)
    first = scene.numbers[place - 1].end if place else 0
    of = drafting.subject(scene, number.start, first)
    of = (_another(drafting, scene, place) if counts and place else ()) or of
    of = () if of_a_nation(drafting, scene, place) else of
    fields: dict[str, Any] = {"of": of, **numbered(number)}
    if number.kind == "":
        fields |= _counting(drafting, scene, number, measure)
    found = _first_ranked(drafting, scene, place) or countries(drafting, scene, place)
    fields |= placed(found) or (_ranked_country(drafting, scene) if not place else {})
    if (next_to := _next_to(drafting, scene, found)) is not None:
        fields["basis"] = next_to.basis
        fields |= {"goods": next_to.goods, "hs": next_to.hs}
    if found and fields["basis"] == "unspecified":
        fields |= _ranked_basis(drafting, scene, found)
    if found and fields["basis"] == "unspecified" and scene.says("as_origins"):
        fields["basis"] = "origin"
    if len({p.code for p in scene.places}) == 1 and found and scene.says("made_there"):
        fields["basis"] = "origin"  # "some of it was Mexican: 163 tonnes had been mined in"
    own = goods(scene, place) or told_goods(drafting, scene, place)
    if not own and number.kind in ("money", "weight") and not scene.says("generic_goods"):
        own = goods_ranked(scene)
    fields = {**fields, **own}
    if place + 1 < len(scene.numbers) and is_whole(scene, place + 1):
        fields |= goods(scene, place + 1)  # "94% of the 118,000 tonnes of coal"
    if scene.sentence.item and not (counts or fields.get("goods")):
        fields |= goods_fields(led_goods((drafting.lead, drafting.above)))
    if measure is Measure.COUNTRIES:
        fields |= {"country": (), "basis": _basis_of_countries(scene, number)}
    elif measure is Measure.SUPPLIERS and (seat := _seat_of(scene, number)) is not None:
        fields |= {"country": (seat.code,), "basis": "sender"}
    elif measure is Measure.SUPPLIERS and found and fields.get("basis") == "unspecified":
        fields["basis"] = "sender"  # "44 companies, 19 of them Chinese"
    by = () if counts else suppliers(drafting, scene, place) or _ranked(drafting, scene)
    if by:
        fields |= {"supplier": by}
        if fields.get("basis") not in ("origin", "dispatch"):
            # What is no adjective of goods is an apposition: "the Turkish dealer".
            told = [_sent_from(scene, number, p) for p in found]
            whole = [p for p in found if _of_the_whole(scene, place, p)]
            told = [p for p in told if p.goods or p.basis == "dispatch" or p in whole]
            fields |= {"country": (), "basis": "unspecified", **placed(told)}
    return fields


def _of_the_whole(scene: Scene, place: int, found: Place) -> bool:
    """Whether a country is that of the whole of which a number, or the share that it is told with,
    is a part: "900 tonnes, or three fifths of the mica from Madagascar"."""
    number = scene.numbers[group_of(scene, place)[1]]
    between = scene.text[number.end : found.start]
    return number.end <= found.start and scene.small["of_all_from"].fullmatch(between) is not None


def _sent_from(scene: Scene, number: Number, place: Place) -> Place:
    """A country with "dispatch" where a supplier sent what a number counts from it: "the Swiss
    trader Marvane shipped it 900 tonnes from Oman"."""
    small = scene.words.trade.small
    sends = [w for w in scene.trades if w.form == ACTS and w.end <= number.start and not w.passive]
    sent = sends and small["sends"].fullmatch(scene.text, sends[-1].start, sends[-1].end)
    whence = number.end <= place.start and scene.small["whence"].search(scene.text[: place.start])
    return replace(place, basis="dispatch") if sent and whence and not place.goods else place


def _another(drafting: Drafting, scene: Scene, place: int) -> tuple[str, ...]:
    """The second company whose suppliers a sentence counts: "Marvane had 22, Kolbrek nine"."""
    first, start = scene.numbers[place - 1].end, scene.numbers[place].start
    if scene.small["another_has"].fullmatch(scene.text, first, start) is None:
        return ()
    named = [n.text for n in scene.names if first <= n.start < start]
    return tuple(drafting.cast.topic if drafting.cast.about(one) else one for one in named[:1])


def _seat_of(scene: Scene, number: Number) -> Place | None:
    """The country that counted suppliers sit in: "12 in Germany, eight in Poland"."""
    after = ((p, scene.text[number.end : p.start]) for p in scene.places if p.start > number.end)
    return next((p for p, between in after if scene.words.says("firms_beside", between)), None)


def _basis_of_countries(scene: Scene, number: Number) -> str:
    """What countries that are counted are: "made in 21 countries", "firms in 14 countries"."""
    front = scene.text[: number.start]
    told = (basis for basis, pattern in scene.words.bases if pattern.search(front))
    said = next(told, "unspecified")
    return "sender" if said == "unspecified" and scene.says("firms") else said


def _ranked(drafting: Drafting, scene: Scene) -> tuple[str, ...]:
    """The supplier that the same sentence ranks: "it is the largest: $24 million"."""
    last = drafting.claims[-1] if drafting.claims else None
    here = last is not None and last.at[0] >= scene.sentence.start
    return last.supplier if last is not None and here and last.measure is Measure.RANK else ()


def _ranked_country(drafting: Drafting, scene: Scene) -> dict[str, Any]:
    """The country that the same sentence ranks: "China was its main source, with 900 tonnes"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.at[0] < scene.sentence.start or last.measure is not Measure.RANK:
        return {}
    if last.at[0] > scene.sentence.at(scene.numbers[0].start):
        return {}  # "… 900 tonnes, 210 of them in Brazil, the second-largest source"
    return {} if last.supplier else {"country": last.country, "basis": last.basis}


def _first_ranked(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The country that a sentence ranks before another, for the number that follows: "Brazil was
    ahead of Vietnam, with 1,100 tonnes"."""
    last = drafting.claims[-1] if drafting.claims else None
    if place or last is None or last.at[0] < scene.sentence.start or len(last.country) != 1:
        return []
    number = scene.numbers[0]
    first = [p for p in scene.places if p.end <= number.start]
    alone = len(scene.numbers) == 1 and len(first) > 1
    if last.measure is not Measure.RANK or not alone or first[0].code != last.country[0]:
        return []
    with_it = scene.small["with_so_much"].search(scene.text[first[-1].end : number.start])
    return [replace(first[0], basis=first[0].basis or last.basis)] if with_it else []


def _ranked_basis(drafting: Drafting, scene: Scene, found: Sequence[Place]) -> dict[str, Any]:
    """What a country is to the goods where its own sentence ranks it as that: "France was first
    among the countries of origin, with 55 per cent"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.at[0] < scene.sentence.start or last.measure is not Measure.RANK:
        return {}
    same = last.country == tuple(dict.fromkeys(p.code for p in found))
    return {"basis": last.basis} if same and not last.supplier else {}


def _counting(drafting: Drafting, scene: Scene, number: Number, measure: Measure) -> dict[str, Any]:
    """What a number without a unit counts: pieces of its own, or what was counted before it."""
    if measure is Measure.VALUE and (money := money_again(drafting, scene, number)) is not None:
        return {"unit": money.unit}
    if measure is Measure.SHARE and (share := share_again(drafting, scene, number)) is not None:
        return {"unit": share.unit}
    if (whole := part_of_told(drafting, scene, number)) is not None:
        return _of_whole(scene, whole)
    before = counted_before(drafting, scene, number)
    if before and of_them(scene, number) and before.measure is not measure:
        before = next((c for c in reversed(drafting.claims) if c.measure is measure), None)
    if before is None and measure is Measure.LINES and drafting.claims:
        before = drafting.claims[-1]
    if (denied := more_deliveries(drafting, scene, number)) is not None:
        told: dict[str, Any] = {"unit": "shipments"}
        if denied.measure is Measure.ABSENCE:
            told["period"] = denied.period
        elif denied.measure is Measure.LINES:
            told = {"unit": denied.unit, "country": denied.country, "basis": denied.basis}
            told |= {"goods": denied.goods, "hs": denied.hs}
        return told
    units = {Measure.LINES: lots_of(scene, before), Measure.SUPPLIERS: "suppliers"}
    unit = units.get(measure, "pieces")
    fields: dict[str, Any] = {"unit": before.unit if before and before.unit else unit}
    if before and counted_before(drafting, scene, number) and before.at[0] < scene.sentence.start:
        fields |= {"goods": before.goods, "hs": before.hs}
        again = ("there_were", "records_name")
        front = scene.text[: number.start]
        if any(scene.words.says(cue, front) for cue in again) and not scene.places:
            fields |= {"country": before.country, "basis": before.basis}
    elif before and measure in _COUNTED_ON and not _narrowed_by(scene):
        fields |= {"country": before.country, "basis": before.basis}
    others = scene.words.says("the_remaining", scene.text[: number.start]) is not None
    at = scene.numbers.index(number)
    others = others or from_elsewhere(drafting, scene, at, ("unspecified",))
    if before and not others and before.supplier and before.at[0] >= scene.sentence.start:
        fields |= {"supplier": before.supplier}
    if measure is Measure.QUANTITY and before:
        fields |= {"goods": before.goods, "hs": before.hs}
        same = drafting.same_paragraph(scene, before)
        if same and not scene.periods and before.period is not None:
            fields["period"] = before.period
    elif measure is Measure.QUANTITY and (
        of_them(scene, number)
        or so_many(drafting, scene, number)
        or scene.words.says("so_many_of_them", scene.text[number.end :])
    ):
        named = goods_named(scene)
        fields |= named or drafting.spoken_goods
        if not (named or scene.places) and drafting.spoken_whence is not None:
            fields |= placed([drafting.spoken_whence])  # "German buses sell. It bought 30 of them"
    last = drafting.claims[-1] if drafting.claims else None
    near = last is not None and drafting.same_paragraph(scene, last)
    goes_on = measure is Measure.LINES and last is not None and last.measure in DATES
    goes_on = goes_on or so_many(drafting, scene, number)
    own = any(p.basis and p.start >= number.end for p in scene.places)
    goes_on = goes_on and not (own or others)
    if near and last is not None and goes_on and last.supplier and not drafting.others(scene):
        fields |= {"supplier": last.supplier}
    return fields


def _of_whole(scene: Scene, whole: Claim) -> dict[str, Any]:
    """What a number takes over from the whole that it is told to be part of: "305 of the 412"."""
    fields: dict[str, Any] = {"unit": whole.unit, "goods": whole.goods, "hs": whole.hs}
    if not any(p.basis for p in scene.places):
        fields |= {"country": whole.country, "basis": whole.basis}
    if not scene.periods and whole.period is not None:
        fields["period"] = whole.period
    return fields | ({"supplier": whole.supplier} if whole.supplier else {})


_COUNTED_ON = (Measure.QUANTITY, Measure.LINES)
"""Measures of which a number without a unit goes on from the country told before it."""


def _narrowed_by(scene: Scene) -> bool:
    """Whether a sentence names more than one country that something came from."""
    return len([place for place in scene.places if place.basis]) > 1


def _next_to(drafting: Drafting, scene: Scene, found: Sequence[Place]) -> Claim | None:
    """The claim before whose basis a country shares that is said to come next: "Germany followed
    with 22 %"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or not found or not drafting.same_paragraph(scene, last):
        return None
    after = [scene.text[p.end :] for p in scene.places if p.start >= found[0].start]
    told = any(scene.words.says("came_next", rest) for rest in after)
    next_to = found[0].basis == "unspecified" and told
    return last if next_to and last.country else None
