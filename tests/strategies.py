"""Invented declarations for tests: rows, files and cases made of them, and what draws them.

Companies are invented; their tax ids are computed so that the checksum holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from followthegoods.case import Case
from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import connect, path_literal

SHARED = Path(__file__).parents[1] / ".." / "shared" / "data"
SETTINGS: Settings = read_settings({"FTG_THREADS": "2"})

COLUMNS: dict[str, str] = {
    "declaration": "ND",
    "item": "G32",
    "office": "G071",
    "registered": "G072",
    "released": "GD1",
    "direction": "G011",
    "regime": "G37",
    "sender_name": "G022",
    "sender_country": "G0231",
    "receiver_id": "G081",
    "receiver_name": "G082",
    "trading_country": "G11",
    "dispatch_country": "G15A",
    "origin_country": "G34",
    "goods": "G31_1",
    "maker_name": "G31_11",
    "hs": "G33",
    "gross_kg": "G35",
    "net_kg": "G38",
    "quantity": "G31_7",
    "unit": "G31_71",
    "invoice_value": "G42",
    "invoice_currency": "G221",
    "customs_value": "G45",
    "statistical_usd": "G46",
    "correction": "KDT",
}
"""Fields of the invented files and the box codes their headers are written with."""

HEADER = list(COLUMNS.values())


def inn(start: int) -> str:
    """A company's ИНН of ten digits whose checksum holds; `start` is its first nine digits."""
    digits = f"{start:09d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    check = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10
    return f"{digits}{check}"


DAISY, CLOVER = inn(770000001), inn(770000002)

PLAIN: dict[str, str] = {
    "declaration": "10000010/150322/0000001",
    "item": "1",
    "office": "10000010",
    "registered": "15.03.2022",
    "released": "16.03.2022",
    "direction": "ИМ",
    "regime": "4000000",
    "sender_name": "BUTTERCUP TRADING LTD",
    "sender_country": "KR",
    "receiver_id": DAISY,
    "receiver_name": "ООО РОМАШКА",
    "trading_country": "HK",
    "dispatch_country": "CN",
    "origin_country": "KR",
    "goods": "НАСОСЫ",
    "maker_name": "LUPIN MOTORS",
    "hs": "8413302008",
    "gross_kg": "120,5",
    "net_kg": "100,25",
    "quantity": "10",
    "unit": "ШТ",
    "invoice_value": "900,5",
    "invoice_currency": "EUR",
    "customs_value": "110000,5",
    "statistical_usd": "1000,5",
    "correction": "",
}
"""A line that is read without a mark."""


def line(**cells: str) -> list[str]:
    """A row of an invented file: a plain line, with these cells instead."""
    assert cells.keys() <= PLAIN.keys(), cells
    return list({**PLAIN, **cells}.values())


FEW = ["declaration", "item", "office", "registered", "receiver_id", "receiver_name", "hs"]
NARROW = [*FEW, "goods", "net_kg", "statistical_usd"]
"""Fields of a small file: what takes part in a key, a code, a weight, a value."""

NARROW_HEADER = [COLUMNS[name] for name in NARROW]


def narrow(**cells: str) -> list[str]:
    """A row of a small file: the cells of a plain line, with these instead."""
    assert cells.keys() <= set(NARROW), cells
    return [cells.get(name, PLAIN[name]) for name in NARROW]


def csv_bytes(rows: Iterable[Sequence[str]], header: Sequence[str] | None = HEADER) -> bytes:
    """A file of rows, `;` between cells; `header` None writes none."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    if header is not None:
        writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def workbook_bytes(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX workbook of these sheets, each a list of rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for sheet in sheets:
            page = book.add_worksheet()
            for number, row in enumerate(sheet):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def write_files(folder: Path, files: dict[str, bytes]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def case_of(folder: Path, *files: Sequence[Sequence[str]]) -> Case:
    """A case of files made of these rows, added in this order."""
    named = {f"{n}.csv": csv_bytes(rows) for n, rows in enumerate(files, start=1)}
    case = Case.new(folder / "case")
    case.add(write_files(folder / "files", named))
    return case


def table_of(case: Case, name: str) -> list[dict[str, Any]]:
    """Every row of a table of the case's lake, files in the order they were loaded."""
    with connect(SETTINGS) as db:
        rows: list[dict[str, Any]] = []
        for file in sorted((case.path / "lake" / name).glob("*.parquet")):
            found = db.execute(f"SELECT * FROM {path_literal(file)}")
            names = [column[0] for column in found.description or ()]
            rows += [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return rows


def lines_of(case: Case) -> list[dict[str, Any]]:
    """The lines of a case in the order of their sources and rows."""
    return sorted(
        table_of(case, "lines"), key=lambda row: (row["source"], row["sheet"], row["row"])
    )


def fates_of(case: Case) -> dict[tuple[str, int], str]:
    """(file, row) -> what became of the line; lines that stand alone are not named."""
    files = {book.source.source: book.source.name for book in case.status().books}
    places = {row["line"]: (files[row["source"]], row["row"]) for row in lines_of(case)}
    latest: dict[int, tuple[int, str]] = {}
    for row in table_of(case, "fates"):
        if row["line"] in places:
            latest[row["line"]] = max(latest.get(row["line"], (0, "")), (row["load"], row["fate"]))
    return {places[number]: fate for number, (_, fate) in latest.items()}


# -- what draws


def cell_texts() -> st.SearchStrategy[str]:
    """Cells as dumps have them, and any others; nothing that a CSV file cannot hold."""
    some = st.sampled_from(
        [
            *(
                "",
                " ",
                "NULL",
                "N/A",
                "-",
                "0",
                "0,00",
                "12.417",
                "1 250,5",
                "12,500.50",
                "1,5E+06",
            ),
            *("31.02.2022", "15.03.22", "44635", "2022-03-15T21:30:00.000Z", "8703*", "304100000"),
            *("ИТОГО", "TOTAL", "РАЗНЫЕ", "_x0000_", "АВС", "| X", '"', "a\nb", "G33", "ND"),
        ]
    )
    return some | st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12
    )


def decimals(places: int) -> st.SearchStrategy[Decimal]:
    """Amounts that a money column can hold, with at most so many digits after the point."""
    return st.builds(
        lambda n, p: Decimal(n).scaleb(-p),
        st.integers(-(10**9), 10**9),
        st.integers(0, places),
    )
