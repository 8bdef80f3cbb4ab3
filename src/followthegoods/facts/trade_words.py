"""The words of the trade: abbreviated, translated, transcribed; and how much a word tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from followthegoods.facts.countries import country_code
from followthegoods.facts.names import fold, transcribed
from followthegoods.facts.sounds import latin, script
from followthegoods.facts.text import read_toml

OWN_NAME = 1.0
PLACE_WEIGHT = 0.5
NUMBER_WEIGHT = 0.1
INITIAL_WEIGHT = 0.2
SHORT_WEIGHT = 0.65
"""How much words tell that no table has: names of countries, numbers, single letters, two."""

PLACE = "="
"""What a country's name begins with once understood: "=CN"."""

_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")

_ADJECTIVE = re.compile(r"SK(?:IY|II|YI|Y|I|AYA|AIA|OE|OYE|OGO|OY|OI|IE|IYE|IKH)$")
"""Endings of Russian adjectives: of a town, and so often of a company in it."""


@dataclass(frozen=True)
class _Words:
    names: dict[tuple[str, ...], str]
    longest: dict[str, int]  # a word -> how many words the longest name has that it begins
    weights: dict[str, float]
    eastern: re.Pattern[str]  # words of scripts that write without spaces
    transcribed: dict[str, str]  # long words of Cyrillic letters, as they may be transcribed


_TRANSCRIBED_FROM = 6
"""Letters of a Cyrillic word from which on it is known in whatever way it was transcribed."""


@cache
def _words() -> _Words:
    names: dict[tuple[str, ...], str] = {}
    weights: dict[str, float] = {}
    for group in read_toml("trade_words.toml")["group"]:
        for name, spellings in group["words"].items():
            weights[name] = group["weight"]
            own = () if name.startswith(PLACE) else (name,)  # a code of two letters is anything
            for spelling in (*own, *spellings):
                words = tuple(fold(spelling).split())
                names[words] = name
                if len("".join(words)) > 1:  # a single letter is no abbreviation in another script
                    names.setdefault(tuple(map(latin, words)), name)
    eastern = sorted((w[0] for w in names if script(w[0]) == "E"), key=len, reverse=True)
    longest: dict[str, int] = {}
    for words in names:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    cyrillic = {
        transcribed(words[0]): name
        for words, name in names.items()
        if len(words) == 1 and len(words[0]) >= _TRANSCRIBED_FROM and script(words[0]) == "C"
    }
    return _Words(names, longest, weights, re.compile(f"({'|'.join(eastern)})"), cyrillic)


