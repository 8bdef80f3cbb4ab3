"""Vendor C: UTF-8 with a mark, commas, English headers, `NULL` for nothing, names in Latin."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

from followthegoods.demo.companies import ENGLISH_COUNTRIES
from followthegoods.demo.entry import BANNER, CUT_SHORT, REFUSED, Entry
from followthegoods.demo.truth import Book

HEADERS = (
    "DECLARATION NUMBER",
    "ITEM NUMBER",
    "DECLARATION DATE",
    "RELEASE DATE",
    "CUSTOMS PROCEDURE",
    "EXPORTER NAME",
    "EXPORTER ADDRESS",
    "EXPORTER COUNTRY",
    "IMPORTER ID",
    "IMPORTER NAME",
    "IMPORTER ADDRESS",
    "TRADING COUNTRY",
    "COUNTRY OF DISPATCH",
    "COUNTRY OF ORIGIN",
    "PRODUCT DETAILS",
    "MANUFACTURING COMPANY",
    "BRAND NAME",
    "HS CODE",
    "GROSS WEIGHT",
    "NET WEIGHT",
    "QUANTITY",
    "UNIT",
    "INVOICE VALUE",
    "CURRENCY",
    "CUSTOMS VALUE RUB",
    "STATISTICAL VALUE USD",
)

_KEPT_OF_A_CUT_ROW = 12


def write(path: Path, rows: Sequence[Entry], seed: int) -> Book:
    """Writes vendor C's file; gives the physical rows it has, by kind."""
    rng = Random(f"{seed}/{path.name}")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([BANNER])
        writer.writerow(HEADERS)
        for row in rows:
            cells = [cell or "NULL" for cell in _cells(row, rng)]
            if row.trap in REFUSED:
                file.write(_broken(cells, row.trap))
            else:
                writer.writerow(cells)
    refused = sum(row.trap in REFUSED for row in rows)
    return Book(preamble=1, header=1).with_rows(lines=len(rows) - refused, refused=refused)


def _cells(row: Entry, rng: Random) -> list[str]:
    dirt = rng.random()
    goods = row.goods.replace(". ИЗГ", ".\nИЗГ") if dirt < 0.1 else row.goods
    if dirt > 0.9:
        goods = goods.replace(f"МАРКА {row.mark}", f'МАРКА "{row.mark}"')
    maker = "" if 0.4 < dirt < 0.43 else row.maker  # then the text alone names it
    return [
        row.number, str(row.item), row.registered.isoformat(),
        row.released.isoformat() if row.released else "", row.regime, row.sender,
        row.sender_address, ENGLISH_COUNTRIES[row.sender_country], row.receiver_id, row.receiver,
        row.receiver_address, ENGLISH_COUNTRIES[row.trading], ENGLISH_COUNTRIES[row.dispatch],
        ENGLISH_COUNTRIES[row.origin], goods, maker, row.mark, row.hs, _number(row.gross),
        _number(row.net), str(row.quantity), "PCS", _number(row.invoice), row.currency,
        _number(row.customs), _number(row.usd),
    ]  # fmt: skip


def _number(value: Decimal) -> str:
    return f"{value:f}" if value else ""


def _broken(cells: list[str], trap: str) -> str:
    """A row no line can be read from: a comma too many and unquoted, or its end missing."""
    extra = "" if trap == CUT_SHORT else ",SECOND SHIPMENT"
    kept = cells[:_KEPT_OF_A_CUT_ROW] if trap == CUT_SHORT else cells
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(kept)
    return f"{text.getvalue()}{extra}\n"
