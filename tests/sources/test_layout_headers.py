"""Headers that repeat, headers of two rows, and files that have none."""

from __future__ import annotations

from typing import Any

import pytest

from followthegoods.sources.layout import Layout, Reading, parse_layout, recognise, without_header

BASE = """
schema = 1
id = "own"
title = "Own"
authority = "CL"
currency = "CLP"
grain = "line"
direction = "import"
released = "unknown"
notes = ""
"""
REPEATED = """required = [["receiver_id"]]
[fields.receiver_id]
headers = ["Who"]
[fields.receiver_name]
headers = ["Who#2"]
[fields.goods]
headers = ["What"]
"""
JOINED = """required = [["hs"]]
[fields.hs]
headers = ["Code"]
[fields.declaration]
join = ["Office", "Number"]
separator = "/"
[fields.goods]
join = ["Name", "Kind"]
"""
NAMED = """required = [["declaration"], ["hs"]]
columns = ["NUM", "DAY", "CODE", "KILOS"]
ignore = ["DAY"]
[fields.declaration]
headers = ["NUM"]
[fields.hs]
headers = ["CODE"]
[fields.net_kg]
headers = ["KILOS"]
"""
TWO_ROWS = """header_rows = 2
required = [["hs"], ["net_kg"]]
[fields.hs]
headers = ["Goods / Code"]
[fields.goods]
headers = ["Goods / Text"]
[fields.net_kg]
headers = ["Kilos"]
[fields.origin_country]
headers = ["Country / Origin"]
"""


def layout(text: str) -> Layout:
    return parse_layout(BASE + text, "own.toml")


def read(text: str, *rows: list[str | None]) -> Reading:
    (reading,) = recognise(1, rows, [layout(text)])
    return reading


def test_the_second_column_of_a_header_is_a_header_of_its_own() -> None:
    reading = read(REPEATED, ["Who", "who", "What"])
    assert reading.columns == {"receiver_id": (1,), "receiver_name": (2,), "goods": (3,)}
    assert reading.header == ("Who", "who#2", "What")


def test_a_header_given_twice_does_not_fill_a_field_twice() -> None:
    reading = read(JOINED, ["Code", "CODE", "Name"])
    assert reading.columns["hs"] == (1,)
    assert reading.unmapped == (2,)


def test_a_joined_field_takes_its_columns_in_its_own_order() -> None:
    reading = read(JOINED, ["Number", "Code", "Kind", "Office", "Name"])
    assert reading.columns["declaration"] == (4, 1)
    assert reading.columns["goods"] == (5, 3)


def test_a_number_that_lacks_a_column_it_is_joined_of_is_not_read() -> None:
    reading = read(JOINED, ["Number", "Code", "Kind"])
    assert "declaration" not in reading.columns
    assert reading.unmapped == (1,)


def test_a_text_is_joined_of_the_columns_that_are_there() -> None:
    assert read(JOINED, ["Code", "Kind"]).columns["goods"] == (2,)


def test_of_two_header_rows_the_upper_goes_on_over_merged_cells() -> None:
    reading = read(
        TWO_ROWS,
        ["A title"],
        ["Goods", None, "Kilos", "Country"],
        ["Code", "Text", None, "Origin"],
    )
    assert reading.header == ("Goods / Code", "Goods / Text", "Kilos", "Country / Origin")
    assert reading.header_row == 3
    assert reading.columns == {"hs": (1,), "goods": (2,), "net_kg": (3,), "origin_country": (4,)}


def test_a_header_of_two_rows_is_not_found_in_one() -> None:
    assert recognise(1, [["Goods / Code"], ["Kilos"]], [layout(TWO_ROWS)]) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "2", "3", "4"]],
        [["1", "2", "3", None]],
        [["1", "2", "3", "4", None, None]],
    ],
)
def test_a_sheet_of_as_many_columns_may_be_one_without_a_header(rows: list[list[Any]]) -> None:
    (reading,) = without_header(1, rows, [layout(NAMED)])
    assert reading.header_row == 0
    assert reading.header == ("NUM", "DAY", "CODE", "KILOS")
    assert reading.columns == {"declaration": (1,), "hs": (3,), "net_kg": (4,)}


@pytest.mark.parametrize("row", [["1", "2", "3"], ["1", "2", "3", "4", "5"], []])
def test_a_sheet_of_more_or_fewer_columns_is_not(row: list[str]) -> None:
    assert without_header(1, [row], [layout(NAMED)]) == []


def test_a_layout_that_names_no_columns_reads_no_sheet_without_a_header() -> None:
    assert without_header(1, [["1"]], [layout(REPEATED)]) == []


def test_a_file_that_has_the_header_after_all_is_read_by_it() -> None:
    reading = read(NAMED, ["CODE", "NUM", "DAY", "KILOS"])
    assert (reading.header_row, reading.columns["hs"]) == (1, (1,))


def test_a_header_without_a_column_of_goods_is_not_this_layouts() -> None:
    assert not recognise(1, [["Who", "Who"]], [layout(REPEATED)])
