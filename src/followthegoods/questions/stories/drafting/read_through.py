"""A text that was read to its end: its sentences and claims, and the days each sentence tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from followthegoods.model.printed import Days, Period
from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.lengths import days_of
from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.scene import Scene


@dataclass(frozen=True)
class Entered:
    """A sentence as it was read, and the days that all figures of the text are of so far."""

    scene: Scene
    scope: Period | None


@dataclass(frozen=True)
class Told:
    """All sentences of a text, its claims in its order, and the day of the story."""

    entered: Sequence[Entered]
    claims: Sequence[Claim]
    published: date | None = None

    @cached_property
    def homes(self) -> list[int]:
        """In which sentence each claim stands."""
        spans = [(one.scene.sentence.start, one.scene.sentence.end) for one in self.entered]
        return [
            max((n for n, (a, b) in enumerate(spans) if a <= claim.at[0] <= b), default=0)
            for claim in self.claims
        ]

    @cached_property
    def said(self) -> list[list[tuple[Said, Days]]]:
        """The days that each sentence tells, with their places."""
        return [
            [(one, days) for one in e.scene.periods if (days := days_of(one.text)) is not None]
            for e in self.entered
        ]

    def apart(self, one: int, other: int) -> str:
        """How far two sentences are apart: the same one, paragraph, the next one, or farther."""
        if one == other:
            return "sentence"
        off = self.paragraph(other) - self.paragraph(one)
        return "paragraph" if not off else "next" if off == 1 else "far"

    def paragraph(self, home: int) -> int:
        return self.entered[home].scene.sentence.paragraph
