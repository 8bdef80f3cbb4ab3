"""What tables are made of, and how they become plain text.

Texts from records are printed through `safe`: a cell may hold control characters that would
move the cursor, or turn the direction of what follows.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDTH = 100
"""How wide text is where nothing says how wide it may be."""

INVENTED = "INVENTED DATA — rows of this case are made up; nothing here is about the world"


def to_text(parts: Sequence[RenderableType], width: int = WIDTH, *, colour: bool = False) -> str:
    """The parts one below the other as text, with no blanks at the ends of lines."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


LONGEST = 5_000
"""Characters of a text from records that are shown, where nothing says how many."""
CUT = " … [cut here]"


def safe(text: str | None, most: int | None = LONGEST) -> str:
    """A text from records on one line, without control and direction characters.

    Of one that is longer than `most` characters the end is cut off, and that is said.
    """
    own = text or ""
    if most is not None and len(own) > most:
        own = own[: most - len(CUT)] + CUT
    if not own.isprintable():
        own = "".join(" " if c.isspace() else c for c in own if c.isspace() or _shows(c))
    return " ".join(own.split())


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def heading(text: str) -> Text:
    """The title of a section."""
    return Text(text, style="bold")


def banner(text: str) -> Text:
    """A warning over a whole answer."""
    return Text(f"*** {text} ***", style="bold reverse")


def quiet(text: str) -> Text:
    """What is said beside the point."""
    return Text(text, style="dim")


def columns_of(*headers: str, numbers: Sequence[str] = ()) -> Table:
    """An empty table without frames; the columns named in `numbers` stand to the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for header in headers:
        right = header in numbers
        justify: Literal["left", "right"] = "right" if right else "left"
        # What is longer than its column goes on below: evidence is never cut by a table.
        table.add_column(header, justify=justify, no_wrap=right, overflow="fold")
    return table


def beside(body: RenderableType, notes: Sequence[str], left: int, right: int) -> RenderableType:
    """A body with notes in a column to its right; `left` and `right` divide the width."""
    if not notes:
        return body
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(ratio=left)
    grid.add_column(ratio=right)
    said = Table.grid(padding=(0, 1, 0, 0))
    said.add_column(width=1)
    said.add_column()
    for note in notes:
        said.add_row(Text("!", style="yellow"), Text(note))
    grid.add_row(body, said)
    return grid


def indented(body: RenderableType) -> RenderableType:
    return Padding(body, (0, 0, 0, 2))


def place(source: str, sheet: int, row: int) -> str:
    """Where a row stands: the file, the sheet unless it is the first, the row."""
    return f"{safe(source)}:{row}" if sheet == 1 else f"{safe(source)}:{sheet}:{row}"


_PIECE = re.compile(r"[:(]?[^-_/\\\s,;):(]*[-_/\\\s,;)]*")
"""What of a name stays together: a break comes after a mark, or before a row's number."""


class Broken:
    """Names, a line each, that are broken at their own marks where there is no room for them."""

    def __init__(self, text: str) -> None:
        self._lines = [_PIECE.findall(line) for line in text.split("\n")]

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        least = max(cell_len(piece) for line in self._lines for piece in line)
        most = max(sum(map(cell_len, line)) for line in self._lines)
        return Measurement(min(least, options.max_width), min(most, options.max_width))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self._lines:
            row = ""
            for piece in line:
                if row and cell_len(row + piece.rstrip()) > options.max_width:
                    yield Text(row, overflow="fold")
                    row = ""
                row += piece
            yield Text(row, overflow="fold")


def plural(number: int, one: str, many: str = "") -> str:
    """`1 line`, `2 lines`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
