"""Text of any encoding to UTF-8, counted on the way so that its reading can be proven.

Files of 64 MB and more are cut at line ends and worked on by several processes at once, which is
the fastest way known; run as a module, this is one of them.
"""

from __future__ import annotations

import codecs
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import IO, Any

from followthegoods.sources.children import answer_parent, run_children, stop_if_orphaned
from followthegoods.sources.encoding import Evidence, evidence_of, not_utf8
from followthegoods.sources.marks import MARK_SIZE, without_marks
from followthegoods.sources.mixed import Found, decode_with, other_cells, spliced

BLOCK = 256 << 10
"""Small enough for what is made of a block to stay in the processor's cache."""

PARALLEL_FROM = 64 << 20
MOST_WORKERS = 4
HOPELESS = 1000
"""A text in another encoding than the one tried is given up after so many bad places."""

MOST_SHOWN = 5
"""So many lines are named in which cells are in another encoding."""

RARE = ("\t", "_x00", "\xa0")
"""Signs that most texts do not hold: where none does, no cell need be looked at for it."""

_REPLACED = "\ufffd"
_NEAR = 8 << 20


@dataclass(frozen=True)
class Counts:
    """What a text holds, in bytes of its UTF-8 form unless said otherwise."""

    size: int = 0
    lf: int = 0
    cr: int = 0
    crlf: int = 0
    quotes: int = 0
    nuls: int = 0
    wide: int = 0
    """Bytes of the source beyond one for each character: evidence that it is UTF-8."""
    replaced: int = 0
    """Places that could not be decoded, each now U+FFFD; NULs are counted apart."""
    utf8_lines: int = 0
    """Lines that were UTF-8 in a text of a single-byte encoding, and read as such."""
    last: str = ""
    """The last character."""
    others: int = 0
    """Cells that were in another encoding than the text, and read as such, in other lines."""
    other_lines: tuple[int, ...] = ()
    """The first lines, from 1, in which such cells stand."""
    doubts: int = 0
    """Cells that may be in another encoding than the text, and are read as in its own."""
    doubt_lines: tuple[int, ...] = ()
    marked: dict[str, int] = field(default_factory=dict)
    """Cells in another encoding, by encoding, those in lines of UTF-8 among them: each holds a
    sign that says so, which is not part of `size`."""
    rare: tuple[str, ...] = ()
    """The signs of `RARE` that it may hold."""
    evidence: Evidence = field(default_factory=Evidence)
    """What the source says of its encoding, where it was read in a single-byte one."""

    @property
    def lone_cr(self) -> int:
        return self.cr - self.crlf

    def __add__(self, other: Counts) -> Counts:
        """The counts of two stretches, one after the other, parted after a line feed."""
        return Counts(
            size=self.size + other.size,
            lf=self.lf + other.lf,
            cr=self.cr + other.cr,
            crlf=self.crlf + other.crlf,
            quotes=self.quotes + other.quotes,
            nuls=self.nuls + other.nuls,
            wide=self.wide + other.wide,
            replaced=self.replaced + other.replaced,
            utf8_lines=self.utf8_lines + other.utf8_lines,
            last=other.last or self.last,
            others=self.others + other.others,
            other_lines=self._joined(self.other_lines, other.other_lines),
            doubts=self.doubts + other.doubts,
            doubt_lines=self._joined(self.doubt_lines, other.doubt_lines),
            marked=dict(Counter(self.marked) + Counter(other.marked)),
            rare=tuple(sorted({*self.rare, *other.rare})),
            evidence=self.evidence + other.evidence,
        )

    def _joined(self, own: Sequence[int], others: Sequence[int]) -> tuple[int, ...]:
        return (*own, *(self.lf + n for n in others))[: MOST_SHOWN + 1]


def count_text(
    source: Path, start: int, encoding: str, workers: int, tick: Callable[[], None]
) -> Counts:
    """Decode the source from byte `start` on, writing nothing, and count what it holds.

    Stops early, with what it has, where the encoding is plainly another one.
    """
    return _count(_run(source, start, encoding, [], workers, tick))


