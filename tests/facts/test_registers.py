"""Registers of many countries: which numbers they prove. The valid numbers are made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import exceptions
from stdnum.bg import vat as bg
from stdnum.br import cnpj, cpf
from stdnum.cn import uscc
from stdnum.co import nit
from stdnum.de import vat as de
from stdnum.dk import cvr
from stdnum.ee import kmkr
from stdnum.fi import ytunnus
from stdnum.fr import siren
from stdnum.gr import vat as gr
from stdnum.hr import oib
from stdnum.hu import anum
from stdnum.ie import vat as ie
from stdnum.it import iva
from stdnum.jp import cn as houjin
from stdnum.lt import pvm
from stdnum.lu import tva
from stdnum.nl import bsn
from stdnum.pl import nip, regon
from stdnum.pt import nif
from stdnum.ro import cui
from stdnum.se import orgnr
from stdnum.si import ddv
from stdnum.tr import tckimlik, vkn
from stdnum.vn import mst

from followthegoods.facts import checksums
from followthegoods.facts.identifiers import (
    Identifier,
    find_identifiers,
    possible_values,
    read_identifier,
)
from followthegoods.facts.registers import ANYWHERE, OKPO, REGISTERS, Register

VALID = {
    "BR:CNPJ": ("BR", "99.000.123/0001-90", "99000123"),
    "BR:CPF": ("BR", "990.001.234-88", "99000123488"),
    "CL:RUT": ("CL", "99.000.012-3", "990000123"),
    "CN:USCC": ("CN", "91990000MA99900010", "91990000MA99900010"),
    "CO:NIT": ("CO", "999.000.123-2", "9990001232"),
    "EC:RUC": ("EC", "1799000128001", "1799000128001"),
    "IN:PAN": ("IN", "27AAACZ9990F1ZQ", "AAACZ9990F"),
    "JP:CN": ("JP", "7000012050002", "7000012050002"),
    "KR:BRN": ("KR", "999-81-00015", "9998100015"),
    "KR:CRN": ("KR", "990111-0000016", "9901110000016"),
    "PY:RUC": ("PY", "80990001-7", "809900017"),
    "RU:OGRN": ("RU", "1997700001231", "1997700001231"),
    "RU:OKPO": ("RU", "ОКПО 99900016", "99900016"),
    "TR:TCKN": ("TR", "99000012304", "99000012304"),
    "TR:VKN": ("TR", "0990000128", "0990000128"),
    "VN:MST": ("VN", "0990000124-001", "0990000124"),
    "DE:VAT": ("DE", "DE 999000121", "999000121"),
    "FR:SIREN": ("FR", "FR29 999 000 128", "999000128"),
    "IT:VAT": ("IT", "99900010010", "99900010010"),
    "LEI": ("DE", "9990INVENTED00000194", "9990INVENTED00000194"),
}


def read(text: str, country: str | None) -> Identifier:
    found = read_identifier(text, country)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", VALID)
def test_a_number_is_read_by_the_register_of_its_country(kind: str) -> None:
    country, text, value = VALID[kind]
    found = read(text, country)
    assert (found.kind, found.value, found.valid) == (kind, value, True)


@pytest.mark.parametrize("kind", sorted(set(VALID) - {"EC:RUC", "VN:MST", "IN:PAN"}))
def test_a_number_with_another_digit_at_its_end_is_weak(kind: str) -> None:
    country, text, _ = VALID[kind]
    assert not read(text[:-1] + str((int(text[-1]) + 1) % 10), country).valid


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("BR", "99.000.123/0001-90", "99.000.123/0002-70"),
        ("VN", "0990000124", "0990000124-002"),
        ("IN", "27AAACZ9990F1ZQ", "09AAACZ9990F2ZN"),
        ("FR", "999000128", "99900012800010"),
    ],
)
def test_branches_of_one_company_have_one_key(country: str, one: str, other: str) -> None:
    assert read(one, country).key == read(other, country).key


@pytest.mark.parametrize("kind", ["TR:VKN", "VN:MST"])
def test_a_lost_zero_is_restored_where_the_checksum_proves_it(kind: str) -> None:
    country, text, value = VALID[kind]
    short = value.removeprefix("0")
    assert read(short, country) == read(text, country)


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("BR", "990.001.234-88"), ("CO", "12345678-8"), ("CN", "92990000MA9990001W"),
        ("KR", "999-12-00019"), ("TR", "99000012304"),
    ],
)  # fmt: skip
def test_a_number_of_a_person_or_sole_trader_is_personal(country: str, number: str) -> None:
    found = read(number, country)
    assert (found.valid, found.personal) == (True, True)


def test_a_colombian_number_without_its_check_digit_is_weak_and_a_company_s() -> None:
    found = read("999000123", "CO")
    assert (found.kind, found.valid, found.personal) == ("CO:NIT", False, False)


def test_a_brazilian_number_may_have_letters() -> None:
    assert read("99.A0B.12C/0001-85", "BR").key == "BR:CNPJ:99A0B12C"


def test_a_number_with_a_country_in_front_is_of_that_country() -> None:
    assert read("DE999000121", "RU").key == "DE:VAT:999000121"


def test_a_label_says_which_register_a_number_is_of() -> None:
    assert read("CNPJ 99.000.123/0001-90", None).key == "BR:CNPJ:99000123"


@pytest.mark.parametrize(
    "text",
    [
        "LUA MANSA LTDA CNPJ 99.000.123/0001-90",
        "CNPJ: 99000123000190 LUA MANSA LTDA",
        "LUA MANSA LTDA (CNPJ 99.000.123/0001-90)",
    ],
)
def test_a_number_under_its_label_is_taken_out_of_a_name(text: str) -> None:
    found, name = find_identifiers(text, None)
    assert [one.key for one in found] == ["BR:CNPJ:99000123"]
    assert name == "LUA MANSA LTDA"


def test_a_number_without_a_label_is_left_where_telephones_look_the_same() -> None:
    text = "SILBERTAL PUMPEN GMBH 999000121"
    assert find_identifiers(text, "DE") == ([], text)


def test_a_number_is_found_by_what_it_is_called_in_its_register() -> None:
    assert "99000123" in possible_values("99.000.123/0001-90")
    assert possible_values("MEGAPOLIS") == set()


@given(st.text("0123456789ABCUKZ", min_size=6, max_size=20), st.sampled_from(sorted(REGISTERS)))
def test_a_valid_number_is_read_again_as_itself(text: str, country: str) -> None:
    found = read_identifier(text, country)
    if found and found.valid and found.kind not in ("BR:CNPJ", "IN:PAN", "LEI"):
        again = read(f"{found.value}", found.kind[:2])
        assert (again.kind, again.value, again.valid) == (found.kind, found.value, True)


@pytest.mark.parametrize(
    "register",
    [one for of in (*REGISTERS.values(), ANYWHERE, OKPO) for one in of],
    ids=lambda one: f"{one.kind}-{one.length}",
)
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_number_that_a_register_may_hold_is_judged(
    register: Register, data: st.DataObject
) -> None:
    """Digits with letters behind them, before them and among them, and digits alone."""
    digits = data.draw(st.text("0123456789", min_size=register.length, max_size=register.length))
    assert register.holds(digits) in (True, False)
    if register.letters:
        behind, mixed = (
            data.draw(st.integers(0, register.length)),
            st.text("0123456789AFKWXZ", min_size=register.length, max_size=register.length),
        )
        ends = data.draw(st.text("AFKWXZ", min_size=register.length, max_size=register.length))
        for text in (
            digits[:behind] + ends[behind:],
            ends[:behind] + digits[behind:],
            data.draw(mixed),
        ):
            assert register.holds(text) in (True, False)


@pytest.mark.parametrize("text", ["1234567T", "1234567FA", "IE1234567T"])
def test_an_irish_number_ends_in_letters(text: str) -> None:
    found = read_identifier(text, "IE")
    assert found is not None
    assert found.key == f"IE:VAT:{text.removeprefix('IE')}"
    assert found.valid


def test_an_irish_number_with_another_letter_is_not_valid() -> None:
    found = read_identifier("1234567W", "IE")
    assert found is not None
    assert not found.valid


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{7}[A-W][A-I]?", fullmatch=True))
def test_an_irish_number_says_what_another_implementation_says(number: str) -> None:
    if number[:7].strip("0"):
        assert checksums.vat_ie(number) == ie.is_valid(number)


ORACLES = {
    "cnpj": (14, cnpj), "cpf": (11, cpf), "vkn": (10, vkn), "tckn": (11, tckimlik),
    "mst": (10, mst), "houjin": (13, houjin), "eik": (9, bg), "vat_de": (9, de), "cvr": (8, cvr),
    "vat_ee": (9, kmkr), "ytunnus": (8, ytunnus), "siren": (9, siren), "afm": (9, gr),
    "oib": (11, oib), "vat_hu": (8, anum), "vat_it": (11, iva), "vat_lt": (9, pvm),
    "vat_lu": (8, tva), "nip": (10, nip), "regon": (9, regon), "nif_pt": (9, nif),
    "vat_si": (8, ddv), "rsin": (9, bsn), "orgnr": (10, orgnr), "cui": (9, cui), "nit": (10, nit),
}  # fmt: skip


@pytest.mark.parametrize("name", ORACLES)
@settings(deadline=None)
@given(digits=st.text("0123456789", min_size=14, max_size=14), completed=st.booleans())
def test_a_checksum_says_what_another_implementation_says(
    name: str, digits: str, completed: bool
) -> None:
    length, oracle = ORACLES[name]
    holds, number = getattr(checksums, name), digits[:length]
    if completed:  # by its check digits, one or two, so that numbers that hold come up often
        ends = (f"{end:02}" for end in range(100))
        number = next((n for end in ends if holds(n := number[:-2] + end)), number)
    if number.strip("0") and not (name == "nit" and number[0] == "0"):
        assert holds(number) == oracle.is_valid(number)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_a_chinese_number_says_what_another_implementation_says(unit: str) -> None:
    front = f"91990000{unit}"
    (number,) = (n for end in "0123456789ABCDEFGHJKLMNPQRTUWXY" if checksums.uscc(n := front + end))
    try:
        assert uscc.validate(number) == number
    except exceptions.ValidationError as error:
        pytest.fail(repr(error))
