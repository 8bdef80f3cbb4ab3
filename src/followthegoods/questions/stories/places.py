"""Countries in a sentence, and what each is said to be: produced there, shipped from there …"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

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


_LIST = re.compile(r"(?:,|\s(?:and|or|и|или))*\s?(?:other |others? of |другими? |другие )?", re.I)


def places(text: str, words: Language) -> list[Place]:
    """The countries of a sentence, in its order; members of a list share what the first is."""
    found: list[Place] = []
    for code, pattern in words.countries:
        for m in pattern.finditer(text):
            if all(m.end() <= p.start or p.end <= m.start() for p in found):
                found.append(Place(m.start(), m.end(), code))
    found.sort(key=lambda place: place.start)
    told: list[Place] = []
    for place in found:
        said = _said(place, text, words)
        between = text[told[-1].end : place.start] if told else ""
        if told and told[-1].basis and not said.basis and _LIST.fullmatch(between):
            said = replace(said, basis=told[-1].basis, firms=told[-1].firms)
        told.append(said)
    return told


def _said(place: Place, text: str, words: Language) -> Place:
    before, after = text[: place.start], text[place.end :]
    if words.says("origin_after", after):
        return replace(place, basis="origin")
    adjective = re.search(words.words["adjective"]["words"], text[place.start : place.end])
    # The noun of an adjective follows at once or after a few small words.
    firm = re.match(rf"\s(?:[^\W\d_]+\s){{0,4}}?{words.words['cue']['firms']}\b", after, re.I)
    if adjective and firm:
        return replace(place, basis="sender", firms=True)
    for basis, pattern in words.bases:
        if pattern.search(before):
            return replace(place, basis=basis)
    if adjective and words.says("goods", after):
        return replace(place, basis="unspecified")
    return place
