from __future__ import annotations

import pytest
from draft_making import (
    CODES,
    DAYS,
    ITEMS,
    LINE_VALUES,
    NUMBERS,
    RECEIVERS,
    SENDERS,
    TAX_IDS,
    TEXTS,
    WEIGHTS,
    column,
    drafted,
    fields,
    sample_rows,
)
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.sources.draft import draft
from followthegoods.sources.draft.words import read_header
from followthegoods.sources.layout import parse_layout, without_header

COUNTRIES = ["ИНДИЯ", "КИТАЙ", "ИТАЛИЯ"] * 4


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("IMPORTER_NAME", "receiver_name"),
        ("Адрес грузоотправителя", "sender_address"),
        ("Країна походження товару", "origin_country"),
        ("País de Procedencia", "dispatch_country"),
        ("Código NCM", "hs"),
        ("Brüt Ağırlık (kg)", "gross_kg"),
        ("Назва вантажоодержувача", "receiver_name"),
        ("Data do Registro", "registered"),
        ("Teslim Şekli", "incoterms"),
    ],
)
def test_a_header_in_six_languages_names_its_field(header: str, field: str) -> None:
    assert read_header(header).hits[0].field == field


@pytest.mark.parametrize(
    "header",
    ["Unit price USD", "USD/KG", "Дол. США / кг", "Country of origin indicator level",
     "Master bill number of lading voyage", "Fecha Embarque"],
)  # fmt: skip
def test_a_header_with_a_word_of_something_else_names_no_field(header: str) -> None:
    assert not [hit for hit in read_header(header).hits if hit.whole]


def test_words_glued_together_are_taken_apart() -> None:
    assert read_header("MONTHYEAR").hits[0].field == "month"


def test_a_slip_of_one_letter_is_forgiven() -> None:
    assert read_header("Відпправник").hits[0].field == "sender_name"


def test_another_ending_is_another_word() -> None:
    assert read_header("Produced in").hits[0].field == "origin_country"


def test_a_box_code_in_front_names_the_field() -> None:
    assert read_header("G32").hits[0].field == "item"
    assert read_header("31_11 Любые слова").hits[0].field == "maker_name"


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_a_header(text: str) -> None:
    header = read_header(text)
    assert all(hit.field for hit in header.hits)


def test_values_refuse_what_a_header_says() -> None:
    found = column({"Код ТН ВЭД": ["прочие"] * 12, "Товар": TEXTS}, "Код ТН ВЭД")
    assert found.field is None
    assert "only 0 % of 12 cells are commodity codes" in found.why


def test_an_empty_column_is_at_most_likely() -> None:
    found = column({"Декларант": [None] * 12, "Код ТН ВЭД": CODES}, "Декларант")
    assert (found.field, found.confidence) == ("declarant_name", "likely")


def test_two_country_columns_without_words_are_left_to_a_person() -> None:
    table = {"Код ТН ВЭД": CODES, "Товар": TEXTS, "Страна": COUNTRIES, "Страна 2": COUNTRIES[::-1]}
    found = [c for c in drafted(table).columns if "тран" in (c.header or "")]
    assert [(c.field, c.confidence) for c in found] == [(None, "unsure")] * 2


def test_companies_without_a_role_in_the_header_are_left_to_a_person() -> None:
    found = column({"Код ТН ВЭД": CODES, "Фирма А": RECEIVERS, "Товар": TEXTS}, "Фирма А")
    assert not found.mapped


def test_a_tax_id_beside_a_name_takes_its_role() -> None:
    table = {"Код ТН ВЭД": CODES, "ИНН": TAX_IDS, "Получатель": RECEIVERS, "Товар": TEXTS}
    assert column(table, "ИНН").field == "receiver_id"


def test_a_tax_id_between_two_parties_is_left_to_a_person() -> None:
    table = {"Отправитель": SENDERS, "ИНН": TAX_IDS, "Получатель": RECEIVERS, "Код ТН ВЭД": CODES}
    found = column(table, "ИНН")
    assert (found.field, found.confidence) == (None, "unsure")


def test_digits_under_a_party_name_are_its_tax_id() -> None:
    table = {"Получатель": TAX_IDS, "Код ТН ВЭД": CODES, "Товар": TEXTS}
    assert column(table, "Получатель").field == "receiver_id"


def test_an_origin_that_reads_various_belongs_to_the_declaration() -> None:
    table = {"Страна происхождения": [*COUNTRIES[:11], "РАЗНЫЕ"], "Код ТН ВЭД": CODES}
    assert column(table, "Страна происхождения").field == "declared_origin"


def test_a_translated_twin_stands_in_second_place() -> None:
    table = {"BRAND_EN": ["ROSE"] * 12, "BRAND": ["РОЗА"] * 12, "HS CODE": CODES}
    assert 'headers = ["BRAND", "BRAND_EN"]' in drafted(table).toml


