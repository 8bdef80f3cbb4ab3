"""Official rates come into a case, and go out again."""

from __future__ import annotations

import shutil
from pathlib import Path

from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.opened import Opened
from followthegoods.case.prices import resolve_prices
from followthegoods.case.records import AddedRates, quiet
from followthegoods.errors import BadParameter
from followthegoods.ingest.load import file_hash
from followthegoods.reference.kept import one_kept
from followthegoods.reference.rate_table import RateTable, national_currency, read_rates
from followthegoods.reference.rates import (
    KeptRates,
    forget_rates,
    keep_rates,
    kept_rates,
    resolve_dollars,
)
from followthegoods.sources.place import source_file


def add_rates(case: Opened, file: str | Path, currency: str, *, replace: bool) -> AddedRates:
    """Add a table of official rates; see `Case.add_rates`."""
    path, code = source_file(file), national_currency(currency)
    with case.disk.one_writer():
        known = _known(case, path, code)
        if known is not None:
            return known
        resolve_if_stale(case, quiet)
        table = _read(case, path, code)
        with case.catalogue.write("rates", case.settings.author) as load:
            replaced = keep_rates(case.catalogue, table, load, replace=replace)
            resolve_dollars(case.disk, case.catalogue, load, case.settings)
            resolve_prices(case, load)
    first, last = min(table.usd), max(table.usd)
    days = len(table.usd)
    return AddedRates(table.name, code, days, first, last, table.left_out, replaced, False)


def _known(case: Opened, path: Path, currency: str) -> AddedRates | None:
    """What the case has of this very file. Raises `BadParameter` where it is another currency's."""
    sha256 = file_hash(path)
    table = next((kept for kept in kept_rates(case.catalogue) if kept.sha256 == sha256), None)
    if table is None:
        return None
    if table.currency != currency:
        raise BadParameter(
            f"This table is in the case already, as rates of {table.currency}.",
            where=path.name,
            do=f"If that is wrong, take it out first: ftg rates remove CASE {table.number}",
        )
    return AddedRates(table.name, currency, table.days, table.first, table.last, 0, 0, True)


def _read(case: Opened, path: Path, currency: str) -> RateTable:
    work = case.disk.work()
    try:
        return read_rates(path, currency, work, case.settings)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def remove_rates(case: Opened, name: str) -> KeptRates:
    """Take a table of rates out again; see `Case.remove_rates`."""
    with case.disk.one_writer():
        table = one_kept(kept_rates(case.catalogue), name, "table of rates", case.path)
        resolve_if_stale(case, quiet)
        with case.catalogue.write("rates", case.settings.author) as load:
            forget_rates(case.catalogue, table.number, load)
            resolve_dollars(case.disk, case.catalogue, load, case.settings)
            resolve_prices(case, load)
    return table
