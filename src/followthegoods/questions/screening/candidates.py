"""Which names of parties are worth comparing with which names of entries.

Two names meet where they are written with the same letters, share the beginning or the sound of
the whole, or a word: written or sounding the same, or beginning or ending the same and like it.
Names with the same letters are alike. Names that sound the same are likely, and those that begin
the same and are written alike. Those that meet by a word are likely where they look or sound alike
as wholes, and what else they have is like the other's too, or may abbreviate it: most names that
share a word share nothing else. It depends on nothing but the two names, so adding a list, or a
file, takes no match away.

Many names are asked about in SQL, few in Python (`few`): by the same rules, with one result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from followthegoods.engine.duckdb import Connection, literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.facts.sounds import skeleton
from followthegoods.facts.trade_words import OWN_NAME, weight
from followthegoods.parties.search import Lookup
from followthegoods.reference.lists.index import ENTRY_NAME
from followthegoods.reference.lists.tables import EDGE, HEAD, PART, SHORTEST
from followthegoods.reference.lists.views import Lists, scan

WORDS_ALIKE, NAMES_ALIKE, SOUNDS_ALIKE = 0.9, 0.86, 0.9
"""How like (Jaro-Winkler) two words must be that begin or end alike, and two names, by letters or
by sound, to be compared in earnest."""

HEADS_ALIKE, RESTS_ALIKE = 0.94, 0.75
"""How like two names must be that begin alike, and what two names have beside a word that they
share: either of which may be written together, or in another order."""

SLIP, PER_SOUND = 6, 5
"""In how many features the rests of two names may differ: two letters exchanged for others change
six, and one more for every so many features there are."""

INITIALS = 2
"""By how many words a name is longer, at least, that the other may abbreviate by initials: in one
word of as many letters as it has words more, and one or two, for the last of them may be that of a
legal form."""

LONGEST = 40
"""Letters from which on words count as equally long."""

FEW = 1_000
"""Up to so many parties are asked about in Python."""

_LETTERS, _PAIRS = 13, 50
_PLACES = {letter: 1 << place for place, letter in enumerate("AFHKLMNPRSTV")}


@lru_cache(maxsize=100_000)
def features(sound: str) -> int:
    """The letters of a sound, and the pairs that stand side by side, as bits of one number."""
    bits = 0
    for letter in sound:
        bits |= _PLACES.get(letter, 1 << (_LETTERS - 1))
    for one, other in pairwise(sound):
        bits |= 1 << (_LETTERS + (ord(one) * 31 + ord(other) * 7) % _PAIRS)
    return bits


def is_own(word: str) -> bool:
    """Whether a canonical word is of a name alone, and no word of the trade."""
    return weight(word) >= OWN_NAME and len(word) >= SHORTEST


def asked_sql(lookup: Lookup, mentions: Sequence[tuple[int, int]] | None) -> str:
    """What the mentions of parties say, of `mentions` with their parties or of all of the case."""
    parties = f"(SELECT mention, party FROM {files_sql(lookup.parties)} WHERE grade > 1)"
    if mentions is not None:
        rows = ", ".join(f"({mention}, {party})" for mention, party in mentions)
        parties = f"(SELECT * FROM (VALUES {rows}) AS v(mention, party))"
    return _ASKED.format(readings=files_sql(lookup.readings), parties=parties)


_ASKED = """SELECT p.party, min(r.mention) AS mention, r.core, r.form, r.words, r.sound, r.script,
    coalesce(r.country, '') AS country, r.address, r.tax_id
FROM {readings} AS r JOIN {parties} AS p ON p.mention = r.mention
WHERE r.key <> '' OR r.tax_id IS NOT NULL GROUP BY ALL"""

_DISTINCT = f"""SELECT *, CASE WHEN length(letters) < {HEAD * 2} THEN 'h' || left(letters, {HEAD})
        ELSE 'n' || left(letters, {EDGE}) END AS head,
    (row_number() OVER (ORDER BY words, sound, script))::INTEGER AS id
FROM (SELECT DISTINCT words, sound, script, replace(words, ' ', '') AS letters
    FROM {{names}} WHERE words <> '') AS d"""

_WORDS = "SELECT DISTINCT id, unnest(string_split(words, ' ')) AS word FROM {names}"

_RESTS = f"""SELECT *, {SLIP} + bit_count(own_rest) // {PER_SOUND} AS most_own,
    {SLIP} + bit_count(rest) // {PER_SOUND} AS most
