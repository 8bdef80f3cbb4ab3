"""Weights are learned from choices: the right one of each becomes the likeliest."""

from __future__ import annotations

import pytest
from accuracy.learning import (
    FIRST,
    WEIGHTS,
    Choice,
    Read,
    as_first_drafted,
    choices,
    first_days,
    learned,
    mark_of,
    read,
    written,
)
from accuracy.lowest import lowest
from accuracy.short_stories import DAY, keyed

from followthegoods.questions.stories.drafting.choosing import weights
from followthegoods.questions.stories.drafting.draft import told_by_rules

TEXT = "Marvane Foods imported 900 tonnes of honey in 2021."
KEY = "= 900 tonnes :: quantity; 900; t; goods=honey; period=2021"


def story() -> Read:
    told, _ = told_by_rules(TEXT, published=DAY)
    return read("one", TEXT, told, [keyed(KEY, TEXT)])


def test_the_lowest_point_of_a_bowl_is_found() -> None:
    found = lowest(
        lambda p: ((p[0] - 3) ** 2 + 4 * (p[1] + 1) ** 2, [2 * p[0] - 6, 8 * p[1] + 8]), [0, 0]
    )
    assert found == pytest.approx([3, -1], abs=0.01)


def test_a_sign_of_the_right_ones_is_worth_more_than_one_of_the_wrong() -> None:
    found = learned([Choice([["near"], ["far"]], 0)] * 20)
    assert found["near"] > 0 > found["far"]


def test_a_sign_that_is_hardly_met_is_not_learned() -> None:
    assert "odd" not in learned(
        [Choice([["near", "odd"], ["far"]], 0)] + [Choice([["near"], ["far"]], 0)] * 20
    )


def test_the_same_choices_give_the_same_weights() -> None:
    found = [Choice([["near"], ["far", "late"]], 0), Choice([["far"], ["near", "late"]], 0)] * 10
    assert learned(found) == learned(found)


def test_weights_are_written_in_hundredths_without_the_smallest() -> None:
    assert written({"near": 1.234, "far": 0.04}).endswith('[days]\n"near" = 123\n')


def test_the_right_days_of_a_keyed_claim_are_the_choice() -> None:
    (one,) = choices(story(), ruled=True)
    assert "own" in one.signs[one.right]


def test_a_claim_counts_as_its_first_draft_had_it() -> None:
    told = as_first_drafted(story(), {(mark_of(TEXT), TEXT.index("900"), "quantity"): "2020"}).told
    assert told.claims[0].period is not None
    assert told.claims[0].period.text == "2020"


def test_a_claim_that_the_first_draft_had_right_has_the_days_of_its_key() -> None:
    told = as_first_drafted(story(), {}).told
    assert told.claims[0].period is not None
    assert told.claims[0].period.text == "2021"


def test_each_first_draft_that_was_wrong_is_kept_once() -> None:
    assert len(first_days()) == len(FIRST.read_text(encoding="utf-8").splitlines()) - 1


def test_the_weights_of_the_package_are_as_they_are_written() -> None:
    assert written({s: w / 100 for s, w in weights().items()}) == WEIGHTS.read_text(
        encoding="utf-8"
    )
