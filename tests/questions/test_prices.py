"""Prices by the kilogram, beside what the case's lines of the same code cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tiny_case import Row, case_of, inn, line, write

from followthegoods.case import Case
from followthegoods.model.answer import Answer

OTHERS = [line(inn=inn(2), usd=str(900 + 10 * n)) for n in range(21)]
"""Twenty-one lines of another buyer at 90 to 110 dollars a kilogram."""

ODD = line(inn=inn(1), usd="50000", goods="ПАНЕЛЬ ИЗ ТИТАНА")
CHEAP = line(inn=inn(1), usd="20", maker="OLVANDER")
USUAL = line(inn=inn(1), usd="1000")
RARE = line(inn=inn(1), usd="70000", hs="8703231981")
NO_WEIGHT = line(inn=inn(1), usd="99000", net="")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("prices")
    with case_of(folder, OTHERS, [ODD, CHEAP, USUAL, RARE, NO_WEIGHT]) as made:
        yield made


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return case.dossier(inn(1))


def test_a_price_far_above_that_of_its_code_is_told_with_its_line(answer: Answer) -> None:
    (above,) = (one for one in answer.prices.codes if one.way == "above")
    (far,) = above.largest
    assert (above.code, above.lines, above.point) == ("870829", 1, Decimal(50000))
    assert (far.value_usd, far.net_kg, far.price) == (Decimal(50000), Decimal(10), Decimal(5000))
    assert far.place == "b.csv:2"


def test_a_price_far_below_that_of_its_code_is_told(answer: Answer) -> None:
    (below,) = (one for one in answer.prices.codes if one.way == "below")
    assert [far.value_usd for far in below.largest] == [Decimal(20)]


def test_how_far_a_price_is_is_told_in_times_the_middle_one(answer: Answer) -> None:
    (above,) = (one for one in answer.prices.codes if one.way == "above")
    assert abs(above.largest[0].times - Decimal(50)) < 1
    assert abs(above.usual_middle - Decimal(100)) < 1


def test_what_is_usual_is_read_off_all_lines_of_the_case(answer: Answer) -> None:
    assert {one.usual_lines for one in answer.prices.codes} == {24}


def test_lines_of_rare_codes_or_without_a_weight_are_not_compared(answer: Answer) -> None:
    assert (answer.prices.compared, answer.prices.far) == (3, 2)


def test_the_caveat_says_how_much_of_the_point_such_lines_make(answer: Answer) -> None:
    (text,) = (caveat.text for caveat in answer.caveats if caveat.code == "prices_far")
    assert "2 of 3 compared" in text
    assert "no finding" in text
    share = 100 * answer.prices.far_point / answer.value_usd.point
    assert answer.prices.far_share is not None
    assert 0 <= share - answer.prices.far_share < Decimal("0.1")


@pytest.mark.parametrize(
    ("way", "values"), [("far", [50000, 20]), ("above", [50000]), ("below", [20])]
)
def test_the_lines_behind_far_prices_are_listed(case: Case, way: str, values: list[int]) -> None:
    rows = case.rows(inn(1), where={"price": way})
    assert sorted(row.value_usd or 0 for row in rows) == sorted(map(Decimal, values))


def test_prices_are_compared_on_the_usual_basis_only(case: Case) -> None:
    assert case.dossier(inn(1), value="customs").prices.compared == 0


def test_prices_in_the_answers_json_are_decimal_strings(answer: Answer) -> None:
    said = json.loads(answer.to_json())["prices"]
    assert isinstance(said["codes"][0]["largest"][0]["price"], str)


def test_the_order_of_files_changes_no_price(tmp_path: Path, answer: Answer) -> None:
    rows: list[Row] = [ODD, CHEAP, USUAL, RARE, NO_WEIGHT]
    with Case.new(tmp_path / "case") as other:
        other.add([write(tmp_path / "b.csv", rows)])
        other.add([write(tmp_path / "a.csv", OTHERS)])
        assert other.dossier(inn(1)).prices == answer.prices


def test_repeats_of_a_line_do_not_make_its_price_usual(tmp_path: Path) -> None:
    again = [dict(one) for one in OTHERS[:4]]
    with case_of(tmp_path, OTHERS[:19], again, [ODD]) as made:
        assert made.dossier(inn(1)).prices.compared == 1
        assert made.dossier(inn(1)).prices.codes[0].usual_lines == 20


def test_prices_are_read_off_again_when_a_source_goes(tmp_path: Path) -> None:
    with case_of(tmp_path, OTHERS, [ODD]) as made:
        made.remove("a.csv")
        assert made.dossier(inn(1)).prices.compared == 0


def test_an_earlier_load_has_the_prices_of_then(tmp_path: Path) -> None:
    with case_of(tmp_path, [ODD, *OTHERS]) as made:
        before, load = made.dossier(inn(1)), made.status().load
        made.add([write(tmp_path / "c.csv", [line(inn=inn(3), usd="90000") for _ in range(60)])])
        assert made.dossier(inn(1), at=load).prices == before.prices
        assert made.dossier(inn(1)).prices != before.prices
