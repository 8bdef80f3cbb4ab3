"""Official rates: dollars for one unit of a currency on a day.

Three sources, the first that has the day wins: a table the user added (a central bank's), the
European Central Bank's reference rates (through CurrencyConverter, whose package carries them),
the dollar itself. A rate holds until the next one is published, for at most `GAP` days (New Year's
holidays), and never past the end of its series: the ECB's rouble stops on 1 March 2022.

Money is converted in a plan by multiplying with the reciprocal that is stored here, `PLACES`
digits after the point, so that no plan divides.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from importlib.metadata import version
from pathlib import Path

from currency_converter import CurrencyConverter, RateNotFoundError

from followthegoods.config import Settings
from followthegoods.engine.duckdb import Connection, connect, engine_errors, literal, path_literal
from followthegoods.errors import BadParameter, BadRates
from followthegoods.facts.currencies import currency_code
from followthegoods.facts.dates import read_day
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.sources.raw import read_raw

GAP = 15
"""A rate is carried over at most this many days without a new one."""

PLACES = 16
ECB = f"ECB reference rates (CurrencyConverter {version('CurrencyConverter')})"

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
    code = currency_code(currency)
    if code is None or code == "USD":
        raise BadParameter(
            f"{currency!r} is no national currency.", do="Give an ISO 4217 code such as RUB."
        )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    raw = read_raw(path, work / "rates.parquet", work, settings, lambda stage, done: None)
    with closing(connect(settings, work)) as db, engine_errors(str(path), None):
        rows = db.execute(
            f"SELECT * EXCLUDE (sheet, row, broken) FROM "
            f"read_parquet({path_literal(work / 'rates.parquet')}) WHERE sheet = 1 ORDER BY row"
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
    return RateTable(sha256, path.name, code, usd, left_out)


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
    return (day, _reciprocal(rate / nominal)) if day and rate and nominal else None


def _reciprocal(rate: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        return (1 / rate).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)


def keep_rates(catalogue: Catalogue, table: RateTable, load: int) -> bool:
    """Write a table of rates into the catalogue; False when it is there already."""
    db = catalogue.db
    if db.execute("SELECT 1 FROM rate_tables WHERE sha256 = ?", (table.sha256,)).fetchone():
        return False
    cursor = db.execute(
        "INSERT INTO rate_tables (sha256, name, currency, load) VALUES (?, ?, ?, ?)",
        (table.sha256, table.name, table.currency, load),
    )
    db.executemany(
        "INSERT INTO rates VALUES (?, ?, ?)",
        [(cursor.lastrowid, day.isoformat(), str(usd)) for day, usd in sorted(table.usd.items())],
    )
    return True


class Series:
    """One currency's official rates: dollars for a unit, and the day the rate is of."""

    def __init__(self, source: str, usd: dict[date, Decimal]) -> None:
        self.source = source
        self.days = sorted(usd)
        self.usd = usd

    def on(self, day: date) -> tuple[date, Decimal] | None:
        """The rate in force on a day, or None outside the series or in a gap too long."""
        if not self.days or day > self.days[-1]:
            return None
        place = bisect_right(self.days, day) - 1
        if place < 0 or day - self.days[place] > timedelta(days=GAP):
            return None
        return self.days[place], self.usd[self.days[place]]


@cache
def _ecb() -> CurrencyConverter:
    return CurrencyConverter(
        decimal=True, fallback_on_wrong_date=False, fallback_on_missing_rate=False
    )


def _ecb_on(currency: str, day: date) -> tuple[date, Decimal] | None:
    ecb = _ecb()
    if currency not in ecb.currencies or day > ecb.bounds[currency].last_date:
        return None
    for back in range(GAP + 1):
        published = day - timedelta(days=back)
        if published < ecb.bounds[currency].first_date:
            return None
        try:
            per_dollar = ecb.convert(Decimal(1), "USD", currency, date=published)
        except RateNotFoundError:
            continue
        return published, _reciprocal(per_dollar)
    return None


