"""What stands inside a goods text."""

import csv
import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from followthegoods.facts.goods_text import GoodsText, read_goods
from followthegoods.facts.text import read_toml

CUSTOMS = Path(__file__).parents[2] / ".." / "shared" / "data" / "customs"

_LABELS = [
    label
    for entry in read_toml("goods_text.toml")["kind"].values()
    for strength in ("labels", "loose", "marked")
    for label in entry.get(strength, ())
]
_PIECES = st.one_of(
    st.sampled_from(_LABELS),
    st.sampled_from(["_[=1=]", "[=27=]", ": ", "; ", " - ", ", ", " ", '"', "№ ", "\n", "(", ")"]),
    st.sampled_from(["1. ", "2) ", " 1 250,5 ШТ", "XW8ZZZ1KZ0G001234", "-3шт.", "2019", "Б/Н"]),
    st.text(max_size=6),
)
goods = st.lists(_PIECES, max_size=25).map("".join)


def values(text: str) -> list[tuple[str, str]]:
    return [(part.kind, part.value) for part in read_goods(text).parts]


def told(read: GoodsText) -> list[tuple[str, str, str | None, int]]:
    return [(part.kind, part.value, part.unit, part.item) for part in read.parts]


def test_the_labels_of_box_31_give_their_values() -> None:
    text = (
        "ПАНЕЛЬ. ИЗГОТОВИТЕЛЬ: LUMENVALD CO., LTD; ТОВ.ЗНАК: LUMEN; МАРКА LUMEN; "
        "АРТИКУЛ A12-000123; КОЛ-ВО 5 ШТ"
    )
    assert values(text) == [
        ("maker", "LUMENVALD CO., LTD"),
        ("trademark", "LUMEN"),
        ("brand", "LUMEN"),
        ("article", "A12-000123"),
        ("quantity", "5"),
    ]


def test_a_continuation_mark_inside_a_word_is_removed_and_the_word_joined() -> None:
    text = "КУЗО_[=1=]В. ИЗГОТОВИТЕЛЬ: LUMEN_[=12=]VALD; АРТИКУЛ 7"
    read = read_goods(text)
    assert read.clean == "КУЗОВ. ИЗГОТОВИТЕЛЬ: LUMENVALD; АРТИКУЛ 7"
    assert values(text)[0] == ("maker", "LUMENVALD")


def test_a_span_points_into_the_original_text_with_its_marks() -> None:
    text = "КУЗО_[=1=]В. ИЗГОТОВИТЕЛЬ: LUMEN_[=12=]VALD; КОЛ-ВО 5 ШТ"
    maker = read_goods(text).parts[0]
    assert text[maker.start : maker.end] == "LUMEN_[=12=]VALD"


def test_a_mark_inside_a_label_does_not_hide_it() -> None:
    assert values("ИЗГОТО_[=3=]ВИТЕЛЬ: LUMENVALD") == [("maker", "LUMENVALD")]


@pytest.mark.parametrize("nothing", ["ОТСУТСТВУЕТ", "НЕ ОБОЗНАЧЕН", "Б/Н", "SIN MARCA", "-", ""])
def test_a_placeholder_is_no_value(nothing: str) -> None:
    assert values(f"МАРКА: {nothing}; МОДЕЛЬ: X-5") == [("model", "X-5")]


@pytest.mark.parametrize("text", ["TUBO SIN MARCA, SIN MODELO", "ТРУБА БЕЗ МАРКИ", "NO BRAND"])
def test_a_label_behind_without_is_no_label(text: str) -> None:
    assert values(text) == []


def test_a_label_may_be_written_with_letters_of_the_other_script() -> None:
    assert values("MAPKA: LUMEN") == [("brand", "LUMEN")]  # all six letters are Latin


def test_the_brand_of_what_the_goods_are_for_is_not_theirs() -> None:
    assert values('Призначена для встановлення на автомобілі марки "LUMEN".') == []
    assert values('Кузов для автомобіля, марки "LUMEN"') == [("brand", "LUMEN")]


def test_a_grade_of_steel_is_not_a_brand() -> None:
    assert values("ТРУБА, МАРКА СТАЛИ 08Х18Н10") == []


def test_spanish_labels_of_vehicles_are_read() -> None:
    text = "N3  MARCA:LUMEN, MODELO:LV-1718,  Año Mod:2023, VI:XW8ZZZ1KZ0G001234, MO:93023980 AS:3"
    assert values(text) == [
        ("brand", "LUMEN"),
        ("model", "LV-1718"),
        ("year", "2023"),
        ("serial", "XW8ZZZ1KZ0G001234"),
        ("engine", "93023980"),
    ]


