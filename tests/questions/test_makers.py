"""Makers that goods texts name, beside the maker's own column."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tiny_case import Row, case_of, inn, line, usd

from followthegoods.case import Case
from followthegoods.facts.goods_text import maker_pattern
from followthegoods.model.answer import Answer

ONE, TWO = "OLVANDER STAMPING", "TEMBRASOL WERKE"
ROWS: list[Row] = [
    line(inn=inn(1), usd="1", maker=ONE),
    line(inn=inn(1), usd="20", maker=ONE, goods=f"ДВЕРЬ. ИЗГОТОВИТЕЛЬ: {ONE}; АРТИКУЛ D1"),
    line(inn=inn(1), usd="300", maker=ONE, goods=f"НАБОР. ИЗГОТОВИТЕЛЬ: {ONE}; АРТИКУЛ D2; "
         f"ИЗГОТОВИТЕЛЬ: {TWO}; АРТИКУЛ D3"),
    line(inn=inn(1), usd="4000", goods=f"КАПОТ. ИЗГОТОВИТЕЛЬ: {TWO}; АРТИКУЛ D4"),
    line(inn=inn(1), usd="50000", goods="ИЗГОТОВЛЕНО ИЗ СТАЛИ"),
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("makers"), ROWS) as made:
        yield made


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return case.dossier(inn(1))


def test_a_line_counts_under_every_maker_that_its_column_and_its_text_name(
    answer: Answer,
) -> None:
    assert {group.label: group.point for group in answer.by["maker"]} == dict(
        zip((ONE, TWO, "not stated"), usd(321, 4300, 50000), strict=True)
    )


def test_rows_of_a_maker_are_those_that_name_it_first_or_later(case: Case, answer: Answer) -> None:
    for group in answer.by["maker"]:
        rows = case.rows(inn(1), where={"maker": group.key})
        assert sum(row.value_usd or 0 for row in rows) == group.point


def test_a_maker_of_the_text_alone_is_found_as_a_party(case: Case) -> None:
    assert [party.name for party in case.find("Tembrasol Werke")] == [TWO]


def test_the_makers_behind_a_supplier_are_those_of_the_texts_too(answer: Answer) -> None:
    assert set(answer.suppliers[0].makers) == {ONE, TWO}


def test_a_row_says_what_stands_where_in_its_goods_text(case: Case) -> None:
    (row,) = case.rows(inn(1), where={"value_band": "1,000 to 10,000"})
    (maker,) = (part for part in row.parts if part.kind == "maker")
    assert row.goods is not None
    assert (maker.value, row.goods[maker.start : maker.end]) == (TWO, TWO)


def test_taking_the_file_out_takes_its_makers_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    with case_of(tmp_path_factory.mktemp("gone"), ROWS[:1], ROWS[1:]) as made:
        made.remove("b.csv")
        assert made.find("Tembrasol Werke") == []
        assert len(made.dossier(inn(1)).by["maker"]) == 1


@pytest.mark.parametrize(
    "text", ["изготовитель: X", "Пр-ль: X", "Manufacturer - X", "FABRICANTE: X"]
)
def test_texts_that_may_name_a_maker_are_picked_out_by_their_labels(text: str) -> None:
    assert re.search(maker_pattern(), text)
