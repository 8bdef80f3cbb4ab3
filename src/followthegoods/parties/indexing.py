"""Making the index by which parties are found, from the tables of a resolve.

The engine puts together what is written: of the words in a case most are one party's, and to take
each to the index as a row of its own takes longer than all the rest.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.engine.duckdb import Connection
from followthegoods.parties.index import AMONG, APART, BEGUN, BETWEEN, KEY, MANY
from followthegoods.parties.numbers import pack

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE party (n INTEGER PRIMARY KEY, party INTEGER, name TEXT, tax_ids TEXT, country TEXT,
    personal INTEGER, mentions INTEGER, lines INTEGER, members TEXT, spellings TEXT);
CREATE TABLE entry (kind TEXT, first TEXT, lines TEXT, PRIMARY KEY (kind, first)) WITHOUT ROWID;
CREATE TABLE crowd (kind TEXT, word TEXT, parties BLOB, written BLOB, PRIMARY KEY (kind, word))
    WITHOUT ROWID;
CREATE TABLE spelt (way TEXT, size INTEGER, first TEXT, words TEXT, PRIMARY KEY (way, size, first))
    WITHOUT ROWID;
"""

_INDEXES = "CREATE INDEX party_by_id ON party (party);"

_NUMBERED = """
SELECT (row_number() OVER (ORDER BY lines DESC, party))::INTEGER AS n, * FROM {names}"""

_MEMBERS = """
SELECT party, array_to_string(list_sort(list(mention || ':' || grade)), ' ') AS members
FROM (SELECT party, mention, max(grade) AS grade FROM party GROUP BY ALL) GROUP BY party"""

_SPELT = """
SELECT n, core, form, min(words) AS words, min(key) AS key, min(sound) AS sound,
    min(script) AS script, bool_or(u.mention IS NULL) AS alone
FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
LEFT JOIN (SELECT DISTINCT mention FROM party WHERE grade = 1) AS u ON u.mention = p.mention
WHERE p.grade > 1 AND core <> '' GROUP BY n, core, form"""

_PARTIES = f"""
SELECT n, c.party, name, array_to_string(tax_ids, ' '), country, personal, mentions, lines,
    m.members, s.spellings
FROM numbered AS c JOIN members AS m USING (party) LEFT JOIN (
    SELECT n, array_to_string(list_sort(list(concat_ws('{AMONG}', words, script, core, form,
        alone::INTEGER))), '{BETWEEN}') AS spellings FROM spelt GROUP BY n) AS s USING (n)
ORDER BY n"""

_NAMED = """
SELECT word, n, bool_or(written) AS written FROM (
    SELECT unnest(string_split(core, ' ')) AS word, n, true AS written FROM spelt
    UNION ALL SELECT unnest(string_split(words, ' ')), n, false FROM spelt)
WHERE word <> '' GROUP BY word, n"""

_FRONTS = f"""
SELECT left(word, letters) AS word, n, bool_or(written) AS written
FROM called_by, (SELECT unnest(range(1, {BEGUN} + 1)) AS letters)
WHERE length(word) >= letters AND left(word, letters) IN (
    SELECT left(word, letters) FROM called_by GROUP BY 1 HAVING count(*) > {{many}})
GROUP BY ALL"""

_AT = """
SELECT DISTINCT unnest(string_split(address, ' ')) AS word, n, true AS written FROM (
    SELECT DISTINCT address, n
    FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
    WHERE p.grade > 1 AND address <> '')"""

_WEAK = """
SELECT DISTINCT ltrim(weak_id, '0') AS word, n, true AS written
FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
WHERE p.grade > 1 AND weak_id IS NOT NULL"""

_KINDS = {
    "w": "SELECT * FROM called_by",
    "b": _FRONTS,
    "k": f"SELECT DISTINCT left(md5(key), {KEY}) AS word, n, true AS written FROM spelt",
    "s": "SELECT * FROM (SELECT DISTINCT unnest(string_split(sound, ' ')) AS word, n, "
    "true AS written FROM spelt) WHERE length(word) > 2",
    "a": _AT,
    "i": "SELECT DISTINCT ltrim(split_part(unnest(tax_ids), ':', -1), '0') AS word, n, "
    "true AS written FROM numbered",
    "x": _WEAK,
}
"""What stands under what, by kind."""

