"""An answer with its evidence: what pages, workbooks and charts are made of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthegoods.case import Case, Evidence
from followthegoods.errors import BadParameter
from strategies import DAISY, NARROW_HEADER, csv_bytes, narrow, write_files


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("evidence")
    rows = [narrow(item=str(n), statistical_usd=str(n * 100)) for n in range(1, 6)]
    with Case.new(folder / "case") as case:
        case.add(write_files(folder, {"a.csv": csv_bytes(rows, NARROW_HEADER)}))
        yield case


@pytest.fixture(scope="module")
def evidence(case: Case) -> Evidence:
    return case.evidence(DAISY)


def test_the_answer_is_that_of_the_dossier(case: Case, evidence: Evidence) -> None:
    assert evidence.answer.to_json() == case.dossier(DAISY).to_json()


@pytest.mark.parametrize("name", ["routes", "periods", "totals"])
def test_cells_sum_to_the_point(evidence: Evidence, name: str) -> None:
    cells = getattr(evidence.crossed, name)
    assert sum(cell.point for cell in cells) == evidence.answer.value_usd.point


@pytest.mark.parametrize("name", ["routes", "periods", "totals"])
def test_floors_of_cells_sum_to_at_most_the_floor(evidence: Evidence, name: str) -> None:
    cells = getattr(evidence.crossed, name)
    assert sum(cell.floor for cell in cells) <= evidence.answer.value_usd.floor


def test_the_rows_are_those_of_rows_where_all_of_them_fit(case: Case, evidence: Evidence) -> None:
    assert evidence.rows == case.rows(DAISY)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(limit=st.integers(1, 5))
def test_of_many_lines_the_largest_are_kept(case: Case, limit: int) -> None:
    every = sorted((row.value_usd or Decimal(0) for row in case.rows(DAISY)), reverse=True)
    made = case.evidence(DAISY, limit=limit)
    kept = sorted((row.value_usd or Decimal(0) for row in made.rows), reverse=True)
    assert (kept, made.found) == (every[:limit], 5)


def test_a_source_says_what_its_columns_fill(evidence: Evidence) -> None:
    (source,) = evidence.sources.values()
    fields = dict(zip(source.sheets[0].headers, source.sheets[0].fields, strict=True))
    assert set(fields) == set(NARROW_HEADER)
    assert "receiver_id" in fields.values()


def test_evidence_is_narrowed_as_rows_are(case: Case) -> None:
    with pytest.raises(BadParameter):
        case.evidence(DAISY, where={"colour": "red"})


def test_rows_become_a_table_of_polars(case: Case) -> None:
    table = case.rows(DAISY).to_polars()
    assert table.height == 5
    assert table.schema["value_usd"] == polars.Decimal(38, 6)
    assert table["value_usd"].sum() == case.dossier(DAISY).value_usd.point


def test_no_rows_become_an_empty_table(case: Case) -> None:
    assert case.rows(DAISY, where={"origin": "XX"}).to_polars().height == 0


def test_without_polars_it_is_said_what_to_install(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(BadParameter, match=r"followthegoods\[polars\]"):
        case.rows(DAISY).to_polars()
