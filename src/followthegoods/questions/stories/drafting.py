"""Drafting claims from a text: what was read so far, and what the words of a claim refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import Period, period, printed
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.days import Said
from followthegoods.questions.stories.names import RECEIVER, Cast, Name
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.scene import Scene

UNCLEAR = "It is not clear of whom this is."


class Drafting:
    """The claims drafted so far, in the order of the text, and what pronouns refer to."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.text = text
        self.cast = cast
        self.claims: list[Claim] = []
        self.scene: Scene | None = None
        """The sentence before."""
        self.start = 0
        self.lead: Scene | None = None
        """What stands above the list or the table that is read."""
        self.above: Scene | None = None
        """What stands above that: the caption of a table."""
        self.lead_period: Period | None = None
        self.focus: tuple[str, ...] = ()
        """The supplier that was spoken of last."""
        self.spoken: tuple[str, ...] = ()
        """All suppliers of that sentence."""
        self.taken: set[Span] = set()
        """Places in the story of the periods that a claim of dates has."""
        self.speaker = ""
        """The company that spoke last."""
        self.said_by = ""

    def enter(self, scene: Scene) -> None:
        """Begin a sentence: what leads into a list stays so until the text goes on."""
        self.start = scene.sentence.start
        if scene.sentence.item:
            return
        text = scene.text.rstrip("*_ ")
        if not (text.endswith(":") or scene.heading):
            self.lead, self.above, self.lead_period = None, None, None
            return
        if self.lead is None or self.scene is not self.lead:
            self.lead_period = None
        self.above = self.scene if self.scene is self.lead else None
        self.lead = scene
        own = nearest(scene, 0)
        if own is None and self.above is not None:
            return  # a caption above the first row of its table
        if own is not None and own.text:
            self.lead_period = period(own.text)
        else:
            near = [c for c in self.claims if c.period and self.same_paragraph(scene, c)]
            self.lead_period = near[-1].period if near else None

    def leave(self, scene: Scene) -> None:
        """End a sentence: it is the one before, its suppliers are those last spoken of."""
        self.scene = scene
        spoken = [name.text for name in self.others(scene)]
        if spoken and not scene.sentence.item:
            # Who is spoken of stands first; others of a list beside it.
            self.focus = tuple(spoken[:1])
            self.spoken = tuple(dict.fromkeys(spoken))

    def without_taken(self, scene: Scene) -> Scene:
        """A sentence without the periods that a claim of dates has."""
        free = [p for p in scene.periods if scene.span(p.start, p.end) not in self.taken]
        return replace(scene, periods=free)

    # -- what claims refer to

    def lead_trades(self) -> bool:
        """Whether what stands above a list speaks of trade."""
        leads = [one for one in (self.lead, self.above) if one is not None]
        return any(one.says("trade") for one in leads)

    def lead_basis(self) -> str:
        """What the countries of a list are, as its lead says."""
        if self.lead is None:
            return ""
        words = self.lead.words
        cells = [cell.strip("#*: ") for cell in re.split(r"[|:,]", self.lead.text)]
        told = [b for cell in cells for b, p in words.bases if p.search(f"{cell} ")]
        if told:
            return told[0]
        named = words.says("lead_basis", self.lead.text)
        if named is None:
            return "unspecified"
        return next(basis for basis, found in named.groupdict().items() if found)

    def subject(self, scene: Scene) -> tuple[str, ...]:
        """Whom a claim is about: who is said to receive, else whom the story is about."""
        receivers = [name.text for name in scene.names if name.role == RECEIVER]
        other = [name for name in receivers if not self.cast.about(name)]
        if other and len(other) == len(receivers) and other[0] in self.cast.companies:
            return (other[0],)
        return (self.cast.topic,) if self.cast.topic else ()

    def others(self, scene: Scene) -> list[Name]:
        """Companies of a sentence that are not those the claim is about."""
        own = self.subject(scene)
        return [
            name
            for name in scene.names
            if name.role != RECEIVER
            and (name.company or name.role or scene.sentence.item)
            and not self.cast.about(name.text)
            and name.text not in own
        ]

    def suppliers(self, scene: Scene) -> tuple[str, ...]:
        """The names of a sentence's other companies."""
        return tuple(dict.fromkeys(name.text for name in self.others(scene)))

    def goes_on_of_supplier(self, scene: Scene) -> bool:
        """Whether a sentence speaks on of what a supplier sent: "They weighed …"."""
        last = self.claims[-1] if self.claims else None
        if last is None or not last.supplier or not self.same_paragraph(scene, last):
            return False
        receives = re.search(self._receives(scene), scene.text, re.I)
        return scene.says("anaphora") is not None and receives is None

    def _receives(self, scene: Scene) -> str:
        verbs = scene.words.words["name"]["receiver_verbs"]
        return rf"^\S+(?: \S+)? {verbs}(?!\w)"

    def before(self, measures: Sequence[Measure]) -> Claim | None:
        """The last claim of these measures that says when, or that is a total."""
        found = [claim for claim in self.claims if claim.measure in measures]
        return found[-1] if found else None

    def last_period(self) -> Period | None:
        """The period that was last spoken of and that ends."""
        ends = [c.period for c in self.claims if c.period and c.period.last]
        return ends[-1] if ends else None

    def last_range(self) -> Period | None:
        """The period of several years or months that was last spoken of."""
        spans = [c.period for c in self.claims if c.period and ".." in c.period.text]
        return spans[-1] if spans else self.last_said()

    def last_said(self) -> Period | None:
        """The period that the sentence before spoke of first, else the last one spoken of."""
        said = [claim for claim in self.claims if claim.period]
        if said and said[-1].at[0] >= self.start:
            return said[-1].period
        start = self.scene.sentence.start if self.scene else 0
        near = [claim for claim in said if claim.at[0] >= start]
        return near[0].period if near else said[-1].period if said else None

    def same_paragraph(self, scene: Scene, claim: Claim) -> bool:
        """Whether a claim stands in the paragraph of a sentence."""
        here = scene.sentence.start
        return "\n" not in self.text[claim.at[0] : here]

    def next_paragraph(self, scene: Scene, claim: Claim) -> bool:
        """Whether a claim stands in the paragraph right before that of a sentence."""
        between = self.text[claim.at[0] : scene.sentence.start]
        return len(re.findall(r"\n+", between)) <= 1

    # -- adding claims

    def add(self, scene: Scene, at: Span, measure: Measure, **fields: Any) -> Claim:
        """Add a claim that stands at a place of a sentence."""
        start, end = scene.span(*at)
        doubts = tuple(fields.pop("doubts", ()))
        if measure is not Measure.NONE and "of" in fields and not fields["of"]:
            doubts += (UNCLEAR,)
        by = fields.pop("by", "") or self.said_by
        claim = Claim(
            id=f"c{len(self.claims) + 1}",
            text=" ".join(self.text[start:end].split()),
            at=(start, end),
            measure=measure,
            by="" if measure is Measure.NONE else by,
            doubts=doubts,
            **fields,
        )
        self.claims.append(claim)
        return claim

    def nothing(self, scene: Scene, at: Span, why: str, number: Number | None = None) -> None:
        """Add what records cannot check, with the reason."""
        fields: dict[str, Any] = {"why": scene.words.words["why"][why]}
        if number is not None:
            fields |= numbered(number)
        self.add(scene, at, Measure.NONE, **fields)


