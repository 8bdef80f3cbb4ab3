"""What a figure of running text takes over from sentences before it, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.draft import draft_story

DAY = date(2025, 3, 10)


def last(text: str) -> Claim:
    """The last claim of a text that holds an amount."""
    claims = draft_story(text, published=DAY).claims
    return next(claim for claim in reversed(claims) if claim.amount is not None)


def days(claim: Claim) -> str:
    return claim.period.text if claim.period is not None else ""


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("In 2022 Marvane Mills looked abroad for flour. It imported 900 tonnes of flour.", "2022"),
        ("In 2022:\n\nMarvane Mills imported 900 tonnes of flour from Serbia.", "2022"),
        ("Marvane Mills imported 900 tonnes of flour in 2022, 300 of them in May.", "2022-05"),
        ("Marvane Mills imported 900 tonnes of flour in 2022. In May it was 40 tonnes.", "2022-05"),
        (
            "In April 2022 Marvane Mills imported 900 tonnes of flour. In June it imported 700.",
            "2022-06",
        ),
        (
            "Marvane Mills imported 900 tonnes of flour in 2022. Of that, 300 tonnes came in May "
            "alone. Serbia supplied 500 tonnes.",
            "2022",
        ),
        (
            "Marvane Mills imported 900 tonnes of flour in 2022. In 2019 it had got by with 200 "
            "tonnes. Serbia supplied 400 tonnes.",
            "2022",
        ),
        (
            "Marvane Mills imported 900 tonnes of flour in 2022. In the first four months of the "
            "following year it imported 90 tonnes of flour.",
            "2023-01..2023-04",
        ),
    ],
)
def test_days_told_once_are_those_of_the_figures_after_them(after: str, told: str) -> None:
    assert days(last(after)) == told


def test_days_of_the_news_are_not_put_in_a_year_told_before_them() -> None:
    text = "Marvane Mills imported 900 tonnes of flour in 2022. On 3 March it bought 40 tonnes."
    assert days(last(text)) == "2025-03-03"


@pytest.mark.parametrize(
    ("goes_on", "country", "basis"),
    [
        ("There it spent $2 million on rice.", ("RS",), "unspecified"),
        ("The same country supplied it with 40 tonnes of rice.", ("RS",), "unspecified"),
        ("Elsewhere it bought 40 tonnes of rice.", (), "unspecified"),
        ("Its total flour imports were 4,000 tonnes.", (), "unspecified"),
        ("In 2023 it imported 700.", ("RS",), "unspecified"),
        ("In 2023 it imported 700, of which 600 came via Oman.", ("OM",), "dispatch"),
        ("New Zealand's butter, 300 tonnes, was cheaper.", ("NZ",), "unspecified"),
    ],
)
def test_a_country_is_carried_on_where_words_point_to_it(
    goes_on: str, country: tuple[str, ...], basis: str
) -> None:
    claim = last(f"Marvane Mills imported 900 tonnes of flour from Serbia in 2022. {goes_on}")
    assert (claim.country, claim.basis) == (country, basis)


def test_two_countries_are_named_again_together() -> None:
    text = (
        "Marvane Mills imported wool from Peru and Chile worth €9m in 2022. Between them the two "
        "countries delivered 810 tonnes."
    )
    assert set(last(text).country) == {"PE", "CL"}


def test_the_country_of_goods_named_before_is_that_of_some_of_them() -> None:
    text = "Polish-made buses are popular. Marvane Lines bought 66 of them in 2023."
    claim = last(text)
    assert (claim.country, claim.basis) == (("PL",), "origin")


def test_what_is_paid_after_several_countries_is_paid_for_all() -> None:
    text = (
        "Marvane Mills bought 9,000 engines in 2022. Italy provided 5,000 of the engines. Spain "
        "provided 1,000. The company spent $2 million on them."
    )
    assert last(text).country == ()
