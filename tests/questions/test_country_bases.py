"""Which country, whose records: definitions that never stand for one another."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest
from tiny_case import Row, by_key, case_of, inn, line, usd

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Answer

DIFFERENT = {"sender_country": "IT", "trading": "TR", "dispatch": "DE", "origin": "CN"}
NONE = {"sender_country": "", "trading": "", "dispatch": "", "origin": ""}
KAZAKH = {
    "DECLARATION NUMBER": "50417/150322/0000001",
    "REGISTRATION DATE": "15.03.2022",
    "IMPORTER CODE": "",
    "IMPORTER NAME": "ТОО ДАЛА ЖОЛЫ",
    "SUPPLIER NAME": "OLVANDER STAMPING S.R.L.",
    "HS CODE": "8708299009",
    "PRODUCT DESCRIPTION": "ПАНЕЛЬ",
    "ORIGIN COUNTRY NAME": "ИТАЛИЯ",
    "CUSTOMS VALUE KZT": "450000",
    "CUSTOMS VALUE USD": "1000",
}


def kazakh_bin() -> str:
    """A number of a company with a check digit that holds."""
    digits = "99034000001"
    check = sum(int(d) * w for d, w in zip(digits, range(1, 12), strict=True)) % 11
    assert check < 10
    return f"{digits}{check}"


ROWS: list[Row] = [
    line(inn=inn(1), **DIFFERENT),
    line(inn=inn(2), **{**NONE, "declared_origin": "КИТАЙ"}),
    line(inn=inn(2), **{**NONE, "declared_origin": "РАЗНЫЕ", "usd": "7"}),
    line(inn=inn(2), usd="1000"),
    line(inn=inn(3), usd="5", origin="KR"),
    line(inn=inn(3), usd="7", origin="РАЗНЫЕ"),
    line(inn=inn(4), usd="5", origin="DE", dispatch="DE"),
    line(inn=inn(4), usd="7", origin="ЕВРОСОЮЗ", dispatch="DE"),
    line(inn=kazakh_bin(), receiver="ТОО ДАЛА ЖОЛЫ", receiver_country="KZ", usd="7"),
]
COUNTRIES = ("origin", "dispatch", "trading", "sender_country")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("countries")
    kazakh = folder / "kazakh.csv"
    with kazakh.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(KAZAKH), delimiter=";")
        table.writeheader()
        table.writerow({**KAZAKH, "IMPORTER CODE": kazakh_bin()})
    with case_of(folder, ROWS) as made:
        made.add([kazakh])
        yield made


def test_each_basis_has_its_own_country(case: Case) -> None:
    answer = case.dossier(inn(1))
    found = {name: answer.by[name][0].key for name in COUNTRIES}
    assert found == {"origin": "CN", "dispatch": "DE", "trading": "TR", "sender_country": "IT"}


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_country_that_is_not_stated_is_taken_from_nowhere_else(case: Case, name: str) -> None:
    groups = by_key(case.dossier(inn(2)).by[name])
    assert set(groups) == {"", "KR"}
    assert groups[""].point == usd(107)[0]
    assert groups[""].label == "not stated"


def test_the_origin_of_a_whole_declaration_is_said_and_not_used(case: Case) -> None:
    said = {caveat.code: caveat.text for caveat in case.dossier(inn(2)).caveats}
    assert "2" in said["no_origin"]
    assert "2" in said["origin_of_declaration_only"]


def test_lines_without_an_origin_open_the_ceiling_of_every_origin(case: Case) -> None:
    answer = case.dossier(inn(2))
    assert by_key(answer.by["origin"])["KR"].ceiling_open
    assert not answer.value_usd.ceiling_open


def test_every_line_has_its_origin_so_ceilings_are_closed(case: Case) -> None:
    assert [group.ceiling_open for group in case.dossier(inn(1)).by["origin"]] == [False]


@pytest.mark.parametrize(("number", "several"), [(3, "XV"), (4, "EU")])
def test_a_line_of_several_countries_may_be_of_each_and_is_on_no_detour(
    case: Case, number: int, several: str
) -> None:
    answer = case.dossier(inn(number))
    origins = by_key(answer.by["origin"])
    assert origins[several].point == usd(7)[0]
    assert all(group.ceiling_open for group in origins.values())
    assert not answer.value_usd.ceiling_open
    assert "detours" not in {caveat.code for caveat in answer.caveats}
    assert case.flows(inn(number)).detours == ()


def test_goods_of_various_countries_are_of_no_group_of_countries(case: Case) -> None:
    groups = by_key(case.dossier(inn(3)).by["country_group"])
    assert {key: group.point for key, group in groups.items()} == {
        "other": usd(5)[0],
        "": usd(7)[0],
    }


def test_the_basis_asked_for_is_printed(case: Case) -> None:
    assert case.dossier(inn(1)).bases.country == "origin"
    assert case.dossier(inn(1), country="dispatch").bases.country == "dispatch"


def test_a_basis_that_does_not_exist_is_refused_with_those_that_do(case: Case) -> None:
    with pytest.raises(BadParameter, match="dispatch"):
        case.dossier(inn(1), country="maker")


def test_lines_sent_from_another_country_than_they_were_made_in_are_said(case: Case) -> None:
    assert "detours" in {caveat.code for caveat in case.dossier(inn(1)).caveats}


# -- authorities


def test_records_of_two_authorities_are_never_summed(case: Case) -> None:
    russia, kazakhstan = (case.dossier(kazakh_bin(), authority=code) for code in ("RU", "KZ"))
    assert (russia.value_usd.point, kazakhstan.value_usd.point) == usd(7, 1000)


def test_without_a_choice_one_authority_counts_and_it_is_printed(case: Case) -> None:
    answer = case.dossier(kazakh_bin())
    assert (answer.bases.authority, answer.value_usd.point) == ("KZ", *usd(1000))


@pytest.mark.parametrize(("asked", "other"), [("RU", "KZ"), ("KZ", "RU")])
def test_the_authority_left_out_is_named(case: Case, asked: str, other: str) -> None:
    said = {c.code: c.text for c in case.dossier(kazakh_bin(), authority=asked).caveats}
    assert other in said["one_authority_only"]


def test_an_authority_without_lines_of_the_subject_is_not_named(case: Case) -> None:
    answer: Answer = case.dossier(inn(1))
    assert "one_authority_only" not in {caveat.code for caveat in answer.caveats}


def test_coverage_is_of_the_authority_asked(case: Case) -> None:
    answer = case.dossier(kazakh_bin(), authority="KZ")
    assert [source.source for source in answer.coverage.by_source] == ["kazakh.csv"]


def test_an_authority_the_case_does_not_have_is_refused(case: Case) -> None:
    with pytest.raises(BadParameter, match="RU"):
        case.dossier(inn(1), authority="PE")
