"""Looking parties up in the index: whom a text means, and whose name is like it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from heapq import nlargest
from itertools import islice
from operator import and_
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from followthegoods.facts.identifiers import possible_values
from followthegoods.facts.names import address_key, fold, form_words, split_form
from followthegoods.facts.sounds import latin, skeleton
from followthegoods.facts.trade_words import SHORT_WEIGHT, canonical, is_known, weight
from followthegoods.parties.index import AMONG, BETWEEN, Index, name_key
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.parties.numbers import Numbers, each
from followthegoods.parties.party import Party
from followthegoods.parties.read import read_mention

_MOST = 3_000
"""Parties at an address from which on nobody is found by it."""

_COMMON = 1_000
"""Parties from which on a word does not tell whom a text may be about, where a rarer one does."""

_LOOKED_AT, _COMPARED, _SPELLINGS = 100, 20, 3
"""Of the parties that share most with a text, how many are looked at by their letters, and how
many of these word by word, in how many spellings."""


class _Spelling(NamedTuple):
    """One spelling of a party's name. `alone`: a mention of it can be nobody else's."""

    words: str
    script: str
    core: str
    form: str
    alone: bool


class _Found(NamedTuple):
    party: Party
    spellings: tuple[_Spelling, ...]


def _read(rows: Iterable[tuple[Any, ...]]) -> list[_Found]:
    found = []
    for _, party, name, tax_ids, country, personal, mentions, lines, spellings in rows:
        ids = tuple((tax_ids or "").split())
        spelt = tuple(
            _Spelling(words, script, core, form, alone == "1")
            for words, script, core, form, alone in (
                spelling.split(AMONG) for spelling in (spellings or "").split(BETWEEN) if spelling
            )
        )
        one = Party(party, name or "", ids, country, bool(personal), mentions, lines)
        found.append(_Found(one, spelt))
    return found


def _parties(index: Index, numbers: Iterable[int]) -> list[Party]:
    return [one.party for one in _read(index.rows(numbers))]


def is_number(text: str) -> bool:
    """Whether a text is a party's id or a tax id, and no name."""
    return bool(
        _ID.fullmatch(text.strip()) or _DIGITS.fullmatch(_bare(text)) or possible_values(text)
    )


_ID = re.compile(r"p[0-9a-f]{1,16}")
_DIGITS = re.compile(r"\d{6,20}")


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text.strip().rsplit(":", 1)[-1])


def meant(index: Index, text: str, most: int | None = None) -> list[Party] | None:
    """The parties that a text means, by id, tax id or name, most lines first: all, or the first so
    many. None where the index cannot tell: it knows parties, not their members."""
    text = text.strip()
    if _ID.fullmatch(text):
        number = index.number(int(text[1:], 16))
        return None if number is None else _parties(index, [number])
    digits = _bare(text)
    called = [digits] * bool(_DIGITS.fullmatch(digits)) + sorted(possible_values(text))
    under = (list(index.under(kind, number.lstrip("0"))) for kind in "ix" for number in called)
    if numbers := next(filter(None, under), None):
        return _parties(index, numbers[:most])
    core, form = split_form(text)
    return _called(index, core, form, most) if core else []


Test = Callable[[_Spelling], bool]


def _called(index: Index, core: str, form: str, most: int | None) -> list[Party]:
    """Those of this name, else those with these words in theirs, else with words that so begin."""
    names = canonical(core.split())
    whole = index.all_under("k", name_key(names))
    for test in _whole_tests(core, form, sorted(names)):
        if found := _first(index, whole, test, most):
            return found
    for words, field in ((core.split(), "core"), (names, "words")):
        begun = (index.begun(word, written=field == "core") for word in words)
        if found := _first(index, reduce(and_, begun), _begins(words, field), most):
            return found
    return []


def _whole_tests(core: str, form: str, key: list[str]) -> list[Test]:
    """Whether a spelling is the name asked for: with its form first, then as written, then as the
    same words."""

    def written(s: _Spelling) -> bool:
        return s.core == core

    def worded(s: _Spelling) -> bool:
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
        for one in _read(index.rows(batch)):
            alone = [s.alone for s in one.spellings if test(s)]
            if alone:
                (own if any(alone) else shared).append(one.party)
    return (own or shared)[:most]


_BATCH = 100
"""Parties that are read together: most answers are among so many."""


def alike(index: Index, text: str, *, strict: bool = False) -> list[Party]:
    """The parties whose name is like a text, or has a part that is: the likeliest first, then
    those with most lines. `strict`: only names that are like it as wholes."""
    read = read_mention(_mended(index, fold(text)), None, None, None)
    core, form, asked = read.core, read.form, read.words
    if len("".join(asked)) < 4:
        return []
    looked_at = []
    for one in _read(index.rows(_sharing(index, asked, core.split()))):
        spelt = [(_letters(asked, core, spelling), spelling) for spelling in one.spellings]
        if best := nlargest(_SPELLINGS, spelt):
            looked_at.append((best[0][0], one.party, [spelling for _, spelling in best]))
    looked_at.sort(key=lambda found: (-round(found[0], 2), -found[1].lines))
    ranked = []
    for likeness, party, spellings in looked_at[:_COMPARED]:
        fits = [_fit(asked, s, s.script != read.script) for s in spellings]
        whole, part = max(fit.whole for fit in fits), max(fit.part for fit in fits)
        if whole >= LIKE or (not strict and max(likeness, part) >= LIKE):
            formed = any(s.form == form for s in spellings)
            rank = round(max(likeness, whole, (3 * part + whole) / 4), 2)
            ranked.append((-rank, not formed, -party.lines, party.party, party))
    return [party for *_, party in sorted(ranked)]


