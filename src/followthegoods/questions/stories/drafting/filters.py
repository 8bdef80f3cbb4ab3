"""The countries that narrow a number of a story, and what it takes over from the one before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.facts.countries import country_label
from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.abreast import (
    LEAD,
    group_of,
    in_order,
    is_whole,
    span_of,
    tied,
)
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.sentences import BAR


def countries(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The countries of a number: those said to be of it, else the one that its clause is about:
    "Taiwan stands at $6.4 million"."""
    return (
        _which(scene, place)
        or _following(scene, place)
        or _countries(drafting, scene, place)
        or _each_in_order(drafting, scene, place)
        or _subject(drafting, scene, place)
        or _stated_then(scene, place)
    )


def _each_in_order(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The country of a number where the subjects and the numbers are told in one order: "Peru and
    Chile provided eight and five respectively"."""
    if scene.says("respectively") is None:
        return []
    kind = scene.numbers[place].kind
    first = next(n for n, one in enumerate(scene.numbers) if one.kind == kind)
    return in_order(scene, place, _subject(drafting, scene, first))


def _which(scene: Scene, place: int) -> list[Place]:
    """The country of whose deliveries the clause of a number tells: "by Chile, whose 1,010 tonnes
    came from one packer", "Georgia, which went from 840 tonnes to 1,920"."""
    start = scene.numbers[place].start
    return [
        replace(p, basis="unspecified")
        for p in scene.places
        if p.end < start
        and scene.small["which_gave"].fullmatch(scene.text, p.end, start)
        and not scene.small["seat_before"].search(scene.text[: p.start])
    ][-1:]


def _stated_then(scene: Scene, place: int) -> list[Place]:
    """The country that a sentence states at its end for its last number: "imported 640 tonnes; the
    country of origin was Serbia"."""
    end = scene.numbers[place].end
    after = [p for p in scene.places if p.start > end and p.basis in ("origin", "dispatch")]
    last = place + 1 == len(scene.numbers) and not (place and is_whole(scene, place))
    denied = any(_denied(scene, place, p) or _of_rest(scene, place, p) for p in after)
    return after if last and not denied and all(p.start > end for p in scene.places) else []


def _following(scene: Scene, place: int) -> list[Place]:
    """The country of a number where several come next, and then their numbers: "Norway and Chile
    followed, with $4 million and $2 million"."""
    places = [replace(p, basis=p.basis or "unspecified") for p in scene.places]
    if len(places) < 2 or scene.words.says("came_next", scene.text[places[-1].end :]) is None:
        return []
    return in_order(scene, place, places)


def _subject(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The country that the clause of a number begins with, unless it tells what the country itself
    imported."""
    start = scene.numbers[place - 1].end if place else 0
    number = scene.numbers[place]
    return [
        replace(p, basis="unspecified")
        for p in scene.places
        if start <= p.start < number.start
        and not (p.basis or seat_of_one(drafting, scene, p))
        and (p.start == 0 or scene.small["clause_subject"].search(scene.text[start : p.start]))
        and scene.small["country_does"].match(scene.text[p.end : number.start])
        and not scene.words.says("nation_imports", scene.text[p.end :])
        and not scene.words.says("its_records", scene.text[p.end :])
        and not scene.words.says("its_papers", scene.text[p.end :])
    ]


def _countries(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The countries of a number: those after it and before the next, else, of the first number,
    those before it."""
    if place and is_whole(scene, place):
        return []
    first, last = group_of(scene, place)
    if place + 1 < len(scene.numbers) and is_whole(scene, place + 1):
        last = place + 1
    told = [p for p in scene.places if p.basis and not _of_rest(scene, place, p)]
    told = [p for p in told if not _denied(scene, place, p)]
    told = [p for p in told if not seat_of_one(drafting, scene, p)]
    bracketed = [
        replace(p, basis=p.basis or "unspecified")
        for p in scene.places
        if (between := scene.text[p.end : scene.numbers[place].start])
        in (" (", ": ", " ", " with ", ", with ")
        or (p.goods and scene.small["goods_between"].fullmatch(between))
    ]
    several = len({p.code for p in scene.places}) > 1
    if bracketed and (several or not scene.sentence.item):
        return bracketed  # "through Serbia ($2 million), Armenia ($1 million) and …"
    if ordered := in_order(scene, place, told):
        return ordered
    whole = any(drafting.cast.about(name.text) for name in scene.names)
    if scene.sentence.item and not whole:
        told = [replace(p, basis=p.basis or drafting.lead_basis()) for p in scene.places]
    row = [p for p in told if p.end <= scene.numbers[0].start and _leads(scene, p)]
    if row and place:
        return row
    start = scene.numbers[first].start
    more = last + 1 < len(scene.numbers)
    end = _reach(scene, last) if more else span_of(scene, last)[1]
    if cut := scene.small["aside_clause"].search(scene.text, scene.numbers[last].end):
        end = min(end, cut.start())
    after = [p for p in told if start <= p.start < end and not _in_part(scene, last, p)]
    own = [p for p in told if span_of(scene, first)[0] <= p.start < start]
    if more:
        after = [
            p
            for p in after
            if not _right_before(scene, p, last + 1)
            or not (own or ":" in scene.text[scene.numbers[last].end : p.start])
        ]
    if own and own[-1].basis == "dispatch" and all(p.goods for p in after):
        return own  # "Turkey dispatched 900 tonnes of Danish butter"
    if after and not (
        own and scene.small["parted"].search(scene.text[scene.numbers[last].end : after[0].start])
    ):
        return after
    clause = [*scene.small["other_clause"].finditer(scene.text, 0, start)]
    if own and clause:
        own = [p for p in own if p.start >= clause[-1].end()] or own
    if own:
        return own  # "bought engines from China, paying $21 million, and others from India"
    if first == 0:
        front = [p for p in told if p.start < start]
        clause = [*scene.small["other_clause"].finditer(scene.text, 0, start)]
        return [p for p in front if clause and p.start >= clause[-1].end()] or front
    own = [p for p in told if scene.numbers[first - 1].end <= p.start < start]
    if own and (
        scene.small["clause_subject"].search(
            scene.text[scene.numbers[first - 1].end : own[0].start]
        )
        or own[0].firms
        or scene.words.says("whose", scene.text[own[0].end :])
    ):
        return own  # "… made 38 %, and China a further 32 %"
    # "Bought 18 lathes from Taiwan for $1.1 million": no mark parts the two.
    return countries(drafting, scene, first - 1) if tied(scene, first) else []


def _leads(scene: Scene, found: Place) -> bool:
    """Whether all numbers of a sentence are of a country: it stands in the first cell of a row, or
    before the colon that it begins with: "From Russia: 620 tonnes in 2022 and 85 in 2023"."""
    return (scene.sentence.item and BAR.strip() in scene.text) or (
        found.start <= LEAD and scene.text[found.end : found.end + 1] == ":"
    )


def _right_before(scene: Scene, found: Place, place: int) -> bool:
    """Whether a country stands right before a number, which it then belongs to: "from Germany €2
    million, from Italy €1 million"."""
    between = scene.text[found.end : scene.numbers[place].start]
    return scene.small["right_before"].fullmatch(between) is not None


def _of_rest(scene: Scene, place: int, found: Place) -> bool:
    """Whether a country is that of what a number leaves: "and the rest from Thailand"."""
    number = scene.numbers[place]
    between = scene.text[number.end : found.start]
    rest = scene.words.says("remainder", between) is not None
    rest = rest or scene.words.says("of_the_rest", scene.text[found.end :]) is not None
    return found.start > number.end and rest


def _denied(scene: Scene, place: int, found: Place) -> bool:
    """Whether nothing is said to have come from a country: "2,900 tonnes from South Africa, and
    not a gram from Namibia"."""
    between = scene.text[scene.numbers[place].end : found.start]
    return (
        found.start > scene.numbers[place].end and scene.words.says("no_gram", between) is not None
    )


def seat_of_one(drafting: Drafting, scene: Scene, found: Place) -> bool:
    """Whether a country only tells where a company that is named next sits: "Swiss trader
    Marvane", "the Indian mill Borowa"."""
    firms = [n for n in scene.names if n.company or n.role or n.aside or drafting.cast.buys(n.text)]
    called = scene.words.words["name"]["one_business"]
    seat = re.compile(called.replace("BUSINESS", scene.words.words["name"]["business"]))
    of_it = scene.words.naming.aside["seat_of"]
    return any(
        seat.fullmatch(scene.text[found.end : n.start])
        or of_it.fullmatch(scene.text, n.end, found.start)
        or scene.text[found.end : n.start] == " "
        or (n.role and not found.goods and scene.told_with(n) <= found.start < n.start)
        for n in firms
        if not _whence(scene, found)
    )


def _whence(scene: Scene, found: Place) -> bool:
    """Whether a country is told as where something came from, by its name and not as a seat."""
    own = scene.text[found.start : found.end]
    adjective = re.search(scene.words.words["adjective"]["words"], own) is not None
    named = not adjective or own == country_label(found.code)
    sits = scene.small["seat_follows"].match(scene.text, found.end)
    return (
        named and not sits and scene.small["whence"].search(scene.text[: found.start]) is not None
    )


def _in_part(scene: Scene, place: int, found: Place) -> bool:
    """Whether a country is that of a part of what a number counts: "nearly all of it from"."""
    after = scene.text[found.end :]
    if scene.words.says("origin_after", after) or scene.words.says("dispatch_after", after):
        return False  # "with Kazakhstan given as the country of origin"
    number = scene.numbers[place]
    of_it = scene.words.says("of_it", scene.text[number.end :]) if not number.kind else None
    start = number.end + (of_it.end() if of_it else 0)  # "ten of them Italian": ten are the part
    between = scene.text[start : found.start]
    if place + 1 < len(scene.numbers) and scene.small["of_which_one"].search(between):
        return True  # "88 tonnes of palm oil, of which India sent 54%"
    part = scene.words.says("partitive", between)
    return part is not None and scene.small["all_of"].search(between) is None


def _reach(scene: Scene, place: int) -> int:
    """Where what is said after a number ends, another number following: a country that is said to
    do something stands with that other."""
    start, end = scene.numbers[place].end, scene.numbers[place + 1].start
    found = [p for p in scene.places if p.basis and start <= p.start < end]
    for n, one in enumerate(found):
        subject = scene.small["clause_subject" if not n else "new_subject"]
        if subject.search(scene.text[start : one.start]) or scene.words.says(
            "whose", scene.text[one.end :]
        ):
            return one.start
    return end


def inherited(claim: Claim) -> dict[str, Any]:
    """What a number that goes on from a claim takes over from it."""
    return {
        "supplier": claim.supplier,
        "country": claim.country,
        "basis": claim.basis,
        "goods": claim.goods,
        "hs": claim.hs,
        "period": claim.period,
    }
