"""What spoils many figures of a text at once: its units, its goods, numbers taken for no trade."""

from __future__ import annotations

import pytest
from drafts import drafted, of_amount

from followthegoods.model.story import Measure


@pytest.mark.parametrize(
    ("said", "amount"),
    [("184 kt", "184 thousand"), ("1.2 mmt", "1.2 million"), ("900 dmt", "900")],
)
def test_units_of_the_trade_are_tonnes(said: str, amount: str) -> None:
    claim = of_amount(f"Marvane imported {said} of talc from Serbia in 2023.", amount)
    assert (claim.unit, claim.goods) == ("t", ("talc",))


@pytest.mark.parametrize(
    ("said", "amount"), [("Rs 214 crore", "2.14 billion"), ("Rs 39 lakh", "3.9 million")]
)
def test_crores_and_lakhs_are_parts_of_other_scales(said: str, amount: str) -> None:
    claim = of_amount(f"Marvane, of Pune in India, imported magnets worth {said}.", amount)
    assert (claim.measure, claim.unit) == (Measure.VALUE, "INR")


def test_a_number_has_the_unit_of_what_it_moved_to() -> None:
    text = "Marvane imported soymeal from Peru. Its purchases rose from 30,000 to 128,000 tonnes."
    assert of_amount(text, "30,000").unit == "t"
    assert of_amount(text, "128,000").measure is Measure.QUANTITY


def test_a_number_has_the_scale_of_what_it_moved_to() -> None:
    text = "Marvane's imports of talc from Serbia rose from 3.1 to 5.2 million dollars last year."
    assert of_amount(text, "3.1 million").unit == "USD"


@pytest.mark.parametrize("went_on", ["soared to 900 tonnes", "entered the port, 900 tonnes of it"])
def test_what_goods_did_is_no_part_of_their_name(went_on: str) -> None:
    claims = drafted(f"In 2023 Marvane's purchases of Iranian polyethylene {went_on}.")
    assert {c.goods for c in claims if c.goods} == {("polyethylene",)}


def test_a_price_of_millions_is_what_all_of_it_cost() -> None:
    text = (
        "Marvane bought turbines in Serbia. The declarations name Borowa LLC as the seller of "
        "fifteen, from December 2022 to September 2023, at a price of $465 million."
    )
    assert of_amount(text, "465 million").measure is Measure.VALUE


def test_what_a_country_is_said_to_have_made_of_a_weight_is_part_of_it() -> None:
    text = (
        "Marvane imported 221,000 tonnes of talc in 2021, of which Pakistan is said to have "
        "produced 148,000."
    )
    assert of_amount(text, "148,000").measure is Measure.QUANTITY


def test_a_weight_set_against_one_told_with_its_price_is_of_trade() -> None:
    text = (
        "Marvane imported phosphate from Syria in 2023: 204,000 tonnes, bought at $84 a tonne, "
        "against 61,000 tonnes in 2022."
    )
    assert of_amount(text, "61,000").measure is Measure.QUANTITY


@pytest.mark.parametrize("told", ["or 13% more", "and were 13% higher by volume"])
def test_a_share_more_at_the_end_of_a_sentence_is_a_change(told: str) -> None:
    text = f"In 2023 Marvane's imports of talc came to 900 tonnes, {told}."
    assert of_amount(text, "13").measure is Measure.CHANGE


def test_what_was_sold_to_a_company_for_a_sum_is_no_sale_of_a_company() -> None:
    text = "Exporter Borowa sold the company, Marvane, rice. It sold the company 900 tons for $2m."
    assert of_amount(text, "2 million").measure is Measure.VALUE


def test_what_a_supplier_invoiced_has_no_goods_unless_its_sentence_points_to_them() -> None:
    text = (
        "In 2023 Marvane bought 900 tonnes of polyethylene from Borowa Polymer and Lakan Chemical. "
        "Together they invoiced $17.2 million that year."
    )
    assert of_amount(text, "17.2 million").goods == ()


def test_consignments_after_a_denial_are_of_any_goods() -> None:
    text = (
        "In 2023 Marvane Institute bought 57 analysers from Borowa Metrology. “We have ceased all "
        "trade with Marvane as of June 2022,” Borowa Metrology said. We have documents as well. "
        "They show 88 consignments from Borowa Metrology to Marvane Institute after that month."
    )
    assert of_amount(text, "88").goods == ()


def test_goods_that_a_story_begins_with_are_those_of_the_buyers_it_then_names() -> None:
    text = (
        "Russia's two tyre producers bought more than 250,000 tonnes of natural rubber abroad in "
        "2022-2024, a trade magazine has found.\n\nMarvane Kord accounted for 163,000 tonnes of "
        "this, at a cost of $271 million. Its competitor Borowa took 88,500 tonnes and paid $149 "
        "million.\n\nLakan Latex delivered 92,000 tonnes to Marvane Kord. Both buyers get their "
        "steel cord from China: Marvane Kord purchased $38.5 million worth.\n\nMarvane Kord has "
        "been subject to British sanctions since February 2024."
    )
    assert of_amount(text, "88,500").goods == ("natural rubber",)


def test_a_general_word_after_goods_names_them_again() -> None:
    text = (
        "Marvane has all but stopped importing Chinese titanium dioxide since duties were put on "
        "the white pigment.\n\nMarvane took 310 tonnes from China in 2023."
    )
    assert of_amount(text, "310").goods == ("titanium dioxide",)


def test_a_second_weight_in_brackets_is_one_too() -> None:
    text = (
        "Marvane imported talc.\n\nThe numbers at a glance (Q1 2025, Q1 2024 in brackets):\n\n"
        "- **Bulgaria:** 29,400 tonnes (52,600)"
    )
    assert of_amount(text, "52,600").unit == "t"


def test_every_last_one_tells_no_last_day() -> None:
    claims = drafted("In 2023 Marvane bought 900 lathes, every last one Japanese.")
    assert Measure.LAST_DATE not in {c.measure for c in claims}
