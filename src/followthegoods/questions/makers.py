"""Makers that stand in goods texts, beside the one of the maker's own column.

A line counts under every maker it names. The column's stands first; where it is empty, the first
of the text does.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.engine.plan import files_sql


def named_sql(makers: Sequence[str], parties: Sequence[str]) -> str:
    """The parties that the goods texts of the lines in `found` name, a row a line."""
    return f"""SELECT line, list({{'party': party, 'grade': grade}} ORDER BY place, party)
        FILTER (grade > 1) AS named,
    list(party ORDER BY party) FILTER (grade = 1) AS perhaps
FROM (SELECT k.line, p.party, max(p.grade) AS grade, min(k.place) AS place
    FROM {files_sql(makers)} AS k JOIN {files_sql(parties)} AS p ON p.mention = k.mention
    WHERE k.line IN (SELECT line FROM found) GROUP BY k.line, p.party) AS g
GROUP BY line"""


NOBODY_IN_TEXT = """m.party AS maker_party, coalesce(m.grade, 3) AS maker_grade,
        m.perhaps AS maker_perhaps, NULL::STRUCT(party BIGINT, grade INTEGER)[] AS more_makers"""
"""The makers of a line, where no text of the case names any: that of the column."""

NAMED_IN_TEXT = """coalesce(m.party, n.named[1].party) AS maker_party,
        CASE WHEN m.party IS NOT NULL THEN m.grade ELSE coalesce(n.named[1].grade, 3) END
            AS maker_grade,
        list_filter(list_distinct(list_concat(m.perhaps, n.perhaps)), lambda other:
            other IS DISTINCT FROM m.party
            AND NOT list_contains(list_transform(coalesce(n.named, []), lambda x: x.party), other))
            AS maker_perhaps,
        list_filter(n.named, lambda other:
            other.party IS DISTINCT FROM coalesce(m.party, n.named[1].party)) AS more_makers"""
"""The same, with those of the text."""

MORE_MAKERS = (
    "list_transform(more_makers, lambda other: "
    "{'dimension': 'maker', 'key': CAST(other.party AS VARCHAR), 'link': other.grade})"
)
"""The further groups of a line by maker, for `figures.groups_sql`."""
