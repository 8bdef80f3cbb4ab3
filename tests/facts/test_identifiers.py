"""Tax numbers: checksums, lost zeros, numbers glued to names. The valid numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.identifiers import Identifier, find_identifiers, read_identifier


def inn(first_nine: str) -> str:
    total = sum(int(d) * w for d, w in zip(first_nine, (2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True))
    return f"{first_nine}{total % 11 % 10}"


INN = inn("991234567")
FIRST_NINE = st.text("0123456789", min_size=9, max_size=9).filter(lambda t: t[:2] != "00")


def read(text: str, country: str | None) -> Identifier:
    identifier = read_identifier(text, country)
    assert identifier is not None
    return identifier


@pytest.mark.parametrize("written", [INN, f"{INN}.0", f" {INN[:4]} {INN[4:]} ", f"ИНН {INN}"])
def test_a_russian_company_number_is_read(written: str) -> None:
    assert read(written, "RU") == Identifier("RU:INN", INN, valid=True, personal=False)


def test_the_key_names_country_and_register() -> None:
    assert read(INN, "RU").key == f"RU:INN:{INN}"


def test_a_number_of_twelve_digits_is_a_person_in_russia() -> None:
    assert read("500100732259", "RU") == Identifier("RU:INN", "500100732259", True, personal=True)


def test_a_leading_zero_is_restored_where_the_checksum_proves_it() -> None:
    full = inn("012345678")
    assert read(full.removeprefix("0"), "RU") == read(full, "RU")


def test_a_leading_zero_is_not_restored_where_the_checksum_fails() -> None:
    short = str(int(inn("012345678")) ^ 1)
    assert read(short, "RU") == Identifier("RU:INN", short, valid=False, personal=False)


@given(FIRST_NINE, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_shows_except_between_remainders_ten_and_nought(
    first_nine: str, place: int, shift: int
) -> None:
    # The rule takes the sum modulo 11 and then modulo 10, so 10 and 0 give the same digit.
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    right = inn(first_nine)
    changed = str((int(right[place]) + shift) % 10)
    wrong = right[:place] + changed + right[place + 1 :]
    sums = {sum(int(d) * w for d, w in zip(n, weights, strict=False)) % 11 for n in (right, wrong)}
    assert not read(wrong, "RU").valid or sums == {0, 10}


@given(FIRST_NINE, st.integers(1, 9))
def test_a_wrong_check_digit_always_shows(first_nine: str, shift: int) -> None:
    right = inn(first_nine)
    wrong = right[:9] + str((int(right[9]) + shift) % 10)
    assert not read(wrong, "RU").valid


def test_the_tax_office_code_beside_a_number_is_set_aside() -> None:
    assert read(f"{INN}/991201001", "RU").value == INN
    assert read(f"{INN} 991201001", "RU").value == INN


def kazakh(first_eleven: str) -> str:
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        check = sum(int(d) * w for d, w in zip(first_eleven, weights, strict=True)) % 11
        if check < 10:
            return f"{first_eleven}{check}"
    raise AssertionError(first_eleven)


def test_a_kazakh_company_is_told_from_a_person_by_the_fifth_digit() -> None:
    company, person = read(kazakh("16064000048"), "KZ"), read(kazakh("16061000048"), "KZ")
    assert (company.kind, company.valid, company.personal) == ("KZ:BIN", True, False)
    assert (person.kind, person.valid, person.personal) == ("KZ:IIN", True, True)


def test_the_zeros_of_a_kazakh_year_are_restored() -> None:
    full = kazakh("00014000048")
    assert read(full.lstrip("0"), "KZ").value == full


def ruc(first_ten: str) -> str:
    total = sum(int(d) * w for d, w in zip(first_ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    return f"{first_ten}{(11 - total % 11) % 10}"


@pytest.mark.parametrize(("prefix", "personal"), [("20", False), ("10", True), ("15", True)])
def test_the_prefix_of_a_peruvian_number_says_whether_it_is_a_person(
    prefix: str, personal: bool
) -> None:
    number = ruc(f"{prefix}12345678")
    assert read(f"{number}.0", "PE") == Identifier("PE:RUC", number, True, personal)


def test_a_ukrainian_company_number_has_eight_digits() -> None:
    assert read("32855961", "UA") == Identifier("UA:EDRPOU", "32855961", True, personal=False)
    assert not read("32855968", "UA").valid


def test_a_belarusian_number_has_nine_digits() -> None:
    assert read("200988541", "BY").key == "BY:UNP:200988541"
    assert not read("200988542", "BY").valid


def test_a_belarusian_number_that_begins_with_letters_is_a_person() -> None:
    assert read("MA1953684", "BY").personal


def test_a_number_of_another_country_is_kept_and_never_joined_on() -> None:
    assert read("123456789", "UZ") == Identifier("id:UZ", "123456789", False, personal=False)
    assert not read(INN, None).valid


@pytest.mark.parametrize("text", ["", "-", "NULL", "0", "0000000000", "0.0"])
def test_a_cell_without_a_number_has_no_identifier(text: str) -> None:
    assert read_identifier(text, "RU") is None


@pytest.mark.parametrize(
    "text",
    [
        f"{INN} ООО РОМАШКА",
        f"{INN} 991201001 ООО РОМАШКА",
        f"{INN}/991201001 ООО РОМАШКА",
        f"ИНН {INN}, ООО РОМАШКА",
        f"ИНН/КПП {INN}/991201001 ООО РОМАШКА",
        f"ИНН: {INN} КПП: 991201001 ООО РОМАШКА",
        f"ООО РОМАШКА {INN}",
        f"ООО РОМАШКА, ИНН {INN}",
        f"ООО РОМАШКА, ИНН {INN} КПП 991201001",
    ],
)
def test_a_number_glued_to_a_name_is_taken_out_of_it(text: str) -> None:
    found, name = find_identifiers(text, "RU")
    assert [identifier.value for identifier in found] == [INN]
    assert name == "ООО РОМАШКА"


def test_without_a_country_a_number_and_its_tax_office_are_enough() -> None:
    found, name = find_identifiers(f"{INN} 991201001 OOO ROMASHKA", None)
    assert [identifier.key for identifier in found] == [f"RU:INN:{INN}"]
    assert name == "OOO ROMASHKA"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("9912345670 ООО РОМАШКА", "RU"),
        ("ЗАВОД 12345678", "RU"),
        ("OOO ROMASHKA 2020", "RU"),
        (f"{INN} OOO ROMASHKA", None),
        ("'  ROMASHKA  '", "RU"),
    ],
)
def test_a_name_without_a_proven_number_is_left_as_it_is(text: str, country: str | None) -> None:
    assert find_identifiers(text, country) == ([], text)


@given(
    st.text() | st.text("0123456789 ИНКП/."), st.sampled_from(["RU", "KZ", "PE", "UA", "BY", None])
)
def test_any_text_is_read_without_an_error(text: str, country: str | None) -> None:
    found, _ = find_identifiers(text, country)
    assert all(identifier.valid for identifier in found)
    identifier = read_identifier(text, country)
    assert identifier is None or identifier.value
