"""The demonstration, with few other importers around its subject."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.errors import CaseExists, CheckFailed
from followthegoods.faces.cli.demo import demo

OTHERS = 300


@dataclass(frozen=True)
class Shown:
    folder: Path
    out: str
    err: str


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demonstration in it."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    demo(folder, OTHERS)
    return folder


@pytest.fixture
def again(shown: Path, capsys: pytest.CaptureFixture[str]) -> Shown:
    """The demonstration run where it was run before."""
    capsys.readouterr()
    demo(shown, OTHERS)
    said = capsys.readouterr()
    return Shown(shown, said.out, said.err)


def test_the_dossier_equals_the_planted_truth(again: Shown) -> None:
    checks = [line for line in again.out.splitlines() if line.startswith("planted truth: ")]
    assert len(checks) == 11
    assert all(line.endswith(": equal") for line in checks)


def test_a_case_that_is_there_is_used_again_and_that_is_said(again: Shown) -> None:
    assert "is used again" in again.err
    assert again.out.count("already in the case: nothing changed") == 4


def test_every_turn_says_that_the_rows_are_invented(again: Shown) -> None:
    turns = ("A demonstration.", "is used again", "Adding ", "dossier of the invented", "Next, try")
    lines = again.err.splitlines()
    for turn in turns:
        said = [line for line in lines if turn in line]
        assert said
        assert all("INVENTED" in line for line in said)


def test_the_dossier_is_banded_above_and_below(again: Shown) -> None:
    assert again.out.count("*** INVENTED DATA") == 2


def test_a_figure_that_differs_from_the_truth_is_a_check_that_did_not_hold(shown: Path) -> None:
    file = shown / "files" / "truth.json"
    true = file.read_text(encoding="utf-8")
    changed = json.loads(true)
    changed["total"]["point"] = "1.00"
    file.write_text(json.dumps(changed), encoding="utf-8")
    try:
        with pytest.raises(CheckFailed, match="total point"):
            demo(shown, OTHERS)
    finally:
        file.write_text(true, encoding="utf-8")


def test_a_case_of_real_records_is_left_alone(tmp_path: Path) -> None:
    Case.new(tmp_path / "case").close()
    with pytest.raises(CaseExists):
        demo(tmp_path, OTHERS)
    assert not (tmp_path / "files").exists()
