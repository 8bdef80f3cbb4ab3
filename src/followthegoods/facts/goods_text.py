"""What stands inside the goods text of a line: makers, marks, models, articles, quantities.

A goods text is prose with labels in it ("ИЗГОТОВИТЕЛЬ: …; ТОВ.ЗНАК: …; АРТИКУЛ …; КОЛ-ВО 5 ШТ",
"MARCA:…, MODELO:…, VI:…"). The labels are data, in `goods_text.toml`. A value that cannot be told
from the prose around it is not read: a maker too few is found in the text again, a maker too many
is an accusation. Vehicle identification numbers follow ISO 3779.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_letters
from typing import Literal, NamedTuple, TypeAlias, cast

from followthegoods.facts.placeholders import is_nothing
from followthegoods.facts.text import TO_LATIN, read_toml
from followthegoods.facts.units import unit_code

Kind: TypeAlias = Literal[
    "maker", "trademark", "brand", "model", "article",
    "quantity", "serial", "engine", "year", "standard",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One value in a goods text.

    `value` is as written, without continuation marks; `start` and `end` are its place in the
    original text (marks included). `unit` is the canonical unit of a quantity, None if it has none
    or none that is known. `item` counts the sub-items of the line from 1; 0 is what stands before
    the first of numbered sub-items and is said of all of them.
    """

    kind: Kind
    value: str
    unit: str | None
    start: int
    end: int
    item: int


@dataclass(frozen=True, slots=True)
class GoodsText:
    """A goods text without continuation marks, and the values in it, in the order they stand."""

    clean: str
    parts: tuple[Part, ...]


def read_goods(text: str) -> GoodsText:
    """The values that stand in a goods text, each with its place. Never raises; linear time."""
    marks = [mark.span() for mark in _MARK.finditer(text)]
    clean = _MARK.sub("", text) if marks else text
    shape = clean.translate(_SHAPES)
    hits = list(_accepted(clean, shape))
    place = _places(marks)
    parts: list[Part] = []
    items = _items(hits)
    ends = [*(hit.start for hit in hits), len(clean)][1:]
    for hit, limit, item in zip(hits, ends, items, strict=True):
        for start, end, unit in _values(clean, shape, hit, limit):
            kind, span = cast(Kind, hit.kind), (place(start), place(end - 1) + 1)
            parts.append(Part(kind, clean[start:end], unit, *span, item))
    return GoodsText(clean, tuple(parts))


_MARK = re.compile(r"_?\[=[0-9]{1,4}=\]")
"""Where a dump glued the pieces of a long text together: `КУЗО_[=1=]ВА`."""


def _places(marks: list[tuple[int, int]]) -> Callable[[int], int]:
    """From a place in the clean text to the same character's place in the original."""
    if not marks:
        return lambda at: at
    seams: list[int] = []
    removed = [0]
    for start, end in marks:
        seams.append(start - removed[-1])
        removed.append(removed[-1] + end - start)
    return lambda at: at + removed[bisect_right(seams, at)]


class _ShapeTable(dict[int, int]):
    """Each character as labels are compared: a capital, without accent, in its Latin shape."""

    def __missing__(self, point: int) -> int:
        self[point] = shape = ord(_shape_of(chr(point)))
        return shape


def _shape_of(char: str) -> str:
    if char in "\r\n\v\f\u2028\u2029":
        return ";"
    if char.isspace() or unicodedata.category(char) == "Cc":
        return " "
    if char in "«»“”„‟″'‘’`":
        return '"'
    if char in "‐‑‒–—−":
        return "-"
    capital = char.upper()
    base = unicodedata.normalize("NFD", capital)[0] if len(capital) == 1 else char
    return base.translate(TO_LATIN)


_SHAPES = _ShapeTable()
_GAP = r"[ .\-/\"]{1,3}"
_GAPS = re.compile(_GAP)


def _shaped(label: str) -> str:
    return _GAPS.sub(" ", label.translate(_SHAPES))


class _Rule(NamedTuple):
    reads: str
    shortest: int
    stop: re.Pattern[str]
    stop_unmarked: re.Pattern[str]


class _Labels(NamedTuple):
    pattern: re.Pattern[str]
    known: dict[str, tuple[str, str]]  # label: kind, and one of labels, loose, marked
    rules: dict[str, _Rule]
    deny: re.Pattern[str]
    fit: re.Pattern[str]
    counted: re.Pattern[str]


