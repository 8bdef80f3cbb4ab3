from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from raw_reading import (
    CUSTOMS,
    GOODS,
    HEADER,
    SETTINGS,
    cells_of,
    faults_of,
    read_bytes,
    read_file,
    table,
)

from followthegoods.errors import FtgError, UnreadableFile
from followthegoods.sources import csv_text, splitter, text, transcode
from followthegoods.sources.raw import read_raw

WORDS = ["ЗАВОД ЛЮТИК", 'ООО "РОМАШКА"', "насосы; трубы", "a,b|c\td", "2\n3", "\r\n", '"', "12,5"]
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('";,|\t\n\r'))
CODES = ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866", "koi8-r"]


def as_csv(rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def rows_of(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cell, min_size=4, max_size=4), max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    rows_of(st.lists(st.sampled_from(WORDS), max_size=3).map("".join)),
    st.sampled_from(CODES),
    st.sampled_from(";,\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_reads_back_in_every_encoding(
    rows: list[list[str]], encoding: str, delimiter: str, end: str
) -> None:
    rows = [HEADER, *rows]
    read, raw = read_bytes(as_csv(rows, delimiter, end).encode(encoding))
    assert [row.cells for row in raw] == [[cell or None for cell in row] for row in rows]
    assert (read.delimiter, read.replaced, read.records) == (delimiter, 0, len(rows))


@settings(max_examples=60, deadline=None)
@given(rows_of(ANY_TEXT), st.sampled_from(";,\t|"), st.sampled_from(["\n", "\r\n"]))
def test_any_cells_read_back_exactly(rows: list[list[str]], delimiter: str, end: str) -> None:
    # The writer does not quote a lone carriage return: at the end of a line it is part of the end.
    assume(end == "\r\n" or not any(row[-1].endswith("\r") for row in rows))
    rows = [HEADER, *rows]
    _, raw = read_bytes(as_csv(rows, delimiter, end).encode())
    assert [row.cells for row in raw] == [[cell or None for cell in row] for row in rows]
    assert [row.row for row in raw] == list(range(1, len(rows) + 1))


def mutated(data: bytes, cut: int, flips: list[tuple[int, int]], drop: list[int]) -> bytes:
    changed = bytearray(data)
    for place, value in flips:
        changed[place % len(changed)] = value
    quotes = [n for n, byte in enumerate(changed) if byte == 0x22]
    for n in sorted({quotes[d % len(quotes)] for d in drop} if quotes else ()):
        changed[n] = 0x20
    return bytes(changed[: cut % len(changed) + 1])


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["utf-8", "cp1251", "utf-16"]),
    st.sampled_from([1, 20]),
    st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=4),
    st.lists(st.integers(0, 50), max_size=3),
)
def test_a_damaged_file_loses_no_text(
    encoding: str, times: int, cut: int, flips: list[tuple[int, int]], drop: list[int]
) -> None:
    data = mutated(as_csv([HEADER, *GOODS * times], ";", "\n").encode(encoding), cut, flips, drop)
    try:
        read, raw = read_bytes(data)
    except FtgError:
        return
    parting = str.maketrans("", "", '"\r\n' + read.delimiter)
    text = data.decode(read.encoding, "replace").replace("\0", "\ufffd")
    kept = "".join(cell for row in raw for cell in row.cells if cell)
    # A byte order mark is no text; what stands for it in the middle of a text is.
    assert kept.translate(parting) == text.removeprefix("\ufeff").translate(parting)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('ab;"\n\r ,'), min_size=1, max_size=60))
def test_the_fast_way_and_the_careful_way_read_the_same(text: str) -> None:
    fast = read_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "_read_fast", lambda job, text, dialect: None)
        careful = read_bytes(text.encode())
    assert fast == careful


def test_stray_quotes_in_an_unquoted_cell_are_kept() -> None:
    assert cells_of('n;name\n1;ООО "РОМАШКА"\n') == [["n", "name"], ["1", 'ООО "РОМАШКА"']]


def test_a_cell_that_only_begins_with_a_quoted_word_is_kept_as_written() -> None:
    assert cells_of('n;name\n1;"РОМАШКА" ООО\n')[1] == ["1", '"РОМАШКА" ООО']


def test_a_space_before_a_quote_is_kept() -> None:
    assert cells_of('n;name\n1; "РОМАШКА"\n')[1] == ["1", ' "РОМАШКА"']


def test_an_empty_cell_is_null_quoted_or_not() -> None:
    assert cells_of('a;b;c\n;"";x\n')[1] == [None, None, "x"]


