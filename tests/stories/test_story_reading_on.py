"""The general reading of a story, each rule on a passage of our own: what is of the trade whatever
the verb, what stands until something else is said, and who a name or a noun is."""

from __future__ import annotations

import pytest
from drafts import days, of_amount

from followthegoods.model.story import Measure

LEAD = "Ostreva Mills imported 52,000 tonnes of quinoa in 2023, customs data show."


@pytest.mark.parametrize(
    "said",
    [
        "swallowed 8,000 tonnes of quinoa",
        "laid its hands on 8,000 tonnes of quinoa",
        "went through 8,000 tonnes of quinoa",
    ],
)
def test_a_weight_is_of_the_trade_whatever_the_verb(said: str) -> None:
    found = of_amount(f"{LEAD}\n\nIn 2024 Ostreva {said}.", "8,000")
    assert (found.measure, found.goods) == (Measure.QUANTITY, ("quinoa",))


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("It paid some $1,940 a tonne.", "1,940"),
        ("A tonne of quinoa costs $1,940.", "1,940"),
        ("Quinoa was cheapest at $8.90.", "8.90"),
        ("Its turnover was $31 million.", "31 million"),
        ("It will spend $31 million on a silo.", "31 million"),
        ("The world market is worth $31 million.", "31 million"),
        ("Latvia imported 31,000 tonnes of quinoa in 2023.", "31,000"),
        ("Its silos have a capacity of 31,000 tonnes.", "31,000"),
    ],
)
def test_prices_business_plans_and_nations_are_not_of_the_trade(said: str, amount: str) -> None:
    assert of_amount(f"{LEAD}\n\n{said}", amount).measure is Measure.NONE


def test_goods_that_no_table_has_are_learned_from_the_story() -> None:
    found = of_amount(f"{LEAD}\n\nQuinoa made up 40% of its purchases.", "40")
    assert found.supplier == ()


def test_a_period_stands_until_another_is_stated_and_says_where_it_is_from() -> None:
    found = of_amount(f"{LEAD}\n\nPeru supplied 20,000 tonnes.", "20,000")
    assert (days(found), found.doubts) == (
        "2023",
        ("The goods are taken over from c1.", "The period is taken over from c1."),
    )


def test_a_look_back_does_not_become_the_period_that_stands() -> None:
    text = f"{LEAD} In 2021 it had bought 9,000 tonnes.\n\nPeru supplied 20,000 tonnes."
    assert days(of_amount(text, "20,000")) == "2023"


def test_what_the_records_cover_is_the_period_of_what_states_none() -> None:
    text = "We read the customs records of Ostreva Mills, with sales of $80 million, for the years "
    text += "2019 to 2022.\n\n- Quinoa from Peru: 20,000 tonnes\n\nSix exporters appear in them."
    assert [days(of_amount(text, amount)) for amount in ("20,000", "6")] == ["2019..2022"] * 2


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("In the year to June it bought 9,000 tonnes.", "2023-07..2024-06"),
        ("In the first half of last year it bought 9,000 tonnes.", "2024-01..2024-06"),
        ("Since last October it has bought 9,000 tonnes.", "2024-10.."),
        ("Three years earlier it bought 9,000 tonnes.", "2020"),
        ("In the previous twelve months it bought 9,000 tonnes.", "2022"),
        ("On 4 May it bought 9,000 tonnes.", "2024-05-04"),
    ],
)
def test_days_are_told_against_the_story_and_what_it_spoke_of(said: str, period: str) -> None:
    assert days(of_amount(f"{LEAD} {said}", "9,000")) == period


def test_months_are_counted_from_an_event_that_is_no_figures() -> None:
    text = f"{LEAD} A duty took effect in February 2024. In the six months after it, 9,000 tonnes "
    text += "came from Peru."
    assert days(of_amount(text, "9,000")) == "2024-03..2024-08"


def test_since_then_counts_from_the_month_in_which_a_supplier_was_founded() -> None:
    text = f"{LEAD}\n\nIts biggest supplier is Quillapampa Granos SA, founded in May 2022. Since "
    text += "then it has sent 9,000 tonnes."
    found = of_amount(text, "9,000")
    assert (days(found), found.supplier) == ("2022-05..", ("Quillapampa Granos SA",))


