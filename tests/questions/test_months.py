"""Rows that vendors date by month, beside declaration lines and around an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from tiny_case import MONTHLY, Row, case_of, inn, line, three, usd, write

from followthegoods.case import Case

COLUMNS = {
    "month": "MONTH",
    "inn": "BUYER ID",
    "receiver": "BUYER",
    "hs": "CODE",
    "goods": "GOODS",
    "origin": "ORIGIN",
    "usd": "USD",
}


def month(number: int, worth: str, month: str = "01.03.2022", **changes: str) -> Row:
    row = {
        "month": month,
        "inn": inn(number),
        "receiver": 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"',
        "hs": "870829",
        "goods": "ПАНЕЛЬ КУЗОВА",
        "origin": "KR",
        "usd": worth,
    }
    return {**row, **changes}


DAILY = [
    line(inn=inn(1), usd="100"),
    line(inn=inn(2), usd="5", registered="15.04.2022", released="16.04.2022"),
    line(inn=inn(3), usd="100", direction="ЭК", regime="1000"),
    line(inn=inn(5), usd="3"),
]
MONTHS = [
    month(1, "100"),
    month(1, "100", goods="ПАНЕЛЬ ДВЕРИ"),
    month(1, "55"),
    month(1, "40", month="01.04.2022"),
    month(2, "60"),
    month(3, "100"),
    month(4, "70"),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("months")
    layout = folder / "monthly.toml"
    layout.write_text(MONTHLY, encoding="utf-8")
    with case_of(folder, DAILY) as made:
        made.add([write(folder / "months.csv", MONTHS, COLUMNS)], layout=str(layout))
        yield made


def test_a_row_of_a_month_that_matches_a_line_is_a_repeat_of_it(case: Case) -> None:
    assert case.dossier(inn(1)).books.repeated == 1


def test_a_second_row_of_the_same_value_matches_no_second_time(case: Case) -> None:
    assert case.dossier(inn(1)).value_usd.ceiling == 100 + 100 + 55 + 40


def test_other_rows_of_a_month_with_lines_are_in_the_ceiling_only(case: Case) -> None:
    answer = case.dossier(inn(1))
    assert three(answer.value_usd)[:2] == usd(140, 140)
    assert answer.books.suspected_repeats == 2


def test_a_row_of_a_month_without_lines_counts(case: Case) -> None:
    assert three(case.dossier(inn(4)).value_usd) == usd(70, 70, 70)


def test_lines_of_another_month_do_not_cover_a_row(case: Case) -> None:
    assert three(case.dossier(inn(2)).value_usd) == usd(65, 65, 65)


def test_lines_of_the_other_direction_do_not_cover_a_row(case: Case) -> None:
    assert three(case.dossier(inn(3)).value_usd) == usd(100, 100, 100)


def test_the_lines_of_one_company_do_not_cover_the_months_of_another(case: Case) -> None:
    assert three(case.dossier(inn(4), inn(5)).value_usd) == usd(73, 73, 73)


def test_a_row_whose_month_straddles_an_event_is_since_it_in_the_ceiling_only(case: Case) -> None:
    (event,) = case.dossier(inn(4), events=[(date(2022, 3, 15), "e")]).events
    assert three(event.since) == usd(0, 0, 70)


def test_a_row_whose_month_begins_with_the_event_is_since_it(case: Case) -> None:
    (event,) = case.dossier(inn(4), events=[(date(2022, 3, 1), "e")]).events
    assert three(event.since) == usd(70, 70, 70)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2022, 3, 1), date(2022, 3, 31), (70, 70, 70)),
        (date(2022, 3, 2), date(2022, 3, 31), (0, 0, 70)),
        (date(2022, 3, 1), date(2022, 3, 30), (0, 0, 70)),
        (date(2022, 4, 1), date(2022, 4, 30), (0, 0, 0)),
    ],
)
def test_a_row_counts_in_a_period_that_has_all_of_its_month(
    case: Case, first: date, last: date, expected: tuple[int, int, int]
) -> None:
    assert three(case.dossier(inn(4), first=first, last=last).value_usd) == usd(*expected)


def test_a_month_written_by_its_last_day_is_the_whole_month(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("last-day")
    layout = folder / "monthly.toml"
    layout.write_text(MONTHLY, encoding="utf-8")
    with Case.new(folder / "case") as case:
        row = month(1, "70", month="31.03.2022")
        case.add([write(folder / "m.csv", [row], COLUMNS)], layout=str(layout))
        (event,) = case.dossier(inn(1), events=[(date(2022, 3, 15), "e")]).events
    assert three(event.since) == usd(0, 0, 70)


def test_both_kinds_of_records_are_in_the_coverage(case: Case) -> None:
    layouts = {source.layout for source in case.dossier(inn(1)).coverage.by_source}
    assert layouts == {"ru-declarations", "monthly"}


def test_rows_of_months_cover_their_last_month_to_its_end(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("only_months")
    (folder / "monthly.toml").write_text(MONTHLY, encoding="utf-8")
    rows = [month(1, "10", f"01.{number:02}.2022") for number in range(1, 7)]
    with Case.new(folder / "case") as made:
        made.add([write(folder / "months.csv", rows, COLUMNS)], layout=str(folder / "monthly.toml"))
        answer = made.dossier(inn(1), events=[(date(2022, 4, 1), "half-way")])
    window = answer.events[0].window
    assert window is not None
    assert answer.coverage.last == date(2022, 6, 30)
    assert window.before.point == Decimal(30)
