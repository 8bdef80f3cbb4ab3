"""Checking a story: each claim under its definition, linked claims under one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from followthegoods.errors import BadParameter, UsageError
from followthegoods.model.printed import Printed
from followthegoods.model.story import (
    EVENTS,
    OPEN,
    Checked,
    Claim,
    Definition,
    Hedge,
    Measure,
    Ruling,
    Story,
    Verdict,
)
from followthegoods.questions.stories.checking.arithmetic import converted, strains
from followthegoods.questions.stories.checking.definitions import (
    admissible,
    natural,
    open_switches,
    pinned,
    spelt,
)
from followthegoods.questions.stories.checking.figures import (
    CHANGES,
    TONS,
    figure_of,
    in_dollars,
    least_step,
    query_of,
)
from followthegoods.questions.stories.checking.outcome import Outcome
from followthegoods.questions.stories.checking.presence import (
    breached,
    covered,
    dated,
    listed,
    present,
    ranked,
)
from followthegoods.questions.stories.checking.records import Found, Query, Records
from followthegoods.questions.stories.checking.ruling import rule

BORNE_OUT = (Ruling.SUPPORTED, Ruling.PROBABLE)
_ORDER = (*BORNE_OUT, Ruling.NOT_DETERMINABLE, Ruling.CONTRADICTED, Ruling.NOT_CHECKABLE)


def check(story: Story, records: Records) -> Checked:
    """The verdicts of a story's claims, in its order."""
    checker = _Checker(story, records)
    strained: dict[str, list[str]] = {}
    for claim, what in strains(story):
        strained.setdefault(claim, []).append(what)
    verdicts: dict[str, Verdict] = {}
    for linked in _linked(story.claims):
        for verdict in checker.verdicts(linked):
            notes = (*verdict.notes, *strained.get(verdict.claim, ()))
            verdicts[verdict.claim] = replace(verdict, notes=notes)
    return Checked(story, tuple(verdicts[claim.id] for claim in story.claims))


