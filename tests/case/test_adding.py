from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowing import disk, figures, ledger, sources

from followthegoods.case import Case
from followthegoods.errors import NoSuchFile, UnknownLayout, UnreadableFile
from strategies import (
    CLOVER,
    DAISY,
    NARROW,
    NARROW_HEADER,
    cell_texts,
    csv_bytes,
    lines_of,
    narrow,
    workbook_bytes,
    write_files,
)

# -- the same file again


def test_a_file_again_changes_nothing(case: Case, made: Path) -> None:
    before = (case.status(), disk(case))
    assert case.add(sources(made))[0].known
    assert (case.status(), disk(case)) == before


def test_a_file_under_another_name_changes_nothing(case: Case, made: Path, tmp_path: Path) -> None:
    before = (case.status(), disk(case))
    shutil.copy(made / "first.csv", tmp_path / "renamed.csv")
    (added,) = case.add([tmp_path / "renamed.csv"])
    assert (added.known, added.books.source.name) == (True, "first.csv")
    assert (case.status(), disk(case)) == before


def test_a_file_named_twice_at_once_is_loaded_once(tmp_path: Path, made: Path) -> None:
    with Case.new(tmp_path / "case") as case:
        added = case.add([made / "first.csv"] * 2)
        assert [one.known for one in added] == [False, True]
        assert len(case.status().books) == 1


# -- files that cannot be read


def test_files_before_one_that_cannot_be_read_stay(case: Case, tmp_path: Path) -> None:
    good = csv_bytes([narrow(item="9", statistical_usd="1")], NARROW_HEADER)
    files = write_files(tmp_path, {"good.csv": good, "bad.csv": b"\x89PNG\r\n\x1a\n" + bytes(900)})
    with pytest.raises(UnreadableFile) as refused:
        case.add(files)
    assert refused.value.where == "bad.csv"
    assert [book.source.name for book in case.status().books][-1] == "good.csv"
    assert case.dossier(DAISY).value_usd.rows == 4


def test_a_file_that_cannot_be_read_leaves_the_case_as_it_was(case: Case, tmp_path: Path) -> None:
    before = (case.status(), disk(case))
    (tmp_path / "alien.csv").write_bytes(b"A;B\n1;2\n")
    with pytest.raises(UnknownLayout):
        case.add([tmp_path / "alien.csv"])
    assert (case.status(), disk(case)) == before


def test_a_file_that_is_not_there_is_said_before_any_is_loaded(case: Case, tmp_path: Path) -> None:
    good = csv_bytes([narrow(item="9")], NARROW_HEADER)
    (path,) = write_files(tmp_path, {"good.csv": good})
    before = case.status()
    with pytest.raises(NoSuchFile):
        case.add([path, tmp_path / "absent.csv"])
    assert case.status() == before


def test_a_header_alone_is_a_source_without_lines(tmp_path: Path) -> None:
    (path,) = write_files(tmp_path, {"empty.csv": csv_bytes([], NARROW_HEADER)})
    with Case.new(tmp_path / "case") as case:
        (added,) = case.add([path])
        assert (added.books.read, added.books.lines) == (1, 0)


