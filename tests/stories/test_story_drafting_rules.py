"""Rules of drafting, each on a sentence or two of our own."""

from __future__ import annotations

from datetime import date

import pytest

from followthegoods.errors import BadStory
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.draft import draft_story
from followthegoods.questions.stories.reading.sentences import sentences, story_text

DAY = date(2024, 6, 19)


def drafted(text: str, **known: str) -> list[Claim]:
    return list(draft_story(text, published=DAY, known=known).claims)


def of_amount(text: str, amount: str) -> Claim:
    return next(c for c in drafted(text) if c.amount and c.amount.text == amount)


def test_a_list_takes_period_and_basis_from_what_leads_into_it() -> None:
    text = "Tarnwell Pumps imported $9 million of goods in 2022. They were made in:\n\n"
    found = of_amount(text + "- Japan: $4 million\n- China: $2 million\n", "2 million")
    assert (found.country, found.basis, found.period and found.period.text) == (
        ("CN",), "origin", "2022",
    )  # fmt: skip


def test_a_row_of_an_html_table_takes_its_basis_from_the_first_row() -> None:
    page = "<html><p>Tarnwell Pumps imported goods.</p><table><tr><th>Shipped from</th>"
    page += "<th>2022</th></tr><tr><td>Japan</td><td>$4 million</td></tr></table></html>"
    found = of_amount(story_text(page), "4 million")
    assert (found.country, found.basis, found.period and found.period.text) == (
        ("JP",), "dispatch", "2022",
    )  # fmt: skip


def test_an_abbreviated_month_ends_no_sentence() -> None:
    assert len(list(sentences("It was listed on Feb. 23, 2024. Records end."))) == 2


def test_a_legal_form_ends_a_sentence_before_a_word_that_begins_one() -> None:
    assert len(list(sentences("It bought from Pellisart Inc. Neither company replied."))) == 2


@pytest.mark.parametrize(
    ("words", "unit", "amount"),
    [
        ("rose 40% in 2022", "% more", "40"),
        ("fell by a fifth in 2022", "% less", "1/5"),
        ("were down 12 percent in 2022", "% less", "12"),
        ("more than doubled in 2022", "times", "2"),
    ],
)
def test_growth_is_a_change_against_the_year_before(words: str, unit: str, amount: str) -> None:
    found = of_amount(f"Tarnwell Pumps bought valves. Imports of Tarnwell Pumps {words}.", amount)
    assert (found.measure, found.unit, found.against and found.against.text) == (
        Measure.CHANGE, unit, "2021",
    )  # fmt: skip


def test_two_figures_of_a_change_are_no_range() -> None:
    text = "Imports of Tarnwell Pumps rose from $4 million in 2021 to $9 million in 2022."
    assert [c.amount and c.amount.text for c in drafted(text)] == ["4 million", "9 million"]


def test_one_in_fifty_is_a_share_and_five_in_a_year_is_none() -> None:
    text = "One in fifty parts that Tarnwell Pumps imported in 2022 came from Japan."
    assert of_amount(text, "1/50").measure is Measure.SHARE
    assert not any(c.unit == "%" for c in drafted("Tarnwell Pumps imported 5 in 2021."))


def test_figures_that_say_the_same_share_their_country() -> None:
    text = "Tarnwell Pumps imported goods. More than a third, $3 million, was made in Japan."
    assert [c.country for c in drafted(text) if c.amount] == [("JP",), ("JP",)]


def test_a_country_that_is_said_less_of_has_the_basis_of_the_one_before() -> None:
    text = "Japan made 38% of the parts that Tarnwell Pumps imported, and China a further 32%."
    assert [(c.country, c.basis) for c in drafted(text)] == [
        (("JP",), "origin"), (("CN",), "origin"),
    ]  # fmt: skip


def test_a_pronoun_of_who_supplies_is_the_supplier_spoken_of_last() -> None:
    text = "Tarnwell Pumps bought from Pellisart SAS. Since 2022 it has shipped goods worth $3m."
    assert of_amount(text, "3 million").supplier == ("Pellisart SAS",)


def test_a_name_that_the_case_knows_needs_no_words_to_be_a_supplier() -> None:
    text = "Tarnwell imported goods. Declarations name Kolbrek as the sender of parts worth $3m."
    (found,) = (c for c in drafted(text, Kolbrek="supplier", Tarnwell="receiver") if c.amount)
    assert (found.of, found.supplier) == (("Tarnwell",), ("Kolbrek",))


def test_many_of_them_from_somebody_does_not_narrow_the_whole() -> None:
    text = "Tarnwell Pumps imported valves worth $7 million, many of them made by Pellisart SAS."
    assert of_amount(text, "7 million").supplier == ()


def test_goods_of_a_figure_are_named_with_their_codes() -> None:
    found = of_amount("Tarnwell Pumps imported batteries worth $7 million in 2022.", "7 million")
    assert (found.goods, found.hs) == (("batteries",), ("8506", "8507"))


def test_a_list_that_ends_in_other_parts_is_of_no_goods() -> None:
    text = "Tarnwell Pumps imported batteries, valves and other parts worth $7 million."
    assert of_amount(text, "7 million").goods == ()


def test_later_deliveries_are_those_after_what_was_said_to_have_stopped() -> None:
    text = "Pellisart SAS said it had stopped supplying Tarnwell Pumps in March 2022. "
    found = of_amount(text + "Customs records list 29 later deliveries.", "29")
    assert (found.supplier, found.period and found.period.text) == (("Pellisart SAS",), "2022-03..")


def test_an_average_is_nothing_that_lines_say() -> None:
    text = "Tarnwell Pumps imported goods. Imports averaged $4 million in 2022."
    assert of_amount(text, "4 million").measure is Measure.NONE


def test_another_authority_that_did_so_listed_as_well() -> None:
    text = "Tarnwell Pumps imported valves. The EU has not blacklisted it. "
    found = [c for c in drafted(text + "Washington did so in May 2023.") if c.authority]
    assert [(c.measure, c.authority) for c in found] == [(Measure.LISTING, ("US",))]


def test_neither_is_no_listing() -> None:
    text = "Tarnwell Pumps bought from Pellisart SAS. Neither company is on a sanctions list."
    assert not any(c.measure is Measure.LISTING for c in drafted(text))


def test_months_of_one_year_are_a_span() -> None:
    text = "From January to August 2023 Tarnwell Pumps imported goods worth $9 million."
    found = of_amount(text, "9 million")
    assert found.period is not None
    assert found.period.text == "2023-01..2023-08"


def test_days_and_months_that_are_counted_are_no_figures() -> None:
    text = "In the 18 months after the invasion Tarnwell Pumps imported goods worth $9 million."
    assert len(drafted(text)) == 1


def test_a_row_without_an_end_is_read_in_pieces() -> None:
    pieces = list(sentences("1 " * 2000))
    assert max(len(piece.text) for piece in pieces) <= 1000
    assert "".join(piece.text + " " for piece in pieces) == "1 " * 2000


def test_a_text_longer_than_any_story_is_refused() -> None:
    with pytest.raises(BadStory, match="100,000 at the most"):
        draft_story("word " * 20_001)