def _linked(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims drawn together by `part_of`: one definition must serve them all."""
    whole = {claim.id: claim.part_of or claim.id for claim in claims}

    def root(name: str) -> str:
        seen = {name}
        while whole.get(name, name) not in seen:
            name = whole[name]
            seen.add(name)
        return min(seen) if whole.get(name, name) != name else name

    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(root(claim.id), []).append(claim)
    return list(groups.values())


class _Checker:
    """Claims against records, each definition that matters to a claim computed once."""

    def __init__(self, story: Story, records: Records) -> None:
        self.story = story
        self.records = records
        self.events: tuple[date, ...] = tuple(day for day, _ in EVENTS)
        self._known: dict[tuple[str, str, Definition, bool], Outcome] = {}

    def outcome(self, claim: Claim, definition: Definition, *, every: bool = False) -> Outcome:
        """What a definition makes of a claim; of `every` line, those shown apart as well."""
        own = pinned(claim, definition, self.events)
        key = (claim.id, claim.unit, own, every)
        if key not in self._known:
            try:
                self._known[key] = self._measured(claim, own, every=every)
            except UsageError as error:  # a name nobody answers to, a question without an answer
                self._known[key] = Outcome(Ruling.NOT_DETERMINABLE, error.what)
        return self._known[key]

    def _measured(self, claim: Claim, definition: Definition, *, every: bool) -> Outcome:
        if claim.measure is Measure.CHANGE and claim.unit not in CHANGES:
            raise BadParameter(f"A change is told in one of: {', '.join(CHANGES)}.")
        opened = [doubt for doubt in claim.doubts if OPEN in doubt]
        if opened and claim.period is None:
            return Outcome(Ruling.NOT_DETERMINABLE, opened[0])
        match claim.measure:
            case Measure.NONE:
                return Outcome(Ruling.NOT_CHECKABLE, claim.why or "Records cannot say.")
            case Measure.ARITHMETIC:
                return Outcome(*converted(self.story, claim))
            case Measure.LISTING:
                return listed(claim, self.records)
            case Measure.COVERAGE:
                return covered(claim, self.records)
        query = self._query(claim, definition, every=every)
        match claim.measure:
            case Measure.BREACH:
                return breached(query, self.records)
            case Measure.PRESENCE | Measure.ABSENCE:
                return present(claim, query, self.records)
            case Measure.RANK:
                return ranked(claim, query, self.records)
            case Measure.FIRST_DATE | Measure.LAST_DATE:
                return dated(claim, query, self.records)
        return self._number(claim, query)

    def _query(self, claim: Claim, definition: Definition, *, every: bool = False) -> Query:
        """What a claim asks; "since March" ends on the day of the story, be it beyond the records
        or before their end."""
        query = query_of(claim, definition, self.events, claim.period, every=every)
        since = query.first is not None and query.last is None
        return replace(query, last=self.story.published) if since else query

    def _number(self, claim: Claim, query: Query) -> Outcome:
        if claim.amount is None:
            raise BadParameter("The claim has no number.")
        if not claim.unit and claim.measure in (Measure.VALUE, Measure.QUANTITY):
            what = "currency" if claim.measure is Measure.VALUE else "unit"
            raise BadParameter(f"The claim does not say in which {what} its number is.")
        amount, note = claim.amount, ""
        if claim.measure is Measure.SHARE and "%" not in claim.unit and "/" not in amount.text:
            raise BadParameter('A share is in per cent: unit = "%"; or a fraction: amount = "1/3".')
        if claim.measure is Measure.VALUE:
            amount, note = in_dollars(self.story, claim, amount)
        elif "%" in claim.unit and "/" not in amount.text:
            amount = Printed(amount.low / 100, amount.high / 100, amount.step / 100, amount.text)
        against = None
        if claim.against is not None:
            first = replace(query.definition, reading=0)
            against = query_of(claim, first, self.events, claim.against, every=query.every)
        found = figure_of(claim, query, against, self.records)
        ruling, notes = _ruled(claim, amount, found)
        stated = _in_figure(claim, amount)
        notes = (*notes, *([note] if note else ()))
        return Outcome(ruling, "", found, notes, stated, amount=amount)

    # -- one definition for linked claims

    def verdicts(self, linked: Sequence[Claim]) -> list[Verdict]:
        """The verdicts of linked claims, read under one definition where one serves them all."""
        definitions = admissible(linked, self.events)
        answered = [
            claim
            for claim in linked
            if any(self.outcome(claim, one).found is not None for one in definitions)
        ]
        serving = (d for d in definitions if answered and self._bear_out(answered, [d]))
        chosen = next(serving, None)
        return [self._of_units(claim, chosen, definitions) for claim in linked]

    def _of_units(
        self, claim: Claim, chosen: Definition | None, definitions: Sequence[Definition]
    ) -> Verdict:
        """One claim's verdict; of a unit that may be several, with what each of them makes of it.
        What one of them bears out and another does not is supported under that one only."""
        if claim.measure is not Measure.QUANTITY or claim.unit not in TONS:
            return self._verdict(claim, chosen, definitions)
        units = TONS[claim.unit]
        read = [self._verdict(replace(claim, unit=u), chosen, definitions) for u in units]
        if all(one.ruling is read[0].ruling for one in read):
            alike = () if read[0].ruling is Ruling.NOT_DETERMINABLE else (_alike(units),)
            return replace(read[0], notes=(*read[0].notes, *alike))
        said = "; ".join(f"{u}: {one.ruling}" for u, one in zip(units, read, strict=True))
        found = min(read, key=lambda one: _ORDER.index(_plain(one.ruling)))
        borne = _plain(found.ruling) in BORNE_OUT
        ruling = Ruling.DEFINITION if borne else Ruling.NOT_DETERMINABLE
        told = f"Which {claim.unit} are meant is not said: {said}."
        return replace(found, ruling=ruling, notes=(*found.notes, told))

    def _bear_out(self, claims: Sequence[Claim], readings: Sequence[Definition]) -> bool:
        return all(self.outcome(c, d).ruling in BORNE_OUT for c in claims for d in readings)

    def _natural(self, claim: Claim) -> list[Definition]:
        """The natural readings of a claim, each with the best reading of its period: a period
        admits all of its own."""
        readings = []
        for basis in natural([claim]):
            read = [pinned(claim, replace(basis, reading=n), self.events) for n in (0, 1)]
            readings.append(min(read, key=lambda d: _ORDER.index(self.outcome(claim, d).ruling)))
        return readings

    def _verdict(
        self, claim: Claim, chosen: Definition | None, definitions: Sequence[Definition]
    ) -> Verdict:
        """One claim's verdict; `chosen` is the definition that serves it and all linked to it."""
        natural_ones = self._natural(claim)
        own = natural_ones[0] if chosen is None else pinned(claim, chosen, self.events)
        outcome = self.outcome(claim, own)
        tried = list(dict.fromkeys(pinned(claim, d, self.events) for d in definitions))
        hits = [d for d in tried if self.outcome(claim, d).ruling in BORNE_OUT]
        ruling, notes = outcome.ruling, list(outcome.notes)
        if self._bear_out([claim], natural_ones):
            weakest = max(natural_ones, key=lambda d: _ORDER.index(self.outcome(claim, d).ruling))
            if ruling not in BORNE_OUT or self.outcome(claim, weakest).ruling is Ruling.PROBABLE:
                own = weakest
            outcome = self.outcome(claim, own)
            ruling, notes = outcome.ruling, list(outcome.notes)
        elif chosen is not None and ruling in BORNE_OUT:
            ruling = Ruling.DEFINITION
        elif ruling not in (Ruling.NOT_CHECKABLE, Ruling.NOT_DETERMINABLE):
            every = all(self.outcome(claim, d).ruling is Ruling.CONTRADICTED for d in natural_ones)
            ruling = Ruling.CONTRADICTED if every and not hits else Ruling.NOT_DETERMINABLE
        ruling, apart = self._beside_apart(claim, ruling, own, natural_ones)
        notes += apart
        if hits and ruling is Ruling.NOT_DETERMINABLE:
            alone = spelt(hits[0], country="country" in open_switches(claim))
            notes.append(f"Coincides under: {alone}; nothing serves all linked figures.")
        return self._written(claim, own, outcome, ruling, tuple(notes), tried, hits)

    def _beside_apart(
        self, claim: Claim, ruling: Ruling, own: Definition, natural_ones: Sequence[Definition]
    ) -> tuple[Ruling, list[str]]:
        """A verdict beside that of all lines, of those too that are shown apart: what these would
        change is plain of neither, with a note."""
        if ruling in (Ruling.NOT_CHECKABLE, Ruling.NOT_DETERMINABLE):
            return ruling, []
        found = [self.outcome(claim, one) for one in (*natural_ones, own)]
        if not any(one.found and one.found.apart() for one in found):
            return ruling, []
        if ruling in (*BORNE_OUT, Ruling.DEFINITION):
            read = natural_ones if ruling in BORNE_OUT else [own]
            rulings = {self.outcome(claim, one, every=True).ruling for one in read}
            if Ruling.CONTRADICTED in rulings:
                return Ruling.DEFINITION, [_WITHOUT_APART]
            return ruling, [] if rulings <= set(BORNE_OUT) else [_APART_OPENS]
        if ruling is Ruling.CONTRADICTED:
            with_them = [self.outcome(claim, one, every=True) for one in natural_ones]
            if any(one.ruling in BORNE_OUT for one in with_them):
                return Ruling.DEFINITION, [_WITH_APART]
            if any(_may_be_between(claim, *two) for two in zip(found, with_them, strict=False)):
                return Ruling.NOT_DETERMINABLE, [_APART_OPENS]
        return ruling, []

    def _written(
        self,
        claim: Claim,
        own: Definition,
        outcome: Outcome,
        ruling: Ruling,
        notes: tuple[str, ...],
        tried: Sequence[Definition],
        hits: Sequence[Definition],
    ) -> Verdict:
        found = outcome.found
        figure = found.figure if found else None
        points = [o.found.figure.point for d in tried if (o := self.outcome(claim, d)).found]
        opens = bool(open_switches(claim)) and outcome.found is not None
        return Verdict(
            claim=claim.id,
            ruling=ruling,
            why=outcome.why,
            figure=figure,
            stated=outcome.stated,
            lines=found.behind() if found else (),
            definition=own if opens else None,
            tried=len(tried) if opens else 0,
            lowest=min(points, default=None),
            highest=max(points, default=None),
            reproducing=tuple(hits) if opens else (),
            notes=notes,
            caveats=(*found.caveats, *found.apart()) if found else (),
            plan=found.plan if found else "",
        )


def _ruled(claim: Claim, amount: Printed, found: Found) -> tuple[Ruling, tuple[str, ...]]:
    """The verdict of a claim's number on a figure, with notes."""
    return rule(
        claim.hedge,
        amount,
        found.figure,
        unbounded=found.unbounded,
        unstated=found.unstated,
        least=least_step(claim),
    )


def _plain(ruling: Ruling) -> Ruling:
    """A ruling without its definition."""
    return Ruling.PROBABLE if ruling is Ruling.DEFINITION else ruling


def _alike(units: Sequence[str]) -> str:
    return f"So of {', '.join(units[:-1])} and {units[-1]} alike."


_WITHOUT_APART = "Supported without the lines that are shown apart; with them it is contradicted."
_WITH_APART = "Supported with the lines that are shown apart; without them it is contradicted."
_APART_OPENS = "With lines that are shown apart, some or all, it is not determinable."


def _may_be_between(claim: Claim, without: Outcome, with_them: Outcome) -> bool:
    """Whether a number that neither of two figures bears out may be that of some of the lines by
    which they differ."""
    if with_them.ruling is not Ruling.CONTRADICTED:
        return True
    if not (without.found and with_them.found and without.amount):
        return False
    one, other = without.found.figure, with_them.found.figure
    low, high = min(one.floor, other.floor), max(one.ceiling, other.ceiling)
    between = replace(one, floor=low, ceiling=high, ceiling_open=False)
    ruling, _ = _ruled(claim, without.amount, replace(without.found, figure=between))
    return ruling is not Ruling.CONTRADICTED


def _in_figure(claim: Claim, amount: Printed) -> tuple[Decimal, Decimal]:
    """What is printed, from and to; "millions of" begins at two of them."""
    times = 2 if claim.hedge is Hedge.MILLIONS else 1
    return amount.low * times, amount.high * times
