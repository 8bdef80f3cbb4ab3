"""The demonstration screened: listed after its last line, and what changes if it was not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.demo import DemoFiles
from followthegoods.demo.lists import (
    LISTED,
    SOURCE,
    SUBJECT_ENTRY,
    SUPPLIER_ENTRY,
    SUPPLIER_LISTED,
    write_list,
)
from followthegoods.model.answer import Answer, Screened
from followthegoods.render.screening import sentence

MARCH = date(2023, 3, 1)


@pytest.fixture(scope="module")
def case(demo: DemoFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder: Path = tmp_path_factory.mktemp("screened")
    with Case.new(folder / "case", invented=True) as made:
        made.add(demo.files)
        made.add_lists([write_list(folder)])
        made.date_listing(SUPPLIER_ENTRY, SUPPLIER_LISTED, source=SOURCE)
        yield made


def subject(answer: Answer) -> Screened:
    (match,) = (one for one in answer.screening if one.rule == "tax id")
    return match


def listed_on(case: Case, demo: DemoFiles, day: date) -> Answer:
    case.date_listing(SUBJECT_ENTRY, day, source=SOURCE)
    return case.dossier(demo.truth.subject.inn, events=[(MARCH, "March")])


def test_no_line_is_of_the_day_of_the_listing_or_later(case: Case, demo: DemoFiles) -> None:
    match = subject(listed_on(case, demo, LISTED))
    assert (match.match_grade, match.status) == ("certain", "listed_later")
    assert match.since_listing.rows == 0


def test_the_sentence_says_so_with_days_and_coverage(case: Case, demo: DemoFiles) -> None:
    answer = listed_on(case, demo, LISTED)
    said = sentence(subject(answer), answer.coverage)
    last = subject(answer).last_line
    assert said.startswith(f"No line on or after the listing: the last that names it is of {last}")
    assert f"run from {answer.coverage.first} to {answer.coverage.last}" in said


def test_without_a_day_all_lines_may_be_of_the_time_since(case: Case, demo: DemoFiles) -> None:
    found = case.screen(demo.truth.subject.inn, lists=["us-sdn"])
    match = next(one for one in found.matches if one.rule == "tax id")
    assert match.since_listing.ceiling >= match.since_listing.point


def test_a_listing_moved_to_march_2023_has_the_money_since_then(
    case: Case, demo: DemoFiles
) -> None:
    answer = listed_on(case, demo, MARCH)
    since, event = subject(answer).since_listing, answer.events[0].since
    assert (since.floor, since.point) == (event.floor, event.point)
    assert since.point > 0


def test_the_money_since_a_moved_listing_has_its_suppliers_and_origins(
    case: Case, demo: DemoFiles
) -> None:
    answer = listed_on(case, demo, MARCH)
    point = subject(answer).since_listing.point
    for groups in (answer.events[0].since_by["supplier"], answer.events[0].since_by["origin"]):
        assert sum((group.point for group in groups), Decimal(0)) == point


def test_a_supplier_listed_midway_has_lines_before_and_since(case: Case, demo: DemoFiles) -> None:
    answer = listed_on(case, demo, LISTED)
    (match,) = (one for one in answer.screening if one.entry == SUPPLIER_ENTRY.split("/")[1])
    assert match.match_grade == "probable"
    keys = {group.key for group in match.statuses if group.rows}
    assert keys == {"listed_then", "listed_later"}


def test_the_supplier_one_letter_apart_is_on_no_list(case: Case, demo: DemoFiles) -> None:
    answer = listed_on(case, demo, LISTED)
    surely = {one.name for one in answer.screening if one.match_grade != "uncertain"}
    assert not any(name.startswith("DIVORTEC") for name in surely)


def test_the_namesake_is_another_company(case: Case, demo: DemoFiles) -> None:
    found = case.screen(demo.truth.subject.namesake_inn)
    (party,) = case.find(demo.truth.subject.namesake_inn)
    assert all(match.party != party.id for match in found.matches)
