"""Who a later sentence says that it bought: the name that "it", "the company" or "the university"
of such a sentence stands for. Such a name is a party's, whatever else it could be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from followthegoods.questions.stories.reading.companies import described
from followthegoods.questions.stories.reading.names import SUPPLIER, Name, head
from followthegoods.questions.stories.reading.naming import NOBODY
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS, NOUN, Trade


def with_buyers_again(scenes: Sequence[Scene]) -> list[Scene]:
    """The sentences of a story, with those of their names as companies that a later sentence says
    to buy by a word that stands for them, and how often."""
    told = list(scenes)
    for place, scene in enumerate(scenes):
        noun = _buys_again(scene)
        found = _meant(told[:place], noun, scene) if noun is not None else None
        if found is not None:
            at, name = found
            again = replace(name, company=True, aside="", again=name.again + 1)
            names = [again if one is name else one for one in told[at].names]
            told[at] = replace(told[at], names=names)
    return told


def _buys_again(scene: Scene) -> str | None:
    """What a sentence calls whom it says to buy, in small letters: "it", "company"; None where a
    name is said to, or nobody is."""
    for word in scene.trades:
        said = _owner(scene, word) if word.form == NOUN else _subject(scene, word)
        if said is not None and not any(
            n.start < word.start and n.end > word.start - _NEAR for n in scene.names
        ):
            return said
    return None


_NEAR = 4
"""Letters between a name and a word of trade that may be its own."""


def _subject(scene: Scene, word: Trade) -> str | None:
    """What stands for the subject of a verb that buys or pays."""
    if word.sense not in ("gets", "pays") or word.form != ACTS or word.passive:
        return None
    small = scene.words.trade.small
    front = small["adverbs"].sub("", small["being"].sub("", scene.text[: word.start]))
    told = small["stands_for"].search(front)
    return (told["noun"] or "it").lower() if told else None


def _owner(scene: Scene, word: Trade) -> str | None:
    """What stands for whose imports or purchases are spoken of: "its imports"."""
    if word.sense != "gets":
        return None
    told = scene.words.trade.small["whose_trade"].search(scene.text[: word.start])
    return (told["noun"] or "it").lower() if told else None


def _meant(before: Sequence[Scene], noun: str, scene: Scene) -> tuple[int, Name] | None:
    """The name that a word stands for, and the sentence where: the last that is called so, or whose
    name ends so, else what the last sentence with any is about."""
    table = scene.words.words["name"]
    generic = noun == "it" or re.fullmatch(table["any_business"], noun, re.I) is not None
    for at in reversed(range(len(before))):
        one = before[at]
        called = described(one)
        for name in one.names:
            own = name.text.casefold().split()[-1] == noun or f"={noun}" in called.get(
                name.text, ()
            )
            if own and not generic and name.role != SUPPLIER:
                return at, name
    for at in reversed(range(len(before))):
        free = [name for name in before[at].names if name.aside != NOBODY]
        if free:
            name = free[0]
            lone = not (name.company or name.role or " " in name.text)
            parted = scene.words.trade.small["placed"].search(before[at].text[: name.start])
            fits = name.role != SUPPLIER and not (lone and parted)
            return (at, name) if fits and head(name.text) else None
    return None
