"""Who is meant where a sentence names no company, and what a figure speaks on of: each rule on a
passage of our own."""

from __future__ import annotations

import pytest
from drafts import days, of_amount

TWO = (
    "Ural company Metiz Dom imported 900 tonnes of wire in 2023. Tula's Shesterna bought 1,400 "
    "tonnes. It was supplied by Anka Demir. "
)


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("The Ural company paid $3 million.", ("Metiz Dom",)),
        ("Together the pair paid $3 million.", ("Metiz Dom", "Shesterna")),
        ("In 2024 the two paid $3 million.", ("Metiz Dom", "Shesterna")),
    ],
)
def test_words_that_a_company_was_called_by_stand_for_it(said: str, of: tuple[str, ...]) -> None:
    assert of_amount(TWO + said, "3 million").of == of


def test_a_trader_that_sold_to_a_company_named_after_the_verb_is_no_buyer() -> None:
    found = of_amount(
        "In May 2024 the Lithuanian trader Vilkmena UAB shipped Polish furniture maker Drewnara "
        "5,200 cubic metres of plywood.",
        "5,200",
    )
    assert (found.of, found.supplier) == (("Drewnara",), ("Vilkmena UAB",))


def test_a_story_that_begins_with_who_sells_is_of_that_seller() -> None:
    text = (
        "Bulgarian exporter Rosava Dolina sold 38 tonnes of rose oil in 2023. French house Maison "
        "Clairvue took 14 tonnes and its Swiss rival Parfumerie Alde 9 tonnes."
    )
    assert of_amount(text, "9").supplier == ("Rosava Dolina",)
    assert of_amount(text, "9").of == ("Parfumerie Alde",)


def test_goods_that_are_named_again_are_those_of_the_same_country() -> None:
    found = of_amount(
        "Hallvard Fisk bought 3,400 tonnes of salt from Tunisia last year. The salt cost the "
        "company 11 million kroner.",
        "11 million",
    )
    assert (found.goods, found.country, days(found)) == (("salt",), ("TN",), "2024")


def test_a_volume_that_moves_is_of_the_goods_and_the_country_told_before() -> None:
    found = of_amount(
        "Marlow Juices took 300 tonnes of concentrate from Poland in 2020. In 2021 the volume "
        "tripled.",
        "3",
    )
    assert (found.goods, found.country, days(found)) == (("concentrate",), ("PL",), "2021")


@pytest.mark.parametrize(
    "aside",
    [
        "That compares with 7,100 tonnes in 2021.",
        "Ten years ago it was 200 tonnes.",
        "In 2021 it had imported 7,100 tonnes.",
    ],
)
def test_the_days_of_a_look_back_do_not_go_on_to_stand(aside: str) -> None:
    lead = "Nordlaks Foods imported 8,900 tonnes of linseed oil in 2024. "
    assert days(of_amount(f"{lead}{aside} Belgium supplied 4,300 tonnes.", "4,300")) == "2024"


def test_a_quarter_without_its_noun_is_of_the_year_told_before() -> None:
    found = of_amount(
        "In the first quarter of 2024 Estrena Motors imported 880 gearboxes. In the second it was "
        "640.",
        "640",
    )
    assert days(found) == "2024-04..2024-06"


def test_by_the_end_of_the_year_is_of_the_year_told_before() -> None:
    found = of_amount(
        "In January 2023 Irtysh Radio took delivery of 4,000 diodes from Golden Lamp Electronics. "
        "By the end of the year the trader had shipped it 52,000.",
        "52,000",
    )
    assert days(found) == "..2023"
