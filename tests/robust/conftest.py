from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from robust_files import declarations, write_csv, write_xlsx
from robust_running import dossier

from followthegoods.case import Case


@dataclass(frozen=True)
class Uninterrupted:
    """Two files, the second of which repeats lines of the first, and what they come to.

    `answers[n]` is the dossier of a case that holds the first n of them, None for none.
    """

    files: tuple[Path, ...]
    answers: tuple[Any, ...]
    states: tuple[str, ...]


@pytest.fixture(scope="session")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> Uninterrupted:
    folder = tmp_path_factory.mktemp("uninterrupted")
    files = (
        write_csv(folder / "invented-1.csv", declarations(0, 3000)),
        write_xlsx(folder / "invented-2.xlsx", declarations(2500, 3000)),
    )
    answers: list[Any] = [None]
    with Case.new(folder / "case") as case:
        states = [case.status().state]
        for file in files:
            case.add([file])
            answers.append(dossier(case))
            states.append(case.status().state)
    return Uninterrupted(files, tuple(answers), tuple(states))


@pytest.fixture(scope="session")
def one_file_case(uninterrupted: Uninterrupted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with the first of the files in it; tests copy it."""
    folder = tmp_path_factory.mktemp("one-file") / "case"
    with Case.new(folder) as case:
        case.add(uninterrupted.files[:1])
    return folder


@pytest.fixture
def case(one_file_case: Path, tmp_path: Path) -> Path:
    """A case of one's own with the first of the files in it."""
    return Path(shutil.copytree(one_file_case, tmp_path / "case"))
