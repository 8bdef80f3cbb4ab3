"""Files that enter a case in one load and share its files: each is a source of its own still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from knowing import figures, ledger
from rereading import layouts
from test_together import TABLES, rows

from followthegoods.case import Case, changing
from followthegoods.errors import BooksDoNotBalance, NoSuchState
from followthegoods.ingest import load, together
from followthegoods.lake import merging
from followthegoods.parties import readings
from strategies import DAISY, HEADER, NARROW_HEADER, csv_bytes, line, lines_of, narrow, write_files


def file(n: int) -> bytes:
    """Two lines, the first that of the file before once more, and a refused row. Their goods texts
    name makers."""
    return csv_bytes(
        [
            line(item=str(n), goods=f"НАСОС. ИЗГОТОВИТЕЛЬ: ДЕЗИ {n}", statistical_usd=str(n)),
            line(item=str(n + 1), goods="ИЗГОТОВИТЕЛЬ: РОМАШКА", statistical_usd=str(n + 1)),
            [f"REFUSED {n}", *[""] * (len(HEADER) - 1)],
        ],
        HEADER,
    )


FILES = {f"{n}.csv": file(n) for n in (1, 2, 3)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files and a case that holds them."""
    folder = tmp_path_factory.mktemp("made")
    files = write_files(folder, FILES)
    with Case.new(folder / "case") as case:
        case.add(files)
    return folder


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(made / "case", tmp_path / "case")) as case:
        yield case


def added(folder: Path, files: list[Path]) -> Case:
    """A new case of files, each in a load of its own."""
    case = Case.new(folder)
    for file in files:
        case.add([file])
    return case


def held(case: Case) -> dict[str, Any]:
    """What a case holds, without the numbers of sources: one that is added again gets another."""
    numbers = {book.source.source: book.source.name for book in case.status().books}

    def named(row: dict[str, Any]) -> dict[str, Any]:
        if "line" in row:
            row["line"] = (numbers[row["line"] >> 36], row["line"] & 0xFFFFFFFFF)
        return {**row, "source": numbers.get(row.get("source", 0))}

    found = {
        name: [named(row) for row in rows(case, name)]
        for name in TABLES
        if name not in ("fates", "dollars")
    }
    found = {name: sorted(map(str, every)) for name, every in found.items()}
    return {**found, "ledger": judged(case), "figures": figures(case)}


def judged(case: Case) -> dict[str, Any]:
    """The ledger without the lines that stand: one was judged to, or nothing was said of it."""
    return {
        name: {**book, "fates": {at: f for at, f in book["fates"].items() if f != "stands"}}
        for name, book in ledger(case).items()
    }


def loads(case: Case) -> list[str]:
    found = case._catalogue.db.execute("SELECT kind FROM loads ORDER BY load").fetchall()
    return [row["kind"] for row in found]


def test_files_of_one_kind_enter_the_case_in_one_load(case: Case) -> None:
    assert loads(case) == ["add", "resolve"]


def test_a_load_of_several_files_adds_one_file_to_each_table(case: Case) -> None:
    tables = ("lines", "refused", "mentions", "readings", "makers", "fates")
    assert {name: len(list((case.path / "lake" / name).iterdir())) for name in tables} == (
        dict.fromkeys(tables, 1)
    )


def test_the_refused_rows_of_one_file_are_its_own(case: Case) -> None:
    assert [(row.source, row.cells[0]) for row in case.refused("2.csv")] == [("2.csv", "REFUSED 2")]
    assert len(case.refused()) == 3


def test_a_state_before_the_load_has_none_of_its_files_and_one_after_it_all(
    made: Path, tmp_path: Path
) -> None:
    with Case.new(tmp_path / "case") as case:
        case.add([made / "1.csv"])
        before = case.dossier(DAISY).to_json()
        case.add([made / "2.csv", made / "3.csv"])
        after = case.dossier(DAISY).to_json()
        assert loads(case) == ["add", "resolve", "add", "resolve"]
        assert case.dossier(DAISY, at=2).to_json() == before
        sources = case.dossier(DAISY, at=3).coverage.by_source
        assert [one.source for one in sources] == list(FILES)
        case.remove("2.csv")
        assert case.dossier(DAISY, at=2).to_json() == before
        with pytest.raises(NoSuchState):
            case.dossier(DAISY, at=4)
        assert case.dossier(DAISY).to_json() != after


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_taken_out_leaves_what_the_others_alone_come_to(
    name: str, case: Case, made: Path, tmp_path: Path
) -> None:
    case.remove(name)
    others = [made / other for other in FILES if other != name]
    with added(tmp_path / "others", others) as never:
        assert held(case) == held(never)


