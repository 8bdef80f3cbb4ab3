"""The planted truth of the demonstration, as it is handed out and written to `truth.json`.

Amounts are US dollars (box 46), decimals to the cent; in the JSON they are strings.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

NOTE = (
    "ВЫМЫШЛЕННЫЕ ДАННЫЕ / INVENTED DATA: every company, tax id, address, declaration and amount "
    "is invented; only the countries are real."
)


@dataclass(frozen=True)
class Book:
    """The physical rows of one file, by kind. `lines` can be read as lines of a declaration."""

    preamble: int = 0
    header: int = 0
    repeated_header: int = 0
    blank: int = 0
    totals: int = 0
    refused: int = 0
    lines: int = 0
    rows_read: int = 0

    def with_rows(self, *, lines: int, refused: int) -> Book:
        """The same book with its lines and refused rows, and the sum of all rows."""
        around = self.preamble + self.header + self.repeated_header + self.blank + self.totals
        return replace(self, lines=lines, refused=refused, rows_read=around + lines + refused)


@dataclass(frozen=True)
class Sums:
    """The three numbers of a figure; `rows` stand in the point, without those without value."""

    floor: Decimal
    point: Decimal
    ceiling: Decimal
    rows: int
    rows_without_value: int


@dataclass(frozen=True)
class SubjectTruth:
    """Who the subject is, how its name is written, and who only has the same name."""

    name: str
    inn: str
    spellings: tuple[str, ...]
    addresses: tuple[str, ...]
    namesake_inn: str
    namesake_address: str
    namesake_rows: int
    namesake_usd: Decimal


@dataclass(frozen=True)
class SupplierTruth:
    """One planted supplier: its country, what it sent, and its names as written in the files."""

    country: str
    point: Decimal
    lines: int
    written: tuple[tuple[str, str], ...]
    """Name as written and the sender's country, in the order of the alphabet."""


@dataclass(frozen=True)
class SinceTruth:
    """What was registered on and after a day."""

    day: date
    point: Decimal
    by_country: dict[str, dict[str, Decimal]]


@dataclass(frozen=True)
class Apart:
    """Rows of the subject that no figure contains."""

    rows: int
    usd: Decimal


@dataclass(frozen=True)
class Truth:
    """What is true of the invented records, by an account of its own.

    `by_country` has one table per basis (origin, dispatch, trading, sender). `by_maker` is not
    additive: a line that names two makers counts for both. `planted` names each trap's lines as
    `number item n`. `counts` has what happens to lines over all files, for everybody and for
    the subject.
    """

    note: str
    seed: int
    subject: SubjectTruth
    total: Sums
    ceiling_open: bool
    ceiling_open_because: tuple[str, ...]
    by_country: dict[str, dict[str, Decimal]]
    by_year: dict[str, Decimal]
    by_hs4: dict[str, Decimal]
    by_supplier: dict[str, SupplierTruth]
    by_maker: dict[str, Decimal]
    since: SinceTruth
    apart: dict[str, Apart]
    uncertain: Apart
    planted: dict[str, tuple[str, ...]]
    counts: dict[str, dict[str, int]]
    books: dict[str, Book]

    def as_json(self) -> str:
        """The truth as readable JSON, amounts as decimal strings, dates as ISO."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=_text) + "\n"


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