def test_cells_are_neither_trimmed_nor_cleaned() -> None:
    assert cells_of("a;b\n  x\u200b ;NULL\n")[1] == ["  x\u200b ", "NULL"]


def test_every_record_is_counted_titles_and_blank_rows_too() -> None:
    raw = read_bytes(b"Imports 2020\n\n" + table(60).encode() + b"\n;;\ntotal;1;2\n")[1]
    assert [row.row for row in raw] == list(range(1, 66))
    assert raw[0].cells == ["Imports 2020", None, None]
    assert raw[1].cells == raw[62].cells == raw[63].cells == [None, None, None]
    assert not any(row.broken for row in raw)


def test_a_wide_title_makes_room_for_itself() -> None:
    raw = read_bytes(b"1;2;3;4;5\n" + table(60).encode())[1]
    assert raw[0].cells == ["1", "2", "3", "4", "5"]
    assert raw[1].cells == ["a", "b", "c", None, None]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("final", [True, False])
def test_every_line_end_ends_a_record(end: str, final: bool) -> None:
    text = end.join(["a;b", "1;2", "3;4"]) + end * final
    assert cells_of(text) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_mixed_line_ends_end_records() -> None:
    assert cells_of("a;b\r\n1;2\n3;4\r5;6\n") == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_stray_carriage_return_stays_in_its_cell() -> None:
    text = table(60) + "a;b\rb;c\n" + table(3)
    assert cells_of(text)[60] == ["a", "b\rb", "c"]
    assert not faults_of(text)


def test_a_mark_is_no_part_of_the_first_cell() -> None:
    assert read_bytes("\ufeffимя;цена\n".encode())[1][0].cells[0] == "имя"
    assert read_bytes('\ufeff"имя";цена\n\n'.encode())[1][0].cells[0] == "имя"


def test_a_record_of_too_few_cells_is_kept_whole() -> None:
    assert faults_of(table(60) + "x;y\n" + table(5)) == {61: ("too_few_cells", "x;y")}


def test_a_record_of_too_many_cells_is_kept_whole() -> None:
    text = table(60) + 'x;"y;z";1;2\n' + table(5)
    assert faults_of(text) == {61: ("too_many_cells", 'x;"y;z";1;2')}


def test_empty_cells_past_the_width_are_dropped() -> None:
    text = table(60) + "x;y;z;;\n"
    assert cells_of(text)[60] == ["x", "y", "z"]
    assert not faults_of(text)


def test_an_open_quote_breaks_its_own_line_only() -> None:
    text = table(60) + 'x;"y;z\n' + table(60, 'a;"b";c\n')
    assert faults_of(text) == {61: ("open_quote", 'x;"y;z')}
    assert len(cells_of(text)) == 121


def test_an_open_quote_at_the_end_is_kept() -> None:
    assert faults_of(table(60, 'a;"b";c\n') + 'x;"y;z') == {61: ("open_quote", 'x;"y;z')}


def test_a_quoted_cell_may_span_a_thousand_lines_and_no_more() -> None:
    tall = table(5000, 'a;"b";c\n') + 'x;"' + "y\n" * 999 + '";z\n'
    taller = table(5000, 'a;"b";c\n') + 'x;"' + "y\n" * 1000 + '";z\n'
    assert cells_of(tall)[5000] == ["x", "y\n" * 999, "z"]
    assert faults_of(taller)[5001] == ("open_quote", 'x;"y')


def test_a_cell_of_a_million_characters_is_read() -> None:
    assert cells_of(f"a;b\n1;{'Я' * 1_000_000}\n")[1][1] == "Я" * 1_000_000


def test_a_cell_beyond_all_bounds_is_kept_whole() -> None:
    long = "x" * (splitter.MAX_CELL + 1)
    read, raw = read_bytes(table(60, "a;b\n").encode() + f"1;{long}\n2;3\n".encode())
    assert (raw[60].broken, raw[60].cells[0]) == ("cell_too_long", f"1;{long}")
    assert raw[61].cells == ["2", "3"]
    assert read.notes == ("1 record is broken: cell_too_long",)


def test_a_line_beyond_all_bounds_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_LINE", 1000)
    with pytest.raises(UnreadableFile, match="longer than 1,000 characters"):
        read_bytes(b"a;b\n\n" + b"x" * 2000)


