"""Notes as people read them, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.notes import Note, NoteCheck, NoteKind
from followthegoods.render.amounts import full
from followthegoods.render.text import heading, indented, plural, quiet, safe

BESIDE = "Beside the records: nothing here is counted in any figure."


def notes(every: Sequence[Note]) -> list[RenderableType]:
    """Every note with what the lines say of it."""
    parts: list[RenderableType] = []
    for note in every:
        style = "dim" if note.undone_by is not None or note.undoes is not None else ""
        parts.append(Text(headline(note), style=style))
        parts += [indented(Text(line)) for line in said(note)]
    return parts or [quiet("The case holds no notes.")]


def of_dossier(every: Sequence[Note]) -> list[RenderableType]:
    """The part of a dossier that has the notes; empty without any."""
    if not every:
        return []
    return [heading("Notes"), quiet(BESIDE), *notes(every), Text()]


def headline(note: Note) -> str:
    """What a note is and of whom, in a line."""
    if note.undoes is not None:
        return f"{note.number} takes note {note.undoes} back, {note.author} {note.at[:10]}"
    about = f"{note.number} {note.kind}, {safe(note.name)} ({note.party})"
    when = f", {note.on}" if note.on else ""
    gone = f" – taken back by {note.undone_by}" if note.undone_by is not None else ""
    return about + when + gone


def said(note: Note) -> Iterator[str]:
    """The lines under a note's headline."""
    if note.undoes is not None:
        return
    yield _words(note)
    if note.outcome:
        yield f"outcome: {safe(note.outcome)}"
    if note.source:
        author = f" by {safe(note.author)}" if note.author else ""
        yield f"source: {safe(note.source)}; noted{author} on {note.at[:10]}"
    for one in note.checks:
        yield checked(one)
        if note.differs:
            yield from (f"  {line}" for line in one.lines)
    if note.kind == NoteKind.STATEMENT and not note.checks and note.undone_by is None:
        yield "records: nothing in it that lines can be asked about"
    if note.differs:
        numbers = ", ".join(map(str, note.differs))
        yield f"differing: not the same as what the speaker said in {numbers}"


def _words(note: Note) -> str:
    words = safe(note.words)
    match note.kind:
        case NoteKind.STATEMENT:
            return f"{safe(note.by) or safe(note.name)}{_to(note)}: “{words}”"
        case NoteKind.REQUEST:
            return f"asked{_to(note)}: {words}"
        case NoteKind.VISIT:
            seen = f"{safe(note.by)} saw" if note.by else "seen"
            return f"{seen} at {safe(note.place)}: {words}" if note.place else f"{seen}: {words}"
        case NoteKind.FIGURE:
            return f"{safe(note.amount)} {words}"
        case _:
            return words


def _to(note: Note) -> str:
    return f" to {safe(note.to)}" if note.to else ""


def checked(one: NoteCheck) -> str:
    """What lines say of a claim of a statement, in a line."""
    when = f", {one.period}" if one.period else ""
    said = f"records: {one.measure}{when}: {one.ruling}"
    if one.why:
        return f"{said}: {safe(one.why)} ({plural(one.rows, 'line')})"
    if one.floor is None or one.point is None or one.ceiling is None:
        return said
    numbers = [full(number) for number in (one.floor, one.point, one.ceiling)]
    more = " or more" if one.ceiling_open else ""
    said += f": floor {numbers[0]}, point {numbers[1]}, ceiling {numbers[2]}{more}"
    return f"{said} ({plural(one.rows, 'line')})"
