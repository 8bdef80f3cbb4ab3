"""Goods that a story's figure is of, by the words of its language and the codes they stand for."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.questions.stories.scene import Scene

_WORDS = r"[^\W\d_][\w-]*"


def goods(scene: Scene, place: int) -> dict[str, Any]:
    """The goods of a number as fields of a claim: those it is said to be worth of, or that are
    said to be worth it. None where the words also speak of other parts or goods, which no code
    would cover."""
    if place >= len(scene.numbers):
        return {}
    number = scene.numbers[place]
    if number.kind == "":
        return _fields(_counted(scene, scene.text[number.end :]))
    first = scene.numbers[place - 1].end if place else 0
    last = scene.numbers[place + 1].start if place + 1 < len(scene.numbers) else len(scene.text)
    after = scene.words.cues["goods_after"].match(scene.text, number.end, last)
    before = scene.words.cues["goods_before"].search(scene.text[first : number.start])
    for found in (after, before):
        # What was bought begins after the verb.
        pieces = scene.words.cues["imports"].split(found["goods"]) if found else [""]
        if found and (said := _known(pieces[-1], scene)):
            return _fields(said)
    return {}


def goods_moved(scene: Scene) -> dict[str, Any]:
    """The goods that a sentence says came from somewhere, as fields of a claim."""
    verb = scene.says("moved")
    found = scene.words.cues["goods_before"].search(scene.text[: verb.start()]) if verb else None
    return _fields(_known(found["goods"], scene)) if found else {}


def _counted(scene: Scene, after: str) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that stand right after their number, with those joined to them."""
    words = re.match(rf"(?:\s{_WORDS}){{1,3}}", after)
    pieces = words[0].split() if words else []
    for n in range(len(pieces)):
        phrase = " ".join(pieces[: n + 1])
        said = _known(phrase, scene)
        if said:
            rest = after[len(phrase) + 1 :]
            more = re.match(r"\s(?:and|и)(?=\s[^\W\d_])", rest)
            also = _counted(scene, rest[more.end() :]) if more else []
            return [] if more and not also else [*said, *also]
    return []


def _fields(said: list[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    if not said:
        return {}
    names, codes = zip(*said, strict=True)
    every = dict.fromkeys(code for several in codes for code in several)
    return {"goods": tuple(names), "hs": tuple(every)}


def _known(text: str, scene: Scene) -> list[tuple[str, tuple[str, ...]]]:
    """The goods of a list with their codes; empty where one of them has none."""
    said = []
    for member in re.split(r",\s|\s(?:and|и)\s", text):
        found = [
            (m[0], codes, m.end()) for pattern, codes in scene.words.goods
            for m in pattern.finditer(member)
            # A capital within a sentence is part of a name.
            if m.end() == len(member.rstrip()) and not (m.start() and m[0][0].isupper())
        ]  # fmt: skip
        if not found:
            return []
        name, codes, _ = max(found, key=lambda one: (one[2], len(one[0])))
        said.append((name.lower(), codes))
    return said
