"""Helpers to read bytes as a source and look at the raw rows that come of it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from followthegoods.config import read_settings
from followthegoods.engine import duckdb as engine
from followthegoods.sources.raw import RawFile, raw_rows, read_raw

SETTINGS = read_settings({"FTG_THREADS": "2"})
CUSTOMS = Path(__file__).parents[2] / ".." / "shared" / "data" / "customs"

HEADER = ["Номер декларации", "Наименование отправителя", "Описание товара", "Стоимость"]
GOODS = [
    ["10000634/191218/0000001", "ЗАВОД ЛЮТИК", "Части кузова, из черных металлов", "1520,25"],
    ["10000634/191218/0000002", 'ООО "РОМАШКА"', "Насосы; клапаны\nи трубы", "17,5"],
    ["10000634/191218/0000003", "Торговый дом «Василёк»", "Ткани шерстяные", ""],
]


class Row(NamedTuple):
    sheet: int
    row: int
    cells: list[str | None]
    broken: str | None


def read_file(source: Path) -> tuple[RawFile, list[Row]]:
    """Read a file to raw; what was said of it, and the raw rows in stored order."""
    with tempfile.TemporaryDirectory() as folder:
        out, work = Path(folder) / "raw.parquet", Path(folder) / "work"
        work.mkdir()
        read = read_raw(source, out, work, SETTINGS, lambda stage, fraction: None)
        connection = engine.connect(SETTINGS)
        found = connection.execute(f"FROM {raw_rows(engine.path_literal(out))}").fetchall()
        connection.close()
    return read, [Row(row[0], row[1], list(row[2:-1]), row[-1]) for row in found]


def read_bytes(data: bytes, name: str = "source.csv") -> tuple[RawFile, list[Row]]:
    """Read bytes as if they were a file of that name."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / name
        source.write_bytes(data)
        return read_file(source)


def cells_of(text: str) -> list[list[str | None]]:
    """The cells of every raw row of a UTF-8 text."""
    return [row.cells for row in read_bytes(text.encode())[1]]


def faults_of(text: str) -> dict[int, tuple[str, str | None]]:
    """The broken rows of a UTF-8 text by their number: why, and the text that was kept."""
    rows = read_bytes(text.encode())[1]
    return {row.row: (row.broken, row.cells[0]) for row in rows if row.broken}


def table(rows: int, row: str = "a;b;c\n") -> str:
    """A text of so many equal rows: beyond the first fifty, widths are no longer forgiven."""
    return row * rows


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX workbook of these sheets, each a list of rows."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm"}
    with xlsxwriter.Workbook(buffer, options) as book:
        for sheet in sheets:
            page = book.add_worksheet()
            for number, row in enumerate(sheet):
                page.write_row(number, 0, row)
    return buffer.getvalue()
