"""What a number measures: whether its sentence is of trade, and what it counts."""

from __future__ import annotations

import re

from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.abreast import is_whole
from followthegoods.questions.stories.drafting.counting import (
    DATES,
    counted_before,
    money_again,
    more_deliveries,
    of_them,
    share_again,
    so_many,
)
from followthegoods.questions.stories.drafting.goods import goods
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.governing import beyond_records
from followthegoods.questions.stories.drafting.resuming import told_again
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.drafting.weighing import averaged, weight_of
from followthegoods.questions.stories.reading.language import which
from followthegoods.questions.stories.reading.numbers import ELSE, Number
from followthegoods.questions.stories.reading.scene import Scene

_MEASURES: dict[str, Measure] = {
    "money": Measure.VALUE,
    "weight": Measure.QUANTITY,
    "share": Measure.SHARE,
    "times": Measure.CHANGE,
    "lines": Measure.LINES,
    "suppliers": Measure.SUPPLIERS,
    "countries": Measure.COUNTRIES,
}
_HEDGE = len("all but ")
_VERB_NEAR = 30
"""Letters between "bought" and the number of what was bought."""


def told_before(scene: Scene, number: Number) -> bool:
    """Whether what a number counts was named, or is named next."""
    told = scene.words.says("demonstrative", scene.text[: number.start])
    after = scene.text[number.end :]
    if told and not (told[0] == "the " and scene.words.says("that_gave", after)):
        return True
    if scene.words.says("counted_then_named", after):
        return True  # "by three firms that share a secretary: A, B and C"
    if scene.words.says("some_of_all", scene.text[number.end :]):
        return True  # "three firms do most of the business"
    shared = ("share", "money", "weight", "lines")
    more = any(n.start > number.end and n.kind in shared for n in scene.numbers)
    if more and scene.words.says("shared_by", scene.text[number.end :]):
        return True  # "five companies accounted for three quarters": some of them all
    after_it = next((n.start for n in scene.numbers if n.start > number.end), number.end)
    if scene.small["another_has"].fullmatch(scene.text, number.end, after_it):
        return False  # "Marvane had 22 suppliers, Kolbrek nine"
    return any(
        scene.text[number.end : name.start].strip(" ,:–") in ("", "of them") and name.company
        for name in scene.names
        if name.start >= number.end
    )


def measure_of(drafting: Drafting, scene: Scene, place: int) -> Measure | None:
    """What a number measures; None where nothing says that it is of trade."""
    number = scene.numbers[place]
    other = scene.words.says("no_other", scene.text[: number.end])
    if other and not any(other.end() <= n.start < number.start for n in scene.names):
        return None  # "no other company sold it more than 4,000"
    if number.kind not in ("share", "times") and _difference(scene, number):
        return None
    hedged = scene.text[: number.start + _HEDGE * (number.kind == "")]
    if scene.words.says("all_but", hedged) and not scene.small["that_does"].match(
        scene.text[number.end :]
    ):
        return None  # "all but 4,000 were made in China"
    if number.kind == ELSE or averaged(scene, number) or _of_none(drafting, scene, number):
        return None
    if _from_so_many(scene, number):
        return Measure.SUPPLIERS
    if beyond_records(drafting, scene, place):
        return None
    if weight_of(drafting, scene, place, goes_on=_goes_on(drafting, scene)) <= 0:
        return None
    if number.kind == "times" and scene.words.says("same_as_other", scene.text[number.end :]):
        return None  # "twice as much as from Marvane"
    if number.kind == "times" and scene.words.says("named_often", scene.text[: number.start]):
        return None  # "the bills mention it 88 times"
    if number.kind == "times" and scene.text[number.start : number.end].lower() == "twice":
        after = scene.text[number.end :]
        return None if scene.words.says("twice_alone", after) else Measure.CHANGE
    headed = scene.heading and place == 0 and not scene.sentence.item
    if headed and number.kind in ("suppliers", "countries") and not scene.says("copula"):
        return None  # "Two sellers, mostly"
    if number.unit == "containers" and _as_shipments(drafting, scene, place):
        return Measure.LINES
    if number.kind:
        return _MEASURES[number.kind]
    last = drafting.claims[-1] if drafting.claims else None
    if not number.noun and last is not None and last.measure is Measure.LINES:
        again = last.at[0] >= scene.sentence.start and counted_before(drafting, scene, number)
        # "… it delivered sixty"; "it had received 64 cargoes; in the year that followed, 71"
        there = drafting.same_paragraph(scene, last) and _counts_on(scene, number)
        return Measure.LINES if again or there or scene.says("supplies_it") else None
    if _counts_firms(drafting, scene, place):
        return Measure.SUPPLIERS
    if (ones := _number_of_them(drafting, scene)) is not None:
        return ones
    there = scene.words.says("there_were", scene.text[: number.start]) is not None
    if last is not None and last.measure in DATES and (there or of_them(scene, number)):
        return Measure.LINES  # "its first consignment; later it sent 63 of them"
    if more_deliveries(drafting, scene, number) is not None:
        return Measure.LINES
    if money_again(drafting, scene, number) is not None:
        return Measure.VALUE
    if share_again(drafting, scene, number) is not None:
        return Measure.SHARE
    if of_them(scene, number) and so_many(drafting, scene, number):
        return Measure.QUANTITY  # "Four suppliers provided 5.9 million of them"
    if earlier := counted_before(drafting, scene, number):
        return earlier.measure
    if place + 1 < len(scene.numbers) and not scene.numbers[place + 1].kind:
        whole = is_whole(scene, place + 1) and goods(scene, place + 1)
        if whole:
            return Measure.QUANTITY  # "212 of the 310 lathes"
    if _beside_a_country(scene, number) and goods_named(scene):
        return Measure.QUANTITY  # "lathes from Serbia (212)"
    if of_them(scene, number) and drafting.asked(scene) and asks_who(drafting):
        return Measure.SUPPLIERS  # "Who are the suppliers? There were 26 of them"
    if so_many(drafting, scene, number):
        return Measure.QUANTITY  # "by June it had shipped 84"
    spoken = drafting.spoken_goods or goods_named(scene)
    if goods(scene, place) or (of_them(scene, number) and spoken):
        return Measure.QUANTITY
    after = scene.text[number.end :]
    if scene.says("of_the_goods") and scene.words.says("bare_after", after) and goods_named(scene):
        return Measure.QUANTITY  # "Of the tractors that it imported, 6,100 were built in"
    if drafting.spoken_goods and scene.words.says("so_many_of_them", scene.text[number.end :]):
        return Measure.QUANTITY  # "purchases rose, from 74 machines in 2022 to 158"
    front = scene.text[max(0, number.start - _VERB_NEAR) : number.start]
    front = scene.small["total_of"].sub("", front)
    counted = (
        number.noun and not number.noun[0].isupper() and not scene.small["from_whom"].search(front)
    )
    sold = scene.words.says("gave", front) and scene.words.says(
        "counted_goods", scene.text[number.end :]
    )
    bought = counted and scene.words.says("imports", front)
    return Measure.QUANTITY if bought or sold else None


