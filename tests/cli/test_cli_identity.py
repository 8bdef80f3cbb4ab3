"""Who is who at the command line: judging, telling why, reviewing by keys, replying."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_running import Ran, ftg, row, write_table

SENDERS = ("OLVANDER STAMPING LTD", "OLVANDIR STAMPING LTD")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two senders that may be one."""
    rows = [row(n).replace("СЕОБИНАМ ЛТД", name) for n, name in enumerate(SENDERS, 1)]
    folder = tmp_path_factory.mktemp("made")
    assert ftg("new", folder / "case").code == 0
    assert ftg("add", folder / "case", write_table(folder / "invented.csv", rows)).code == 0
    return folder / "case"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    """That case, to change as a test likes."""
    return shutil.copytree(made, tmp_path / "case")


def judged(case: Path) -> list[tuple[str, str]]:
    made = ftg("judgements", case, "--json").json
    return [(one["verdict"], one["standing"]) for one in made]


def piped(case: Path, keys: str) -> Ran:
    """A review whose answers come through a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "followthegoods.faces.cli.main", "review", str(case)],
        input=keys,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "FTG_THREADS": "1", "PYTHONUTF8": "1"},
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_resolving_prints_links_by_rule_and_the_doubtful_pairs(case: Path) -> None:
    ran = ftg("resolve", case)
    assert (ran.code, "like name" in ran.out) == (0, True)
    assert all(name in ran.out for name in SENDERS)


def test_a_judgement_is_made_listed_and_undone(case: Path) -> None:
    ran = ftg("judge", case, *SENDERS, "same", "--why", "one letterhead", FTG_AUTHOR="A. Reader")
    assert (ran.code, "The two are one party." in ran.out) == (0, True)
    assert judged(case) == [("same", "in force")]
    assert ftg("judge", case, "--undo", 1).code == 0
    assert judged(case) == [("same", "undone"), ("undo", "in force")]


def test_a_preview_shows_the_figures_and_keeps_nothing(case: Path) -> None:
    ran = ftg("judge", case, *SENDERS, "same", "--why", "x", "--preview")
    assert (ran.code, "+1,000.50" in ran.out) == (0, True)
    assert "Nothing was changed" in ran.err
    assert judged(case) == []


def test_a_judgement_that_says_half_is_wrong_use(case: Path) -> None:
    assert ftg("judge", case, SENDERS[0]).code == 2
    assert ftg("judge", case, *SENDERS, "same").code == 2


def test_judgements_are_exported_as_json_lines(case: Path, tmp_path: Path) -> None:
    ftg("judge", case, *SENDERS, "different", "--why", "x", FTG_AUTHOR="A. Reader")
    file = tmp_path / "out.ijson"
    assert ftg("judgements", case, "--export", file).code == 0
    (line,) = file.read_text().splitlines()
    assert json.loads(line)[2:5] == ["negative", None, "A. Reader"]
    assert "1 known before" in ftg("judgements", case, "--import", file).out


def test_why_shows_the_rule_and_the_words(case: Path) -> None:
    ran = ftg("why", case, *SENDERS)
    assert (ran.code, "like name" in ran.out) == (0, True)
    assert "invented.csv:2" in ran.out


def test_why_as_json_is_json_and_nothing_else(case: Path) -> None:
    said = ftg("why", case, *SENDERS, "--json").json
    assert (said["one_party"], said["path"][0]["rule"]) == (False, "like name")


def test_a_review_takes_answers_from_a_pipe(case: Path) -> None:
    ran = piped(case, "x\nsame\n")
    assert (ran.code, judged(case)) == (0, [("same", "in force")])
    assert "'x' is none of the keys." in ran.err
    assert "What a decision would change" in ran.out


def test_a_review_that_ends_early_is_gone_on_with(case: Path) -> None:
    assert piped(case, "k\n").code == 0
    assert judged(case) == []
    assert piped(case, "d\n").code == 0
    assert "No doubtful pairs." in piped(case, "").err


def test_a_review_at_a_terminal_takes_single_keys(case: Path) -> None:
    main, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "followthegoods.faces.cli.main", "review", str(case)],
        stdin=terminal,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "FTG_THREADS": "1", "PYTHONUTF8": "1"},
    )
    os.close(terminal)
    os.write(main, b"u")
    assert child.wait(timeout=120) == 0
    os.close(main)
    assert judged(case) == [("unsure", "in force")]


def test_a_reply_is_a_table_without_the_files_name(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "reply.csv"
    assert ftg("reply", case, SENDERS[0], "--csv", file).code == 0
    text = file.read_text(encoding="utf-8")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["source"], line["role"], line["usd"]) == ("source 1", "sender", "1000.50")
    assert "invented.csv" not in text


def test_a_reply_as_text_has_each_line_in_full(case: Path) -> None:
    out = ftg("reply", case, SENDERS[0]).out
    assert "1 line of customs records name it" in out or "1 line" in out
    assert "10999999/010322/0000001, item 1" in out
