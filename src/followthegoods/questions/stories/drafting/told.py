"""What a story has told up to a sentence: its claims, and the periods that were spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from followthegoods.model.printed import Period
from followthegoods.model.story import DATED, Claim, Measure
from followthegoods.questions.stories.drafting.fielding import ends
from followthegoods.questions.stories.reading.scene import Scene


class Told:
    """The claims drafted so far, in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.claims: list[Claim] = []
        self.scene: Scene | None = None
        """The sentence before."""
        self.start = 0
        self.scope: Period | None = None
        """The days that the records of the text cover, where it says so."""
        self.beside: set[str] = set()
        """The claims that another is set against, or that are said to be in it."""

    def before(self, measures: Sequence[Measure]) -> Claim | None:
        """The last claim of these measures that says when, or that is a total."""
        found = [claim for claim in self.claims if claim.measure in measures]
        found = [claim for claim in found if claim.id not in self.beside] or found
        return self._main(found) if found else None

    def _main(self, found: Sequence[Claim]) -> Claim:
        """The last claim, or the one of its sentence that it is compared with: "$12.6 million in
        2023, up from $7.9 million in 2022"."""
        last = found[-1]
        for claim in reversed(found[:-1]):
            alike = (claim.measure, claim.unit) == (last.measure, last.unit)
            between = self.text[claim.at[0] : last.at[1]]
            if not (alike and claim.period and last.period) or re.search(r"[.!?]\s", between):
                break
            if claim.period.text == last.period.text or not self.scene:
                break
            if not self.scene.words.says("set_against", self.text[claim.at[1] - 20 : last.at[1]]):
                break
            last = claim
        return last

    def last_period(self) -> Period | None:
        """The period that was last spoken of and that ends."""
        ends = [c.period for c in self.claims if c.period and c.period.last]
        return ends[-1] if ends else None

    def current(self, among: Sequence[Claim] = ()) -> Claim | None:
        """The claim whose period stands: the last one that looks neither back, at days that end
        before those told already, nor at a part of them."""
        main: Claim | None = None
        for claim in among or self.claims:
            dated = claim.measure in (*DATED, Measure.COUNTRIES)
            if claim.period is None or not dated or claim.id in self.beside:
                continue
            if main is None or ends(claim) >= ends(main):
                main = claim
        return main

    def total(self, scene: Scene) -> Claim | None:
        """The last total that says when: a sum or a weight of no one supplier or country, in this
        paragraph or the one before."""
        wholes = (Measure.VALUE, Measure.QUANTITY)
        found = [c for c in self.claims if c.measure in wholes and c.period]
        now = self.current()
        found = [c for c in found if c.id not in self.beside and now and ends(c) >= ends(now)]
        free = [c for c in found if not (c.supplier or c.country)]
        near = [c for c in free if self.next_paragraph(scene, c)]
        return near[-1] if near else None

    def last_range(self) -> Period | None:
        """The period of several years or months that was last spoken of."""
        spans = [c.period for c in self.claims if c.period and ".." in c.period.text]
        return spans[-1] if spans else self.scope or self.last_said()

    def longest(self) -> Period | None:
        """The longest period spoken of that begins and ends, be it what the records cover."""
        said = [c.period for c in self.claims if c.period and c.measure in DATED]
        said += [self.scope] if self.scope is not None else []
        days = [
            ((one.last - one.first).days, one)
            for one in said
            if one.first and one.last and ".." in one.text
        ]
        return max(days, key=itemgetter(0))[1] if days else None

    def last_years(self) -> Period | None:
        """The last period from one year to another, else what the records cover."""
        said = [c.period for c in self.claims if c.period]
        years = [one for one in said if re.fullmatch(r"\d{4}\.\.\d{4}", one.text)]
        return years[-1] if years else self.scope

    def last_said(self) -> Period | None:
        """The period that the sentence before spoke of first, else the last one spoken of."""
        dates = (Measure.FIRST_DATE, Measure.LAST_DATE)
        said = [
            claim
            for claim in self.claims
            if claim.period and not (claim.measure in dates and claim.at[0] >= self.start)
        ]
        if said and said[-1].at[0] >= self.start:
            return said[-1].period
        start = self.scene.sentence.start if self.scene else 0
        near = [claim for claim in said if claim.at[0] >= start]
        if not near and said:
            ends = [m.end() for m in re.finditer(r"[.!?]\s", self.text[: said[-1].at[0]])]
            near = [claim for claim in said if claim.at[0] >= (ends[-1] if ends else 0)]
        return near[0].period if near else None

    def same_paragraph(self, scene: Scene, claim: Claim) -> bool:
        """Whether a claim stands in the paragraph of a sentence."""
        here = scene.sentence.start
        return "\n" not in self.text[claim.at[0] : here]

    def next_paragraph(self, scene: Scene, claim: Claim) -> bool:
        """Whether a claim stands in the paragraph right before that of a sentence."""
        between = self.text[claim.at[0] : scene.sentence.start]
        return len(re.findall(r"\n+", between)) <= 1
