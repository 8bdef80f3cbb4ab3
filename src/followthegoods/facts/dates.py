"""Days as people write them: `28.03.2025`, `28-Mar-2025`, `2025-03-28T18:30:00.000Z`, a
spreadsheet's 45744."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Days outside are spreadsheets' zero days and typing errors, not days of a declaration."""

Read = tuple[date | None, str | None]
"""A day, or a code that says why there is none."""

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z)?)?"
)
_HOUR = r"(?:,?[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)?"
_DOTTED = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_HOUR}")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-./ ]*(?:de )?([^\W\d_]{3})[^\W\d_]*\.?[-./, ']*(?:de )?"
    rf"((?:19|20)\d{{2}}|\d{{2}})(?: ?г\.?)?{_HOUR}"
)
_NAMED_FIRST = re.compile(
    rf"([^\W\d_]{{3}})[^\W\d_]*\.?[- ](\d{{1,2}})(?:st|nd|rd|th)?,?[- ]((?:19|20)\d{{2}}){_HOUR}"
)
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.\d+)?")
_COMPACT = re.compile(r"(19\d{2}|20\d{2})(\d{2})(\d{2})")


def read_day(text: str, *, day_first: bool = True, utc_offset: timedelta | None = None) -> Read:
    """A day. Times in UTC are moved by `utc_offset`; serial numbers count from 1899-12-30.

    `day_first` says what `1/2/2023` is; `1.2.2023` always begins with the day. Codes:
    `not_a_date`, `date_out_of_range`, `time_zone_unknown`.
    """
    cell = text.strip()
    if m := _ISO.fullmatch(cell):
        return _moment(m, utc_offset)
    if m := _YEAR_FIRST.fullmatch(cell) or _COMPACT.fullmatch(cell):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _DOTTED.fullmatch(cell):
        first, second, year = int(m[1]), int(m[3]), _century(m[4])
        return _day(year, second, first) if day_first or m[2] == "." else _day(year, first, second)
    if (m := _NAMED.fullmatch(cell)) and (number := _MONTHS.get(m[2].upper())):
        return _day(_century(m[3]), number, int(m[1]))
    if (m := _NAMED_FIRST.fullmatch(cell)) and (number := _MONTHS.get(m[1].upper())):
        return _day(int(m[3]), number, int(m[2]))
    if m := _SERIAL.fullmatch(cell):
        found = date(1899, 12, 30) + timedelta(days=int(m[1]))
        return _day(found.year, found.month, found.day)
    return None, "not_a_date"


def _century(year: str) -> int:
    """A year as written: of two digits, below 70 of this century."""
    short = len(year) == 2
    return int(year) + (0 if not short else 2000 if int(year) < 70 else 1900)


def _moment(match: re.Match[str], utc_offset: timedelta | None) -> Read:
    """An ISO date; a time in UTC is moved to the authority's own day."""
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[7] is None or (match[4], match[5]) == ("00", "00"):
        return _day(year, month, day)
    if utc_offset is None:
        return None, "time_zone_unknown"
    try:
        moment = datetime(year, month, day, int(match[4]), int(match[5]))
    except ValueError:
        return None, "not_a_date"
    local = moment + utc_offset
    return _day(local.year, local.month, local.day)


def _day(year: int, month: int, day: int) -> Read:
    try:
        found = date(year, month, day)
    except ValueError:
        return None, "not_a_date"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, "date_out_of_range"
    return found, None


def spell_out(text: str, form: str) -> str:
    """A day or month written in digits only, with its parts marked; any other text as it is.

    `form` is `ddmmyyyy` (a lost leading zero is put back) or `yymm`, of this century; empty for
    neither.
    """
    cell = text.strip().removesuffix(".0")
    if not (cell.isascii() and cell.isdecimal()):
        return text
    if form == "ddmmyyyy":
        digits = cell.zfill(8)
        return f"{digits[:-6]}.{digits[-6:-4]}.{digits[-4:]}"
    if form == "yymm" and len(cell) in (3, 4):
        return f"20{cell.zfill(4)[:2]}-{cell[-2:]}"
    return text


_YEAR_MONTH = re.compile(r"((?:19|20)\d{2})(?:[-./ ]([1-9])|[-./ ]?(0[1-9]|1[0-2]))")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-./ ]((?:19|20)\d{2})")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3})[^\W\d_]*\.?[ ,.'-]*((?:19|20)\d{2}|\d{2})")
_MONTHS = {
    name: number
    for names in (
        "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC",
        "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC",
        "JAN FEV MAR ABR MAI JUN JUL AGO SET OUT NOV DEZ",
        "ЯНВ ФЕВ МАР АПР МАЙ ИЮН ИЮЛ АВГ СЕН ОКТ НОЯ ДЕК",
        "ЯНВ ФЕВ МАР АПР МАЯ ИЮН ИЮЛ АВГ СЕН ОКТ НОЯ ДЕК",
        "СІЧ ЛЮТ БЕР КВІ ТРА ЧЕР ЛИП СЕР ВЕР ЖОВ ЛИС ГРУ",
        "OCA ŞUB MAR NIS MAY HAZ TEM AĞU EYL EKI KAS ARA",
    )
    for number, name in enumerate(names.split(), start=1)
}
"""The first three letters of the months in the languages that dumps are written in."""


def read_month(text: str, *, day_first: bool = True, utc_offset: timedelta | None = None) -> Read:
    """The first day of a month: `202304`, `2023-04`, `04.2023`, `Apr 2023`, or any day in it."""
    cell = text.strip()
    if m := _YEAR_MONTH.fullmatch(cell.removesuffix(".0")):
        return _day(int(m[1]), int(m[2] or m[3]), 1)
    if m := _MONTH_YEAR.fullmatch(cell):
        return _day(int(m[2]), int(m[1]), 1)
    if (m := _NAMED_MONTH.fullmatch(cell)) and (month := _MONTHS.get(m[1].upper())):
        return _day(int(m[2]) + (2000 if len(m[2]) == 2 else 0), month, 1)
    day, mark = read_day(cell, day_first=day_first, utc_offset=utc_offset)
    return (day.replace(day=1) if day else None), mark


def day_order(cells: Iterable[str], authority: str) -> str:
    """What stands first in a column of `1/2/2023` dates, by the dates that can only be one.

    `day` or `month`; `day?` or `month?`, the authority's own way of writing, where the column tells
    nothing; `both` where it contradicts itself.
    """
    first = second = False
    for cell in cells:
        m = _DOTTED.fullmatch(cell.strip())
        if m and m[2] != ".":
            first |= int(m[1]) > 12
            second |= int(m[3]) > 12
    if first or second:
        return "both" if first and second else "day" if first else "month"
    return "month?" if authority in MONTH_FIRST else "day?"


MONTH_FIRST = {"US"}
"""Authorities whose people write the month before the day."""


def two_ways(cell: str) -> bool:
    """Whether a cell is two days, by what stands first in it."""
    m = _DOTTED.fullmatch(cell.strip())
    return bool(
        m and m[2] != "." and m[1].zfill(2) != m[3].zfill(2) and int(m[1]) <= 12 and int(m[3]) <= 12
    )