def test_portuguese_labels_without_a_colon_are_read() -> None:
    text = (
        "bicicleta modelo luz sl comp, cor azul tamanho m. marca lumen serial number lum023018651p"
    )
    assert values(text) == [
        ("model", "luz sl comp"),
        ("brand", "lumen"),
        ("serial", "lum023018651p"),
    ]


def test_ukrainian_labels_glued_to_the_text_before_them_are_read() -> None:
    text = "Сумка-8шт.Виробник: Lumenvald GmbHКраїна виробництва: CNТоргова марка: Lumen."
    assert values(text) == [
        ("quantity", "8"),
        ("maker", "Lumenvald GmbH"),
        ("trademark", "Lumen"),
    ]


def test_english_labels_are_read() -> None:
    text = "PUMP, MANUFACTURER: LUMENVALD INC., MODEL NO: P-7; PART NO 77-A1; QTY: 5 PCS"
    assert values(text) == [
        ("maker", "LUMENVALD INC"),
        ("model", "P-7"),
        ("article", "77-A1"),
        ("quantity", "5"),
    ]


def test_a_maker_may_be_called_by_a_word_that_is_a_label() -> None:
    text = "MANUFACTURER: LUMEN COLOR MODEL CO., LTD; КОЛ-ВО 1 ШТ"
    assert values(text)[0] == ("maker", "LUMEN COLOR MODEL CO., LTD")


def test_a_brand_may_be_called_by_a_word_that_is_a_label() -> None:
    assert values('ТОВ.ЗНАК: "МАРКА ПЛЮС"; MARCA: MODELO') == [
        ("trademark", "МАРКА ПЛЮС"),
        ("brand", "MODELO"),
    ]


def test_a_label_behind_the_quotation_mark_that_opens_the_cell_is_one() -> None:
    assert values('"МАРКА LUMEN"') == [("brand", "LUMEN")]


def test_the_full_stops_of_an_abbreviation_stay() -> None:
    assert values("ИЗГОТОВИТЕЛЬ: LUMENVALD S.P.A.") == [("maker", "LUMENVALD S.P.A.")]


def test_the_full_stop_of_the_sentence_goes() -> None:
    assert values("ИЗГОТОВИТЕЛЬ: LUMENVALD INC.") == [("maker", "LUMENVALD INC")]


def test_prose_behind_a_label_is_not_a_value() -> None:
    assert values("МАРКА " + "ОЧЕНЬ ДЛИННОЕ ОПИСАНИЕ ТОВАРА " * 4) == []


def test_a_quantity_has_its_number_as_written_and_its_canonical_unit() -> None:
    (quantity,) = read_goods("КОЛ-ВО: 1 250,5 КГ").parts
    assert (quantity.value, quantity.unit) == ("1 250,5", "KG")


def test_a_unit_that_is_not_known_is_none() -> None:
    (quantity,) = read_goods("КОЛ-ВО 5 ШМУРДИКОВ").parts
    assert (quantity.value, quantity.unit) == ("5", None)


def test_a_number_of_doors_is_not_a_quantity() -> None:
    assert values("кількість дверей - 4") == []


def test_a_vehicle_number_needs_no_label() -> None:
    assert values("АВТОМОБИЛЬ XW8ZZZ1KZ0G001234, НОВЫЙ") == [("serial", "XW8ZZZ1KZ0G001234")]


@pytest.mark.parametrize("code", ["XW8ZZZ1KZOG001234", "12345678901234567", "XW8ZZZ1KZ0G00123A"])
def test_seventeen_characters_that_cannot_be_a_vehicle_number_are_not_read(code: str) -> None:
    assert values(f"АВТОМОБИЛЬ {code}, НОВЫЙ") == []  # the letter O; digits only; a letter last


def test_serial_numbers_in_a_list_are_all_read() -> None:
    text = "SERIAL NUMBER AB023018651P, AB023018679P AB023018685P, 1200X600"
    assert [value for _, value in values(text)] == ["AB023018651P", "AB023018679P", "AB023018685P"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("БОЛТ ГОСТ Р 52644-2006,", "ГОСТ Р 52644-2006"), ("BOLT DIN 933.", "DIN 933")],
)
def test_a_standard_is_read_with_the_body_that_set_it(text: str, value: str) -> None:
    assert values(text) == [("standard", value)]


def items(text: str) -> list[tuple[int, str]]:
    return [(part.item, part.value) for part in read_goods(text).parts]


def test_a_line_without_sub_items_is_one_item() -> None:
    assert items("1. НАСОС АРТ. 77-1, КОЛ-ВО 5 ШТ") == [(1, "77-1"), (1, "5")]