FROM (
    SELECT x.id, x.n,
        coalesce(bit_or(y.features) FILTER (y.own AND y.n <> x.n), 0::UBIGINT) AS own_rest,
        coalesce(bit_or(y.features) FILTER (y.n <> x.n), 0::UBIGINT) AS rest,
        coalesce(bit_or(1::BIGINT << least(length(y.word), {LONGEST})::BIGINT)
            FILTER (y.n <> x.n), 0) AS lengths,
        count(*) FILTER (y.n <> x.n) AS others
    FROM (SELECT id, n FROM {{words}} WHERE length(word) >= {SHORTEST} AND (own OR {{every}})) AS x
    JOIN {{words}} AS y USING (id) GROUP BY ALL
) AS r"""
"""The words of names, each with what is heard in the other words: in all, and in those of the
name's own."""

_OWN = """SELECT id, coalesce(string_agg(word, ' ' ORDER BY word) FILTER (own), '') AS own,
    coalesce(string_agg(sound, ' ' ORDER BY sound) FILTER (own), '') AS own_sound
FROM {words} GROUP BY id"""
"""The own words of names, and how they sound."""

_KIN = f"""SELECT DISTINCT a, b FROM (
    SELECT n AS a, n AS b FROM said JOIN kept USING (n)
    UNION ALL SELECT a.n, b.n FROM said AS a JOIN kept AS b ON a.sound = b.sound
        WHERE length(a.sound) > {SHORTEST}
    UNION ALL SELECT a.n, b.n
        FROM said AS a JOIN kept AS b ON left(a.word, {PART}) = left(b.word, {PART})
        WHERE length(b.word) > {PART} AND jaro_winkler_similarity(a.word, b.word) >= {WORDS_ALIKE}
    UNION ALL SELECT a.n, b.n
        FROM said AS a JOIN kept AS b ON right(a.word, {PART}) = right(b.word, {PART})
        WHERE length(b.word) > {PART} AND jaro_winkler_similarity(a.word, b.word) >= {WORDS_ALIKE}
) AS k"""


def _abbreviates(short: str, spelt: str) -> str:
    """Whether a word of one name may be the initials of what the other has more."""
    more = f"({spelt}.others - {short}.others)"
    shift = f"greatest(0, least({more}, {LONGEST}))"
    return f"({more} >= {INITIALS} AND ({short}.lengths & (6::BIGINT << {shift})) <> 0)"


_MET = f"""SELECT n.id AS a, c.id AS b, n.n AS word_a, c.n AS word_b,
    {_abbreviates("n", "c")} OR {_abbreviates("c", "n")} AS abbreviated
FROM named_rest AS n JOIN kin AS k ON k.a = n.n JOIN called_rest AS c ON c.n = k.b
WHERE bit_count(xor(n.own_rest, c.own_rest)) <= n.most_own
    OR bit_count(xor(n.rest, c.rest)) <= n.most
    OR (abs(n.others - c.others) >= {INITIALS}
        AND ({_abbreviates("n", "c")} OR {_abbreviates("c", "n")}))"""


def _less(words: str, word: str) -> str:
    """The letters of some words without those of one word."""
    return f"replace(replace(' ' || {words} || ' ', ' ' || {word} || ' ', ' '), ' ', '')"


_LIKELY = f"""WITH met AS MATERIALIZED ({_MET}),
whole AS MATERIALIZED (
    SELECT m.*, n.words AS words_a, c.words AS words_b, n.script <> c.script AS two_scripts
    FROM met AS m JOIN named AS n ON n.id = m.a JOIN called AS c ON c.id = m.b
    WHERE jaro_winkler_similarity(n.letters, c.letters) >= {NAMES_ALIKE}
        OR jaro_winkler_similarity(n.sound, c.sound) >= {SOUNDS_ALIKE}
),
rests AS (
    SELECT m.*, {_less("n.own", "x.word")} AS own_a, {_less("c.own", "y.word")} AS own_b,
        {_less("n.own_sound", "x.sound")} AS sound_a, {_less("c.own_sound", "y.sound")} AS sound_b,
        {_less("words_a", "x.word")} AS rest_a, {_less("words_b", "y.word")} AS rest_b
    FROM whole AS m JOIN word AS x ON x.n = m.word_a JOIN word AS y ON y.n = m.word_b
    JOIN named_own AS n ON n.id = m.a JOIN called_own AS c ON c.id = m.b
)
SELECT a, b, words_a, words_b, two_scripts FROM rests
WHERE abbreviated OR own_a = own_b OR sound_a = sound_b
    OR jaro_winkler_similarity(own_a, own_b) >= {RESTS_ALIKE}
    OR jaro_winkler_similarity(rest_a, rest_b) >= {RESTS_ALIKE}
    OR (two_scripts AND jaro_winkler_similarity(sound_a, sound_b) >= {RESTS_ALIKE})
UNION SELECT n.id, c.id, n.words, c.words, n.script <> c.script
FROM named AS n JOIN called AS c ON n.sound = c.sound WHERE length(c.sound) >= {SHORTEST}
UNION SELECT n.id, c.id, n.words, c.words, n.script <> c.script
FROM named AS n JOIN called AS c ON n.head = c.head
WHERE jaro_winkler_similarity(n.letters, c.letters) >= {HEADS_ALIKE}"""


