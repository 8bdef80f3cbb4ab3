"""Lists as plans read them: who is on which list, and between which days each listing held.

A version proves who was on the list on its day, and a complete one who was not. So a listing is a
run of versions: listed after the last complete version without it and by the first with it,
delisted between the last with it and the next without. What the list states of the day goes
before these bounds, unless an earlier version had the entry already, or, of one that comes back,
a version in between lacked it: such a day is another's. What a person gave with a source goes
before both. A listing without an end is known to have held until the newest version that has it,
and no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.errors import BadParameter
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.references import given_dates, judged_entries, list_versions
from followthegoods.model.listing import GivenDate, Version
from followthegoods.model.screening import Judged
from followthegoods.reference.lists.tables import COLUMNS


@dataclass(frozen=True)
class Lists:
    """The lists of a case as of one state: versions (of one list oldest first), dates given by
    hand, the files of each table, what people decided of parties and entries."""

    versions: tuple[Version, ...]
    given: tuple[GivenDate, ...]
    files: Mapping[str, tuple[str, ...]]
    judged: tuple[Judged, ...] = ()


def lists_of(catalogue: Catalogue) -> Lists:
    """The lists of a case."""
    return Lists(
        tuple(list_versions(catalogue)),
        tuple(given_dates(catalogue)),
        {table: tuple(catalogue.files(table)) for table in (*COLUMNS, "list_index")},
        tuple(judged_entries(catalogue)),
    )


def chosen_lists(lists: Lists, names: Sequence[str]) -> Lists:
    """Of the lists those named, or all where none is. Raises `BadParameter` for an unknown one."""
    there = {version.list for version in lists.versions}
    for name in names:
        if name not in there:
            raise BadParameter(
                f"The case has no list called {name!r}.",
                do=f"Its lists are: {', '.join(sorted(there)) or 'none'}.",
            )
    own = [v for v in lists.versions if not names or v.list in names]
    given = [g for g in lists.given if not names or g.list in names]
    judged = [j for j in lists.judged if not names or j.list in names]
    return Lists(tuple(own), tuple(given), lists.files, tuple(judged))


def lists_name(lists: Lists) -> str:
    """What the lists in force are, in words: for an answer to say what it was made from."""
    versions = (f"{v.list} {v.latest} ({v.sha256[:12]})" for v in lists.versions)
    given = (f"{g.list}/{g.entry} {g.of} {g.day}: {g.source}" for g in lists.given)
    judged = (f"{j.list}/{j.entry} {j.decision} p{j.mention:x}" for j in lists.judged)
    return "; ".join([*versions, *given, *judged]) or "no lists"


def plan_lists(lists: Lists, only: str = "") -> tuple[Step, ...]:
    """The tables that a screening joins, by name; `only` of the entries (list, entry) in a table:

    `list_versions`, `given_dates`; `entries` (one row each, as its newest version has it);
    `entry_names`, `entry_ids`, `entry_addresses` (whatever any version said);
    `listing_spans` (one row for each time an entry was listed); `controlled_goods` (the codes of
    each version, with the days it was the newest).
    """
    return (
        Step("list_versions", _versions(lists.versions), "table", "the versions of lists loaded"),
        Step("given_dates", _given(lists.given), "table", "dates of listing given by hand"),
        Step("entries", _entries(lists, only), "table", "who is listed, as last seen"),
        *(
            Step(name, _whatever(lists, name, only), "table", f"{name} in any version")
            for name in ("entry_names", "entry_ids", "entry_addresses")
        ),
        Step("listing_runs", _runs(lists, only), "table", "versions without a gap, by listing"),
        Step("listing_spans", _SPANS, "table", "from when to when each listing held"),
        Step("controlled_goods", _controls(lists), "table", "codes of lists of goods, by version"),
    )


def scan(lists: Lists, table: str, only: str = "") -> str:
    """A table of the lake; one without rows where no list has any. `only`: see `plan_lists`."""
    if files := lists.files.get(table):
        if only:
            own = f"(list, entry) IN (SELECT list, entry FROM {only})"
            return f"(SELECT * FROM {files_sql(files)} WHERE {own})"
        return files_sql(files)
    columns = {"list": "VARCHAR", "version": "INTEGER", **COLUMNS[table]}
    empty = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
    return f"(SELECT {empty} WHERE 1 = 0)"


def _rows(columns: Mapping[str, str], rows: Sequence[Iterable[str]]) -> str:
    """A table of literals."""
    names = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns.items())
    values = ",\n  ".join(f"({', '.join(row)})" for row in rows)
    nothing = f"({', '.join('NULL' for _ in columns)})"
    where = "" if rows else " WHERE 1 = 0"
    return f"SELECT {names} FROM (VALUES\n  {values or nothing}) AS v({', '.join(columns)}){where}"


def _text(value: object) -> str:
    return "NULL" if value is None else literal(str(value))


_VERSIONS = {
    "list": "VARCHAR", "version": "INTEGER", "kind": "VARCHAR", "title": "VARCHAR",
    "authority": "VARCHAR", "earliest": "DATE", "latest": "DATE", "dated": "VARCHAR",
    "place": "INTEGER", "newest": "BOOLEAN", "until": "DATE",
}  # fmt: skip


def _versions(versions: Sequence[Version]) -> str:
    """The versions; `place` counts the complete ones of a list from 1, an extract has none.

    `until` is the earliest day of the next complete version of the list.
    """
    rows = []
    for version in versions:
        whole = [v for v in versions if v.list == version.list and v.complete]
        place = whole.index(version) + 1 if version in whole else None
        after: date | None = None
        if place is not None and place < len(whole):
            after = whole[place].earliest or whole[place].latest
        rows.append(
            [
                *map(_text, (version.list, version.number, version.kind, version.title)),
                *map(_text, (version.authority, version.earliest, version.latest, version.dated)),
                _text(place),
                str(place == len(whole)).upper(),
                _text(after),
            ]
        )
    return _rows(_VERSIONS, rows)


_GIVEN = {
    "list": "VARCHAR", "entry": "VARCHAR", "what": "VARCHAR", "authority": "VARCHAR",
    "day": "DATE", "source": "VARCHAR", "author": "VARCHAR",
}  # fmt: skip


def _given(given: Sequence[GivenDate]) -> str:
    rows = [
        map(_text, (g.list, g.entry, g.what, g.authority, g.day, g.source, g.author)) for g in given
    ]
    return _rows(_GIVEN, rows)


def _entries(lists: Lists, only: str) -> str:
    """Complete versions go before extracts, later before earlier."""
    columns = ", ".join(f"e.{name}" for name in COLUMNS["entries"])
    return f"""SELECT list, {", ".join(COLUMNS["entries"])}, newest AS listed_now
