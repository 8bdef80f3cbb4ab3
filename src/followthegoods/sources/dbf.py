"""dBase and FoxPro tables (DBF) to raw: fixed-width records, with the names of fields as row 1.

The formats and the code pages are those of the dBase and Visual FoxPro file descriptions. A record
that is marked as deleted is read, and is broken as `deleted_record`: the books count it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from followthegoods.errors import UnreadableFile
from followthegoods.sources.dbf_cells import Columns
from followthegoods.sources.dbf_header import DELETED, END, Header, read_header
from followthegoods.sources.dbf_memo import Memos, digest_of, memo_beside
from followthegoods.sources.encoding import (
    Evidence,
    evidence_of,
    not_utf8,
    plainly_other,
    single_byte,
    utf8_balance,
)
from followthegoods.sources.records import Records
from followthegoods.sources.splitter import TOO_FEW
from followthegoods.sources.store import Job, Sheet, Stored

DELETED_RECORD = "deleted_record"

_BLOCK = 1 << 20
_HEAD = 1 << 16
_UNMARKED = re.compile(rb"[^ *]")
_FILLING = bytes((END, 0, 0x20, 0x0D, 0x0A))

_DOUBTED = ("cp437", "cp850", "cp1252", "cp866", "cp1251")
"""Code pages that programs state of texts in another one."""

_FIRST = 4
"""Blocks that may speak against the stated code page."""

_CODE_PAGES: dict[int, str] = {
    **dict.fromkeys((0x01, 0x09, 0x0B, 0x0D, 0x0F, 0x11, 0x15, 0x18, 0x19, 0x1B), "cp437"),
    **dict.fromkeys((0x02, 0x0A, 0x0E, 0x10, 0x12, 0x14, 0x16, 0x1A, 0x1D, 0x25, 0x37), "cp850"),
    **dict.fromkeys((0x03, 0x58, 0x59), "cp1252"),
    **dict.fromkeys((0x1F, 0x22, 0x23, 0x40, 0x64, 0x87), "cp852"),
    **dict.fromkeys((0x26, 0x65), "cp866"),
    **dict.fromkeys((0x08, 0x17, 0x66), "cp865"),
    **dict.fromkeys((0x13, 0x7B), "cp932"),
    **dict.fromkeys((0x4D, 0x7A), "cp936"),
    **dict.fromkeys((0x4E, 0x79), "cp949"),
    **dict.fromkeys((0x4F, 0x78), "cp950"),
    **dict.fromkeys((0x50, 0x7C), "cp874"),
    **dict.fromkeys((0x6B, 0x88), "cp857"),
    0x04: "mac-roman",
    0x1C: "cp863",
    0x24: "cp860",
    0x67: "cp861",
    0x6A: "cp737",
    0x7D: "cp1255",
    0x7E: "cp1256",
    0x96: "mac-cyrillic",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
    0xCC: "cp1257",
}
"""Code pages by the byte that names them; 0 and 0x57 ("ANSI") name none."""


def read_dbf(job: Job) -> Stored:
    """Read a dBase table into the job's raw file. Raises `UnreadableFile` for a damaged head."""
    with ExitStack() as stack:
        table = _Table(job.source, stack)
        with Records(job, max(1, len(table.columns.names))) as records:
            records.add(table.columns.names)
            for data in table.blocks():
                table.add(records, data)
                job.progress("reading records", min(1.0, records.rows / (table.claimed + 1)))
            if rest := table.cut_short():
                records.add([rest], TOO_FEW)
            records.store()
        notes = (*table.notes(), *_said(records))
    sheets = (Sheet(job.name, records.rows),)
    return Stored(table.encoding, "", "", sheets, records.width, table.columns.replaced, notes)


def sample_dbf(source: Path, rows: int) -> tuple[str, list[tuple[list[str], str]]]:
    """The encoding, and the first rows with why they are broken."""
    with ExitStack() as stack:
        table = _Table(source, stack)
        return table.encoding, [(table.columns.names, ""), *islice(table.rows(), rows - 1)]


def _said(records: Records) -> list[str]:
    deleted = records.broken.pop(DELETED_RECORD, 0)
    said = [f"{deleted} records are marked as deleted"] if deleted else []
    return said + records.faults()


