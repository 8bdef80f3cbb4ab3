"""Two dimensions at once: routes, and time by country.

The step reads `counted`, so that no cell can count a line otherwise than the dossier does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from followthegoods.engine.plan import Step
from followthegoods.model.answer import Answer, Coverage, Figure
from followthegoods.questions.counted import COUNTRY_BASES, Parameters
from followthegoods.questions.figures import KEYS, groups_sql

MONTHS_SHOWN, QUARTERS_SHOWN = 24, 48
"""Up to so many months a timeline is by month; up to so many quarters by quarter; else by year."""

PERIODS: dict[str, str] = {
    "month": "strftime(day, '%Y-%m')",
    "quarter": "strftime(day, '%Y') || '-Q' || CAST(quarter(day) AS VARCHAR)",
    "year": "strftime(day, '%Y')",
}
"""Length of a period -> what it is called: `2022-03`, `2022-Q1`, `2022`."""


@dataclass(frozen=True)
class Cell(Figure):
    """A figure where two dimensions cross; a key is empty for what is not stated."""

    row: str
    column: str


@dataclass(frozen=True)
class Crossed:
    """`routes`: country of origin × of dispatch. `periods`: period × country on the basis asked
    for, largest first in each; `totals`: the periods alone."""

    grain: str
    routes: tuple[Cell, ...]
    periods: tuple[Cell, ...]
    totals: tuple[Cell, ...]


def grain_of(coverage: Coverage) -> str:
    """How long the periods of a timeline are: month, quarter or year."""
    if coverage.first is None or coverage.last is None:
        return "year"
    months = (coverage.last.year - coverage.first.year) * 12
    months += coverage.last.month - coverage.first.month + 1
    if months <= MONTHS_SHOWN:
        return "month"
    return "quarter" if months <= QUARTERS_SHOWN * 3 else "year"


def crossed_step(p: Parameters, grain: str) -> Step:
    """The step that follows those of `counted_steps`: its result is `crossed`."""
    period = f"coalesce({PERIODS[grain]}, '')"
    country = f"coalesce({COUNTRY_BASES[p.country]}, '')"
    origin, dispatch = "coalesce(origin_country, '')", "coalesce(dispatch_country, '')"
    cells = {
        "routes": f"{origin} || '|' || {dispatch}",
        "periods": f"{period} || '|' || {country}",
        "totals": f"{period} || '|'",
    }
    return Step("crossed", groups_sql(cells, {}, measure=p.measure), keys=KEYS)


def read_crossed(rows: Sequence[Sequence[Any]], grain: str, answer: Answer) -> Crossed:
    """The rows of `crossed_step` as cells. A ceiling is open where the whole's is."""
    cells: dict[str, list[Cell]] = {"routes": [], "periods": [], "totals": [], "total": []}
    for dimension, key, low, mid, high, has, lacks, unknown in rows:
        row, _, column = key.partition("|")
        open_ = answer.measured.ceiling_open or bool(unknown)
        amounts = (Decimal(low), Decimal(mid), Decimal(high))
        cells[dimension].append(Cell(*amounts, open_, int(has), int(lacks), row, column))
    return Crossed(
        grain=grain,
        routes=tuple(cells["routes"]),
        periods=tuple(sorted(cells["periods"], key=lambda cell: cell.row)),
        totals=tuple(sorted(cells["totals"], key=lambda cell: cell.row)),
    )
