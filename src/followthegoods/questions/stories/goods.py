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
        more = place + 1 < len(scene.numbers)
        until = scene.numbers[place + 1].start if more else len(scene.text)
        return goods_fields(_counted(scene, scene.text[number.end : until]))
    if number.kind in ("suppliers", "countries"):
        return goods_fields(_bought(scene, number.start))
    if scene.sentence.item and (told := _headed(scene, number.start)):
        return goods_fields(told)
    rest = scene.text[number.end :]
    if number.kind == "share" and rest[:4] != " of " and (told := _counted(scene, rest)):
        return goods_fields(told)  # "four in ten logs"
    first = scene.numbers[place - 1].end if place else 0
    last = scene.numbers[place + 1].start if place + 1 < len(scene.numbers) else len(scene.text)
    after = scene.words.cues["goods_after"].match(scene.text, number.end, last)
    before = scene.words.cues["goods_before"].search(scene.text[first : number.start])
    for found in (after, before):
        # What was bought begins after the verb.
        pieces = scene.words.cues["goods_begin"].split(found["goods"]) if found else [""]
        listed = _NOT_LISTED.sub("", pieces[-1])
        if found and (said := known_goods(listed, scene)):
            return goods_fields(said)
    return goods_fields(_imported(scene, scene.text[first : number.start]))


def _imported(scene: Scene, front: str) -> list[tuple[str, tuple[str, ...]]]:
    """The goods whose imports a number tells: "put its mercury imports at 38.4 tonnes"."""
    said = list(scene.words.cues["imports_of"].finditer(front))
    told = [known_goods(m["goods"] or m["of"], scene) for m in said]
    return next((goods for goods in reversed(told) if goods), [])


_NOT_LISTED = re.compile(
    r"^.*\b(?:in|from|by|at|to|was|were)\s[^,]*?(?:,\s(?:and\s)?|\sand\s)", re.I
)
"""What stands before goods and is no member of their list: "made in Japan, and Swiss chips"."""


def names_goods(scene: Scene, place: int) -> bool:
    """Whether goods are named with a number, be they in the table or not."""
    number = scene.numbers[place]
    found = scene.words.cues["goods_after"].match(scene.text, number.end)
    if found is None:
        return False
    # "Of Russian origin" names no goods.
    return not any(p.start < found.end() and p.end > found.start() for p in scene.places)


def _bought(scene: Scene, end: int) -> list[tuple[str, tuple[str, ...]]]:
    """What a sentence says was bought, before it counts from how many: "bought the chips from 23
    companies"."""
    verbs = list(scene.words.cues["imports"].finditer(scene.text[:end]))
    found = _FROM.search(scene.text, verbs[-1].end(), end) if verbs else None
    return known_goods(found[1], scene) if found else []


_FROM = re.compile(r"\s((?:[\w-]+ ){0,4}[\w-]+)\s(?:from|by|via|through|у|от|из)\s")


_HEAD = re.compile(r"\s*(?:[-*•–—|]\s*|\d{1,2}[.)]\s)?[*_]*([^:|.]{3,60}?)[*_]*\s?[:|–—]")
"""What stands before the colon of an item."""


def _headed(scene: Scene, end: int) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that an item of a list names before its number: "Jet fuel: 620,000 barrels"."""
    head = _HEAD.match(scene.text)
    return (
        known_goods(head[1][:1].lower() + head[1][1:], scene) if head and head.end() <= end else []
    )


def goods_absent(scene: Scene) -> dict[str, Any]:
    """The goods of which a sentence says that there were none, as fields of a claim."""
    found = scene.says("absent_goods")
    return goods_fields(known_goods(found["goods"], scene)) if found else {}


def goods_named(scene: Scene) -> dict[str, Any]:
    """The goods of a sentence that names one kind of them, as fields of a claim."""
    found: dict[tuple[str, ...], str] = {}
    for pattern, codes in scene.words.goods:
        for m in pattern.finditer(scene.text):
            found[codes] = max(found.get(codes, ""), m[0].lower(), key=len)
    return goods_fields([(name, codes) for codes, name in found.items()]) if len(found) == 1 else {}


def goods_moved(scene: Scene) -> dict[str, Any]:
    """The goods that a sentence says came from somewhere, as fields of a claim."""
    verb = scene.says("moved")
    found = scene.words.cues["goods_before"].search(scene.text[: verb.start()]) if verb else None
    return goods_fields(known_goods(found["goods"], scene)) if found else {}


def _counted(scene: Scene, after: str) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that stand right after their number, with those joined to them."""
    words = re.match(rf"(?:\s{_WORDS}){{1,3}}", after)
    pieces = words[0].split() if words else []
    for n in reversed(range(len(pieces))):  # "diesel engines" are no diesel
        phrase = " ".join(pieces[: n + 1])
        said = known_goods(phrase, scene)
        if said:
            rest = after[len(phrase) + 1 :]
            if re.match(rf"\s{scene.words.words['name']['business']}\b", rest):
                return []  # "three pulp producers"
            more = re.match(r"\s(?:and|и)(?=\s[^\W\d_])", rest)
            also = _counted(scene, rest[more.end() :]) if more else []
            return [] if more and not also else [*said, *also]
    return []


def goods_fields(said: list[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Goods as fields of a claim."""
    if not said:
        return {}
    names, codes = zip(*said, strict=True)
    # Goods without a code are found by their words, and so are those beside them.
    every = dict.fromkeys(code for several in codes for code in several if all(codes))
    return {"goods": tuple(names), "hs": tuple(every)}


def known_goods(text: str, scene: Scene) -> list[tuple[str, tuple[str, ...]]]:
    """The goods of a list with their codes; empty where one of them has none."""
    said = []
    members = re.split(r",\s|\s(?:and|и)\s", text)
    if len(members) == 2 and re.fullmatch(r"\w+", members[0]) and " " in members[1]:
        members = _sharing(members, scene)
    for member in members:
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


def _sharing(members: list[str], scene: Scene) -> list[str]:
    """Two members of which the first may only be an adjective: "ceramic and porcelain tiles"."""
    named = any(pattern.search(members[0]) for pattern, _ in scene.words.goods)
    return members if named else members[1:]
