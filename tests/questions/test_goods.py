"""Goods as a subject: whoever imported them, by words or by code; and together with a party."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_case import Row, by_key, case_of, inn, line, three, usd, write

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Answer

OTHER = {"inn": inn(2), "receiver": "ООО ПОЛЯРНЫЙ ТОКАРЬ", "address": "Г. ПОЛЯРНЫЙ"}
ROWS: list[Row] = [
    line(inn=inn(1), usd="100", goods="Детали для промышл_[=1=]енной сборки автомобилей"),
    line(usd="20", goods="ДЕТАЛИ ДЛЯ СБОРКИ МЕБЕЛИ", hs="9403900000", **OTHER),
    line(usd="3", goods="ШЕСТЕРНЯ", trademark="ВИНТЁЛЬ", hs="8483908900", **OTHER),
    line(usd="0.5", goods="", hs="", **OTHER),
    line(inn=inn(1), usd="7", goods="ПАНЕЛЬ", maker="QORVANTE PRESSWORKS", hs="8708"),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("goods"), ROWS) as made:
        yield made


def codes_of(answer: Answer) -> set[str]:
    return {caveat.code for caveat in answer.caveats}


def said(answer: Answer, code: str) -> str:
    return next(caveat.text for caveat in answer.caveats if caveat.code == code)


# -- words


def test_all_words_of_a_text_must_stand_in_the_goods(case: Case) -> None:
    assert three(case.dossier(goods=["промышленной автомобилей"]).value_usd) == usd(
        100, 100, "100.5"
    )


def test_words_are_whole_unless_they_end_in_a_star(case: Case) -> None:
    assert case.dossier(goods=["автомобил"]).value_usd.point == 0
    assert case.dossier(goods=["автомобил*"]).value_usd.point == 100


def test_words_are_found_in_trademarks_and_ё_is_е(case: Case) -> None:
    assert case.dossier(goods=["винтель"]).value_usd.point == 3


def test_words_are_found_in_the_names_of_makers(case: Case) -> None:
    assert case.dossier(goods=["Qorvante панель"]).value_usd.point == 7


def test_letters_that_look_alike_in_two_scripts_are_one(case: Case) -> None:
    latin_o = "Q" + "ОRVАNТЕ"  # all but the first letter that has a twin are Cyrillic
    assert case.dossier(goods=[latin_o]).value_usd.point == 7


def test_several_texts_are_alternatives(case: Case) -> None:
    assert case.dossier(goods=["мебели", "винтель"]).value_usd.point == 23


def test_a_line_without_a_goods_text_may_be_of_the_goods_and_opens_the_ceiling(case: Case) -> None:
    answer = case.dossier(goods=["мебели"])
    assert three(answer.value_usd) == usd(20, 20, "20.5")
    assert answer.value_usd.ceiling_open
    assert "1" in said(answer, "uncertain_goods")
    assert "1" in said(answer, "goods_not_stated")
    assert answer.books.uncertain_party == 0


def test_a_text_without_a_word_is_refused(case: Case) -> None:
    with pytest.raises(BadParameter, match="Goods cannot be"):
        case.dossier(goods=["—"])


# -- codes


def test_digits_are_the_beginning_of_a_code(case: Case) -> None:
    answer = case.dossier(goods=["8708"])
    assert three(answer.value_usd) == usd(107, 107, "107.5")
    assert answer.subject.goods == "code 8708… (HS 2022)"


def test_a_code_shorter_than_the_one_asked_for_may_be_of_it(case: Case) -> None:
    assert three(case.dossier(goods=["870829"]).value_usd) == usd(100, 100, "107.5")


def test_codes_and_words_are_alternatives_too(case: Case) -> None:
    assert case.dossier(goods=["9403", "винтель"]).value_usd.point == 23


# -- who


def test_importers_are_a_dimension_of_goods_without_a_subject(case: Case) -> None:
    answer = case.dossier(goods=["сборки"])
    assert {group.label: group.point for group in answer.by["importer"] if group.point} == {
        'ООО "ЗАРЕЧНЫЙ МЕХАНИК"': usd(100)[0],
        "ООО ПОЛЯРНЫЙ ТОКАРЬ": usd(20)[0],
    }
    assert answer.subject.parties == ()


def test_goods_of_a_party_are_the_lines_that_are_both(case: Case) -> None:
    assert three(case.dossier(inn(2), goods=["сборки"]).value_usd) == usd(20, 20, "20.5")


def test_goods_and_the_rest_of_a_party_sum_to_the_party_in_floor_and_point(case: Case) -> None:
    one, other = (case.dossier(inn(1), goods=[text]).value_usd for text in ("сборки", "панель"))
    whole = case.dossier(inn(1)).value_usd
    assert (one.floor + other.floor, one.point + other.point) == (whole.floor, whole.point)


def test_nobody_and_nothing_cannot_be_asked_about(case: Case) -> None:
    with pytest.raises(BadParameter, match="no goods"):
        case.dossier()


def test_refused_rows_that_may_be_of_the_goods_open_the_ceiling(tmp_path: Path) -> None:
    rows = [line(inn=inn(1), goods="ДЕТАЛИ")]
    file = write(tmp_path / "a.csv", rows)
    with file.open("a", encoding="utf-8", newline="") as more:
        more.write("10404050/150322/0000101;1;15.03.2022;Детали\r\n")
    with Case.new(tmp_path / "case") as made:
        made.add([file])
        assert made.dossier(goods=["детали"]).books.refused_mentioning == 1
        assert made.dossier(goods=["гайка"]).books.refused_mentioning == 0


# -- days of a party's own


TWO: list[Row] = [
    line(inn=inn(1), usd="1", registered="10.03.2021", released="11.03.2021"),
    line(inn=inn(1), usd="20", registered="10.03.2022", released="11.03.2022"),
    line(usd="300", registered="10.03.2021", released="11.03.2021", **OTHER),
    line(usd="4000", registered="10.03.2022", released="11.03.2022", **OTHER),
]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("days"), TWO) as made:
        yield made


@pytest.mark.parametrize(
    ("who", "point"),
    [
        ([f"{inn(1)}@2022-01-01..", inn(2)], 4320),
        ([f"{inn(1)}@..2021-12-31", f"{inn(2)}@2022-01-01..2022-12-31"], 4001),
        ([f"{inn(1)}@2021-03-10..2021-03-10"], 1),
        ([f"{inn(1)}@2019-01-01..2019-12-31"], 0),
        ([f"{inn(1)}@2021-01-01..2021-12-31", f"{inn(1)}@2022-01-01.."], 21),
    ],
)
def test_lines_outside_a_partys_own_days_are_not_the_subjects(
    two: Case, who: list[str], point: int
) -> None:
    assert two.dossier(*who).value_usd.point == point


def test_the_days_of_a_party_are_said_with_it(two: Case) -> None:
    (party,) = two.dossier(f"{inn(1)}@2022-01-01..").subject.parties
    assert (str(party.first), party.last) == ("2022-01-01", None)


@pytest.mark.parametrize("days", ["@2022-13-01..", "@2022-05-01..2022-01-01"])
def test_days_that_cannot_be_are_refused(two: Case, days: str) -> None:
    with pytest.raises(BadParameter):
        two.dossier(inn(1) + days)


def test_importers_of_a_subject_of_two_are_told_apart(two: Case) -> None:
    groups = by_key(two.dossier(inn(1), inn(2)).by["importer"])
    assert sorted(group.point for group in groups.values()) == sorted(usd(21, 4300))
