"""A screening made fit to publish: natural persons, personal data and authors are left out."""

from __future__ import annotations

from dataclasses import replace

from followthegoods.model.answer import Compared, PartyRef, Screened
from followthegoods.model.screening import EntryJudgement, Note, Screening
from followthegoods.render.publication import ID, PERSON, clean


def screening_for_publication(found: Screening) -> Screening:
    """The same screening, fit to publish. Doing it twice is doing it once."""
    personal = frozenset(found.personal)
    subject, made = found.subject, found.made_from
    if subject and any(party.id in personal for party in subject.parties):
        parties = tuple(_party(party, personal) for party in subject.parties)
        name = " + ".join(party.name for party in parties)
        subject = replace(subject, name=name, parties=parties)
        made = replace(made, parameters={**made.parameters, "who": [ID]})
    sources = tuple(
        replace(source, source=f"source {number}")
        for number, source in enumerate(found.coverage.by_source, 1)
    )
    return replace(
        found,
        subject=subject,
        coverage=replace(found.coverage, by_source=sources),
        matches=tuple(_match(one, personal) for one in found.matches),
        judgements=tuple(_judgement(one) for one in found.judgements),
        notes=tuple(_note(one, personal) for one in found.notes),
        made_from=made,
        plan="",
    )


def _party(party: PartyRef, personal: frozenset[str]) -> PartyRef:
    if party.id not in personal:
        return party
    return replace(party, name=PERSON, tax_ids=tuple(ID for _ in party.tax_ids))


def _match(one: Screened, personal: frozenset[str]) -> Screened:
    if one.party in personal:
        return replace(one, name=PERSON, compared=())
    return replace(one, name=clean(one.name), compared=tuple(map(_compared, one.compared)))


def _compared(one: Compared) -> Compared:
    return replace(one, a=clean(one.a), b=clean(one.b))


def _judgement(one: EntryJudgement) -> EntryJudgement:
    return replace(one, said=clean(one.said), why=clean(one.why), author="")


def _note(one: Note, personal: frozenset[str]) -> Note:
    if one.party in personal:
        return replace(one, name=PERSON)
    return replace(one, name=clean(one.name))
