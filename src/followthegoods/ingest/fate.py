"""One line, once: what becomes of lines that say they are the same line.

Lines never change. What became of one is a row of the fate table: `stands`, `repeated` (another
line says the same and is fuller), `superseded` (a later version of it was loaded), `conflict` (two
versions, and nothing tells which holds: counted once), `suspected` (no key, and another file holds
the same content), `master` (a master bill of lading whose house bills are among the lines).
`collision` marks lines that share a key and are not the same line.

A group of lines with one key is judged as a whole, by what the lines say and nothing else, each
time a load touches it: so the order of loading never matters. Earlier states are `load <= n`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from followthegoods.engine.duckdb import Connection, literal, one, paths_sql
from followthegoods.facts.identifiers import read_identifier
from followthegoods.facts.names import words
from followthegoods.facts.regimes import NO_PREVIOUS, counted_codes
from followthegoods.ingest.bills import judge_masters, touch_masters, voyages_sql
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle

_VALUES = ("statistical_usd", "cif_usd", "fob_usd", "customs_value", "invoice_value")
"""What may give a line its value, those in dollars first."""

FIGURE_FIELDS: tuple[str, ...] = (
    *_VALUES,
    "invoice_currency",
    "net_kg",
    "gross_kg",
    "quantity",
    "unit",
    "hs",
    "regime",
    "direction",
    "origin_country",
    "dispatch_country",
    "trading_country",
    "sender_country",
    "purchase_country",
    "released",
)
"""The fields that figures use: versions of a line that differ in one of them are in conflict."""

_ZERO_IS_NONE = {*_VALUES, "net_kg", "gross_kg", "quantity"}
_FULLNESS = (*FIGURE_FIELDS, "goods", "trademark", "sender", "maker", "holder", "declarant")
"""What makes a line fuller than another that says the same; besides, a longer code
and a previous procedure."""

FATES = (
    "line BIGINT, load INTEGER, fate VARCHAR, with_line BIGINT, versions_of BIGINT, "
    "collision BOOLEAN"
)


def settle_fates(
    db: Connection,
    disk: Disk,
    catalogue: Catalogue,
    load: int,
    sources: Sequence[int],
    *,
    gone: bool = False,
    replaced: Sequence[Path] = (),
) -> None:
    """Judge every group that lines of these sources touch; `gone` when they are being removed.

    `replaced` are the files of the lines that stood in the place of theirs before: the groups they
    touched are judged as well.
    """
    mine = _lines(disk, catalogue, sources)
    before = paths_sql(replaced)
    alive = [s for s in catalogue.sources() if not (gone and s.source in sources)]
    others = [s for s in alive if s.source not in sources]
    if not alive:
        return
    all_lines = _lines(disk, catalogue, [s.source for s in alive])
    ranks = ", ".join(
        f"({s.source}, {rank})" for rank, s in enumerate(sorted(alive, key=lambda s: s.sha256))
    )
    db.execute("CREATE OR REPLACE TEMP TABLE ranked (source INTEGER, rank INTEGER)")
    db.execute(f"INSERT INTO ranked VALUES {ranks}")
    elsewhere = _lines(disk, catalogue, [s.source for s in others]) if others else None
    for column in ("key", "content"):
        twice = "count(*) > 1" if column == "key" else "min(source) < max(source)"
        _touched(db, column, mine, elsewhere, "false" if gone else twice)
        if replaced and elsewhere:
            db.execute(
                f"INSERT INTO touched_{column} SELECT DISTINCT {column} FROM {elsewhere} "
                f"SEMI JOIN (SELECT {column} FROM {before} ANTI JOIN touched_{column} "
                f"USING ({column})) USING ({column})"
            )
    own = [mine, *([before] if replaced else [])]
    bills = touch_masters(db, own, all_lines)
    db.execute(f"CREATE OR REPLACE TEMP TABLE fate ({FATES})")
    if _any(db, "touched_key"):
        _judge_keys(db, all_lines, _mentions(disk, catalogue, [s.source for s in alive]), load)
    if _any(db, "touched_content"):
        _judge_contents(db, all_lines, load)
    if bills:
        judge_masters(db, all_lines)
    if replaced:
        _forget(db, disk, catalogue, load, sources)
    _store(db, disk, catalogue, load)


def _any(db: Connection, table: str) -> bool:
    return db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def _forget(
    db: Connection, disk: Disk, catalogue: Catalogue, load: int, sources: Sequence[int]
) -> None:
    """Let what was said of the lines that sources had before stand no longer."""
    files = catalogue.files("fates")
    if files:
        db.execute(
            f"INSERT INTO fate SELECT DISTINCT line, {load}, 'stands', NULL::BIGINT, "
            f"NULL::BIGINT, false FROM {paths_sql(map(disk.path, files))} "
            f"ANTI JOIN fate USING (line) WHERE line >> 36 IN ({', '.join(map(str, sources))})"
        )


def _lines(disk: Disk, catalogue: Catalogue, sources: Iterable[int]) -> str:
    return paths_sql(map(disk.path, catalogue.files_among("lines", sources)))


def _mentions(disk: Disk, catalogue: Catalogue, sources: Iterable[int]) -> str:
    return paths_sql(map(disk.path, catalogue.files_among("mentions", sources)))


def _touched(db: Connection, column: str, mine: str, elsewhere: str | None, twice: str) -> None:
    """The keys (or contents) of these sources that occur again: those of which `twice` holds, and
    those of another source."""
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE mine_{column} AS SELECT {column}, {twice} AS twice "
        f"FROM {mine} WHERE {column} IS NOT NULL GROUP BY 1"
    )
    again = f"SELECT {column} FROM mine_{column} WHERE twice"
    if elsewhere:
        again += f" UNION SELECT {column} FROM {elsewhere} SEMI JOIN mine_{column} USING ({column})"
    db.execute(f"CREATE OR REPLACE TEMP TABLE touched_{column} AS SELECT DISTINCT * FROM ({again})")


def _figure(name: str, table: str = "m") -> str:
    return f"nullif({table}.{name}, 0)" if name in _ZERO_IS_NONE else f"{table}.{name}"


def _compared() -> list[str]:
    """What versions of a line must agree on, each NULL where it is not stated.

    Codes are compared apart, as far as both are given. A procedure is two codes, of which dumps
    often give the first only.
    """
    codes = ("hs", "regime")
    halves = [f"nullif(split_part(m.regime, ' ', {half}), '')" for half in (1, 2)]
    return [_figure(name) for name in FIGURE_FIELDS if name not in codes] + halves


def _judge_keys(db: Connection, lines: str, mentions: str, load: int) -> None:
    full = " + ".join(f"({_figure(name, 'l')} IS NOT NULL)::INTEGER" for name in _FULLNESS)
    full += " + coalesce(length(l.hs) // 2, 0) + coalesce(length(l.regime) > 3, false)::INTEGER"
    values = [_figure(name, "l") for name in _VALUES]
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE member AS SELECT l.*, {full} AS fullness, "
        f"coalesce({', '.join(values[:3])}) IS NOT NULL AS in_dollars, "
        f"coalesce({', '.join(values)}) IS NOT NULL AS valued, "
        f"coalesce({', '.join(values)}, 0) < 0 AS minus "
        f"FROM {lines} AS l SEMI JOIN touched_key USING (key)"
    )
    _read_ids(db)
    _classes(db, mentions)
    differs = " OR ".join(f"min({cell}) OVER c <> max({cell}) OVER c" for cell in _compared())
    changed = differs.replace(" OVER c", " OVER k")
    db.execute(f"""CREATE OR REPLACE TEMP TABLE top AS
        SELECT m.*, w.who, w.day, min(length(m.hs)) OVER k AS digits,
            CASE WHEN bool_or(m.correction IS NOT NULL) OVER k
                 THEN m.correction IS NOT DISTINCT FROM
                     arg_max(m.correction, (length(m.correction), m.correction)) OVER k
                 WHEN m.released IS NOT NULL THEN m.released = max(m.released) OVER k
                 WHEN m.release = 'not_released' AND max(m.released) OVER k IS NOT NULL
                 THEN NOT coalesce({changed}, false) ELSE true END AS leads,
            min(m.line) OVER k AS versions_of
        FROM member AS m JOIN class AS w USING (line)
        WINDOW k AS (PARTITION BY m.key, m.minus, w.day, w.who)""")
    db.execute(f"""CREATE OR REPLACE TEMP TABLE judged AS
        SELECT m.line, m.key, m.versions_of, m.leads, m.day, m.who,
            coalesce({differs} OR min(left(m.hs, m.digits)) OVER c
                <> max(left(m.hs, m.digits)) OVER c, false) AS torn,
            row_number() OVER (PARTITION BY m.versions_of ORDER BY m.leads DESC,
                {_apart_sql()} DESC, m.in_dollars DESC, m.valued DESC,
                (m.receiver_id IS NOT NULL) DESC, (m.released IS NOT NULL) DESC,
                m.fullness DESC, r.rank, m.sheet, m.row) AS place
        FROM top AS m JOIN ranked AS r USING (source)
        WINDOW c AS (PARTITION BY m.versions_of, m.leads)""")
    db.execute(f"""INSERT INTO fate
        SELECT j.line, {load},
            CASE WHEN NOT j.leads THEN 'superseded'
                 WHEN j.torn THEN 'conflict'
                 WHEN j.place = 1 THEN 'stands' ELSE 'repeated' END,
            CASE WHEN j.place > 1 THEN first.line END,
            CASE WHEN j.leads AND j.torn THEN j.versions_of END,
            c.classes > 1
        FROM judged AS j
        JOIN judged AS first ON first.versions_of = j.versions_of AND first.place = 1
        JOIN (SELECT key, count(DISTINCT (day, who)) AS classes FROM judged GROUP BY key) AS c
            ON c.key = j.key""")


def _apart_sql() -> str:
    """Whether a line `m` states a procedure under which it counts in no figure.

    Such a line stands before a fuller one that states none, or no previous one: what another file
    shows to have been in transit, or to have left a zone, is no arrival.
    """
    requested, previous = (f"split_part(m.regime, ' ', {half})" for half in (1, 2))
    imports, exports = counted_codes("import"), counted_codes("export")
    tests = " ".join(
        f"WHEN {literal(authority)} THEN CASE m.direction "
        f"WHEN 'export' THEN {requested} NOT IN ({_codes_sql(exports[authority])}) "
        f"ELSE {requested} NOT IN ({_codes_sql(imports[authority])}) "
        f"OR {previous} NOT IN ('', {literal(NO_PREVIOUS)}) END"
        for authority in sorted(imports)
    )
    return f"coalesce(m.regime IS NOT NULL AND CASE m.authority {tests} END, false)"


def _codes_sql(codes: Sequence[str]) -> str:
    return ", ".join(map(literal, ("", *codes)))


def _read_ids(db: Connection) -> None:
    """Where receivers of one key disagree, compare what their tax ids are, however written.

    A lost zero is put back; a number that fails its checksum says nothing.
    """
    db.execute(
        "CREATE OR REPLACE TEMP TABLE at_odds AS SELECT key FROM member GROUP BY key "
        "HAVING count(DISTINCT receiver_id) > 1"
    )
    ids = db.execute(
        "SELECT DISTINCT receiver_id, authority FROM member SEMI JOIN at_odds USING (key) "
        "WHERE receiver_id IS NOT NULL"
    ).fetchall()
    read = [read_identifier(tax_id, authority) for tax_id, authority in ids]
    db.execute(
        "UPDATE member SET receiver_id = r.value FROM (SELECT unnest(?::VARCHAR[]) AS tax_id, "
        "unnest(?::VARCHAR[]) AS authority, unnest(?::VARCHAR[]) AS value) AS r "
        "WHERE member.receiver_id = r.tax_id AND member.authority = r.authority "
        "AND member.key IN (SELECT key FROM at_odds)",
        [
            [tax_id for tax_id, _ in ids],
            [authority for _, authority in ids],
            [found.value if found and found.valid else None for found in read],
        ],
    )


def _classes(db: Connection, mentions: str) -> None:
    """Which lines of a key agree on day and receiver. What is empty goes with what is there."""
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE called AS SELECT DISTINCT mention, name FROM {mentions} "
        "SEMI JOIN (SELECT receiver AS mention FROM member) USING (mention)"
    )
    db.execute("""CREATE OR REPLACE TEMP TABLE receivers AS
        SELECT m.key, list(DISTINCT n.name ORDER BY n.name) FILTER (n.name IS NOT NULL) AS names,
            list(DISTINCT m.receiver_id ORDER BY m.receiver_id)
                FILTER (m.receiver_id IS NOT NULL) AS ids,
            count(*) FILTER (m.receiver_id IS NULL AND n.name IS NOT NULL) AS by_name
        FROM member AS m LEFT JOIN called AS n ON n.mention = m.receiver
        GROUP BY m.key""")
    rows = db.execute(
        "SELECT DISTINCT names FROM receivers WHERE by_name > 0 AND len(names) > 1"
    ).fetchall()
    sets = [list(names) for (names,) in rows]
    flat = [(names, name, who) for names in sets for name, who in _spelled_alike(names).items()]
    db.execute(
        "CREATE OR REPLACE TEMP TABLE known AS SELECT unnest(?::VARCHAR[][]) AS names, "
        "unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS who",
        [[f[0] for f in flat], [f[1] for f in flat], [f[2] for f in flat]],
    )
    db.execute(f"""CREATE OR REPLACE TEMP TABLE class AS
        WITH named AS (
            SELECT m.line, m.key, m.grain, m.receiver_id, k.who AS called,
                coalesce(m.registered, min(m.registered) OVER (PARTITION BY m.key)) AS day
            FROM member AS m JOIN receivers AS r USING (key)
            LEFT JOIN called AS n ON n.mention = m.receiver
            LEFT JOIN known AS k ON k.names = r.names AND k.name = n.name
        )
        SELECT line, day, coalesce(receiver_id,
            min(receiver_id) OVER (PARTITION BY key, called), called,
            min(receiver_id) OVER (PARTITION BY key),
            min(called) OVER (PARTITION BY key), '') AS who
        FROM named WHERE grain <> 'bill'
        UNION ALL
        {voyages_sql("named")}""")


def _spelled_alike(names: list[str]) -> dict[str, str]:
    """Each name -> the first of those that may be other spellings of it.

    Two names in one alphabet that share no word are two companies; across alphabets a name can
    not be told from its translation, so nothing is said against it. Where the alphabets disagree
    on how many companies there are, the one that tells more of them apart is followed.
    """
    latin = _companies([name for name in names if not _cyrillic(name)])
    cyrillic = _companies([name for name in names if _cyrillic(name)])
    more, fewer = latin, cyrillic
    if len(set(cyrillic.values())) > len(set(latin.values())):
        more, fewer = cyrillic, latin
    return {**more, **dict.fromkeys(fewer, next(iter(more.values())))}


def _companies(names: list[str]) -> dict[str, str]:
    """Each name of one alphabet -> the first name it is joined to by words they share."""
    found: dict[str, str] = {}
    for name in names:
        own = set(words(name))
        alike = [who for other, who in found.items() if own & set(words(other))]
        found[name] = alike[0] if alike else name
        for other, who in found.items():
            if who in alike:
                found[other] = alike[0]
    return found


def _cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


def _judge_contents(db: Connection, lines: str, load: int) -> None:
    """Lines without a key: as many of one content count as the file with most of them has."""
    db.execute(f"""INSERT INTO fate
        WITH member AS (
            SELECT l.line, l.content, l.source, r.rank,
                count(*) OVER (PARTITION BY l.content, l.source) AS copies
            FROM {lines} AS l SEMI JOIN touched_content USING (content)
            JOIN ranked AS r USING (source)
        ), best AS (
            SELECT content, arg_min(source, (-copies, rank)) AS source,
                arg_min(line, (-copies, rank, line)) AS line
            FROM member GROUP BY content
        )
        SELECT m.line, {load}, CASE WHEN m.source = b.source THEN 'stands' ELSE 'suspected' END,
            CASE WHEN m.source = b.source THEN NULL ELSE b.line END, NULL, false
        FROM member AS m JOIN best AS b USING (content)""")


def _store(db: Connection, disk: Disk, catalogue: Catalogue, load: int) -> None:
    """Write the load's fates and count them for every source they touch."""
    (rows,) = one(db, "SELECT count(*) FROM fate")
    if rows == 0:
        return
    file = disk.table_file("fates", load)
    half = disk.work() / "fates.parquet"
    db.execute(
        f"COPY (SELECT * FROM fate ORDER BY line) TO {literal(str(half))} "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    settle(half, disk.path(file))
    half.parent.rmdir()
    catalogue.add_file("fates", file, load, None, rows)
    counts = db.execute(f"""
        WITH latest AS (
            SELECT line, arg_max(fate, load) AS fate, arg_max(collision, load) AS collision
            FROM {paths_sql(map(disk.path, catalogue.files("fates")))}
            WHERE line >> 36 IN (SELECT DISTINCT line >> 36 FROM fate) GROUP BY line
        )
        SELECT line >> 36, fate, count(*) FROM latest WHERE fate <> 'stands' GROUP BY ALL
        UNION ALL
        SELECT line >> 36, 'collision', count(*) FROM latest WHERE collision GROUP BY ALL
        UNION ALL
        SELECT DISTINCT line >> 36, 'seen', 0 FROM latest
        ORDER BY ALL""").fetchall()
    catalogue.db.executemany(
        "INSERT INTO fate_counts VALUES (?, ?, ?, ?)", [(load, *count) for count in counts]
    )
