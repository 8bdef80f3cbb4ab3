"""A naive reading of the demonstration's files.

It knows the three dialects from looking at them and shares no code with the program.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

_COUNTRIES = {
    "КОРЕЯ, РЕСПУБЛИКА": "KR", "КИТАЙ": "CN", "ИНДИЯ": "IN", "ТУРЦИЯ": "TR", "ИТАЛИЯ": "IT",
    "ГЕРМАНИЯ": "DE", "ГОНКОНГ": "HK", "ВЬЕТНАМ": "VN", "ПОЛЬША": "PL", "БРАЗИЛИЯ": "BR",
    "KOREA, REPUBLIC OF": "KR", "CHINA": "CN", "INDIA": "IN", "TURKEY": "TR", "ITALY": "IT",
    "GERMANY": "DE", "HONG KONG": "HK", "VIETNAM": "VN", "POLAND": "PL", "BRAZIL": "BR",
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A row as read back: the fields that decide whether and how it counts."""

    file: str
    number: str
    item: int
    registered: date
    released: date | None
    direction: str
    regime: str
    inn: str
    receiver: str
    address: str
    trading: str
    dispatch: str
    origin: str
    sender_country: str
    sender: str
    goods: str
    hs: str
    net: Decimal
    invoice: Decimal
    customs: Decimal
    usd: Decimal

    @property
    def key(self) -> tuple[str, str, str, int]:
        office, day, serial = self.number.split("/")
        return office, day[4:], serial, self.item


@dataclass(frozen=True)
class Reading:
    """All rows of all files: those that are lines, and those of another width, by file."""

    rows: list[Read]
    refused: dict[str, list[list[str]]]
    records: dict[str, int]


def read_back(files: tuple[Path, ...]) -> Reading:
    """The four files of a demonstration, in loading order."""
    early, late, b, c = files
    found = Reading([], {}, {})
    for path in (early, late):
        _read_csv(path, "cp1251", ";", _from_a, found)
    _read_b(b, found)
    _read_csv(c, "utf-8-sig", ",", _from_c, found)
    return found


def _read_csv(
    path: Path,
    encoding: str,
    delimiter: str,
    line: Callable[[str, list[str], list[str]], Read],
    found: Reading,
) -> None:
    with path.open(encoding=encoding, newline="") as file:
        banner, header, *records = csv.reader(file, delimiter=delimiter)
    assert "INVENTED" in banner[0]
    found.records[path.name] = len(records) + 2
    found.refused[path.name] = [cells for cells in records if len(cells) != len(header)]
    for cells in records:
        skipped = not any(cells) or cells == header or cells[0] == "ИТОГО"
        if len(cells) == len(header) and not skipped:
            found.rows.append(line(path.name, header, cells))


def _from_a(file: str, header: list[str], cells: list[str]) -> Read:
    row = {name.split()[0]: cell for name, cell in zip(header, cells, strict=True)}
    return Read(
        file, row["ND"], int(row["G32"]), _russian_day(row["G072"]),
        _russian_day(row["GD1"]) if row["GD1"] else None, row["G011"], row["G37"], row["G081"],
        row["G082"], row["G083"], row["G11"], row["G15A"],
        _COUNTRIES.get(row["G34"], row["G34"]), row["G0231"], row["G022"], row["G31_1"],
        row["G33"], _comma(row["G38"]), _comma(row["G42"]), _comma(row["G45"]),
        _comma(row["G46"]),
    )  # fmt: skip


def _from_c(file: str, header: list[str], cells: list[str]) -> Read:
    row = {name: "" if cell == "NULL" else cell for name, cell in zip(header, cells, strict=True)}
    released = row["RELEASE DATE"]
    return Read(
        file, row["DECLARATION NUMBER"], int(row["ITEM NUMBER"]),
        date.fromisoformat(row["DECLARATION DATE"]),
        date.fromisoformat(released) if released else None, "ИМ", row["CUSTOMS PROCEDURE"],
        row["IMPORTER ID"], row["IMPORTER NAME"], row["IMPORTER ADDRESS"],
        _COUNTRIES[row["TRADING COUNTRY"]], _COUNTRIES[row["COUNTRY OF DISPATCH"]],
        _COUNTRIES[row["COUNTRY OF ORIGIN"]], _COUNTRIES[row["EXPORTER COUNTRY"]],
        row["EXPORTER NAME"], row["PRODUCT DETAILS"], row["HS CODE"],
        _point(row["NET WEIGHT"]), _point(row["INVOICE VALUE"]),
        _point(row["CUSTOMS VALUE RUB"]), _point(row["STATISTICAL VALUE USD"]),
    )  # fmt: skip


def _read_b(path: Path, found: Reading) -> None:
    records = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert "INVENTED" in str(records[0][0])
    found.records[path.name] = len(records)
    found.refused[path.name] = []
    header = [str(cell) for cell in records[5]]
    for cells in records[6:-1]:
        row = dict(zip(header, cells, strict=True))
        inn = row["ИНН получателя"]
        text = {name: str(cell) for name, cell in row.items()}
        found.rows.append(
            Read(
                path.name, text["Номер декларации"], int(float(text["32 Номер товара по ДТ"])),
                _typed_day(row["Дата регистрации ДТ"]) or date.min,
                _typed_day(row["Дата выпуска"]), text["Направление (ИМ/ЭК)"], text["Процедура"],
                f"{int(inn):010}" if isinstance(inn, float | int) else "", text["Получатель"],
                text["Адрес получателя"], text["Код торгующей страны"],
                _COUNTRIES[text["Страна отправления"]], text["34 Код страны происхождения"],
                text["Код страны отправителя"], text["Наименование отправителя"],
                text["Описание и характеристика товара"],
                text["Код ТН ВЭД"].removesuffix(".0").zfill(10), _point(text["Вес нетто"]),
                _point(text["Фактурная стоимость"]), _point(text["Таможенная стоимость"]),
                _point(text["Статистическая стоимость"]),
            )
        )  # fmt: skip


def _typed_day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def _russian_day(text: str) -> date:
    day, month, year = text.split(".")
    return date(int(year), int(month), int(day))


def _comma(text: str) -> Decimal:
    return Decimal(text.replace("\xa0", "").replace(",", ".") or 0)


def _point(text: str) -> Decimal:
    return Decimal(text or 0).quantize(Decimal("0.01"))
