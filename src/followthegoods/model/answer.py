"""What a question answers with: figures, groups, events, caveats, and what they were made from.

The shapes are those of the JSON contract; amounts in it are decimal strings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.model.notebook import answer_html
from followthegoods.model.notes import Note

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
    first: date | None = None
    """The first day it is asked about, where it has days of its own."""
    last: date | None = None


@dataclass(frozen=True)
class Subject:
    """Who is asked about, or what goods, in words, whoever imported them; or both."""

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
    hs_revision: str | None = None
    """The edition of the Harmonised System that the subject's codes are of, where it has any."""
    measure: str = "value"
    """What groups are measured by: value (US dollars), net_kg, lines, or `quantity:UNIT`."""


@dataclass(frozen=True)
class SourceCoverage:
    source: str
    layout: str
    first: date | None
    last: date | None
    lines: int
    undated: int
    months_missing: tuple[str, ...] = ()
    """Months between its first and its last without a line."""
    stray_months: tuple[str, ...] = ()
    """Months of a few lines, years apart from all others: mistyped days, and no coverage."""


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
    before_by: dict[str, tuple[Group, ...]] = field(default_factory=dict)
    after_by: dict[str, tuple[Group, ...]] = field(default_factory=dict)
    grew: tuple[Growth, ...] = ()
    """What grew, by how much its point did, most first."""


@dataclass(frozen=True)
class Growth:
    """A group whose point is higher after an event than in as many days before it."""

    dimension: str
    key: str
    label: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Event:
    """`new_suppliers` are first seen on the day of the event or later, `vanished_suppliers` last
    seen before it: keys of the suppliers of the answer, in the records it is made from."""

    date: date
    label: str
    since: Figure
    since_by: dict[str, tuple[Group, ...]]
    window: Window | None
    new_suppliers: tuple[str, ...] = ()
    vanished_suppliers: tuple[str, ...] = ()


@dataclass(frozen=True)
class SuppliedCode:
    """A six-digit code that a supplier supplies, what it is called, and how much of the point."""

    code: str
    text: str
    point: Decimal
    lines: int


@dataclass(frozen=True)
class Supplier:
    """A supplier in the role asked for, in plain words.

    `codes` are its largest; `words` the commonest of its goods texts, as written; `first` and
    `last` the days of its lines in the point; `makers` stand behind it on these.
    """

    key: str
    label: str
    country: str | None
    lines: int
    first: date | None
    last: date | None
    codes: tuple[SuppliedCode, ...]
    words: tuple[str, ...]
    makers: tuple[str, ...]


@dataclass(frozen=True)
class Concentration:
    """How much of the point rests on its five largest lines, and on its largest supplier.

    Shares are in per cent with one decimal, rounded down; None where the point is not above zero.
    """

    largest_lines: Decimal
    largest_lines_share: Decimal | None
    largest_supplier: str | None
    largest_supplier_share: Decimal | None


@dataclass(frozen=True)
class PricedLine:
    """A line with its price, in dollars a kilogram: where it stands, and how many times the usual
    middle price that is, or, of a price below it, how many times it the middle is."""

    place: str
    declaration: str | None
    day: date | None
    supplier: str | None
    value_usd: Decimal
    net_kg: Decimal
    price: Decimal
    times: Decimal


@dataclass(frozen=True)
class FarPrice:
    """Lines of one six-digit code whose prices are far `above` or `below` the usual (`way`).

    Half of the case's `usual_lines` lines of the code cost between `usual_low` and `usual_high`
    dollars a kilogram. `largest` are the lines worth most. A lead, and no finding.
    """

    code: str
    text: str
    way: str
    lines: int
    point: Decimal
    usual_lines: int
    usual_low: Decimal
    usual_middle: Decimal
    usual_high: Decimal
    largest: tuple[PricedLine, ...]