def transcode(
    source: Path, start: int, encoding: str, out: Path, workers: int, tick: Callable[[], None]
) -> tuple[Counts, tuple[Path, ...]]:
    """Write the source from byte `start` on as UTF-8, and count what it holds.

    What cannot be decoded, and NULs, become U+FFFD. Lines of a single-byte text that plainly are
    UTF-8 are read as such, cells in another encoding than the text in theirs: each of them with
    the sign of `marks.MARKS` for it. `workers` processes share a large file, each with a part of
    its own: the parts, in order and parted at line ends, are `out` and files beside it.
    """
    parts = [out, *(out.with_name(f"{out.stem}-{n}{out.suffix}") for n in range(1, workers))]
    counts = _count(_run(source, start, encoding, parts, workers, tick))
    return counts, tuple(part for part in parts if part.exists())


def join_parts(parts: Sequence[Path]) -> None:
    """Put the parts of a text into the first of them."""
    with parts[0].open("ab") as whole:
        for part in parts[1:]:
            with part.open("rb") as opened:
                shutil.copyfileobj(opened, whole, _NEAR)
            part.unlink()


def _run(
    source: Path,
    start: int,
    encoding: str,
    parts: list[Path],
    workers: int,
    tick: Callable[[], None],
) -> list[dict[str, Any]]:
    """What each stretch of the source came to: one where it is small, else one a process."""
    size = source.stat().st_size
    if size < PARALLEL_FROM or workers == 1 or encoding.startswith("utf-16"):
        return [_stretch(source, start, size, encoding, parts[0] if parts else None, tick)]
    cuts = _cuts(source, start, size, workers)
    jobs = [
        [str(source), str(begin), str(end), encoding, str(parts[n]) if parts else ""]
        for n, (begin, end) in enumerate(pairwise(cuts))
    ]
    return run_children("followthegoods.sources.transcode", jobs, source.name, tick)


def _count(stretches: list[dict[str, Any]]) -> Counts:
    total = Counts()
    for stretch in stretches:
        total += Counts(**{**stretch, "evidence": Evidence(**stretch["evidence"])})
    return total


def _cuts(source: Path, start: int, size: int, workers: int) -> list[int]:
    """Where to part the file: just after a line feed, or nowhere if none is near."""
    cuts = [start]
    with source.open("rb") as opened:
        for n in range(1, workers):
            target = start + (size - start) * n // workers
            opened.seek(target)
            found = opened.read(_NEAR).find(b"\n")
            if found >= 0 and target + found + 1 > cuts[-1]:
                cuts.append(target + found + 1)
    return [*cuts, size]


def _stretch(
    source: Path, start: int, end: int, encoding: str, out: Path | None, tick: Callable[[], None]
) -> dict[str, Any]:
    """Decode bytes `start` to `end` of the source, count them, and write them to `out` if given."""
    with source.open("rb") as opened:
        opened.seek(start)
        if out is None:
            return asdict(_convert(opened, end, encoding, None, tick))
        with out.open("wb") as written:
            return asdict(_convert(opened, end, encoding, written, tick))


def _convert(
    opened: IO[bytes], end: int, encoding: str, out: IO[bytes] | None, tick: Callable[[], None]
) -> Counts:
    decode = _Decoder(encoding) if encoding.startswith("utf") else _LineDecoder(encoding)
    total, position = Counts(), opened.tell()
    while position < end and (data := decode.read(opened, end - position)):
        position += len(data)
        # What is only counted is not yet known to be in that encoding.
        cells = other_cells(data, encoding) if out is not None else []
        text, stated = decode.decode(data, cells, position >= end)
        block, coded = _counted(text, data, encoding, stated)
        if decode.surveys:
            block = replace(block, evidence=evidence_of(data))
        if total.last == "\r" and text.startswith("\n"):
            block = replace(block, crlf=block.crlf + 1)
        total += _with_others(block, data, cells) if cells else block
        if out is not None:
            out.write(coded)
        elif total.replaced > HOPELESS and not_utf8(total.replaced, total.wide):
            break
        tick()
    return total


def _with_others(block: Counts, data: bytes, cells: Sequence[Found]) -> Counts:
    """The counts of a block with the cells of it that are in other encodings."""
    read = [cell for cell in cells if not cell.doubt]
    alone = [cell for cell in read if not cell.line]
    doubts = [cell for cell in cells if cell.doubt]
    return replace(
        block,
        size=block.size - MARK_SIZE * len(read),
        utf8_lines=len(set(_lines_of(data, (cell for cell in cells if cell.line)))),
        marked=dict(Counter(cell.encoding for cell in read)),
        others=len(alone),
        other_lines=_first_lines(data, alone),
        doubts=len(doubts),
        doubt_lines=_first_lines(data, doubts),
    )


