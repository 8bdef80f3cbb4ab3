"""What a file is, from its bytes and never from its name: format and encoding."""

from __future__ import annotations

import codecs
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from followthegoods.errors import NoSuchFile, UnreadableFile

WHOLE = 2 << 20
"""A file up to this size is looked at whole; of a larger one, its head and windows in it."""

HEAD = 1 << 20
WINDOW = 64 << 10
WINDOWS = 12

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r", "cp1252")

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture", "Add the table it was taken from."),
    (b"\xff\xd8\xff", "a picture", "Add the table it was taken from."),
    (b"GIF8", "a picture", "Add the table it was taken from."),
    (b"%PDF", "a PDF document", "Ask for the table behind it, or extract it to CSV first."),
    (b"PAR1", "a Parquet file", "Write it out as CSV and add that."),
    (b"SQLite format 3\0", "an SQLite database", "Export its tables as CSV and add those."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and add what is inside."),
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
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|meta|head)\b", re.IGNORECASE)
_CONTINUATION = bytes(range(0x80, 0xC0))
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")


@dataclass(frozen=True)
class Windows:
    """Stretches of a file with where each begins; `whole` if they are all of it."""

    size: int
    pieces: tuple[tuple[int, bytes], ...]

    @property
    def whole(self) -> bool:
        return self.size == len(self.pieces[0][1])


def read_windows(source: Path, at: Iterable[int] = ()) -> Windows:
    """The head of a file and windows spread over it, and around the places named.

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
        starts |= {max(0, place - WINDOW // 2) for place in at}
        pieces = [(0, opened.read(HEAD))]
        for start in sorted(start & ~1 for start in starts):
            opened.seek(start)
            pieces.append((start, opened.read(WINDOW)))
    return Windows(size, tuple(pieces))


def sniff_format(source: Path, head: bytes) -> str:
    """'xlsx' or 'csv'. Raises `UnreadableFile` for what is neither, saying what it looks like."""
    for magic, what, do in _MAGIC:
        if head.startswith(magic):
            raise _not_a_table(source, what, do)
    if head.startswith(_OLE):
        raise _old_or_locked(source)
    if head.startswith(_ZIP):
        return _sniff_zip(source)
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        do = "Open it in a spreadsheet program, save it as XLSX and add that."
        raise _not_a_table(source, "a web page or XML", do)
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_binary(source, head)
    return "csv"


def _refuse_binary(source: Path, head: bytes) -> None:
    controls = sum(1 for _ in _CONTROLS.finditer(head))
    if too_many_nuls(head.count(0), len(head)) or controls > 3 + len(head) // 50:
        raise binary(source)


def too_many_nuls(nuls: int, size: int) -> bool:
    """Whether NULs are more than strays in a text of that size."""
    return nuls > 3 + size // 10_000


def binary(source: Path) -> UnreadableFile:
    """The error for a file that is no text."""
    return _not_a_table(source, "binary data, not text", "Export it as CSV or XLSX and add that.")


def _not_a_table(source: Path, what: str, do: str) -> UnreadableFile:
    return UnreadableFile(f"The file looks like {what}.", where=source.name, do=do)


def _old_or_locked(source: Path) -> UnreadableFile:
    with source.open("rb") as opened:
        start = opened.read(4 << 20)
        opened.seek(max(0, source.stat().st_size - (1 << 20)))
        locked = "EncryptedPackage".encode("utf-16-le") in start + opened.read()
    if locked:
        do = "Open it with its password, save it without one, and add that."
        return _not_a_table(source, "a workbook locked with a password", do)
    do = "Open it in a spreadsheet program, save it as XLSX and add that."
    return _not_a_table(source, "an Office file of the old kind (.xls, .doc)", do)


def _sniff_zip(source: Path) -> str:
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        do = "Get the file again: this copy is cut short or changed."
        raise _not_a_table(source, "a damaged workbook or archive", do) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names or "content.xml" in names or "word/document.xml" in names:
        do = "Open it in a spreadsheet program, save it as XLSX and add that."
        raise _not_a_table(source, "an office document other than XLSX", do)
    raise _not_a_table(source, "a ZIP archive", "Unpack it and add what is inside.")


def sniff_encoding(windows: Windows) -> tuple[str, int]:
    """The encoding as these windows show it, and the length of the byte order mark.

    A text is UTF-8 if what of it is UTF-8 outweighs what cannot be.
    """
    head = windows.pieces[0][1]
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding, len(bom)
    wide = bad = 0
    for start, piece in windows.pieces:
        # A window may begin and end inside a character.
        inner = piece.lstrip(_CONTINUATION) if start else piece
        text = codecs.getincrementaldecoder("utf-8")("replace").decode(inner, windows.whole)
        bad += max(0, text.count("\ufffd") - inner.count("\ufffd".encode()))
        wide += len(inner) - len(text)
    return (guess_single_byte(windows) if not_utf8(bad, wide) else "utf-8"), 0


def not_utf8(bad: int, wide: int) -> bool:
    """Whether a text is not UTF-8: `bad` places of it cannot be decoded as such, against `wide`
    bytes that are there only because characters beyond ASCII take several."""
    return bad * 4 > wide


def guess_single_byte(windows: Windows) -> str:
    """The single-byte encoding in which these windows read most like Russian or Ukrainian.

    Western European where the high bytes stand alone among Latin letters, as accents do.
    """
    data = b"\n".join(piece for _, piece in windows.pieces)
    high = len(re.findall(rb"[\x80-\x9f\xa1-\xff]", data))
    accents = re.findall(
        rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff]{1,2}(?=[A-Za-z])",
        data,
    )
    if sum(map(len, accents)) * 2 > high:
        return "cp1252"
    histogram = Counter(data)
    return max(("cp1251", "cp866", "koi8-r"), key=lambda name: _likelihood(histogram, name))


_LETTERS = {
    letter: 100 * 0.9**rank for rank, letter in enumerate("оеаинтсрвлкмдпіуяыьгзбчйхжшюцщїєэфъёґ")
}
"""Letters of Russian and Ukrainian from the most to the least frequent, roughly weighted."""


def _likelihood(histogram: Counter[int], encoding: str) -> float:
    score = 0.0
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode(encoding, "replace")
        weight = _LETTERS.get(letter.lower(), 1.0 if letter in "№«»–—’“”„°\xa0…" else 0.05)
        score += histogram[byte] * math.log(weight)
    return score
