from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.answer import Figure
from followthegoods.render.amounts import (
    band,
    bar,
    full,
    money,
    share,
    short,
    short_ceiling,
    short_floor,
)

AMOUNTS = st.decimals(
    min_value=-(10**13), max_value=10**13, places=4, allow_nan=False, allow_infinity=False
)
UNITS = {"": 1, "k": 10**3, "M": 10**6, "bn": 10**9}


def said(text: str) -> Decimal:
    """The amount that a short form names."""
    digits, _, unit = text.partition(" ")
    return Decimal(digits.replace(",", "")) * UNITS[unit]


@given(AMOUNTS)
def test_a_short_floor_never_says_more_than_the_floor(value: Decimal) -> None:
    assert said(short_floor(value)) <= value


@given(AMOUNTS)
def test_a_short_ceiling_never_says_less_than_the_ceiling(value: Decimal) -> None:
    assert said(short_ceiling(value)) >= value


@given(AMOUNTS)
def test_a_short_point_stands_between_short_floor_and_short_ceiling(value: Decimal) -> None:
    assert said(short_floor(value)) <= said(short(value)) <= said(short_ceiling(value))


@given(AMOUNTS)
def test_a_full_amount_has_every_digit(value: Decimal) -> None:
    assert Decimal(full(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("15461664.73", "15.46 M"),
        ("999999.99", "1.00 M"),
        ("845123", "845.1 k"),
        ("812.4", "812.40"),
        ("812", "812"),
        ("0", "0"),
        ("-1500", "-1.5 k"),
        ("2345678901", "2.35 bn"),
        ("10125000", "10.12 M"),
    ],
)
def test_a_point_is_shortened_to_the_nearest_half_to_even(amount: str, text: str) -> None:
    assert short(Decimal(amount)) == text


def test_a_floor_just_below_a_million_stays_below_it() -> None:
    assert short_floor(Decimal("999999.99")) == "999.9 k"


def test_a_ceiling_just_above_a_million_stays_above_it() -> None:
    assert short_ceiling(Decimal("1000000.01")) == "1.01 M"


def test_words_name_the_unit() -> None:
    assert short(Decimal("34353510.01"), words=True) == "34.35 million"


def test_money_has_two_decimals_where_the_amount_has_none() -> None:
    assert money(Decimal(5000)) == "5,000.00"


def test_money_keeps_four_decimals_where_the_amount_has_them() -> None:
    assert money(Decimal("5000.1234")) == "5,000.1234"


def figure(floor: str, point: str, ceiling: str, *, open_: bool) -> Figure:
    return Figure(Decimal(floor), Decimal(point), Decimal(ceiling), open_, 1, 0)


def test_a_band_of_one_unit_names_it_once() -> None:
    assert band(figure("10990000", "11000000", "11201000", open_=False)) == "10.99–11.21 M"


def test_a_band_over_two_units_names_both() -> None:
    assert band(figure("845100", "900000", "1020000", open_=False)) == "845.1 k–1.02 M"


def test_a_band_without_width_is_the_point() -> None:
    assert band(figure("5", "5", "5", open_=False)) == "="


def test_an_open_ceiling_is_marked_in_the_band() -> None:
    assert band(figure("5", "5", "5", open_=True)) == "=+"


def test_a_share_is_rounded_to_the_nearest_tenth() -> None:
    assert share(Decimal(1), Decimal(3)) == "33.3 %"


def test_a_tiny_share_is_not_called_nothing() -> None:
    assert share(Decimal(1), Decimal(100_000)) == "<0.1 %"


@pytest.mark.parametrize(("part", "whole"), [("1", "0"), ("-1", "5"), ("1", "-5")])
def test_a_share_without_meaning_is_empty(part: str, whole: str) -> None:
    assert share(Decimal(part), Decimal(whole)) == ""


def test_the_least_amount_still_shows_in_a_bar() -> None:
    assert bar(Decimal(1), Decimal(1_000_000), 5) == "▏"


@given(AMOUNTS, AMOUNTS)
def test_a_bar_is_never_wider_than_its_cells(part: Decimal, whole: Decimal) -> None:
    assert len(bar(part, whole, 6)) <= 6
