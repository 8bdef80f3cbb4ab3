"""A sentence with all that was found in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.kinds import Named
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.names import Name, names
from followthegoods.questions.stories.reading.numbers import Number, Span, numbers, rate_of
from followthegoods.questions.stories.reading.parties import told_with
from followthegoods.questions.stories.reading.periods import periods
from followthegoods.questions.stories.reading.places import Place, places
from followthegoods.questions.stories.reading.sentences import Sentence
from followthegoods.questions.stories.reading.trading import Trade, trades


@dataclass(frozen=True)
class Scene:
    """A sentence, its language, and its mentions, each in the order of the words."""

    sentence: Sentence
    words: Language
    numbers: Sequence[Number]
    periods: Sequence[Said]
    places: Sequence[Place]
    names: Sequence[Name]
    every_day: Sequence[Said] = ()
    """Its periods, with those of where and when a report was sent."""
    buyer_again: str = ""
    """Whom it says to buy by a word that stands for the name: "it imported"; antecedents.py."""
    leads: str = ""
    """Who its first verb of trade is of, where a word stands for the name."""

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def small(self) -> dict[str, re.Pattern[str]]:
        """Small words of its language, by what they do."""
        return self.words.small

    @cached_property
    def goods(self) -> list[Named]:
        """Goods that are known by their words, with their codes."""
        return [one for one in self.words.goods.found(self.text) if not self._called(one)]

    def _called(self, goods: Named) -> bool:
        """Whether words that may be goods are what a company is called: "the Latvian dairy
        Marvane", "Marvane, a dairy"."""
        if not re.fullmatch(self.words.words["name"]["business"], goods.text, re.I):
            return False
        front, said = self.text[: goods.start], self.words.trade.small["a_firm_is"]
        return any(n.start == goods.end + 1 for n in self.names) or said.search(front) is not None

    def told_with(self, name: Name) -> int:
        """Where what is said of a company right before its name begins."""
        return told_with(self.text, name.start, self.trades, self.words.trade)

    @cached_property
    def trades(self) -> list[Trade]:
        """Its words of trade."""
        return trades(self.text, self.names, self.words.trade)

    @cached_property
    def traded(self) -> list[re.Match[str]]:
        """Where its words tell of goods that somebody trades in, in its order."""
        found = (m for pattern in self.words.trade.goods for m in pattern.finditer(self.text))
        return sorted(found, key=lambda m: m.start("goods"))

    @property
    def heading(self) -> bool:
        """Whether it is a heading, or the first row of a table: it ends without a mark."""
        return not self.text.rstrip("*_ ").endswith(tuple('.!?…:;,”»")'))

    def says(self, cue: str) -> re.Match[str] | None:
        """Where the sentence has a cue of its language."""
        return self.words.says(cue, self.text)

    def opens(self, cue: str) -> re.Match[str] | None:
        """Where the sentence opens with a cue, the days before it left aside: "By 2024 the figure
        had risen"."""
        first = next((p for p in self.periods if p.start <= _HEAD), None)
        rest = self.text[first.end :].lstrip(" ,") if first is not None else ""
        return self.says(cue) or (self.words.says(cue, rest) if rest else None)

    def says_after(self, place: int, cue: str) -> re.Match[str] | None:
        """Where the sentence has a cue of what follows a place."""
        return self.words.says(cue, self.text[place:])

    def span(self, start: int, end: int) -> Span:
        """A place in the sentence as a place in the story, without blanks and marks around it."""
        while start < end and not (self.text[start].isalnum() or self.text[start] in '$€£«“"('):
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in ",;:–—-."):
            end -= 1
        return self.sentence.at(start), self.sentence.at(end - 1) + 1

    def aside(self, place: int) -> bool:
        """Whether a place stands in what is told of a name between two commas."""
        opens = self.small["aside_opens"].search(self.text[:place])
        return opens is not None and self.text.find(",", place) >= 0

    def clause(self, start: int, end: int) -> Span:
        """The clause that a part of the sentence stands in, as a place in the sentence."""
        cuts = [m.span() for m in _CUT.finditer(self.text)]
        first = max((b for a, b in cuts if b <= start), default=0)
        last = min((a for a, b in cuts if a >= end), default=len(self.text))
        return first, last


_HEAD = 5
"""Letters before the days that a sentence opens with at the most: "But by 2024"."""
_DATELINE = re.compile(r"[^\W\d_a-zа-яё]{3,}[^.!?]{0,40}?(?:\([^)]{2,40}\) ?[–—-]|[–—])\s")
_CUT = re.compile(r"[,;:](?=\s)(?!\s\d{4})|\s[–—-]+(?=\s)|[“”\"]")


def scene(
    sentence: Sentence,
    words: Language,
    published: date | None,
    firms: Collection[str] = (),
    known: Scene | None = None,
) -> Scene:
    """Read one sentence. `firms` are the first words of names that are known to be companies';
    `known` is what was read of it before any was."""
    text = sentence.text
    every = said = known.every_day if known is not None else periods(text, words, published)
    taken = [(p.start, p.end) for p in said if not (p.event or p.later)]
    if dated := _DATELINE.match(text):
        # Where and when a report was sent is of none of its figures.
        said = [p for p in said if p.start >= dated.end()]
    taken += [m.span() for m in words.cues["codes"].finditer(text)]
    if rate := rate_of(text, words):
        taken.append(rate[2])
    found = places(text, words) if known is None else known.places
    # "The five Central Asian states" counts nothing.
    taken += [(p.start, p.end) for p in found if not text[p.start].isupper()]
    named = names(text, words, found, firms)
    found = [p for p in found if not any(n.start <= p.start < n.end for n in named)]
    taken += _companies(named)
    if known is not None and _companies(known.names) == _companies(named):
        figures: Sequence[Number] = known.numbers
    else:
        figures = numbers(text, words, taken, [(p.start, p.end) for p in said])
    return Scene(sentence, words, figures, said, found, named, every)


def _companies(named: Sequence[Name]) -> list[Span]:
    """The places of names that are surely companies': no number is looked for in them."""
    return [(name.start, name.end) for name in named if name.company]


def part_of(scene: Scene, start: int, end: int) -> Scene:
    """A clause of a sentence, its places as they are: what stands before it is blank."""
    text = " " * start + scene.text[start:end]
    return replace(
        scene,
        sentence=replace(scene.sentence, text=text),
        numbers=[n for n in scene.numbers if start <= n.start < end],
        periods=[p for p in scene.periods if start <= p.start < end],
        places=[p for p in scene.places if start <= p.start < end],
        names=[n for n in scene.names if start <= n.start < end],
    )
