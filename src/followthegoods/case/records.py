"""What the case says of what it did and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from followthegoods.lake.catalogue import Books
from followthegoods.model.answer import Coverage

Progress = Callable[[str, float], None]
"""Told the stage a job is at and how much of it is done, 0 to 1; `loaded` ends each file."""


def quiet(stage: str, done: float) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Added:
    """What adding one file did. `known` when the case already held it: nothing changed."""

    file: str
    books: Books
    known: bool


@dataclass(frozen=True)
class LeftOut:
    """A file of a folder that was not loaded, and why. `file` begins with the folder's name."""

    file: str
    code: str
    """The error that its own loading would have ended with, such as `unknown_layout`."""
    what: str
    do: str


class AddedFiles(list[Added]):
    """What adding files did, a record a file; `left_out` are those of folders not loaded."""

    def __init__(self, added: Iterable[Added] = (), left_out: Iterable[LeftOut] = ()) -> None:
        super().__init__(added)
        self.left_out = list(left_out)


@dataclass(frozen=True)
class RefusedRow:
    """A row that could not be read as a line, whole."""

    source: str
    sheet: int
    row: int
    reason: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Status:
    """What a case holds: the books of its sources, its coverage, its state."""

    path: str
    invented: bool
    books: tuple[Books, ...]
    coverage: dict[str, Coverage]
    months: dict[str, dict[str, int]]
    """Authority -> month (YYYY-MM, empty where a line has no day) -> lines as read."""
    parties: int
    rates: str
    state: str
    load: int


@dataclass(frozen=True)
class AddedRates:
    """What adding a table of rates did; `replaced` days are now its own, not another table's."""

    name: str
    currency: str
    days: int
    first: date
    last: date
    left_out: int
    replaced: int
    known: bool


class How(TypedDict, total=False):
    """How a dossier is asked: all of it optional, the defaults printed with every answer.

    Days are inclusive. An event is a day and a label and counts from its own day. `goods` are
    alternatives: words of the goods text, or the first 2 to 10 digits of a commodity code in the
    edition `hs_revision` of the Harmonised System.
    """

    authority: str | None
    first: date | None
    last: date | None
    events: Sequence[tuple[date, str]]
    value: str
    country: str
    date: str
    supplier: str
    role: str
    direction: str
    measure: str
    """What groups and events are measured by: value, net_kg, lines, or `quantity:UNIT`."""
    regimes: Sequence[str]
    goods: Sequence[str]
    hs_revision: str | None
