"""Invented declarations in the Russian layout, seeded, and the files that carry them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

COLUMNS = (
    "ND (Номер декларации)",
    "G32 (Номер товара)",
    "G072 (Дата регистрации)",
    "GD1 (Дата выпуска)",
    "G011 (ИМ/ЭК)",
    "G37 (Процедура)",
    "G022 (Отправитель)",
    "G081 (ИНН получателя)",
    "G082 (Получатель)",
    "G083 (Адрес получателя)",
    "G15A (Страна отправления)",
    "G34 (Страна происхождения)",
    "G31_1 (Наименование товара)",
    "G33 (Код ТН ВЭД)",
    "G38 (Вес нетто)",
    "G46 (Статистическая стоимость)",
)

Row = tuple[str, ...]


def tax_id(number: int) -> str:
    """The invented tax id of the invented company of that number, with its check digit."""
    stem = f"9900{number:05d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return stem + str(sum(w * int(d) for w, d in zip(weights, stem, strict=True)) % 11 % 10)


SUBJECT = tax_id(0)


def declarations(first: int, count: int, seed: int = 7) -> list[Row]:
    """Lines number `first` and following: the same number is the same line, whatever is asked."""
    return [_line(number, random.Random(f"{seed}:{number}")) for number in range(count + first)][
        first:
    ]


def _line(number: int, draw: random.Random) -> Row:
    day, buyer = draw.randrange(1, 29), draw.randrange(12)
    month, year = draw.randrange(1, 13), 2018 + number % 5
    return (
        f"10999999/{day:02d}{month:02d}{year % 100}/{number // 4:07d}",
        str(number % 4 + 1),
        f"{day:02d}.{month:02d}.{year}",
        f"{day:02d}.{month:02d}.{year}",
        "ИМ",
        "4000",
        f"ВЫДУМКА {draw.randrange(20)} ЛТД",
        tax_id(buyer),
        f'ООО "ВЫДУМАННЫЙ ПОКУПАТЕЛЬ {buyer}"',
        f"Г. ВЫДУМКА, Д. {buyer}",
        draw.choice(("DE", "KR", "CN")),
        draw.choice(("KR", "CN", "JP")),
        f"ДЕТАЛЬ ВЫДУМАННАЯ, АРТИКУЛ {draw.randrange(1000)}",
        f"87{draw.randrange(10, 99)}999709",
        f"{draw.randrange(1, 900)},5",
        f"{draw.randrange(100, 90000)},{draw.randrange(10, 99)}",
    )


def csv_bytes(rows: Sequence[Row], encoding: str = "cp1251") -> bytes:
    """The lines under their header, as vendors deliver them: `;` between, quoted where needed."""
    table = [COLUMNS, *rows]
    lines = [";".join(_quoted(cell) for cell in row) for row in table]
    return "\r\n".join([*lines, ""]).encode(encoding)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if '"' in cell or ";" in cell else cell


def write_csv(file: Path, rows: Sequence[Row], encoding: str = "cp1251") -> Path:
    file.write_bytes(csv_bytes(rows, encoding))
    return file


def write_xlsx(file: Path, rows: Sequence[Row]) -> Path:
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("ДТ")
        for number, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(number, 0, row)
    return file
