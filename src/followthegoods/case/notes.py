"""Notes of a case: written down, taken back, listed, and statements checked by lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from followthegoods.case import held
from followthegoods.case.changing import steadily
from followthegoods.case.evidence import Evidence
from followthegoods.case.judging import lookup_of
from followthegoods.case.named import role_of
from followthegoods.case.note_store import (
    UNDO,
    NewNote,
    read_notes,
    standing,
    to_undo,
    write_note,
)
from followthegoods.case.opened import Opened
from followthegoods.case.story_records import CaseRecords
from followthegoods.case.story_rows import StoryRow, story_rows
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Answer
from followthegoods.model.notes import Note, NoteCheck, NoteKind
from followthegoods.model.printed import Period, period, printed
from followthegoods.model.story import Behind, Claim, Measure, Story
from followthegoods.parties.judgements import mention_number
from followthegoods.parties.mentions import known_mentions
from followthegoods.parties.search import Lookup, Party, find_parties, one_party, party_id
from followthegoods.questions.stories.check import check
from followthegoods.questions.stories.draft import draft_story
from followthegoods.questions.stories.names import RECEIVER, SUPPLIER

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


def add_note(case: Opened, who: str, note: NewNote) -> Note:
    """Write a note about a party down. Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`,
    `CaseBusy`, `CaseReadOnly`."""
    _fit(note)

    def meant() -> Party:
        return one_party(case.runner, lookup_of(case), who)

    party = steadily(case, meant)
    with case.disk.one_writer(), case.catalogue.write("note", case.settings.author) as load:
        number = write_note(
            case.catalogue, note, party.party, party.name, case.settings.author, load
        )
    return next(one for one in notes(case) if one.number == number)


def _fit(note: NewNote) -> None:
    if not note.source.strip():
        raise BadParameter("A note needs a source.", do="Say where it is from: --source TEXT")
    if not note.words.strip():
        raise BadParameter("A note needs words.", do="Say what was said, asked, seen or counted.")
    try:
        if note.on:
            period(note.on)
        if note.kind == NoteKind.FIGURE:
            printed(note.amount)
    except ValueError as error:
        raise BadParameter(
            f"{error}.", do='Write a day as 2024-06-17, a year as 2023, a number as "1,204".'
        ) from error
    if note.kind in (NoteKind.STATEMENT, NoteKind.REQUEST, NoteKind.VISIT) and not note.on:
        raise BadParameter(f"A {note.kind} needs a day.", do="Say when: --on 2024-06-17")
    if note.kind == NoteKind.REQUEST and not note.outcome:
        raise BadParameter("A request needs an outcome.", do='Such as: --outcome "no answer"')


def undo_note(case: Opened, number: int) -> Note:
    """Take a note back, by a later one. Raises `BadParameter`, `CaseBusy`, `CaseReadOnly`."""
    with case.disk.one_writer():
        found = to_undo(read_notes(case.catalogue), number)
        author = case.settings.author
        with case.catalogue.write("note", author) as load:
            mention = mention_number(found.party)
            undo = NewNote(UNDO)
            write_note(case.catalogue, undo, mention, found.name, author, load, number)
    return next(one for one in read_notes(case.catalogue) if one.number == number)


def notes(case: Opened, who: str | None = None) -> list[Note]:
    """The notes of a party, or all of the case, with what its lines say of each statement and
    which statements of one speaker differ."""

    def ask() -> list[Note]:
        every = read_notes(case.catalogue)
        if who is None:
            return _told(case, every)
        party = one_party(case.runner, lookup_of(case), who)
        return _told(case, _of(case, every, {party.party}))

    return steadily(case, ask)


def with_notes(case: Opened, answer: Answer) -> Answer:
    """A dossier with the notes on its parties and on its suppliers."""
    kept = standing(read_notes(case.catalogue))
    if not kept:
        return answer
    ids = {party.id for party in answer.subject.parties}
    ids |= {g.key for name in ("supplier", "maker") for g in answer.by.get(name, ()) if g.key}
    numbers = {mention_number(id) for id in ids if id.startswith("p")}
    return replace(answer, notes=tuple(_told(case, _of(case, kept, numbers))))


def noted(case: Opened, evidence: Evidence) -> Evidence:
    """Evidence whose answer has the notes."""
    return replace(evidence, answer=with_notes(case, evidence.answer))


def _of(case: Opened, every: Iterable[Note], parties: set[int]) -> list[Note]:
    """The notes whose mention is now of one of these parties."""
    found = list(every)
    lookup: Lookup | None = held.lookup(case)
    if lookup is None:
        return []
    wanted = {mention_number(note.party) for note in found}
    there = known_mentions(case.runner, lookup, wanted) if wanted else {}
    now = {mention: known.party for mention, known in there.items()}
    return [
        note
        for note in found
        if {mention_number(note.party), now.get(mention_number(note.party))} & parties
    ]


def _told(case: Opened, every: Sequence[Note]) -> list[Note]:
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
