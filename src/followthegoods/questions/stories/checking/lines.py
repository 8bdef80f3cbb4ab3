"""The lines of a subject, counted once and summed for every claim: one scan for all of a story.

A dossier's plan up to `counted` says what a line adds to floor, point and ceiling. Its lines are
read once per definition; figures of periods, countries and suppliers are then sums of them, by
the same rules as a dossier's own groups.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.engine.plan import Plan, Row, Step
from followthegoods.model.answer import Figure
from followthegoods.model.printed import Days
from followthegoods.model.story import Behind
from followthegoods.questions.counted import Parameters, Scope, counted_steps
from followthegoods.questions.dossier import refused_sql

_PLACES = ("origin", "dispatch", "trading", "sender", "purchase")
_MEASURES = ("usd", "kg", "qty", "one")
_PLAIN = (
    *("line", "versions_of", "day", "by_month", "counts", "declaration", "office", "unit"),
    *(f"{place}_country" for place in _PLACES),
    *("supplier_party", "supplier_grade", "supplier_perhaps"),
)
_NONE = Decimal(0)


def plan_lines(p: Parameters, scope: Scope) -> Plan:
    """The plan of a subject's lines as they count, whatever their period."""
    amounts = [f"{m}{end}" for m in _MEASURES for end in ("", "_floor", "_point", "_ceiling")]
    columns = ", ".join((*_PLAIN, *amounts))
    return Plan(
        (
            *counted_steps(p, scope),
            Step("lines", f"SELECT {columns} FROM counted ORDER BY line"),
            Step("refused", refused_sql(p, scope)),
        )
    )


@dataclass(frozen=True)
class Line:
    """One line: what it adds, by measure: its value, then floor, point and ceiling."""

    line: int
    versions_of: int | None
    day: date | None
    by_month: bool
    counts: bool
    declaration: str | None
    office: str | None
    unit: str | None
    places: dict[str, str]
    supplier: int | None
    supplier_grade: int
    supplier_perhaps: tuple[int, ...]
    amounts: dict[str, tuple[Decimal | None, Decimal, Decimal, Decimal]]

    @property
    def until(self) -> date:
        """The last day that a line may be of: the end of its month where it is dated by that."""
        if self.day is None:
            return date.max
        if not self.by_month:
            return self.day
        return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])

    def when(self, days: Days) -> str:
        """`in`, `maybe` or `out` of a period. A line without a day, and one dated by a month that
        straddles an end, may be in it."""
        first, last = days
        if first is None and last is None:
            return "in"
        if self.day is None:
            return "maybe"
        end = self.until
        if (first is None or self.day >= first) and (last is None or end <= last):
            return "in"
        if self.by_month and (first is None or end >= first) and (last is None or self.day <= last):
            return "maybe"
        return "out"


def read_lines(rows: Iterable[Row]) -> list[Line]:
    """The rows of `plan_lines` as lines."""
    return [_line(dict(zip(_PLAIN, row, strict=False)), row[len(_PLAIN) :]) for row in rows]


def _line(plain: dict[str, Any], amounts: Sequence[Any]) -> Line:
    each = {}
    for at, measure in enumerate(_MEASURES):
        own, *adds = amounts[at * 4 : at * 4 + 4]
        low, mid, high = (
            add if isinstance(add, Decimal) else Decimal(add) if add else _NONE for add in adds
        )
        value = own if own is None or isinstance(own, Decimal) else Decimal(own)
        each[measure] = (value, low, mid, high)
    return Line(
        line=plain["line"],
        versions_of=plain["versions_of"],
        day=plain["day"],
        by_month=bool(plain["by_month"]),
        counts=bool(plain["counts"]),
        declaration=plain["declaration"],
        office=plain["office"],
        unit=plain["unit"],
        places={place: plain[f"{place}_country"] or "" for place in _PLACES},
        supplier=plain["supplier_party"],
        supplier_grade=plain["supplier_grade"] or 0,
        supplier_perhaps=tuple(plain["supplier_perhaps"] or ()),
        amounts=each,
    )


Link = Callable[[Line], int]
"""The grade of a line's link to what is asked: 3 certain, 2 probable, 1 uncertain, 0 none."""


