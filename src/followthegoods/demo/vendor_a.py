"""Vendor A: two files in Windows-1251, semicolons, decimal commas, columns named after boxes."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from followthegoods.demo.companies import RUSSIAN_COUNTRIES
from followthegoods.demo.entry import BANNER, CELL_TOO_MANY, CUT_SHORT, REFUSED, Entry
from followthegoods.demo.truth import Book

HEADERS = (
    "ND (Номер декларации)",
    "G071 (код таможни)",
    "G072 (Дата регистрации)",
    "GD1 (Дата выпуска)",
    "G32 (Номер товара по ГТД)",
    "G011 (Направление перемещения)",
    "G37 (Процедура)",
    "G022 (Наименование отправителя)",
    "G023 (Адрес отправителя)",
    "G0231 (Код страны отправителя)",
    "G081 (ИНН получателя)",
    "G082 (Наименование получателя)",
    "G083 (Адрес получателя)",
    "G091 (ИНН контрактодержателя)",
    "G092 (Наименование контрактодержателя)",
    "G11 (Код торгующей страны)",
    "G15A (Код страны отправления)",
    "G16 (Страна происхождения)",
    "G34 (Код страны происхождения)",
    "G31_1 (Наименование и характеристики товаров)",
    "G31_11 (Фирма-изготовитель)",
    "G31_12 (Товарный знак, патент)",
    "G33 (Код товара по ТН ВЭД)",
    "G35 (Вес брутто, кг)",
    "G38 (Вес нетто, кг)",
    "G12 (Общая таможенная стоимость по ГТД)",
    "G221 (Букв.код валюты контракта)",
    "G222 (Общая фактурная стоимость по ГТД)",
    "G23 (Курс валюты)",
    "G42 (Фактурная стоимость)",
    "G45 (Таможенная стоимость)",
    "G46 (Статистическая стоимость, USD.)",
    "G202 (Условие поставки)",
    "G31_7 (Кол-во товара в доп.ед.)",
    "G31_71 (Наименование доп.ед.)",
)

_KEPT_OF_A_CUT_ROW = 14
"""A cut row breaks off behind the receiver's address, so it still names its receiver."""


def write(path: Path, rows: Sequence[Entry], seed: int) -> Book:
    """Writes one of vendor A's files; gives the physical rows it has, by kind."""
    rng = Random(f"{seed}/{path.name}")
    totals = _declaration_totals(rows)
    middle = len(rows) // 2
    book = Book(preamble=1, header=1, repeated_header=1, blank=3, totals=1)
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([BANNER])
        writer.writerow(HEADERS)
        for number, row in enumerate(rows):
            if number == middle:
                writer.writerow([""] * len(HEADERS))
                writer.writerow(HEADERS)
            if row.trap in REFUSED:
                file.write(_broken(_cells(row, totals[row.number], rng), row.trap))
            else:
                writer.writerow(_cells(row, totals[row.number], rng))
        writer.writerow([""] * len(HEADERS))
        writer.writerow(_grand_total(rows))
        writer.writerow([""] * len(HEADERS))
    refused = sum(row.trap in REFUSED for row in rows)
    return book.with_rows(lines=len(rows) - refused, refused=refused)


def _cells(row: Entry, totals: tuple[Decimal, Decimal], rng: Random) -> list[str]:
    customs, invoice = totals
    dirt = rng.random() if row.item else 0.5  # copies without a key stay the same in every cell
    origin = RUSSIAN_COUNTRIES[row.origin] if dirt < 0.04 else row.origin
    goods = f"{row.goods}_x0000_" if dirt > 0.99 else row.goods
    incoterms = "NULL" if 0.51 < dirt < 0.54 else row.incoterms
    hs = f"{row.hs}*" if 0.6 < dirt < 0.62 and "*" not in row.hs else row.hs
    if dirt > 0.8:
        hs = hs.removeprefix("0")  # kept as a number somewhere on its way
    return [
        row.number, row.office, _day(row.registered), _day(row.released), str(row.item),
        row.direction, row.regime, row.sender, row.sender_address, row.sender_country,
        row.receiver_id, row.receiver, row.receiver_address, row.holder_id, row.holder,
        row.trading, row.dispatch, row.declared_origin, origin, goods, row.maker, row.mark, hs,
        _number(row.gross, rng), _number(row.net, rng), _number(customs, rng), row.currency,
        _number(invoice, rng), _number(row.rate, rng), _number(row.invoice, rng),
        _number(row.customs, rng), _number(row.usd, rng), incoterms, str(row.quantity),
        row.unit,
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}" if day else ""


def _number(value: Decimal, rng: Random) -> str:
    """Decimal comma; in one cell of five the thousands are set apart by a no-break space.

    What is not there is a zero or nothing at all.
    """
    if not value:
        return rng.choice(("0", ""))
    text = f"{value:,f}".replace(",", "\xa0").replace(".", ",")
    return text if rng.random() < 0.2 else text.replace("\xa0", "")


def _declaration_totals(rows: Sequence[Entry]) -> dict[str, tuple[Decimal, Decimal]]:
    """Boxes 12 and 22: totals of the declaration, which vendor A repeats on each line.

    Copies without an item number are one line twice, not two lines of the declaration.
    """
    customs: defaultdict[str, Decimal] = defaultdict(Decimal)
    invoice: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in dict.fromkeys(rows):
        customs[row.number] += row.customs
        invoice[row.number] += row.invoice
    return {number: (customs[number], invoice[number]) for number in customs}


def _grand_total(rows: Sequence[Entry]) -> list[str]:
    cells = [""] * len(HEADERS)
    cells[0] = "ИТОГО"
    cells[30] = f"{sum(row.customs for row in rows):f}".replace(".", ",")
    cells[31] = f"{sum(row.usd for row in rows):f}".replace(".", ",")
    return cells


def _broken(cells: list[str], trap: str) -> str:
    """A row no line can be read from: semicolons of its text unquoted, or its end missing."""
    if trap == CUT_SHORT:
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(cells[:_KEPT_OF_A_CUT_ROW])
        return text.getvalue()
    assert trap == CELL_TOO_MANY
    return ";".join(cell.replace('"', "") for cell in cells) + "\r\n"
