"""Whom a text may be about: those whose name is like it, wholly or in part, or at its address."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from heapq import nlargest
from itertools import chain, islice
from operator import and_
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from followthegoods.facts.names import address_key, fold, form_words, split_form
from followthegoods.facts.sounds import latin, skeleton
from followthegoods.facts.trade_words import SHORT_WEIGHT, canonical, is_known, weight
from followthegoods.parties.index import Index, name_key
from followthegoods.parties.indexed import (
    Spelling,
    begun_so,
    called_parties,
    is_number,
    meant,
    read_parties,
)
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.parties.numbers import each, held, unpack
from followthegoods.parties.party import Party
from followthegoods.parties.read import read_mention

_MOST = 3_000
"""Parties at an address from which on nobody is found by it."""

_COMMON = 1_000
"""Parties from which on a word does not tell whom a text may be about, where a rarer one does."""

_LOOKED_AT, _COMPARED, _SPELLINGS = 60, 20, 3
"""Of the parties that share most with a text, how many are looked at by their letters, and how
many of these word by word, in how many spellings."""


def likeliest(index: Index, text: str, most: int) -> list[Party] | None:
    """Whom a text may be about, as `search.search_parties` has them: so many or more, if there are
    so many. None where the index cannot tell."""
    complete = _is_complete(text)
    found = meant(index, text, most, begun=not complete)
    if found is None or len(found) >= most or (found and is_number(text)):
        return found
    alike = _alike(index, text)
    if complete and not found:
        found = [one.party for one in alike if one.whole >= LIKE]
        found += begun_so(index, split_form(text)[0], most)
    return found + [one.party for one in alike] + at_address(index, text)


def _is_complete(text: str) -> bool:
    """Whether a text is a name to its end, since a legal form stands there."""
    core, form = split_form(text)
    return bool(core and form) and not fold(text).endswith(core)


def alike(index: Index, text: str) -> list[Party]:
    """The parties whose name is like a text as a whole, the likeliest first."""
    return [one.party for one in _alike(index, text) if one.whole >= LIKE]


class _Alike(NamedTuple):
    """A party whose name is like a text, and how like it is as a whole."""

    party: Party
    whole: float


def _alike(index: Index, text: str) -> list[_Alike]:
    """The parties whose name is like a text, or has a part that is: the likeliest first, then
    those with most lines."""
    read = read_mention(_mended(index, fold(text)), None, None, None)
    core, form, asked = read.core, read.form, read.words
    if len("".join(asked)) < 4:
        return []
    looked_at = []
    for one in read_parties(index.rows(_sharing(index, asked, core.split()))):
        spelt = [(_letters(asked, core, spelling), spelling) for spelling in one.spellings]
        if best := nlargest(_SPELLINGS, spelt):
            formed = any(spelling.form == form for spelling in one.spellings)
            looked_at.append((best[0][0], formed, one.party, [spelling for _, spelling in best]))
    looked_at.sort(key=lambda found: (-round(found[0], 2), not found[1], -found[2].lines))
    ranked = []
    for likeness, formed, party, spellings in looked_at[:_COMPARED]:
        fits = [_fit(asked, s, s.script != read.script) for s in spellings]
        whole, part = max(fit.whole for fit in fits), max(fit.part for fit in fits)
        if max(whole, likeness, part) >= LIKE:
            rank = round(max(likeness, whole, (3 * part + whole) / 4), 2)
            ranked.append((-rank, not formed, -party.lines, party.party, _Alike(party, whole)))
    return [found for *_, found in sorted(ranked)]


def _mended(index: Index, folded: str) -> str:
    """A text without a legal form, whose words that are in no name, and a letter off those of
    such forms, are these."""
    if split_form(folded)[1]:
        return folded

    words = folded.split()
    known = index.named(words)

    def mended(word: str) -> str:
        if len(word) < 3 or word in form_words() or word in known:
            return word
        near = process.extractOne(word, form_words(), scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else word

    return " ".join(map(mended, words))


def _letters(asked: Sequence[str], core: str, spelling: Spelling) -> float:
    """How like a text is to a spelling letter by letter, as written or in Latin letters."""
    return max(
        OSA.normalized_similarity(core.replace(" ", ""), spelling.core.replace(" ", "")),
        OSA.normalized_similarity("".join(asked), spelling.words.replace(" ", "")),
    )


class _Fit(NamedTuple):
    """How like two names are as wholes, and how much of one of them is in the other."""

    whole: float
    part: float


def _fit(asked: Sequence[str], spelling: Spelling, two_scripts: bool) -> _Fit:
    found = compare_names(asked, spelling.words.split(), two_scripts=two_scripts)
    told = sum(pair.weight for pair in found.aligned)
    met = sum(pair.weight * pair.like for pair in found.aligned)
    lacking = min(sum(map(weight, found.only_a)), sum(map(weight, found.only_b)))
    return _Fit(found.score, met / (told + lacking) if told >= SHORT_WEIGHT else 0.0)


class _Met(NamedTuple):
    """A word that stands in names, which a word of a text may be: of how many parties, how like
    it is, the place of the text's word, these parties, and the word where it is a letter off."""

    bearers: int
    like: float
    at: int
    packed: bytes
    near: str


