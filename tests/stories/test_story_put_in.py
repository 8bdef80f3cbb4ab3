"""Clauses put in between, spans told by their parts, and what the records cover, sentence by
sentence."""

from __future__ import annotations

from datetime import date

import pytest
from drafts import days

from followthegoods.model.story import Claim, Hedge, Measure
from followthegoods.questions.stories.drafting.draft import draft_story

DAY = date(2025, 3, 10)
BOUGHT = "Velmora Foods imported 9,000 tonnes of sugar in 2023. "


def last(text: str) -> Claim:
    return draft_story(text, published=DAY, of=("Velmora Foods",)).claims[-1]


@pytest.mark.parametrize(
    ("said", "country"),
    [
        (
            "Brazil sold it 900 tonnes; India, whose government restricts the trade, 700 tonnes.",
            "IN",
        ),
        ("Poland (to general surprise) accounted for 700 tonnes.", "PL"),
        ("Brazil sold it 900 tonnes; Serbia — once a mere trickle — 700 tonnes.", "RS"),
        (
            "Brazil sold it 900 tonnes and, oddly enough, Malta, where none grows, 700 tonnes.",
            "MT",
        ),
    ],
)
def test_what_is_put_in_between_hides_no_country(said: str, country: str) -> None:
    assert last(BOUGHT + said).country == (country,)


def test_a_claim_has_the_words_that_were_put_in_between() -> None:
    said = "India, whose government restricts the trade, supplied 700 tonnes"
    assert last(f"{BOUGHT}{said}.").text == said


def test_an_aside_with_a_figure_is_read() -> None:
    drafted = draft_story(
        BOUGHT + "India, which sent 1,200 tonnes in 2022, supplied 700 tonnes.",
        published=DAY,
        of=("Velmora Foods",),
    )
    assert [c.amount.text for c in drafted.claims if c.amount] == ["9,000", "1,200", "700"]


def test_a_change_of_a_country_is_not_of_the_country_of_the_figures_before() -> None:
    claim = next(
        c
        for c in draft_story(
            "Velmora Foods imported 900 tonnes of sugar from India in 2023, against 1,400 tonnes a "
            "year earlier. Its purchases from Brazil doubled to 300 tonnes.",
            published=DAY,
            of=("Velmora Foods",),
        ).claims
        if c.measure is Measure.CHANGE
    )
    assert claim.country == ("BR",)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("imported 5 tonnes of sugar in October-December 2023.", "2023-10..2023-12"),
        ("imported 5 tonnes of sugar in April-June last year.", "2024-04..2024-06"),
        ("imported 5 tonnes of sugar in January last year.", "2024-01"),
        ("has imported 5 tonnes of sugar since June last year.", "2024-06.."),
        ("imported 9 tonnes in May 2023 and 5 tonnes in the following month.", "2023-06..2023-06"),
        (
            "imported 9 tonnes in May-July 2023 and 5 tonnes in the next quarter.",
            "2023-08..2023-10",
        ),
        (
            "imported 9 tonnes in May 2023 and 5 tonnes in the six months after that.",
            "2023-06..2023-11",
        ),
        (
            "imported 9 tonnes in the first half of 2023, 5 tonnes in the second.",
            "2023-07..2023-12",
        ),
    ],
)
def test_spans_are_told_by_their_parts(said: str, period: str) -> None:
    assert days(last(f"Velmora Foods {said}")) == period


def test_this_time_is_the_period_that_another_was_told_against() -> None:
    text = (
        "Velmora Foods imported 900 tonnes of sugar in July-September 2024. Kestrel Bay BV, which "
        "had sold it $2 million worth in July-September 2023, sold it $700,000 worth this time."
    )
    assert days(last(text)) == "2024-07..2024-09"


@pytest.mark.parametrize(
    "said",
    [
        "The declarations for January 2021 to June 2024 were read.",
        "The import records of the firm for January 2021 to June 2024 were read.",
        "From January 2021 to June 2024 the declarations name one buyer again and again.",
    ],
)
def test_what_the_records_cover_are_the_days_of_figures_without_any(said: str) -> None:
    assert days(last(f"{said}\n\nVelmora Foods bought 412 tonnes of sugar.")) == "2021-01..2024-06"


def test_an_adjective_after_a_weight_is_the_country_of_it() -> None:
    assert last(f"{BOUGHT}Some 700 tonnes were Indian and 200 tonnes Polish.").country == ("PL",)


def test_so_many_in_number_are_what_was_named_before() -> None:
    claim = last(f"{BOUGHT}The Indian consignments, 54 in number, were sent by Kolbrek Sugar Ltd.")
    assert (claim.measure, claim.unit, claim.country) == (Measure.LINES, "consignments", ("IN",))


def test_that_month_is_the_one_that_the_words_before_name() -> None:
    text = (
        "Kolbrek Sugar Ltd does not appear in the declarations of Velmora Foods after May 2022. "
        "Kolbrek halted deliveries in that month."
    )
    assert days(last(text)) == "2022-05.."


def test_more_than_the_other_figure_is_no_hedge_of_it() -> None:
    claim = last(
        "Velmora Foods imported 900 tonnes of sugar in 2023, more than the 300 tonnes of 2022."
    )
    assert claim.hedge is Hedge.EXACT


def test_another_that_followed_months_later_listed_as_well() -> None:
    claim = last("Canada sanctioned Velmora Foods in August 2023 and Britain followed in October.")
    assert (claim.authority, days(claim)) == (("GB",), "2023-10")
