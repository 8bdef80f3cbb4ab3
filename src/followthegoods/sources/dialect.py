"""How the cells of a text are parted: the delimiter, the quoting and the usual width."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from followthegoods.sources.mixed import decode_text
from followthegoods.sources.sniff import WINDOWS, Windows
from followthegoods.sources.splitter import (
    MAX_COLUMNS,
    Dialect,
    LineSplitter,
    Split,
    without_end,
)

DELIMITERS = ("\t", ";", "|", ",")
HEAD_LINES = 400
STRETCH_LINES = 100
JOINED_LINES = 50
"""A quoted cell longer than so many lines says nothing about the delimiter."""


def sniff_dialect(windows: Windows, encoding: str, bom: int) -> Dialect:
    """The delimiter and quoting in which most records are parted, and have one width; that width.

    Between equals, the delimiter whose width appears first in the file, then the rarer one. A
    table of one column is said to have the delimiter `;`.
    """
    samples = _samples(windows, encoding, bom)
    lines = [line for sample in samples for line in sample]
    tables: list[_Fit] = []
    for delimiter in DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        fit = _fit(samples, delimiter)
        if 2 <= fit.dialect.width <= MAX_COLUMNS:
            tables.append(fit)
            if (fit.share, fit.first) == _BEST:
                break
    if tables:
        return max(tables, key=lambda fit: (round(fit.share, 1), -fit.first)).dialect
    return replace(_fit(samples, ";").dialect, width=1)


class _Fit(NamedTuple):
    dialect: Dialect
    share: float
    """Of the records those of that width, and once more those that are parted at all."""
    first: int


_BEST = (2.0, 0)
"""The share and the first record of a fit that no other can be better than."""


def head_text(windows: Windows, encoding: str, bom: int, marked: bool = False) -> str:
    """The text of the first window, without the mark and without a last line that is cut off.

    `marked`: cells in other encodings hold the sign of `marks.MARKS` for it.
    """
    return _text(windows, 0, encoding, bom, marked)


def physical_lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends: line feeds, or carriage returns if those prevail."""
    lone = text.count("\r") - text.count("\r\n")
    return io.StringIO(text, newline="" if lone > text.count("\n") else "\n")


def _text(windows: Windows, n: int, encoding: str, bom: int, marked: bool = False) -> str:
    start, piece = windows.pieces[n]
    text = decode_text(piece[bom if start == 0 else 0 :], encoding, marked)
    text = text.replace("\0", "\ufffd")
    end = "\n" if "\n" in text else "\r"
    if start and end in text:
        text = text[text.index(end) + 1 :]
    if not windows.whole and end in text:
        text = text[: text.rindex(end) + 1]
    return text


def _samples(windows: Windows, encoding: str, bom: int) -> list[list[str]]:
    """Lines of the head, and of stretches spread over the file."""
    if not windows.whole:
        texts = [_text(windows, n, encoding, bom) for n in range(len(windows.pieces))]
        heads = list(islice(physical_lines(texts[0]), HEAD_LINES))
        return [heads, *(list(islice(physical_lines(t), STRETCH_LINES)) for t in texts[1:])]
    lines = list(physical_lines(_text(windows, 0, encoding, bom)))
    rest = range(HEAD_LINES, len(lines), max(STRETCH_LINES, len(lines) // WINDOWS))
    return [lines[:HEAD_LINES], *(lines[at : at + STRETCH_LINES] for at in rest)]


def _fit(samples: list[list[str]], delimiter: str) -> _Fit:
    """How well a delimiter fits; quotes are text where more of them stay open than close."""
    splits = [split for lines in samples for split in _splits(lines, delimiter, '"')]
    opened = sum(split.open for split, _ in splits)
    closed = sum(quoted and not split.open and not split.stray for split, quoted in splits)
    quote = '"' if opened <= closed else ""
    if not quote:
        splits = [split for lines in samples for split in _splits(lines, delimiter, "")]
    filled = [split for split, _ in splits if any(split.cells)]
    widths = Counter(len(split.cells) for split in filled if not split.open)
    width = max(widths, key=lambda w: (widths[w], w), default=1)
    first = next((n for n, split in enumerate(filled) if len(split.cells) == width), 0)
    uniform = len(filled) == len(splits) and not any(
        split.open or split.stray or len(split.cells) != width for split in filled
    )
    parted = sum(len(split.cells) > 1 for split in filled)
    share = (widths[width] + parted) / len(filled) if filled else 0.0
    return _Fit(Dialect(delimiter, quote, width, uniform), share, first)


def _splits(lines: list[str], delimiter: str, quote: str) -> Iterator[tuple[Split, bool]]:
    """Each record of some lines, and whether quotes of it were taken as quoting."""
    splitter = LineSplitter(delimiter, quote)
    at = 0
    while at < len(lines):
        alone = split = splitter.split(without_end(lines[at]))
        taken = 1
        while split.open and not split.stray and at + taken < len(lines) and taken < JOINED_LINES:
            taken += 1
            split = splitter.split(without_end("".join(lines[at : at + taken])))
        if taken > 1 and (split.open or split.stray):
            split, taken = alone, 1
        written = "".join(lines[at : at + taken]).count('"')
        yield split, written > 0 and written > "".join(split.cells).count('"')
        at += taken
