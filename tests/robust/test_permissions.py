"""What one may not read or write, and what is no file, is said."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from robust_files import SUBJECT, declarations, write_csv
from robust_running import Ran, ftg

_DROP_FROM_BOUNDS = 24
_PASSES_BY_PERMISSIONS = (1, 2)


def _obey_permissions() -> None:
    """Take from a process what lets root read and write whatever it likes (Linux)."""
    for capability in _PASSES_BY_PERMISSIONS:
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, capability, 0, 0, 0)


def bound(*arguments: object) -> Ran:
    """Run `ftg` as one whom permissions bind, which they do anyway but for root."""
    return ftg(*arguments, preexec_fn=_obey_permissions if os.geteuid() == 0 else None)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder to take permissions away in."""
    place = tmp_path / "place"
    place.mkdir()
    if os.geteuid() == 0 and not sys.platform.startswith("linux"):
        pytest.skip("permissions do not bind root here")
    yield place
    for folder in [place, *(path for path in place.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)


def forbid_writing(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.fixture
def read_only_case(place: Path, case: Path) -> Path:
    folder = Path(shutil.copytree(case, place / "case"))
    forbid_writing(folder)
    return folder


@pytest.mark.parametrize("question", [["status"], ["find", SUBJECT], ["dossier", SUBJECT]])
def test_questions_work_in_a_case_that_may_not_be_written_to(
    question: list[str], read_only_case: Path
) -> None:
    command, *rest = question
    ran = bound(command, read_only_case, *rest)
    assert (ran.code, ran.err) == (0, "")
    assert SUBJECT in ran.out or command == "status"


def test_adding_to_a_case_that_may_not_be_written_to_says_so(
    read_only_case: Path, place: Path
) -> None:
    file = write_csv(place / "new.csv", declarations(9000, 5))
    ran = bound("add", read_only_case, file)
    assert ran.code == 4
    assert "Error: The case may not be written to: " in ran.err


def test_a_read_only_case_that_a_writer_left_open_says_so(place: Path, case: Path) -> None:
    folder = Path(shutil.copytree(case, place / "case"))
    (folder / "catalogue.sqlite-wal").write_bytes(b"what a writer left")
    forbid_writing(folder)
    ran = bound("status", folder)
    assert ran.code == 4
    assert "Error: The case may not be written to: " in ran.err


@pytest.mark.parametrize("command", ["add", "look"])
def test_a_file_that_may_not_be_read_says_so(command: str, place: Path, case: Path) -> None:
    file = write_csv(place / "secret.csv", declarations(9000, 5))
    file.chmod(0)
    ran = bound(command, *([case] if command == "add" else []), file)
    assert ran.code == 3
    assert "Error: You may not read this file." in ran.err
    assert "What to do: " in ran.err


def test_a_file_in_a_folder_that_may_not_be_entered_says_so(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir()
    write_csv(closed / "file.csv", declarations(9000, 5))
    closed.chmod(0)
    ran = bound("look", closed / "file.csv")
    assert ran.code == 2
    assert "Error: The file cannot be reached: Permission denied." in ran.err


def test_a_case_in_a_folder_that_may_not_be_entered_says_so(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0)
    ran = bound("status", closed / "case")
    assert ran.code == 2
    assert "Error: The case cannot be reached: Permission denied." in ran.err


def test_a_case_cannot_be_made_where_one_may_not_write(place: Path) -> None:
    place.chmod(0o555)
    ran = bound("new", place / "case")
    assert ran.code == 2
    assert "Error: No case can be made here: Permission denied." in ran.err


def test_a_folder_is_no_file_to_look_at(tmp_path: Path) -> None:
    ran = ftg("look", tmp_path)
    assert ran.code == 2
    assert "Error: This is a folder, and one file is needed." in ran.err


def test_a_file_of_a_folder_that_may_not_be_read_is_left_out_and_that_is_said(
    place: Path, case: Path
) -> None:
    folder = Path(shutil.copytree(case, place / "case"))
    (place / "dump").mkdir()
    write_csv(place / "dump" / "open.csv", declarations(9000, 5))
    write_csv(place / "dump" / "secret.csv", declarations(9100, 5)).chmod(0)
    ran = bound("add", folder, place / "dump")
    assert ran.code == 3
    assert "loaded open.csv" in ran.err
    assert "dump/secret.csv" in ran.out
    assert "You may not read this file." in ran.out


def test_a_folder_that_may_not_be_opened_says_so(place: Path, case: Path) -> None:
    (place / "closed").mkdir(mode=0)
    ran = bound("add", case, place / "closed")
    assert ran.code == 3
    assert "Error: The folder cannot be opened: Permission denied." in ran.err


def test_a_file_whose_name_is_no_text_says_so(case: Path, tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/\xcf\xd0.csv"
    write_csv(Path(os.fsdecode(file)), declarations(9000, 5))
    ran = ftg("add", case, os.fsdecode(file))
    assert ran.code == 2
    assert "Error: The name of the file is not text on this machine." in ran.err