def name_steps(
    lookup: Lookup, lists: Lists, mentions: Sequence[tuple[int, int]] | None
) -> list[Step]:
    """The tables of names of parties (`asked`, distinct in `named`) and of entries (`listed`,
    `called`), with the words of each. `mentions`: those asked about, each with its party; None:
    all of the case."""
    names = ", ".join(sorted({literal(version.list) for version in lists.versions})) or "NULL"
    listed = (
        f"SELECT DISTINCT {ENTRY_NAME}, core FROM {scan(lists, 'entry_keys')} "
        f"WHERE list IN ({names}) AND words <> ''"
    )
    return [
        Step("asked", asked_sql(lookup, mentions), "table", "What the mentions of parties say."),
        Step("named", _DISTINCT.format(names="asked"), "table", "The distinct names of parties."),
        Step("listed", listed, "table", "The names of entries."),
        Step("called", _DISTINCT.format(names="listed"), "table", "The distinct names of entries."),
        Step("named_word", _WORDS.format(names="named"), "table", "The words of parties' names."),
        Step("called_word", _WORDS.format(names="called"), "table", "The words of entries' names."),
    ]


def heard_words(db: Connection) -> None:
    """Make the table `word`: every word of a name, whether it is its own, how it sounds."""
    found = db.execute("SELECT word FROM named_word UNION SELECT word FROM called_word").fetchall()
    db.execute(
        "CREATE OR REPLACE TEMP TABLE word "
        "(n INTEGER, word VARCHAR, own BOOLEAN, sound VARCHAR, features UBIGINT)"
    )
    for columns in _columns(word for (word,) in found):
        db.execute(
            "INSERT INTO word SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), "
            "unnest(?::BOOLEAN[]), unnest(?::VARCHAR[]), unnest(?::UBIGINT[])",
            columns,
        )


_BATCH = 50_000


def _columns(words: Iterable[str]) -> Iterator[list[list[Any]]]:
    every = list(words)
    for at in range(0, len(every), _BATCH):
        batch = every[at : at + _BATCH]
        sounds = [skeleton(word) for word in batch]
        places = list(range(at, at + len(batch)))
        yield [places, batch, list(map(is_own, batch)), sounds, list(map(features, sounds))]


def likely_steps() -> list[Step]:
    """The tables that end in `likely`: names in `named` beside those in `called`, by their ids,
    with their words. They read the tables of `name_steps` and `word`."""
    heard = "(SELECT * FROM {side}_word JOIN word USING (word))"
    sides = (("named", "true"), ("called", "false"))
    said = f"SELECT * FROM word WHERE length(word) >= {SHORTEST} AND word IN (SELECT word FROM "
    return [
        Step("said", f"{said}named_word)", "table", "Distinct words of parties' names."),
        Step("kept", f"{said}called_word) AND own", "table", "Own words of entries' names."),
        Step("kin", _KIN, "table", "Words that sound, begin or end alike."),
        *(
            Step(
                f"{side}_rest",
                _RESTS.format(words=heard.format(side=side), every=every),
                "table",
                "Words, with what else is heard in their names.",
            )
            for side, every in sides
        ),
        *(
            Step(
                f"{side}_own",
                _OWN.format(words=heard.format(side=side)),
                "table",
                "What is a name's own.",
            )
            for side, _ in sides
        ),
        Step("likely", _LIKELY, "table", "Names that look or sound alike."),
    ]
