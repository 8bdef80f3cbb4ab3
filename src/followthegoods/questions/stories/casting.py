"""Whom a story is about, and all companies it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from followthegoods.questions.stories.language import Language
from followthegoods.questions.stories.names import RECEIVER, SUPPLIER, Name, head, speaks
from followthegoods.questions.stories.reading import Sentence


@dataclass(frozen=True)
class Cast:
    """Whom a story is about, and all companies it names, as printed. `named` is what the text
    calls it, where `topic` was given as a tax id or an id."""

    topic: str
    companies: tuple[str, ...]
    named: str
    also: frozenset[str] = frozenset()
    """Words of its full name that stand for it alone: "Borowa" of Elektrownia Borowa."""

    def about(self, name: str) -> bool:
        """Whether a name is another form of the one the story is about."""
        own = {head(self.topic), head(self.named), *self.also}
        return bool(name) and head(name) in own


def cast(
    said: Iterable[tuple[Sentence, list[Name]]],
    words: Language,
    given: Sequence[str],
    known: Mapping[str, str] | None = None,
) -> Cast:
    """Whom the story is about: a name that is given, else the one that most speaks for: that it
    receives, that it acts in sentences of trade, how often it is named. `known`: what the case
    knows names to be, by first words."""
    known = known or {}
    said = list(said)
    full = _in_full(name for _, found in said for name in found)
    points: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    companies: dict[str, None] = {}
    speaking: set[str] = set()
    first = next((n for _, found in said for n in found if n.role == RECEIVER), None)
    if first is not None:
        points[full.get(first.text.casefold(), head(first.text))] += _FIRST
    for sentence, found in said:
        trade = words.says("trade", sentence.text)
        supplies = words.says("rank", sentence.text) or words.says("supplies", sentence.text)
        for name in found:
            key = full.get(name.text.casefold(), head(name.text))
            acts = words.says("verb", sentence.text[name.end :])
            points[key] += _ROLE[name.role] + 1 + name.company
            points[key] += 2 * bool(trade and acts and not supplies and name.role != SUPPLIER)
            # A capital at the head of a sentence tells nothing.
            points[key] += int(name.start > 0)
            forms.setdefault(key, Counter())[name.text] += 1 + 2 * (name.role == RECEIVER)
            if not name.company and speaks(name, sentence.text, words):
                speaking.add(key)
            if name.company or name.role:
                companies[name.text] = None
    # "Dvorsky says" tells of Marek Dvorsky as well.
    speaking |= {
        key for key in forms for text in forms[key] if set(text.casefold().split()) & speaking
    } - {head(name) for name in companies}
    mine = {key for key in points if known.get(key) == RECEIVER}
    free = [key for key in points if key not in speaking and known.get(key) != SUPPLIER]
    best = max((key for key in free if not mine or key in mine), key=points.__getitem__, default="")
    topic = max(forms[best], key=lambda text: (forms[best][text], len(text))) if best else ""
    also = _also(topic, forms, words) | {head(text) for text in forms.get(best, ())}
    return Cast(given[0] if given else topic, tuple(companies), topic, also)


def _in_full(names: Iterable[Name]) -> dict[str, str]:
    """Words that stand for a longer name of a company alone -> the first word of that name:
    "Valmarenza" of Conceria Valmarenza SpA."""
    every = list(names)
    heads = {head(name.text) for name in every if name.company and " " in name.text}
    told: dict[str, set[str]] = {}
    for name in every:
        if name.company and " " in name.text:
            for word in re.findall(r"[\w&]+", name.text)[1:]:
                told.setdefault(word.casefold(), set()).add(head(name.text))
    return {w: min(of) for w, of in told.items() if len(of) == 1 and w not in heads and len(w) > 3}


def _also(topic: str, forms: Mapping[str, Collection[str]], words: Language) -> frozenset[str]:
    """The words of a full name that the story uses alone."""
    table = words.words["name"]
    common = re.compile(rf"(?:{table['firm_words']}|{'|'.join(table['forms'])})\.?", re.I)
    own = [w for w in re.findall(r"[\w&]+", topic)[1:] if not common.fullmatch(w)]
    alone = {w.casefold() for w in own if any(w in said for said in forms.values())}
    return frozenset(alone)


_FIRST = 3
"""Points of who is first said to receive."""
_ROLE = {RECEIVER: 5, SUPPLIER: -4, "": 0}
"""What it tells of whom a story is about that a name receives or supplies, in points."""
