"""A claims file drafted from a story. Nothing is invented: what is unsure says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from followthegoods.model.story import Claim, Measure, Story
from followthegoods.questions.stories.drafting import Drafting, renumbered
from followthegoods.questions.stories.language import language_of
from followthegoods.questions.stories.names import cast
from followthegoods.questions.stories.numbered import with_numbers
from followthegoods.questions.stories.numbers import rate_of
from followthegoods.questions.stories.reading import sentences
from followthegoods.questions.stories.scene import Scene, scene
from followthegoods.questions.stories.unnumbered import (
    with_absence,
    with_coverage,
    with_dates,
    with_lists,
    with_presence,
    with_rank,
    with_speech,
)

_RULES = (
    with_speech,
    with_lists,
    with_coverage,
    with_rank,
    with_absence,
    with_dates,
    with_numbers,
    with_presence,
)
"""Tried in this order until one says that a sentence is done."""


def draft_story(
    text: str, *, published: date | None = None, of: Sequence[str] = (), story: str = ""
) -> Story:
    """The claims of a text as `story_text` reads it. `of` names whom it is about, where the text
    does not make that plain."""
    words = language_of(text)
    scenes = [scene(sentence, words, published) for sentence in sentences(text)]
    people = cast(((s.sentence, list(s.names)) for s in scenes), words, of)
    drafting = Drafting(text, people)
    rates = {rate[0]: rate[1] for s in scenes if (rate := rate_of(s.text, words)) is not None}
    for one in scenes:
        _draft(drafting, one)
        drafting.scene = one
    return Story(renumbered(drafting.claims), published, story, rates)


def _draft(drafting: Drafting, one: Scene) -> None:
    for rule in _RULES:
        if rule(drafting, one):
            return


def redrafted(old: Story, new: Story, text: str) -> Story:
    """A second draft that keeps what somebody corrected: a claim of the old file whose words
    still stand in the text stays as it is, only its place is found anew."""
    kept: list[Claim] = []
    for claim in old.claims:
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
    return Story(tuple(claims), old.published or new.published, old.story or new.story, rates)


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
