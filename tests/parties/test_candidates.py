"""Names that are found to be worth comparing, however they differ, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tiny_case import case_of, inn, line

from followthegoods.case import Case

QUAY = "QUAY 9, BREMEN"
NAMES = {
    "VESDRONTUM TRADING GMBH": "",
    "VESDROTNUM TRADING GMBH": "",
    "KLUTNE MACHINERY GMBH": "",
    "KLUTNEMACHINERYGMBH": "",
    "PALKRIM TOOLS GMBH": "",
    "PALKRIM TOOLS": "",
    "BERIMO GMBH": "",
    "BERIMO AG": "",
    "BERIMO": "",
    "NUBAL TOOLS GMBH": QUAY,
    "NUBAO TOOLS GMBH": QUAY,
    "KELMIR PLATFORMS GMBH (FORMERLY OZTAR TOOLS GMBH)": "",
    "OZTAR TOOLS GMBH": "",
    "ZADAR GMBH": "",
    "ZADAN GMBH": "",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    rows = [
        line(inn=inn(1), sender=name, sender_country="DE", sender_address=address)
        for name, address in NAMES.items()
    ]
    return case_of(tmp_path_factory.mktemp("candidates"), rows)


def parties(case: Case, name: str, grades: str) -> set[int]:
    lake: Path = case.path / "lake"
    newest = max((lake / "parties").glob("*.parquet"))
    rows = duckdb.execute(
        f"SELECT party FROM read_parquet(?) JOIN read_parquet(?) USING (mention) "
        f"WHERE name = ? AND grade IN {grades}",
        [str(newest), str(lake / "mentions" / "*.parquet"), name],
    )
    return {party for (party,) in rows.fetchall()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VESDRONTUM TRADING GMBH", "VESDROTNUM TRADING GMBH"),
        ("KLUTNE MACHINERY GMBH", "KLUTNEMACHINERYGMBH"),
        ("PALKRIM TOOLS GMBH", "PALKRIM TOOLS"),
        ("NUBAL TOOLS GMBH", "NUBAO TOOLS GMBH"),
    ],
)
def test_a_slip_a_lost_space_and_a_lost_form_make_no_second_company(
    case: Case, one: str, other: str
) -> None:
    assert parties(case, one, "(2, 3)") == parties(case, other, "(2, 3)")


def test_who_was_called_so_before_is_perhaps_the_company_of_that_name(case: Case) -> None:
    perhaps = parties(case, "KELMIR PLATFORMS GMBH (FORMERLY OZTAR TOOLS GMBH)", "(1,)")
    assert parties(case, "OZTAR TOOLS GMBH", "(2, 3)") <= perhaps


def test_a_short_word_that_differs_by_a_letter_is_another_name(case: Case) -> None:
    assert parties(case, "ZADAR GMBH", "(2, 3)") != parties(case, "ZADAN GMBH", "(2, 3)")


def test_a_name_without_a_form_is_perhaps_either_of_two_with_one(case: Case) -> None:
    perhaps = parties(case, "BERIMO", "(1,)")
    assert parties(case, "BERIMO GMBH", "(2, 3)") < perhaps
    assert parties(case, "BERIMO AG", "(2, 3)") < perhaps
