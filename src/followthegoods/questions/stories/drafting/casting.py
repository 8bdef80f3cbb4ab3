"""Whom a story is about, and all companies it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name, head, speaks
from followthegoods.questions.stories.reading.naming import BESIDE
from followthegoods.questions.stories.reading.sentences import Sentence


@dataclass(frozen=True)
class Cast:
    """Whom a story is about, and all companies it names, as printed. `named` is what the text
    calls it, where `topic` was given as a tax id or an id."""

    topic: str
    companies: tuple[str, ...]
    named: str
    also: frozenset[str] = frozenset()
    """Words of its full name that stand for it alone: "Borowa" of Elektrownia Borowa."""

    seller: str = ""
    """Who sold what the story tells of, where it is about one that exports."""
    several: bool = False
    """Whether there are buyers beside whom the story is about."""
    buyers: frozenset[str] = frozenset()
    """First words of the names of all that are said to receive, more often than to supply."""

    def buys(self, name: str) -> bool:
        """Whether a name is that of a buyer, whom the story is about or another."""
        return self.about(name) or head(name) in self.buyers

    def bargains(self, name: str) -> bool:
        """Whether a name is that of any buyer, or of who sold abroad."""
        return self.buys(name) or bool(self.seller and head(name) == head(self.seller))

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
    receives, in how many sentences it is named, that the story begins with it, that something is
    said to be its. `known`: what the case knows names to be, by first words."""
    known = known or {}
    said = list(said)
    full = _in_full(name for _, found in said for name in found)
    evidence: dict[str, _Evidence] = {}
    forms: dict[str, Counter[str]] = {}
    companies: dict[str, None] = {}
    speaking: set[str] = set()
    beside: Counter[str] = Counter()
    told = _told_of(said, full, words)
    for at, (sentence, found) in enumerate(said):
        for name in found:
            if name.aside:
                beside[head(name.text)] += 1 if name.aside == BESIDE else _NOBODY
                continue
            key = full.get(name.text.casefold(), head(name.text))
            evidence.setdefault(key, _Evidence()).add(name, at, sentence.text)
            forms.setdefault(key, Counter())[name.text] += 1 + 2 * (name.role == RECEIVER)
            if not name.company and speaks(name, sentence.text, words):
                speaking.add(key)
            if name.company or name.role:
                companies[name.text] = None
    often = {key: len(evidence[key].sentences) for key in evidence}
    apart = {key for key in beside if beside[key] >= often.get(key, 0)}
    speaking |= apart - {head(name) for name in companies}
    # "Dvorsky says" tells of Marek Dvorsky as well.
    speaking |= {
        key for key in forms for text in forms[key] if set(text.casefold().split()) & speaking
    } - {head(name) for name in companies}
    points: dict[str, int] = {}
    before = 0
    for key, one in evidence.items():  # in the order of the text
        points[key] = one.points(late=before >= _LATE)
        before += one.may_be
    mine = {key for key in points if known.get(key) == RECEIVER}
    seller = "" if given else _seller(told)
    free = [key for key in points if key not in speaking and known.get(key) != SUPPLIER]
    free = [key for key in free if key != seller]
    towns = {key for key in free if all(words.cities.fullmatch(text) for text in forms[key])}
    free = [key for key in free if key not in towns or evidence[key].company]
    told_of = {full.get(name.casefold(), head(name)) for name in given} & set(points)
    free = [key for key in free if key in mine] if mine else free
    spoken = any(name in sentence.text for name in given for sentence, _ in said)
    free = [] if spoken and not told_of else free
    best = max(told_of or free, key=points.__getitem__, default="")
    topic = max(forms[best], key=lambda text: (forms[best][text], len(text))) if best else ""
    also = _also(topic, forms, words) | {head(text) for text in forms.get(best, ())}
    buyers = [key for key in forms if told.buys[key] > 0 and known.get(key) != SUPPLIER]
    heads = frozenset(head(text) for key in buyers for text in forms[key])
    sells = max(forms[seller], key=len) if seller else ""
    about = given[0] if given else topic
    return Cast(about, tuple(companies), topic, also, sells, len(buyers) > 1, heads)


@dataclass(frozen=True)
class _Told:
    """What the sentences of a story tell of its companies, by their keys: how often each is named
    and exports, and how much oftener it buys than it sells."""

    named: Counter[str]
    exports: Counter[str]
    buys: Counter[str]
    opens: list[str]
    """The one company that the first sentence with any names, if it sells to nobody named there."""
    exporter: bool = False
    """Whether it is called an exporter there, or said to have customers."""


