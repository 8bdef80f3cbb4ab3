"""Mentions become parties, in full each time, so that the order of loading never matters.

First by keys, in plain SQL: a valid tax id; the same name and legal form at the same address; the
same name and legal form in the same country. Then by likeness: names that are slips or
transcriptions of one another are compared, and what a rule of `scorers` finds probable is joined,
the best first (`joining`). A link's grade says what may rest on it:

    3 certain    a valid tax id, a judgement; or the same name and form at the same address, where
                 no other company of that name sits: all that a floor rests on
    2 probable   the same name and form, or alike, and one company of that name only; or nothing
                 but a name, as written: counts in the point
    1 uncertain  the same name, and several companies it may be, or no legal form on one side, or
                 a name that is like it: in the ceiling only, of each

A mention without address and identifier may stand for lines of several companies; partners are
the lines', so they never decide whose such a mention is. Where all of them are one company's
partners and none another's of that name, the link says so, for a person to judge. A party's id is
that of its anchor, the smallest of its best-known mentions; any member finds it.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from followthegoods.config import Settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.engine.plan import Step
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.parties.alike import drop_tables, join_alike
from followthegoods.parties.candidates import trade_step
from followthegoods.parties.indexing import build_index
from followthegoods.parties.scorers import CERTAIN, GRADES, PROBABLE, UNCERTAIN

__all__ = ["CERTAIN", "GRADES", "PROBABLE", "UNCERTAIN", "Judged", "resolve"]

Judged = tuple[int, int, Literal["same", "different", "unsure"]]
"""A judgement as resolving sees it: two mentions and what a person decided about them."""

CROWDED = 12
"""Names at one address from which on it is a business centre's, or an office that registers."""

_NODES = """
WITH several AS (SELECT mention FROM {readings} GROUP BY mention HAVING count(*) > 1),
told AS (
    SELECT * FROM {readings} WHERE mention NOT IN (SELECT mention FROM several)
    UNION ALL
    SELECT * FROM {readings} WHERE mention IN (SELECT mention FROM several)
    QUALIFY row_number() OVER (PARTITION BY mention
        ORDER BY domestic DESC, tax_id NULLS LAST, country) = 1),
peopled AS (SELECT address FROM {readings} WHERE address <> ''
    GROUP BY address HAVING count(*) > {crowded})
SELECT r.mention, r."of", r.core, r.form, r.key, r.words, r.sound, r.script, r.tax_id, r.address,
    coalesce(r.country, '') AS country, r.personal, r.said, r.weak_id,
    coalesce(m.lines, 0)::BIGINT AS lines,
    r.address <> '' AND c.address IS NULL AS own_address
FROM told AS r
LEFT JOIN (SELECT mention, sum(coalesce(as_sender, 0) + coalesce(as_receiver, 0)
          + coalesce(as_holder, 0) + coalesce(as_declarant, 0) + coalesce(as_maker, 0))::BIGINT
          AS lines FROM {mentions} GROUP BY mention) AS m USING (mention)
LEFT JOIN (SELECT address FROM {readings} WHERE address IN (SELECT address FROM peopled)
          GROUP BY address HAVING count(DISTINCT sound) > {crowded}) AS c ON c.address = r.address
WHERE r.key <> '' OR r.tax_id IS NOT NULL"""

_BESIDES = """
SELECT DISTINCT mention, unnest(also) AS core FROM {readings} WHERE len(also) > 0"""

_IDENTIFIED = """
SELECT mention, min(mention) OVER (PARTITION BY tax_id) AS party, key, form, address, country,
    tax_id
FROM node WHERE tax_id IS NOT NULL"""

_NAMED = """
SELECT mention, key, form, country, address, own_address, lines FROM node WHERE tax_id IS NULL"""

_AT_ADDRESS = """
SELECT n.mention, i.party, n.own_address, bool_or(i.form = n.form) AS stated,
    count(*) OVER (PARTITION BY n.mention) AS sitting
FROM named AS n JOIN (SELECT DISTINCT party, key, form, address FROM identified
    WHERE address <> '' AND key <> '') AS i
ON i.key = n.key AND i.address = n.address AND (i.form = n.form OR i.form = '' OR n.form = '')
GROUP BY n.mention, i.party, n.own_address"""

_FORMS = """
SELECT key, country, count(DISTINCT form) AS forms FROM node WHERE form <> ''
GROUP BY key, country"""

_BY_NAME = """
SELECT n.mention, i.party, n.form <> '' AND list_contains(i.forms, n.form) AS stated,
    count(*) OVER (PARTITION BY n.mention) AS of_that_name
FROM named AS n JOIN (
    SELECT party, key, list(DISTINCT form) AS forms, list(DISTINCT country) AS countries
    FROM identified WHERE key <> '' GROUP BY party, key
) AS i
ON i.key = n.key
    AND (n.form = '' OR list_contains(i.forms, n.form) OR i.forms = [''])
    AND (n.country = '' OR list_contains(i.countries, n.country)
        OR list_contains(i.countries, ''))"""

