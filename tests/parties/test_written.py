"""A party's cell taken apart, and read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.parties.read import read_mention
from followthegoods.parties.readings import second_id
from followthegoods.parties.written import take_apart


@pytest.mark.parametrize(
    ("text", "core", "role", "other"),
    [
        ("OLVAN CO LTD ЧЕРЕЗ BERIMO A.S.", "OLVAN", "via", "BERIMO A.S."),
        ("OLVAN LTD ПО ПОРУЧЕНИЮ BERIMO INC", "OLVAN", "behalf", "BERIMO INC"),
        ("OLVAN LTD BY ORDER OF BERIMO INC", "OLVAN", "behalf", "BERIMO INC"),
        ("OLVAN LTD C/O BERIMO INC", "OLVAN", "via", "BERIMO INC"),
        ("OLVAN LTD (ON BEHALF OF BERIMO INC)", "OLVAN", "behalf", "BERIMO INC"),
        ("OLVAN LTD O B BERIMO INC", "OLVAN", "behalf", "BERIMO INC"),
    ],
)
def test_a_second_company_is_told_from_the_first_with_its_role(
    text: str, core: str, role: str, other: str
) -> None:
    written = take_apart(text, None, None)
    assert (written.core, written.role, written.other) == (core, role, other)


@pytest.mark.parametrize("text", ["O B OLVAN", "THROUGHOUT LTD", "BY ORDER OF"])
def test_letters_that_only_look_like_a_role_are_the_name(text: str) -> None:
    assert take_apart(text, None, None).role == ""


@pytest.mark.parametrize(
    ("text", "core", "form"),
    [
        ("OLVAN CO., LTD 41, SANDAN 3-RO, USAN", "OLVAN", "LTD"),
        ("OLVAN A.S. ORGANIZE BOLGESI 9. CADDE NO 14", "OLVAN", "AS"),
        ("ООО ОЛВАН, 101000, Г. ЗАРЕЧНЫЙ, УЛ. ЛУГОВАЯ 5", "ОЛВАН", "LLC"),
        ("ООО ОЛВАН Г. ЗАРЕЧНЫЙ УЛ. ЛУГОВАЯ 5", "ОЛВАН", "LLC"),
        ("OLVAN INTERNATIONALNO.777 HU AO ROAD", "OLVAN INTERNATIONAL", ""),
    ],
)
def test_an_address_glued_to_a_name_is_taken_off_and_kept(text: str, core: str, form: str) -> None:
    written = take_apart(text, None, None)
    assert (written.core, written.form) == (core, form)
    assert written.address


def test_an_address_stated_beside_is_found_in_the_name() -> None:
    written = take_apart("OLVAN TOOLS QUAY SEVEN, BREMEN", None, "Quay Seven, Bremen")
    assert written.core == "OLVAN TOOLS"


@pytest.mark.parametrize(
    "text",
    ["CHINA RAILWAY NO. 10 GROUP LTD", "ЗАВОД 5", "ООО РОМАШКА 2000", "CASINO 7 LTD"],
)
def test_a_number_in_a_name_is_no_address(text: str) -> None:
    assert take_apart(text, None, None).address == ""


def test_words_behind_the_form_that_are_no_address_stay_in_the_name() -> None:
    written = take_apart("OLVAN TRIM CO., LTD ZHEJIANG", "CN", None)
    assert (written.core, written.form) == ("OLVAN TRIM ZHEJIANG", "LTD")


def test_a_country_in_brackets_that_is_stated_beside_is_no_part_of_the_name() -> None:
    assert take_apart("OLVAN (HK) LIMITED", "HK", None).core == "OLVAN"
    assert take_apart("OLVAN (HK) LIMITED", "SG", None).core == "OLVAN HK"


def test_another_spelling_in_brackets_is_kept_apart() -> None:
    written = take_apart("АКЦИОНЕРНОЕ ОБЩЕСТВО «ОЛВАН» (АО «ОЛВАН-М»)", "RU", None)
    assert (written.core, written.form, written.also) == ("ОЛВАН", "AO", ("ОЛВАН М",))


@pytest.mark.parametrize(
    "text", ["OLVAN DBA BERIMO INC", "OLVAN (FORMERLY BERIMO)", "ОЛВАН (РАНЕЕ ООО БЕРИМО)"]
)
def test_another_name_of_the_same_company_is_kept_apart(text: str) -> None:
    written = take_apart(text, None, None)
    assert (written.core, written.role) in (("OLVAN", ""), ("ОЛВАН", ""))
    assert written.also in (("BERIMO",), ("БЕРИМО",))


@pytest.mark.parametrize(
    "text", ["OLVAN LTD (EX BERIMO LTD)", "OLVAN (EX-BERIMO) LTD", "OLVAN LTD (БЫВШ. BERIMO)"]
)
def test_a_former_name_in_brackets_is_kept_apart(text: str) -> None:
    written = take_apart(text, None, None)
    assert (written.core, written.form, written.also) == ("OLVAN", "LTD", ("BERIMO",))


def test_ex_in_front_of_no_name_in_brackets_is_part_of_the_name() -> None:
    assert take_apart("OLVAN (EX) LTD", None, None).core == "OLVAN EX"
    assert take_apart("IMP EX OLVAN LTD", None, None).core == "IMP EX OLVAN"


def test_a_form_that_a_name_was_run_into_is_told_from_it() -> None:
    for text, form in (("OLVANGMBH", "GMBH"), ("OLVANCO., LTD", "LTD"), ("ОЛВАНЛИМИТЕД", "LTD")):
        written = take_apart(text, None, None)
        assert (written.core, written.form) in (("OLVAN", form), ("ОЛВАН", form))
    assert take_apart("EUROCORP", None, None).form == ""
    assert take_apart("TEXACO LTD", None, None).core == "TEXACO"


def test_a_word_of_the_trade_is_known_a_letter_off() -> None:
    slip, told = (
        read_mention(f"OLVAN {word} INC", None, None, None)
        for word in ("TECHNOLGIES", "TECHNOLOGIES")
    )
    assert slip.words == told.words


def test_initials_before_a_form_stay_the_name() -> None:
    assert take_apart("O B P LTD", None, None).core == "O B P"
    assert take_apart("OLVAN P LTD", None, None).form == "PVT_LTD"


@settings(deadline=None)  # the first one reads the tables of words
@given(st.text(max_size=60))
def test_whatever_is_written_is_read(text: str) -> None:
    assert read_mention(text, None, None, "RU").key == " ".join(
        sorted(read_mention(text, None, None, "RU").words)
    )


def test_a_placeholder_is_nobody() -> None:
    assert read_mention("TO THE ORDER OF", None, None, None).core == ""


def test_a_homoglyph_within_a_word_is_mended() -> None:
    plain, mixed = (read_mention(name, None, None, "KR") for name in ("PANEL LTD", "PАNEL LTD"))
    assert plain.words == mixed.words


def test_a_tax_id_glued_to_the_name_is_read_and_the_name_left() -> None:
    reading = read_mention("9900000017 ООО ОЛВАН", None, None, "RU")
    assert (reading.tax_id, reading.core) == ("RU:INN:9900000017", "ОЛВАН")


def test_the_id_of_a_second_company_depends_on_where_and_how_it_is_named() -> None:
    ids = {second_id(1, "via", "A"), second_id(2, "via", "A"), second_id(1, "via", "B")}
    assert len(ids) == 3
    assert all(0 <= one < 1 << 63 for one in ids)
