"""What lists write into cells: days, names, scripts, places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.listing import Basis, Quality, When
from followthegoods.reference.lists.cells import (
    clean,
    country_in,
    names_in,
    read_birth,
    read_day,
    read_span,
    read_when,
    script_of,
    split_cell,
)


@pytest.mark.parametrize(
    "text",
    [
        "23.2.2024",
        "23/02/2024",
        "2024-02-23",
        "2024-02-23T00:00:00",
        "2024-02-23-05:00",
        "23 February 2024",
        "23 Feb 2024",
        "23-Feb-2024",
        "23rd February 2024",
        "February 23, 2024",
    ],
)
def test_a_day_is_read_as_lists_write_it(text: str) -> None:
    assert read_day(text) == date(2024, 2, 23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("dd/02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("dd/mm/2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_a_span_and_no_day(text: str, first: date, last: date) -> None:
    assert read_span(text) == (first, last)
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text", ["", "soon", "31.2.2024", "13.13.2024", "0001-01-01", "12 Foo 2024"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_span(text) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_survives_every_way_of_writing_it(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day:%d %B %Y}"):
        assert read_day(text) == day


def test_an_observation_says_nothing_of_the_time_before() -> None:
    assert read_when("2025-10-06T14:15:21", Basis.OBSERVED) == When(
        None, date(2025, 10, 6), Basis.OBSERVED
    )


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 Oct 1959", "1959-10-12"),
        ("circa 1960", "1960"),
        ("1960-03", "1960-03"),
        ("18.1.1970 or 29.3.1965", "18.1.1970 or 29.3.1965"),
    ],
)
def test_a_birth_is_cut_to_what_is_known(text: str, iso: str) -> None:
    assert read_birth(text) == iso


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("LARCH 12", "Latin"),
        ("Лиственница", "Cyrillic"),
        ("落叶松", "Han"),
        ("ラーチ株式会社", "Kana"),
        ("낙엽송", "Hangul"),
        ("لاركس", "Arabic"),
        ("12-34", ""),
    ],
)
def test_the_script_of_a_name_is_that_of_its_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def found(text: str) -> dict[str, Quality]:
    return {name.text: name.quality for name in names_in(text, Quality.PRIMARY)}


def test_a_name_in_brackets_in_another_script_is_a_name() -> None:
    assert found("Ivan MAPLE (Иван КЛЁН)") == {
        "Ivan MAPLE (Иван КЛЁН)": Quality.PRIMARY,
        "Иван КЛЁН": Quality.STRONG,
        "Ivan MAPLE": Quality.STRONG,
    }


def test_a_short_form_in_brackets_with_its_legal_form_is_a_name() -> None:
    assert "АО «ЛМ»" in found("Акционерное общество «Лиственница Моторс» (АО «ЛМ»)")


def test_an_acronym_in_brackets_is_a_weak_name() -> None:
    assert found("LARCH MOTOR WORKS (LMW)")["LMW"] is Quality.WEAK


@pytest.mark.parametrize("remark", ["(USA)", "(in liquidation)", "(GMBH)", "(2)"])
def test_a_remark_in_brackets_is_no_name(remark: str) -> None:
    assert set(found(f"LARCH MOTORS {remark}")) == {f"LARCH MOTORS {remark}"}


def test_a_former_name_in_brackets_is_said_to_be_one() -> None:
    names = names_in("LARCH MOTORS (f.k.a. LARCH WORKS)", Quality.PRIMARY)
    assert [(n.text, n.former) for n in names][1] == ("LARCH WORKS", True)


def test_names_in_two_scripts_beside_each_other_are_parted() -> None:
    assert set(found("Larch Motors Листвéнница Моторс")) == {
        "Larch Motors Листвéнница Моторс",
        "Larch Motors",
        "Листвéнница Моторс",
    }


def test_one_word_of_another_script_does_not_part_a_name() -> None:
    assert set(found("ООО LARCH")) == {"ООО LARCH"}


def test_a_hidden_name_of_a_weak_one_is_weak() -> None:
    assert {n.quality for n in names_in("LARCH (ЛИСТВА)", Quality.WEAK)} == {Quality.WEAK}


@given(st.text(max_size=60))
def test_the_first_name_of_a_cell_is_the_cell_as_written(text: str) -> None:
    names = names_in(text, Quality.PRIMARY)
    assert [n.text for n in names[:1]] == ([clean(text)] if clean(text) else [])
    assert len({n.text for n in names}) == len(names)


@given(st.text())
def test_a_clean_cell_is_clean_and_can_be_stored(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")


@pytest.mark.parametrize("nothing", ["-0-", " -0- ", "N/A", "none", "", "\ud800\x00"])
def test_the_signs_of_nothing_are_nothing(nothing: str) -> None:
    assert clean(nothing) == ""


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("1 Larch Street, Moscow, Russian Federation", "RU"),
        ("Pushkinskaya 72, Rostov, Russia, 344022", "RU"),
        ("Russian Federation, 129085, Moscow, Mira 105", "RU"),
        ("Novgorod, the Russian Federation", "RU"),
        ("1 Larch Street, Springfield", None),
    ],
)
def test_the_country_of_an_address_is_read_from_its_ends(address: str, country: str | None) -> None:
    assert country_in(address) == country


def test_a_quoted_value_may_hold_the_mark_that_parts_values() -> None:
    assert split_cell('"a;b";c', ";", quoted=True) == ["a;b", "c"]
    assert split_cell("a;b", "") == ["a;b"]
