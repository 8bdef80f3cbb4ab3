"""Who of the records is held to be on a list, by which rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_case import case_of, inn, line
from tiny_lists import add_list, entry

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.screening import Judged
from followthegoods.render.screening import screening
from followthegoods.render.text import to_text

ME, OTHER = inn(1), inn(2)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_of(tmp_path, [line(inn=ME)])


def rules(case: Case, *who: str) -> dict[str, tuple[str, str]]:
    return {m.name: (m.match_grade, m.rule) for m in case.screen(*who).matches}


ME_NAMED, MILL = 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"', "QORVANTE PRESSWORKS CO., LTD"


def test_an_identifier_whose_checksum_holds_is_certain(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="NOTHING LIKE IT LLC", number=f"ИНН {ME}"))
    assert rules(case, ME) == {ME_NAMED: ("certain", "tax id")}


def test_another_identifier_of_the_same_register_is_another_company(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, entry(name=ME_NAMED, number=f"ИНН {OTHER}"))
    assert rules(case, ME) == {}


def test_a_name_in_another_script_with_its_form_is_probable(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="LIMITED LIABILITY COMPANY ZARECHNYY MEKHANIK"))
    assert rules(case, ME)[ME_NAMED][0] == "probable"


def test_an_alias_in_the_same_script_is_found(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="SOMETHING ELSE INC", aka="QORVANTE PRESSWORKS CO LTD"))
    assert rules(case, ME) == {MILL: ("probable", "name and form")}


@pytest.mark.parametrize(
    "name",
    [
        "QORVANTE PRESSWORKS CO LTD SHANGHAI BRANCH",
        "QORVANTE PRESSWORKS S.A.L. OFF SHORE",
        "JSC QORVANTE PRESSWORKS CO LTD",
        "REPUTABLE LLC COMPANY QORVANTE",
        "QORVANTE GMBH GERMANY",
    ],
)
def test_a_name_that_is_written_as_the_list_has_it_is_found(tmp_path: Path, name: str) -> None:
    case = case_of(tmp_path, [line(inn=ME, sender=name)])
    add_list(case, tmp_path, entry(name=name))
    assert {match.list for match in case.screen(ME).matches} == {"list-a"}


def test_syllables_written_apart_are_one_name(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, sender="QOR VANTE PRESSWORKS CO LTD")])
    add_list(case, tmp_path, entry(name=MILL))
    assert list(rules(case, ME).values()) == [("probable", "name and form")]


def test_a_word_of_the_trade_written_together_with_another_is_one_name(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, sender="QORVANTE TURBO TECH CO LTD")])
    add_list(case, tmp_path, entry(name="QORVANTE TURBOTECH CO., LTD"))
    assert list(rules(case, ME).values()) == [("probable", "name and form")]
    assert list(rules(case).values()) == [("probable", "name and form")]


def test_a_country_that_both_sides_state_tells_nothing_in_a_name(tmp_path: Path) -> None:
    said = line(inn=ME, sender="QORVANTE PRESSWORKS TURKEY CO LTD", sender_country="TR")
    case = case_of(tmp_path, [said])
    add_list(case, tmp_path, entry(name=MILL, country="Turkey"))
    assert [grade for grade, _ in rules(case, ME).values()] == ["probable"]


@pytest.mark.parametrize(("country", "grade"), [("KR", "probable"), ("", "uncertain")])
def test_a_whole_name_with_a_near_form_is_probable_in_one_country(
    case: Case, tmp_path: Path, country: str, grade: str
) -> None:
    add_list(case, tmp_path, entry(name="QORVANTE PRESSWORKS LLC", country=country))
    assert [found for found, _ in rules(case, ME).values()] == [grade]


def test_a_weak_alias_is_uncertain(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="SOMETHING ELSE INC", weak="QORVANTE PRESSWORKS CO LTD"))
    assert rules(case, ME) == {MILL: ("uncertain", "a weak alias")}


def test_the_same_name_of_two_words_is_probable_without_a_legal_form(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, entry(name="QORVANTE PRESSWORKS"))
    assert rules(case, ME) == {MILL: ("probable", "whole name")}


def test_a_name_of_one_word_without_a_legal_form_is_uncertain(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, sender="QORVANTE CO., LTD")])
    add_list(case, tmp_path, entry(name="QORVANTE"))
    assert rules(case, ME) == {"QORVANTE CO., LTD": ("uncertain", "name without a legal form")}


def test_names_that_share_one_word_of_several_are_no_match(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="QORVANTE SHIPYARDS CO LTD"))
    assert rules(case, ME) == {}


def test_a_name_written_together_is_found(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="QORVANTEPRESSWORKS CO LTD"))
    assert rules(case, ME)[MILL][0] == "probable"


def test_words_in_another_order_are_found(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="PRESSWORKS QORVANTE CO LTD"))
    assert rules(case, ME)[MILL][0] == "probable"


def test_a_name_without_a_form_at_the_same_address_is_probable(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="QORVANTE PRESSWORKS", address="9, MILL LANE, USAN"))
    assert rules(case, ME)[MILL][0] == "probable"


def test_a_company_is_no_person_of_its_name(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="Qorvante PRESSWORKS", nature="person"))
    assert rules(case, ME) == {}


def test_a_shared_address_is_a_note_and_no_match(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="WHOEVER ELSE INC", address="9, MILL LANE, USAN"))
    found = case.screen(ME)
    assert found.matches == ()
    assert [(note.name, note.entry_name) for note in found.notes] == [(MILL, "WHOEVER ELSE INC")]


def test_a_name_that_two_companies_with_identifiers_have_is_uncertain(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME), line(inn=OTHER, address="Г. ДРУГОЙ, УЛ. ИНАЯ, Д. 1")])
    add_list(case, tmp_path, entry(name="LIMITED LIABILITY COMPANY ZARECHNYY MEKHANIK"))
    grades = {(m.match_grade, m.rule) for m in case.screen().matches}
    assert grades == {("uncertain", "name of several companies")}


def test_a_judgement_makes_a_match_certain_or_takes_it_away(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="QORVANTE PRESSWORKS"))
    (match,) = case.screen(ME).matches
    mention = int(match.party[1:], 16)
    for decision, grades in (("same", ["certain"]), ("unsure", ["uncertain"]), ("different", [])):
        judged = [Judged(mention, "list-a", "1", decision)]
        assert [m.match_grade for m in case.screen(ME, judged=judged).matches] == grades


def test_a_match_says_what_was_compared(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="QORVANTE PRESSWORKS CO LTD"))
    (match,) = case.screen(ME).matches
    assert {"tax id", "name", "word", "legal form", "country", "address"} == {
        compared.name for compared in match.compared
    }


def test_a_list_that_the_case_does_not_have_cannot_be_asked_for(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"))
    with pytest.raises(BadParameter, match="no list called"):
        case.screen(ME, lists=["list-b"])


def test_only_the_lists_asked_for_are_used(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name=MILL))
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"), name="list-b")
    assert case.screen(ME, lists=["list-b"]).matches == ()


def test_nothing_printed_calls_anybody_clean(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"))
    printed = to_text(screening(case.screen(ME))).casefold()
    assert "clean" not in printed
    assert "not legal advice" in printed


NAMES = [
    "QORVANTE PRESSWORKS CO LTD", "QORVANTE PRESSWORK LIMITED", "ZARECHNY MEKHANIK",
    "ООО ЗАРЕЧНЫЙ МЕХАНИК", "PRESSWORKS QORVANTE", "KVORVANTE PRESSWORKS CO LTD", "MEKHANIK LLC",
]  # fmt: skip


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
def test_adding_a_list_never_takes_a_match_away(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    with case_of(folder, [line(inn=ME)]) as case:
        before: set[tuple[str, str, str, str]] = set()
        for number, name in enumerate(names):
            add_list(case, folder, entry(name=name), name=f"list-{number}")
            found = {(m.party, m.list, m.match_grade, m.rule) for m in case.screen(ME).matches}
            assert before <= found
            before = found