_STOOD = """
SELECT word, list_sort(list(n)) AS parties,
    CASE WHEN NOT bool_and(written) THEN coalesce(list_sort(list(n) FILTER (written)), []) END
        AS written
FROM ({kind}) WHERE word <> '' GROUP BY word ORDER BY word"""
"""`written` are the parties whose names have the word as they are written: NULL where all have."""

_FEW, _LINES = 32, 32
"""Parties that are listed in the line of a word at most, and lines of a row."""

_ENTRIES = f"""
SELECT '{{kind}}', min(word), chr(10) || array_to_string(list_sort(list(concat_ws('{APART}', word,
    CASE WHEN len(parties) > {_FEW} THEN '*' || len(parties)
        ELSE array_to_string(parties, ' ') END,
    CASE WHEN len(parties) <= {_FEW} THEN array_to_string(written, ' ') END))), chr(10)) || chr(10)
FROM stood GROUP BY rowid // {_LINES} ORDER BY 2"""

_CROWDS = f"""
SELECT '{{kind}}', word, parties, written FROM stood WHERE len(parties) > {_FEW} ORDER BY word"""

_WORDS = 64
_WAYS = f"""
SELECT way, size, min(word), array_to_string(list_sort(list(word)), ' ') FROM (
    SELECT *, row_number() OVER (PARTITION BY way, size ORDER BY word) // {_WORDS} AS row FROM (
        SELECT 'front' AS way, length(word) AS size, word FROM stood
        UNION ALL SELECT 'back', length(word), reverse(word) FROM stood))
GROUP BY way, size, row ORDER BY 1, 2, 3"""

_BATCH, _WAITING = 50_000, 4
"""Rows that are taken at a time, and batches of them that wait to be written at most."""


def build_index(db: Connection, names: str, path: Path) -> int:
    """Write the index from the tables of a resolve: `party`, `node`, and `names`. Returns how many
    parties are in it."""
    for table, sql in (
        ("numbered", _NUMBERED.format(names=names)),
        ("members", _MEMBERS),
        ("spelt", _SPELT),
        ("called_by", _NAMED),
    ):
        db.execute(f"CREATE TEMP TABLE {table} AS {sql}")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as index:
        index.executescript(_TABLES)
        index.execute("BEGIN")
        with ThreadPoolExecutor(1) as writer:
            _write_all(db, _Writing(index, writer))
        index.execute("COMMIT")
        index.executescript(_INDEXES)
        (parties,) = index.execute("SELECT count(*) FROM party").fetchone()
    return int(parties)


def _write_all(db: Connection, writing: _Writing) -> None:
    writing.put("party", _rows(db, _PARTIES))
    for kind, stands in _KINDS.items():
        stood = _STOOD.format(kind=stands.format(many=MANY))
        db.execute(f"CREATE OR REPLACE TEMP TABLE stood AS {stood}")
        writing.put("entry", _rows(db, _ENTRIES.format(kind=kind)))
        writing.put("crowd", _rows(db, _CROWDS.format(kind=kind), _packed))
        if kind == "w":
            writing.put("spelt", _rows(db, _WAYS))
    writing.end()


class _Writing:
    """Rows on their way to the index, which are written while the engine makes the next ones."""

    def __init__(self, index: sqlite3.Connection, writer: ThreadPoolExecutor) -> None:
        self._index, self._writer = index, writer
        self._waiting: deque[Future[None]] = deque()

    def put(self, table: str, batches: Iterable[Sequence[tuple[Any, ...]]]) -> None:
        for rows in batches:
            if len(self._waiting) >= _WAITING:
                self._waiting.popleft().result()
            self._waiting.append(self._writer.submit(self._write, table, rows))

    def _write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        self._index.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def end(self) -> None:
        """Wait for what is not yet written. Raises what went wrong."""
        for batch in self._waiting:
            batch.result()


def _packed(crowd: tuple[Any, ...]) -> tuple[Any, ...]:
    kind, word, parties, written = crowd
    return kind, word, pack(parties), None if written is None else pack(written)


def _rows(
    db: Connection, sql: str, change: Callable[[tuple[Any, ...]], tuple[Any, ...]] | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    found = db.execute(sql)
    while batch := found.fetchmany(_BATCH):
        yield list(map(change, batch)) if change else batch
