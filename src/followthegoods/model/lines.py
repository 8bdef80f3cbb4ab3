"""Lines as they were read: what a table of them shows, whatever they count for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Shown:
    """A line as it was read: its place, what it says, its dollars by the first basis that states
    any, and what became of it. Sender and receiver are as written; `…_party` is who that is."""

    source: str
    sha256: str
    sheet: int
    row: int
    declaration: str | None
    item: int | None
    day: date | None
    hs: str | None
    goods: str | None
    value_usd: Decimal | None
    value_basis: str
    net_kg: Decimal | None
    origin: str | None
    dispatch: str | None
    sender: str | None
    sender_party: str | None
    receiver: str | None
    receiver_party: str | None
    fate: str


@dataclass(frozen=True)
class Searched:
    """A part of a search through all lines: those found in it, how many were looked at so far, and
    how many there are."""

    found: tuple[Shown, ...]
    lines: int
    of: int
