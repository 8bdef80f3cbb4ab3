"""Small files of every format, made by hand: what readers are tried on."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlwt
from raw_reading import GOODS, HEADER, SETTINGS, workbook

from followthegoods.engine import duckdb as engine

Field = tuple[str, str, int, int]
"""A dBase field: its name, kind, size and decimals."""

DECLARATION: list[Field] = [
    ("ND", "C", 24, 0),
    ("G31_1", "C", 60, 0),
    ("G38", "N", 12, 3),
    ("GD1", "D", 8, 0),
]


def dbf(
    fields: Sequence[Field],
    records: Sequence[Sequence[bytes]],
    *,
    encoding: str = "cp866",
    version: int = 0x03,
    code_page: int = 0,
    deleted: Sequence[int] = (),
    claimed: int | None = None,
    marks: Mapping[str, int] | None = None,
    end: bytes = b"\x1a",
) -> bytes:
    """A dBase table of these records; numbers stand to the right, texts to the left.

    `claimed` is how many records the head says there are, `marks` the flags of fields.
    """
    start = 32 + 32 * len(fields) + 1
    length = 1 + sum(size for _, _, size, _ in fields)
    count = len(records) if claimed is None else claimed
    head = struct.pack("<B3BIHH", version, 24, 5, 17, count, start, length)
    head = head.ljust(29, b"\0") + bytes([code_page]) + b"\0\0"
    for name, kind, size, decimals in fields:
        entry = name.encode(encoding).ljust(11, b"\0") + kind.encode() + b"\0\0\0\0"
        decimals = size >> 8 if kind == "C" else decimals
        entry += bytes([size & 0xFF, decimals, (marks or {}).get(name, 0)])
        head += entry.ljust(32, b"\0")
    body = bytearray()
    for n, record in enumerate(records):
        body += b"*" if n in deleted else b" "
        for cell, (_, kind, size, _) in zip(record, fields, strict=True):
            body += cell.rjust(size) if kind in "NF" else cell.ljust(size)
    return head + b"\r" + bytes(body) + end


def declarations_dbf(encoding: str = "cp866", code_page: int = 0) -> bytes:
    """A table of three declarations."""
    rows = [
        [row[0].encode(), row[2].replace("\n", " ").encode(encoding), b"12.417", b"20240517"]
        for row in GOODS
    ]
    return dbf(DECLARATION, rows, encoding=encoding, code_page=code_page)


def dbase_iii_memo(texts: Sequence[bytes]) -> bytes:
    """A memo file of dBase III: each text from a block of its own on, and a mark after it."""
    blocks = [text + b"\x1a\x1a" for text in texts]
    return bytes(512) + b"".join(b.ljust(-(-len(b) // 512) * 512, b"\0") for b in blocks)


def foxpro_memo(text: bytes) -> bytes:
    """A memo file of FoxPro whose block 8, of 64 bytes, holds a text."""
    head = struct.pack(">IHH", 9, 0, 64).ljust(512, b"\0")
    return head + struct.pack(">II", 1, len(text)) + text


def ods(*sheets: tuple[str, Sequence[Sequence[str | float]]]) -> bytes:
    """An OpenDocument workbook."""
    tables = ""
    for name, rows in sheets:
        body = "".join(
            "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>"
            for row in rows
        )
        tables += f'<table:table table:name="{escape(name)}">{body}</table:table>'
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        ("mimetype", kind.encode()),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", b'<?xml version="1.0"?><manifest/>'),
    )


def _ods_cell(value: str | float) -> str:
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{escape(value)}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def xls(*sheets: tuple[str, Sequence[Sequence[str | float]]]) -> bytes:
    """A workbook of the old kind."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets:
        page = book.add_sheet(name)
        for n, row in enumerate(rows):
            for m, value in enumerate(row):
                page.write(n, m, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsb(name: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """A binary workbook of one sheet ([MS-XLSB]: records of a number, a length and a body)."""
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name)
    book = _record(0x8F) + _record(0x9C, bundle) + _record(0x90) + _record(0x9D) + _record(0x84)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    body = _record(0x94, size) + _record(0x91)
    for n, row in enumerate(rows):
        body += _record(0x00, struct.pack("<I", n).ljust(17, b"\0"))
        for m, value in enumerate(row):
            place = struct.pack("<II", m, 0)
            if isinstance(value, float):
                body += _record(0x05, place + struct.pack("<d", value))
            else:
                body += _record(0x06, place + _wide(value))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        f'2006/relationships"><Relationship Id="rId1" Type="{relation}" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", relations.encode()),
        ("xl/worksheets/sheet1.bin", body + _record(0x92)),
    )


def _record(number: int, body: bytes = b"") -> bytes:
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    return head + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def parquet(select: str) -> bytes:
    """A Parquet table of what a statement selects."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.parquet"
        connection = engine.connect(SETTINGS)
        connection.execute(f"COPY ({select}) TO {engine.literal(str(path))} (FORMAT parquet)")
        connection.close()
        return path.read_bytes()


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def as_csv(encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    """Declarations as text."""
    rows = [HEADER, *([cell.replace("\n", " ").replace(";", ",") for cell in row] for row in GOODS)]
    return "".join(delimiter.join(row) + "\n" for row in rows).encode(encoding, "replace")


def json_lines() -> bytes:
    """Declarations, an object a line."""
    rows = (dict(zip(HEADER, row, strict=True)) for row in GOODS)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def every_format() -> dict[str, bytes]:
    """The same few declarations in each format that is read."""
    rows = [HEADER, *GOODS]
    values = ", ".join("(" + ", ".join(map(engine.literal, row)) + ")" for row in GOODS)
    return {
        "csv": as_csv(),
        "tsv": as_csv("cp1251", "\t"),
        "utf-16": as_csv("utf-16-le"),
        "jsonl": json_lines(),
        "json": b"[" + b",".join(json_lines().splitlines()) + b"]",
        "xlsx": workbook(rows),
        "xlsb": xlsb("ГТД", rows),
        "xls": xls(("ГТД", rows)),
        "ods": ods(("ГТД", rows)),
        "dbf": declarations_dbf(),
        "parquet": parquet(f"SELECT * FROM (VALUES {values}) AS t (nd, sender, goods, value)"),
        "gz": gzip.compress(as_csv()),
        "zip": zipped(("a.csv", as_csv()), ("b.dbf", declarations_dbf())),
    }
