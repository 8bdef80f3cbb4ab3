"""Names without the words before them that only begin sentences, and without countries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from followthegoods.facts.countries import country_label
from followthegoods.facts.currencies import currency_codes
from followthegoods.questions.stories.reading.language import Language, language
from followthegoods.questions.stories.reading.places import Place


def trimmed(
    start: int, end: int, text: str, words: Language, countries: Sequence[Place]
) -> tuple[int, int]:
    """A run of capital words without words that begin sentences, and without countries."""
    skipped = _no_names(words.code)
    moved = True
    while moved and start < end:
        moved = False
        word = re.match(r"[\w&-]+", text[start:end])
        country = next((p for p in countries if p.start <= start < p.end), None)
        if country is not None and not _named_so(country, end, text, words):
            start, moved = country.end, True
        elif word and (
            word[0] in skipped
            or word[0].islower()
            or words.small["seated_in"].fullmatch(word[0])
            or words.cues["no_name"].fullmatch(word[0])
            or (not text[:start].strip() and _some_firms(word[0], words))
            or (not text[:start].strip() and words.naming.aside["begins"].match(text, start))
        ):
            start, moved = start + word.end(), True
        while start < end and text[start] in " -":
            start += 1
    within = [p for p in countries if start + 1 < p.start < end]
    # "Kolbrek Moldova", but not "Take Germany."
    opens = not text[:start].strip()
    kept = [
        p.start
        for p in within
        if not _own_name(p, text) or (opens and " " not in text[start : p.start].strip())
    ]
    return start, min([end, *kept])


@cache
def _no_names(code: str) -> frozenset[str]:
    """Words of a language that begin no name: those that begin sentences, codes of currencies."""
    return frozenset((*language(code).words["name"]["not_names"], *currency_codes()))


def _named_so(country: Place, end: int, text: str, words: Language) -> bool:
    """Whether a country's name begins that of a company: "Turkey Brook Farms"."""
    rest = text[country.end : end]
    if not (_own_name(country, text) and rest[:1] == " " and rest[1:2].isupper()):
        return False
    whence = words.naming.aside["to_country"].search(text[: country.start])
    return whence is None


def _own_name(country: Place, text: str) -> bool:
    """Whether a country is told by its name, rather than by an adjective."""
    return country_label(country.code) == text[country.start : country.end]


def _some_firms(word: str, words: Language) -> bool:
    """Whether a word that begins a sentence only says what several companies are: "Suppliers"."""
    return word.endswith("s") and words.cues["firms"].fullmatch(word) is not None
