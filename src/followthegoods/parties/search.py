"""Who is meant: a party by its id, a tax id, or its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.errors import AmbiguousParty, NoSuchParty
from followthegoods.facts.names import fold, split_form


@dataclass(frozen=True)
class Party:
    """One party as the lake knows it."""

    party: int
    name: str
    tax_ids: tuple[str, ...]
    country: str | None
    personal: bool
    mentions: int
    lines: int

    @property
    def id(self) -> str:
        return party_id(self.party)


def party_id(party: int) -> str:
    """A party's id as people see it: `p` and the anchor mention in hexadecimal."""
    return f"p{party:x}"


@dataclass(frozen=True)
class Lookup:
    """The files a search reads."""

    names: list[str]
    parties: list[str]
    readings: list[str]
    mentions: list[str]


def find_parties(runner: Runner, lookup: Lookup, text: str) -> list[Party]:
    """The parties a text may mean: by id, else tax id, else whole name, else words of a name.

    The first of these that finds anybody decides; a name that may be several companies' is found
    where no other is. Words are found by how they begin. Most lines first.
    """
    for condition in _conditions(text, lookup):
        found = _parties(runner, lookup, condition)
        if found:
            return found
    return []


def one_party(runner: Runner, lookup: Lookup, text: str) -> Party:
    """The one party a text means. Raises `NoSuchParty` or `AmbiguousParty` with the candidates."""
    found = find_parties(runner, lookup, text)
    if not found:
        raise NoSuchParty(
            f"Nobody in the case answers to {text!r}.",
            do="Try a tax id, or fewer words of the name as the records write it.",
        )
    if len(found) > 1:
        shown = "; ".join(_describe(party) for party in found[:8])
        more = f"; and {len(found) - 8} more" if len(found) > 8 else ""
        raise AmbiguousParty(
            f"{len(found)} parties answer to {text!r}: {shown}{more}.",
            do="Name one by its id or its tax id, or several one after the other.",
        )
    return found[0]


def _describe(party: Party) -> str:
    ids = ", ".join(key.rsplit(":", 1)[-1] for key in party.tax_ids)
    return f"{party.id} {party.name}{f' ({ids})' if ids else ''}, {party.lines:,} lines"


def _conditions(text: str, lookup: Lookup) -> list[str]:
    text = text.strip()
    parties, readings = files_sql(lookup.parties), files_sql(lookup.readings)
    conditions = []
    if re.fullmatch(r"p[0-9a-f]{1,16}", text):
        mention = int(text[1:], 16)
        conditions.append(
            f"party IN (SELECT party FROM {parties} WHERE mention = {mention} AND grade > 1)"
        )
    digits = re.sub(r"[\s-]", "", text.rsplit(":", 1)[-1])
    if re.fullmatch(r"\d{6,20}", digits):
        written = literal(digits.lstrip("0"))
        bare = "ltrim(split_part(t, ':', -1), '0')"
        conditions.append(f"list_bool_or(list_transform(tax_ids, lambda t: {bare} = {written}))")
        conditions.append(
            f"party IN (SELECT p.party FROM {parties} AS p JOIN {readings} AS r USING (mention) "
            f"WHERE r.weak_id = {literal(digits)} AND p.grade > 1)"
        )
    core, form = split_form(text)
    if core:
        words = " AND ".join(
            f"contains(' ' || core, {literal(f' {word}')})" for word in fold(core).split()
        )
        whole = f"core = {literal(core)}"
        for test in [f"{whole} AND form = {literal(form)}"] * bool(form) + [whole, words]:
            named = f"SELECT mention FROM {readings} WHERE {test}"
            found = f"SELECT party FROM {parties} WHERE grade > 1 AND mention IN ({named})"
            alone = f"mention NOT IN (SELECT mention FROM {parties} WHERE grade = 1)"
            conditions += [f"party IN ({found} AND {alone})", f"party IN ({found})"]
    return conditions


def _parties(runner: Runner, lookup: Lookup, condition: str) -> list[Party]:
    rows = runner.ask(
        "SELECT party, coalesce(name, ''), coalesce(tax_ids, []), country, personal, mentions, "
        f"lines FROM {files_sql(lookup.names)} WHERE {condition} ORDER BY lines DESC, party"
    )
    return [Party(r[0], r[1], tuple(r[2]), r[3], bool(r[4]), r[5], r[6]) for r in rows]


def mentions_of(
    runner: Runner, lookup: Lookup, parties: list[Party]
) -> tuple[list[tuple[int, int]], list[str]]:
    """A subject's mentions with their grade, and the texts that would show it in a refused row.

    The texts are its tax ids, with and without leading zeros, and the cores of its names, folded.
    """
    wanted = ", ".join(str(party.party) for party in parties)
    mentions = runner.ask(
        f"SELECT mention, max(grade) FROM {files_sql(lookup.parties)} "
        f"WHERE party IN ({wanted}) GROUP BY mention ORDER BY mention"
    )
    texts = runner.ask(
        f"SELECT DISTINCT core FROM {files_sql(lookup.readings)} WHERE length(core) >= 3 AND "
        f"mention IN (SELECT mention FROM {files_sql(lookup.parties)} "
        f"WHERE party IN ({wanted}) AND grade > 1) ORDER BY core"
    )
    ids = [key.rsplit(":", 1)[-1] for party in parties for key in party.tax_ids]
    ids += [number.lstrip("0") for number in ids if number.startswith("0")]
    return [(m, g) for m, g in mentions], [*ids, *(text for (text,) in texts)]