def test_equal_headers_with_other_cells_are_no_twins() -> None:
    rows = [["Вес нетто", "Вес нетто", "Код ТН ВЭД"]]
    rows += [[w, f"1{w}", c] for w, c in zip(WEIGHTS, CODES, strict=True)]
    made = draft(sample_rows([list(row) for row in rows]))
    assert [c.mapped for c in made.columns] == [True, False, True]


def test_tags_of_the_vendor_are_no_field() -> None:
    tags = [f"6bcc794b-b710-4a58-abd0-7b1cd9a5bb{n:02x}" for n in range(12)]
    found = column({"ITEM NUMBER": tags, "HS CODE": CODES}, "ITEM NUMBER")
    assert (found.field, found.why) == (None, "a vendor's own tags")


def test_days_that_are_all_firsts_of_months_are_months() -> None:
    table = {"RPT": [f"2023-{n:02}-01" for n in range(1, 13)], "HS CODE": CODES, "Goods": TEXTS}
    assert column(table, "RPT").field == "month"


def test_a_date_of_something_else_is_not_the_day_of_registration() -> None:
    assert not column({"Ship date": DAYS, "HS CODE": CODES, "Goods": TEXTS}, "Ship date").mapped


def test_the_heavier_of_two_weights_is_gross() -> None:
    table = {"Вес кг 1": [f"1{w}" for w in WEIGHTS], "Вес кг А": WEIGHTS, "Код ТН ВЭД": CODES}
    assert fields(drafted(table)) == {
        "Вес кг 1": "gross_kg", "Вес кг А": "net_kg", "Код ТН ВЭД": "hs"
    }  # fmt: skip


def test_the_header_is_found_below_a_title() -> None:
    made = drafted({"Получатель": RECEIVERS, "Код ТН ВЭД": CODES}, above=["ОТЧЁТ", "за год"])
    assert fields(made) == {"Получатель": "receiver_name", "Код ТН ВЭД": "hs"}


def test_without_a_header_values_name_what_they_can() -> None:
    rows = zip(NUMBERS, ITEMS, DAYS, RECEIVERS, CODES, strict=True)
    made = draft(sample_rows([list(row) for row in rows]))
    assert [c.field if c.mapped else None for c in made.columns] == [
        "declaration", "item", "registered", None, "hs"
    ]  # fmt: skip


def test_without_a_header_the_draft_names_columns_and_reads_the_file_by_them() -> None:
    rows = [list(row) for row in zip(NUMBERS, ITEMS, DAYS, RECEIVERS, CODES, strict=True)]
    toml = draft(sample_rows(rows)).toml.replace('direction = "??"', 'direction = "import"')
    made = parse_layout(toml.replace('"??"', '"RU"'), "draft")
    (reading,) = without_header(1, rows, [made])
    assert reading.columns["hs"] == (5,)
    assert reading.columns["declaration"] == (1,)


def test_two_header_rows_are_read_together() -> None:
    upper = ["Декларация", None, "Получатель", None, "Вес, кг", None]
    lower = ["номер", "дата", "наименование", "ИНН", "нетто", "брутто"]
    heavier = [f"{float(weight) + 1}" for weight in WEIGHTS]
    cells = zip(NUMBERS, DAYS, RECEIVERS, TAX_IDS, WEIGHTS, heavier, strict=True)
    made = draft(sample_rows([["Выгрузка"], upper, lower, *map(list, cells)]))
    assert "header_rows = 2" in made.toml
    assert fields(made) == {
        "Декларация / номер": "declaration",
        "Декларация / дата": "registered",
        "Получатель / наименование": "receiver_name",
        "Получатель / ИНН": "receiver_id",
        "Вес, кг / нетто": "net_kg",
        "Вес, кг / брутто": "gross_kg",
    }


def test_a_column_that_lacks_its_header_is_not_mapped() -> None:
    cells = zip(NUMBERS, CODES, RECEIVERS, strict=True)
    rows = [["Номер декларации", None, "Получатель"], *map(list, cells)]
    found = draft(sample_rows(rows)).columns[1]
    assert (found.field, found.mapped) == ("hs", False)


@pytest.mark.parametrize("header", ["Valor CIF ($)", "VALOR FOB R$", "Value, A$"])
def test_a_sign_that_many_currencies_share_is_not_dollars(header: str) -> None:
    money = [c for c in drafted({"NCM": CODES, header: LINE_VALUES}).columns if c.place == 2]
    assert not money[0].mapped


def test_a_draft_says_how_many_rows_it_saw() -> None:
    made = draft(sample_rows([["HS CODE", "Goods"], *[[c, "a pump"] for c in CODES * 400]]))
    assert (made.sampled_rows, made.whole) == (3_000, False)
    assert made.notes[0] == "Only a sample of 3,000 rows was looked at."