def test_all_files_can_be_taken_out_one_after_another(case: Case) -> None:
    for name in FILES:
        case.remove(name)
    assert lines_of(case) == []


def test_a_file_that_is_taken_out_and_added_again_changes_nothing(case: Case, made: Path) -> None:
    before = held(case)
    case.remove("2.csv")
    case.add([made / "2.csv"])
    assert held(case) == before


def test_a_removal_that_fails_leaves_the_files_shared(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise BooksDoNotBalance("no", where="2.csv")

    with monkeypatch.context() as patch:
        patch.setattr(changing, "settle_fates", fails)
        with pytest.raises(BooksDoNotBalance):
            case.remove("2.csv")
    case.remove("1.csv")
    case.remove("2.csv")
    assert [row["source"] for row in lines_of(case)] == [3, 3]


def test_a_file_read_again_by_another_layout_leaves_the_others_as_they_are(
    tmp_path: Path,
) -> None:
    wrong, right = layouts(tmp_path)
    files = write_files(
        tmp_path,
        {
            f"{n}.csv": csv_bytes([narrow(item=str(n)), narrow(item=str(n + 1))], NARROW_HEADER)
            for n in (1, 2, 3)
        },
    )
    cases = {}
    for how in ("together", "alone"):
        with Case.new(tmp_path / how) as case:
            for some in [files] if how == "together" else [[file] for file in files]:
                case.add(some, layout=wrong)
            case.relayout("2.csv", layout=right)
            cases[how] = held(case)
    assert cases["together"] == cases["alone"]


def test_of_files_loaded_together_one_with_unbalanced_books_is_refused_by_itself(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = load.check_books

    def checked(catalogue: Any, source: int, records: int) -> None:
        if catalogue.source(source).name == "2.csv":
            raise BooksDoNotBalance("no", where="2.csv")
        check(catalogue, source, records)

    monkeypatch.setattr(load, "check_books", checked)
    with Case.new(tmp_path / "case") as case:
        with pytest.raises(BooksDoNotBalance):
            case.add([made / name for name in FILES])
        assert [book.source.name for book in case.status().books] == ["1.csv"]


def test_a_merged_file_goes_with_the_shared_file_it_was_made_of(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "FAN", 2)
    with Case.new(tmp_path / "case") as case:
        case.add([made / "1.csv", made / "2.csv"])
        case.add([made / "3.csv"])
        assert list(case.path.glob("lake/merged/lines-*"))
        case.remove("2.csv")
        assert not list(case.path.glob("lake/merged/lines-*"))
        with added(tmp_path / "others", [made / "1.csv", made / "3.csv"]) as never:
            assert (figures(case), judged(case)) == (figures(never), judged(never))


def test_several_loads_of_a_job_come_to_what_each_file_by_itself_comes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "MOST", 2)
    files = write_files(tmp_path, {f"{n}.csv": file(n) for n in range(1, 6)})
    with Case.new(tmp_path / "case") as case, added(tmp_path / "alone", files) as alone:
        case.add(files)
        assert loads(case) == ["add", "add", "add", "resolve"]
        assert held(case) == held(alone)


def test_who_is_named_in_two_loads_of_a_job_is_read_in_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "MOST", 2)
    read: list[str] = []
    read_parts = readings.read_parts

    def counting(name: str, *others: Any) -> Any:
        read.append(name)
        return read_parts(name, *others)

    monkeypatch.setattr(readings, "read_parts", counting)
    files = write_files(tmp_path, {f"{n}.csv": file(n) for n in range(1, 5)})
    with Case.new(tmp_path / "case") as case:
        case.add(files)
    assert read
    assert len(read) == len(set(read))
