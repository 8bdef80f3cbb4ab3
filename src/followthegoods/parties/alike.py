"""Parties by keys become parties by likeness: likely names compared, ruled on, joined, graded.

Reads the tables of `clusters.key_steps`; makes `party` (mention, party, grade, rule), `link` (two
mentions and why they are one, or may be) and `doubt` (what a person should look at).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine.duckdb import Connection
from followthegoods.facts.names import compare_forms, form_countries
from followthegoods.facts.trade_words import OWN_NAME
from followthegoods.parties.candidates import candidate_steps
from followthegoods.parties.comparing import compare_likely
from followthegoods.parties.doubts import grade_steps
from followthegoods.parties.joining import Company, Joined, Link, join
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.parties.parting import Judged, part_judged
from followthegoods.parties.scorers import (
    CLOSE_NAME,
    PROBABLE,
    SAME_NAME,
    TELLING,
    UNCERTAIN,
    Compared,
    Name,
    compare_countries,
    decide,
)

FAMILY = """
SELECT n.key, n.form, n.country, f.party, min(n.words) AS words, min(n.script) AS script,
    min(n.sound) AS sound, min(n.mention) AS mention, sum(n.lines)::BIGINT AS lines,
    bool_or(n.tax_id IS NOT NULL) OR f.party IN (SELECT party FROM identified) AS known
FROM first AS f JOIN node AS n USING (mention)
WHERE f.grade > 1 AND n.key <> '' GROUP BY n.key, n.form, n.country, f.party"""

_SPEAKER = """
SELECT f.*, n.id, count(*) FILTER (known) OVER (PARTITION BY key, form, country) AS homonyms
FROM family AS f JOIN (SELECT key, id FROM name) AS n USING (key)
QUALIFY row_number() OVER (PARTITION BY key, form, country, known
    ORDER BY lines DESC, party) <= CASE WHEN known THEN 3 WHEN form = '' THEN 5 ELSE 1 END"""
"""Of a name, form and country: its companies with an identifier, and the one best known without;
where no form is stated, which by itself makes no two mentions one, a few of those."""

_UNSPACED = f"""
INSERT INTO scored
WITH spelt AS (
    SELECT DISTINCT id, replace(core, ' ', '') AS letters FROM node JOIN name USING (key)
    WHERE length(core) >= 8)
SELECT a.id, b.id, 1.0, {OWN_NAME}, false, min(json_array(json_array(
    a.letters, b.letters, 1.0, {OWN_NAME}))::VARCHAR)
FROM spelt AS a JOIN spelt AS b ON a.letters = b.letters AND a.id < b.id
LEFT JOIN scored AS s ON s.a = a.id AND s.b = b.id AND s.score >= {SAME_NAME}
WHERE s.a IS NULL GROUP BY a.id, b.id"""
"""Names of the same letters, written with spaces and without."""

_BESIDES = f"""
INSERT INTO scored
WITH other AS (SELECT DISTINCT id, b.core FROM besides AS b JOIN node USING (mention)
    JOIN name USING (key) WHERE b.core <> ''),
own AS (SELECT DISTINCT id, core FROM node JOIN name USING (key)
    WHERE core IN (SELECT core FROM other))
SELECT least(o.id, n.id) AS a, greatest(o.id, n.id) AS b, {LIKE}, {OWN_NAME}, false,
    min(json_array(json_array(o.core, n.core, {LIKE}, {OWN_NAME}))::VARCHAR)
FROM other AS o JOIN own AS n ON n.core = o.core AND n.id <> o.id
WHERE (least(o.id, n.id), greatest(o.id, n.id)) NOT IN (SELECT (a, b) FROM scored)
GROUP BY 1, 2"""
"""Names that say what they are called besides, in brackets, or were before, and names so called."""

_COUNTRIES = """
SELECT key, form, count(DISTINCT country) AS countries FROM family WHERE country <> ''
GROUP BY key, form"""

_IDS = """
SELECT party, list(DISTINCT left(tax_id, length(tax_id) - strpos(reverse(tax_id), ':'))) AS kinds
FROM identified GROUP BY party"""

_SPOT = """
SELECT f.party, list(DISTINCT n.address) AS addresses FROM first AS f JOIN node AS n USING (mention)
WHERE f.grade > 1 AND n.own_address GROUP BY f.party"""

_MET = """
SELECT x.party AS a, y.party AS b, x.mention AS mention_a, y.mention AS mention_b,
    x.form AS form_a, y.form AS form_b, x.country AS country_a, y.country AS country_b,
    x.known AS known_a, y.known AS known_b, greatest(x.homonyms, y.homonyms) AS homonyms,
    greatest(CASE WHEN x.country = '' THEN cy.countries END,
        CASE WHEN y.country = '' THEN cx.countries END) AS countries,
    greatest(CASE WHEN x.form = '' THEN fx.forms END,
        CASE WHEN y.form = '' THEN fy.forms END) AS forms,
    m.score, m.told, m.numbers, m.words
