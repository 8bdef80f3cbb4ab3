"""A claims file drafted from a story. Nothing is invented: what is unsure says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from followthegoods.errors import BadStory
from followthegoods.model.story import Claim, Measure, Story
from followthegoods.questions.stories.drafting.absence import with_absence
from followthegoods.questions.stories.drafting.carrying import scope_of
from followthegoods.questions.stories.drafting.casting import cast
from followthegoods.questions.stories.drafting.choosing import with_chosen_days
from followthegoods.questions.stories.drafting.coverage import with_coverage
from followthegoods.questions.stories.drafting.fielding import renumbered
from followthegoods.questions.stories.drafting.first_last import with_dates
from followthegoods.questions.stories.drafting.learning import (
    is_credit,
    with_business_year_of,
    with_bystanders_of,
    with_countries_of,
    with_goods_of,
    with_short_names_of,
)
from followthegoods.questions.stories.drafting.listings import with_lists
from followthegoods.questions.stories.drafting.numbered import with_numbers
from followthegoods.questions.stories.drafting.ordering import with_order
from followthegoods.questions.stories.drafting.own_voice import with_own_voice
from followthegoods.questions.stories.drafting.ranking import with_rank
from followthegoods.questions.stories.drafting.read_through import Entered, Told
from followthegoods.questions.stories.drafting.remainders import with_rest
from followthegoods.questions.stories.drafting.speaking import with_speech
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.drafting.unnumbered import with_presence
from followthegoods.questions.stories.reading.antecedents import with_buyers_again
from followthegoods.questions.stories.reading.asides import without_asides
from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.names import firms_of, head
from followthegoods.questions.stories.reading.numbers import rate_of
from followthegoods.questions.stories.reading.scene import Scene, scene
from followthegoods.questions.stories.reading.sentences import sentences

_RULES = (
    with_speech,
    with_lists,
    with_coverage,
    with_rank,
    with_dates,
    with_absence,
    with_numbers,
    with_rest,
    with_presence,
)
"""Tried in this order until one says that a sentence is done."""


LONGEST = 100_000
"""Characters of a story: some fifteen thousand words."""


def draft_story(
    text: str,
    *,
    published: date | None = None,
    of: Sequence[str] = (),
    story: str = "",
    known: Mapping[str, str] | None = None,
) -> Story:
    """The claims of a text as `story_text` reads it. `of` names whom it is about, where the text
    does not make that plain; `known` are names that somebody knows to be companies', each a
    receiver's, a supplier's or neither. Raises `BadStory` for a text longer than any story."""
    told, rates = told_by_rules(text, published=published, of=of, known=known)
    return Story(tuple(with_chosen_days(told)), published, story, rates)


def told_by_rules(
    text: str,
    *,
    published: date | None = None,
    of: Sequence[str] = (),
    known: Mapping[str, str] | None = None,
) -> tuple[Told, dict[str, Decimal]]:
    """The sentences and claims of a text before days are chosen for these, and the rates that it
    prints, as `draft_story`."""
    if len(text) > LONGEST:
        raise BadStory(
            f"The text has {len(text):,} characters; a story has {LONGEST:,} at the most.",
            do="Give the story alone, or cut it in parts.",
        )
    said = list(sentences(text))
    words = with_countries_of(text, with_goods_of(said, language_of(text)))
    words = with_business_year_of(text, words)
    roles = {head(name): role for name, role in (known or {}).items()}
    first = [scene(sentence, words, published) for sentence in said]
    words = with_bystanders_of(((one.sentence, one.names) for one in first), words)
    words = with_short_names_of(((one.sentence, one.names) for one in first), words)
    first = [replace(one, names=[]) if is_credit(one.sentence, words) else one for one in first]
    firms = firms_of((one.names for one in first), words) | set(roles)
    scenes = [scene(one.sentence, words, published, firms, one) for one in first]
    scenes = [without_asides(one, words, published, firms) for one in scenes]
    scenes = with_buyers_again(with_own_voice(scenes, words))
    told = [s for s in scenes if not is_credit(s.sentence, words)]
    people = cast(((s.sentence, list(s.names)) for s in told), words, of, roles)
    drafting = Drafting(text, people)
    drafting.published = published
    drafting.scope = next((days for one in scenes if (days := scope_of(one)) is not None), None)
    entered: list[Entered] = []
    rates = {rate[0]: rate[1] for s in scenes if (rate := rate_of(s.text, words)) is not None}
    for one in scenes:
        if is_credit(one.sentence, words):
            drafting.leads_no_more()
            continue
        one = drafting.enter(one)
        entered.append(Entered(one, drafting.scope))
        _draft(drafting, one)
        drafting.leave(one)
    claims = renumbered([*drafting.claims, *drafting.contents])
    return Told(entered, claims, published), rates


def names_in(text: str) -> list[str]:
    """The names of a text that may be companies', each once, in its order."""
    words = language_of(text)
    found = [n.text for one in sentences(text) for n in scene(one, words, None).names]
    return list(dict.fromkeys(found))


