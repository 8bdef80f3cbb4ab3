"""Amounts: how a sum is spread over lines, and what a dollar was in the contract's currency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from followthegoods.demo.entry import CENT

# Roubles per dollar, month by month, rounded: near enough to the official rate of the day for
# box 45 to look like a converted box 46.
_ROUBLES: dict[int, tuple[int, ...]] = {
    2018: (57, 57, 57, 60, 62, 63, 63, 66, 68, 66, 66, 67),
    2019: (67, 66, 65, 65, 65, 64, 63, 66, 65, 64, 64, 63),
    2020: (62, 64, 73, 75, 73, 69, 71, 74, 76, 78, 77, 74),
    2021: (74, 74, 74, 76, 74, 73, 74, 74, 73, 71, 73, 74),
    2022: (77, 78, 104, 78, 64, 57, 58, 60, 60, 61, 61, 65),
    2023: (69, 73, 76, 81, 79, 83, 91, 95, 97, 97, 90, 91),
}

# Dollars per unit (per 1,000 won), level over the years: contracts only need to look plausible.
_DOLLARS: dict[str, Decimal] = {
    "USD": Decimal(1),
    "EUR": Decimal("1.13"),
    "CNY": Decimal("0.148"),
    "KRW": Decimal("0.82"),
}


def amounts_at(usd: Decimal, currency: str, day: date) -> tuple[Decimal, Decimal, Decimal]:
    """Invoice value, rate of its currency (of 1,000 won) in roubles, customs value in roubles."""
    roubles = Decimal(_ROUBLES[day.year][day.month - 1])
    unit = _DOLLARS[currency]
    nominal = 1000 if currency == "KRW" else 1
    invoice = (usd / unit * nominal).quantize(CENT, ROUND_HALF_UP)
    return invoice, (roubles * unit).quantize(Decimal("0.0001")), (usd * roubles).quantize(CENT)


def spread(total: Decimal, lines: int, rng: Random) -> Sequence[Decimal]:
    """`total` dollars over `lines` amounts, skewed as real lines are, to the exact cent."""
    shares = [rng.lognormvariate(0, 1.15) for _ in range(lines)]
    least = Decimal(25)
    free = total - least * lines
    scale = free / Decimal(sum(shares))
    amounts = [(least + Decimal(share) * scale).quantize(CENT) for share in shares]
    largest = amounts.index(max(amounts))
    amounts[largest] += total - sum(amounts)
    return amounts
