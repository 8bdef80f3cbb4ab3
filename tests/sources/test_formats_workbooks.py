from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import raw_reading
from formats_making import ods, xls, xlsb, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import GOODS, HEADER, read_bytes, workbook

from followthegoods.config import read_settings
from followthegoods.errors import UnreadableFile
from followthegoods.sources.raw import sample

ROWS = [HEADER, *GOODS]
BOOKS = {"xls": xls(("ГТД", ROWS)), "xlsb": xlsb("ГТД", ROWS), "ods": ods(("ГТД", ROWS))}


@pytest.mark.parametrize("kind", list(BOOKS))
def test_a_workbook_of_another_kind_reads_as_an_xlsx_does(kind: str) -> None:
    read, raw = read_bytes(BOOKS[kind])
    assert (read.format, [(s.name, s.rows) for s in read.sheets]) == (kind, [("ГТД", 4)])
    assert raw == read_bytes(workbook(ROWS))[1]


@pytest.mark.parametrize("kind", list(BOOKS))
@pytest.mark.parametrize("name", ["f.xlsx", "f.xls", "f.ods", "f.csv"])
def test_a_workbook_is_known_by_its_content(kind: str, name: str) -> None:
    assert read_bytes(BOOKS[kind], name)[0].format == kind


@pytest.mark.parametrize("make", [xls, ods])
def test_every_sheet_of_an_old_workbook_is_read(make: object) -> None:
    read, raw = read_bytes(make(("One", [["a"]]), ("Два", [["b"], ["c"]])))  # type: ignore[operator]
    assert [(sheet.name, sheet.rows) for sheet in read.sheets] == [("One", 1), ("Два", 2)]
    assert [(row.sheet, row.row, row.cells) for row in raw] == [
        (1, 1, ["a"]),
        (2, 1, ["b"]),
        (2, 2, ["c"]),
    ]


def test_sheets_stay_in_order_however_large_and_with_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(raw_reading, "SETTINGS", read_settings({"FTG_THREADS": "1"}))
    raw = read_bytes(workbook([["x"]] * 130_000, [["y"]], [["z"]] * 3))[1]
    places = [(row.sheet, row.row) for row in raw]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", list(BOOKS))
def test_a_sample_shows_every_kind(kind: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(BOOKS[kind])
    seen = sample(tmp_path / "f", 2)
    assert (seen.format, seen.sheets[0].rows) == (kind, ROWS[:2])


def test_an_old_office_file_that_is_no_workbook_is_named_as_such() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="that is no workbook"):
        read_bytes(ole)


def test_a_text_document_is_no_workbook() -> None:
    with pytest.raises(UnreadableFile, match="office document that is no workbook"):
        read_bytes(zipped(("word/document.xml", b"<x/>")))


def test_a_spreadsheet_that_repeats_an_empty_cell_to_its_end_is_small() -> None:
    """Programs fill a sheet to its last row and column with one empty repeated cell."""
    empty = (
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    book = ods(("S", [["a", "b"]]))
    filled = zipped(
        *(
            (name, data.replace(b"</table:table>", empty.encode() + b"</table:table>"))
            for name, data in _members(book)
        )
    )
    read, raw = read_bytes(filled)
    assert (read.columns, [row.cells for row in raw if any(row.cells)]) == (2, [["a", "b"]])


def _members(book: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


CELLS = st.text(st.sampled_from("абвЯ xyz\"'<&;,0"), max_size=8).map(str.strip) | st.floats(
    -1e9, 1e9
).map(lambda value: round(value, 2))


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["xls", "xlsb", "ods"]),
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
)
def test_any_cells_read_back(kind: str, rows: list[list[str | float]]) -> None:
    rows = [["a", "b", "c"], *rows, ["x", "y", "z"]]
    data = {"xls": xls, "ods": ods}[kind](("S", rows)) if kind != "xlsb" else xlsb("S", rows)
    for row, stored in zip(rows, read_bytes(data)[1], strict=True):
        for value, cell in zip(row, stored.cells, strict=True):
            if isinstance(value, str):
                assert cell == (value or None)
            else:
                assert float(str(cell)) == value
