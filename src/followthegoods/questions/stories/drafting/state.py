"""Drafting claims from a text: what was read so far, and what the words of a claim refer to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import EVENTS, Claim, Measure
from followthegoods.questions.stories.drafting.carrying import (
    ban_of,
    day_named,
    scope_of,
    told_against,
)
from followthegoods.questions.stories.drafting.casting import Cast
from followthegoods.questions.stories.drafting.fielding import nearest, numbered, taken_with
from followthegoods.questions.stories.drafting.goods_told import goods_begun
from followthegoods.questions.stories.drafting.opening import (
    days_it_opens_with,
    days_of_heading,
    gone_to,
    names_again,
)
from followthegoods.questions.stories.drafting.parts import with_days_until
from followthegoods.questions.stories.drafting.resuming import (
    about_a_country,
    completed,
    told_again,
    with_both,
    with_country,
    with_former,
)
from followthegoods.questions.stories.drafting.tables import columned
from followthegoods.questions.stories.drafting.whom import Whom
from followthegoods.questions.stories.reading.companies import with_firms, with_pair
from followthegoods.questions.stories.reading.counterparts import (
    with_rival,
    with_takers,
    with_whom_it_sold,
)
from followthegoods.questions.stories.reading.numbers import Number, Span
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNCLEAR = "It is not clear of whom this is."
SENT = "Who received is not told: it is checked as all that the supplier sent."
_OF_A_SELLER = (
    *(Measure.VALUE, Measure.QUANTITY, Measure.SHARE, Measure.CHANGE, Measure.LINES),
    *(Measure.ABSENCE, Measure.FIRST_DATE, Measure.LAST_DATE),
)
"""Claims of what whom the story is about sold, where it is about one that exports."""


class Drafting(Whom):
    """The claims drafted so far, in the order of the text, and what pronouns refer to."""

    def __init__(self, text: str, cast: Cast) -> None:
        super().__init__(text, cast)
        self.published: date | None = None
        self.contents: list[Claim] = []
        """Shares that only say what goods consist of: "12.5% protein wheat"."""
        self.question: Scene | None = None
        """The last question."""
        self.asked_of: Claim | None = None
        """The claim that the last question asks about, where it names its number."""
        self.spoken_goods: dict[str, Any] = {}
        """The goods that the sentence before names, as fields of a claim."""
        self.around = False
        """Whether the last paragraph that is no list speaks of trade."""
        self.lead: Scene | None = None
        """What stands above the list or the table that is read."""
        self.above: Scene | None = None
        """What stands above that: the caption of a table."""
        self.lead_period: Period | None = None
        self.spoken_whence: Place | None = None
        """The country of these goods, where that sentence names it with them and no figure."""
        self.spoken: tuple[str, ...] = ()
        """All suppliers of that sentence."""
        self.taken: set[Span] = set()
        """Places in the story of the periods that a claim of dates has."""
        self.ban = ""
        """When the last ban or listing that was told of began."""
        self.told = ""
        """The day or period that was spoken of last, as the claims file writes it."""
        self.told_in = -1
        """The paragraph where that was."""
        self.told_day = ""
        """The day, month or year that those words name: May of "after May 2022"."""
        self.met: int | None = None
        """How many claims there were when whom the story is about was first named."""
        self.place: Place | None = None
        """The country that was spoken of last as one that goods come from."""
        self.passed: Place | None = None
        """The last one that goods were said to be sent from, or to pass."""
        self.share_of: Place | None = None
        """The country whose share the sentence before speaks of without a number."""
        self.headed: Period | None = None
        """The days that a line of its own tells for what stands below it: "In 2023:"."""
        self.opened: tuple[Span, Period] | None = None
        """The days that a sentence of trade without a figure opens with, and where it stands."""
        self.told_span: Period | None = None
        """The span of days that the sentence before tells."""
        self.speaker = ""
        """The company that spoke last."""
        self.said_by = ""
        self.person = ""
        """The person that spoke last, by name."""

    def enter(self, scene: Scene) -> Scene:
        """Begin a sentence, and return it with the days that it tells against those before."""
        self.start = scene.sentence.start
        scene = self._priced(scene)
        begun = scene.says("a_firm_gets") is not None and not self.claims
        if self.met is None and (
            begun or any(self.cast.bargains(name.text) for name in scene.names)
        ):
            self.met = len(self.claims)
        scene = with_firms(with_former(scene, self.scene), self.known, self.focus)
        pairs = (self.bought, self.sold)
        scene = with_pair(scene, *pairs)
        scene = with_whom_it_sold(with_rival(scene, self.every_buyer(), self.buyer[0]))
        sold = self.claims[-1] if self.claims else None
        scene = with_takers(scene, sold if sold and self.same_paragraph(scene, sold) else None)
        by_way = scene.says("same_way") is not None
        scene = with_country(scene, self.passed if by_way else self.place, self.scene)
        scene = with_both(scene, [c for c in self.claims if self.same_paragraph(scene, c)])
        here = self.told if self.told_in == scene.sentence.paragraph else ""
        told = (self.spoken_of(scene), self.ban, self.told, self.published, self.told_day, here)
        scene = told_against(scene, *told)
        if self.told_in == scene.sentence.paragraph:
            scene = with_days_until(scene, self.told)
        if not scene.sentence.item:
            self._lead(scene)
        elif self.lead is not None:
            scene = columned(scene, self.lead)
        self.scope = scope_of(scene) or self.scope
        last = self.claims[-1] if self.claims else None
        if last is not None and self.same_paragraph(scene, last):
            self.claims[-1] = completed(scene, last, self.subject(scene)) or last
        return scene

    def _priced(self, scene: Scene) -> Scene:
        """A sentence with the currency of the last sum for one without: "688,000 tonnes for 21.1
        million"."""
        sums = [c.unit for c in self.claims if c.measure is Measure.VALUE]
        paid = {
            n
            for n in scene.numbers
            if not n.kind
            and " " in n.text
            and scene.words.says("paid_so_much", scene.text[: n.start])
            and scene.words.says("bare_after", scene.text[n.end :])
        }
        if any(not n.kind and n.noun and n not in paid for n in scene.numbers):
            return scene  # "India for 22.6 million tablets and China for 5.1 million"
        if not (sums and paid):
            return scene
        found = [replace(n, unit=sums[-1], kind="money") if n in paid else n for n in scene.numbers]
        return replace(scene, numbers=found)

    def spoken_of(self, scene: Scene) -> Period | None:
        """The period that "the previous year" is told against: of the sentence before, or the one
        that stands where the paragraph has told none."""
        current = self.current()
        told = any(c.period and self.same_paragraph(scene, c) for c in self.claims)
        if not told and self._just_told(scene):
            return period(self.told)
        return self.last_said() if told or current is None else current.period

    def _just_told(self, scene: Scene) -> bool:
        """Whether the sentence before, of the same paragraph, tells days that are no figure's."""
        before = self.scene
        if before is None or before.sentence.paragraph != scene.sentence.paragraph:
            return False
        return any(p.text and not p.event for p in before.periods)

    def leads_no_more(self) -> None:
        """What led into a list does not lead into what comes now."""
        self.lead, self.above, self.lead_period = None, None, None

    def _lead(self, scene: Scene) -> None:
        """What leads into a list stays so until the text goes on."""
        text = scene.text.rstrip("*_ ")
        if text.endswith(":") or scene.heading:
            self.headed = days_of_heading(scene, text)
        in_unit = text.endswith(")") and scene.words.says("unit_of_list", text) is not None
        if not (text.endswith((":", "?")) or scene.heading or in_unit):
            self.leads_no_more()
            return
        if self.lead is None or self.scene is not self.lead:
            self.lead_period = None
        self.above = self.scene if self.scene is self.lead else None
        self.lead = scene
        own = nearest(scene, 0)
        if own is None and self.above is not None:
            return  # a caption above the first row of its table
        if own is not None and own.text and not _DAY.fullmatch(own.text):
            self.lead_period = period(own.text)
        else:
            near = [c for c in self.claims if c.period and self.same_paragraph(scene, c)]
            near = [c for c in near if c.amount] or near
            stands = self.current() if text.endswith("?") else None
            told = near[-1] if near else stands
            self.lead_period = told.period if told is not None else None

    def leave(self, scene: Scene) -> None:
        """End a sentence: it is the one before, its suppliers are those last spoken of."""
        if not (scene.sentence.item or scene.heading):
            last = self.scene
            on = last is not None and last.sentence.paragraph == scene.sentence.paragraph
            self.around = (on and self.around) or scene.says("trade") is not None
        if scene.text.rstrip('*_ ”"').endswith("?"):
            self.question = scene
            again = [told_again(scene, number, self.claims) for number in scene.numbers]
            self.asked_of = next((claim for claim in again if claim is not None), None)
        dated = any(c.at[0] >= self.start and c.period for c in self.claims)
        self.opened = (None if dated else days_it_opens_with(scene)) or self.opened
        every = [p for p in scene.periods if p.text and not p.event]
        main = [p for p in every if not scene.words.says("than_days", scene.text[: p.start])]
        said = [p.text for p in main or every]
        self.told, self.told_in = (
            (said[-1], scene.sentence.paragraph) if said else (self.told, self.told_in)
        )
        self.told_day = day_named(scene) if said else self.told_day
        if scene.periods and scene.periods[-1].event:
            self.told = EVENTS[0][0].isoformat()
        self.place = next((p for p in reversed(scene.places) if p.basis), self.place)
        self.place = about_a_country(scene) or gone_to(scene) or self.place
        sent = (p for p in reversed(scene.places) if p.basis == "dispatch")
        self.passed = next(sent, self.passed)
        if len(scene.places) == 1 and scene.says("what_of_it"):
            self.place = replace(scene.places[0], basis="unspecified")  # "And Oman?"
        self.topic_named |= any(self.cast.about(name.text) for name in scene.names)
        shared = scene.says("share_of_it") if not scene.numbers else None
        told_of = [p for p in scene.places if shared and shared.start() < p.end <= shared.end()]
        new = bool(told_of) or scene.sentence.paragraph != self._paragraph()
        self.share_of = next(iter(told_of), None) if new else self.share_of
        spans = [period(text) for text in said if ".." in text.strip(".")]
        self.told_span = spans[-1] if spans else None
        here = [c for c in self.claims if c.at[0] >= self.start and c.goods]
        told = {"goods": here[-1].goods, "hs": here[-1].hs} if here else {}
        own = goods_begun(scene, bool(here))
        self.spoken_goods = own or told or self.spoken_goods
        if own or told:
            made = [p for p in scene.places if scene.text[p.end : p.end + 1] == "-"]
            whence = [p for p in scene.places if p.goods or (p in made and p.basis == "origin")]
            bare = not scene.numbers and len(whence) == 1
            self.spoken_whence = whence[0] if bare else None
        self.scene = scene
        lists = [c for c in self.claims if c.measure is Measure.LISTING and c.period]
        if lists and lists[-1].at[0] >= self.start and lists[-1].period is not None:
            self.ban = lists[-1].period.text.split("..")[0]
        self.ban = ban_of(scene) or self.ban
        self.met_in(scene)
        if scene.says("other_suppliers"):
            self.focus, self.spoken = (), ()
        spoken = [name.text for name in self.others(scene)] or self._sells_too(scene)
        if spoken and not scene.sentence.item:
            # Who is spoken of stands first; others of a list beside it.
            self.focus = tuple(spoken[:1])
            self.spoken = tuple(dict.fromkeys(spoken))

    def _sells_too(self, scene: Scene) -> list[str]:
        """Whom the story is about, where a sentence says that it sells as well: "Marvane also
        exports. It sold"."""
        if scene.numbers or not scene.says("sells_too"):
            return []
        return [self.cast.topic for n in scene.names[:1] if self.cast.about(n.text)]

    def _paragraph(self) -> int:
        """The paragraph of the sentence before."""
        return self.scene.sentence.paragraph if self.scene is not None else -1

    def speaks_on(self, scene: Scene) -> Claim | None:
        """The claim right before that a sentence speaks on of: "They were sent from Turkey"."""
        last = self.claims[-1] if self.claims else None
        if last is None or last.amount is None or not self.same_paragraph(scene, last):
            return None
        again = scene.opens("anaphora") or names_again(scene, last.goods)
        return last if again and last.measure is not Measure.NONE else None

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
        goes_on = words.words["lead_goes_on"]
        ends = [f"{cell} {more}" for more in ("", goes_on) for cell in cells]
        told = [b for end in ends for b, p in words.bases if p.search(end)]
        if told:
            return told[0]
        named = words.says("lead_basis", self.lead.text)
        if named is None:
            return "unspecified"
        return next(basis for basis, found in named.groupdict().items() if found)

    def goes_on_of_supplier(self, scene: Scene) -> bool:
        """Whether a sentence speaks on of what a supplier sent: "They weighed …"."""
        last = self.claims[-1] if self.claims else None
        if last is None or not last.supplier or not self.same_paragraph(scene, last):
            return False
        return scene.opens("anaphora") is not None and not self.receives(scene)

    def asked(self, scene: Scene) -> bool:
        """Whether a sentence answers a question of trade that stands above it."""
        if self.question is None:
            return False
        of_trade = self.question.says("trade") or self.asked_of or self.claims
        if not of_trade or self.question.says("price"):
            return False
        return scene.sentence.paragraph - self.question.sentence.paragraph <= 1

    # -- adding claims

    def add(self, scene: Scene, at: Span, measure: Measure, **fields: Any) -> Claim:
        """Add a claim that stands at a place of a sentence."""
        start, end = scene.span(*at)
        doubts = tuple(fields.pop("doubts", ()))
        if {self.cast.topic} == {*fields.get("supplier", ())} == {*fields.get("of", ())}:
            fields["of"] = ()  # what it sold itself
        buys = scene.says("it_buys") or self.cast.seller in fields.get("of", ())
        sells = self.cast.seller and not buys
        if sells and measure in _OF_A_SELLER and not fields.get("supplier"):
            fields |= {"supplier": (self.cast.seller,)}
            if fields.get("basis") == "sender":  # where it sits, or who bought
                fields |= {"country": (), "basis": "unspecified"}
        if measure is not Measure.NONE and "of" in fields and not fields["of"]:
            doubts += (SENT if fields.get("supplier") else UNCLEAR,)
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
        last = self.claims[-1] if self.claims else None
        if last is not None and last.at[0] >= scene.sentence.start:
            claim = replace(claim, doubts=(*claim.doubts, *taken_with(claim, last)))
        self.claims.append(claim)
        return claim

    def nothing(self, scene: Scene, at: Span, why: str, number: Number | None = None) -> None:
        """Add what records cannot check, with the reason."""
        fields: dict[str, Any] = {"why": scene.words.words["why"][why]}
        if number is not None:
            fields |= numbered(number)
        self.add(scene, at, Measure.NONE, **fields)
