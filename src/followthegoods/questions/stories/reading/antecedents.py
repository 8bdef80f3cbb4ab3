"""Who a sentence says that it bought by a word that stands for a name: "it", "the company", "the
university". Such a name is a party's, whatever else it could be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from followthegoods.questions.stories.reading.companies import described, same_name
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name
from followthegoods.questions.stories.reading.naming import NOBODY
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS, NOUN, Trade


def with_buyers_again(scenes: Sequence[Scene]) -> list[Scene]:
    """The sentences of a story, each with whom it says to buy by a word that stands for a name,
    and with these names as companies."""
    told = list(scenes)
    for place, scene in enumerate(scenes):
        word = _acts_again(scene)
        if word is not None and (who := _meant(told[:place], word, scene)) is not None:
            told[place] = scene = replace(scene, leads=who[1].text)
        noun = _buys_again(scene)
        found = _meant(told[:place], noun, scene) if noun is not None else None
        if found is None:
            continue
        at, name = found
        sure = name.company or bool(name.aside)
        again = replace(name, company=sure, aside="", again=name.again + 1)
        names = [again if one is name else one for one in told[at].names]
        told[at] = replace(told[at], names=names)
        told[place] = replace(told[place], buyer_again=name.text)
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


def _acts_again(scene: Scene) -> str | None:
    """What stands for the subject of the first verb of trade of a sentence, where that sells."""
    small = scene.words.trade.small
    for word in scene.trades:
        if word.form != ACTS or word.sense not in ("gives", "bills") or word.passive:
            continue
        front = small["adverbs"].sub("", small["being"].sub("", scene.text[: word.start]))
        if told := small["stands_for"].search(front):
            return (told["noun"] or "it").lower()
        people = next((p for p in scene.places if p.end == len(front)), None)
        return "it" if people and front[: people.start].lower().endswith("the ") else None
    return None


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
    buys = {n.text for one in before for n in one.names if n.again or n.role == RECEIVER}
    every = [(at, one, described(one)) for at, one in enumerate(before)][::-1]
    for at, one, called in () if generic else every:
        for name in one.names:
            own = name.text.casefold().split()[-1] == noun
            so = own or f"={noun}" in called.get(name.text, ())
            if so and (name.role != SUPPLIER or name.text in buys):
                return at, name
    here = scene.sentence.paragraph
    for at, one, called in every:
        if one.sentence.paragraph != here:
            return None
        if one.leads:
            return _named(every, one.leads)
        if (led := _led(one, called)) is not None:
            may_buy = led.role != SUPPLIER or led.text in buys or not one.numbers
            return (at, led) if may_buy else None
        if one.buyer_again:
            return _named(every, one.buyer_again)
    return None


def _named(
    every: Sequence[tuple[int, Scene, dict[str, frozenset[str]]]], name: str
) -> tuple[int, Name] | None:
    """Where the sentences before, the last first, name a company."""
    found = ((at, n) for at, one, _ in every for n in one.names if same_name(n.text, name))
    return next(found, None)


def _led(scene: Scene, called: dict[str, frozenset[str]]) -> Name | None:
    """The name that a sentence is about: the first that may be a party's and is no place's, or the
    only one of an office or a shop."""
    free = [n for n in scene.names if n.aside != NOBODY]
    if len(free) == 1 and free[0].aside:
        return free[0]
    told = [n for n in free if n.company or n.role or called.get(n.text) or " " in n.text]
    after = {n.start: scene.text[n.end : n.end + 1] for n in told}
    told = [n for n in told if not (n.aside or (n.text.isupper() and after[n.start] == ":"))]
    placed = scene.words.trade.small["placed"]
    free = [n for n in told if not placed.search(scene.text[: n.start])]
    return next(iter(free or told), None)
