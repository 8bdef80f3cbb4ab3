"""Claims with a number: the figure they are about, as records have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

from followthegoods.errors import BadParameter
from followthegoods.model.answer import Figure, Group
from followthegoods.model.printed import Period, Printed
from followthegoods.model.story import EVERYONE, Claim, Definition, Measure, Story
from followthegoods.questions.stories.checking.records import Found, Query, Records

WEIGHTS: dict[str, Decimal] = {
    "kg": Decimal(1),
    "kilograms": Decimal(1),
    "t": Decimal(1000),
    "tonnes": Decimal(1000),
    "g": Decimal("0.001"),
    "short tons": Decimal("907.18474"),
    "long tons": Decimal("1016.0469088"),
}
"""Kilograms in a unit of weight."""

_TONS = ("tonnes", "short tons", "long tons")
TONS = {"tons": _TONS, "ton": _TONS}
"""Units that are not one weight -> what they may be, the likeliest first: stories about customs
records mostly mean tonnes."""

VOLUMES: dict[str, Decimal] = {"hectolitres": Decimal(100)}
"""Litres in a unit of volume that records do not count in."""

DECLARATIONS = ("declarations", "consignments", "shipments")
"""Units that are declarations rather than lines."""

LINES = ("lines", "rows", "records", "entries")


def query_of(
    claim: Claim,
    definition: Definition,
    events: tuple[date, ...],
    period: Period | None,
    *,
    every: bool = False,
) -> Query:
    """What a claim asks of records under a definition, in a period of the claim's.

    A claim of a supplier and of no buyer is of what that one sent, to whomever; one of `everyone`
    is of goods, whoever received them.
    """
    sent = bool(claim.supplier) and not claim.of
    everyone = claim.of == (EVERYONE,)
    if not claim.of and not sent:
        raise BadParameter("The claim does not say of whom it is.")
    if everyone and not claim.hs and not claim.goods:
        raise BadParameter("A claim of everyone does not say of what goods it is.")
    days = (None, None) if period is None else period.readings(events)[definition.reading]
    return Query(
        of=claim.supplier if sent else claim.subject,
        first=days[0],
        last=days[1],
        country=claim.country,
        supplier=() if sent else claim.supplier,
        hs=claim.hs,
        goods=claim.goods if not claim.hs else (),
        definition=definition,
        sent=sent,
        every=every,
    )


def in_dollars(story: Story, claim: Claim, amount: Printed) -> tuple[Printed, str]:
    """An amount in US dollars, at the rate that the story prints; with a note where converted."""
    if claim.unit == "USD":
        return amount, ""
    rate = story.rates.get(claim.unit)
    if rate is None:
        raise BadParameter(
            f"The records are counted in US dollars, and the story prints no rate of {claim.unit}."
        )
    per = Printed(amount.low / rate, amount.high / rate, amount.step / rate, amount.text)
    return per, f"Converted at the story's rate, {rate:f} {claim.unit} to the dollar."


def figure_of(claim: Claim, query: Query, against: Query | None, records: Records) -> Found:
    """The figure of a claim with a number."""
    match claim.measure:
        case Measure.VALUE:
            return records.value(query)
        case Measure.QUANTITY:
            weight, volume = WEIGHTS.get(_unit(claim)), VOLUMES.get(claim.unit)
            unit = "kg" if weight else "l" if volume else claim.unit
            found = records.quantity(query, unit)
            return _scaled(found, weight or volume or Decimal(1))
        case Measure.LINES:
            if claim.unit not in ("", *LINES, *DECLARATIONS):
                raise BadParameter(f"Records have lines and declarations, no {claim.unit}.")
            return records.lines(query, "declarations" if claim.unit in DECLARATIONS else "lines")
        case Measure.SUPPLIERS | Measure.COUNTRIES:
            by = "supplier" if claim.measure is Measure.SUPPLIERS else "country"
            every = records.lines(query, "lines")
            opened = every.figure.ceiling_open
            figure = how_many(records.groups(query, by), opened=opened)
            return replace(every, figure=figure, plan=records.plan_of_groups(query, by))
        case Measure.SHARE:
            return _share(query, records)
        case Measure.CHANGE if against is not None:
            return _grown(_change(query, against, records), claim.unit)
        case _:
            raise BadParameter("The claim does not say against which period.")


def _unit(claim: Claim) -> str:
    """The unit of a claim, the likeliest of those that it may be."""
    return TONS.get(claim.unit, (claim.unit,))[0]


def least_step(claim: Claim) -> Decimal | None:
    """The least step of a claim's number, as of `ruling.fine`; None where it is as printed."""
    if claim.measure is Measure.SHARE or "%" in claim.unit:
        return None
    measured = claim.measure in (Measure.VALUE, Measure.CHANGE)
    return Decimal(0) if measured or _unit(claim) in {*WEIGHTS, *VOLUMES} else Decimal(1)


