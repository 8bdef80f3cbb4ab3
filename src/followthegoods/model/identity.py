"""Who is who: what people decided about it, and how the records tell.

A mention's id is written as a party's is: `p` and its number in hexadecimal. Any mention's id finds
the party that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from followthegoods.model.difference import Moved

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")

IN_FORCE, UNDONE, OVERRULED, WAITING = "in force", "undone", "overruled", "waiting"


@dataclass(frozen=True)
class Judgement:
    """What a person decided about two mentions, or (`verdict` undo) about an earlier judgement.

    `said_a`, `said_b`: how the mentions were written then. `standing` is `in force`; `undone` or
    `overruled`, `by` a later judgement; or `waiting` for mentions that no file of the case has.
    """

    number: int
    a: str
    b: str
    verdict: str
    said_a: str
    said_b: str
    why: str
    author: str
    at: str
    undoes: int | None
    standing: str
    by: int | None


@dataclass(frozen=True)
class Mention:
    """A company as one cell wrote it, with the party it belongs to and one place where it stands.

    `lines` are those that name it, in any role; `place` is the file, the sheet unless it is the
    first, and the row; empty for the second company of a cell, which stands where the first does.
    """

    id: str
    name: str
    tax_id: str
    address: str
    country: str
    personal: bool
    party: str
    lines: int
    place: str


@dataclass(frozen=True)
class Compared:
    """One thing compared of two mentions: both values, what came of it, what it weighs (words)."""

    name: str
    a: str
    b: str
    result: str
    weight: float | None


@dataclass(frozen=True)
class LinkStep:
    """One link between two mentions: its grade, the rule that decided, and all that was compared.

    `alone` is what the two mentions would come to by themselves, where the rest of the case, or
    a judgement, made it more or less.
    """

    a: Mention
    b: Mention
    grade: str
    rule: str
    score: float
    features: tuple[Compared, ...]
    alone: str
    judgement: Judgement | None


@dataclass(frozen=True)
class Why:
    """Why two mentions are one company, or are not.

    `grade` is that of the weakest step of the best path: certain, probable, uncertain, or apart
    where no path is. `pair` compares the two by themselves; `reason` says what forbade to join
    their parties, where anything did.
    """

    a: Mention
    b: Mention
    one_party: bool
    grade: str
    path: tuple[LinkStep, ...]
    pair: LinkStep
    reason: str


@dataclass(frozen=True)
class Figures:
    """The value of a party's lines in one role: floor, point, ceiling, in dollars, and lines."""

    floor: Decimal
    point: Decimal
    ceiling: Decimal
    ceiling_open: bool
    lines: int


@dataclass(frozen=True)
class PartyMoves:
    """A party's dossier in one role before and after a judgement, and every value that moved."""

    party: str
    name: str
    role: str
    before: Figures | None
    after: Figures | None
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Judging:
    """What a judgement did, or in a `preview` would do, to the dossiers of both parties.

    `known`: the very same judgement was in force already. `overrules` are the numbers of earlier
    ones that it contradicts. `one_party`: whether the two are one party now.
    """

    judgement: Judgement
    preview: bool
    known: bool
    overrules: tuple[int, ...]
    one_party: bool
    parties: tuple[PartyMoves, ...]


@dataclass(frozen=True)
class Imported:
    """What came of a file of judgements: taken, known before, of mentions that no file of the case
    has, and lines of it that say nothing of mentions."""

    taken: int
    known: int
    waiting: int
    left_out: int


@dataclass(frozen=True)
class LinkCount:
    """How many links of a grade a rule gave."""

    grade: str
    rule: str
    links: int


@dataclass(frozen=True)
class Doubt:
    """Two parties that may be one: the mentions that say so, by which rule, and what hangs on it.

    `usd` and `lines` are of the party that has less. `reason` says why they were not joined.
    """

    a: str
    b: str
    name_a: str
    name_b: str
    mention_a: str
    mention_b: str
    rule: str
    score: float
    reason: str
    usd: Decimal | None
    lines: int


@dataclass(frozen=True)
class Resolved:
    """What resolving found: mentions, parties, links by grade and rule, doubtful pairs."""

    mentions: int
    parties: int
    judgements: int
    links: tuple[LinkCount, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class SideRow:
    """A line that names one side of a doubtful pair."""

    place: str
    declaration: str | None
    day: date | None
    hs: str | None
    goods: str | None
    usd: Decimal | None
    role: str
    other: str


@dataclass(frozen=True)
class Side:
    """One party of a doubtful pair: names, numbers, addresses, goods, its largest lines.

    `now` is what it comes to in each role it has, `same` and `different` what it would come to,
    as far as these two parties go.
    """

    party: str
    name: str
    tax_ids: tuple[str, ...]
    country: str
    personal: bool
    lines: int
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    goods: tuple[tuple[str, int], ...]
    rows: tuple[SideRow, ...]
    now: dict[str, Figures]
    same: dict[str, Figures]
    different: dict[str, Figures]


@dataclass(frozen=True)
class DoubtShown:
    """A doubtful pair with all that a person needs to decide."""

    doubt: Doubt
    a: Side
    b: Side
    why: Why


@dataclass(frozen=True)
class NamedLine:
    """A line that names a company, as it may be put to it: no file's name, and no person's data.

    `as_written` is how it is named there; `role` what it is there: sender, receiver, holder,
    declarant or maker, several with commas between.
    """

    source: str
    sheet: int
    row: int
    authority: str
    declaration: str | None
    item: int | None
    registered: date | None
    released: date | None
    direction: str | None
    role: str
    as_written: str
    other_side: str
    goods: str | None
    hs: str | None
    net_kg: Decimal | None
    origin: str | None
    dispatch: str | None
    usd: Decimal | None
    customs_value: Decimal | None
    invoice_value: Decimal | None
    invoice_currency: str | None
    fate: str


@dataclass(frozen=True)
class Reply:
    """The lines that name a company. `uncertain` more may name it; they are not among them."""

    party: str
    name: str
    tax_ids: tuple[str, ...]
    personal: bool
    lines: tuple[NamedLine, ...]
    uncertain: int
