from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rereading import layouts, read_by

from followthegoods.case import Case, held
from followthegoods.case.opened import Opened
from followthegoods.errors import NoSuchState
from strategies import CLOVER, DAISY, HEADER, csv_bytes, line, narrow, write_files

FIRST = [line(), line(item="2", receiver_id="", receiver_name="РОМАШКА"), line(item="3")]
SECOND = [
    line(item="3", statistical_usd="2000,5"),
    line(item="4", receiver_id=CLOVER, receiver_name="РОМАШКА"),
    line(item="5", sender_name="BUTERCUP TRADING"),
    line(item="6", statistical_usd="", invoice_value="", customs_value="5000"),
]
RATES = csv_bytes([["15.03.2022", "120,00"]], ["date", "rate"])


Grown = tuple[Case, dict[int, str]]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    """A case that grew by files, rates and a removal of rates; and each answer as it was."""
    folder = tmp_path_factory.mktemp("grown")
    first, second, rates = write_files(
        folder,
        {"first.csv": csv_bytes(FIRST), "second.csv": csv_bytes(SECOND), "rates.csv": RATES},
    )
    with Case.new(folder / "case") as case:
        said: dict[int, str] = {}

        def save() -> None:
            answer = case.dossier(DAISY)
            said[answer.made_from.load] = answer.to_json()

        case.add([first])
        save()
        case.add([second])
        save()
        case.add_rates(rates)
        save()
        case.remove_rates("rates.csv")
        save()
        yield case, said


