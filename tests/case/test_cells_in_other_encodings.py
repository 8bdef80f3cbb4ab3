"""A cell in another encoding than its file marks its line, however the file is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from followthegoods.case import Case, shipped_layout_text
from strategies import COLUMNS, DAISY, HEADER, line, lines_of

ROW = 20
EXPECTED = {ROW: "goods:read_as_cp866 receiver_name:read_as_utf_8", ROW + 1: "goods:read_as_koi8_r"}
GOODS = list(COLUMNS).index("goods")
RECEIVER = list(COLUMNS).index("receiver_name")


def _file(path: Path, *, mixed: bool) -> Path:
    """Forty lines in Windows-1251, two of them with cells in other encodings."""
    rows = [HEADER, *(line(item=str(n), goods="НАСОС ЦЕНТРОБЕЖНЫЙ, НОВЫЙ") for n in range(1, 40))]
    cells = [[cell.encode("cp1251") for cell in row] for row in rows]
    if mixed:
        cells[ROW - 1][GOODS] = rows[ROW - 1][GOODS].encode("cp866")
        cells[ROW - 1][RECEIVER] = rows[ROW - 1][RECEIVER].encode()
        cells[ROW][GOODS] = rows[ROW][GOODS].encode("koi8-r")
    path.write_bytes(b"".join(b";".join(row) + b"\n" for row in cells))
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _file(tmp_path_factory.mktemp("mixed") / "mixed.csv", mixed=True)


@pytest.fixture(scope="module")
def case(file: Path) -> Iterator[Case]:
    with Case.new(file.parent / "case") as made:
        made.add([file])
        yield made


def _marks(case: Case) -> dict[int, str]:
    return {row["row"]: row["marks"] for row in lines_of(case) if row["marks"]}


def test_a_line_says_which_of_its_cells_were_in_another_encoding(case: Case) -> None:
    assert _marks(case) == EXPECTED


def test_the_books_count_such_cells(case: Case) -> None:
    marks = case.status().books[0].marks
    assert marks == {mark: 1 for marks in EXPECTED.values() for mark in marks.split()}


def test_rows_show_the_mark_beside_the_raw_cell(case: Case) -> None:
    (row,) = (row for row in case.rows(DAISY) if row.row == ROW)
    assert (row.marks, row.cells[GOODS]) == (EXPECTED[ROW], "НАСОС ЦЕНТРОБЕЖНЫЙ, НОВЫЙ")


def test_figures_are_those_of_the_file_in_one_encoding(case: Case, tmp_path: Path) -> None:
    with Case.new(tmp_path / "case") as plain:
        plain.add([_file(tmp_path / "plain.csv", mixed=False)])
        assert plain.dossier(DAISY).value_usd == case.dossier(DAISY).value_usd
        assert not _marks(plain)


def test_a_look_counts_the_same_marks(file: Path) -> None:
    seen = Case.look(file)
    assert seen.marks == {mark: 1 for marks in EXPECTED.values() for mark in marks.split()}


def test_a_source_read_again_has_the_same_marks(case: Case, file: Path) -> None:
    own = file.with_name("own.toml")
    own.write_text(shipped_layout_text("ru-declarations").replace('"ru-declarations"', '"own"', 1))
    case.relayout(file.name, layout=str(own))
    assert _marks(case) == EXPECTED
