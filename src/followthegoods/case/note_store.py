"""Notes as the catalogue keeps them: append-only, taken back only by a later one.

The table is made with the first note. A note is about a mention, whose id is made of what it
says: it outlives files that go and come.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from followthegoods.errors import BadParameter
from followthegoods.lake.catalogue import Catalogue
from followthegoods.model.notes import Note
from followthegoods.parties.search import party_id

UNDO = "undo"
_WRITTEN = ("words", "by", "to", "on", "place", "outcome", "amount", "source")
_TABLE = """CREATE TABLE IF NOT EXISTS notes (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,          -- statement, request, visit, figure, document, undo
    mention INTEGER NOT NULL,
    name TEXT NOT NULL,          -- as the party was asked for
    written TEXT NOT NULL,       -- JSON: words, by, to, on, place, outcome, amount, source
    author TEXT NOT NULL,
    at TEXT NOT NULL,            -- UTC
    undoes INTEGER REFERENCES notes,
    load INTEGER NOT NULL REFERENCES loads
) STRICT"""


@dataclass(frozen=True)
class NewNote:
    """A note to be written down; see `Note` for its fields."""

    kind: str
    words: str = ""
    by: str = ""
    to: str = ""
    on: str = ""
    place: str = ""
    outcome: str = ""
    amount: str = ""
    source: str = ""


def write_note(
    catalogue: Catalogue,
    note: NewNote,
    mention: int,
    name: str,
    author: str,
    load: int,
    undoes: int | None = None,
) -> int:
    """Append a note within a load; returns its number."""
    catalogue.db.execute(_TABLE)
    written = {field: getattr(note, field) for field in _WRITTEN if getattr(note, field)}
    done = catalogue.db.execute(
        "INSERT INTO notes (kind, mention, name, written, author, at, undoes, load) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            note.kind,
            mention,
            name,
            json.dumps(written, ensure_ascii=False),
            author,
            datetime.now(UTC).isoformat(timespec="seconds"),
            undoes,
            load,
        ),
    )
    return int(done.lastrowid or 0)


def read_notes(catalogue: Catalogue) -> list[Note]:
    """Every note of the case in the order they were made, those that were taken back told."""
    if not catalogue.has("notes"):
        return []
    rows = catalogue.db.execute(
        "SELECT * FROM notes WHERE load <= ? ORDER BY number", (catalogue.last_load(),)
    )
    notes = [_note(row) for row in rows]
    undone = {note.undoes: note.number for note in notes if note.undoes is not None}
    return [replace(note, undone_by=undone.get(note.number)) for note in notes]


def _note(row: sqlite3.Row) -> Note:
    written = json.loads(row["written"])
    return Note(
        number=row["number"],
        kind=row["kind"],
        party=party_id(row["mention"]),
        name=row["name"],
        **{field: written.get(field, "") for field in _WRITTEN},
        author=row["author"],
        at=row["at"],
        undoes=row["undoes"],
    )


def standing(notes: Sequence[Note]) -> list[Note]:
    """The notes that nobody took back."""
    return [note for note in notes if note.kind != UNDO and note.undone_by is None]


def to_undo(notes: Sequence[Note], number: int) -> Note:
    """The note of a number, to be taken back. Raises `BadParameter`."""
    found = next((note for note in notes if note.number == number), None)
    if found is None or found.kind == UNDO:
        raise BadParameter(
            f"The case has no note {number}.", do="See their numbers: ftg notes CASE"
        )
    if found.undone_by is not None:
        raise BadParameter(f"Note {number} is taken back already.", do="Write it down again.")
    return found


def notes_name(notes: Sequence[Note]) -> str:
    """A name for the notes in force, whoever wrote them and when."""
    said = sorted(
        json.dumps([note.kind, note.party, *(getattr(note, field) for field in _WRITTEN)])
        for note in standing(notes)
    )
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16] if said else "none"
