"""Rows that could not be read as lines and yet name the subject."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tiny_case import case_of, inn, line, write

from followthegoods.case import Case

NAMES = {1: "ООО ЗЕЛЁНЫЙ ХОЛМ", 2: "АО ЛУЧ", 3: "ООО СИНИЙ МЫС", 4: "ООО ПОЛНЫЙ НОЛЬ"}
ZERO = "0199000000"


def lost_zero() -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return f"{ZERO[:9]}{sum(w * int(d) for w, d in zip(weights, ZERO, strict=False)) % 11 % 10}"


CUT = [
    "10404050/150322/0000101;1;15.03.2022;ООО «Зелёный холм»",
    "10404050/150322/0000102;1;15.03.2022;ЗАО ЛУЧИНА",
    "10404050/150322/0000103;1;15.03.2022;АО ЛУЧ",
    f"10404050/150322/0000104;1;15.03.2022;{lost_zero().lstrip('0')}",
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("refused")
    numbers = {1: inn(1), 2: inn(2), 3: inn(3), 4: lost_zero()}
    rows = [line(inn=numbers[n], receiver=name) for n, name in NAMES.items()]
    file = write(folder / "cut.csv", rows)
    with file.open("a", encoding="utf-8", newline="") as more:
        more.write("".join(f"{row}\r\n" for row in CUT))
    with case_of(folder) as made:
        made.add([file])
        yield made


def test_all_cut_rows_are_refused(case: Case) -> None:
    assert len(case.refused()) == len(CUT)


@pytest.mark.parametrize(("who", "rows"), [(inn(1), 1), (inn(2), 1), (inn(3), 0), (lost_zero(), 1)])
def test_refused_rows_that_name_the_subject_are_counted_and_open_the_ceiling(
    case: Case, who: str, rows: int
) -> None:
    answer = case.dossier(who)
    assert answer.books.refused_mentioning == rows
    assert answer.value_usd.ceiling_open is (rows > 0)
