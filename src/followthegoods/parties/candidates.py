"""Which names are worth comparing: those that share a rare word, a sound, a beginning or an end,
an address; or have a rare word a letter off.

Plain SQL over the distinct names of a case. Words of the trade tell nothing here: what is left of
a name without them is its `letters`. A block of more names than `LARGEST` tells nothing and is
left out, so that the pairs grow with the names and not with their square.
"""

from __future__ import annotations

from collections.abc import Iterable

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step
from followthegoods.facts.sounds import skeleton
from followthegoods.facts.trade_words import known_words

LARGEST, SLIPPED = 40, 12
RARE = 30
"""Names in a block at most, and in one of words a letter off; names that a word may stand in and
still be rare."""

_NAMES = """
SELECT key, min(words) AS words, min(script) AS script, min(sound) AS sound,
    (row_number() OVER (ORDER BY key))::INTEGER AS id
FROM family GROUP BY key"""

_WORDS = """
SELECT id, unnest(string_split(words, ' ')) AS word,
    unnest(range(length(words) - length(replace(words, ' ', '')) + 1)) AS place FROM name"""

_SOUNDS = "SELECT DISTINCT id, unnest(string_split(sound, ' ')) AS sound FROM name"

_COUNTS = "SELECT word, count(*) AS names FROM word GROUP BY word"

_LETTERS = """
SELECT n.*, coalesce(w.own, replace(n.words, ' ', '')) AS letters,
    coalesce(s.own, replace(n.sound, ' ', '')) AS sounds
FROM name AS n
LEFT JOIN (SELECT id, string_agg(word, '' ORDER BY place) AS own FROM word
    WHERE word NOT IN (SELECT word FROM trade) GROUP BY id) AS w USING (id)
LEFT JOIN (SELECT id, string_agg(sound, '' ORDER BY sound) AS own FROM sounded
    WHERE sound NOT IN (SELECT sound FROM trade) GROUP BY id) AS s USING (id)"""

_RARE = f"""
SELECT DISTINCT 'w' AS kind, word, id FROM word JOIN count USING (word)
WHERE names <= {RARE} AND length(word) >= 3
UNION ALL
SELECT 't', sound, id FROM (SELECT *, count(*) OVER (PARTITION BY sound) AS names FROM sounded)
WHERE names <= {RARE} AND length(sound) >= 3"""

_VARIANTS = """
SELECT hash(kind || word) AS word,
    hash('-' || kind || left(word, greatest(n - 1, 0)) || substr(word, n + 1)) AS variant
FROM (
    SELECT kind, word, unnest(range(length(word) + 1)) AS n
    FROM (SELECT DISTINCT kind, word FROM rare WHERE length(word) BETWEEN 5 AND 20)
    WHERE regexp_full_match(word, '[A-Z]+')
) WHERE n < 2 OR word[n] <> word[n - 1]"""
"""A word and what is left of it without any one letter: two words that a slip of the hand made of
one have one of these in common. Of two letters alike, one is left out."""

_SLIPS = """
SELECT word, variant FROM variant
WHERE variant IN (SELECT variant FROM variant GROUP BY variant HAVING count(*) > 1)"""

_BLOCKED = f"""
WITH told AS (SELECT hash(kind || word) AS word, id FROM rare)
SELECT hash('s' || sound) AS block, {LARGEST} AS most, id FROM name WHERE length(sound) >= 3
UNION ALL SELECT hash('b' || left(letters, 7)), {LARGEST}, id FROM letters
    WHERE length(letters) >= 8
UNION ALL SELECT hash('e' || right(letters, 7)), {LARGEST}, id FROM letters
    WHERE length(letters) >= 8
UNION ALL SELECT hash('h' || left(letters, 4)), {LARGEST}, id FROM letters WHERE length(letters) < 8
UNION ALL SELECT DISTINCT hash('a' || address), {LARGEST}, id FROM node JOIN name USING (key)
    WHERE own_address
UNION ALL SELECT word, {LARGEST}, id FROM told
UNION ALL SELECT DISTINCT variant, {SLIPPED}, id FROM told JOIN slip USING (word)"""
"""What a name may have in common with others, as a number: nothing but whether it is the same
matters. `most`: of how many names it tells."""

_PAIRS = """
SELECT DISTINCT a, b FROM (
    SELECT a, unnest(ids) AS b FROM (
        SELECT ids, unnest(ids) AS a FROM (
            SELECT list(id) AS ids FROM blocked GROUP BY block, most
            HAVING count(*) BETWEEN 2 AND most)))
WHERE a < b"""

_LIKELY = """
SELECT p.a, p.b, x.words AS words_a, y.words AS words_b, x.script <> y.script AS two_scripts
FROM pair AS p JOIN letters AS x ON x.id = p.a JOIN letters AS y ON y.id = p.b
WHERE x.sound = y.sound OR (x.sounds = y.sounds AND x.script <> y.script)
    OR CASE WHEN abs(length(x.letters) - length(y.letters))
            <= greatest(2, 0.25 * greatest(length(x.letters), length(y.letters)))
            AND jaro_similarity(x.letters, y.letters) >= 0.8
        THEN levenshtein(x.letters, y.letters)
            <= greatest(2, 0.25 * greatest(length(x.letters), length(y.letters))) END"""


def trade_step() -> Step:
    """The words of the trade, and their sounds."""
    rows = ", ".join(_row((word, skeleton(word))) for word in sorted(known_words()))
    sql = f"SELECT * FROM (VALUES {rows}) AS known (word, sound)"
    return Step("trade", sql, "table", "The words of the trade, and how they sound.")


def _row(values: Iterable[str]) -> str:
    return f"({', '.join(map(literal, values))})"


def candidate_steps() -> list[Step]:
    """The tables that end in `likely`: pairs of names with their canonical words.

    They read `family` (key, words, script, sound), `node` and `trade`: `name` numbers the names,
    `count` says in how many of them a word stands.
    """
    return [
        Step("name", _NAMES, "table", "The distinct names."),
        Step("word", _WORDS, "table", "Their words."),
        Step("sounded", _SOUNDS, "table", "How their words sound."),
        Step("count", _COUNTS, "table", "In how many names a word stands."),
        Step("letters", _LETTERS, "table", "Names without the words of the trade."),
        Step("rare", _RARE, "table", "Words and sounds that few names have."),
        Step("variant", _VARIANTS, "table", "Rare words, and without any one letter."),
        Step("slip", _SLIPS, "table", "What rare words have in common so."),
        Step("blocked", _BLOCKED, "table", "What each name may have in common with others."),
        Step("pair", _PAIRS, "table", "Names that share something rare."),
        Step("likely", _LIKELY, "table", "Those of them that look or sound alike."),
    ]