def test_the_day_of_clearance_is_that_of_release() -> None:
    both = {"Registration date": DAYS, "Clearance date": DAYS[::-1], "Importer": RECEIVERS}
    assert column(both, "Clearance date").field == "released"
    assert column(both, "Registration date").field == "registered"


def test_a_draft_by_days_of_release_alone_says_how_to_ask() -> None:
    made = drafted({"Customs clearance date": DAYS, "Importer": RECEIVERS, "HS code": CODES})
    assert fields(made)["Customs clearance date"] == "released"
    assert any("--date-basis released" in note for note in made.notes)


def test_an_office_of_clearance_is_the_office() -> None:
    table = {"Customs office of clearance": ["10115070", "10129060"] * 6, "Importer": RECEIVERS}
    assert column(table, "Customs office of clearance").field == "office"


_LONE_IDS: dict[str, list[str]] = {"ИНН": TAX_IDS, "Код ТН ВЭД": CODES, "Описание товара": TEXTS}


def test_lone_tax_ids_are_likely_those_of_the_importers_where_they_alone_are_named() -> None:
    found = column(_LONE_IDS | {"Импортер": RECEIVERS}, "ИНН")
    assert (found.field, found.confidence) == ("receiver_id", "likely")


@pytest.mark.parametrize(
    "parties",
    [
        {"Импортер": RECEIVERS, "Страна": ["КИТАЙ"] * 12, "Отправитель": SENDERS},
        {"Импортер": RECEIVERS, "Страна": ["КИТАЙ"] * 12, "Заметка": SENDERS},
        {"Получатель": RECEIVERS},
        {"Отправитель": SENDERS},
    ],
)
def test_lone_tax_ids_are_left_to_a_person_where_they_may_be_of_another(
    parties: dict[str, list[str]],
) -> None:
    assert column(_LONE_IDS | parties, "ИНН").field is None


def test_headers_and_totals_between_the_rows_are_not_learnt_from() -> None:
    table = {"Импортер": RECEIVERS, "Код ТН ВЭД": CODES, "Описание": TEXTS, "Вес нетто": WEIGHTS}
    table |= {"Стат. стоимость, USD": LINE_VALUES}
    plain = [list(table), *(list(row) for row in zip(*table.values(), strict=True))]
    total: list[str | None] = ["ВСЬОГО:", None, None, None, "1000000"]
    parted = [row for line in plain[1:] for row in (plain[0], line, total)]
    made = [draft(sample_rows(rows)) for rows in (plain, parted)]
    assert fields(made[0])["Стат. стоимость, USD"] == "statistical_usd"
    assert made[0].columns == made[1].columns


ROWS = [str(n + 1) for n in range(12)]


def test_a_number_of_the_row_in_its_file_is_no_item() -> None:
    said = column({"№ п/п": ROWS, "Номер ДТ": NUMBERS, "Код ТН ВЭД": CODES}, "№ п/п")
    assert (said.field, said.why) == (
        None, "counts the rows of the file, not the lines of a declaration"
    )  # fmt: skip


def test_beside_a_number_of_the_row_the_item_is_found() -> None:
    made = drafted({"№ п/п": ROWS, "Номер ДТ": NUMBERS, "№": ITEMS, "Код ТН ВЭД": CODES})
    assert fields(made)["№"] == "item"


def test_lines_of_one_declaration_may_be_numbered_through() -> None:
    made = drafted({"№ п/п": ROWS, "Номер ДТ": NUMBERS[:1] * 12, "Код ТН ВЭД": CODES})
    assert fields(made)["№ п/п"] == "item"


def test_without_a_header_numbers_of_rows_are_no_items() -> None:
    cells = zip(ROWS, NUMBERS, DAYS, CODES, TEXTS, strict=True)
    made = draft(sample_rows([list(row) for row in cells]))
    assert "item" not in [c.field for c in made.columns]


def test_a_column_of_numbers_that_counts_the_lines_of_declarations_is_the_item() -> None:
    said = column({"Номер ДТ": NUMBERS, "№ тов.": ITEMS, "Код ТН ВЭД": CODES}, "№ тов.")
    assert (said.field, said.why) == ("item", "counts the lines of each declaration")


def test_days_with_the_month_first_are_days() -> None:
    said = column({"Date": [f"03/{n + 13}/2023" for n in range(12)], "HS": CODES}, "Date")
    assert (said.field, said.why) == ("registered", "header says date; 100 % of 12 cells are days")


def test_numbers_with_the_sign_of_their_unit_are_numbers() -> None:
    weights = [f"{n + 1} kg" for n in range(12)]
    said = column({"Номер ДТ": NUMBERS, "HS": CODES, "Net weight": weights}, "Net weight")
    assert (said.field, said.why) == (
        "net_kg", "header says net + weight; 100 % of 12 cells are numbers"
    )  # fmt: skip
