"""The index by which parties are found: one SQLite file beside the tables it is derived from.

`party` holds one row a party, numbered by how many lines name it, the most first: how it is
called, its members as `mention:grade`, and every spelling of its name. `entry` says which numbers
stand under what: `w` a word of a name, as written and as the trade's; `b` how many such words
begin, in up to three letters; `k` a name as a whole, see `name_key`; `s` a sound; `a` a word of an
address; `i` a tax id, `x` a number that fails its checksum, both without leading zeros.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import md5
from pathlib import Path
from typing import Any

from followthegoods.engine.duckdb import Connection
from followthegoods.parties.numbers import Numbers, pack, united, unpack

BETWEEN, AMONG = "\x1e", "\x1f"
"""What stands between the spellings of a party, and between the parts of one."""

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE party (n INTEGER PRIMARY KEY, party INTEGER, name TEXT, tax_ids TEXT, country TEXT,
    personal INTEGER, mentions INTEGER, lines INTEGER, members TEXT, spellings TEXT);
CREATE TABLE entry (kind TEXT, word TEXT, size INTEGER, back TEXT, count INTEGER, parties BLOB,
    written BLOB, PRIMARY KEY (kind, word)) WITHOUT ROWID;
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
SELECT n, core, form, min(words) AS words, min(key) AS key, min(sound) AS sound,
    min(script) AS script, bool_or(u.mention IS NULL) AS alone
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

_BEGUN, MANY = 3, 5_000
"""The letters up to which the parties under all words that begin so are kept together, and the
entries from which on they are: to put few together takes no time."""

_KEY = 16
"""The letters that a whole name is kept in: few share them, and they are read again when found."""

_NAMED = """
SELECT word, n, bool_or(written) AS written FROM (
    SELECT unnest(string_split(core, ' ')) AS word, n, true AS written FROM spelt
    UNION ALL SELECT unnest(string_split(words, ' ')), n, false FROM spelt)
WHERE word <> '' GROUP BY word, n"""

_ENTRIES = """
WITH said AS (
    SELECT 'w' AS kind, word, n, written FROM called_by
    UNION ALL
    SELECT 'b', left(word, letters) AS front, n, bool_or(written)
    FROM called_by, (SELECT unnest(range(1, {begun} + 1)) AS letters) WHERE length(word) >= letters
        AND front IN (SELECT left(word, letters) FROM called_by GROUP BY 1 HAVING count(*) > {many})
    GROUP BY front, letters, n
    UNION ALL
    SELECT DISTINCT 'k', left(md5(key), {key}), n, true FROM spelt
    UNION ALL
    SELECT DISTINCT 's', unnest(string_split(sound, ' ')), n, true FROM spelt
    UNION ALL
    SELECT DISTINCT 'a', unnest(string_split(address, ' ')), n, true FROM (
        SELECT DISTINCT address, n
        FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
        WHERE p.grade > 1 AND address <> '')
    UNION ALL
    SELECT DISTINCT 'i', ltrim(split_part(unnest(tax_ids), ':', -1), '0'), n, true FROM numbered
    UNION ALL
    SELECT DISTINCT 'x', ltrim(weak_id, '0'), n, true
    FROM party AS p JOIN node USING (mention) JOIN numbered AS c ON c.party = p.party
    WHERE p.grade > 1 AND weak_id IS NOT NULL
)
SELECT kind, word, CASE WHEN kind = 'w' THEN length(word) END,
    CASE WHEN kind = 'w' THEN reverse(word) END, count(*), list(n ORDER BY n),
    CASE WHEN NOT bool_and(written) THEN coalesce(list(n ORDER BY n) FILTER (written), []) END
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
        ("called_by", _NAMED),
    ):
        db.execute(f"CREATE TEMP TABLE {table} AS {sql}")
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.executescript(_TABLES)
        index.execute("BEGIN")
        index.executemany(f"INSERT INTO party VALUES ({_marks(10)})", _rows(db, _PARTIES))
        entries = _rows(db, _ENTRIES.format(begun=_BEGUN, many=MANY, key=_KEY))
        index.executemany(f"INSERT INTO entry VALUES ({_marks(7)})", map(_packed, entries))
        index.execute("COMMIT")
        index.executescript(_INDEXES)
        (parties,) = index.execute("SELECT count(*) FROM party").fetchone()
    return int(parties)