FROM (
  SELECT e.list, {columns}, coalesce(v.newest, FALSE) AS newest,
    row_number() OVER (PARTITION BY e.list, e.entry
      ORDER BY coalesce(v.place, 0) DESC, e.version DESC) AS age
  FROM {scan(lists, "entries", only)} AS e
  JOIN list_versions AS v ON v.list = e.list AND v.version = e.version
) AS aged
WHERE age = 1"""


def _whatever(lists: Lists, table: str, only: str) -> str:
    columns = ", ".join(COLUMNS[table])
    return f"SELECT DISTINCT list, {columns} FROM {scan(lists, table, only)}"


def _runs(lists: Lists, only: str) -> str:
    """Each listing in each version, with the run of versions it belongs to. One that a version says
    has ended, and the next has without an end, came back.

    Extracts count only for listings that no complete version has: they are a run of their own,
    `missing` from the complete ones where these do not have the entry at all.
    """
    columns = ", ".join(f"l.{name}" for name in COLUMNS["listings"])
    return f"""WITH placed AS (
  SELECT l.list, l.version, {columns}, v.place, v.earliest, v.latest,
    coalesce(nullif(l.authority, ''), v.authority) AS listed_by_authority,
    max(v.place) OVER (PARTITION BY l.list, l.entry, l.listing) AS whole,
    max(v.place) OVER (PARTITION BY l.list, l.entry) IS NULL AS missing,
    max(v.latest) OVER (PARTITION BY l.list, l.entry, l.listing) AS seen_last,
    v.place IS NOT NULL AND l.delisted_latest IS NULL AND lag(l.delisted_latest) OVER (
      PARTITION BY l.list, l.entry, l.listing, v.place IS NULL ORDER BY v.place) IS NOT NULL AS back
  FROM {scan(lists, "listings", only)} AS l
  JOIN list_versions AS v ON v.list = l.list AND v.version = l.version
)
SELECT *, coalesce(place - row_number() OVER held, 0)
  + {_BACK} * count(CASE WHEN back THEN 1 END) OVER held AS run
