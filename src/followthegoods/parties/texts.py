"""Rows on their way to the engine as a text file, which it takes sooner than values one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from followthegoods.engine.duckdb import path_literal

BETWEEN, AMONG, NONE = "\x1f", "\x1e", "\x1d"
"""What stands between the values of a line, and between those of a list; and what no value is."""


def text_line(values: Sequence[str]) -> str:
    """Values as a line of text. Line breaks and the marks above, within one, become spaces."""
    line = BETWEEN.join(values)
    if line.count(BETWEEN) >= len(values) or "\n" in line or "\r" in line:
        line = BETWEEN.join(" ".join(value.split()) for value in values)
    return f"{line}\n"


_LINE = 4 << 20
"""Bytes of a line that the engine is ready for at the least."""


def text_table(path: Path, columns: Iterable[str]) -> str:
    """The lines of a file as a table of texts, in SQL, however long they are."""
    with path.open("rb") as file:
        longest = max(map(len, file), default=0)
    line = max(longest + 1, _LINE)
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    return (
        f"read_csv({path_literal(path)}, delim = '{BETWEEN}', quote = '', escape = '', "
        f"header = false, nullstr = '{NONE}', auto_detect = false, new_line = '\\n', "
        f"max_line_size = {line}, buffer_size = {8 * line}, "
        f"columns = {{{names}}})"
    )
