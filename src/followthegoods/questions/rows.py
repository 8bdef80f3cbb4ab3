"""The rows behind a number: each line, where it stands in its source, and its raw cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Row, Runner
from followthegoods.errors import BadParameter
from followthegoods.parties.search import party_id

FILTERS: dict[str, str] = {
    "origin": "coalesce(origin_country, '')",
    "dispatch": "coalesce(dispatch_country, '')",
    "trading": "coalesce(trading_country, '')",
    "sender_country": "coalesce(sender_country, '')",
    "purchase": "coalesce(purchase_country, '')",
    "year": "coalesce(strftime(day, '%Y'), '')",
    "hs4": "coalesce(left(hs, 4), '')",
    "goods": "coalesce(hs, '')",
    "supplier": "coalesce('p' || lower(to_hex(supplier_party)), '')",
    "maker": "coalesce('p' || lower(to_hex(maker_party)), '')",
    "fate": "fate",
    "counted": "counted_in",
}
"""What rows can be narrowed by, with the keys that the answer's groups have."""

COUNTED: dict[str, str] = {
    "floor": "counted_in IN ('floor', 'lowers_floor')",
    "point": "apart IS NULL AND counts AND in_period = 'in'",
    "doubtful": "counted_in IN ('lowers_floor', 'ceiling')",
    "ceiling": "counted_in IN ('floor', 'lowers_floor', 'point', 'ceiling')",
}
"""`counted=point` lists the lines of the point, those of the floor among them, and so on;
`doubtful` those that are in the ceiling and not in the point."""


COLUMNS = (
    *("line", "source", "sheet", "row", "declaration", "item", "day", "hs", "goods"),
    *("value_usd", "value_basis", "net_kg", "origin", "dispatch", "trading", "supplier", "maker"),
    *("fate", "repeats", "counted_in", "marks"),
)
"""The columns of the plan's result `rows`."""


@dataclass(frozen=True)
class SourceFile:
    """What a row's place is made of."""

    name: str
    sha256: str
    raw: str
    format: Mapping[str, Any]


@dataclass(frozen=True)
class LineRow:
    """One line as evidence. `counted_in`: floor, point, ceiling, or why it is in none."""

    source: str
    sha256: str
    sheet: int
    row: int
    declaration: str | None
    item: int | None
    day: date | None
    hs: str | None
    goods: str | None
    value_usd: Decimal | None
    value_basis: str
    net_kg: Decimal | None
    origin: str | None
    dispatch: str | None
    trading: str | None
    supplier: str | None
    maker: str | None
    fate: str
    repeats: str | None
    """Where the line stands that this one repeats: file and row."""
    counted_in: str
    marks: str | None
    cells: tuple[str | None, ...]


def rows_condition(where: Mapping[str, str]) -> str:
    """SQL for `where`. Raises `BadParameter` for a filter that does not exist."""
    for key in where:
        if key not in FILTERS:
            raise BadParameter(
                f"Rows cannot be narrowed by {key!r}.", do=f"By one of: {', '.join(FILTERS)}."
            )
    tests = [
        COUNTED[value]
        if key == "counted" and value in COUNTED
        else f"{FILTERS[key]} = {literal(value)}"
        for key, value in where.items()
    ]
    return " AND ".join(tests) or "true"


def read_rows(
    runner: Runner, rows: Sequence[Row], sources: Mapping[int, SourceFile]
) -> list[LineRow]:
    """Rows of `plan_rows` with their raw cells beside them."""
    cells = _raw_cells(runner, rows, sources)
    found = []
    for row in rows:
        named = dict(zip(COLUMNS, row, strict=True))
        line, source = named.pop("line"), sources[named.pop("source")]
        for role in ("supplier", "maker"):
            named[role] = None if named[role] is None else party_id(named[role])
        if named["repeats"] is not None:
            named["repeats"] = _place(named["repeats"], sources)
        found.append(
            LineRow(source=source.name, sha256=source.sha256, cells=cells.get(line, ()), **named)
        )
    return found


def _place(line: int, sources: Mapping[int, SourceFile]) -> str:
    """Where a line stands, from its id: 36 bits of row, and in a workbook of sheet and row."""
    source, place = sources[line >> 36], line & ((1 << 36) - 1)
    if len(source.format.get("sheets", ())) > 1:
        return f"{source.name}:{(place >> 21) + 1}:{place & ((1 << 21) - 1)}"
    return f"{source.name}:{place}"


def _raw_cells(
    runner: Runner, rows: Sequence[Row], sources: Mapping[int, SourceFile]
) -> dict[int, tuple[str | None, ...]]:
    cells: dict[int, tuple[str | None, ...]] = {}
    by_source: dict[int, list[Row]] = {}
    for row in rows:
        by_source.setdefault(row[1], []).append(row)
    for number, own in by_source.items():
        wanted = ", ".join(f"({r[2]}, {r[3]})" for r in own)
        lines = {(r[2], r[3]): r[0] for r in own}
        for sheet, row, *found in runner.ask(
            f"SELECT * EXCLUDE (broken) FROM read_parquet({literal(sources[number].raw)}) "
            f"WHERE (sheet, row) IN ({wanted})"
        ):
            cells[lines[sheet, row]] = tuple(found)
    return cells
