"""Values that stand for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.names import fold
from followthegoods.facts.placeholders import NO_PARTY, NOTHING, is_no_party, is_nothing


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "--", "N/A", "n/a", "NULL", "NO DISPONIBLE", "NO DECLARADOS", "Б/Н",
        "ОТСУТСТВУЕТ.", "(ОТСУТСТВУЕТ)", "OTCYTCTBYET", "НЕ ОБОЗНАЧЕН", "неизвестен", "ABSENT",
        "_x0000_", "\x00\x07", "\xa0",
    ],
)  # fmt: skip
def test_a_placeholder_is_nothing(text: str) -> None:
    assert is_nothing(text)
    assert is_no_party(text)


@pytest.mark.parametrize("text", ["0", "ОТСУТСТВУЕТ МАРКИРОВКА ЗАВОДА", "NULLARBOR", "中国"])
def test_a_value_that_only_begins_like_a_placeholder_is_something(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize("text", ["TO THE ORDER OF", "To Order", "SAME AS CONSIGNEE", "РАЗНЫЕ"])
def test_words_in_place_of_a_party_name_no_party(text: str) -> None:
    assert is_no_party(text)
    assert not is_nothing(text)


def test_an_order_to_a_named_bank_is_a_party() -> None:
    assert not is_no_party("TO THE ORDER OF EXAMPLE BANK")


def test_the_sets_hold_folded_forms() -> None:
    assert {fold(value) for value in NO_PARTY} == NO_PARTY
    assert NOTHING < NO_PARTY


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert is_no_party(text) or not is_nothing(text)
