"""An answer with its evidence, built by hand. Every name and number is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import render_examples as examples

from followthegoods.case import Cell, Crossed, Evidence, EvidenceSource, LineRow, Rows, SheetColumns
from followthegoods.model.answer import Answer, SuppliedCode, Supplier

SHA = "ef" * 32
HEADERS = ("ND", "G32", "ROW GUID", "G022", "G081", "G082", "G083", "G31", "G46")
FIELDS = (
    *("declaration", "item", "", "sender_name", "receiver_id", "receiver_name"),
    *("receiver_address", "goods", "statistical_usd"),
)
GUID = "8f14e45f-ceea-467a-9f3b-2d1c0a6b7e55"

SUPPLIER = Supplier(
    "p1", "KOVRELL PARTS GMBH", "DE", 7, date(2018, 3, 1), date(2019, 12, 30),
    (SuppliedCode("870899", "Parts of vehicles", Decimal("800000.00"), 7),),
    ("GEARBOX", "PARTS"), ("KOVRELL",),
)  # fmt: skip


def cell(row: str, column: str, point: str, ceiling: str | None = None) -> Cell:
    value = Decimal(point)
    return Cell(value, value, Decimal(ceiling or point), True, 3, 0, row, column)


def crossed() -> Crossed:
    return Crossed(
        "quarter",
        (
            cell("KR", "DE", "600000.00"),
            cell("DE", "HK", "350000.50"),
            cell("KR", "KR", "49999.50"),
        ),
        (cell("2018-Q1", "KR", "300000.00"), cell("2019-Q4", "KR", "400000.00"),
         cell("2019-Q4", "DE", "300000.00")),
        (cell("2018-Q1", "", "300000.00", "355000.10"), cell("2019-Q4", "", "700000.00")),
    )  # fmt: skip


def line(**changed: object) -> LineRow:
    cells = (
        *("10000000/010318/0000001", "1", GUID, "KOVRELL PARTS GMBH", "7700000000"),
        *("KOLMARA MOTORS", "1 LONG STREET", "GEARBOX, TEL: +7 495 123-45-67", "1250,50"),
    )
    goods = "GEARBOX, TEL: +7 495 123-45-67"
    return examples.line(**{"cells": cells, "goods": goods, **changed})


def evidence(answer: Answer | None = None, **changed: object) -> Evidence:
    """The example answer with two lines of one source, as the case gives it."""
    whole = answer or replace(examples.answer(), suppliers=(SUPPLIER,))
    rows = Rows([line(), line(row=8, value_usd=Decimal("99.5"), repeats="early.csv:7")])
    source = EvidenceSource(
        3, "early.csv", SHA, "ru-declarations", (SheetColumns(HEADERS, FIELDS),)
    )
    made = Evidence(whole, crossed(), rows, 2, {}, {SHA: source}, frozenset())
    return replace(made, **changed)  # type: ignore[arg-type]