def test_undecodable_bytes_are_replaced_and_counted() -> None:
    read, raw = read_bytes("имя;цена\nзавод лютик;".encode() + b"\xff1\xfe\n")
    assert raw[1].cells == ["завод лютик", "\ufffd1\ufffd"]
    assert (read.encoding, read.replaced) == ("utf-8", 2)


def test_a_replacement_character_in_the_source_is_no_damage() -> None:
    read, _ = read_bytes("имя;цена\nзавод \ufffd;1\n".encode())
    assert read.replaced == 0


def test_a_stray_nul_is_replaced_and_counted() -> None:
    read, raw = read_bytes(b"a;b\n1;2\x003\n")
    assert raw[1].cells == ["1", "2\ufffd3"]
    assert read.replaced == 1


def test_a_file_full_of_nuls_is_binary() -> None:
    with pytest.raises(UnreadableFile, match="binary"):
        read_bytes(b"a;b\n" + b"\x00\x01\x02;\n" * 50)


def test_a_file_name_is_never_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a1.csv").write_bytes(b"other;file\n")
    (tmp_path / "a[1]*?.csv").write_bytes(b"this;file\n")
    assert read_file(tmp_path / "a[1]*?.csv")[1][0].cells == ["this", "file"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_file_shared_by_processes_reads_the_same(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = as_csv([HEADER, *GOODS * 2000], ";", "\n").encode(encoding) + b"\xff\x98;;;\n"
    alone = read_bytes(data)
    monkeypatch.setattr(transcode, "PARALLEL_FROM", 1)
    assert read_bytes(data) == alone


@settings(max_examples=40, deadline=None)
@given(
    rows_of(
        st.lists(st.sampled_from([*WORDS, "\t", "\xa0", "_x000D_", "_"]), max_size=3).map("".join)
    ),
    st.sampled_from(CODES),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_no_cell_holds_a_sign_that_is_said_to_be_absent(
    rows: list[list[str]], encoding: str, end: str
) -> None:
    data = as_csv([HEADER, *rows], ";", end).encode(encoding, "replace")
    read, raw = read_bytes(data)
    cells = [cell for row in raw for cell in (*row.cells, row.broken) if cell]
    assert not [sign for sign in read.absent for cell in cells if sign in cell]


def test_signs_that_a_text_does_not_hold_are_said_to_be_absent() -> None:
    data = as_csv([HEADER, *GOODS[2:]], ";", "\n").encode("cp1251")
    assert read_bytes(data)[0].absent == {"\0", "\t", "\n", "\r", "\xa0", "_x00"}


def test_a_sign_may_begin_in_one_block_of_a_text_and_end_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = as_csv([HEADER, ["1", "a_x000D_b", "c", "2"]], ";", "\n").encode("utf-16")
    for block in range(2, 24, 4):
        monkeypatch.setattr(transcode, "BLOCK", block)
        assert "_x00" not in read_bytes(data)[0].absent


def test_the_text_that_a_file_was_made_into_is_gone_when_it_is_stored(tmp_path: Path) -> None:
    (tmp_path / "source.csv").write_bytes(as_csv([HEADER, *GOODS], ";", "\n").encode("cp1251"))
    work = tmp_path / "work"
    work.mkdir()
    read_raw(tmp_path / "source.csv", tmp_path / "raw", work, SETTINGS, lambda stage, done: None)
    assert not list(work.iterdir())


def test_a_record_of_many_lines_is_whole_where_processes_part_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verse = "строка\n" * 9
    rows = [HEADER, *([str(n), verse, "ткани", "1"] for n in range(41))]
    data = as_csv(rows, ";", "\n").encode("cp1251")
    monkeypatch.setattr(transcode, "PARALLEL_FROM", 1)
    assert [row.cells for row in read_bytes(data)[1]] == rows


def test_a_real_declaration_export_has_every_record() -> None:
    source = CUSTOMS / "ukraine_import.csv"
    if not source.exists():
        pytest.skip("the shared test data are not here")
    read, raw = read_file(source)
    assert (read.records, read.columns, read.delimiter) == (21, 36, ";")
    assert not any(row.broken for row in raw)


def test_what_parts_every_row_is_the_delimiter_though_rows_have_decimal_commas() -> None:
    rows = [
        "2022;;;ИТОГО",
        "0,00;12",
        "1,5;x;y",
        "2,5;x;y;z;w",
        "ND;G32;G33;G38;G46;G31",
        "a;b;c;d;e;f",
    ]
    read, _ = read_bytes("".join(f"{row}\n" for row in rows).encode())
    assert read.delimiter == ";"
