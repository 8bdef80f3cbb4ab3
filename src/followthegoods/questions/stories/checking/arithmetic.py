"""What follows from a story's own figures: money in two currencies, parts and wholes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from followthegoods.model.story import Claim, Hedge, Ruling, Story
from followthegoods.questions.stories.checking.ruling import admits


def converted(story: Story, claim: Claim) -> tuple[Ruling, str]:
    """Whether a claim's amount is another's in another currency, at the rate of the story."""
    other = next((c for c in story.claims if c.id == claim.equals), None)
    if other is None or other.amount is None or claim.amount is None:
        return Ruling.NOT_DETERMINABLE, "The story does not say what the amount is equal to."
    mine, theirs = _rate(story, claim.unit), _rate(story, other.unit)
    if mine is None or theirs is None:
        lacking = claim.unit if mine is None else other.unit
        return Ruling.NOT_DETERMINABLE, f"The story prints no rate of {lacking}."
    # What was rounded lies half a step to either side of what is printed.
    low = (other.amount.low - other.amount.step / 2) / theirs * mine
    high = (other.amount.high + other.amount.step / 2) / theirs * mine
    mine_is = Hedge.EXACT if claim.hedge is other.hedge else claim.hedge
    admitted = admits(mine_is, claim.amount)
    at = f"{other.amount.text} {other.unit} at {theirs / mine:f} is "
    at += f"{other.amount.low / theirs * mine:,.2f} {claim.unit}"
    if admitted.above_low(high) and admitted.below_high(low):
        return Ruling.SUPPORTED, at + "."
    return Ruling.CONTRADICTED, at + f", not {claim.amount.text}."


def _rate(story: Story, unit: str) -> Decimal | None:
    return Decimal(1) if unit == "USD" else story.rates.get(unit)


def strains(story: Story) -> Iterator[tuple[str, str]]:
    """Parts that are more than their whole: the id of the claim, and what is wrong."""
    by_id = {claim.id: claim for claim in story.claims}
    for claim in story.claims:
        whole = by_id.get(claim.part_of)
        if whole is None or whole.unit != claim.unit:
            continue
        least, most = _least(claim), _most(whole)
        if least is not None and most is not None and least > most:
            yield claim.id, f"The part is more than the whole, {whole.id}."
    for whole in story.claims:
        yield from _together(whole, story)


def _together(whole: Claim, story: Story) -> Iterator[tuple[str, str]]:
    """Parts of one whole by country add up to no more than it, on one basis."""
    parts = [c for c in story.claims if c.part_of == whole.id and c.unit == whole.unit]
    by_basis: dict[str, list[Claim]] = {}
    for part in parts:
        if part.country and part.basis != "unspecified":
            by_basis.setdefault(part.basis, []).append(part)
    most = _most(whole)
    for basis, same in by_basis.items():
        countries = [code for part in same for code in part.country]
        sums = [_least(part) for part in same]
        total = sum((low for low in sums if low is not None), Decimal(0))
        if len(same) > 1 and len(set(countries)) == len(countries) and most and total > most:
            ids = ", ".join(part.id for part in same)
            yield whole.id, f"Its parts by {basis} ({ids}) add up to more than it."


def _least(claim: Claim) -> Decimal | None:
    return None if claim.amount is None else admits(claim.hedge, claim.amount).low


def _most(claim: Claim) -> Decimal | None:
    return None if claim.amount is None else admits(claim.hedge, claim.amount).high
