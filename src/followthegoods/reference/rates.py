"""Official rates: dollars for one unit of a currency on a day.

Three sources, the first that has the day wins: a table the user added (a central bank's), the
European Central Bank's reference rates (through CurrencyConverter, whose package carries them),
the dollar itself. Where two tables of a currency disagree on a day, the one added last counts, and
it is only taken in when told to replace the other. A rate holds until the next one is published,
for at most `GAP` days (New Year's holidays), and never past the end of its series: the ECB's rouble
stops on 1 March 2022.

Money is converted in a plan by multiplying with the reciprocal that is stored here, `PLACES`
digits after the point, so that no plan divides.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path

from currency_converter import CurrencyConverter, RateNotFoundError

from followthegoods.config import Settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    paths_sql,
)
from followthegoods.errors import BadRates
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.reference.rate_table import PLACES, RateTable, as_published, reciprocal

GAP = 15
"""A rate is carried over at most this many days without a new one."""

ECB = f"ECB reference rates (CurrencyConverter {version('CurrencyConverter')})"


@dataclass(frozen=True)
class KeptRates:
    """A table of rates in the case. `in_force` of its `days` no later table has replaced."""

    number: int
    name: str
    sha256: str
    currency: str
    days: int
    in_force: int
    first: date
    last: date


@dataclass(frozen=True)
class Rate:
    """Dollars for one unit of a currency, and the table that says so."""

    usd: Decimal
    source: str


def keep_rates(catalogue: Catalogue, table: RateTable, load: int, *, replace: bool) -> int:
    """Write a table of rates into the catalogue.

    Returns on how many days it counts in the place of another table, which it may only where
    `replace` says so. Raises `BadRates`.
    """
    differing = list(_differing(catalogue, table))
    if differing and not replace:
        day, usd, other = differing[0]
        more = f", and so with {len(differing) - 1:,} further days" if differing[1:] else ""
        raise BadRates(
            f"{day} has two rates of {table.currency} to the dollar: {as_published(usd)} in "
            f"{other}, {as_published(table.usd[day])} in {table.name}{more}.",
            where=table.name,
            do="Find out which is right. Take the wrong table out (ftg rates remove CASE NAME), "
            "or let the new one count on such days with --replace.",
        )
    cursor = catalogue.db.execute(
        "INSERT INTO rate_tables (sha256, name, currency, load) VALUES (?, ?, ?, ?)",
        (table.sha256, table.name, table.currency, load),
    )
    catalogue.db.executemany(
        "INSERT INTO rates VALUES (?, ?, ?)",
        [(cursor.lastrowid, day.isoformat(), str(usd)) for day, usd in sorted(table.usd.items())],
    )
    return len(differing)


def _differing(catalogue: Catalogue, table: RateTable) -> Iterator[tuple[date, Decimal, str]]:
    """The days on which tables of the case say otherwise: day, dollars, which table."""
    for day, rate in sorted(_in_force(catalogue).get(table.currency, {}).items()):
        if table.usd.get(day, rate.usd) != rate.usd:
            yield day, rate.usd, rate.source


def kept_rates(catalogue: Catalogue) -> list[KeptRates]:
    """The tables of rates in the case, in the order they were added."""
    rows = catalogue.db.execute(
        "SELECT t.rates, t.name, t.sha256, t.currency, count(*) AS days, min(r.day) AS first, "
        "max(r.day) AS last, count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM rate_tables AS u "
        "JOIN rates AS o USING (rates) WHERE u.currency = t.currency AND u.load > t.load "
        "AND u.removed IS NULL AND o.day = r.day AND o.usd <> r.usd)) AS in_force "
        "FROM rate_tables AS t JOIN rates AS r USING (rates) WHERE t.removed IS NULL "
        "GROUP BY t.rates ORDER BY t.load"
    )
    return [
        KeptRates(
            number=row["rates"],
            name=row["name"],
            sha256=row["sha256"],
            currency=row["currency"],
            days=row["days"],
            in_force=row["in_force"],
            first=date.fromisoformat(row["first"]),
            last=date.fromisoformat(row["last"]),
        )
        for row in rows
    ]


def forget_rates(catalogue: Catalogue, number: int, load: int) -> None:
    """Let a table of rates count no more, from this load on; earlier states still have it."""
    catalogue.db.execute("UPDATE rate_tables SET removed = ? WHERE rates = ?", (load, number))


class Series:
    """One currency's official rates by the day they are of."""

    def __init__(self, rates: Mapping[date, Rate]) -> None:
        self.days = sorted(rates)
        self.rates = rates

    def on(self, day: date) -> tuple[date, Rate] | None:
        """The rate in force on a day, or None outside the series or in a gap too long."""
        if not self.days or day > self.days[-1]:
            return None
        place = bisect_right(self.days, day) - 1
        if place < 0 or day - self.days[place] > timedelta(days=GAP):
            return None
        return self.days[place], self.rates[self.days[place]]


@cache
def _ecb() -> CurrencyConverter:
    return CurrencyConverter(
        decimal=True, fallback_on_wrong_date=False, fallback_on_missing_rate=False
    )


@cache
def _ecb_on(currency: str, day: date) -> tuple[date, Rate] | None:
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
        return published, Rate(reciprocal(per_dollar), ECB)
    return None


