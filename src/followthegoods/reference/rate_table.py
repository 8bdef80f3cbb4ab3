"""A table of official rates as a central bank publishes it, read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, engine_errors, path_literal
from followthegoods.errors import BadParameter, BadRates
from followthegoods.facts.currencies import currency_code
from followthegoods.facts.dates import read_day
from followthegoods.sources.raw import raw_rows, read_raw

PLACES = 16
"""Digits after the point of the dollars that are stored for one unit of a currency."""

_DAY = {"date", "data", "day", "дата", "fecha"}
_RATE = {"rate", "curs", "курс", "value", "tasa", "vunitrate"}
_NOMINAL = {"nominal", "номинал", "unit", "units"}
_OF = {"currency", "cdx", "валюта", "code", "moneda"}


@dataclass(frozen=True)
class RateTable:
    """An official table as read: units of `currency` for a nominal of US dollars, by day."""

    sha256: str
    name: str
    currency: str
    usd: dict[date, Decimal]
    """Dollars for one unit."""
    left_out: int
    """Rows that are not of the dollar, or could not be read."""


def read_rates(path: Path, currency: str, work: Path, settings: Settings) -> RateTable:
    """Read a table of rates: a column of days, one of rates, perhaps a nominal and a currency.

    The rate is how many units of `currency` are paid for `nominal` US dollars (the form in which
    central banks publish). Where a column names the currency of each row, only the dollar's rows
    are read. Raises `BadRates`, `BadParameter`.
    """
    code = national_currency(currency)
    raw = read_raw(path, work / "rates.parquet", work, settings, lambda stage, done: None)
    with closing(connect(settings, work)) as db, engine_errors(str(path), None):
        rows = db.execute(
            f"SELECT * EXCLUDE (sheet, row, broken) FROM "
            f"{raw_rows(path_literal(work / 'rates.parquet'))} WHERE sheet = 1 ORDER BY row"
        ).fetchall()
    start, columns = _find_columns(rows[:50], path)
    point = _decimal_mark([row[columns["rate"]] or "" for row in rows[start:]], path)
    usd: dict[date, Decimal] = {}
    left_out = 0
    for row in rows[start:]:
        found = _read_rate(row, columns, point)
        if found is None:
            left_out += any(cell is not None for cell in row)
        elif usd.setdefault(found[0], found[1]) != found[1]:
            raise BadRates(
                f"{found[0]} has two different rates.",
                where=path.name,
                do="Leave one of them in the table.",
            )
    if not usd:
        raise BadRates(
            f"None of {raw.records:,} rows gives a rate of the dollar.",
            where=path.name,
            do="The table needs a day, a rate, and where it names currencies, the dollar.",
        )
    return RateTable(raw.sha256, path.name, code, usd, left_out)


def national_currency(text: str) -> str:
    """The ISO 4217 code of a currency other than the dollar. Raises `BadParameter`."""
    code = currency_code(text)
    if code is None or code == "USD":
        raise BadParameter(
            f"{text!r} is no national currency.", do="Give an ISO 4217 code such as RUB."
        )
    return code


def _find_columns(rows: Sequence[Sequence[str | None]], path: Path) -> tuple[int, dict[str, int]]:
    names = {"day": _DAY, "rate": _RATE, "nominal": _NOMINAL, "of": _OF}
    for number, row in enumerate(rows, start=1):
        heads = [(cell or "").strip().casefold() for cell in row]
        found = {
            name: place
            for name, known in names.items()
            for place, head in enumerate(heads)
            if head in known
        }
        if "day" in found and "rate" in found:
            return number, found
    raise BadRates(
        "No header with a day and a rate was found.",
        where=path.name,
        do=f"Name the columns, for example: {sorted(_DAY)[0]}, {sorted(_RATE)[0]}, nominal.",
    )


_NUMBER = re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3})*(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_COMMA = str.maketrans(",.", ".,")


def _decimal_mark(cells: Iterable[str], path: Path) -> str:
    """What parts the decimals of a column of rates: a point or a comma, as its numbers prove.

    Raises `BadRates` where they prove nothing and could be read two ways (`1,300` won), or
    contradict one another.
    """
    proven: set[str] = set()
    unsure = False
    for cell in cells:
        marks = [c for c in cell if c in ".,"]
        if not re.fullmatch("[0-9., \u00a0]+", cell) or not marks:
            continue
        alone = len(marks) == 1
        tail = re.split("[.,]", cell)[-1].strip()
        if len(set(marks)) == 2 or (alone and (len(tail) != 3 or cell.strip().startswith("0"))):
            proven.add(marks[-1])
        elif alone:
            unsure = True
    if len(proven) > 1 or (unsure and not proven):
        raise BadRates(
            "The rates can be read two ways: what is a comma, what is a point in them?",
            where=path.name,
            do="Write them with a decimal point and nothing between thousands.",
        )
    return proven.pop() if proven else "."


def _number(text: str, point: str) -> Decimal | None:
    plain = text.replace("\u00a0", " ").strip()
    plain = plain.translate(_COMMA) if point == "," else plain
    return Decimal(re.sub("[, ]", "", plain)) if _NUMBER.fullmatch(plain) else None


def _read_rate(
    row: Sequence[str | None], columns: dict[str, int], point: str
) -> tuple[date, Decimal] | None:
    cells = {name: (row[place] or "").strip() for name, place in columns.items()}
    if "of" in cells and currency_code(cells["of"]) != "USD":
        return None
    day, _ = read_day(cells["day"])
    rate = _number(cells["rate"], point)
    nominal = _number(cells.get("nominal") or "1", ".")
    return (day, reciprocal(rate / nominal)) if day and rate and nominal else None


def reciprocal(rate: Decimal) -> Decimal:
    """Dollars for one unit, from units for one dollar."""
    with localcontext() as context:
        context.prec = 40
        return (1 / rate).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)


def as_published(usd: Decimal) -> str:
    """A stored rate the way central banks write it: units for one dollar."""
    return f"{Context(prec=8).divide(Decimal(1), usd).normalize():f}"