def always(line: Line) -> int:
    """Every line is certainly linked."""
    return 3


def of_country(place: str, codes: Sequence[str]) -> Link:
    """Lines of these countries, on a basis."""
    return lambda line: 3 if line.places[place] in codes else 0


def of_supplier(parties: Sequence[int | str]) -> Link:
    """A line's link to one of the parties; an empty key is that of lines without a supplier."""

    def link(line: Line) -> int:
        if line.supplier is None:
            own = 3 if "" in parties else 0
        else:
            own = line.supplier_grade if line.supplier in parties else 0
        return own or int(any(other in parties for other in line.supplier_perhaps))

    return link


def both(one: Link, other: Link) -> Link:
    """A link is as good as the weaker of two."""
    return lambda line: min(one(line), other(line))


def figure(
    lines: Sequence[Line], measure: str, days: Days, link: Link, *, opened: bool = False
) -> Figure:
    """Floor, point and ceiling of the lines that are linked, as a dossier's group has them."""
    sums = [_NONE, _NONE, _NONE]
    has = lacks = unknown = 0
    versions: dict[int, list[tuple[Decimal, Decimal, Decimal]]] = {}
    apart: set[int] = set()
    for line in lines:
        when = line.when(days)
        if when == "out":
            continue
        grade = link(line)
        if not grade:
            if line.versions_of is not None:
                apart.add(line.versions_of)
            continue
        adds = adds_of(line, measure, when, grade)
        fair = when == "in" and grade >= 2 and line.counts
        value = line.amounts[measure][0]
        has += fair and value is not None
        lacks += fair and value is None
        unknown += value is None
        if line.versions_of is None:
            sums = [total + add for total, add in zip(sums, adds, strict=True)]
        else:
            versions.setdefault(line.versions_of, []).append(adds)
    for number, many in versions.items():
        low, mid = sum((a[0] for a in many), _NONE), sum((a[1] for a in many), _NONE)
        high = max(a[2] for a in many)
        if number in apart:  # versions that disagree raise no floor and lower no ceiling
            low, high = min(low, _NONE), max(high, _NONE)
        sums = [sums[0] + low, sums[1] + mid, sums[2] + high]
    return Figure(sums[0], sums[1], sums[2], opened or unknown > 0, has, lacks)


SHOWN = 5
"""Lines shown behind a figure at the most."""


def largest(lines: Sequence[Line], measure: str, days: Days, link: Link) -> tuple[Behind, ...]:
    """The lines that add most to a point, most first."""
    adding = []
    for line in lines:
        when = line.when(days)
        mid = _NONE if when == "out" else adds_of(line, measure, when, link(line))[1]
        if mid:
            adding.append(Behind(line.line, line.day, mid))
    return tuple(sorted(adding, key=lambda one: (-abs(one.adds), one.line))[:SHOWN])


def adds_of(line: Line, measure: str, when: str, grade: int) -> tuple[Decimal, Decimal, Decimal]:
    """What a line adds to floor, point and ceiling, by its period and the grade of its link."""
    value, low, mid, high = line.amounts[measure]
    sure, fair = when == "in" and grade == 3, when == "in" and grade >= 2
    below = value is not None and value < 0
    return (
        low if sure or below else _NONE,
        mid if fair else _NONE,
        high if sure or not below else _NONE,
    )


def declarations(lines: Sequence[Line], days: Days, link: Link, *, opened: bool) -> Figure:
    """How many declarations the linked lines are of. A line without a number is none in the
    floor and one of its own above it."""
    sets: tuple[set[object], set[object], set[object]] = (set(), set(), set())
    rows = 0
    for line in lines:
        when, grade = line.when(days), link(line)
        if when == "out" or not grade:
            continue
        year = line.day.year if line.day else None
        written = (line.declaration, line.office, year) if line.declaration else None
        low, mid, high = adds_of(line, "one", when, grade)
        rows += mid > 0
        if low > 0 and written:
            sets[0].add(written)
        if mid > 0:
            sets[1].add(written or line.line)
        if high > 0:
            sets[2].add(written if written and None not in written else line.line)
    floor, point, ceiling = (Decimal(len(one)) for one in sets)
    point = max(floor, point)
    return Figure(floor, point, max(point, ceiling), opened, rows, 0)
