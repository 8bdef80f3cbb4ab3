"""A field proposed for a column, with how sure it is and why; and which of two proposals stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.draft.values import Column
from followthegoods.sources.draft.words import Header

SURE, LIKELY, UNSURE = "sure", "likely", "unsure"
_ORDER = {SURE: 0, LIKELY: 1, UNSURE: 2}


@dataclass(frozen=True)
class Choice:
    """A field for a column. `weight` is the header rule's; 0 where values alone speak."""

    place: int
    field: str | None
    confidence: str
    why: str
    weight: int = 0

    @property
    def stands(self) -> bool:
        """Whether the column is mapped; what is unsure is only shown."""
        return self.field is not None and self.confidence != UNSURE


@dataclass(frozen=True)
class Seen:
    """A column with its header taken apart; None where it has no header."""

    column: Column
    header: Header | None

    @property
    def place(self) -> int:
        return self.column.place

    @property
    def concepts(self) -> frozenset[str]:
        return self.header.concepts if self.header else frozenset()

    def factor(self, field: str | None) -> int | None:
        """What the header says that its numbers are multiplied by, of a field or of money."""
        kind = BY_NAME[field].kind if field else Kind.MONEY
        return self.header.factor(kind) if self.header else None

    @property
    def label(self) -> str:
        return repr(self.header.text) if self.header else f"column {self.place}"


def percent(share: float, column: Column, what: str) -> str:
    """`98 % of 1,000 cells are countries`."""
    shown = int(share * 100) if share < 1 else 100
    return f"{shown} % of {column.filled:,} cells are {what}"


def settle(choices: dict[int, Choice], seen: dict[int, Seen]) -> None:
    """Leave each field with one column and its twins; the others become unsure."""
    fields: dict[str, list[Choice]] = {}
    for choice in choices.values():
        if choice.stands and choice.field:
            fields.setdefault(choice.field, []).append(choice)
    for rivals in fields.values():
        ranked = sorted(rivals, key=lambda c: _merit(c, seen[c.place]))
        first = seen[ranked[0].place]
        for choice in ranked[1:]:
            other = seen[choice.place]
            if not _twins(first, other):
                why = f"{choice.why}; {first.label} fits better"
                choices[choice.place] = replace(choice, confidence=UNSURE, why=why)
            elif (same := f"; the same cells as {first.label}") not in choice.why and (
                first.column.filled and first.column.cells == other.column.cells
            ):
                choices[choice.place] = replace(choice, why=choice.why + same)


def _merit(choice: Choice, seen: Seen) -> tuple[float, ...]:
    header_rank = seen.header.rank if seen.header else 3
    empty = not seen.column.filled
    return (empty, -choice.weight, _ORDER[choice.confidence], header_rank, -_agrees(choice, seen),
            -seen.column.length if choice.field == "hs" else 0, choice.place)  # fmt: skip


def _agrees(choice: Choice, seen: Seen) -> float:
    words = len(seen.header.words) if seen.header else 0
    return words + seen.column.filled / max(1, len(seen.column.cells))


def _twins(a: Seen, b: Seen) -> bool:
    """One content twice: in two languages, as received and mended, or cell for cell."""
    if a.header and b.header and a.header.words == b.header.words:
        return a.header.rank != b.header.rank or a.column.cells == b.column.cells
    return bool(a.column.filled) and a.column.cells == b.column.cells


def standing(choices: dict[int, Choice], field: str) -> Choice | None:
    """The first column that a field is read from."""
    found = (c for _, c in sorted(choices.items()) if c.stands and c.field == field)
    return next(found, None)