def _scaled(found: Found, by: Decimal) -> Found:
    f = found.figure
    figure = Figure(
        f.floor / by, f.point / by, f.ceiling / by, f.ceiling_open, f.rows, f.rows_without_value
    )
    return replace(found, figure=figure)


def how_many(groups: Sequence[Group], *, opened: bool = False) -> Figure:
    """How many groups there are: what is not stated may be any number more, and so may lines that
    are not there (`opened`)."""
    named = [group for group in groups if group.key]
    floor = sum(1 for group in named if group.floor > 0)
    point = max(floor, sum(1 for group in named if group.rows or group.rows_without_value))
    unstated = any(not group.key for group in groups)
    return Figure(
        Decimal(floor),
        Decimal(point),
        Decimal(max(point, len(named))),
        unstated or opened,
        sum(group.rows for group in named),
        sum(group.rows_without_value for group in named),
    )


def _share(query: Query, records: Records) -> Found:
    """A part of the subject's total, from 0 to 1: what came from a country or a supplier, of all
    that came, or of the goods that the claim names; else these goods, of all that came."""
    narrowed = bool(query.country or query.supplier)
    if not narrowed and not query.hs and not query.goods:
        raise BadParameter("The claim does not say whose or what share it is.")
    part = records.value(query)
    whole = replace(query, country=(), supplier=())
    if not narrowed:
        whole = replace(whole, hs=(), goods=())
    all_of_it = records.value(whole)
    total = all_of_it.figure
    if total.point <= 0:
        raise BadParameter("The records hold no value that this could be a share of.")
    p = part.figure
    point = p.point / total.point
    # Whatever else there is of the total makes the share smaller, and never larger.
    opened = total.ceiling_open
    most = max(total.floor, p.ceiling)  # the least that the total is where the part is the most
    figure = Figure(
        min(point, Decimal(0) if opened else p.floor / total.ceiling),
        point,
        max(point, min(Decimal(1), p.ceiling / most) if most > 0 else Decimal(0)),
        p.ceiling_open,
        p.rows,
        p.rows_without_value,
    )
    note = ("The total is open: what it lacks could make the share smaller.",) if opened else ()
    return replace(
        _of_two(part, all_of_it, "the whole"),
        figure=figure,
        caveats=(*part.caveats, *note, _BY_VALUE),
        unbounded=opened,
    )


_BY_VALUE = "It is by value: by weight or by number it may be otherwise."


def _of_two(one: Found, other: Found, what: str) -> Found:
    """One of two figures that make a third, with the plan of both, and what is apart of either."""

    def apart() -> tuple[str, ...]:
        return (*one.apart(), *(f"Of {what}: {said}" for said in other.apart()))

    return replace(one, plan=_joined(one.plan, other.plan, what), apart=apart)


_NEXT = ";\n\n"
"""What stands between the statements of a plan."""


def _joined(plan: str, other: str, what: str) -> str:
    """Two plans as one script: the tables that both begin with are made once."""
    first, second = plan.split(_NEXT), other.split(_NEXT)
    pairs = zip(first, second[:-1], strict=False)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    rest = _NEXT.join(second[same:])
    return f"{plan}\n-- of {what}:\n{rest}" if rest else plan


MORE, LESS = "% more", "% less"
CHANGES = ("times", "%", MORE, LESS)
"""`MORE` and `LESS` are a change that is told as a part of what was before, from 0 up."""


def _grown(found: Found, unit: str) -> Found:
    """A multiple as what it is more, or less, than what was before."""
    f = found.figure
    if unit == MORE:
        numbers = f.floor - 1, f.point - 1, f.ceiling - 1
    elif unit == LESS:
        # The least that is left is the most that is gone. An open ceiling may hide that none is.
        least = min(Decimal(0), 1 - f.ceiling) if f.ceiling_open else 1 - f.ceiling
        numbers = least, 1 - f.point, 1 - f.floor
    else:
        return found
    opened = f.ceiling_open and unit == MORE
    figure = Figure(*numbers, opened, f.rows, f.rows_without_value)
    # How much is gone rests on how much came later.
    unbounded = f.ceiling_open if unit == LESS else found.unbounded
    return replace(found, figure=figure, unbounded=unbounded)


def _change(query: Query, against: Query, records: Records) -> Found:
    """How many times the value of one period is that of another."""
    after, compared = records.value(query), records.value(against)
    before = compared.figure
    if before.floor <= 0:
        raise BadParameter("The records are certain of nothing in the period compared with.")
    a = after.figure
    point = a.point / before.point
    figure = Figure(
        Decimal(0) if before.ceiling_open else min(point, a.floor / before.ceiling),
        point,
        max(point, a.ceiling / before.floor),
        a.ceiling_open,
        a.rows,
        a.rows_without_value,
    )
    return replace(
        _of_two(after, compared, "the period compared with"),
        figure=figure,
        caveats=(*after.caveats, _BY_VALUE),
        unbounded=before.ceiling_open,
    )
