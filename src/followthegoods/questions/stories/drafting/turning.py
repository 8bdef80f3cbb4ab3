"""Where a story turns from the supplier it spoke of: to what somebody bought in all, or to another
supplier that it does not name."""

from __future__ import annotations

from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS, NOUN, Trade

_BUYS = ("gets", "pays")
_SELLS = ("gives", "bills", "earns")


def turns_to_buyer(scene: Scene, number: Number) -> bool:
    """Whether a number is what a buyer bought, from nobody: "Marvane imported 9,500 tonnes", "the
    mill's imports of pulp came to", and not "it bought another 500 from the trader"."""
    small = scene.words.trade.small
    word = _word_of(scene, number)
    if word is None or word.sense not in _BUYS or word.passive:
        return False
    if small["from_the_seller"].search(scene.text) or any(n.role == SUPPLIER for n in scene.names):
        return False
    front = small["adverbs"].sub("", small["being"].sub("", scene.text[: word.start]))
    if word.form == NOUN:
        of_all = small["total_of_goods"].search(scene.text[: word.end])
        return of_all is not None or small["flow_of"].match(scene.text, word.end) is not None
    named = any(n.role == RECEIVER and n.end == len(front.rstrip(" ,")) for n in scene.names)
    spent = word.sense == "gets" or small["spends"].fullmatch(scene.text, word.start, word.end)
    of_all = small["in_all"].search(front) or small["a_buyer"].search(front)
    return bool(spent) and (named or of_all is not None)


def unnamed_seller(scene: Scene, number: Number) -> bool:
    """Whether who gave what a number counts is told anew, and without a name: "another Estonian
    firm sold it 75 tonnes", "a further five suppliers"."""
    word = _word_of(scene, number)
    if word is None or word.sense not in _SELLS or word.passive or word.form != ACTS:
        return False
    small = scene.words.trade.small
    front = small["adverbs"].sub("", small["being"].sub("", scene.text[: word.start]))
    found = small["a_new_firm"].search(front)
    if found is None or any(n.end > found.start() and n.end <= number.start for n in scene.names):
        return False  # "Another seller, Marvane, delivered 40 tonnes"
    listed = scene.text.find(": ", number.end)
    return listed < 0 or not any(n.start > listed for n in scene.names)


def _word_of(scene: Scene, number: Number) -> Trade | None:
    """The last word of trade before a number that says what somebody did, in its own clause."""
    told = [
        w
        for w in scene.trades
        if w.form in (ACTS, NOUN) and w.end <= number.start and w.sense in (*_BUYS, *_SELLS)
    ]
    if not told or scene.words.trade.small["parts"].search(scene.text[told[-1].end : number.start]):
        return None
    return told[-1]
