"""How right drafts are: the keys hold."""

from __future__ import annotations

import pytest
from accuracy.stories import PAIR, PERIODS, TARGET, StoryScore, periods_found, scores


@pytest.fixture(scope="module")
def found() -> list[StoryScore]:
    return list(scores(PAIR))


def test_drafts_get_most_checkable_claims_right(found: list[StoryScore]) -> None:
    claims, right = sum(one.claims for one in found), sum(one.right for one in found)
    assert right * 100 >= claims * TARGET


def test_periods_stand_with_their_claims(found: list[StoryScore]) -> None:
    assert periods_found(found) >= PERIODS


def test_every_number_is_found_and_nothing_is_invented(
    found: list[StoryScore],
) -> None:
    assert [one.name for one in found if not one.holds] == []


CLAIMED = 5
"""Numbers that no record can check, drafted as if one could: no more than these."""


def test_few_numbers_that_no_record_can_check_are_claimed(found: list[StoryScore]) -> None:
    assert sum(len(one.claimed) for one in found) <= CLAIMED
