"""The index by which parties are found: one SQLite file beside the tables it is derived from.

`party` holds one row a party, numbered by how many lines name it, the most first: how it is
called, its members as `mention:grade`, and every spelling of its name. `entry` says which numbers
stand under what: `w` a word of a name, as written and as the trade's; `s` a sound; `a` a word of an
address; `i` a tax id, `x` a number that fails its checksum, both without leading zeros.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from followthegoods.engine.duckdb import Connection

BETWEEN, AMONG = "\x1e", "\x1f"
"""What stands between the spellings of a party, and between the parts of one."""

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE party (n INTEGER PRIMARY KEY, party INTEGER, name TEXT, tax_ids TEXT, country TEXT,
    personal INTEGER, mentions INTEGER, lines INTEGER, members TEXT, spellings TEXT);
CREATE TABLE entry (kind TEXT, word TEXT, size INTEGER, back TEXT, count INTEGER, parties TEXT,
    PRIMARY KEY (kind, word)) WITHOUT ROWID;
"""

_INDEXES = """
CREATE INDEX party_by_id ON party (party);
CREATE INDEX word_by_front ON entry (size, word) WHERE kind = 'w';
CREATE INDEX word_by_back ON entry (size, back) WHERE kind = 'w';
"""

_NUMBERED = """
SELECT row_number() OVER (ORDER BY lines DESC, party) AS n, * FROM {names}"""

_MEMBERS = """
SELECT party, array_to_string(list(mention || ':' || grade), ' ') AS members
FROM (SELECT party, mention, max(grade) AS grade FROM party GROUP BY ALL) GROUP BY party"""

_SPELT = """
SELECT n, core, form, min(words) AS words, min(sound) AS sound, min(script) AS script,
    bool_or(u.mention IS NULL) AS alone
FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
LEFT JOIN (SELECT DISTINCT mention FROM party WHERE grade = 1) AS u ON u.mention = p.mention
WHERE p.grade > 1 AND core <> '' GROUP BY n, core, form"""

_PARTIES = f"""
SELECT n, c.party, name, array_to_string(tax_ids, ' '), country, personal, mentions, lines,
    m.members, s.spellings
FROM numbered AS c JOIN members AS m USING (party) LEFT JOIN (
    SELECT n, array_to_string(list(concat_ws('{AMONG}', words, script, core, form,
        alone::INTEGER)), '{BETWEEN}') AS spellings FROM spelt GROUP BY n) AS s USING (n)
ORDER BY n"""

_ENTRIES = """
WITH said AS (
    SELECT DISTINCT 'w' AS kind, unnest(string_split(words || ' ' || core, ' ')) AS word, n
    FROM spelt
    UNION ALL
    SELECT DISTINCT 's', unnest(string_split(sound, ' ')), n FROM spelt
    UNION ALL
    SELECT DISTINCT 'a', unnest(string_split(address, ' ')), n FROM (
        SELECT DISTINCT address, n
        FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
        WHERE p.grade > 1 AND address <> '')
    UNION ALL
    SELECT DISTINCT 'i', ltrim(split_part(unnest(tax_ids), ':', -1), '0'), n FROM numbered
    UNION ALL
    SELECT DISTINCT 'x', ltrim(weak_id, '0'), n
    FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
    WHERE p.grade > 1 AND weak_id IS NOT NULL
)
SELECT kind, word, CASE WHEN kind = 'w' THEN length(word) END,
    CASE WHEN kind = 'w' THEN reverse(word) END, count(*),
    array_to_string(list(n), ' ')
FROM said WHERE word <> '' AND (kind <> 's' OR length(word) > 2) GROUP BY kind, word
ORDER BY kind, word"""

_BATCH = 50_000


