"""Text of any encoding to UTF-8, counted on the way so that its reading can be proven.

Files of 64 MB and more are cut at line ends and worked on by several processes at once, which is
the fastest way known; run as a module, this is one of them.
"""

from __future__ import annotations

import codecs
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from followthegoods.sources.children import answer_parent, run_children, stop_if_orphaned
from followthegoods.sources.sniff import not_utf8

BLOCK = 256 << 10
"""Small enough for what is made of a block to stay in the processor's cache."""

PARALLEL_FROM = 64 << 20
MOST_WORKERS = 4
HOPELESS = 1000
"""A text in another encoding than the one tried is given up after so many bad places."""

_REPLACED = "\ufffd"
_NEAR = 8 << 20
_OTHERS = bytes(set(range(256)) - set(b'\n\r"'))


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
    bad_at: tuple[int, ...] = ()
    """Where in the source some of those places are."""
    last: str = ""
    """The last character."""

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
            bad_at=(self.bad_at + other.bad_at)[:8],
            last=other.last or self.last,
        )


def count_text(
    source: Path, start: int, encoding: str, workers: int, tick: Callable[[], None]
) -> Counts:
    """Decode the source from byte `start` on, writing nothing, and count what it holds.

    Stops early, with what it has, where the encoding is plainly another one.
    """
    return _run(source, start, encoding, [], workers, tick)


def transcode(
    source: Path, start: int, encoding: str, out: Path, workers: int, tick: Callable[[], None]
) -> Counts:
    """Write the source from byte `start` on as UTF-8 to `out`, and count what it holds.

    What cannot be decoded, and NULs, become U+FFFD. `workers` processes share a large file, each
    with a part of its own beside `out`; the parts are then joined.
    """
    parts = [out, *(out.with_name(f"{out.name}.{n}") for n in range(1, workers))]
    counts = _run(source, start, encoding, parts, workers, tick)
    with out.open("ab") as whole:
        for part in parts[1:]:
            if part.exists():
                with part.open("rb") as opened:
                    shutil.copyfileobj(opened, whole, _NEAR)
                part.unlink()
            tick()
    return counts


def _run(
    source: Path,
    start: int,
    encoding: str,
    parts: list[Path],
    workers: int,
    tick: Callable[[], None],
) -> Counts:
    size = source.stat().st_size
    if size < PARALLEL_FROM or workers == 1 or encoding.startswith("utf-16"):
        return convert(source, start, size, encoding, parts[0] if parts else None, tick)
    cuts = _cuts(source, start, size, workers)
    jobs = [
        [str(source), str(begin), str(end), encoding, str(parts[n]) if parts else ""]
        for n, (begin, end) in enumerate(pairwise(cuts))
    ]
    total = Counts()
    for printed in run_children("followthegoods.sources.transcode", jobs, source.name, tick):
        total += Counts(**{**printed, "bad_at": tuple(printed["bad_at"])})
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


def convert(
    source: Path,
    start: int,
    end: int,
    encoding: str,
    out: Path | None,
    tick: Callable[[], None],
) -> Counts:
    """Decode bytes `start` to `end` of the source, count them, and write them to `out` if given."""
    if out is None:
        return _convert(source, start, end, encoding, None, tick)
    with out.open("wb") as opened:
        return _convert(source, start, end, encoding, opened, tick)


def _convert(
    source: Path,
    start: int,
    end: int,
    encoding: str,
    out: IO[bytes] | None,
    tick: Callable[[], None],
) -> Counts:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    mark = _REPLACED.encode(encoding) if encoding.startswith("utf") else b""
    total, position, tail = Counts(), start, b""
    with source.open("rb") as opened:
        opened.seek(start)
        while position < end:
            data = opened.read(min(BLOCK, end - position))
            if not data:
                break
            text = decoder.decode(data, position + len(data) >= end)
            # U+FFFD that stands in the source is no damage of this reading.
            stated = (tail + data).count(mark) if mark and _REPLACED in text else 0
            block, coded = _count(text, len(data), stated)
            if block.replaced and encoding == "utf-8":
                block = replace(block, bad_at=(position + _first_bad(data),))
            if total.last == "\r" and text.startswith("\n"):
                block = replace(block, crlf=block.crlf + 1)
            total += block
            if out is not None:
                out.write(coded)
            elif total.replaced > HOPELESS and not_utf8(total.replaced, total.wide):
                break
            position, tail = position + len(data), data[1 - len(mark) :] if len(mark) > 1 else b""
            tick()
    return total


def _count(text: str, length: int, stated: int) -> tuple[Counts, bytes]:
    """The counts of one block of so many bytes, and the block as UTF-8."""
    nuls = 0
    replaced = max(0, text.count(_REPLACED) - stated) if _REPLACED in text else 0
    if "\0" in text:
        nuls, text = text.count("\0"), text.replace("\0", _REPLACED)
    coded = text.encode()
    marks = coded.translate(None, _OTHERS)
    cr = marks.count(b"\r")
    counts = Counts(
        size=len(coded),
        lf=marks.count(b"\n"),
        cr=cr,
        crlf=coded.count(b"\r\n") if cr else 0,
        quotes=marks.count(b'"'),
        nuls=nuls,
        wide=length - len(text),
        replaced=replaced,
        last=text[-1:],
    )
    return counts, coded


def _first_bad(data: bytes) -> int:
    skipped = next((n for n in range(4) if data[n : n + 1] < b"\x80" or data[n] >= 0xC0), 0)
    try:
        data[skipped:].decode()
    except UnicodeDecodeError as error:
        return skipped + error.start
    return 0


def main(arguments: list[str]) -> None:
    """Convert one stretch of a file and print its counts: the body of a worker process."""
    source, start, end, encoding, out, parent = arguments

    def work() -> dict[str, Any]:
        return asdict(
            convert(
                Path(source),
                int(start),
                int(end),
                encoding,
                Path(out) if out else None,
                lambda: stop_if_orphaned(int(parent)),
            )
        )

    answer_parent(work)


if __name__ == "__main__":
    main(sys.argv[1:])