@cache
def _labels() -> _Labels:
    data = read_toml("goods_text.toml")
    known = {
        _shaped(label): (kind, strength)
        for kind, entry in data["kind"].items()
        for strength in ("labels", "loose", "marked")
        for label in entry.get(strength, ())
    }
    words = {name: "|".join(map(_shaped, data[name])) for name in ("deny", "fit", "prose")}
    rules = {kind: _rule(entry, words["prose"]) for kind, entry in data["kind"].items()}
    counted = "|".join(sorted(map(_shaped, data["counted"]), key=len, reverse=True))
    return _Labels(
        re.compile(_alternation(known)), known, rules,
        deny=re.compile(rf"(?<![^\W_])(?:{words['deny']})[ /]{{1,2}}$"),
        fit=re.compile(rf"(?<![^\W_])(?:{words['fit']})(?![^\W_])"),
        counted=re.compile(rf"(?<![0-9-])- ?([0-9]{{1,7}}) ?({counted})(?![^\W_])"),
    )  # fmt: skip


def _alternation(labels: Iterable[str]) -> str:
    """All labels as one pattern that shares their beginnings, so that searching is quick."""
    branches: dict[str, list[str]] = {}
    for label in labels:
        branches.setdefault(label[:1], []).append(label[1:])
    ends = branches.pop("", None)
    shared = [
        (_GAP if char == " " else re.escape(char)) + _alternation(rest)
        for char, rest in branches.items()
    ]
    if ends:
        shared.append(r"(?![^\W\d_])")
    return shared[0] if len(shared) == 1 else f"(?:{'|'.join(shared)})"


_NEXT_LABEL = r"(?<![^\W_])[^\W\d_][\w./]{0,14} ?:"  # any word with a colon is somebody's label


def _rule(entry: dict[str, object], prose: str) -> _Rule:
    stops = ["[;|]", _NEXT_LABEL, *map(re.escape, cast(list[str], entry["stops"]))]
    unmarked = [*stops, r"\(", r"\. ", rf"(?<![^\W_])(?:{prose})(?![^\W_])"]
    shortest = cast(int, entry.get("shortest", 1))
    reads = cast(str, entry["reads"])
    return _Rule(reads, shortest, re.compile("|".join(stops)), re.compile("|".join(unmarked)))


class _Hit(NamedTuple):
    """Something that ends the value before it: a label, a bare value, the number of a sub-item."""

    start: int
    value: int  # where the value begins; at `start` for a value that needs no label
    kind: str
    marked: bool  # a sign or a quotation mark stands between label and value


_ITEM = "item"
_SIGN = re.compile(
    r'[. ]{0,3}(?:\([^()"]{1,24}\) {0,2})?((?:(?:[:=№#]|(?<= )-(?![0-9])|-(?=[ "])) {0,3}){0,3})'
)
_VIN = re.compile(r"(?<![^\W_])[A-HJ-NPR-Z0-9]{13}[0-9]{4}(?![^\W_])")
_VIN_LETTERS = 3


def _accepted(clean: str, shape: str) -> Iterator[_Hit]:
    """The hits that hold in the light of those before them, in order and without overlap."""
    hits = sorted([*_label_hits(clean, shape), *_bare_hits(shape), *_numbered(shape)])
    before: _Hit | None = None
    for hit in hits:
        if before is None or (hit.start >= before.value and _holds(clean, shape, before, hit)):
            yield hit
            before = hit


def _holds(clean: str, shape: str, before: _Hit, hit: _Hit) -> bool:
    """Whether a hit ends the value of the one before it, and is not that value or inside it."""
    if hit.kind == _ITEM:
        return True
    opens = hit.start == before.value
    if hit.value == hit.start:  # a vehicle number behind its own label is read by the label
        return not opens
    if hit.marked:
        return True
    if shape[before.value : hit.start] == '"':
        return False
    in_value = opens or _in_name(shape, before, hit)
    return not (before.marked and in_value and clean[hit.start] in ascii_letters)


def _in_name(shape: str, before: _Hit, hit: _Hit) -> bool:
    """A maker may be called COLOR or MODEL: inside its name these words are no labels."""
    if before.kind != "maker":
        return False
    return shape[max(before.value, hit.start - 3) : hit.start].rstrip(" ")[-1:] not in ",;.)"


def _label_hits(clean: str, shape: str) -> Iterator[_Hit]:
    labels = _labels()
    for label in labels.pattern.finditer(shape):
        start, end = label.span()
        if not _begins_word(clean, start):
            continue
        written = label[0]
        kind, strength = labels.known.get(written) or labels.known[_GAPS.sub(" ", written)]
        if kind == "standard":
            yield _Hit(start, end, kind, False)
            continue
        sign = _SIGN.match(shape, end)
        value = sign.end() if sign else end
        signed = bool(sign and sign[1])
        marked = signed or shape[value : value + 1] == '"'
        if not marked and strength == "marked":
            continue
        if not signed and not _stands_alone(shape, start, end, strength):
            continue
        yield _Hit(start, value, kind, marked)