def _beside_a_country(scene: Scene, number: Number) -> bool:
    """Whether a number stands in brackets after a country that something came from."""
    brackets = scene.text[number.end : number.end + 1] == ")"
    at = number.start - len(" (")
    return brackets and any(p.basis and p.end == at for p in scene.places)


def _counts_firms(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a number counts firms by what they make or do, which supplied whom the story is
    about, or are some of the suppliers counted before: "Five Nigerian recyclers supplied Orrabeck",
    "52 suppliers, among them 23 growers"."""
    number = scene.numbers[place]
    after = scene.text[number.end :]
    if gives := scene.words.says("counted_givers", after):
        of_all = any(n.start > number.end and n.kind for n in scene.numbers)
        end = number.end + gives.end()
        named = any(n.start == end + 1 for n in drafting.buyers(scene))
        return not of_all and (named or scene.words.says("to_it", scene.text[end:]) is not None)
    if not place or scene.words.says("counted_business", after) is None:
        return False
    between = scene.text[scene.numbers[place - 1].end : number.start]
    suppliers = scene.numbers[place - 1].kind == "suppliers"
    return suppliers and scene.words.says("includes", between) is not None


def _difference(scene: Scene, number: Number) -> bool:
    """Whether an amount is by how much something was more or less: "€90,000 less than in the
    half-year before", "cut its imports by 120,000 tonnes"."""
    if scene.words.says("so_much_more", scene.text[number.end :]):
        return True
    front = scene.text[: number.start]
    moved = any(scene.words.says(cue, front) for cue in ("more_before", "less_before"))
    return moved and scene.words.says("by_so_much", front) is not None


def _from_so_many(scene: Scene, number: Number) -> bool:
    """Whether a number counts makers that goods were got from: "bought hides from 16 tanneries"."""
    if number.kind or scene.words.says("from_so_many", scene.text[: number.start]) is None:
        return False
    got = any(w.sense == "gets" and w.end <= number.start for w in scene.trades)
    return got and scene.words.says("so_many_makers", scene.text[number.end :]) is not None


def _as_shipments(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether containers are the shipments that goods came in, which are not said beside them to
    be "of" any: "The slabs came in 58 containers", "it received 2,140 containers"."""
    number = scene.numbers[place]
    near = (c for c in reversed(drafting.claims) if c.unit == number.unit)
    last = next((c for c in near if drafting.same_paragraph(scene, c)), None)
    if last is not None:
        return last.measure is Measure.LINES
    return scene.words.says("full_of", scene.text[number.end :]) is None


def _number_of_them(drafting: Drafting, scene: Scene) -> Measure | None:
    """What "their number" counts, as the sentence or the one before it names them: "Its suppliers
    are others now. Their number rose from 11 in 2021 to 64"."""
    their = scene.says("their_number")
    if their is None:
        return None
    front = scene.text[: their.start()]
    if not _ANY_WORD.search(front) and drafting.scene is not None:
        front = drafting.scene.text
    told = [m["what"] for m in scene.words.cues["counted_ones"].finditer(front)]
    unit = which(scene.words.words["count"], told[-1]) if told else ""
    return _MEASURES.get(unit, Measure.LINES) if unit else None


_ANY_WORD = re.compile(r"[^\W\d_]")


def _of_none(drafting: Drafting, scene: Scene, number: Number) -> bool:
    """Whether a change is that of a number right before it which is none of trade, or a number is
    what such a change came to."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.at[0] < scene.sentence.start or last.amount is None:
        return False
    front = scene.text[: number.start]
    came = scene.words.says("came_to", front) is not None and last.unit[:1] == "%"
    part = scene.words.says("part_before", front) is not None  # "…, of which Brazil exported"
    return last.measure is Measure.NONE and (number.kind == "times" or came or part)


def asks_who(drafting: Drafting) -> bool:
    """Whether the last question is who supplies."""
    return drafting.question is not None and drafting.question.says("who_supplies") is not None


def _goes_on(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence speaks on of the trade of what stands before it: "They were worth …"."""
    if scene.sentence.item and drafting.lead is None:
        told = any(claim.measure is Measure.VALUE for claim in drafting.claims)
        return drafting.around or drafting.scope is not None or (told and bool(scene.periods))
    if scene.sentence.item and drafting.lead is not None:
        told = drafting.around or drafting.scope is not None
        return told or drafting.lead_trades() or drafting.lead_basis() != "unspecified"
    again = bool(drafting.claims) and scene.says("the_share") is not None
    again = again or any(told_again(scene, n, drafting.claims) for n in scene.numbers)
    again = again or any(so_many(drafting, scene, n) for n in scene.numbers)
    if again or drafting.asked(scene) or _after_trade(drafting, scene):
        return True
    if drafting.share_of is not None and any(n.kind == "share" for n in scene.numbers):
        return True  # "The Chinese share has been rising. In 2023 it stood at 48%"
    if _of_trade(drafting, scene) or _number_of_them(drafting, scene):
        return True
    if any(counted_before(drafting, scene, n) for n in scene.numbers if _counts_on(scene, n)):
        return True
    if scene.says("rank") and any(counted_before(drafting, scene, n) for n in scene.numbers):
        return True  # "Belarus was the largest source (12.6 million)"
    before = drafting.claims[-1] if drafting.claims else None
    lots = before is not None and before.measure in DATES
    fronts = (scene.text[: n.start] for n in scene.numbers if lots and not n.kind)
    there = any(scene.words.says("there_were", front) for front in fronts)
    if before is not None and there and drafting.same_paragraph(scene, before):
        return True  # "Its first cargo came in May 2023. By June 2024 there had been 57"
    if before is not None and before.measure is Measure.SHARE:
        alone = bool(scene.places) and scene.says("whose_alone") is not None
        again = any(n.kind == "share" and (alone or _counts_on(scene, n)) for n in scene.numbers)
        if again and drafting.same_paragraph(scene, before):
            return True  # "in the first half of this year it was 58%"
    last = drafting.claims[-1] if drafting.claims else None
    refers = scene.opens("anaphora")
    if last is None or last.measure is Measure.NONE or refers is None:
        return False
    # "Of that" and "that was" look back across paragraphs, "it" and "they" within theirs.
    apart = any(scene.says(cue) for cue in ("looks_back", "that_was"))
    return apart or drafting.same_paragraph(scene, last)


def _counts_on(scene: Scene, number: Number) -> bool:
    """Whether a number is said to be the figure of before: "the figure had risen to 184,000"."""
    front = scene.text[: number.start]
    return any(scene.words.says(cue, front) for cue in _AGAIN)


_AGAIN = ("sum_again", "there_were", "some_counted", "records_name", "the_remaining")
"""What stands before a number that is the figure of before, or some of it."""


def _after_trade(drafting: Drafting, scene: Scene) -> bool:
    """Whether a figure of trade stands before in the same sentence."""
    last = drafting.claims[-1] if drafting.claims else None
    here = last is not None and last.at[0] >= scene.sentence.start
    return here and last is not None and last.measure is not Measure.NONE


def _of_trade(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence without a word of trade names a supplier, goods or a country after one of
    trade in its paragraph."""
    last = drafting.scene
    if last is None or last.sentence.paragraph != scene.sentence.paragraph:
        return False
    told = any(place.basis for place in scene.places) or bool(drafting.others(scene))
    told = told or scene.says("refers") is not None or bool(goods(scene, 0))
    return told and (last.says("trade") is not None or bool(drafting.claims))