class _Table:
    """An opened dBase table."""

    def __init__(self, source: Path, stack: ExitStack) -> None:
        self._file = stack.enter_context(source.open("rb"))
        header = read_header(self._file.read(_HEAD))
        if header is None:
            do = "Get the file again: this copy is cut short or changed."
            raise UnreadableFile("The dBase table is damaged.", where=source.name, do=do)
        self._header: Header = header
        self.claimed = header.records
        self._read = 0
        self._rest = 0
        memo = memo_beside(source)
        memos = stack.enter_context(Memos(memo, header.version)) if memo else None
        self._memo = f"memo texts were read from {memo.name}, {digest_of(memo)}" if memo else ""
        self.stated = _CODE_PAGES.get(header.code_page, "")
        self.encoding = self._contradicted() or self.stated or self._sniffed()
        self.columns = Columns(header, self.encoding, memos)

    def rows(self) -> Iterator[tuple[list[str], str]]:
        """The cells of each record, and why it is broken; a last one that is cut short as text."""
        for data in self.blocks():
            yield from self._split(data)
        if rest := self.cut_short():
            yield [rest], TOO_FEW

    def add(self, records: Records, data: bytes) -> None:
        """Add these whole records."""
        marks = data[:: self._header.length]
        lines = None if DELETED in marks else self.columns.lines(data)
        if lines is not None:
            records.add_lines(lines, len(marks))
            return
        for cells, broken in self._split(data):
            records.add(cells, broken)

    def _split(self, data: bytes) -> Iterator[tuple[list[str], str]]:
        marks = data[:: self._header.length]
        columns = self.columns.cells(data)
        for mark, *cells in zip(marks, *columns, strict=True):
            yield cells, DELETED_RECORD if mark == DELETED else ""

    def cut_short(self) -> str:
        """The text of a last record that is cut short, once all others are read; else nothing."""
        rest = self._remainder().strip(_FILLING) if self._read < self.claimed else b""
        return self.columns.text(rest) if rest else ""

    def notes(self) -> list[str]:
        """What is to be said once all rows are read."""
        said = [self._memo] if self._memo and self.columns.memos_read else []
        if self.stated not in ("", self.encoding):
            said.append(f"the head says {self.stated}, but the texts are {self.encoding}, as read")
        if self._read != self.claimed:
            said.append(f"the head claims {self.claimed} records, {self._read} are there")
        rest = self._remainder()
        if self._read >= self.claimed and rest[:1] != b"\x1a" and rest.strip(_FILLING):
            said.append("what follows the last record is no record, and was not read")
        return said + self.columns.notes()

    def blocks(self) -> Iterator[bytes]:
        """Whole records, many at a time: all that stand, whatever the head claims."""
        header = self._header
        self._file.seek(header.start)
        self._read = 0
        while data := self._file.read(max(1, _BLOCK // header.length) * header.length):
            whole = len(data) // header.length
            marks = data[: whole * header.length : header.length]
            # Records beyond those the head claims were being added when something stopped it.
            if beyond := _UNMARKED.search(marks, max(0, self.claimed - self._read)):
                whole = beyond.start()
            self._read += whole
            if whole:
                yield data[: whole * header.length]
            if whole * header.length < len(data):
                return

    def _remainder(self) -> bytes:
        self._file.seek(self._header.start + self._read * self._header.length)
        return self._file.read(_HEAD)

    def _contradicted(self) -> str:
        """The encoding of the first texts where they plainly are not in the stated one, as where
        one program marked what another one wrote; else nothing."""
        if self.stated not in _DOUBTED:
            return ""
        texts = (Columns.texts(self._header, data) for data in islice(self.blocks(), _FIRST))
        evidence = sum(map(evidence_of, texts), Evidence())
        return plainly_other(evidence, self.stated)

    def _sniffed(self) -> str:
        """The encoding by the evidence of every text in the table."""
        evidence, bad, wide = Evidence(), 0, 0
        for data in self.blocks():
            text = Columns.texts(self._header, data)
            if not text.isascii():
                evidence += evidence_of(text)
                bad_here, wide_here = utf8_balance(text, starts=True, ends=True)
                bad, wide = bad + bad_here, wide + wide_here
        return single_byte(evidence) if not_utf8(bad, wide) else "utf-8"
