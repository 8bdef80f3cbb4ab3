"""What becomes of rows of other formats when they are loaded into a case."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from formats_making import dbf, json_lines, xls, xlsb, zipped
from raw_reading import CUSTOMS, read_file

from followthegoods.case import Case
from followthegoods.lake.catalogue import Books

FIELDS = [
    ("ND", "C", 24, 0),
    ("G32", "N", 3, 0),
    ("G31_1", "C", 40, 0),
    ("G33", "C", 10, 0),
    ("G46", "N", 12, 2),
    ("G022", "C", 20, 0),
    ("G082", "C", 20, 0),
    ("G34", "C", 2, 0),
]


def record(item: int) -> list[bytes]:
    number = b"10702020/100523/0001234"
    return [number, b"%d" % item, b"valves", b"8481805990", b"1520.25", b"LUTIK", b"IVOLGA", b"KR"]


def books_of(data: bytes, name: str, folder: Path) -> Books:
    (folder / name).write_bytes(data)
    with Case.new(folder / "case") as case:
        return case.add([folder / name])[0].books


def test_a_deleted_record_is_skipped_and_counted(tmp_path: Path) -> None:
    data = dbf(FIELDS, [record(1), record(2), record(3)], deleted=[1])
    books = books_of(data, "t.dbf", tmp_path)
    assert (books.lines, books.skipped) == (2, {"deleted_record": 1, "header": 1})
    assert books.balanced


def test_a_preview_counts_a_deleted_record_as_the_loader_does(tmp_path: Path) -> None:
    (tmp_path / "t.dbf").write_bytes(dbf(FIELDS, [record(1), record(2)], deleted=[1]))
    seen = Case.look(tmp_path / "t.dbf")
    assert seen.would_be_apart == {"skipped:deleted_record": 1, "skipped:header": 1}


def test_a_text_that_is_no_object_is_refused(tmp_path: Path) -> None:
    keys = [name for name, *_ in FIELDS]
    rows = [[cell.decode() for cell in record(n)] for n in range(1, 4)]
    lines = [json.dumps(dict(zip(keys, row, strict=True))) for row in rows]
    books = books_of("\n".join([*lines, "[1]"]).encode(), "t.jsonl", tmp_path)
    assert (books.lines, books.refused) == (3, {"not_an_object": 1})


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls", "xlsb", "zip", "gz"])
def test_a_real_workbook_gives_the_same_lines_in_other_formats(kind: str, tmp_path: Path) -> None:
    source = CUSTOMS / "peru_trucks_import.xlsx"
    if not source.exists():
        pytest.skip("the shared test data are not here")
    rows = [[cell or "" for cell in row.cells] for row in read_file(source)[1]]
    made = {
        "xls": lambda: xls(("S", rows)),
        "xlsb": lambda: xlsb("S", rows),
        "zip": lambda: zipped(("x.xlsx", source.read_bytes()), ("y.jsonl", json_lines())),
        "gz": lambda: gzip.compress(source.read_bytes()),
    }
    books = books_of(made[kind](), f"f.{kind}", tmp_path)
    assert (books.lines, books.refused, books.balanced) == (1297, {}, True)
