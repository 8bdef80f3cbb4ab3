"""Parties of the records held against entries of lists: by number, by name and place, by judgement.

An identifier whose checksum holds is certain. Names, legal forms, countries and addresses are
compared by the scorers that link parties. One party is asked as all are, so that it makes no
difference whom a screening is of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from followthegoods.config import read_settings
from followthegoods.engine.duckdb import lake_errors, literal
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.model.screening import Judged, Match
from followthegoods.parties.scorers import CERTAIN, UNCERTAIN
from followthegoods.parties.search import Lookup
from followthegoods.questions.screening.candidates import (
    FEW,
    heard_words,
    likely_steps,
    name_steps,
)
from followthegoods.questions.screening.comparing import compare_likely
from followthegoods.questions.screening.entries import Entries
from followthegoods.questions.screening.few import (
    Said,
    companies_called,
    list_indexes,
    names_alike,
    said_by,
)
from followthegoods.questions.screening.grading import Graded, Seen, grade
from followthegoods.reference.lists.index import ListIndex
from followthegoods.reference.lists.views import Lists, scan

MATCHER = "matcher-5"
"""This way of matching, frozen under a name that stands in every screening."""

_ALIKE = """SELECT DISTINCT a.party, a.mention, a.core, a.form, a.words, a.script, a.country,
    a.address, l.list, l.entry, l.name, l.quality, l.nature, l.form, l.words, l.script
FROM scored AS s JOIN named AS n ON n.id = s.a JOIN called AS c ON c.id = s.b
JOIN asked AS a ON a.words = n.words AND a.sound = n.sound AND a.script = n.script
JOIN listed AS l ON l.words = c.words AND l.sound = c.sound AND l.script = c.script
UNION SELECT a.party, a.mention, a.core, a.form, a.words, a.script, a.country,
    a.address, l.list, l.entry, l.name, l.quality, l.nature, l.form, l.words, l.script
FROM asked AS a JOIN listed AS l ON replace(l.core, ' ', '') = replace(a.core, ' ', '')
WHERE a.core <> ''"""

_NUMBERED = """SELECT a.party, min(a.mention), arg_min(a.tax_id, a.mention), i.list, i.entry
FROM asked AS a JOIN (SELECT DISTINCT list, entry, id_key FROM {ids} WHERE valid) AS i
    ON i.id_key = a.tax_id
