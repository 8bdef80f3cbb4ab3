"""Goods that a story itself names as such: what stands after a weight or after "imports of" is
goods, whether a table of goods has them or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from followthegoods.questions.stories.language import Language
from followthegoods.questions.stories.reading import Sentence

_SHARED = re.compile(
    r"\s(?:and|or) [a-z-]+ [a-z-]+(?:\s(?:in|from|to|for|during|over|last|since)\b|[.,;])"
)
"""What follows an adjective that shares its noun with another."""


def with_goods_of(said: Iterable[Sentence], words: Language) -> Language:
    """A language with the goods that the sentences of a story tell, which have no codes: a claim of
    them is checked by the words of the goods text."""
    found: dict[str, None] = {}
    for sentence in said:
        for m in words.cues["goods_told"].finditer(sentence.text):
            name = next(group for group in m.groups() if group).lower()
            if _SHARED.match(sentence.text, m.end()):
                continue  # "ceramic and porcelain tiles"
            if name.split()[0] in words.words["number"]:
                continue  # "the bags of nine shops"
            if not _known(name, words) and words.cues["no_goods"].search(name) is None:
                found[name] = None
    for name in [*found]:
        last = name.rsplit(maxsplit=1)[-1]
        if " " in name and not _known(last, words) and words.cues["no_goods"].search(last) is None:
            found[last] = None  # "the concentrate", after "antimony concentrate"
    learned = [(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I), ()) for name in found]
    return replace(words, goods=[*words.goods, *learned])


def _known(name: str, words: Language) -> bool:
    return any(pattern.fullmatch(name) for pattern, _ in words.goods)


def with_countries_of(text: str, words: Language) -> Language:
    """A language with the countries that a story speaks of, whose currencies it means by names
    that others have too."""
    found = words.countries.finditer(text)
    spoken = {m.lastgroup.rstrip("0123456789") for m in found if m.lastgroup}
    return replace(words, spoken=frozenset(spoken))
