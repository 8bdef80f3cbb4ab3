"""Customs procedures by authority and date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.regimes import CLASSES, classify, has_table, parse_regime, table

DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("written", "requested", "previous"),
    [
        ("4000000", "40", "00"),
        ("40 00 000", "40", "00"),
        ("7800021", "78", "00"),
        ("4000000.0", "40", "00"),
        ("4078", "40", "78"),
        ("40", "40", None),
        ("40.0", "40", None),
        ("ИМ 40", "40", None),
        ("ИМ40", "40", None),
        ("IM 40", "40", None),
        (" ІМ/40/ДТ", "40", None),
        ("ИМ 40 78", "40", "78"),
        ("ЭК 10", "10", None),
    ],
)
def test_a_procedure_is_read_as_written(written: str, requested: str, previous: str | None) -> None:
    assert parse_regime(written) == (requested, previous)


@pytest.mark.parametrize("junk", ["", "0", "00", "000", "NULL", "4", "400", "ИМ", "40 КГ ШТ", "٤٠"])
def test_what_is_not_a_procedure_is_not_read(junk: str) -> None:
    assert parse_regime(junk) == (None, None)


@pytest.mark.parametrize("requested", ["40", "51", "77", "78", "91"])
def test_first_arrival_in_the_union_is_five_procedures_after_none(requested: str) -> None:
    assert classify("RU", requested, "00", DAY) == "first_arrival"


def test_no_other_procedure_of_the_union_is_a_first_arrival() -> None:
    others = set(table("RU", DAY)) - {"40", "51", "77", "78", "91"}
    assert "first_arrival" not in {classify("RU", code, "00", DAY) for code in others}


@pytest.mark.parametrize(
    ("requested", "previous", "kind"),
    [
        ("40", "78", "from_other_procedure"),
        ("40", None, "first_arrival"),
        ("53", "00", "temporary"),
        ("60", "10", "re_import"),
        ("70", "00", "warehouse"),
        ("80", "00", "transit"),
        ("31", "53", "export_side"),
        ("96", "00", "other"),
        ("99", "00", "unknown_code"),
        (None, None, "not_given"),
    ],
)
def test_a_line_is_classed_by_both_procedures(
    requested: str | None, previous: str | None, kind: str
) -> None:
    assert classify("KZ", requested, previous, DAY) == kind


def test_a_russian_code_changes_its_meaning_with_the_year() -> None:
    assert classify("RU", "31", "00", date(2006, 12, 31)) == "temporary"
    assert classify("RU", "31", "00", date(2007, 1, 1)) == "export_side"


def test_an_authority_without_a_table_is_said_to_have_none() -> None:
    assert not has_table("BR", DAY)
    assert classify("BR", "40", "00", DAY) == "unknown_code"
    assert classify("BR", None, None, DAY) == "not_given"


def test_a_day_before_the_first_table_has_none() -> None:
    assert not has_table("RU", date(2003, 12, 31))
    assert not has_table("KG", date(2015, 8, 11))


def test_a_line_without_a_date_is_read_by_the_table_in_force() -> None:
    assert table("RU", None) == table("RU", DAY)


def test_peru_imports_for_consumption_under_10() -> None:
    assert classify("PE", "10", None, DAY) == "first_arrival"


@pytest.mark.parametrize(
    ("entry", "kind"), [("61", "first_arrival"), ("62", "transit"), ("63", "transit")]
)
def test_what_an_american_bill_moves_in_bond(entry: str, kind: str) -> None:
    assert classify("US", entry, None, DAY) == kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [("10", "export_side"), ("31", "temporary"), ("40", "first_arrival"), ("74", "warehouse")],
)
def test_uzbek_modes_have_codes_of_their_own(code: str, kind: str) -> None:
    assert classify("UZ", code, None, DAY) == kind


@given(st.text())
def test_any_text_is_parsed_and_classed_without_an_error(text: str) -> None:
    requested, previous = parse_regime(text)
    assert classify("RU", requested, previous, DAY) in CLASSES
