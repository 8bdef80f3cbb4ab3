"""What a screening answers with: who of the records is on which list, since when, and what came
while it held. Of records, never legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from followthegoods.model.answer import (
    Bases,
    Compared,
    Coverage,
    Figure,
    Group,
    MadeFrom,
    Screened,
    Subject,
)

NOT_ADVICE = (
    "This is what records and lists say, in the versions loaded; it is not legal advice, and "
    "whoever is on no list here may be on another, or owned by somebody who is."
)
"""Stands beside every screening."""


class Status(StrEnum):
    """What a listing was on a line's day."""

    THEN = "listed_then"
    DATE_UNKNOWN = "listed_date_unknown"  # listed, but when is unknown or only bounded
    DAY_UNKNOWN = "day_unknown"  # the line has no day, or a month that straddles the listing
    DELISTED = "delisted_before"
    LATER = "listed_later"
    NOT_LISTED = "not_listed"


OWNERSHIP = "ownership"
"""The basis of a listing that reaches a party through its owners."""

MAYBE = (Status.DATE_UNKNOWN, Status.DAY_UNKNOWN)
"""Statuses of lines that may be of the time while a listing held."""


@dataclass(frozen=True)
class Match:
    """A party of the records held to be an entry of a list, and why. `party` is its number.

    `grade`: 3 certain, 2 probable, 1 uncertain. `mention` is the one that the link rests on, and
    `written` and `listed_as` the two names, as the records and the list have them.
    """

    party: int
    list: str
    entry: str
    grade: int
    rule: str
    score: float
    mention: int
    written: str
    listed_as: str
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a person decided of a mention and an entry: `same`, `different` or `unsure`."""

    mention: int
    list: str
    entry: str
    decision: str


@dataclass(frozen=True)
class EntryJudgement:
    """What a person decided of a party and an entry of a list, as it is written down.

    `mention` is the id of the one that stands for the party, `said` how it is called; `verdict` is
    `same`, `different`, `unsure`, or `undo` of the judgement numbered `undoes`. `standing`:
    `in force`, `undone`, or `overruled` by a later one on the same two.
    """

    number: int
    mention: str
    said: str
    list: str
    entry: str
    entry_name: str
    verdict: str
    why: str
    author: str
    at: str
    undoes: int | None
    standing: str


@dataclass(frozen=True)
class Note:
    """An entry that only shares an address with a party: no match."""

    party: str
    name: str
    list: str
    entry: str
    entry_name: str
    address: str


@dataclass(frozen=True)
class ListUsed:
    """A list that was screened against, with the days of the versions loaded, oldest first."""

    list: str
    kind: str
    title: str
    authority: str
    versions: tuple[date, ...]


@dataclass(frozen=True)
class Month:
    """The lines of a month that name a party with a match, by what the listing was then.

    `match` is its place among the matches; `month` YYYY-MM; `point` in dollars.
    """

    match: int
    month: str
    status: str
    lines: int
    point: Decimal


@dataclass(frozen=True)
class Controlled:
    """Lines whose goods are on a list of goods: by list, tier and measure.

    `codes` are those of the list that lines met. `possible` lines met a code by a conversion that
    is broader or assumed, or a threshold that cannot be compared.
    """

    list: str
    authority: str
    measure: str
    tier: str
    codes: tuple[str, ...]
    met: Figure
    possible: Figure
    first_later: Figure
    no_longer: Figure
    date_unknown: Figure


@dataclass(frozen=True)
class Cell:
    """A jurisdiction that lines touch, beside one kind of list.

    `state`: `met`, `possible`, `not_met` (loaded, and no line met it), `extract` (no line met what
    is loaded, which is no whole list) or `not_loaded`. `until`: the day of the newest version of
    these lists, where lines come after it, which no version speaks of.
    """

    jurisdiction: str
    label: str
    kind: str
    state: str
    lists: tuple[str, ...]
    until: date | None
    lines: Figure


@dataclass(frozen=True)
class Breach:
    """Which measures lines met on their days, by jurisdiction and kind of list.

    `met`: lines met a measure in force on their day. `not_loaded`: what lines touch, and no list
    loaded answers for, as `KR goods`. `verdict`, on whether any of it was in breach: `met` and
    `not_met` only where every list that lines touch is loaded whole, as new as the lines, else
    `not_determinable`, whatever was met; `said` is the sentence for it.
    """

    cells: tuple[Cell, ...]
    met: bool
    not_loaded: tuple[str, ...]
    verdict: str
    said: str


@dataclass(frozen=True)
class Screening:
    """A screening. Its lines are those of one authority's records; `other_authorities` are those
    whose records have lines besides. `parties` says how many were looked at; `statuses` partition
    the lines, each by the gravest of the listings that it touches: all of a subject, of a whole
    case (which has no `subject`) those that name a party with a match. `goods` and `breach` are of
    all lines of a subject, of a whole case of these and of those whose goods are on a list.
    `judgements`: what people decided of parties looked at. `over_time`: the lines of matches by
    month. `personal`: the ids of parties named here that are natural persons. `not_advice` stands
    beside all of it."""

    subject: Subject | None
    bases: Bases
    other_authorities: tuple[str, ...]
    coverage: Coverage
    parties: int
    lists: tuple[ListUsed, ...]
    as_of: date | None
    matches: tuple[Screened, ...]
    judgements: tuple[EntryJudgement, ...]
    notes: tuple[Note, ...]
    over_time: tuple[Month, ...]
    statuses: tuple[Group, ...]
    goods: tuple[Controlled, ...]
    breach: Breach
    personal: tuple[str, ...]
    invented: bool
    not_advice: str
    made_from: MadeFrom
    plan: str
