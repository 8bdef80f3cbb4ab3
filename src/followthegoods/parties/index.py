"""The index by which parties are found: one SQLite file beside the tables it is derived from.

`party` holds one row a party, numbered by how many lines name it, the most first: how it is
called, its members as `mention:grade`, and every spelling of its name. `entry` says which numbers
stand under what: `w` a word of a name, as written and as the trade's; `b` how many such words
begin, in up to three letters; `k` a name as a whole, see `name_key`; `s` a sound; `a` a word of an
address; `i` a tax id, `x` a number that fails its checksum, both without leading zeros.

A row of `entry` is some words, of one kind, that come one after the other: `first` and those
behind it, a line each, `<word><numbers>[<written>]` with `APART` between: `written` where not all
have the word as they are written. Where many numbers stand under a word, its line says how many,
`*5000`, and `crowd` has them. A row of `spelt` is words of names of one size, in the order of their
fronts, or turned round in that of their backs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import md5
from pathlib import Path
from typing import Any

from followthegoods.parties.numbers import Numbers, gathered, pack, united, unpack

BETWEEN, AMONG, APART = "\x1e", "\x1f", "\x1f"
"""What stands between the spellings of a party, and between the parts of one; and of a line."""

BEGUN, MANY = 3, 5_000
"""The letters up to which the parties under all words that begin so are kept together, and the
entries from which on they are: to put few together takes no time."""

KEY = 16
"""The letters that a whole name is kept in: few share them, and they are read again when found."""

_GREATEST = (1 << 63) - 1
"""The greatest number that a party or a mention can have."""

_LAST = "\U0010ffff"
"""What comes after every letter."""

_ROWS = """
SELECT value, (SELECT lines FROM entry WHERE kind = ? AND first <= value
    ORDER BY first DESC LIMIT 1) FROM json_each(?)"""

_BEGUN_SO = """
SELECT lines FROM entry WHERE kind = :kind AND first < :last AND first >= coalesce(
    (SELECT max(first) FROM entry WHERE kind = :kind AND first <= :front), '') ORDER BY first"""

_SPELT_SO = """
SELECT words FROM spelt WHERE way = :way AND size = :size AND first < :last AND first >= coalesce(
    (SELECT max(first) FROM spelt WHERE way = :way AND size = :size AND first <= :front), '')"""


def name_key(words: Sequence[str]) -> str:
    """What a name of these words, as the trade's, stands under as a whole, in any order."""
    return md5(" ".join(sorted(words)).encode(), usedforsecurity=False).hexdigest()[:KEY]


class Index:
    """An index, open for reading. Numbers are its own; the lower, the more lines."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        self._db.close()

    def under(self, kind: str, word: str) -> Iterable[int]:
        """The numbers that stand under a word, in ascending order."""
        return next((unpack(packed) for _, _, packed in self.several(kind, [word])), ())

    def all_under(self, kind: str, word: str) -> Numbers:
        """The set of the numbers that stand under a word."""
        return united(packed for _, _, packed in self.several(kind, [word]))

    def _lines(self, kind: str, words: Collection[str]) -> Iterator[tuple[str, str]]:
        """Those of some words that anything stands under, and what their lines say behind them."""
        given = json.dumps(list(dict.fromkeys(words)))
        for word, lines in self._db.execute(_ROWS, (kind, given)):
            found = lines.find(f"\n{word}{APART}") if lines and word else -1
            if found >= 0:
                at = found + len(word) + 2
                yield word, lines[at : lines.index("\n", at)]

    def _crowd(self, kind: str, word: str) -> tuple[bytes, bytes | None]:
        """The many numbers that stand under a word, packed; of those, where not all, those whose
        names have it as written."""
        row: tuple[bytes, bytes | None] = self._db.execute(
            "SELECT parties, written FROM crowd WHERE kind = ? AND word = ?", (kind, word)
        ).fetchone()
        return row

    def counts(self, kind: str, words: Collection[str]) -> dict[str, int]:
        """Those of some words that anything stands under, and how many numbers do."""
        return {word: _count(line) for word, line in self._lines(kind, words)}

    def several(self, kind: str, words: Collection[str]) -> Iterator[tuple[str, int, bytes]]:
        """Those of some words that anything stands under, how many numbers, and these, packed."""
        for word, line in self._lines(kind, words):
            packed = self._crowd(kind, word)[0] if line[0] == "*" else pack(_listed(line))
            yield word, _count(line), packed

    def begun(self, front: str, *, written: bool) -> Numbers:
        """The set of the numbers under all words of names that begin so: as they are `written`, or
        also as the trade's."""
        if len(front) <= BEGUN:
            for line in self._lines("b", [front]):
                return self._united("b", [(front, APART, line[1])], written)
        return self._all_begun("w", front, written)

    def begun_number(self, front: str) -> Numbers:
        """The set of the numbers under all tax ids that begin so, leading zeros left out."""
        return self._all_begun("i", front, False)

    def _all_begun(self, kind: str, front: str, written: bool) -> Numbers:
        asked = {"kind": kind, "front": front, "last": front + _LAST}
        rows = self._db.execute(_BEGUN_SO, asked)
        lines = _begin("".join(text for (text,) in rows), "\n", front).split("\n")
        return self._united(kind, (line.partition(APART) for line in lines if line), written)

    def _united(self, kind: str, lines: Iterable[tuple[str, str, str]], written: bool) -> Numbers:
        """All numbers of some lines; only those whose names have the words as they are written."""
        crowds, listed = [], []
        for word, _, line in lines:
            if line[0] == "*":
                parties, own = self._crowd(kind, word)
                crowds.append(own if written and own is not None else parties)
            else:
                listed.append(line.split(APART)[-1 if written else 0])
        return united(crowds) | gathered(map(int, " ".join(listed).split()))

    def near(self, word: str) -> set[str]:
        """Words of about the same length that begin or end like this one, or have the two letters
        in its middle swapped: among them all that are one letter off. Where one letter is left
        out, put in, changed or swapped with the next, half of a word is as it was."""
        half = len(word) // 2
        front, back = word[:half], word[:half:-1] + word[half]
        swapped = front[:-1] + word[half] + front[-1] + word[half + 1 :]
        found = {swapped} & self.named([swapped])
        for size in range(len(word) - 1, len(word) + 2):
            found.update(self._spelt("front", size, front))
            found.update(turned[::-1] for turned in self._spelt("back", size, back))
        found.discard(word)
        return found

    def _spelt(self, way: str, size: int, front: str) -> Iterator[str]:
        """The words of names of one size, turned round if `way` is "back", that begin so."""
        rows = self._db.execute(
            _SPELT_SO, {"way": way, "size": size, "front": front, "last": front + _LAST}
        )
        for (words,) in rows:
            yield from _begin(f" {words} ", " ", front).split()

    def named(self, words: Collection[str]) -> set[str]:
        """Those of some words that stand in names."""
        return {word for word, _ in self._lines("w", words)}

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


def _begin(text: str, between: str, front: str) -> str:
    """Those words or lines of a text, in order and each between two of the same, that begin so."""
    if not front:
        return text.removesuffix(between)
    first, last = text.find(between + front), text.rfind(between + front)
    return text[first : text.index(between, last + 1)] if first >= 0 else ""


def _listed(numbers: str) -> list[int]:
    """The numbers that a line lists, in ascending order."""
    return list(map(int, numbers.partition(APART)[0].split(" "))) if numbers else []


def _count(line: str) -> int:
    """How many numbers stand in a line, or are said to stand in a crowd."""
    if line[0] == "*":
        return int(line[1:])
    return line.partition(APART)[0].count(" ") + 1