@dataclass(frozen=True)
class Prices:
    """How many lines of the point were compared with the prices of their code in the case, how
    many are far from them, and how much of the point these make, in dollars and per cent."""

    compared: int
    far: int
    far_point: Decimal
    far_share: Decimal | None
    codes: tuple[FarPrice, ...]


NO_PRICES = Prices(0, 0, Decimal(0), None, ())
"""Nothing was compared: no line states a weight, or too few lines of its code are in the case."""


@dataclass(frozen=True)
class Compared:
    """One thing compared of a party and an entry: both values, what came of it, what it weighs."""

    name: str
    a: str
    b: str
    result: str
    weight: float | None = None


@dataclass(frozen=True)
class Relisted:
    """Between which days a listing ended, and between which it began again; a day that is known is
    both of its bounds."""

    delisted: tuple[date | None, date | None]
    listed: tuple[date | None, date | None]


@dataclass(frozen=True)
class Screened:
    """A party that is on a list, for one measure of one authority.

    `match_grade` is certain, probable or uncertain, by `rule`. `listed_on` is the day, or
    `listed_between` its bounds, either of which may be open; `listed_basis` says how they are
    known, `listed_source` where a day given by hand was found; `reference` is what the list itself
    cites: an act, a number, an address; `relisted` says when it went and came back;
    `wound_down_by` is the last day that dealings with it may be ended on, where somebody gave it.
    `status` is what the listing was at its gravest on the lines that name the party, or on the day
    asked about; `statuses` divide these lines; `days_later` lie at least between the last of them
    and the listing. `since_listing` is of the lines while it held.
    """

    party: str
    name: str
    roles: tuple[str, ...]
    match_grade: str
    rule: str
    list: str
    entry: str
    entry_name: str
    authority: str
    programme: str
    measure: str
    listed_on: date | None
    listed_between: tuple[date | None, date | None] | None
    listed_basis: str
    listed_source: str
    reference: str
    delisted_on: date | None
    delisted_between: tuple[date | None, date | None] | None
    relisted: tuple[Relisted, ...]
    wound_down_by: date | None
    status: str
    days_later: int | None
    first_line: date | None
    last_line: date | None
    since_listing: Figure
    statuses: tuple[Group, ...]
    compared: tuple[Compared, ...]


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

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters as the JSON has them."""
        return {name: _plain(value) for name, value in self.parameters.items()}


@dataclass(frozen=True)
class Answer:
    """A dossier. `to_dict` and `to_json` give the contract that other programs rely on."""

    subject: Subject
    bases: Bases
    coverage: Coverage
    books: AnswerBooks
    value_usd: Figure
    measured: Figure
    """The whole in the measure that groups are measured by."""
    measures: Measures
    value_bases: tuple[Group, ...]
    by: dict[str, tuple[Group, ...]]
    additive: dict[str, bool]
    apart: tuple[Group, ...]
    suppliers: tuple[Supplier, ...]
    concentration: Concentration
    events: tuple[Event, ...]
    screening: tuple[Screened, ...]
    caveats: tuple[Caveat, ...]
    made_from: MadeFrom
    plan: str
    notes: tuple[Note, ...] = ()
    """What people noted of the subject and of its suppliers; nothing is counted by them."""
    prices: Prices = NO_PRICES
    """Prices far from the usual ones of their code: leads."""

    @property
    def unit(self) -> str:
        """What `measured`, groups and events are counted in, as people say it."""
        return unit_of(self.bases.measure)

    def to_dict(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **_plain_fields(self)}

    def to_json(self) -> str:
        """The answer as JSON, the same bytes for the same state and question."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def _repr_html_(self) -> str:
        return answer_html(self)


DOLLARS = "US dollars"
_UNITS = {"value": DOLLARS, "net_kg": "net kg", "lines": "lines"}


def unit_of(measure: str) -> str:
    """What a measure is counted in, as people say it."""
    _, _, unit = measure.partition(":")
    return unit or _UNITS[measure]


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
    return {own.name: _plain(getattr(value, own.name)) for own in fields(value)}
