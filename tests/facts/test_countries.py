"""Countries as written in records, and their groups by date."""

from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.countries import (
    VARIOUS,
    country_code,
    country_codes,
    country_label,
    in_group,
    is_unknown_country,
)
from followthegoods.facts.text import key, read_toml, skeleton


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("KR", "KR"),
        ("kor", "KR"),
        ("410", "KR"),
        ("410.0", "KR"),
        ("36", "AU"),
        ("КОРЕЯ, РЕСПУБЛИКА", "KR"),
        ("S. Korea", "KR"),
        ("COREA DEL SUR", "KR"),
        ("COREIA (DO SUL), REP", "KR"),
        ("КОРЕЯ, НАРОДНО-ДЕМОКРАТИЧЕСКАЯ РЕСПУБЛИКА", "KP"),
        ("КНР", "CN"),
        ("CHINA, REPUBLICA POP", "CN"),
        ("ТАЙВАНЬ (КИТАЙ)", "TW"),
        ("FORMOSA (TAIWAN)    ", "TW"),
        ("IN, INDIA", "IN"),
        ("VN, VIET NAM", "VN"),
        ("643 РОССИЯ", "RU"),
        ("СОЕДИНЕННОЕ КОРОЛЕВСТВО", "GB"),
        ("GREAT BRITAIN", "GB"),
        ("türkiye", "TR"),
        ("Türkiye", "TR"),
        ("TURKIYE", "TR"),
        ("JAPÓN", "JP"),
        ("BAHRÉIN", "BH"),
        ("Кот-д'Ивуар", "CI"),
        ("COTE D’IVOIRE", "CI"),
        ("\xa0Німеччина ", "DE"),
        ("VIRGENS,ILHAS (BRITA", "VG"),
        ("EMIRADOS ARABES UNID", "AE"),
        ("СССР", "SU"),
        ("YUG", "YU"),
        ("ЧЕХОСЛОВАКИЯ", "CSHH"),
        ("СЕРБИЯ И ЧЕРНОГОРИЯ", "CS"),
        ("ЕВРОСОЮЗ", "EU"),
        ("ЕС", "EU"),
        ("EC", "EC"),
        ("РАЗНЫЕ", VARIOUS),
        ("DIVERSOS", VARIOUS),
        ("NA", "NA"),
    ],
)
def test_a_country_is_understood_as_customs_write_it(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize("written", ["KOREA", "КОРЕЯ", "VIRGIN ISLANDS", "COREA"])
def test_a_name_that_could_be_two_countries_is_not_guessed(written: str) -> None:
    assert country_code(written) is None
    assert not is_unknown_country(written)


@pytest.mark.parametrize(
    "written", ["SOUTH KOREA AND JAPAN", "INDIANA", "IN, CHINA", "CHINA INDIA", "РУ", "999"]
)
def test_a_part_of_a_value_is_never_read(written: str) -> None:
    assert country_code(written) is None


@pytest.mark.parametrize(
    "marker", ["00", "000", "0", "НЕИЗВЕСТНА", "НЕ УСТАНОВЛЕНА", "NULL", "N/A", "", " - ", "ZZ"]
)
def test_a_marker_of_nothing_stated_is_told_from_a_value_not_understood(marker: str) -> None:
    assert country_code(marker) is None
    assert is_unknown_country(marker)
    assert not is_unknown_country("ATLANTIS")


def test_cyrillic_letters_of_latin_shape_do_not_hide_a_name() -> None:
    assert country_code("КИТAЙ") == "CN"  # the A is Latin


def test_no_name_stands_for_two_countries() -> None:
    data = read_toml("countries.toml")
    owners: dict[str, set[str]] = {}
    for code, country in data["country"].items():
        for name in (country["label"], *country["names"]):
            owners.setdefault(skeleton(key(name)), set()).add(code)
    for name, code in data["cut"].items():
        owners.setdefault(skeleton(key(name)), set()).add(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_no_code_stands_for_two_countries() -> None:
    countries = read_toml("countries.toml")["country"]
    codes = list(chain.from_iterable({c, v["a3"], v["n"]} - {""} for c, v in countries.items()))
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", country_codes())
def test_the_label_of_a_country_leads_back_to_its_code(code: str) -> None:
    assert country_code(country_label(code)) == code


def test_every_present_country_is_named_in_every_promised_script() -> None:
    countries = read_toml("countries.toml")["country"]
    without = [
        code
        for code, country in countries.items()
        if not any("А" <= letter <= "Я" for name in country["names"] for letter in name.upper())
    ]
    assert without == []


def test_an_unknown_code_is_its_own_label() -> None:
    assert country_label("QQ") == "QQ"


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    code = country_code(text)
    assert code is None or code in country_codes()


@given(st.sampled_from(country_codes()), st.sampled_from([str.lower, str.title, str.upper]))
def test_case_and_white_space_do_not_matter(code: str, case: object) -> None:
    assert callable(case)
    assert country_code(f"  {case(country_label(code))}\xa0") == code


@pytest.mark.parametrize(
    ("code", "group", "day", "inside"),
    [
        ("GB", "EU", date(2020, 1, 31), True),
        ("GB", "EU", date(2020, 2, 1), False),
        ("HR", "EU", date(2013, 6, 30), False),
        ("HR", "EU", date(2013, 7, 1), True),
        ("EU", "EU", date(2024, 1, 1), True),
        ("KG", "EAEU", date(2015, 8, 11), False),
        ("KG", "EAEU", date(2015, 8, 12), True),
        ("RU", "OTHER", date(2024, 1, 1), False),
    ],
)
def test_membership_of_a_group_depends_on_the_day(
    code: str, group: str, day: date, inside: bool
) -> None:
    assert in_group(code, group, day) is inside


def test_the_full_russian_name_of_vietnam_is_known() -> None:
    assert country_code("СОЦИАЛИСТИЧЕСКАЯ РЕСПУБЛИКА ВЬЕТНАМ") == "VN"
