"""Mentions become parties, in full each time, so that the order of loading never matters.

This scorer joins by keys only: a valid tax id; the same name and legal form at the same address;
the same name and legal form in the same country. A link's grade says what may rest on it:

    3 certain    a valid tax id; or the same name and form at the same address, where no other
                 company of that name sits: all that a floor rests on
    2 probable   the same name and form, and one company of that name only; or nothing but a name,
                 as written: counts in the point
    1 uncertain  the same name, and several companies it may be, or no legal form on one side: in
                 the ceiling only, of each

A party's id is that of its anchor, the smallest of its best-known mentions; any member finds it.
"""

from __future__ import annotations

import shutil
from contextlib import closing

from followthegoods.config import Settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
)
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle

CERTAIN, PROBABLE, UNCERTAIN = 3, 2, 1
GRADES = {CERTAIN: "certain", PROBABLE: "probable", UNCERTAIN: "uncertain"}

_NODES = """
SELECT r.mention, r.core, r.form, r.tax_id, r.address, coalesce(r.country, '') AS country,
    r.personal, m.lines
FROM (SELECT *, row_number() OVER (PARTITION BY mention
          ORDER BY domestic DESC, tax_id NULLS LAST) AS place FROM {readings}) AS r
JOIN (SELECT mention, sum(coalesce(as_sender, 0) + coalesce(as_receiver, 0)
          + coalesce(as_holder, 0) + coalesce(as_declarant, 0) + coalesce(as_maker, 0))::BIGINT
          AS lines FROM {mentions} GROUP BY mention) AS m USING (mention)
WHERE r.place = 1 AND (r.core <> '' OR r.tax_id IS NOT NULL)"""

_IDENTIFIED = """
SELECT mention, min(mention) OVER (PARTITION BY tax_id) AS party, core, form, address, country,
    tax_id
FROM node WHERE tax_id IS NOT NULL"""

_NAMED = "SELECT * FROM node WHERE tax_id IS NULL"

_AT_ADDRESS = """
SELECT n.mention, i.party, count(*) OVER (PARTITION BY n.mention) AS sitting
FROM named AS n JOIN (SELECT DISTINCT party, core, form, address FROM identified
    WHERE address <> '' AND core <> '') AS i
ON i.core = n.core AND i.form = n.form AND i.address = n.address"""

_BY_NAME = """
SELECT n.mention, i.party, n.form <> '' AND list_contains(i.forms, n.form) AS stated,
    count(*) OVER (PARTITION BY n.mention) AS of_that_name
FROM named AS n JOIN (
    SELECT party, core, list(DISTINCT form) AS forms, list(DISTINCT country) AS countries
    FROM identified WHERE core <> '' GROUP BY party, core
) AS i
ON i.core = n.core
    AND (n.form = '' OR list_contains(i.forms, n.form) OR i.forms = [''])
    AND (n.country = '' OR list_contains(i.countries, n.country)
        OR list_contains(i.countries, ''))"""

_LINKED = f"""
SELECT mention, party, CASE WHEN sitting = 1 THEN {CERTAIN} ELSE {UNCERTAIN} END AS grade,
    CASE WHEN sitting = 1 THEN 'name, form and address' ELSE 'name, form and address of several' END
    AS rule
FROM at_address
UNION ALL
SELECT mention, party,
    CASE WHEN of_that_name = 1 AND stated THEN {PROBABLE} ELSE {UNCERTAIN} END,
    CASE WHEN of_that_name > 1 THEN 'name of several companies'
         WHEN NOT stated THEN 'name without a legal form' ELSE 'name and form' END
FROM by_name WHERE mention NOT IN (SELECT mention FROM at_address)"""

_GROUPED = """
SELECT n.*, min(mention) OVER g AS place_id, sum(lines) OVER g AS place_lines
FROM named AS n
WHERE mention NOT IN (SELECT mention FROM linked WHERE grade > 1)
WINDOW g AS (PARTITION BY core, form, country, address)"""

_ANCHORED = """
SELECT *, first_value(place_id) OVER (PARTITION BY core, form, country
    ORDER BY (address <> '') DESC, place_lines DESC, place_id) AS party
FROM grouped"""

_PARTIES = f"""
SELECT mention, party, {CERTAIN} AS grade, 'tax id' AS rule FROM identified
UNION ALL SELECT mention, party, grade, rule FROM linked
UNION ALL
SELECT mention, CASE WHEN form = '' AND place_id <> party THEN place_id ELSE party END,
    CASE WHEN address <> '' AND (place_id = party OR form = '') THEN {CERTAIN}
         ELSE {PROBABLE} END,
    CASE WHEN address <> '' AND (place_id = party OR form = '') THEN 'name, form and address'
         WHEN mention = party THEN 'name alone' ELSE 'name and form' END
FROM anchored"""

_NAMES = """
WITH called AS (
    SELECT p.party, m.name, sum(n.lines) AS lines
    FROM party AS p JOIN node AS n USING (mention)
    JOIN (SELECT DISTINCT mention, name FROM {mentions}) AS m USING (mention)
    WHERE p.grade > 1 AND m.name IS NOT NULL GROUP BY p.party, m.name
)
SELECT p.party,
    (SELECT arg_min(c.name, (-c.lines, c.name)) FROM called AS c WHERE c.party = p.party) AS name,
    list(DISTINCT n.tax_id ORDER BY n.tax_id) FILTER (n.tax_id IS NOT NULL) AS tax_ids,
    min(nullif(n.country, '')) AS country,
    bool_or(n.personal) AS personal,
    count(*) AS mentions, sum(n.lines)::BIGINT AS lines
FROM party AS p JOIN node AS n USING (mention) WHERE p.grade > 1
GROUP BY p.party ORDER BY p.party"""


def resolve(disk: Disk, catalogue: Catalogue, load: int, settings: Settings) -> None:
    """Resolve every mention of the case into the `parties` and `names` of this load."""
    work = disk.work()
    files = {
        name: "read_parquet(["
        + ", ".join(path_literal(disk.path(file)) for file in catalogue.files(name))
        + "])"
        for name in ("readings", "mentions")
    }
    with closing(connect(settings, work)) as db, engine_errors(str(disk.root), None):
        for table, query in (
            ("node", _NODES.format(**files)),
            ("identified", _IDENTIFIED),
            ("named", _NAMED),
            ("at_address", _AT_ADDRESS),
            ("by_name", _BY_NAME),
            ("linked", _LINKED),
            ("grouped", _GROUPED),
            ("anchored", _ANCHORED),
            ("party", _PARTIES),
        ):
            db.execute(f"CREATE TEMP TABLE {table} AS {query}")
        _write(db, disk, catalogue, load, "parties", "SELECT * FROM party ORDER BY ALL")
        _write(db, disk, catalogue, load, "names", _NAMES.format(**files))
    shutil.rmtree(work, ignore_errors=True)


def _write(
    db: Connection, disk: Disk, catalogue: Catalogue, load: int, table: str, query: str
) -> None:
    work = disk.work()
    half = work / "table.parquet"
    db.execute(f"COPY ({query}) TO {literal(str(half))} (FORMAT parquet, COMPRESSION zstd)")
    (rows,) = one(db, f"SELECT count(*) FROM read_parquet({path_literal(half)})")
    file = disk.table_file(table, load)
    settle(half, disk.path(file))
    work.rmdir()
    catalogue.add_file(table, file, load, None, rows)