FROM (
    SELECT a, b, score, told, numbers, words FROM scored
    UNION ALL SELECT id, id, 1.0, 1.0, false, '[]' FROM speaker
    GROUP BY id HAVING count(*) BETWEEN 2 AND 60
) AS m
JOIN speaker AS x ON x.id = m.a JOIN speaker AS y ON y.id = m.b
LEFT JOIN country_count AS cx ON cx.key = x.key AND cx.form = x.form
LEFT JOIN country_count AS cy ON cy.key = y.key AND cy.form = y.form
LEFT JOIN form_count AS fx ON fx.key = y.key AND fx.country = y.country
LEFT JOIN form_count AS fy ON fy.key = x.key AND fy.country = x.country
WHERE x.party <> y.party AND (m.a <> m.b OR x.party < y.party)
    AND NOT (m.a = m.b AND x.known <> y.known
        AND (x.form = y.form OR x.form = '' OR y.form = ''))
    AND (x.country = y.country OR x.country = '' OR y.country = ''
        OR (m.a = m.b AND x.form = y.form))"""
"""Two names meet: alike, or the same under another form or country. What keys alone have settled,
a name without identifier beside a company of that name, is not asked again."""

_ASKED = f"""
SELECT m.*, score >= {SAME_NAME} AS same, score >= {CLOSE_NAME} AS close,
    told >= {TELLING} AS tells,
    CASE WHEN i.kinds IS NULL OR j.kinds IS NULL THEN 'unstated'
        WHEN list_has_any(i.kinds, j.kinds) THEN 'differ' ELSE 'other kind' END AS ids,
    CASE WHEN s.addresses IS NULL OR t.addresses IS NULL THEN 'unstated'
        WHEN list_has_any(s.addresses, t.addresses) THEN 'same' ELSE 'differ' END AS addresses,
    CASE WHEN country_a = '' OR country_b = '' THEN 'unstated'
        WHEN country_a = country_b THEN 'same' ELSE 'differ' END AS countries_stated
FROM met AS m LEFT JOIN ids AS i ON i.party = m.a LEFT JOIN ids AS j ON j.party = m.b
LEFT JOIN spot AS s ON s.party = m.a LEFT JOIN spot AS t ON t.party = m.b"""

_QUESTION = "same, close, tells, numbers, form_a, form_b, countries_stated, ids, addresses"

_RULED = f"""
SELECT a, b, mention_a, mention_b, words, score,
    CASE WHEN r.grade > {UNCERTAIN} AND (homonyms > 1 OR countries > 1 OR
        (forms > 1 AND addresses <> 'same')) THEN {UNCERTAIN}
        ELSE least(r.grade, {PROBABLE}) END AS grade,
    CASE WHEN r.grade > {UNCERTAIN} AND homonyms > 1 THEN 'name like that of several companies'
        WHEN r.grade > {UNCERTAIN} AND countries > 1 THEN 'name in several countries'
        WHEN r.grade > {UNCERTAIN} AND forms > 1 AND addresses <> 'same'
            THEN 'name of several forms'
        ELSE r.rule END AS rule,
    row_number() OVER () AS row
FROM asked JOIN ruling AS r USING ({_QUESTION})
WHERE r.grade > 0
QUALIFY row_number() OVER (PARTITION BY least(a, b), greatest(a, b)
    ORDER BY r.grade DESC, score DESC, mention_a, mention_b) = 1"""

_COMPANY = f"""
SELECT f.party, arg_min(n.words, (-n.lines, n.mention)), arg_min(n.script, (-n.lines, n.mention)),
    list(DISTINCT n.tax_id) FILTER (n.tax_id IS NOT NULL), list(DISTINCT n.form),
    sum(n.lines)::BIGINT, bool_or(n.own_address)
FROM first AS f JOIN node AS n USING (mention)
WHERE f.grade > 1 AND f.party IN (
    SELECT unnest([a, b]) FROM ruled WHERE grade >= {PROBABLE} UNION SELECT party FROM judged)
GROUP BY f.party"""

_TOLD = "a, b, mention_a, mention_b, r.grade, rule, score, words"

_KEPT = f"SELECT {_TOLD}, '' AS reason FROM ruled AS r JOIN kept_row USING (row)"

_PERHAPS = f"""
SELECT {_TOLD}, '' AS reason FROM ruled AS r WHERE grade < {PROBABLE}
UNION ALL SELECT {_TOLD}, reason FROM ruled AS r JOIN refused_row USING (row)"""


def join_alike(
    db: Connection, work: Path, settings: Settings, judgements: Sequence[Judged], lines: str
) -> None:
    """Make the tables `party`, `link` and `doubt`. `lines` is where the case's lines are read."""
    part_judged(db, judgements)
    find_likely(db)
    link_likely(db, work, settings)
    _make(db, [(step.name, step.sql) for step in grade_steps(lines)])


def find_likely(db: Connection) -> None:
    """Make the tables that end in `likely`: names that are worth comparing."""
    _make(db, [("family", FAMILY), *((step.name, step.sql) for step in candidate_steps())])


