"""A dossier with its lines as a workbook: written row by row, so that many lines need no memory.

Everything from records is written as text: no cell is ever a formula or a link. Amounts are
numbers; where a spreadsheet's fifteen digits would lose some, the exact amount stands beside them
as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from followthegoods.case import Evidence
from followthegoods.errors import BadParameter
from followthegoods.model.answer import amount
from followthegoods.render.rows import FORMULA
from followthegoods.render.workbook_sheets import Row, Sheet, Value, sheets

LONGEST = 32_767
"""Characters in a cell, as XLSX has it."""

MOST_ROWS = 1_048_576
_DIGITS = 15
_CUT = "… [cut here: the cell has {:,} characters]"
EXACT = "exact, where a spreadsheet rounds"


def write_workbook(evidence: Evidence, path: Path) -> None:
    """Write the evidence to an XLSX file. What it may show is settled before.

    Raises `BadParameter` where the file cannot be written or the lines do not fit into a sheet.
    """
    if len(evidence.rows) >= MOST_ROWS:
        raise BadParameter(
            f"A sheet holds {MOST_ROWS - 1:,} lines at most.",
            where=str(path),
            do="Ask for fewer with --limit, or write them with --csv.",
        )
    write_sheets(sheets(evidence), path)


def write_sheets(every: Iterable[Sheet], path: Path) -> None:
    """Write sheets to an XLSX file. Raises `BadParameter` where the file cannot be written."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    )
    writer = _Writer(book)
    for sheet in every:
        writer.sheet(sheet)
    try:
        book.close()
    except (OSError, XlsxFileError) as error:
        raise BadParameter(
            f"The file cannot be written: {error}.",
            where=str(path),
            do="Name a file in a folder that exists and that you may write to.",
        ) from error


@dataclass
class _Formats:
    """How cells look."""

    plain: Any
    guarded: Any
    day: Any
    number: Any
    money: Any
    header: Any
    banner: Any


class _Writer:
    """Writes sheets of rows, each cell by what it is."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats = _Formats(
            plain=None,
            guarded=book.add_format({"quote_prefix": True}),
            day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            number=book.add_format({"num_format": "#,##0"}),
            money=book.add_format({"num_format": "#,##0.00##"}),
            header=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            banner=book.add_format({"bold": True, "bg_color": "#1c2024", "font_color": "#ffd37a"}),
        )

    def sheet(self, sheet: Sheet) -> None:
        """Write a sheet: a banner where there is one, headers, rows."""
        page = self.book.add_worksheet(sheet.name)
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        top = 0
        if sheet.banner:
            for place in range(max(len(sheet.headers), 2)):
                page.write_string(0, place, sheet.banner if place == 0 else "", self.formats.banner)
            top = 1
        if sheet.headers:
            headers = [*sheet.headers, EXACT] if sheet.amounts else sheet.headers
            for place, header in enumerate(headers):
                self._text(page, top, place, header, self.formats.header)
            page.freeze_panes(top + 1, 1)
            top += 1
        last = top
        for row in sheet.rows:
            self._row(page, last, row, len(sheet.headers) if sheet.amounts else None)
            last += 1
        if sheet.headers and last > top:
            page.autofilter(top - 1, 0, last - 1, len(sheet.headers) - 1)

    def _row(self, page: Any, at: int, row: Row, exact_at: int | None) -> None:
        lost = []
        for place, value in enumerate(row):
            if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _DIGITS:
                lost.append(amount(value))
            self._cell(page, at, place, value)
        if lost:
            self._text(page, at, len(row) if exact_at is None else exact_at, "; ".join(lost))

    def _cell(self, page: Any, at: int, place: int, value: Value) -> None:
        if isinstance(value, str):
            self._text(page, at, place, value)
        elif isinstance(value, Decimal):
            page.write_number(at, place, float(value), self.formats.money)
        elif isinstance(value, int):
            page.write_number(at, place, value, self.formats.number)
        elif isinstance(value, date):
            # Before 1900 a spreadsheet has no days.
            if value.year >= 1900:
                page.write_datetime(at, place, value, self.formats.day)
            else:
                self._text(page, at, place, value.isoformat())

    def _text(self, page: Any, at: int, place: int, text: str, look: Any = None) -> None:
        """A text as text, cut where a cell ends; what looks like a formula is marked as none."""
        if len(text) > LONGEST:
            mark = _CUT.format(len(text))
            text = text[: LONGEST - len(mark)] + mark
        guarded = self.formats.guarded if text.startswith(FORMULA) else None
        page.write_string(at, place, text, look or guarded)
