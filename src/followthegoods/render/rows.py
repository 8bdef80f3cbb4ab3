"""Lines as evidence: a table for people, CSV for spreadsheets. And parties that were found."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields
from typing import TextIO

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import KeptRates, LineRow, Party
from followthegoods.render.amounts import money
from followthegoods.render.as_json import plain
from followthegoods.render.text import Broken, columns_of, place, quiet, safe

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(found: Sequence[LineRow]) -> list[RenderableType]:
    """Lines as rows of two: where it stands, what it says and which of its cells are marked, where
    it counts."""
    if not found:
        return [Text("No lines.")]
    table = columns_of(
        "place, declaration/item",
        "day, code",
        "goods",
        "US dollars, basis",
        "from",
        "counted in",
        numbers=["US dollars, basis"],
    )
    for line in found:
        item = line.item if line.item is not None else "–"
        value = money(line.value_usd) if line.value_usd is not None else "no value"
        table.add_row(
            Broken(
                f"{place(line.source, line.sheet, line.row)}\n"
                f"{safe(line.declaration) or '–'}/{item}"
            ),
            f"{line.day or '–'}\n{line.hs or '–'}",
            safe(line.goods)[:60] + (f"\n{line.marks}" if line.marks else ""),
            f"{value}\n{line.value_basis}",
            f"{line.origin or '–'} {line.dispatch or '–'} {line.trading or '–'}",
            line.counted_in,
        )
    return [table, Text(), quiet("from: country of origin, of dispatch, trading country")]


def write_csv(found: Sequence[LineRow], out: TextIO) -> None:
    """Every field of the lines, then the raw cells as `cell_1` and on.

    A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    names = [field.name for field in fields(LineRow) if field.name != "cells"]
    width = max((len(line.cells) for line in found), default=0)
    writer = csv.writer(out)
    writer.writerow([*names, *(f"cell_{n}" for n in range(1, width + 1))])
    for line in found:
        values = [plain(getattr(line, name)) for name in names]
        writer.writerow([escaped(value) for value in (*values, *line.cells)])


def escaped(value: object) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def parties(found: Sequence[Party]) -> list[RenderableType]:
    """Parties with what tells them apart."""
    if not found:
        return [Text("Nobody.")]
    numbers = ["mentions", "lines"]
    table = columns_of("id", "name", "tax ids", "country", *numbers, numbers=numbers)
    for party in found:
        name = safe(party.name) + (" (a natural person)" if party.personal else "")
        ids = ", ".join(key.rsplit(":", 1)[-1] for key in party.tax_ids)
        country = party.country or "–"
        table.add_row(party.id, name, ids, country, f"{party.mentions:,}", f"{party.lines:,}")
    return [table]


def rates(kept: Sequence[KeptRates]) -> list[RenderableType]:
    """Tables of rates that were added."""
    if not kept:
        return [Text("No tables of rates. Add one with: ftg rates add CASE FILE --currency CCC")]
    numbers = ("no.", "days", "in force")
    table = columns_of(
        "no.", "table", "currency", "days", "in force", "first", "last", numbers=numbers
    )
    for one in kept:
        days = (f"{one.days:,}", f"{one.in_force:,}", str(one.first), str(one.last))
        table.add_row(str(one.number), Broken(safe(one.name)), one.currency, *days)
    return [table]
