from __future__ import annotations

import os
from pathlib import Path

import pytest

from followthegoods.errors import NoSuchFile, UnreadableFile
from followthegoods.lake.disk import CATALOGUE
from followthegoods.sources.folders import expand


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"a;b\n")


def names_in(folder: Path) -> list[str]:
    return [str(found.path.relative_to(folder)) for found in expand([folder])]


def test_a_folder_stands_for_its_files_sorted_by_name(tmp_path: Path) -> None:
    fill(tmp_path, "b.csv", "a.csv", "c/x.csv", "c/d/y.dbf")
    assert names_in(tmp_path) == ["a.csv", "b.csv", "c/d/y.dbf", "c/x.csv"]


def test_files_stay_in_the_order_they_are_named_in(tmp_path: Path) -> None:
    fill(tmp_path, "b.csv", "a.csv", "c/x.csv")
    named = [tmp_path / "b.csv", tmp_path / "c", tmp_path / "a.csv"]
    assert [found.path.name for found in expand(named)] == ["b.csv", "x.csv", "a.csv"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "a.csv", ".b.csv", ".git/c.csv", "~$a.xlsx")
    assert names_in(tmp_path) == ["a.csv"]


def test_a_case_in_a_folder_is_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "a.csv", f"case/{CATALOGUE}", "case/raw/x.parquet")
    assert names_in(tmp_path) == ["a.csv"]


def test_links_are_not_followed_and_are_said_to_be_links(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.csv", "out/b.csv")
    os.symlink(tmp_path / "out", tmp_path / "in" / "link")
    os.symlink(tmp_path / "out" / "b.csv", tmp_path / "in" / "b.csv")
    found = {one.path.name: one.link for one in expand([tmp_path / "in"])}
    assert found == {"a.csv": False, "b.csv": True, "link": True}


def test_a_file_of_a_folder_is_shown_from_the_folder_that_was_named(tmp_path: Path) -> None:
    fill(tmp_path, "dump/2018/a.csv")
    (found,) = expand([tmp_path / "dump"])
    assert found.shown == "dump/2018/a.csv"


def test_a_file_that_is_named_is_shown_as_it_was_named(tmp_path: Path) -> None:
    fill(tmp_path, "a.csv")
    (found,) = expand([tmp_path / "a.csv"])
    assert (found.shown, found.folder) == (str(tmp_path / "a.csv"), None)


def test_memo_files_are_left_to_their_tables(tmp_path: Path) -> None:
    fill(tmp_path, "t.dbf", "t.DBT", "alone.dbt")
    assert names_in(tmp_path) == ["alone.dbt", "t.dbf"]


def test_a_folder_without_a_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="no file in this folder"):
        expand([tmp_path])


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="no such file"):
        expand([tmp_path / "nowhere"])


def test_a_folder_that_may_not_be_opened_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UnreadableFile, match="Permission denied"):
        expand([tmp_path])
