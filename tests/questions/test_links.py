"""How surely a line is the subject's, and what that lets it add to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tiny_case import Row, by_key, case_of, inn, line, three, usd

from followthegoods.case import Case

PLANT = {"receiver": 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"', "address": "Г. ЗАРЕЧНЫЙ, УЛ. ЛУГОВАЯ, Д. 4"}
DAWN = {"receiver": "ООО РАССВЕТ МОТОР"}
BARE = {"inn": inn(4), "receiver": "ТИХАЯ ПРИСТАНЬ"}
SENDER = {
    "sender": "OLVANDER STAMPING S.R.L.",
    "sender_country": "IT",
    "receiver": "ООО БЕЛЫЙ БЕРЕГ",
}
STRANGER = {"sender": "ООО РАССВЕТ МОТОР", "sender_country": "", "sender_address": ""}
NOBODY = {"receiver": "ООО ЛЕВЫЙ БЕРЕГ", "sender_address": ""}

ROWS: list[Row] = [
    line(inn=inn(1), usd="1000", **PLANT),
    line(usd="200", **{**PLANT, "address": "УЛ. ЛУГОВАЯ, Д. 4, Г. ЗАРЕЧНЫЙ"}),
    line(usd="30", **{**PLANT, "address": ""}),
    line(usd="4", receiver="ЗАРЕЧНЫЙ МЕХАНИК", address=""),
    line(inn=f"{inn(1)[:-1]}{(int(inn(1)[-1]) + 1) % 10}", usd="0.5", **PLANT),
    line(usd="70000", receiver='АО "ЗАРЕЧНЫЙ МЕХАНИК"', address=""),
    line(inn=inn(2), usd="1000", address="Г. ВОСТОЧНЫЙ", **DAWN),
    line(inn=inn(3), usd="2000", address="Г. ЗАПАДНЫЙ", **DAWN),
    line(usd="7", address="", **DAWN),
    line(usd="9", address="Г. ЗАПАДНЫЙ", **DAWN),
    line(usd="11", address="Г. СЕВЕРНЫЙ", **DAWN),
    line(usd="100", **BARE),
    line(usd="5", **{**BARE, "inn": "", "address": ""}),
    line(inn=inn(5), usd="300", sender_address="VIA ALTA 1", **SENDER),
    line(inn=inn(5), usd="20", sender_address="", **SENDER),
    line(inn=inn(5), usd="1", **{**SENDER, "sender": "ОТСУТСТВУЕТ", "sender_address": ""}),
    line(inn=inn(7), usd="8", **{**SENDER, **STRANGER}),
    line(inn=inn(6), usd="40", sender="НЕИЗВЕСТЕН", **NOBODY),
    line(inn=inn(6), usd="2", sender="VELTRAMO LTD", **NOBODY),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("links"), ROWS) as made:
        yield made


def test_a_tax_id_and_a_name_with_form_at_its_address_are_in_the_floor(case: Case) -> None:
    assert case.dossier(inn(1)).value_usd.floor == usd("1200.5")[0]


def test_a_number_that_fails_its_checksum_does_not_spoil_name_form_and_address(case: Case) -> None:
    rows = case.rows(inn(1), where={"counted": "floor"})
    assert usd("0.5")[0] in [row.value_usd for row in rows]


def test_a_unique_name_and_form_without_address_is_in_the_point_only(case: Case) -> None:
    assert three(case.dossier(inn(1)).value_usd)[:2] == usd("1200.5", "1230.5")


def test_a_name_without_its_legal_form_is_in_the_ceiling_only(case: Case) -> None:
    assert case.dossier(inn(1)).value_usd.ceiling == usd("1234.5")[0]


def test_the_same_name_with_another_legal_form_is_another_company(case: Case) -> None:
    assert case.dossier(inn(1)).value_usd.ceiling < usd("70000")[0]


def test_a_name_that_two_companies_have_is_in_the_ceiling_of_each(case: Case) -> None:
    assert three(case.dossier(inn(2)).value_usd) == usd(1000, 1000, 1018)
    assert three(case.dossier(inn(3)).value_usd) == usd(2009, 2009, 2027)


def test_the_address_tells_two_companies_of_one_name_apart(case: Case) -> None:
    west = [row.value_usd for row in case.rows(inn(3), where={"counted": "floor"})]
    assert usd("9")[0] in west


def test_two_companies_asked_together_are_the_sum_in_floor_and_point(case: Case) -> None:
    both = case.dossier(inn(2), inn(3)).value_usd
    assert three(both)[:2] == usd(3009, 3009)


def test_an_uncertain_line_is_once_in_the_ceiling_of_both_together(case: Case) -> None:
    assert case.dossier(inn(2), inn(3)).value_usd.ceiling == usd(3027)[0]


def test_a_company_that_never_states_a_form_is_not_known_by_its_name(case: Case) -> None:
    assert three(case.dossier(inn(4)).value_usd) == usd(100, 100, 105)


def test_uncertain_lines_are_counted_and_said(case: Case) -> None:
    answer = case.dossier(inn(2))
    assert answer.books.uncertain_party == 2
    assert "uncertain_party" in {caveat.code for caveat in answer.caveats}


def test_a_line_counted_by_name_and_form_is_said_to_be_probable(case: Case) -> None:
    assert "probable_party" in {caveat.code for caveat in case.dossier(inn(1)).caveats}


def test_asking_twice_for_one_company_changes_nothing(case: Case) -> None:
    once, twice = case.dossier(inn(2)), case.dossier(inn(2), inn(2))
    assert (once.value_usd, once.by, once.subject) == (twice.value_usd, twice.by, twice.subject)


def test_the_order_of_the_companies_changes_nothing(case: Case) -> None:
    one, other = case.dossier(inn(2), inn(3)), case.dossier(inn(3), inn(2))
    assert (one.value_usd, one.by, one.subject) == (other.value_usd, other.by, other.subject)


# -- suppliers


def test_a_suppliers_floor_needs_a_certain_link_and_its_point_a_probable_one(case: Case) -> None:
    answer = case.dossier(inn(5))
    (group,) = (g for g in answer.by["supplier"] if g.label.startswith("OLVANDER"))
    assert three(group) == usd(300, 320, 320)


def test_a_supplier_of_nothing_but_a_name_has_no_floor(case: Case) -> None:
    (group,) = (g for g in case.dossier(inn(6)).by["supplier"] if g.label == "VELTRAMO LTD")
    assert three(group) == usd(0, 2, 2)


def test_a_sender_that_may_be_several_companies_is_in_the_ceiling_of_each(case: Case) -> None:
    answer = case.dossier(inn(7))
    groups = by_key(answer.by["supplier"])
    for number in (2, 3):
        (party,) = case.find(inn(number))
        assert three(groups[party.id]) == usd(0, 0, 8)
    assert sum(group.point for group in groups.values()) == answer.value_usd.point == 8


def test_a_word_for_nobody_is_no_supplier(case: Case) -> None:
    answer = case.dossier(inn(6))
    assert by_key(answer.by["supplier"])[""].point == usd(40)[0]
    assert "no_supplier" in {caveat.code for caveat in answer.caveats}


def test_the_points_of_suppliers_with_the_unnamed_sum_to_the_total(case: Case) -> None:
    answer = case.dossier(inn(5))
    assert sum(group.point for group in answer.by["supplier"]) == answer.value_usd.point


def test_lines_without_a_supplier_open_the_ceilings_of_the_named_ones(case: Case) -> None:
    groups = case.dossier(inn(6)).by["supplier"]
    assert {group.label: group.ceiling_open for group in groups} == {
        "not stated": False,
        "VELTRAMO LTD": True,
    }
