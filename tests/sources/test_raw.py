from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from raw_reading import SETTINGS, read_bytes, workbook

from followthegoods.engine import duckdb as engine
from followthegoods.errors import Broken, DiskFull, UnreadableFile
from followthegoods.sources import text
from followthegoods.sources.children import run_children
from followthegoods.sources.raw import read_raw, sample


def test_raw_has_its_columns_and_types(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(b"a;b\n1;2\n")
    out = tmp_path / "raw.parquet"
    read_raw(tmp_path / "s.csv", out, tmp_path, SETTINGS, lambda stage, fraction: None)
    rows = engine.connect(SETTINGS).execute(f"DESCRIBE FROM {engine.path_literal(out)}").fetchall()
    assert [(row[0], row[1]) for row in rows] == [
        ("sheet", "SMALLINT"),
        ("row", "INTEGER"),
        ("c1", "VARCHAR"),
        ("c2", "VARCHAR"),
        ("broken", "VARCHAR"),
    ]


@pytest.mark.parametrize("data", [b"a;b\n1;2\n", b"a;b\n\n1\n", workbook([["a"]])])
def test_the_hash_is_that_of_the_source(data: bytes) -> None:
    read, _ = read_bytes(data)
    assert (read.sha256, read.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_rows_are_stored_in_order_across_row_groups() -> None:
    _, raw = read_bytes("".join(f"{n};x\n" for n in range(300_000)).encode())
    assert all(row.row == n + 1 and row.cells[0] == str(n) for n, row in enumerate(raw))


def test_progress_ends_when_all_is_done(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(b"a;b\n1;2\n")
    told: list[tuple[str, float]] = []
    read_raw(
        tmp_path / "s.csv", tmp_path / "o", tmp_path, SETTINGS, lambda s, f: told.append((s, f))
    )
    assert told[-1] == ("done", 1.0)
    assert all(0 <= fraction <= 1 for _, fraction in told)


def test_an_interruption_passes_through(tmp_path: Path) -> None:
    def interrupt(stage: str, fraction: float) -> None:
        if stage == "writing":
            raise KeyboardInterrupt

    (tmp_path / "s.csv").write_bytes(b"a;b\n" * 200_000)
    with pytest.raises(KeyboardInterrupt):
        read_raw(tmp_path / "s.csv", tmp_path / "o", tmp_path, SETTINGS, interrupt)


def test_no_process_outlives_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sleeper.py").write_text(
        "import os, sys, time\nopen(sys.argv[1], 'w').write(str(os.getpid()))\ntime.sleep(60)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    note = tmp_path / "pid"

    def interrupt() -> None:
        if note.exists() and note.read_text():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_children("sleeper", [[str(note)]], "f", interrupt)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_reader_that_breaks_down_says_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="broke down") as caught:
        run_children("nowhere_to_be_found", [[]], "f", lambda: None)
    assert caught.value.do


def test_a_full_disk_is_named_with_the_space_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(text, "count_text", full)
    with pytest.raises(DiskFull) as caught:
        read_bytes(b"a;b\n")
    assert "MB" in str(caught.value.do)


def test_a_full_disk_under_the_engine_is_named_with_the_space_it_takes() -> None:
    with pytest.raises(DiskFull, match="5 MB"), engine.engine_errors("f", 5_000_000):
        raise engine.EngineError("Could not write: No space left on device")


def test_any_other_failure_of_the_engine_is_ours() -> None:
    with pytest.raises(Broken, match="failed"), engine.engine_errors("f", None):
        engine.connect(SETTINGS).execute("SELECT nothing")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_bytes(b"a;b\n1;2\n")

    def grow(stage: str, fraction: float) -> None:
        with source.open("ab") as opened:
            opened.write(b"3;4\n")

    with pytest.raises(UnreadableFile, match="changed while"):
        read_raw(source, tmp_path / "o", tmp_path, SETTINGS, grow)


def test_a_sample_shows_the_first_rows_as_raw_has_them(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text('a;b\n\n1;"x;y"\n' + "2;z\n" * 300, encoding="utf-8")
    seen = sample(tmp_path / "s.csv", 4)
    assert (seen.format, seen.encoding, seen.delimiter, seen.whole) == ("csv", "utf-8", ";", True)
    assert seen.sheets[0].rows == [["a", "b"], [None], ["1", "x;y"], ["2", "z"]]


def test_a_sample_of_a_large_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(b"a;b\n" * 1_000_000)
    seen = sample(tmp_path / "s.csv")
    assert not seen.whole
    assert len(seen.sheets[0].rows) == 200


def test_a_sample_of_a_workbook_shows_every_sheet(tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(workbook([["a", "b"], [1, ""]], [["c"]]))
    seen = sample(tmp_path / "s.xlsx")
    assert [sheet.rows for sheet in seen.sheets] == [[["a", "b"], ["1", None]], [["c"]]]


def test_the_program_is_never_taken_from_the_folder_it_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken in')\n")
    monkeypatch.chdir(tmp_path)
    assert read_bytes(workbook([["a"]]))[0].records == 1
