"""The deal that a number of a sentence is of, where it names one seller or several buyers."""

from __future__ import annotations

import re
from collections.abc import Collection

from followthegoods.questions.stories.drafting.abreast import is_whole
from followthegoods.questions.stories.drafting.filters import seat_of_one
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.companies import same_name
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS


def of_the_deal(drafting: Drafting, scene: Scene, place: int) -> tuple[str, ...]:
    """The supplier of a number whose own words name none: the only one that its sentence names,
    or who was just said to sell abroad where it tells who bought."""
    number = scene.numbers[place]
    sellers = [n for n in scene.names if n.role == SUPPLIER]
    if from_elsewhere(drafting, scene, place) or (place and is_whole(scene, place)):
        return ()
    if place + 1 < len(scene.numbers) and is_whole(scene, place + 1):
        return ()
    front = scene.numbers[place - 1].end if place else 0
    own = [n for n in sellers if front <= n.start < number.start]
    if len(own) == 1 and len(sellers) > 1 and _of_one_clause(scene, place, own[0]):
        return (own[0].text,)  # "From Marvane it bought 44 tonnes, from Borowa 31"
    if len({n.text for n in sellers}) == 1 and _of_one_clause(scene, place, sellers[0]):
        return (sellers[0].text,)
    last_claim = drafting.claims[-1] if place and drafting.claims else None
    if last_claim is not None and last_claim.supplier and not sellers:
        between = scene.text[scene.numbers[place - 1].end : number.start]
        if scene.words.trade.small["paid_too"].fullmatch(between):
            return last_claim.supplier  # "bought 7,300 tonnes from it and paid $21 million"
    if not sellers and _spoken_of_again(scene, number):
        return _spoken_of(drafting, scene)
    buyers = [n for n in scene.names if n.role == RECEIVER]
    last = drafting.scene
    if sellers or not buyers or last is None or drafting.others(scene):
        return ()
    near = last.sentence.paragraph == scene.sentence.paragraph
    told = {n.text for n in last.names if n.role == SUPPLIER}
    told = {one for one in told if not any(same_name(one, n.text) for n in buyers)}
    only = near and len(told) == 1 and not any(n.role == RECEIVER for n in last.names)
    # What it sold to the one that buys here was told of: "It had bought 900 tonnes in 2022".
    only = only or (near and _takes_too(drafting, scene, place, told))
    only = only and not (drafting.claims and {n.text for n in buyers} & {*drafting.claims[-1].of})
    return tuple(told) if only and number.kind != "share" else ()


def _takes_too(drafting: Drafting, scene: Scene, place: int, told: Collection[str]) -> bool:
    """Whether a number tells, without its goods and whence they came, what another took of whom the
    claim before is of: "Borowa took 40 tonnes from the trader. Marvane took 15 tonnes"."""
    last = drafting.claims[-1] if drafting.claims else None
    alike = last is not None and {*last.supplier} == {*told} and last.unit == _unit(scene, place)
    bare = not (scene.goods or any(p.basis for p in scene.places))
    return alike and bare and len(told) == 1 and len(scene.numbers) == 1


def _unit(scene: Scene, place: int) -> str:
    return scene.numbers[place].unit


def _spoken_of_again(scene: Scene, number: Number) -> bool:
    """Whether a sentence says that who was spoken of sold, or was bought from: "the packer shipped
    it 900 tonnes", "it bought 900 tonnes from it"."""
    small = scene.words.trade.small
    for word in scene.trades:
        front = small["adverbs"].sub("", small["being"].sub("", scene.text[: word.start]))
        sells = word.sense in ("gives", "bills", "earns") and not word.passive
        paid = word.sense == "pays" and word.passive
        acts = word.form == ACTS and word.end <= number.start and (sells or paid)
        if acts and small["the_seller"].search(front):
            return True
    return small["from_them"].search(scene.text, number.end) is not None


def _spoken_of(drafting: Drafting, scene: Scene) -> tuple[str, ...]:
    """Who was spoken of as the seller: the only one that the sentence before names, else the only
    company there that is no buyer, else who was told of last."""
    last = drafting.scene
    if last is None or last.sentence.paragraph != scene.sentence.paragraph:
        return ()
    told = list(dict.fromkeys(n.text for n in last.names if n.role == SUPPLIER))
    if not told:
        told = [
            n.text
            for n in last.names
            if n.role != RECEIVER
            and (n.company or " " in n.text)
            and not drafting.cast.about(n.text)
        ]
    return tuple(told) if len(set(told)) == 1 else drafting.focus[:1]


def from_elsewhere(
    drafting: Drafting, scene: Scene, place: int, bases: Collection[str] = ()
) -> bool:
    """Whether the words after a number name a country that what it counts came from; with `bases`,
    of such a basis."""
    more = place + 1 < len(scene.numbers)
    until = scene.numbers[place + 1].start if more else len(scene.text)
    start = scene.numbers[place].end
    return any(
        p.basis
        and (not bases or p.basis in bases)
        and start <= p.start < until
        and not seat_of_one(drafting, scene, p)
        for p in scene.places
    )


def _of_one_clause(scene: Scene, place: int, name: Name) -> bool:
    """Whether nothing parts a number from the seller that its sentence names: neither another
    clause nor another number of the same kind, unless it only lists more goods."""
    number = scene.numbers[place]
    start, end = min(number.end, name.end), max(number.start, name.start)
    between = scene.text[start:end]
    if scene.words.says("partitive", between) or scene.words.says("includes", between):
        return False
    if scene.words.trade.small["parts"].search(between):
        later = name.end <= number.start
        return later and any(n.role == RECEIVER and n.start > name.end for n in scene.names)
    inside = [n for n in scene.numbers if start <= n.start < end and n is not number]
    return all(n.kind != "share" and _beside(scene, number, n) for n in inside)


def _beside(scene: Scene, first: Number, second: Number) -> bool:
    """Whether two numbers are of one deal: of other kinds, or of goods that are listed."""
    if (first.kind, first.unit) != (second.kind, second.unit):
        return True
    between = scene.text[min(first.end, second.end) : max(first.start, second.start)]
    return re.fullmatch(scene.words.small["more_goods"], between) is not None
