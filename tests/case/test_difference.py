from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.errors import BadParameter, NoSuchState
from followthegoods.model.difference import Cause, Difference
from strategies import CLOVER, DAISY, csv_bytes, line, write_files

FIRST = [line(), line(item="2", statistical_usd="", invoice_value="", customs_value="12000")]
SECOND = [line(), line(item="3", statistical_usd="70")]
THIRD = [line(item="4", receiver_id=CLOVER, statistical_usd="30")]
RATES = csv_bytes([["15.03.2022", "120,00"]], ["date", "rate"])


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Three files and a table of rates, added one by one; the first answer saved beside it."""
    folder = tmp_path_factory.mktemp("grown")
    first, second, third, rates = write_files(
        folder,
        {
            "first.csv": csv_bytes(FIRST),
            "second.csv": csv_bytes(SECOND),
            "third.csv": csv_bytes(THIRD),
            "rates.csv": RATES,
        },
    )
    with Case.new(folder / "case") as case:
        case.add([first])
        (folder / "saved.json").write_text(case.dossier(DAISY).to_json(), encoding="utf-8")
        case.add([second])
        case.add([third])
        case.add_rates(rates, replace=True)
        yield case


@pytest.fixture
def copy(grown: Case, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, to be changed; the saved answer lies beside it."""
    shutil.copytree(grown.path, tmp_path / "case")
    shutil.copy(grown.path.parent / "saved.json", tmp_path)
    with Case.open(tmp_path / "case") as case:
        yield case


def by_what(found: Difference) -> dict[str, Cause]:
    return {cause.what: cause for cause in found.causes}


def saved(case: Case) -> str:
    return str(case.path.parent / "saved.json")


@pytest.mark.slow
def test_the_shares_of_the_causes_sum_to_the_movement(grown: Case) -> None:
    found = grown.diff("1", "now", DAISY)
    for part in ("floor", "point", "ceiling", "rows"):
        moved = getattr(found.after, part) - getattr(found.before, part)
        assert sum(getattr(cause, part) for cause in found.causes) == moved


def test_the_share_of_a_file_is_what_its_own_lines_add(grown: Case) -> None:
    causes = by_what(grown.diff("1", "now", DAISY))
    assert causes["second.csv added"].point == Decimal(70)
    assert causes["second.csv added"].kind == "rows"


def test_a_file_of_somebody_else_moves_no_money(grown: Case) -> None:
    cause = by_what(grown.diff("1", "now", DAISY))["third.csv added"]
    assert (cause.point, cause.rows) == (0, 0)


def test_rates_are_a_cause_of_their_own(grown: Case) -> None:
    cause = by_what(grown.diff("1", "now", DAISY))["rates.csv added"]
    assert (cause.kind, cause.point != 0) == ("rates", True)


def test_a_figure_that_moved_is_named_with_what_it_was_and_is(grown: Case) -> None:
    found = grown.diff("1", "3", DAISY)
    (value,) = (one for one in found.moved if one.place == "value_usd.point")
    assert Decimal(value.after or 0) - Decimal(value.before or 0) == Decimal(70)


def test_between_a_state_and_itself_nothing_moved(grown: Case) -> None:
    found = grown.diff("2", "2", DAISY)
    assert (found.moved, found.causes) == ((), ())


def test_before_the_first_line_of_a_company_it_is_not_known_and_comes_to_nothing(
    grown: Case,
) -> None:
    found = grown.diff("1", "now", CLOVER)
    assert (found.before.known, found.before.point) == (False, 0)
    assert by_what(found)["third.csv added"].point == Decimal(30)


def test_the_later_state_first_is_told(grown: Case) -> None:
    with pytest.raises(BadParameter, match="Load 3 came after load 1"):
        grown.diff("3", "1", DAISY)


def test_a_saved_answer_asks_its_own_question_again(grown: Case) -> None:
    found = grown.diff(saved(grown), "now")
    assert found.who == (DAISY,)
    assert found.moved == grown.diff("2", "now", DAISY).moved


def test_an_answer_of_another_version_moved_by_the_program_first(copy: Case) -> None:
    path = Path(saved(copy))
    said = json.loads(path.read_text(encoding="utf-8"))
    said["made_from"]["program"] = "0.0.1"
    said["value_usd"]["point"] = said["value_usd"]["ceiling"] = "1"
    path.write_text(json.dumps(said), encoding="utf-8")
    first, *_ = copy.diff(str(path), "now").causes
    assert (first.kind, first.loads) == ("program", ())
    assert "0.0.1" in first.what


def test_a_removal_since_a_saved_answer_is_a_cause_with_its_share(copy: Case) -> None:
    copy.remove("second.csv")
    with pytest.raises(NoSuchState, match=r"second\.csv was removed"):
        copy.diff("4", "now", DAISY)
    said = copy.dossier(DAISY)
    (copy.path.parent / "after.json").write_text(said.to_json(), encoding="utf-8")
    found = copy.diff(saved(copy), "now")
    assert found.after.point == said.value_usd.point
    assert sum(cause.point for cause in found.causes) == found.after.point - found.before.point


def test_changes_whose_states_are_gone_are_one_cause_together(copy: Case) -> None:
    copy.remove("second.csv")
    together = copy.diff(saved(copy), "now").causes[0]
    assert together.kind == "together"
    assert "second.csv added" in together.what
    assert "second.csv removed" in together.what


def test_an_answer_of_a_load_that_the_case_never_had_is_told(copy: Case) -> None:
    path = Path(saved(copy))
    path.write_text(path.read_text("utf-8").replace('"load": 2', '"load": 99'), encoding="utf-8")
    with pytest.raises(NoSuchState, match="load 99"):
        copy.diff(str(path), "now")


def test_who_judged_or_changed_a_reference_is_told_by_kind_and_author(copy: Case) -> None:
    with closing(sqlite3.connect(copy.path / "catalogue.sqlite")) as db:
        db.execute("INSERT INTO loads SELECT max(load) + 1, 'list', '', 'ada', '' FROM loads")
        db.commit()
    *_, last = copy.diff("now", "now", DAISY).causes or copy.diff("3", "now", DAISY).causes
    assert (last.kind, last.what.startswith("list by ada")) == ("references", True)


def test_a_judgement_is_a_cause_with_its_share_and_leaves_earlier_answers_as_they_were(
    tmp_path: Path,
) -> None:
    rows = [line(), line(item="2", receiver_id="", receiver_name="ООО ЛЮТИК", statistical_usd="40")]
    with Case.new(tmp_path / "case") as case:
        case.add(write_files(tmp_path, {"a.csv": csv_bytes(rows)}))
        before = case.dossier(DAISY)
        case.identity.judge(DAISY, "ООО ЛЮТИК", "same", why="One telephone number.")
        load, state = before.made_from.load, before.made_from.state
        assert case.status().state != state
        assert case.dossier(DAISY, at=load).to_json() == before.to_json()
        (cause,) = case.diff(str(load), "now", DAISY).causes
    assert (cause.kind, cause.point) == ("judgements", Decimal(40))
