"""What a layout can say beside its headers, and what becomes of the cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from deriving import Derived, derive
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.errors import UnknownLayout
from followthegoods.ingest.derive import plan_sheets
from followthegoods.sources.layout import Layout, parse_layout

TEXT = """
schema = 1
id = "own"
title = "Own"
authority = "CL"
currency = "CLP"
grain = "line"
direction = "import"
released = "unknown"
notes = ""
{top}
required = [["declaration"], ["hs"], ["registered"]]
[key]
{key}
[fields.declaration]
headers = ["NUM"]
[fields.item]
headers = ["ITEM"]
[fields.office]
headers = ["OFFICE"]
[fields.hs]
headers = ["CODE"]
[fields.registered]
headers = ["DAY"]
form = "ddmmyyyy"
[fields.statistical_usd]
headers = ["USD"]
factor = 1000
[fields.invoice_currency]
constant = "евро"
[fields.origin_country]
headers = ["FROM"]
values = "countries"
[fields.unit]
headers = ["UNIT"]
values = "units"
[fields.goods]
join = ["NAME", "KIND"]
separator = ", "
[values.countries]
1 = "CN"
"023" = "Germany"
0 = ""
[values.units]
6 = "KG"
"""
HEADER = ["NUM", "ITEM", "OFFICE", "CODE", "DAY", "USD", "FROM", "UNIT", "NAME", "KIND"]
ROW = ["A-1", "1", "34", "84133020", "03012022", "1.5", "1", "6", "PUMP", "NEW"]
COLUMNS = "columns = [" + ", ".join(f'"{name}"' for name in HEADER) + "]"


def own(key: str = "", top: str = "") -> Layout:
    return parse_layout(TEXT.format(key=key, top=top), "own.toml")


def row(**cells: str | None) -> list[str | None]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True)]


def read(*rows: list[str | None], key: str = "") -> Derived:
    return derive([list(HEADER), *rows], layout=own(key))


@pytest.mark.parametrize(
    ("cell", "dollars"),
    [("34.446", "34446"), ("0,00012", "0.12"), ("1 250,5", "1250500"), ("-2", "-2000")],
)
def test_a_number_in_thousands_is_read_exactly(cell: str, dollars: str) -> None:
    assert read(row(USD=cell), row(USD="1.5")).lines[0]["statistical_usd"] == Decimal(dollars)


@pytest.mark.slow
@given(st.integers(-(10**9), 10**9), st.integers(0, 7))
@settings(max_examples=25, deadline=None)
def test_a_factor_never_loses_a_digit_that_the_field_can_hold(digits: int, places: int) -> None:
    stated = Decimal(digits).scaleb(-places)
    cells = [row(USD=f"{stated:f}"), row(USD="0.25")]  # which tells what a point is
    assert read(*cells).lines[0]["statistical_usd"] == stated * 1000


def test_a_constant_stands_on_every_line_as_its_kind_is_read() -> None:
    derived = read(row(), row(NUM="A-2"))
    assert [line["invoice_currency"] for line in derived.lines] == ["EUR", "EUR"]


@pytest.mark.parametrize(
    ("cell", "country", "mark"),
    [
        ("1", "CN", None),
        ("01", "CN", None),
        ("1.0", "CN", None),
        ("23", "DE", None),
        ("0", None, None),
        ("336", None, "origin_country:unknown_country"),
        ("US", None, "origin_country:unknown_country"),
        ("CHINA", "CN", None),
    ],
)
def test_a_code_means_what_the_layout_says_and_never_what_it_means_elsewhere(
    cell: str, country: str | None, mark: str | None
) -> None:
    line = read(row(FROM=cell)).line
    assert (line["origin_country"], line["marks"]) == (country, mark)


def test_a_code_of_a_unit_that_the_layout_does_not_name_is_kept_as_written() -> None:
    derived = read(row(), row(NUM="A-2", UNIT="796"))
    assert [line["unit"] for line in derived.lines] == ["KG", "796"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [("03012022", date(2022, 1, 3)), ("3012022", date(2022, 1, 3)), ("3.1.2022", date(2022, 1, 3))],
)
def test_a_day_without_marks_is_read_by_its_form(cell: str, day: date) -> None:
    assert read(row(DAY=cell)).line["registered"] == day


def test_a_day_that_its_form_does_not_allow_is_marked() -> None:
    line = read(row(DAY="20220103")).line
    assert (line["registered"], line["marks"]) == (None, "registered:not_a_date")


@pytest.mark.parametrize(
    ("name", "kind", "goods"),
    [("PUMP", "NEW", "PUMP, NEW"), ("PUMP", None, "PUMP"), ("N/A", "NEW", "NEW"), (None, "", None)],
)
def test_a_text_is_joined_of_what_is_stated(
    name: str | None, kind: str | None, goods: str | None
) -> None:
    assert read(row(NAME=name, KIND=kind)).line["goods"] == goods


@pytest.mark.parametrize(
    ("key", "changed", "same"),
    [
        ("", {"ITEM": "2"}, False),
        ("", {"OFFICE": "35"}, False),
        ("", {"DAY": "03012023"}, False),
        ("", {}, True),
        ('parts = ["number"]', {"ITEM": None, "OFFICE": None, "DAY": None}, True),
        ('parts = ["number"]', {"NUM": "A-2"}, False),
        ('parts = ["number", "item"]', {"OFFICE": "35"}, True),
        ('parts = ["number", "item"]', {"ITEM": "2"}, False),
    ],
)
def test_a_key_is_made_of_the_parts_that_the_layout_names(
    key: str, changed: dict[str, Any], same: bool
) -> None:
    one, other = (line["key"] for line in read(row(), row(**changed), key=key).lines)
    assert (one == other) is same


@pytest.mark.parametrize("lacking", [{"ITEM": None}, {"ITEM": "0"}, {"OFFICE": None}])
def test_a_part_that_is_not_there_makes_no_key(lacking: dict[str, Any]) -> None:
    assert read(row(**lacking)).line["key"] is None


def test_a_file_without_a_header_is_read_from_its_first_row() -> None:
    derived = derive([row(), row(ITEM="2")], layout=own(top=COLUMNS))
    assert [(line["row"], line["item"], line["hs"]) for line in derived.lines] == [
        (1, 1, "84133020"),
        (2, 2, "84133020"),
    ]
    assert derived.apart == {}


def test_the_cells_must_bear_out_a_layout_without_a_header() -> None:
    text = [["words"] * len(HEADER)] * 5
    with pytest.raises(UnknownLayout):
        plan_sheets("file", [text], None)


def test_a_file_without_a_header_that_no_layout_has_the_columns_of_is_refused() -> None:
    with pytest.raises(UnknownLayout):
        plan_sheets("file", [[row()[:-1]]], own(top=COLUMNS))


def test_both_rows_of_a_header_of_two_are_headers() -> None:
    layout = parse_layout(TEXT.format(key="", top="header_rows = 2"), "own.toml")
    rows = [["Title"], [None] * len(HEADER), list(HEADER), row()]
    assert derive(rows, layout=layout).apart == {
        (1, 1): "skipped:preamble",
        (1, 2): "skipped:header",
        (1, 3): "skipped:header",
    }


def test_a_header_of_two_rows_that_comes_again_is_no_line() -> None:
    layout = parse_layout(TEXT.format(key="", top="header_rows = 2"), "own.toml")
    rows = [[None] * len(HEADER), list(HEADER), row(), list(HEADER), row(ITEM="2")]
    derived = derive(rows, layout=layout)
    assert [line["row"] for line in derived.lines] == [3, 5]
    assert derived.apart[1, 4] == "skipped:repeated_header"
