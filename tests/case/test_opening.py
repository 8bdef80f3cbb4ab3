from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from knowing import disk, figures

from followthegoods.case import Case, opened
from followthegoods.errors import (
    BadParameter,
    CaseBusy,
    CaseDamaged,
    CaseExists,
    DiskFull,
    NewerCase,
    NoSuchCase,
    NoSuchParty,
    NoSuchSource,
    OlderCase,
)
from strategies import DAISY, NARROW_HEADER, csv_bytes, narrow, write_files


def test_a_new_case_holds_nothing(tmp_path: Path) -> None:
    with Case.new(tmp_path / "case") as case:
        assert (case.status().books, case.status().load) == ((), 0)


def test_a_case_is_not_made_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "diary.txt").write_text("x")
    with pytest.raises(CaseExists):
        Case.new(tmp_path / "case")


def test_a_case_is_not_made_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("x")
    with pytest.raises(CaseExists):
        Case.new(tmp_path / "case")


def test_a_case_is_not_made_over_a_case(case: Case) -> None:
    with pytest.raises(CaseExists):
        Case.new(case.path)


@pytest.mark.parametrize("there", [True, False])
def test_a_case_that_cannot_be_made_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    def refuse(path: Path, *, invented: bool) -> None:
        path.write_bytes(b"half")
        raise DiskFull("There is no room left on the disk.")

    monkeypatch.setattr(opened, "make_catalogue", refuse)
    folder = tmp_path / "one" / "two"
    if there:
        folder.mkdir(parents=True)
    with pytest.raises(DiskFull):
        Case.new(folder)
    assert list(tmp_path.rglob("*")) == ([folder.parent, folder] if there else [])


def test_an_empty_folder_becomes_a_case(tmp_path: Path) -> None:
    with Case.new(tmp_path) as case:
        assert case.path == tmp_path


@pytest.mark.parametrize("name", ["absent", "."])
def test_a_folder_without_a_catalogue_is_no_case(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoSuchCase):
        Case.open(tmp_path / name)


def test_a_case_of_a_newer_program_is_left_alone(copied: Callable[[], Case]) -> None:
    with copied() as case:
        path = case.path
    with sqlite3.connect(path / "catalogue.sqlite") as db:
        db.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    with pytest.raises(NewerCase):
        Case.open(path)


def test_a_case_of_an_older_program_is_left_alone(copied: Callable[[], Case]) -> None:
    with copied() as case:
        path = case.path
    with sqlite3.connect(path / "catalogue.sqlite") as db:
        db.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with pytest.raises(OlderCase):
        Case.open(path)


def test_a_catalogue_that_is_no_catalogue_is_damage(copied: Callable[[], Case]) -> None:
    with copied() as case:
        path = case.path
    (path / "catalogue.sqlite").write_bytes(b"not a catalogue" * 100)
    with pytest.raises(CaseDamaged):
        Case.open(path)


def test_an_empty_catalogue_is_damage(copied: Callable[[], Case]) -> None:
    with copied() as case:
        path = case.path
    for file in path.glob("catalogue.sqlite*"):
        file.write_bytes(b"")
    with pytest.raises(CaseDamaged):
        Case.open(path)


def test_a_file_of_the_lake_that_is_missing_is_damage(case: Case) -> None:
    for file in (case.path / "lake" / "lines").iterdir():
        file.unlink()
    with pytest.raises(CaseDamaged):
        case.dossier(DAISY)


def test_a_case_keeps_what_it_knows_when_it_is_opened_again(case: Case) -> None:
    before = (case.status(), case.dossier(DAISY).to_json())
    case.close()
    with Case.open(case.path) as again:
        assert (again.status(), again.dossier(DAISY).to_json()) == before


def test_a_case_that_was_moved_gives_the_same_answers(case: Case, tmp_path: Path) -> None:
    before = case.dossier(DAISY).to_json()
    case.close()
    case.path.rename(tmp_path / "elsewhere")
    with Case.open(tmp_path / "elsewhere") as moved:
        assert moved.dossier(DAISY).to_json() == before


