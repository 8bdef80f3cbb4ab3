"""Real exports of other countries: loaded without help, counted, summed and checked by hand.

Values were typed from the files, read with another reader. Skipped where they are absent.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from followthegoods.case import Case
from followthegoods.model.answer import Answer
from strategies import SHARED, lines_of, table_of

CUSTOMS = SHARED / "customs"
BRAZIL = "brazil_siscori.xlsx"
INDIA = "india_export.xlsx"
KOREA = "korea_SYNTHETIC_declarations.csv"
RUSSIA = "russia_import_short.xlsx"
UKRAINE = "ukraine_import.csv"
BILLS = "us_bill_of_lading.xlsx"
PETROLEUM = "us_petroleum_company_imports.parquet"

pytestmark = pytest.mark.skipif(
    not (CUSTOMS / BRAZIL).exists(), reason="the real exports are absent"
)

M = Decimal


@pytest.fixture(scope="module")
def case_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    @cache
    def load(name: str) -> Case:
        case = Case.new(tmp_path_factory.mktemp("real") / "case")
        case.add([CUSTOMS / name])
        return case

    return load


@pytest.fixture(scope="module")
def lines_in(case_of: Callable[[str], Case]) -> Callable[[str], dict[int, dict[str, Any]]]:
    @cache
    def read(name: str) -> dict[int, dict[str, Any]]:
        return {line["row"]: line for line in lines_of(case_of(name))}

    return read


@pytest.mark.parametrize(
    ("name", "read", "lines", "repeated", "skipped", "marks"),
    [
        (BRAZIL, 3183, 3182, 0, {"header": 1}, {}),
        (INDIA, 22, 16, 0, {"blank": 4, "header": 1, "preamble": 1}, {}),
        (KOREA, 8482, 8481, 0, {"header": 1}, {}),
        (RUSSIA, 1001, 1000, 0, {"header": 1}, {}),
        (UKRAINE, 21, 20, 0, {"header": 1}, {}),
        (BILLS, 24, 17, 1, {"blank": 4, "header": 1, "preamble": 1}, {}),
        (PETROLEUM, 211926, 211925, 0, {"header": 1}, {"origin_country:unknown_country": 148}),
    ],
)
def test_a_file_loads_without_help_and_its_books_balance(
    case_of: Callable[[str], Case],
    name: str,
    read: int,
    lines: int,
    repeated: int,
    skipped: dict[str, int],
    marks: dict[str, int],
) -> None:
    (books,) = case_of(name).status().books
    assert books.balanced
    assert (books.read, books.lines, books.repeated) == (read, lines, repeated)
    assert (books.superseded, books.refused, books.skipped) == (0, {}, skipped)
    assert books.marks == marks


@pytest.mark.parametrize(
    ("name", "field", "total"),
    [
        (BRAZIL, "quantity", M(47937)),
        (INDIA, "fob_usd", M("2323879.4544")),
        (INDIA, "invoice_value", M("2323878.5029")),
        (KOREA, "net_kg", M("194462632.4")),
        (KOREA, "customs_value", M("31832789740.59")),
        (RUSSIA, "quantity", M("2293522.136")),
        (UKRAINE, "net_kg", M("1350.94")),
        (UKRAINE, "invoice_value", M("36852.83")),
        (BILLS, "gross_kg", M("4167444.28")),
        (BILLS, "quantity", M(909954)),
        (PETROLEUM, "quantity", M(29033797000)),
    ],
)
def test_a_column_sums_to_what_the_file_holds(
    lines_in: Callable[[str], dict[int, dict[str, Any]]], name: str, field: str, total: Decimal
) -> None:
    read = sum((line[field] for line in lines_in(name).values() if line[field]), M(0))
    assert round(read, 2) == round(total, 2)


CHECKED: dict[str, dict[int, dict[str, Any]]] = {
    BRAZIL: {
        2: {
            "month": date(2016, 1, 1), "hs": "87119000", "origin_country": "CN",
            "purchase_country": "CN", "quantity": M(180), "unit": None, "key": None,
        },
        1502: {"month": date(2019, 7, 1), "hs": "87116000", "quantity": M(28)},
        3183: {
            "month": date(2021, 2, 1), "origin_country": "TW", "purchase_country": "UY",
            "quantity": M(1), "cif_usd": None, "fob_usd": None,
        },
    },
    INDIA: {
        9: {
            "registered": date(2025, 9, 7), "declaration": "2509EXHHHAB", "item": 1,
            "office": "INMUN1", "hs": "69072100", "quantity": M(117180), "unit": "FT2",
            "invoice_value": M("106633.8"), "invoice_currency": "USD", "fob_usd": M("106633.8"),
            "direction": "export", "destination_country": "US", "origin_country": None,
        },
        19: {
            "registered": date(2024, 10, 29), "declaration": "2410EBFCCAF", "item": 2,
            "office": "INCHE6", "hs": "61099010", "quantity": M(242391), "unit": "PCS",
            "invoice_value": M("450847.26"), "fob_usd": M("450847.3558"),
        },
        22: {
            "registered": date(2024, 4, 22), "office": "INTUT1", "hs": "61099090",
            "quantity": M(139968), "invoice_value": M("121772.16"), "fob_usd": M("121777.5091"),
        },
    },
    KOREA: {
        2: {
            "declaration": "41256141", "registered": date(2021, 4, 1), "office": "40",
            "hs": "420231", "receiver_id": "Y3OM027", "dispatch_country": "IT",
            "origin_country": "RO", "net_kg": M(1), "customs_value": M("1248.7"),
            "customs_currency": "KRW",
        },
        4002: {
            "declaration": "72599547", "registered": date(2021, 5, 12), "hs": "440131",
            "receiver_id": "U900ODK", "origin_country": "MY", "net_kg": M(256000),
            "customs_value": M(9753600),
        },
        8482: {
            "declaration": "24376062", "registered": date(2021, 6, 30), "hs": "853710",
            "dispatch_country": "TW", "net_kg": M(5), "customs_value": M("17683.5"),
        },
    },
    RUSSIA: {
        2: {
            "month": date(2023, 4, 1), "registered": None, "hs": "6907211000",
            "origin_country": "TR", "quantity": M("734.4"), "unit": None, "statistical_usd": None,
            "grain": "month", "key": None,
        },
        502: {"month": date(2023, 6, 1), "origin_country": "IT", "quantity": M("5353.8")},
        1001: {
            "month": date(2023, 4, 1), "hs": "6907219009", "origin_country": "ES",
            "quantity": M("491.98"),
        },
    },
    UKRAINE: {
        2: {
            "declaration": "209000020/2017/001264", "office": "209000020", "item": 1,
            "registered": date(2024, 2, 12), "regime": "40 ", "receiver_id": "39883419",
            "hs": "8707109010", "trading_country": "PL", "dispatch_country": "PL",
            "origin_country": "DE", "incoterms": "DAP", "quantity": M(1), "unit": "PCS",
            "gross_kg": M(1300), "net_kg": M(1300), "invoice_value": M(7015),
            "invoice_currency": None, "trademark": "AUDI", "statistical_usd": None,
        },
        14: {
            "declaration": "UA100060/2024/202959", "office": "UA100060", "item": 1,
            "registered": date(2024, 2, 5), "receiver_id": "45332420", "hs": "3212900090",
            "dispatch_country": "CH", "origin_country": "DE", "quantity": M(0), "unit": None,
            "gross_kg": M("3.39"), "net_kg": M("2.25"), "invoice_value": M("311.04"),
        },
        21: {
            "item": 8, "hs": "9021310000", "net_kg": M("2.26"), "gross_kg": M("3.4"),
            "invoice_value": M("9875.2"), "trademark": "Streifeneder",
        },
    },
    BILLS: {
        7: {
            "declaration": "MAEU254804822", "registered": date(2025, 8, 3), "hs": "690721",
            "quantity": M(27216), "unit": "PCS", "gross_kg": M("192503.3"), "master_bill": None,
            "sender": None, "origin_country": None, "cif_usd": None, "grain": "bill",
        },
        13: {
            "declaration": "MAEU251994564", "registered": date(2025, 5, 22), "unit": "PKG",
            "quantity": M(20000), "gross_kg": M("544808.98"),
        },
        18: {
            "declaration": "MLCWJKTH10004289", "registered": date(2025, 3, 7), "hs": "610990",
            "master_bill": "MEDUX9920695", "quantity": M(610620), "unit": "CTN",
            "gross_kg": M(386),
        },
    },
    PETROLEUM: {
        2: {
            "month": date(2017, 1, 1), "item": 3, "goods": "Propane/Ngl", "origin_country": "CA",
            "quantity": M(1000), "unit": "BBL", "hs": None, "key": None,
        },
        100001: {
            "month": date(2021, 2, 1), "item": 7, "goods": "Crude Oil", "origin_country": "CA",
            "quantity": M(57000),
        },
        211926: {"month": date(2025, 12, 1), "item": 1, "quantity": M(1000), "grain": "month"},
    },
}  # fmt: skip
"""File -> row -> what a person reads there."""


@pytest.mark.parametrize(("name", "row"), [(n, row) for n, rows in CHECKED.items() for row in rows])
def test_a_row_says_what_a_person_reads_there(
    lines_in: Callable[[str], dict[int, dict[str, Any]]], name: str, row: int
) -> None:
    line, wanted = lines_in(name)[row], CHECKED[name][row]
    assert {field: line[field] for field in wanted} == wanted


PARTIES = [
    (INDIA, 9, "sender", "CERAMIC PLAZA"),
    (INDIA, 9, "receiver", "GARNET HOTELS LLC"),
    (RUSSIA, 2, "sender", "YATAS YATAK VE YORGAN SAN TIC A S"),
    (RUSSIA, 1001, "receiver", "BONTON CERAMICS LLC"),
    (UKRAINE, 14, "sender", "Wayne Enterprises AG"),
    (UKRAINE, 2, "receiver", 'ПП " ВОЛИНЬ АВТО ПЛЮС"'),
    (BILLS, 18, "sender", "PT.BUSANA INDAH GLOBAL"),
    (BILLS, 18, "receiver", "PHOENIX RETAIL, LLC"),
    (PETROLEUM, 100001, "receiver", "SHELL US TRADING CO"),
]


@pytest.mark.parametrize(("name", "row", "role", "who"), PARTIES)
def test_a_party_is_named_as_the_file_names_it(
    case_of: Callable[[str], Case],
    lines_in: Callable[[str], dict[int, dict[str, Any]]],
    name: str,
    row: int,
    role: str,
    who: str,
) -> None:
    names = {m["mention"]: m["name"] for m in table_of(case_of(name), "mentions")}
    assert names[lines_in(name)[row][role]] == who


def test_no_two_korean_declarations_share_a_key(
    lines_in: Callable[[str], dict[int, dict[str, Any]]],
) -> None:
    assert len({line["key"] for line in lines_in(KOREA).values()} - {None}) == 8481


def test_every_ukrainian_item_has_a_key(
    lines_in: Callable[[str], dict[int, dict[str, Any]]],
) -> None:
    assert len({line["key"] for line in lines_in(UKRAINE).values()} - {None}) == 20


def test_an_unstated_origin_of_ukraine_is_none(
    lines_in: Callable[[str], dict[int, dict[str, Any]]],
) -> None:
    with (CUSTOMS / UKRAINE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    unstated = {n for n, row in enumerate(rows, start=2) if row["Країна походження"] == "00"}
    read = {n for n, line in lines_in(UKRAINE).items() if line["origin_country"] is None}
    assert read == unstated


# -- sources without values answer in what they have


def ask(case: Case, who: str, **how: Any) -> Answer:
    return case.dossier(case.find(who)[0].id, **how)


@pytest.mark.parametrize(
    ("who", "before", "since"),
    [
        ("VALERO MARKETING & SUPPLY CO", 281749, 11743),
        ("EXXONMOBIL OIL CORP", 169717, 4742),
        ("PHILLIPS 66 CO", 57135, 1320),
    ],
)
def test_petroleum_from_russia_is_told_in_barrels(
    lines_in: Callable[[str], dict[int, dict[str, Any]]],
    case_of: Callable[[str], Case],
    who: str,
    before: int,
    since: int,
) -> None:
    names = {m["name"]: m["mention"] for m in table_of(case_of(PETROLEUM), "mentions")}
    war = date(2022, 3, 1)
    russian = [
        line
        for line in lines_in(PETROLEUM).values()
        if line["receiver"] == names[who] and line["origin_country"] == "RU"
    ]
    read = [
        sum(line["quantity"] for line in russian if (line["month"] >= war) is later)
        for later in (False, True)
    ]
    assert read == [1000 * before, 1000 * since]


def test_an_answer_about_petroleum_is_in_barrels_and_says_that_there_is_no_value(
    case_of: Callable[[str], Case],
) -> None:
    answer = ask(case_of(PETROLEUM), "ADIRONDACK ENERGY PRODUCTS INC")
    (quantity,) = answer.measures.quantity
    assert (quantity.unit, quantity.floor, quantity.point) == ("BBL", 0, M(844000))
    assert (quantity.ceiling, quantity.ceiling_open, quantity.rows) == (M(844000), False, 252)
    assert (answer.value_usd.point, answer.value_usd.rows_without_value) == (0, 252)
    assert answer.value_usd.ceiling_open
    assert answer.measures.lines.point == 252
    assert answer.measures.net_kg.rows_without_value == 252
    said = {caveat.code: caveat.text for caveat in answer.caveats}
    assert said["no_values"].startswith("No values in this source")
    assert "uncertain_party" not in said


def test_a_file_with_values_says_nothing_of_lacking_them(case_of: Callable[[str], Case]) -> None:
    answer = ask(case_of(INDIA), "CERAMIC PLAZA", role="sender", direction="export")
    assert answer.value_usd.point > 0
    assert "no_values" not in {caveat.code for caveat in answer.caveats}


def test_a_house_bill_in_the_file_twice_counts_once(case_of: Callable[[str], Case]) -> None:
    answer = ask(case_of(BILLS), "BELLEROSE TILE & BUILDING MATERIALS")
    (quantity,) = answer.measures.quantity
    assert (quantity.unit, quantity.ceiling, quantity.rows + answer.books.repeated) == (
        *("PKG", M(5595)),
        quantity.rows + 1,
    )


def test_bills_do_not_double_when_the_export_comes_twice(
    case_of: Callable[[str], Case], tmp_path: Path
) -> None:
    lines = lines_of(case_of(BILLS))
    text = tmp_path / "again.csv"
    header = "BILL_OF_LADING,ACTUAL_ARRIVAL_DATE,CONSIGNEE_NAME,PRODUCT_DESCRIPTION,QUANTITY"
    rows = [f"{x['declaration']},{x['registered']},,X,{x['quantity']}" for x in lines]
    text.write_text("\n".join([header, *rows]), encoding="utf-8")
    with Case.new(tmp_path / "case") as both:
        both.add([CUSTOMS / BILLS, text])
        first, second = both.status().books
    assert (first.lines, first.repeated + second.repeated) == (17, 19)
    assert second.lines == 0
