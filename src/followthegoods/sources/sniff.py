"""What a file is, from its bytes and never from its name: format and encoding."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from followthegoods.errors import NoSuchFile, UnreadableFile
from followthegoods.sources.dbf_header import read_header
from followthegoods.sources.encoding import (
    Evidence,
    evidence_of,
    marked,
    not_utf8,
    single_byte,
    uncontrolled,
    unmarked_utf16,
    utf8_balance,
)

WHOLE = 2 << 20
"""A file up to this size is looked at whole; of a larger one, its head and windows in it."""

HEAD = 1 << 20
WINDOW = 64 << 10
WINDOWS = 12

CSV, JSON_LINES, JSON, DBF, PARQUET = "csv", "jsonl", "json", "dbf", "parquet"
XLSX, XLSB, XLS, ODS = "xlsx", "xlsb", "xls", "ods"
GZIP, ZIP = "gz", "zip"
HTML, XML = "html", "xml"
MARKUP = (HTML, XML)
WORKBOOKS = (XLSX, XLSB, XLS, ODS, *MARKUP)
ARCHIVES = (GZIP, ZIP)

MAX_DIRECTORY = 64 << 20
"""Bytes of the directory of a ZIP file; a thousand members take a tenth of a megabyte."""

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture", "Add the table it was taken from."),
    (b"\xff\xd8\xff", "a picture", "Add the table it was taken from."),
    (b"GIF8", "a picture", "Add the table it was taken from."),
    (b"%PDF", "a PDF document", "Ask for the table behind it, or extract it to CSV first."),
    (b"PARE", "a Parquet file locked with a key", "Write it out without encryption and add that."),
    (b"SQLite format 3\0", "an SQLite database", "Export its tables as CSV and add those."),
    (b"BZh", "a bzip2 archive", "Unpack it and add what is inside."),
    (b"\xfd7zXZ\0", "an xz archive", "Unpack it and add what is inside."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it and add what is inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and add what is inside."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and add what is inside."),
    (b"\x7fELF", "a program", "Add a table."),
    (b"MZ\x90", "a program", "Add a table."),
    (b"{\\rtf", "a text document", "Save its table as CSV or XLSX and add that."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|table|meta|head)\b", re.IGNORECASE)
_XML_WORKBOOK = re.compile(
    r"<(\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.IGNORECASE
)
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_OBJECT = re.compile(r'\s*\{\s*("|\})')
_ARRAY = re.compile(r"\s*\[\s*\{")
_LINES = 20


@dataclass(frozen=True)
class Windows:
    """Stretches of a file with where each begins; `whole` if they are all of it."""

    size: int
    pieces: tuple[tuple[int, bytes], ...]

    @property
    def whole(self) -> bool:
        return self.size == len(self.pieces[0][1])


def read_windows(source: Path) -> Windows:
    """The head of a file and windows spread over it.

    Raises `NoSuchFile`, and `UnreadableFile` for an empty file or one that is no file.
    """
    if not source.exists():
        raise NoSuchFile(
            f"There is no file {source.name}.", where=str(source), do="Check the path."
        )
    size = source.stat().st_size
    if not source.is_file() or size == 0:
        what = "The file is empty." if source.is_file() else "This is not a file."
        raise UnreadableFile(what, where=source.name, do="Add the table it should have held.")
    with source.open("rb") as opened:
        if size <= WHOLE:
            return Windows(size, ((0, opened.read()),))
        starts = {HEAD + (size - HEAD - WINDOW) * n // (WINDOWS - 1) for n in range(WINDOWS)}
        pieces = [(0, opened.read(HEAD))]
        for start in sorted(start & ~1 for start in starts):
            opened.seek(start)
            pieces.append((start, opened.read(WINDOW)))
    return Windows(size, tuple(pieces))


def sniff_format(source: Path, head: bytes) -> str:
    """One of the formats named above, by what the file begins with; text is 'csv'.

    Raises `UnreadableFile` for what is none of them, saying what it looks like.
    """
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    for magic, what, do in _MAGIC:
        if head.startswith(magic):
            raise _not_a_table(source, what, do)
    if head[257:262] == b"ustar":
        raise _not_a_table(source, "a tar archive", "Unpack it and add what is inside.")
    if head.startswith(_OLE):
        return _sniff_ole(source)
    if head.startswith(_ZIP):
        return _sniff_zip(source)
    if read_header(head):
        return DBF
    return _sniff_text(source, head)


def _sniff_text(source: Path, head: bytes) -> str:
    encoding, mark = marked(head)
    encoding = encoding or unmarked_utf16(head) or "utf-8"
    nuls = too_many_nuls(head.count(0), len(head))
    if not encoding.startswith("utf-16") and (nuls or uncontrolled(head)):
        raise binary(source)
    text = head[mark:].decode(encoding, "replace")
    if _MARKUP.match(text):
        if _XML_WORKBOOK.search(text):
            return XML
        if _HTML_TABLE.search(text):
            return HTML
        do = "Open it in a spreadsheet program, save it as XLSX and add that."
        raise _not_a_table(source, "a web page without a table, or XML", do)
    if _ARRAY.match(text):
        return JSON
    if not _OBJECT.match(text):
        return CSV
    lines = [line for line in text.split("\n") if line.strip()][:_LINES]
    endless = len(lines) == 1 and source.stat().st_size > len(head)
    if endless or sum(map(_is_object, lines)) * 2 >= len(lines):
        return JSON_LINES
    do = "Write its records out as a list, or one object a line, and add that."
    raise _not_a_table(source, "a JSON document that is no list of records", do)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def too_many_nuls(nuls: int, size: int) -> bool:
    """Whether NULs are more than strays in a text of that size."""
    return nuls > 3 + size // 10_000


def binary(source: Path) -> UnreadableFile:
    """The error for a file that is no text."""
    return _not_a_table(source, "binary data, not text", "Export it as CSV or XLSX and add that.")


def _not_a_table(source: Path, what: str, do: str) -> UnreadableFile:
    return UnreadableFile(f"The file looks like {what}.", where=source.name, do=do)


def _sniff_ole(source: Path) -> str:
    """An old workbook by the streams its directory names: it may stand anywhere in the file."""
    with source.open("rb") as opened:
        start = opened.read(4 << 20)
        opened.seek(512 * (1 + int.from_bytes(start[48:52], "little")))
        start += opened.read(4096)
        opened.seek(max(0, source.stat().st_size - (1 << 20)))
        start += opened.read()
    if "EncryptedPackage".encode("utf-16-le") in start:
        do = "Open it with its password, save it without one, and add that."
        raise _not_a_table(source, "a workbook locked with a password", do)
    if "Workbook\0".encode("utf-16-le") in start or "Book\0".encode("utf-16-le") in start:
        return XLS
    do = "Open it in an office program, save its table as XLSX and add that."
    raise _not_a_table(source, "an Office file of the old kind that is no workbook", do)


def _sniff_zip(source: Path) -> str:
    if _directory_size(source) > MAX_DIRECTORY:
        do = "Unpack it, and add the tables that matter."
        raise _not_a_table(source, "an archive of very many files", do)
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        do = "Get the file again: this copy is cut short or changed."
        raise _not_a_table(source, "a damaged workbook or archive", do) from error
    for name, kind in (("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSB)):
        if name in names:
            return kind
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODS
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        do = "Open it in an office program, save its table as XLSX and add that."
        raise _not_a_table(source, "an office document that is no workbook", do)
    return ZIP


def _directory_size(source: Path) -> int:
    """How long the directory of a ZIP file claims to be: it is read into memory whole."""
    with source.open("rb") as opened:
        opened.seek(max(0, source.stat().st_size - (66 << 10)))
        tail = opened.read()
        at = tail.rfind(b"PK\5\6")
        size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
        if size < 0xFFFFFFFF or tail[at - 20 : at - 16] != b"PK\6\7":
            return size
        opened.seek(int.from_bytes(tail[at - 12 : at - 4], "little") & (1 << 62) - 1)
        return int.from_bytes(opened.read(56)[40:48], "little")


def sniff_encoding(windows: Windows) -> tuple[str, int]:
    """The encoding as these windows show it, and the length of the byte order mark.

    A text is UTF-8 if what of it is UTF-8 outweighs what cannot be.
    """
    head = windows.pieces[0][1]
    encoding, mark = marked(head)
    if encoding := encoding or unmarked_utf16(head):
        return encoding, mark
    bad = wide = 0
    for start, piece in windows.pieces:
        bad_here, wide_here = utf8_balance(piece, starts=start == 0, ends=windows.whole)
        bad, wide = bad + bad_here, wide + wide_here
    return (single_byte_of(windows) if not_utf8(bad, wide) else "utf-8"), 0


def single_byte_of(windows: Windows) -> str:
    """The single-byte encoding of a text as these windows show it."""
    return single_byte(sum((evidence_of(piece) for _, piece in windows.pieces), Evidence()))
