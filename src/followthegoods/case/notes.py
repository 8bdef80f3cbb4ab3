"""Notes of a case: written down, taken back, listed, and statements checked by lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module

from followthegoods.case import held
from followthegoods.case.changing import steadily
from followthegoods.case.evidence import Evidence
from followthegoods.case.judging import lookup_of
from followthegoods.case.note_store import (
    UNDO,
    NewNote,
    read_notes,
    standing,
    to_undo,
    write_note,
)
from followthegoods.case.opened import Opened
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Answer
from followthegoods.model.notes import Note, NoteKind
from followthegoods.model.printed import period, printed
from followthegoods.parties.judgements import mention_number
from followthegoods.parties.mentions import known_mentions
from followthegoods.parties.search import Lookup, Party, one_party


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
    """Notes with what lines say of their statements. What reads these is loaded where there are
    any: it takes longer than the dossier of one company."""
    if not any(note.kind == NoteKind.STATEMENT for note in every):
        return list(every)
    told: list[Note] = import_module("followthegoods.case.statements").told(case, every)
    return told
