"""Lines found by the number of their declaration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followthegoods.case.opened import Opened
from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import files_sql
from followthegoods.parties.search import party_id

MOST = 200


@dataclass(frozen=True)
class DeclaredLine:
    """A line of a declaration: its place, its day, its goods, and the id by which
    whoever received them is found."""

    source: str
    sheet: int
    row: int
    declaration: str
    item: int | None
    day: date | None
    hs: str | None
    goods: str | None
    receiver: str | None


def find_declaration(case: Opened, number: str, limit: int) -> list[DeclaredLine]:
    """The lines of the declarations of a number; see `Case.find_declaration`."""
    files = case.catalogue.files("lines")
    wanted = number.strip()
    if not files or not wanted:
        return []
    rows = case.runner.ask(
        "SELECT source, sheet, row, declaration, item, registered, hs, goods, receiver "
        f"FROM {files_sql(files)} WHERE declaration = {literal(wanted)} "
        f"ORDER BY registered NULLS LAST, item, source, sheet, row LIMIT {min(limit, MOST)}"
    )
    sources = {source.source: source.sha256 for source in case.catalogue.sources()}
    return [
        DeclaredLine(
            source=sources[source],
            sheet=sheet,
            row=row,
            declaration=declaration,
            item=item,
            day=day,
            hs=hs,
            goods=goods,
            receiver=None if receiver is None else party_id(receiver),
        )
        for source, sheet, row, declaration, item, day, hs, goods, receiver in rows
    ]
