"""Spans of time whose ends, months or years are told apart from each other."""

from __future__ import annotations

from datetime import date

import pytest
from drafts import days, of_amount

from followthegoods.questions.stories.reading.language import language
from followthegoods.questions.stories.reading.periods import periods

DAY = date(2025, 11, 26)


@pytest.mark.parametrize(
    ("said", "days_told"),
    [
        ("From January through August", "2025-01..2025-08"),
        ("between 3 May and 21 October", "2025-05-03..2025-10-21"),
        ("between Dec. 8 and Jan. 30", "2024-12-08..2025-01-30"),
        ("in the three calendar years 2020, 2021 and 2022", "2020..2022"),
        ("is July 2021, a month after the ban, to March 2023", "2021-07..2023-03"),
        ("from June 2022 until the quota was cut in September 2024", "2022-06..2024-09"),
        ("in FY25", "2025"),
    ],
)
def test_both_ends_of_a_span_are_read(said: str, days_told: str) -> None:
    told = [one.text for one in periods(f"The mill took 300 tonnes {said}.", language("en"), DAY)]
    assert told == [days_told]


def test_months_up_to_one_keep_their_year_beside_another_told_later() -> None:
    text = "Lodmor GmbH took 300 tonnes in the ten months to October, 80 more than in all of 2023."
    assert days_of_amount(text, "300") == "2024-01..2024-10"


def test_months_of_business_years_stand_in_brackets_after_the_last_of_them() -> None:
    text = (
        "Lodmor GmbH imported 300 tonnes of pulp in its business years 2021-22 to 2023-24 "
        "(they run from April to March). In 2022-23 it imported 120 tonnes."
    )
    assert (days_of_amount(text, "300"), days_of_amount(text, "120")) == (
        "2021-04..2024-03",
        "2022-04..2023-03",
    )


def test_a_year_to_a_month_tells_when_business_years_end() -> None:
    text = (
        "In the year to March Lodmor GmbH imported 300 tonnes of pulp. "
        "In 2022/23 it imported 120 tonnes of pulp."
    )
    assert days_of_amount(text, "120") == "2022-04..2023-03"


def days_of_amount(text: str, amount: str) -> str:
    """The days of the claim of a passage that states an amount."""
    return days(of_amount(text, amount))
