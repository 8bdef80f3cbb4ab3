"""Judgements: what counts of several, in which order, and how they are exchanged."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.errors import BadParameter
from followthegoods.model.identity import IN_FORCE, OVERRULED, UNDONE, Judgement
from followthegoods.parties.groups import Groups
from followthegoods.parties.judgements import in_force, judgements_name, settled, undoing
from followthegoods.parties.resolver_lines import read_lines, write_lines

AT = "2024-05-01T12:00:00+00:00"


def judgement(number: int, a: str, b: str, verdict: str, undoes: int | None = None) -> Judgement:
    return Judgement(number, a, b, verdict, "", "", "why", "me", AT, undoes, IN_FORCE, None)


def said(*verdicts: tuple[str, str, str]) -> list[Judgement]:
    return [judgement(n, *verdict) for n, verdict in enumerate(verdicts, 1)]


MENTIONS = st.sampled_from(["p1", "p2", "p3", "p4", "p5"])
PAIRS = st.tuples(MENTIONS, MENTIONS).filter(lambda pair: pair[0] != pair[1])
VERDICTS = st.sampled_from(["same", "different", "unsure"])
SAID = st.lists(st.tuples(PAIRS, VERDICTS), max_size=7).map(
    lambda made: said(*((a, b, verdict) for (a, b), verdict in made))
)


# -- which count


def test_a_later_judgement_on_a_pair_overrules_the_earlier_one() -> None:
    old, new = settled(said(("p1", "p2", "same"), ("p2", "p1", "different")))
    assert (old.standing, old.by, new.standing) == (OVERRULED, 2, IN_FORCE)


def test_a_contradiction_in_steps_is_one() -> None:
    first, *later = settled(
        said(("p1", "p2", "same"), ("p2", "p3", "same"), ("p1", "p3", "different"))
    )
    assert (later[0].standing, later[1].standing) == (IN_FORCE, IN_FORCE)
    assert (first.standing, first.by) == (OVERRULED, 3)


def test_two_that_were_made_one_later_are_no_longer_different() -> None:
    first, *_ = settled(said(("p1", "p3", "different"), ("p1", "p2", "same"), ("p2", "p3", "same")))
    assert (first.standing, first.by) == (OVERRULED, 3)


@given(SAID)
def test_what_counts_never_contradicts_itself(judgements: list[Judgement]) -> None:
    judged = in_force(settled(judgements))
    groups = Groups((a, b) for a, b, verdict in judged if verdict == "same")
    assert not [1 for a, b, verdict in judged if verdict == "different" and groups.one(a, b)]


@given(SAID)
def test_the_newest_judgement_always_counts(judgements: list[Judgement]) -> None:
    assert all(one.standing == IN_FORCE for one in settled(judgements)[-1:])


@given(SAID, st.randoms())
def test_the_order_does_not_matter_unless_they_contradict(
    judgements: list[Judgement], chance: Random
) -> None:
    if any(one.standing == OVERRULED for one in settled(judgements)):
        return
    verdicts = [(one.a, one.b, one.verdict) for one in judgements]
    chance.shuffle(verdicts)
    assert in_force(settled(said(*verdicts))) == in_force(settled(judgements))


def test_three_that_agree_count_in_every_order() -> None:
    verdicts = [("p1", "p2", "same"), ("p2", "p3", "same"), ("p3", "p4", "different")]
    found = {tuple(in_force(settled(said(*order)))) for order in permutations(verdicts)}
    assert len(found) == 1


# -- undoing


@given(SAID, PAIRS, VERDICTS)
def test_undoing_restores_exactly_what_counted(
    judgements: list[Judgement], pair: tuple[str, str], verdict: str
) -> None:
    number = len(judgements) + 1
    more = [
        *judgements,
        judgement(number, *pair, verdict),
        judgement(number + 1, *pair, "undo", number),
    ]
    again = settled(more)
    assert [replace(one) for one in again[: number - 1]] == settled(judgements)
    assert in_force(again) == in_force(settled(judgements))


def test_undoing_an_undoing_brings_the_judgement_back() -> None:
    made = [
        judgement(1, "p1", "p2", "same"),
        judgement(2, "p1", "p2", "undo", 1),
        judgement(3, "p1", "p2", "undo", 2),
    ]
    assert [one.standing for one in settled(made)] == [IN_FORCE, UNDONE, IN_FORCE]


def test_what_is_undone_cannot_be_undone_again() -> None:
    made = settled([judgement(1, "p1", "p2", "same"), judgement(2, "p1", "p2", "undo", 1)])
    with pytest.raises(BadParameter, match="undone already, by 2"):
        undoing(made, 1, "", "")


def test_a_judgement_that_is_not_there_cannot_be_undone() -> None:
    with pytest.raises(BadParameter, match="no judgement 7"):
        undoing([], 7, "", "")


# -- their name


def test_no_judgement_is_called_none() -> None:
    assert judgements_name([]) == "none"


def test_the_name_is_of_what_counts_and_not_of_how_it_came_about() -> None:
    one = settled(said(("p1", "p2", "same"), ("p3", "p4", "different")))
    other = settled(said(("p4", "p3", "different"), ("p2", "p1", "same")))
    assert judgements_name(in_force(one)) == judgements_name(in_force(other))


# -- nomenklatura's lines


def test_a_line_has_the_greater_id_first_and_nomenklaturas_words() -> None:
    (line,) = write_lines(settled(said(("p1", "p2", "different"))))
    assert json.loads(line) == ["p2", "p1", "negative", None, "me", AT]


def test_what_is_one_is_tied_to_an_id_of_its_own_as_well() -> None:
    lines = [json.loads(line) for line in write_lines(settled(said(("p1", "p2", "same"))))]
    assert [line[:3] for line in lines] == [
        ["p2", "p1", "positive"],
        ["NK-p1", "p1", "positive"],
        ["NK-p1", "p2", "positive"],
    ]


@given(SAID)
def test_judgements_come_back_from_their_lines(judgements: list[Judgement]) -> None:
    every = settled(judgements)
    edges, left_out = read_lines(write_lines(every), "lines")
    back = settled(said(*((edge.a, edge.b, edge.verdict) for edge in edges)))
    assert (in_force(back), left_out) == (in_force(every), 0)


def test_ids_of_anothers_making_are_seen_through() -> None:
    lines = [
        '["NK-x", "p1", "positive", null, "u", "2024-01-01"]',
        '["NK-x", "p2", "positive", null, "u", "2024-01-02"]',
        '["NK-x", "p3", "negative", null, "u", "2024-01-03"]',
    ]
    edges, left_out = read_lines(lines, "lines")
    assert [(edge.a, edge.b, edge.verdict) for edge in edges] == [
        ("p1", "p2", "same"),
        ("p1", "p3", "different"),
    ]
    assert left_out == 0


def test_lines_about_others_entities_are_left_out_and_counted() -> None:
    lines = ['["Q7747", "gb-1", "positive", null, "u", "2024-01-01"]']
    assert read_lines(lines, "lines") == ([], 1)


def test_what_was_deleted_or_only_suggested_is_no_judgement() -> None:
    lines = [
        '["p2", "p1", "positive", null, "u", "2024-01-01", "2024-02-01"]',
        '["p2", "p1", "no_judgement", 0.7, "u", "2024-01-01"]',
    ]
    assert read_lines(lines, "lines") == ([], 0)


@pytest.mark.parametrize("line", ["{}", "[1, 2, 3]", '["a", "b", "perhaps"]', "not JSON", "[]"])
def test_a_line_of_another_format_is_named(line: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read_lines(['["p2", "p1", "unsure", null, "u", "2024-01-01"]', line], "file.ijson")
    assert caught.value.where == "file.ijson:2"
