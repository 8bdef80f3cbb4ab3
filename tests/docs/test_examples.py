"""The notebooks of `examples/` show what their cells say today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MAKE = Path(__file__).parents[2] / "examples" / "make.py"


@pytest.mark.slow
def test_every_notebook_shows_what_its_cells_say() -> None:
    done = subprocess.run(
        [sys.executable, str(MAKE), "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