def link_likely(db: Connection, work: Path, settings: Settings) -> None:
    """Compare what is likely, rule on it and join: the tables that `grade_steps` reads."""
    compare_likely(db, work, settings)
    db.execute(_UNSPACED)
    db.execute(_BESIDES)
    _make(db, [("speaker", _SPEAKER), ("country_count", _COUNTRIES)])
    drop_tables(db, (step.name for step in candidate_steps()))
    _make(db, [("ids", _IDS), ("spot", _SPOT), ("met", _MET), ("asked", _ASKED)])
    drop_tables(db, ("scored", "ids", "spot", "met"))
    _rule(db)
    _make(db, [("ruled", _RULED)])
    drop_tables(db, ("asked",))
    _keep(db, _join(db))
    _make(db, [("kept", _KEPT), ("perhaps", _PERHAPS)])


def drop_tables(db: Connection, names: Iterable[str]) -> None:
    """Drop tables that nothing reads any more: what is held in memory is not written to disk."""
    for name in names:
        db.execute(f"DROP TABLE {name}")


def _make(db: Connection, tables: Iterable[tuple[str, str]]) -> None:
    for name, sql in tables:
        db.execute(f"CREATE TEMP TABLE {name} AS {sql}")


def _insert(db: Connection, table: str, kinds: Sequence[str], rows: Iterable[Any]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        values = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
        db.execute(f"INSERT INTO {table} SELECT {values}", columns)


def _rule(db: Connection) -> None:
    """Make the table `ruling`: what `decide` says to each question that occurs."""
    db.execute(
        "CREATE TEMP TABLE ruling (same BOOLEAN, close BOOLEAN, tells BOOLEAN, numbers BOOLEAN, "
        "form_a VARCHAR, form_b VARCHAR, countries_stated VARCHAR, ids VARCHAR, "
        "addresses VARCHAR, grade INTEGER, rule VARCHAR)"
    )
    questions = db.execute(f"SELECT DISTINCT {_QUESTION} FROM asked").fetchall()
    kinds = (*["BOOLEAN"] * 4, *["VARCHAR"] * 5, "INTEGER", "VARCHAR")
    _insert(db, "ruling", kinds, [(*question, *_ruling(*question)) for question in questions])


def _ruling(
    same: bool,
    close: bool,
    tells: bool,
    numbers: bool,
    form_a: str,
    form_b: str,
    stated: Compared,
    ids: str,
    addresses: str,
) -> tuple[int, str]:
    score = 1.0 if same else CLOSE_NAME if close else LIKE
    name = Name(score, TELLING if tells else 0.0, numbers)
    countries = compare_countries(form_a, form_b, stated)
    return decide(name, compare_forms(form_a, form_b), bool(form_a), countries, addresses, ids)


def _join(db: Connection) -> Joined:
    """Join what judgements say, then what was ruled probable."""
    db.execute("ALTER TABLE judged ADD COLUMN party BIGINT")
    db.execute("UPDATE judged SET party = party_a")
    db.execute(
        "INSERT INTO judged SELECT a, b, 'party', party_a, party_b, party_b FROM judged "
        "WHERE decision <> 'party'"
    )
    companies = {
        party: Company(party, words, script, frozenset(ids or ()), _of(forms), lines, placed)
        for party, words, script, ids, forms, lines, placed in db.execute(_COMPANY).fetchall()
    }
    links = db.execute(
        f"SELECT a, b, grade, score, row FROM ruled WHERE grade >= {PROBABLE}"
    ).fetchall()
    decided: dict[str, list[tuple[int, int]]] = {"same": [], "different": [], "unsure": []}
    for decision, a, b in db.execute(
        "SELECT decision, party_a, party_b FROM judged WHERE decision <> 'party'"
    ).fetchall():
        decided[decision].append((a, b))
    found = map(Link._make, links)
    return join(companies, found, _names_alike, decided["same"], decided["different"])


def _of(forms: Sequence[str]) -> frozenset[str]:
    """The countries that the forms of a company have in common, of those that tell."""
    if len(forms) == 1:
        return form_countries(forms[0])
    told = [countries for form in forms if (countries := form_countries(form))]
    return frozenset.intersection(*told) if told else frozenset()


def _names_alike(a: Company, b: Company) -> bool:
    two_scripts = a.script != b.script
    names = a.words.split(), b.words.split()
    return compare_names(*names, two_scripts=two_scripts).score >= LIKE


def _keep(db: Connection, joined: Joined) -> None:
    """Put what was joined into tables: `root`, and the rows of `ruled` that are kept or refused."""
    db.execute("CREATE TEMP TABLE root (id BIGINT, anchor BIGINT)")
    _insert(db, "root", ("BIGINT", "BIGINT"), [x for x in joined.anchors.items() if x[0] != x[1]])
    db.execute("CREATE TEMP TABLE kept_row (row BIGINT)")
    _insert(db, "kept_row", ("BIGINT",), [(link.row,) for link in joined.kept])
    db.execute("CREATE TEMP TABLE refused_row (row BIGINT, reason VARCHAR)")
    refused = [(link.row, reason) for link, reason in joined.refused]
    _insert(db, "refused_row", ("BIGINT", "VARCHAR"), refused)
