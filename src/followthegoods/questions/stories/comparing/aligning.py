"""Which sentences of a retelling tell what which sentences of the original told."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from followthegoods.facts.names import fold, transliterate
from followthegoods.questions.stories.reading.scene import Scene

ALIKE = 0.36
"""Share of the weight of the shorter sentence's words from which two sentences tell the same."""

SURELY = 0.75
"""Share from which two sentences tell the same even where what they share are names."""

WEIGHTY = 3.0
"""Weight of words that two sentences must share at the least."""

FEW = 40
"""Texts of fewer sentences than this count as so many: words of short texts are rare too."""

_STEM = 5
"""Letters of a word that are compared: enough for its root, short enough for its endings."""

_WORD = re.compile(r"[^\W_]{3,}|\d+")


def stems(text: str) -> frozenset[str]:
    """The words of a text by their beginnings, in Latin letters."""
    folded = transliterate(fold(text))
    return frozenset(word[:_STEM] for word in _WORD.findall(folded))


@dataclass(frozen=True)
class Pair:
    """Two sentences that tell the same, by their numbers, and how alike they are."""

    original: int
    retelling: int
    likeness: float
    names_only: bool
    """Whether what they share are mostly names: then they may speak of other things."""


def aligned(original: Sequence[Scene], retelling: Sequence[Scene]) -> list[Pair]:
    """The pairs of sentences that tell the same. A sentence may be told in several, or several in
    one. Words that many sentences share weigh little."""
    first = [stems(scene.text) for scene in original]
    second = [stems(scene.text) for scene in retelling]
    seen = Counter(stem for words in (*first, *second) for stem in words)
    many = max(FEW, len(first) + len(second))
    weight = {stem: math.log(many / count) for stem, count in seen.items()}
    pairs = []
    for i, mine in enumerate(first):
        for j, theirs in enumerate(second):
            shared = sum(weight[stem] for stem in mine & theirs)
            least = min(_sum(mine, weight), _sum(theirs, weight))
            if least and shared >= WEIGHTY and shared / least >= ALIKE:
                common = mine & theirs - _capital(original[i].text)
                likeness = shared / least
                names_only = sum(weight[stem] for stem in common) < WEIGHTY and likeness < SURELY
                pairs.append(Pair(i, j, likeness, names_only))
    return pairs


def _capital(text: str) -> frozenset[str]:
    """The words of a text that begin with a capital letter."""
    return stems(" ".join(re.findall(r"\b[A-ZА-ЯЁ]\w+", text)))


def _sum(words: frozenset[str], weight: dict[str, float]) -> float:
    return sum(weight[stem] for stem in words)
