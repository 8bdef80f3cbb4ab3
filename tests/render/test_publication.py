from __future__ import annotations

from dataclasses import replace

import pytest
import render_examples as examples
from evidence_examples import GUID, SHA, evidence, line
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.case import Evidence, Rows
from followthegoods.facts.personal import redact
from followthegoods.model.answer import MadeFrom
from followthegoods.render.publication import clean, for_publication


@pytest.fixture
def published() -> Evidence:
    return for_publication(evidence())


def everything(made: Evidence) -> str:
    return repr(made) + made.answer.to_json()


def test_a_files_name_becomes_the_cases_number_for_it(published: Evidence) -> None:
    assert [row.source for row in published.rows] == ["source 3", "source 3"]
    assert published.answer.coverage.by_source[0].source == "source 3"


def test_a_files_name_stands_nowhere(published: Evidence) -> None:
    assert "early.csv" not in everything(published)


def test_a_files_hash_stands_nowhere(published: Evidence) -> None:
    assert SHA not in everything(published)


def test_the_place_of_what_is_repeated_keeps_its_row(published: Evidence) -> None:
    assert published.rows[1].repeats == "source 3:7"


def test_a_vendors_tag_is_replaced(published: Evidence) -> None:
    assert GUID not in everything(published)
    assert "[tag]" in published.rows[0].cells


def test_a_telephone_is_replaced_in_cells_and_goods(published: Evidence) -> None:
    assert "123-45-67" not in everything(published)
    assert published.rows[0].goods == "GEARBOX, TEL: [phone]"


def test_no_figure_changes(published: Evidence) -> None:
    before, after = evidence().answer, published.answer
    assert (after.value_usd, after.measures) == (before.value_usd, before.measures)
    assert [g.point for g in after.by["supplier"]] == [g.point for g in before.by["supplier"]]


def test_doing_it_twice_is_doing_it_once(published: Evidence) -> None:
    assert for_publication(published) == published


def test_a_natural_persons_name_number_and_address_are_replaced() -> None:
    cells = list(line().cells)
    cells[4], cells[5], cells[6] = "500100732259", "PETROV PETR", "2 SHORT STREET"
    made = for_publication(evidence(rows=Rows([line(cells=tuple(cells))])))
    assert made.rows[0].cells[4:7] == ("[id]", "[person]", "[address]")


def test_a_supplier_who_is_a_natural_person_has_no_name() -> None:
    made = for_publication(evidence(personal=frozenset({"p1"})))
    assert "KOVRELL PARTS GMBH" not in everything(made)


def test_a_subject_who_is_a_natural_person_is_not_named_by_the_plan() -> None:
    answer = replace(examples.answer(), plan="SELECT ' KOLMARA MOTORS '")
    made = for_publication(evidence(answer, personal=frozenset({"p9"})))
    assert "KOLMARA" not in everything(made)
    assert "7700000000" not in everything(made)


def test_what_was_asked_for_names_no_file() -> None:
    asked = MadeFrom("ab" * 32, 4, {}, {}, "ECB", "none", "r1", "0.1", {"note": "see early.csv"})
    made = for_publication(evidence(replace(examples.answer(), made_from=asked)))
    assert made.answer.made_from.parameters == {"note": "see source 3"}


@given(st.text("0123456789., +-()@ИП№:abc", max_size=14))
def test_no_shortcut_leaves_a_personal_datum(text: str) -> None:
    assert clean(text) == redact(text)


def test_the_private_form_keeps_all() -> None:
    assert evidence().rows[0].cells[2] == GUID
