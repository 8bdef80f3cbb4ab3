"""Two readings compared: likeness, the rule that decides, and what it says of itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.parties.likeness import compare_names, word_likeness
from followthegoods.parties.read import Reading, read_mention
from followthegoods.parties.scorers import GRADES, explain_pair

ADDRESS = "9, MILL LANE, USAN"


def read(name: str, country: str | None = "KR", address: str | None = None) -> Reading:
    return read_mention(name, None, address, country)


def said(a: Reading, b: Reading) -> tuple[str, str]:
    explained = explain_pair(a, b)
    return GRADES[explained.grade], explained.rule


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("OLVAN PANEL CO., LTD", "OLVAN PANEL COMPANY LIMITED"),
        ("OLVANDER INDUSTRIAL CO., LTD", "ОЛВАНДЕР ИНДАСТРИАЛ КО., ЛТД"),
        ("OLVANTECH INTERNATIONAL INC", "ОЛВАНТЕК ИНТЕРНЭШНЛ ИНК"),
        ("INDUSTRIE OLVEA SPA", "ИНДУСТРИЕ ОЛВЕА С.П.А."),
        ("OLVAN PANEL CO., LTD", "OLVAN PANNEL CO LTD"),
        ("OLVAN POWER CELL INC", "OLVAN POWERCELL INC"),
        ("OLVAN REGELSYSTEME GMBH", "OLVAN REGEL-SYSTEME GMBH"),
        ("올반산업 주식회사", "OLBAN INDUSTRIAL CO LTD"),
    ],
)
def test_spellings_and_transcriptions_of_one_name_are_probably_one(a: str, b: str) -> None:
    assert said(read(a), read(b))[0] == "probable"


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("RAIN ELECTRONICS CO LTD", "TRAIN ELECTRONICS CO LTD", "names differ"),
        ("OLVARC TOOLS LTD", "DOLVARC TOOLS LTD", "names differ"),
        ("АЙВОЛАРК ТУЛС ЛИМИТЕД", "DIVOLARC TOOLS LIMITED", "names differ"),
        ("OLVAN SYSTEMS LTD", "OLVAN LTD", "names differ"),
        ("BANK OF CHINA LTD", "BANK OF CHILE LTD", "names differ"),
        ("OLVAN GAS LTD", "OLVAN OIL LTD", "names differ"),
        ("ООО ОЛВАН", "АО ОЛВАН", "legal forms differ"),
        ("OLVAN GMBH", "OLVAN S.P.A.", "legal forms differ"),
        ("TRADING COMPANY LTD", "OLVAN TRADING COMPANY LTD", "names differ"),
    ],
)
def test_names_that_differ_in_what_tells_are_apart(a: str, b: str, rule: str) -> None:
    assert said(read(a), read(b)) == ("apart", rule)


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        (read("OLVAN", None), read("OLVAN LTD"), "name without a legal form"),
        (read("АО ОЛВАН"), read("ПАО ОЛВАН"), "name and a near form"),
        (read("OLVAN LTD"), read("OLVAN LTD", "CN"), "name and form in two countries"),
        (read("OLVAN TOOLS 1 LTD"), read("OLVAN TOOLS 2 LTD"), "names but for a number"),
        (read("OLVANDER LTD", None), read("OLVANDAR LTD"), "like name"),
    ],
)
def test_what_may_be_one_and_may_not_is_uncertain(a: Reading, b: Reading, rule: str) -> None:
    assert said(a, b) == ("uncertain", rule)


def test_a_name_that_one_side_writes_without_its_form_is_probable_in_one_country() -> None:
    one = read("OLVAN"), read("OLVAN LTD")
    assert said(*one) == ("probable", "name and country, form unstated")
    elsewhere = read("OLVAN", address="QUAY 5, ERDIN"), read("OLVAN LTD", address=ADDRESS)
    assert said(*elsewhere) == ("uncertain", "name without a legal form")


def test_a_short_name_that_differs_by_a_letter_is_probable_at_one_address() -> None:
    one, other = read("OLVAN LTD", address=ADDRESS), read("OLVAR LTD", address=ADDRESS)
    assert said(one, other) == ("probable", "like name at one address")


def test_a_word_of_the_trade_may_be_cut_short_and_light_words_left_out() -> None:
    assert said(read("OLVAN INTERNA LTD"), read("OLVAN INTERNATIONAL LTD"))[0] == "probable"
    assert said(read("OLVAN LTD"), read("OLVAN GROUP HOLDING LTD")) == ("uncertain", "like name")


def test_a_word_of_the_trade_that_is_misspelt_is_that_word_at_most_perhaps() -> None:
    assert said(read("OLVAN AMERCIAN LTD"), read("OLVAN AMERICAN LTD")) == (
        "uncertain",
        "like name",
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("OLVAN LAMP PLANT (OLP) LTD", "OLVAN LAMP PLANT LTD"),
        ("OLVAN OLVAN LAMPS LTD", "OLVAN LAMPS LTD"),
        ("OLVAN LAMPS S.P.A. SPA", "OLVAN LAMPS S.P.A."),
        ("UAB OLVAN", "OLVAN UAB"),
        ("SOCIETE ANONYME OLVAN", "OLVAN S.A."),
        ("OLVAN.RU LTD", "OLVAN LTD"),
    ],
)
def test_what_a_name_says_twice_or_elsewhere_is_no_other_name(a: str, b: str) -> None:
    assert said(read(a), read(b))[0] == "probable"


def test_a_country_that_one_name_has_leaves_it_uncertain() -> None:
    one, other, third = read("OLVAN (POLAND) LTD"), read("OLVAN LTD"), read("OLVAN (TURKEY) LTD")
    assert said(one, other) == ("uncertain", "like name")
    assert said(one, third) == ("apart", "names differ")


def test_two_letters_written_apart_may_be_initials_of_two_words() -> None:
    assert said(read("O&B LTD"), read("OLVAN & BERIMO LTD")) == ("uncertain", "like name")
    assert said(read("OB LTD"), read("OLVAN & BERIMO LTD"))[0] == "apart"


def test_name_form_and_address_are_certain() -> None:
    one, other = read("OLVAN LTD", address=ADDRESS), read("Olvan Limited", address=ADDRESS)
    assert said(one, other) == ("certain", "name, form and address")


def test_one_tax_id_is_certain_whatever_the_names() -> None:
    one = read_mention("ООО ОЛВАН", "9900000017", None, "RU")
    assert said(one, read_mention("BERIMO", "9900000017", None, "RU")) == ("certain", "tax id")


def test_two_valid_tax_ids_of_one_kind_are_two_companies() -> None:
    one = read_mention("ООО ОЛВАН", "9900000017", None, "RU")
    other = read_mention("ООО ОЛВАН", "9900000024", None, "RU")
    assert one.tax_id
    assert other.tax_id
    assert said(one, other) == ("apart", "two tax ids")


def test_a_link_names_every_feature_with_both_values_and_what_words_weigh() -> None:
    explained = explain_pair(read("OLVAN PANEL LTD"), read("ОЛВАН ПАНЕЛ ЛТД", "KR"))
    names = [feature.name for feature in explained.features]
    assert names == ["tax id", "name", "word", "word", "legal form", "country", "address"]
    weights = [f.weight for f in explained.features if f.name == "word"]
    assert weights == [1.0, 0.4]
    assert json.loads(json.dumps(explained.as_json()))["rule"] == explained.rule


NAME = st.lists(
    st.sampled_from(
        ["OLVAN", "ОЛВАН", "OLVANN", "TRADING", "BERIMO", "2", "IND", "LTD", "ООО", "CHINA"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(NAME, NAME, st.sampled_from(["KR", "CN", None]), st.sampled_from(["KR", None]))
def test_the_scorer_is_symmetric(a: str, b: str, of_a: str | None, of_b: str | None) -> None:
    there = explain_pair(read(a, of_a), read(b, of_b))
    back = explain_pair(read(b, of_b), read(a, of_a))
    assert (there.grade, there.rule) == (back.grade, back.rule)
    assert there.score == pytest.approx(back.score)


@given(NAME)
def test_a_name_is_like_itself(name: str) -> None:
    words = read(name).words
    assert compare_names(words, words, two_scripts=False).score == pytest.approx(1.0)


@given(
    st.text("ABDEIKLNORSTУЖ", min_size=1, max_size=9),
    st.text("ABDEIKLNORST", min_size=1, max_size=9),
)
def test_the_likeness_of_two_words_is_a_share_the_same_both_ways(a: str, b: str) -> None:
    for two_scripts in (True, False):
        like = word_likeness(a, b, two_scripts)
        assert 0.0 <= like <= 1.0
        assert like == word_likeness(b, a, two_scripts)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("OLV", "OLVAN LAMP VERTRIEB GMBH"),
        ("BRW AG", "BALTISCHE RADIO WERKE AG"),
        ("CNPO", "CHINA NORTH PUMP ORGANISATION"),
        ("OLPC", "OLVAN LAMP PLANT CORPORATION"),
    ],
)
def test_initials_may_be_the_company_that_spells_them_out(a: str, b: str) -> None:
    assert said(read(a, None), read(b, None))[0] == "uncertain"


def test_initials_of_two_words_are_nobody() -> None:
    assert said(read("OL LTD"), read("OLVAN LAMPS LTD")) == ("apart", "names differ")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("OLVARNEK LTD", "OLVAMEK LTD"),
        ("OLVAWEK LTD", "OLVAVVEK LTD"),
        ("OLVANSKIY ZAVOD", "OLVAN ZAVOD"),
        ("ЗАРИНСКИЙ ЗАВОД", "ZARINA PLANT"),
        ("OLVANDER CO", "OLVENDER COMPANY"),
        ("OLVAN BERIMO CO", "OLVANBERIMO COMPANY"),
        ("OLVA. BERIMO LTD", "OLVANDER BERIMO LTD"),
        ("O. BERIMO LTD", "OLVANDER BERIMO LTD"),
        ("J.P. BERIMO LTD", "JORA PALTIN BERIMO LTD"),
        ("OLP (ASIA) LTD", "OLVAN LAMP PLANT (ASIA) LTD"),
        ("OLP GROUP", "OLVAN LAMP PLANT"),
        ("OLVAN LTD (FORMERLY ZARIM LAMPS LTD)", "ZARIM LAMPS LTD"),
    ],
)
def test_a_name_abbreviated_misread_or_given_up_is_perhaps_that_name(a: str, b: str) -> None:
    assert said(read(a, None), read(b, None))[0] == "uncertain"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("OLVA LTD", "OLVANDER LTD"),
        ("O LTD", "OLVANDER LTD"),
        ("BRADOLVANTEK LTD", "RADOLVANTEK LTD"),
        ("OLVA TRADING LTD", "OLVANDER TRADING LTD"),
        ("OLVAN GROUP", "OLVAN INTERNATIONAL"),
        ("N.O.L.P. COMPANY", "O.L.P. COMPANY"),
        ("OLP (ASIA) LTD", "OLVAN LAMP PLANT (EUROPE) LTD"),
        ("OLVAN LTD (FORMERLY ZARIM LAMPS LTD)", "ZARIM PUMPS LTD"),
    ],
)
def test_what_is_short_for_anything_is_short_for_nothing(a: str, b: str) -> None:
    assert said(read(a, None), read(b, None))[0] == "apart"


def test_who_writes_a_name_together_stands_on_the_side_where_it_is() -> None:
    explained = explain_pair(read("OLVAN BERIMO CO"), read("OLVANBERIMO COMPANY"))
    word = next(f for f in explained.features if f.name == "word")
    assert (word.a, word.b) == ("OLVAN BERIMO", "OLVANBERIMO")


def test_names_written_with_and_without_spaces_have_the_same_letters() -> None:
    assert explain_pair(read("OLVAN SOFT INC"), read("OLVANSOFT INC")).score == 1.0


@pytest.mark.parametrize(("a", "b"), [("ELV LAMPEN AG", "ELV LAMPEN INC"), ("OLVA AG", "OLVA LTD")])
def test_a_form_that_english_says_in_many_ways_is_near(a: str, b: str) -> None:
    assert said(read(a, None), read(b, None)) == ("uncertain", "name and a near form")


def test_a_vowel_in_a_word_of_three_letters_is_a_slip_as_a_consonant_is() -> None:
    same = explain_pair(read("ELO LAMPEN AG"), read("ELU LAMPEN AG"))
    other = explain_pair(read("ELO LAMPEN AG"), read("EKO LAMPEN AG"))
    assert same.grade == other.grade == 1
