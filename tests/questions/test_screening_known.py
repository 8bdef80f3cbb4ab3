"""Known answers on published lists: who is on which since when, and who is found by what.

No trade is invented around real companies here: entries are looked up, and names and numbers
screened, as published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from accuracy.screening import Found, known_seven

from followthegoods.case import Case
from followthegoods.engine.plan import Plan, Step
from followthegoods.reference.lists.views import lists_of, plan_lists

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
REFERENCE = DATA / "reference"
MAKER, PARTNER = "us-sdn/47956", "SOLLERS PUBLIC JOINT STOCK COMPANY"
SOURCE = "the Treasury's notice of 23 February 2024"

pytestmark = pytest.mark.skipif(not REFERENCE.exists(), reason="the published lists are absent")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case.new(tmp_path_factory.mktemp("known") / "case", invented=True) as made:
        files = ("ofac_aurus_block.csv", "eu_833_2014.csv")
        made.add_lists([REFERENCE / name for name in files])
        made.date_listing(MAKER, date(2024, 2, 23), source=SOURCE)
        yield made


@pytest.fixture(scope="module")
def seven() -> dict[str, Found]:
    return {found.name: found for found in known_seven(DATA)}


def spans(case: Case, entry: str) -> list[tuple[Any, ...]]:
    """The listings of an entry: authority, measures, first and last possible day, how known."""
    name, _, own = entry.partition("/")
    asked = Step(
        "spans",
        "SELECT authority, measures, listed_earliest, listed_latest, listed_basis, listed_source "
        f"FROM listing_spans WHERE list = '{name}' AND entry = '{own}'",
    )
    lists = lists_of(case._catalogue)
    return case._runner.run(Plan((*plan_lists(lists), asked)))["spans"]


def test_the_maker_is_on_the_us_list_since_the_day_that_was_given(case: Case) -> None:
    day = date(2024, 2, 23)
    assert spans(case, MAKER) == [("US", ["blocking"], day, day, "by_hand", SOURCE)]


@pytest.mark.parametrize("name", ["LIMITED LIABILITY COMPANY AURUS", 'ООО "АУРУС"', "AURUS LLC"])
def test_the_maker_is_not_in_the_annexes_of_the_eu(case: Case, name: str) -> None:
    assert not [ref for ref in case.find_listed(name) if ref.list.startswith("eu")]


def test_its_former_partner_is_under_an_export_measure_since_24_october_2025(case: Case) -> None:
    refs = [ref for ref in case.find_listed("PJSC SOLLERS") if ref.list.startswith("eu")]
    found = [span for ref in refs for span in spans(case, f"{ref.list}/{ref.entry}")]
    day = date(2025, 10, 24)
    assert found == [("EU", ["export_licence"], day, day, "stated", None)]


def test_each_entry_with_a_tax_id_is_found_by_it(seven: dict[str, Found]) -> None:
    found = seven["by tax id"]
    assert (found.parties, found.found) == (6, 6)


def test_with_tax_ids_hidden_six_of_seven_are_found_by_name_and_address(
    seven: dict[str, Found],
) -> None:
    assert seven["by name and address"].found >= 6
