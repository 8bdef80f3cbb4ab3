"""Vendor B: a workbook with typed cells, five rows above its header and plain Russian headers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random

import xlsxwriter

from followthegoods.demo.companies import RUSSIAN_COUNTRIES
from followthegoods.demo.entry import BANNER, Entry
from followthegoods.demo.truth import Book

HEADERS = (
    "Номер декларации",
    "32 Номер товара по ДТ",
    "Дата регистрации ДТ",
    "Дата выпуска",
    "Направление (ИМ/ЭК)",
    "Процедура",
    "Наименование отправителя",
    "Адрес отправителя",
    "Код страны отправителя",
    "ИНН получателя",
    "Получатель",
    "Адрес получателя",
    "Код торгующей страны",
    "Страна отправления",
    "Страна происхождения товара",
    "34 Код страны происхождения",
    "Описание и характеристика товара",
    "Изготовитель",
    "Товарный знак",
    "Код ТН ВЭД",
    "Вес брутто",
    "Вес нетто",
    "Код валюты цены договора",
    "Фактурная стоимость",
    "Таможенная стоимость",
    "Статистическая стоимость",
)

Cell = str | int | float | datetime | None

_MADE = datetime(2024, 6, 19)


def write(path: Path, rows: Sequence[Entry], seed: int) -> Book:
    """Writes vendor B's workbook; gives the physical rows it has, by kind."""
    rng = Random(f"{seed}/{path.name}")
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"title": BANNER, "created": _MADE})
        sheet = book.add_worksheet("Декларации")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, text in enumerate(_preamble(len(rows))):
            sheet.write_string(number, 0, text)
        sheet.write_row(5, 0, HEADERS)
        last = 5
        for last, row in enumerate(rows, start=6):
            for column, cell in enumerate(_cells(row, rng)):
                if isinstance(cell, str):
                    sheet.write_string(last, column, cell)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(last, column, cell, day)
                elif cell is not None:
                    sheet.write_number(last, column, cell)
        sheet.write_string(last + 1, 0, "ИТОГО")
        sheet.write_number(last + 1, 25, float(sum((row.usd for row in rows), Decimal(0))))
    return Book(preamble=5, header=1, totals=1).with_rows(lines=len(rows), refused=0)


def _preamble(rows: int) -> tuple[str, ...]:
    return (
        BANNER,
        "Выгрузка деклараций на товары, импорт",
        "Период: 01.01.2018 - 31.12.2023",
        f"Всего строк: {rows + 117}",  # disagrees with the rows there are
        "Источник: вымышленный поставщик B",
    )


def _cells(row: Entry, rng: Random) -> list[Cell]:
    goods = f"{row.goods}_x0000_" if rng.random() < 0.01 else row.goods
    hs: Cell = row.hs if "*" in row.hs else int(row.hs)
    return [
        row.number, row.item, datetime.combine(row.registered, time()),
        datetime.combine(row.released, time()) if row.released else None, row.direction,
        row.regime, row.sender, row.sender_address, row.sender_country,
        int(row.receiver_id) if row.receiver_id else None, row.receiver,
        row.receiver_address or None, row.trading, RUSSIAN_COUNTRIES[row.dispatch],
        row.declared_origin, row.origin, goods, row.maker, row.mark, hs, float(row.gross),
        float(row.net), row.currency, float(row.invoice), float(row.customs), float(row.usd),
    ]  # fmt: skip
