"""A text as it is compared: its sentences without headings, and its claims."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from followthegoods.model.story import Claim, Measure, Story
from followthegoods.questions.stories.comparing.telling import Known, known_of
from followthegoods.questions.stories.drafting.draft import draft_story
from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.scene import Scene, scene
from followthegoods.questions.stories.reading.sentences import sentences

_ENDS = tuple('.!?…”»")')


@dataclass(frozen=True)
class Text:
    """A text with its sentences, without headings, and its claims."""

    text: str
    scenes: Sequence[Scene]
    story: Story

    def place(self, claim: Claim) -> int | None:
        """The number of the sentence that a claim stands in."""
        number = bisect_right(self._starts, claim.at[0]) - 1
        if number < 0 or claim.at[0] >= self.scenes[number].sentence.end:
            return None
        return number

    def claims_in(self, number: int) -> list[Claim]:
        return self._claims.get(number, [])

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the whole text."""
        return frozenset(re.findall(r"[\w&]+", self.text.casefold()))

    @cached_property
    def known(self) -> Known:
        """What the whole text has."""
        periods = [claim.period.text for claim in self.story.claims if claim.period]
        return known_of(self.scenes, periods)

    @cached_property
    def _starts(self) -> list[int]:
        return [one.sentence.start for one in self.scenes]

    @cached_property
    def _claims(self) -> dict[int | None, list[Claim]]:
        found: dict[int | None, list[Claim]] = {}
        for claim in self.story.claims:
            found.setdefault(self.place(claim), []).append(claim)
        return found


def read_text(text: str, published: date | None = None, story: Story | None = None) -> Text:
    """Read a text for a comparison. Headings and bylines, which end without a mark, are left out,
    unless one has a number of its own; `story` are its claims, where they were corrected by hand.
    """
    words = language_of(text)
    story = story or draft_story(text, published=published)
    every = Text(text, [scene(one, words, published) for one in sentences(text)], story)
    return Text(text, [every.scenes[number] for number in _told_in(every)], story)


def _told_in(every: Text) -> Iterator[int]:
    """The numbers of the sentences that tell something: those with a mark at their end, items of
    a list, and what has a claim that no such sentence has."""
    plain = [n for n, one in enumerate(every.scenes) if _ends(one) or one.sentence.item]
    known = {
        (claim.measure, claim.amount.low, claim.unit)
        for number in plain
        for claim in every.claims_in(number)
        if claim.amount
    }
    for number in range(len(every.scenes)):
        own = any(
            (claim.measure, claim.amount.low, claim.unit) not in known
            if claim.amount
            else not plain
            for claim in every.claims_in(number)
            if claim.measure is not Measure.NONE
        )
        if number in plain or own:
            yield number


def _ends(one: Scene) -> bool:
    return one.text.endswith(_ENDS)