FROM placed
WHERE place IS NOT NULL OR whole IS NULL
WINDOW held AS (PARTITION BY list, entry, listing, place IS NULL ORDER BY place)"""


_BACK = 1_000_000
"""More than a list has versions."""


_SPANS = """WITH runs AS (
  SELECT list, entry, listing, run,
    min(place) AS first_place, max(place) AS last_place, min(latest) AS first_latest,
    min(earliest) AS first_earliest, max(earliest) AS last_earliest, max(latest) AS last_latest,
    bool_or(missing) AS missing, max(seen_last) AS seen_last,
    min(CASE WHEN listed_basis = 'observed' THEN listed_latest END) AS observed
  FROM listing_runs
  GROUP BY list, entry, listing, run
),
numbered AS (
  SELECT *,
    row_number() OVER (PARTITION BY list, entry, listing ORDER BY first_place) AS nth,
    row_number() OVER (PARTITION BY list, entry, listing ORDER BY first_place DESC) AS from_last
  FROM runs
),
newest AS (
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY list, entry, listing, run
      ORDER BY place DESC, version DESC) AS age FROM listing_runs
  ) AS aged WHERE age = 1
),
stated AS (
  SELECT * FROM (
    SELECT l.*, row_number() OVER (PARTITION BY l.list, l.entry, l.listing, l.run
      ORDER BY l.listed_latest <= r.first_latest DESC, l.place DESC, l.version DESC) AS age
    FROM listing_runs AS l JOIN runs AS r
      ON r.list = l.list AND r.entry = l.entry AND r.listing = l.listing AND r.run = l.run
    WHERE l.listed_basis = 'stated'
      AND (l.listed_latest <= r.first_latest OR l.latest = r.first_latest)
  ) AS aged WHERE age = 1
),
beside AS (
  SELECT r.list, r.entry, r.listing, r.run,
    max(v.place) FILTER (v.place = r.first_place - 1
      OR (r.missing AND v.latest <= r.first_earliest)) AS before,
    min(v.place) FILTER (v.place = r.last_place + 1
      OR (r.missing AND coalesce(v.earliest, v.latest) > r.last_latest)) AS after
  FROM runs AS r JOIN list_versions AS v ON v.list = r.list
  GROUP BY r.list, r.entry, r.listing, r.run
),
bounded AS (
  SELECT r.* REPLACE (CASE WHEN r.nth = 1 OR r.observed > before.latest THEN r.observed END
      AS observed), before.earliest AS listed_after,
    least(r.first_latest, CASE WHEN r.nth = 1 OR r.observed > before.latest THEN r.observed END)
      AS listed_by,
    CASE WHEN after.place IS NULL THEN NULL ELSE r.last_earliest END AS delisted_after,
    after.latest AS delisted_by
  FROM numbered AS r
  JOIN beside AS b
    ON b.list = r.list AND b.entry = r.entry AND b.listing = r.listing AND b.run = r.run
  LEFT JOIN list_versions AS before ON before.list = r.list AND before.place = b.before
  LEFT JOIN list_versions AS after ON after.list = r.list AND after.place = b.after
)
SELECT b.list, b.entry, b.listing, b.nth, n.listed_by_authority AS authority,
  n.programmes, n.measures, n.reference, n.amended,
  coalesce(g.day, ga.day, s.listed_earliest, b.listed_after) AS listed_earliest,
  coalesce(g.day, ga.day, s.listed_latest, b.listed_by) AS listed_latest,
  CASE WHEN coalesce(g.day, ga.day) IS NOT NULL THEN 'by_hand'
    WHEN s.listed_latest IS NOT NULL THEN 'stated'
    WHEN b.observed <= b.first_latest THEN 'observed'
    ELSE 'versions' END AS listed_basis,
  coalesce(g.source, ga.source) AS listed_source, b.listed_after, b.listed_by,
  coalesce(d.day, da.day, n.delisted_earliest, b.delisted_after) AS delisted_earliest,
  coalesce(d.day, da.day, n.delisted_latest, b.delisted_by) AS delisted_latest,
  CASE WHEN coalesce(d.day, da.day) IS NOT NULL THEN 'by_hand'
    WHEN n.delisted_latest IS NOT NULL THEN 'stated'
    WHEN b.delisted_by IS NOT NULL THEN 'versions' END AS delisted_basis,
  coalesce(d.source, da.source) AS delisted_source,
  greatest(b.seen_last, g.day, ga.day, s.listed_latest) AS known_until
FROM bounded AS b
JOIN newest AS n
  ON n.list = b.list AND n.entry = b.entry AND n.listing = b.listing AND n.run = b.run
LEFT JOIN stated AS s
  ON s.list = b.list AND s.entry = b.entry AND s.listing = b.listing AND s.run = b.run
    AND (b.nth = 1 OR coalesce(s.listed_latest > b.listed_after, true))
LEFT JOIN given_dates AS g
  ON g.list = b.list AND g.entry = b.entry AND g.what = 'listed' AND b.nth = 1
    AND g.authority = n.listed_by_authority
LEFT JOIN given_dates AS ga
  ON ga.list = b.list AND ga.entry = b.entry AND ga.what = 'listed' AND b.nth = 1
    AND ga.authority = ''
LEFT JOIN given_dates AS d
  ON d.list = b.list AND d.entry = b.entry AND d.what = 'delisted' AND b.from_last = 1
    AND d.authority = n.listed_by_authority
LEFT JOIN given_dates AS da
  ON da.list = b.list AND da.entry = b.entry AND da.what = 'delisted' AND b.from_last = 1
    AND da.authority = ''"""


def _controls(lists: Lists) -> str:
    columns = ", ".join(f"c.{name}" for name in COLUMNS["controls"])
    return f"""SELECT c.list, c.version, v.authority, v.earliest AS published_earliest,
  v.latest AS published_latest, v.until, {columns}
FROM {scan(lists, "controls")} AS c
JOIN list_versions AS v ON v.list = c.list AND v.version = c.version"""
