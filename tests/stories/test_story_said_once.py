"""What a figure has from the words around it: a unit said once, days in brackets, years told by
their order, a question above a list."""

from __future__ import annotations

import pytest
from drafts import DAY, days, drafted, of_amount

from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.draft import draft_story

LEAD = "Ostreva Mills imported 52,000 tonnes of quinoa in 2024."
LIST = "Ostreva Mills imported 52,000 pumps in 2024.\n\nWhere were they built?\n\n"


@pytest.mark.parametrize(
    "said",
    ["Figures gathered for the Daily Harrow", "Customs records prepared for The Harrow Weekly"],
)
def test_a_paper_that_figures_were_made_for_is_no_party(said: str) -> None:
    text = f"{said} show that Ostreva Mills bought 700 tonnes of quinoa in 2024."
    (found,) = draft_story(text, published=DAY).claims
    assert (found.of, found.supplier) == (("Ostreva Mills",), ())


def test_a_sum_of_another_year_is_in_the_currency_that_was_said_once() -> None:
    text = (
        "Ostreva Mills imported quinoa for 14 million roubles in 2024, as against 11 million "
        "roubles in 2023 and 12 million in 2021."
    )
    found = of_amount(text, "12 million")
    assert (found.unit, days(found)) == ("RUB", "2021")


def test_days_in_brackets_are_of_the_number_in_them_alone() -> None:
    text = f"{LEAD} Peru supplied 9,000 tonnes (2023: 7,000 tonnes), Chile 800 tonnes."
    assert [days(of_amount(text, n)) for n in ("9,000", "7,000", "800")] == ["2024", "2023", "2024"]


def test_a_number_alone_in_brackets_has_the_days_of_the_brackets_before_it() -> None:
    text = f"{LEAD} Peru supplied 9,000 tonnes (2023: 7,000), Chile 800 (600)."
    found = of_amount(text, "600")
    assert (found.country, days(found)) == (("CL",), "2023")


@pytest.mark.parametrize(
    "said",
    ["In the last of those years", "In the final year of that period", "During the last of them"],
)
def test_a_year_of_a_span_is_told_by_its_order(said: str) -> None:
    text = (
        f"From 2020 to 2023 Ostreva Mills bought 900 tonnes of quinoa. {said} it took 400 tonnes."
    )
    assert days(of_amount(text, "400")) == "2023"


def test_the_whole_period_is_the_longest_that_was_told() -> None:
    text = (
        "From 2020 to 2023 Ostreva Mills bought 900 tonnes of quinoa.\n\nKolvar SA sold it 100 "
        "tonnes by the end of 2022. Over the whole period it counted 31 deliveries from Kolvar SA."
    )
    assert days(of_amount(text, "31")) == "2020..2023"


def test_a_question_above_a_list_says_what_its_countries_are() -> None:
    found = of_amount(f"{LIST}- Peru: 31,000\n- Chile: 8,000 (15%)\n", "8,000")
    assert (found.measure, found.country, found.basis) == (Measure.QUANTITY, ("CL",), "origin")


def test_a_list_of_what_is_no_trade_is_none_under_a_question_either() -> None:
    text = f"{LEAD}\n\nWho is behind it?\n\n- Staff: 140\n- Turnover: €31 million\n"
    assert {c.measure for c in drafted(text)[1:]} == {Measure.NONE}


def test_firms_that_supplied_the_buyer_are_suppliers_whatever_they_make() -> None:
    found = of_amount("Six Kenyan growers supplied Ostreva Mills in 2024.", "6")
    assert (found.measure, found.country, found.basis) == (Measure.SUPPLIERS, ("KE",), "sender")


def test_half_as_much_again_is_a_change() -> None:
    found = of_amount(f"{LEAD[:-1]}, half as much again as in 2023.", "1/2")
    assert (found.measure, found.unit) == (Measure.CHANGE, "% more")


def test_who_comes_second_is_not_said_to_be_the_largest() -> None:
    text = f"{LEAD} Kolvar SA was its second-largest supplier."
    (found,) = (c for c in drafted(text) if c.measure is Measure.RANK)
    assert (found.unit, len(found.doubts)) == ("second largest", 1)


def test_who_comes_next_has_no_place_of_its_own() -> None:
    text = f"{LEAD} Kolvar SA was its next-largest supplier."
    (found,) = (c for c in drafted(text) if c.measure is Measure.RANK)
    assert (found.unit, len(found.doubts)) == ("among the largest", 2)


def test_what_was_paid_for_all_of_it_is_of_no_one_country() -> None:
    text = f"{LEAD} Some 390 tonnes came from Peru. The firm paid €2.6 million for the lot."
    assert of_amount(text, "2.6 million").country == ()


@pytest.mark.parametrize(
    ("said", "many"), [("We have had nothing from China", 1), ("It has nothing from the court", 0)]
)
def test_nothing_from_a_country_is_an_absence(said: str, many: int) -> None:
    found = [c for c in drafted(f"{LEAD} {said} since 2019.") if c.measure is Measure.ABSENCE]
    assert len(found) == many
