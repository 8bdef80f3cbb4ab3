"""A full disk is an error message, not a broken case."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from robust_files import SUBJECT, declarations, write_csv
from robust_running import dossier, ftg

from followthegoods.case import Case
from followthegoods.engine import duckdb as engine
from followthegoods.errors import DiskFull
from followthegoods.ingest import load

if TYPE_CHECKING:
    from conftest import Uninterrupted

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as out:
        out.write(bytes(max(0, shutil.disk_usage(disk).free - leave)))
    return filler


def test_a_load_that_cannot_fit_says_how_much_it_needs_before_it_begins(
    case: Path, uninterrupted: Uninterrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9 - 10**5, 10**5))
    with Case.open(case) as opened:
        before = opened.status()
        with pytest.raises(DiskFull, match=r"needs about \d+ MB, 0 MB are free"):
            opened.add(uninterrupted.files)
        assert opened.status() == before


@pytest.mark.slow
@pytest.mark.parametrize("leave", [0, 4, 40, 100, 200, 300, 400, 600, 800, 1000])
def test_a_disk_that_fills_up_anywhere_in_a_load_leaves_the_case_as_it_was(
    leave: int, small_disk: Path, case: Path, uninterrupted: Uninterrupted
) -> None:
    folder = Path(shutil.copytree(case, small_disk / "case"))
    with Case.open(folder) as opened:
        before = opened.status()
    filler = fill(small_disk, leave << 10)
    ran = ftg("add", folder, uninterrupted.files[1])
    filler.unlink()
    with Case.open(folder) as opened:
        if ran.code:
            assert (ran.code, "Traceback" in ran.err, " bug " in ran.err) == (4, False, False)
            assert "Where: " in ran.err
            assert "What to do: " in ran.err
            assert opened.status() == before
            assert dossier(opened) == uninterrupted.answers[1]
        opened.add(uninterrupted.files)
        assert dossier(opened) == uninterrupted.answers[2]


@pytest.mark.slow
@pytest.mark.parametrize("leave", [0, 64 << 10, 512 << 10, 1 << 20])
def test_a_disk_that_fills_up_unforeseen_is_a_full_disk_wherever_it_happens(
    leave: int,
    small_disk: Path,
    case: Path,
    uninterrupted: Uninterrupted,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path(shutil.copytree(case, small_disk / "case"))
    monkeypatch.setattr(load, "SPACE_FACTOR", 0)
    with Case.open(folder) as opened:
        before = opened.status()
        filler = fill(small_disk, leave)
        failed = None
        try:
            opened.add(uninterrupted.files)
        except DiskFull as error:
            failed = error
        filler.unlink()
        if failed is not None:
            assert failed.do
            assert opened.status() == before
            opened.add(uninterrupted.files)
        assert dossier(opened) == uninterrupted.answers[2]


@pytest.mark.slow
def test_a_case_made_on_a_full_disk_says_that_it_is_full(small_disk: Path) -> None:
    fill(small_disk, 0)
    ran = ftg("new", small_disk / "case")
    assert ran.code in (2, 4)
    assert ran.err.startswith("Error: ")
    assert " bug " not in ran.err


@pytest.mark.slow
def test_questions_work_on_a_full_disk(small_disk: Path, case: Path) -> None:
    folder = Path(shutil.copytree(case, small_disk / "case"))
    fill(small_disk, 0)
    for command in (["status", folder], ["dossier", folder, SUBJECT]):
        ran = ftg(*command)
        assert (ran.code, ran.err) == (0, "")


def test_an_engine_without_room_is_a_full_disk_that_names_the_space_needed(
    case: Path, uninterrupted: Uninterrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise engine.EngineError("IO Error: Could not write file: No space left on device")

    monkeypatch.setattr(load, "settle_fates", no_room)
    with Case.open(case) as opened:
        before = opened.status()
        with pytest.raises(DiskFull) as raised:
            opened.add(uninterrupted.files)
        assert "MB on that disk" in (raised.value.do or "")
        assert opened.status() == before


def test_a_catalogue_without_room_is_a_full_disk(case: Path, tmp_path: Path) -> None:
    many = write_csv(tmp_path / "many.csv", declarations(9000, 100))
    with Case.open(case) as opened:
        before = opened.status()
        db = opened._catalogue.db
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull), opened._catalogue.write("add", ""):
            db.executemany(
                "INSERT INTO meta VALUES (?, ?)", [(f"{n}", "x" * 2000) for n in range(50)]
            )
        assert opened.status() == before
        db.execute("PRAGMA max_page_count = 1073741823")
        assert not opened.add([many])[0].known
