"""Words of a sentence that name something again: the former and the latter of two, a number that
was told before, the days of what was just told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from followthegoods.model.printed import period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name, roled
from followthegoods.questions.stories.reading.numbers import ELSE, Number, Span
from followthegoods.questions.stories.reading.places import Place, resumed
from followthegoods.questions.stories.reading.scene import Scene

DIGITS = 3
"""Letters of a number that is likely the same one where it stands again: "the 61,000"."""


def with_former(scene: Scene, before: Scene | None) -> Scene:
    """A sentence with "the former" and "the latter" as the two countries, or the two companies,
    that were spoken of right before."""
    told = list(scene.words.cues["former"].finditer(scene.text))
    if not told:
        return scene
    places = [p for p in scene.places if p.end <= told[0].start()]
    companies = [n for n in scene.names if n.company and n.end <= told[0].start()]
    if before is not None and len(places) < 2 and len(companies) < 2:
        places, companies = [*before.places], [n for n in before.names if n.company]
    for role in (SUPPLIER, RECEIVER):
        alike = [n for n in companies if n.role == role]
        if len(alike) == _TWO:  # two dealers, told with where they sit
            places, companies = [], alike
    pairs = [(m.start(), m.end(), -2 if m["first"] else -1) for m in told]
    if len(places) >= 2:
        found: list[Place] = [*scene.places]
        for start, end, which in pairs:
            one = resumed(start, end, places[which].code, scene.text, scene.words)
            basis = one.basis or (found[-1].basis if found else "") or "unspecified"
            found.append(replace(one, basis=basis))
        return replace(scene, places=sorted(found, key=lambda place: place.start))
    if len(companies) >= 2:
        again = [_again(scene, a, b, companies[n]) for a, b, n in pairs]
        return replace(scene, names=sorted([*scene.names, *again], key=lambda name: name.start))
    return scene


def _again(scene: Scene, start: int, end: int, name: Name) -> Name:
    """A company by words that name it again: with the role that they give to it, else its own."""
    one = roled(start, end, True, scene.text, scene.words)
    role = one.role or (RECEIVER if name.role == RECEIVER else SUPPLIER)
    return replace(one, text=name.text, role=role)


def with_country(scene: Scene, last: Place | None, before: Scene | None = None) -> Scene:
    """A sentence with "the country" as the one that was spoken of last, what came from it, or with
    "it" as the one that the sentence `before` names alone: "Take Germany. In 2021 it shipped"."""
    got = [
        replace(p, basis="unspecified")
        for p in scene.places
        if not p.basis
        and scene.words.says("in_a_country", scene.text[: p.start])
        and scene.words.says("there_it_got", scene.text[p.end :])
    ]
    if got:  # "In Peru it bought"
        rest = [p for p in scene.places if p.start not in {one.start for one in got}]
        scene = replace(scene, places=sorted([*rest, *got], key=lambda p: p.start))
    sends = scene.says("it_sends")
    if sends and before is not None and len(before.places) == 1 and not before.names:
        one = resumed(*sends.span("what"), before.places[0].code, scene.text, scene.words)
        return replace(scene, places=sorted([*scene.places, one], key=lambda p: p.start))
    every = list(scene.words.cues["the_country"].finditer(scene.text))
    if (gives := _gives_again(scene)) is not None and last is not None:
        one = Place(*gives, last.code, "unspecified")
        return replace(scene, places=sorted([*scene.places, one], key=lambda p: p.start))
    trades = (scene.says("trade") or scene.trades) and (scene.numbers or scene.says("absence"))
    there = scene.says("goes_there") if not every and trades else None
    if there is not None and last is not None and not scene.places:
        return replace(scene, places=[Place(*there.span(), last.code, "unspecified")])
    earlier = [p for p in scene.places if every and p.start < every[0].start()]
    if len({p.code for p in earlier}) == 1:
        last = earlier[-1]  # "it relies on China: 820 tonnes were made there"
    elif earlier:
        return scene
    if not every or last is None:
        return scene
    found = [_country_again(scene, again, last) for again in every]
    return replace(scene, places=sorted([*scene.places, *found], key=lambda one: one.start))


def _gives_again(scene: Scene) -> Span | None:
    """Where a sentence says what the country spoken of last gave: "the same country supplied"."""
    named = scene.small["the_same_country"].match(scene.text)
    gives = named and scene.words.says("gives_on", scene.text[named.end() :])
    return named.span("what") if named and gives else None


def _country_again(scene: Scene, again: re.Match[str], last: Place) -> Place:
    """The country that was spoken of last where a sentence names it again: "made there"."""
    how = (again["how"] or "").lower()
    through = how in ("via", "through", "by way of")
    made = "unspecified" if through or how in ("", "from", "in", "on") else "origin"
    front = f"{scene.text[: again.start('what')].removesuffix('the ')}"
    said = next((b for b, pattern in scene.words.bases if pattern.search(front)), made)
    sent = scene.small["sent_there"].fullmatch(how)
    basis = "dispatch" if through or sent else said
    return Place(*again.span("what"), last.code, basis)


def about_a_country(scene: Scene) -> Place | None:
    """The country that a sentence begins with, and says nothing of that records could: "Morocco
    matters less than it did"."""
    first = scene.places[0] if len(scene.places) == 1 else None
    if first is None or first.basis or scene.numbers or scene.words.says("possessive", scene.text):
        return None
    heads = scene.small["nothing_or_article"].fullmatch(scene.text[: first.start])
    after = scene.small["acts_itself"].match(scene.text, first.end)
    return replace(first, basis="unspecified") if heads and after else None