WHERE i.list IN ({lists}) GROUP BY a.party, i.list, i.entry ORDER BY ALL"""


def find_matches(
    runner: Runner,
    lookup: Lookup,
    lists: Lists,
    parties: Sequence[int] | None = None,
    judged: Sequence[Judged] = (),
) -> list[Match]:
    """The matches of some parties, or of all: each party and entry once, the surest first.

    `judged` stands after what people decided before: the newest decision counts.
    """
    if not any(version.kind == "party" for version in lists.versions):
        return []
    if parties is not None and not parties:
        return []
    found = _Found(runner, lookup, lists, parties)
    best: dict[tuple[int, str, str], Match] = {}
    for match in found.matches():
        key = match.party, match.list, match.entry
        there = best.get(key)
        if there is None or _order(match) < _order(there):
            best[key] = match
    kept = [found.lowered(match) for match in best.values()]
    judged = [*lists.judged, *(one for one in judged if one.list in found.names)]
    kept = _by_judgement(runner, lookup, kept, judged, parties)
    return sorted(kept, key=lambda m: (-m.grade, -m.score, m.party, m.list, m.entry))


def _order(match: Match) -> tuple[Any, ...]:
    return -match.grade, -match.score, match.rule, match.mention, match.listed_as


class _Found:
    """One look for matches: what the tables hold, fetched as far as names meet."""

    def __init__(
        self, runner: Runner, lookup: Lookup, lists: Lists, parties: Sequence[int] | None
    ) -> None:
        self.runner, self.lookup, self.lists, self.parties = runner, lookup, lists, parties
        self.names = frozenset(version.list for version in lists.versions)
        self.homonyms: dict[tuple[str, str], int] | None = None
        self.cores: dict[int, tuple[str, str]] = {}

    def matches(self) -> list[Match]:
        """All matches, a party and an entry perhaps by several names."""
        index = self.runner.root / (self.lookup.index or "")
        if self.parties is not None and len(self.parties) <= FEW and index.is_file():
            with list_indexes(self.runner.root, self.lists) as indexes:
                if indexes:
                    return self._of_few(index, indexes, self.parties)
        return self._of_many(self.parties)

    def _mentions(self, parties: Sequence[int]) -> list[tuple[int, int]]:
        """The mentions of parties, each with its party."""
        rows = self.runner.ask(
            f"SELECT mention, party FROM {files_sql(self.lookup.parties)} "
            f"WHERE grade > {UNCERTAIN} AND party IN ({_listed(parties)}) ORDER BY ALL"
        )
        return [(mention, party) for mention, party in rows]

    def _of_few(
        self, index: Path, indexes: Sequence[ListIndex], parties: Sequence[int]
    ) -> list[Match]:
        said = said_by(index, parties)
        names = {name for own in said.values() for name in own.names.values()}
        found = names_alike(indexes, self.names, names)
        said = {  # most are on no list, and what their mentions say is not looked at
            party: own
            for party, own in said.items()
            if not found.keys().isdisjoint(own.names.values()) or self._is_numbered(indexes, own)
        }
        if not said:
            return []
        asked = self._asked(said)
        rows = [
            (*row[:4], name.words, name.script, *row[4:6], *entry[:7], entry[8])
            for row in asked
            if (name := said[row[0]].names.get((row[2], row[3])))
            for entry in found.get(name, ())
        ]
        ids = {party: own.numbers for party, own in said.items()}
        return [*self._few_by_number(indexes, asked), *self._by_name(rows, ids, indexes)]

    def _asked(self, said: Mapping[int, Said]) -> list[tuple[Any, ...]]:
        """Party, first mention, core, form, country, address and tax id of what mentions say."""
        party = {mention: party for party, own in said.items() for mention in own.mentions}
        first: dict[tuple[Any, ...], int] = {}
        for mention, *told in self.runner.ask(
            "SELECT mention, core, form, coalesce(country, ''), address, tax_id "
            f"FROM {files_sql(self.lookup.readings)} WHERE mention IN ({_listed(party)})"
        ):
            key = party[mention], *told
            first[key] = min(mention, first.get(key, mention))
        return sorted(
            ((one, mention, *told) for (one, *told), mention in first.items()),
            key=lambda row: row[:2],
        )

    def _is_numbered(self, indexes: Sequence[ListIndex], said: Said) -> bool:
        """Whether an entry has a number of a party."""
        return any(
            name in self.names
            for index in indexes
            for number in said.numbers
            for name, _ in index.numbered(number)
        )

    def _few_by_number(
        self, indexes: Sequence[ListIndex], asked: Sequence[Sequence[Any]]
    ) -> Iterator[Match]:
        first: dict[tuple[int, str, str], tuple[int, str]] = {}
        for row in asked:
            for name, entry in {e for index in indexes for e in index.numbered(row[6] or "")}:
                if name in self.names:
                    key = row[0], name, entry
                    first[key] = min(first.get(key, (row[1], row[6])), (row[1], row[6]))
        for (party, name, entry), (mention, tax_id) in sorted(first.items()):
            yield _numbered(party, mention, tax_id, name, entry)

    def _of_many(self, parties: Sequence[int] | None) -> list[Match]:
        runner = self.runner
        mentions = None if parties is None else self._mentions(parties)
        if mentions == []:
            return []
        with _tables(runner, name_steps(self.lookup, self.lists, mentions)):
            ids, wanted = scan(self.lists, "entry_ids"), ", ".join(map(literal, sorted(self.names)))
            numbered = [
                _numbered(*row) for row in runner.ask(_NUMBERED.format(ids=ids, lists=wanted))
            ]
            heard_words(runner.db)
            with _tables(runner, likely_steps()), TemporaryDirectory(prefix="ftg-") as work:
                compare_likely(runner.db, Path(work), read_settings())
                rows = runner.ask(_ALIKE)
            runner.db.execute("DROP TABLE word; DROP TABLE scored")
        return [*numbered, *self._by_name(rows, self._tax_ids({row[0] for row in rows}))]

    def _by_name(
        self,
        rows: Sequence[Sequence[Any]],
        ids: Mapping[int, frozenset[str]],
        indexes: Sequence[ListIndex] = (),
    ) -> Iterator[Match]:
        if not rows:
            return
        met = {(row[8], row[9]) for row in rows}
        if indexes:
            entries = Entries.indexed(indexes, met)
        else:
            entries = Entries.told(self.runner, self.lists, met)
        for row in rows:
            seen = _seen(row, ids.get(row[0], frozenset()))
            graded = grade(seen, entries.listed(*row[8:]))
            if graded.grade:
                self.cores[seen.mention] = (seen.words, seen.form)
                yield _match(seen, row, graded)

    def _tax_ids(self, parties: Collection[int]) -> dict[int, frozenset[str]]:
        if not parties:
            return {}
        rows = self.runner.ask(
            f"SELECT party, tax_ids FROM {files_sql(self.lookup.names)} "
            f"WHERE tax_ids IS NOT NULL AND party IN ({_listed(sorted(parties))})"
        )
        return {party: frozenset(ids) for party, ids in rows}

    def lowered(self, match: Match) -> Match:
        """A match that rests on a name which several known companies of the case have."""
        resting = match.rule in ("name and form", "like name and form", "whole name")
        own = self.cores.get(match.mention)
        if not resting or own is None or match.grade <= UNCERTAIN:
            return match
        if self.homonyms is None:
            self.homonyms = self._homonyms()
        if self.homonyms.get(own, 0) > 1:
            return replace(match, grade=UNCERTAIN, rule="name of several companies")
        return match

    def _homonyms(self) -> dict[tuple[str, str], int]:
        """How many companies with an identifier have the names that matches rest on."""
        index = self.runner.root / (self.lookup.index or "")
        if index.is_file():
            return companies_called(index, self.cores.values())
        words = ", ".join(sorted({literal(words) for words, _ in self.cores.values()}))
        rows = self.runner.ask(
            f"SELECT r.words, r.form, count(DISTINCT r.tax_id) FROM "
            f"{files_sql(self.lookup.readings)} AS r WHERE r.words IN ({words}) "
            "AND r.tax_id IS NOT NULL GROUP BY r.words, r.form"
        )
        return {(words, form): number for words, form, number in rows}


def _numbered(party: int, mention: int, tax_id: str, name: str, entry: str) -> Match:
    number = tax_id.rpartition(":")[2]
    return Match(party, name, entry, CERTAIN, "tax id", 1.0, mention, number, number)


def _seen(row: Sequence[Any], tax_ids: frozenset[str]) -> Seen:
    party, mention, core, form, words, script, country, address = row[:8]
    return Seen(party, mention, core, form, words, script, country, address, tax_ids)


def _match(seen: Seen, row: Sequence[Any], graded: Graded) -> Match:
    return Match(
        party=seen.party,
        list=row[8],
        entry=row[9],
        grade=graded.grade,
        rule=graded.rule,
        score=graded.score,
        mention=seen.mention,
        written=seen.core,
        listed_as=row[10],
        compared=graded.compared,
    )


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "NULL"


@contextmanager
def _tables(runner: Runner, steps: Iterable[Any]) -> Iterator[None]:
    """The tables of some steps, for as long as the block lasts."""
    made = []
    with lake_errors(runner.root):
        try:
            for step in steps:
                runner.db.execute(f"CREATE OR REPLACE TEMP TABLE {step.name} AS {step.sql}")
                made.append(step.name)
            yield
        finally:
            for name in made:
                runner.db.execute(f"DROP TABLE IF EXISTS {name}")


def _by_judgement(
    runner: Runner,
    lookup: Lookup,
    matches: list[Match],
    judged: Sequence[Judged],
    parties: Sequence[int] | None,
) -> list[Match]:
    """Matches as people decided: the newest decision on a party and an entry counts."""
    if not judged:
        return matches
    wanted = _listed(one.mention for one in judged)
    rows = runner.ask(
        f"SELECT mention, party FROM {files_sql(lookup.parties)} "
        f"WHERE grade > {UNCERTAIN} AND mention IN ({wanted})"
    )
    party: dict[int, int] = dict(rows)
    newest = {
        (party[one.mention], one.list, one.entry): one
        for one in judged
        if one.mention in party and (parties is None or party[one.mention] in parties)
    }
    kept = {(match.party, match.list, match.entry): match for match in matches}
    for key, one in newest.items():
        there = kept.pop(key, None)
        if one.decision != "different":
            level = CERTAIN if one.decision == "same" else UNCERTAIN
            blank = Match(*key, level, "judgement", 1.0, one.mention, "", "")
            kept[key] = replace(there or blank, grade=level, rule="judgement")
    return list(kept.values())
