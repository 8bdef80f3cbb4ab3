"""Whether a number is of what no customs record can check, by the word that governs it: the noun
that it measures, what it counts, what is done with it and by whom.

The nearest word before a number governs it, unless what stands right after says what it counts. A
word of trade that governs it leaves it to be weighed; so does none at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from followthegoods.model.printed import printed
from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.nobodys import nobodys, of_a_country
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS, DONE, NOUN, Trade

_BRINGS = frozenset({"brings", "costs"})
"""Senses of verbs whose subject tells what the number is of: "Repairs cost it €2 million"."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_OF_ANY = ("was_done", "passed")
"""What may follow any number that is none of trade: that it was seized, or passed a port."""
_OF_A_SUM = ("to_build", "for_each")
"""What may follow a sum that is none of trade: what it builds, each of what it is for."""
_PAYS = frozenset({"pays", "bills", "earns", "costs"})
"""Senses of verbs that tell of money."""
_OF_FLOWS = frozenset({"earns", "brings", "costs", "moves"})
"""Senses of verbs that say of a flow what it came to: "its exports earned $530 million"."""
_FAR = 90
"""Letters between a number and a noun that it measures at the most."""
_OF_ALL = 1_000_000
"""A price of this or more is what all of something cost."""
_COUNTS = frozenset({"suppliers", "countries", "lines"})
"""Kinds of numbers that count what records have."""


