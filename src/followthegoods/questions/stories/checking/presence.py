"""Claims without a number: presence, absence, rank, dates, lists, breaches, coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from followthegoods.errors import BadParameter, UsageError
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Coverage, Figure
from followthegoods.model.printed import Period, printed
from followthegoods.model.story import Claim, Hedge, Measure, Ruling
from followthegoods.questions.stories.checking.outcome import Outcome, worst
from followthegoods.questions.stories.checking.places import places
from followthegoods.questions.stories.checking.records import (
    GROUPS_OF_COUNTRIES,
    Listed,
    Query,
    Records,
)
from followthegoods.questions.stories.checking.ruling import rule


def present(claim: Claim, query: Query, records: Records) -> Outcome:
    """Each country, or each supplier, of a claim has lines; or, of an absence, none has any."""
    outcomes = []
    for name, one in _each(query):
        try:
            found = records.there(one)
        except UsageError as error:  # nobody of that name: what the others show stands
            outcomes.append(Outcome(Ruling.NOT_DETERMINABLE, error.what))
            continue
        hedge = Hedge.UP_TO if claim.measure is Measure.ABSENCE else Hedge.AT_LEAST
        amount = printed("0" if hedge is Hedge.UP_TO else "1")
        ruling, _ = rule(hedge, amount, found.figure)
        # Words of one language are not found in goods texts of another. A line that may be meant,
        # by its day, its code or whose it is, leaves open whether there is none.
        if (query.goods and found.figure.point == 0) or (
            claim.measure is Measure.ABSENCE and ruling is Ruling.PROBABLE
        ):
            ruling = Ruling.NOT_DETERMINABLE
        outcomes.append(Outcome(ruling, f"{name}: {_many(found.figure)}.", found))
    why = " ".join(outcome.why for outcome in outcomes)
    return replace(worst(outcomes), why=why)


def _many(figure: Figure) -> str:
    """How many lines there are, from the floor to the point."""
    floor, point = f"{figure.floor:f}", f"{figure.point:f}"
    many = point if floor == point else f"{floor} to {point}"
    more = ", perhaps more" if figure.ceiling_open or figure.ceiling > figure.point else ""
    return f"{many} {'line' if many == '1' else 'lines'}{more}"


def _each(query: Query) -> list[tuple[str, Query]]:
    if query.supplier:
        return [(name, replace(query, supplier=(name,))) for name in query.supplier]
    if query.country:
        return [(country_label(code), replace(query, country=(code,))) for code in query.country]
    if query.sent:
        return [(name, replace(query, of=(name,))) for name in query.of]
    return [("the company" if query.of else "everyone", query)]


def ranked(claim: Claim, query: Query, records: Records) -> Outcome:
    """The place of suppliers, or of countries, by value; of firms that sit in a country
    (`basis = "sender"`) at least one has it. Several that are said to be the largest are first in
    any order."""
    if not claim.supplier and not claim.country:
        raise BadParameter("The claim does not say whose place it is.")
    of_countries = ranks_countries(claim)
    every = replace(query, supplier=(), country=())
    groups = records.groups(every, "country" if of_countries else "supplier")
    if of_countries and not set(GROUPS_OF_COUNTRIES).isdisjoint(claim.country):
        raise BadParameter("A group of countries has no place among countries.")
    if of_countries:
        wanted = [{code} for code in claim.country]
    elif claim.supplier:
        wanted = [{key} for key in records.suppliers_of(query)]
    else:
        own = records.groups(replace(query, supplier=()), "supplier")
        wanted = [{group.key for group in own if group.key}]
    found = worst(places(groups, wanted, claim.unit, opened=records.opened(every)))
    if not query.of and found.ruling in (Ruling.SUPPORTED, Ruling.PROBABLE):
        # Whoever is not in these records may have received from others.
        found = replace(found, ruling=Ruling.NOT_DETERMINABLE)
    return _with_lines(found, every, of_countries, records)


def ranks_countries(claim: Claim) -> bool:
    """Whether a rank is of countries among countries, and not of firms."""
    return bool(claim.country) and not claim.supplier and claim.basis != "sender"


def _with_lines(outcome: Outcome, every: Query, of_countries: bool, records: Records) -> Outcome:
    """An outcome with the lines and the caveats of whom it is of, and the plan of all places."""
    if outcome.found is None or not outcome.key:
        return outcome
    key = (outcome.key,)
    own = replace(every, country=key) if of_countries else replace(every, supplier=key)
    found = replace(
        records.value(own),
        figure=outcome.found.figure,
        plan=records.plan_of_groups(every, "country" if of_countries else "supplier"),
        apart=lambda: records.value(every).apart(),
    )
    return replace(outcome, found=found)


def dated(claim: Claim, query: Query, records: Records) -> Outcome:
    """When the first or the last line came, against the period that is printed."""
    if claim.period is None or claim.period.first is None or claim.period.last is None:
        raise BadParameter("The claim does not say when.")
    always = replace(query, first=None, last=None)
    found = records.dates(always)
    at = 0 if claim.measure is Measure.FIRST_DATE else 1
    sure, seen = found.floor[at], found.point[at]
    if seen is None:
        return Outcome(Ruling.NOT_DETERMINABLE, "The records hold no such line with a day.")
    by_then = found.inner[at] or seen  # of a line dated by its month the other end of it
    said = seen.isoformat() if seen == by_then else f"{seen:%Y-%m}"
    why = f"The {'last' if at else 'first'} line is of {said}."
    within = all(claim.period.first <= day <= claim.period.last for day in (seen, by_then))
    wrong = sure is not None and (sure > claim.period.last if at else sure < claim.period.first)
    if within and found.undated:
        ruling = Ruling.NOT_DETERMINABLE
        when = "later" if at else "earlier"
        why += f" Lines that state no day, and may be {when}: {found.undated:,}."
    elif within:
        certain = sure is not None and claim.period.first <= sure <= claim.period.last
        ruling = Ruling.SUPPORTED if certain else Ruling.PROBABLE
    else:
        ruling = Ruling.CONTRADICTED if wrong else Ruling.NOT_DETERMINABLE
    every = replace(records.there(always), behind=lambda: found.lines[at])
    return Outcome(ruling, why, every, (_span(records.coverage(query.of)),))


def listed(claim: Claim, records: Records) -> Outcome:
    """Whether an authority listed a party in the period that is printed."""
    if not claim.subject:
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
    why = "; ".join(dict.fromkeys(map(_when, listings))) + "."
    for grade, ruling in (("certain", Ruling.SUPPORTED), ("probable", Ruling.PROBABLE)):
        if any(one.grade == grade and _within(one, claim.period) for one in listings):
            return Outcome(ruling, why)
    certain = any(one.grade == "certain" for one in listings)
    wrong = certain and all(_outside(one, claim.period) for one in listings)
    return Outcome(Ruling.CONTRADICTED if wrong else Ruling.NOT_DETERMINABLE, why)


def _within(one: Listed, days: Period | None) -> bool:
    """Whether a listing is of a period for certain; without a period any is."""
    if days is None:
        return True
    first, last = days.first or date.min, days.last or date.max
    return bool(one.earliest and one.latest and first <= one.earliest and one.latest <= last)


def _outside(one: Listed, days: Period | None) -> bool:
    """Whether a listing is of other days for certain."""
    if days is None:
        return False
    early = one.latest is not None and days.first is not None and one.latest < days.first
    late = one.earliest is not None and days.last is not None and one.earliest > days.last
    return early or late


def _when(one: Listed) -> str:
    if one.earliest == one.latest and one.earliest is not None:
        said = f"Listed on {one.earliest.isoformat()}"
    else:
        ends = (one.earliest or "an unknown day", one.latest or "an unknown day")
        said = f"Listed between {ends[0]} and {ends[1]}"
    return said if one.grade == "certain" else f"{said} ({one.grade} match)"


def breached(query: Query, records: Records) -> Outcome:
    """Whether any line touches a measure in force on its day. Of records, never legal advice."""
    found = records.breach(query)
    if found is None:
        return Outcome(Ruling.NOT_DETERMINABLE, "The lines were not screened against any list.")
    if found.touched:
        return Outcome(Ruling.CONTRADICTED, "Touched: " + "; ".join(found.touched) + ".")
    if found.perhaps:
        touched = "; ".join(found.perhaps)
        return Outcome(Ruling.NOT_DETERMINABLE, f"Touched on probable links alone: {touched}.")
    if found.not_loaded:
        lists = ", ".join(found.not_loaded)
        return Outcome(Ruling.NOT_DETERMINABLE, f"Lists that matter are not loaded: {lists}.")
    return Outcome(Ruling.SUPPORTED, "No line touches a measure of the lists loaded, on its day.")


def covered(claim: Claim, records: Records) -> Outcome:
    """That the records hold nothing of a period."""
    if claim.period is None:
        raise BadParameter("The claim does not say which period the records lack.")
    coverage = records.coverage(claim.subject)
    if coverage.first is None or coverage.last is None:
        return Outcome(Ruling.SUPPORTED, "The records hold no line with a day.")
    why = _span(coverage)
    after = claim.period.first is not None and coverage.last < claim.period.first
    before = claim.period.last is not None and coverage.first > claim.period.last
    if not after and not before and _all_missing(claim.period, coverage):
        return Outcome(Ruling.SUPPORTED, f"{why} No line is of a month of the period.")
    return Outcome(Ruling.SUPPORTED if after or before else Ruling.CONTRADICTED, why)


def _span(coverage: Coverage) -> str:
    return f"The records go from {coverage.first or '?'} to {coverage.last or '?'}."


def _all_missing(period: Period, coverage: Coverage) -> bool:
    """Whether the records have no line of any month of a period that they go over."""
    first = max(one for one in (period.first, coverage.first) if one).isoformat()[:7]
    last = min(one for one in (period.last, coverage.last) if one).isoformat()[:7]
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    return sum(first <= month <= last for month in coverage.months_missing) == months
