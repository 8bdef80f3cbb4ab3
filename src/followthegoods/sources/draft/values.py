"""What the cells of a column are, by themselves: shares of cells that fit each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial

from followthegoods.facts.countries import country_code, is_unknown_country
from followthegoods.facts.currencies import currency_code
from followthegoods.facts.dates import read_day
from followthegoods.facts.identifiers import read_identifier
from followthegoods.facts.names import split_form
from followthegoods.facts.number_signs import sign_of, unsigned
from followthegoods.facts.regimes import parse_regime
from followthegoods.facts.text import key, read_toml, skeleton
from followthegoods.facts.units import unit_code
from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.draft.words import draft_words, word_set

_DISTINCT = 500
"""Distinct cells looked at in a column, the most frequent first."""

REGISTERS = ("RU", "KZ", "UA", "BY", "PE")

_NUMBER = re.compile(r"[+-]?\d[\d \u00a0\u202f'.,]*(?:[eE][+-]?\d+)?")
_HS = re.compile(r"\d{4,12}[A-Z]{0,3}\*?")
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_MONTH = re.compile(r"(?:19|20)\d{2}[-./ ]?(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[-./](?:19|20)\d{2}")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3})[^\W\d_]*\.?[ ,.-]*(?:19|20)?\d{2}")
_FIRST_OF_MONTH = re.compile(r"\d{4}-\d{2}-01(?:[ T]00:00:00(?:\.0+)?)?|01\.\d{2}\.\d{4}")
_SPARE = re.compile(r"[\s.\-']+")


def read_number(cell: str, *, points_part: bool = False) -> float | None:
    """A number for comparing columns, or None; never used for a figure.

    `points_part` says that a point parts thousands in this column.
    """
    if not _NUMBER.fullmatch(cell):
        return None
    bare = re.sub(r"[ \u00a0\u202f']", "", cell)
    if "," in bare and "." in bare:
        mark = max(bare.rfind(","), bare.rfind("."))
        bare = re.sub(r"[.,]", "", bare[:mark]) + "." + bare[mark + 1 :]
    elif bare.count(",") > 1 or bare.count(".") > 1 or (points_part and "." in bare):
        bare = re.sub(r"[.,]", "", bare)
    bare = bare.replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return None


def is_number(cell: str) -> bool:
    """Whether a cell is a number as a whole."""
    return read_number(cell) is not None


def _is_measured(cell: str) -> bool:
    """Whether a cell is a number, or one with the sign of dollars or kilograms."""
    return is_number(unsigned(cell))


def is_code(cell: str) -> bool:
    """Whether a cell can be a commodity code: its first two digits are a chapter of the HS."""
    bare = _SPARE.sub("", cell.removesuffix(".0"))
    if not _HS.fullmatch(bare):
        return False
    digits = bare.rstrip("*").rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    chapter = int(digits[:1] if len(digits) % 2 else digits[:2])
    return 1 <= chapter <= 97 and chapter != 77 and len(digits) >= 4


def is_day(cell: str) -> bool:
    """Whether a cell is a day, or a moment in UTC; serial numbers are not taken for days here."""
    if cell.isdigit() and len(cell) != 8:
        return False
    day, code = read_day(cell)
    month_first, _ = read_day(cell, day_first=False)
    return bool(day or month_first) or code == "time_zone_unknown"


def is_month(cell: str) -> bool:
    """Whether a cell is a month: `202304`, `Apr 2023`, or the first day of one."""
    named = _NAMED_MONTH.fullmatch(cell)
    if named and skeleton(key(named[1])) in word_set("values", "months"):
        return True
    return bool(_MONTH.fullmatch(cell) or _FIRST_OF_MONTH.fullmatch(cell))


def is_country(cell: str) -> bool:
    """Whether a cell names a country, or says that it does not know one."""
    return country_code(cell) is not None or is_unknown_country(cell)


def is_regime(cell: str) -> bool:
    """Whether a cell holds a customs procedure: `40 00`, `ИМ/40/ДТ`."""
    return parse_regime(cell.strip())[0] is not None


def is_direction(cell: str) -> bool:
    """Whether a cell begins with a word for import or export."""
    first = skeleton(key(cell)).split()[:1]
    return bool(first) and first[0] in word_set("values", "imports") | word_set("values", "exports")


def is_incoterms(cell: str) -> bool:
    """Whether a cell begins with a term of delivery: `FOB`, `CIF Mundra`."""
    return cell[:3].upper() in draft_words()["values"]["incoterms"] and not cell[3:4].isalnum()


def is_company(cell: str) -> bool:
    """Whether a cell holds a name with a legal form."""
    return bool(split_form(cell)[1])


@cache
def _street_words() -> frozenset[str]:
    noise = (skeleton(key(word)) for word in read_toml("addresses.toml")["noise"])
    return frozenset(word for word in noise if len(word) > 2) - {"THE", "AND"}


def is_address(cell: str) -> bool:
    """Whether a cell reads like an address: words for streets, and commas or digits."""
    words = set(skeleton(key(cell)).split())
    marks = "," in cell or any(c.isdigit() for c in cell)
    return marks and len(words) > 2 and bool(words & _street_words())


def is_wordy(cell: str) -> bool:
    """Whether a cell is made of words rather than of figures or codes."""
    letters = sum(1 for c in cell if c.isalpha())
    return letters > 2 and letters > sum(1 for c in cell if c.isdigit())


def is_label(cell: str) -> bool:
    """Whether a cell can be an identifier: one word, or a few with a digit among them."""
    few = len(cell.split()) <= 4 and any(c.isdigit() for c in cell)
    return len(cell) <= 40 and (few or " " not in cell)


def valid_in(cell: str, register: str) -> bool:
    """Whether a cell is a tax id of a country, its checksum included."""
    found = read_identifier(cell, register) if any(c.isdigit() for c in cell) else None
    return found is not None and found.valid


def _has_form(cell: str, pattern: str) -> bool:
    return bool(re.match(pattern, cell.replace(" ", "")))


@dataclass(frozen=True)
class Column:
    """The cells of one column. Shares are of the cells that say something."""

    place: int
    cells: tuple[str | None, ...]

    @cached_property
    def counted(self) -> Counter[str]:
        return Counter(cell for cell in self.cells if cell is not None)

    @cached_property
    def filled(self) -> int:
        return self.counted.total()

    @cached_property
    def _looked_at(self) -> list[tuple[str, int]]:
        return self.counted.most_common(_DISTINCT)

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of cells that pass a test."""
        of = sum(count for _, count in self._looked_at)
        return sum(n for cell, n in self._looked_at if test(cell)) / of if of else 0.0

    @cached_property
    def length(self) -> float:
        """The average length of a cell."""
        of = sum(count for _, count in self._looked_at)
        return sum(len(cell) * n for cell, n in self._looked_at) / of if of else 0.0

    @cached_property
    def stated(self) -> Column:
        """The column without zeros, which stand for nothing where a code or a day belongs."""
        if self.counted["0"] in (0, self.filled):
            return self
        return Column(self.place, tuple(None if cell == "0" else cell for cell in self.cells))

    @cached_property
    def constant(self) -> bool:
        return len(self.counted) == 1 and self.filled > 2

    @cached_property
    def numbers(self) -> tuple[float | None, ...]:
        """Each row's number, None where there is none."""
        parting = any(re.search(r"\.\d{3}[.,]", cell) for cell, _ in self._looked_at)
        return tuple(
            read_number(unsigned(c), points_part=parting) if c is not None else None
            for c in self.cells
        )

    @cached_property
    def numeric(self) -> bool:
        return self.filled > 0 and self.share(_is_measured) >= 0.9

    @cached_property
    def is_guid(self) -> bool:
        return self.filled > 0 and self.share(lambda cell: bool(_GUID.fullmatch(cell))) > 0.9

    @cached_property
    def register(self) -> str | None:
        """The country whose tax ids, checksums included, nine in ten cells are."""
        if self.share(lambda cell: 7 < len(_SPARE.sub("", cell)) < 13) < 0.8:
            return None
        shares = {name: self.share(partial(valid_in, register=name)) for name in REGISTERS}
        best = max(shares, key=lambda name: shares[name])
        return best if shares[best] >= 0.9 and len(self.counted) > 1 else None

    @cached_property
    def form(self) -> str | None:
        """The authority whose declaration numbers have the form of these cells."""
        for authority, pattern in draft_words()["forms"].items():
            if self.share(partial(_has_form, pattern=pattern)) > 0.9:
                return str(authority)
        return None


