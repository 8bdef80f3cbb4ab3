from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import render_examples as examples
from evidence_examples import evidence, line

from followthegoods.case import Evidence, Rows
from followthegoods.errors import BadParameter
from followthegoods.render import rows as lines
from followthegoods.render.publication import for_publication
from followthegoods.render.workbook import EXACT, LONGEST, write_workbook


def opened(made: Evidence, folder: Path) -> Any:
    write_workbook(made, folder / "book.xlsx")
    return openpyxl.load_workbook(folder / "book.xlsx")


def table(book: Any, name: str) -> list[dict[str, Any]]:
    """A sheet's rows by their headers; the first row is the banner."""
    rows = list(book[name].iter_rows(values_only=True))
    return [dict(zip(rows[1], row, strict=False)) for row in rows[2:]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return opened(evidence(), tmp_path_factory.mktemp("book"))


def test_a_workbook_has_these_sheets(book: Any) -> None:
    assert book.sheetnames == [
        *("Cover", "Totals", "Figures", "Suppliers", "Goods", "Routes", "Over time", "Events"),
        *("Caveats", "Lines", "Columns", "Plan"),
    ]


@pytest.mark.parametrize("sheet", ["Cover", "Totals", "Suppliers", "Lines", "Plan"])
def test_every_sheet_says_that_its_rows_are_invented(book: Any, sheet: str) -> None:
    assert book[sheet]["A1"].value.startswith("INVENTED DATA")


def test_a_sheet_of_real_rows_begins_with_its_headers(tmp_path: Path) -> None:
    book = opened(evidence(examples.answer(invented=False)), tmp_path)
    assert book["Totals"]["A1"].value == "what"


def test_the_cover_says_what_was_asked_and_of_what_state(book: Any) -> None:
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True)}
    assert cover["Subject"] == "KOLMARA MOTORS"
    assert cover["State"].startswith("ab" * 32)
    assert cover["Books: repeated"] == 2
    assert cover["Lines"] == "all of 2 that name the subject"


def test_an_amount_is_a_number(book: Any) -> None:
    total = table(book, "Totals")[0]
    assert (total["floor"], total["point"], total["ceiling"]) == (950000.25, 1000000, 1055000.10)


def test_every_group_of_the_answer_is_in_the_figures(book: Any) -> None:
    groups = sum(len(groups) for groups in examples.BY.values())
    assert len(table(book, "Figures")) == groups


def test_an_amount_beyond_fifteen_digits_stands_beside_itself_exactly(tmp_path: Path) -> None:
    long = Decimal("1234567890123456.78")
    total = examples.figure("1", "2", str(long))
    book = opened(evidence(replace(examples.answer(), value_usd=total)), tmp_path)
    assert table(book, "Totals")[0][EXACT] == "1234567890123456.78"


def test_an_amount_within_fifteen_digits_stands_alone(book: Any) -> None:
    assert table(book, "Totals")[0][EXACT] is None


def test_a_day_is_a_day(book: Any) -> None:
    assert table(book, "Lines")[0]["day"].date() == date(2018, 3, 1)


@pytest.mark.parametrize("text", ["=1+1", "+7", "-7", "@x", "\t=1", "https://example.invalid"])
def test_a_cell_of_the_records_is_text_and_nothing_else(tmp_path: Path, text: str) -> None:
    book = opened(evidence(rows=Rows([line(cells=(text,))])), tmp_path)
    (cell,) = [c for c in book["Lines"][3] if c.value == text]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_a_cell_like_a_formula_is_marked_as_text(tmp_path: Path) -> None:
    book = opened(evidence(rows=Rows([line(cells=("=1+1",))])), tmp_path)
    (cell,) = [c for c in book["Lines"][3] if c.value == "=1+1"]
    assert cell.quotePrefix


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    book = opened(evidence(rows=Rows([line(goods="x" * 40_000)])), tmp_path)
    said = table(book, "Lines")[0]["goods"]
    assert len(said) == LONGEST
    assert said.endswith("[cut here: the cell has 40,000 characters]")


def test_control_characters_leave_the_workbook_whole(tmp_path: Path) -> None:
    book = opened(evidence(rows=Rows([line(goods="a\x00\x0bb")])), tmp_path)
    assert len(table(book, "Lines")) == 1


def test_raw_cells_stand_beside_the_fields_that_were_read(book: Any) -> None:
    row = table(book, "Lines")[0]
    assert (row["value usd"], row["cell 9"]) == (1250.5, "1250,50")


def test_columns_say_what_each_raw_cell_is(book: Any) -> None:
    columns = {row["column"]: (row["header"], row["fills"]) for row in table(book, "Columns")}
    assert columns[9] == ("G46", "statistical_usd")


def test_the_published_form_has_no_hash(tmp_path: Path) -> None:
    book = opened(for_publication(evidence()), tmp_path)
    assert "sha256" not in table(book, "Lines")[0]
    assert table(book, "Lines")[0]["source"] == "source 3"


def test_the_private_form_has_the_hash(book: Any) -> None:
    assert table(book, "Lines")[0]["sha256"] == "ef" * 32


def test_a_place_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(BadParameter):
        write_workbook(evidence(), tmp_path / "no" / "book.xlsx")


def test_an_event_has_its_windows(book: Any) -> None:
    said = [row["what"] for row in table(book, "Events")]
    assert said[:3] == ["since", "300 days before", "300 days from it on"]


def test_csv_of_published_lines_has_no_file_name() -> None:
    out = io.StringIO()
    lines.write_csv(for_publication(evidence()).rows, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert {row["source"] for row in rows} == {"source 3"}
