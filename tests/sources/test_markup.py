"""Tables of web pages, and workbooks written as XML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_reading import read_bytes

from followthegoods.errors import UnreadableFile
from followthegoods.sources import markup
from followthegoods.sources.markup import read_markup
from followthegoods.sources.sniff import HTML, XML


def page(body: str, encoding: str = "utf-8", head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def rows_of(data: bytes) -> list[list[str | None]]:
    return [row.cells for row in read_bytes(data)[1]]


def test_a_table_of_a_page_is_read() -> None:
    assert rows_of(page(table(["Товар", "USD"], ["НАСОС", "1 000,50"]))) == [
        ["Товар", "USD"],
        ["НАСОС", "1 000,50"],
    ]


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    read, raw = read_bytes(page(table(["Ї", "товар"], ["1", "2"]), "cp1251", head))
    assert raw[0].cells == ["Ї", "товар"]
    assert read.encoding == "cp1251"


def test_a_page_that_declares_a_wrong_encoding_is_read_in_its_own() -> None:
    head = '<meta charset="utf-8">'
    raw = rows_of(page(table(["Наименование товара", "Страна"]), "cp1251", head))
    assert raw == [["Наименование товара", "Страна"]]


def test_text_is_what_is_seen() -> None:
    cell = "<b>НАСОС</b>\n &amp;<br>КЛАПАН<script>x</script>&nbsp;№&#160;1 &lt;2"
    assert rows_of(page(table([cell, "1"]))) == [["НАСОС & КЛАПАН\xa0№\xa01 <2", "1"]]


def test_a_cell_over_columns_and_rows_stands_in_the_first_of_them() -> None:
    body = (
        "<table><tr><td colspan=2>A</td><td rowspan='2'>B</td></tr>"
        "<tr><td>c</td><td>d</td></tr><tr><td>e<td>f<td>g</table>"
    )
    assert rows_of(page(body)) == [["A", None, "B"], ["c", "d", None], ["e", "f", "g"]]


def test_a_table_within_another_is_one_by_itself() -> None:
    inner = table(["x", "1"], ["y", "2"])
    read, raw = read_bytes(page(f"<table><tr><td>Menu {inner} end</td></tr></table>"))
    assert [sheet.name for sheet in read.sheets] == ["table 1", "table 2"]
    assert [(row.sheet, row.cells[:2]) for row in raw] == [
        (1, ["Menu end", None]),
        (2, ["x", "1"]),
        (2, ["y", "2"]),
    ]


def test_a_page_cut_short_gives_what_it_has_and_says_so() -> None:
    read, raw = read_bytes(b"<html><table><tr><td>a<td>b<tr><td>c")
    assert [row.cells for row in raw] == [["a", "b"], ["c", None]]
    assert read.notes == (
        "sheet 'table 1': the page ends inside it, and may have been cut: get it again",
    )


def test_cells_over_several_rows_are_said() -> None:
    row = "<tr><td rowspan=2>n</td><td>1</td></tr><tr><td>2</td></tr>"
    assert (
        "2 cells stand over several rows"
        in read_bytes(page(f"<table>{row * 2}</table>"))[0].notes[0]
    )


@pytest.mark.parametrize("size", ["99999999", "-1", "x", "0", "1.5"])
def test_a_span_that_is_none_is_one(size: str) -> None:
    assert rows_of(page(f"<table><tr><td colspan='{size}'>a</td><td>b</td></tr></table>")) == [
        ["a", "b"]
    ]


def test_a_column_that_no_table_has_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="claims a cell in row 1, column 4,098"):
        read_bytes(page("<table><tr><td colspan=5000>a</td><td>b</td></tr></table>"))


def test_more_cells_than_a_file_can_hold_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup, "FEW", 10)
    file = tmp_path / "trap.xml"
    file.write_bytes(book(f'<Row ss:Index="9000">{cell("x", Index=4000)}</Row>'))
    with pytest.raises(UnreadableFile, match="36,000,000 cells"):
        read_markup(file, XML)


@given(st.text(alphabet="<>/=\"' tdrable1&;\n"))
def test_no_page_breaks_the_reader(text: str) -> None:
    for found in markup._of_page(f"<table>{text}"):
        assert len({len(row) for row in found.even()}) == 1


def book(*rows: str, after: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Worksheet ss:Name="Данные"><Table>{"".join(rows)}</Table>{after}</Worksheet></Workbook>'
    ).encode()


def cell(text: str, kind: str = "String", **more: int) -> str:
    told = "".join(f' ss:{name}="{value}"' for name, value in more.items())
    return f'<Cell{told}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_a_workbook_in_xml_is_read_with_its_kinds_of_cells() -> None:
    row = "".join((
        cell("НАСОС &amp; К"), cell("12.417", "Number"), cell("1E3", "Number"),
        cell("2022-01-03T00:00:00.000", "DateTime"), cell("1", "Boolean"),
    ))  # fmt: skip
    read, raw = read_bytes(book(f"<Row>{row}</Row>"))
    assert read.sheets[0].name == "Данные"
    assert raw[0].cells == ["НАСОС & К", "12.4170", "1000", "2022-01-03", "TRUE"]


def test_cells_and_rows_stand_where_their_index_says() -> None:
    rows = f"<Row>{cell('a')}</Row>", f'<Row ss:Index="3">{cell("b", Index=2)}{cell("c")}</Row>'
    assert rows_of(book(*rows)) == [["a", None, None], [None, None, None], [None, "b", "c"]]


def test_a_cell_over_columns_moves_the_next() -> None:
    assert rows_of(book(f"<Row>{cell('a', MergeAcross=1)}{cell('b')}</Row>")) == [["a", None, "b"]]


def test_cells_of_a_workbook_in_xml_over_several_rows_are_said() -> None:
    rows = [f"<Row>{cell('n', MergeDown=1)}{cell('1')}</Row>", f"<Row>{cell('2', Index=2)}</Row>"]
    assert "2 cells stand over several rows" in read_bytes(book(*rows * 2))[0].notes[0]


def test_a_hidden_sheet_of_a_workbook_in_xml_is_said() -> None:
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    read, _ = read_bytes(book(f"<Row>{cell('a')}</Row>", after=hidden))
    assert read.notes == ("sheet 'Данные' is hidden in the workbook",)


def test_a_damaged_workbook_in_xml_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(book(f"<Row>{cell('a')}</Row>")[:-20])


def test_a_page_is_told_by_its_bytes(tmp_path: Path) -> None:
    assert read_bytes(page(table(["a", "b"])))[0].format == HTML
    assert read_bytes(book(f"<Row>{cell('a')}</Row>"))[0].format == XML