def _told_of(
    said: Sequence[tuple[Sentence, list[Name]]], full: Mapping[str, str], words: Language
) -> _Told:
    told = _Told(Counter(), Counter(), Counter(), [])
    before: tuple[int, Collection[str]] = (-1, ())
    again: Counter[str] = Counter()
    sells: set[str] = set()
    for sentence, found in said:
        headline = not sentence.item and sentence.text.rstrip('*_ ”"')[-1:].isalnum()
        for name in found:
            key = full.get(name.text.casefold(), head(name.text))
            buys = name.role == RECEIVER and not headline  # its words are too few
            told.buys[key] += buys - (name.role == SUPPLIER)
            again[key] += name.again * name.company
            sells.add(key if name.role == SUPPLIER else "")
        alone = before[0] == sentence.paragraph and len(before[1]) == 1
        if alone and words.says("it_buys", sentence.text):
            told.buys.update(before[1])  # "Marvane is smaller. Last year it paid £5 million"
        acting = {
            full.get(name.text.casefold(), head(name.text))
            for name in found
            if name.company
            or (" " in name.text and not name.aside and not speaks(name, sentence.text, words))
        }
        if not told.opens and (acting or words.says("trade", sentence.text)):
            opens, exporter = _opens(sentence, found, acting, full, words)
            told.opens.append(opens)
            told = replace(told, exporter=exporter)
        told.named.update(acting)
        if len(acting) == 1 and words.says("that_it_buys", sentence.text):
            told.buys.update(acting)  # "For Marvane: of the $17 million that it spent"
        if words.says("own_exports", sentence.text):
            told.exports.update(acting)
        before = sentence.paragraph, acting
    told.buys.update({key: often for key, often in again.items() if key not in sells})
    alike = _heading_items(said, full)
    if any(told.buys[key] > 0 for key in alike):
        told.buys.update({key: 1 for key in alike if told.buys[key] == 0})
    return told


def _opens(
    sentence: Sentence,
    found: Sequence[Name],
    acting: Collection[str],
    full: Mapping[str, str],
    words: Language,
) -> tuple[str, bool]:
    """The key of the one company that a sentence says to sell, to nobody whom it names; and whether
    it is called an exporter, or said to have won or lost customers."""
    roles = {name.role for name in found if name.company or name.role}
    sells = {full.get(n.text.casefold(), head(n.text)) for n in found if n.role == SUPPLIER}
    if len(acting) == 1 and words.says("an_exporter", sentence.text[: found[0].start]):
        sells = {*acting}
    elif not words.says("has_customers", sentence.text):
        alone = roles == {SUPPLIER} and len(acting) == 1
        alone = alone and words.says("sells_out", sentence.text) is not None
        return next(iter(acting)) if alone else "", False
    told = RECEIVER not in roles and len(sells) == 1
    return next(iter(sells)) if told else "", told


def _heading_items(
    said: Sequence[tuple[Sentence, list[Name]]], full: Mapping[str, str]
) -> frozenset[str]:
    """The keys of the companies that items begin with, which are told of in one way: one of them
    buys, so do the others."""
    seen: set[int] = set()
    figures = {s.paragraph for s, _ in said if any(letter.isdigit() for letter in s.text)}
    keys = []
    for sentence, found in said:
        told = any(letter.isdigit() for letter in sentence.text)
        heads = sentence.item and sentence.paragraph not in seen and not told
        heads = heads and sentence.paragraph in figures
        seen.add(sentence.paragraph)
        if (
            heads
            and found
            and (found[0].company or " " in found[0].text)
            and not sentence.text[: found[0].start].strip("*_ ")
        ):
            keys.append((full.get(found[0].text.casefold(), head(found[0].text)), found[0].role))
    return frozenset(key for key, role in keys if len(keys) > 1 and role != SUPPLIER)


def _seller(told: _Told) -> str:
    """The key of the company that a story names most often, if it exports and does not receive, or
    sells in the first sentence that names any, to nobody who is named there."""
    most = max(told.named.values(), default=0)
    first = next(iter(told.opens), "")
    others = any(told.buys[key] > 0 for key in told.named)
    sells = told.buys[first] < 0 and (others or told.named[first] == most)
    buyers = any(told.buys[key] > 0 for key in told.named if key != first)
    if first and (sells or (told.exporter and buyers and told.buys[first] <= _BESIDE)):
        return first
    found = [key for key in told.named if told.named[key] == most]
    one = found[0] if len(found) == 1 and most >= _OFTEN else ""
    return one if one and told.exports[one] and told.buys[one] < 0 else ""


_BESIDE = 2
"""How much oftener an exporter may be said to buy than to sell, at the most."""
_OFTEN = 3
"""Sentences that name whom a story is about, at the least."""


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


_NOBODY = 100
"""What a mention as no party's counts for, against those that may be a party's."""
_HEAD = 4
"""Sentences that a story begins with, in which whom it is about is named as a rule."""
_LATE = 3
"""Companies that are named before one that comes late."""
_OWNS = ("'s ", "’s ", "' ", "’ ")
_OFTEN_NAMED, _OFTEN_TOLD = 8, 4
"""Sentences that name a company, or say that it receives, that tell anything."""


@dataclass
class _Evidence:
    """What a text tells of one company that it may be about."""

    sentences: set[int] = field(default_factory=set)
    receives: int = 0
    supplies: int = 0
    again: int = 0
    owns: int = 0
    company: bool = False
    may_be: bool = False

    def add(self, name: Name, at: int, text: str) -> None:
        """Count one mention, in the sentence at a place."""
        self.sentences.add(at)
        self.receives += name.role == RECEIVER
        self.supplies += name.role == SUPPLIER
        self.again += name.again
        self.owns += text.startswith(_OWNS, name.end)
        self.company |= name.company
        self.may_be |= name.company or bool(name.role) or " " in name.text

    def points(self, *, late: bool) -> int:
        """How likely the story is about it; `late`: whether several others are named before."""
        of = self
        buys = of.receives + of.again - of.supplies
        points = 2 * min(len(of.sentences), _OFTEN_NAMED) + 4 * min(of.receives, _OFTEN_TOLD)
        points += 2 * min(of.again, _OFTEN_TOLD) + 3 * min(of.owns, _OFTEN_TOLD)
        points += 3 * of.company + 4 * (min(of.sentences) < _HEAD)
        return points + 3 * (buys > 0) - 8 * (buys < 0) - 5 * late
