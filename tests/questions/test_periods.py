"""Since when: periods, events, coverage, dates that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tiny_case import Row, by_key, case_of, inn, line, serial, three, usd

from followthegoods.case import Case
from followthegoods.model.answer import Answer
from followthegoods.questions.counted import Parameters, Scope, counted_steps

EVENT = date(2022, 2, 24)


def dated(number: int, day: str, worth: str, released: str = "20.03.2022") -> Row:
    """A line registered on a day of 2022, such as 2402."""
    declaration = serial(number * 1000 + int(worth), f"{day}22")
    written = f"{day[:2]}.{day[2:]}.2022"
    return line(
        inn=inn(number), declaration=declaration, registered=written, usd=worth, released=released
    )


ROWS: list[Row] = [
    dated(1, "2202", "1"),
    dated(1, "2302", "2"),
    dated(1, "2402", "4"),
    dated(1, "2502", "8"),
    dated(1, "1003", "16"),
    line(inn=inn(1), declaration="Б-17", registered="", usd="32"),
    dated(2, "2302", "100", released="02.03.2022"),
    dated(2, "2402", "7", released="02.03.2022"),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("periods"), ROWS) as made:
        yield made


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return case.dossier(inn(1), events=[(EVENT, "the event")])


def test_the_first_and_the_last_day_of_a_period_are_in_it(case: Case) -> None:
    figure = case.dossier(inn(1), first=date(2022, 2, 23), last=EVENT).value_usd
    assert figure.point == 6


def test_a_line_without_a_date_is_in_a_periods_ceiling_only(case: Case) -> None:
    figure = case.dossier(inn(1), first=date(2022, 2, 23), last=EVENT).value_usd
    assert three(figure) == usd(6, 6, 38)


def test_a_line_without_a_date_counts_where_no_period_is_asked(answer: Answer) -> None:
    assert three(answer.value_usd) == usd(63, 63, 63)
    assert by_key(answer.by["year"])[""].point == 32
    assert "no_date" in {caveat.code for caveat in answer.caveats}


def test_an_event_counts_from_its_own_day(answer: Answer) -> None:
    assert three(answer.events[0].since) == usd(28, 28, 60)


def test_the_windows_are_of_equal_length_and_within_the_records(answer: Answer) -> None:
    window = answer.events[0].window
    assert window is not None
    assert window.days == 2
    assert (window.before.point, window.after.point) == usd(3, 12)


def test_an_event_outside_the_records_has_no_windows(case: Case) -> None:
    events = [(date(2021, 1, 1), "early"), (date(2030, 1, 1), "late")]
    early, late = case.dossier(inn(1), events=events).events
    assert early.window is None
    assert late.window is None
    assert late.since.point == 0


def test_the_groups_since_an_event_sum_to_it(answer: Answer) -> None:
    event = answer.events[0]
    for groups in event.since_by.values():
        assert sum(group.point for group in groups) == event.since.point


def test_a_period_ends_what_counts_since_an_event(case: Case) -> None:
    event = case.dossier(inn(1), last=date(2022, 2, 28), events=[(EVENT, "e")]).events[0]
    assert event.since.point == 12


def test_the_date_of_release_can_be_the_basis(case: Case) -> None:
    registered = case.dossier(inn(2), events=[(EVENT, "e")])
    released = case.dossier(inn(2), events=[(EVENT, "e")], date="released")
    assert (registered.events[0].since.point, released.events[0].since.point) == usd(7, 107)
    assert released.bases.date == "released"


@pytest.mark.parametrize(
    ("how", "is_open"),
    [
        ({"last": date(2022, 3, 31)}, False),
        ({"last": date(2022, 4, 1)}, True),
        ({"first": date(2022, 2, 1)}, False),
        ({"first": date(2022, 1, 31)}, True),
    ],
)
def test_a_period_beyond_the_months_of_the_records_has_an_open_ceiling(
    case: Case, how: dict[str, Any], is_open: bool
) -> None:
    answer = case.dossier(inn(2), **how)
    assert answer.value_usd.ceiling_open is is_open
    said = "period_beyond_records" in {caveat.code for caveat in answer.caveats}
    assert said is is_open


def test_coverage_says_the_first_and_the_last_day_of_every_source(answer: Answer) -> None:
    coverage = answer.coverage
    assert (coverage.first, coverage.last) == (date(2022, 2, 22), date(2022, 3, 10))
    (source,) = coverage.by_source
    assert (source.source, source.lines, source.undated) == ("a.csv", len(ROWS), 1)


def test_months_without_records_are_listed_and_open_the_ceiling(tmp_path: Path) -> None:
    rows = [dated(1, "1003", "1"), dated(1, "1005", "2"), dated(1, "1008", "4")]
    with case_of(tmp_path, rows) as case:
        answer = case.dossier(inn(1))
    assert answer.coverage.months_missing == ("2022-04", "2022-06", "2022-07")
    assert answer.value_usd.ceiling_open
    assert all(group.ceiling_open for group in answer.by["origin"])
    assert "2022-04" in {c.code: c.text for c in answer.caveats}["months_missing"]


def test_months_missing_outside_the_period_asked_leave_its_ceiling_closed(tmp_path: Path) -> None:
    rows = [dated(1, "1501", "1"), dated(1, "1503", "2"), dated(1, "1504", "4")]
    with case_of(tmp_path, rows) as made:
        whole = made.dossier(inn(1))
        asked = made.dossier(inn(1), first=date(2022, 3, 1), last=date(2022, 3, 31))
    assert whole.coverage.months_missing == ("2022-02",)
    assert whole.value_usd.ceiling_open
    assert asked.coverage.months_missing == ()
    assert not asked.value_usd.ceiling_open


def read_by(p: Parameters, scope: Scope) -> str:
    """The statement that reads the lines of somebody."""
    return next(step.sql for step in counted_steps(p, scope) if step.name == "found")


@pytest.mark.parametrize("by", ["registered", "released"])
def test_lines_of_other_months_are_passed_over_as_the_files_are_read(by: str) -> None:
    scope = Scope(*[["x"]] * 6, [(1, 3)])
    read = read_by(Parameters("RU", date(2022, 2, 24), date(2022, 3, 10), date=by), scope)
    assert f"l.{by} >= DATE '2022-02-01'" in read
    assert f"l.{by} <= last_day(DATE '2022-03-10')" in read


def test_lines_released_in_other_months_are_read_where_lines_are_compared() -> None:
    scope = Scope(*[["x"]] * 6, [(1, 3)], keyless=True)
    assert "DATE '2022" not in read_by(Parameters("RU", date(2022, 2, 24), date="released"), scope)