Test = tuple[Callable[[str], bool], str]

_BY_KIND: dict[Kind, Test] = {
    Kind.DATE: (lambda c: is_day(c) or (c.isdigit() and len(c) == 5), "days"),
    Kind.COUNTRY: (is_country, "countries"),
    Kind.CURRENCY: (lambda c: currency_code(c) is not None, "currencies"),
    Kind.UNIT: (lambda c: unit_code(c) is not None, "units"),
    Kind.HS: (is_code, "commodity codes"),
    Kind.DIRECTION: (is_direction, "import or export"),
    Kind.REGIME: (is_regime, "customs procedures"),
    Kind.MONEY: (is_number, "numbers"),
    Kind.WEIGHT: (is_number, "numbers"),
    Kind.QUANTITY: (is_number, "numbers"),
    Kind.RATE: (is_number, "numbers"),
    Kind.INTEGER: (lambda c: bool(re.fullmatch(r"\d{1,5}(\.0)?", c)), "small whole numbers"),
}
_BY_FIELD: dict[str, Test] = {
    "month": (is_month, "months"),
    "incoterms": (is_incoterms, "delivery terms"),
    "declaration": (is_label, "numbers"),
    "goods": (is_wordy, "words"),
    "valuation": (lambda c: len(c) < 60, "short marks"),
}


def fit_of(field: str) -> Test | None:
    """What cells of a field are, and in words; None where cells cannot tell."""
    if field in _BY_FIELD:
        return _BY_FIELD[field]
    if field.endswith("_name"):
        return is_wordy, "words"
    if field.endswith("_id"):
        return is_label, "numbers or codes"
    if sign_of(field):
        return _is_measured, "numbers"
    if field.endswith("_address"):
        return is_wordy, "words"
    return _BY_KIND.get(BY_NAME[field].kind)
