"""Hand-made cases: a few lines of invented companies, each with only what a test is about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from followthegoods.case import Case
from followthegoods.demo.entry import checked_inn
from followthegoods.model.answer import Figure, Group

HEADERS: dict[str, str] = {
    "declaration": "ND",
    "item": "G32",
    "registered": "G072",
    "released": "GD1",
    "direction": "G011",
    "regime": "G37",
    "sender": "G022",
    "sender_address": "G023",
    "sender_country": "G0231",
    "inn": "G081",
    "receiver": "G082",
    "address": "G083",
    "receiver_country": "G0831",
    "trading": "G11",
    "dispatch": "G15A",
    "origin": "G34",
    "destination": "G17A",
    "declared_origin": "G16",
    "goods": "G31_1",
    "maker": "G31_11",
    "trademark": "G31_12",
    "hs": "G33",
    "net": "G38",
    "quantity": "G31_7",
    "unit": "G31_71",
    "currency": "G221",
    "invoice": "G42",
    "customs": "G45",
    "usd": "G46",
}
"""What a test calls a column -> its header in a Russian dump."""

USUAL: dict[str, str] = {
    "item": "1",
    "registered": "15.03.2022",
    "released": "17.03.2022",
    "direction": "ИМ",
    "regime": "4000",
    "sender": "QORVANTE PRESSWORKS CO., LTD",
    "sender_address": "9, MILL LANE, USAN",
    "sender_country": "KR",
    "receiver": 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"',
    "address": "Г. ЗАРЕЧНЫЙ, УЛ. ЛУГОВАЯ, Д. 4",
    "trading": "KR",
    "dispatch": "KR",
    "origin": "KR",
    "goods": "ПАНЕЛЬ КУЗОВА",
    "hs": "8708299009",
    "net": "10",
    "usd": "100.00",
}
"""A line that is released, an import, a first arrival, and worth 100 dollars."""

MONTHLY = """
schema = 1
id = "monthly"
title = "Rows of a month"
authority = "RU"
currency = "RUB"
grain = "month"
direction = "import"
released = "all"
required = [["hs"], ["receiver_id"]]
notes = "An invented vendor."
[fields.month]
headers = ["MONTH"]
[fields.receiver_id]
headers = ["BUYER ID"]
[fields.receiver_name]
headers = ["BUYER"]
[fields.hs]
headers = ["CODE"]
[fields.goods]
headers = ["GOODS"]
[fields.origin_country]
headers = ["ORIGIN"]
[fields.statistical_usd]
headers = ["USD"]
"""
"""A layout of a vendor who dates by month only."""

Row = dict[str, str]


def inn(number: int) -> str:
    """A tax id with a checksum that holds, of no company."""
    return checked_inn(f"9900{number:05}")


def serial(number: int, day: str = "150322") -> str:
    """A declaration number of one office and day."""
    return f"10404050/{day}/{number:07}"


def line(**changes: str) -> Row:
    """A usual line with some cells written otherwise. Without a number it gets one of its own."""
    return {**USUAL, **changes}


def lines(*usd: str, **changes: str) -> list[Row]:
    """A line for each value."""
    return [line(usd=value, **changes) for value in usd]


def write(path: Path, rows: Iterable[Row], headers: dict[str, str] = HEADERS) -> Path:
    """Rows as a file; columns that no row fills are left out. Lines are numbered by file."""
    rows = list(rows)
    start = 1 + sum(map(ord, path.name)) * 1000 if headers is HEADERS else 0
    for number, row in enumerate(rows):
        if headers is HEADERS:
            row.setdefault("declaration", serial(start + number))
    used = [name for name in headers if any(name in row for row in rows)]
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow([headers[name] for name in used])
        table.writerows([[row.get(name, "") for name in used] for row in rows])
    return path


def case_of(folder: Path, *files: Sequence[Row], layout: Path | None = None) -> Case:
    """A case of hand-made files, named a.csv, b.csv, … in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [write(folder / f"{chr(97 + n)}.csv", rows) for n, rows in enumerate(files)]
    case = Case.new(folder / "case")
    case.add(paths, layout=None if layout is None else str(layout))
    return case


def three(figure: Figure) -> tuple[Decimal, Decimal, Decimal]:
    return figure.floor, figure.point, figure.ceiling


def usd(*amounts: str | int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


def by_key(groups: Iterable[Group]) -> dict[str, Group]:
    return {group.key: group for group in groups}
