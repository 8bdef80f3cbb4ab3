"""Real records: what the program says of an importer is the sum of its rows, done by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from followthegoods.case import Case

TRUCKS = (
    Path(__file__).parents[2] / ".." / "shared" / "data" / "customs" / "peru_trucks_import.xlsx"
)
NUMBER, ORIGIN, PURCHASE, CIF = "Cod. Tributario", "Pais de Origen", "Pais de Compra", "U$ CIF Tot"


@dataclass(frozen=True)
class Hand:
    """One importer's rows added up by hand: dollars with freight, by origin, rows."""

    usd: Decimal
    origins: dict[str, Decimal]
    rows: int


@pytest.fixture(scope="module")
def trucks() -> Path:
    if not TRUCKS.is_file():
        pytest.skip("the real records are not beside the project")
    return TRUCKS


@pytest.fixture(scope="module")
def hand(trucks: Path) -> dict[str, Hand]:
    rows = CalamineWorkbook.from_path(str(trucks)).get_sheet_by_index(0).to_python()
    start = next(place for place, row in enumerate(rows) if NUMBER in row)
    column = {name: place for place, name in enumerate(rows[start])}
    usd: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    count: Counter[str] = Counter()
    for row in rows[start + 1 :]:
        value = row[column[CIF]]
        if isinstance(value, float):
            number = str(row[column[NUMBER]]).removesuffix(".0")
            origin = str(row[column[ORIGIN]]).strip()
            usd[number][origin] += Decimal(repr(value))
            count[number] += 1
    return {
        number: Hand(sum(by.values(), Decimal()), dict(by), count[number])
        for number, by in usd.items()
    }


@pytest.fixture(scope="module")
def case(trucks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case.new(tmp_path_factory.mktemp("trucks") / "case") as made:
        made.add([trucks])
        yield made


def largest(hand: dict[str, Hand], count: int) -> list[str]:
    return sorted(hand, key=lambda number: -hand[number].usd)[:count]


def test_every_row_of_the_file_is_a_line_of_somebody(case: Case, hand: dict[str, Hand]) -> None:
    (books,) = case.status().books
    assert books.lines == sum(importer.rows for importer in hand.values())


def test_the_points_of_the_largest_importers_are_the_sums_of_their_rows(
    case: Case, hand: dict[str, Hand]
) -> None:
    for number in largest(hand, 12):
        figure = case.dossier(number).value_usd
        assert (figure.point, figure.rows) == (hand[number].usd, hand[number].rows)


def test_the_origins_of_the_largest_importers_are_the_sums_of_their_rows(
    case: Case, hand: dict[str, Hand]
) -> None:
    for number in largest(hand, 12):
        found = sorted(group.point for group in case.dossier(number).by["origin"])
        assert found == sorted(hand[number].origins.values())


def test_all_importers_together_are_the_sum_of_the_file(case: Case, hand: dict[str, Hand]) -> None:
    together = case.dossier(*hand)
    assert together.value_usd.point == sum(importer.usd for importer in hand.values())
    for name in ("origin", "purchase", "supplier", "year", "hs4"):
        assert sum(group.point for group in together.by[name]) == together.value_usd.point


def test_goods_asked_about_by_chapter_are_those_of_every_importer(
    case: Case, hand: dict[str, Hand]
) -> None:
    whole = case.dossier(goods=["87"])
    assert whole.value_usd.point == sum(importer.usd for importer in hand.values())
    found = sorted((group.point for group in whole.by["importer"]), reverse=True)
    assert found[:3] == [hand[number].usd for number in largest(hand, 3)]


def test_what_came_before_and_since_a_day_sums_to_what_all_imported(case: Case) -> None:
    day = date(2024, 1, 1)
    whole = case.dossier(goods=["87"], events=[(day, "new year")])
    before = case.dossier(goods=["87"], last=date(2023, 12, 31))
    (event,) = whole.events
    assert event.since.point > 0
    assert before.value_usd.point + event.since.point == whole.value_usd.point


PETROLEUM = TRUCKS.parent / "us_petroleum_company_imports.parquet"


def test_petroleum_answers_in_barrels_and_says_that_no_values_are_stated(tmp_path: Path) -> None:
    if not PETROLEUM.is_file():
        pytest.skip("the real records are not beside the project")
    with duckdb.connect() as db:
        barrels = db.execute(
            f"SELECT sum(QUANTITY) * 1000 FROM read_parquet('{PETROLEUM}') "
            "WHERE PROD_NAME ILIKE '%asphalt%'"
        ).fetchone()
    with Case.new(tmp_path / "case") as made:
        made.add([PETROLEUM])
        answer = made.dossier(goods=["asphalt"])
    (quantity,) = answer.measures.quantity
    assert barrels is not None
    # Equal rows of one file are as many lines: a company, port and product a month.
    assert (quantity.unit, quantity.ceiling) == ("BBL", barrels[0])
    assert answer.value_usd.rows == 0
    assert "no_values" in {caveat.code for caveat in answer.caveats}
