"""The cells of a workbook (XLSX, XLSB, XLS, ODS, tables in HTML or XML), read in a process of its
own.

It does not load the engine: what it reads waits as lines of text for the process that asked.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from followthegoods.errors import UnreadableFile
from followthegoods.sources.cells import Value, cell_text
from followthegoods.sources.children import answer_parent, bound_memory, stop_if_orphaned
from followthegoods.sources.lines import line_of
from followthegoods.sources.markup import Span, read_markup
from followthegoods.sources.sniff import MARKUP, WORKBOOKS, XLS
from followthegoods.sources.splitter import MAX_COLUMNS

AGAIN = "Get the file again, or open it in a spreadsheet program and save it as XLSX."

LITTLE = 1 << 30
"""Address space that the reader of any workbook may take, however small: it claims some itself."""

TIMES = 16
"""The reader holds a sheet whole. A sound workbook takes two to five times its unpacked size: more
is wanted for long texts that stand once in the file and in many cells, and never so much more."""

_Sheet = tuple[dict[str, Any], Iterator[list[Value]]]
"""What is said of a sheet, `over` as `_over_rows` does; its rows."""

_ENDINGS = (*(f".{kind}" for kind in WORKBOOKS), ".xlsm", ".xlam", ".xla")
_TICK = 1 << 14


def locked(source: Path) -> UnreadableFile:
    """The error for a workbook with a password."""
    do = "Open it with its password, save it without one, and add that."
    return UnreadableFile("The workbook is locked with a password.", where=source.name, do=do)


def convert(source: Path, kind: str, work: Path, tick: Callable[[], None]) -> list[dict[str, Any]]:
    """Write each sheet as `sheet{n}.txt`, a line a row, the number of the row first.

    Raises `UnreadableFile` for a damaged workbook. Runs in a child.
    """
    sheets = []
    for n, (about, rows) in enumerate(_sheets(source, kind), start=1):
        count = width = 0
        with (work / f"sheet{n}.txt").open("w", newline="", encoding="utf-8") as out:
            for count, row in enumerate(rows, start=1):
                out.write(_line(count, row))
                width = len(row)
                if count % _TICK == 0:
                    tick()
        if width > MAX_COLUMNS:
            raise UnreadableFile(f"Sheet {about['name']!r} has {width} columns.", do=AGAIN)
        sheets.append({**about, "rows": count, "width": width})
    return sheets


def _line(count: int, row: list[Value]) -> str:
    """A row as a line. Most hold texts alone: whether one does is found out by joining them."""
    try:
        line = line_of([str(count), *cast("list[str]", row)])
    except TypeError:
        return line_of([str(count), *map(cell_text, row)])
    return line if "\0" not in line else line_of([str(count), *map(cell_text, row)])


def _first_rows(source: Path, kind: str, most: int) -> list[dict[str, Any]]:
    return [
        {**about, "sample": [_cells(row) for row in islice(rows, most)]}
        for about, rows in _sheets(source, kind)
    ]


def _cells(row: list[Value]) -> list[str | None]:
    return [cell_text(value) or None for value in row]


def _open(source: Path, kind: str) -> CalamineWorkbook:
    """The reader goes by a name's ending where it knows it, and else by the content."""
    ending = source.suffix.lower()
    if ending in _ENDINGS and ending not in (f".{kind}", f".{kind[:-1]}m"):
        return CalamineWorkbook.from_filelike(io.BytesIO(source.read_bytes()))
    return CalamineWorkbook.from_path(source)


def _sheets(source: Path, kind: str) -> Iterator[_Sheet]:
    if kind in MARKUP:
        yield from _marked(source, kind)
        return
    try:
        with _open(source, kind) as workbook:
            for about in workbook.sheets_metadata:
                sheet = None
                if about.typ == SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(about.name)
                hidden = about.visible != SheetVisibleEnum.Visible
                ranges = (sheet.merged_cell_ranges if sheet else None) or []
                over = _over_rows([(top, bottom) for (top, _), (bottom, _) in ranges])
                yield {"name": about.name, "hidden": hidden, "over": over}, _rows(sheet)
    except PasswordError as error:
        raise locked(source) from error
    except (CalamineError, OSError) as error:
        raise UnreadableFile(f"The workbook is damaged ({error}).", do=AGAIN) from error


def _marked(source: Path, kind: str) -> Iterator[_Sheet]:
    read = read_markup(source, kind)
    for table in read.tables:
        about = {"name": table.name, "hidden": table.hidden, "over": _over_rows(table.tall)}
        read_as = {"encoding": read.encoding, "replaced": read.replaced, "cut": table.cut}
        yield {**about, **read_as}, table.even()


def _over_rows(ranges: Sequence[Span]) -> list[int]:
    """How many cells stand over several rows, and the first and last row (from 1) of the first of
    them; nothing where there are only those that a header has."""
    tall = sorted((top, bottom) for top, bottom in ranges if bottom > top)
    tops = {top for top, _ in tall}
    if len(tops) < 2 and not any(top >= _BELOW_HEADERS for top in tops):
        return []
    return [len(tall), tall[0][0] + 1, tall[0][1] + 1]


_BELOW_HEADERS = 10
"""A row (from 0) in which no header begins any more."""


def _rows(sheet: CalamineSheet | None) -> Iterator[list[Value]]:
    if sheet is None:
        return
    # The reader keeps the empty rows above a table, but not the empty columns beside it.
    before: list[Value] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield before + row


def room_for(source: Path, kind: str) -> int:
    """Address space that no sound workbook of this size is too large for, in bytes.

    A few damaged bytes can make a small workbook claim billions of cells.
    """
    if kind in (XLS, *MARKUP):
        return max(LITTLE, TIMES * source.stat().st_size)
    with zipfile.ZipFile(source) as archive:
        return max(LITTLE, TIMES * sum(member.file_size for member in archive.infolist()))


def main(arguments: list[str]) -> None:
    """Read one workbook and print what it holds: the body of the reading process."""
    source, kind, work, rows, parent = arguments
    bound_memory(room_for(Path(source), kind))

    def read() -> dict[str, Any]:
        if not work:
            return {"sheets": _first_rows(Path(source), kind, int(rows))}
        alive = partial(stop_if_orphaned, int(parent))
        return {"sheets": convert(Path(source), kind, Path(work), alive)}

    answer_parent(read)


if __name__ == "__main__":
    main(sys.argv[1:])
