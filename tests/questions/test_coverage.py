"""What the records cover: vendors' cuts, and months that a source skips."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tiny_case import Row, case_of, inn, line

from followthegoods.model.answer import Answer


def codes(answer: Answer) -> set[str]:
    return {caveat.code for caveat in answer.caveats}


@pytest.mark.parametrize(("rows", "cut"), [(1000, True), (999, False), (1001, False)])
def test_a_source_with_as_many_rows_as_vendors_cut_at_is_told_and_opens_the_ceiling(
    tmp_path: Path, rows: int, cut: bool
) -> None:
    with case_of(tmp_path, [line(inn=inn(1), usd="1") for _ in range(rows)]) as case:
        answer = case.dossier(inn(1))
    assert ("vendors_cut" in codes(answer)) is cut
    assert answer.value_usd.ceiling_open is cut


def test_months_that_one_source_skips_are_told_though_another_has_them(tmp_path: Path) -> None:
    march, april, may = (
        line(inn=inn(1), registered=f"10.{month}.2022", released=f"11.{month}.2022")
        for month in ("03", "04", "05")
    )
    with case_of(tmp_path, [march, may], [april]) as case:
        answer = case.dossier(inn(1))
    assert [source.months_missing for source in answer.coverage.by_source] == [("2022-04",), ()]
    assert codes(answer) >= {"source_gaps"}
    assert "months_missing" not in codes(answer)
    assert not answer.value_usd.ceiling_open


def test_a_few_mistyped_days_do_not_stretch_the_records_nor_the_windows_of_an_event(
    tmp_path: Path,
) -> None:
    months = [f"{month:02}.{year}" for year in (2019, 2020, 2021) for month in range(1, 13)] * 3
    rows = [
        line(inn=inn(1), declaration="", registered=f"05.{month}", released=f"05.{month}")
        for month in months
    ]
    mistyped = line(inn=inn(1), declaration="", registered="05.03.1991")
    with case_of(tmp_path, [*rows, mistyped]) as case:
        answer = case.dossier(inn(1), events=[(date(2020, 7, 1), "half-way")])
    window = answer.events[0].window
    assert window is not None
    assert (answer.coverage.first, answer.coverage.months_missing) == (date(2019, 1, 5), ())
    assert (window.days, window.before.rows, window.after.rows) == (523, 51, 54)
    assert answer.coverage.by_source[0].stray_months == ("1991-03",)
    assert "stray_months" in codes(answer)
    assert answer.value_usd.rows == len(rows)


def in_months(*months: str) -> list[Row]:
    return [
        line(inn=inn(1), declaration="", registered=f"05.{month}", released=f"05.{month}")
        for month in months
    ]


def test_one_mistyped_year_does_not_stretch_the_coverage_of_a_few_lines(tmp_path: Path) -> None:
    rows = in_months(*(f"{month:02}.2021" for month in range(1, 13)), "03.2012", "03.2012")
    with case_of(tmp_path, rows) as case:
        answer = case.dossier(inn(1), events=[(date(2021, 7, 1), "half-way")])
    assert answer.coverage.first == date(2021, 1, 5)
    assert answer.coverage.by_source[0].stray_months == ("2012-03",)
    assert answer.value_usd.rows == len(rows)


@pytest.mark.parametrize(
    "months",
    [
        # Three years are no mistyped digit's work, and two months no one declaration's.
        [*(f"{month:02}.2021" for month in range(1, 13)), "03.2018"],
        [*(f"{month:02}.2021" for month in range(1, 13)), "03.2012", "04.2012"],
        ["03.2021", "04.2021", "03.2012"],
    ],
)
def test_what_may_well_have_been_so_stays_coverage(tmp_path: Path, months: list[str]) -> None:
    with case_of(tmp_path, in_months(*months)) as case:
        assert case.dossier(inn(1)).coverage.first != date(2021, 1, 5)


def test_what_begins_years_before_the_rest_is_coverage_where_it_is_many_lines(
    tmp_path: Path,
) -> None:
    early, late = (
        line(inn=inn(1), registered=f"05.03.{year}", released=f"06.03.{year}")
        for year in (2014, 2022)
    )
    with case_of(tmp_path, [early, late]) as case:
        coverage = case.dossier(inn(1)).coverage
    assert coverage.first == date(2014, 3, 5)
