"""How a name sounds, whatever letters it is written in: one spelling, and one skeleton of it.

`latin` writes a folded word in Latin letters. `skeleton` keeps what survives a transcription from
one language's letters into another's and back: the consonants in classes, the place of a vowel at
the beginning, nothing else. SEOBINAM and СЕОБИНАМ, ENERTECH and ЭНЕРТЕК, ZHEJIANG and ЧЖЭЦЗЯН have
one skeleton each. Two words of one skeleton may still be two names: whoever compares looks at the
vowels as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from followthegoods.facts.names import transliterate

_NOT_LATIN = re.compile(r"[^\u0000-\u024f]")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")


@lru_cache(maxsize=200_000)
def latin(word: str) -> str:
    """A folded word in Latin capitals and digits: Cyrillic, Greek, Hangul, Han, kana, Arabic."""
    if word.isascii():
        return word
    known = transliterate(word)
    return known if known.isascii() else _NOT_WORD.sub("", anyascii(known).upper())


def script(word: str) -> str:
    """The script of a folded word by its first letter that is not Latin; "L" where all are."""
    found = None if word.isascii() else _NOT_LATIN.search(word)
    if not found:
        return "L"
    if found[0] <= "\u03ff":
        return "G"
    return "C" if found[0] <= "\u052f" else "E"


_SIBILANT = "S"
_SIBILANTS = re.compile(r"TSZ|CZH|CHZH|SHCH|SCH|TCH|TSCH|DZH|ZH|SH|CH(?![RLNT])|TS|CZ|SZ|DJ|DZ|TZ")


_BEFORE = (("TECH", "TEK"), ("TEKH", "TEK"), ("PH", "F"))
_OF_TWO = (("KH", "H"), ("CH", "K"), ("TH", "T"), ("DH", "D"), ("GH", "G"))
"""Letters that are one sound, in the order in which they are looked for."""


def _steps(*steps: tuple[str, str, str]) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """What must be in a word for a step to change anything, its pattern, and what it leaves."""
    return tuple((needed, re.compile(pattern), sound) for needed, pattern, sound in steps)


_BEHIND = _steps(
    ("NG", r"NG(?=[^AEIOUY]|$)", "N"),
    ("C", r"C(?=[EIY])", _SIBILANT),
    ("QU", r"QU(?=[EIO])", "K"),
    ("Q", r"Q(?=I|U[AN])", _SIBILANT),
    ("W", r"(?<=[AEIOUY])W", ""),
    ("AU", r"AU(?=[^AEIOUY])", "AV"),
    ("EU", r"EU(?=[^AEIOUY])", "EV"),
)
_FRONT_U = re.compile(r"U(?=[AEIO])")
_SILENT_H = re.compile(r"(?<=[A-Z])H")
_CLASSES = bytes.maketrans(b"CQXJZWEIOUY", b"KKSSSVAAAAA")
_VOICELESS = bytes.maketrans(b"BDG", b"PTK")
_KS = re.compile(rb"K+S")
_DOUBLED = re.compile(rb"([A-Z])(?=\1)")


@lru_cache(maxsize=500_000)
def skeleton(spelling: str) -> str:
    """The consonants of a Latin spelling in classes: what a transcription leaves as it is."""
    if not spelling.isalpha():
        return spelling
    for several, sound in _BEFORE:
        if several in spelling:
            spelling = spelling.replace(several, sound)
    if "H" in spelling or "Z" in spelling or "TS" in spelling or "DJ" in spelling:
        spelling = _SIBILANTS.sub(_SIBILANT, spelling)
    if "H" in spelling:
        for several, sound in _OF_TWO:
            spelling = spelling.replace(several, sound)
    for needed, pattern, sound in _BEHIND:
        if needed in spelling:
            spelling = pattern.sub(sound, spelling)
    if spelling[0] == "U" and _FRONT_U.match(spelling):
        spelling = f"V{spelling[1:]}"
    if "H" in spelling:
        spelling = _SILENT_H.sub("", spelling)
    letters = spelling.encode().translate(_CLASSES)  # bytes are translated sooner than texts
    if b"KS" in letters:
        letters = _KS.sub(b"S", letters)
    letters = (letters[:1] + letters[1:].translate(None, b"A")).translate(_VOICELESS)
    if len(set(letters)) < len(letters):
        letters = _DOUBLED.sub(b"", letters)
    return letters.decode()
