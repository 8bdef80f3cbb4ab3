"""Amounts as people read them. A short form never says more than the figure it shortens.

A floor is cut down, a ceiling is rounded up, a point is rounded to the nearest (half to even), so
that "at least" and "at most" stay true of what is printed. The exact amount is never far away.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from followthegoods.model.answer import DOLLARS, Figure, amount

_SCALES: tuple[tuple[Decimal, Decimal, int, str, str], ...] = (
    (Decimal(1), Decimal(10) ** 3, 2, "", ""),
    (Decimal(10) ** 3, Decimal(10) ** 6, 1, " k", " thousand"),
    (Decimal(10) ** 6, Decimal(10) ** 9, 2, " M", " million"),
    (Decimal(10) ** 9, Decimal("Infinity"), 2, " bn", " billion"),
)
"""A unit, what stays below it once rounded, decimals kept, the unit's sign and its word."""

OPEN = "+"
"""Behind a ceiling that is open: nothing may be called "at most" it."""


def full(value: Decimal) -> str:
    """Every digit an amount has, at least two after the point if it has any: `15,461,664.73`."""
    whole, _, part = amount(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + (f".{part}" if part else "")


def money(value: Decimal) -> str:
    """An amount of money in full, with at least two decimals: `1,000.00`."""
    text = full(value)
    return text if "." in text else f"{text}.00"


def said(value: Decimal, unit: str) -> str:
    """An amount in full, as amounts of a unit are written: money with two decimals."""
    return money(value) if unit == DOLLARS else full(value)


def short(value: Decimal, rounding: str = ROUND_HALF_EVEN, *, words: bool = False) -> str:
    """An amount in thousands, millions or billions: `15.46 M`, in words `15.46 million`.

    `rounding` is one of decimal's; see `short_floor` and `short_ceiling`. Below a thousand the
    amount keeps up to two decimals.
    """
    for unit, limit, places, sign, word in _SCALES:
        scaled = (value / unit).quantize(Decimal(1).scaleb(-places), rounding)
        if abs(scaled * unit) < limit:
            digits = f"{scaled:,f}"
            return digits.removesuffix(".00") if unit == 1 else digits + (word if words else sign)
    raise AssertionError(f"not a finite amount: {value}")


def short_floor(value: Decimal, *, words: bool = False) -> str:
    """A floor in short: never more than the floor."""
    return short(value, ROUND_FLOOR, words=words)


def short_ceiling(value: Decimal, *, words: bool = False) -> str:
    """A ceiling in short: never less than the ceiling."""
    return short(value, ROUND_CEILING, words=words)


def band(figure: Figure) -> str:
    """Floor and ceiling of a figure in short, `10.99–11.21 M`; `=` where both are the point."""
    mark = OPEN if figure.ceiling_open else ""
    if figure.floor == figure.ceiling:
        return f"={mark}"
    low, high = short_floor(figure.floor), short_ceiling(figure.ceiling)
    low_digits, _, low_unit = low.partition(" ")
    if low_unit == high.partition(" ")[2]:
        low = low_digits
    return f"{low}–{high}{mark}"


def share(part: Decimal, whole: Decimal) -> str:
    """A part of a whole in per cent, to the nearest tenth; empty where it has no meaning."""
    if whole <= 0 or part < 0:
        return ""
    percent = part * 100 / whole
    if 0 < percent < Decimal("0.1"):
        return "<0.1 %"
    return f"{percent.quantize(Decimal('0.1'), ROUND_HALF_EVEN)} %"


_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(part: Decimal, whole: Decimal, width: int) -> str:
    """A bar of block characters, `width` cells for the whole; the least amount still shows."""
    if whole <= 0 or part <= 0:
        return ""
    eighths = max(1, int(min(part / whole, Decimal(1)) * width * 8))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
