"""Lists as text: the versions kept, the days given by hand, entries found, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import EntryRef, HeldLists, Kept, KeptHs, KeptStakes
from followthegoods.model.screening import EntryJudgement
from followthegoods.render.text import columns_of, heading, quiet, safe


def kept(one: Kept) -> str:
    """A line that says what keeping a file did."""
    version = one.version
    what = "in the case already: nothing changed" if one.known else "kept"
    days = f"{version.latest}"
    if version.earliest != version.latest:
        days = f"between {version.earliest or 'an unknown day'} and {version.latest}"
    entries = f"{version.entries:,} {'codes' if version.kind == 'goods' else 'entries'}"
    extract = "" if version.complete else ", an extract"
    return (
        f"{safe(version.name)}: {what}. {version.list} ({safe(version.authority)}) of {days} "
        f"({version.dated.value.replace('_', ' ')}), {entries}{extract}.\n"
    )


def codes(one: KeptHs) -> str:
    """A line that says what keeping a table of commodity codes did."""
    return f"{safe(one.name)}: codes of {', '.join(one.editions)}, {one.pairs:,} pairs.\n"


def held(lists: HeldLists) -> list[RenderableType]:
    """The versions of lists in a case, and the days given by hand."""
    if not lists.versions:
        return [quiet("No lists. Add one with: ftg lists add CASE FILE")]
    table = columns_of("list", "authority", "of", "version", "known by", "entries", "file")
    for v in lists.versions:
        day = str(v.latest) if v.earliest == v.latest else f"{v.earliest or '?'} – {v.latest}"
        entries = f"{v.entries:,}" + ("" if v.complete else " (extract)")
        known = v.dated.value.replace("_", " ")
        table.add_row(v.list, safe(v.authority), v.kind, day, known, entries, safe(v.name))
    parts: list[RenderableType] = [table]
    if lists.read_otherwise:
        older = {v.list for v in lists.versions if v.number in lists.read_otherwise}
        said = f"Names were read by another version of the program: {', '.join(sorted(older))}."
        parts.append(Text(f"{said} Adding any list, such as one of these again, reads them anew."))
    if not lists.given:
        return parts
    days = columns_of("entry", "what", "day", "source", "by")
    for g in lists.given:
        what = safe(g.of.replace("_", " "))
        days.add_row(f"{g.list}/{g.entry}", what, str(g.day), safe(g.source), safe(g.author))
    return [*parts, Text(), heading("Days given"), days]


def entries(found: Sequence[EntryRef]) -> list[RenderableType]:
    """Entries that a text names."""
    if not found:
        return [quiet("No entry of a list that is loaded answers to this.")]
    table = columns_of("entry", "name")
    for one in found:
        table.add_row(f"{one.list}/{one.entry}", safe(one.name))
    return [table]


def stakes(kept: Sequence[KeptStakes]) -> list[RenderableType]:
    """The files of ownership in a case."""
    if not kept:
        return [quiet("No files of ownership. Add one with: ftg ownership add CASE FILE")]
    table = columns_of("number", "file", "stakes", "hash", numbers=["number", "stakes"])
    for one in kept:
        table.add_row(str(one.number), safe(one.name), f"{one.stakes:,}", one.sha256[:16])
    return [table]


def judged(one: EntryJudgement) -> str:
    """A line that says what was decided of a party and an entry."""
    undone = f"judgement {one.undoes} is undone: " if one.undoes else ""
    entry = f"{safe(one.entry_name)} [{one.list}/{one.entry}]"
    by = f", {safe(one.author)}" if one.author else ""
    said = f"{one.number}: {undone}{safe(one.said)} and {entry}: {one.verdict}{by}"
    return f"{said}: {safe(one.why)}\n" if one.why else f"{said}\n"


def judgements(every: Sequence[EntryJudgement]) -> list[RenderableType]:
    """What people decided of parties and entries of lists."""
    if not every:
        return [quiet("No judgements. Make one with: ftg lists judge CASE PARTY ENTRY VERDICT")]
    table = columns_of("number", "company", "entry", "verdict", "why", "by", "standing")
    for one in every:
        verdict = f"undo of {one.undoes}" if one.undoes else one.verdict
        entry = f"{safe(one.entry_name)} [{one.list}/{one.entry}]"
        own = (safe(one.said), entry, verdict, safe(one.why), safe(one.author))
        table.add_row(str(one.number), *own, one.standing)
    return [table]
