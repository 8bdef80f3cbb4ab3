"""Kinds of goods by their words: a table that is looked up word by word, however long it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise, product
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_BETWEEN = (" ", "-", "\u00a0", "\u2011")
_WORDS = 12
"""Words that the longest name has at the most."""
_STEM = 3
"""Letters of a word at the least that are left when its ending is cut off."""


@dataclass(frozen=True)
class Kind:
    """What goods a name stands for: the beginnings of their codes, none where only their words
    tell. `sure` is whether the name means goods wherever it stands: "lead" does not."""

    codes: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True)
class Named:
    """Goods that a text names, and where."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Goods by the keys of their names, with how many words the longest name has that begins with
    a word."""

    kinds: Mapping[str, Kind]
    longest: Mapping[str, int]


class Kinds:
    """Goods by their names. A hyphen is as good as a space between the words of a name."""

    def __init__(self, tables: tuple[Table, ...], fold: Callable[[str], str]) -> None:
        """`tables` in the order in which they are asked; `fold` is how a word stands in a key."""
        self._tables = tables
        self._fold = fold

    def whole(self, name: str) -> Kind | None:
        """What a text as a whole is the name of."""
        return self._kind(_key(name, self._fold))

    def found(self, text: str) -> Iterator[Named]:
        """All goods that a text surely names, those within longer names too."""
        return (named for named, kind in self._all(text) if kind.sure)

    def begins(self, text: str, start: int) -> Iterator[Named]:
        """The goods whose names begin at a place of a text."""
        return (named for named, _ in self._all(text, start, once=True) if named.start == start)

    def ends(self, text: str) -> Iterator[Named]:
        """The goods whose names a text ends with, the longest first; names that are not sure only
        where nothing stands before them: "tonnes of lead", no "sheet lead"."""
        text = text.rstrip()
        named = ((n, kind) for n, kind in self._all(text) if n.end == len(text))
        return (n for n, kind in named if kind.sure or not n.start)

    def codes_of_last(self, name: str) -> tuple[str, ...]:
        """The codes of the goods that the last words of a name are, whatever stands before them:
        "horticultural peat". None where these words alone could be other goods as well."""
        last = next(self.ends(name), None)
        return last.codes if last else ()

    def with_names(self, names: Mapping[str, tuple[str, ...]]) -> Kinds:
        """These goods and those of names that a story tells, with their codes."""
        told = {_key(name, self._fold): Kind(codes) for name, codes in names.items()}
        return Kinds((_table(told), *self._tables), self._fold) if told else self

    def _kind(self, key: str) -> Kind | None:
        for table in self._tables:
            if (kind := table.kinds.get(key)) is not None:
                return kind
        return None

    def _longest(self, first: str) -> int:
        """How many words the longest name has that begins with one; 0 where none does."""
        longest = 0
        for table in self._tables:
            longest = max(longest, table.longest.get(first, 0))
        return longest

    def _all(
        self, text: str, begin: int = 0, *, once: bool = False
    ) -> Iterator[tuple[Named, Kind]]:
        """The goods of a text in the order of their places, the longest of a place first; only
        those of its first word where `once`."""
        found = _WORD.finditer(text, begin)
        words = list(islice(found, _WORDS) if once else found)
        folded = [self._fold(word[0]) for word in words]
        for at, word in enumerate(words[:1] if once else words):
            longest = self._longest(folded[at])
            for n in range(min(longest, len(words) - at), 0, -1):
                kind = self._kind(" ".join(folded[at : at + n]))
                if kind is not None and _together(text, words[at : at + n]):
                    start, end = word.start(), words[at + n - 1].end()
                    yield Named(start, end, text[start:end], kind.codes), kind


def _together(text: str, words: list[re.Match[str]]) -> bool:
    """Whether nothing but a space or a hyphen stands between words."""
    return all(text[a.end() : b.start()] in _BETWEEN for a, b in pairwise(words))


def _key(name: str, fold: Callable[[str], str]) -> str:
    return " ".join(map(fold, _WORD.findall(name)))


def _table(kinds: Mapping[str, Kind]) -> Table:
    longest: dict[str, int] = {}
    for key in kinds:
        first, words = key.partition(" ")[0], 1 + key.count(" ")
        if longest.get(first, 0) < words:
            longest[first] = words
    return Table(kinds, longest)


def kinds(table: Mapping[str, Any]) -> Kinds:
    """The goods of a file of a language; see facts/stories/goods_en.toml for what stands in it."""
    fold = _folding(table.get("endings", ""))
    also = table.get("also_spelt", {})
    found: dict[str, Kind] = {}
    for codes, names in table["goods"].items():
        sure, unsure = (Kind(tuple(codes.split()), sure=sure) for sure in (True, False))
        for name in names.split(","):
            name = name.strip()
            kind = unsure if name.endswith("?") else sure
            for spelling in spellings(name.removesuffix("?"), also):
                found[_key(spelling, fold)] = kind
    return Kinds((_table(found),), fold)


def _folding(endings: str) -> Callable[[str], str]:
    """How a word stands in a key: in small letters, without the endings of a language that bends
    its words."""
    cut = re.compile(rf"(?<=\w{{{_STEM}}})(?:{endings})$") if endings else None

    @cache
    def fold(word: str) -> str:
        word = word.lower().replace("’", "'").replace("ё", "е")
        return cut.sub("", word, count=1) if cut else word

    return fold


_PIECE = re.compile(r"(?:\([^)]*\)|[^\s()])+")


def spellings(name: str, also: Mapping[str, str]) -> Iterator[str]:
    """All names that an entry of the table stands for: what is in brackets may be left out, and of
    what a stroke parts one is said: `(frozen/chilled) prawn(s)`. `also` are parts of words with how
    others spell them."""
    every = [one for one in also.items() if one[0] in name]
    for said in _said(name) if "(" in name or "/" in name else (name,):
        yield said
        other = said
        for one, spelt in every:
            other = other.replace(one, spelt)
        if other != said:
            yield other


def _said(name: str) -> Iterator[str]:
    for pieces in product(*(list(_choices(piece)) for piece in _PIECE.findall(name))):
        yield " ".join(filter(None, pieces))


def _choices(piece: str) -> Iterator[str]:
    """What may be said for a piece of a name between spaces."""
    if piece.startswith("(") and piece.endswith(")") and piece.count("(") == 1:
        yield ""
        yield from piece[1:-1].split("/")
        return
    for one in piece.split("/"):
        yield re.sub(r"[()]", "", one)
        if "(" in one:
            yield re.sub(r"\([^)]*\)", "", one)