def beyond_records(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a number is of what no record can check, by the word that governs it."""
    number = scene.numbers[place]
    if _bought_so(scene, number):
        return False
    if _says_after(scene, number):
        return True
    front = _clause(scene, number)
    small = scene.words.beyond.small
    if number.kind == "suppliers" and of_a_country(scene, front):
        return True
    if small["bought_other"].search(front) or small["one_of_them"].search(front):
        return True
    if _looks_back(drafting, scene, number) or _not_said_so(scene, number, front):
        return True
    governor = _governor(drafting, scene, number, front)
    last = scene.numbers[place - 1].start if place else 0
    if place and (governor is None or governor.start < last) and _runs_on(drafting, scene, place):
        return True
    return governor is not None and governor.beyond


def trade_of_others(drafting: Drafting, scene: Scene) -> bool:
    """Whether a word of trade of a sentence governs a number that no record can check, so that the
    sentence tells of no trade that records have."""
    return any(
        beyond_records(drafting, scene, place)
        and _trade_before(scene, number, _clause(scene, number)) is not None
        for place, number in enumerate(scene.numbers)
    )


def _says_after(scene: Scene, number: Number) -> bool:
    """Whether what stands right after a number says that it is of no trade."""
    words = scene.words.beyond
    after = scene.text[number.end :]
    small = words.small
    bought = small["just_imported"].search(scene.text[: number.start]) is not None
    if (words.counted.match(after) and not bought) or any(small[o].match(after) for o in _OF_ANY):
        return True
    if number.kind == "share" and small["of_what_it_sells"].match(after):
        return True
    if number.kind in ("money", "weight") and small["each"].match(after):
        return True
    if is_content(scene, number):
        return True
    if number.kind in ("money", "share", "times") and words.measured.match(after):
        return True
    return number.kind == "money" and any(small[one].match(after) for one in _OF_A_SUM)


def is_content(scene: Scene, number: Number) -> bool:
    """Whether a share only says what goods consist of: "12.5% protein wheat"."""
    after = scene.text[number.end :]
    return number.kind == "share" and scene.words.beyond.contents.match(after) is not None


@dataclass(frozen=True)
class _Governor:
    """A word that governs a number: where it stands, and whether it is beyond records."""

    start: int
    beyond: bool


def _clause(scene: Scene, number: Number) -> str:
    """What stands before a number in its clause, from the sentence's own place on: what is cut
    away is blank, so that places are those of the sentence."""
    front = scene.words.beyond.small["put_in"].sub(_blank, scene.text[: number.start])
    if number.kind == "money" and printed(number.text).high >= _OF_ALL:
        front = scene.words.beyond.small["price_of_all"].sub(_blank, front)
    cut = max((m.end() for m in scene.words.beyond.small["clause"].finditer(front)), default=0)
    return " " * cut + front[cut:]


def _blank(found: re.Match[str]) -> str:
    """As many blanks as letters."""
    return " " * len(found[0])


def _bought_so(scene: Scene, number: Number) -> bool:
    """Whether what a number counts is said right after it to be bought: "900 tonnes of imported
    coke", "40 lathes bought from"."""
    if scene.words.beyond.small["imported"].match(scene.text, number.end):
        return True
    done = next((w for w in scene.trades if w.start >= number.end), None)
    if done is None or not (done.form == DONE or done.passive):
        return False
    between = scene.text[number.end : done.start]
    return "," not in between and not any(letter.isdigit() for letter in between)


def _governor(drafting: Drafting, scene: Scene, number: Number, front: str) -> _Governor | None:
    """The nearest word before a number that governs it."""
    words = scene.words.beyond
    trade = _trade_before(scene, number, front)
    nearest = _Governor(trade.start, nobodys(drafting, scene, number, trade)) if trade else None
    found = list(words.figures.finditer(front))
    for noun in reversed(found):
        if trade is not None and noun.end() <= trade.start:
            break
        if len(front) - noun.end() > _FAR or _has_its_own(scene, noun.end(), number):
            continue
        if trade and trade.form == NOUN and _under(scene, front[trade.end : noun.start()]):
            break  # "imports of production equipment"
        return _Governor(noun.start(), beyond=True)
    if trade and trade.sense in _BRINGS and trade.form == ACTS:
        heads = words.small["clause_head"]
        costs = words.spent.finditer(front, 0, trade.start)
        if any(heads.search(front[: cost.start()]) for cost in costs):
            return _Governor(trade.start, beyond=True)  # "Repairs cost it $2 million"
    if trade and trade.form == NOUN and found:
        noun = found[-1]
        if noun.end() <= trade.start and _under(scene, front[noun.end() : trade.start]):
            return _Governor(noun.start(), beyond=True)  # "duties on imports of tea"
    done = words.does.search(front)
    if done is None and number.kind == "money":
        done = words.hands.search(front)
    if done is None and not _some_bought(scene, number):
        done = words.makes.search(front)
    after = done is not None and (trade is None or trade.start < done.end("verb"))
    if done and after and number.kind not in _COUNTS:
        return _Governor(done.start(), beyond=True)
    return nearest


def _some_bought(scene: Scene, number: Number) -> bool:
    """Whether what is said to be made or used may be of what was bought: a share, a number of the
    goods spoken of, or with the country that it came from."""
    bare = not (number.kind or number.noun)
    after = (p for p in scene.places if p.basis and p.start >= number.end)
    of_them = scene.words.says("of_it", scene.text[number.end :])
    if of_them or scene.words.says("part_before", scene.text[: number.start]):
        return True  # "of which Pakistan had produced 14,000 tonnes", "China built 69 of these"
    return bare or number.kind in ("share", "times") or next(after, None) is not None


def _under(scene: Scene, between: str) -> bool:
    """Whether a noun only says of what another is: "duties on imports"."""
    return scene.words.beyond.small["put_under"].fullmatch(between) is not None


def _has_its_own(scene: Scene, end: int, number: Number) -> bool:
    """Whether another number between a noun and this one is the noun's."""
    between = [n for n in scene.numbers if end <= n.start < number.start]
    return bool(between) and not all(n.kind in ("share", "times") for n in between)


def _trade_before(scene: Scene, number: Number, front: str) -> Trade | None:
    """The nearest word of trade before a number, in its clause."""
    near = (w for w in reversed(scene.trades) if w.end <= number.start and w.sense != "reaches")
    word = next(near, None)
    if word is not None and word.sense in _OF_FLOWS and word.form == ACTS:
        flow = next(near, None)
        noun = flow is not None and flow.form == NOUN and front[flow.start : flow.end].strip()
        word = flow if noun else word  # "its exports earned"
    return word if word is not None and front[word.start : word.end].strip() else None


def _looks_back(drafting: Drafting, scene: Scene, number: Number) -> bool:
    """Whether a share or a change is said of a number right before it that is beyond records:
    "That was 9% of all its exports"."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.measure is not Measure.NONE or last.amount is None:
        return False
    back = scene.words.beyond.small["looks_back"].search(scene.text) is not None
    bare = not (number.kind or number.noun) and bool(_CURRENCY.fullmatch(last.unit))
    trade = _trade_before(scene, number, scene.text[: number.start])
    paid = trade is not None and trade.sense in _PAYS and not scene.periods
    back = back or (bare and paid)  # "A motor cost 61,000 roubles. Marvane charged 90,000"
    first = not any(n.end <= number.start for n in scene.numbers)
    return back and first and drafting.same_paragraph(scene, last)


def _runs_on(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a number without a word of its own goes on from one that is beyond records: "…
    subscriptions £34 million", "to PLN 1.9bn"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : second.start]
    small = scene.words.beyond.small
    on = small["runs_on"].fullmatch(between) or small["worth_it"].fullmatch(between)
    own = small["its_own"].match(scene.text[second.end :]) is not None
    if on is None or (own and _says_after(scene, first)):
        return False
    if (first.kind, second.kind) == ("money", "weight"):
        return False  # "bought at $84 a tonne, against 61,000 tonnes a year before"
    if scene.words.says("by_so_much", scene.text[: first.start]):
        return False  # "cut its imports by 120,000 tonnes, to 410,000"
    last = drafting.claims[-1] if drafting.claims else None
    here = last is not None and last.at[0] >= scene.sentence.start
    none = here and last is not None and last.measure is Measure.NONE
    return none or beyond_records(drafting, scene, place - 1)


def _not_said_so(scene: Scene, number: Number, front: str) -> bool:
    """Whether a number is wished for, foretold or denied, rather than told."""
    small = scene.words.beyond.small
    if small["not_so"].search(front) or small["denied"].search(front):
        return True
    wish = next(iter(reversed(list(small["wished"].finditer(front)))), None)
    if wish is None or small["set_against"].search(front, wish.end()):
        return False
    told = [w for w in scene.trades if w.form == ACTS and wish.end() <= w.start < number.start]
    return all(small["infinitive"].search(front[: w.start]) for w in told)
