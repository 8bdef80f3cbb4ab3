"""Versions of a line that contradict each other, corrections, and what they do to a group."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from tiny_case import Row, by_key, case_of, inn, line, serial, three, usd

from followthegoods.case import Case

LONE = {"receiver": "ООО СЕВЕРНЫЙ КОЛОС", "address": "Г. СЕВЕРНЫЙ"}
OTHER = {"receiver": "ООО ЮЖНЫЙ КОЛОС", "address": "Г. ЮЖНЫЙ"}


def version(number: int, **changes: str) -> Row:
    """A line that stands under the same key in two files."""
    return line(inn=inn(number), declaration=serial(number), **changes)


ONE: list[Row] = [
    version(1, usd="100"),
    version(2, origin="KR"),
    version(3),
    line(inn=inn(4), usd="100"),
    line(inn=inn(4), usd="-20"),
    line(inn=inn(5), usd="100", **LONE),
    line(usd="-20", **{**LONE, "address": ""}),
    line(inn=inn(6), usd="100", **OTHER),
    line(usd="-20", receiver="ЮЖНЫЙ КОЛОС", address=""),
    version(7, usd="100", sender="QORVANTE PRESSWORKS CO., LTD"),
    version(8, regime="8000"),
    version(9, usd=""),
]
TWO: list[Row] = [
    version(1, usd="150"),
    version(2, origin="CN"),
    version(3, regime="4078"),
    version(8, regime="8000", usd="150"),
    version(9, usd="", net="11"),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("versions"), ONE, TWO) as made:
        yield made


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The same two files, the second loaded first."""
    with case_of(tmp_path_factory.mktemp("turned"), TWO, ONE) as made:
        yield made


def test_a_conflict_is_the_lower_value_below_and_the_higher_above(case: Case) -> None:
    assert three(case.dossier(inn(1)).value_usd) == usd(100, 100, 150)


def test_a_conflict_is_one_line(case: Case) -> None:
    answer = case.dossier(inn(1))
    assert (answer.value_usd.rows, answer.books.lines, answer.books.conflicts) == (1, 1, 1)
    assert three(answer.measures.lines) == usd(1, 1, 1)


def test_both_versions_of_a_conflict_are_listed(case: Case) -> None:
    rows = case.rows(inn(1), where={"fate": "conflict"})
    assert [(row.value_usd, row.counted_in) for row in rows] == [
        (Decimal(100), "floor"),
        (Decimal(150), "ceiling"),
    ]


def test_a_conflict_about_the_country_is_in_the_floor_of_none_and_the_ceiling_of_each(
    case: Case,
) -> None:
    answer = case.dossier(inn(2))
    groups = by_key(answer.by["origin"])
    assert three(answer.value_usd) == usd(100, 100, 100)
    assert [groups[key].floor for key in ("KR", "CN")] == [0, 0]
    assert [groups[key].ceiling for key in ("KR", "CN")] == [100, 100]
    assert sum(group.point for group in groups.values()) == 100


def test_a_conflict_about_what_does_not_matter_to_a_group_leaves_its_floor(case: Case) -> None:
    (dispatch,) = case.dossier(inn(2)).by["dispatch"]
    assert three(dispatch) == usd(100, 100, 100)


def test_a_conflict_about_the_procedure_is_in_the_ceiling_only(case: Case) -> None:
    assert three(case.dossier(inn(3)).value_usd) == usd(0, 0, 100)


def test_a_conflict_among_lines_shown_apart_is_shown_once(case: Case) -> None:
    (transit,) = case.dossier(inn(8)).apart
    assert (transit.rows, transit.point) == (1, Decimal(100))


def test_a_conflict_without_any_value_opens_the_ceiling_and_is_one_line(case: Case) -> None:
    figure = case.dossier(inn(9)).value_usd
    assert (figure.rows_without_value, figure.ceiling_open) == (1, True)


@pytest.mark.parametrize("number", range(1, 10))
def test_the_order_of_loading_changes_no_figure(case: Case, turned: Case, number: int) -> None:
    one, other = case.dossier(inn(number)), turned.dossier(inn(number))
    assert (one.value_usd, one.by, one.measures, one.apart, one.books) == (
        other.value_usd, other.by, other.measures, other.apart, other.books,
    )  # fmt: skip


# -- what lowers a figure


def test_a_certain_correction_lowers_all_three_numbers(case: Case) -> None:
    assert three(case.dossier(inn(4)).value_usd) == usd(80, 80, 80)


def test_a_probable_correction_lowers_floor_and_point_and_not_the_ceiling(case: Case) -> None:
    assert three(case.dossier(inn(5)).value_usd) == usd(80, 80, 100)


def test_an_uncertain_correction_lowers_the_floor_only(case: Case) -> None:
    assert three(case.dossier(inn(6)).value_usd) == usd(80, 100, 100)


@pytest.mark.parametrize(("number", "counted"), [(4, "floor"), (5, "floor"), (6, "lowers_floor")])
def test_the_rows_say_where_a_correction_counts(case: Case, number: int, counted: str) -> None:
    rows = case.rows(inn(number))
    assert {row.counted_in for row in rows if row.value_usd == -20} == {counted}


@pytest.mark.parametrize("number", [4, 5, 6])
def test_the_rows_counted_in_the_floor_sum_to_it(case: Case, number: int) -> None:
    rows = case.rows(inn(number))
    in_floor = [row for row in rows if row.counted_in in ("floor", "lowers_floor")]
    assert sum(row.value_usd or 0 for row in in_floor) == case.dossier(inn(number)).value_usd.floor
