from __future__ import annotations

from pathlib import Path

import pytest
from cli_running import ftg, row, write_table


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three lines, one of them without a value and one with a formula, and one row cut short."""
    rows = [
        row(1),
        row(2, ""),
        row(3, "7,25", origin="DE", goods="=2+3"),
        "10999999/010322/0000001;4",
    ]
    return write_table(tmp_path_factory.mktemp("files") / "invented.csv", rows)


@pytest.fixture(scope="session")
def case(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with the table in it; tests only read it."""
    folder = tmp_path_factory.mktemp("cases") / "one"
    assert ftg("new", folder).code == 0
    added = ftg("add", folder, table)
    assert added.code == 0, added.err
    return folder
