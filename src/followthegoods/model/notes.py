"""Notes: what people said, saw and found about a party, which no record holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note is of."""

    STATEMENT = "statement"  # what somebody said
    REQUEST = "request"  # a request for comment, and what came of it
    VISIT = "visit"  # what was seen at a place
    FIGURE = "figure"  # a number beside the records, such as cars sold in a year
    DOCUMENT = "document"


@dataclass(frozen=True)
class NoteCheck:
    """What the party's lines say of one claim of a statement: the claim's words, what it measures,
    the ruling, why, how many lines it rests on, where the largest of them stand, and the figure;
    without one None."""

    text: str
    measure: str
    period: str
    ruling: str
    why: str
    rows: int
    lines: tuple[str, ...] = ()
    floor: Decimal | None = None
    point: Decimal | None = None
    ceiling: Decimal | None = None
    ceiling_open: bool = False


@dataclass(frozen=True)
class Note:
    """One note about a party, `name` as it was asked for.

    `words` are those said, asked, seen or counted, or a document's title; `by` who said or saw
    them, `to` whom they were said to or asked of, `on` the day, month or year, `place` where,
    `outcome` of a request, `amount` of a figure. `undone_by` is the note that took it back.
    `differs` are the numbers of the same speaker's statements that do not go together with it.
    """

    number: int
    kind: str
    party: str
    name: str
    words: str
    by: str
    to: str
    on: str
    place: str
    outcome: str
    amount: str
    source: str
    author: str
    at: str
    undoes: int | None = None
    undone_by: int | None = None
    checks: tuple[NoteCheck, ...] = ()
    differs: tuple[int, ...] = ()
