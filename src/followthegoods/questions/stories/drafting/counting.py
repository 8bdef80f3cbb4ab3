"""What a number without a noun of its own counts: what was counted before it, be they pieces,
shipments or suppliers, the same money or share again, or some of a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from followthegoods.model.printed import printed
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.resuming import told_again
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene

DATES = (Measure.FIRST_DATE, Measure.LAST_DATE)
_BESIDE_A_SUM = (Measure.CHANGE, Measure.ARITHMETIC)
_OF_DELIVERIES = (Measure.ABSENCE, Measure.FIRST_DATE, Measure.LAST_DATE, Measure.LINES)
_NEAR = 3
"""Claims before a bare number among which is the one that it counts on from."""
_OF_THE = len(" of the first ")
_HUNDRED = 100


def of_them(scene: Scene, number: Number) -> bool:
    """Whether a number counts some of the goods spoken of: "47 of them"."""
    after = scene.text[number.end :]
    return not number.kind and scene.words.says("of_it", after) is not None


def lots_of(scene: Scene, claim: Claim | None) -> str:
    """What lots are called in a claim of the first or the last of them: "its first shipment"."""
    told = claim.text if claim is not None and claim.measure in DATES else ""
    spelt = scene.words.words["count"].get("shipments", [])
    called = any(re.search(rf"\b(?:{said})\b", told, re.I) for said in spelt)
    return "shipments" if called else "consignments"


def counted_before(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The claim that a number without a noun counts on from: "Two years later it was 31,250",
    "Nineteen were made in Taiwan, sixteen in Japan"."""
    if not number.kind and (givers := _givers_before(drafting, scene, number)) is not None:
        return givers
    of = next((p.end for p in scene.places if p.start == number.end + 1), number.end)
    of = next((p.end for p in scene.periods if p.start == of + 1), of)  # "and 39 the year before"
    after = scene.text[of:]  # "seven of them Chinese and three Japanese"
    if number.kind or scene.words.says("bare_after", after) is None:
        return None
    if scene.text[: number.start].endswith("not "):
        return None  # "30 suppliers, not three"
    counts = (Measure.QUANTITY, Measure.LINES, Measure.SUPPLIERS, Measure.COUNTRIES)
    again = [told_again(scene, n, drafting.claims) for n in scene.numbers if n.end <= number.start]
    if told := next((c for c in again if c is not None and c.measure in counts), None):
        return told  # "of the 1.84 million panels, 1.52 million were made in China"
    near = [c for c in reversed(drafting.claims[-_NEAR:]) if c.measure in counts]
    if len(near) > 1 and [c.measure for c in near[:2]] == [Measure.COUNTRIES, Measure.SUPPLIERS]:
        near = near[1:]  # "22 suppliers in six countries. Two years earlier there had been 13"
    if last_of := _whole_of_parts(drafting, scene, near):
        return last_of  # "77 shipments, 60 from Oman and 17 from Iran. A year earlier it was 41"
    main = (c for c in near if c.id not in drafting.beside or c.at[0] >= scene.sentence.start)
    last = next(main, next(iter(near), None))
    if last is None or drafting.same_paragraph(scene, last):
        return last
    narrowed = any(p.basis or scene.sentence.item for p in scene.places)
    narrowed = narrowed or bool(drafting.others(scene))
    close = drafting.next_paragraph(scene, last) or drafting.asked(scene)
    return last if narrowed and close else None


def part_of_told(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The claim of a whole that is told again right after a number as what it is part of: "in 305
    of the 412"."""
    of = scene.small["of_the"].match(scene.text, number.end)
    after = (n for n in scene.numbers if of and n.start >= of.end() - 1 and n.start > number.end)
    if not number.kind and of and (second := next(after, None)) is not None:
        told = told_again(scene, second, drafting.claims)
        if told is not None and second.start - number.end <= _OF_THE:
            return told
    return None


def _givers_before(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The suppliers of whom a number counts the others: "The remaining 24 sold it $2.5m between
    them"."""
    front = scene.text[: number.start]
    if scene.words.says("the_remaining", front) is None:
        return None
    if scene.words.says("who_gave", scene.text[number.end :]) is None:
        return None
    told = (c for c in reversed(drafting.claims) if drafting.same_paragraph(scene, c))
    return next((c for c in told if c.measure is Measure.SUPPLIERS), None)


def _whole_of_parts(drafting: Drafting, scene: Scene, near: Sequence[Claim]) -> Claim | None:
    """The count of which the last ones before a sentence of other days are parts."""
    days = any(p.text and not p.event for p in scene.periods)
    near = [c for c in near if drafting.same_paragraph(scene, c)]
    if not days or not near or near[0].at[0] >= scene.sentence.start:
        return None
    last = near[0]
    if not last.country or last.amount is None or scene.places:
        return None
    whole = (c for c in near[1:] if not (c.country or c.supplier) and c.amount is not None)
    of = (last.measure, last.unit, last.period)
    alike = (c for c in whole if (c.measure, c.unit, c.period) == of)
    return next((c for c in alike if c.amount and c.amount.low > last.amount.low), None)


def so_many(drafting: Drafting, scene: Scene, number: Number) -> bool:
    """Whether a bare number is how many of the goods spoken of were sent or bought."""
    if number.kind or not (drafting.spoken_goods or goods_named(scene)):
        return False
    after = scene.text[number.end :]
    bare = scene.words.says("bare_after", after) or scene.words.says("then_bare", after)
    return bool(bare and scene.words.says("moved_so_many", scene.text[: number.start]))


def money_again(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The sum whose currency a bare number is in: "A was paid €8 million. B got 600,000"."""
    told = (c for c in reversed(drafting.claims) if c.amount is not None)
    # "worth €4 billion in 2021, shrank by half the year after; by 2024 it was 5 billion"
    last = next((c for c in told if c.measure not in _BESIDE_A_SUM), None)
    if number.kind or last is None or last.measure is not Measure.VALUE:
        return None
    bare = scene.words.says("bare_after", scene.text[number.end :])
    if any(c.unit == "pieces" for c in drafting.claims) or of_them(scene, number):
        return None
    front = scene.text[: number.start]
    moved = " " in number.text or scene.words.says("money_moved", front) is not None
    return last if bare and moved and drafting.same_paragraph(scene, last) else None


def share_again(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The share of which a bare number is another: "In 2022 the Serbian share had been 31"."""
    last = next((c for c in reversed(drafting.claims) if c.amount is not None), None)
    if number.kind or last is None or last.measure is not Measure.SHARE:
        return None
    bare = scene.words.says("bare_after", scene.text[number.end :])
    said = scene.words.says("share_was", scene.text[: number.start])
    small = printed(number.text).high < _HUNDRED
    return last if bare and said and small and drafting.same_paragraph(scene, last) else None


def more_deliveries(drafting: Drafting, scene: Scene, number: Number) -> Claim | None:
    """The denial after which a number counts deliveries: "The declarations show 14 more"."""
    last = drafting.claims[-1] if drafting.claims else None
    more = scene.words.says("more_of_them", scene.text[number.end :])
    if number.kind or more is None or last is None or last.measure not in _OF_DELIVERIES:
        return None
    return last if drafting.same_paragraph(scene, last) else None
