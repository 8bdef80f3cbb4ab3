"""A place to work in, and a shelf for lists, for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from lists_samples import Shelf


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder for half-made files, apart from the lists themselves."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "case")
