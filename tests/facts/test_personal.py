"""Personal data in free text, and vendors' tags."""

import csv
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from followthegoods.facts.personal import find_personal, is_vendor_tag, redact

CUSTOMS = Path(__file__).parents[2] / ".." / "shared" / "data" / "customs"
GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def checked_inn(ten: str) -> str:
    """A natural person's ИНН of ten digits and the two that check them."""
    for weights in ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)):
        total = sum(int(digit) * weight for digit, weight in zip(ten, weights, strict=True))
        ten += str(total % 11 % 10)
    return ten


INN = checked_inn("9901234567")


@pytest.mark.parametrize(
    "phone",
    [
        "+7 (495) 123-45-67", "+74951234567", "8 (4012) 12-34-56", "8-916-123-45-67",
        "(495) 123-45-67", "+86 755 1234 5678", "+51 1 123 4567",
    ],
)  # fmt: skip
def test_a_telephone_is_redacted(phone: str) -> None:
    assert redact(f"Г. МОСКВА, {phone}, ОФИС 5") == "Г. МОСКВА, [phone], ОФИС 5"


def test_digits_under_the_word_telephone_are_one() -> None:
    assert redact("TEL: 1234567, LIMA") == "TEL: [phone], LIMA"


def test_a_number_behind_a_russian_telephone_is_not_part_of_it() -> None:
    assert redact("ТЕЛ.: +7 (495) 123-45-67 100 ШТ") == "ТЕЛ.: [phone] 100 ШТ"


@pytest.mark.parametrize(
    "text",
    [
        "10009999/310325/5000001", "209000099/2017/000001", "8708299009",
        "9901234561",
        "20990000019", "ИНН 9901234561", "2025-03-31", "12.02.24", "PM:132@2500", "1 250 000,50",
        "XW8ZZZ1KZ0G001234", "1200Х600 ММ", "MOBILE PHONE 85171200", "-40 +85 C",
    ],
)  # fmt: skip
def test_numbers_of_the_trade_are_left(text: str) -> None:
    assert redact(text) == text


def test_an_email_address_is_redacted() -> None:
    assert redact("GA US sales.dept@lumenvald-example.com LIMA") == "GA US [e-mail] LIMA"


def test_an_email_address_cut_off_by_the_width_of_its_column_is_redacted() -> None:
    assert redact("LIMA PE SALES.DEPT@LUMENVALD-EX") == "LIMA PE [e-mail]"


@pytest.mark.parametrize("guid", [GUID, GUID.upper(), "{" + GUID + "}"])
def test_a_guid_is_a_tag(guid: str) -> None:
    assert redact(f"ROW {guid}.") == "ROW [tag]."


def test_a_persons_tax_number_is_redacted_and_a_companys_is_not() -> None:
    assert redact(f"ИНН {INN}, ИНН 9901234561") == "ИНН [id], ИНН 9901234561"


def test_a_persons_tax_number_is_known_by_its_checksum_alone() -> None:
    wrong = INN[:-1] + str((int(INN[-1]) + 1) % 10)
    assert redact(f"{INN} | {wrong}") == f"[id] | {wrong}"


def test_a_number_under_another_label_is_not_a_tax_number() -> None:
    assert redact(f"MO:{INN}") == f"MO:{INN}"


def test_a_peruvian_number_of_a_person_is_redacted() -> None:
    assert redact("RUC 10990000013 LIMA, 20990000019") == "RUC [id] LIMA, 20990000019"


@pytest.mark.parametrize(
    "text",
    [
        "ИП ВЫДУМОВ А.Б.", "ИП А.Б. ВЫДУМОВ", "ИП ВЫДУМОВ АНТОН БОРИСОВИЧ", "ИП ВЫДУМОВ",
        "ИП ВЫДУМОВА АННА", "ФОП ВИДУМЕНКО А. Б.",
        "ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ ВЫДУМОВ",
    ],
)  # fmt: skip
def test_the_name_of_a_sole_trader_is_redacted(text: str) -> None:
    assert redact(text).endswith(" [person]")


def test_a_sole_trader_inside_a_text_is_known_by_initials() -> None:
    assert redact("ЧЕРЕЗ ИП ВЫДУМОВ А.Б., МОСКВА") == "ЧЕРЕЗ ИП [person], МОСКВА"