_MATCHED = f"""
SELECT mention, party,
    CASE WHEN sitting > 1 OR NOT (stated OR own_address) THEN {UNCERTAIN}
        WHEN own_address AND stated THEN {CERTAIN} ELSE {PROBABLE} END AS grade,
    CASE WHEN sitting > 1 THEN 'name, form and address of several'
        WHEN NOT own_address AND NOT stated THEN 'name without a legal form'
        WHEN NOT stated THEN 'name and address'
        WHEN own_address THEN 'name, form and address' ELSE 'name, form and a shared address' END
        AS rule
FROM at_address
UNION ALL
SELECT mention, party,
    CASE WHEN of_that_name = 1 AND stated THEN {PROBABLE} ELSE {UNCERTAIN} END,
    CASE WHEN of_that_name > 1 THEN 'name of several companies'
         WHEN NOT stated THEN 'name without a legal form' ELSE 'name and form' END
FROM by_name WHERE mention NOT IN (SELECT mention FROM at_address)"""

_SEVERAL = "SELECT mention, party FROM matched WHERE rule = 'name of several companies'"

_DEALT = """
SELECT DISTINCT d.mention,
    coalesce(n.tax_id, concat_ws(chr(9), n.key, n.form, n.country), '') AS partner
FROM (SELECT unnest([receiver, sender]) AS mention, unnest([sender, receiver]) AS other
    FROM {lines}) AS d LEFT JOIN node AS n ON n.mention = d.other
WHERE d.mention IN (SELECT mention FROM several UNION SELECT mention FROM identified
    WHERE party IN (SELECT party FROM several))"""
"""With whom lines deal: those of mentions that may be several companies', and these companies'."""

_BY_PARTNERS = """
SELECT mention, party FROM (
    SELECT s.mention, s.party, count(k.partner) AS shared, count(*) AS partners
    FROM several AS s JOIN dealt AS d USING (mention)
    LEFT JOIN (SELECT DISTINCT i.party, e.partner FROM identified AS i JOIN dealt AS e
        USING (mention) WHERE e.partner <> '') AS k ON k.party = s.party AND k.partner = d.partner
    GROUP BY s.mention, s.party)
QUALIFY shared = partners AND sum(shared) OVER (PARTITION BY mention) = shared"""
"""All partners of a mention's lines are one company's, and none another's of that name."""

_LINKED = """
SELECT m.mention, m.party, m.grade, CASE WHEN p.party IS NULL THEN m.rule
    ELSE 'name and partners' END AS rule
FROM matched AS m LEFT JOIN by_partners AS p ON p.mention = m.mention AND p.party = m.party"""

_GROUPED = """
SELECT key, form, country, own_address, min(mention) AS place_id, sum(lines) AS place_lines,
    list(mention) AS mentions
FROM named WHERE mention NOT IN (SELECT mention FROM linked WHERE grade > 1)
GROUP BY key, form, country, address, own_address"""

_ANCHORED = """
SELECT unnest(mentions) AS mention, form, own_address, place_id,
    first_value(place_id) OVER (PARTITION BY key, form, country
        ORDER BY own_address DESC, place_lines DESC, place_id) AS party
FROM grouped"""

_FIRST = f"""
SELECT mention, party, {CERTAIN} AS grade, 'tax id' AS rule FROM identified
UNION ALL SELECT mention, party, grade, rule FROM linked
UNION ALL
SELECT mention, CASE WHEN form = '' AND place_id <> party THEN place_id ELSE party END,
    CASE WHEN own_address AND (place_id = party OR form = '') THEN {CERTAIN}
         ELSE {PROBABLE} END,
    CASE WHEN own_address AND (place_id = party OR form = '') THEN 'name, form and address'
         WHEN mention = party THEN 'name alone' ELSE 'name and form' END
FROM anchored"""
"""Parties by keys alone: what `alike` starts from."""

_READ_LATER = ("trade", "node", "besides", "identified", "form_count", "first")
"""Of the tables made by keys those that are read when these are made; no others are kept."""

_NAMES = """
WITH named AS (SELECT mention, min(name) AS name FROM {mentions} GROUP BY mention),
member AS (
    SELECT p.party, coalesce(m.name, n.said) AS name, n.tax_id, n.country, n.personal, n.lines
    FROM party AS p JOIN node AS n USING (mention) LEFT JOIN named AS m USING (mention)
    WHERE p.grade > 1
),
called AS (
    SELECT party, arg_min(name, (-lines, name)) AS name FROM (
        SELECT party, name, sum(lines) AS lines FROM member WHERE name IS NOT NULL
        GROUP BY party, name)
    GROUP BY party
),
identified AS (
    SELECT party, list_sort(list(DISTINCT tax_id)) AS tax_ids FROM member
    WHERE tax_id IS NOT NULL GROUP BY party
)
SELECT p.party, c.name, i.tax_ids, p.country, p.personal, p.mentions, p.lines
FROM (
    SELECT party, min(nullif(country, '')) AS country, bool_or(personal) AS personal,
        count(*) AS mentions, sum(lines)::BIGINT AS lines
    FROM member GROUP BY party
) AS p LEFT JOIN called AS c USING (party) LEFT JOIN identified AS i USING (party)"""


