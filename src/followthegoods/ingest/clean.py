"""Cleaning one cell: a date, a country, a code, a regime … as written -> its value.

These run once per distinct cell, in Python, and are joined back: a dump of millions of rows has a
few thousand distinct dates and a few hundred countries. Each returns the value and a mark, a code
that says what was wrong with the cell; a cell that cannot be read keeps its line and is None.
Cleaning a cleaned value gives the same value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from followthegoods.facts.countries import country_code, is_unknown_country
from followthegoods.facts.currencies import currency_code
from followthegoods.facts.dates import Read, read_day, read_month, spell_out, two_ways
from followthegoods.facts.hs import is_heading
from followthegoods.facts.placeholders import is_nothing
from followthegoods.facts.regimes import parse_regime
from followthegoods.facts.units import unit_code
from followthegoods.model.fields import Kind


@dataclass(frozen=True)
class Context:
    """What a cell's meaning depends on beside its text: order of day and month (as `day_order` says
    it), offset from UTC.

    `alpha_2` says that a column of countries is one of two-letter codes, so that NA is Namibia.
    `values` says what the layout's own codes mean, folded by `code_key`; `form` how days and months
    are written without marks between their parts.
    """

    order: str = "day"
    utc_offset: timedelta | None = None
    alpha_2: bool = False
    values: Mapping[str, str] | None = None
    form: str = ""


Cleaned = tuple[str | None, str | None]
"""A value as text that the engine casts, and a mark; both None for an empty cell."""


def clean_date(text: str, context: Context) -> Cleaned:
    """A day in ISO form."""
    return _ordered(read_day, spell_out(text, context.form), context)


def clean_month(text: str, context: Context) -> Cleaned:
    """The first day of a month, in ISO form."""
    return _ordered(read_month, spell_out(text, context.form), context)


def _ordered(read: Callable[..., Read], text: str, context: Context) -> Cleaned:
    """A day by what stands first in its column: none where the column contradicts itself, marked
    where it tells nothing."""
    first = not context.order.startswith("month")
    day, mark = read(text, day_first=first, utc_offset=context.utc_offset)
    if day is None and context.order == "both":
        day, mark = read(text, day_first=False, utc_offset=context.utc_offset)
    if day is None:
        return None, mark
    if context.order not in ("day", "month") and two_ways(text):
        if context.order == "both":
            return None, "ambiguous_date"
        mark = "order_assumed"
    return day.isoformat(), mark


def clean_country(text: str, context: Context) -> Cleaned:
    """A country as ISO 3166-1 alpha-2; "not stated" is empty, "not understood" is marked."""
    if is_unknown_country(text):
        return None, None
    code = country_code(text)
    return (code, None) if code else (None, "unknown_country")


def clean_currency(text: str, context: Context) -> Cleaned:
    code = currency_code(text)
    return (code, None) if code else (None, "unknown_currency")


def clean_unit(text: str, context: Context) -> Cleaned:
    """A unit by its short code; one that is not known is kept, in capitals; 0 is none."""
    if not text.strip(" 0.,"):
        return None, None
    return unit_code(text) or " ".join(text.upper().split()), None


_HS_JUNK = re.compile(r"[\s.\-']+")
_HS = re.compile(r"([0-9]{3,12})([A-Z]{0,3})")


def clean_hs(text: str, context: Context) -> Cleaned:
    """A commodity code: digits, as long as written. A lost leading zero is put back.

    Codes have an even number of digits in every tariff of 4 to 12 digits that dumps hold, so a
    bare odd number has lost its zero to a spreadsheet. A code that shows it was never a number
    (parted by points, cut short with an asterisk, ended by a letter) has not, nor has one that is
    of no heading with a zero and of one without: there the last digits, which no tariff has alone,
    are left off.
    """
    written = text.strip().removesuffix(".0")
    parts = [part for part in _HS_JUNK.split(written.rstrip("* ")) if part]
    found = _HS.fullmatch("".join(parts))
    if found is None:
        return None, "not_a_code"
    digits = found[1]
    if len(digits) % 2:
        whole = len(parts) > 1 and len(parts[0]) % 2 == 0
        if found[2]:
            digits = digits[: min(8, len(digits) - 1)]  # a tariff's eight, one country's three
        elif whole or written.endswith("*") or _was_cut(digits):
            digits = digits[:-1]
        else:
            digits = "0" + digits
    if len(digits) < 4 or digits.startswith("00"):
        return None, "not_a_code"
    return digits, None


def _was_cut(digits: str) -> bool:
    """Whether it is its last digit that an odd code lacks: `870829900` is no fruit of chapter 8."""
    return is_heading(digits[:4]) and not is_heading(f"0{digits[:3]}")


_IMPORT = {"ИМ", "IM", "ИМПОРТ", "IMPORT", "ІМ", "ІМПОРТ", "IMP", "I", "IMPORTACION", "IMPORTACIÓN"}
_EXPORT = {
    "ЭК",
    "EK",
    "ЭКСПОРТ",
    "EXPORT",
    "ЕК",
    "ЕКСПОРТ",
    "EX",
    "EXP",
    "E",
    "EXPORTACION",
    "EXPORTACIÓN",
}


def clean_direction(text: str, context: Context) -> Cleaned:
    words = re.split(r"[^\w]+", text.upper().strip())
    if words[0] in _IMPORT:
        return "import", None
    if words[0] in _EXPORT:
        return "export", None
    return None, "unknown_direction"


def clean_regime(text: str, context: Context) -> Cleaned:
    """Requested and previous procedure as `40 00`; `40 ` where the previous one is not given."""
    requested, previous = parse_regime(text)
    if requested is None:
        return None, "unknown_regime"
    return f"{requested} {previous or ''}", None


CLEANERS: dict[Kind, Callable[[str, Context], Cleaned]] = {
    Kind.DATE: clean_date,
    Kind.MONTH: clean_month,
    Kind.COUNTRY: clean_country,
    Kind.CURRENCY: clean_currency,
    Kind.UNIT: clean_unit,
    Kind.HS: clean_hs,
    Kind.DIRECTION: clean_direction,
    Kind.REGIME: clean_regime,
}
"""The kinds whose cells are cleaned once per distinct text."""


def code_key(text: str) -> str:
    """A code as it is looked up among a layout's values: no case, no leading zeros, no `.0`."""
    folded = " ".join(text.upper().split()).removesuffix(".0")
    return folded.lstrip("0") or "0"


_UNKNOWN = {
    Kind.COUNTRY: "unknown_country",
    Kind.CURRENCY: "unknown_currency",
    Kind.DIRECTION: "unknown_direction",
    Kind.REGIME: "unknown_regime",
}
"""The mark of a code that is not among a layout's values, by the kind of its field."""


def clean(kind: Kind, text: str, context: Context) -> Cleaned:
    """Clean one cell of one of the `CLEANERS`' kinds.

    Where a layout says what codes mean, a code it does not name is never taken for another's: the
    Chilean customs' 336 is not the country that has this number elsewhere.
    """
    namibia = kind is Kind.COUNTRY and context.alpha_2 and text.strip() == "NA"
    if not namibia and (not text.strip() or is_nothing(text)):
        return None, None
    if context.values is not None:
        meaning = context.values.get(code_key(text))
        if meaning is None and len(text.strip()) <= _LONGEST_CODE:
            return (text.strip().upper(), None) if kind is Kind.UNIT else (None, _UNKNOWN[kind])
        text = text if meaning is None else meaning
        if not text:
            return None, None
    return CLEANERS[kind](text, context)


_LONGEST_CODE = 4
"""What is longer is a word, and read as one whatever a layout says of codes."""
