"""The engine, interrupted while it writes a file."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest
from robust_running import finish, start

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect

WRITER = Path(__file__).with_name("robust_writer.py")


def test_the_engine_has_no_threads_of_its_own_for_writing(tmp_path: Path) -> None:
    with closing(connect(Settings(memory="1GB", threads=2, author=""), tmp_path)) as db:
        found = db.execute("SELECT current_setting('async_threads')").fetchall()
    assert found == [(0,)]


@pytest.mark.slow
def test_an_interrupted_writing_ends(tmp_path: Path) -> None:
    # With such threads an interruption in some twenty hung.
    ran = finish(start([sys.executable, WRITER, tmp_path, 100]))
    assert (ran.code, ran.out) == (0, "ended\n"), ran.err
