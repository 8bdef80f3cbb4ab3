"""Statements that were noted: what lines say of them, and which of one speaker differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from followthegoods.case.judging import lookup_of
from followthegoods.case.named import role_of
from followthegoods.case.opened import Opened
from followthegoods.case.story_caveats import SENT
from followthegoods.case.story_records import CaseRecords
from followthegoods.case.story_rows import StoryRow, story_rows
from followthegoods.engine.kept import Kept
from followthegoods.facts.names import fold, transliterate
from followthegoods.model.answer import Figure
from followthegoods.model.notes import Note, NoteCheck, NoteKind
from followthegoods.model.printed import Period, period
from followthegoods.model.story import Behind, Checked, Claim, Measure, Ruling, Story, Verdict
from followthegoods.parties.search import Party, find_parties, party_id
from followthegoods.questions.stories.checking.check import check
from followthegoods.questions.stories.checking.records import Query
from followthegoods.questions.stories.drafting.draft import draft_story, names_in
from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, head
from followthegoods.questions.stories.reading.places import places

_SPEAKERS = ("Speaker Trading Ltd", "Заявитель")
_SAID = {"en": f"{_SPEAKERS[0]} said {{}}", "ru": "Компания «Заявитель» заявила: {}"}
"""A statement as a story would tell it, by the letters it is written in."""

_CHECKED = frozenset(
    {
        *(Measure.VALUE, Measure.QUANTITY, Measure.LINES, Measure.PRESENCE, Measure.ABSENCE),
        *(Measure.FIRST_DATE, Measure.LAST_DATE, Measure.LISTING),
    }
)
"""What lines of one party can say of its own words."""


def told(case: Opened, every: Sequence[Note]) -> list[Note]:
    """Notes with what lines say of their statements, and which of these differ."""
    claims: dict[int, tuple[Claim, ...]] = {}
    told = []
    with Kept(case.runner) as kept:
        for note in every:
            if note.kind == NoteKind.STATEMENT and note.undone_by is None:
                party, role = _speaker(case, note)
                claims[note.number] = claims_of(note, role)
                if party is not None:
                    found = _checked(case, kept, note, party, role, claims[note.number])
                    note = replace(note, checks=found)
            told.append(note)
    apart = differing([note for note in told if note.number in claims], claims)
    return [replace(note, differs=apart.get(note.number, ())) for note in told]


def _speaker(case: Opened, note: Note) -> tuple[Party | None, str]:
    """The party that a note is about, as parties are now, and the part it mostly plays."""
    lookup = lookup_of(case)
    found = find_parties(case.runner, lookup, note.party)
    return (found[0], role_of(case, lookup, found[0])) if found else (None, SUPPLIER)


def claims_of(note: Note, role: str = SUPPLIER) -> tuple[Claim, ...]:
    """The claims of a statement that lines can be asked about. Of who mostly receives (`role`):
    what it received, and from whom, where they are named. Of who mostly supplies: what it sent,
    or what those received from it whom it names. The party stands in them by its id."""
    words = note.words.strip().strip('“”"«»').rstrip(".") + "."
    latin = sum(c.isascii() for c in words if c.isalpha()) * 2 > sum(c.isalpha() for c in words)
    if not any(words.startswith(name) for name in names_in(words)):
        words = words[0].lower() + words[1:]
    said = _SAID["en" if latin else "ru"].format(words)
    last = period(note.on).last if note.on else None
    drafted = draft_story(said, published=last, known=dict.fromkeys(_SPEAKERS, role)).claims
    claims = []
    for claim in drafted:
        if claim.measure not in _CHECKED:
            continue
        of, supplier = _who(claim, note, role)
        by = note.by or note.name
        claims.append(replace(claim, of=of, supplier=supplier, text=note.words, by=by, part_of=""))
    return tuple(claims)


def _who(claim: Claim, note: Note, role: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of whom a claim is, and who supplied."""
    own = {_word(name) for name in (*_SPEAKERS, note.name)}
    of, supplier = (
        tuple(name for name in names if _word(name) not in own)
        for names in (claim.of, claim.supplier)
    )
    party = (note.party,)
    if claim.measure is Measure.LISTING:
        return of or party, ()
    if role == RECEIVER:
        return party, supplier
    return (of, party) if of else (party, ())


def _word(name: str) -> str:
    """What tells a name, in Latin letters."""
    return transliterate(fold(head(name)))