def resolve_dollars(
    disk: Disk, catalogue: Catalogue, load: int, settings: Settings, sources: Iterable[int]
) -> None:
    """Write dollars per unit for every currency and day that lines need, under today's rates.

    `sources` are those whose needs are new; the needs of the rest are in the file before. The new
    file stands alone: it is the newest that counts.
    """
    work = disk.work()
    with closing(connect(settings, work)) as db, engine_errors(str(disk.root), None):
        needs = _needs(db, disk, catalogue, sources)
        series = _added_series(catalogue)
        rows = []
        for currency, day in sorted(needs):
            added = series.get(currency)
            found, source = (added.on(day), added.source) if added else (None, "")
            if found is None:
                found, source = _ecb_on(currency, day), ECB
            if found:
                rows.append((currency, day, found[1], found[0], source))
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], [], []]
        half = work / "dollars.parquet"
        db.execute(
            "CREATE TEMP TABLE dollars AS SELECT unnest(?::VARCHAR[]) AS currency, "
            f"unnest(?::DATE[]) AS day, unnest(?::DECIMAL(20,{PLACES})[]) AS usd, "
            "unnest(?::DATE[]) AS published, unnest(?::VARCHAR[]) AS source",
            columns,
        )
        missing = sorted(needs - {(row[0], row[1]) for row in rows})
        db.execute(
            "CREATE TEMP TABLE missing AS SELECT unnest(?::VARCHAR[]) AS currency, "
            "unnest(?::DATE[]) AS day",
            [[m[0] for m in missing], [m[1] for m in missing]],
        )
        db.execute(
            "COPY (SELECT * FROM dollars UNION ALL BY NAME SELECT * FROM missing "
            f"ORDER BY currency, day) TO {literal(str(half))} (FORMAT parquet, COMPRESSION zstd)"
        )
    file = disk.table_file("dollars", load)
    settle(half, disk.path(file))
    half.parent.rmdir()
    catalogue.add_file("dollars", file, load, None, len(needs))


def _needs(
    db: Connection, disk: Disk, catalogue: Catalogue, sources: Iterable[int]
) -> set[tuple[str, date]]:
    """The (currency, day) pairs of lines, and those already needed before."""
    asks = [
        f"SELECT currency, day FROM read_parquet({path_literal(disk.path(file))})"
        for file in catalogue.files("dollars")[-1:]
    ]
    for source in sources:
        lines = f"read_parquet({path_literal(disk.path(catalogue.file_of('lines', source)))})"
        for currency, value in (
            ("customs_currency", "customs_value"),
            ("invoice_currency", "invoice_value"),
        ):
            asks.append(
                f"SELECT {currency}, coalesce(registered, month) FROM {lines} "
                f"WHERE {value} IS NOT NULL"
            )
    if not asks:
        return set()
    pairs = db.execute(
        f"SELECT DISTINCT * FROM ({' UNION ALL '.join(asks)}) AS n(currency, day) "
        "WHERE currency IS NOT NULL AND currency <> 'USD' AND day IS NOT NULL"
    ).fetchall()
    return {(currency, day) for currency, day in pairs}


def _added_series(catalogue: Catalogue) -> dict[str, Series]:
    """The tables the user added, by currency; where two have a day, the greater hash counts."""
    found: dict[str, tuple[str, dict[date, Decimal]]] = {}
    for row in catalogue.db.execute(
        "SELECT t.currency, t.name, r.day, r.usd FROM rate_tables t JOIN rates r USING (rates) "
        "ORDER BY t.sha256"
    ):
        usd = found.setdefault(row["currency"], (row["name"], {}))[1]
        usd[date.fromisoformat(row["day"])] = Decimal(row["usd"])
    return {currency: Series(name, usd) for currency, (name, usd) in found.items()}


def rates_name(catalogue: Catalogue) -> str:
    """What the rates in force are, in words."""
    tables = [
        f"{row['currency']}: {row['name']} ({row['sha256'][:12]})"
        for row in catalogue.db.execute("SELECT * FROM rate_tables ORDER BY sha256")
    ]
    return "; ".join([*tables, ECB])
