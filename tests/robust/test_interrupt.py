"""Ctrl-C: one clean line, and the case as it was before the file that was being loaded."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from robust_files import declarations, write_csv
from robust_running import alive, dossier, finish, start, unowned

from followthegoods.case import Case

if TYPE_CHECKING:
    from conftest import Uninterrupted

SAID = "Interrupted. Nothing of a file still being loaded was kept."
LOADED = "Loaded before it was interrupted: {}."
CSV_STAGES = ("reading text", "writing", "lines", "mentions", "repeats", "names")
LOADER = Path(__file__).with_name("robust_loader.py")


def interrupt(folder: Path, file: Path, stage: str, seconds: float) -> tuple[int, str, int]:
    """Load a file and press Ctrl-C so long after a stage has begun; exit code, talk, process."""
    process = start([sys.executable, LOADER, stage, "ftg", "add", folder, file])
    assert process.stdout is not None
    assert process.stdout.readline() == f"{stage}\n"
    time.sleep(seconds)
    # A terminal sends it to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    ran = finish(process)
    return ran.code, ran.err, process.pid


def check(folder: Path, file: Path, stage: str, seconds: float, whole: Uninterrupted) -> None:
    with Case.open(folder) as case:
        before = case.status().state
    code, said, group = interrupt(folder, file, stage, seconds)
    # A machine may have loaded it whole by then: it is so if it says so, and not otherwise.
    kept = said.startswith(LOADED.format(file.name))
    assert (code, said.splitlines()[kept:]) == (130, [SAID])
    assert not alive(group)
    with Case.open(folder) as case:
        status = case.status()
        assert [book.source.name for book in status.books][1:] == [file.name] * kept
        assert (status.state != before) == kept
        if kept:
            return
        assert dossier(case) == whole.answers[1]
        left = unowned(folder)
        case.add(whole.files)
        assert dossier(case) == whole.answers[-1]
    assert not left & unowned(folder)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.0, 0.05])
@pytest.mark.parametrize("stage", CSV_STAGES)
def test_an_interrupted_load_says_so_in_one_line_and_leaves_the_case_as_it_was(
    stage: str, seconds: float, case: Path, uninterrupted: Uninterrupted
) -> None:
    other = write_csv(case.parent / "other.csv", declarations(6000, 3000))
    check(case, other, stage, seconds, uninterrupted)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.0, 0.1])
def test_an_interrupted_workbook_leaves_no_reader_behind(
    seconds: float, case: Path, uninterrupted: Uninterrupted
) -> None:
    check(case, uninterrupted.files[1], "reading the workbook", seconds, uninterrupted)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.0, 0.03])
def test_an_interruption_while_parties_are_resolved_is_made_good_by_the_next_question(
    seconds: float, case: Path, uninterrupted: Uninterrupted
) -> None:
    file = uninterrupted.files[1]
    code, said, _ = interrupt(case, file, "parties", seconds)
    assert (code, said.splitlines()) == (130, [LOADED.format(file.name), SAID])
    with Case.open(case) as opened:
        assert dossier(opened) == uninterrupted.answers[-1]