def resolve_dollars(
    disk: Disk, catalogue: Catalogue, load: int, settings: Settings, sources: Sequence[int] = ()
) -> None:
    """Write dollars per unit for every currency and day that lines need, under today's rates.

    `sources` are those whose needs are new, all else is as it was; without any, every need is
    looked up again. The new file stands alone: it is the newest that counts.
    """
    work = disk.work()
    with closing(connect(settings, work)) as db, engine_errors(str(disk.root), None):
        before = [disk.path(file) for file in catalogue.files("dollars")[-1:]]
        series = {currency: Series(rates) for currency, rates in _in_force(catalogue).items()}
        kept = bool(sources and before) and _still_hold(db, before, catalogue)
        needs = _needs(db, disk, catalogue, sources, before, kept=kept)
        found = [_looked_up(series, currency, day) for currency, day in needs]
        if found or not before:
            half, count = work / "dollars.parquet", len(found)
            db.execute(
                "CREATE TEMP TABLE dollars AS SELECT unnest(?::VARCHAR[]) AS currency, "
                f"unnest(?::DATE[]) AS day, unnest(?::DECIMAL(20,{PLACES})[]) AS usd, "
                "unnest(?::DATE[]) AS published, unnest(?::VARCHAR[]) AS source",
                [list(column) for column in zip(*found, strict=True)] or [[]] * 5,
            )
            if kept:
                db.execute(f"INSERT INTO dollars BY NAME FROM {paths_sql(before)}")
                (count,) = one(db, "SELECT count(*) FROM dollars")
            db.execute(
                f"COPY (FROM dollars ORDER BY currency, day) TO {literal(str(half))} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            file = disk.table_file("dollars", load)
            settle(half, disk.path(file))
            catalogue.add_file("dollars", file, load, None, count)
    work.rmdir()


Looked = tuple[str, date, Decimal | None, date | None, str | None]


def _looked_up(series: Mapping[str, Series], currency: str, day: date) -> Looked:
    """The dollars per unit on a day, of which day's rate they are, and from where; or none."""
    added = series[currency].on(day) if currency in series else None
    found = added or _ecb_on(currency, day)
    if found is None:
        return currency, day, None, None, None
    published, rate = found
    return currency, day, rate.usd, published, rate.source


def _still_hold(db: Connection, before: Sequence[Path], catalogue: Catalogue) -> bool:
    """Whether the rates looked up before are those of today: of the user's tables, which a new
    file of lines does not change, and of the same edition of the ECB's."""
    rows = db.execute(f"SELECT DISTINCT source FROM {paths_sql(before)}").fetchall()
    said = {source for (source,) in rows if source is not None}
    return ECB in said and said <= {ECB, *(table.name for table in kept_rates(catalogue))}


def _needs(
    db: Connection,
    disk: Disk,
    catalogue: Catalogue,
    sources: Iterable[int],
    before: Sequence[Path],
    *,
    kept: bool,
) -> list[tuple[str, date]]:
    """The (currency, day) pairs of lines and those needed before; or only the new, if those are
    `kept`."""
    asks = []
    files = catalogue.files_of("lines", *sources)
    if files:
        lines = paths_sql(map(disk.path, files))
        for currency, value in (
            ("customs_currency", "customs_value"),
            ("invoice_currency", "invoice_value"),
        ):
            asks.append(
                f"SELECT {currency} AS currency, coalesce(registered, month) AS day FROM {lines} "
                f"WHERE {value} IS NOT NULL AND {currency} <> 'USD' AND day IS NOT NULL"
            )
    needed = f"SELECT currency, day FROM {paths_sql(before)}" if before else ""
    if needed and not kept:
        asks.append(needed)
    if not asks:
        return []
    new = f" EXCEPT {needed}" if kept else ""
    return db.execute(f"SELECT * FROM ({' UNION '.join(asks)}){new} ORDER BY ALL").fetchall()


def _in_force(catalogue: Catalogue) -> dict[str, dict[date, Rate]]:
    """The rates of the user's tables that count, by currency and day: of two, the later added."""
    found: dict[str, dict[date, Rate]] = {}
    for row in catalogue.db.execute(
        "SELECT t.currency, t.name, r.day, r.usd FROM rate_tables t JOIN rates r USING (rates) "
        "WHERE t.removed IS NULL ORDER BY t.load, r.day"
    ):
        rates = found.setdefault(row["currency"], {})
        day, usd = date.fromisoformat(row["day"]), Decimal(row["usd"])
        if day not in rates or rates[day].usd != usd:
            rates[day] = Rate(usd, row["name"])
    return found


def rates_in_force(catalogue: Catalogue) -> list[str]:
    """What the user's rates are, for the state: their tables, and where several of one currency
    might disagree, the rates that count; not the order in which they were added."""
    tables = catalogue.db.execute(
        "SELECT sha256, currency FROM rate_tables WHERE removed IS NULL"
    ).fetchall()
    said = sorted(f"{row['currency']} {row['sha256']}" for row in tables)
    if len({row["currency"] for row in tables}) < len(tables):
        rates = hashlib.sha256()
        for currency, days in sorted(_in_force(catalogue).items()):
            for day, rate in sorted(days.items()):
                rates.update(f"{currency} {day} {rate.usd}\n".encode())
        said.append(rates.hexdigest())
    return said


def rates_name(catalogue: Catalogue) -> str:
    """What the rates in force are, in words."""
    tables = [
        f"{row['currency']}: {row['name']} ({row['sha256'][:12]})"
        for row in catalogue.db.execute(
            "SELECT * FROM rate_tables WHERE removed IS NULL ORDER BY sha256"
        )
    ]
    return "; ".join([*tables, ECB])
