"""One row as a vendor could have it, before it is written in that vendor's dialect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

A_EARLY = "INVENTED-vendor-a-2018-2020.csv"
A_LATE = "INVENTED-vendor-a-2021-2023.csv"
B = "INVENTED-vendor-b.xlsx"
C = "INVENTED-vendor-c.csv"
FILES = (A_EARLY, A_LATE, B, C)

BANNER = "ВЫМЫШЛЕННЫЕ ДАННЫЕ / INVENTED DATA"

CENT = Decimal("0.01")

CELL_TOO_MANY = "refused: a cell too many"
CUT_SHORT = "refused: cut short"
REFUSED = (CELL_TOO_MANY, CUT_SHORT)

SUBJECT, UNCERTAIN, HOMONYM, OTHER = "subject", "uncertain", "homonym", "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One goods item of one declaration, as one file has it, with what was planted in it.

    Amounts are decimals: `usd` is box 46, `customs` box 45 in roubles, `invoice` box 42 in
    `currency`, `rate` roubles per unit of that currency (per 1,000 won). Weights in kilograms.
    `who` says whose line it is, `supplier` and `makers` who is behind the names as written,
    `trap` what was planted: all three are known to the ledger only and never written to a file.
    """

    file: str
    office: str
    stamp: date
    serial: int
    item: int
    registered: date
    released: date | None
    direction: str
    regime: str
    sender: str
    sender_address: str
    sender_country: str
    receiver_id: str
    receiver: str
    receiver_address: str
    holder_id: str
    holder: str
    trading: str
    dispatch: str
    origin: str
    declared_origin: str
    goods: str
    maker: str
    mark: str
    hs: str
    gross: Decimal
    net: Decimal
    quantity: int
    unit: str
    currency: str
    rate: Decimal
    invoice: Decimal
    customs: Decimal
    usd: Decimal
    incoterms: str
    who: str = OTHER
    supplier: str = ""
    makers: tuple[str, ...] = ()
    trap: str = ""

    @property
    def number(self) -> str:
        """Office, day as the number has it, serial: 10404050/150322/0012345."""
        day = self.stamp
        return f"{self.office}/{day.day:02}{day.month:02}{day.year % 100:02}/{self.serial:07}"

    @property
    def key(self) -> tuple[str, int, int, int] | None:
        """Office, year, serial, item; an item of 0 is no key."""
        return (self.office, self.stamp.year, self.serial, self.item) if self.item else None

    @property
    def place(self) -> str:
        """The line as a reader finds it in a file: number and item."""
        return f"{self.number} item {self.item}"


def file_of_year(day: date) -> str:
    """Vendor A's file for a day of registration."""
    return A_EARLY if day.year <= 2020 else A_LATE


def checked_inn(nine: str) -> str:
    """Nine digits and the check digit of a company's ИНН behind them (ten digits)."""
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    total = sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True))
    return f"{nine}{total % 11 % 10}"


_LATIN = str.maketrans(
    {
        "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH",
        "З": "Z", "И": "I", "Й": "Y", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O",
        "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ф": "F", "Х": "KH", "Ц": "TS",
        "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "", "Ы": "Y", "Ь": "", "Э": "E", "Ю": "YU",
        "Я": "YA",
    }
)  # fmt: skip


def latin(text: str) -> str:
    """Russian capitals in Latin letters, as vendor C writes companies and addresses."""
    return text.translate(_LATIN)
