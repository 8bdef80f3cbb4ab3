"""Finding the header of a sheet, and the layout that knows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from followthegoods.errors import UnknownLayout
from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.layout_model import ESSENTIAL, Layout, Reading, fold_both, fold_header

HEADER_WITHIN = 50
"""The header row is looked for in this many first rows of a sheet."""

Row = Sequence[str | None]


def try_header(layout: Layout, sheet: int, row: int, cells: Row) -> Reading | None:
    """Read a row as a header of this layout; None when required fields or all goods are missing."""
    return _read(layout, sheet, row, _folded(cells), cells)


@dataclass(frozen=True)
class _Headers:
    """The headers of a row, and each that is filled with its place and what it is compared by."""

    own: list[str | None]
    folded: list[tuple[int, str, str, str]]


def _folded(cells: Row) -> _Headers:
    own = _numbered(cells)
    filled = ((place, header) for place, header in enumerate(own, start=1) if header)
    return _Headers(own, [(place, header, *fold_both(header)) for place, header in filled])


def _read(layout: Layout, sheet: int, row: int, headers: _Headers, written: Row) -> Reading | None:
    columns: dict[str, list[tuple[int, int]]] = {}
    others = []
    for place, header, folded, code in headers.folded:
        found = layout.field_of_folded(folded, code)
        if found is not None:
            columns.setdefault(found[0], []).append((found[1], place))
        else:
            others.append((place, header))
    half = [name for name in layout.joins if _half_joined(layout, name, columns)]
    lost = [place for name in half for _, place in columns.pop(name)]
    if not all(columns.keys() & group for group in (*layout.required, ESSENTIAL)):
        return None
    unmapped = [place for place, header in others if not layout.ignores(header)]
    return Reading(
        layout=layout,
        sheet=sheet,
        header_row=row,
        header=tuple(headers.own),
        written=tuple(written),
        columns={name: tuple(p for _, p in sorted(found)) for name, found in columns.items()},
        unmapped=tuple(sorted(unmapped + lost)),
    )


def _numbered(cells: Row) -> list[str | None]:
    """Headers, the second of one name as `Name#2`: it may be of another column altogether."""
    met: Counter[str] = Counter()
    named: list[str | None] = []
    for cell in cells:
        if cell is None or not cell.strip():
            named.append(None)
            continue
        folded = fold_header(cell)
        met[folded] += 1
        named.append(cell if met[folded] == 1 else f"{cell.strip()}#{met[folded]}")
    return named


def _half_joined(layout: Layout, name: str, columns: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a number lacks one of the columns it is joined of: what is left is another number."""
    wanted = len(layout.joins[name].headers)
    return BY_NAME[name].kind is not Kind.TEXT and len(columns.get(name, ())) not in (0, wanted)


def header_of(high: int, rows: Sequence[Row], row: int) -> Row:
    """The header of `high` rows that would end in this row (from 1): it, or with the one above."""
    if high == 1:
        return rows[row - 1]
    upper = rows[row - 2] if row > 1 else ()
    combined: list[str | None] = []
    group: str | None = None
    for above, below in zip_longest(upper, rows[row - 1]):
        group = above if above and above.strip() else group
        parts = [part.strip() for part in (group, below) if part and part.strip()]
        combined.append(" / ".join(dict.fromkeys(parts)) or None)
    return combined


def recognise(
    sheet: int,
    rows: Sequence[Row],
    layouts: Sequence[Layout],
    *,
    forced: bool = False,
) -> list[Reading]:
    """Every way to read a sheet's first rows by a header among them, best first; or none.

    A layout fits when it knows two thirds of the headers: another country's file that shares a
    few English headers must not be read as this one's. `forced` takes the layout at its word.
    """
    forms = {layout.header_rows for layout in layouts}
    knowing: dict[str, list[int]] = {}
    for place, layout in enumerate(layouts):
        for text in layout.known:
            knowing.setdefault(text, []).append(place)
    readings = []
    for row, written in enumerate(rows[:HEADER_WITHIN], start=1):
        headers = {high: _folded(header_of(high, rows, row)) for high in forms}
        said = {text for own in headers.values() for _, _, *both in own.folded for text in both}
        # Most rows are no header: only layouts that know a cell of one are tried on it.
        for place in sorted({place for text in said for place in knowing.get(text, ())}):
            layout = layouts[place]
            reading = _read(layout, sheet, row, headers[layout.header_rows], written)
            if reading and (forced or reading.score[0] >= 2 * len(reading.unmapped)):
                readings.append(reading)
    return sorted(readings, key=lambda r: (r.score, -r.header_row), reverse=True)


def without_header(sheet: int, rows: Sequence[Row], layouts: Sequence[Layout]) -> list[Reading]:
    """The ways to read a sheet that has no header: by layouts with just its number of columns.

    Whether the cells bear it out is for the caller to see.
    """
    width = max((n for row in rows for n, cell in enumerate(row, start=1) if cell), default=0)
    longest = max(map(len, rows), default=0)
    readings = [
        _read(layout, sheet, 0, _folded(layout.columns), ())
        for layout in layouts
        if layout.columns and width <= len(layout.columns) <= longest
    ]
    return [reading for reading in readings if reading is not None]


def no_layout(name: str, rows: Sequence[Row]) -> UnknownLayout:
    """The error for a table whose headers no layout knows; shows the widest of the first rows."""
    widest = max(rows[:HEADER_WITHIN], key=lambda cells: sum(1 for c in cells if c), default=())
    shown = ", ".join(repr(c[:40]) for c in widest[:8] if c)
    return UnknownLayout(
        "No layout recognises the headers"
        + (f"; the fullest of the first rows reads {shown} …" if shown else "; the table is empty")
        + ".",
        where=name,
        do="Have a layout drafted (ftg look FILE --draft > my.toml), correct it and give it with "
        "--layout my.toml. `ftg layouts` lists those that ship.",
    )
