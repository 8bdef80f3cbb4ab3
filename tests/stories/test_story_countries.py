"""What a country is to the goods, whose number it is, and what ranks it."""

from __future__ import annotations

from datetime import date

import pytest

from followthegoods.model.story import Claim, Hedge, Measure
from followthegoods.questions.stories.drafting.draft import draft_story

BUYER = "Velmora Foods"
SUGAR = "640 tonnes of sugar"


def drafted(text: str) -> list[Claim]:
    found = draft_story(text, published=date(2025, 3, 10), of=(BUYER,)).claims
    return [claim for claim in found if claim.measure is not Measure.NONE]


def of_amount(text: str, amount: str) -> Claim:
    return next(c for c in drafted(text) if c.amount is not None and c.amount.text == amount)


@pytest.mark.parametrize(
    ("said", "basis"),
    [
        (f"The country of origin of {SUGAR} that {BUYER} imported in 2023 was Serbia.", "origin"),
        (f"{BUYER} imported {SUGAR} in 2023; the country of origin was Serbia.", "origin"),
        (f"{BUYER} imported {SUGAR} bottled in Serbia in 2023.", "origin"),
        (f"{BUYER} imported Serbian-milled sugar in 2023: 640 tonnes.", "origin"),
        (f"Serbia is where {SUGAR} for {BUYER} were loaded in 2023.", "dispatch"),
        (f"{SUGAR} were airlifted to {BUYER} from Serbia in 2023.", "dispatch"),
        (f"From Serbia, {SUGAR} were trucked to {BUYER} in 2023.", "dispatch"),
        (f"{SUGAR} went to {BUYER} by rail from Serbia in 2023.", "dispatch"),
        (f"In 2023 a company registered in Serbia sold {BUYER} {SUGAR}.", "sender"),
        (f"Suppliers with their seat in Serbia sold {BUYER} {SUGAR} in 2023.", "sender"),
        (f"Sellers in Serbia sold {BUYER} {SUGAR} in 2023.", "sender"),
        (f"{BUYER} bought {SUGAR} in Serbia in 2023.", "unspecified"),
    ],
)
def test_a_country_is_what_the_words_around_it_say(said: str, basis: str) -> None:
    claim = of_amount(said, "640")
    assert (claim.country, claim.basis) == (("RS",), basis)


@pytest.mark.parametrize(
    ("said", "countries"),
    [
        ("from the three Baltic states", ("EE", "LV", "LT")),
        ("from the five Central Asian countries", ("KZ", "KG", "TJ", "TM", "UZ")),
        ("from the 27 EU member states", ("EU",)),
        ("from the Emirates", ("AE",)),
    ],
)
def test_a_group_of_countries_stands_for_its_members(said: str, countries: tuple[str, ...]) -> None:
    claim = of_amount(f"{BUYER} imported {SUGAR} {said} in 2023.", "640")
    assert set(claim.country) == set(countries)


def test_a_port_that_goods_were_sent_from_tells_their_country() -> None:
    claim = of_amount(f"{SUGAR} were loaded for {BUYER} in Rotterdam in 2023.", "640")
    assert (claim.country, claim.basis) == (("NL",), "dispatch")


def test_the_way_of_goods_stands_before_an_adjective_of_them() -> None:
    said = f"Turkey dispatched 640 tonnes of Serbian sugar to {BUYER} in 2023."
    assert (of_amount(said, "640").country, of_amount(said, "640").basis) == (("TR",), "dispatch")


@pytest.mark.parametrize(
    "said",
    [
        "{b} imported 310 lathes from Serbia in 2023: 60 from France.",
        "Serbia sold {b} 310 lathes in 2023, France 60.",
        "Serbia delivered 310 lathes to {b} in 2023, and France just 60.",
        "Serbia's sales to {b} came to 310 lathes in 2023, France's to 60.",
        "{b} imported 310 Serbian lathes and 60 French ones in 2023.",
        "{b}'s lathes came from Serbia (310) and France (60) in 2023.",
        "Serbia was responsible for 310 lathes that {b} imported in 2023, France for 60.",
        "Serbia shipped 310 lathes to {b} in 2023; France, 60.",
    ],
)
def test_each_number_has_its_own_country(said: str) -> None:
    assert of_amount(said.format(b=BUYER), "60").country == ("FR",)


def test_two_adjectives_of_one_noun_are_of_their_numbers() -> None:
    said = f"{BUYER} imported 40 tonnes of Serbian and 30 tonnes of French sugar in 2023."
    assert of_amount(said, "40").country == ("RS",)


