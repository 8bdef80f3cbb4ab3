"""Lines without a number that another vendor's file may hold as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tiny_case import Row, case_of, inn, line, three, usd

from followthegoods.case import Case

OTHERWISE = {"sender": "QORVANTE PRESSWORKS CO LTD", "goods": "Панель кузова"}


def bare(*amounts: str, **changes: str) -> list[Row]:
    return [line(usd=amount, **{"declaration": "", "item": "", **changes}) for amount in amounts]


def numbered(*amounts: str) -> list[Row]:
    return [line(usd=amount) for amount in amounts]


Figure = tuple[str | int, str | int, str | int]
FOUND: dict[str, tuple[tuple[list[Row], ...], Figure]] = {
    "a file without numbers": ((numbered("100", "200"), bare("100", "200")), (300, 300, 600)),
    "two spellings of one line": (
        (bare("100", trademark="VELTRAMO"), bare("100", **OTHERWISE)),
        (100, 100, 200),
    ),
    "the file with most copies": (
        (bare("100"), bare("100", "100", **OTHERWISE)),
        (200, 200, 300),
    ),
    "more copies than numbers": (
        (numbered("100"), bare("100", "100", "100")),
        (300, 300, 400),
    ),
    "three files": (
        (numbered("100"), bare("100"), bare("100", **OTHERWISE)),
        (100, 100, 300),
    ),
    "registered only, which hides no other": (
        (bare("100", released=""), bare("100", **OTHERWISE)),
        (100, 100, 100),
    ),
    "another value": (
        (bare("100"), bare("100.01", **OTHERWISE)),
        ("200.01", "200.01", "200.01"),
    ),
    "other goods": ((bare("100"), bare("100", goods="КРЫШКА")), (200, 200, 200)),
    "another day": ((bare("100"), bare("100", registered="16.03.2022")), (200, 200, 200)),
    "another code": ((bare("100"), bare("100", hs="8409910000")), (200, 200, 200)),
    "one file": ((numbered("100") + bare("100"),), (200, 200, 200)),
    "two numbers": ((numbered("100"), numbered("100")), (200, 200, 200)),
}
"""What is found -> the lines of each file, and floor, point and ceiling; a company each."""

COMPANIES = {found: inn(number) for number, found in enumerate(FOUND, start=1)}
FILES = [
    [
        {**row, "inn": COMPANIES[found], "receiver": f"ООО БЕРЕГ {number}"}
        for number, (found, (files, _)) in enumerate(FOUND.items())
        for row in (files[place] if place < len(files) else [])
    ]
    for place in range(3)
]


@pytest.fixture(scope="module", params=[1, -1], ids=["in order", "backwards"])
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("keyless"), *FILES[:: request.param]) as made:
        yield made


@pytest.mark.parametrize("found", FOUND)
def test_as_many_lines_count_as_the_source_with_most_has(case: Case, found: str) -> None:
    answer = case.dossier(COMPANIES[found])
    assert three(answer.value_usd) == usd(*FOUND[found][1])
    doubted = answer.value_usd.ceiling > answer.value_usd.point
    assert doubted == bool(answer.books.suspected_repeats)


def test_goods_are_counted_once_whoever_imported_them(case: Case) -> None:
    points = usd(*(point for _, (_, point, _) in FOUND.values()))
    assert case.dossier(goods=["87", "84"]).value_usd.point == sum(points)
