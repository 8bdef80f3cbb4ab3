from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from formats_making import json_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import GOODS, HEADER, read_bytes

from followthegoods.errors import UnreadableFile
from followthegoods.sources import json_text
from followthegoods.sources.raw import sample


def rows_of(text: str) -> list[list[str | None]]:
    return [row.cells for row in read_bytes(text.encode())[1]]


def faults_of(text: str) -> dict[int, tuple[str, str | None]]:
    return {r.row: (r.broken, r.cells[0]) for r in read_bytes(text.encode())[1] if r.broken}


def as_array(text: str) -> str:
    return "[" + ",\n".join(text.removesuffix("\n").split("\n")) + "]\n"


def test_objects_by_lines_are_known_by_their_content() -> None:
    read, raw = read_bytes(json_lines(), "source.csv")
    assert (read.format, read.encoding, read.columns) == ("jsonl", "utf-8", 4)
    assert [row.cells for row in raw] == [
        HEADER,
        *([cell or None for cell in row] for row in GOODS),
    ]


def test_an_array_of_objects_reads_as_its_lines_do() -> None:
    read, raw = read_bytes(as_array(json_lines().decode()).encode())
    assert read.format == "json"
    assert raw == read_bytes(json_lines())[1]


def test_keys_are_columns_in_the_order_they_first_appear() -> None:
    text = '{"b": 1, "a": 2}\n{"c": 3, "a": 4}\n'
    assert rows_of(text) == [["b", "a", "c"], ["1", "2", None], [None, "4", "3"]]


def test_a_key_that_first_appears_late_has_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "_KNOWN", 2)
    text = '{"a": 1}\n' * 5 + '{"b": 2}\n'
    assert rows_of(text) == [["a", "b"], *[["1", None]] * 5, [None, "2"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('"as written "', "as written "),
        ('""', None),
        ("null", None),
        ("true", "TRUE"),
        ("false", "FALSE"),
        ("12", "12"),
        ("1.10", "1.10"),
        ("12.417", "12.4170"),
        ("1.5e3", "1500"),
        ("-2E-3", "-0.0020"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("NaN", "NaN"),
        ('{"kg": 1.50, "of": ["a", null]}', '{"kg":1.50,"of":["a",null]}'),
        ('["Ж", 1e2, true]', '["Ж",1e2,true]'),
        ('{"a": 1, "a": 2}', '{"a":1,"a":2}'),
        ("[]", "[]"),
    ],
)
def test_a_value_becomes_text(value: str, cell: str | None) -> None:
    assert rows_of(f'{{"x": {value}, "y": 0}}\n')[1] == [cell, "0"]


def test_a_number_of_endless_exponent_stays_as_written() -> None:
    assert rows_of('{"x": 1e999999999}\n')[1] == ["1e999999999"]


@pytest.mark.parametrize("line", ["[1]", "12", '"x"', '{"a": 1', '{"a": 1} {"a": 2}', "{a: 1}"])
def test_a_line_that_is_no_object_is_kept_whole(line: str) -> None:
    assert faults_of('{"a": 1}\n' * 3 + line + "\n") == {5: ("not_an_object", line)}


def test_a_line_that_gives_a_key_twice_is_kept_whole() -> None:
    line = '{"a": 1, "a": 2}'
    assert faults_of('{"a": 1}\n' * 3 + line + "\n") == {5: ("not_an_object", line)}


def test_an_element_that_is_no_object_is_kept_whole() -> None:
    text = '[{"a": 1}, 12, {"a": 1, "a": 2}, {"a": 3}]'
    assert faults_of(text) == {
        3: ("not_an_object", "12"),
        4: ("not_an_object", '{"a": 1, "a": 2}'),
    }


def test_what_is_nested_without_end_is_kept_whole() -> None:
    deep = '{"a": ' + "[" * 5000 + "]" * 5000 + "}"
    assert list(faults_of('{"a": 1}\n' * 3 + deep + "\n")) == [5]


def test_a_blank_line_is_a_blank_row() -> None:
    assert rows_of('{"a": 1}\n\n{"a": 2}\n') == [["a"], ["1"], [None], ["2"]]


def test_an_array_that_is_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut short"):
        rows_of('[{"a": 1}, {"a": 2')


def test_text_after_an_array_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut short"):
        rows_of('[{"a": 1}] [{"a": 2}]')


def test_an_object_that_spans_lines_is_no_list_of_records() -> None:
    with pytest.raises(UnreadableFile, match="no list of records"):
        rows_of('{\n  "data": [\n    {"a": 1}\n  ]\n}\n')


def test_a_table_that_begins_with_a_brace_is_no_json() -> None:
    assert rows_of("{id};[b]\n{1};[2]\n") == [["{id}", "[b]"], ["{1}", "[2]"]]


def test_an_array_longer_than_a_block_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "_CHUNK", 7)
    text = as_array("".join(json.dumps({"a": n, "b": "x" * n}) + "\n" for n in range(1, 60)))
    assert rows_of(text)[1:] == [[str(n), "x" * n] for n in range(1, 60)]


def test_halves_of_characters_are_marked() -> None:
    read, raw = read_bytes(b'{"a": "x\\ud800y\\u0000z"}\n')
    assert (raw[1].cells, read.replaced) == (["x\ufffdy\ufffdz"], 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_objects_are_read_in_any_encoding(encoding: str) -> None:
    data = json_lines().decode().replace("«", "").replace("»", "").encode(encoding)
    assert read_bytes(data)[1][1].cells[1] == GOODS[0][1]


def test_too_many_keys_are_no_table() -> None:
    with pytest.raises(UnreadableFile, match="different keys"):
        rows_of("".join(f'{{"k{n}": 1}}\n' for n in range(5000)))


def test_a_cell_of_a_million_characters_is_read() -> None:
    cell = '"Я' * 500_000
    assert rows_of(json.dumps({"a": cell}) + "\n")[1] == [cell]


@pytest.mark.parametrize("shape", [str, as_array])
def test_a_sample_shows_the_first_rows(shape: Any, tmp_path: Path) -> None:
    (tmp_path / "f").write_text(shape('{"a": 1}\n' * 100_000 + '{"b": 2}\n'), encoding="utf-8")
    seen = sample(tmp_path / "f", 3)
    assert seen.sheets[0].rows == [["a"], ["1"], ["1"]]


def test_a_sample_shows_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "f").write_text('{"a": 1}\n[2]\n{"a": 3}\n', encoding="utf-8")
    assert sample(tmp_path / "f").sheets[0].broken == {3: "not_an_object"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from("abcd"), VALUES), min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_any_records_read_back(rows: list[dict[str, Any]], ascii_only: bool, lines: bool) -> None:
    rows = [{"a": 0}, *rows]
    text = "".join(json.dumps(row, ensure_ascii=ascii_only) + "\n" for row in rows)
    _, raw = read_bytes((text if lines else as_array(text)).encode("utf-8", "replace"))
    keys = raw[0].cells
    assert len(raw) == len(rows) + 1
    for row, stored in zip(rows, raw[1:], strict=True):
        assert not stored.broken
        for key, cell in zip(keys, stored.cells, strict=True):
            value = row.get(str(key))
            if isinstance(value, (dict, list)):
                assert json.loads(str(cell)) == value
            elif isinstance(value, str):
                assert cell == (value.replace("\0", "\ufffd") or None)
            elif isinstance(value, bool):
                assert cell == str(value).upper()
            else:
                assert cell == (None if value is None else str(value))
