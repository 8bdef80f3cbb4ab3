"""What stands beside a number and says no more than its field does: `$1,250.50`, `1 250 кг`."""

from __future__ import annotations

import re

_DOLLARS = r"(?:US ?)?\$|USD|долл(?:ар(?:ов|а)?)?\.?(?: США)?"
_KILOGRAMS = r"KGS?|кг"


def sign_of(field: str) -> str:
    """The signs of a field's unit as a regular expression, whatever their case; empty where the
    field's name says no unit."""
    if field.endswith("_usd"):
        return _DOLLARS
    return _KILOGRAMS if field.endswith("_kg") else ""


_SIGNED = re.compile(
    rf"([+-]?) *(?:(?:{_DOLLARS}) *)?(.*?)(?: *(?:{_DOLLARS}|{_KILOGRAMS}))?\.?", re.IGNORECASE
)


def unsigned(cell: str) -> str:
    """A cell without the sign of dollars or kilograms before or behind its number."""
    match = _SIGNED.fullmatch(cell)
    return match[1] + match[2] if match else cell
