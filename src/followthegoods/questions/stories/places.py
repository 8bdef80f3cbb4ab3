"""Countries in a sentence, and what each is said to be: produced there, shipped from there …"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from followthegoods.facts.countries import country_label
from followthegoods.questions.stories.language import Language


@dataclass(frozen=True)
class Place:
    """A country and its place in the sentence. `basis` is empty where it is nobody's origin: the
    buyer's country, a capital. `firms`: an adjective of companies ("Italian firms")."""

    start: int
    end: int
    code: str
    basis: str = ""
    firms: bool = False
    goods: bool = False
    """An adjective of goods that are named ("Kazakh plywood")."""


_ACTING = {"makes_after": "origin", "sends_after": "dispatch", "gives_after": "unspecified"}
_LIST = re.compile(
    r"(?:\s\([^()]{1,30}\))?(?:,|\s(?:and|or|и|или))*\s?(?:the )?"
    r"(?:other |others? of |другими? |другие )?",
    re.I,
)


def places(text: str, words: Language) -> list[Place]:
    """The countries of a sentence, in its order; members of a list share what the first is."""
    found = [
        Place(*m.span(), m.lastgroup.rstrip("0123456789"))
        for m in words.countries.finditer(text)
        if m.lastgroup
    ]
    told: list[Place] = []
    for place in found:
        said = _said(place, text, words)
        between = text[told[-1].end : place.start] if told else ""
        if told and told[-1].basis and not said.basis and _LIST.fullmatch(between):
            said = replace(said, basis=told[-1].basis, firms=told[-1].firms)
        elif earlier := next((p for p in reversed(told) if p.basis), None):
            said = _elliptical(said, earlier, text, words)
            if said.firms and earlier.basis == "origin" and _BARE_FIRMS.match(text, said.end):
                said = replace(said, basis="origin", firms=False)
        told.append(said)
    told = _backwards(told, text)
    if stated := words.says("stated_basis", text):
        basis = next((b for b, said in _STATED.items() if said.match(stated["basis"])), "")
        told = [replace(p, basis=basis) if p.basis == "unspecified" else p for p in told]
    return told


def resumed(start: int, end: int, code: str, text: str, words: Language) -> Place:
    """A country that words name again, with what they say it is: "the former shipped"."""
    return _said(Place(start, end, code), text, words)


def _backwards(told: list[Place], text: str) -> list[Place]:
    """Adjectives that share the noun of the last of them: "Russian or Belarusian plywood"."""
    for n in range(len(told) - 2, -1, -1):
        first, second = told[n], told[n + 1]
        joined = _LIST.fullmatch(text[first.end : second.start]) is not None
        if second.goods and not first.basis and joined:
            told[n] = replace(first, basis=second.basis, goods=True)
        elif second.basis and not first.basis and joined and _acts(second, text):
            told[n] = replace(first, basis=second.basis)  # "Japan and the US produced …"
    return told


_BARE_FIRMS = re.compile(r"\s[a-z]+\s(?:(?:another|a further|about|some|nearly|almost) )*[$€£]?\d")
"""Firms of which what was said of others is not said again: "and Taiwanese factories 300,000"."""


def _acts(place: Place, text: str) -> bool:
    """Whether what a country is was told by a verb after it."""
    return place.end < len(text) and _VERB.match(text, place.end) is not None


_VERB = re.compile(
    r"\s(?:together |alone |between them )*(?!of\b|from\b|to\b)[a-z]{4,}(?:ed|nt|de|d|ld)\b"
)


_STATED = {
    "origin": re.compile(r"origin|production|manufact|происх"),
    "dispatch": re.compile(r"dispatch|shipment|consignment|отправ"),
}


def _elliptical(place: Place, earlier: Place, text: str, words: Language) -> Place:
    """A country after another of which the same is said in fewer words: "made in Japan, and a
    tenth in Italy", "of Korean origin, and two million on Chinese ones"."""
    after = text[place.end :]
    bare = not place.basis and (
        re.search(r"(?<!ed )\b(?:in|в)\s$", text[: place.start])
        or words.says("elliptical_after", after)
    )
    ones = re.match(r"\sones\b", after) or words.says("came_next", after)
    same = place.basis == "unspecified" and ones
    if same or (bare and not earlier.firms):
        return replace(place, basis=earlier.basis, firms=earlier.firms)
    return place


def _said(place: Place, text: str, words: Language) -> Place:
    before, after = text[: place.start], text[place.end :]
    if words.says("possessive", after):
        return place  # "from Bulgaria's customs agency"
    if words.says("origin_after", after):
        return replace(place, basis="origin")
    own = text[place.start : place.end]
    adjective = re.search(words.words["adjective"]["words"], own) is not None
    adjective = adjective and own != country_label(place.code)
    # The noun of an adjective follows at once or after a few small words.
    firm = re.match(rf"\s(?:[^\W\d_]+\s){{0,4}}?{words.words['cue']['firms']}\b", after, re.I)
    if adjective and firm:
        receives = words.words["name"]["receiver_verbs"]
        told_before = re.search(r"\bthe\s$", before, re.I) and not firm[0].endswith("s")
        if told_before or re.search(rf"^.{{0,60}}?\s{receives}(?!\w)", after, re.I):
            return place  # "the Turkish firm"; "the Russian company that … bought"
        if words.says("makes_after", after[firm.end() :]):
            return replace(place, basis="origin")  # "Turkish factories produced …"
        return replace(place, basis="sender", firms=True)
    basis = next((basis for basis, pattern in words.bases if pattern.search(before)), "")
    goods = adjective and _made(after, words)
    by_noun = _by_what_follows(before, after, words, adjective=adjective)
    return replace(place, basis=basis or by_noun, goods=goods)


def _by_what_follows(before: str, after: str, words: Language, *, adjective: bool) -> str:
    """What a country is by the words after it; empty where they do not tell."""
    if words.says("whose", after):
        return "unspecified"
    if not adjective:
        return next((basis for cue, basis in _ACTING.items() if words.says(cue, after)), "")
    bare = words.says("bare_after", after) and words.says("was_before", before)
    return "unspecified" if bare or _made(after, words) or words.says("goods", after) else ""


def _made(after: str, words: Language) -> bool:
    """Whether goods of the table stand after an adjective, at once or after one more word."""
    noun = re.match(r"\s(?:[\w-]+\s)?", after)
    starts = {1, noun.end()} if noun else set()
    ends = [
        m.end()
        for pattern, _ in words.goods
        for start in starts
        if (m := pattern.match(after, start))
    ]
    return any(not words.says("of_a_trade", after[end:]) for end in ends)