def numbered(number: Number) -> dict[str, Any]:
    """A number as fields of a claim."""
    return {"amount": printed(number.text), "hedge": number.hedge, "unit": number.unit}


def dated(said: Said | None) -> dict[str, Any]:
    """A period as fields of a claim."""
    if said is None or said.same or said.later:
        return {}
    if not said.text:
        return {"doubts": (said.doubt,)}
    return {"period": period(said.text)}


def nearest(scene: Scene, at: int, within: Span | None = None) -> Said | None:
    """The period that a place of a sentence is read with: those of its own part of the sentence,
    `within`, before others, dated ones before events, those that follow before those that
    precede."""
    every = [p for p in scene.periods if not _of_speech(scene, p)]
    if within is not None:
        every = [p for p in every if within[0] <= p.start < within[1]] or [
            p for p in every if p.start < within[0] or not _apart(scene, within[1], p)
        ]
    told = [p for p in every if not p.event] or every
    after = [p for p in told if p.start >= at]
    if within is not None and not after:
        after = [p for p in every if p.start >= at]  # an event that follows, a day that precedes
    return after[0] if after else told[-1] if told else None


def _apart(scene: Scene, end: int, said: Said) -> bool:
    """Whether a period stands with a number of its own, further on in the sentence."""
    return any(end <= n.start < said.start for n in scene.numbers)


def _of_speech(scene: Scene, said: Said) -> bool:
    """Whether a period is when somebody said something, rather than what was said."""
    spoken = scene.says("said")
    weekday = said.text.count("-") == 2 and ".." not in said.text
    return bool(spoken and weekday and len(scene.periods) > 1)


def placed(found: Sequence[Place]) -> dict[str, Any]:
    """Countries as fields of a claim."""
    if not found:
        return {}
    basis = next((place.basis for place in found if place.basis), "unspecified")
    codes = tuple(dict.fromkeys(place.code for place in found))
    return {"country": codes, "basis": basis}


def companies(found: Sequence[Name]) -> tuple[str, ...]:
    """The names of a sentence that are surely companies'."""
    return tuple(name.text for name in found if name.company)


def renumbered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims in the order of the text, with ids in that order."""
    ordered = sorted(claims, key=lambda claim: (claim.at, claim.id))
    ids = {claim.id: f"c{number}" for number, claim in enumerate(ordered, start=1)}
    return tuple(
        replace(
            claim,
            id=ids[claim.id],
            part_of=ids.get(claim.part_of, ""),
            equals=ids.get(claim.equals, ""),
        )
        for claim in ordered
    )
