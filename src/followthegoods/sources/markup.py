"""Tables of web pages, and workbooks written as XML: what portals hand out under the name of XLS.

A cell's text is what is seen: tags left away, white space run together. A cell over several columns
or rows says what it says in the first of them, as in a workbook.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from followthegoods.errors import UnreadableFile
from followthegoods.sources.cells import Value, number_text
from followthegoods.sources.sniff import HTML, read_windows, sniff_encoding
from followthegoods.sources.splitter import MAX_COLUMNS

MAX_ROWS = 1 << 21
"""Rows of a sheet at the most: twice what spreadsheet programs hold."""

FEW, TIMES = 1 << 24, 64
"""Cells of a file that is harmless, and of any for each of its bytes."""

SAVE = "Open it in a spreadsheet program, save it as XLSX and add that."

Span = tuple[int, int]
"""The first and the last row (from 0) that a cell stands over."""


@dataclass
class Table:
    """A table: its rows, and what stands over several of them."""

    name: str
    hidden: bool = False
    cut: bool = False
    """Whether the page ends inside it."""
    rows: list[list[str]] = field(default_factory=list)
    tall: list[Span] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell, both from 0."""
        if row >= MAX_ROWS or column > MAX_COLUMNS:
            raise UnreadableFile(
                f"Table {self.name!r} claims a cell in row {row + 1:,}, column {column + 1:,}.",
                do=SAVE,
            )
        self.rows.extend([] for _ in range(row + 1 - len(self.rows)))
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def even(self) -> Iterator[list[Value]]:
        """The rows, each as wide as the widest."""
        width = self.width
        return ([*row, *[""] * (width - len(row))] for row in self.rows)


@dataclass(frozen=True)
class Marked:
    """The tables of a file, the encoding it was read in and how many places could not be."""

    tables: list[Table]
    encoding: str
    replaced: int


def read_markup(source: Path, kind: str) -> Marked:
    """The tables of a web page or of a workbook in XML. Raises `UnreadableFile` where it is
    damaged."""
    if kind == HTML:
        text, encoding = _decoded(source)
        read = Marked(_of_page(text), encoding, text.count("\ufffd"))
    else:
        read = Marked(_workbook(source), "", 0)
    claimed = sum(len(table.rows) * table.width for table in read.tables)
    if claimed > max(FEW, TIMES * source.stat().st_size):
        raise UnreadableFile(f"The file claims {claimed:,} cells, more than it can hold.", do=SAVE)
    return read


# -- web pages

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_HEAD = 4096


def _decoded(source: Path) -> tuple[str, str]:
    """The text of a page in the encoding that it declares, where it can be read in that, else in
    the one that its bytes show."""
    data = source.read_bytes()
    shown, mark = sniff_encoding(read_windows(source))
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not mark:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    return data[mark:].decode(shown, "replace"), shown


_SILENT = ("script", "style")
_APART = ("br", "p", "div", "li")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


class _Open:
    """A table of a page while it is read."""

    def __init__(self, name: str) -> None:
        self.table = Table(name)
        self.row = -1
        self.column = 0
        self.text: list[str] | None = None
        self.over: dict[int, int] = {}
        """The columns that a cell from above stands in -> the last row that it does."""

    def begin_row(self) -> None:
        self.end_cell()
        self.row += 1
        self.column = 0
        self.table.rows.append([])

    def begin_cell(self, wide: int, tall: int) -> None:
        self.end_cell()
        if self.row < 0:
            self.begin_row()
        while self.over.get(self.column, -1) >= self.row:
            self.column += 1
        if tall > 1:
            last = self.row + tall - 1
            self.over |= dict.fromkeys(range(self.column, self.column + wide), last)
            self.table.tall.append((self.row, last))
        self.text, self.at = [], self.column
        self.column += wide

    def end_cell(self) -> None:
        if self.text is not None:
            self.table.put(self.row, self.at, _SPACE.sub(" ", "".join(self.text)).strip(" "))
            self.text = None


class _Page(HTMLParser):
    """Takes the tables out of a page, those inside others by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Open] = []
        self.within: list[_Open] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.within.append(_Open(f"table {len(self.found) + 1}"))
            self.found.append(self.within[-1])
        elif tag in _SILENT:
            self.silent = True
        elif not self.within:
            return
        elif tag == "tr":
            self.within[-1].begin_row()
        elif tag in ("td", "th"):
            self.within[-1].begin_cell(*(_span(attrs, name) for name in ("colspan", "rowspan")))
        elif tag in _APART:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = False
        elif self.within and tag in ("td", "th", "tr", "table"):
            self.within[-1].end_cell()
            if tag == "table":
                self.within.pop()

    def handle_data(self, data: str) -> None:
        if self.within and self.within[-1].text is not None and not self.silent:
            self.within[-1].text.append(data)

    def close(self) -> None:
        super().close()
        for one in self.within:
            one.end_cell()
            one.table.cut = True


def _of_page(text: str) -> list[Table]:
    page = _Page()
    page.feed(text)
    page.close()
    return [one.table for one in page.found if any(map(any, one.table.rows))]


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    """How many columns or rows a cell says that it stands over."""
    said = (dict(attrs).get(name) or "").strip()
    return min(max(int(said), 1), MAX_COLUMNS + 1) if re.fullmatch("[0-9]{1,6}", said) else 1


# -- workbooks in XML

_OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?$")


def _workbook(source: Path) -> list[Table]:
    tables: list[Table] = []
    row = -1
    try:
        for event, element in ElementTree.iterparse(source, events=("start", "end")):
            if event == "start":
                if element.tag == f"{_OFFICE}Worksheet":
                    tables.append(Table(element.get(f"{_OFFICE}Name", f"sheet {len(tables) + 1}")))
                    row = -1
                continue
            if element.tag == f"{_OFFICE}Row" and tables:
                row = _place(element, row)
                _read_row(tables[-1], row, element)
                element.clear()
            elif element.tag == f"{_EXCEL}Visible" and tables:
                tables[-1].hidden = (element.text or "").strip() != "SheetVisible"
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(f"The workbook is damaged ({error}).", do=SAVE) from error
    return tables


def _place(element: ElementTree.Element, before: int) -> int:
    """The place (from 0) of a row or cell: its own index, else the one after the one before."""
    index = element.get(f"{_OFFICE}Index")
    return int(index) - 1 if index else before + 1


def _read_row(table: Table, row: int, element: ElementTree.Element) -> None:
    column = -1
    for cell in element.iterfind(f"{_OFFICE}Cell"):
        column = _place(cell, column)
        table.put(row, column, _text(cell.find(f"{_OFFICE}Data")))
        if down := int(cell.get(f"{_OFFICE}MergeDown", 0)):
            table.tall.append((row, row + down))
        column += int(cell.get(f"{_OFFICE}MergeAcross", 0))


def _text(data: ElementTree.Element | None) -> str:
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_OFFICE}Type")
    if kind == "Number":
        return number_text(text.strip())
    if kind == "DateTime":
        return _MIDNIGHT.sub("", text.strip())
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return text
