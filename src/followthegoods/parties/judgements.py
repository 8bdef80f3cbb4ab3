"""What people decided about who is who: append-only, replayed each time parties are resolved.

The table is made with the first judgement, so that a case from before there were any needs no
other form. A judgement is about two mentions, whose ids are made of what they say: it outlives
files that go and come, and waits where no file has them. Nothing is taken back but by a later row.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from followthegoods.errors import BadParameter
from followthegoods.lake.catalogue import Catalogue
from followthegoods.model.identity import IN_FORCE, OVERRULED, UNDONE, VERDICTS, Judgement
from followthegoods.parties.clusters import Judged
from followthegoods.parties.groups import Groups
from followthegoods.parties.search import party_id

UNDO = "undo"

_TABLE = """CREATE TABLE IF NOT EXISTS judgements (
    number INTEGER PRIMARY KEY,
    a INTEGER NOT NULL,          -- a mention
    b INTEGER NOT NULL,
    verdict TEXT NOT NULL,       -- same, different, unsure, undo
    said_a TEXT NOT NULL,        -- how the mentions are written
    said_b TEXT NOT NULL,
    why TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,            -- UTC
    undoes INTEGER REFERENCES judgements,
    load INTEGER NOT NULL REFERENCES loads
) STRICT"""


@dataclass(frozen=True)
class Decision:
    """A judgement to be written down: two mentions as numbers, and what was decided.

    `at` is when, in UTC; None: now.
    """

    a: int
    b: int
    verdict: str
    said_a: str
    said_b: str
    why: str
    author: str
    at: str | None = None
    undoes: int | None = None


def mention_number(id: str) -> int:
    """The number of a mention or party from its id."""
    return int(id.removeprefix("p"), 16)


def write_down(catalogue: Catalogue, decision: Decision, load: int) -> int:
    """Append a judgement within a load; returns its number."""
    catalogue.db.execute(_TABLE)
    at = decision.at or datetime.now(UTC).isoformat(timespec="seconds")
    written = catalogue.db.execute(
        "INSERT INTO judgements (a, b, verdict, said_a, said_b, why, author, at, undoes, load) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            decision.a,
            decision.b,
            decision.verdict,
            decision.said_a,
            decision.said_b,
            decision.why,
            decision.author,
            at,
            decision.undoes,
            load,
        ),
    )
    return int(written.lastrowid or 0)


def undoing(judgements: Sequence[Judgement], number: int, why: str, author: str) -> Decision:
    """The judgement that undoes an earlier one. Raises `BadParameter` where none can."""
    found = next((one for one in judgements if one.number == number), None)
    if found is None:
        raise BadParameter(
            f"The case has no judgement {number}.", do="See their numbers: ftg judgements CASE"
        )
    if found.standing == UNDONE:
        raise BadParameter(
            f"Judgement {number} is undone already, by {found.by}.",
            do=f"To have it back, undo that one: ftg judge CASE --undo {found.by}",
        )
    a, b = mention_number(found.a), mention_number(found.b)
    return Decision(a, b, UNDO, found.said_a, found.said_b, why, author, undoes=number)


def read_judgements(catalogue: Catalogue) -> list[Judgement]:
    """Every judgement of the case in the order they were made, each with its standing."""
    if not catalogue.has("judgements"):
        return []
    rows = catalogue.db.execute(
        "SELECT * FROM judgements WHERE load <= ? ORDER BY number", (catalogue.last_load(),)
    )
    return settled([_judgement(row) for row in rows])


def _judgement(row: sqlite3.Row) -> Judgement:
    return Judgement(
        number=row["number"],
        a=party_id(row["a"]),
        b=party_id(row["b"]),
        verdict=row["verdict"],
        said_a=row["said_a"],
        said_b=row["said_b"],
        why=row["why"],
        author=row["author"],
        at=row["at"],
        undoes=row["undoes"],
        standing=IN_FORCE,
        by=None,
    )


def settled(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The same judgements, each with its standing: of those that contradict, the later one counts.

    Contradictions may have steps: A and B are one, B and C are one, A and C are not. Without any,
    the order does not matter.
    """
    undone: dict[int, int] = {}
    for one in reversed(judgements):
        if one.verdict == UNDO and one.undoes is not None and one.number not in undone:
            undone[one.undoes] = one.number
    ground = _Ground()
    standing: dict[int, tuple[str, int | None]] = {}
    for one in reversed(judgements):
        if one.number in undone:
            standing[one.number] = UNDONE, undone[one.number]
        elif one.verdict != UNDO:
            by = ground.against(one)
            standing[one.number] = (OVERRULED, by) if by else (IN_FORCE, None)
            if by is None:
                ground.take(one)
    kept = []
    for one in judgements:
        how, by = standing.get(one.number, (one.standing, one.by))
        kept.append(replace(one, standing=how, by=by))
    return kept


class _Ground:
    """Judgements that count, the newest first, and what follows from them."""

    def __init__(self) -> None:
        self._groups = Groups[str]()
        self._pairs: dict[frozenset[str], Judgement] = {}
        self._apart: dict[str, dict[str, int]] = {}
        self._tied: dict[str, int] = {}

    def take(self, one: Judgement) -> None:
        self._pairs.setdefault(frozenset((one.a, one.b)), one)
        if one.verdict == "same":
            self._groups.join(one.a, one.b)
            for mention in (one.a, one.b):
                self._tied.setdefault(mention, one.number)
        elif one.verdict == "different":
            for mention, other in ((one.a, one.b), (one.b, one.a)):
                self._apart.setdefault(mention, {}).setdefault(other, one.number)

    def against(self, one: Judgement) -> int | None:
        """The newest judgement that a judgement contradicts; None where it contradicts none."""
        known = self._pairs.get(frozenset((one.a, one.b)))
        if known is not None:
            return None if known.verdict == one.verdict else known.number
        found: list[int] = []
        if one.verdict == "same":
            beyond = self._groups.of(one.b)
            for mention in self._groups.of(one.a):
                apart = self._apart.get(mention, {})
                found += [number for other, number in apart.items() if other in beyond]
        elif one.verdict == "different" and self._groups.one(one.a, one.b):
            found = [self._tied[mention] for mention in self._groups.of(one.a)]
        return max(found, default=None)


def in_force(judgements: Iterable[Judgement]) -> list[Judged]:
    """What resolving replays: numbers of two mentions and the verdict, each pair once, in order."""
    return sorted({triple for one in judgements for triple in _triple(one)})


def _triple(one: Judgement) -> Iterator[Judged]:
    a, b = sorted((mention_number(one.a), mention_number(one.b)))
    for verdict in VERDICTS:
        if one.standing == IN_FORCE and one.verdict == verdict:
            yield a, b, verdict


def judgements_name(judged: Sequence[Judged]) -> str:
    """What an answer says of the judgements it was made from: how many and a hash, or `none`."""
    if not judged:
        return "none"
    digest = hashlib.sha256(json.dumps(judged).encode()).hexdigest()
    return f"{len(judged)} in force, {digest[:16]}"
