"""Companies that a sentence tells without their names: "the trader", "the Turkish firm", "the
former". A company is what it was called beside its name; words that fit what only one was called
stand for its name, with the role that the words around them give to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from followthegoods.questions.stories.reading.names import (
    RECEIVER,
    SUPPLIER,
    Name,
    head,
    roled,
    speaks,
)
from followthegoods.questions.stories.reading.scene import Scene

_WORDS = re.compile(r"[^\W\d_][\w’'-]*(?:[’']s)?")


def described(scene: Scene) -> dict[str, frozenset[str]]:
    """The companies of a sentence, each with the words that it is called by, its business
    (`=mill`) and the countries where it sits (`@TR`) among them: "the Lithuanian trader
    Marvane", "Marvane, an Italian mill"."""
    found: dict[str, frozenset[str]] = {}
    for name in scene.names:
        if not name.company and (speaks(name, scene.text, scene.words) or _is_bare(name)):
            continue
        words = {*_called_before(scene, name), *_called_after(scene, name)}
        found[name.text] = found.get(name.text, frozenset()) | words
    return found


def _is_bare(name: Name) -> bool:
    """Whether nothing but a capital says that a name is a company's."""
    return not name.role and " " not in name.text


def with_firms(
    scene: Scene, known: Mapping[str, frozenset[str]], sellers: Sequence[str] = ()
) -> Scene:
    """A sentence with the companies that it tells by what they were called, as names; `known` are
    those of the text so far, the one spoken of last at the end, `sellers` who sold last."""
    found = []
    for start, end, words in _references(scene):
        if any(n.start < end and start < n.end and (n.role or n.company) for n in scene.names):
            continue
        fits = [name for name, own in known.items() if _fits(words, own)]
        from_it = scene.words.says("from_them", scene.text[:start])
        seated = any(word[0] == _SEAT for one in sellers for word in known.get(one, ()))
        told = any(known.get(one) for one in sellers) and any(w[0] != _SEAT for w in words)
        one = roled(start, end, True, scene.text, scene.words)
        of_it = from_it is not None or (
            one.role == SUPPLIER and scene.text[end : end + 1] in _MARKS
        )
        if not fits and of_it and not (seated or told):
            fits = [*sellers]  # who was called nothing yet: "bought 900 tonnes from the mill"
        if not fits and all(word[0] == _SEAT for word in words):
            fits = _of_no_seat(scene, one, known)
        if fits:
            found.append(replace(one, text=fits[-1]))
    if not found:
        return scene
    # "Ural" of "the Ural company" is no name of its own, "the Swedes" are no country.
    own = [n for n in scene.names if not any(n.start < f.end and f.start < n.end for f in found)]
    places = [p for p in scene.places if not any(f.start <= p.start < f.end for f in found)]
    every = sorted([*own, *found], key=lambda name: name.start)
    return replace(scene, names=every, places=places)


def _of_no_seat(scene: Scene, one: Name, known: Mapping[str, frozenset[str]]) -> list[str]:
    """The one company whose seat was not told, where people of a country trade as one: "the
    Swedes imported", "bought 40 from the Georgians"."""
    free = [name for name, own in known.items() if not any(word[0] == _SEAT for word in own)]
    beside = any(n.role == RECEIVER and n.text not in free for n in scene.names)
    sells = one.role == SUPPLIER and (beside or scene.says("own_exports") is not None)
    return free if len(free) == 1 and (one.role == RECEIVER or sells) else []


def with_pair(scene: Scene, bought: Sequence[str], sold: Sequence[str]) -> Scene:
    """A sentence with "both", "the pair", "the three" or "they" as the companies that `bought` or
    `sold` last, as its verb says."""
    found: list[Name] = []
    for m in scene.words.cues["the_pair"].finditer(scene.text):
        one = roled(*m.span("what"), True, scene.text, scene.words)
        many = 3 if m["three"] else 4 if m["four"] else 2
        them = {RECEIVER: bought, SUPPLIER: sold}.get(one.role, ())[-many:]
        found += [replace(one, text=text) for text in them if len(them) == many]
    return replace(scene, names=sorted([*scene.names, *found], key=lambda name: name.start))


