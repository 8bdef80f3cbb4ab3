"""What the words of a header say: which field it may be, and what of it is not understood."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from followthegoods.facts.text import key, skeleton
from followthegoods.model.fields import BY_NAME, FIELDS, Kind

_SIGNS = (
    (re.compile(r"U\$S?D?|US\$", re.IGNORECASE), " USD "),
    (re.compile(r"R\$", re.IGNORECASE), " REAIS "),
    # Beside Cyrillic letters the sign means dollars; elsewhere it may mean a dozen currencies.
    (re.compile(r"(?<=[а-яіїє])(.*)(?<![A-Z])\$", re.IGNORECASE), r"\1 USD "),
    (re.compile(r"\$"), " DOLLARSIGN "),
    (re.compile(r"[№#]|N[°º]"), " NUMBER "),
    (re.compile(r"/\s*(?=(?:кг|kg|kilo|unit|ед|од|шт|pcs|доп|дод)\b)", re.IGNORECASE), " PER "),
    (re.compile(r"%"), " PERCENT "),
    (re.compile(r"\+"), " PLUS "),
    (re.compile(r"(?<=[a-zа-яіїє])(?=[A-ZА-ЯІЇЄ])|(?<=[^\W\d_]{4})(?=\d)"), " "),
)
_BOX = re.compile(r"\s*(?:[GГ]\s?([0-9D][0-9_]{0,5}A?)|([0-9]{2,4}(?:_[0-9]{1,2})?|D1))(?=$|[\s(])")
_FUZZY = 6
"""Words of so many letters may be one slip away from a known one: headers are typed by hand."""


BOX = 9
"""The weight of a box's code in a header: more than of any words."""


@dataclass(frozen=True)
class Rule:
    """Concepts that together make a field; `may` are understood beside them."""

    field: str
    all: frozenset[str]
    may: frozenset[str]
    weight: int


@dataclass(frozen=True)
class Hit:
    """A field that a header may name. `strange` are the words the rule does not explain."""

    field: str
    weight: int
    said: str
    strange: tuple[str, ...]
    total: bool

    @property
    def whole(self) -> bool:
        return not self.strange


@dataclass(frozen=True)
class Header:
    """A header taken apart: its telling words, without a mark of language or of rawness.

    `rank` orders twins, two headers of the same words: as received, plain, translated.
    `currency` is a national one that it names, `scales` what it counts in, of `_SCALES`.
    """

    text: str
    words: tuple[str, ...]
    concepts: frozenset[str]
    currency: str | None
    rank: int
    hits: tuple[Hit, ...]
    scales: frozenset[str] = frozenset()

    def factor(self, kind: Kind) -> int | None:
        """What a number of this kind under the header is multiplied by; None: by nothing."""
        return next(
            (_SCALES[n] for n in sorted(self.scales & _SCALED.get(kind, frozenset()))), None
        )


_SCALES = {"thousand": 1_000, "million": 1_000_000, "tonne": 1_000}
_COUNTED = frozenset({"thousand", "million"})
_SCALED = {Kind.MONEY: _COUNTED, Kind.QUANTITY: _COUNTED, Kind.WEIGHT: frozenset(_SCALES)}


@cache
def draft_words() -> dict[str, Any]:
    """The words of headers and values, as `draft_words.toml` has them."""
    file = resources.files("followthegoods.sources") / "draft_words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, signs such as `№` and `U$` spelt out."""
    for sign, word in _SIGNS:
        text = sign.sub(word, text)
    return tuple(skeleton(key(text)).split())


@cache
def word_set(table: str, name: str) -> frozenset[str]:
    """One list of single words of the data, folded."""
    return frozenset(" ".join(fold_words(word)) for word in draft_words()[table][name])


@cache
def _neutral() -> frozenset[str]:
    return frozenset(word for text in draft_words()["neutral"] for word in fold_words(text))


_Stem = tuple[str, bool]


def _phrase(text: str) -> tuple[_Stem, ...]:
    parts = [(skeleton(key(part)), part.endswith("*")) for part in text.split()]
    return tuple(part for part in parts if part[0] not in _neutral() or len(parts) == 1)


