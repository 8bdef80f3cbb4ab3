"""What people decide of parties and entries of lists: append-only, replayed by every screening."""

from __future__ import annotations

from dataclasses import replace

from followthegoods.case.changing import resolve_if_stale, steadily
from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.errors import BadParameter
from followthegoods.lake.references import UNDO, add_judgement, entry_judgements
from followthegoods.model.identity import IN_FORCE, UNDONE, VERDICTS
from followthegoods.model.screening import EntryJudgement
from followthegoods.parties.mentions import Known, mention_meant
from followthegoods.parties.search import party_id
from followthegoods.reference.lists.dates import one_entry


def judge_entry(case: Opened, party: str, entry: str, verdict: str, why: str) -> EntryJudgement:
    """Decide whether a party is an entry of a list; see `Case.judge_entry`."""
    if verdict not in VERDICTS:
        raise BadParameter(f"{verdict!r} is no verdict.", do=f"One of: {', '.join(VERDICTS)}.")
    if not why.strip():
        raise BadParameter(
            "A judgement needs a reason.", do="Say why, so that others can follow: --why TEXT"
        )
    ref = one_entry(case.catalogue, case.disk, entry, case.settings)

    def meant() -> Known:
        return mention_meant(case.runner, lookup_of(case), party)

    one = steadily(case, meant)
    made = EntryJudgement(
        number=0,
        mention=party_id(one.mention),
        said=" ".join(filter(None, (one.tax_id, one.name))),
        list=ref.list,
        entry=ref.entry,
        entry_name=ref.name,
        verdict=verdict,
        why=why.strip(),
        author=case.settings.author,
        at="",
        undoes=None,
        standing=IN_FORCE,
    )
    for known in entry_judgements(case.catalogue):
        if known.standing == IN_FORCE and _says(known) == _says(made):
            return known
    return _write(case, made)


def undo_entry(case: Opened, number: int, why: str) -> EntryJudgement:
    """Undo a judgement of a party and an entry; see `Case.undo_entry`."""
    every = entry_judgements(case.catalogue)
    found = next((one for one in every if one.number == number and one.verdict != UNDO), None)
    if found is None:
        raise BadParameter(
            f"The case has no judgement {number} of a party and an entry.",
            do="See their numbers: ftg lists judgements CASE",
        )
    if found.standing == UNDONE:
        raise BadParameter(f"Judgement {number} is undone already.", do="Judge it anew.")
    author = case.settings.author
    undoing = replace(found, verdict=UNDO, why=why.strip(), author=author, at="", undoes=number)
    return _write(case, undoing)


def _says(one: EntryJudgement) -> tuple[str, str, str, str]:
    return one.mention, one.list, one.entry, one.verdict


def _write(case: Opened, judgement: EntryJudgement) -> EntryJudgement:
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        with case.catalogue.write("judge", case.settings.author) as load:
            number = add_judgement(case.catalogue, judgement, load)
    return next(one for one in entry_judgements(case.catalogue) if one.number == number)
