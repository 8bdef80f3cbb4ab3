"""Legal forms of several words as records damage them: cut short, run together, a letter off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rapidfuzz.distance import OSA

Words: TypeAlias = tuple[str, ...]

_CUT_FROM = 4
"""Letters that must be left of the last word of a form that a column's width has cut."""

_TOGETHER_FROM = 5
"""Letters from which on two words of a form that are written together are still seen as that."""

_SLIPS_FROM = 5
"""Letters from which on a word of a form of several words may be a letter off."""

_MOST = 5
"""Words of the longest form that is looked for with one of them misspelt."""


def cut_short(forms: Mapping[Words, str]) -> dict[Words, str]:
    """Forms of several words with the end of the last one lost: JOINT STOCK COMPAN."""
    return {
        (*words[:-1], words[-1][:size]): code
        for words, code in forms.items()
        if len(words) > 1 and len("".join(words)) >= 9
        for size in range(_CUT_FROM, len(words[-1]))
    }


def run_together(forms: Mapping[Words, str]) -> dict[Words, str]:
    """Forms with two words that stand beside each other written as one: JOINT STOCKCOMPANY."""
    return {
        (*words[:at], words[at] + words[at + 1], *words[at + 2 :]): code
        for words, code in forms.items()
        for at in range(len(words) - 1)
        if len(words[at] + words[at + 1]) >= _TOGETHER_FROM
    }


class Misspelt:
    """Forms of several words, one of which, if it is long, may be a letter off."""

    def __init__(self, forms: Iterable[tuple[Words, str]]) -> None:
        self._meant: dict[Words, dict[str, str]] = {}  # "" in its place -> that word, code
        self._ends: set[Words] = set()  # two words at either end, of which one is right
        for words, code in forms:
            for at, word in enumerate(words):
                if len(words) > 1 and len(word) >= _SLIPS_FROM:
                    rest = (*words[:at], "", *words[at + 1 :])
                    self._meant.setdefault(rest, {})[word] = code
                    self._ends |= {rest[:2], rest[-2:]}

    def in_front(self, words: Words) -> tuple[int, str]:
        """How many words in front are such a form, and its code; (0, "") where none is."""
        if self._may_end(words[:2]):
            for size in range(min(_MOST, len(words) - 1), 1, -1):
                if code := self._code(words[:size]):
                    return size, code
        return 0, ""

    def behind(self, words: Words) -> tuple[int, str]:
        """The same of the words behind."""
        if self._may_end(words[-2:]):
            for size in range(min(_MOST, len(words) - 1), 1, -1):
                if code := self._code(words[-size:]):
                    return size, code
        return 0, ""

    def _may_end(self, two: Words) -> bool:
        if len(two) < 2:
            return False
        one, other = two
        ends = self._ends
        return (one, other) in ends or (one, "") in ends or ("", other) in ends

    def _code(self, words: Words) -> str:
        for at, word in enumerate(words):
            meant = self._meant.get((*words[:at], "", *words[at + 1 :]), {})
            for one, code in meant.items():
                if OSA.distance(word, one, score_cutoff=1) <= 1:
                    return code
        return ""