def canonical(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a folded name in Latin letters, those of the trade under one name each.

    Initials are drawn together ("S C" is "SC"), words that only tie others together go, names of
    countries become "=" and a code. A name of nothing but such words keeps them.
    """
    lone = [_LONE[word] for word in words]
    if lone and None not in lone:
        return tuple([word for word in lone if word]) or tuple(map(latin, words))
    drawn = tuple(_draw_initials(words) if 1 in map(len, words) else words)
    if len(drawn) > 1 and not _ASSIMILATED.isdisjoint(drawn):
        drawn = tuple(_with_articles(drawn))
    if drawn and max(drawn) > "\u2e7f":
        drawn = tuple(part for word in drawn for part in _eastern_words(word))
    weights = _words().weights
    told = tuple([word for word in _named(drawn) if weights.get(word, OWN_NAME) > 0])
    return told or tuple(map(latin, drawn))


_ASSIMILATED = frozenset(("AD", "AN", "AR", "AS", "ASH", "AT", "ATH", "AZ"))
"""The Arabic article as it is heard before a word that begins with its last letters."""


def _with_articles(words: Sequence[str]) -> Iterator[str]:
    """Words with the Arabic article in one spelling: AR RAHMAN as AL RAHMAN."""
    for word, behind in zip(words, (*words[1:], ""), strict=True):
        heard = word in _ASSIMILATED and len(behind) > 3 and behind.startswith(word[1:])
        yield "AL" if heard and (behind,) not in _words().names else word


_MOST = 300_000


class _Lone(dict[str, str | None]):
    """Words that stand for themselves, whatever is beside them, with their canonical word: "" for
    one that only ties others together. None for one that the words beside it may change."""

    def __missing__(self, word: str) -> str | None:
        if len(self) > _MOST:
            self.clear()
        self[word] = lone = None if self._depends(word) else self._alone(word)
        return lone

    @staticmethod
    def _depends(word: str) -> bool:
        if word in _ASSIMILATED or len(word) < 2 or word > "\u2e7f":
            return True
        return _words().longest.get(word, 0) > 1

    @staticmethod
    def _alone(word: str) -> str:
        known = _words()
        name = known.names.get((word,)) or _unnamed(word)
        return name if known.weights.get(name, OWN_NAME) > 0 else ""


_LONE = _Lone()


def _eastern_words(word: str) -> list[str]:
    """A word of a script without spaces, taken apart at the words of the trade in it."""
    if script(word) != "E" or (word,) in _words().names:
        return [word]
    return [part for part in _words().eastern.split(word) if part]


_NUMERALS = "IVX"


def _draw_initials(words: Sequence[str]) -> Iterator[str]:
    """Words with letters that stand apart drawn together. One that may be a Roman numeral is a
    letter where it stands in front of another, or of a name: I B M, but FUND X."""
    letters = ""
    for place, word in enumerate(words):
        if _is_letter(word) and (
            word not in _NUMERALS
            or (_is_letter("".join(words[place + 1 : place + 2])) and (not place or letters))
        ):
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word < "\u0530"


def _named(words: tuple[str, ...]) -> list[str]:
    known, at, told = _words(), 0, []
    for place, word in enumerate(words):
        if place < at:
            continue
        name, size = "", known.longest.get(word, 0)
        while size and not (name := known.names.get(words[place : place + size], "")):
            size -= 1
        at = place + size
        told.append(name or _unnamed(word))
    return told


_DIGIT_FOR_LETTER = re.compile(
    r"(?=(?:[01]{0,2}[A-Z]){4})(?=[A-Z]*[01])(?:[01]{0,2}[A-Z])+|(?=.{6})[A-Z]+[0158][A-Z]+"
)
"""A word of letters in which a digit stands for the letter that looks like it."""

_LETTERS_FOR = str.maketrans("0158", "OISB")


@lru_cache(maxsize=200_000)
def _unnamed(word: str) -> str:
    spelt = latin(word)
    if not spelt.isalpha() and _DIGIT_FOR_LETTER.fullmatch(spelt):
        spelt = spelt.translate(_LETTERS_FOR)
    if len(word) >= 4 and (code := country_code(word)):
        return PLACE + code
    if name := _words().names.get((spelt,)) or _transcribed(spelt) or _misspelt(spelt):
        return name
    return _ADJECTIVE.sub("SK", spelt) if len(spelt) > 6 and "SK" in spelt else spelt


def _transcribed(spelt: str) -> str:
    """The word of the trade that a Latin one transcribes; "" where it does none."""
    if len(spelt) < _TRANSCRIBED_FROM - 1 or not spelt.isalpha():
        return ""
    return _words().transcribed.get(transcribed(spelt), "")


_SHORTEST = 5
"""Letters of a spelling from which on a word one letter off may be a slip for it."""


@cache
def _spellings() -> dict[str, dict[str, list[str]]]:
    """The Latin spellings of each word of the trade that a word may be a slip for, by their first
    two letters and by their last: one slip leaves those or these as they were."""
    found: dict[str, dict[str, list[str]]] = {}
    for words, name in _words().names.items():
        if len(words) == 1 and words[0].isascii() and len(words[0]) >= _SHORTEST:
            for end in _ends(words[0]):
                found.setdefault(name, {}).setdefault(end, []).append(words[0])
    return found


def _ends(word: str) -> tuple[str, str]:
    return word[:2], f"-{word[-2:]}"


def may_be_slip(word: str, known: str) -> bool:
    """Whether a word is one slip of the hand from a spelling of a word of the trade: AMERCIAN."""
    spellings = _spellings().get(known)
    if spellings:
        for end in _ends(word):
            for one in spellings.get(end, ()):
                if OSA.distance(word, one, score_cutoff=1) <= 1:
                    return True
    return False


_LONG = 9
"""Letters from which on a word of the trade is known by a spelling one letter off."""


@cache
def _shorter() -> dict[str, list[str]]:
    """Long words of the trade, and under each way to leave a letter out of one, that word."""
    found: dict[str, list[str]] = {}
    known = _words()
    for words, name in known.names.items():
        own = known.weights[name] < PLACE_WEIGHT  # towns are often a letter off another
        if own and len(words) == 1 and len(words[0]) >= _LONG and words[0].isascii():
            for variant in _without_a_letter(words[0]):
                found.setdefault(variant, []).append(words[0])
    return found


_HALF = 4


@cache
def _halves() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last letters of the words that `_shorter` knows. One slip leaves those or
    these of a word as they were."""
    known = {word for of in _shorter().values() for word in of}
    return frozenset(word[:_HALF] for word in known), frozenset(word[-_HALF:] for word in known)


@cache
def _longest() -> int:
    """Letters of the longest word that `_shorter` knows. A damaged cell may be one word of a
    million letters, which has as many variants as long."""
    return max(len(word) for known in _shorter().values() for word in known)


def _without_a_letter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _misspelt(word: str) -> str:
    """The word of the trade that a word is one slip of the hand away from; "" where none is."""
    if not _LONG - 1 <= len(word) <= _longest() + 1 or not word.isalpha():
        return ""
    fronts, backs = _halves()
    if word[:_HALF] not in fronts and word[-_HALF:] not in backs:
        return ""
    near = {one for variant in _without_a_letter(word) for one in _shorter().get(variant, ())}
    near = {one for one in near if OSA.distance(word, one, score_cutoff=1) <= 1}
    return _words().names[(min(near),)] if near else ""


@lru_cache(maxsize=200_000)
def weight(word: str) -> float:
    """How much a canonical word tells of who is meant: from 0, nothing, to 1, a name of its own."""
    known = _words().weights.get(word)
    if known is not None:
        return known
    if word.startswith(PLACE):
        return PLACE_WEIGHT
    if is_number(word):
        return NUMBER_WEIGHT
    return (INITIAL_WEIGHT, SHORT_WEIGHT)[len(word) - 1] if 0 < len(word) <= 2 else OWN_NAME


def known_words() -> frozenset[str]:
    """The canonical words that are the trade's."""
    return frozenset(_words().weights)


@lru_cache(maxsize=200_000)
def is_known(word: str) -> bool:
    """Whether a canonical word is one of the trade or a country: no misspelling of another."""
    return (word in _words().weights and not is_number(word)) or word.startswith(PLACE)


@lru_cache(maxsize=200_000)
def is_number(word: str) -> bool:
    """Whether a canonical word counts, or tells a model or a series: 7, VIII, 2007, 12A, AHL1."""
    return any(map(str.isdigit, word)) or bool(_ROMAN.fullmatch(word))
