from __future__ import annotations

from decimal import Decimal

import pytest
from draft_making import (
    CODES,
    DAYS,
    ITEMS,
    LINE_VALUES,
    NUMBERS,
    TEXTS,
    TOTALS,
    WEIGHTS,
    Cells,
    column,
    drafted,
    fields,
)
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.fields import BY_NAME, Kind

GOODS: dict[str, Cells] = {
    "Номер декларации": NUMBERS, "Номер товара": ITEMS, "Код ТН ВЭД": CODES, "Вес нетто": WEIGHTS
}  # fmt: skip
QUANTITIES = [str(n % 5 + 2) for n in range(12)]
PRODUCTS = [f"{Decimal(v) * int(q)}" for v, q in zip(LINE_VALUES, QUANTITIES, strict=True)]


def money(columns: dict[str, Cells]) -> dict[str | None, str | None]:
    """The mapped columns of money of a table with these beside its goods."""
    found = fields(drafted(GOODS | columns))
    return {h: f for h, f in found.items() if f and BY_NAME[f].kind is Kind.MONEY}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Таможенная стоимость", "customs_value"),
        ("Статистическая стоимость, долл. США", "statistical_usd"),
        ("Фактурная стоимость", "invoice_value"),
        ("Customs value USD", "statistical_usd"),
        ("Valor FOB US$", "fob_usd"),
        ("Gümrük Kıymeti (TL)", "customs_value"),
        ("G45 (Там. стоимость)", "customs_value"),
    ],
)
def test_words_of_a_box_name_the_value_of_the_line(header: str, field: str) -> None:
    assert money({header: LINE_VALUES}) == {header: field}


@pytest.mark.parametrize(
    "header",
    ["CIF", "Стоимость", "FOB INR", "Customs value per kg USD",
     "Duty value USD", "Price USD", "Unit value USD", "TOTALVALUE", "Freight value USD"],
)  # fmt: skip
def test_a_header_that_leaves_a_doubt_names_no_value(header: str) -> None:
    assert money({header: LINE_VALUES}) == {}


def test_a_column_that_repeats_over_declarations_is_a_total() -> None:
    found = column(GOODS | {"Таможенная стоимость": TOTALS}, "Таможенная стоимость")
    assert found.field == "total_customs_value"
    assert "it repeats over a declaration" in found.why


def test_a_repeated_dollar_value_is_no_value_of_a_line() -> None:
    assert money({"Customs value USD": TOTALS}) == {}


def test_alike_lines_of_two_declarations_prove_no_total() -> None:
    table = GOODS | {"Таможенная стоимость": LINE_VALUES}
    first = {header: cells[:4] for header, cells in table.items()}
    first["Таможенная стоимость"] = ["10.5", "10.5", "12.5", "12.5"]
    assert column(first, "Таможенная стоимость").field == "customs_value"


def test_a_total_that_differs_within_declarations_is_the_lines_own() -> None:
    assert money({"U$ FOB Tot": LINE_VALUES}) == {"U$ FOB Tot": "fob_usd"}


def test_a_total_of_unit_price_times_quantity_is_the_lines_own() -> None:
    table: dict[str, Cells] = {
        "HS CODE": CODES, "Goods": TEXTS, "Quantity": QUANTITIES,
        "Unit price": LINE_VALUES, "Total invoice value": PRODUCTS,
    }  # fmt: skip
    found = column(table, "Total invoice value")
    assert (found.field, found.confidence) == ("invoice_value", "likely")


def test_a_total_that_nothing_proves_is_left_to_a_person() -> None:
    table: dict[str, Cells] = {"HS CODE": CODES, "Goods": TEXTS, "Total FOB USD": LINE_VALUES}
    assert not column(table, "Total FOB USD").mapped


def test_a_value_that_times_the_quantity_is_another_is_a_price() -> None:
    table = {"Количество": QUANTITIES, "FOB USD": LINE_VALUES, "Amount": PRODUCTS}
    found = column(GOODS | table, "FOB USD")
    assert found.field is None
    assert "a price" in found.why


def test_dollars_at_one_rate_a_day_to_the_customs_value_are_statistical() -> None:
    dollars = [f"{Decimal(v) / (70 + n // 2):.2f}" for n, v in enumerate(PRODUCTS)]
    table: dict[str, Cells] = {
        "HS CODE": CODES, "Goods": TEXTS, "Date": DAYS,
        "Customs value RUB": PRODUCTS, "Total value USD": dollars, "Other value USD": LINE_VALUES,
    }  # fmt: skip
    assert column(table, "Total value USD").field == "statistical_usd"
    assert not column(table, "Other value USD").mapped


def test_freight_and_insurance_tell_cif_from_fob() -> None:
    freight = [f"{n + 50}.10" for n in range(12)]
    insurance = [f"{n + 5}.05" for n in range(12)]
    parts = zip(LINE_VALUES, freight, insurance, strict=True)
    cif = [f"{Decimal(a) + Decimal(b) + Decimal(c)}" for a, b, c in parts]
    table = {"Valor US$ A": cif, "Valor US$ B": LINE_VALUES, "Flete": freight, "Seguro": insurance}
    assert money(table) == {"Valor US$ A": "cif_usd", "Valor US$ B": "fob_usd"}


def test_one_column_of_dollars_is_taken_only_if_it_is_the_only_money() -> None:
    assert money({"Value USD": LINE_VALUES}) == {"Value USD": "statistical_usd"}
    assert money({"Value USD": LINE_VALUES, "Amount": PRODUCTS}) == {}


def test_two_columns_of_one_name_are_left_to_a_person() -> None:
    assert money({"Customs value": LINE_VALUES, "Customs value ": PRODUCTS}) == {}


def test_an_invoice_value_in_dollars_needs_contracts_in_dollars() -> None:
    header = "Invoice value USD"
    assert money({header: LINE_VALUES, "Currency": ["USD"] * 12}) == {header: "invoice_value"}
    assert money({header: LINE_VALUES, "Currency": ["EUR", "USD"] * 6}) == {}


def test_money_to_choose_from_is_listed_with_what_is_known() -> None:
    made = drafted(GOODS | {"Стоимость": LINE_VALUES, "Сумма": PRODUCTS})
    assert "# CHOOSE ONE" in made.toml
    assert '#headers = ["Сумма"]' in made.toml
    assert "12 numbers from 1,017.25 to 2,458.25" in made.toml
    assert "Choose the column of the line's value: nothing proves which it is." in made.notes


@given(
    st.lists(
        st.sampled_from(["Сумма", "Amount", "Стоимость 1", "Valor", "Tutar", "Вартість", "Price"]),
        min_size=2, max_size=4, unique=True,
    )
)  # fmt: skip
def test_plain_columns_of_money_are_never_chosen_from(headers: list[str]) -> None:
    columns = {h: [f"{n * 7 + at}.75" for n in range(12)] for at, h in enumerate(headers, 1)}
    assert money(columns) == {}
