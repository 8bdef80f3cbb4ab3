"""Several processes at one case: one writes, the others read, and nobody is in the way."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from robust_files import SUBJECT, declarations, write_csv
from robust_running import FTG, Ran, dossier, finish, ftg, start

from followthegoods.case import Case, changing
from followthegoods.errors import CaseBusy, CaseDamaged, NoSuchParty
from followthegoods.lake.disk import Disk

if TYPE_CHECKING:
    from conftest import Uninterrupted

LOADER = Path(__file__).with_name("robust_loader.py")


@pytest.fixture
def loading(case: Path, uninterrupted: Uninterrupted) -> Iterator[subprocess.Popen[str]]:
    """A process in the middle of adding the second file, its transaction open; it stands still."""
    process = start([sys.executable, LOADER, "lines", "ftg", "add", case, uninterrupted.files[1]])
    assert process.stdout is not None
    assert process.stdout.readline() == "lines\n"
    process.send_signal(signal.SIGSTOP)
    yield process
    process.kill()
    process.communicate()


def go_on(process: subprocess.Popen[str]) -> Ran:
    """Let a process that stands still run to its end."""
    process.send_signal(signal.SIGCONT)
    return finish(process)


def test_a_second_loader_is_told_at_once_and_the_first_completes(
    case: Path, uninterrupted: Uninterrupted
) -> None:
    other = write_csv(case.parent / "other.csv", declarations(9000, 5))
    with Disk(case).one_writer():
        begun = time.monotonic()
        with Case.open(case) as second, pytest.raises(CaseBusy):
            second.add([other])
        assert time.monotonic() - begun < 1.0


@pytest.mark.slow
def test_a_second_ftg_add_ends_with_4_and_the_first_completes(
    case: Path, loading: subprocess.Popen[str], uninterrupted: Uninterrupted
) -> None:
    other = write_csv(case.parent / "other.csv", declarations(9000, 5))
    second = ftg("add", case, other)
    assert (second.code, "Another process is writing" in second.err) == (4, True)
    first = go_on(loading)
    assert first.code == 0, first.err
    with Case.open(case) as opened:
        assert dossier(opened) == uninterrupted.answers[2]


@pytest.mark.slow
def test_questions_during_a_load_answer_with_the_state_before(
    case: Path, loading: subprocess.Popen[str], uninterrupted: Uninterrupted
) -> None:
    with Case.open(case) as reader:
        assert dossier(reader) == uninterrupted.answers[1]
        assert [book.source.name for book in reader.status().books] == ["invented-1.csv"]
        assert go_on(loading).code == 0
        assert dossier(reader) == uninterrupted.answers[2]


def test_questions_between_two_files_of_a_load_answer_with_the_state_before(
    case: Path, uninterrupted: Uninterrupted
) -> None:
    seen = []

    def between(stage: str, fraction: float) -> None:
        if stage == "parties":
            with Case.open(case) as reader:
                seen.append(dossier(reader))

    with Case.open(case) as writer:
        writer.add(uninterrupted.files, progress=between)
    assert seen == [uninterrupted.answers[1], uninterrupted.answers[2]]


def test_a_question_sees_one_state_though_a_file_is_taken_out_meanwhile(
    case: Path, uninterrupted: Uninterrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.open(case) as writer:
        writer.add(uninterrupted.files)
    with Case.open(case) as reader, Case.open(case) as writer:
        run = reader._runner.run

        def late(plan: object) -> object:
            monkeypatch.setattr(reader._runner, "run", run)
            writer.remove("2")
            return run(plan)  # type: ignore[arg-type]

        monkeypatch.setattr(reader._runner, "run", late)
        assert dossier(reader) == uninterrupted.answers[1]


def test_a_file_that_is_gone_for_good_is_said_to_be_missing(case: Path) -> None:
    (case / "lake/lines/00000001.parquet").unlink()
    ran = ftg("dossier", case, SUBJECT)
    assert ran.code == CaseDamaged.exit_code
    assert ran.err.startswith("Error: A file of the case is missing: ")


@pytest.mark.slow
def test_parallel_dossiers_while_files_come_and_go_each_give_one_of_the_valid_answers(
    case: Path, uninterrupted: Uninterrupted
) -> None:
    valid = [json.dumps(answer, sort_keys=True) for answer in uninterrupted.answers[1:]]
    churn = start(
        [
            sys.executable,
            "-c",
            "import sys\nfrom followthegoods.case import Case\n"
            "with Case.open(sys.argv[1]) as case:\n"
            "    while True:\n"
            "        case.add(sys.argv[2:])\n"
            "        case.remove(sys.argv[2].rpartition('/')[2])\n",
            case,
            uninterrupted.files[1],
        ]
    )
    got = []
    try:
        for _ in range(3):
            readers = [start([*FTG, "dossier", case, SUBJECT, "--json"]) for _ in range(5)]
            got += [finish(reader) for reader in readers]
    finally:
        assert churn.poll() is None, churn.communicate()
        churn.kill()
        churn.communicate()
    for ran in got:
        assert ran.code == 0, ran.err
        answer = json.loads(ran.out)
        del answer["made_from"]["load"], answer["plan"]
        assert json.dumps(answer, sort_keys=True) in valid


def test_a_load_begun_and_never_resolved_is_made_good_by_the_next_question(
    tmp_path: Path, uninterrupted: Uninterrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.new(tmp_path / "case") as writer:
        monkeypatch.setattr(changing, "resolve_if_stale", lambda case, progress: None)
        writer.add(uninterrupted.files)
    monkeypatch.undo()
    with Case.open(tmp_path / "case") as reader:
        assert dossier(reader) == uninterrupted.answers[2]


def test_what_was_never_resolved_is_not_answered_while_another_process_writes(
    tmp_path: Path, uninterrupted: Uninterrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.new(tmp_path / "case") as writer:
        monkeypatch.setattr(changing, "resolve_if_stale", lambda case, progress: None)
        writer.add(uninterrupted.files)
    monkeypatch.undo()
    with (
        Disk(tmp_path / "case").one_writer(),
        Case.open(tmp_path / "case") as reader,
        pytest.raises(NoSuchParty),
    ):
        dossier(reader)
