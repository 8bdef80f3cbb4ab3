"""Parties of the records held against entries of lists: by number, by name and place, by judgement.

An identifier whose checksum holds is certain. Names, legal forms, countries and addresses are
compared by the scorers that link parties. One party is asked as all are, so that it makes no
difference whom a screening is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from followthegoods.engine.duckdb import lake_errors, literal
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.model.screening import Judged, Match
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.parties.scorers import CERTAIN, UNCERTAIN
from followthegoods.parties.search import Lookup
from followthegoods.questions.screening.candidates import BLOCKS, asked_steps, listed_steps
from followthegoods.questions.screening.grading import Graded, Listed, Seen, grade
from followthegoods.reference.lists.views import Lists, scan

MATCHER = "matcher-1"
"""This way of matching, frozen under a name that stands in every screening."""

_ALIKE = """SELECT DISTINCT a.party, a.mention, a.core, a.form, a.words, a.script, a.country,
    a.address, l.list, l.entry, l.name, l.quality, l.nature, l.form, l.words, l.script
FROM scored AS s JOIN named AS n ON n.id = s.a JOIN called AS c ON c.id = s.b
JOIN asked AS a ON a.words = n.words AND a.sound = n.sound AND a.script = n.script
JOIN listed AS l ON l.words = c.words AND l.sound = c.sound AND l.script = c.script"""

_NUMBERED = """SELECT a.party, min(a.mention), any_value(a.tax_id), i.list, i.entry
FROM asked AS a JOIN {ids} AS i ON i.id_key = a.tax_id AND i.valid
WHERE i.list IN ({lists}) GROUP BY a.party, i.list, i.entry ORDER BY ALL"""


def find_matches(
    runner: Runner,
    lookup: Lookup,
    lists: Lists,
    parties: Sequence[int] | None = None,
    judged: Sequence[Judged] = (),
) -> list[Match]:
    """The matches of some parties, or of all: each party and entry once, the surest first."""
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
    kept = _by_judgement(runner, lookup, kept, judged)
    return sorted(kept, key=lambda m: (-m.grade, -m.score, m.party, m.list, m.entry))


def _order(match: Match) -> tuple[Any, ...]:
    return -match.grade, -match.score, match.rule, match.mention, match.listed_as


class _Found:
    """One look for matches: what the tables hold, fetched as far as names meet."""

    def __init__(
        self, runner: Runner, lookup: Lookup, lists: Lists, parties: Sequence[int] | None
    ) -> None:
        self.runner, self.lookup, self.lists, self.parties = runner, lookup, lists, parties
        self.names = ", ".join(sorted({literal(version.list) for version in lists.versions}))
        self.homonyms: dict[tuple[str, str], int] | None = None
        self.cores: dict[int, tuple[str, str]] = {}

    def matches(self) -> list[Match]:
        """All matches, a party and an entry perhaps by several names; the tables are dropped."""
        with _tables(self.runner, asked_steps(self.lookup, self._mentions())):
            numbered = list(self._by_number())
            blocks = []
            if self.parties is not None:
                blocks = [block for (block,) in self.runner.ask(BLOCKS)]
            with _tables(self.runner, listed_steps(self.lists, blocks)):
                rows = self.runner.ask(_ALIKE) if self._score() else []
        return [*numbered, *self._by_name(rows)]

    def _mentions(self) -> list[tuple[int, int]] | None:
        if self.parties is None:
            return None
        rows = self.runner.ask(
            f"SELECT mention, party FROM {files_sql(self.lookup.parties)} "
            f"WHERE grade > 1 AND party IN ({_listed(self.parties)}) ORDER BY ALL"
        )
        return [(mention, party) for mention, party in rows]

    def _by_number(self) -> Iterator[Match]:
        ids = scan(self.lists, "entry_ids")
        for party, mention, tax_id, name, entry in self.runner.ask(
            _NUMBERED.format(ids=ids, lists=self.names)
        ):
            number = tax_id.rpartition(":")[2]
            yield Match(party, name, entry, CERTAIN, "tax id", 1.0, mention, number, number)

    def _by_name(self, rows: Sequence[Sequence[Any]]) -> Iterator[Match]:
        if not rows:
            return
        entries = _Entries(self.runner, self.lists, {(row[8], row[9]) for row in rows})
        ids = self._tax_ids({row[0] for row in rows})
        for row in rows:
            seen = _seen(row, ids.get(row[0], frozenset()))
            graded = grade(seen, entries.listed(*row[8:]))
            if graded.grade:
                self.cores[seen.mention] = (seen.words, seen.form)
                yield _match(seen, row, graded)

    def _score(self) -> bool:
        """Compare the likely names; whether any are alike."""
        db = self.runner.db
        db.execute("CREATE OR REPLACE TEMP TABLE scored (a INTEGER, b INTEGER)")
        likely = self.runner.ask(
            "SELECT p.a, p.b, x.words, y.words, x.script <> y.script FROM likely AS p "
            "JOIN named AS x ON x.id = p.a JOIN called AS y ON y.id = p.b"
        )
        alike = [
            (a, b)
            for a, b, one, other, two_scripts in likely
            if one == other
            or compare_names(one.split(), other.split(), two_scripts=two_scripts).score >= LIKE
        ]
        if alike:
            columns = [list(column) for column in zip(*alike, strict=True)]
            db.execute(
                "INSERT INTO scored SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[])", columns
            )
        return bool(alike)

    def _tax_ids(self, parties: set[int]) -> dict[int, frozenset[str]]:
        if not parties:
            return {}
        rows = self.runner.ask(
            f"SELECT party, tax_ids FROM {files_sql(self.lookup.names)} "
            f"WHERE tax_ids IS NOT NULL AND party IN ({_listed(sorted(parties))})"
        )
        return {party: frozenset(ids) for party, ids in rows}

    def lowered(self, match: Match) -> Match:
        """A match that rests on a name which several known companies of the case have."""
        resting = match.rule in ("name and form", "like name and form", "whole name and country")
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
        words = ", ".join(sorted({literal(words) for words, _ in self.cores.values()}))
        rows = self.runner.ask(
            f"SELECT r.words, r.form, count(DISTINCT r.tax_id) FROM "
            f"{files_sql(self.lookup.readings)} AS r WHERE r.words IN ({words}) "
            "AND r.tax_id IS NOT NULL GROUP BY r.words, r.form"
        )
        return {(words, form): number for words, form, number in rows}


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


class _Entries:
    """Countries, addresses and numbers of the entries that names have met."""

    def __init__(self, runner: Runner, lists: Lists, entries: set[tuple[str, str]]) -> None:
        only = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in sorted(entries))
        where = f"WHERE (list, entry) IN ({only})" if entries else "WHERE false"
        self.countries: dict[tuple[str, str], set[str]] = {}
        self.addresses: dict[tuple[str, str], set[str]] = {}
        self.ids: dict[tuple[str, str], set[str]] = {}
        for name, entry, countries in runner.ask(
            f"SELECT list, entry, countries FROM {scan(lists, 'entries')} {where}"
        ):
            self.countries.setdefault((name, entry), set()).update(countries)
        places = scan(lists, "entry_addresses")
        for name, entry, key, country in runner.ask(
            f"SELECT list, entry, address_key, country FROM {places} {where}"
        ):
            self.addresses.setdefault((name, entry), set()).add(key)
            if country:
                self.countries.setdefault((name, entry), set()).add(country)
        for name, entry, key in runner.ask(
            f"SELECT list, entry, id_key FROM {scan(lists, 'entry_ids')} {where} AND valid"
        ):
            self.ids.setdefault((name, entry), set()).add(key)

    def listed(
        self,
        name: str,
        entry: str,
        text: str,
        quality: str,
        nature: str,
        form: str,
        words: str,
        script: str,
    ) -> Listed:
        key = name, entry
        return Listed(
            list=name,
            entry=entry,
            name=text,
            quality=quality,
            nature=nature,
            core=text,
            form=form,
            words=words,
            script=script,
            countries=frozenset(self.countries.get(key, ())),
            addresses=tuple(sorted(self.addresses.get(key, ()))),
            tax_ids=frozenset(self.ids.get(key, ())),
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
    runner: Runner, lookup: Lookup, matches: list[Match], judged: Sequence[Judged]
) -> list[Match]:
    """Matches as people decided: the newest decision on a party and an entry counts."""
    if not judged:
        return matches
    wanted = _listed(one.mention for one in judged)
    rows = runner.ask(
        f"SELECT mention, party FROM {files_sql(lookup.parties)} "
        f"WHERE grade > 1 AND mention IN ({wanted})"
    )
    party: dict[int, int] = dict(rows)
    kept = {(match.party, match.list, match.entry): match for match in matches}
    for one in judged:
        key = party.get(one.mention, -1), one.list, one.entry
        there = kept.pop(key, None)
        if one.decision == "different" or key[0] < 0:
            continue
        level = CERTAIN if one.decision == "same" else UNCERTAIN
        blank = Match(*key, level, "judgement", 1.0, one.mention, "", "")
        kept[key] = replace(there or blank, grade=level, rule="judgement")
    return list(kept.values())
