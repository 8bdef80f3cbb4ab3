"""Lines without a number, beside another source's lines of the same goods.

A vendor may leave the declaration's number out. Then nothing shows which of its lines are those of
another vendor's file; but a line of the same company, direction, day, code, value and goods text
is, most likely, the same line. Lines whose goods texts differ are different lines. Within one
source as many count as there are. Across sources as many count as the one that has most: the rest
may be repeats, and are in the ceiling only.
"""

from __future__ import annotations

_ALIKE = "subject_party, direction, registered, code, usd, kg, goods"

KEYLESS = f"""WITH told AS (
        SELECT v.line, v.source, v.content, v.release, v.subject_party, v.direction, v.registered,
            left(v.hs, 6) AS code, coalesce(v.usd, 0) AS usd,
            CASE WHEN v.usd IS NULL THEN v.net_kg ELSE 0 END AS kg,
            upper(coalesce(v.goods, '')) AS goods,
            coalesce(f.versions_of, v.line) AS one
        FROM valued AS v LEFT JOIN fated AS f ON f.line = v.line
        WHERE coalesce(f.fate, 'stands') IN ('stands', 'conflict') AND v.grade > 1
            AND v.release <> 'not_released' AND v.subject_party IS NOT NULL
            AND v.registered IS NOT NULL AND v.hs IS NOT NULL
            AND (v.usd IS NOT NULL OR v.net_kg <> 0)
    ), doubtful AS (
        SELECT DISTINCT {_ALIKE} FROM told WHERE content IS NOT NULL
    ), held AS (
        SELECT {_ALIKE}, source, count(DISTINCT one) AS lines,
            count(DISTINCT one) FILTER (content IS NULL) AS keyed,
            count(DISTINCT one) FILTER (release = 'released') AS sure, min(content) AS least
        FROM told JOIN doubtful USING ({_ALIKE})
        GROUP BY {_ALIKE}, source
    ), elsewhere AS (
        SELECT {_ALIKE}, a.source AS source, a.keyed AS keyed,
            max(CASE WHEN b.lines > a.lines OR (b.lines = a.lines AND (b.sure > a.sure
                OR (b.sure = a.sure AND b.least < a.least))) THEN b.lines ELSE b.keyed END) AS lines
        FROM held AS a JOIN held AS b USING ({_ALIKE})
        WHERE a.source <> b.source AND a.lines > a.keyed
        GROUP BY {_ALIKE}, a.source, a.keyed
    ), numbered AS (
        SELECT {_ALIKE}, source, line,
            row_number() OVER (PARTITION BY {_ALIKE}, source ORDER BY content, line) AS copy
        FROM told WHERE content IS NOT NULL
    )
    SELECT n.line FROM numbered AS n JOIN elsewhere AS e USING ({_ALIKE}, source)
    WHERE n.copy <= e.lines - e.keyed"""
"""The lines without a key that another source may hold as well. Where two sources have as many,
those with a release date count, else the contents of the lines decide: never the order of loading.
"""
