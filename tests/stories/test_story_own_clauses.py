"""What a clause of its own tells beside the figures of its sentence, and what is left over."""

from __future__ import annotations

from datetime import date

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.draft import draft_story


def claims(text: str, measure: Measure) -> list[Claim]:
    story = draft_story(text, published=date(2025, 3, 10))
    return [claim for claim in story.claims if claim.measure is measure]


def amounts(found: list[Claim]) -> list[tuple[str, tuple[str, ...]]]:
    return [(claim.amount.text if claim.amount else "", claim.country) for claim in found]


MALT = "Brewer Castelmar Ltd imported 18,000 tonnes of malt in 2024. "


def test_a_denial_in_a_relative_clause_leaves_the_figures_beside_it() -> None:
    text = MALT + "Belgium supplied 900 tonnes, while Denmark, from which it had bought none before"
    text += " 2022, sent 96 tonnes."
    found = amounts(claims(text, Measure.QUANTITY))
    assert found[1:] == [("900", ("BE",)), ("96", ("DK",))]


def test_a_denial_in_a_relative_clause_is_of_the_country_before_it() -> None:
    text = MALT + "Belgium supplied 900 tonnes, while Denmark, from which it had bought none before"
    [denied] = claims(text + " 2022, sent 96 tonnes.", Measure.ABSENCE)
    assert denied.country == ("DK",)


def test_a_denial_after_although_leaves_the_figures_after_it() -> None:
    text = "Although it has bought no diesel from Russia since 2022, the haulier Kestner Spedition"
    text += " imported 3,200 tonnes of it from Turkey in 2024."
    assert amounts(claims(text, Measure.QUANTITY)) == [("3,200", ("TR",))]


def test_what_was_stopped_in_words_of_when_is_no_denial() -> None:
    text = "More than 700 outboard motors have reached the dealer Onega Motor since the EU stopped"
    assert claims(text + " their export in July 2022.", Measure.ABSENCE) == []


def test_from_four_or_five_makers_counts_suppliers() -> None:
    text = MALT + "Castelmar had bought malt from “four or five” producers in 2024."
    assert [a for a, _ in amounts(claims(text, Measure.SUPPLIERS))] == ["4 .. 5"]


def test_the_latest_that_reached_a_place_is_the_last() -> None:
    text = MALT + "The latest reached Gdynia on 9 December 2024."
    [last] = claims(text, Measure.LAST_DATE)
    assert last.period is not None
    assert last.period.text == "2024-12-09"


def test_what_is_left_over_may_be_told_by_a_nationality_alone() -> None:
    text = MALT + "88% of the malt was grown in Belgium. What little remained was Danish."
    [rest] = claims(text, Measure.PRESENCE)
    assert (rest.country, rest.basis) == (("DK",), "origin")


def test_deliveries_that_began_on_a_day_first_came_then() -> None:
    text = MALT + "A third of the malt was sold by Marvane Malting Ltd, whose shipments to the"
    [first] = claims(text + " brewer began on 3 May 2022.", Measure.FIRST_DATE)
    assert first.period is not None
    assert first.period.text == "2022-05-03"


def test_the_following_month_is_told_against_the_time_before() -> None:
    text = MALT + "Its supplier Marvane Malting Ltd was founded in 2022 and made its first delivery"
    [first] = claims(text + " to Castelmar the following January.", Measure.FIRST_DATE)
    assert first.period is not None
    assert first.period.text == "2023-01"
