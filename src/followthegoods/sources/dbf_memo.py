"""The long texts of a dBase file: they stand in a second file beside it (.dbt, .fpt)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import TracebackType

from followthegoods.sources.splitter import MAX_CELL

MEMO_ENDINGS = (".dbt", ".fpt")

_DBASE_III = 0x83
_BLOCK = 512
_FOUR = b"\xff\xff\x08\x00"
_TEXT = 1


def memo_beside(source: Path) -> Path | None:
    """The memo file of a dBase file: of the same name, whatever the case of its ending."""
    for ending in MEMO_ENDINGS:
        for spelt in (ending, ending.upper()):
            path = source.with_suffix(spelt)
            if path.is_file():
                return path
    return None


class Memos:
    """An opened memo file. dBase III ends a text with a mark; later formats give its length."""

    def __init__(self, path: Path, version: int) -> None:
        self._size = path.stat().st_size
        self._file = path.open("rb")
        head = self._file.read(24)
        self._fox = path.suffix.lower() == ".fpt"
        if self._fox:
            self._block = int.from_bytes(head[6:8], "big") or 1
        else:
            stated = int.from_bytes(head[20:22], "little")
            self._block = _BLOCK if version == _DBASE_III or not stated else stated

    def __enter__(self) -> Memos:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def read(self, block: int) -> bytes | None:
        """The text that begins at a block; None where the file holds none there."""
        at = block * self._block
        if at + 8 > self._size:
            return None
        self._file.seek(at)
        head = self._file.read(8)
        if self._fox:
            return self._counted(int.from_bytes(head[4:], "big")) if head[3] == _TEXT else None
        if head.startswith(_FOUR):
            return self._counted(int.from_bytes(head[4:], "little") - 8)
        self._file.seek(at)
        return self._marked()

    def _counted(self, length: int) -> bytes | None:
        if not 0 <= length <= min(MAX_CELL, self._size):
            return None
        text = self._file.read(length)
        return text if len(text) == length else None

    def _marked(self) -> bytes | None:
        text = bytearray()
        while len(text) <= MAX_CELL and (more := self._file.read(_BLOCK)):
            before, mark, _ = more.partition(b"\x1a")
            text += before
            if mark:
                return bytes(text)
        return None


def digest_of(path: Path) -> str:
    """The SHA-256 of a memo file: it is no part of the hash of the file beside it."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