def _mended(index: Index, folded: str) -> str:
    """A text whose words that are in no name, and a letter off a legal form's, are those of one."""

    def mended(word: str) -> str:
        if len(word) < 3 or word in form_words() or index.count("w", word):
            return word
        near = process.extractOne(word, form_words(), scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else word

    return " ".join(map(mended, folded.split()))


def _letters(asked: Sequence[str], core: str, spelling: _Spelling) -> float:
    """How like a text is to a spelling letter by letter, as written or in Latin letters."""
    return max(
        OSA.normalized_similarity(core.replace(" ", ""), spelling.core.replace(" ", "")),
        OSA.normalized_similarity("".join(asked), spelling.words.replace(" ", "")),
    )


class _Fit(NamedTuple):
    """How like two names are as wholes, and how much of one of them is in the other."""

    whole: float
    part: float


def _fit(asked: Sequence[str], spelling: _Spelling, two_scripts: bool) -> _Fit:
    found = compare_names(asked, spelling.words.split(), two_scripts=two_scripts)
    told = sum(pair.weight for pair in found.aligned)
    met = sum(pair.weight * pair.like for pair in found.aligned)
    lacking = min(sum(map(weight, found.only_a)), sum(map(weight, found.only_b)))
    return _Fit(found.score, met / (told + lacking) if told >= SHORT_WEIGHT else 0.0)


def _sharing(index: Index, asked: Sequence[str], written: Sequence[str]) -> list[int]:
    """The parties whose names share most with a text: rare words count more than common ones, a
    word that is near one a little less than itself."""
    groups = [{word, *(w for w in written if latin(w) == word)} for word in asked]
    unknown = [group for group in groups if not any(index.count("w", word) for word in group)]
    met = [
        (count, kind, word, like * weight(name), at)
        for at, (name, group) in enumerate(zip(asked, groups, strict=True))
        for kind, word, like in _writings(index, group, near=not unknown or group in unknown)
        if (count := index.count(kind, word))
    ]
    rare = [one for one in met if one[0] <= _COMMON] or sorted(met)[:1]
    # Of one common word alone no more are looked at, and those with most lines come first.
    best: dict[tuple[int, int], float] = {}
    for count, kind, word, told, at in rare:
        told *= math.log(1 + 1e6 / count)
        for number in islice(index.under(kind, word), _COMMON):
            if best.get((number, at), 0) < told:
                best[number, at] = told
    shared: defaultdict[int, float] = defaultdict(float)
    for (number, _), told in best.items():
        shared[number] += told
    return nlargest(_LOOKED_AT, shared, key=lambda number: (shared[number], -number))


def _writings(index: Index, words: Iterable[str], *, near: bool) -> list[tuple[str, str, float]]:
    """A word, given in one script or two, as it may stand in names, with how like that is: as it
    is, a letter off, in two; and how it sounds."""
    found = []
    for word in words:
        found.append(("w", word, 1.0))
        if near and len(word) > 3 and not is_known(word):
            most = 1 if len(word) < 9 else 2
            written = process.extract(
                word, index.near(word) - {word}, scorer=OSA.distance, score_cutoff=most, limit=40
            )
            found += [("w", other, 0.8) for other, _, _ in written]
            found += [("w", part, 0.8) for part in _in_two(index, word)]
        if word.isascii() and len(sound := skeleton(word)) > 2:
            found.append(("s", sound, 0.7))
    return found


def _in_two(index: Index, word: str) -> list[str]:
    """The parts of a word that two words of names, or one and a legal form, were run into."""
    found: list[str] = []
    if len(word) < 6 or index.count("w", word):
        return found
    for at in range(3, len(word) - 1):
        front, back = word[:at], word[at:]
        if index.count("w", front):
            if split_form(f"{front} {back}")[1]:
                found.append(front)
            elif len(back) > 2 and index.count("w", back):
                found += [front, back]
    return found


def at_address(index: Index, text: str) -> list[Party]:
    """The parties at an address with all these words, most lines first; none where it is only one
    word, or where many sit."""
    words = sorted(set(address_key(text).split()), key=lambda word: index.count("a", word))
    if len(words) < 2 or not 0 < index.count("a", words[0]) <= _MOST:
        return []
    found = reduce(and_, (index.all_under("a", word) for word in words))
    return _parties(index, islice(each(found), _LOOKED_AT))


def cores_of(index: Index, parties: Sequence[Party]) -> list[str]:
    """The cores of the names of parties, three letters and more."""
    numbers = [n for party in parties if (n := index.number(party.party)) is not None]
    found = (s.core for one in _read(index.rows(numbers)) for s in one.spellings)
    return sorted({core for core in found if len(core) >= 3})
