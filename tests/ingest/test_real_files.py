"""Real exports, read independently with another reader and compared. Skipped where absent."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from followthegoods.case import Case
from followthegoods.facts.countries import country_code
from followthegoods.sources.layout import HEADER_WITHIN, recognise, shipped_layouts
from strategies import SHARED, lines_of, table_of

CUSTOMS = SHARED / "customs"
PERU = CUSTOMS / "peru_trucks_import.xlsx"
RUSSIA = CUSTOMS / "russia_import_full.xlsx"
KAZAKHSTAN = CUSTOMS / "kazakhstan_import_full.xlsx"

pytestmark = pytest.mark.skipif(not PERU.exists(), reason="the real exports are absent")


def sheet(path: Path, header_row: int) -> list[dict[str, Any]]:
    """The rows below a header, cells by its names, by another reader than the program's own."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    header = [str(cell) for cell in rows[header_row - 1]]
    return [dict(zip(header, row, strict=True)) for row in rows[header_row:]]


def sheet_rows(path: Path) -> list[list[str | None]]:
    """The first rows of a workbook, as text."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[str(cell) or None for cell in row] for row in rows[:HEADER_WITHIN]]


def loaded(path: Path, folder: Path) -> Case:
    case = Case.new(folder / "case")
    case.add([path])
    return case


def money(cell: Any) -> Decimal:
    return Decimal(str(cell))


# -- the Peruvian trucks


@pytest.fixture(scope="module")
def peru(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return loaded(PERU, tmp_path_factory.mktemp("peru"))


@pytest.fixture(scope="module")
def trucks(peru: Case) -> list[dict[str, Any]]:
    return lines_of(peru)


@pytest.fixture(scope="module")
def truck_rows() -> list[dict[str, Any]]:
    return sheet(PERU, 6)


def test_every_truck_is_a_line(peru: Case) -> None:
    (books,) = peru.status().books
    assert (books.lines, books.repeated, books.superseded, books.refused) == (1297, 0, 0, {})
    assert books.skipped == {"blank": 1, "header": 1, "preamble": 4}


def test_no_cell_of_the_trucks_is_marked(trucks: list[dict[str, Any]]) -> None:
    assert [line["marks"] for line in trucks if line["marks"]] == []


def test_no_two_trucks_share_a_key(trucks: list[dict[str, Any]]) -> None:
    assert len({line["key"] for line in trucks}) == 1297
    assert None not in {line["key"] for line in trucks}


def test_one_number_of_two_years_is_two_importers_trucks(trucks: list[dict[str, Any]]) -> None:
    both = [line for line in trucks if line["declaration"] == "117559|1"]
    assert [(line["row"], line["registered"]) for line in both] == [
        (1052, date(2024, 3, 27)),
        (1290, date(2026, 3, 12)),
    ]
    assert len({line["receiver_id"] for line in both}) == 2


@pytest.mark.parametrize("country", ["Pais de Origen", "Pais de Compra"])
@pytest.mark.parametrize(
    ("field", "column"), [("cif_usd", "U$ CIF Tot"), ("fob_usd", "U$ FOB Tot")]
)
def test_dollars_by_country_are_those_of_the_file(
    trucks: list[dict[str, Any]],
    truck_rows: list[dict[str, Any]],
    country: str,
    field: str,
    column: str,
) -> None:
    name = {"Pais de Origen": "origin_country", "Pais de Compra": "purchase_country"}[country]
    stated: dict[str | None, Decimal] = defaultdict(Decimal)
    read: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in truck_rows:
        stated[country_code(row[country])] += money(row[column])
    for line in trucks:
        read[line[name]] += line[field]
    assert read == stated
    assert None not in read


def test_every_truck_says_what_its_row_says(
    trucks: list[dict[str, Any]], truck_rows: list[dict[str, Any]]
) -> None:
    read = [
        (line["registered"], line["receiver_id"], line["hs"], line["gross_kg"], line["quantity"])
        for line in trucks
    ]
    assert read == [
        (
            row["Fecha"],
            str(int(row["Cod. Tributario"])),
            str(int(row["Partida Aduanera"])),
            money(row["Kg Bruto"]),
            money(row["Qty 1"]),
        )
        for row in truck_rows
    ]


@pytest.mark.parametrize(
    ("row", "declaration", "day", "kilos", "fob", "cif", "origin"),
    [
        (7, "001044|1", date(2023, 1, 3), "5470", "19362", "28260.61", "CN"),
        (707, "013665|1", date(2023, 8, 9), "5152", "34377.12", "35470.66", "BR"),
        (1303, "175319|1", date(2026, 4, 17), "4950", "33290", "36790", "CN"),
    ],
)
def test_a_truck_checked_by_hand(
    trucks: list[dict[str, Any]],
    row: int,
    declaration: str,
    day: date,
    kilos: str,
    fob: str,
    cif: str,
    origin: str,
) -> None:
    line = trucks[row - 7]
    names = ("row", "declaration", "registered", "origin_country", "hs", "item", "unit", "release")
    assert [line[name] for name in names] == [
        *(row, declaration, day, origin, "8704229000", 1, "PCS", "released"),
    ]
    assert (line["net_kg"], line["fob_usd"], line["cif_usd"]) == (
        Decimal(kilos),
        Decimal(fob),
        Decimal(cif),
    )


def test_a_truck_without_a_supplier_has_none(
    peru: Case, trucks: list[dict[str, Any]], truck_rows: list[dict[str, Any]]
) -> None:
    nobody = {"", "\x00", "N/A", "NO DISPONIBLE", "NO DECLARADO", "-"}
    named = [str(row["Embarcador / Exportador"]).strip() not in nobody for row in truck_rows]
    assert [line["sender"] is not None for line in trucks] == named


def test_padded_names_are_one_mention(peru: Case, truck_rows: list[dict[str, Any]]) -> None:
    names = {str(row["Importador"]).strip() for row in truck_rows}
    importers = {row["name"] for row in table_of(peru, "mentions") if row["as_receiver"]}
    assert importers == {" ".join(name.split()) for name in names}


# -- a Russian and a Kazakh declaration, field by field


def _none(cell: Any) -> Any:
    return None if cell in ("NULL", "", "0", "ОТСУТСТВУЕТ") else cell


RUSSIAN: dict[str, Any] = {
    "declaration": "DECLARATION_NUMBER",
    "office": "CUSTOMS_CODE",
    "hs": "HS_CODE",
    "receiver_id": "IMPORTER_CODE",
    "goods": "PRODUCT_DESCRIPTION",
    "trademark": "BRAND",
    "incoterms": "INCOTERMS",
    "gross_kg": "GROSS_WEIGHT_KG",
    "net_kg": "NET_WEIGHT_KG",
    "quantity": "QUANTITY",
    "customs_value": "CUSTOMS_COST_VALUE_RUB",
    "statistical_usd": "TOTAL_VALUE_USD",
}
KAZAKH: dict[str, Any] = {
    "declaration": "DECLARATION_NUMBER",
    "office": "CUSTOMS_OFFICE_CODE",
    "hs": "HS_CODE",
    "border_office": "CUSTOMS_OFFICE_CODE_AT_BORDER",
    "receiver_id": "IMPORTER_CODE",
    "goods": "PRODUCT_DESCRIPTION",
    "trademark": "BRAND",
    "gross_kg": "G_WEIGHT",
    "net_kg": "N_WEIGHT",
    "quantity": "QUANTITY",
    "customs_value": "CUSTOMS_VALUE_KZT",
    "statistical_usd": "CUSTOMS_VALUE_USD",
    "invoice_rate": "EXCHANGE_RATE",
    "invoice_value": "VALUE_IN_FOREIGN_CURRENCY",
    "invoice_currency": "FOREIGN_CURRENCY",
    "total_customs_value": "TOTAL_COST",
    "valuation": "COST_ADJUST_METHOD_NAME",
}
"""Field -> the column that holds it as it is, written apart from the layouts."""


def stated(row: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    cells = {field: _none(row[column]) for field, column in columns.items()}
    return {
        field: money(cell) if isinstance(cell, float) else cell for field, cell in cells.items()
    }


def mentioned(case: Case, lines: list[dict[str, Any]], role: str, part: str) -> list[str | None]:
    mentions = {row["mention"]: row[part] for row in table_of(case, "mentions")}
    return [mentions.get(line[role]) for line in lines]


@pytest.fixture(scope="module")
def russia(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return loaded(RUSSIA, tmp_path_factory.mktemp("russia"))


@pytest.fixture(scope="module")
def kazakhstan(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return loaded(KAZAKHSTAN, tmp_path_factory.mktemp("kazakhstan"))


def test_russian_cells_are_what_the_file_says(russia: Case) -> None:
    read = [{field: line[field] for field in RUSSIAN} for line in lines_of(russia)]
    assert read == [stated(row, RUSSIAN) for row in sheet(RUSSIA, 6)]


def test_russian_cells_that_are_codes_are_understood(russia: Case) -> None:
    names = (
        *("item", "registered", "direction", "regime", "unit", "origin_country"),
        *("destination_country", "invoice_currency", "key", "release", "marks"),
    )
    common = (0, date(2025, 3, 31), "import")
    assert [tuple(line[name] for name in names) for line in lines_of(russia)] == [
        (*common, "78 00", "M2", "IN", "RU", "INR", None, "unknown", None),
        (*common, "40 00", "M2", "IN", "RU", "INR", None, "unknown", None),
    ]


def test_russian_fields_that_no_column_fills_are_empty(russia: Case) -> None:
    empty = (
        *("released", "trading_country", "dispatch_country", "invoice_value", "sender_country"),
        *("cif_usd", "fob_usd", "invoice_rate", "correction", "valuation", "month"),
    )
    assert {line[name] for line in lines_of(russia) for name in empty} == {None}


@pytest.mark.parametrize(
    ("role", "part", "column"),
    [
        ("sender", "name", "SUPPLIER_NAME"),
        ("sender", "address", "SUPPLIER_ADDRESS"),
        ("receiver", "name", "IMPORTER_NAME"),
        ("receiver", "tax_id", "IMPORTER_CODE"),
        ("maker", "name", "MANUFACTURER"),
        ("declarant", "name", "CUSTOMS_BROKER_NAME"),
    ],
)
def test_russian_parties_are_those_of_the_file(
    russia: Case, role: str, part: str, column: str
) -> None:
    read = mentioned(russia, lines_of(russia), role, part)
    assert read == [_none(row[column]) for row in sheet(RUSSIA, 6)]


def test_kazakh_cells_are_what_the_file_says(kazakhstan: Case) -> None:
    read = [{field: line[field] for field in KAZAKH} for line in lines_of(kazakhstan)]
    assert read == [stated(row, KAZAKH) for row in sheet(KAZAKHSTAN, 6)]


def test_kazakh_cells_that_are_codes_are_understood(kazakhstan: Case) -> None:
    names = (
        *("item", "registered", "direction", "regime", "unit", "origin_country"),
        *("dispatch_country", "trading_country", "destination_country", "key", "release", "marks"),
    )
    common = (None, date(2025, 9, 30), "import")
    assert [tuple(line[name] for name in names) for line in lines_of(kazakhstan)] == [
        (*common, "40 ", "M2", "KZ", None, "KZ", "KZ", None, "unknown", None),
        (*common, "78 ", "M2", "CN", "CN", "CN", "KZ", None, "unknown", None),
    ]


@pytest.mark.parametrize(
    ("role", "part", "column"),
    [
        ("sender", "name", "SUPPLIER_NAME"),
        ("sender", "address", "SUPPLIER_ADDRESS"),
        ("receiver", "name", "IMPORTER_NAME"),
        ("receiver", "tax_id", "IMPORTER_CODE"),
        ("receiver", "address", "IMPORTER_ADDRESS"),
        ("holder", "name", "GUARANTEE_NAME"),
        ("holder", "tax_id", "GUARANTEE_CODE"),
        ("maker", "name", "MANUFACTURER"),
        ("declarant", "name", "DECLARANT_NAME"),
    ],
)
def test_kazakh_parties_are_those_of_the_file(
    kazakhstan: Case, role: str, part: str, column: str
) -> None:
    read = mentioned(kazakhstan, lines_of(kazakhstan), role, part)
    assert read == [_none(row[column]) for row in sheet(KAZAKHSTAN, 6)]


# -- how files would be read


@pytest.mark.parametrize(
    ("path", "layout", "header_row", "lines"),
    [
        (PERU, "pe-veritrade-import", 6, 194),
        (RUSSIA, "ru-declarations", 6, 2),
        (KAZAKHSTAN, "kz-declarations", 6, 2),
    ],
)
def test_a_look_says_how_a_file_would_be_read(
    path: Path, layout: str, header_row: int, lines: int
) -> None:
    seen = Case.look(path)
    assert (seen.layout, seen.header_rows, seen.would_be_lines) == (layout, (header_row,), lines)


@pytest.mark.parametrize("path", [PERU, RUSSIA, KAZAKHSTAN])
def test_a_look_knows_every_column_of_a_file_it_recognises(path: Path) -> None:
    fields = Counter(column.field for column in Case.look(path).columns)
    assert fields["not mapped"] == 0


@pytest.mark.parametrize(
    "name", ["india_export.xlsx", "brazil_siscori.xlsx", "us_bill_of_lading.xlsx"]
)
@pytest.mark.parametrize("layout", ["ru-declarations", "kz-declarations", "pe-veritrade-import"])
def test_a_file_of_another_kind_is_not_read_as_declarations(name: str, layout: str) -> None:
    rows = sheet_rows(CUSTOMS / name)
    assert recognise(1, rows, [one for one in shipped_layouts() if one.id == layout]) == []


def test_a_file_of_months_is_not_read_as_declarations() -> None:
    header = [str(name) for name in sheet(CUSTOMS / "russia_import_short.xlsx", 1)[0]]
    (russian,) = (layout for layout in shipped_layouts() if layout.id == "ru-declarations")
    assert recognise(1, [header], [russian]) == []