@pytest.mark.parametrize(
    "text", ["1. НАСОС АРТ. 77; 2. КРАН АРТ. 78", "1) НАСОС АРТ. 77 2) КРАН АРТ. 78"]
)
def test_numbered_sub_items_are_told_apart(text: str) -> None:
    assert items(text) == [(1, "77"), (2, "78")]


def test_a_sentence_that_ends_on_a_number_begins_no_sub_item() -> None:
    assert items("1. НАСОС ТИП 2. АРТ. 77") == [(1, "77")]


def test_what_stands_before_the_first_numbered_sub_item_is_said_of_all() -> None:
    text = "ИЗГОТОВИТЕЛЬ: LUMENVALD; 1) НАСОС АРТ. 77; 2) КРАН АРТ. 78"
    assert items(text) == [(0, "LUMENVALD"), (1, "77"), (2, "78")]


def test_a_run_of_labels_begins_anew_where_a_maker_is_named_again() -> None:
    text = (
        "ИЗГОТОВИТЕЛЬ: LUMENVALD; МАРКА LUMEN; КОЛ-ВО 5 ШТ; "
        "ИЗГОТОВИТЕЛЬ: ОТСУТСТВУЕТ; КОЛ-ВО 1 ШТ; ИЗГОТОВИТЕЛЬ: TORVAL; КОЛ-ВО 2 ШТ"
    )
    assert items(text) == [
        (1, "LUMENVALD"), (1, "LUMEN"), (1, "5"), (2, "1"), (3, "TORVAL"), (3, "2"),
    ]  # fmt: skip


def test_a_run_that_begins_with_an_article_begins_anew_after_its_quantity() -> None:
    assert items("арт.S17,Чохол-5шт.,арт.S18,Чохол-3шт.") == [
        (1, "S17"), (1, "5"), (2, "S18"), (2, "3"),
    ]  # fmt: skip


@given(goods)
def test_spans_are_in_bounds_and_in_order_without_overlap(text: str) -> None:
    at = 0
    for part in read_goods(text).parts:
        assert at <= part.start < part.end <= len(text)
        at = part.end


@given(goods)
def test_a_span_without_its_marks_is_the_value(text: str) -> None:
    for part in read_goods(text).parts:
        assert read_goods(text[part.start : part.end]).clean == part.value


@given(goods)
def test_every_value_stands_in_the_clean_text(text: str) -> None:
    read = read_goods(text)
    assert all(part.value in read.clean for part in read.parts)


@given(
    goods.filter(lambda text: read_goods(read_goods(text).clean).clean == read_goods(text).clean)
)
def test_reading_the_clean_text_gives_the_same_values(text: str) -> None:
    read = read_goods(text)
    assert told(read_goods(read.clean)) == told(read)


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    assert read_goods(text) == read_goods(text)


@pytest.mark.parametrize(
    "piece",
    ["ПЛИТКА ДЛЯ ПОЛА, ", " ", "1", ")", '"', "МАРКА ", "МАРКА:", "A:", " - ", "_[=1=]", "; 1) A"],
)
def test_a_cell_of_a_million_characters_takes_no_more_than_linear_time(piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    started = process_time()
    read_goods(text)
    assert process_time() - started < 10  # about half a second; quadratic time would be hours


def peruvian() -> list[str]:
    path = CUSTOMS / "peru_trucks_import.xlsx"
    if not path.exists():
        pytest.skip("the shared test data are not here")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    column = rows[5].index("Descripcion Comercial")
    return [str(row[column]) for row in rows[6:]]


def test_every_vehicle_number_in_the_peruvian_file_is_read_as_serial() -> None:
    written = [(text, re.findall(r"VI:([A-Z0-9]{17})\b", text)) for text in peruvian()]
    labelled = [(text, found[0]) for text, found in written if found]
    assert len(labelled) > 1000
    assert [text for text, number in labelled if ("serial", number) not in values(text)] == []


def test_every_brand_under_its_label_in_the_peruvian_file_is_read() -> None:
    texts = [text for text in peruvian() if "MARCA:" in text]
    assert all(any(kind == "brand" for kind, _ in values(text)) for text in texts)


def test_every_article_of_the_ukrainian_file_is_an_item_with_its_quantity() -> None:
    path = CUSTOMS / "ukraine_import.csv"
    if not path.exists():
        pytest.skip("the shared test data are not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row[9] for row in csv.reader(file, delimiter=";")][1:]
    (text,) = [text for text in texts if "арт.S300A1/LL," in text]
    read = read_goods(text)
    articles = [part.item for part in read.parts if part.kind == "article"]
    pieces = [part.item for part in read.parts if part.kind == "quantity" and part.unit == "PCS"]
    assert articles == pieces == list(range(1, 11))
