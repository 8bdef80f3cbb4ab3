"""Numbers and periods as printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.printed import period, printed


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("15.5 million", "15500000", "100000"),
        ("34 million", "34000000", "1000000"),
        ("528,356", "528356", "1"),
        ("30,000", "30000", "1000"),
        ("30", "30", "1"),
        ("46.625 million", "46625000", "1000"),
        ("1.50", "1.50", "0.01"),
        ("1/4", "0.25", "0.025"),
    ],
)
def test_a_step_is_one_unit_of_the_last_printed_digit(text: str, value: str, step: str) -> None:
    assert (printed(text).low, printed(text).step) == (Decimal(value), Decimal(step))


def test_a_range_takes_the_coarser_step() -> None:
    found = printed("1.5 million .. 4 million")
    assert (found.low, found.high, found.step) == (1_500_000, 4_000_000, 1_000_000)


@pytest.mark.parametrize("text", ["", "million", "1,00", "3 millions", "4 .. 3", "1/0", "-3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        printed(text)


@given(st.integers(1, 10**12))
def test_a_number_is_read_as_it_is_grouped(number: int) -> None:
    assert printed(f"{number:,}").low == number == printed(str(number)).low


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018..2023", date(2018, 1, 1), date(2023, 12, 31)),
        ("2022-02..", date(2022, 2, 1), None),
        ("..2021-12-31", None, date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-06-09", date(2023, 6, 9), date(2023, 6, 9)),
    ],
)
def test_a_year_or_a_month_stands_for_all_its_days(
    text: str, first: date | None, last: date | None
) -> None:
    assert (period(text).first, period(text).last) == (first, last)


@pytest.mark.parametrize("text", ["", "..", "2023..2018", "2022-13", "Feb 2022", "2022-02-30"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        period(text)


def test_since_a_month_admits_its_first_and_the_day_of_an_event_in_it() -> None:
    event = date(2022, 2, 24)
    assert period("2022-02..").readings((event,)) == (
        (date(2022, 2, 1), None),
        (event, None),
    )


def test_since_a_year_has_one_reading() -> None:
    assert period("2022..").readings((date(2022, 2, 24),)) == ((date(2022, 1, 1), None),)
