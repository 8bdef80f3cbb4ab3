"""What is handed on when parties are settled: grades, links, and the pairs a person should see."""

from __future__ import annotations

from followthegoods.engine.plan import Step
from followthegoods.parties.scorers import CERTAIN, PROBABLE, UNCERTAIN

MOST = 5
"""Companies that a party may be besides: the likeliest ones; more would say nothing."""

_CERTAIN_ROOT = """
SELECT DISTINCT party_a AS id FROM judged WHERE decision = 'same'
UNION SELECT DISTINCT party_b FROM judged WHERE decision = 'same'"""

_MOVED = f"""
SELECT f.mention, f.party AS own, coalesce(r.anchor, f.party) AS party,
    CASE WHEN f.grade = {UNCERTAIN} OR r.anchor IS NULL OR c.id IS NOT NULL THEN f.grade
        ELSE {PROBABLE} END AS grade,
    CASE WHEN f.grade = {UNCERTAIN} OR r.anchor IS NULL OR c.id IS NOT NULL THEN f.rule
        ELSE coalesce(k.rule, f.rule) END AS rule
FROM first AS f LEFT JOIN root AS r ON r.id = f.party
LEFT JOIN certain_root AS c ON c.id = f.party
LEFT JOIN (SELECT id, min(rule) AS rule FROM (
    SELECT a AS id, rule FROM kept UNION ALL SELECT b, rule FROM kept) GROUP BY id) AS k
ON k.id = f.party"""

_PERHAPS = f"""
SELECT * FROM (
    SELECT a, b, rule, score FROM perhaps UNION ALL SELECT b, a, rule, score FROM perhaps
) AS p WHERE a NOT IN (SELECT party FROM identified)
QUALIFY row_number() OVER (PARTITION BY a ORDER BY score DESC, b) <= {MOST}"""
"""A party without identifiers and those it may be; a tax id is never uncertain."""

_DECIDED = """
SELECT j.a, j.b, j.decision, coalesce(r.anchor, j.party_a) AS party_a,
    coalesce(s.anchor, j.party_b) AS party_b
FROM judged AS j LEFT JOIN root AS r ON r.id = j.party_a LEFT JOIN root AS s ON s.id = j.party_b
WHERE j.decision <> 'party'"""

_NOT_THAT = """
SELECT a AS mention, party_b AS party FROM decided WHERE decision = 'different'
UNION SELECT b, party_a FROM decided WHERE decision = 'different'"""

_PARTY = f"""
WITH rows AS (
    SELECT mention, party,
        CASE WHEN grade > 1 AND mention IN (SELECT unnest([a, b]) FROM judged
            WHERE decision = 'same') THEN {CERTAIN} ELSE grade END AS grade, rule FROM moved
    UNION ALL
    SELECT m.mention, coalesce(r.anchor, p.b), {UNCERTAIN}, p.rule
    FROM perhaps_of AS p JOIN moved AS m ON m.own = p.a AND m.grade > 1
    LEFT JOIN root AS r ON r.id = p.b
    UNION ALL
    SELECT m.mention, coalesce(r.anchor, f.party), {UNCERTAIN}, 'name without a legal form'
    FROM family AS f JOIN speaker AS s ON s.key = f.key AND s.form = '' AND f.form = ''
        AND s.country = f.country AND NOT s.known AND NOT f.known AND s.party <> f.party
    JOIN moved AS m ON m.own = s.party AND m.grade > 1
    LEFT JOIN root AS r ON r.id = f.party
)
SELECT mention, party, grade::INTEGER AS grade, rule FROM rows
WHERE (mention, party) NOT IN (SELECT (mention, party) FROM not_that) OR grade > 1
QUALIFY row_number() OVER (PARTITION BY mention, party ORDER BY grade DESC, rule) = 1"""

_LINK = f"""
SELECT mention AS a, party AS b, grade::INTEGER AS grade, rule, 1.0 AS score, '[]' AS words
FROM first WHERE mention <> party
UNION ALL
SELECT mention_a, mention_b, grade, rule, score, words FROM kept
UNION ALL
SELECT mention_a, mention_b, {UNCERTAIN}, rule, score, words FROM perhaps
UNION ALL
SELECT a, b, {CERTAIN}, 'judgement', 1.0, '[]' FROM judged WHERE decision = 'same'"""

_PAIR = """
SELECT least(x, y) AS a, greatest(x, y) AS b, min(mention_a) AS mention_a,
    min(mention_b) AS mention_b, arg_max(rule, (score, rule, words)) AS rule, max(score) AS score,
    max(reason) AS reason, arg_max(words, (score, rule, words)) AS words
FROM (
    SELECT coalesce(r.anchor, p.a) AS x, coalesce(s.anchor, p.b) AS y, mention_a, mention_b, rule,
        score, reason, words
    FROM perhaps AS p LEFT JOIN root AS r ON r.id = p.a LEFT JOIN root AS s ON s.id = p.b
    UNION ALL
    SELECT m.party, u.party, u.mention, u.own, u.rule, 1.0, '', '[]'
    FROM moved AS u JOIN moved AS m ON m.mention = u.mention AND m.grade > 1
    WHERE u.grade = 1
) AS p WHERE x <> y AND (x, y) NOT IN (SELECT (party_a, party_b) FROM decided)
    AND (y, x) NOT IN (SELECT (party_a, party_b) FROM decided)
GROUP BY ALL"""

_WORTH = """
SELECT p.party, sum(v.usd) AS usd, count(*)::BIGINT AS lines
FROM (SELECT mention, party FROM party WHERE grade > 1
    AND party IN (SELECT a FROM doubted UNION SELECT b FROM doubted)) AS p
JOIN (SELECT unnest(list_distinct([receiver, sender, holder, maker])) AS mention,
        coalesce(statistical_usd, cif_usd, fob_usd) AS usd FROM {lines}) AS v USING (mention)
GROUP BY p.party"""

_DOUBT = """
SELECT d.*, least(x.usd, y.usd) AS usd, least(coalesce(x.lines, 0), coalesce(y.lines, 0)) AS lines
FROM doubted AS d LEFT JOIN worth AS x ON x.party = d.a LEFT JOIN worth AS y ON y.party = d.b"""


def grade_steps(lines: str) -> list[Step]:
    """The tables `party`, `link` and `doubt`, from what keys gave and what likeness joined."""
    return [
        Step("certain_root", _CERTAIN_ROOT, "table", "Parties joined by a judgement."),
        Step("moved", _MOVED, "table", "Every mention with its last party."),
        Step("perhaps_of", _PERHAPS, "table", "Whom a party may be besides."),
        Step("decided", _DECIDED, "table", "Judgements, with the last parties of both."),
        Step("not_that", _NOT_THAT, "table", "Whom a judgement says a mention is not."),
        Step("party", _PARTY, "table", "Mention, party, grade, rule."),
        Step("link", _LINK, "table", "Two mentions, and why they are or may be one company."),
        Step("doubted", _PAIR, "table", "Pairs of parties that may be one."),
        Step("worth", _WORTH.format(lines=lines), "table", "What the lines of each are worth."),
        Step("doubt", _DOUBT, "table", "The doubtful pairs with the money that hangs on them."),
    ]
