"""What lists write into their cells: texts, days, several names in one, the country of a place."""

from __future__ import annotations

import calendar
import csv
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby

from followthegoods.facts.countries import country_code
from followthegoods.facts.names import split_form
from followthegoods.model.listing import Basis, ListedAddress, ListedName, Quality, When

_NOTHING = frozenset(("", "-0-", "-", "n/a", "na", "none", "null", "unknown"))
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def clean(text: str | None) -> str:
    """A cell as text that can be stored: white space collapsed, "" for the signs of nothing."""
    return _clean(text) if text else ""


@lru_cache(maxsize=16_384)
def _clean(text: str) -> str:
    text = " ".join(_UNSTORABLE.sub(" ", text).split())
    return "" if text.casefold() in _NOTHING else text


def split_cell(text: str, mark: str, *, quoted: bool = False) -> list[str]:
    """The values of a cell that holds several, parted by `mark`; `quoted` ones may hold it."""
    if not mark:
        return [text]
    if quoted and '"' in text:
        return next(csv.reader([text.replace("\n", " ")], delimiter=mark), [])
    return text.split(mark)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values that say something, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))


# -- days

_MONTHS = {
    month.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, month in enumerate(names)
    if month
} | {"sept": 9}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:.*|Z|[+-]\d\d:\d\d)?")
_DOTTED = re.compile(r"(?:(\d{1,2}|dd)[./-])?(\d{1,2}|mm)[./-](\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")


@lru_cache(maxsize=16_384)
def read_span(text: str) -> tuple[date, date] | None:
    """The first and the last day of what is written: a day, a month or a year.

    `17.3.2014`, `17/03/2014` (lists put the day first), `2014-03-17T00:00:00`, `17 March 2014`,
    `March 17, 2014`, `2014-03`, `dd/mm/2014`, `2014`.
    """
    cell = text.strip()
    if m := _ISO.fullmatch(cell):
        return _span(m[1], m[2], m[3])
    if m := _DOTTED.fullmatch(cell):
        known = m[1] if m[2] != "mm" else None
        return _span(m[3], None if m[2] == "mm" else m[2], None if known == "dd" else known)
    if m := _NAMED.fullmatch(cell):
        day, month, year = m[1], m[2], m[3]
    elif m := _MONTH_FIRST.fullmatch(cell):
        month, day, year = m[1], m[2], m[3]
    else:
        return None
    number = _MONTHS.get(month.casefold())
    return _span(year, str(number), day) if number else None


