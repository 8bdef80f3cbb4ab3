"""The rows behind a number: each line, where it stands in its source, and its raw cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Row, Runner
from followthegoods.errors import BadParameter
from followthegoods.facts.goods_text import Part, read_goods
from followthegoods.facts.personal import Span, find_personal
from followthegoods.parties.search import party_id
from followthegoods.questions.dimensions import GROUPS, LINKS
from followthegoods.sources.raw import raw_rows

FILTERS: dict[str, str] = {
    **{name: sql for name, sql in GROUPS.items() if name not in LINKS},
    **{name: f"coalesce('p' || lower(to_hex({name}_party)), '')" for name in LINKS},
    "declaration": "coalesce(declaration, '')",
    "source": "CAST(source AS VARCHAR)",
    "fate": "fate",
    "counted": "counted_in",
    "contradiction": "CASE WHEN net_above_gross OR cif_below_fob THEN 'any' ELSE '' END",
    "price": "coalesce((SELECT f.way FROM far_prices AS f WHERE f.line = r.line), '')",
}
"""What rows can be narrowed by, with the keys that the answer's groups have; `price` is `above` or
`below` what is usual for the code, or `far`."""

CONTRADICTIONS = ("net_above_gross", "cif_below_fob")
"""`contradiction=net_above_gross` and `cif_below_fob` list the lines that these caveats count."""

CHOICES = {"contradiction": (*CONTRADICTIONS, "any"), "price": ("above", "below", "far")}
"""The filters that no answer's groups have, with all that they can be: another value is a slip,
and no line would be an answer to it."""

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

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands in the goods text: makers, marks, articles, quantities, each with its place.

        Places are those of the text as the line has it, white space collapsed.
        """
        return read_goods(self.goods).parts if self.goods else ()

    @property
    def personal(self) -> tuple[Span, ...]:
        """Where personal data stand in the goods text."""
        return tuple(find_personal(self.goods)) if self.goods else ()


class Rows(list[LineRow]):
    """Lines as evidence, in the order of their days."""

    def to_polars(self) -> Any:
        """The lines as a `polars.DataFrame`, a column a field; amounts stay decimals.

        Raises `BadParameter` where polars is not installed.
        """
        try:
            polars = import_module("polars")
        except ModuleNotFoundError as error:
            raise BadParameter(
                "polars is not installed.", do="Install it: pip install 'followthegoods[polars]'"
            ) from error
        kinds = {
            Decimal: polars.Decimal(38, 6),
            date: polars.Date,
            int: polars.Int64,
            str: polars.String,
            tuple: polars.List(polars.String),
        }
        schema = {name: kinds[kind] for name, kind in _KINDS.items()}
        data = {name: [getattr(line, name) for line in self] for name in schema}
        data["cells"] = [list(cells) for cells in data["cells"]]
        return polars.DataFrame(data, schema=schema)


_KINDS: dict[str, type] = {
    field.name: {"value_usd": Decimal, "net_kg": Decimal, "day": date, "cells": tuple}.get(
        field.name, int if field.name in ("sheet", "row", "item") else str
    )
    for field in fields(LineRow)
}


def rows_condition(where: Mapping[str, str]) -> str:
    """SQL for `where`. Raises `BadParameter` for a filter that does not exist, or cannot be so."""
    for key, value in where.items():
        if key not in FILTERS:
            raise BadParameter(
                f"Rows cannot be narrowed by {key!r}.", do=f"By one of: {', '.join(FILTERS)}."
            )
        if key in CHOICES and value not in CHOICES[key]:
            raise BadParameter(
                f"There is no {key}={value!r}.", do=f"Use one of: {', '.join(CHOICES[key])}."
            )
    return " AND ".join(_test(key, value) for key, value in where.items()) or "true"


def _test(key: str, value: str) -> str:
    if key == "counted" and value in COUNTED:
        return COUNTED[value]
    if key == "contradiction" and value in CONTRADICTIONS:
        return value
    if (key, value) == ("price", "far"):
        return f"{FILTERS[key]} <> ''"
    test = f"{FILTERS[key]} = {literal(value)}"
    return (
        f"({test} OR list_contains({_MORE_MAKERS}, {literal(value)}))" if key == "maker" else test
    )


_MORE_MAKERS = "coalesce(list_transform(more_makers, lambda m: 'p' || lower(to_hex(m.party))), [])"


def read_rows(
    runner: Runner, rows: Sequence[Row], sources: Mapping[int, SourceFile], *, cells: bool = True
) -> Rows:
    """Rows of `plan_rows`, with their raw `cells` beside them or without."""
    raw = _raw_cells(runner, rows, sources) if cells else {}
    found = Rows()
    for row in rows:
        named = dict(zip(COLUMNS, row, strict=True))
        line, source = named.pop("line"), sources[named.pop("source")]
        for role in ("supplier", "maker"):
            named[role] = None if named[role] is None else party_id(named[role])
        if named["repeats"] is not None:
            named["repeats"] = place_of(named["repeats"], sources)
        found.append(
            LineRow(source=source.name, sha256=source.sha256, cells=raw.get(line, ()), **named)
        )
    return found


def place_of(line: int, sources: Mapping[int, SourceFile]) -> str:
    """Where a line stands, from its id: 36 bits of row, and in a workbook of sheet and row."""
    source, place = sources[line >> 36], line & ((1 << 36) - 1)
    if len(source.format.get("sheets", ())) > 1:
        return f"{source.name}:{(place >> 21) + 1}:{place & ((1 << 21) - 1)}"
    return f"{source.name}:{place}"


def _wanted(rows: Sequence[Row], source: SourceFile) -> str:
    """SQL for these rows' raw cells. A table's rows are found by their place in the file."""
    file = literal(source.raw)
    if len(source.format.get("sheets", ())) == 1:
        return raw_rows(file, [row[3] for row in rows])
    places = ", ".join(f"({row[2]}, {row[3]})" for row in rows)
    return f"{raw_rows(file)} WHERE (sheet, row) IN ({places})"


def _raw_cells(
    runner: Runner, rows: Sequence[Row], sources: Mapping[int, SourceFile]
) -> dict[int, tuple[str | None, ...]]:
    cells: dict[int, tuple[str | None, ...]] = {}
    by_source: dict[int, list[Row]] = {}
    for row in rows:
        by_source.setdefault(row[1], []).append(row)
    for number, own in by_source.items():
        lines = {(r[2], r[3]): r[0] for r in own}
        for sheet, row, *found in runner.ask(
            f"SELECT * EXCLUDE (broken) FROM {_wanted(own, sources[number])}"
        ):
            cells[lines[sheet, row]] = tuple(found)
    return cells
