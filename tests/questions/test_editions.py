"""A code filter is a set of codes valid on each line's day; where that is not known, it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_case import Row, case_of, inn, line, three, usd

from followthegoods.model.answer import Answer

ROWS: list[Row] = [
    line(inn=inn(1), usd="1", hs="8541510000", registered="10.03.2022", released="11.03.2022"),
    line(inn=inn(1), usd="20", hs="8541500000", registered="10.03.2020", released="11.03.2020"),
    line(inn=inn(1), usd="300", hs="8541400000", registered="10.03.2020", released="11.03.2020"),
    line(inn=inn(1), usd="4000", hs="8541510000", registered="10.03.2020", released="11.03.2020"),
]
CONVERSION = "hs2022,hs2017\n854151,854150\n854143,854140\n854149,854141\n"
CORRELATION = "hs2022,hs2017\n854151,854150\n854151,854140\n854143,854140\n854149,854141\n"


def asked(folder: Path, table: str, *goods: str, revision: str = "2022") -> Answer:
    with case_of(folder, ROWS) as case:
        if table:
            (folder / "codes.csv").write_text(table, encoding="utf-8")
            case.add_hs_table(folder / "codes.csv")
        return case.dossier(goods=goods, hs_revision=revision)


def codes(answer: Answer) -> set[str]:
    return {caveat.code for caveat in answer.caveats if caveat.code.startswith("hs_")}


def test_without_a_table_the_same_digits_are_taken_and_it_is_said(tmp_path: Path) -> None:
    answer = asked(tmp_path, "", "854151")
    assert answer.value_usd.point == 4001
    assert codes(answer) == {"hs_same_digits"}


def test_a_conversion_gives_the_codes_of_the_day_and_is_called_an_assumption(
    tmp_path: Path,
) -> None:
    answer = asked(tmp_path, CONVERSION, "854151")
    assert three(answer.value_usd) == usd(21, 21, 21)
    assert codes(answer) == {"hs_conversion_assumed"}


def test_a_correlation_gives_a_band_for_codes_that_are_only_partly_the_goods(
    tmp_path: Path,
) -> None:
    answer = asked(tmp_path, CORRELATION, "854151")
    assert three(answer.value_usd) == usd(21, 21, 321)
    assert codes(answer) == {"hs_correlated"}


def test_a_code_of_an_older_edition_is_found_in_the_newer_one(tmp_path: Path) -> None:
    answer = asked(tmp_path, CONVERSION, "854150", revision="2017")
    assert three(answer.value_usd) == usd(21, 21, 21)


def test_nothing_is_said_where_all_counted_lines_are_of_the_edition_asked_for(
    tmp_path: Path,
) -> None:
    answer = asked(tmp_path, "", "854150", revision="2017")
    assert answer.value_usd.point == 20
    assert codes(answer) == set()


def test_an_edition_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="2021"):
        asked(tmp_path, "", "8541", revision="2021")


def test_the_table_is_named_in_what_the_answer_is_made_from(tmp_path: Path) -> None:
    assert list(asked(tmp_path, CONVERSION, "8541").made_from.references) == ["hs codes.csv"]
