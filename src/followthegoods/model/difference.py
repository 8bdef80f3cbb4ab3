"""Two states of a case under one question: which figures moved, and because of what."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

CAUSES: dict[str, str] = {
    "rows": "rows came or went",
    "layout": "a source was read again",
    "rates": "official rates",
    "judgements": "judgements of who is who",
    "references": "lists and other references",
    "program": "another version of the program",
    "together": "changes that cannot be told apart any more",
}
"""What moves a figure, in words."""


@dataclass(frozen=True)
class Moved:
    """One value of an answer: where it stands, what it was, what it is; None where it is not."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Cause:
    """What one change did, the changes before it made and those after it not yet.

    `kind` is one of `CAUSES`; `what` says which in words; `loads` are the loads it is. Floor,
    point, ceiling, rows: by how much the value in dollars moved, and the lines in its point.
    """

    kind: str
    what: str
    loads: tuple[int, ...]
    floor: Decimal
    point: Decimal
    ceiling: Decimal
    rows: int
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Shown:
    """An answer of one side: the state, and the value in dollars as JSON data has it.

    `known` is whether anybody of the case, as it was, answers to whom is asked about.
    """

    load: int
    state: str
    program: str
    known: bool
    floor: Decimal
    point: Decimal
    ceiling: Decimal
    ceiling_open: bool
    rows: int


@dataclass(frozen=True)
class Difference:
    """The movement between two states. The causes' shares sum to it, in the order of the loads."""

    who: tuple[str, ...]
    before: Shown
    after: Shown
    moved: tuple[Moved, ...]
    causes: tuple[Cause, ...]
