"""What a question answers with: figures, groups, events, caveats, and what they were made from.

The shapes are those of the JSON contract; amounts in it are decimal strings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

SCHEMA = 1


@dataclass(frozen=True)
class Figure:
    """`floor <= point <= ceiling`, and the rows behind the point.

    Floor: what survives an opponent. Point: each line once, with a value, whose link to the
    subject is certain or probable. Ceiling: the point, uncertain links, suspected repeats and the
    higher of conflicting values; `ceiling_open` when something has no value or is missing, so that
    nothing can be said to be "at most" it. `rows_without_value` would be in the point but state
    no value.
    """

    floor: Decimal
    point: Decimal
    ceiling: Decimal
    ceiling_open: bool
    rows: int
    rows_without_value: int

    def __post_init__(self) -> None:
        if not self.floor <= self.point <= self.ceiling:
            raise AssertionError(f"not floor <= point <= ceiling: {self}")


@dataclass(frozen=True)
class Group(Figure):
    """A figure of one group; `key` is empty for what is not stated."""

    key: str
    label: str


@dataclass(frozen=True)
class Quantity(Figure):
    """A quantity in one unit."""

    unit: str


@dataclass(frozen=True)
class Measures:
    net_kg: Figure
    lines: Figure
    declarations: Figure
    quantity: tuple[Quantity, ...]


@dataclass(frozen=True)
class PartyRef:
    """A party as an answer names it."""

    id: str
    name: str
    tax_ids: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    id: str
    name: str
    parties: tuple[PartyRef, ...]
    goods: str | None = None


@dataclass(frozen=True)
class Bases:
    """The definitions a figure rests on, each of which can be switched."""

    authority: str
    value: str
    country: str
    date: str
    supplier: str
    role: str
    direction: str
    regimes: tuple[str, ...]


@dataclass(frozen=True)
class SourceCoverage:
    source: str
    layout: str
    first: date | None
    last: date | None
    lines: int
    undated: int


@dataclass(frozen=True)
class Coverage:
    """What the records of the authority cover; `months_missing` are months without a line."""

    first: date | None
    last: date | None
    months_missing: tuple[str, ...]
    by_source: tuple[SourceCoverage, ...]


@dataclass(frozen=True)
class AnswerBooks:
    """What became of the lines that name the subject."""

    lines: int
    repeated: int
    superseded: int
    conflicts: int
    without_value: int
    uncertain_party: int
    suspected_repeats: int
    refused_mentioning: int


@dataclass(frozen=True)
class Window:
    """Equal lengths of time before the event and from it on."""

    days: int
    before: Figure
    after: Figure


@dataclass(frozen=True)
class Event:
    date: date
    label: str
    since: Figure
    since_by: dict[str, tuple[Group, ...]]
    window: Window | None


@dataclass(frozen=True)
class Caveat:
    code: str
    text: str


@dataclass(frozen=True)
class MadeFrom:
    """The state an answer was made from: enough to ask it again."""

    state: str
    load: int
    layouts: dict[str, str]
    references: dict[str, str]
    rates: str
    judgements: str
    scorer: str
    program: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A dossier. `to_dict` and `to_json` give the contract that other programs rely on."""

    subject: Subject
    bases: Bases
    coverage: Coverage
    books: AnswerBooks
    value_usd: Figure
    measures: Measures
    value_bases: tuple[Group, ...]
    by: dict[str, tuple[Group, ...]]
    additive: dict[str, bool]
    apart: tuple[Group, ...]
    events: tuple[Event, ...]
    screening: tuple[()]
    caveats: tuple[Caveat, ...]
    made_from: MadeFrom
    plan: str

    def to_dict(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **_plain_fields(self)}

    def to_json(self) -> str:
        """The answer as JSON, the same bytes for the same state and question."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"


def amount(value: Decimal) -> str:
    """A decimal as text: every digit it has, at least two after the point if it has any."""
    text = f"{value.normalize():f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<2}" if part else whole


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if is_dataclass(value):
        return _plain_fields(value)
    return value


def _plain_fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
