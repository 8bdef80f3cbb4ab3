"""Months as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.dates import read_month


@pytest.mark.parametrize(
    "text",
    ["202304", "202304.0", "2023-04", "04.2023", "4/2023", "Apr 2023", "апрель 2023", "Abr-23",
     "квітень 2023", "Nisan 2023", "15.04.2023", "2023-04-15"],
)  # fmt: skip
def test_a_month_is_read_as_its_first_day(text: str) -> None:
    assert read_month(text) == (date(2023, 4, 1), None)


@pytest.mark.parametrize("text", ["2023", "13.2023", "202313", "Smarch 2023", "", "4"])
def test_what_is_no_month_is_marked(text: str) -> None:
    assert read_month(text) == (None, "not_a_date")


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    day, mark = read_month(text)
    assert (day is None) != (mark is None)
    assert day is None or day.day == 1
