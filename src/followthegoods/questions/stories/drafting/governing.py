"""Whether a number is of what no customs record can check, by the word that governs it: the noun
that it measures, what it counts, what is done with it and by whom.

The nearest word before a number governs it, unless what stands right after says what it counts. A
word of trade that governs it leaves it to be weighed; so does none at all."""

from __future__ import annotations

from dataclasses import dataclass

from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.names import RECEIVER
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS, DONE, NOUN, Trade

_FAR = 90
"""Letters between a number and a noun that it measures at the most."""
_COUNTS = frozenset({"suppliers", "countries", "lines"})
"""Kinds of numbers that count what records have."""


def beyond_records(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a number is of what no record can check, by the word that governs it."""
    number = scene.numbers[place]
    words = scene.words.beyond
    after = scene.text[number.end :]
    if _bought_so(scene, number):
        return False
    if number.kind == "share" and words.contents.match(after):
        return True
    if words.counted.match(after):
        return True
    front = _clause(scene, number)
    if _not_said_so(scene, number, front):
        return True
    governor = _governor(drafting, scene, number, front)
    if governor is not None:
        return governor.beyond
    return place > 0 and _runs_on(drafting, scene, place)


@dataclass(frozen=True)
class _Governor:
    """A word that governs a number: where it stands, and whether it is beyond records."""

    start: int
    beyond: bool


def _clause(scene: Scene, number: Number) -> str:
    """What stands before a number in its clause, from the sentence's own place on: what is cut
    away is blank, so that places are those of the sentence."""
    front = scene.text[: number.start]
    cut = max((m.end() for m in scene.words.beyond.small["clause"].finditer(front)), default=0)
    return " " * cut + front[cut:]


def _bought_so(scene: Scene, number: Number) -> bool:
    """Whether what a number counts is said right after it to be bought: "900 tonnes of imported
    coke", "40 lathes bought from"."""
    if scene.words.beyond.small["imported"].match(scene.text, number.end) is None:
        return False
    done = next((w for w in scene.trades if w.start >= number.end), None)
    upto = done.start if done is not None else len(scene.text)
    return done is None or done.form == DONE or done.passive or "," not in scene.text[:upto]


def _governor(drafting: Drafting, scene: Scene, number: Number, front: str) -> _Governor | None:
    """The nearest word before a number that governs it."""
    words = scene.words.beyond
    trade = _trade_before(scene, number, front)
    nearest = _Governor(trade.start, _no_buyer(drafting, scene, trade, front)) if trade else None
    found = list(words.figures.finditer(front))
    for noun in reversed(found):
        if nearest is not None and noun.start() < nearest.start:
            break
        if len(front) - noun.end() > _FAR or _has_its_own(scene, noun.end(), number):
            continue
        if trade and trade.form == NOUN and _under(scene, front[trade.end : noun.start()]):
            break  # "imports of production equipment"
        return _Governor(noun.start(), beyond=True)
    if trade and trade.form == NOUN and found:
        noun = found[-1]
        if noun.end() <= trade.start and _under(scene, front[noun.end() : trade.start]):
            return _Governor(noun.start(), beyond=True)  # "duties on imports of tea"
    since = nearest.start if nearest is not None else 0
    done = words.does.search(front, since) or words.hands.search(front, since)
    if done is None and number.kind not in ("share", "times"):
        done = words.makes.search(front, since)
    if done and number.kind not in _COUNTS:
        return _Governor(done.start(), beyond=True)
    return nearest


def _under(scene: Scene, between: str) -> bool:
    """Whether a noun only says of what another is: "duties on imports"."""
    return scene.words.beyond.small["put_under"].fullmatch(between) is not None


def _has_its_own(scene: Scene, end: int, number: Number) -> bool:
    """Whether another number between a noun and this one is the noun's."""
    between = [n for n in scene.numbers if end <= n.start < number.start]
    return bool(between) and not all(n.kind in ("share", "times") for n in between)


def _trade_before(scene: Scene, number: Number, front: str) -> Trade | None:
    """The nearest word of trade before a number, in its clause."""
    near = (w for w in reversed(scene.trades) if w.end <= number.start)
    word = next(near, None)
    return word if word is not None and front[word.start : word.end].strip() else None


def _no_buyer(drafting: Drafting, scene: Scene, word: Trade, front: str) -> bool:
    """Whether a word of selling tells what somebody sold to nobody who is told, at home or in all:
    "Marvane's sales reached €63 million"."""
    small = scene.words.beyond.small
    if word.sense != "gives" or small["sells"].fullmatch(front[word.start : word.end]) is None:
        return False
    if any(name.role == RECEIVER for name in scene.names) or small["to_whom"].search(scene.text):
        return False
    if small["at_home"].search(scene.text):
        return True
    if small["partner"].search(scene.text):
        return False
    own = any(drafting.cast.about(n.text) and n.end <= word.start for n in scene.names)
    if word.form == NOUN:
        return True
    return own and word.form == ACTS and not drafting.cast.seller


def _runs_on(drafting: Drafting, scene: Scene, place: int) -> bool:
    """Whether a number without a word of its own goes on from one that is beyond records: "…
    subscriptions £34 million", "to PLN 1.9bn"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : second.start]
    on = scene.words.beyond.small["runs_on"].fullmatch(between)
    return on is not None and beyond_records(drafting, scene, place - 1)


def _not_said_so(scene: Scene, number: Number, front: str) -> bool:
    """Whether a number is wished for, foretold or denied, rather than told."""
    small = scene.words.beyond.small
    if small["not_so"].search(front) or small["denied"].search(front):
        return True
    wish = next(iter(reversed(list(small["wished"].finditer(front)))), None)
    if wish is None or small["set_against"].search(front, wish.end()):
        return False
    return not any(
        w.form == ACTS and w.start >= wish.end() and not small["infinitive"].search(front[: w.start])
        for w in scene.trades
        if w.end <= number.start
    )
