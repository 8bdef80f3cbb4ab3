"""Stories, claims, verdicts: what is printed, what it is of, and what records say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from followthegoods.model.answer import Figure
from followthegoods.model.printed import Period, Printed

SCHEMA = 1
EVENTS: tuple[tuple[date, str], ...] = ((date(2022, 2, 24), "invasion of Ukraine"),)
"""Days that stories count from without naming them."""


class Measure(StrEnum):
    """What a claim measures."""

    VALUE = "value"
    QUANTITY = "quantity"  # kilograms, or pieces of a unit
    LINES = "lines"
    SUPPLIERS = "suppliers"  # how many
    COUNTRIES = "countries"  # how many
    SHARE = "share"  # of the subject's total, by value
    CHANGE = "change"  # of one period against another, as a multiple
    RANK = "rank"  # "the largest", "second largest", "among the largest suppliers"
    PRESENCE = "presence"
    ABSENCE = "absence"
    FIRST_DATE = "first date"
    LAST_DATE = "last date"
    LISTING = "listing"
    BREACH = "breach"  # that nothing was in breach
    COVERAGE = "coverage"  # that there are no records of the period
    ARITHMETIC = "arithmetic"  # follows from other figures of the story
    NONE = "none"  # records cannot say


DATED = frozenset(
    {Measure.VALUE, Measure.QUANTITY, Measure.LINES, Measure.SHARE, Measure.SUPPLIERS}
)
"""What is of a period, be it said or not."""
LARGEST, AMONG = "largest", "among the largest"
_ORDER = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
EVERYONE = "everyone"
"""In place of a company in `of`: whoever received the goods that the claim names."""

PLACES = (LARGEST, *(f"{nth} {LARGEST}" for nth in _ORDER))
"""The units of a rank with a place of its own, from the first on; `AMONG` has none."""
COUNTED = frozenset({Measure.LINES, Measure.SUPPLIERS, Measure.COUNTRIES})


class Hedge(StrEnum):
    """How a number is hedged."""

    EXACT = "exactly"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    ALMOST = "almost"
    ABOUT = "about"
    UP_TO = "up to"
    LESS_THAN = "less than"
    BETWEEN = "between"
    MILLIONS = "millions of"  # the plural of a scale: at least two of it


BASES = ("unspecified", "origin", "dispatch", "trading", "sender", "purchase")
"""What a country in a claim is; "imported from" leaves it unspecified."""


@dataclass(frozen=True)
class Claim:
    """One claim. `text` are the words as printed, `at` where they stand in the story as read.

    `country` are ISO codes, or "EU" for any of its members; `of` and `supplier` are names as
    printed, tax ids or party ids; `hs` are beginnings of commodity codes. `part_of` and `equals`
    name other claims: an amount contained in theirs, and the same money in another currency.
    """

    id: str
    text: str
    at: tuple[int, int]
    measure: Measure
    of: tuple[str, ...] = ()
    supplier: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    basis: str = "unspecified"
    goods: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    hedge: Hedge = Hedge.EXACT
    amount: Printed | None = None
    unit: str = ""
    period: Period | None = None
    against: Period | None = None
    authority: tuple[str, ...] = ()
    part_of: str = ""
    equals: str = ""
    by: str = ""
    doubts: tuple[str, ...] = ()
    why: str = ""
    """Why records cannot say; of `Measure.NONE` only."""

    @property
    def subject(self) -> tuple[str, ...]:
        """Whom it is about, by name: nobody where it is of everyone."""
        return () if self.of == (EVERYONE,) else self.of

    @property
    def named(self) -> tuple[str, ...]:
        """The companies that it names."""
        return (*self.subject, *self.supplier)


OPEN = "is open: the story has no day"
"""In the doubt of a claim whose period is told against a day that is not known."""


@dataclass(frozen=True)
class Story:
    """The claims of one text, in its order. `rates`: units of a currency to the dollar, as the
    story prints them."""

    claims: tuple[Claim, ...]
    published: date | None = None
    story: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=dict)


class Ruling(StrEnum):
    """What records say of a claim."""

    SUPPORTED = "supported"
    PROBABLE = "supported on probable links"
    DEFINITION = "supported only under a definition"
    CONTRADICTED = "contradicted"
    NOT_DETERMINABLE = "not determinable from these records"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True)
class Definition:
    """The bases of one reading of a claim. `reading` numbers the readings of its period."""

    country: str = "origin"
    value: str = "stated"
    supplier: str = "sender"
    date: str = "registered"
    reading: int = 0


DEFAULT = Definition()


@dataclass(frozen=True)
class Behind:
    """A line behind a figure: its number, its day, and what it adds to the point."""

    line: int
    day: date | None
    adds: Decimal


@dataclass(frozen=True)
class Verdict:
    """What records say of one claim, and from what.

    `figure` was computed under `definition`. `tried` definitions were computed, whose points lie
    from `lowest` to `highest`; `reproducing` are those that bear the claim out, nearest to the
    defaults first. `stated` is what is printed, from and to, in the unit of the figure (US
    dollars, kilograms, a share of 1); `lines` are the largest behind the figure.
    """

    claim: str
    ruling: Ruling
    why: str
    figure: Figure | None = None
    definition: Definition | None = None
    tried: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None
    reproducing: tuple[Definition, ...] = ()
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    plan: str = ""
    stated: tuple[Decimal, Decimal] | None = None
    lines: tuple[Behind, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A story's verdicts, in the order of its claims."""

    story: Story
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether no claim is contradicted."""
        return all(v.ruling is not Ruling.CONTRADICTED for v in self.verdicts)
