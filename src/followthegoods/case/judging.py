"""Judgements made, undone, previewed, exchanged; each with what it moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from followthegoods.case import held
from followthegoods.case.changing import resolve_if_stale, resolve_parties, steadily
from followthegoods.case.opened import Opened
from followthegoods.case.past import as_of
from followthegoods.case.records import Progress, quiet
from followthegoods.case.sides import Dossiers, compared, dossiers_of
from followthegoods.errors import BadParameter, NoSuchParty
from followthegoods.model.identity import (
    IN_FORCE,
    OVERRULED,
    UNDONE,
    VERDICTS,
    WAITING,
    Doubt,
    Imported,
    Judgement,
    Judging,
)
from followthegoods.parties.judgements import (
    Decision,
    mention_number,
    read_judgements,
    undoing,
    write_down,
)
from followthegoods.parties.mentions import Known, known_mentions, mention_meant
from followthegoods.parties.resolver_lines import Edge, read_lines, write_lines
from followthegoods.parties.search import Lookup
from followthegoods.sources.place import source_file


def lookup_of(case: Opened) -> Lookup:
    """Where parties are looked up. Raises `NoSuchParty` in a case without lines."""
    lookup = held.lookup(case)
    if lookup is None:
        raise NoSuchParty("The case holds no lines.", do="Add files first: ftg add CASE FILE")
    return lookup


def resolve_again(case: Opened, progress: Progress) -> None:
    """Resolve all mentions again."""
    lookup_of(case)
    with case.disk.one_writer():
        progress("parties", 0.0)
        with case.catalogue.write("resolve", case.settings.author) as load:
            resolve_parties(case, load)
        case.disk.sweep(case.catalogue.all_files())
        progress("parties", 1.0)


def settle(case: Opened, progress: Progress) -> None:
    """Resolve parties where lines or judgements came since they were last resolved."""
    with case.disk.one_writer():
        resolve_if_stale(case, progress)
        case.disk.sweep(case.catalogue.all_files())


def judge(case: Opened, a: str, b: str, verdict: str, why: str, *, preview: bool) -> Judging:
    """Judge two mentions; see `Identity.judge`."""
    _check(verdict, why)

    def meant() -> tuple[Known, Known]:
        lookup = lookup_of(case)
        return mention_meant(case.runner, lookup, a), mention_meant(case.runner, lookup, b)

    one, other = steadily(case, meant)
    if one.mention == other.mention:
        raise BadParameter(
            f"{a!r} and {b!r} are one and the same mention.",
            do="Name two mentions, each as it is written; see them: ftg why CASE A B",
        )
    decision = _decision(case, one, other, verdict, why)
    same = next(
        (j for j in judgements(case) if j.standing == IN_FORCE and _says(j, decision)), None
    )
    if same is not None:
        return Judging(same, preview, True, (), _one_party(case, decision), ())
    return _judged(case, decision, preview=preview)


def undo(case: Opened, number: int, why: str, *, preview: bool) -> Judging:
    """Undo a judgement; see `Identity.undo`."""
    decision = undoing(read_judgements(case.catalogue), number, why.strip(), case.settings.author)
    return _judged(case, decision, preview=preview)


def decide(case: Opened, doubt: Doubt, verdict: str, why: str) -> Judgement:
    """Write a judgement down, to be resolved later; see `Identity.decide`."""
    _check(verdict, why)
    numbers = [mention_number(id) for id in (doubt.mention_a, doubt.mention_b)]

    def known() -> dict[int, Known]:
        return known_mentions(case.runner, lookup_of(case), numbers)

    found = steadily(case, known, resolved=False)
    decision = _decision(case, found[numbers[0]], found[numbers[1]], verdict, why)
    with case.disk.one_writer():
        number = _write(case, [decision])[0]
    return next(one for one in read_judgements(case.catalogue) if one.number == number)


def take_back(case: Opened, judgement: Judgement, why: str) -> None:
    """Undo a judgement, to be resolved later."""
    with case.disk.one_writer():
        every = read_judgements(case.catalogue)
        _write(case, [undoing(every, judgement.number, why, case.settings.author)])


def _check(verdict: str, why: str) -> None:
    if verdict not in VERDICTS:
        raise BadParameter(f"{verdict!r} is no verdict.", do=f"One of: {', '.join(VERDICTS)}.")
    if not why.strip():
        raise BadParameter(
            "A judgement needs a reason.", do="Say why, so that others can follow: --why TEXT"
        )


def _decision(case: Opened, a: Known, b: Known, verdict: str, why: str) -> Decision:
    said = (_said(a), _said(b))
    author = case.settings.author
    return Decision(a.mention, b.mention, verdict, *said, why.strip(), author)


def _said(one: Known) -> str:
    return " ".join(filter(None, (one.tax_id, one.name)))


def _says(judgement: Judgement, decision: Decision) -> bool:
    pair = {mention_number(judgement.a), mention_number(judgement.b)}
    return judgement.verdict == decision.verdict and pair == {decision.a, decision.b}


def _write(case: Opened, decisions: Iterable[Decision]) -> list[int]:
    with case.catalogue.write("judge", case.settings.author) as load:
        return [write_down(case.catalogue, decision, load) for decision in decisions]


def _judged(case: Opened, decision: Decision, *, preview: bool) -> Judging:
    """Write a judgement down and resolve by it, in a copy for a preview; what moved."""
    mentions = (decision.a, decision.b)
    before = steadily(case, lambda: dossiers_of(case, mentions))
    if preview:
        with as_of(case, "now") as then:
            return _done(then, decision, before, preview=True)
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        done = _done(case, decision, before, preview=False)
        case.disk.sweep(case.catalogue.all_files())
        return done


def _done(case: Opened, decision: Decision, before: Dossiers, *, preview: bool) -> Judging:
    stood = {one.number for one in read_judgements(case.catalogue) if one.standing == IN_FORCE}
    (number,) = _write(case, [decision])
    resolve_if_stale(case, quiet)
    with case.catalogue.reading(resolved=True):
        after = dossiers_of(case, (decision.a, decision.b))
        every = judgements(case)
        one_party = _one_party(case, decision)
    fallen = [one.number for one in every if one.standing == OVERRULED and one.number in stood]
    (own,) = (one for one in every if one.number == number)
    moves = compared(before, after)
    return Judging(own, preview, False, tuple(fallen), one_party, tuple(moves))


def _one_party(case: Opened, decision: Decision) -> bool:
    found = known_mentions(case.runner, lookup_of(case), (decision.a, decision.b))
    return len(found) == 2 and len({one.party for one in found.values()}) == 1


def judgements(case: Opened, *, waiting: bool = False) -> list[Judgement]:
    """Every judgement with its standing; with those `waiting` for mentions told."""
    every = read_judgements(case.catalogue)
    if not waiting:
        return every
    there: Mapping[int, Any] = {}
    lookup = held.lookup(case)
    if lookup is not None:
        wanted = {mention_number(id) for one in every for id in (one.a, one.b)}
        there = known_mentions(case.runner, lookup, wanted)
    return [
        replace(one, standing=WAITING)
        if one.standing == IN_FORCE
        and one.verdict in VERDICTS
        and not {mention_number(one.a), mention_number(one.b)} <= there.keys()
        else one
        for one in every
    ]


def export_to(case: Opened, file: Path) -> int:
    """Write the judgements in force; see `Identity.export_judgements`."""
    every = read_judgements(case.catalogue)
    try:
        with file.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(write_lines(every))
    except OSError as error:
        raise BadParameter(
            f"The file cannot be written: {error.strerror}.", where=str(file)
        ) from error
    return sum(one.standing == IN_FORCE and one.verdict in VERDICTS for one in every)


def import_from(case: Opened, file: str | Path) -> Imported:
    """Take judgements from a file, all or none; see `Identity.import_judgements`."""
    path = source_file(file)
    try:
        with path.open(encoding="utf-8-sig") as lines:
            edges, left_out = read_lines(lines, path.name)
    except UnicodeDecodeError as error:
        raise BadParameter("This is no text in UTF-8.", where=path.name) from error
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        wanted = {mention_number(id) for edge in edges for id in (edge.a, edge.b)}
        lookup = held.lookup(case)
        there = known_mentions(case.runner, lookup, wanted) if lookup else {}
        decisions = [_imported(edge, there, path.name) for edge in edges]
        standing = [one for one in read_judgements(case.catalogue) if one.standing != UNDONE]
        known = {(frozenset((one.a, one.b)), one.verdict) for one in standing}
        new = [
            decision
            for edge, decision in zip(edges, decisions, strict=True)
            if (frozenset((edge.a, edge.b)), edge.verdict) not in known
        ]
        if new:
            _write(case, new)
            resolve_if_stale(case, quiet)
            case.disk.sweep(case.catalogue.all_files())
    waiting = sum(not {one.a, one.b} <= there.keys() for one in new)
    return Imported(len(new), len(edges) - len(new), waiting, left_out)


def _imported(edge: Edge, there: Mapping[int, Known], name: str) -> Decision:
    a, b = mention_number(edge.a), mention_number(edge.b)
    return Decision(
        a=a,
        b=b,
        verdict=edge.verdict,
        said_a=_said(there[a]) if a in there else "",
        said_b=_said(there[b]) if b in there else "",
        why=f"imported from {name}",
        author=edge.user,
        at=edge.at or None,
    )