def with_both(scene: Scene, told: Sequence[Claim]) -> Scene:
    """A sentence with "those countries", "either" or "both" as the countries that the claims `told`
    in its paragraph name last, be it together or one after another."""
    again = scene.says("those_countries") or scene.says("they_each")
    if again is None:
        return scene
    two = _TWO if len(again.groups()) == 1 or again["two"] or again["pair"] else 0
    several = next((c.country for c in reversed(told) if len(c.country) > 1), ())
    last = next((c.country for c in reversed(told) if c.country), ())
    if len(last) == 1:  # "half of it in China and a third in India"
        alone = dict.fromkeys(c.country[0] for c in told[::-1] if len(c.country) == 1)
        several = tuple(alone)[1::-1]
    if two and len(several) != two:
        return scene
    places = [resumed(*again.span("what"), c, scene.text, scene.words) for c in several]
    places = [replace(p, basis=p.basis or "unspecified") for p in places]
    places = sorted([*scene.places, *places], key=lambda one: one.start)
    start, end = again.span("what")
    numbers = [n for n in scene.numbers if not start <= n.start < end]  # "the two countries"
    return replace(scene, places=places, numbers=numbers)


_TWO = 2
"""Countries that "both" and "either" are."""


def told_again(scene: Scene, number: Number, claims: Sequence[Claim]) -> Claim | None:
    """The claim that a number of a sentence names again: "Where did the 61,000 come from?"."""
    front = scene.text[: number.start].lower()
    ends = (scene.text[n.end : number.start].lower() for n in scene.numbers if n.end < number.start)
    of_it = any(between in (" of the ", " of the last ", " of the first ") for between in ends)
    if (len(number.text) < DIGITS and not of_it) or not (of_it or front.endswith("the ")):
        return None
    same = (c for c in reversed(claims) if c.amount and c.amount.text == number.text)
    return next(same, None)


def that_very(scene: Scene, goods: Sequence[str], claims: Sequence[Claim]) -> Claim | None:
    """The claim of goods from a country that "that plywood" names again."""
    last = next((c for c in reversed(claims) if c.goods), None)
    if not goods or last is None or not last.country or scene.places:
        return None
    kind = goods[-1].split()[-1]
    named = re.finditer(rf"\b{re.escape(kind)}\b", scene.text, re.I)
    again = any(scene.small["that_same"].search(scene.text[: m.start()]) for m in named)
    return last if again and last.goods[-1].split()[-1] == kind else None


def carried_by(scene: Scene, claims: Sequence[Claim]) -> bool:
    """Whether the goods that a sentence names carry others: "The lorries kept coming"."""
    carriers = scene.words.cues["carriers"]
    if not any(carriers.search(one) for one in goods_named(scene).get("goods", ())):
        return False
    return any(c.goods and not carriers.search(c.goods[-1]) for c in claims)


def completed(scene: Scene, last: Claim | None, of: tuple[str, ...]) -> Claim | None:
    """The claim before with what a sentence without a figure adds to it: "That is what it imported
    in 2023", "That is how many pumps it bought in 2023". `of` is whom the sentence is about."""
    if last is None or last.period is not None or last.amount is None:
        return None
    if any(number.kind != ELSE for number in scene.numbers):
        return None
    said = next((p for p in scene.periods if p.text and not p.aside), None)
    many = scene.says("that_many")
    if said is None or not (many or scene.says("completes")):
        return None
    dated = replace(last, period=period(said.text))
    if last.measure is not Measure.NONE:
        return dated
    goods = goods_named(scene)
    if not many or not goods or last.unit:
        return None
    return replace(dated, measure=Measure.QUANTITY, unit="pieces", of=of, why="", **goods)
