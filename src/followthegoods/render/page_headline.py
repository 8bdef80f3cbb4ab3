"""The headline of a page: three numbers, in words and to the digit; and what else was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followthegoods.model.answer import DOLLARS, Answer, Figure
from followthegoods.render.amounts import OPEN, short, short_ceiling, short_floor
from followthegoods.render.measured import instead_of_value
from followthegoods.render.page_parts import TOP, Shown, Triple, counted, shown, triple
from followthegoods.render.text import plural, safe


@dataclass(frozen=True)
class Headline:
    """The three numbers of the page, and what they are of."""

    of: str
    floor: Number
    point: Number
    ceiling: Number
    without_value: bool
    """Whether no line that counts states a value."""


@dataclass(frozen=True)
class Number:
    words: str
    exact: Shown
    note: str


def headline(answer: Answer) -> Headline:
    """The three numbers, in words and exactly; an open ceiling is never "up to".

    Where no line states a value they are of the quantity that most lines state, else of lines.
    """
    figure, of = answer.measured, safe(answer.unit)
    number = shown if answer.unit == DOLLARS else counted
    if answer.unit == DOLLARS and not figure.rows and figure.rows_without_value:
        said = max(answer.measures.quantity, key=lambda one: one.rows, default=None)
        figure = said or answer.measures.lines
        of, number = (safe(said.unit) or "quantity") if said else "lines", counted
    lines = f"{plural(figure.rows, 'line')}, each once"
    if figure.rows_without_value:
        lines += f"; {figure.rows_without_value:,} more state none"
    high = short_ceiling(figure.ceiling, words=True)
    open_ = "open: nothing can be said to be “at most” this"
    return Headline(
        of,
        Number(
            f"at least {short_floor(figure.floor, words=True)}",
            number(figure.floor),
            "certain links, released lines",
        ),
        Number(short(figure.point, words=True), number(figure.point), lines),
        Number(f"{high}{OPEN}", number(figure.ceiling), open_)
        if figure.ceiling_open
        else Number(f"up to {high}", number(figure.ceiling), "at most"),
        instead_of_value(answer) is not None,
    )


def measures(answer: Answer) -> list[tuple[str, Triple]]:
    """What else was counted: lines, declarations, kilograms, quantities by unit."""
    own = answer.measures
    rows = [("lines", own.lines), ("declarations", own.declarations), ("net kg", own.net_kg)]
    named: Sequence[tuple[str, Figure]] = [
        *rows,
        *((f"quantity, {safe(one.unit) or 'no unit'}", one) for one in own.quantity[:TOP]),
    ]
    return [(name, triple(figure, dollars=False)) for name, figure in named]
