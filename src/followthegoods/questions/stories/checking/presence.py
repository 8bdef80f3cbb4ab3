"""Claims without a number: presence, absence, rank, dates, lists, breaches, coverage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from followthegoods.errors import BadParameter
from followthegoods.model.answer import Figure, Group
from followthegoods.model.printed import printed
from followthegoods.model.story import AMONG, LARGEST, PLACES, Claim, Hedge, Measure, Ruling
from followthegoods.questions.stories.checking.records import Found, Query, Records
from followthegoods.questions.stories.checking.ruling import rule

AMONG_FIRST = 5
"""Who is "among the largest": one of so many, or of those who together make half of the value."""

_WORST = (
    Ruling.CONTRADICTED,
    Ruling.NOT_DETERMINABLE,
    Ruling.PROBABLE,
    Ruling.SUPPORTED,
)


@dataclass(frozen=True)
class Outcome:
    """What one definition makes of a claim."""

    ruling: Ruling
    why: str
    found: Found | None = None
    notes: tuple[str, ...] = ()
    stated: tuple[Decimal, Decimal] | None = None


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """A list in a sentence holds where each of its members does."""
    return min(outcomes, key=lambda outcome: _WORST.index(outcome.ruling))


def present(claim: Claim, query: Query, records: Records) -> Outcome:
    """Each country, or each supplier, of a claim has lines; or, of an absence, none has any."""
    outcomes = []
    for name, one in _each(query):
        found = records.lines(one, "lines")
        hedge = Hedge.UP_TO if claim.measure is Measure.ABSENCE else Hedge.AT_LEAST
        ruling, _ = rule(hedge, printed("0" if hedge is Hedge.UP_TO else "1"), found.figure)
        # Words of one language are not found in goods texts of another.
        if query.goods and found.figure.point == 0:
            ruling = Ruling.NOT_DETERMINABLE
        said = f"{name}: {found.figure.floor:f} to {found.figure.point:f} lines"
        said += ", perhaps more" if found.figure.ceiling_open else ""
        outcomes.append(Outcome(ruling, said + ".", found))
    why = " ".join(outcome.why for outcome in outcomes)
    return replace(worst(outcomes), why=why)


def _each(query: Query) -> list[tuple[str, Query]]:
    if query.supplier:
        return [(name, replace(query, supplier=(name,))) for name in query.supplier]
    if query.country:
        return [(code, replace(query, country=(code,))) for code in query.country]
    return [("the company", query)]


def ranked(claim: Claim, query: Query, records: Records) -> Outcome:
    """The place of suppliers, or of countries, by value; of firms that sit in a country
    (`basis = "sender"`) at least one has it. Several that are said to be the largest are first in
    any order."""
    of_countries = bool(claim.country) and not claim.supplier and claim.basis != "sender"
    every = replace(query, supplier=(), country=())
    groups = [g for g in records.groups(every, "country" if of_countries else "supplier") if g.key]
    groups.sort(key=lambda g: -g.point)
    if of_countries and not {len(code) for code in claim.country} <= {2}:
        raise BadParameter("A group of countries has no place among countries.")
    if of_countries:
        wanted = [{code} for code in claim.country]
    elif claim.supplier:
        wanted = [{key} for key in records.suppliers_of(query)]
    else:
        own = records.groups(replace(query, supplier=()), "supplier")
        wanted = [{group.key for group in own if group.key}]
    if claim.unit == AMONG:
        return worst([_among(groups, keys) for keys in wanted])
    last = PLACES.index(claim.unit) + len(wanted)
    first = 1 if claim.unit == LARGEST else last
    return worst([_placed(groups, keys, first, last) for keys in wanted])


def _placed(groups: Sequence[Group], wanted: set[str], first: int, last: int) -> Outcome:
    """Whether the largest of those wanted stands from the first to the last place."""
    mine = [group for group in groups if group.key in wanted]
    if not mine:
        return Outcome(Ruling.NOT_DETERMINABLE, _NOBODY)
    best = mine[0]
    rivals = [group for group in groups if group.key not in wanted]
    why = f"{best.label} is number {groups.index(best) + 1} of {len(groups)} by value."
    found = Found(_of(best))
    larger = sum(rival.floor > best.ceiling for rival in rivals)  # whatever is true
    perhaps = sum(rival.ceiling_open or rival.ceiling >= best.floor for rival in rivals)
    if best.ceiling_open:
        larger = 0
    if first <= larger + 1 and perhaps + 1 <= last:
        return Outcome(Ruling.SUPPORTED, why, found)
    by_point = 1 + sum(rival.point > best.point for rival in rivals)
    by_floor = 1 + sum(rival.floor >= best.floor for rival in rivals)
    if first <= by_point <= last:
        sure = first <= by_floor <= last
        return Outcome(Ruling.SUPPORTED if sure else Ruling.PROBABLE, why, found)
    wrong = larger + 1 > last or perhaps + 1 < first
    return Outcome(Ruling.CONTRADICTED if wrong else Ruling.NOT_DETERMINABLE, why, found)


_NOBODY = "The records show none of those named."


def _among(groups: Sequence[Group], wanted: set[str]) -> Outcome:
    large = _large(groups, lambda group: group.point)
    certain = _large(groups, lambda group: group.floor)
    mine = [group for group in groups if group.key in wanted]
    if not mine:
        return Outcome(Ruling.NOT_DETERMINABLE, _NOBODY)
    best = mine[0]
    why = f"{best.label} is number {groups.index(best) + 1} of {len(groups)} by value."
    if best.key in large:
        ruling = Ruling.SUPPORTED if best.key in certain else Ruling.PROBABLE
        return Outcome(ruling, why, Found(_of(best)))
    return Outcome(Ruling.NOT_DETERMINABLE, why, Found(_of(best)))


def _large(groups: Sequence[Group], size: Callable[[Group], Decimal]) -> set[str]:
    ordered = sorted(groups, key=lambda g: -size(g))
    half = sum((size(g) for g in groups), Decimal(0)) / 2
    large, together = set[str](), Decimal(0)
    for number, group in enumerate(ordered):
        if number >= AMONG_FIRST and together >= half:
            break
        large.add(group.key)
        together += size(group)
    return large


def _of(group: Group) -> Figure:
    return Figure(
        group.floor, group.point, group.ceiling, group.ceiling_open,
        group.rows, group.rows_without_value,
    )  # fmt: skip


def dated(claim: Claim, query: Query, records: Records) -> Outcome:
    """When the first or the last line came, against the period that is printed."""
    if claim.period is None or claim.period.first is None or claim.period.last is None:
        raise BadParameter("The claim does not say when.")
    found = records.dates(replace(query, first=None, last=None))
    at = 0 if claim.measure is Measure.FIRST_DATE else 1
    sure, seen = found.floor[at], found.point[at]
    if seen is None:
        return Outcome(Ruling.NOT_DETERMINABLE, "The records hold no such line with a day.")
    why = f"The {'last' if at else 'first'} line is of {seen.isoformat()}."
    within = claim.period.first <= seen <= claim.period.last
    if within:
        return Outcome(Ruling.SUPPORTED if sure == seen else Ruling.PROBABLE, why)
    wrong = sure is not None and (sure > claim.period.last if at else sure < claim.period.first)
    return Outcome(Ruling.CONTRADICTED if wrong else Ruling.NOT_DETERMINABLE, why)


def listed(claim: Claim, records: Records) -> Outcome:
    """Whether an authority listed a party in the period that is printed."""
    if not claim.of:
        raise BadParameter("The claim does not say of whom it is.")
    if not claim.authority:
        raise BadParameter("The claim does not say whose list is meant.")
    return worst([_listed(claim, authority, records) for authority in claim.authority])


def _listed(claim: Claim, authority: str, records: Records) -> Outcome:
    listings = records.listings(claim.of, authority)
    if listings is None:
        return Outcome(Ruling.NOT_DETERMINABLE, f"No list of {authority} is loaded.")
    if not listings:
        return Outcome(Ruling.NOT_DETERMINABLE, f"No list of {authority} that is loaded names it.")
    why = "; ".join(_when(one.earliest, one.latest) for one in listings) + "."
    if claim.period is None:
        return Outcome(Ruling.SUPPORTED, why)
    first = claim.period.first or date.min
    last = claim.period.last or date.max
    if any(o.earliest and o.latest and first <= o.earliest and o.latest <= last for o in listings):
        return Outcome(Ruling.SUPPORTED, why)
    apart = all(
        (o.latest is not None and o.latest < first)
        or (o.earliest is not None and o.earliest > last)
        for o in listings
    )
    return Outcome(Ruling.CONTRADICTED if apart else Ruling.NOT_DETERMINABLE, why)


def _when(earliest: date | None, latest: date | None) -> str:
    if earliest == latest and earliest is not None:
        return f"Listed on {earliest.isoformat()}"
    return f"Listed between {earliest or 'an unknown day'} and {latest or 'an unknown day'}"


def breached(query: Query, records: Records) -> Outcome:
    """Whether any line touches a measure in force on its day. Of records, never legal advice."""
    found = records.breach(query)
    if found is None:
        return Outcome(Ruling.NOT_DETERMINABLE, "The lines were not screened against any list.")
    if found.touched:
        return Outcome(Ruling.CONTRADICTED, "Touched: " + "; ".join(found.touched) + ".")
    if found.not_loaded:
        lists = ", ".join(found.not_loaded)
        return Outcome(Ruling.NOT_DETERMINABLE, f"Lists that matter are not loaded: {lists}.")
    return Outcome(Ruling.SUPPORTED, "No line touches a measure of the lists loaded, on its day.")


def covered(claim: Claim, records: Records) -> Outcome:
    """That the records hold nothing of a period."""
    if claim.period is None:
        raise BadParameter("The claim does not say which period the records lack.")
    coverage = records.coverage(claim.of)
    if coverage.first is None or coverage.last is None:
        return Outcome(Ruling.SUPPORTED, "The records hold no line with a day.")
    why = f"The records go from {coverage.first.isoformat()} to {coverage.last.isoformat()}."
    after = claim.period.first is not None and coverage.last < claim.period.first
    before = claim.period.last is not None and coverage.first > claim.period.last
    return Outcome(Ruling.SUPPORTED if after or before else Ruling.CONTRADICTED, why)
