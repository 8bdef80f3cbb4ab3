"""Workbooks (XLSX, XLSB, XLS, ODS) to raw: every sheet, every row, typed cells written out as text.

The workbook is read in a process of its own within bounded memory: a few damaged bytes can make a
workbook claim billions of cells, or bring its reader down.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from followthegoods.engine import duckdb as engine
from followthegoods.errors import BooksDoNotBalance, UnreadableFile
from followthegoods.sources.cells import cell_text
from followthegoods.sources.children import (
    answer_parent,
    bound_memory,
    run_children,
    stop_if_orphaned,
)
from followthegoods.sources.sniff import WORKBOOKS, XLS
from followthegoods.sources.splitter import MAX_COLUMNS
from followthegoods.sources.store import Job, Sheet, Stored, cell_columns, scan_text, store

MAX_UNPACKED = 4 << 30
MAX_RATIO = 200
SMALL = 16 << 20
"""Unpacked, a workbook below this size is harmless however well it was packed."""

_ENDINGS = (*(f".{kind}" for kind in WORKBOOKS), ".xlsm", ".xlam", ".xla")
_TICK = 1 << 14
_AGAIN = "Get the file again, or open it in a spreadsheet program and save it as XLSX."


def read_workbook(job: Job, kind: str) -> Stored:
    """Read every sheet into the job's raw file, rows numbered as the spreadsheet numbers them.

    Raises `UnreadableFile` for a damaged or locked workbook, one that unpacks beyond all bounds,
    and one without a single cell.
    """

    def tick() -> None:
        job.progress("reading the workbook", 0.0)

    if kind != XLS:
        check_archive(job.source)
    found = _run(job.source, kind, str(job.work), "0", tick)
    sheets = [Sheet(str(s["name"]), int(s["rows"])) for s in found]
    widths = [int(s["width"]) for s in found]
    width = max(widths, default=0)
    if not width:
        raise UnreadableFile("The workbook is empty.", where=job.where, do="Add one with a table.")
    selects = [
        _select(job.work / f"sheet{n}.csv", n, own, width)
        for n, own in enumerate(widths, start=1)
        if own
    ]
    # The engine keeps the order of one sheet, but not that of a union.
    ordered = " ORDER BY sheet, row" if len(selects) > 1 else ""
    try:
        rows = store(job, " UNION ALL ".join(selects) + ordered, "writing")
    except engine.RefusedText as error:
        raise UnreadableFile("A cell is too long.", where=job.where, do=_AGAIN) from error
    if rows != sum(sheet.rows for sheet in sheets):
        raise BooksDoNotBalance(
            f"{sum(sheet.rows for sheet in sheets)} rows were read and {rows} were stored.",
            where=job.where,
            do="Report this: the program lost rows.",
        )
    notes = tuple(f"sheet {s['name']!r} is hidden in the workbook" for s in found if s["hidden"])
    return Stored("", "", "", tuple(sheets), width, notes=notes)


def sample_workbook(source: Path, kind: str, rows: int) -> list[tuple[str, list[list[str | None]]]]:
    """Each sheet's name and its first rows."""
    if kind != XLS:
        check_archive(source)
    found = _run(source, kind, "", str(rows), _nothing)
    return [(sheet["name"], sheet["sample"]) for sheet in found]


def check_archive(source: Path) -> None:
    """Refuse what cannot be, or should not be, unpacked. Raises `UnreadableFile`."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableFile("The workbook is damaged.", where=source.name, do=_AGAIN) from error
    if any(member.flag_bits & 1 for member in members):
        raise _locked(source)
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
    scan = scan_text(path, ["row", *columns], ",", '"')
    return (
        f"SELECT {sheet}::SMALLINT AS sheet, row::INTEGER AS row, {cells}, "
        f"NULL::VARCHAR AS broken FROM {scan}"
    )


def _run(
    source: Path, kind: str, work: str, rows: str, tick: Callable[[], None]
) -> list[dict[str, Any]]:
    module = "followthegoods.sources.spreadsheet"
    printed = run_children(module, [[str(source), kind, work, rows]], source.name, tick)
    sheets: list[dict[str, Any]] = printed[0]["sheets"]
    return sheets


def _nothing() -> None:
    """A sample is too short a task to report on."""


def _locked(source: Path) -> UnreadableFile:
    do = "Open it with its password, save it without one, and add that."
    return UnreadableFile("The workbook is locked with a password.", where=source.name, do=do)


def convert(source: Path, kind: str, work: Path, tick: Callable[[], None]) -> list[dict[str, Any]]:
    """Write each sheet as `sheet{n}.csv`, every cell quoted, with the row number first.

    Raises `UnreadableFile` for a damaged workbook. Runs in a child.
    """
    sheets = []
    for n, (about, rows) in enumerate(_sheets(source, kind), start=1):
        count = width = 0
        with (work / f"sheet{n}.csv").open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
            for count, cells in enumerate(rows, start=1):
                writer.writerow([count, *cells])
                width = len(cells)
                if count % _TICK == 0:
                    tick()
        if width > MAX_COLUMNS:
            raise UnreadableFile(f"Sheet {about.name!r} has {width} columns.", do=_AGAIN)
        sheets.append({**_about(about), "rows": count, "width": width})
    return sheets


def _first_rows(source: Path, kind: str, most: int) -> list[dict[str, Any]]:
    return [
        {**_about(about), "sample": [[c or None for c in cells] for cells in islice(rows, most)]}
        for about, rows in _sheets(source, kind)
    ]


def _about(about: SheetMetadata) -> dict[str, Any]:
    return {"name": about.name, "hidden": about.visible != SheetVisibleEnum.Visible}


def _open(source: Path, kind: str) -> CalamineWorkbook:
    """The reader goes by a name's ending where it knows it, and else by the content."""
    ending = source.suffix.lower()
    if ending in _ENDINGS and ending not in (f".{kind}", f".{kind[:-1]}m"):
        return CalamineWorkbook.from_filelike(io.BytesIO(source.read_bytes()))
    return CalamineWorkbook.from_path(source)


def _sheets(source: Path, kind: str) -> Iterator[tuple[SheetMetadata, Iterator[list[str]]]]:
    try:
        with _open(source, kind) as workbook:
            for about in workbook.sheets_metadata:
                yield about, _rows(workbook, about)
    except PasswordError as error:
        raise _locked(source) from error
    except (CalamineError, OSError) as error:
        raise UnreadableFile(f"The workbook is damaged ({error}).", do=_AGAIN) from error


def _rows(workbook: CalamineWorkbook, about: SheetMetadata) -> Iterator[list[str]]:
    if about.typ != SheetTypeEnum.WorkSheet:
        return
    sheet = workbook.get_sheet_by_name(about.name)
    # The reader keeps the empty rows above a table, but not the empty columns beside it.
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield before + [
            value if type(value) is str and "\0" not in value else cell_text(value) for value in row
        ]


def main(arguments: list[str]) -> None:
    """Read one workbook and print what it holds: the body of the reading process."""
    source, kind, work, rows, parent = arguments
    bound_memory()

    def read() -> dict[str, Any]:
        if not work:
            return {"sheets": _first_rows(Path(source), kind, int(rows))}
        alive = partial(stop_if_orphaned, int(parent))
        return {"sheets": convert(Path(source), kind, Path(work), alive)}

    answer_parent(read)


if __name__ == "__main__":
    main(sys.argv[1:])
