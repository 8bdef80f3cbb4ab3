"""A load of several files may be killed at any moment: all of them are in the case, or none."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from robust_files import declarations, write_csv
from robust_running import FTG, dossier, finish, start, unowned, wait_until

from followthegoods.case import Case

pytestmark = pytest.mark.slow

LINES = 50


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], list[Any]]:
    """A case with one file, the small files that come next, and its answers before and after."""
    folder = tmp_path_factory.mktemp("few")
    # Each file repeats half of the one before it.
    files = [
        write_csv(folder / f"invented-{n}.csv", declarations(LINES * n // 2, LINES))
        for n in range(5)
    ]
    with Case.new(folder / "case") as case:
        case.add(files[:1])
    shutil.copytree(folder / "case", folder / "whole")
    answers = []
    with Case.open(folder / "whole") as case:
        for _ in range(2):
            answers.append(dossier(case))
            case.add(files)
    return folder / "case", files, answers


MOMENTS = [
    ("lake/lines/00000003.parquet", 0),
    ("raw/*", 0),
    ("raw/*", 40),
    ("lake/readings/00000003.parquet", 0),
    ("lake/readings/00000003.parquet", 5),
    ("lake/readings/00000003.parquet", 40),
    ("lake/parties/00000004.parquet", 0),
]


@pytest.mark.parametrize(("file", "milliseconds"), MOMENTS)
def test_of_files_loaded_together_all_stay_after_a_kill_or_none(
    file: str, milliseconds: int, few: tuple[Path, list[Path], list[Any]], tmp_path: Path
) -> None:
    made, files, (before, after) = few
    folder = Path(shutil.copytree(made, tmp_path / "case"))
    had = set(folder.glob(file))
    process = start([*FTG, "add", folder, *files])
    wait_until(lambda: bool(set(folder.glob(file)) - had) or process.poll() is not None)
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGKILL)
    finish(process)
    with Case.open(folder) as case:
        known = len(case.status().books)
        assert known in (1, len(files))
        assert dossier(case) == (before if known == 1 else after)
        left = unowned(folder)
        assert [one.known for one in case.add(files)] == [n < known for n in range(len(files))]
        assert dossier(case) == after
    assert known > 1 or not left & unowned(folder)
