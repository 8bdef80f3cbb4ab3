"""Judgements in a case: written down, previewed, undone, waiting; and how links are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "questions"))

from knowing import disk
from tiny_case import Row, case_of, inn, line, write

from followthegoods.case import Case
from followthegoods.errors import BadParameter, NoSuchParty

QUAY = {"sender_country": "DE", "sender_address": "QUAY 7"}
ONE, SLIP, OTHER = "OLVANDER STAMPING GMBH", "OLVANDER STAMPPING GMBH", "OLVANDIR STAMPING GMBH"
ROWS: list[Row] = [
    line(inn=inn(1), usd="100", sender=ONE, **QUAY),
    line(inn=inn(1), usd="30", sender=SLIP, **{**QUAY, "sender_address": ""}),
    line(inn=inn(1), usd="7", sender=OTHER, sender_address="PIER 9", sender_country=""),
]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with case_of(tmp_path, ROWS) as made:
        yield made


def floor(case: Case, name: str) -> Decimal:
    return case.dossier(name, role="sender").value_usd.floor


def without_load(case: Case, name: str) -> str:
    said = case.dossier(name, role="sender").to_dict()
    del said["plan"], said["made_from"]["load"]
    return json.dumps(said)


# -- judging


def test_a_judgement_makes_two_mentions_one_party_and_their_lines_certain(case: Case) -> None:
    assert floor(case, ONE) == 100
    done = case.identity.judge(ONE, OTHER, "same", why="one letterhead")
    assert done.one_party
    assert floor(case, ONE) == 107


def test_an_answer_says_which_judgements_it_was_made_from(case: Case) -> None:
    assert case.dossier(inn(1)).made_from.judgements == "none"
    case.identity.judge(ONE, OTHER, "same", why="one letterhead")
    assert case.dossier(inn(1)).made_from.judgements.startswith("1 in force, ")


def test_undoing_a_judgement_restores_the_answer_and_the_state(case: Case) -> None:
    before, state = without_load(case, ONE), case.status().state
    case.identity.judge(ONE, OTHER, "same", why="one letterhead")
    assert case.status().state != state
    case.identity.undo(1)
    assert (without_load(case, ONE), case.status().state) == (before, state)


def test_a_judgement_keeps_who_made_it_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FTG_AUTHOR", "A. Reader")
    with case_of(tmp_path, ROWS) as case:
        case.identity.judge(ONE, OTHER, "different", why="  two registers ")
        (made,) = case.identity.judgements()
    assert (made.author, made.why, made.verdict) == ("A. Reader", "two registers", "different")
    assert (made.said_a, made.said_b) == (ONE, OTHER)


def test_a_judgement_without_a_reason_is_refused(case: Case) -> None:
    with pytest.raises(BadParameter, match="needs a reason"):
        case.identity.judge(ONE, OTHER, "same", why=" ")


def test_an_unknown_verdict_is_refused(case: Case) -> None:
    with pytest.raises(BadParameter, match="'perhaps' is no verdict"):
        case.identity.judge(ONE, OTHER, "perhaps", why="x")


def test_the_very_same_judgement_again_changes_nothing(case: Case) -> None:
    case.identity.judge(ONE, OTHER, "same", why="x")
    load = case.status().load
    assert case.identity.judge(OTHER, ONE, "same", why="y").known
    assert case.status().load == load


def test_a_judgement_that_contradicts_an_earlier_one_says_so_and_counts(case: Case) -> None:
    case.identity.judge(ONE, OTHER, "same", why="x")
    done = case.identity.judge(ONE, OTHER, "different", why="a registry extract")
    assert (done.overrules, done.one_party) == ((1,), False)


def test_a_party_is_taken_apart_by_the_names_as_written(case: Case) -> None:
    assert case.find(ONE) == case.find(SLIP)
    case.identity.judge(ONE, SLIP, "different", why="x")
    assert case.find(ONE) != case.find(SLIP)


# -- previews


def test_a_preview_says_what_would_move_and_changes_no_byte(case: Case) -> None:
    case.dossier(inn(1))
    before, status = disk(case), case.status()
    done = case.identity.judge(ONE, OTHER, "same", why="x", preview=True)
    moves = {side.name: (side.before, side.after) for side in done.parties}
    was, now = moves[ONE]
    assert was is not None
    assert now is not None
    assert (was.floor, now.floor, was.lines, now.lines) == (100, 107, 2, 3)
    assert (disk(case), case.status()) == (before, status)
    assert case.identity.judgements() == []


def test_what_a_preview_says_is_what_the_judgement_does(case: Case) -> None:
    preview = case.identity.judge(ONE, OTHER, "same", why="x", preview=True)
    assert case.identity.judge(ONE, OTHER, "same", why="x").parties == preview.parties


# -- the past, and files that go


def test_the_case_is_asked_as_of_before_a_judgement(case: Case) -> None:
    load = case.status().load
    case.identity.judge(ONE, OTHER, "same", why="x")
    assert case.dossier(ONE, role="sender", at=load).value_usd.floor == 100
    assert case.dossier(ONE, role="sender", at="now").value_usd.floor == 107


def test_what_moved_because_of_a_judgement_is_told_as_such(case: Case) -> None:
    load = case.status().load
    case.identity.judge(ONE, OTHER, "same", why="x")
    found = case.diff(str(load), "now", ONE, role="sender")
    assert [cause.kind for cause in found.causes] == ["judgements"]
    assert found.causes[0].floor == 7


def test_a_judgement_waits_while_its_mentions_are_gone(tmp_path: Path) -> None:
    with case_of(tmp_path, ROWS[:2], ROWS[2:]) as case:
        case.identity.judge(ONE, OTHER, "same", why="x")
        case.remove("b.csv")
        (waiting,) = case.identity.judgements()
        assert waiting.standing == "waiting"
        case.add([tmp_path / "b.csv"])
        (back,) = case.identity.judgements()
        assert (back.standing, floor(case, ONE)) == ("in force", 107)


def test_a_judgement_holds_for_files_that_come_later(case: Case, tmp_path: Path) -> None:
    case.identity.judge(ONE, OTHER, "same", why="x")
    case.add([write(tmp_path / "later.csv", [line(inn=inn(1), usd="5", sender=OTHER, **QUAY)])])
    assert case.find(ONE) == case.find(OTHER)


# -- exchange


def test_judgements_go_to_a_file_and_come_back_in_another_case(tmp_path: Path) -> None:
    with case_of(tmp_path / "one", ROWS) as case:
        case.identity.judge(ONE, OTHER, "same", why="x")
        assert case.identity.export_judgements(tmp_path / "lines.ijson") == 1
    with case_of(tmp_path / "two", ROWS) as case:
        done = case.identity.import_judgements(tmp_path / "lines.ijson")
        assert (done.taken, done.known, done.waiting, done.left_out) == (1, 0, 0, 0)
        assert floor(case, ONE) == 107
        assert case.identity.import_judgements(tmp_path / "lines.ijson").known == 1


def test_a_bad_file_of_judgements_is_taken_not_even_in_part(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "bad.ijson"
    file.write_text('["p2", "p1", "positive", null, "u", "2024-01-01"]\nnonsense\n')
    with pytest.raises(BadParameter):
        case.identity.import_judgements(file)
    assert case.identity.judgements() == []


# -- why


def test_a_link_names_its_rule_its_features_and_both_places(case: Case) -> None:
    found = case.identity.why(ONE, SLIP)
    (step,) = found.path
    assert (found.one_party, found.grade, step.rule) == (True, "probable", "like name and form")
    words = {(f.a, f.b): f.weight for f in step.features if f.name == "word"}
    assert words[("STAMPING", "STAMPPING")] is not None
    assert {step.a.place, step.b.place} == {"a.csv:2", "a.csv:3"}


def test_two_that_are_apart_are_told_what_was_compared(case: Case) -> None:
    found = case.identity.why(inn(1), ONE)
    assert (found.one_party, found.path, found.grade) == (False, (), "apart")
    assert found.pair.rule == "names differ"


def test_a_judgement_that_holds_two_together_is_on_the_path(case: Case) -> None:
    case.identity.judge(ONE, OTHER, "same", why="one letterhead")
    (step,) = case.identity.why(ONE, OTHER).path
    assert step.judgement is not None
    assert (step.rule, step.judgement.why) == ("judgement", "one letterhead")


def test_a_mention_is_not_compared_with_itself(case: Case) -> None:
    with pytest.raises(BadParameter, match="one and the same mention"):
        case.identity.why(ONE, ONE)


def test_an_empty_case_has_nobody_to_judge(tmp_path: Path) -> None:
    with Case.new(tmp_path / "empty") as case, pytest.raises(NoSuchParty):
        case.identity.why("A", "B")


# -- reviewing, replying


def test_a_doubtful_pair_shows_what_each_decision_would_change(case: Case) -> None:
    (doubt,) = case.identity.doubts()
    shown = case.identity.look_at(doubt)
    sides = {side.name: side for side in (shown.a, shown.b)}
    other = sides[OTHER]
    assert other.now["sender"].point == 7
    assert other.same["sender"].point == 137
    assert other.different["sender"].ceiling == 7
    assert other.addresses == ("PIER 9",)
    assert [row.usd for row in other.rows] == [Decimal("7.0000")]


def test_what_was_decided_of_a_pair_is_no_longer_doubtful(case: Case) -> None:
    (doubt,) = case.identity.doubts()
    case.identity.decide(doubt, "different", why="x")
    assert case.identity.doubts() == []


def test_a_reply_has_every_line_that_names_a_company_and_no_file(case: Case) -> None:
    found = case.identity.reply(ONE)
    assert [(line.row, line.role, line.usd) for line in found.lines] == [
        (2, "sender", Decimal("100.0000")),
        (3, "sender", Decimal("30.0000")),
    ]
    assert {line.source for line in found.lines} == {"source 1"}
    assert found.uncertain == 1


def test_a_reply_names_no_other_natural_person(tmp_path: Path) -> None:
    rows = [line(receiver="ИП НЕВЫМЫШЛЕННЫЙ НИКТО НИКТОВИЧ", sender=ONE, **QUAY)]
    with case_of(tmp_path, rows) as case:
        (named,) = case.identity.reply(ONE).lines
    assert named.other_side == "[person]"
