"""Workbooks (XLSX, XLSB, XLS, ODS), and tables of HTML and XML under their names, to raw: every
sheet, every row, typed cells written out as text.

The workbook is read in a process of its own within bounded memory: a few damaged bytes can make a
workbook claim billions of cells, or bring its reader down.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from followthegoods.engine import duckdb as engine
from followthegoods.errors import BooksDoNotBalance, UnreadableFile
from followthegoods.sources.children import run_children
from followthegoods.sources.lines import BETWEEN, QUOTE
from followthegoods.sources.sniff import MARKUP, XLS
from followthegoods.sources.store import Job, Sheet, Stored, cell_columns, scan_text, store
from followthegoods.sources.workbook import AGAIN, locked

MAX_UNPACKED = 4 << 30
MAX_RATIO = 200
SMALL = 16 << 20
"""Unpacked, a workbook below this size is harmless however well it was packed."""


def read_workbook(job: Job, kind: str) -> Stored:
    """Read every sheet into the job's raw file, rows numbered as the spreadsheet numbers them.

    Raises `UnreadableFile` for a damaged or locked workbook, one that unpacks beyond all bounds,
    and one without a single cell.
    """

    def tick() -> None:
        job.progress("reading the workbook", 0.0)

    if kind not in (XLS, *MARKUP):
        check_archive(job.source)
    tick()
    found = _run(job.source, kind, str(job.work), "0", tick)
    sheets = [Sheet(str(s["name"]), int(s["rows"])) for s in found]
    widths = [int(s["width"]) for s in found]
    width = max(widths, default=0)
    if not width:
        raise UnreadableFile("The workbook is empty.", where=job.where, do="Add one with a table.")
    selects = [
        _select(job.work / f"sheet{n}.txt", n, own, width)
        for n, own in enumerate(widths, start=1)
        if own
    ]
    # The engine keeps the order of one sheet, but not that of a union.
    ordered = " ORDER BY sheet, row" if len(selects) > 1 else ""
    try:
        rows = store(job, " UNION ALL ".join(selects) + ordered, "writing")
    except engine.RefusedText as error:
        raise UnreadableFile("A cell is too long.", where=job.where, do=AGAIN) from error
    if rows != sum(sheet.rows for sheet in sheets):
        raise BooksDoNotBalance(
            f"{sum(sheet.rows for sheet in sheets)} rows were read and {rows} were stored.",
            where=job.where,
            do="Report this: the program lost rows.",
        )
    notes = tuple(note for one in found for note in _notes(one))
    encoding, replaced = found[0].get("encoding", ""), int(found[0].get("replaced", 0))
    return Stored(encoding, "", "", tuple(sheets), width, replaced, notes)


def _notes(sheet: dict[str, Any]) -> Iterator[str]:
    """What whoever sees the sheet in a spreadsheet program does not see in its rows."""
    if sheet["hidden"]:
        yield f"sheet {sheet['name']!r} is hidden in the workbook"
    if sheet.get("cut"):
        yield (
            f"sheet {sheet['name']!r}: the page ends inside it, and may have been cut: get it again"
        )
    if sheet["over"]:
        many, first, last = sheet["over"]
        yield (
            f"sheet {sheet['name']!r}: {many:,} cells stand over several rows (the first over rows "
            f"{first} to {last}), and only the first of these has what they say, unless the layout "
            "says `down`"
        )


def sample_workbook(source: Path, kind: str, rows: int) -> list[tuple[str, list[list[str | None]]]]:
    """Each sheet's name and its first rows."""
    if kind not in (XLS, *MARKUP):
        check_archive(source)
    found = _run(source, kind, "", str(rows), _nothing)
    return [(sheet["name"], sheet["sample"]) for sheet in found]


def check_archive(source: Path) -> None:
    """Refuse what cannot be, or should not be, unpacked. Raises `UnreadableFile`."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableFile("The workbook is damaged.", where=source.name, do=AGAIN) from error
    if any(member.flag_bits & 1 for member in members):
        raise locked(source)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > MAX_UNPACKED or unpacked > max(SMALL, packed * MAX_RATIO):
        raise UnreadableFile(
            f"The workbook of {packed:,} bytes unpacks to {unpacked:,}: it may be a trap.",
            where=source.name,
            do="Export its sheets as CSV from a machine where it opens, and add those.",
        )


def _select(path: Path, sheet: int, own: int, width: int) -> str:
    columns = cell_columns(own)
    cells = ", ".join(
        name if n < own else f"NULL::VARCHAR AS {name}"
        for n, name in enumerate(cell_columns(width))
    )
    scan = scan_text([path], ["row", *columns], BETWEEN, QUOTE)
    return (
        f"SELECT {sheet}::SMALLINT AS sheet, row::INTEGER AS row, {cells}, "
        f"NULL::VARCHAR AS broken FROM {scan}"
    )


def _run(
    source: Path, kind: str, work: str, rows: str, tick: Callable[[], None]
) -> list[dict[str, Any]]:
    module = "followthegoods.sources.workbook"
    printed = run_children(module, [[str(source), kind, work, rows]], source.name, tick)
    sheets: list[dict[str, Any]] = printed[0]["sheets"]
    return sheets


def _nothing() -> None:
    """A sample is too short a task to report on."""
