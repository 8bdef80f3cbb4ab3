"""What people decide of a party and an entry: screening goes by it, and nothing else changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_case import case_of, inn, line
from tiny_lists import add_list, entry

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.render.screening import screening
from followthegoods.render.text import to_text

ME = inn(1)
MILL = "QORVANTE PRESSWORKS CO., LTD"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a list, and with two companies of which the other's supplier is on none."""
    folder = tmp_path_factory.mktemp("judged")
    with case_of(folder, [line(inn=ME), line(inn=inn(2), sender="VEKTRAND TOOLS INC")]) as case:
        add_list(case, folder, entry(name="QORVANTE PRESSWORKS"))
        add_list(case, folder, entry(name="NOTHING LIKE IT INC"), name="list-b")
    return folder / "case"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(made, tmp_path / "case")
    with Case.open(tmp_path / "case") as opened:
        yield opened


def grades(case: Case, at: int | None = None) -> list[tuple[str, str]]:
    return [(one.match_grade, one.rule) for one in case.screen(ME, at=at).matches]


UNJUDGED = [("probable", "whole name")]


@pytest.mark.parametrize(
    ("verdict", "found"),
    [
        ("same", [("certain", "judgement")]),
        ("unsure", [("uncertain", "judgement")]),
        ("different", []),
    ],
)
def test_a_stored_judgement_settles_a_match(
    case: Case, verdict: str, found: list[tuple[str, str]]
) -> None:
    case.judge_entry(MILL, "list-a/1", verdict, why="its register")
    assert grades(case) == found


def test_a_judgement_makes_a_match_where_names_gave_none(case: Case) -> None:
    case.judge_entry(MILL, "list-b/1", "same", why="its register")
    assert ("certain", "judgement") in grades(case)


def test_the_later_of_two_judgements_counts(case: Case) -> None:
    case.judge_entry(MILL, "list-a/1", "different", why="a guess")
    case.judge_entry(MILL, "list-a/1", "same", why="its register")
    assert grades(case) == [("certain", "judgement")]
    assert [one.standing for one in case.entry_judgements()] == ["overruled", "in force"]


def test_undoing_a_judgement_brings_back_what_was_before(case: Case) -> None:
    first = case.judge_entry(MILL, "list-a/1", "different", why="a guess")
    case.undo_entry(first.number, why="no grounds")
    assert grades(case) == UNJUDGED
    assert [one.standing for one in case.entry_judgements()] == ["undone", "in force"]


def test_the_same_judgement_again_changes_nothing(case: Case) -> None:
    first = case.judge_entry(MILL, "list-a/1", "same", why="its register")
    assert case.judge_entry(MILL, "list-a/1", "same", why="once more") == first


def test_a_judgement_makes_another_state_and_an_earlier_one_is_without_it(case: Case) -> None:
    before = case.status()
    case.judge_entry(MILL, "list-a/1", "same", why="its register")
    assert case.status().state != before.state
    assert grades(case, at=before.load) == UNJUDGED


def test_no_figure_of_a_dossier_but_its_screening_changes(case: Case) -> None:
    before = case.dossier(ME)
    case.judge_entry(MILL, "list-a/1", "same", why="its register")
    after = case.dossier(ME)
    assert after.screening != before.screening
    kept = replace(after, screening=(), made_from=before.made_from, plan="")
    assert kept == replace(before, screening=(), plan="")


def test_who_is_no_part_of_a_screening_is_not_drawn_into_it_by_a_judgement(case: Case) -> None:
    case.judge_entry("VEKTRAND TOOLS INC", "list-b/1", "same", why="its register")
    assert grades(case) == UNJUDGED
    assert case.screen(ME).judgements == ()


def test_a_screening_prints_what_was_decided(case: Case) -> None:
    case.judge_entry(MILL, "list-a/1", "different", why="another register")
    printed = " ".join(to_text(screening(case.screen(ME))).split())
    assert "Decided by people" in printed
    assert "different: another register" in printed


def test_a_judgement_needs_a_reason_a_verdict_and_an_entry(case: Case) -> None:
    for entry_id, verdict, why in (
        ("list-a/1", "same", " "),
        ("list-a/1", "perhaps", "why"),
        ("list-a/9", "same", "why"),
    ):
        with pytest.raises(BadParameter):
            case.judge_entry(MILL, entry_id, verdict, why=why)


def test_a_judgement_that_is_undone_cannot_be_undone_again(case: Case) -> None:
    first = case.judge_entry(MILL, "list-a/1", "same", why="its register")
    case.undo_entry(first.number)
    with pytest.raises(BadParameter, match="undone already"):
        case.undo_entry(first.number)