# -- one writer, many readers


def test_a_second_writer_is_told_so(case: Case, made: Path) -> None:
    with Case.open(case.path) as other, case._disk.one_writer(), pytest.raises(CaseBusy):
        other.add([made / "first.csv"])


def test_a_reader_sees_the_case_as_it_was_before_an_unfinished_write(case: Case) -> None:
    before = case.dossier(DAISY).to_json()
    with (
        Case.open(case.path) as other,
        suppress(KeyboardInterrupt),
        other._disk.one_writer(),
        other._catalogue.write("add", ""),
    ):
        other._catalogue.db.execute("DELETE FROM files")
        assert case.dossier(DAISY).to_json() == before
        raise KeyboardInterrupt


def test_a_write_that_fails_leaves_nothing(case: Case) -> None:
    before = case.status()
    with suppress(KeyboardInterrupt), case._catalogue.write("add", ""):
        case._catalogue.db.execute("UPDATE sources SET name = 'half.csv'")
        raise KeyboardInterrupt
    assert case.status() == before


# -- taking out again


def test_what_is_removed_leaves_no_file_of_its_own(case: Case) -> None:
    own = {book.source.name: book.source.sha256 for book in case.status().books}
    case.remove("second.csv")
    left = disk(case)
    assert not any(own["second.csv"] in name for name in left)
    assert {name.split("/")[1]: 0 for name in left if "/lines/" in name} == {"lines": 0}


def test_what_is_removed_is_as_if_it_was_never_added(
    case: Case, made: Path, tmp_path: Path
) -> None:
    case.remove("second.csv")
    with Case.new(tmp_path / "never") as never:
        never.add([made / "first.csv"])
        assert figures(case) == figures(never)


def test_what_was_removed_can_be_added_again(case: Case, made: Path) -> None:
    before = figures(case)
    case.remove("first.csv")
    case.add([made / "first.csv"])
    assert figures(case) == before


def test_a_case_whose_last_source_was_removed_answers_that_it_is_empty(case: Case) -> None:
    for name in ("first.csv", "second.csv"):
        case.remove(name)
    assert case.status().books == ()
    with pytest.raises(NoSuchParty):
        case.dossier(DAISY)


@pytest.mark.parametrize("name", ["1", "first.csv"])
def test_a_source_is_named_by_its_number_or_its_file(case: Case, name: str) -> None:
    assert case._catalogue.find_source(name).name == "first.csv"


def test_a_source_is_named_by_the_first_letters_of_its_hash(case: Case) -> None:
    source = case.status().books[1].source
    assert case._catalogue.find_source(source.sha256[:8]) == source


@pytest.mark.parametrize("name", ["3", "third.csv", ""])
def test_a_source_that_is_not_there_is_said_to_be_so(case: Case, name: str) -> None:
    with pytest.raises(NoSuchSource):
        case.remove(name)


# -- sweeping


def test_the_next_writer_sweeps_what_no_load_owns(case: Case, tmp_path: Path) -> None:
    orphans = [
        case.path / "raw" / ("0" * 64 + ".parquet"),
        case.path / "lake" / "lines" / "99999999.parquet",
        case.path / "work" / "half" / "raw.parquet",
    ]
    for orphan in orphans:
        orphan.parent.mkdir(exist_ok=True)
        orphan.write_bytes(b"half")
    more = csv_bytes([narrow(item="9")], NARROW_HEADER)
    case.add(write_files(tmp_path, {"more.csv": more}))
    assert not any(orphan.exists() for orphan in orphans)


def test_sweeping_leaves_every_file_that_counts(case: Case) -> None:
    case._disk.sweep(case._catalogue.all_files())
    assert set(disk(case)) == set(case._catalogue.all_files())


# -- asking


def test_a_question_about_nobody_is_refused(case: Case) -> None:
    with pytest.raises(BadParameter):
        case.dossier()


def test_refused_rows_of_a_source_that_is_not_there_are_refused(case: Case) -> None:
    with pytest.raises(NoSuchSource):
        case.refused("third.csv")
