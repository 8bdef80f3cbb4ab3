"""Statements that were noted: what lines say of them, and which of one speaker differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from followthegoods.case.judging import lookup_of
from followthegoods.case.named import role_of
from followthegoods.case.opened import Opened
from followthegoods.case.story_records import CaseRecords
from followthegoods.case.story_rows import StoryRow, story_rows
from followthegoods.model.notes import Note, NoteCheck, NoteKind
from followthegoods.model.printed import Period, period
from followthegoods.model.story import Behind, Claim, Measure, Story
from followthegoods.parties.search import Party, find_parties, party_id
from followthegoods.questions.stories.checking.check import check
from followthegoods.questions.stories.drafting.draft import draft_story
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER

_SPEAKER = "Speaker Trading Ltd"
_SAID = {"en": f"{_SPEAKER} said {{}}", "ru": "Компания «Заявитель» заявила: {}"}
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
    for note in every:
        if note.kind == NoteKind.STATEMENT and note.undone_by is None:
            party, role = _speaker(case, note)
            claims[note.number] = claims_of(note, role)
            if party is not None:
                found = _checked(case, party, role, claims[note.number])
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
    """The claims of a statement that lines can be asked about, each of the party itself, which
    plays a `role`."""
    words = note.words.strip().strip('“”"«»').rstrip(".") + "."
    latin = sum(c.isascii() for c in words if c.isalpha()) * 2 > sum(c.isalpha() for c in words)
    said = _SAID["en" if latin else "ru"].format(words[0].lower() + words[1:])
    last = period(note.on).last if note.on else None
    drafted = draft_story(said, published=last, known={_SPEAKER: role, "Заявитель": role}).claims
    speaker = note.by or note.name
    return tuple(
        replace(claim, of=(note.party,), supplier=(), text=note.words, by=speaker, part_of="")
        for claim in drafted
        if claim.measure in _CHECKED
    )


def _checked(
    case: Opened, party: Party, role: str, claims: Sequence[Claim]
) -> tuple[NoteCheck, ...]:
    now = tuple(replace(claim, of=(party_id(party.party),)) for claim in claims)
    stands = "receiver" if role == RECEIVER else "sender"
    found = check(Story(now), CaseRecords(case, role=stands))
    rows = story_rows(case, found)
    return tuple(
        NoteCheck(
            text=claim.text,
            measure=claim.measure,
            period=claim.period.text if claim.period else "",
            ruling=verdict.ruling,
            why=verdict.why,
            rows=verdict.figure.rows if verdict.figure else 0,
            lines=tuple(_place(one, rows[one.line]) for one in verdict.lines if one.line in rows),
        )
        for claim, verdict in zip(now, found.verdicts, strict=True)
    )


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
    if set(one.country) != set(other.country) or one.goods != other.goods:
        return False
    measures = {one.measure, other.measure}
    if Measure.ABSENCE in measures and len(measures) > 1 and Measure.LISTING not in measures:
        return _meet(one.period, other.period)
    if len(measures) > 1:
        return False
    if one.measure in (Measure.FIRST_DATE, Measure.LAST_DATE):
        return not _meet(one.period, other.period)
    alike = one.period == other.period and one.unit == other.unit
    return alike and (one.amount, one.hedge) != (other.amount, other.hedge)


def _meet(one: Period | None, other: Period | None) -> bool:
    """Whether two periods have a day in common; none is every day."""
    firsts = [p.first or date.min for p in (one, other) if p]
    lasts = [p.last or date.max for p in (one, other) if p]
    return max(firsts, default=date.min) <= min(lasts, default=date.max)
