"""Goods that a story itself names as such: what stands after a weight or after "imports of" is
goods, whether a table of goods has them or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.names import Name, head
from followthegoods.questions.stories.reading.naming import short_form
from followthegoods.questions.stories.reading.seasons import months_told
from followthegoods.questions.stories.reading.sentences import Sentence


def with_goods_of(said: Sequence[Sentence], words: Language) -> Language:
    """A language with the goods that the sentences of a story tell, which have no codes: a claim of
    them is checked by the words of the goods text."""
    found: dict[str, tuple[str, ...]] = {}
    for sentence in said:
        for told in (*_told(_plain(sentence.text, words), words), *_item(sentence, words)):
            name = _goods_alone(told, words)
            if not name:
                continue
            if (kind := words.goods.whole(name)) is not None:
                found[name] = kind.codes  # what may be other words as well is goods here
            elif _of_a_kind(name, words):
                found[name] = words.goods.codes_of_last(name)
    for name in [*found]:
        last = name.rsplit(maxsplit=1)[-1]
        if " " in name and _short_for(name, last, words):
            found[last] = found[name]  # "the concentrate", after "antimony concentrate"
    return replace(words, goods=words.goods.with_names(found))


def _plain(text: str, words: Language) -> str:
    """A sentence without codes in brackets, and without marks around words that are no speech."""
    return words.small["in_marks"].sub(r"\g<said>", words.small["a_code"].sub("", text))


def _goods_alone(told: str, words: Language) -> str:
    """Goods without what their sentence goes on with: "steel slab entered", "polyethylene
    soared"."""
    return told if _known(told, words) else words.cues["gone_on_with"].sub("", told)


def _of_a_kind(name: str, words: Language) -> bool:
    """Whether words are goods of a kind: "spare parts", and no "foreign parts" or "goods"."""
    general = words.cues["no_goods"].search(name) is not None
    return not general or words.cues["told_kind"].search(name) is not None


def _told(text: str, words: Language) -> Iterator[str]:
    """What a sentence says to be goods."""
    events = ("absence", "first_date", "last_date", "of_events")
    told = any(words.says(cue, text) for cue in events)
    for pattern in (*words.learn, *(words.learn_of_events if told else ())):
        for m in pattern.finditer(text):
            if words.small["shared_noun"].match(text, m.end("goods")):
                continue  # "ceramic and porcelain tiles"
            if words.countries.match(m["goods"]):
                continue  # "Belarus alone"
            if told and any(_known(m["goods"] + end, words) for end in ("s", "es")):
                continue  # "its first camera"
            said = m["goods"] if m["goods"][:2].isupper() else m["goods"].lower()
            for name in words.small["side_by_side"].split(said):
                if name.split()[0] not in words.words["number"]:  # "the bags of nine shops"
                    yield name
    for pattern in words.learn_topics:
        for m in pattern.finditer(text):
            said = m["goods"] if m["goods"][:2].isupper() else m["goods"].lower()
            yield from (n for n in words.small["side_by_side"].split(said) if _known(n, words))


_ITEM = re.compile(r"([A-Za-z][a-z-]+(?: [a-z-]+)?): (?:[$€£]|\d[\d,.]*(?:[,.;(]|$| \())")
"""An item of a list that begins with its goods: "Frames: 48,200, all welded in Vietnam"."""


def _item(sentence: Sentence, words: Language) -> Iterator[str]:
    """The goods that an item of a list begins with."""
    found = _ITEM.match(sentence.text) if sentence.item else None
    if found and not words.countries.match(found[1]):
        yield found[1].lower()


def _known(name: str, words: Language) -> bool:
    return words.goods.whole(name) is not None


def _short_for(name: str, last: str, words: Language) -> bool:
    """Whether a story may name its goods again by their last word alone."""
    if (kind := words.goods.whole(last)) is not None:
        return not kind.sure
    if _of_a_kind(last, words) or words.goods.whole(name) is not None:
        return _of_a_kind(last, words)
    return bool(words.cues["named_kind"].search(last) or words.cues["told_kind"].search(name))


def with_business_year_of(text: str, words: Language) -> Language:
    """A language with the months of business years, where a story tells them."""
    return replace(words, seasons=months_told(text, words))


def with_bystanders_of(
    said: Iterable[tuple[Sentence, Sequence[Name]]], words: Language
) -> Language:
    """A language with the names of who publishes a story, which its head tells beside its day or
    its author: "Loom & Ledger, May 2025", and of towns that something is said to be in. Who is
    surely a company is none of them."""
    said = list(said)
    told: set[str] = set()
    alone: set[str] = set()
    sure: set[str] = set()
    for sentence, found in said:
        line = sentence.text.strip("*_ ")
        head_line = words.small["head_line"].fullmatch(line) or is_credit(sentence, words)
        if head_line and not sentence.item:
            told |= {head(name.text) for name in found if " " in name.text}
            alone |= {head(name.text) for name in found if " " not in name.text}
        sure |= {head(name.text) for name in found if name.company or name.role}
    every = [name.text for _, found in said for name in found]
    firms = {head(name) for name in every if " " in name}
    towns = {
        town.casefold()
        for sentence, _ in said
        for m in words.small["in_a_town"].finditer(sentence.text)
        if not words.small["held_by"].search(sentence.text[: m.start()])
        for town in m.groupdict().values()
        if town
    }
    towns |= {
        town.casefold() for sentence, found in said for town in _seats(sentence, found, words)
    }
    told |= alone - firms  # "Lublin, 3 May 2025" says nothing of Lublin Mills
    return replace(words, bystanders=frozenset((told - sure) | (towns - firms)))


def _seats(sentence: Sentence, found: Sequence[Name], words: Language) -> Iterator[str]:
    """The towns that stand in brackets beside companies, as no short form of their names does:
    "Marvane AO (Perm)"."""
    for name in found:
        told = words.small["seat_beside"].match(sentence.text[name.end :])
        if name.company and told and not _is_short(told["town"], name.text):
            yield told["town"]


def _is_short(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in a name, in its order."""
    letters = iter(name.casefold())
    return all(letter in letters for letter in short.casefold())


def is_credit(sentence: Sentence, words: Language) -> bool:
    """Whether a sentence only tells who wrote or printed a story, and when."""
    return not sentence.item and words.small["credit"].fullmatch(sentence.text) is not None


def with_short_names_of(
    said: Iterable[tuple[Sentence, Sequence[Name]]], words: Language
) -> Language:
    """A language with the short forms that a story gives to names: "Norddeutsche Kabelfabrik
    (NKF)"."""
    found: dict[str, str] = {}
    for sentence, names in said:
        for name in names:
            short = short_form(name.text, name.end, sentence.text, words.naming)
            if short and short != name.text:
                found.setdefault(short, name.text)
    return replace(words, in_full=found) if found else words


def with_countries_of(text: str, words: Language) -> Language:
    """A language with the countries that a story speaks of, whose currencies it means by names
    that others have too."""
    shared = "|".join(words.words["shared_currency"])
    if not shared or not re.search(rf"\b(?:{shared})\b", text, re.I):
        return words
    found = words.countries.finditer(text)
    spoken = {m.lastgroup.rstrip("0123456789") for m in found if m.lastgroup}
    spoken |= {m.lastgroup for m in words.cities.finditer(text) if m.lastgroup}
    return replace(words, spoken=frozenset(spoken))