# -- folders


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A folder of two tables, a table that no layout knows and a file that is none."""
    folder = tmp_path / "dump"
    write_files(
        folder,
        {
            "b.csv": csv_bytes([narrow(item="8")], NARROW_HEADER),
            "alien.csv": b"A;B\n1;2\n",
            "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(900),
        },
    )
    write_files(folder / "older", {"a.csv": csv_bytes([narrow(item="9")], NARROW_HEADER)})
    return folder


def test_a_folder_stands_for_the_tables_in_it(case: Case, dump: Path) -> None:
    added = case.add([dump])
    assert [one.file for one in added] == ["b.csv", "a.csv"]
    assert [book.source.name for book in case.status().books][2:] == ["b.csv", "a.csv"]


def test_files_of_a_folder_that_cannot_be_loaded_are_left_out_with_the_reason(
    case: Case, dump: Path
) -> None:
    left = {one.file: one.code for one in case.add([dump]).left_out}
    assert left == {"dump/alien.csv": "unknown_layout", "dump/photo.png": "unreadable_file"}


def test_a_link_in_a_folder_is_left_out_and_not_followed(case: Case, dump: Path) -> None:
    (dump / "link.csv").symlink_to(dump / "b.csv")
    added = case.add([dump])
    assert "dump/link.csv" in [one.file for one in added.left_out]
    assert len(added) == 2


def test_a_file_that_is_named_is_not_left_out(case: Case, dump: Path) -> None:
    with pytest.raises(UnknownLayout):
        case.add([dump / "alien.csv"])


def test_a_folder_again_changes_nothing(case: Case, dump: Path) -> None:
    case.add([dump])
    before = case.status()
    assert [one.known for one in case.add([dump])] == [True, True]
    assert case.status() == before


def test_a_layout_that_is_given_reads_only_the_files_of_a_folder_that_fit_it(
    case: Case, dump: Path
) -> None:
    added = case.add([dump], layout="ru-declarations")
    assert [one.file for one in added.left_out] == ["dump/alien.csv", "dump/photo.png"]


def test_a_folder_without_a_table_leaves_the_case_as_it_was(case: Case, tmp_path: Path) -> None:
    write_files(tmp_path / "notes", {"note.csv": b"A;B\n1;2\n"})
    before = (case.status(), disk(case))
    added = case.add([tmp_path / "notes"])
    assert (list(added), len(added.left_out)) == ([], 1)
    assert (case.status(), disk(case)) == before


# -- rows that are made up


def test_a_source_whose_name_says_that_it_is_invented_makes_the_case_one(
    tmp_path: Path, case: Case
) -> None:
    data = csv_bytes([narrow(item="9")], NARROW_HEADER)
    assert not case.invented
    case.add(write_files(tmp_path, {"INVENTED-vendor.csv": data}))
    assert case.invented
    assert [book.source.invented for book in case.status().books] == [False, False, True]


def test_a_source_that_says_so_above_its_header_is_invented_whatever_its_name(
    tmp_path: Path, case: Case
) -> None:
    data = b"INVENTED DATA\n" + csv_bytes([narrow(item="9")], NARROW_HEADER)
    (added,) = case.add(write_files(tmp_path, {"vendor.csv": data}))
    assert added.books.source.invented
    assert "invented_data" in {caveat.code for caveat in case.dossier(DAISY).caveats}


def test_a_goods_text_that_speaks_of_invention_invents_nothing(tmp_path: Path, case: Case) -> None:
    data = csv_bytes([narrow(item="9", goods="INVENTED DATA")], NARROW_HEADER)
    (added,) = case.add(write_files(tmp_path, {"vendor.csv": data}))
    assert not added.books.source.invented


# -- the books


def test_a_row_with_too_many_cells_is_refused_whole(tmp_path: Path) -> None:
    rows = [narrow(item=str(n)) for n in range(1, 71)]
    rows[65] = [*rows[65], "ЛИШНЕЕ"]
    (path,) = write_files(tmp_path, {"wide.csv": csv_bytes(rows, NARROW_HEADER)})
    with Case.new(tmp_path / "case") as case:
        (added,) = case.add([path])
        (refused,) = case.refused()
    assert added.books.refused == {"too_many_cells": 1}
    assert refused.cells[0] == ";".join(rows[65])


def test_a_row_with_too_few_cells_is_refused_whole(tmp_path: Path) -> None:
    rows = [narrow(item=str(n)) for n in range(1, 71)]
    rows[65] = rows[65][:4]
    (path,) = write_files(tmp_path, {"short.csv": csv_bytes(rows, NARROW_HEADER)})
    with Case.new(tmp_path / "case") as case:
        (added,) = case.add([path])
        assert (added.books.refused, added.books.lines) == ({"too_few_cells": 1}, 69)


def test_a_workbook_that_goes_on_over_two_sheets_is_one_source(tmp_path: Path) -> None:
    book = workbook_bytes(
        [["ВЫГРУЗКА"], [], NARROW_HEADER, narrow()], [narrow(item="2"), narrow(item="3")]
    )
    (path,) = write_files(tmp_path, {"book.xlsx": book})
    with Case.new(tmp_path / "case") as case:
        (added,) = case.add([path])
        assert added.books.skipped == {"blank": 1, "header": 1, "preamble": 1}
        assert [row["item"] for row in lines_of(case)] == [1, 2, 3]


ROWS = st.one_of(
    st.just(NARROW_HEADER),
    st.builds(lambda n: narrow(item=str(n)), st.integers(0, 3)),
    st.just(["ИТОГО", *[""] * 8, "1"]),
    st.just([""] * len(NARROW_HEADER)),
    st.lists(cell_texts(), min_size=1, max_size=len(NARROW_HEADER) + 2),
)


@settings(deadline=None, max_examples=6)
@given(st.lists(ROWS, max_size=6), st.lists(ROWS, max_size=30))
def test_the_books_of_any_table_balance(
    tmp_path_factory: pytest.TempPathFactory, above: list[list[str]], below: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = csv_bytes([*above, NARROW_HEADER, *below], None)
    (path,) = write_files(folder, {"any.csv": data})
    with Case.new(folder / "case") as case:
        (added,) = case.add([path])
        books = added.books
        lines = {(row["sheet"], row["row"]) for row in lines_of(case)}
        refused = {(row.sheet, row.row) for row in case.refused(limit=1000)}
    apart = sum(books.refused.values()) + sum(books.skipped.values())
    assert books.read == books.lines + books.repeated + books.superseded + apart
    assert len(lines) + apart == books.read
    assert len(refused) == sum(books.refused.values())
    assert not lines & refused


# -- the order of loading

A = [narrow(), narrow(item="2", statistical_usd="500"), narrow(item="0", goods="КАБЕЛЬ")]
B = [
    narrow(goods=""),
    narrow(item="2", statistical_usd="400"),
    *[narrow(item="0", goods="КАБЕЛЬ")] * 2,
    narrow(item="4", receiver_id=DAISY.removesuffix("6") + "5"),
]
C = [
    narrow(declaration="1", net_kg="100,250"),
    narrow(item="3", receiver_id=CLOVER, receiver_name="ООО КЛЕВЕР"),
    narrow(item="4", receiver_id="", receiver_name="ROMASHKA LLC"),
    narrow(item="3", statistical_usd="12.417"),
]


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Three files with lines in common, in three orders; in the last case one was removed."""
    folder = tmp_path_factory.mktemp("orders")
    files = write_files(
        folder,
        {
            f"{n}.csv": csv_bytes(rows, NARROW_HEADER)
            for n, rows in zip("abc", (A, B, C), strict=True)
        },
    )
    (extra,) = write_files(folder, {"x.csv": csv_bytes([*A, *B, *C], NARROW_HEADER)})
    cases = []
    for number, order in enumerate((files, files[::-1], [files[1], extra, files[2], files[0]])):
        case = Case.new(folder / f"case{number}")
        case.add(order)
        cases.append(case)
    cases[-1].remove("x.csv")
    return cases


def test_the_order_of_loading_changes_no_figure(orders: list[Case]) -> None:
    assert figures(orders[0]) == figures(orders[1])


def test_the_order_of_loading_changes_no_book(orders: list[Case]) -> None:
    assert ledger(orders[0]) == ledger(orders[1])


def test_a_file_that_was_removed_has_left_no_figure(orders: list[Case]) -> None:
    assert figures(orders[0]) == figures(orders[2])


def test_a_file_that_was_removed_has_left_no_book(orders: list[Case]) -> None:
    assert ledger(orders[0]) == ledger(orders[2])


def test_the_orders_hold_every_fate(orders: list[Case]) -> None:
    fates = itertools.chain.from_iterable(
        book["fates"].values() for book in ledger(orders[0]).values()
    )
    assert set(fates) == {"stands", "repeated", "conflict", "suspected"}


def test_the_order_of_loading_changes_no_line(orders: list[Case]) -> None:
    names = ("key", "content", "receiver", "marks", *NARROW)

    def said(case: Case) -> list[str]:
        columns = [name for name in names if name != "receiver_name"]
        return sorted(str([row[name] for name in columns]) for row in lines_of(case))

    assert said(orders[0]) == said(orders[1])
