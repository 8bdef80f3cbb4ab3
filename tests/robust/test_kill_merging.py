"""A load that merges small files may be killed while it does: nothing is lost, nothing is twice."""

from __future__ import annotations

import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from robust_files import SUBJECT, declarations, write_csv
from robust_running import FTG, dossier, finish, start, unowned, wait_until

from followthegoods.case import Case
from followthegoods.lake.merging import FAN

pytestmark = pytest.mark.slow

LINES = 20
NEXT = 2 * FAN - 1
"""The number of the load that merges: after a load for each file, each with one that resolves."""


@dataclass(frozen=True)
class Full:
    """A case whose next load merges, that file, and what the case answers before and after it."""

    folder: Path
    last: Path
    before: Any
    after: Any
    said: str
    """The dossier of before to the byte."""


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Full:
    folder = tmp_path_factory.mktemp("full")
    # Each file repeats half of the one before it, so that fates are merged as well.
    files = [
        write_csv(folder / f"invented-{n:02}.csv", declarations(LINES * n // 2, LINES))
        for n in range(FAN)
    ]
    with Case.new(folder / "case") as case:
        for file in files[:-1]:
            case.add([file])
        before, said = dossier(case), case.dossier(SUBJECT).to_json()
    shutil.copytree(folder / "case", folder / "whole")
    with Case.open(folder / "whole") as case:
        case.add(files[-1:])
        after = dossier(case)
    assert list((folder / "whole").glob("lake/merged/lines-*"))
    return Full(folder / "case", files[-1], before, after, said)


MOMENTS = [
    *[(f"lake/readings/{NEXT:08d}.parquet", wait) for wait in (0, 15, 30, 60)],
    *[("lake/merged/lines-*", wait) for wait in (0, 5, 25)],
    *[("lake/merged/readings-*", wait) for wait in (0, 10, 40)],
    *[("lake/merged/fates-*", wait) for wait in (0, 2, 10)],
]


@pytest.mark.parametrize(("file", "milliseconds"), MOMENTS)
def test_a_load_killed_while_it_merges_loses_nothing_and_counts_nothing_twice(
    file: str, milliseconds: int, full: Full, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(full.folder, tmp_path / "case"))
    process = start([*FTG, "add", folder, full.last])
    wait_until(lambda: any(folder.glob(file)) or process.poll() is not None)
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGKILL)
    finish(process)
    with Case.open(folder) as case:
        known = len(case.status().books) == FAN
        assert dossier(case) == (full.after if known else full.before)
        left = unowned(folder)
        case.add([full.last])
        assert dossier(case) == full.after
        assert sum(book.read for book in case.status().books) == FAN * (LINES + 1)
        assert case.dossier(SUBJECT, at=NEXT - 1).to_json() == full.said
    assert known or not left & unowned(folder)
