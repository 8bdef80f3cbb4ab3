"""The goods that a clause is about: what it begins with. They are its subject ("crutches, 9,000
pairs, followed", "bottles from Chile cost it $2 million", "gold chain, on which it spent") or are
set before it ("of sandals the chain bought")."""

from __future__ import annotations

import re

from followthegoods.questions.stories.drafting.goods_words import (
    Said,
    attributive,
    known_goods,
)
from followthegoods.questions.stories.reading.scene import Scene

_WORD = r"[^\W\d_][\w’'-]*"
_WORDS = re.compile(rf"{_WORD}(?:[ ]{_WORD}){{0,4}}")


def head_goods(scene: Scene, place: int) -> Said:
    """The goods that the clause of a number begins with. What has no subject of its own belongs to
    the clause before it: "silica sand was bought in Brazil: 18,000 tonnes"."""
    end = scene.numbers[place].start
    opens = [m.end() for m in scene.small["clause_opens"].finditer(scene.text, 0, end)]
    for begin in reversed(opens):
        if told := _begun(scene, begin, end):
            return told
        if not scene.small["no_subject"].fullmatch(scene.text, begin, end):
            return []
    return []


def topic_goods(scene: Scene) -> Said:
    """The goods that a sentence is about, whatever else it names: those it begins with, as its
    subject: "fishmeal from West Africa is fed to salmon"."""
    return _begun(scene, 0, len(scene.text))


def fronted_goods(scene: Scene) -> Said:
    """The goods that a sentence sets before all else: "For tea the largest supplier was"."""
    front = scene.small["set_before"].match(scene.text)
    return _named(scene, front.end(), len(scene.text), "is_set_before") if front else []


def _begun(scene: Scene, begin: int, end: int) -> Said:
    """The goods that a clause begins with."""
    if front := scene.small["set_before"].match(scene.text, begin, end):
        return _named(scene, front.end(), end, "is_set_before")
    opened = scene.small["before_goods"].match(scene.text, begin, end)
    at = opened.end() if opened else begin
    if told := _named(scene, at, end, "goods_do"):
        return told
    nation = scene.small["of_a_nation"].match(scene.text, at, end)
    return _named(scene, nation.end(), end, "goods_do") if nation else []


def _named(scene: Scene, at: int, end: int, cue: str) -> Said:
    """The goods whose name stands at a place, if what follows is what `cue` looks for; or those of
    which a flow stands there: "almond imports"."""
    found = _WORDS.match(scene.text, at, end)
    pieces = found[0].split(" ") if found else []
    for n in range(len(pieces), 0, -1):
        phrase = _uncapped(" ".join(pieces[:n]))
        flow = n < len(pieces) and scene.words.says("a_flow", f" {pieces[n]}") is not None
        told = known_goods(phrase, scene) or (attributive(phrase, scene) if flow else [])
        if told and scene.words.cues["hypernym"].fullmatch(told[0][0]):
            return []
        if told and (flow or scene.small[cue].match(scene.text[at + len(phrase) : end])):
            return told
    return []


def _uncapped(said: str) -> str:
    """Goods that a sentence begins with, as they stand within one."""
    return said if said[:2].isupper() else said[:1].lower() + said[1:]