def _sharing(index: Index, asked: Sequence[str], written: Sequence[str]) -> list[int]:
    """The parties whose names share most with a text: words that few names have find them, words
    that many have tell which of those come first, and so does it where nothing else is in a name.
    A word that is near one counts a little less than itself."""
    groups = [{word, *(w for w in written if latin(w) == word)} for word in asked]
    counts = index.counts("w", set().union(*groups))
    known = [sum(counts.get(word, 0) for word in group) for group in groups]
    met = [
        one
        for at, group in enumerate(groups)
        for one in _met(index, group, at, near=not known[at] or all(known))
    ]
    rare = [one for one in met if one.bearers <= _COMMON] or sorted(met)[:1]
    # Of one common word alone no more are looked at, and those with most lines come first.
    told = [weight(w) * math.log(1 + 1e6 / max(n, 1)) for w, n in zip(asked, known, strict=True)]
    found = {n for one in rare for n in islice(unpack(one.packed), _COMMON)}
    shared: list[dict[int, float]] = [{} for _ in asked]
    many = len(found) > _LOOKED_AT
    for one in sorted(met if many else rare, key=lambda one: one.like):
        bear = held(one.packed, found) if one.bearers > _COMMON else unpack(one.packed)
        shared[one.at].update(dict.fromkeys(bear, told[one.at] * one.like))
    if many:
        shared.append(dict.fromkeys(found & _wholly(index, asked, rare), _SLIP * max(told)))
    total: defaultdict[int, float] = defaultdict(float)
    for number, tells in chain.from_iterable(of.items() for of in shared):
        total[number] += tells
    return nlargest(_LOOKED_AT, total, key=lambda number: (total[number], -number))


def _met(index: Index, words: Iterable[str], at: int, *, near: bool) -> Iterator[_Met]:
    """What of the writings of a word stands in names."""
    writings = _writings(index, words, near=near)
    for kind in "ws":
        like = {word: like for of, word, like in writings if of == kind}
        for word, bearers, packed in index.several(kind, list(like)):
            slip = word if kind == "w" and like[word] < 1 else ""
            yield _Met(bearers, like[word], at, packed, slip)


def _wholly(index: Index, asked: Sequence[str], met: Iterable[_Met]) -> set[int]:
    """The parties with a name that is the one asked for, but for one word that is a letter off."""
    keys = {
        name_key((*asked[: one.at], *canonical((one.near,)), *asked[one.at + 1 :]))
        for one in met
        if one.near
    }
    return set().union(*(unpack(packed) for _, _, packed in index.several("k", list(keys))))


_NEAREST = 200
"""Words near one that are looked up at most."""

_SLIP = 0.2
"""How much less a word that is near one counts than itself; and how much more a name that is
wholly the one asked for but for such a word."""


def _writings(index: Index, words: Iterable[str], *, near: bool) -> list[tuple[str, str, float]]:
    """A word, given in one script or two, as it may stand in names, with how like that is: as it
    is, a letter off, in two; and how it sounds."""
    found = []
    for word in words:
        if near and len(word) > 2 and not is_known(word):
            most = 1 if len(word) < 9 else 2
            written = process.extract(
                word, index.near(word), scorer=OSA.distance, score_cutoff=most, limit=None
            )
            written.sort(key=lambda one: (one[1], one[0]))  # which are kept hangs on no chance
            found += [("w", other, 1 - _SLIP) for other, _, _ in written[:_NEAREST]]
            found += [("w", part, 1 - _SLIP) for part in _in_two(index, word)]
        found.append(("w", word, 1.0))
        if word.isascii() and len(sound := skeleton(word)) > 2:
            found.append(("s", sound, 0.7))
    return found


def _in_two(index: Index, word: str) -> list[str]:
    """The parts of a word that two words of names, or one and a legal form, were run into."""
    cuts = [(word[:at], word[at:]) for at in range(3, len(word) - 1)] if len(word) > 5 else []
    known = index.named({word, *chain.from_iterable(cuts)}) if cuts else set()
    found: list[str] = []
    for front, back in cuts:
        if front not in known or word in known:
            continue
        if split_form(f"{front} {back}")[1]:
            found.append(front)
        elif len(back) > 2 and back in known:
            found += [front, back]
    return found


def at_address(index: Index, text: str) -> list[Party]:
    """The parties at an address with all these words, most lines first; none where it is only one
    word, or where many sit."""
    words = set(address_key(text).split())
    sit = index.counts("a", words)
    if len(words) < 2 or len(sit) < len(words) or min(sit.values()) > _MOST:
        return []
    rarest = sorted(words, key=lambda word: sit[word])
    found = reduce(and_, (index.all_under("a", word) for word in rarest))
    return called_parties(index, islice(each(found), _LOOKED_AT))
