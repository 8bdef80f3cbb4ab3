"""Leads: what changed after an event and may deserve a look. Questions to ask, never findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followthegoods.model.answer import Bases, Caveat, Coverage, Figure, MadeFrom, Subject

KINDS: dict[str, str] = {
    "new_sender": "Senders first seen since the event",
    "successor": "Buyers that may have taken over from one that stopped",
    "intermediary": "Suppliers that may go on through somebody else",
    "price": "Prices far from the usual ones of their code",
    "many_goods": "Senders of unrelated goods",
    "one_address": "Senders at one address",
}
"""Kinds of leads, in the order they are listed."""


@dataclass(frozen=True)
class LeadParty:
    """A company of a lead and the part it plays: sender, old sender, buyer, old buyer, maker."""

    id: str
    name: str
    part: str


@dataclass(frozen=True)
class LeadRows:
    """The lines behind a lead: how many, the largest of them by place, and how to list them.

    `who`, `how` and `where` are the parameters of `Case.rows`, in which they are `counted=point`.
    """

    number: int
    places: tuple[str, ...]
    who: tuple[str, ...]
    how: dict[str, str]
    where: dict[str, str]


@dataclass(frozen=True)
class Lead:
    """One lead. `text` says what it may be, `reasons` what speaks for it; of a possible successor
    `score` says how much. The ceiling of its value is open: doubtful lines are not in it."""

    kind: str
    text: str
    reasons: tuple[str, ...]
    parties: tuple[LeadParty, ...]
    value_usd: Figure
    first: date | None
    last: date | None
    score: int | None
    rows: LeadRows


@dataclass(frozen=True)
class Changes:
    """Leads of every kind, most money first in each. `more`: how many of a kind are not listed."""

    subject: Subject
    bases: Bases
    coverage: Coverage
    event: date
    label: str
    leads: tuple[Lead, ...]
    more: dict[str, int]
    caveats: tuple[Caveat, ...]
    made_from: MadeFrom
    plan: str
    schema: int = 1