def _checked(
    case: Opened, kept: Kept, note: Note, party: Party, role: str, claims: Sequence[Claim]
) -> tuple[NoteCheck, ...]:
    own = party_id(party.party)
    to = {place.code for place in places(note.words, language_of(note.words))}
    part = "receiver" if role == RECEIVER else "sender"
    of_itself = CaseRecords(case, kept, role=part, to=to)
    of_others = CaseRecords(case, kept)
    now: list[Claim] = []
    verdicts: list[Verdict] = []
    for number, claim in enumerate(claims):
        records = of_itself if claim.of == (note.party,) else of_others
        claim = replace(
            claim,
            id=str(number),
            of=tuple(own if n == note.party else _meant(case, kept, n, own) for n in claim.of),
            supplier=tuple(own if n == note.party else n for n in claim.supplier),
        )
        now.append(claim)
        verdicts += check(Story((claim,)), records).verdicts
    found = Checked(Story(tuple(now)), tuple(verdicts))
    rows = story_rows(case, found)
    return tuple(
        NoteCheck(
            text=claim.text,
            measure=claim.measure,
            period=claim.period.text if claim.period else "",
            ruling=verdict.ruling,
            why=_why(claim, verdict).replace(own, note.name),
            rows=verdict.figure.rows if verdict.figure else 0,
            **_numbers(verdict.figure),
            lines=tuple(_place(one, rows[one.line]) for one in verdict.lines if one.line in rows),
        )
        for claim, verdict in zip(now, found.verdicts, strict=True)
    )


def _why(claim: Claim, verdict: Verdict) -> str:
    """Why a verdict is what it is; that nothing was sent is said of these records alone."""
    nothing = claim.measure is Measure.ABSENCE and verdict.ruling is not Ruling.CONTRADICTED
    return f"{verdict.why} {SENT}" if nothing and SENT in verdict.caveats else verdict.why


def _numbers(figure: Figure | None) -> dict[str, Any]:
    if figure is None:
        return {}
    return {name: getattr(figure, name) for name in ("floor", "point", "ceiling", "ceiling_open")}


def _meant(case: Opened, kept: Kept, name: str, supplier: str) -> str:
    """Whom a name means: of several parties the one that the supplier sent goods to."""
    found = find_parties(case.runner, lookup_of(case), name)
    if len(found) < 2:
        return name
    records = CaseRecords(case, kept, role="receiver")
    queries = [Query((party.id,), supplier=(supplier,)) for party in found]
    mine = [one.of[0] for one in queries if records.lines(one, "lines").figure.point > 0]
    return mine[0] if len(mine) == 1 else name


def _place(one: Behind, row: StoryRow) -> str:
    """A line by its day and its place."""
    return f"{one.day or 'no day'}: source {row.source}, sheet {row.sheet}, row {row.row}"


def differing(
    statements: Sequence[Note], claims: dict[int, tuple[Claim, ...]]
) -> dict[int, tuple[int, ...]]:
    """Statements of one speaker that do not go together: number -> numbers of the others."""
    apart: dict[int, set[int]] = {}
    for one, other in combinations(statements, 2):
        if one.party != other.party:
            continue
        if any(_differ(a, b) for a in claims[one.number] for b in claims[other.number]):
            apart.setdefault(one.number, set()).add(other.number)
            apart.setdefault(other.number, set()).add(one.number)
    return {number: tuple(sorted(others)) for number, others in apart.items()}


def _differ(one: Claim, other: Claim) -> bool:
    """Whether two claims about one party cannot both be: something and nothing in days that meet,
    or two numbers, or two days, of one thing."""
    measures = {one.measure, other.measure}
    if Measure.ABSENCE in measures and len(measures) > 1 and Measure.LISTING not in measures:
        none, some = (one, other) if one.measure is Measure.ABSENCE else (other, one)
        return _covers(none, some) and _meet(one.period, other.period)
    if len(measures) > 1 or not (_covers(one, other) and _covers(other, one)):
        return False
    if one.measure in (Measure.FIRST_DATE, Measure.LAST_DATE):
        return not _meet(one.period, other.period)
    alike = one.period == other.period and one.unit == other.unit
    return alike and (one.amount, one.hedge) != (other.amount, other.hedge)


def _covers(wide: Claim, narrow: Claim) -> bool:
    """Whether what a claim is of holds all that another is of: everybody, all countries and all
    goods do."""
    sides = [(set(wide.country), set(narrow.country)), (set(wide.goods), set(narrow.goods))]
    sides += [({*wide.of, *wide.supplier}, {*narrow.of, *narrow.supplier})]
    return all(not a or a == b for a, b in sides[:2]) and sides[2][0] <= sides[2][1]


def _meet(one: Period | None, other: Period | None) -> bool:
    """Whether two periods have a day in common; none is every day."""
    firsts = [p.first or date.min for p in (one, other) if p]
    lasts = [p.last or date.max for p in (one, other) if p]
    return max(firsts, default=date.min) <= min(lasts, default=date.max)
