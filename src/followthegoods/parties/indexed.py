"""Looking parties up in the index: whom a text means, by number or by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from followthegoods.facts.identifiers import possible_values
from followthegoods.facts.names import split_form
from followthegoods.facts.trade_words import canonical
from followthegoods.parties.index import AMONG, BETWEEN, Index, name_key
from followthegoods.parties.numbers import Numbers, each
from followthegoods.parties.party import Party


class Spelling(NamedTuple):
    """One spelling of a party's name. `alone`: a mention of it can be nobody else's."""

    words: str
    script: str
    core: str
    form: str
    alone: bool


class Found(NamedTuple):
    """A party as the index has it, and every spelling of its name."""

    party: Party
    spellings: tuple[Spelling, ...]


def read_parties(rows: Iterable[tuple[Any, ...]]) -> list[Found]:
    """The rows of `Index.rows` as parties, in their order."""
    found = []
    for _, party, name, tax_ids, country, personal, mentions, lines, spellings in rows:
        ids = tuple((tax_ids or "").split())
        spelt = tuple(
            Spelling(words, script, core, form, alone == "1")
            for words, script, core, form, alone in (
                spelling.split(AMONG) for spelling in (spellings or "").split(BETWEEN) if spelling
            )
        )
        one = Party(party, name or "", ids, country, bool(personal), mentions, lines)
        found.append(Found(one, spelt))
    return found


def called_parties(index: Index, numbers: Iterable[int]) -> list[Party]:
    """The parties of these numbers, in the order of the numbers."""
    return [one.party for one in read_parties(index.rows(numbers))]


def is_number(text: str) -> bool:
    """Whether a text is a party's id or a tax id, and no name."""
    return bool(
        _ID.fullmatch(text.strip()) or _DIGITS.fullmatch(_bare(text)) or possible_values(text)
    )


def begun_number(index: Index, text: str, most: int) -> list[Party]:
    """Those with a tax id that begins with the digits of a text, six at least; the first `most`."""
    front = _bare(text)
    if not _DIGITS.fullmatch(front):
        return []
    rest = each(index.begun_number(front.lstrip("0")))
    found: list[Party] = []
    while len(found) < most and (batch := list(islice(rest, _BATCH))):
        for party in called_parties(index, batch):
            if any(key.rpartition(":")[2].startswith(front) for key in party.tax_ids):
                found.append(party)
    return found[:most]


_ID = re.compile(r"p[0-9a-f]{1,16}")
_DIGITS = re.compile(r"\d{6,20}")


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text.strip().rsplit(":", 1)[-1])


def meant(
    index: Index, text: str, most: int | None = None, *, begun: bool = True
) -> list[Party] | None:
    """The parties that a text means, by id, tax id or name, most lines first: all, or the first so
    many. None where the index cannot tell: it knows parties, not their members. Not `begun`: names
    whose words only begin like those of the text are not meant."""
    text = text.strip()
    if _ID.fullmatch(text):
        number = index.number(int(text[1:], 16))
        return None if number is None else called_parties(index, [number])
    digits = _bare(text)
    called = [digits] * bool(_DIGITS.fullmatch(digits)) + sorted(possible_values(text))
    under = (list(index.under(kind, number.lstrip("0"))) for kind in "ix" for number in called)
    if numbers := next(filter(None, under), None):
        return called_parties(index, numbers[:most])
    core, form = split_form(text)
    if not core:
        return []
    return _called(index, core, form, most) or (begun_so(index, core, most) if begun else [])


Test = Callable[[Spelling], bool]


def _called(index: Index, core: str, form: str, most: int | None) -> list[Party]:
    """Those of this name: with its form if it has one, else as written, else in its words."""
    names = canonical(core.split())
    whole = index.all_under("k", name_key(names))
    for test in _whole_tests(core, form, sorted(names)):
        if found := _first(index, whole, test, most):
            return found
    return []


def begun_so(index: Index, core: str, most: int | None) -> list[Party]:
    """Those with these words in their names, or with words that so begin."""
    for words, field in ((core.split(), "core"), (canonical(core.split()), "words")):
        if found := _first(index, _all_begun(index, words, field), _begins(words, field), most):
            return found
    return []


def _all_begun(index: Index, words: Sequence[str], field: str) -> Numbers:
    """The parties that have a word beginning with each of some words."""
    found = index.begun(words[0], written=field == "core")
    for word in words[1:]:
        if not found:
            break
        found &= index.begun(word, written=field == "core")
    return found


def _whole_tests(core: str, form: str, key: list[str]) -> list[Test]:
    """Whether a spelling is the name asked for: with its form first, then as written, then as the
    same words."""

    def written(s: Spelling) -> bool:
        return s.core == core

    def worded(s: Spelling) -> bool:
        return sorted(s.words.split()) == key

    def formed(test: Test) -> Test:
        return lambda s: s.form == form and test(s)

    return [*(formed(test) for test in (written, worded) if form), written, worded]


def _begins(words: Sequence[str], field: str) -> Test:
    return lambda s: all(f" {word}" in f" {getattr(s, field)}" for word in words)


def _first(index: Index, numbers: Numbers, test: Test, most: int | None) -> list[Party]:
    """Of some parties those of whom a spelling holds the test: with one that is nobody else's, if
    any has; the first `most` of them."""
    own: list[Party] = []
    shared: list[Party] = []
    rest = each(numbers)
    while (most is None or len(own) < most) and (batch := list(islice(rest, _BATCH))):
        for one in read_parties(index.rows(batch)):
            alone = [s.alone for s in one.spellings if test(s)]
            if alone:
                (own if any(alone) else shared).append(one.party)
    return (own or shared)[:most]


_BATCH = 100
"""Parties that are read together: most answers are among so many."""


def cores_of(index: Index, parties: Sequence[Party]) -> list[str]:
    """The cores of the names of parties, three letters and more."""
    numbers = [n for party in parties if (n := index.number(party.party)) is not None]
    found = (s.core for one in read_parties(index.rows(numbers)) for s in one.spellings)
    return sorted({core for core in found if len(core) >= 3})
