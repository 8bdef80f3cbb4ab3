from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import CUSTOMS, read_bytes, read_file, workbook

from followthegoods.errors import FtgError, UnreadableFile
from followthegoods.sources import spreadsheet
from followthegoods.sources.cells import Value, cell_text
from followthegoods.sources.spreadsheet import check_archive
from followthegoods.sources.workbook import LITTLE, TIMES, room_for

BOOK = workbook([["declaration", "value"], ["10000634/191218/0000001", 12.5]], [["x"]])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-3.0, "-3"),
        (12.5, "12.5"),
        (0.1, "0.1"),
        (1e22, "10000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3, 4, 5), "2020-01-02 03:04:05"),
        (time(3, 4), "03:04:00"),
        (timedelta(days=1, hours=12), "36:00:00"),
        (" as written ", " as written "),
        ("", ""),
    ],
)
def test_a_typed_cell_becomes_text(value: Value, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(12.417, "12.4170"), (-0.125, "-0.1250")])
def test_three_decimals_are_given_a_fourth(value: float, text: str) -> None:
    assert cell_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value_and_has_no_exponent(value: float) -> None:
    text = cell_text(value)
    assert float(text) == value
    assert "e" not in text.lower()
    assert text[-4:-3] != "."


def test_every_sheet_is_read_in_order() -> None:
    read, raw = read_bytes(BOOK)
    assert [(sheet.name, sheet.rows) for sheet in read.sheets] == [("Sheet1", 2), ("Sheet2", 1)]
    assert [(row.sheet, row.row, row.cells) for row in raw] == [
        (1, 1, ["declaration", "value"]),
        (1, 2, ["10000634/191218/0000001", "12.5"]),
        (2, 1, ["x", None]),
    ]


def test_rows_are_numbered_as_the_spreadsheet_numbers_them() -> None:
    raw = read_bytes(workbook([[], [], ["", "title"], [], ["", "a"]]))[1]
    assert [(row.row, row.cells) for row in raw][2:] == [
        (3, [None, "title"]),
        (4, [None, None]),
        (5, [None, "a"]),
    ]


def test_cells_with_quotes_and_line_breaks_read_back() -> None:
    cells = ['ООО "РОМАШКА"', "насосы;\nтрубы", "a,b", " pad "]
    assert read_bytes(workbook([cells]))[1][0].cells == cells


def test_an_empty_sheet_keeps_its_number() -> None:
    read, raw = read_bytes(workbook([], [["x"]]))
    assert [sheet.rows for sheet in read.sheets] == [0, 1]
    assert raw[0].sheet == 2


def test_an_escaped_nul_is_kept_as_the_file_spells_it() -> None:
    assert cell_text("\0") == "_x0000_"


def test_a_hidden_sheet_is_read_and_said() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Seen").write(0, 0, "a")
        unseen = book.add_worksheet("Unseen")
        unseen.write(0, 0, "b")
        unseen.hide()
    read, raw = read_bytes(buffer.getvalue())
    assert [row.cells for row in raw] == [["a"], ["b"]]
    assert read.notes == ("sheet 'Unseen' is hidden in the workbook",)


def over_rows(*ranges: str) -> bytes:
    """A workbook in which cells stand over the rows of these ranges."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("Data")
        page.write(30, 0, "the last")
        for one in ranges:
            page.merge_range(one, "once")
    return buffer.getvalue()


def test_cells_that_stand_over_several_rows_are_said() -> None:
    read, raw = read_bytes(over_rows("A2:A4", "B2:B4", "A5:A6"))
    assert read.notes == (
        "sheet 'Data': 3 cells stand over several rows (the first over rows 2 to 4), and only the "
        "first of these has what they say, unless the layout says `down`",
    )
    assert [row.cells[:2] for row in raw][1:4] == [["once", "once"], [None, None], [None, None]]


def test_cells_of_a_header_over_two_rows_are_no_such_cells() -> None:
    assert read_bytes(over_rows("A1:A2", "B1:B2", "C1:D1"))[0].notes == ()


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        read_bytes(workbook([]))


def rewritten(change: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def test_a_workbook_that_unpacks_beyond_its_size_is_refused(tmp_path: Path) -> None:
    trap = rewritten({"xl/worksheets/sheet1.xml": b" " * (spreadsheet.SMALL + 1)})
    with pytest.raises(UnreadableFile, match="may be a trap"):
        read_bytes(trap)


def test_a_workbook_beyond_all_bounds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 100)
    (tmp_path / "f.xlsx").write_bytes(BOOK)
    with pytest.raises(UnreadableFile, match="may be a trap"):
        check_archive(tmp_path / "f.xlsx")


def test_a_sheet_that_claims_billions_of_cells_is_refused() -> None:
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        f'2006/main"><sheetData>{cell.format(1, "A")}{cell.format(1048576, "XFD")}</sheetData>'
        "</worksheet>"
    )
    with pytest.raises(UnreadableFile):
        read_bytes(rewritten({"xl/worksheets/sheet1.xml": sheet.encode()}))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]),
    st.integers(0, 5000),
    st.integers(0, 255),
    st.booleans(),
)
def test_a_damaged_part_raises_nothing_but_our_errors(
    name: str, place: int, value: int, cut: bool
) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        part = bytearray(book.read(name))
    part[place % len(part)] = value
    damaged = rewritten({name: bytes(part[: place % len(part)] if cut else part)})
    with suppress(FtgError):
        read_bytes(damaged)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, len(BOOK) - 1), st.integers(0, 255))
def test_a_damaged_archive_raises_nothing_but_our_errors(place: int, value: int) -> None:
    for damaged in (BOOK[:place], BOOK[:place] + bytes([value]) + BOOK[place + 1 :]):
        with suppress(FtgError):
            read_bytes(damaged)


@pytest.mark.parametrize(
    ("name", "records", "columns"),
    [
        ("peru_trucks_import.xlsx", 1303, 56),
        ("brazil_siscori.xlsx", 3183, 6),
        ("russia_import_short.xlsx", 1001, 9),
        ("russia_import_full.xlsx", 8, 47),
        ("kazakhstan_import_full.xlsx", 8, 76),
        ("us_bill_of_lading.xlsx", 24, 61),
        ("india_export.xlsx", 22, 36),
    ],
)
def test_a_real_workbook_has_every_row(name: str, records: int, columns: int) -> None:
    if not (CUSTOMS / name).exists():
        pytest.skip("the shared test data are not here")
    read, raw = read_file(CUSTOMS / name)
    assert (read.records, len(raw), read.columns) == (records, records, columns)


def test_the_reader_of_a_small_workbook_may_take_a_gigabyte_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.write_bytes(BOOK)
    assert room_for(path, "xlsx") == LITTLE


def test_the_reader_of_a_large_workbook_may_take_a_multiple_of_what_it_unpacks_to(
    tmp_path: Path,
) -> None:
    path = tmp_path / "large.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(100 << 20))
    assert room_for(path, "xlsx") == TIMES * (100 << 20)


@pytest.mark.parametrize(
    "cell", ['ООО "ЛЮТИК"', "two\nlines", "unit\x1fsign", "record\x1esign", " x "]
)
def test_a_cell_comes_through_with_every_sign(cell: str) -> None:
    raw = read_bytes(workbook([["a", "b", "c"], ["1", cell, "2"]]))[1]
    assert raw[1].cells == ["1", cell, "2"]
