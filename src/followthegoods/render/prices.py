"""Prices far from the usual ones of their code, as every form tells them: leads, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.table import Table

from followthegoods.model.answer import FarPrice, PricedLine, Prices
from followthegoods.render.amounts import full, money, short
from followthegoods.render.text import columns_of, plural, safe

TITLE = "Prices by the kilogram far from the usual of their code (leads)"


def compared(prices: Prices) -> str:
    """How many lines were compared, in a sentence; empty where none was."""
    if not prices.compared:
        return ""
    lines = plural(prices.compared, "line")
    if not prices.far:
        return f"No price by the kilogram, of {lines} compared, is far from that of its code."
    return (
        f"{prices.far:,} of {lines} compared cost by the kilogram far from what their code does, "
        f"{prices.far_share:,} % of the point."
    )


def three(price: Decimal) -> str:
    """A price, or how many times another it is, with the digits it has."""
    return f"{price.normalize():,f}"


def usual(price: FarPrice) -> str:
    """What is usual for a code."""
    span = f"{three(price.usual_low)} to {three(price.usual_high)}"
    return f"{span} dollars a kg (half of {price.usual_lines:,} lines)"


def times(line: PricedLine, way: str) -> str:
    """How far the price of a line is from the middle one."""
    return f"{three(line.times)} times {'' if way == 'above' else 'less than '}the middle price"


def told(line: PricedLine, way: str) -> str:
    """A line with its price: what it is worth, what it weighs, where it stands."""
    stands = f"declaration {safe(line.declaration)}, " if line.declaration else ""
    return (
        f"{three(line.price)} a kg, {times(line, way)}: {money(line.value_usd)} for "
        f"{full(line.net_kg)} kg, {line.day or 'no day'}, "
        f"{safe(line.supplier or 'supplier not stated')}; {stands}{safe(line.place)}"
    )


def table(codes: Sequence[FarPrice], top: int) -> Table:
    """The codes with most money in such lines, each with the largest line."""
    shown = columns_of("code", "", "lines", "point", numbers=["lines", "point"])
    for price in codes[:top]:
        text = f"{safe(price.text)}\nusual: {usual(price)}\n{told(price.largest[0], price.way)}"
        shown.add_row(price.code, text, f"{price.lines:,}", short(price.point))
    if len(codes) > top:
        shown.add_row("", f"and {len(codes) - top:,} more", "", "", style="dim")
    return shown
