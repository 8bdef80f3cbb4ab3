"""The names of a few parties looked up among those of entries, by the keys that lists are kept by.

The rules are those of `candidates`, and so is what they find: whom a screening is of makes no
difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import JaroWinkler

from followthegoods.facts.sounds import skeleton
from followthegoods.parties.index import AMONG, BETWEEN, Index, name_key
from followthegoods.parties.scorers import UNCERTAIN
from followthegoods.questions.screening.candidates import (
    HEADS_ALIKE,
    INITIALS,
    LONGEST,
    NAMES_ALIKE,
    PER_SOUND,
    RESTS_ALIKE,
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
    """A name in canonical words, how it sounds, the script it is written in, and its letters as
    written."""

    words: str
    sound: str
    script: str
    letters: str


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
        self.written, self.sound = words, sound
        self.letters = words.replace(" ", "")
        self.words = frozenset(words.split(" "))
        self._rests: dict[str, _Rest] = {}

    @cached_property
    def own(self) -> str:
        """The words of its own, in alphabetical order."""
        return " ".join(sorted(filter(is_own, self.words)))

    @cached_property
    def own_sound(self) -> str:
        return " ".join(sorted(map(skeleton, filter(is_own, self.words))))

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
    """What the index of parties has of one: its names by core and legal form, its identifiers,
    its mentions."""

    names: Mapping[tuple[str, str], Name]
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
                names = {
                    (core, form): Name(
                        words,
                        " ".join(sorted(map(skeleton, words.split(" ")))),
                        script,
                        core.replace(" ", ""),
                    )
                    for words, script, core, form, *_ in told
                }
                members = index.members(party)
                mentions = tuple(mention for mention, grade in members if grade > UNCERTAIN)
                said[party] = Said(names, frozenset((numbers or "").split()), mentions)
    return said


def companies_called(path: Path, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many parties with an identifier have each of some names, given in canonical words with
    the legal form, by the index at `path`."""
    found = {}
    with closing(Index(path)) as index:
        for words, form in set(names):
            found[words, form] = sum(
                any(one.split(AMONG)[:4:3] == [words, form] for one in spellings.split(BETWEEN))
                for _, _, _, numbers, *_, spellings in index.rows(
                    index.under("k", name_key(words.split(" ")))
                )
                if numbers and spellings
            )
    return found


@contextmanager
def list_indexes(root: Path, lists: Lists) -> Iterator[tuple[ListIndex, ...]]:
    """The indexes of all lists, open; none where a list was kept by an older program."""
    files = lists.files["list_index"]
    if len(files) < len(lists.files["entry_keys"]):
        files = ()
    with ExitStack() as stack:
        opened = [stack.enter_context(closing(ListIndex(root / file))) for file in files]
        yield tuple(opened) if all(index.is_current() for index in opened) else ()


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
    blocks: dict[str, list[str]] = {
        head: [""], f"s{name.sound}": [""], f"c{name.letters}": [""],
    }  # fmt: skip
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
        if block[0] == "c":
            yield tuple(row)
            continue
        if words not in heard:
            heard[words] = _Heard(words, sound)
        other, key, two = heard[words], (words, sound, script), name.script != script
        if key not in known and _likely(block[0], blocks[block], word, own, other, two):
            known[key] = alike(name.words, words, two)
        if known.get(key):
            yield tuple(row)


def _likely(
    kind: str, ones: Sequence[str], word: str, own: _Heard, other: _Heard, two_scripts: bool
) -> bool:
    """Whether two names that stand under one key, of some words and a word, are likely."""
    if kind == "s":
        return True
    if kind in "hn":
        return JaroWinkler.similarity(own.letters, other.letters) >= HEADS_ALIKE
    return _look_alike(own, other) and any(
        _meet(kind, one, word, own, other, two_scripts) for one in ones
    )


def _meet(kind: str, one: str, word: str, own: _Heard, other: _Heard, two_scripts: bool) -> bool:
    """Whether what two names have beside a word each, that are one, is alike or abbreviated."""
    if kind in "be" and JaroWinkler.similarity(one, word) < WORDS_ALIKE:
        return False
    a, b = own.rest(one), other.rest(word)
    if _may_abbreviate(a, b) or _may_abbreviate(b, a):
        return True
    if not _sound_alike(a.own, b.own) and not _sound_alike(a.every, b.every):
        return False
    heard = _less(own.own_sound, skeleton(one)), _less(other.own_sound, skeleton(word))
    return (
        heard[0] == heard[1]
        or _rests_alike(_less(own.own, one), _less(other.own, word))
        or _rests_alike(_less(own.written, one), _less(other.written, word))
        or (two_scripts and _rests_alike(*heard))
    )


def _sound_alike(a: int, b: int) -> bool:
    return (a ^ b).bit_count() <= SLIP + a.bit_count() // PER_SOUND


def _less(words: str, word: str) -> str:
    """The letters of some words without those of one word."""
    return f" {words} ".replace(f" {word} ", " ").replace(" ", "")


def _rests_alike(a: str, b: str) -> bool:
    return JaroWinkler.similarity(a, b) >= RESTS_ALIKE


def _may_abbreviate(short: _Rest, spelt: _Rest) -> bool:
    more = spelt.others - short.others
    return more >= INITIALS and bool(short.lengths & (6 << more))


def _look_alike(one: _Heard, other: _Heard) -> bool:
    return (
        JaroWinkler.similarity(one.letters, other.letters) >= NAMES_ALIKE
        or JaroWinkler.similarity(one.sound, other.sound) >= SOUNDS_ALIKE
    )
