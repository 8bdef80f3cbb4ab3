"""Whom a listing reaches by ownership: matches of their own, with the days of the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Plan, Runner, Step, files_sql
from followthegoods.facts.names import compare_forms
from followthegoods.model.answer import Compared
from followthegoods.model.screening import Match, Status
from followthegoods.parties.read import read_mention
from followthegoods.parties.scorers import CERTAIN, PROBABLE, UNCERTAIN
from followthegoods.parties.search import Lookup
from followthegoods.questions.screening.reading import Span, read_spans
from followthegoods.questions.screening.steps import HELD, matched_sql
from followthegoods.reference.lists.views import Lists, plan_lists, scan
from followthegoods.reference.ownership import Listed, Reach, Rule, Stake, parts_of, reaches, rules

Entry = tuple[str, str]
Known = tuple[Entry, int]
"""An entry that a name means, and how surely."""

Bounds = tuple[date, date | None, date | None, date | None, date | None]
"""Begins on a day from the first of these to the second (None: not known to), ends on one from the
third to the fourth (None: does not); the last is the last day it is known to have held on, where
it does not end."""


@dataclass(frozen=True)
class Owned:
    """A match that rests on ownership, and the listing that it spreads, while the chain held.

    `spans` are the bounds of the first day and of the first day after, as a listing's are; days on
    which an owner may have been listed lie between them, or after the last one that is known.
    """

    match: Match
    authority: str
    measure: str
    spans: tuple[Bounds, ...]


def find_owned(
    runner: Runner,
    lookup: Lookup,
    lists: Lists,
    stakes: Sequence[Stake],
    parties: Sequence[int] | None,
) -> list[Owned]:
    """The parties whom listings reach through stakes, of those asked about or of all."""
    if not stakes or not any(version.kind == "party" for version in lists.versions):
        return []
    names = sorted({name for stake in stakes for name in (stake.owner, stake.owned)})
    entries = _entries(runner, lists, names)
    known_parties = _parties(runner, lookup, names, parties)
    spans = _spans(runner, lists, sorted({entry for own in entries.values() for entry, _ in own}))
    found = []
    for rule in rules():
        for measure in rule.measures:
            own = {
                (name, known): held
                for name, meant in entries.items()
                for known in meant
                if (held := [s for s in spans.get(known[0], ()) if s.authority == rule.authority
                             and s.measure == measure])
            }  # fmt: skip
            found += _spread(rule, measure, stakes, own, known_parties)
    return found


def _spread(
    rule: Rule,
    measure: str,
    stakes: Sequence[Stake],
    spans: Mapping[tuple[str, Known], Sequence[Span]],
    parties: Mapping[str, Sequence[tuple[int, int, int]]],
) -> list[Owned]:
    turns = {
        day
        for own in spans.values()
        for span in own
        for day in (*span.listed, *(span.delisted or (_after(span.known_until),)))
        if day is not None
    }

    def listed(*held: Status) -> Listed:
        return lambda day: frozenset(
            name for (name, _), own in spans.items() if any(span.on(day) in held for span in own)
        )

    entries: dict[str, Known] = {}
    for name, known in spans:
        entries.setdefault(name, known)
    found = []
    sure, perhaps = listed(Status.THEN), listed(Status.THEN, Status.DATE_UNKNOWN)
    for reach in reaches(rule, stakes, turns, sure, perhaps):
        source = next((s.owner for s in reach.reached.chain if s.owner in entries), None)
        for party, mention, grade in parties.get(reach.owned, ()) if source else ():
            entry, level = entries[source or ""]
            much = min(grade, level) if reach.reached.sure else UNCERTAIN
            found.append(_owned(reach, measure, party, mention, entry, much))
    return found


def _bounds(reach: Reach) -> tuple[Bounds, ...]:
    """The spans of a reach: one for each run of days on which it is known to hold."""
    if not reach.surely:
        return ((reach.first, None, reach.first, _after(reach.last), None),)
    starts = [reach.first, *(first for first, _ in reach.surely[1:])]
    ends = [*starts[1:], _after(reach.last)]
    return tuple(
        (start, first, None, None, last) if end is None else (start, first, _after(last), end, None)
        for start, (first, last), end in zip(starts, reach.surely, ends, strict=True)
    )


def _after(last: date | None) -> date | None:
    return None if last is None else last + timedelta(days=1)


def _owned(reach: Reach, measure: str, party: int, mention: int, entry: Entry, grade: int) -> Owned:
    one = reach.reached
    how = "owned" if one.share is not None else "controlled" if one.sure else "could be owned"
    much = f" {one.share.normalize():f} %" if one.share is not None else ""
    compared = tuple(
        Compared("stake", stake.owner, stake.owned, _words(stake)) for stake in one.chain
    )
    match = Match(
        party, *entry, grade, f"{how}{much} by the listed", 1.0, mention, reach.owned, "",
        (*compared, Compared("rule", reach.rule.authority, measure, reach.rule.source)),
    )  # fmt: skip
    return Owned(match, reach.rule.authority, measure, _bounds(reach))


def _words(stake: Stake) -> str:
    share = "control" if stake.control else "share not known"
    share = share if stake.share is None else f"{stake.share.normalize():f} %"
    days = f"{stake.first or 'an unknown day'} to {stake.last or 'now'}"
    return f"{share}, {days}" + (f" ({stake.source})" if stake.source else "")


def held_rows(owned: Sequence[Owned], start: int) -> list[tuple[str, ...]]:
    """The rows that such matches have beside those of lists; their numbers begin at `start`."""
    return [
        (
            str(number), str(one.match.party), str(one.match.grade), literal(one.authority),
            literal(one.measure), str(nth), *map(_day, span),
        )
        for number, one in enumerate(owned, start)
        for nth, span in enumerate(one.spans, 1)
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return "NULL::DATE" if day is None else f"DATE '{day}'"


# -- who is meant by the names of stakes


def _entries(runner: Runner, lists: Lists, names: Sequence[str]) -> dict[str, list[Known]]:
    """The entries that a name means, on every list: by numbers, else by the whole name."""
    wanted = ", ".join(sorted({literal(version.list) for version in lists.versions}))
    found: dict[str, list[Known]] = {}
    for name in names:
        means = [means_in(part) for part in parts_of(name)]
        ids = ", ".join(literal(one.id) for one in means)
        numbers = ", ".join(literal(one.number) for one in means)
        by_id = (
            f"SELECT DISTINCT list, entry, '' AS form FROM {scan(lists, 'entries')} "
            f"WHERE list || '/' || entry IN ({ids}) OR '/' || entry IN ({ids}) "
            f"UNION SELECT DISTINCT list, entry, '' FROM {scan(lists, 'entry_ids')} "
            f"WHERE valid AND value IN ({numbers})"
        )
        by_name = (
            f"SELECT DISTINCT list, entry, form FROM {scan(lists, 'entry_keys')} "
            f"WHERE words <> '' AND words = {literal(means[0].words)}"
        )
        for sql, grade in ((by_id, CERTAIN), (by_name, PROBABLE)):
            rows = runner.ask(f"SELECT * FROM ({sql}) AS e WHERE list IN ({wanted}) ORDER BY ALL")
            meant = {
                (own, entry): None
                for own, entry, form in rows
                if grade == CERTAIN or compare_forms(form, means[0].form) == "same"
            }
            if meant:
                found[name] = [(entry, grade) for entry in meant]
                break
    return found


class _Means(NamedTuple):
    """What a part of an owner's or owned's name may be: an id, a number, a name in canonical words
    with its legal form."""

    id: str
    number: str
    words: str
    form: str


def means_in(part: str) -> _Means:
    """What a part of a name may be."""
    read = read_mention(part, None, None, None)
    return _Means(part, part.rsplit(":", 1)[-1].strip(), " ".join(read.words), read.form)


def _parties(
    runner: Runner, lookup: Lookup, names: Sequence[str], parties: Sequence[int] | None
) -> dict[str, list[tuple[int, int, int]]]:
    """The parties that a name means: number, a mention, and how surely."""
    only = ""
    if parties is not None:
        only = f" AND p.party IN ({', '.join(map(str, parties)) or 'NULL'})"
    found: dict[str, list[tuple[int, int, int]]] = {}
    for name in names:
        means = [means_in(part) for part in parts_of(name)]
        numbers = ", ".join(literal(one.number) for one in means)
        forms = ", ".join(literal(form) for form in _forms_like(runner, lookup, means[0]))
        rows = runner.ask(
            f"SELECT p.party, min(r.mention), max(CASE WHEN split_part(r.tax_id, ':', -1) IN "
            f"({numbers}) THEN {CERTAIN} ELSE {PROBABLE} END) "
            f"FROM {files_sql(lookup.readings)} AS r JOIN {files_sql(lookup.parties)} AS p "
            f"ON p.mention = r.mention AND p.grade > 1{only} "
            f"WHERE split_part(r.tax_id, ':', -1) IN ({numbers}) OR (r.words <> '' "
            f"AND r.words = {literal(means[0].words)} AND r.form IN ({forms or 'NULL'})) "
            "GROUP BY p.party ORDER BY p.party"
        )
        sure = [row for row in rows if row[2] == CERTAIN]
        found[name] = sure or (rows if len(rows) == 1 else [(p, m, UNCERTAIN) for p, m, _ in rows])
    return found


def _forms_like(runner: Runner, lookup: Lookup, means: _Means) -> list[str]:
    """The legal forms that a name has in the records and that are one with its own."""
    rows = runner.ask(
        f"SELECT DISTINCT form FROM {files_sql(lookup.readings)} "
        f"WHERE words = {literal(means.words)} ORDER BY form"
    )
    return [form for (form,) in rows if compare_forms(form, means.form) == "same"]


def _spans(runner: Runner, lists: Lists, entries: Sequence[Entry]) -> dict[Entry, list[Span]]:
    """From when to when the listings of some entries held."""
    matches = [Match(0, name, entry, CERTAIN, "", 1.0, 0, "", "") for name, entry in entries]
    plan = Plan(
        (
            Step(
                "matched", matched_sql(matches, len(matches)), "table", "Owners that are entries."
            ),
            *plan_lists(lists, only="matched"),
            Step("held", HELD, "table", "Their listings."),
            Step("listings_held", "SELECT * FROM held ORDER BY key, listed_latest"),
        )
    )
    found: dict[Entry, list[Span]] = {}
    for span in read_spans(runner.run(plan)):
        found.setdefault(entries[span.match], []).append(span)
    return found