def build_index(db: Connection, names: str, path: Path) -> int:
    """Write the index from the tables of a resolve: `party`, `node`, and `names`. Returns how many
    parties are in it."""
    for table, sql in (
        ("numbered", _NUMBERED.format(names=names)),
        ("members", _MEMBERS),
        ("spelt", _SPELT),
    ):
        db.execute(f"CREATE TEMP TABLE {table} AS {sql}")
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.executescript(_TABLES)
        index.execute("BEGIN")
        index.executemany(f"INSERT INTO party VALUES ({_marks(10)})", _rows(db, _PARTIES))
        index.executemany(f"INSERT INTO entry VALUES ({_marks(6)})", _rows(db, _ENTRIES))
        index.execute("COMMIT")
        index.executescript(_INDEXES)
        (parties,) = index.execute("SELECT count(*) FROM party").fetchone()
    return int(parties)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _rows(db: Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    found = db.execute(sql)
    while batch := found.fetchmany(_BATCH):
        yield from batch


_GREATEST = (1 << 63) - 1
"""The greatest number that a party or a mention can have."""


class Index:
    """An index, open for reading. Numbers are its own; the lower, the more lines."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        self._db.close()

    def under(self, kind: str, word: str) -> list[int]:
        """The numbers that stand under a word."""
        row = self._db.execute(
            "SELECT parties FROM entry WHERE kind = ? AND word = ?", (kind, word)
        ).fetchone()
        return [] if row is None else sorted(map(int, row[0].split()))

    def count(self, kind: str, word: str) -> int:
        """How many numbers stand under a word."""
        row = self._db.execute(
            "SELECT count FROM entry WHERE kind = ? AND word = ?", (kind, word)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def begins(self, word: str) -> bool:
        """Whether a word of any name begins so."""
        row = self._db.execute(
            "SELECT 1 FROM entry WHERE kind = 'w' AND word >= ? AND word < ? LIMIT 1",
            (word, word + _LAST),
        )
        return row.fetchone() is not None

    def begun(self, word: str, most: int) -> list[int] | None:
        """The numbers under all words that begin so; None where that are more than `most`."""
        found: set[int] = set()
        for count, parties in self._db.execute(
            "SELECT count, parties FROM entry WHERE kind = 'w' AND word >= ? AND word < ?",
            (word, word + _LAST),
        ):
            if len(found) + count > most:
                return None
            found.update(map(int, parties.split()))
        return sorted(found)

    def near(self, word: str) -> set[str]:
        """Words of about the same length that begin or end like this one: where one letter is
        left out, put in, changed or swapped with the next, half of a word is as it was."""
        half = (len(word) - 1) // 2
        front, back = word[:half], word[: -half - 1 : -1]
        found: set[str] = set()
        for size in range(len(word) - 1, len(word) + 2):
            for column, begin in (("word", front), ("back", back)):
                rows = self._db.execute(
                    f"SELECT word FROM entry WHERE kind = 'w' AND size = ? "
                    f"AND {column} >= ? AND {column} < ?",
                    (size, begin, begin + _LAST),
                )
                found.update(word for (word,) in rows)
        return found

    def rows(self, numbers: Iterable[int]) -> list[tuple[Any, ...]]:
        """The parties of these numbers, in their order: all columns of `party` but the number and
        the members."""
        wanted = ", ".join(map(str, sorted(numbers)))
        return self._db.execute(
            "SELECT n, party, name, tax_ids, country, personal, mentions, lines, spellings "
            f"FROM party WHERE n IN ({wanted}) ORDER BY n"
        ).fetchall()

    def called(self, parties: Sequence[int]) -> list[tuple[int, str, str | None]]:
        """The name and the country of each of these parties that is one."""
        wanted = ", ".join(map(str, parties))
        return self._db.execute(
            f"SELECT party, name, country FROM party WHERE party IN ({wanted}) ORDER BY party"
        ).fetchall()

    def number(self, party: int) -> int | None:
        """The number of a party; None where it is none."""
        if party > _GREATEST:
            return None
        row = self._db.execute("SELECT n FROM party WHERE party = ?", (party,)).fetchone()
        return None if row is None else int(row[0])

    def members(self, party: int) -> list[tuple[int, int]]:
        """A party's mentions, each with its grade, in their order."""
        row = self._db.execute("SELECT members FROM party WHERE party = ?", (party,)).fetchone()
        told = () if row is None else (member.split(":") for member in row[0].split())
        return sorted((int(mention), int(grade)) for mention, grade in told)


_LAST = "\U0010ffff"
"""What comes after every letter."""