@pytest.fixture
def copy(grown: Grown, tmp_path: Path) -> Iterator[Grown]:
    """A copy of it, to be changed."""
    shutil.copytree(grown[0].path, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        yield case, grown[1]


def test_an_answer_asked_again_as_of_its_load_has_the_same_bytes(grown: Grown) -> None:
    case, said = grown
    assert {load: case.dossier(DAISY, at=load).to_json() for load in said} == said


def test_the_answers_of_the_states_differ(grown: Grown) -> None:
    assert len(set(grown[1].values())) == 4


def test_a_state_is_found_by_the_id_that_its_answer_names(grown: Grown) -> None:
    case, said = grown
    loads = sorted(said)
    for load in (loads[0], loads[2]):
        state = case.dossier(DAISY, at=load).made_from.state
        assert case.dossier(DAISY, at=state[:12]).to_json() == said[load]


def test_of_loads_with_one_state_the_newest_answers(grown: Grown) -> None:
    case, said = grown
    _, second, _, last = sorted(said)
    state = case.dossier(DAISY, at=second).made_from.state
    assert case.dossier(DAISY, at=state).made_from.load == last


def test_a_load_between_two_files_of_one_job_is_answered_from_the_first_alone(
    tmp_path: Path,
) -> None:
    otherwise = csv_bytes([row[::-1] for row in SECOND], HEADER[::-1])
    files = write_files(tmp_path, {"first.csv": csv_bytes(FIRST), "second.csv": otherwise})
    assert _sources_at_first(tmp_path, files) == ["first.csv"]


def test_small_files_of_one_kind_that_are_added_together_have_one_state(tmp_path: Path) -> None:
    files = write_files(tmp_path, {"first.csv": csv_bytes(FIRST), "second.csv": csv_bytes(SECOND)})
    assert _sources_at_first(tmp_path, files) == ["first.csv", "second.csv"]


def _sources_at_first(tmp_path: Path, files: Sequence[Path]) -> list[str]:
    """The sources that an answer of the state after the first load of a job is from."""
    with Case.new(tmp_path / "case") as case:
        case.add(files)
        coverage = case.dossier(DAISY, at=1).coverage
    return [source.source for source in coverage.by_source]


def test_the_rows_of_an_earlier_state_are_those_of_then(grown: Grown) -> None:
    case, said = grown
    assert {row.source for row in case.rows(DAISY, at=min(said))} == {"first.csv"}


def test_asking_of_the_past_changes_nothing(grown: Grown) -> None:
    case, said = grown
    before = case.status()
    case.dossier(DAISY, at=min(said))
    assert case.status() == before
    assert case.dossier(DAISY).to_json() == said[max(said)]


@pytest.mark.parametrize("at", [0, 99, "", "zz", "1234567x", "abc", "ab12ab12"])
def test_a_state_that_never_was_is_said_to_be_none(grown: Grown, at: int | str) -> None:
    with pytest.raises(NoSuchState):
        grown[0].dossier(DAISY, at=at)


def test_a_removed_source_is_named_where_its_rows_were_in_the_answer(copy: Grown) -> None:
    case, said = copy
    case.remove("first.csv")
    with pytest.raises(NoSuchState, match=r"first\.csv was removed in load"):
        case.dossier(DAISY, at=min(said))


def test_what_was_added_after_a_removal_takes_nothing_from_states_after_it(
    copy: Grown, tmp_path: Path
) -> None:
    case, _ = copy
    case.remove("first.csv")
    now = case.dossier(DAISY)
    case.add(write_files(tmp_path, {"third.csv": csv_bytes([line(item="7")])}))
    assert case.dossier(DAISY, at=now.made_from.load).to_json() == now.to_json()


def test_a_source_read_again_is_named_where_its_old_lines_were_in_the_answer(
    tmp_path: Path,
) -> None:
    wrong, right = layouts(tmp_path)
    with read_by(tmp_path, wrong, [narrow()]) as case:
        before = case.dossier(DAISY).made_from
        case.relayout("1.csv", layout=right)
        with pytest.raises(NoSuchState, match=r"1\.csv was read again in load 3"):
            case.dossier(DAISY, at=before.load)
        with pytest.raises(NoSuchState, match=r"Read again since.*1\.csv in load 3"):
            case.dossier(DAISY, at=before.state)


def test_a_state_of_another_version_of_the_program_is_said_to_be_one(copy: Grown) -> None:
    case, _ = copy
    with closing(sqlite3.connect(case.path / "catalogue.sqlite")) as db:
        db.execute("UPDATE loads SET program = '0.0.1' WHERE load = 1")
        db.commit()
    with closing(Opened(case.path, case.settings)) as opened:
        state = held.state(opened, "0.0.1")
    with pytest.raises(NoSuchState, match=r"as ftg 0\.0\.1 answers of it; this is ftg"):
        case.dossier(DAISY, at=state)


def histories() -> st.SearchStrategy[list[str]]:
    """What was done to a case after its first file, in some order."""
    return st.lists(
        st.sampled_from(["second.csv", "third.csv", "rates", "no rates", "remove third.csv"]),
        min_size=2,
        max_size=4,
        unique=True,
    )


def _do(case: Case, files: dict[str, Path], step: str) -> None:
    """One step of a history; one that cannot be done yet is left out."""
    held = {book.source.name for book in case.status().books}
    if step in files:
        case.add([files[step]])
    elif step == "rates":
        case.add_rates(files["rates.csv"])
    elif step == "no rates" and case.rates():
        case.remove_rates("rates.csv")
    elif step.removeprefix("remove ") in held:
        case.remove(step.removeprefix("remove "))


@pytest.mark.slow
@settings(deadline=None, max_examples=4)
@given(histories())
def test_whatever_came_after_an_answer_is_asked_again_or_its_loss_is_named(
    tmp_path_factory: pytest.TempPathFactory, history: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    data = {
        "first.csv": csv_bytes(FIRST),
        "second.csv": csv_bytes(SECOND),
        "third.csv": csv_bytes([line(item="8"), line()]),
        "rates.csv": RATES,
    }
    files = dict(zip(data, write_files(folder, data), strict=True))
    with Case.new(folder / "case") as case:
        saved: dict[int, str] = {}
        for step in ("first.csv", *history):
            _do(case, files, step)
            answer = case.dossier(DAISY)
            saved[answer.made_from.load] = answer.to_json()
        for load, said in saved.items():
            lost = "third.csv" in said and "third.csv was removed"
            assert lost in again(case, load) if lost and gone(case) else again(case, load) == said


def again(case: Case, load: int) -> str:
    """An answer as of a load; what is said where there is none any more."""
    try:
        return case.dossier(DAISY, at=load).to_json()
    except NoSuchState as error:
        return error.what


def gone(case: Case) -> bool:
    """Whether the third file is not in the case (any more)."""
    return "third.csv" not in {book.source.name for book in case.status().books}