def test_a_multiple_is_of_the_figure_before_it_against_the_days_that_are_told() -> None:
    text = "Ostreva Mills took 6,000 tonnes of quinoa in the year to June 2024, two and a half "
    text += "times as much as in the previous twelve months."
    found = of_amount(text, "2.5")
    assert (days(found), found.against and found.against.text) == (
        "2023-07..2024-06", "2022-07..2023-06",
    )  # fmt: skip


def test_the_former_and_the_latter_are_the_two_countries_before() -> None:
    text = f"{LEAD} Peru and Bolivia lead: the former shipped 20,000 tonnes, the latter 11,000."
    found = [of_amount(text, amount).country for amount in ("20,000", "11,000")]
    assert found == [("PE",), ("BO",)]


def test_an_answer_takes_over_what_its_question_names_again() -> None:
    text = f"{LEAD}\n\nQ: Where did the 52,000 come from?\n\nA: Roughly a third were from Peru."
    found = of_amount(text, "1/3")
    assert (found.goods, days(found)) == (("quinoa",), "2023")


def test_the_rest_is_no_part_of_the_number_before_it() -> None:
    text = f"{LEAD} Peru supplied 20,000 tonnes and the remainder came from Bolivia."
    assert of_amount(text, "20,000").country == ("PE",)


def test_what_is_said_of_a_share_is_not_said_of_its_whole() -> None:
    text = (
        "Of 94% of the 118,000 tonnes of quinoa that Ostreva Mills imported in 2023 we know that "
    )
    text += "it came from Peru."
    share, whole = of_amount(text, "94"), of_amount(text, "118,000")
    assert (share.country, whole.country, share.goods) == (("PE",), (), ("quinoa",))


@pytest.mark.parametrize(
    "said",
    [
        "Tarkun Hububat, a trader in Mersin, earned $4 million.",
        "Then there is a broker in Mersin, Tarkun Hububat, with $4 million.",
        "Tarkun Hububat (Turkey) got $4 million.",
        "Tarkun Hububat is a trader. The trader billed $4 million.",
    ],
)
def test_a_company_is_known_by_what_it_is_called_and_gave_what_is_said_of_it(said: str) -> None:
    assert of_amount(f"{LEAD}\n\n{said}", "4 million").supplier == ("Tarkun Hububat",)


def test_numbers_in_a_row_are_of_the_names_in_a_row() -> None:
    text = f"{LEAD}\n\nTarkun Ltd and Ovacik Ltd delivered quinoa worth $4 million and $3 million."
    assert of_amount(text, "3 million").supplier == ("Ovacik Ltd",)


def test_who_looked_at_the_records_is_no_party() -> None:
    text = (
        "The Watchman obtained 900 import declarations of Ostreva Mills. It bought quinoa for $4m."
    )
    assert of_amount(text, "4 million").of == ("Ostreva Mills",)


def test_deliveries_after_a_denial_are_of_who_denied() -> None:
    text = (
        f"{LEAD}\n\nTarkun Ltd says it has not sold any quinoa to Ostreva since 31 January 2023. "
    )
    text += "We found 31 consignments after that date, weighing 640 tonnes."
    found = of_amount(text, "640")
    assert (found.supplier, days(found)) == (("Tarkun Ltd",), "2023-02..")


def test_a_shared_name_of_currencies_is_that_of_a_country_the_story_speaks_of() -> None:
    text = "Ostreva Mills of the Philippines imported quinoa worth 46 million pesos in 2023."
    assert of_amount(text, "46 million").unit == "PHP"


@pytest.mark.parametrize(("said", "unit"), [("KES 46 million", "KES"), ("46 million leva", "BGN")])
def test_any_currency_is_read_by_its_code_or_name(said: str, unit: str) -> None:
    assert of_amount(f"{LEAD} It was worth {said}.", "46 million").unit == unit


def test_a_new_paragraph_is_of_the_whole_again_after_a_part_was_compared() -> None:
    text = (
        "Ostreva Mills imported 52,000 tonnes of quinoa between 2021 and 2023.\n\n"
        "In 2023 it imported 9,000 tonnes.\n\nKolvar SA supplied 4,400 tonnes."
    )
    assert days(of_amount(text, "4,400")) == "2021..2023"
