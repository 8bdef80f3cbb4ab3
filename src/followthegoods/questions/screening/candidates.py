"""Which names of parties are worth comparing with which names of entries.

Plain SQL. Two names meet where they share a key that depends on nothing but the two of them: a
sound, a beginning, an end, a word of their own. So adding a list, or a file, takes no match away.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.parties.search import Lookup
from followthegoods.reference.lists.tables import EDGE, HEAD, PART, SHORTEST
from followthegoods.reference.lists.views import Lists, scan

_ASKED = """SELECT p.party, min(r.mention) AS mention, r.core, r.form, r.words, r.sound, r.script,
    coalesce(r.country, '') AS country, r.address, r.tax_id
FROM {readings} AS r JOIN {parties} AS p ON p.mention = r.mention
WHERE (r.key <> '' OR r.tax_id IS NOT NULL){only} GROUP BY ALL"""

_NAMED = """SELECT words, sound, script, replace(words, ' ', '') AS letters,
    (row_number() OVER (ORDER BY words, sound, script))::INTEGER AS id
FROM (SELECT DISTINCT words, sound, script FROM asked WHERE words <> '')"""

_BLOCKS = f"""list_distinct(list_concat(
        list_transform(list_filter(string_split(sound, ' '), lambda h: length(h) > {SHORTEST}),
            lambda h: {{'block': 't' || h, 'word': ''}}),
        flatten(list_transform(
            list_filter(string_split(words, ' '), lambda w: length(w) >= {SHORTEST}),
            lambda w: [{{'block': 'w' || w, 'word': w}},
                {{'block': 'b' || left(w, {PART}), 'word': w}},
                {{'block': 'e' || right(w, {PART}), 'word': w}}])),
        [{{'block': 's' || sound, 'word': ''}},
            {{'block': CASE WHEN length(letters) < {HEAD * 2} THEN 'h' || left(letters, {HEAD})
                ELSE 'n' || left(letters, {EDGE}) END, 'word': ''}}]))"""
"""The keys of a party's name, as `reference.lists.tables.name_blocks` makes those of an entry's."""

_LISTED = """SELECT DISTINCT list, entry, name, quality, form, words, sound, script, nature, block,
    word FROM {keys} WHERE list IN ({lists}){found}"""

_CALLED = """SELECT words, sound, script, replace(words, ' ', '') AS letters,
    (row_number() OVER (ORDER BY words, sound, script))::INTEGER AS id
FROM (SELECT DISTINCT words, sound, script FROM listed)"""

WORDS_ALIKE, NAMES_ALIKE, SOUNDS_ALIKE = 0.9, 0.86, 0.9
"""How like (Jaro-Winkler) two words must be that begin or end alike, and two names, by letters or
by sound, to be compared in earnest."""

_LIKELY = f"""SELECT DISTINCT a.id AS a, b.id AS b
FROM (SELECT id, letters, sound, x.block AS block, x.word AS word
    FROM (SELECT id, letters, sound, unnest({_BLOCKS}) AS x FROM named) AS n) AS a
JOIN (SELECT DISTINCT c.id, c.letters, c.sound, l.block, l.word
    FROM called AS c JOIN listed AS l USING (words, sound, script)) AS b ON a.block = b.block
WHERE (left(a.block, 1) NOT IN ('b', 'e')
        OR jaro_winkler_similarity(a.word, b.word) >= {WORDS_ALIKE})
    AND (a.sound = b.sound OR jaro_winkler_similarity(a.letters, b.letters) >= {NAMES_ALIKE}
        OR jaro_winkler_similarity(a.sound, b.sound) >= {SOUNDS_ALIKE})"""

FEW = 1_000
"""Up to so many keys or mentions, files are read by them only."""


def asked_steps(lookup: Lookup, mentions: Sequence[tuple[int, int]] | None) -> list[Step]:
    """The tables `asked`, what the mentions of parties say, and `named`, their distinct names.

    `mentions`: those asked about, each with its party; None: all of the case.
    """
    only = ""
    parties = f"(SELECT mention, party FROM {files_sql(lookup.parties)} WHERE grade > 1)"
    if mentions is not None:
        rows = ", ".join(f"({mention}, {party})" for mention, party in mentions)
        parties = f"(SELECT * FROM (VALUES {rows}) AS v(mention, party))"
        if len(mentions) <= FEW:
            only = f" AND r.mention IN ({', '.join(str(mention) for mention, _ in mentions)})"
    asked = _ASKED.format(readings=files_sql(lookup.readings), parties=parties, only=only)
    return [
        Step("asked", asked, "table", "What the mentions of parties say."),
        Step("named", _NAMED, "table", "The distinct names of parties."),
    ]


BLOCKS = f"SELECT DISTINCT unnest({_BLOCKS}).block AS block FROM named ORDER BY block"
"""The keys of the names asked about."""


def listed_steps(lists: Lists, blocks: Sequence[str]) -> list[Step]:
    """The tables that end in `likely`: names in `named` beside those in `called`, by their ids.

    `blocks` are the keys of the names asked about; empty: of all names.
    """
    names = ", ".join(sorted({literal(version.list) for version in lists.versions})) or "NULL"
    found = ""
    if 0 < len(blocks) <= FEW:
        found = f" AND block IN ({', '.join(map(literal, blocks))})"
    listed = _LISTED.format(keys=scan(lists, "entry_keys"), lists=names, found=found)
    return [
        Step("listed", listed, "table", "The names of entries, by what they are found under."),
        Step("called", _CALLED, "table", "The distinct names of entries."),
        Step("likely", _LIKELY, "table", "Names that look or sound alike."),
    ]
