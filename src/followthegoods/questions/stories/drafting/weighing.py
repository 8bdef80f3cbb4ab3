"""Whether a number of a story is of the trade that the story is about: what speaks for and against
it, in points.

No verb has to be known: a weight or a sum in a story of trade is of that trade unless its words say
otherwise."""

from __future__ import annotations

import re

from followthegoods.model.printed import printed
from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.abreast import span_of
from followthegoods.questions.stories.drafting.goods import goods
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS

_OF_RECORDS = frozenset({"money", "weight", "lines"})
"""Kinds of numbers that records hold: one point of their own."""
_OF_TRADE = frozenset({"gets", "gives", "bills"})
"""What the verbs of trade say, of which any makes a sentence one of trade."""
_LEAST = 1000
_SMALL = -10
"""Points of an amount of money below the least that a story tells of trade."""
_OF_ALL = 1_000_000
"""A price of this or more is what all of something cost."""
_NATIONAL = -8
_SOLD = -20
_POINTS = 2
"""What speaks for a number beside the words of the language: a supplier, goods, a country, or
that its sentence goes on from one of trade."""


def weight_of(drafting: Drafting, scene: Scene, place: int, *, goes_on: bool) -> int:
    """The points of a number: more than none make it one of trade."""
    number = scene.numbers[place]
    start, end = span_of(scene, place)
    points = _SMALL if _small_money(number) else int(number.kind in _OF_RECORDS)
    told = number.kind != "" and bool(goods(scene, place))
    points += not number.kind and _many(number) and bool(goods(scene, place))
    counted = not number.kind and bool(goods(scene, place))
    received = counted and any(name.role == RECEIVER for name in scene.names)
    if goes_on or told or received or any(name.role == SUPPLIER for name in scene.names):
        points += _POINTS
    points += any(p.basis and start <= p.start < end for p in scene.places)
    if not scene.sentence.item and (colon := scene.text.rfind(": ", start, number.start)) >= 0:
        start = colon + 2 if scene.text.count(" ", colon, number.start) > 1 else start
    text = _nameless(scene)
    if number.kind == "money" and printed(number.text).high >= _OF_ALL:
        said = scene.words.beyond.small["price_of_all"].search(text[: number.start])
        text = f"{text[: said.start()]}{' ' * len(said[0])}{text[said.end() :]}" if said else text
    why = scene.small["why_it_was"].search(text, number.end, end)
    parts = {
        "sentence": text,
        "part": text[start : why.start() if why else end],
        "before": text[start : number.start],
        "after": text[number.end : end],
    }
    if _national(drafting, scene, place) and not of_a_nation(drafting, scene, place):
        points += _NATIONAL
    if _takes_over(scene):
        points += _SOLD
    if _sells_abroad(drafting, scene, parts["before"]) or _makes_itself(drafting, scene, number):
        points += _SOLD
    unsaid = number.kind != "times" and not scene.says("trade")
    if unsaid and any(w.sense in _OF_TRADE for w in scene.trades):
        points += _POINTS
    for cue in scene.words.weigh:
        found = cue.says.search(parts[cue.where])
        if found and not (cue.points < 0 and _sold_to_it(drafting, scene, found)):
            points += cue.points
    return points


def _nameless(scene: Scene) -> str:
    """A sentence whose companies' names say nothing: "Lakan Harvest Trading" harvests nothing; nor
    does what they are said to be: "Lakan, a showroom in Cebu, bought"."""
    text = scene.text
    for name in scene.names:
        if name.company:
            what = scene.small["what_it_is"].match(text, name.end)
            end = what.end() if what and name.role == RECEIVER else name.end
            text = f"{text[: name.start]}{_LETTER.sub('x', text[name.start : end])}{text[end:]}"
    return text


_LETTER = re.compile(r"[a-zа-яё]")


def _sells_abroad(drafting: Drafting, scene: Scene, front: str) -> bool:
    """Whether a number is what the one that the story is about exported itself."""
    if drafting.cast.seller or drafting.others(scene):
        return False
    bought = [n for n in scene.names if drafting.cast.about(n.text)]
    if any(scene.small["to_name"].search(scene.text[: n.start]) for n in bought):
        return False  # "Serbia exported 640 tonnes to Marvane"
    if scene.words.says("sells_abroad", front) is None:
        return False
    if drafting.it(scene):
        return False
    named = any(drafting.cast.about(name.text) for name in scene.names)
    return named or scene.says("the_one_told_of") is not None


def _makes_itself(drafting: Drafting, scene: Scene, number: Number) -> bool:
    """Whether a number is what the one that the story is about made: "Marvane built 214 trams"."""
    makers = [n.end for n in scene.names if drafting.cast.about(n.text) and n.end < number.start]
    made = scene.small["made_itself"]
    return bool(makers) and made.fullmatch(scene.text, makers[-1], number.start) is not None


def _takes_over(scene: Scene) -> bool:
    """Whether a company is itself what is said to be bought: "bought its rival Marvane"."""
    bought = {w.end for w in scene.trades if w.sense == "gets" and w.form == ACTS}
    small = scene.words.trade.small
    return any(
        scene.told_with(n) in bought and small["alone"].match(scene.text, n.end)
        for n in scene.names
        if n.company or " " in n.text
    )


def _national(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a number is what a whole country imported: "Kenya imported 1.1 million tonnes"."""
    start = span_of(scene, place)[0]
    number = scene.numbers[place]
    if scene.words.says("of_it_made", scene.text[number.end :]):
        return False  # "Malaysia produced 28,000 of them"
    before = (name for name in scene.names if name.start < number.start)
    if any(drafting.cast.about(name.text) for name in before):
        return False
    return any(
        p.start < number.start
        and (start <= p.start or not p.start)
        and scene.small["nothing_or_article"].match(scene.text[min(start, p.start) : p.start])
        and scene.words.says("nation_imports", scene.text[p.end :])
        for p in scene.places
    )


def of_a_nation(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a story is about what a whole country imports: the first figure that it tells from
    records is of that, and no company is named before."""
    told = (c for c in drafting.claims if c.measure is not Measure.NONE)
    if any(claim.at[0] < scene.sentence.start for claim in told):
        return False
    before = (n for n in scene.names if n.start < scene.numbers[place].start)
    if any(name.company or name.role for name in before) or (
        drafting.met is not None and drafting.met < len(drafting.claims)
    ):
        return False
    return scene.says("records_tell") is not None and _national(drafting, scene, place)


def _small_money(number: Number) -> bool:
    """Whether an amount is what one piece costs rather than what was imported."""
    return number.kind == "money" and printed(number.text).high < _LEAST


def averaged(scene: Scene, number: Number) -> bool:
    """Whether a number is so much a year, or an average."""
    front, after = scene.text[: number.start], scene.text[number.end :]
    return bool(scene.words.says("average_before", front) or scene.words.says("a_year", after))


def _many(number: Number) -> bool:
    """Whether a count of goods is more than a story tells of by the way: "640,000 handsets"."""
    return number.text[:1].isdigit() and printed(number.text).high >= _LEAST


def _sold_to_it(drafting: Drafting, scene: Scene, found: re.Match[str]) -> bool:
    """What another company sold, or somebody sold to the one that the story is about, is trade."""
    if not found[0].lower().startswith(("sold", "sales", "продал")):
        return False
    to_it = any(n.role == RECEIVER or drafting.cast.buys(n.text) for n in scene.names if n.start)
    to_it = to_it or scene.small["sold_to_one"].match(found.string, found.end()) is not None
    return to_it or bool(drafting.others(scene))
