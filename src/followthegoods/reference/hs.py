"""Tables that say what a commodity code was in an earlier edition of the Harmonised System.

Given by the user, kept in the case. A table has a column an edition (`hs2022`, `hs2017`, `HS 2012`)
of six-digit codes. A conversion table has one row for each code of its newest edition, and so one
choice where the truth may be several; a correlation table has a row for every pair.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from followthegoods.config import read_settings
from followthegoods.engine.duckdb import connect, engine_errors, path_literal
from followthegoods.errors import BadParameter
from followthegoods.facts.hs import REVISIONS
from followthegoods.lake.catalogue import Catalogue
from followthegoods.sources.raw import raw_rows, read_raw

Edition = tuple[str, str]
"""A newer edition and an older one."""
Pairs = frozenset[tuple[str, str]]
"""Codes of the newer edition, each beside what it was in the older one."""


@dataclass(frozen=True)
class HsTable:
    """A table as read: for each two of its editions, which codes were which."""

    sha256: str
    name: str
    pairs: dict[Edition, Pairs]


@dataclass(frozen=True)
class KeptHs:
    """A table in the case: its editions, newest first, and how many pairs of codes it has."""

    number: int
    name: str
    sha256: str
    editions: tuple[str, ...]
    pairs: int


@dataclass(frozen=True)
class CodeSet:
    """The six-digit codes of an edition that are the goods asked about, and those that are partly.

    Shorter ones stand for all that begin so.
    """

    whole: tuple[str, ...]
    part: tuple[str, ...] = ()


_HEAD = re.compile(r"H\.?S\.?[\s_-]*((?:19|20)[0-9]{2})(?:[\s_-]*(?:CODE|HS6|6))?", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{5,6}")


def read_hs_table(path: Path) -> HsTable | None:
    """Read a table of codes in several editions; None where its header names no two editions.

    A table in any form that tables are read from. Raises `UnreadableFile`, and `BadParameter`
    where the columns hold no codes.
    """
    settings = read_settings()
    with TemporaryDirectory(prefix="ftg-hs-") as folder:
        work = Path(folder)
        raw = read_raw(path, work / "hs.parquet", work, settings, lambda stage, done: None)
        with closing(connect(settings, work)) as db, engine_errors(path.name, None):
            rows = db.execute(
                f"SELECT * EXCLUDE (sheet, row, broken) FROM "
                f"{raw_rows(path_literal(work / 'hs.parquet'))} WHERE sheet = 1 ORDER BY row"
            ).fetchall()
    header = next(
        (n for n, row in enumerate(rows[:50]) if len(_editions(row)) > 1),
        None,
    )
    if header is None:
        return None
    columns = _editions(rows[header])
    newest_first = sorted(columns, reverse=True)
    pairs = {
        (newer, older): _pairs(rows[header + 1 :], columns[newer], columns[older])
        for newer, older in combinations(newest_first, 2)
    }
    if not all(pairs.values()):
        raise BadParameter(
            "The columns of this table hold no six-digit commodity codes.",
            where=path.name,
            do="Give a table with one six-digit code in each column named after an edition.",
        )
    return HsTable(raw.sha256, path.name, pairs)


def _editions(row: Sequence[str | None]) -> dict[str, int]:
    """The columns that a header names after editions of the Harmonised System."""
    found = {}
    for place, cell in enumerate(row):
        named = _HEAD.fullmatch((cell or "").strip())
        if named and named[1] in REVISIONS:
            found[named[1]] = place
    return found


def _pairs(rows: Iterable[Sequence[str | None]], newer: int, older: int) -> Pairs:
    return frozenset(
        (new, old)
        for row in rows
        for new, old in [(_code(row[newer]), _code(row[older]))]
        if new and old
    )


def _code(cell: str | None) -> str | None:
    """A six-digit code; a spreadsheet may have taken its leading zero, a table have put a point."""
    digits = re.sub(r"[.\s]", "", (cell or "").removesuffix(".0"))
    return digits.zfill(6) if _CODE.fullmatch(digits) else None


# -- kept in the case


def keep_hs(catalogue: Catalogue, table: HsTable, load: int) -> None:
    """Write a table into the catalogue."""
    cursor = catalogue.db.execute(
        "INSERT INTO hs_tables (sha256, name, load) VALUES (?, ?, ?)",
        (table.sha256, table.name, load),
    )
    catalogue.db.executemany(
        "INSERT INTO hs_pairs VALUES (?, ?, ?, ?, ?)",
        [
            (cursor.lastrowid, newer, code, older, was)
            for (newer, older), pairs in table.pairs.items()
            for code, was in sorted(pairs)
        ],
    )


def kept_hs(catalogue: Catalogue) -> list[KeptHs]:
    """The tables in the case, in the order they were added."""
    rows = catalogue.db.execute(
        "SELECT t.hs, t.name, t.sha256, count(*) AS pairs, group_concat(DISTINCT p.newer) AS newer,"
        " group_concat(DISTINCT p.older) AS older FROM hs_tables AS t JOIN hs_pairs AS p USING (hs)"
        " WHERE t.removed IS NULL GROUP BY t.hs ORDER BY t.load"
    )
    return [
        KeptHs(
            row["hs"],
            row["name"],
            row["sha256"],
            tuple(sorted({*row["newer"].split(","), *row["older"].split(",")}, reverse=True)),
            row["pairs"],
        )
        for row in rows
    ]


def forget_hs(catalogue: Catalogue, number: int, load: int) -> None:
    """Take a table out again."""
    catalogue.db.execute("UPDATE hs_tables SET removed = ? WHERE hs = ?", (load, number))


# -- used by questions


def code_sets(
    catalogue: Catalogue, codes: Sequence[str], revision: str
) -> tuple[dict[tuple[str, str], CodeSet], dict[str, str]]:
    """What codes of one edition (2 to 10 digits) are in the others, by the tables of the case.

    Returns the sets by code and edition, without an entry where no table tells, and for each other
    edition the caveat that says how its codes are found.
    """
    known = _known(catalogue)
    sets: dict[tuple[str, str], CodeSet] = {}
    how: dict[str, str] = {}
    for edition in REVISIONS:
        if edition == revision:
            continue
        related = relation(known, revision, edition)
        how[edition] = "hs_same_digits"
        for code in codes:
            found = related and code_set(code, related)
            if found:
                sets[code, edition] = found
                how[edition] = "hs_conversion_assumed" if _converts(related) else "hs_correlated"
    return sets, how


def _known(catalogue: Catalogue) -> dict[Edition, Pairs]:
    """For each two editions the pairs of all tables, so that their order does not matter."""
    rows = catalogue.db.execute(
        "SELECT newer, older, code, was FROM hs_pairs JOIN hs_tables USING (hs) "
        "WHERE removed IS NULL"
    )
    known: dict[Edition, set[tuple[str, str]]] = defaultdict(set)
    for newer, older, code, was in rows:
        known[newer, older].add((code, was))
    return {edition: frozenset(pairs) for edition, pairs in known.items()}


def relation(known: Mapping[Edition, Pairs], asked: str, other: str) -> Pairs:
    """The codes of an edition beside those of another: by a table of the two, else by two tables
    over an edition between them. Empty where none tells."""
    if asked < other:
        return frozenset((mine, theirs) for theirs, mine in relation(known, other, asked))
    if (asked, other) in known:
        return known[asked, other]
    for middle in reversed(REVISIONS):
        if (asked, middle) in known and (middle, other) in known:
            further: dict[str, list[str]] = defaultdict(list)
            for between, old in known[middle, other]:
                further[between].append(old)
            return frozenset(
                (new, old) for new, between in known[asked, middle] for old in further[between]
            )
    return frozenset()


def _converts(related: Pairs) -> bool:
    """Whether every code has one counterpart at most, on one side: choices were made."""
    return any(len({pair[side] for pair in related}) == len(related) for side in (0, 1))


def code_set(code: str, related: Pairs) -> CodeSet | None:
    """The codes of another edition that a code is; None where the pairs do not know it."""
    asked = {mine for mine, _ in related if mine.startswith(code[:6])}
    if not asked:
        return None
    mine_of: dict[str, set[str]] = defaultdict(set)
    theirs_of: dict[str, set[str]] = defaultdict(set)
    for mine, theirs in related:
        mine_of[theirs].add(mine)
        theirs_of[mine].add(theirs)
    touched = {theirs for mine in asked for theirs in theirs_of[mine]}
    if len(code) > 6:
        same = touched == asked and mine_of[code[:6]] == asked
        return CodeSet((code,)) if same else CodeSet((), tuple(sorted(touched)))
    whole = {theirs for theirs in touched if mine_of[theirs] <= asked}
    part = touched - whole
    if not part and whole == {theirs for theirs in mine_of if theirs.startswith(code)}:
        return CodeSet((code,))
    return CodeSet(tuple(sorted(whole)), tuple(sorted(part)))