def _begins_word(clean: str, at: int) -> bool:
    """At the beginning of a word, or of one that lost the space before it: "GmbHКраїна"."""
    before = clean[at - 1 : at]
    if not before.isalpha():
        return not before.isdigit()
    lost_space = before.islower() and clean[at].isupper()
    return lost_space or ("Ѐ" <= before <= "ӿ") != ("Ѐ" <= clean[at] <= "ӿ")


_CLAUSE_ENDS = re.compile(r"[,;.:()]")
_CLAUSE = 80  # how far back the beginning of a clause is looked for, in characters


def _stands_alone(shape: str, start: int, end: int, strength: str) -> bool:
    """Whether an unmarked label is one, and not "without a brand" or "for cars of the brand"."""
    labels = _labels()
    if shape[end : end + 1].isdigit() or labels.deny.search(shape, max(0, start - 12), start):
        return False
    if strength == "labels":
        return True
    clause = _CLAUSE_ENDS.split(shape[max(0, start - _CLAUSE) : start])[-1]
    return not labels.fit.search(clause)


def _bare_hits(shape: str) -> Iterator[_Hit]:
    """Values that need no label: vehicle numbers, and counts written "-3 шт"."""
    for vin in _VIN.finditer(shape):
        if sum(map(str.isalpha, vin[0])) >= _VIN_LETTERS:
            yield _Hit(vin.start(), vin.start(), "serial", False)
    for count in _labels().counted.finditer(shape):
        yield _Hit(count.start(), count.start(1), "quantity", False)


_NUMBERED = re.compile(r'(?<![^;.,: ])([0-9]{1,3})([.)]) ?(?=[^\W\d_]|")')


def _numbered(shape: str) -> list[_Hit]:
    """The numbers of sub-items, where they run on from 1 in one style: "1. … 2. …", "1) … 2) …".

    Between words a full stop may end a sentence on a number; only a bracket counts there.
    """
    found: list[_Hit] = []
    style = ""
    for number in _NUMBERED.finditer(shape):
        start = number.start()
        if int(number[1]) != len(found) + 1 or style not in ("", number[2]):
            continue
        after_words = shape[max(0, start - 3) : start].rstrip(" ")[-1:] not in (*";.,:", "")
        if after_words and number[2] == ".":
            continue
        style = number[2]
        found.append(_Hit(start, number.end(), _ITEM, False))
    return found if len(found) > 1 else []


_RUN_STARTS = ("maker", "trademark", "brand", "model", "article")


def _items(hits: list[_Hit]) -> list[int]:
    """The sub-item each hit belongs to: by their numbers, else by runs of labels that repeat.

    A run begins anew where its maker is named again, or where its first label comes again after
    a maker or a quantity.
    """
    numbered = any(hit.kind == _ITEM for hit in hits)
    item, first, seen = int(not numbered), "", set[str]()
    items: list[int] = []
    for hit in hits:
        complete = bool(seen & {"maker", "quantity"})
        again = hit.kind in seen and (hit.kind == "maker" or (hit.kind == first and complete))
        if (again and not numbered) or hit.kind == _ITEM:
            item, first, seen = item + 1, "", set()
        if not first and hit.kind in _RUN_STARTS:
            first = hit.kind
        seen.add(hit.kind)
        items.append(item)
    return items


_Value: TypeAlias = tuple[int, int, str | None]
_LONGEST, _LONGEST_UNMARKED = 160, 60  # a longer name is prose
_SHORTEST_NAME = 4  # of an article without digits
_QUOTED = re.compile(r'"+([^"]{1,80})"+')
_CLOSED = re.compile(r" {0,3}(?:[,;.)]|$)")
_CODE = re.compile(r'[ "]*([0-9]{0,2}[A-Z](?: [0-9]{2,4}){2,}(?![^\W_])|[^ ,;()"]+)')
_ANOTHER_CODE = re.compile(r'[ ,]{1,3}([^ ,;()"]+)')
_DIGITS = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r" *([0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])|[0-9]+(?:[.,][0-9]+)*)")
_UNIT = re.compile(r" ?(([^\W\d_][^\s,;()/]{0,11})(?: [^\s,;()/]{1,11})?)")
_YEAR = re.compile(r" *((?:19|20)[0-9]{2})(?![0-9])")
_STANDARD = re.compile(
    r"[ ./-]{0,3}(?:[^\W\d_]{1,2} ?[0-9]{2,}|[0-9]{3,}|[0-9]+-[0-9])[0-9A-Z.:/-]*"
)


def _values(clean: str, shape: str, hit: _Hit, limit: int) -> Iterable[_Value]:
    """The values behind a hit, which end at `limit` at the latest."""
    rule = _labels().rules.get(hit.kind)
    reader = _READERS.get(rule.reads) if rule else None
    return reader(clean, shape, hit, limit) if reader else ()