@cache
def _phrases(table: str) -> dict[str, tuple[tuple[_Stem, ...], ...]]:
    return {name: tuple(map(_phrase, said)) for name, said in draft_words()[table].items()}


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the data."""
    return tuple(
        Rule(name, frozenset(r["all"]), frozenset(r.get("may", ())), r.get("weight", 2))
        for name, made in draft_words()["rules"].items()
        for r in made
    )


@cache
def _vocabulary() -> frozenset[str]:
    stems = (part for said in _phrases("concepts").values() for phrase in said for part in phrase)
    return frozenset(word for word, is_stem in stems if not is_stem)


@cache
def _stems() -> tuple[str, ...]:
    stems = (part for said in _phrases("concepts").values() for phrase in said for part in phrase)
    return tuple({word for word, is_stem in stems if is_stem})


def _known(word: str) -> bool:
    return word in _vocabulary() or word.startswith(_stems())


def _mend(word: str) -> Iterator[str]:
    """A word as known words: itself, two or three glued together, or one slip away."""
    if _known(word) or word in _neutral() or word.isdigit():
        yield word
        return
    parts = _unglue(word, 3)
    if parts:
        yield from parts
        return
    yield _near(word) or word


def _near(word: str) -> str:
    """The known word, or the stem, that a word is one slip away from; "" for none."""
    if len(word) < _FUZZY - 1:
        return ""
    near = sorted(w for w in _vocabulary() if len(w) >= _FUZZY and _one_slip(word, w))
    stems = sorted(
        stem for stem in _stems()
        if len(stem) >= _FUZZY and any(
            _one_slip(word[:size], stem) for size in range(len(stem) - 1, len(stem) + 2)
        )
    )  # fmt: skip
    return (near + stems)[0] if near or stems else ""


@cache
def _unglue(word: str, most: int) -> tuple[str, ...]:
    if len(word) >= 3 and word in _vocabulary():
        return (word,)
    for cut in range(len(word) - 3, 2, -1) if most > 1 else ():
        if word[:cut] in _vocabulary() and (rest := _unglue(word[cut:], most - 1)):
            return (word[:cut], *rest)
    return ()


@cache
def _one_slip(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing, added, or two neighbours have changed places.

    Another last letter is another word: producer, produced.
    """
    if abs(len(a) - len(b)) > 1 or (len(a) == len(b) and a[:-1] == b[:-1]):
        return False
    pairs = enumerate(zip(a, b, strict=False))
    at = next((n for n, (x, y) in pairs if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[at:], b[at:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _spans(words: tuple[str, ...], phrases: Iterable[tuple[_Stem, ...]]) -> set[int]:
    """The places of words that a concept explains."""
    found: set[int] = set()
    for phrase in phrases:
        for start in range(len(words) - len(phrase) + 1):
            pairs = zip(words[start:], phrase, strict=False)
            if all(w.startswith(p) if stem else w == p for w, (p, stem) in pairs):
                found |= set(range(start, start + len(phrase)))
    return found


@cache
def read_header(text: str) -> Header:
    """Take a header apart and find the fields it may name, the best first."""
    box, text_without = _box_field(text)
    words = [mended for word in fold_words(text_without) for mended in _mend(word)]
    rank = 1
    if words and words[-1] in word_list("translated"):
        words, rank = words[:-1], 2
    elif words and words[0] in word_list("as_received"):
        words, rank = words[1:], 0
    # A first of several numbered columns stands for them; the others are something else.
    if len(words) > 1 and words[-1] == "1":
        words = words[:-1]
    telling = tuple(word for word in words if word not in _neutral())
    spans = {name: _spans(telling, said) for name, said in _phrases("concepts").items()}
    concepts = frozenset(name for name, places in spans.items() if places)
    scales = {name: _spans(telling, said) for name, said in _phrases("scales").items()}
    currency, currency_places = _currency(telling)
    hits = [] if box is None else [Hit(box, BOX, "the box's code", (), False)]
    for rule in rules():
        if rule.all <= concepts:
            explained = {place for name in rule.all | rule.may for place in spans[name]}
            kind = BY_NAME[rule.field].kind
            if kind is Kind.MONEY and not rule.field.endswith("_usd"):
                explained |= currency_places
            for name in _SCALED.get(kind, frozenset()):
                explained |= scales[name]
            strange = tuple(w for n, w in enumerate(telling) if n not in explained)
            said = " + ".join(sorted(rule.all)).replace("_", " ")
            total = "total" in rule.all and not rule.field.startswith("total_")
            hits.append(Hit(rule.field, rule.weight, said, strange, total))
    hits.sort(key=lambda hit: (len(hit.strange), -hit.weight))
    good = tuple(hit for hit in hits if hit.whole or (len(hit.strange) == 1 and len(telling) >= 3))
    scaled = frozenset(name for name, places in scales.items() if places)
    return Header(text, telling, concepts, currency, rank, good, scaled)


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the lists at the top of the data, folded."""
    return frozenset(" ".join(fold_words(word)) for word in draft_words()[name])


@cache
def _boxes() -> dict[str, str]:
    """The code of each box, without its G, and its field, from the vocabulary of a line."""
    coded: dict[str, str] = {}
    bare: dict[str, list[str]] = {}
    for field in FIELDS:
        for code in re.findall(r"G([0-9D][0-9_]*A?)", field.box):
            coded.setdefault(code, field.name)
        for box in re.findall(r"(?<![G0-9_])[0-9]{2}(?![0-9_])", field.box):
            bare.setdefault(box, []).append(field.name)
    # A box of several parts, such as 31, is no field by its bare number.
    return {box: names[0] for box, names in bare.items() if len(names) == 1} | coded


def _box_field(text: str) -> tuple[str | None, str]:
    """The field of a header that begins with a box's code (`G072`, `072 Дата`), and its words."""
    m = _BOX.match(text)
    if m is None:
        return None, text
    field = _boxes().get(m[1] or m[2])
    rest = text[m.end() :]
    if field is None or (m[1] is None and not rest.strip()):
        return None, text
    return field, rest


def _currency(words: tuple[str, ...]) -> tuple[str | None, set[int]]:
    """The one national currency that a header's words name, and where; dollars are a concept."""
    codes = set(draft_words()["currency_of"].values()) | {"EUR"}
    for place, word in enumerate(words):
        if word in codes and word != "USD":
            return word, {place}
    for code, phrases in _phrases("currency_words").items():
        if places := _spans(words, phrases):
            return str(code), places
    return None, set()


def authorities_named(words: tuple[str, ...]) -> set[str]:
    """The authorities whose records alone use a word among these."""
    return {name for name, said in _phrases("authority_words").items() if _spans(words, said)}