@pytest.mark.parametrize(
    "text",
    [
        "ИП ООО ЛЮМЕНВАЛЬД", "IP LLC LUMENVALD", "IE LLC LUMENVALD", "IP 55", "IP CAMERA LUMEN",
        "КАМЕРА ИП ЦВЕТНАЯ", "ВЫДУМОВ А.Б.",
    ],
)  # fmt: skip
def test_no_person_is_guessed_elsewhere(text: str) -> None:
    assert redact(text) == text


def test_the_header_of_a_vendors_tag_is_enough() -> None:
    assert is_vendor_tag("RECORDS_TAG", [])


def test_a_column_of_guids_is_a_vendors_tag() -> None:
    assert is_vendor_tag("X", [GUID, "NULL", "", GUID.upper()])


@pytest.mark.parametrize("cells", [[], [""], [GUID, "LUMENVALD"]])
def test_a_column_that_holds_anything_else_is_not(cells: list[str]) -> None:
    assert not is_vendor_tag("SUPPLIER_NAME", cells)


_PIECES = st.one_of(
    st.sampled_from([INN, GUID, "+7 (495) 123-45-67", "8-916-123-45-67", "a.b@example.com"]),
    st.sampled_from(["ИП ", "ВЫДУМОВ А.Б.", "ТЕЛ.: ", "ИНН ", "10990000013", " ", ", ", "-", "1"]),
    st.text(max_size=5),
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_spans_are_in_bounds_and_in_order_without_overlap(text: str) -> None:
    at = 0
    for span in find_personal(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_what_is_not_personal_stays_as_it_is(text: str) -> None:
    rest, at = "", 0
    for span in find_personal(text):
        rest += text[at : span.start] + f"[{span.kind}]"
        at = span.end
    assert redact(text) == rest + text[at:]


@given(
    st.text(alphabet=st.characters(exclude_categories=["N"], exclude_characters="@"), max_size=9)
)
def test_a_guid_between_spaces_is_never_left(text: str) -> None:
    assert GUID not in redact(f"{text} {GUID} {text}")


@pytest.mark.parametrize("piece", ["a", "1", "ИП И.", "+7 ", " ", "a@", "a.", "(495)", "1 2", "8-"])
def test_a_cell_of_a_million_characters_takes_no_more_than_linear_time(piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    started = process_time()
    find_personal(text)
    assert process_time() - started < 10  # about half a second; quadratic time would be hours


def goods_texts() -> list[str]:
    trucks, bicycles = CUSTOMS / "peru_trucks_import.xlsx", CUSTOMS / "brazil_siscori.xlsx"
    if not trucks.exists():
        pytest.skip("the shared test data are not here")
    peru = CalamineWorkbook.from_path(str(trucks)).get_sheet_by_index(0).to_python()[5:]
    column = peru[0].index("Descripcion Comercial")
    brazil = CalamineWorkbook.from_path(str(bicycles)).get_sheet_by_index(0).to_python()[1:]
    with (CUSTOMS / "ukraine_import.csv").open(encoding="utf-8-sig", newline="") as file:
        ukraine = [row[9] for row in csv.reader(file, delimiter=";")][1:]
    return [str(row[column]) for row in peru[1:]] + [str(row[4]) for row in brazil] + ukraine


def test_goods_texts_of_the_real_files_hold_no_personal_data() -> None:
    texts = goods_texts()
    assert len(texts) > 4000
    assert [text for text in texts if find_personal(text)] == []


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("CPF 990.001.234-88", "CPF [id]"),
        ("CPF: 99000123488, LOTE 4", "CPF: [id], LOTE 4"),
        ("TC KIMLIK NO: 99000012304", "TC KIMLIK NO: [id]"),
        ("RUT 12.345.678-5", "RUT [id]"),
        ("RUT 99.000.012-3", "RUT 99.000.012-3"),
        ("CPF 990.001.234-89", "CPF 990.001.234-89"),
    ],
)
def test_numbers_of_persons_under_their_label_are_redacted_and_companies_are_not(
    text: str, redacted: str
) -> None:
    assert redact(text) == redacted
