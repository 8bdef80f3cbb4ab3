"""Evidence made fit to publish: what names files, who gave them away, or persons, is replaced.

Names of files and their hashes become the case's own numbers for them (`source 3`), tags that a
vendor put on rows become `[tag]`, personal data become their kind, such as `[phone]`. Everything
that a figure is made of stays. Rules: the project's own, for exports that are meant for others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from followthegoods.case import Evidence, EvidenceSource, LineRow, Rows, SheetColumns
from followthegoods.facts.personal import is_vendor_tag, redact
from followthegoods.model.answer import Answer, Group, Growth, PartyRef, Screened, Supplier
from followthegoods.model.fields import ROLES
from followthegoods.model.notes import Note

PERSON, TAG, ID = "[person]", "[tag]", "[id]"
_ADDRESS = "[address]"
_HARMLESS = re.compile(r"[0-9.,\s]{0,10}|\S{0,4}")
"""Most cells: amounts, dates, codes. Shorter than any number of a person, or than any name."""


def for_publication(evidence: Evidence) -> Evidence:
    """The same evidence, fit to publish. Doing it twice is doing it once."""
    if evidence.published:
        return evidence
    ids = {sha: f"source {source.number}" for sha, source in evidence.sources.items()}
    names = {source.name: ids[sha] for sha, source in evidence.sources.items()}
    tags = _tags(evidence)
    sources = {
        ids[sha]: replace(source, name=ids[sha], sha256=ids[sha])
        for sha, source in evidence.sources.items()
    }
    rows = Rows(_line(row, evidence, ids, names, tags) for row in evidence.rows)
    return replace(
        evidence,
        answer=_answer(evidence, names),
        rows=rows,
        where={key: clean(value) for key, value in evidence.where.items()},
        sources=sources,
        published=True,
    )


def clean(text: str) -> str:
    """A text without personal data, as `facts.personal.redact` makes it."""
    return text if _HARMLESS.fullmatch(text) else _redacted(text)


_redacted = lru_cache(maxsize=100_000)(redact)


def _answer(evidence: Evidence, names: dict[str, str]) -> Answer:
    files = {re.escape(name): own for name, own in names.items() if "." in name}
    named = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(files, key=len, reverse=True))})(?!\w)")

    def text(said: str) -> str:
        if said in names:
            return names[said]
        return clean(named.sub(lambda name: names[name[0]], said) if files else said)

    def party(one: Any) -> Any:
        if isinstance(one, PartyRef) and one.id in evidence.personal:
            return replace(one, name=PERSON, tax_ids=tuple(ID for _ in one.tax_ids))
        if isinstance(one, Screened) and one.party in evidence.personal:
            return replace(one, name=PERSON, compared=())
        if isinstance(one, Note):  # where it is from, and who wrote it down, is the case's own
            name = PERSON if one.party in evidence.personal else one.name
            return replace(one, name=name, source="", author="")
        if isinstance(one, Group | Growth | Supplier) and one.key in evidence.personal:
            return replace(one, label=PERSON)
        return one

    answer: Answer = _walked(evidence.answer, text, party)
    subject = answer.subject
    if any(one.id in evidence.personal for one in subject.parties):
        name = " + ".join(one.name for one in subject.parties)
        made = replace(answer.made_from, parameters={**answer.made_from.parameters, "who": [ID]})
        subject = replace(subject, name=name)
        answer = replace(answer, subject=subject, made_from=made, plan=_NO_PLAN)
    return answer


_NO_PLAN = "-- The plan names a natural person and is left out.\n"


def _walked(value: Any, text: Callable[[str], str], other: Callable[[Any], Any]) -> Any:
    """A value with every text in it replaced by `text`, every record by `other`."""
    walked = value
    if isinstance(value, str):
        walked = text(value)
    elif isinstance(value, dict):
        walked = {key: _walked(inner, text, other) for key, inner in value.items()}
    elif isinstance(value, tuple | list):
        walked = type(value)(_walked(inner, text, other) for inner in value)
    elif is_dataclass(value) and not isinstance(value, type):
        inner = {f.name: _walked(getattr(value, f.name), text, other) for f in fields(value)}
        walked = other(replace(value, **inner))
    return walked


def _tags(evidence: Evidence) -> set[tuple[str, int, int]]:
    """Source, sheet and place of every column that tags rows for a vendor."""
    cells: dict[tuple[str, int], list[Sequence[str | None]]] = {}
    for row in evidence.rows:
        cells.setdefault((row.sha256, row.sheet), []).append(row.cells)
    found = set()
    for (sha, sheet), rows in cells.items():
        headers = columns(evidence.sources[sha], sheet).headers
        for place in range(max(map(len, rows))):
            header = headers[place] if place < len(headers) else ""
            stated = [row[place] or "" for row in rows if place < len(row)]
            if is_vendor_tag(header, stated):
                found.add((sha, sheet, place))
    return found


def columns(source: EvidenceSource, sheet: int) -> SheetColumns:
    """The columns of a sheet by its number, from 1; none where the sheet is not known."""
    return source.sheets[sheet - 1] if sheet <= len(source.sheets) else SheetColumns((), ())


def _line(
    row: LineRow,
    evidence: Evidence,
    ids: dict[str, str],
    names: dict[str, str],
    tags: set[tuple[str, int, int]],
) -> LineRow:
    own = ids[row.sha256]
    repeats = row.repeats
    if repeats is not None:
        name = next((name for name in names if repeats.startswith(f"{name}:")), "")
        repeats = names.get(name, own) + repeats[len(name) :]
    by_field = columns(evidence.sources[row.sha256], row.sheet).fields
    persons = _persons(row, evidence, by_field)
    cells = []
    for place, cell in enumerate(row.cells):
        field = by_field[place] if place < len(by_field) else ""
        if cell is not None and (row.sha256, row.sheet, place) in tags:
            cell = TAG
        elif cell is not None:
            cell = persons.get(field, clean(cell))
        cells.append(cell)
    goods = None if row.goods is None else clean(row.goods)
    return replace(row, source=own, sha256=own, repeats=repeats, goods=goods, cells=tuple(cells))


def _persons(row: LineRow, evidence: Evidence, by_field: Sequence[str]) -> dict[str, str]:
    """What stands for the name, the number and the address of each natural person of a line.

    A person is known by a party that is one, by its number, or by the word before its name.
    """
    stated = dict(zip(by_field, row.cells, strict=False))
    bases = evidence.answer.bases
    parties = {"maker": row.maker, bases.supplier: row.supplier}
    subject = any(party.id in evidence.personal for party in evidence.answer.subject.parties)
    found: dict[str, str] = {}
    for role in ROLES:
        number, name = stated.get(f"{role}_id"), stated.get(f"{role}_name")
        known = parties.get(role) in evidence.personal or (role == bases.role and subject)
        if known or ID in clean(number or "") or PERSON in clean(name or ""):
            found |= {f"{role}_name": PERSON, f"{role}_id": ID, f"{role}_address": _ADDRESS}
    return found
