"""What a number measures: whether its sentence is of trade, and what it counts."""

from __future__ import annotations

import re

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.goods import goods
from followthegoods.questions.stories.names import SUPPLIER
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.scene import Scene

_MEASURES: dict[str, Measure] = {
    "money": Measure.VALUE,
    "weight": Measure.QUANTITY,
    "share": Measure.SHARE,
    "times": Measure.CHANGE,
    "lines": Measure.LINES,
    "suppliers": Measure.SUPPLIERS,
    "countries": Measure.COUNTRIES,
}
_VERB_NEAR = 30
"""Letters between "bought" and the number of what was bought."""


def told_before(scene: Scene, number: Number) -> bool:
    """Whether what a number counts was named, or is named next."""
    if scene.words.says("demonstrative", scene.text[: number.start]):
        return True
    more = any(n.start > number.end for n in scene.numbers)
    if more and scene.words.says("shared_by", scene.text[number.end :]):
        return True  # "five companies accounted for three quarters": some of them all
    return any(
        scene.text[number.end : name.start].strip(" ,:–") in ("", "of them") and name.company
        for name in scene.names
        if name.start >= number.end
    )


def measure_of(drafting: Drafting, scene: Scene, place: int, at: Span) -> Measure | None:
    """What a number measures; None where nothing says that it is of trade."""
    number = scene.numbers[place]
    if priced(drafting, scene) or _averaged(scene, number):
        return None
    supplied = any(name.role == SUPPLIER for name in scene.names)
    if not (scene.says("trade") or supplied or _goes_on(drafting, scene)):
        return None
    if number.kind:
        return _MEASURES[number.kind]
    last = drafting.claims[-1] if drafting.claims else None
    if not number.noun and last is not None and last.measure is Measure.LINES:
        return Measure.LINES if scene.says("supplies_it") else None  # "… it delivered sixty"
    if earlier := counted_before(drafting, scene, number):
        return earlier.measure
    if goods(scene, place) or (of_them(scene, number) and drafting.spoken_goods):
        return Measure.QUANTITY
    front = scene.text[max(0, number.start - _VERB_NEAR) : number.start]
    front = re.sub(r"\ba total of $", "", front)
    counted = number.noun and not number.noun[0].isupper() and not _FROM.search(front)
    sold = scene.words.says("gave", front) and scene.words.says(
        "counted_goods", scene.text[number.end :]
    )
    bought = counted and scene.words.says("imports", front)
    return Measure.QUANTITY if bought or sold else None


def of_them(scene: Scene, number: Number) -> bool:
    """Whether a number counts some of the goods spoken of: "47 of them"."""
    after = scene.text[number.end :]
    return not number.kind and scene.words.says("of_it", after) is not None


def counted_before(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The claim that a number without a noun counts on from: "Two years later it was 31,250",
    "Nineteen were made in Taiwan, sixteen in Japan"."""
    after = scene.text[number.end :]
    if number.kind or scene.words.says("bare_after", after) is None:
        return None
    counts = (Measure.QUANTITY, Measure.LINES)
    last = next((c for c in reversed(drafting.claims[-2:]) if c.measure in counts), None)
    return last if last and drafting.same_paragraph(scene, last) else None


_FROM = re.compile(r"\b(?:from|by|of|у|от|из)\s$")


def priced(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence is of prices and business. What a supplier sold is trade."""
    said = scene.says("price")
    return said is not None and not (said[0].lower().startswith("sold") and drafting.others(scene))


def _averaged(scene: Scene, number: Number) -> bool:
    """Whether a number is so much a year, or an average."""
    front, after = scene.text[: number.start], scene.text[number.end :]
    return bool(scene.words.says("average_before", front) or scene.words.says("a_year", after))


def _goes_on(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence speaks on of the trade of what stands before it: "They were worth …"."""
    if scene.sentence.item and drafting.lead is None:
        told = any(claim.measure is Measure.VALUE for claim in drafting.claims)
        return drafting.around or drafting.scope is not None or (told and bool(scene.periods))
    if scene.sentence.item and drafting.lead is not None:
        told = drafting.around or drafting.scope is not None
        return told or drafting.lead_trades() or drafting.lead_basis() != "unspecified"
    if drafting.asked(scene):
        return True
    if _of_trade(drafting, scene):
        return True
    last = drafting.claims[-1] if drafting.claims else None
    refers = scene.says("anaphora")
    if last is None or last.measure is Measure.NONE or refers is None:
        return False
    # "Of that" looks back across paragraphs, "it" and "they" within theirs.
    apart = scene.words.says("looks_back", refers[0]) is not None
    return apart or drafting.same_paragraph(scene, last)


def _of_trade(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence without a word of trade names a supplier, goods or a country after one of
    trade in its paragraph."""
    last = drafting.scene
    if last is None or last.sentence.paragraph != scene.sentence.paragraph:
        return False
    told = any(place.basis for place in scene.places) or bool(drafting.others(scene))
    told = told or scene.says("refers") is not None or bool(goods(scene, 0))
    return told and (last.says("trade") is not None or bool(drafting.claims))
