"""Months, and days with the name of their month, as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.dates import read_day, read_month, spell_out


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


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("03012022", "ddmmyyyy", "03.01.2022"),
        ("3012022", "ddmmyyyy", "03.01.2022"),
        (" 3012022.0 ", "ddmmyyyy", "03.01.2022"),
        ("2401", "yymm", "2024-01"),
        ("912", "yymm", "2009-12"),
        ("03.01.2022", "ddmmyyyy", "03.01.2022"),
        ("2401", "", "2401"),
        ("202401", "yymm", "202401"),
    ],
)
def test_digits_are_spelled_out_by_their_form(text: str, form: str, day: str) -> None:
    assert spell_out(text, form) == day


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_digits(day: date) -> None:
    assert read_day(spell_out(day.strftime("%d%m%Y"), "ddmmyyyy")) == (day, None)
    assert read_day(spell_out(str(int(day.strftime("%d%m%Y"))), "ddmmyyyy")) == (day, None)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_month_is_read_back_from_its_digits(day: date) -> None:
    assert read_month(spell_out(day.strftime("%y%m"), "yymm")) == (day.replace(day=1), None)


@pytest.mark.parametrize(
    "text",
    ["15-Jan-2022", "15-JAN-22", "15 January 2022", "15 Jan. 2022", "15th January, 2022",
     "Jan 15, 2022", "January 15th 2022", "JAN-15-2022", "15 января 2022 г.", "15 янв 2022",
     "15-янв-22", "15 січня 2022", "15 de enero de 2022", "15 Ocak 2022", "15/Jan/2022 10:30",
     "15-Jan-2022 12:00:00 AM", "15.01.2022 10:30:05.123", "15/01/2022 9:05:00 PM"],
)  # fmt: skip
def test_a_day_is_read_with_the_name_of_its_month_and_an_hour(text: str) -> None:
    assert read_day(text) == (date(2022, 1, 15), None)


@pytest.mark.parametrize(
    "text", ["31-Feb-2022", "15-Smarch-2022", "Jan 2022", "January 15", "0 Jan 2022"]
)
def test_what_is_no_day_of_a_month_is_marked(text: str) -> None:
    assert read_day(text) == (None, "not_a_date")
