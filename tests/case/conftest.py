"""A small case, made once; each test that changes one works on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from followthegoods.case import Case
from strategies import NARROW_HEADER, csv_bytes, narrow, write_files

FIRST = csv_bytes([narrow(), narrow(item="2", statistical_usd="500")], NARROW_HEADER)
SECOND = csv_bytes([narrow(), narrow(item="3", statistical_usd="70")], NARROW_HEADER)
"""One line of the second is one of the first again."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files `first.csv` and `second.csv`, and a case that holds them."""
    folder = tmp_path_factory.mktemp("made")
    files = write_files(folder, {"first.csv": FIRST, "second.csv": SECOND})
    with Case.new(folder / "case") as case:
        case.add(files)
    return folder


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Callable[[], Case]:
    """Opens a copy of the made case."""

    def copy() -> Case:
        shutil.copytree(made / "case", tmp_path / "case")
        return Case.open(tmp_path / "case")

    return copy


@pytest.fixture
def case(copied: Callable[[], Case]) -> Iterator[Case]:
    with copied() as opened:
        yield opened