def _names(clean: str, shape: str, hit: _Hit, limit: int) -> Iterator[_Value]:
    rule = _labels().rules[hit.kind]
    quoted = _QUOTED.match(shape, hit.value, limit)
    if quoted and (not hit.marked or _CLOSED.match(shape, quoted.end(), limit)):
        start, end = quoted.span(1)
    else:
        stop = (rule.stop if hit.marked else rule.stop_unmarked).search(shape, hit.value, limit)
        start, end = hit.value, stop.start() if stop else limit
    start, end = _trimmed(clean, start, end)
    longest = _LONGEST if hit.marked else _LONGEST_UNMARKED
    if start < end <= start + longest and not is_nothing(clean[start:end]):
        yield start, end, None


def _trimmed(clean: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces and signs at the ends; the full stop of "S.P.A." stays."""
    value = clean[start:end].rstrip(_EDGES)
    end = start + len(value)
    value = value.lstrip(_EDGES + ".)")
    start = end - len(value)
    quotes = len(_QUOTE.findall(value))
    abbreviated = "." in value[:-1].rsplit(" ", 1)[-1]
    if (value[-1:] == ")" and "(" not in value) or (value[-1:] == "." and not abbreviated):
        end -= 1
    elif quotes % 2 and _QUOTE.match(value[-1:]):
        end -= 1  # opened before the label
    elif quotes == 2 and _QUOTE.match(value) and _QUOTE.match(value[-1:]):
        start, end = start + 1, end - 1
    return start, end


_QUOTE = re.compile("[\"'«»“”„]")
_EDGES = " \t\r\n\v\f\0\xa0\u202f,;:=/|-–—"


def _codes(clean: str, shape: str, hit: _Hit, limit: int) -> Iterator[_Value]:
    code = _CODE.match(shape, hit.value, limit)
    if code is None:
        return
    if not _DIGITS.search(code[1]):
        if hit.kind == "article" and hit.marked:
            names = _names(clean, shape, hit, limit)
            yield from (name for name in names if name[1] - name[0] >= _SHORTEST_NAME)
        return
    form = _form(code[1])
    while code and _form(code[1]) == form:
        start, end = code.start(1), code.start(1) + len(code[1].rstrip(".:/-"))
        if end - start >= _labels().rules[hit.kind].shortest:
            yield start, end, None
        code = _ANOTHER_CODE.match(shape, code.end(), limit)


def _form(code: str) -> str:
    """The places of digits and letters in a code: codes in a list are alike in this."""
    return _LETTERS.sub("A", _DIGITS.sub("9", code.rstrip(".:/-")))


def _quantities(clean: str, shape: str, hit: _Hit, limit: int) -> Iterator[_Value]:
    number = _NUMBER.match(shape, hit.value, limit)
    if number is None:
        return
    unit = _UNIT.match(clean, number.end(), limit)
    written = (unit[1], unit[2], unit[2].split(".")[0]) if unit else ()
    known = next((code for code in map(unit_code, written) if code), None)
    yield *number.span(1), known


def _years(clean: str, shape: str, hit: _Hit, limit: int) -> Iterator[_Value]:
    if year := _YEAR.match(shape, hit.value, limit):
        yield *year.span(1), None


def _standards(clean: str, shape: str, hit: _Hit, limit: int) -> Iterator[_Value]:
    if number := _STANDARD.match(shape, hit.value, limit):
        yield hit.start, hit.start + len(shape[hit.start : number.end()].rstrip(".:/-")), None


_Reader: TypeAlias = Callable[[str, str, _Hit, int], Iterator[_Value]]
_READERS: dict[str, _Reader] = {
    "name": _names, "code": _codes, "quantity": _quantities, "year": _years,
    "standard": _standards,
}  # fmt: skip


@cache
def maker_pattern() -> str:
    """A regular expression that finds every text in which `read_goods` may find a maker.

    For prefiltering: it finds other texts too. Labels that mix Latin and Cyrillic letters are not
    found by it.
    """
    entry = read_toml("goods_text.toml")["kind"]["maker"]
    labels = [
        label for strength in ("labels", "loose", "marked") for label in entry.get(strength, ())
    ]
    words = {max(label.split(), key=len) if len(label) > 5 else label for label in labels}
    shortest = [w for w in words if not any(other != w and other in w for other in words)]
    return "(?i)" + "|".join(_GAP.join(word.split()) for word in sorted(shortest))


@cache
def small_words() -> frozenset[str]:
    """Words that join others in a goods text and say nothing of the goods, in capitals."""
    data = read_toml("goods_text.toml")
    return frozenset((*data["deny"], *data["fit"], *data["prose"]))
