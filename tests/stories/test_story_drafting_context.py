"""What a claim takes over from the sentences before it, each on a sentence or two of our own."""

from __future__ import annotations

from datetime import date

import pytest

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.draft import draft_story

DAY = date(2024, 6, 19)


def drafted(text: str) -> list[Claim]:
    return list(draft_story(text, published=DAY).claims)


def of_amount(text: str, amount: str) -> Claim:
    return next(c for c in drafted(text) if c.amount and c.amount.text == amount)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Two years later it imported goods worth $7 million", "2023"),
        ("Over the following two years it imported goods worth $7 million", "2022-01..2023-12"),
        ("In the second half of that year it imported goods worth $7 million", "2021-07..2021-12"),
        ("In the first quarter of 2022 it imported goods worth $7 million", "2022-01..2022-03"),
        ("In the first nine months of 2022 it imported goods worth $7 million", "2022-01..2022-09"),
        ("In the two years after the invasion it bought goods worth $7 million",
         "2022-02-24..2024-02-23"),
        ("Between 3 May and 9 June 2022 it bought goods worth $7 million",
         "2022-05-03..2022-06-09"),
    ],
)  # fmt: skip
def test_days_are_told_against_those_before(words: str, days: str) -> None:
    found = of_amount(
        f"Tarnwell Pumps imported goods worth $2 million in 2021. {words}.", "7 million"
    )
    assert found.period is not None
    assert found.period.text == days


def test_before_and_after_a_ban_are_told_against_its_day() -> None:
    text = "Since July 2022 the European Union has banned such imports. "
    found = of_amount(
        f"{text}Tarnwell Pumps bought goods worth $2 million after the ban.", "2 million"
    )
    assert found.period is not None
    assert found.period.text == "2022-07.."


def test_a_list_is_of_the_days_that_the_records_cover() -> None:
    text = "We read customs records covering January 2021 to June 2024.\n\n"
    found = of_amount(f"{text}- Tarnwell Pumps imported goods worth $2 million.\n", "2 million")
    assert found.period is not None
    assert found.period.text == "2021-01..2024-06"


def test_goods_spoken_of_are_those_of_a_share_of_them() -> None:
    text = "Tarnwell Pumps imported 900 tonnes of plywood in 2022. Half of it came from Kazakhstan."
    assert of_amount(text, "1/2").goods == ("plywood",)


def test_a_number_counts_on_from_the_goods_before_it() -> None:
    text = "In 2021 Tarnwell Pumps bought 18,400 tyres. Two years later it was 31,250."
    found = of_amount(text, "31,250")
    assert (found.measure, found.goods, found.unit) == (Measure.QUANTITY, ("tyres",), "pieces")


def test_respectively_gives_each_supplier_its_own_number() -> None:
    text = "Tarnwell Pumps imported goods. Sunmark Tools and Hengda Machinery sold it goods worth "
    text += "$1.9 million and $1.1 million respectively."
    assert of_amount(text, "1.9 million").supplier == ("Sunmark Tools",)
    assert of_amount(text, "1.1 million").supplier == ("Hengda Machinery",)


def test_a_column_gives_its_numbers_their_unit() -> None:
    text = "Goods imported by Tarnwell Pumps\n\n| Supplier | Tonnes | Value, $ million |\n"
    text += "|---|---|---|\n| Sunmark Tools | 340 | 2.5 |\n"
    assert of_amount(text, "340").unit == "t"
    assert of_amount(text, "2.5 million").unit == "USD"


def test_a_currency_by_its_code_stands_before_its_number() -> None:
    found = of_amount("Tarnwell Pumps imported goods worth EUR 57,318,440 in 2022.", "57,318,440")
    assert found.unit == "EUR"


def test_from_and_to_of_a_move_are_no_range() -> None:
    text = "Imports of Tarnwell Pumps went up even faster, from €2.9m in 2021 to €6.3m in 2023."
    assert [c.amount.text for c in drafted(text) if c.amount] == ["2.9 million", "6.3 million"]


def test_all_who_list_together_are_named() -> None:
    text = "Tarnwell Pumps imported goods. It was sanctioned by the United States, the European "
    text += "Union and Switzerland in 2023."
    listing = next(c for c in drafted(text) if c.measure is Measure.LISTING)
    assert listing.authority == ("US", "EU", "CH")


def test_the_way_of_goods_is_not_their_origin() -> None:
    text = "Tarnwell Pumps bought valves worth $3 million made in Germany, by way of Kazakhstan."
    found = of_amount(text, "3 million")
    assert (found.country, found.basis) == (("DE",), "origin")


def test_who_speaks_is_not_whom_the_story_is_about() -> None:
    text = "Marek Dvorsky has read the records of Tarnwell. What did Tarnwell buy? "
    text += "Goods worth $3 million in 2022, Dvorsky says."
    assert of_amount(text, "3 million").of == ("Tarnwell",)


def test_a_share_without_a_part_cannot_be_checked() -> None:
    text = "Tarnwell Pumps imported 900 pumps in 2022. One in eight was painted blue."
    assert of_amount(text, "1/8").measure is Measure.NONE
