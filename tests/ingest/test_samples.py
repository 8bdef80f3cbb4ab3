"""Every layout without a real file on a sample made by hand. All companies in them are invented.

What is expected was typed from the samples' cells, field by field.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from deriving import Derived, derive

from followthegoods.ingest.derive import plan_sheets
from followthegoods.sources.layout import shipped_layouts
from followthegoods.sources.raw import sample
from strategies import SHARED

SAMPLES = Path(__file__).parent / "samples"
REAL = {
    "brazil_siscori.xlsx": "br-siscori",
    "india_export.xlsx": "in-export",
    "kazakhstan_import_full.xlsx": "kz-declarations",
    "korea_SYNTHETIC_declarations.csv": "kr-synthetic",
    "peru_trucks_import.xlsx": "pe-veritrade-import",
    "russia_import_full.xlsx": "ru-declarations",
    "russia_import_short.xlsx": "ru-months",
    "ukraine_import.csv": "ua-registry",
    "us_bill_of_lading.xlsx": "us-bills-of-lading",
    "us_petroleum_company_imports.parquet": "us-petroleum",
}
"""The real files and the layout of each."""

M = Decimal


def rows_of(path: Path) -> list[list[str | None]]:
    (sheet,) = sample(path).sheets
    return [list(row) for row in sheet.rows]


def sampled(layout: str) -> Derived:
    return derive(rows_of(SAMPLES / f"INVENTED-{layout}.csv"))


def hand_made() -> list[str]:
    return sorted(path.stem.removeprefix("INVENTED-") for path in SAMPLES.iterdir())


def test_every_layout_has_a_real_file_or_a_sample() -> None:
    assert {*hand_made(), *REAL.values()} == {layout.id for layout in shipped_layouts()}


@pytest.mark.parametrize("layout", hand_made())
def test_a_sample_is_read_by_its_own_layout_and_no_other(layout: str) -> None:
    rows = rows_of(SAMPLES / f"INVENTED-{layout}.csv")
    (plan,) = plan_sheets("file", [rows], None)
    assert plan.reading is not None
    assert plan.reading.layout.id == layout
    assert plan.reading.unmapped == ()


@pytest.mark.parametrize(("name", "layout"), REAL.items())
def test_a_real_file_is_read_by_its_own_layout_and_no_other(name: str, layout: str) -> None:
    if not (SHARED / "customs" / name).exists():
        pytest.skip("the real exports are absent")
    (plan,) = plan_sheets(name, [rows_of(SHARED / "customs" / name)], None)
    assert plan.reading is not None
    assert plan.reading.layout.id == layout
    assert plan.reading.unmapped == ()


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.id)
def test_a_layout_not_tried_on_a_real_file_says_so(layout: Any) -> None:
    notes = " ".join(layout.notes.split())
    tried = layout.id in REAL.values()
    assert ("not yet tried on a" in notes) == (not tried)


EXPECTED: dict[str, list[dict[str, Any]]] = {
    "by-declarations": [
        {
            "office": "06611", "item": 1, "registered": date(2022, 3, 15), "release": "released",
            "regime": "40 00", "receiver_id": "100000007", "origin_country": "DE",
            "declared_origin": "РАЗНЫЕ", "dispatch_country": "PL", "net_kg": M("100.25"),
            "invoice_value": M("900.5"), "invoice_currency": "EUR",
            "customs_value": M("3250.5"), "customs_currency": "BYN", "statistical_usd": M("1000.5"),
        }
    ],
    "cl-din": [
        {
            "declaration": "90000001", "item": 1, "office": "34", "registered": date(2022, 1, 3),
            "receiver_id": "4711", "origin_country": "CN", "purchase_country": "US",
            "goods": "BOMBA DE AGUA CENTRIFUGA ACERO", "trademark": "LUPIN", "hs": "84137010",
            "quantity": M(10), "unit": "PCS", "cif_usd": M("1250.75"), "net_kg": None,
            "gross_kg": None, "fob_usd": None,
        },
        {
            "item": 2, "origin_country": None, "marks": "origin_country:unknown_country",
            "unit": "98", "quantity": M("3.5"), "cif_usd": M("12500.5"), "goods": "JUEGO DE SELLOS",
        },
        {"registered": date(2022, 12, 15), "origin_country": "BR", "hs": "02013000", "unit": "KG"},
    ],
    "cl-dus": [
        {
            "declaration": "70000001", "item": 1, "registered": date(2023, 2, 5),
            "direction": "export", "destination_country": "CN", "hs": "08092919",
            "goods": "CEREZAS FRESCAS SWEET HEART CALIBRE J", "gross_kg": M(5250), "unit": "KG",
            "quantity": M(5000), "fob_usd": M("22500.75"), "receiver_id": None,
        },
        {"item": 2, "fob_usd": M("22499.25")},
    ],
    "co-dane": [
        {
            "month": date(2024, 1, 1), "registered": None, "grain": "month", "origin_country": "CN",
            "dispatch_country": "US", "purchase_country": "DE", "gross_kg": M(21000),
            "net_kg": M("20500.75"), "unit": "U", "fob_usd": M("1809.33"), "cif_usd": M("1950.5"),
            "customs_value": M(7650000), "customs_currency": "COP", "key": None,
        },
        {
            "origin_country": None, "marks": None, "dispatch_country": "AR", "hs": "0201301000",
            "gross_kg": M("1809.33"), "cif_usd": M("525.25"),
        },
        {"month": date(2024, 2, 1), "marks": "origin_country:unknown_country"},
    ],
    "eaeu-statforms": [
        {
            "registered": date(2023, 4, 10), "office": "10000000", "receiver_id": "7700000017",
            "origin_country": "BY", "hs": "8413302008", "net_kg": M("1250.5"),
            "statistical_usd": M("9000.25"), "release": "unknown", "regime": None,
        },
        {"origin_country": "KZ", "hs": "0201300009", "statistical_usd": M(99000)},
    ],
    "ec-export": [
        {
            "office": "028", "item": 3, "registered": date(2025, 9, 20), "direction": "export",
            "destination_country": "DE", "hs": "0803901100", "net_kg": M(19440), "unit": "BOX",
            "fob_usd": M(9180), "cif_usd": None,
        }
    ],
    "ec-import": [
        {
            "declaration": "028-2025-10-02000001", "office": "028", "item": 1,
            "registered": date(2025, 9, 24), "receiver_id": "190000000001", "origin_country": "ES",
            "dispatch_country": "ES", "net_kg": M(25350), "quantity": M(1296), "unit": "M2",
            "cif_usd": M("15400.82"), "fob_usd": M("13411.6"),
        }
    ],
    "in-import": [
        {
            "declaration": "2511FECEIBXF", "office": "INNSA1", "registered": date(2025, 11, 17),
            "receiver_id": "0300000010", "origin_country": "IT", "quantity": M("90.72"),
            "unit": "M2", "statistical_usd": None, "customs_value": None, "key": None,
        }
    ],
    "pe-sunat-export": [
        {
            "declaration": "118-2022-000777", "office": "118", "item": 1, "direction": "export",
            "registered": date(2022, 1, 10), "destination_country": "NL",
            "goods": "PALTAS FRESCAS HASS CALIBRE 18", "net_kg": M(20000), "fob_usd": M(35000),
        }
    ],
    "pe-sunat-import": [
        {
            "declaration": "118-2022-000101", "office": "118", "item": 1,
            "registered": date(2022, 1, 3), "receiver_id": "20100000001", "origin_country": "CN",
            "purchase_country": "US", "goods": "BOMBA DE AGUA ACERO NUEVA",
            "net_kg": M("100.25"), "gross_kg": M("120.5"), "quantity": M(10), "unit": "PCS",
            "fob_usd": M("1250.75"), "cif_usd": None, "sender": None,
        },
        {"item": 2, "hs": "0201301000", "fob_usd": M("99.5"), "goods": "CARNE"},
    ],
    "py-dnit": [
        {
            "declaration": "A1B2C3", "office": "TERPORT", "item": 1, "direction": "import",
            "registered": date(2023, 1, 3), "origin_country": "BR", "dispatch_country": "AR",
            "hs": "87038000", "net_kg": M(1435), "quantity": M(7), "unit": "PCS",
            "customs_value": M(72259050), "customs_currency": "PYG", "fob_usd": M("9800.5"),
            "statistical_usd": M("9898.5"), "receiver": None,
        },
        {"direction": "export", "hs": "12019000", "statistical_usd": M("12500.5")},
    ],
    "ru-export": [
        {
            "office": "10511010", "registered": date(2025, 3, 31), "direction": "export",
            "receiver_id": None, "destination_country": "AZ", "net_kg": M("12571.54"),
            "invoice_value": M("500223.47"), "invoice_currency": "RUB", "key": None,
            "customs_value": M("540875.4243"), "statistical_usd": M("6515.7"),
        }
    ],
    "tr-export": [
        {
            "office": "220400", "item": 1, "registered": date(2024, 9, 30), "regime": "10 00",
            "direction": "export", "destination_country": "RS", "origin_country": "TR",
            "statistical_usd": M("5289.26"), "invoice_value": None,
        }
    ],
    "tr-import": [
        {
            "office": "341200", "item": 2, "registered": date(2024, 9, 27), "regime": "40 00",
            "receiver_id": "1234567890", "origin_country": "IT", "dispatch_country": None,
            "net_kg": M(23162), "statistical_usd": M("51000.5"), "invoice_value": None,
            "total_invoice_value": M("53622.85"), "unit": None,
        },
        {"item": 0, "key": None, "statistical_usd": M(0), "invoice_value": None},
    ],
    "ua-registry-dollars": [
        {
            "declaration": "UA100060/2024/000001", "office": "UA100060", "direction": "import",
            "registered": date(2024, 2, 5), "regime": "40 ", "receiver_id": "12345678",
            "trading_country": "CH", "origin_country": "DE", "gross_kg": M("3.39"),
            "net_kg": M("2.25"), "quantity": M(10), "unit": "PCS", "incoterms": "FCA",
            "delivery_place": "Ramsen", "invoice_value": M("311.04"), "invoice_currency": "USD",
        },
        {
            "declaration": None, "origin_country": None, "unit": None, "marks": None,
            "invoice_value": M("1250.5"),
        },
    ],
    "ua-two-languages": [
        {
            "receiver_id": "12345678", "trading_country": "CH", "dispatch_country": "CH",
            "origin_country": "DE", "destination_country": "UA", "net_kg": M("2.25"),
            "invoice_value": M("900.5"), "invoice_currency": "USD", "registered": None,
        }
    ],
    "ua-vendor-import": [
        {
            "office": "UA209170", "item": 1, "registered": date(2025, 10, 31), "regime": "40 ",
            "receiver_id": "12345678", "origin_country": "PL", "dispatch_country": "PL",
            "net_kg": M(13), "quantity": M("0.72"), "unit": "M2", "customs_value": M("371.01"),
            "customs_currency": "UAH", "statistical_usd": M("8.84"), "invoice_value": None,
        }
    ],
    "ua-vmd-export": [
        {
            "office": "UA100060", "item": 1, "direction": "export", "regime": "10 ",
            "destination_country": "PL", "origin_country": "UA", "customs_value": M("4200.5"),
            "customs_currency": "USD", "invoice_value": M(4100), "invoice_currency": "USD",
        }
    ],
    "ua-vmd-import": [
        {
            "office": "UA100060", "item": 1, "registered": date(2022, 2, 5), "regime": "40 ",
            "receiver_id": "12345678", "trading_country": "CH", "origin_country": "DE",
            "net_kg": M("2.25"), "customs_value": M("374.58"), "customs_currency": "USD",
            "invoice_value": M("311.04"), "invoice_currency": "USD", "incoterms": "FCA",
        }
    ],
    "us-ams-bills": [
        {
            "declaration": "MASTER001", "master_bill": "MASTER001", "quantity": M(30),
            "unit": "CTN", "registered": date(2018, 3, 5), "correction": "2018-03-01",
            "grain": "bill",
        },
        {"declaration": "HOUSE001", "master_bill": "MASTER001", "quantity": M(10)},
        {"declaration": "HOUSE002", "quantity": M(20)},
        {"declaration": "HOUSE002", "quantity": M(21), "registered": date(2018, 3, 8)},
        {"declaration": "REGULAR9", "master_bill": "REGULAR9", "quantity": M(5)},
    ],
    "us-ams-cargo": [
        {
            "declaration": "2018010112345", "registered": date(2018, 1, 2), "goods": "PUMPS",
            "hs": "841330", "quantity": None, "gross_kg": None, "key": None,
        },
        {"goods": "SEALS", "hs": "848410"},
    ],
    "us-panjiva-bills": [
        {
            "declaration": "ABCD12345", "registered": date(2020, 5, 1), "origin_country": None,
            "goods": "PIG IRON IN BULK", "gross_kg": M(10400000), "statistical_usd": None,
        }
    ],
    "uz-export": [
        {
            "declaration": "10516", "registered": date(2025, 10, 31), "direction": "export",
            "regime": "10 ", "destination_country": "KZ", "net_kg": M(333465),
            "statistical_usd": M(46530),
        }
    ],
    "uz-import": [
        {
            "declaration": "10524", "registered": date(2025, 10, 31), "regime": "40 ",
            "receiver_id": "300000001", "sender_country": "CN", "trading_country": "HK",
            "origin_country": "CN", "net_kg": M("100.25"), "gross_kg": M("120.5"),
            "statistical_usd": M(34446), "item": None, "quantity": None, "customs_value": None,
        },
        {"marks": "regime:unknown_regime", "statistical_usd": M("0.12")},
    ],
    "vn-export": [
        {
            "declaration": "307000000360", "direction": "export", "quantity": M(1810),
            "unit": "M2", "invoice_value": M("7819.2"), "invoice_currency": "USD",
        }
    ],
    "vn-import": [
        {
            "declaration": "107000000100", "registered": date(2025, 9, 30),
            "receiver_id": "300000001", "origin_country": "IT", "quantity": M("2.88"),
            "unit": "M2", "invoice_value": M("1250.75"), "invoice_currency": "EUR",
            "statistical_usd": None, "key": None,
        }
    ],
    "vn-vnaccs": [
        {
            "declaration": "103400000100", "office": "02CI", "registered": date(2020, 7, 15),
            "receiver_id": "300000001", "sender_country": "KR", "origin_country": "KR",
            "hs": "54023300", "quantity": M(1000), "unit": "KG", "invoice_value": M("1250.75"),
            "invoice_currency": "USD", "total_invoice_value": M(5000), "gross_kg": None,
        }
    ],
}  # fmt: skip
"""Layout -> for each line of its sample, the fields that say what is particular to it."""


@pytest.mark.parametrize("layout", hand_made())
def test_a_sample_says_what_its_cells_say(layout: str) -> None:
    lines = sampled(layout).lines
    wanted = EXPECTED[layout]
    assert [
        {name: line[name] for name in fields} for line, fields in zip(lines, wanted, strict=True)
    ] == wanted
