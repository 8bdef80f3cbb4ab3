"""Claims as they are drafted from a passage, and what tests look at of them."""

from __future__ import annotations

from datetime import date

from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.draft import draft_story

DAY = date(2025, 3, 12)
"""The day on which the passages are printed."""


def drafted(text: str) -> list[Claim]:
    """The claims of a passage."""
    return list(draft_story(text, published=DAY).claims)


def of_amount(text: str, amount: str) -> Claim:
    """The claim of a passage that states this amount."""
    return next(c for c in drafted(text) if c.amount and c.amount.text == amount)


def days(claim: Claim) -> str:
    """The period of a claim; "" where it has none."""
    return claim.period.text if claim.period else ""
