"""Looking parties up without an index: the tables of names and readings read from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.facts.identifiers import possible_values
from followthegoods.facts.names import fold, split_form
from followthegoods.facts.sounds import script, skeleton
from followthegoods.facts.trade_words import canonical
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.parties.party import Lookup, Party


def scan_parties(runner: Runner, lookup: Lookup, text: str) -> list[Party]:
    """The parties that a text may mean; see `search.find_parties`."""
    for condition in (*_conditions(text, lookup), *_alike(runner, text, lookup)):
        found = _parties(runner, lookup, condition)
        if found:
            return found
    return []


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
    called = [digits] * bool(re.fullmatch(r"\d{6,20}", digits)) + sorted(possible_values(text))
    if called:
        written = ", ".join(literal(number.lstrip("0")) for number in called)
        bare = "ltrim(split_part(t, ':', -1), '0')"
        conditions.append(f"list_bool_or(list_transform(tax_ids, lambda t: {bare} IN ({written})))")
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
        names = canonical(core.split())
        key = f"key = {literal(' '.join(sorted(names)))}"
        began = " AND ".join(f"contains(' ' || words, {literal(f' {name}')})" for name in names)
        tests = [f"{whole} AND form = {literal(form)}", f"{key} AND form = {literal(form)}"]
        for test in tests * bool(form) + [whole, key, words, began]:
            named = f"SELECT mention FROM {readings} WHERE {test}"
            found = f"SELECT party FROM {parties} WHERE grade > 1 AND mention IN ({named})"
            alone = f"mention NOT IN (SELECT mention FROM {parties} WHERE grade = 1)"
            conditions += [f"party IN ({found} AND {alone})", f"party IN ({found})"]
    return conditions


_LIKELIEST = 50
"""Names that are compared word by word where no name is the one asked for."""


def _alike(runner: Runner, text: str, lookup: Lookup) -> Iterator[str]:
    """A condition that finds the parties whose names are like a text; none if nobody's is."""
    core, _ = split_form(text)
    asked = canonical(core.split())
    letters = "".join(asked)
    if len(letters) < 4:
        return
    sound = " ".join(sorted(map(skeleton, asked)))
    found = runner.ask(
        f"SELECT key, any_value(words), any_value(script) FROM {files_sql(lookup.readings)} "
        f"WHERE sound = {literal(sound)} OR jaro_winkler_similarity("
        f"replace(words, ' ', ''), {literal(letters)}) >= 0.8 GROUP BY key "
        f"ORDER BY max(jaro_winkler_similarity(replace(words, ' ', ''), {literal(letters)})) DESC, "
        f"key LIMIT {_LIKELIEST}"
    )
    letters_of = script(core)
    keys = [
        key
        for key, words, written in found
        if compare_names(asked, words.split(), two_scripts=written != letters_of).score >= LIKE
    ]
    if keys:
        listed = ", ".join(map(literal, keys))
        named = f"SELECT mention FROM {files_sql(lookup.readings)} WHERE key IN ({listed})"
        yield (
            f"party IN (SELECT party FROM {files_sql(lookup.parties)} "
            f"WHERE grade > 1 AND mention IN ({named}))"
        )


def _parties(runner: Runner, lookup: Lookup, condition: str) -> list[Party]:
    rows = runner.ask(
        "SELECT party, coalesce(name, ''), coalesce(tax_ids, []), country, personal, mentions, "
        f"lines FROM {files_sql(lookup.names)} WHERE {condition} ORDER BY lines DESC, party"
    )
    return [Party(r[0], r[1], tuple(r[2]), r[3], bool(r[4]), r[5], r[6]) for r in rows]


def scan_mentions(
    runner: Runner, lookup: Lookup, parties: list[Party]
) -> tuple[list[tuple[int, int]], list[str]]:
    """The mentions of parties, each with its best grade, and the cores of their names."""
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
    return [(m, g) for m, g in mentions], [text for (text,) in texts]