@pytest.mark.parametrize(
    ("said", "countries", "basis"),
    [
        ("Serbia topped the list of sugar suppliers to {b} in 2023.", {"RS"}, "unspecified"),
        ("No country sold {b} more sugar in 2023 than Serbia.", {"RS"}, "unspecified"),
        ("{b} bought more sugar from Serbia than from any other.", {"RS"}, "unspecified"),
        ("Serbia came second among the sources of sugar for {b} in 2023.", {"RS"}, "unspecified"),
        (
            "The top three countries of origin of {b}'s sugar were Serbia, France and Peru.",
            {"RS", "FR", "PE"},
            "origin",
        ),
        ("Serbia and Peru were the main sources of sugar for {b}.", {"RS", "PE"}, "unspecified"),
    ],
)
def test_countries_are_ranked(said: str, countries: set[str], basis: str) -> None:
    ranks = [c for c in drafted(said.format(b=BUYER)) if c.measure is Measure.RANK]
    assert [(set(c.country), c.basis) for c in ranks] == [(countries, basis)]


@pytest.mark.parametrize(
    "said",
    [
        "Among the countries that supplied sugar to {b} in 2023 was Serbia.",
        "Serbia appears among the sources of sugar in {b}'s declarations for 2023.",
        "The sources of {b}'s sugar in 2023 included Serbia.",
        "Sugar from Serbia reached {b} in 2023, too.",
    ],
)
def test_a_country_among_others_is_a_presence(said: str) -> None:
    found = drafted(said.format(b=BUYER))
    assert [(c.measure, c.country) for c in found] == [(Measure.PRESENCE, ("RS",))]


@pytest.mark.parametrize(
    ("said", "hedge"),
    [
        ("640 tonnes or more", Hedge.AT_LEAST),
        ("640 tonnes or so", Hedge.ABOUT),
        ("640 tonnes at most", Hedge.UP_TO),
        ("not quite 640 tonnes", Hedge.ALMOST),
        ("something like 640 tonnes", Hedge.ABOUT),
        ("a shade over 640 tonnes", Hedge.MORE_THAN),
    ],
)
def test_a_number_is_hedged_before_and_after(said: str, hedge: Hedge) -> None:
    assert of_amount(f"{BUYER} imported {said} of sugar in 2023.", "640").hedge is hedge


def test_hundreds_are_read_in_words() -> None:
    said = f"{BUYER} imported two hundred and five lathes from Serbia in 2023."
    assert [c.amount.text for c in drafted(said) if c.amount] == ["205"]


def test_a_scale_told_once_is_that_of_both_sums() -> None:
    said = f"Serbia and Peru sold {BUYER} sugar worth £3.1 and £2.2 million in 2023."
    assert [c.amount.text for c in drafted(said) if c.amount] == ["3.1 million", "2.2 million"]


def test_counted_suppliers_sit_where_the_words_say() -> None:
    said = f"{BUYER} had 23 suppliers in 2023: 12 in Germany and eight in Poland."
    assert of_amount(said, "12").country == ("DE",)
    assert of_amount(said, "12").basis == "sender"


@pytest.mark.parametrize(
    ("said", "basis"),
    [("produced", "origin"), ("shipped", "dispatch")],
)
def test_counted_countries_are_what_the_words_before_them_say(said: str, basis: str) -> None:
    verb = "in" if said == "produced" else "from"
    claim = of_amount(f"{BUYER}'s sugar was {said} {verb} nine countries in 2023.", "9")
    assert (claim.measure, claim.basis) == (Measure.COUNTRIES, basis)


def test_the_rest_of_a_whole_is_everything_else() -> None:
    said = (
        f"{BUYER} imported 900 tonnes of sugar in 2023. Half was Serbian, all else came from Peru."
    )
    assert [c.country for c in drafted(said) if c.measure is Measure.PRESENCE] == [("PE",)]


def test_a_sum_told_again_in_another_currency_is_arithmetic() -> None:
    said = f"{BUYER} bought sugar worth 46 million roubles, equal to $528,000, in 2023."
    assert of_amount(said, "528,000").measure is Measure.ARITHMETIC


def test_a_country_named_there_is_the_one_of_its_sentence() -> None:
    said = f"{BUYER} depends on Peru for its sugar: it imported 640 tonnes that were grown there."
    assert (of_amount(said, "640").country, of_amount(said, "640").basis) == (("PE",), "origin")


def test_the_only_goods_and_days_of_a_sentence_are_its_numbers() -> None:
    said = f"Half of {BUYER}'s sugar in 2023 came from Serbia and a quarter from Peru."
    shares = [c for c in drafted(said) if c.measure is Measure.SHARE]
    assert [c.goods for c in shares] == [("sugar",), ("sugar",)]
    assert all(c.period is not None and c.period.text == "2023" for c in shares)
