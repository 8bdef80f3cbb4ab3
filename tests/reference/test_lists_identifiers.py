"""Numbers where lists hide them. The valid ones are computed; they are nobody's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lists_samples import LARCH, LARCH_OGRN, MAPLE

from followthegoods.facts.identifiers import read_identifier
from followthegoods.model.listing import ListedId, Nature
from followthegoods.reference.lists.identifiers import find_ids, kind_of, read_id

COMPANY, PERSON = Nature.ORGANISATION, Nature.PERSON


def ids(
    text: str, default: str = "", countries: tuple[str, ...] = ("RU",), nature: Nature = COMPANY
) -> list[str]:
    return [number.key for number in find_ids(text, default, countries, nature)]


INN, OGRN = f"RU:INN:{LARCH}", f"RU:OGRN:{LARCH_OGRN}"


@pytest.mark.parametrize(
    "text",
    [
        f"{LARCH} (Tax ID/INN)",
        f"{LARCH}(Tax ID/INN)",
        f"{LARCH} (INN)",
        f"{LARCH} (Tax Identification Number)",
        f"ИНН {LARCH}",
        f"TIN - {LARCH}",
        f"TIN (INN): {LARCH}",
        f"ИНН/taxpayer identification number: {LARCH}",
        f"Tax ID No. {LARCH} (Russia)",
        f"INN: {LARCH[0]} {LARCH[1:4]} {LARCH[4:7]} {LARCH[7:]}",
    ],
)
def test_a_labelled_tax_id_is_read_without_a_column_for_it(text: str) -> None:
    assert ids(text) == [INN]


@pytest.mark.parametrize(
    ("text", "default"),
    [
        (f"INN: {LARCH} KPP: 771701001 OGRN: {LARCH_OGRN}", ""),
        (f"(TIN) {LARCH}; (OGRN) {LARCH_OGRN}", "register"),
        (f"{LARCH}; {LARCH_OGRN}", "register"),
        (f"{LARCH} (or State registration number : {LARCH_OGRN})", "register"),
        (f"Tax ID No. {LARCH} (Russia); Registration Number {LARCH_OGRN} (Russia)", ""),
    ],
)
def test_several_numbers_in_one_cell_are_told_apart(text: str, default: str) -> None:
    assert [key for key in ids(text, default) if "KPP" not in key] == [INN, OGRN]


def test_a_label_of_two_registers_is_of_the_two_numbers_behind_it() -> None:
    assert ids(f"INN/KPP {LARCH}/771701001") == [INN, "RU:KPP:771701001"]


def test_unlabelled_numbers_of_a_remark_are_not_read() -> None:
    assert ids(f"Call {LARCH}; since 2014, 5 of 12 agreed") == []


def test_days_and_years_are_no_numbers() -> None:
    assert ids("Passport 750000001 (Russia), valid from 6.12.2019 until 2029", "", (), PERSON) == [
        "passport:RU:750000001"
    ]


def test_the_country_behind_a_number_goes_before_the_entrys() -> None:
    (number,) = find_ids("Tax ID No. 123456789 (Uzbekistan)", "", ("RU",), COMPANY)
    assert number == ListedId("id:UZ", "123456789", valid=False)


def test_a_number_that_fails_its_checksum_is_not_valid() -> None:
    wrong = LARCH[:-1] + str((int(LARCH[-1]) + 1) % 10)
    (number,) = find_ids(f"ИНН {wrong}", "", ("RU",), COMPANY)
    assert (number.kind, number.valid) == ("RU:INN", False)


def test_a_companys_number_in_crimea_may_be_russian() -> None:
    assert ids(LARCH_OGRN, "register", ("UA",)) == [OGRN]


def test_ten_digits_of_another_country_are_no_russian_tax_id() -> None:
    assert ids(LARCH, "register", ("TR",)) == [f"id:TR:{LARCH}"]


def test_a_number_without_letters_or_with_is_an_imo_number_under_its_prefix() -> None:
    assert ids("IMO9074729", "register") == ["IMO:9074729"]
    assert ids("Vessel Registration Identification IMO 9074729; MMSI 273000001.") == [
        "IMO:9074729",
        "MMSI:273000001",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "valid"),
    [
        ("RU:OGRN", LARCH_OGRN, True),
        ("RU:OGRN", LARCH_OGRN[:-1] + "x", False),
        ("RU:OKPO", "00000017", True),
        ("RU:OKPO", "00000018", False),
        ("IMO", "9074729", True),
        ("IMO", "9074728", False),
        ("LEI", "00000000000000000098", True),
        ("LEI", "00000000000000000099", False),
        ("CN:USCC", "91350100M000100Y43", True),
        ("CN:USCC", "91350100M000100Y44", False),
        ("BIC", "LRCHRUMM", False),
    ],
)
def test_a_register_with_a_checksum_checks(kind: str, value: str, valid: bool) -> None:
    assert read_id(value, kind, (), COMPANY).valid is valid


def test_a_persons_tax_id_among_identity_cards_is_a_tax_id() -> None:
    (number,) = find_ids("500100732259", "national", ("RU",), PERSON)
    assert (number.kind, number.valid, number.personal) == ("RU:INN", True, True)


def test_an_identity_number_of_a_company_is_no_personal_datum() -> None:
    assert not any(n.personal for n in find_ids("14005441856 (ID)", "register", ("IR",), COMPANY))


@pytest.mark.parametrize(
    ("label", "kind"),
    [("V.A.T. Number", "tax"), ("innCode", "RU:INN"), ("Government Gazette Number", "RU:OKPO")],
)
def test_a_label_is_known_however_it_is_spelt(label: str, kind: str) -> None:
    assert kind_of(label) == kind_of(label.upper()) == kind


@given(st.text("0123456789", min_size=10, max_size=12), st.sampled_from(["RU", "KZ", "BY", "PE"]))
def test_a_valid_number_is_the_one_that_parties_would_have(number: str, country: str) -> None:
    found = read_id(number, "tax", (country,), COMPANY)
    theirs = read_identifier(number, country)
    if found.valid and theirs and theirs.valid and len(theirs.value) == len(number):
        assert found.key == theirs.key


@given(st.text(max_size=200))
def test_no_text_breaks_the_search_for_numbers(text: str) -> None:
    assert all(n.value for n in find_ids(text, "register", ("RU",), COMPANY))


def test_two_tax_ids_in_one_column_are_two() -> None:
    assert ids(f"{LARCH}; {MAPLE}", "tax") == [INN, f"RU:INN:{MAPLE}"]
