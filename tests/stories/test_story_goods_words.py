"""Goods of a story by their words, and the beginnings of their codes."""

from __future__ import annotations

from time import process_time

import pytest
from drafts import drafted, of_amount

from followthegoods.model.story import Measure
from followthegoods.questions.stories.reading.kinds import Kind, kinds, spellings
from followthegoods.questions.stories.reading.language import language


def codes(name: str) -> str:
    """The codes of a name in the table of English."""
    kind = language("en").goods.whole(name)
    return " ".join(kind.codes) if kind else ""


def test_what_is_in_brackets_may_be_left_out() -> None:
    assert list(spellings("(frozen) prawn(s)", {})) == [
        "prawns",
        "prawn",
        "frozen prawns",
        "frozen prawn",
    ]


def test_a_stroke_parts_what_is_said_one_for_the_other() -> None:
    assert list(spellings("mobile/cell phones", {})) == ["mobile phones", "cell phones"]


def test_others_spell_parts_of_words_in_another_way() -> None:
    assert list(spellings("tyres", {"tyre": "tire"})) == ["tyres", "tires"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("olive oil", "1509"),
        ("Extra-virgin olive oil", "1509"),
        ("tomato paste", "2002"),
        ("frozen prawns", "030616 030617"),
        ("petcoke", "2713"),
        ("ball bearings", "8482"),
        ("shock absorbers", "8708"),
        ("smartphones", "8517"),
        ("aluminum foil", "7607"),
        ("fork-lift trucks", "8427"),
        ("cashmere", "5102"),
        ("couplings", ""),
    ],
)
def test_a_name_stands_for_goods(name: str, told: str) -> None:
    assert codes(name) == told


def test_the_longer_of_two_names_is_meant() -> None:
    text = "Orlemar imported 400 tonnes of peanut butter from India in 2023."
    assert of_amount(text, "400").hs == ("2008",)


def test_words_before_a_name_do_not_change_its_goods() -> None:
    text = "Orlemar imported 900 tonnes of horticultural peat from Latvia in 2023."
    found = of_amount(text, "900")
    assert (found.goods, found.hs) == (("horticultural peat",), ("2703",))


def test_words_before_a_name_of_several_meanings_leave_it_without_codes() -> None:
    text = "Orlemar imported 900 tonnes of argane oil from Morocco in 2023."
    found = of_amount(text, "900")
    assert (found.goods, found.hs) == (("argane oil",), ())


def test_goods_after_a_country_need_no_other_word() -> None:
    text = "Orlemar spent $3 million on Italian presses in 2023."
    assert of_amount(text, "3 million").country == ("IT",)


def test_a_verb_is_no_metal() -> None:
    text = "The sanctions lead to delays. Orlemar paid $3 million to two firms in Turkey in 2023."
    assert {c.goods for c in drafted(text)} == {()}


def test_a_metal_that_a_story_weighs_is_goods() -> None:
    text = "Orlemar imported 300 tonnes of lead from Kazakhstan in 2023."
    assert of_amount(text, "300").hs == ("78",)


def test_chains_of_shops_are_no_goods() -> None:
    text = "Its nuts fill the bags of nine supermarket chains."
    assert [c for c in drafted(text) if c.measure is not Measure.NONE] == []


def test_goods_go_on_by_the_last_word_of_their_name() -> None:
    text = (
        "Orlemar imported 700 tonnes of olive oil from Tunisia in 2023. Of the oil, 200 tonnes "
        "came from Kolbrek LLC."
    )
    assert of_amount(text, "200").hs == ("1509",)


def test_goods_with_another_noun_behind_them_are_no_more_than_a_part_of_its_name() -> None:
    text = "Orlemar imported 19 landing gear assemblies from France in 2023."
    assert of_amount(text, "19").goods != ("landing gear",)


def test_what_a_firm_makes_is_not_what_it_imports() -> None:
    text = "Uralstan, which makes barrels for howitzers, imported 312 machines in 2023."
    assert all("howitzers" not in c.goods for c in drafted(text))


def test_names_are_told_whatever_their_endings_where_a_language_bends_them() -> None:
    table = {"endings": "ами|и|а|ов", "goods": {"8482": "подшипники"}}
    assert kinds(table).whole("подшипниками") == Kind(("8482",))


@pytest.mark.parametrize(
    ("name", "told"),
    [("солнечных панелей", "8541"), ("апельсинового сока", "2009"), ("медью", "74")],
)
def test_a_name_in_russian_may_stand_in_any_case(name: str, told: str) -> None:
    assert language("ru").goods.whole(name) == Kind((told,))


def test_looking_for_goods_takes_no_time_worth_speaking_of() -> None:
    told = language("en").goods
    text = "The works bought ball bearings, lathes and extra virgin olive oil from Spain. " * 20
    start = process_time()
    for _ in range(10):
        assert len(list(told.found(text))) >= 60
    assert process_time() - start < 1