def _packed(entry: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row of `entry`. `written` are the parties whose names have the word as they are written:
    NULL where all have."""
    *told, numbers, written = entry
    return (*told, pack(numbers), None if written is None else pack(written))


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _rows(db: Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    found = db.execute(sql)
    while batch := found.fetchmany(_BATCH):
        yield from batch


_GIVEN = "(SELECT value FROM json_each(?))"

_GREATEST = (1 << 63) - 1
"""The greatest number that a party or a mention can have."""


def name_key(words: Sequence[str]) -> str:
    """What a name of these words, as the trade's, stands under as a whole, in any order."""
    return md5(" ".join(sorted(words)).encode(), usedforsecurity=False).hexdigest()[:_KEY]


class Index:
    """An index, open for reading. Numbers are its own; the lower, the more lines."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        self._db.close()

    def under(self, kind: str, word: str) -> Iterable[int]:
        """The numbers that stand under a word, in ascending order."""
        packed = self._under(kind, word)
        return () if packed is None else unpack(packed)

    def all_under(self, kind: str, word: str) -> Numbers:
        """The set of the numbers that stand under a word."""
        packed = self._under(kind, word)
        return 0 if packed is None else united([packed])

    def _under(self, kind: str, word: str) -> bytes | None:
        row = self._db.execute(
            "SELECT parties FROM entry WHERE kind = ? AND word = ?", (kind, word)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def counts(self, kind: str, words: Collection[str]) -> dict[str, int]:
        """Those of some words that anything stands under, and how many numbers do."""
        return dict(
            self._db.execute(
                f"SELECT word, count FROM entry WHERE kind = ? AND word IN {_GIVEN}",
                (kind, json.dumps(list(words))),
            )
        )

    def several(self, kind: str, words: Collection[str]) -> Iterator[tuple[str, int, bytes]]:
        """Those of some words that anything stands under, how many numbers, and these, packed."""
        return self._db.execute(
            f"SELECT word, count, parties FROM entry WHERE kind = ? AND word IN {_GIVEN}",
            (kind, json.dumps(list(words))),
        )

    def begun(self, front: str, *, written: bool) -> Numbers:
        """The set of the numbers under all words of names that begin so: as they are `written`, or
        also as the trade's."""
        parties = "coalesce(written, parties)" if written else "parties"
        if len(front) <= _BEGUN:
            kept = self._db.execute(
                f"SELECT {parties} FROM entry WHERE kind = 'b' AND word = ?", (front,)
            ).fetchone()
            if kept:
                return united(kept)
        rows = self._db.execute(
            f"SELECT {parties} FROM entry WHERE kind = 'w' AND word >= ? AND word < ?",
            (front, front + _LAST),
        )
        return united(packed for (packed,) in rows)

    def near(self, word: str) -> set[str]:
        """Words of about the same length that begin or end like this one, or have the two letters
        in its middle swapped: among them all that are one letter off. Where one letter is left
        out, put in, changed or swapped with the next, half of a word is as it was."""
        half = len(word) // 2
        front, back = word[:half], word[:half:-1] + word[half]
        swapped = front[:-1] + word[half] + front[-1] + word[half + 1 :]
        found = {swapped} & self.named([swapped])
        for column, by, begin in (("word", "front", front), ("back", "back", back)):
            (words,) = self._db.execute(
                f"SELECT group_concat(word, ' ') FROM entry INDEXED BY word_by_{by} "
                f"WHERE kind = 'w' AND size IN (?, ?, ?) AND {column} >= ? AND {column} < ?",
                (len(word) - 1, len(word), len(word) + 1, begin, begin + _LAST),
            ).fetchone()
            found.update((words or "").split())
        found.discard(word)
        return found

    def named(self, words: Collection[str]) -> set[str]:
        """Those of some words that stand in names."""
        rows = self._db.execute(
            "SELECT word FROM json_each(?), entry INDEXED BY word_by_front "
            "WHERE kind = 'w' AND size = length(value) AND word = value",
            (json.dumps(list(words)),),
        )
        return {word for (word,) in rows}

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