def resolve(
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    settings: Settings,
    judgements: Sequence[Judged] = (),
) -> None:
    """Resolve every mention of the case into the `parties`, `names`, `links` and `doubtful` of
    this load. `judgements` are replayed: `same` is a certain link, `different` is never joined."""
    work = disk.work()
    files = {
        name: paths_sql(map(disk.path, catalogue.files(name)))
        for name in ("readings", "mentions", "lines")
    }
    with closing(connect(settings, work)) as db, engine_errors(str(disk.root), None), _kept():
        if len(catalogue.files("readings")) > 1:
            # Files name many companies alike: what was read in them alike is looked at once.
            distinct = f"SELECT DISTINCT * FROM {files['readings']}"
            db.execute(f"CREATE TEMP TABLE reading AS {distinct}")
            files["readings"] = "reading"
        steps = key_steps(files)
        for step in steps:
            db.execute(f"CREATE TEMP TABLE {step.name} AS {step.sql}")
        drop_tables(db, (step.name for step in steps if step.name not in _READ_LATER))
        join_alike(db, work, settings, judgements, files["lines"])
        db.execute(f"CREATE TEMP TABLE called AS {_NAMES.format(**files)}")
        for table, query in (
            ("parties", "SELECT * FROM party ORDER BY ALL"),
            ("links", "SELECT * FROM link ORDER BY ALL"),
            ("doubtful", "SELECT * FROM doubt ORDER BY usd DESC NULLS LAST, lines DESC, a, b"),
            ("names", "SELECT * FROM called ORDER BY party"),
        ):
            _write(db, disk, catalogue, load, table, query)
        drop_tables(db, ("family", "speaker", "ruled", "moved", "link", "doubted", "doubt"))
        rows = build_index(db, "called", half := work / "index.sqlite")
        file = disk.index_file(load)
        settle(half, disk.path(file))
        catalogue.add_file("index", file, load, None, rows)
    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _kept() -> Iterator[None]:
    """Nothing is looked through for cycles meanwhile: there is much, and there are none in it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def key_steps(files: dict[str, str]) -> list[Step]:
    """The tables that end in `first`: mention, party, grade and rule by keys alone."""
    nodes = _NODES.format(**files, crowded=CROWDED)
    return [
        trade_step(),
        Step("node", nodes, "table", "Mentions that name anybody, with what was read in them."),
        Step(
            "besides", _BESIDES.format(**files), "table", "What names say in brackets, or before."
        ),
        Step("identified", _IDENTIFIED, "table", "Those with a valid identifier."),
        Step("named", _NAMED, "table", "Those without."),
        Step("at_address", _AT_ADDRESS, "table", "Companies that sit where a mention says."),
        Step("form_count", _FORMS, "table", "How many legal forms a name has in a country."),
        Step("by_name", _BY_NAME, "table", "Companies of a mention's name."),
        Step("matched", _MATCHED, "table", "Mentions that may be a company with an identifier."),
        Step("several", _SEVERAL, "table", "Those that may be several, by name alone."),
        Step("dealt", _DEALT.format(**files), "table", "Their partners, and the companies'."),
        Step("by_partners", _BY_PARTNERS, "table", "Those whose partners tell whose they are."),
        Step("linked", _LINKED, "table", "Mentions linked to a company with an identifier."),
        Step("grouped", _GROUPED, "table", "The others, by name, form, country and address."),
        Step("anchored", _ANCHORED, "table", "By name, form and country, around one of them."),
        Step("first", _FIRST, "table", "Parties by keys alone."),
    ]


_READ_WHOLE = ("parties",)
"""Tables of numbers that every question reads: a seventh larger as they are, and read in less."""


def _write(
    db: Connection, disk: Disk, catalogue: Catalogue, load: int, table: str, query: str
) -> None:
    work: Path = disk.work()
    half = work / "table.parquet"
    packed = "uncompressed" if table in _READ_WHOLE else "zstd"
    db.execute(f"COPY ({query}) TO {literal(str(half))} (FORMAT parquet, COMPRESSION {packed})")
    (rows,) = one(db, f"SELECT count(*) FROM read_parquet({path_literal(half)})")
    file = disk.table_file(table, load)
    settle(half, disk.path(file))
    work.rmdir()
    catalogue.add_file(table, file, load, None, rows)
