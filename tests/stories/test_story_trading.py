"""Who bought what from whom, by where a company stands beside a verb or a noun of trade."""

from __future__ import annotations

import pytest
from drafts import drafted, of_amount

from followthegoods.model.story import Measure
from followthegoods.questions.stories.reading.language import language
from followthegoods.questions.stories.reading.parties import parties
from followthegoods.questions.stories.reading.scene import scene
from followthegoods.questions.stories.reading.sentences import sentences
from followthegoods.questions.stories.reading.trading import trades

BUYER, SELLER = "Orvane Mills", "Pontegra SpA"


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 Pontegra SpA furnished the bakery chain Orvane Mills with 900 tonnes of figs.",
        "Pontegra SpA, from which baker Orvane Mills obtained 900 tonnes of figs in 2023, left.",
        "Orvane Mills' intake of figs from Pontegra SpA came to 900 tonnes in 2023.",
        "The trader from whom the baker Orvane Mills bought 900 tonnes of figs in 2023 is "
        "Pontegra SpA.",
    ],
)
def test_any_verb_or_noun_of_trade_tells_who_bought_from_whom(text: str) -> None:
    claim = of_amount(text, "900")
    assert (claim.of, claim.supplier, claim.goods) == ((BUYER,), (SELLER,), ("figs",))


def test_who_did_as_another_needs_no_verb_of_its_own() -> None:
    text = "In 2023 Orvane Mills took 900 tonnes of figs from Pontegra SpA and Tolmak Foods 300."
    assert (of_amount(text, "300").of, of_amount(text, "300").supplier) == (
        ("Tolmak Foods",),
        (SELLER,),
    )


def test_a_list_of_customers_after_a_seller_names_buyers() -> None:
    text = "In 2023 Pontegra SpA's customers included Orvane Mills (€4m) and Tolmak Foods (€3m)."
    assert [c.of for c in drafted(text)] == [(BUYER,), ("Tolmak Foods",)]


def test_a_seller_spoken_of_before_sold_to_the_buyers_named_after_it() -> None:
    text = (
        "Turkish packer Pontegra SpA exported 9,000 tonnes of figs in 2023. Danish baker Orvane "
        "Mills bought 900 tonnes."
    )
    assert of_amount(text, "900").supplier == (SELLER,)


def test_a_figure_from_a_country_is_not_of_the_supplier_before_it() -> None:
    text = "In 2023 Orvane Mills bought 900 ovens from Pontegra SpA and 120 from Spain."
    assert (of_amount(text, "120").supplier, of_amount(text, "120").country) == ((), ("ES",))


def test_goods_are_named_by_a_sum_paid_for_them() -> None:
    text = "In 2023 Orvane Mills forked out €4.5m for aluminium sheet from Pontegra SpA."
    assert of_amount(text, "4.5 million").goods == ("aluminium sheet",)


def test_goods_with_letters_of_their_own_keep_them() -> None:
    text = "In 2023 Orvane Mills bought 900 tonnes of PVC profiles from Pontegra SpA."
    assert of_amount(text, "900").goods == ("PVC profiles",)


def test_a_company_that_is_bought_is_no_import() -> None:
    text = "Building group Castlemoor bought its rival Dunmere Homes for £45 million in 2023."
    assert [c for c in drafted(text) if c.measure is not Measure.NONE] == []


def test_a_town_beside_what_a_firm_is_called_is_no_company() -> None:
    text = "Pontegra SpA delivered 900 tonnes of figs to Surat polisher Kiran Jyoti Gems in 2023."
    assert of_amount(text, "900").of == ("Kiran Jyoti Gems",)


def test_a_sum_that_stands_alone_was_earned() -> None:
    text = "In 2023 Pontegra SpA took in €4m from the baker Orvane Mills."
    assert (of_amount(text, "4 million").of, of_amount(text, "4 million").supplier) == (
        (BUYER,),
        (SELLER,),
    )


def test_another_language_gives_no_roles_by_this_grammar() -> None:
    one = scene(next(iter(sentences("ООО «Марван» купило насосы."))), language("ru"), None)
    own = language("ru").trade
    assert (trades(one.text, one.names, own), parties(one.text, one.names, own)) == ([], {})
