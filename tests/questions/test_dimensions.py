"""The dimensions of an answer, beside countries, suppliers and years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from tiny_case import Row, by_key, case_of, inn, line, usd

from followthegoods.case import Case
from followthegoods.model.answer import Answer

ROWS: list[Row] = [
    line(inn=inn(1), usd="500", origin="GB", registered="31.01.2020", released="01.02.2020",
         trademark="Vintel", hs="8708299009"),
    line(inn=inn(1), usd="60000", origin="GB", registered="01.02.2020", released="01.02.2020",
         trademark="VINTEL", hs="8708301000"),
    line(inn=inn(1), usd="2000000", origin="KZ", registered="05.05.2021", released="06.05.2021",
         regime="7800", hs="8483908900"),
    line(inn=inn(1), usd="-5", origin="KR", registered="05.05.2021", released="06.05.2021"),
    line(inn=inn(1), usd="", origin="", registered="06.07.2021", released="07.07.2021"),
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("dimensions"), ROWS) as made:
        yield made


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return case.dossier(inn(1))


def points(answer: Answer, dimension: str) -> dict[str, Decimal]:
    return {group.key: group.point for group in answer.by[dimension] if group.point}


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("hs2", {"87": "60495", "84": "2000000"}),
        ("hs6", {"870829": "495", "870830": "60000", "848390": "2000000"}),
        ("quarter", {"2020-Q1": "60500", "2021-Q2": "1999995"}),
        ("month", {"2020-01": "500", "2020-02": "60000", "2021-05": "1999995"}),
        ("regime", {"40": "60495", "78": "2000000"}),
        ("mark", {"VINTEL": "60500", "": "1999995"}),
        (
            "value_band",
            {
                "below 0": "-5",
                "under 1,000": "500",
                "10,000 to 100,000": "60000",
                "1 million and more": "2000000",
            },
        ),
    ],
)
def test_a_line_is_in_one_group_of_a_dimension(
    answer: Answer, dimension: str, expected: dict[str, str]
) -> None:
    assert points(answer, dimension) == {key: Decimal(value) for key, value in expected.items()}


def test_the_united_kingdom_is_of_the_european_union_on_the_days_it_was(answer: Answer) -> None:
    assert points(answer, "country_group") == dict(
        zip(("EU", "EAEU", "other"), usd(500, 2_000_000, 59_995), strict=True)
    )
    assert by_key(answer.by["country_group"])[""].rows_without_value == 1


def test_country_groups_are_of_the_basis_asked_for(case: Case) -> None:
    assert points(case.dossier(inn(1), country="dispatch"), "country_group") == {
        "other": case.dossier(inn(1)).value_usd.point
    }


def test_makers_alone_say_that_they_need_not_sum(answer: Answer) -> None:
    assert [name for name, additive in answer.additive.items() if not additive] == ["maker"]


def test_value_bands_stand_from_low_to_high(answer: Answer) -> None:
    assert [group.key for group in answer.by["value_band"]] == [
        "below 0",
        "under 1,000",
        "10,000 to 100,000",
        "1 million and more",
        "",
    ]


def test_codes_are_called_by_the_system_and_full_ones_by_their_commonest_text(
    answer: Answer,
) -> None:
    assert by_key(answer.by["hs6"])["870830"].label.startswith("Vehicle parts; brakes")
    assert by_key(answer.by["goods"])["8708301000"].label == "ПАНЕЛЬ КУЗОВА"


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({"hs2": "87"}, 4),
        ({"month": "2021-05"}, 2),
        ({"regime": "78"}, 1),
        ({"value_band": "under 1,000"}, 1),
        ({"mark": "VINTEL"}, 2),
    ],
)
def test_rows_are_narrowed_by_the_keys_of_every_dimension(
    case: Case, where: dict[str, str], rows: int
) -> None:
    assert len(case.rows(inn(1), where=where)) == rows
