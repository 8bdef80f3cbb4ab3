"""A load may be killed at any moment: the case is as it was, or as it should become."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from robust_running import FTG, alive, dossier, finish, ftg, start, unowned, wait_until

from followthegoods.case import Case

if TYPE_CHECKING:
    from conftest import Uninterrupted

pytestmark = pytest.mark.slow

KILLS = 30
NEAR_COMMITS = (
    "raw/*",
    "lake/fates/00000002.parquet",
    "lake/readings/00000001.parquet",
    "lake/dollars/00000001.parquet",
    "lake/dollars/00000002.parquet",
    "lake/parties/*",
    "lake/names/*",
)
"""Files that appear in the last moments before a commit."""


@pytest.fixture(scope="session")
def duration(uninterrupted: Uninterrupted, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long the whole load takes when nobody disturbs it."""
    folder = tmp_path_factory.mktemp("measured") / "case"
    Case.new(folder).close()
    begun = time.monotonic()
    done = ftg("add", folder, *uninterrupted.files)
    assert done.code == 0, done.err
    return time.monotonic() - begun


def kill(folder: Path, files: tuple[Path, ...], moment: Callable[[], bool], then: float) -> None:
    """Start the load and kill it, and it alone, some seconds after the moment has come."""
    process = start([*FTG, "add", folder, *files])
    wait_until(lambda: moment() or process.poll() is not None)
    time.sleep(then)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert wait_until(lambda: not alive(process.pid), 20, 0.02), "a child outlives the load"
    finish(process)


def check(folder: Path, whole: Uninterrupted) -> None:
    """The case opens, holds whole files only, answers, and comes right when added to."""
    with Case.open(folder) as case:
        books = case.status().books
        names = [book.source.name for book in books]
        assert names == [file.name for file in whole.files[: len(names)]]
        assert all(book.balanced for book in books)
        if names:
            assert dossier(case) == whole.answers[len(names)]
        left = unowned(folder)
        added = case.add(whole.files)
        assert [file.known for file in added] == [n < len(names) for n in range(len(added))]
        assert dossier(case) == whole.answers[-1]
        assert sum(book.read for book in case.status().books) == 2 * 3001
    if len(names) < len(added):
        assert not left & unowned(folder)


@pytest.mark.parametrize("nth", range(KILLS))
def test_a_load_killed_at_any_moment_leaves_whole_files_and_comes_right(
    nth: int, duration: float, uninterrupted: Uninterrupted, tmp_path: Path
) -> None:
    Case.new(tmp_path / "case").close()
    moment = duration * (nth + random.Random(nth).random()) / KILLS
    kill(tmp_path / "case", uninterrupted.files, lambda: True, moment)
    check(tmp_path / "case", uninterrupted)


@pytest.mark.parametrize("milliseconds", [0, 10, 40])
@pytest.mark.parametrize("file", NEAR_COMMITS)
def test_a_load_killed_around_a_commit_leaves_whole_files_and_comes_right(
    file: str, milliseconds: int, uninterrupted: Uninterrupted, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    Case.new(folder).close()
    kill(folder, uninterrupted.files, lambda: any(folder.glob(file)), milliseconds / 1000)
    check(folder, uninterrupted)


@pytest.mark.parametrize("milliseconds", [0, 5, 20, 60])
def test_a_removal_killed_around_its_commit_leaves_the_file_in_or_out(
    milliseconds: int, uninterrupted: Uninterrupted, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    with Case.new(folder) as case:
        case.add(uninterrupted.files)
    process = start([*FTG, "remove", folder, "2", "--yes"])
    names = folder / "lake/names/00000004.parquet"
    wait_until(lambda: names.exists() or process.poll() is not None)
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGKILL)
    finish(process)
    with Case.open(folder) as case:
        held = len(case.status().books)
        assert dossier(case) == uninterrupted.answers[held]
        case.add(uninterrupted.files)
        assert dossier(case) == uninterrupted.answers[-1]
