from __future__ import annotations

from decimal import Decimal

import pytest
from deriving import derive, engine
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.ingest.numbers import (
    Evidence,
    Style,
    evidence_sql,
    number_sql,
    style,
    unsure_sql,
)
from strategies import HEADER, decimals, line

MONEY = "DECIMAL(18,4)"
UNSURE = Style("unsure", "unsure")
COMMA, POINT = Style("decimal", "thousands"), Style("thousands", "decimal")


def read(cells: list[str], known: Style) -> list[Decimal | None]:
    rows = engine().execute(
        f"SELECT {number_sql('c.cell', MONEY, known)} FROM (SELECT unnest(?::VARCHAR[]) AS cell, "
        "generate_subscripts(?::VARCHAR[], 1) AS place) AS c ORDER BY place",
        [cells, cells],
    )
    return [value for (value,) in rows.fetchall()]


def evidence(cells: list[str]) -> Evidence:
    found = engine().execute(evidence_sql("SELECT unnest(?::VARCHAR[]) AS cell", ["cell"]), [cells])
    return Evidence(*(found.fetchone() or ()))


def read_column(cells: list[str], others: list[str] | None = None) -> list[Decimal | None]:
    """Read a column by its own evidence, else by that of the file's other cells."""
    own = evidence(cells)
    return read(cells, style(own, own + evidence(others or [])))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1250", "1250"),
        ("-5", "-5"),
        ("+5", "5"),
        ("0", "0"),
        ("1 250,5", "1250.5"),
        ("1 250.5", "1250.5"),
        ("1\u00a0250,5", "1250.5"),
        ("1\u202f250,5", "1250.5"),
        ("1\u2009250,5", "1250.5"),
        ("1'250.5", "1250.5"),
        ("9 000 000,00", "9000000"),
        ("9\u00a0000\u00a0000,00", "9000000"),
        ("9 000 000", "9000000"),
        ("-1 250,5", "-1250.5"),
        ("12,500.50", "12500.5"),
        ("12.500,50", "12500.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("-0,125", "-0.125"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1234,567", "1234.567"),
        ("1234.567", "1234.567"),
        ("12,4170", "12.417"),
        ("12.41", "12.41"),
        ("1.5E+06", "1500000"),
        ("1,5E+06", "1500000"),
    ],
)
@pytest.mark.parametrize("known", [UNSURE, COMMA, POINT])
def test_a_number_that_can_be_read_one_way_is_read_whatever_the_column_shows(
    cell: str, value: str, known: Style
) -> None:
    assert read([cell], known) == [Decimal(value)]


@pytest.mark.parametrize(
    "cell",
    [
        *("", " ", "1 2 3", "12 34", "1 2345", "1,2,3", "1.2.3", "12,34,567", "1.23,4.5", "--5"),
        *("5-", "5 %", "USD 5", "5 кг", "1e", "e5", "0x1F", "NaN", "inf", "31.03.2025", "1/2"),
        *("1 250,5,5", "12.417.00", "٣", "(5)"),
    ],
)
@pytest.mark.parametrize("known", [UNSURE, COMMA, POINT])
def test_what_is_not_a_number_has_no_value(cell: str, known: Style) -> None:
    assert read([cell], known) == [None]


@pytest.mark.parametrize("cell", ["12.417", "12,417", "1.000", "999,999", "-12.417", "12.417\f"])
def test_a_number_that_can_be_read_two_ways_has_no_value_without_evidence(cell: str) -> None:
    assert read_column([cell]) == [None]


@pytest.mark.parametrize("cell", ["12.417", "12,417", "-1,000"])
def test_a_number_that_can_be_read_two_ways_is_told_from_what_is_no_number(cell: str) -> None:
    assert engine().execute(f"SELECT {unsure_sql('?')}", [cell]).fetchone() == (True,)


@pytest.mark.parametrize("cell", ["0.125", "1234.567", "12.41", "x.123"])
def test_a_number_that_can_be_read_one_way_is_not_called_unsure(cell: str) -> None:
    assert engine().execute(f"SELECT {unsure_sql('?')}", [cell]).fetchone() == (False,)


@pytest.mark.parametrize(
    ("shown", "cell", "value"),
    [
        ("0.5", "12.417", "12.417"),
        ("0.50", "12,417", "12417"),
        ("0,5", "12.417", "12417"),
        ("0,50", "12,417", "12.417"),
        ("1.234.567", "12.417", "12417"),
        ("1,234,567", "12,417", "12417"),
        ("1,234.5", "12.417", "12.417"),
        ("1.234,5", "12.417", "12417"),
    ],
)
def test_the_column_decides_what_a_mark_before_three_digits_is(
    shown: str, cell: str, value: str
) -> None:
    assert read_column([shown, cell])[1] == Decimal(value)


@pytest.mark.parametrize(
    ("other", "value"), [("7,5", "12417"), ("7.5", "12.417"), ("1,234.5", "12.417")]
)
def test_where_the_column_shows_nothing_the_rest_of_the_file_decides(
    other: str, value: str
) -> None:
    assert read_column(["12.417"], [other]) == [Decimal(value)]


def test_the_column_is_heard_before_the_file() -> None:
    assert read_column(["12.417", "0.5"], ["7,5", "8,5"])[0] == Decimal("12.417")


