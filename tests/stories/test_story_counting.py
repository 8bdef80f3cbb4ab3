"""What numbers count and measure whose unit stands elsewhere, and the places of suppliers."""

from __future__ import annotations

import pytest
from drafts import days, drafted, of_amount

from followthegoods.model.story import Measure

LEAD = "Ostrava Hops imported 212 presses from nine suppliers in 2023."
LOTS = "Ostrava Hops received 212 shipments of hops in 2023."


@pytest.mark.parametrize(
    ("text", "amount", "measure", "unit"),
    [
        (f"{LOTS} The other 31 sailed from Antwerp.", "31", Measure.LINES, "shipments"),
        (f"{LOTS} Its filings name only 112.", "112", Measure.LINES, "shipments"),
        ("Ostrava Hops was billed 44 times by Borowa SA in 2023.", "44", Measure.LINES, None),
        ("Ostrava Hops bought hops from 16 farms in 2023.", "16", Measure.SUPPLIERS, "suppliers"),
        (
            "Ostrava Hops paid €4.1m for hops in 2023. Borowa SA earned 1.2m.",
            "1.2 million",
            Measure.VALUE,
            "EUR",
        ),
        ("A 19.8-ton load of hops reached Ostrava Hops in 2023.", "19.8", Measure.QUANTITY, "t"),
        ("Ostrava Hops bought half a million tins in 2023.", "500,000", Measure.QUANTITY, "pieces"),
    ],
)
def test_a_number_takes_its_unit_from_where_it_stands(
    text: str, amount: str, measure: Measure, unit: str | None
) -> None:
    claim = of_amount(text, amount)
    assert (claim.measure, claim.unit if unit else None) == (measure, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Ostrava Hops cut its imports of hops by 120 tonnes in 2023.",
        f"{LEAD} It bought the model TS-120 in 2023.",
        f"{LEAD} They stand in entry 120/120120.",
        "Ostrava Hops received 14 shipments of hops in 2023, each of 120 tonnes.",
    ],
)
def test_a_difference_a_code_and_an_average_are_no_amounts_of_trade(text: str) -> None:
    told = [c for c in drafted(text) if c.amount and "120" in c.amount.text]
    assert all(claim.measure is Measure.NONE for claim in told)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Peru was second with 40 tonnes.", "second largest"),
        ("Spain came first with 90 tonnes, Peru third.", "third largest"),
        ("Peru, its number two, sold it 40 tonnes.", "second largest"),
        ("The runner-up, Borowa SA, sent 40 tonnes.", "second largest"),
    ],
)
def test_a_place_is_told_without_a_noun(text: str, unit: str) -> None:
    found = drafted(f"Ostrava Hops imported 300 tonnes of hops in 2023. {text}")
    assert unit in [c.unit for c in found if c.measure is Measure.RANK]


def test_the_figures_of_a_change_have_each_its_year() -> None:
    text = "Ostrava Hops' purchases doubled between 2021 and 2023, from 700 tonnes to 1,400."
    assert [days(of_amount(text, n)) for n in ("700", "1,400")] == ["2021", "2023"]
