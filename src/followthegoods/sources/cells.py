"""Typed cells as text that reads back as the same value, and as no other."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | float | bool | date | datetime | time | timedelta

_LONGEST_EXPONENT = 400
"""No number of 64 bits has a larger one; written out, it would only fill the disk."""


def cell_text(value: Value) -> str:
    """A typed cell as text.

    Whole numbers have no decimals and no number has an exponent. A number of exactly three
    decimals is given a fourth ("12.4170"): its point can then never be taken for a thousands
    separator. Dates are ISO 8601, without the time at midnight; truth is TRUE or FALSE. A NUL,
    which a workbook spells `_x0000_`, is spelt so again. Error cells (#N/A) arrive empty.
    """
    if isinstance(value, str):
        return value.replace("\0", "_x0000_")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else number_text(repr(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, timedelta):
        return _duration(value)
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def number_text(written: str) -> str:
    """A number written with a decimal point as text: no exponent, never exactly three decimals."""
    text = written
    if "e" in text or "E" in text:
        number = Decimal(text)
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and abs(exponent) <= _LONGEST_EXPONENT:
            text = format(number, "f")
    return text + "0" if text[-4:-3] == "." else text


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