_MARKS = ("'", "’")


def _fits(words: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a company that is called by its `own` words may be meant by others. Where it sits may
    be told anew of one whose business is named."""
    new = words - own
    known = any(word[0] == _KIND for word in words) and not any(w[0] == _SEAT for w in own)
    return not new or (known and all(word[0] == _SEAT for word in new))


def _references(scene: Scene) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where a sentence tells of a company by what it was called, and by which words."""
    table = scene.words.words["name"]
    generic = re.compile(table["any_business"], re.I)
    for m in scene.words.cues["the_firm_again"].finditer(scene.text):
        kind = _KIND + _singular(m["noun"].lower())
        more = set(_keys(scene, m.start("more"), m.end("more")))
        if not generic.fullmatch(kind[1:]):
            more.add(kind)
        if more:
            yield m.start("what"), m.end("noun"), frozenset(more)
    taken = [m.span("what") for m in scene.words.cues["the_firm_again"].finditer(scene.text)]
    for start, end, code in _seats(scene):
        people = of_a_firm(scene, start, end) and not any(a <= start < b for a, b in taken)
        if people:
            yield start, end, frozenset({_SEAT + code})


def of_a_firm(scene: Scene, start: int, end: int) -> bool:
    """Whether a country only tells which company is meant: "the Turkish firm", "the Brazilians"."""
    table = scene.words.words["name"]
    if not scene.text[:start].lower().endswith("the "):
        return False
    after = scene.text[end:]
    if re.match(rf"(?: [a-z-]+)? {table['business']}\b(?! (?-i:[A-Z]))", after):
        return True
    own = scene.text[start:end]
    people = re.search(scene.words.words["adjective"]["words"], own.removesuffix("s")) is not None
    return people and re.match(table["the_nationals"], after) is not None


_SEAT, _KIND = "@", "="
"""What is put before a country where a company is known by its seat, and before its business."""


def _called_before(scene: Scene, name: Name) -> Iterator[str]:
    """What a company is called before its name: "the Polish furniture maker Marvane", "Chile's
    Marvane"."""
    told = scene.words.cues["called_before"].search(scene.text[: name.start])
    if told is not None:
        yield from _keys(scene, told.start(), told.end())
        if told["noun"]:
            yield _KIND + _singular(told["noun"].lower())


def _called_after(scene: Scene, name: Name) -> Iterator[str]:
    """What a company is called after its name: "Marvane, a trader in Izmir", "Marvane of Izmir"."""
    told = scene.words.cues["called_after"].match(scene.text[name.end :])
    if told is not None:
        yield from _keys(scene, name.end, name.end + told.end())
        if told["noun"]:
            yield _KIND + _singular(told["noun"].lower())


def _keys(scene: Scene, start: int, end: int) -> Iterator[str]:
    """The words of a part of a sentence, in small letters and the singular, its countries and
    towns as where a company sits."""
    seats = [s for s in _seats(scene) if s[0] < end and start < s[1]]
    yield from (_SEAT + code for _, _, code in seats)
    for m in _WORDS.finditer(scene.text, start, end):
        if not any(a <= m.start() < b for a, b, _ in seats):
            yield _singular(re.sub(r"[’']s$", "", m[0]).lower())


def same_name(one: str, other: str) -> bool:
    """Whether two names are forms of one: "Marvane", "Molino Marvane"."""
    first, second = (set(name.casefold().split()) for name in (one, other))
    return head(one) == head(other) or first <= second or second <= first


def _seats(scene: Scene) -> list[tuple[int, int, str]]:
    """The countries and cities of a sentence: their places, and the countries' codes."""
    cities = [(*m.span(), m.lastgroup or "") for m in scene.words.cities.finditer(scene.text)]
    return [*((p.start, p.end, p.code) for p in scene.places), *cities]


def _singular(noun: str) -> str:
    """A noun in the singular, as far as that can be told."""
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun if noun.endswith(("ss", "us", "works")) else noun.removesuffix("s")
