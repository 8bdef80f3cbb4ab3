"""What counts as an import: released, in this direction, a first arrival."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tiny_case import Row, by_key, case_of, inn, line, three, usd

from followthegoods.case import Case

REGIMES = ["4000", "4078", "5300", "6010", "8000", "7800", "", "40", "9900", "9978", "7000"]
AMOUNTS = {regime: str(2**place) for place, regime in enumerate(REGIMES)}

ROWS: list[Row] = [
    *(line(inn=inn(1), regime=regime, usd=amount) for regime, amount in AMOUNTS.items()),
    line(inn=inn(2), usd="100"),
    line(inn=inn(2), usd="20", released=""),
    line(inn=inn(3), usd="100"),
    line(inn=inn(3), usd="20", direction="ЭК", regime="1000"),
    line(inn=inn(3), usd="7", direction="ЭК", regime="4000"),
]
UNKNOWN = [
    {name: cell for name, cell in line(inn=inn(4), usd="100").items() if name != "released"},
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("procedures"), ROWS, UNKNOWN) as made:
        yield made


def worth(*regimes: str) -> int:
    return sum(int(AMOUNTS[regime]) for regime in regimes)


def test_first_arrivals_count_and_so_do_lines_that_state_no_procedure(case: Case) -> None:
    assert case.dossier(inn(1)).value_usd.point == worth("4000", "7800", "", "40")


@pytest.mark.parametrize(
    ("regime", "why"),
    [
        ("4078", "from_other_procedure"),
        ("5300", "temporary"),
        ("6010", "re_import"),
        ("8000", "transit"),
        ("7000", "warehouse"),
    ],
)
def test_other_procedures_are_shown_apart(case: Case, regime: str, why: str) -> None:
    assert by_key(case.dossier(inn(1)).apart)[why].point == worth(regime)


def test_a_procedure_that_is_not_known_is_apart_whatever_came_before_it(case: Case) -> None:
    group = by_key(case.dossier(inn(1)).apart)["unknown_procedure"]
    assert group.point == worth("9900", "9978")


def test_counted_lines_without_a_procedure_are_said(case: Case) -> None:
    said = {caveat.code: caveat.text for caveat in case.dossier(inn(1)).caveats}
    assert "1" in said["no_regime"]
    assert "1" in said["no_previous_procedure"]


def test_procedures_asked_for_count_whatever_their_class(case: Case) -> None:
    answer = case.dossier(inn(1), regimes=["53", "80"])
    assert answer.value_usd.point == worth("5300", "8000")
    assert answer.bases.regimes == ("53", "80")


def test_a_procedure_asked_for_counts_after_any_other(case: Case) -> None:
    assert case.dossier(inn(1), regimes=["40"]).value_usd.point == worth("4000", "4078", "40")


def test_where_procedures_are_asked_for_lines_that_state_none_are_apart(case: Case) -> None:
    apart = by_key(case.dossier(inn(1), regimes=["53"]).apart)
    assert apart["no_procedure"].point == worth("")


def test_first_arrivals_that_were_not_asked_for_are_not_said_to_leave_a_zone(case: Case) -> None:
    apart = by_key(case.dossier(inn(1), regimes=["53"]).apart)
    assert apart["first_arrival"].point == worth("4000", "7800", "40")
    assert apart["from_other_procedure"].point == worth("4078")


def test_every_line_is_counted_or_apart_never_both(case: Case) -> None:
    answer = case.dossier(inn(1))
    total = answer.value_usd.point + sum(group.point for group in answer.apart)
    assert total == worth(*REGIMES)


def test_lines_registered_and_not_released_are_apart(case: Case) -> None:
    answer = case.dossier(inn(2))
    assert three(answer.value_usd) == usd(100, 100, 100)
    assert by_key(answer.apart)["not_released"].point == 20


def test_where_a_file_has_no_release_dates_its_lines_are_in_the_point_only(case: Case) -> None:
    answer = case.dossier(inn(4))
    assert three(answer.value_usd) == usd(0, 100, 100)
    assert "release_not_stated" in {caveat.code for caveat in answer.caveats}


def test_exports_are_no_imports(case: Case) -> None:
    answer = case.dossier(inn(3))
    assert answer.value_usd.point == 100
    assert by_key(answer.apart)["other_direction"].point == 27


def test_asked_for_exports_counts_export_procedures_and_says_so(case: Case) -> None:
    answer = case.dossier(inn(3), direction="export")
    assert answer.value_usd.point == 20
    assert answer.bases.regimes == ("export procedures",)
    assert by_key(answer.apart)["other_direction"].point == 100