def _first_lines(data: bytes, cells: Iterable[Found]) -> tuple[int, ...]:
    """The first lines with some of the cells: one more than are shown, so that it is known whether
    there are others."""
    return tuple(islice(dict.fromkeys(_lines_of(data, cells)), MOST_SHOWN + 1))


def _lines_of(data: bytes, cells: Iterable[Found]) -> Iterator[int]:
    """The line, from 1, of each of some cells."""
    at, line = 0, 1
    for cell in cells:
        line += data.count(b"\n", at, cell.start)
        at = cell.start
        yield line


class _Decoder:
    """UTF-8, by whole lines, or UTF-16, block by block."""

    surveys = False

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._mark = _REPLACED.encode(encoding)
        self._tail = b""
        self._lines = encoding == "utf-8"

    def read(self, opened: IO[bytes], most: int) -> bytes:
        data = opened.read(min(BLOCK, most))
        return data + opened.readline(min(_NEAR, most - len(data))) if self._lines else data

    def decode(self, data: bytes, cells: Sequence[Found], final: bool) -> tuple[str, int]:
        """The text, and how many U+FFFD the source itself holds: no damage of this reading."""
        read = without_marks(data) if self._lines else data
        text = self._decoder.decode(spliced(read, cells, marked=True), final)
        stated = (self._tail + data).count(self._mark) if _REPLACED in text else 0
        self._tail = data[1 - len(self._mark) :]
        return text, stated


class _LineDecoder:
    """A single-byte encoding, by whole lines, some of which may be UTF-8."""

    surveys = True

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding

    def read(self, opened: IO[bytes], most: int) -> bytes:
        data = opened.read(min(BLOCK, most))
        return data + opened.readline(min(_NEAR, most - len(data)))

    def decode(self, data: bytes, cells: Sequence[Found], final: bool) -> tuple[str, int]:
        """The text, and the U+FFFD that its lines of UTF-8 hold."""
        if data.isascii():
            return data.decode("ascii"), 0
        stated = sum(cell.text.count(_REPLACED) for cell in cells if cell.line)
        return decode_with(data, self._encoding, cells, marked=True), stated


def _counted(text: str, data: bytes, encoding: str, stated: int) -> tuple[Counts, bytes]:
    """The counts of one block, and the block as UTF-8."""
    nuls = 0
    replaced = max(0, text.count(_REPLACED) - stated) if _REPLACED in text else 0
    # But for UTF-16, what is ASCII is the same bytes before and after: the source has fewer.
    marks = text.encode() if encoding.startswith("utf-16") else data
    if b"\0" in marks:
        nuls, text = text.count("\0"), text.replace("\0", _REPLACED)
    coded = text.encode()
    cr = _count_of(b"\r", marks)
    counts = Counts(
        size=len(coded),
        lf=_count_of(b"\n", marks),
        cr=cr,
        crlf=marks.count(b"\r\n") if cr else 0,
        quotes=_count_of(b'"', marks),
        nuls=nuls,
        wide=len(data) - len(text),
        replaced=replaced,
        last=text[-1:],
        rare=tuple(sign for sign in RARE if _may_hold(text, sign)),
    )
    return counts, coded


def _may_hold(text: str, sign: str) -> bool:
    """Whether a block holds a sign, or its beginning at the end: the next may hold the rest."""
    return sign[0] in text and (sign in text or sign[0] in text[1 - len(sign) :])


def _count_of(mark: bytes, data: bytes) -> int:
    """How often a mark stands in a block. Whether it does at all is found much faster."""
    return data.count(mark) if mark in data else 0


def main(arguments: list[str]) -> None:
    """Work on one stretch of a file and print what it came to: the body of a worker process."""
    source, start, end, encoding, out, parent = arguments
    answer_parent(
        lambda: _stretch(
            Path(source),
            int(start),
            int(end),
            encoding,
            Path(out) if out else None,
            lambda: stop_if_orphaned(int(parent)),
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
