"""Rows as lines of text that the engine splits fast.

Cells are parted by a control character, which tables do not hold: so next to no row is quoted, and
quotation marks are text like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

BETWEEN, QUOTE = "\x1f", "\x1e"
"""Stand between cells, and around those of a row in which one of them or a line end stands."""


def line_of(cells: Sequence[str]) -> str:
    """A row as a line with its end."""
    text = BETWEEN.join(cells)
    parted = text.count(BETWEEN) == len(cells) - 1
    if parted and "\n" not in text and "\r" not in text and QUOTE not in text:
        return text + "\n"
    return BETWEEN.join([_quoted(cell) for cell in cells]) + "\n"


def _quoted(cell: str) -> str:
    return f"{QUOTE}{cell.replace(QUOTE, QUOTE + QUOTE)}{QUOTE}"
