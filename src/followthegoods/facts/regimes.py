"""Customs procedures: what a code means for an authority on a day, and what counts as arrival.

Goods that leave a zone or a warehouse have been counted when they arrived, so a first-arrival
procedure after another procedure is a class of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from followthegoods.facts.text import read_toml

FIRST_ARRIVAL = "first_arrival"
FROM_OTHER_PROCEDURE = "from_other_procedure"
"""A first-arrival procedure after another one, such as home use after a free zone."""
RE_IMPORT = "re_import"
TEMPORARY = "temporary"
TRANSIT = "transit"
WAREHOUSE = "warehouse"
EXPORT_SIDE = "export_side"
OTHER = "other"
NOT_GIVEN = "not_given"
UNKNOWN_CODE = "unknown_code"

CLASSES: tuple[str, ...] = (
    FIRST_ARRIVAL,
    FROM_OTHER_PROCEDURE,
    RE_IMPORT,
    TEMPORARY,
    TRANSIT,
    WAREHOUSE,
    EXPORT_SIDE,
    OTHER,
    NOT_GIVEN,
    UNKNOWN_CODE,
)
"""Everything `classify` can answer."""

NO_PREVIOUS = "00"


@dataclass(frozen=True)
class Regime:
    """One customs procedure: its two-digit code, its English label, its class."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class _Table:
    start: date
    until: date
    regimes: dict[str, Regime]


@cache
def _tables() -> dict[str, tuple[_Table, ...]]:
    data = read_toml("regimes.toml")
    regimes = {
        name: {code: Regime(code, label, kind) for code, (label, kind) in codes.items()}
        for name, codes in data["codes"].items()
    }
    tables: dict[str, tuple[_Table, ...]] = {}
    for entry in data["table"]:
        table = _Table(entry["from"], entry.get("until", date.max), regimes[entry["codes"]])
        for authority in entry["authorities"]:
            tables[authority] = (*tables.get(authority, ()), table)
    return tables


def table(authority: str, day: date | None) -> dict[str, Regime]:
    """The procedures of an authority (ISO alpha-2) on a day, by code; empty if we have no table.

    A line without a date is read by the table in force now.
    """
    for held in _tables().get(authority.upper(), ()):
        in_force = held.until == date.max if day is None else held.start <= day < held.until
        if in_force:
            return dict(held.regimes)
    return {}


def has_table(authority: str, day: date | None) -> bool:
    """Whether the procedures of an authority on a day are known."""
    return bool(table(authority, day))


@cache
def classify(authority: str, requested: str | None, previous: str | None, day: date | None) -> str:
    """The class of a line by its procedure: one of `CLASSES`.

    A first-arrival procedure whose previous procedure is not given counts as first arrival; the
    caller reports how many of those there are.
    """
    if requested is None:
        return NOT_GIVEN
    regime = table(authority, day).get(requested)
    if regime is None:
        return UNKNOWN_CODE
    if regime.kind == FIRST_ARRIVAL and previous not in (None, NO_PREVIOUS):
        return FROM_OTHER_PROCEDURE
    return regime.kind


_WRITTEN = re.compile(
    r"(?:[^\W\d_]{2}[ /.-]*)?"  # direction: ИМ, IM, EX
    r"([0-9]{2})(?:[ /.-]?([0-9]{2})(?:[ /.-]?[0-9]{3})?)?"  # requested, previous, national feature
    r"(?:[ /.-]*[^\W\d_]{2})?"  # kind of declaration: ДТ, АА
)


def parse_regime(text: str) -> tuple[str | None, str | None]:
    """The requested and the previous procedure in a cell such as "4078", "ИМ/40/ДТ", "4000000".

    (None, None) for anything that is not a procedure as a whole; (requested, None) where the
    previous procedure is not written.
    """
    written = _WRITTEN.fullmatch(" ".join(text.split()).removesuffix(".0"))
    if written is None or written[1] == NO_PREVIOUS:
        return None, None
    return written[1], written[2]


def periods(authority: str) -> list[tuple[date, date, str, str, str]]:
    """Every procedure an authority ever had: from, until (exclusive), code, class, label."""
    return [
        (held.start, held.until, regime.code, regime.kind, regime.label)
        for held in _tables().get(authority.upper(), ())
        for regime in held.regimes.values()
    ]


@cache
def counted_codes(direction: str) -> dict[str, tuple[str, ...]]:
    """The requested procedures that ever counted as imports (exports), by authority."""
    wanted = EXPORT_SIDE if direction == "export" else FIRST_ARRIVAL
    return {
        authority: tuple(
            sorted({code for _, _, code, kind, _ in periods(authority) if kind == wanted})
        )
        for authority in _tables()
    }
