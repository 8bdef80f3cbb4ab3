"""Drafting claims from a text: what was read so far, and what the words of a claim refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.carrying import ban_of, scope_of, told_against
from followthegoods.questions.stories.fielding import nearest, numbered
from followthegoods.questions.stories.goods import goods_named
from followthegoods.questions.stories.names import RECEIVER, Cast, Name
from followthegoods.questions.stories.numbers import Number, Span
from followthegoods.questions.stories.scene import Scene
from followthegoods.questions.stories.tables import columned

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
        self.question: Scene | None = None
        """The last question."""
        self.spoken_goods: dict[str, Any] = {}
        """The goods that the sentence before names, as fields of a claim."""
        self.around = False
        """Whether the last paragraph that is no list speaks of trade."""
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
        self.scope: Period | None = None
        """The days that the records of the text cover, where it says so."""
        self.ban = ""
        """When the last ban or listing that was told of began."""
        self.speaker = ""
        """The company that spoke last."""
        self.said_by = ""

    def enter(self, scene: Scene) -> Scene:
        """Begin a sentence, and return it with the days that it tells against those before."""
        self.start = scene.sentence.start
        scene = told_against(scene, self.last_said(), self.ban)
        if not scene.sentence.item:
            self._lead(scene)
        elif self.lead is not None:
            scene = columned(scene, self.lead)
        self.scope = scope_of(scene) or self.scope
        return scene

    def _lead(self, scene: Scene) -> None:
        """What leads into a list stays so until the text goes on."""
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
        if not (scene.sentence.item or scene.heading):
            last = self.scene
            on = last is not None and last.sentence.paragraph == scene.sentence.paragraph
            self.around = (on and self.around) or scene.says("trade") is not None
        if scene.text.rstrip('*_ ”"').endswith("?"):
            self.question = scene
        self.spoken_goods = goods_named(scene) or self.spoken_goods
        self.scene = scene
        lists = [c for c in self.claims if c.measure is Measure.LISTING and c.period]
        if lists and lists[-1].at[0] >= self.start and lists[-1].period is not None:
            self.ban = lists[-1].period.text.split("..")[0]
        self.ban = ban_of(scene) or self.ban
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

    def asked(self, scene: Scene) -> bool:
        """Whether a sentence answers a question of trade that stands above it."""
        if self.question is None or not self.question.says("trade"):
            return False
        return scene.sentence.paragraph - self.question.sentence.paragraph <= 1

    def total(self, scene: Scene) -> Claim | None:
        """The last total that says when: a sum or a weight of no one supplier or country, in this
        paragraph or the one before."""
        wholes = (Measure.VALUE, Measure.QUANTITY)
        found = [c for c in self.claims if c.measure in wholes and c.period]
        free = [c for c in found if not (c.supplier or c.country)]
        near = [c for c in free if self.next_paragraph(scene, c)]
        return near[-1] if near else None

    def last_range(self) -> Period | None:
        """The period of several years or months that was last spoken of."""
        spans = [c.period for c in self.claims if c.period and ".." in c.period.text]
        return spans[-1] if spans else self.last_said()

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