def _span(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    y, m = int(year), int(month or 0)
    if not 1850 <= y <= 2100 or m > 12 or (month and not m):
        return None
    if not m:
        return date(y, 1, 1), date(y, 12, 31)
    last = calendar.monthrange(y, m)[1]
    if day is None:
        return date(y, m, 1), date(y, m, last)
    if not 1 <= int(day) <= last:
        return None
    return date(y, m, int(day)), date(y, m, int(day))


def read_day(text: str) -> date | None:
    """A whole day, as `read_span` understands it; None for a month or a year."""
    span = read_span(text)
    return span[0] if span and span[0] == span[1] else None


def read_when(text: str, basis: Basis) -> When | None:
    """When something was, as far as it is written. An observation only bounds it from above."""
    span = read_span(text)
    if span is None:
        return None
    return When(None if basis is Basis.OBSERVED else span[0], span[1], basis)


def read_birth(text: str) -> str:
    """A date of birth as ISO, cut to what is known; as written where it cannot be read."""
    span = read_span(re.sub(r"^(circa|approximately|c\.)\s*", "", clean(text), flags=re.IGNORECASE))
    if span is None:
        return clean(text)
    first, last = span
    if first == last:
        return first.isoformat()
    return first.isoformat()[: 4 if (last - first).days > 31 else 7]


# -- names


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """The script of a letter, as Unicode names it; "" for what is no letter."""
    if not char.isalpha():
        return ""
    if char.isascii():
        return "Latin"
    name = unicodedata.name(char, "").split(" ")[0]
    return {"CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana"}.get(name, name.capitalize())


_LATIN = re.compile("[A-Za-z]")


def script_of(text: str) -> str:
    """The script of most letters of a text; "" where it has none. Kana beside Han is Japanese."""
    if text.isascii():
        return "Latin" if _LATIN.search(text) else ""
    found = Counter(filter(None, map(_script, text)))
    if not found:
        return ""
    if found["Kana"] and found["Han"]:
        return "Kana"
    return min(found, key=lambda script: (-found[script], script))


_BRACKET = re.compile(r"\(([^()]{2,})\)")
_KNOWN_AS = re.compile(
    r"^(?:also )?(?:(?P<former>f\.?\s?k\.?\s?a\.?|formerly known as|formerly|former name"
    r"|previously)|a\.?\s?k\.?\s?a\.?|alias|known as|n\.?\s?k\.?\s?a\.?|born)[\s:]+",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[^\W\d_]{2,6}")
_EDGES = " ,;:"
_QUOTED = re.compile(r"""['"‘“«]([^'"‘’“”«»]*)['"’”»]""")


def names_in(text: str, quality: Quality, *, former: bool = False) -> list[ListedName]:
    """The names in a cell: the whole as written, and names hidden in it.

    In brackets: the name in another script, with a legal form, after "a.k.a."; an acronym is a
    weak name. Beside each other: two or more words of one script after as many of another.
    """
    text = clean(text)
    if not text:
        return []
    whole = ListedName(text, quality, script_of(text), former)
    beside = Quality.WEAK if quality is Quality.WEAK else Quality.STRONG
    inner = [name for found in _BRACKET.findall(text) for name in _bracketed(found, text, beside)]
    outer = " ".join(_BRACKET.sub(" ", text).split()).strip(_EDGES) if inner else text
    pieces = [outer, *_runs(outer)] if inner else _runs(text)
    hidden = [ListedName(piece, beside, script_of(piece), former) for piece in pieces]
    found = {name.text: name for name in (*inner, *hidden, whole) if script_of(name.text)}
    return [whole, *(name for name in found.values() if name.text != text)]


def _bracketed(inside: str, text: str, quality: Quality) -> list[ListedName]:
    """The name in a pair of brackets, if it is one and not a remark."""
    known = _KNOWN_AS.match(inside)
    name = inside[known.end() :] if known else inside
    name = _QUOTED.sub(r"\1", name) if _QUOTED.fullmatch(name) else name.strip(_EDGES)
    script = script_of(name)
    if known or (script != script_of(_BRACKET.sub(" ", text)) and script) or split_form(name)[1]:
        return [ListedName(name, quality, script, bool(known and known["former"]))]
    is_form = bool(split_form(f"X {name}")[1])
    if _ACRONYM.fullmatch(name) and name.isupper() and not is_form and not country_code(name):
        return [ListedName(name, Quality.WEAK, script)]
    return []


def _runs(text: str) -> list[str]:
    """The parts of a name written in one script and then in another, two words each or more."""
    if text.isascii():
        return []
    runs: list[list[str]] = []
    for script, words in groupby(text.split(), key=lambda word: script_of(word)):
        if script and not (runs and script_of(runs[-1][0]) == script):
            runs.append([*words])
        elif runs:
            runs[-1] += words
    if len(runs) < 2 or any(len(run) < 2 for run in runs):
        return []
    return [" ".join(run).strip(_EDGES) for run in runs]


# -- places


_POSTCODE = string.digits + string.whitespace

_country = lru_cache(maxsize=16_384)(country_code)


@lru_cache(maxsize=100_000)
def country_in(text: str) -> str | None:
    """The country an address ends with (or begins with, behind a postcode), as an ISO code."""
    parts = [part.strip(_POSTCODE).strip(" .") for part in text.split(",")]
    parts = [part for part in parts if len(part) > 3 or part.isupper()]
    for part in (*parts[:-4:-1], *parts[:2]):
        plain = re.sub(r"^the ", "", part, flags=re.IGNORECASE)
        if len(plain) > 3 and (code := _country(plain)):
            return code
    return None


def address(text: str, country: str | None = None) -> Iterator[ListedAddress]:
    """An address as listed; its country as stated, else as it is written in it."""
    text = clean(text)
    if text:
        yield ListedAddress(text, country or _country(text) or country_in(text))
