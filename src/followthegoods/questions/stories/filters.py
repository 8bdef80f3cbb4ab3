"""What narrows a number of a story: countries, suppliers, the period it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar

from followthegoods.facts.countries import country_label
from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import alone_in_brackets
from followthegoods.questions.stories.numbers import Span
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.reading import BAR
from followthegoods.questions.stories.scene import Scene

T = TypeVar("T")

_LONG = 40
"""Letters between two numbers of one thing at the most."""


def span_of(scene: Scene, place: int) -> Span:
    """A number's part of its sentence: from mark to mark between the numbers."""
    number = scene.numbers[place]
    start = scene.text.rfind("; ", 0, number.start) + 1
    end = scene.text.find("; ", number.end)
    end = end if end >= 0 else len(scene.text)
    if place:
        start = _cut(scene, scene.numbers[place - 1].end, number.start)
    if place + 1 < len(scene.numbers):
        end = _cut(scene, number.end, scene.numbers[place + 1].start)
    return start, end


def _cut(scene: Scene, start: int, end: int) -> int:
    """Where one number's words end and those of the next begin."""
    marks = [start + m.start() for m in re.finditer(r"[,;(–]", scene.text[start:end])]
    turn = scene.small["turn"].search(scene.text, start, end)
    return marks[0] if marks else turn.start() if turn else end


def apposed(scene: Scene, place: int) -> bool:
    """Whether a number tells the same as the one before it in other units: "a third of that, $12
    million, was made in …"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : second.start]
    if second.kind == "times":
        return False
    if second.kind == "share" and scene.small["some_of_it"].match(scene.text, second.end):
        return False  # "€11 million, nine tenths of it from China"
    kinds = first.kind != second.kind or first.unit != second.unit
    return (
        kinds and len(between) < _LONG and scene.small["same_again"].fullmatch(between) is not None
    )


def tied(scene: Scene, place: int) -> bool:
    """Whether a number tells more of what the one before it counts: "73 loads weighing …"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    if scene.words.says("includes", between):
        return False
    goes_on = scene.words.says("goes_on", between) is not None or _in_series(scene, place)
    goes_on = goes_on or alone_in_brackets(scene, place)
    clause = scene.small["last_clause"].search(between)
    refers = clause is not None and scene.words.says("anaphora", clause[1]) is not None
    of_it = scene.words.says("of_it", scene.text[scene.numbers[place].end :]) is not None
    shares = scene.numbers[place].kind == scene.numbers[place - 1].kind == "share"
    goes_on = goes_on or (shares and scene.small["other_measure"].fullmatch(between) is not None)
    if place == 1 and scene.numbers[0].start <= _LEAD and scene.numbers[0].kind != "share":
        # "The 9,100 tonnes of barley that it bought from Denmark cost €3.5 million"
        goes_on = goes_on or scene.words.says("subject_cost", between) is not None
    return goes_on or refers or of_it


def _in_series(scene: Scene, place: int) -> bool:
    """Whether only days stand between two numbers: "$3 million in 2021, $4 million in 2022"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    said = [p for p in scene.periods if first.end <= p.start and p.end <= second.start]
    alike = (first.kind, first.unit) == (second.kind, second.unit) or not second.kind
    if said and alike and _dated_at_once(scene, second.end):
        joint = scene.text[max(p.end for p in said) : second.start]
        if scene.small["in_series"].fullmatch(joint) is not None:
            return True  # "500 tonnes from Brazil in 2023 and 430 tonnes in 2024"
    begun = first.end
    if said and (of := scene.small["of_some_goods"].fullmatch(scene.text, begun, said[0].start)):
        alike = (first.kind, first.unit) == (second.kind, second.unit)
        begun = of.end() if alike and _dated_at_once(scene, second.end) else begun
    rest = scene.text[begun : second.start]
    told = [(p.start, p.end) for p in said]  # "€3 million from Velmora in 2022, but only €400,000"
    told += [(n.start, n.end) for n in scene.names if first.end <= n.start < second.start]
    for start, end in told:
        rest = rest.replace(scene.text[start:end], "", 1)
    return bool(said) and scene.small["in_series"].fullmatch(rest) is not None


def _dated_at_once(scene: Scene, end: int) -> bool:
    """Whether days follow a number at once, and no goods or countries: "six tonnes in May"."""
    return any(not scene.text[end : p.start].strip() for p in scene.periods)


def group_of(scene: Scene, place: int) -> tuple[int, int]:
    """The first and the last of the numbers that tell the same as one of them."""
    first = last = place
    while first and apposed(scene, first):
        first -= 1
    while last + 1 < len(scene.numbers) and apposed(scene, last + 1):
        last += 1
    return first, last


# -- countries


def countries(drafting: Drafting, scene: Scene, place: int) -> list[Place]:
    """The countries of a number: those said to be of it, else the one that its clause is about:
    "Taiwan stands at $6.4 million"."""
    return (
        _following(scene, place)
        or _countries(drafting, scene, place)
        or _subject(drafting, scene, place)
        or _stated_then(scene, place)
    )


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
        found.start <= _LEAD and scene.text[found.end : found.end + 1] == ":"
    )


_LEAD = 5
"""Letters before a country that leads a sentence: "From "."""


def _right_before(scene: Scene, found: Place, place: int) -> bool:
    """Whether a country stands right before a number, which it then belongs to: "from Germany €2
    million, from Italy €1 million"."""
    between = scene.text[found.end : scene.numbers[place].start]
    return scene.small["right_before"].fullmatch(between) is not None


def is_whole(scene: Scene, place: int) -> bool:
    """Whether a number is the whole that the share or the part right before it is of: "94% of the
    118,000 tonnes", "£2m of the £9m": what is said of the part is not said of it."""
    first, number = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : number.start]
    part = first.kind == "share" or (first.kind, first.unit) == (number.kind, number.unit)
    return part and scene.small["of_a_whole"].fullmatch(between) is not None


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
    firms = [n for n in scene.names if n.company or n.role or drafting.cast.buys(n.text)]
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
    between = scene.text[scene.numbers[place].end : found.start]
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


# -- suppliers


def in_order(scene: Scene, place: int, members: Sequence[T]) -> list[T]:
    """The member of a list that is a number's where both are told in one order: "from A and B,
    worth $2 million and $1 million respectively"."""
    kind = scene.numbers[place].kind
    alike = [n for n, number in enumerate(scene.numbers) if number.kind == kind]
    if len(alike) != len(members) or place not in alike or len(alike) < 2:
        return []
    if not scene.says("respectively") and not _in_two_lists(scene, alike, members):
        return []
    return [members[alike.index(place)]]


def _in_two_lists(scene: Scene, alike: Sequence[int], members: Sequence[Any]) -> bool:
    """Whether all members are listed first, and then all numbers."""
    numbers = [scene.numbers[n] for n in alike]
    listed = all(
        scene.small["set_side_by_side"].fullmatch(scene.text[first.end : second.start])
        for first, second in pairwise(numbers)
    )
    return listed and all(member.end <= numbers[0].start for member in members)


def elliptical(scene: Scene, place: int) -> bool:
    """Whether a number says the same as the one before it of somewhere else, in fewer words: "and
    at least $4 million from Norway"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    after = scene.text[second.end :]
    same = (first.kind, first.unit) == (second.kind, second.unit)
    return same and scene.small["from_there_too"].match(after) is not None


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
