"""Routes of goods, and the records of two authorities side by side.

A route is where goods were produced, where they were sent from and where to, as the lines state
it. A key is empty for what is not stated. The JSON of these is that of their fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from followthegoods.model.answer import Bases, Caveat, Coverage, Figure, MadeFrom, Subject, unit_of


@dataclass(frozen=True)
class Around:
    """The measure around an event: since it, and in equal stretches before and from it on, where
    the records cover such."""

    since: Figure
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True)
class Route:
    """Goods of one origin, sent from one country to one. `events`: in the order asked.
    `measured`: in the measure that routes are asked in."""

    origin: str
    dispatch: str
    destination: str
    value_usd: Figure
    net_kg: Figure
    events: tuple[Around, ...]
    measured: Figure


@dataclass(frozen=True)
class DetourSender:
    """A sender on a detour: its id (empty where none is stated), its first day on it, and its
    first day on any line counted.

    `appeared`: it was not seen before it sent by this detour.
    """

    id: str
    name: str
    value_usd: Figure
    first: date | None
    first_seen: date | None
    appeared: bool
    measured: Figure


@dataclass(frozen=True)
class Detour:
    """Goods produced in one country and sent from another; senders, most of the measure first."""

    origin: str
    dispatch: str
    value_usd: Figure
    first: date | None
    last: date | None
    senders: tuple[DetourSender, ...]
    measured: Figure


@dataclass(frozen=True)
class FlowEvent:
    """An event of the question: `days` is the length of its two windows, None without them."""

    date: date
    label: str
    days: int | None
    whole: Around


@dataclass(frozen=True)
class Flows:
    """Routes, most of the measure first: additive, their points sum to `measured`'s, in dollars to
    `value_usd`'s. And the detours."""

    subject: Subject
    bases: Bases
    coverage: Coverage
    value_usd: Figure
    events: tuple[FlowEvent, ...]
    routes: tuple[Route, ...]
    detours: tuple[Detour, ...]
    countries: dict[str, str]
    """What the codes of countries stand for."""
    caveats: tuple[Caveat, ...]
    made_from: MadeFrom
    plan: str
    measured: Figure
    """The whole in the measure that routes are asked in."""
    schema: int = 1

    @property
    def unit(self) -> str:
        """What is measured, as people say it."""
        return unit_of(self.bases.measure)


@dataclass(frozen=True)
class MirrorSide:
    """What one authority's records say of some goods."""

    lines: Figure
    value_usd: Figure
    weight_kg: Figure


@dataclass(frozen=True)
class MirrorGoods:
    """One subheading (HS6) on both sides, and how many lines of it found their mirror."""

    hs6: str
    label: str
    exports: MirrorSide
    imports: MirrorSide
    pairs: int


@dataclass(frozen=True)
class MirrorLine:
    """A line of one side. `kg`: net, else gross, else a quantity of kilograms."""

    place: str
    declaration: str | None
    day: date | None
    hs: str
    goods: str | None
    value_usd: Decimal | None
    kg: Decimal | None
    sender: str | None
    receiver: str | None


@dataclass(frozen=True)
class MirrorPair:
    """An export line and an import line that may be of the same goods, and what speaks for it."""

    export: MirrorLine
    import_: MirrorLine
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Mirror:
    """One authority's exports beside another's imports. Never added: they are the same goods.

    `unpaired_exports` and `unpaired_imports`: lines of codes that both sides have, without a pair.
    """

    exporter: str
    importer: str
    goods: tuple[MirrorGoods, ...]
    pairs: tuple[MirrorPair, ...]
    unpaired_exports: int
    unpaired_imports: int
    plan: str


@dataclass(frozen=True)
class Mirrors:
    """The records of every two authorities of the case that mirror each other."""

    subject: Subject
    mirrors: tuple[Mirror, ...]
    caveats: tuple[Caveat, ...]
    made_from: MadeFrom
    schema: int = 1