def _draft(drafting: Drafting, one: Scene) -> None:
    before = len(drafting.claims)
    for rule in _RULES:
        if rule(drafting, one):
            break
    with_order(drafting, one, before)


def redrafted(old: Story, new: Story, text: str, first: Story | None = None) -> Story:
    """A second draft that keeps what somebody corrected: a claim of the old file whose words
    still stand in the text stays as it is, only its place is found anew. A claim that is as it was
    drafted, in the `first` draft, is drafted anew: the story may have a day now."""
    kept: list[Claim] = []
    drafted = {_said(claim) for claim in first.claims} if first else set()
    for claim in old.claims:
        again = next((c for c in new.claims if c.text == claim.text), None)
        if again is not None and _said(claim) in drafted:
            anew = replace(again, id=claim.id, part_of=claim.part_of, equals=claim.equals)
            kept.append(anew)
            continue
        start = _find(text, claim)
        if start is None:
            kept.append(replace(claim, doubts=_once(claim.doubts, GONE)))
        else:
            kept.append(replace(claim, at=(start, start + len(claim.text))))
    taken = {claim.id for claim in kept}
    renamed: dict[str, str] = {}
    added: list[Claim] = []
    for claim in new.claims:
        same = next((c for c in kept if c.text == claim.text), None)
        if same is None and not any(_same_place(c, claim) for c in kept):
            renamed[claim.id] = _free(claim.id, taken)
            taken.add(renamed[claim.id])
            added.append(claim)
        elif same is not None:
            renamed[claim.id] = same.id
    added = [
        replace(
            claim,
            id=renamed[claim.id],
            part_of=renamed.get(claim.part_of, ""),
            equals=renamed.get(claim.equals, ""),
        )
        for claim in added
    ]
    claims = sorted([*kept, *added], key=lambda claim: claim.at)
    rates = {**new.rates, **old.rates}
    return Story(tuple(claims), new.published or old.published, old.story or new.story, rates)


def _said(claim: Claim) -> Claim:
    """A claim without what a second draft finds anew."""
    return replace(claim, id="", at=(0, 0), part_of="", equals="", doubts=())


GONE = "The words are no longer in the text."


def _find(text: str, claim: Claim) -> int | None:
    if not claim.text:
        return None
    near = text.find(claim.text, max(0, claim.at[0] - len(claim.text)))
    found = near if near >= 0 else text.find(claim.text)
    return found if found >= 0 else None


def _same_place(old: Claim, new: Claim) -> bool:
    """Whether an old claim, its span corrected by hand, is the new one."""
    overlap = min(old.at[1], new.at[1]) - max(old.at[0], new.at[0])
    alike = old.measure is new.measure or Measure.NONE in (old.measure, new.measure)
    amount = (old.amount and old.amount.text) == (new.amount and new.amount.text)
    return overlap > 0 and alike and amount


def _once(doubts: tuple[str, ...], doubt: str) -> tuple[str, ...]:
    return doubts if doubt in doubts else (*doubts, doubt)


def _free(wanted: str, taken: set[str]) -> str:
    number = 1
    while wanted in taken:
        wanted, number = f"c{len(taken) + number}", number + 1
    return wanted
