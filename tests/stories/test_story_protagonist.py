"""Whom a story is about, where others are said to receive, or only one mention tells."""

from __future__ import annotations

import pytest
from tests.stories.drafts import drafted

from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER
from followthegoods.questions.stories.reading.scene import scene
from followthegoods.questions.stories.reading.sentences import sentences

_RIVAL = (
    "Marvane loses its taste for berries. Nobody buys more raspberries abroad than Marvane. "
    "Last year the processor imported 21,800 tonnes of frozen raspberries. "
    "Oman now covers 64% of Marvane's needs. Borowa Jams GmbH received 640 tonnes of "
    "raspberries from Marvane in May. Marvane has 400 staff."
)


def _of(text: str) -> set[str]:
    return {name for claim in drafted(text) for name in claim.of}


def test_whom_a_story_names_all_along_is_whom_it_is_about_whoever_else_received() -> None:
    assert drafted(_RIVAL)[0].of == ("Marvane",)


@pytest.mark.parametrize(
    "text",
    [
        "Marvane AO (Surgaz) imported 164 pumps in 2024. Kolbrek's counsel contends that his "
        "client made no deliveries to Surgaz after 2023.",
        "Marvane Bakeries, which has plants in Leeds and Surgaz, imported 9,150 tonnes of butter. "
        "Its supplier last shipped to Surgaz on 27 June. It bought 900 tonnes from France.",
    ],
)
def test_a_town_where_a_company_sits_buys_nothing(text: str) -> None:
    assert "Surgaz" not in _of(text)


def test_a_particle_with_a_hyphen_parts_no_name() -> None:
    [claim] = drafted("Marvane al-Kolbrek imported 900 tonnes of butter in 2024.")
    assert claim.of == ("Marvane al-Kolbrek",)


def test_a_letter_that_a_line_is_labelled_with_begins_no_name() -> None:
    said = "Q. Marvane imported 900 tonnes of butter in 2024.\n\nA. It bought 40 tonnes from Oman."
    assert _of(said) == {"Marvane"}


def test_a_name_in_other_letters_is_told_by_what_stands_beside_it() -> None:
    said = "**Kolbrek**, its principal source in 2024 with 88 lots, has not been named since."
    [name] = scene(next(iter(sentences(said))), language_of(said), None).names
    assert (name.text, name.role) == ("Kolbrek", SUPPLIER)


def test_a_town_at_the_head_of_a_page_says_nothing_of_a_firm_that_is_called_so() -> None:
    said = (
        "The Sound Business Journal / Surgaz / 20 December 2024\n\nSurgaz Kolbrek has gone on "
        "longer than most. It imported 900 tonnes of crab in 2023."
    )
    assert _of(said) == {"Surgaz Kolbrek"}


def test_who_trucks_goods_in_buys_them() -> None:
    said = "Marvane Cement trucked in 318,000 tonnes of coal from across the border in 2024."
    [name] = scene(next(iter(sentences(said))), language_of(said), None).names
    assert name.role == RECEIVER


def test_a_company_and_who_founded_it_are_two_names() -> None:
    said = (
        "Marvane Trading, whose founder, Anton Borow, plays golf, imported 57 lorries in 2024. "
        "It paid $38 million."
    )
    assert _of(said) == {"Marvane Trading"}
