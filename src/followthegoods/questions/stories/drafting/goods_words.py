"""Goods by their words: what a phrase of a story names, with its codes."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.questions.stories.reading.scene import Scene

Said = list[tuple[str, tuple[str, ...]]]
"""Goods by their names, each with its codes."""


def goods_fields(said: Said) -> dict[str, Any]:
    """Goods as fields of a claim."""
    if not said:
        return {}
    names, codes = zip(*said, strict=True)
    # Goods without a code are found by their words, and so are those beside them.
    every = dict.fromkeys(code for several in codes for code in several if all(codes))
    return {"goods": tuple(names), "hs": tuple(every)}


def known_goods(text: str, scene: Scene) -> Said:
    """The goods of a list with their codes; empty where one of them has none."""
    said = []
    members = scene.small["members"].split(text)
    if len(members) == 2 and re.fullmatch(r"\w+", members[0]) and " " in members[1]:
        members = _sharing(members, scene)
    for member in members:
        # A capital within a sentence is part of a name.
        found = (n for n in scene.words.goods.ends(member) if not (n.start and n.text[0].isupper()))
        if (named := next(found, None)) is None:
            return []
        name = named.text
        said.append((name if name[:2].isupper() else name.lower(), named.codes))
    return said


def _sharing(members: list[str], scene: Scene) -> list[str]:
    """Two members of which the first may only be an adjective: "ceramic and porcelain tiles"."""
    return members if next(scene.words.goods.ends(members[0]), None) else members[1:]


def attributive(said: str, scene: Scene) -> Said:
    """Goods that stand before another noun, as they are printed: "almond imports"."""
    told = one_of(said, scene)
    many = bool(told) and re.search(rf"\b{re.escape(told[0][0])}\b", scene.text, re.I) is not None
    return told if many else [(said.lower(), codes) for _, codes in told]


def one_of(said: str, scene: Scene) -> Said:
    """The goods of which one is told: "its first engine", "not a single lens"."""
    return next((told for form in ("s", "es") if (told := known_goods(said + form, scene))), [])