def test_a_column_that_contradicts_itself_is_not_overruled_by_the_file() -> None:
    assert read_column(["12.417", "1.234.567", "0.5"], ["7.5"])[0] is None


def test_a_file_that_contradicts_itself_decides_nothing() -> None:
    assert read_column(["12.417"], ["7.5", "1.234.567"]) == [None]


def test_a_date_in_a_column_of_numbers_proves_nothing() -> None:
    rows = [HEADER, line(net_kg="12.417", gross_kg="31.03.25", **_WHOLE)]
    assert derive(rows).line["net_kg"] is None


def test_a_number_beside_a_date_still_proves_its_style() -> None:
    dated = line(net_kg="", gross_kg="31.03.25", **_WHOLE)
    rows = [HEADER, line(net_kg="12.417", gross_kg="7.25", **_WHOLE), dated]
    assert derive(rows).lines[0]["net_kg"] == Decimal("12.417")


_WHOLE = {"invoice_value": "900", "customs_value": "110000", "statistical_usd": "1000"}


def test_an_ambiguous_number_marks_its_cell_and_keeps_the_line() -> None:
    found = derive([HEADER, line(net_kg="12.417", gross_kg="", **_WHOLE)]).line
    assert (found["net_kg"], found["marks"]) == (None, "net_kg:ambiguous_number")


def test_a_word_in_a_number_marks_its_cell_and_keeps_the_line() -> None:
    found = derive([HEADER, line(net_kg="много")]).line
    assert (found["net_kg"], found["marks"]) == (None, "net_kg:not_a_number")


@pytest.mark.parametrize("cell", ["", "NULL", "N/A", "-", "НЕТ ДАННЫХ"])
def test_a_number_that_is_not_stated_is_empty_without_a_mark(cell: str) -> None:
    found = derive([HEADER, line(net_kg=cell)]).line
    assert (found["net_kg"], found["marks"]) == (None, None)


GROUPS = ["", " ", "\u00a0", "\u202f", "\u2009", "'", "other"]


def written(value: Decimal, mark: str, group: str) -> str:
    """A decimal with a decimal mark and digits grouped by threes."""
    sign, text = ("-" if value < 0 else ""), f"{abs(value):,f}"
    whole, _, part = text.partition(".")
    other = "." if mark == "," else ","
    whole = whole.replace(",", other if group == "other" else group)
    return f"{sign}{whole}{mark}{part}" if part else f"{sign}{whole}"


@settings(deadline=None, max_examples=100)
@given(
    st.lists(decimals(4), min_size=1, max_size=20),
    st.sampled_from(",."),
    st.sampled_from(GROUPS),
)
def test_a_column_that_shows_its_style_is_read_as_it_was_written(
    values: list[Decimal], mark: str, group: str
) -> None:
    cells = [f"0{mark}5", *(written(value, mark, group) for value in values)]
    assert read_column(cells)[1:] == values


@settings(deadline=None, max_examples=60)
@given(st.lists(decimals(4), min_size=1, max_size=20), st.sampled_from(",."))
def test_without_evidence_a_number_is_read_right_or_not_at_all(
    values: list[Decimal], mark: str
) -> None:
    cells = [written(value, mark, "other") for value in values]
    for value, found in zip(values, read(cells, UNSURE), strict=True):
        assert found in (None, value)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("0123456789.,  -+eE'\u00a0", max_size=12).map(str.strip), max_size=20))
def test_what_two_styles_read_differently_has_no_value_without_a_style(
    cells: list[str],
) -> None:
    readings = zip(read(cells, COMMA), read(cells, POINT), read(cells, UNSURE), strict=True)
    for comma, point, unsure in readings:
        assert unsure is None or unsure == comma == point


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("$1,250.50", "1250.5"),
        ("$ 1,250.50", "1250.5"),
        ("US$1250.5", "1250.5"),
        ("us $ 1 250,5", "1250.5"),
        ("-$5", "-5"),
        ("USD 1250", "1250"),
        ("1 250,50 USD", "1250.5"),
        ("1 250,50 долл. США", "1250.5"),
        ("1250 долларов", "1250"),
        ("€1250", None),
        ("1250 руб.", None),
        ("1250 kg", None),
        ("$$5", None),
        ("USD", None),
    ],
)
def test_the_sign_of_dollars_is_no_part_of_their_number(cell: str, value: str | None) -> None:
    stated = derive([HEADER, line(statistical_usd=cell)]).line["statistical_usd"]
    assert stated == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("120 kg", "120"),
        ("1,250.5 KGS", "1250.5"),
        ("1 250,5 кг.", "1250.5"),
        ("1.2 t", None),
        ("$5", None),
    ],
)
def test_the_sign_of_kilograms_is_no_part_of_their_number(cell: str, value: str | None) -> None:
    stated = derive([HEADER, line(net_kg=cell)]).line["net_kg"]
    assert stated == (None if value is None else Decimal(value))


def test_a_number_beside_a_sign_proves_what_its_marks_are() -> None:
    cells = ["$1,250.50", "$12,417", "7"]
    lines = derive([HEADER, *(line(statistical_usd=cell) for cell in cells)]).lines
    assert [row["statistical_usd"] for row in lines] == [Decimal("1250.5"), 12417, 7]


def test_another_sign_is_marked_as_no_number() -> None:
    assert (
        "statistical_usd:not_a_number" in derive([HEADER, line(statistical_usd="€5")]).line["marks"]
    )
