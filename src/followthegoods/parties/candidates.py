"""Which names are worth comparing: those that share a rare word, a sound, a beginning or an end.

Plain SQL over the distinct names of a case. A block of more names than `LARGEST` tells nothing
and is left out, so that the pairs grow with the names and not with their square.
"""

from __future__ import annotations

from followthegoods.engine.plan import Step

LARGEST = 40
RARE = 30
"""Names in a block at most; names that a word may stand in and still be rare."""

_NAMES = """
SELECT key, min(words) AS words, min(script) AS script, min(sound) AS sound,
    replace(min(words), ' ', '') AS letters, (row_number() OVER (ORDER BY key))::INTEGER AS id
FROM family GROUP BY key"""

_WORDS = "SELECT id, unnest(string_split(words, ' ')) AS word FROM name"

_COUNTS = "SELECT word, count(*) AS names FROM word GROUP BY word"

_BLOCKED = f"""
SELECT DISTINCT 's' || sound AS block, id FROM name WHERE length(sound) >= 3
UNION ALL SELECT 'b' || left(letters, 7), id FROM name WHERE length(letters) >= 8
UNION ALL SELECT 'e' || right(letters, 7), id FROM name WHERE length(letters) >= 8
UNION ALL SELECT 'h' || left(letters, 4), id FROM name WHERE length(letters) < 8
UNION ALL
SELECT DISTINCT 'w' || word, id FROM word JOIN count USING (word)
WHERE names BETWEEN 2 AND {RARE} AND length(word) >= 3
UNION ALL
SELECT 't' || sound, id FROM (
    SELECT sound, id, count(*) OVER (PARTITION BY sound) AS names FROM (
        SELECT DISTINCT unnest(string_split(sound, ' ')) AS sound, id FROM name)
    WHERE length(sound) >= 3)
WHERE names BETWEEN 2 AND {RARE}"""

_PAIRS = f"""
SELECT DISTINCT a.id AS a, b.id AS b
FROM (SELECT * FROM blocked
    QUALIFY count(*) OVER (PARTITION BY block) BETWEEN 2 AND {LARGEST}) AS a
JOIN blocked AS b ON a.block = b.block AND a.id < b.id"""

_LIKELY = """
SELECT p.a, p.b, x.words AS words_a, y.words AS words_b, x.script <> y.script AS two_scripts
FROM pair AS p JOIN name AS x ON x.id = p.a JOIN name AS y ON y.id = p.b
WHERE x.sound = y.sound OR jaro_winkler_similarity(x.letters, y.letters) >= 0.86
    OR jaro_winkler_similarity(x.sound, y.sound) >= 0.9"""


def candidate_steps() -> list[Step]:
    """The tables that end in `likely`: pairs of names with their canonical words.

    They read `family` (key, words, script, sound): `name` numbers its names, `count` says in how
    many of them a word stands.
    """
    return [
        Step("name", _NAMES, "table", "The distinct names."),
        Step("word", _WORDS, "table", "Their words."),
        Step("count", _COUNTS, "table", "In how many names a word stands."),
        Step("blocked", _BLOCKED, "table", "What each name may have in common with others."),
        Step("pair", _PAIRS, "table", "Names that share something rare."),
        Step("likely", _LIKELY, "table", "Those of them that look or sound alike as wholes."),
    ]
