"""Whom a claim is about where the sentence names that by other words, or names others as well: each
rule on a passage of our own."""

from __future__ import annotations

import pytest
from drafts import of_amount


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("The toy retailer Hemvik kept importing dolls. It bought 40 dolls in 2023.", "Hemvik"),
        (
            "Norvane Medical University has long bought abroad. The university imported 40 "
            "microscopes in 2021.",
            "Norvane Medical University",
        ),
        (
            "Cheesemonger Laiterie Savoy was acquired by US buyout firm Granite Borowa in 2021. "
            "Since then it has grown. It imported 40 tonnes of milk powder in 2022.",
            "Cheesemonger Laiterie Savoy",
        ),
        (
            "Her firm is small. Boss Terry Vane of Vane & Sons grumbles. Vane & Sons shipped in 40 "
            "tonnes of pork last year.",
            "Vane & Sons",
        ),
    ],
)
def test_who_is_spoken_of_again_is_whom_the_story_is_about(said: str, of: str) -> None:
    assert of_amount(said, "40").of == (of,)


PAIR = "Paint makers Lacca Vane and Colorit Borowa imported 2,100 and 1,600 tonnes of pigment "


@pytest.mark.parametrize(
    ("said", "amount", "of"),
    [
        (PAIR + "respectively in 2024.", "2,100", ("Lacca Vane",)),
        (PAIR + "respectively in 2024.", "1,600", ("Colorit Borowa",)),
        (
            "Smelters Tarvane and Asturborowa compete. Tarvane imported 130 tonnes of ore in 2023. "
            "Its Spanish competitor imported 210 tonnes. In 2024 Asturborowa imported 9 tonnes.",
            "210",
            ("Asturborowa",),
        ),
        (
            "Vane Foods imported 70 tonnes of nuts in 2023. Borowa Mills dealt only with Kolbrek "
            "Nuts, which sold it 75 tonnes of nuts.",
            "75",
            ("Borowa Mills",),
        ),
    ],
)
def test_each_of_several_buyers_has_its_own_figure(said: str, amount: str, of: tuple[str]) -> None:
    assert of_amount(said, amount).of == of


MIDDLEMAN = "Rustavi-based Vane Trucks imported 400 Italian lorries in 2023. "


@pytest.mark.parametrize(
    "said",
    [
        "The dealer then sold 310 lorries to Moscow haulier Sever Borowa.",
        "It sold 310 lorries to Moscow haulier Sever Borowa.",
    ],
)
def test_a_middleman_is_the_supplier_of_what_it_sells_on(said: str) -> None:
    claim = of_amount(MIDDLEMAN + said, "310")
    assert (claim.of, claim.supplier) == (("Sever Borowa",), ("Vane Trucks",))
