"""Groups and events by kilograms, by lines, by a quantity: where sources state no values, or beside
them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from tiny_case import Row, by_key, case_of, inn, line

from followthegoods.case import Case
from followthegoods.errors import BadParameter

ROWS: list[Row] = [
    line(inn=inn(1), usd="500", origin="KR", net="100", quantity="7", unit="ШТ"),
    line(inn=inn(1), usd="60", origin="KR", net="", quantity="20,5", unit="КГ"),
    line(inn=inn(1), usd="", origin="DE", net="900", quantity="3", unit="ШТ"),
]
PETROLEUM = (
    Path(__file__).parents[2]
    / ".."
    / "shared"
    / "data"
    / "customs"
    / "us_petroleum_company_imports.parquet"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("measures"), ROWS) as made:
        yield made


def points(case: Case, measure: str) -> dict[str, Decimal]:
    by = case.dossier(inn(1), measure=measure).by["origin"]
    return {key: group.point for key, group in by_key(by).items()}


def test_groups_are_of_dollars_unless_another_measure_is_asked_for(case: Case) -> None:
    answer = case.dossier(inn(1))
    assert answer.measured == answer.value_usd
    assert by_key(answer.by["origin"])["KR"].point == Decimal(560)


def test_groups_are_of_kilograms_where_they_are_asked_for(case: Case) -> None:
    assert points(case, "net_kg") == {"KR": Decimal(100), "DE": Decimal(900)}


def test_groups_are_of_lines_where_they_are_asked_for(case: Case) -> None:
    assert points(case, "lines") == {"KR": Decimal(2), "DE": Decimal(1)}


def test_a_line_in_another_unit_has_no_quantity_in_the_unit_asked_for(case: Case) -> None:
    units = sorted(one.unit for one in case.dossier(inn(1)).measures.quantity)
    pieces = next(unit for unit in units if points(case, f"quantity:{unit}")["KR"] == 7)
    answer = case.dossier(inn(1), measure=f"quantity:{pieces}")
    assert answer.measured.point == Decimal(10)
    assert by_key(answer.by["origin"])["KR"].rows_without_value == 1
    assert by_key(answer.by["origin"])["KR"].ceiling_open


def said(case: Case, measure: str) -> dict[str, str]:
    return {one.code: one.text for one in case.dossier(inn(1), measure=measure).caveats}


def test_a_line_without_dollars_is_no_gap_of_kilograms(case: Case) -> None:
    assert "rows_without_value" not in said(case, "net_kg")


def test_lines_that_lack_the_measure_are_told_in_its_unit(case: Case) -> None:
    assert said(case, "net_kg")["rows_without_measure"].startswith(
        "Lines that state nothing in net kg: 1."
    )
    assert "rows_without_measure" not in said(case, "value")


def test_dollars_stand_in_the_answer_whatever_groups_are_measured_by(case: Case) -> None:
    assert case.dossier(inn(1), measure="net_kg").value_usd == case.dossier(inn(1)).value_usd


def test_events_are_of_the_measure_asked_for(case: Case) -> None:
    (event,) = case.dossier(
        inn(1), measure="net_kg", events=[(date(2022, 3, 15), "The first day")]
    ).events
    assert event.since.point == Decimal(1000)


def test_the_largest_lines_are_those_with_most_of_the_measure(case: Case) -> None:
    answer = case.dossier(inn(1), measure="net_kg")
    assert answer.concentration.largest_lines == Decimal(1000)


def test_suppliers_are_told_by_the_measure_asked_for(case: Case) -> None:
    (supplier,) = case.dossier(inn(1), measure="lines").suppliers
    assert [code.point for code in supplier.codes] == [Decimal(3)]


@pytest.mark.parametrize("measure", ["tonnes", "quantity:", "quantity"])
def test_a_measure_nobody_knows_is_wrong_use(case: Case, measure: str) -> None:
    with pytest.raises(BadParameter, match="measure cannot be"):
        case.dossier(inn(1), measure=measure)


def test_a_question_that_answers_in_dollars_takes_no_other_measure(case: Case) -> None:
    for ask in (case.screen, case.mirrors):
        with pytest.raises(BadParameter, match="Only dossiers and flows are measured"):
            ask(inn(1), measure="net_kg")


def test_quantities_of_a_source_without_values_are_grouped_before_and_since_an_event(
    tmp_path: Path,
) -> None:
    if not PETROLEUM.is_file():
        pytest.skip("the real records are not beside the project")
    with Case.new(tmp_path / "case") as real:
        real.add([PETROLEUM])
        answer = real.dossier(
            goods=["oil"], measure="quantity:BBL", events=[(date(2022, 3, 1), "March 2022")]
        )
    (event,) = answer.events
    since, total = by_key(event.since_by["origin"])["RU"], by_key(answer.by["origin"])["RU"]
    assert (total.point, since.point) == by_hand()
    assert "no_values" in {caveat.code for caveat in answer.caveats}


def by_hand() -> tuple[Decimal, Decimal]:
    """Barrels from Russia of products called oil, in all and since March 2022."""
    with duckdb.connect() as db:
        total, since = db.execute(
            "SELECT sum(QUANTITY) * 1000, sum(QUANTITY) FILTER (RPT_PERIOD >= '2022-03-01') * 1000 "
            f"FROM '{PETROLEUM}' WHERE CNTRY_NAME = 'RUSSIA' "
            "AND regexp_matches(PROD_NAME, '\\bOIL\\b', 'i')"
        ).fetchone() or (0, 0)
    return Decimal(total), Decimal(since)
