"""Cells that stand once over several rows, where a layout says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from deriving import Derived, derive
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.sources.layout import parse_layout

LAYOUT = parse_layout(
    """
schema = 1
id = "own"
title = "Own"
authority = "RU"
currency = "RUB"
grain = "line"
direction = "import"
released = "column"
notes = ""
required = [["declaration"], ["hs"]]
[fields.declaration]
headers = ["NUMBER"]
down = true
[fields.released]
headers = ["DAY"]
down = true
[fields.receiver_name]
headers = ["RECEIVER"]
down = true
[fields.item]
headers = ["ITEM"]
[fields.hs]
headers = ["CODE"]
[fields.statistical_usd]
headers = ["USD"]
""",
    "own.toml",
)
HEADER: list[str | None] = ["NUMBER", "DAY", "RECEIVER", "ITEM", "CODE", "USD"]
FIRST: list[str | None] = ["N-1", "2022-03-01", "ООО ЛЕСНАЯ ТРОПА", "1", "84133020", "10"]
GOES_ON: list[str | None] = [None, None, None, "2", "84133080", "20"]
OTHER: list[str | None] = ["N-2", "2022-03-05", "АО СИНИЙ ЧАЙНИК", "1", "84133020", "30"]


def read(*rows: list[str | None]) -> Derived:
    return derive([HEADER, *rows], layout=LAYOUT)


def of_line(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["declaration"], line["released"], line["receiver"] is not None


def test_a_row_that_leaves_them_all_empty_has_them_from_the_row_above() -> None:
    first, second = read(FIRST, GOES_ON).lines
    assert of_line(second) == ("N-1", date(2022, 3, 1), True)
    assert second["receiver"] == first["receiver"]


def test_they_are_marked() -> None:
    marks = [line["marks"] for line in read(FIRST, GOES_ON).lines]
    assert marks == [
        None, "declaration:from_above released:from_above receiver_name:from_above"
    ]  # fmt: skip


def test_what_is_empty_above_as_well_is_not_marked() -> None:
    marks = read(["N-1", None, None, *FIRST[3:]], GOES_ON).lines[1]["marks"]
    assert marks == "declaration:from_above"


def test_a_row_that_states_one_of_them_takes_none_of_the_others() -> None:
    line = read(FIRST, ["N-2", None, None, "1", "84133080", "20"]).lines[1]
    assert of_line(line) == ("N-2", None, False)


def test_an_amount_is_of_its_own_row_alone() -> None:
    line = read(FIRST, [None, None, None, "2", "84133080", None]).lines[1]
    assert (line["declaration"], line["statistical_usd"]) == ("N-1", None)


def test_blanks_are_empty() -> None:
    line = read(FIRST, [" ", "\u00a0", "\t", "2", "84133080", "20"]).lines[1]
    assert line["declaration"] == "N-1"


@pytest.mark.parametrize(
    "between",
    [[None] * 6, ["Итого", None, None, None, None, "30"]],
    ids=["blank", "totals"],
)
def test_no_row_goes_on_beyond_what_ends_the_lines(between: list[str | None]) -> None:
    assert read(FIRST, between, GOES_ON).lines[1]["declaration"] is None


def test_a_row_goes_on_below_a_header_that_comes_again() -> None:
    assert read(FIRST, HEADER, GOES_ON).lines[1]["declaration"] == "N-1"


def test_a_row_goes_on_with_one_that_is_refused() -> None:
    nothing: list[str | None] = ["N-1", "2022-03-01", "ООО ЛЕСНАЯ ТРОПА", "1", None, None]
    assert [line["declaration"] for line in read(OTHER, nothing, GOES_ON).lines] == ["N-2", "N-1"]


def test_nothing_is_taken_from_the_header_or_another_sheet() -> None:
    derived = derive([HEADER, FIRST], [HEADER, GOES_ON], layout=LAYOUT)
    assert [line["declaration"] for line in derived.lines] == ["N-1", None]


HEADS = st.lists(
    st.tuples(st.sampled_from([FIRST, OTHER]), st.integers(0, 3)), min_size=1, max_size=4
)


@given(HEADS)
@settings(max_examples=25, deadline=None)
def test_lines_are_the_same_as_with_the_cells_written_on_every_row(
    heads: list[tuple[list[str | None], int]],
) -> None:
    short, whole = [], []
    for head, more in heads:
        for n in range(more + 1):
            own = [str(n + 1), "84133020", str(n)]
            whole.append([*head[:3], *own])
            short.append(whole[-1] if n == 0 else [None, None, None, *own])
    lines = [[{**line, "marks": None} for line in read(*rows).lines] for rows in (short, whole)]
    assert lines[0] == lines[1]
