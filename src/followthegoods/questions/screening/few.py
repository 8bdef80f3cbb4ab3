"""The names of a few parties looked up among those of entries, by the keys that lists are kept by.

The rules are those of `candidates`, and so is what they find: whom a screening is of makes no
difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import JaroWinkler

from followthegoods.facts.sounds import skeleton
from followthegoods.parties.index import AMONG, BETWEEN, Index
from followthegoods.parties.scorers import UNCERTAIN
from followthegoods.questions.screening.candidates import (
    INITIALS,
    LONGEST,
    NAMES_ALIKE,
    PER_SOUND,
    SLIP,
    SOUNDS_ALIKE,
    WORDS_ALIKE,
    features,
    is_own,
)
from followthegoods.questions.screening.comparing import alike
from followthegoods.reference.lists.index import ListIndex
from followthegoods.reference.lists.tables import EDGE, HEAD, PART, SHORTEST
from followthegoods.reference.lists.views import Lists


class Name(NamedTuple):
    """A name in canonical words, how it sounds, and the script it is written in."""

    words: str
    sound: str
    script: str


class _Rest(NamedTuple):
    """What else there is in a name beside one word: what is heard in words of its own, and in all;
    how long words are, as bits; how many there are."""

    own: int
    every: int
    lengths: int
    others: int


class _Heard:
    """A name with what is heard in it."""

    def __init__(self, words: str, sound: str) -> None:
        self.letters, self.sound = words.replace(" ", ""), sound
        self.words = frozenset(words.split(" "))
        self._rests: dict[str, _Rest] = {}

    def rest(self, word: str) -> _Rest:
        if word not in self._rests:
            own = every = lengths = 0
            for other in self.words - {word}:
                heard = features(skeleton(other))
                every |= heard
                own |= heard if is_own(other) else 0
                lengths |= 1 << min(len(other), LONGEST)
            self._rests[word] = _Rest(own, every, lengths, len(self.words - {word}))
        return self._rests[word]


class Said(NamedTuple):
    """What the index of parties has of one: its names, its identifiers, its mentions."""

    names: frozenset[Name]
    numbers: frozenset[str]
    mentions: tuple[int, ...]


def said_by(path: Path, parties: Iterable[int]) -> dict[int, Said]:
    """What parties are called, by which numbers and mentions, by the index at `path`."""
    said = {}
    with closing(Index(path)) as index:
        for party in parties:
            number = index.number(party)
            for _, _, _, numbers, *_, spellings in index.rows([number] if number else []):
                told = [one.split(AMONG) for one in (spellings or "").split(BETWEEN) if one]
                names = frozenset(
                    Name(words, " ".join(sorted(map(skeleton, words.split(" ")))), script)
                    for words, script, *_ in told
                )
                members = index.members(party)
                mentions = tuple(mention for mention, grade in members if grade > UNCERTAIN)
                said[party] = Said(names, frozenset((numbers or "").split()), mentions)
    return said


@contextmanager
def list_indexes(root: Path, lists: Lists) -> Iterator[tuple[ListIndex, ...]]:
    """The indexes of all lists, open; none where a list was kept before there were such."""
    files = lists.files["list_index"]
    if len(files) < len(lists.files["entry_keys"]):
        files = ()
    with ExitStack() as stack:
        yield tuple(stack.enter_context(closing(ListIndex(root / file))) for file in files)


def names_alike(
    indexes: Sequence[ListIndex], lists: Set[str], names: Iterable[Name]
) -> dict[Name, list[tuple[Any, ...]]]:
    """The names of entries of some lists (the columns of `ENTRY_NAME`) that are alike each of some
    names; names that none is alike are left out."""
    found = {}
    for name in names:
        blocks = _blocks(name)
        rows = {
            row
            for index in indexes
            for row in index.under(blocks)
            if name.words and row[2] in lists
        }
        if alike_rows := sorted(set(_alike(name, blocks, rows))):
            found[name] = alike_rows
    return found


def _blocks(name: Name) -> dict[str, list[str]]:
    """The keys that a name is looked up under, each with the words that it is of."""
    letters = name.words.replace(" ", "")
    head = f"h{letters[:HEAD]}" if len(letters) < HEAD * 2 else f"n{letters[:EDGE]}"
    blocks: dict[str, list[str]] = {head: [""], f"s{name.sound}": [""]}
    for word in dict.fromkeys(name.words.split(" ")):
        if len(word) < SHORTEST:
            continue
        keys = [f"w{word}", f"b{word[:PART]}", f"e{word[-PART:]}"]
        if len(sound := skeleton(word)) > SHORTEST:
            keys.append(f"t{sound}")
        for key in keys:
            blocks.setdefault(key, []).append(word)
    return blocks


def _alike(
    name: Name, blocks: Mapping[str, Sequence[str]], rows: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    own = _Heard(name.words, name.sound)
    heard: dict[str, _Heard] = {}
    known: dict[tuple[str, str, str], bool] = {}
    for block, word, *row in rows:
        words, sound, script = row[6:9]
        if words not in heard:
            heard[words] = _Heard(words, sound)
        other, key = heard[words], (words, sound, script)
        if key not in known and any(
            _meet(block[0], one, word, own, other) for one in blocks[block]
        ):
            likely = _look_alike(own, other)
            known[key] = likely and alike(name.words, words, name.script != script)
        if known.get(key):
            yield tuple(row)


def _meet(kind: str, one: str, word: str, own: _Heard, other: _Heard) -> bool:
    """Whether two names that stand under one key may be likely."""
    if kind == "s":
        return True
    if kind in "be" and JaroWinkler.similarity(one, word) < WORDS_ALIKE:
        return False
    a, b = own.rest(one), other.rest(word)
    return (
        (a.own ^ b.own).bit_count() <= SLIP + a.own.bit_count() // PER_SOUND
        or (a.every ^ b.every).bit_count() <= SLIP + a.every.bit_count() // PER_SOUND
        or _may_abbreviate(a, b)
        or _may_abbreviate(b, a)
    )


def _may_abbreviate(short: _Rest, spelt: _Rest) -> bool:
    more = spelt.others - short.others
    return more >= INITIALS and bool(short.lengths & (6 << more))


def _look_alike(one: _Heard, other: _Heard) -> bool:
    return (
        one.sound == other.sound
        or JaroWinkler.similarity(one.letters, other.letters) >= NAMES_ALIKE
        or JaroWinkler.similarity(one.sound, other.sound) >= SOUNDS_ALIKE
    )
