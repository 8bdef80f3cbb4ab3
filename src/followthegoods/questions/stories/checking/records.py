"""What a claim asks of records, and the one interface it asks through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from followthegoods.model.answer import Coverage, Figure, Group
from followthegoods.model.printed import Days
from followthegoods.model.story import DEFAULT, Behind, Definition

GROUPS_OF_COUNTRIES = ("EU", "EAEU")
"""What a claim may name in place of a country: any of its members."""


@dataclass(frozen=True)
class Query:
    """Lines of a subject, narrowed. Countries are meant on the definition's basis.

    `hs` are beginnings of codes; `goods` words of the goods text, any of which will do. `sent`:
    what the subject sent, and not what it received. Nobody in `of` is whoever received the goods.
    `every`: with the lines that are shown apart, as if they counted.
    """

    of: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    country: tuple[str, ...] = ()
    supplier: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    definition: Definition = DEFAULT
    sent: bool = False
    every: bool = False


@dataclass(frozen=True)
class Found:
    """A figure, with what is to be said beside it, and the plan that made it. `behind` finds the
    largest of the lines behind it, when they are wanted. `unbounded`: what it is a part or a
    multiple of is open at the top, or lines do not state of what declaration they are, so that
    nothing is its floor. `unstated`: lines that state no
    day or no commodity code are in the ceiling, as they may be of the period or of the goods.
    `apart` finds the caveats of what is not in the figure, as it is shown apart."""

    figure: Figure
    caveats: tuple[str, ...] = ()
    plan: str = ""
    behind: Callable[[], tuple[Behind, ...]] = tuple
    unbounded: bool = False
    unstated: bool = False
    apart: Callable[[], tuple[str, ...]] = tuple


@dataclass(frozen=True)
class Dates:
    """First and last day of the lines of the floor, and of the point; the first of these lines and
    the last, at most as many as are shown. A line dated by its month came on the first of it at the
    earliest and on its end at the latest: `point` holds the widest days, `floor` and `inner`, of
    the same lines as `point`, the narrowest. `undated`: how many lines state no day."""

    floor: Days
    point: Days
    lines: tuple[tuple[Behind, ...], tuple[Behind, ...]] = ((), ())
    inner: Days = (None, None)
    undated: int = 0


@dataclass(frozen=True)
class Listed:
    """One listing of a party: by whom, the days its date lies between, and whether it is the
    party: `grade` certain, probable or uncertain."""

    authority: str
    earliest: date | None
    latest: date | None
    measure: str = ""
    grade: str = "certain"


@dataclass(frozen=True)
class Breach:
    """What certain lines touch of measures in force on their day; what lines touch on `perhaps`
    probable links alone; and touched lists that are not loaded."""

    touched: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    not_loaded: tuple[str, ...] = ()


class Records(Protocol):
    """What records must be able to say for a story to be checked.

    Raises `NoSuchParty` and `AmbiguousParty` for a name, `BadParameter` for a question that these
    records cannot answer.
    """

    def value(self, query: Query) -> Found:
        """US dollars."""
        ...

    def quantity(self, query: Query, unit: str) -> Found:
        """Net kilograms for `kg`; else a quantity in this unit."""
        ...

    def lines(self, query: Query, what: str) -> Found:
        """How many lines, or how many declarations."""
        ...

    def there(self, query: Query) -> Found:
        """How many lines these records hold, whatever others may."""
        ...

    def groups(self, query: Query, by: str) -> Sequence[Group]:
        """Dollars by `supplier`, or by `country` on the definition's basis, of the lines that
        there are: a ceiling is open where they have no value."""
        ...

    def opened(self, query: Query) -> bool:
        """Whether there may be more than these records hold."""
        ...

    def plan_of_groups(self, query: Query, by: str) -> str:
        """The plan that makes the groups."""
        ...

    def dates(self, query: Query) -> Dates:
        """When the first and the last line came."""
        ...

    def listings(self, who: Sequence[str], authority: str) -> Sequence[Listed] | None:
        """An authority's listings of a party; None where its list is not loaded."""
        ...

    def breach(self, query: Query) -> Breach | None:
        """What lines touch measures as of their day; None where that cannot be asked."""
        ...

    def coverage(self, who: Sequence[str]) -> Coverage:
        """What the records cover."""
        ...

    def suppliers_of(self, query: Query) -> Sequence[str]:
        """The keys of a query's suppliers among the groups by supplier, name by name; empty
        where none of that name supplied the subject."""
        ...
