"""Folding of names and addresses: what stays when the ways of writing one name are set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from followthegoods.facts.damaged_forms import Misspelt, cut_short, run_together
from followthegoods.facts.text import (
    CYRILLIC_TWINS,
    LATIN_TWINS,
    TO_CYRILLIC,
    TO_LATIN,
    read_toml,
)

_KEPT_WHOLE = frozenset("ЙЇЎ")  # letters of their own, although Unicode can take them apart
_SPELT_OUT = {
    "Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Ħ": "H", "Æ": "AE", "Œ": "OE", "Þ": "TH", "ẞ": "SS",
}  # fmt: skip


class _FoldTable(dict[int, str]):
    """Each capital letter as it stands in a folded name, worked out when first met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        self[point] = folded = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    if char in _KEPT_WHOLE:
        return char
    if "\u0300" <= char <= "\u036f":  # marks over Latin, Greek and Cyrillic letters
        return ""
    if char in _SPELT_OUT:
        return _SPELT_OUT[char]
    if unicodedata.category(char) == "Cf":  # soft hyphens, joiners: not seen
        return ""
    if unicodedata.category(char)[0] == "M":  # vowel signs of other scripts are part of the word
        return char
    if not char.isalnum() or unicodedata.category(char) == "Lm":
        return " "
    base = unicodedata.normalize("NFD", char)[0]
    return base if base != char and "\u0300" <= _mark(char) <= "\u036f" else char


def _mark(char: str) -> str:
    """The mark that Unicode takes off a letter, or an empty string."""
    return unicodedata.normalize("NFD", char)[1:2]


_FOLDS = _FoldTable()
_BOTH = re.compile(r"[A-Z][^ A-ZЀ-ӿ]*[Ѐ-ӿ]|[Ѐ-ӿ][^ A-ZЀ-ӿ]*[A-Z]")
_LATIN = re.compile(r"[A-Z]")
_NOT_ASCII_WORD = re.compile(r"[^A-Z0-9]+")
_PLAIN = re.compile(r"[\x00-\x7fА-яЁёІіЇїЄєҐґ«»“”„–—]*")
"""What most Russian and Ukrainian names are written in: folded without asking for each letter."""

_NOT_PLAIN_WORD = re.compile(r"[^A-Z0-9А-ЯІЇЄҐ]+")


def fold(text: str) -> str:
    """A name in capitals, without diacritics and punctuation, its words apart by one space.

    Й and Ї stay letters, Ё becomes Е. A word that mixes Latin and Cyrillic letters of the same
    shape goes to the script most of its letters belong to. Folding twice is folding once.
    """
    if text.isascii():
        return _NOT_ASCII_WORD.sub(" ", text.upper()).strip()
    if _PLAIN.fullmatch(text):
        folded = _NOT_PLAIN_WORD.sub(" ", text.upper().replace("Ё", "Е")).strip()
    else:
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
        folded = " ".join(unicodedata.normalize("NFC", text.translate(_FOLDS)).split())
    if _LATIN.search(folded) and _BOTH.search(folded):
        folded = " ".join(map(_one_script, folded.split()))
    return folded


def _one_script(word: str) -> str:
    latin = [c for c in word if "A" <= c <= "Z"]
    cyrillic = [c for c in word if "Ѐ" <= c <= "ӿ"]
    only_latin = any(c not in LATIN_TWINS for c in latin)
    only_cyrillic = any(c not in CYRILLIC_TWINS for c in cyrillic)
    if not latin or not cyrillic or (only_latin and only_cyrillic):
        return word  # one script, or truly two: neither can be written in the other
    if only_latin or (not only_cyrillic and len(latin) >= len(cyrillic)):
        return word.translate(TO_LATIN)
    return word.translate(TO_CYRILLIC)


_TRANSLITERATION = str.maketrans(
    dict(zip("АБВГДЕЗИЙКЛМНОПРСТУФЫЭ", "ABVGDEZIYKLMNOPRSTUFYE", strict=True))
    | {"Ж": "ZH", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ю": "YU", "Я": "YA"}
    | {"Ъ": "", "Ь": "", "І": "I", "Ї": "YI", "Є": "YE", "Ґ": "G", "Ў": "U"}
    | {"Ә": "A", "Ғ": "G", "Қ": "K", "Ң": "N", "Ө": "O", "Ұ": "U", "Ү": "U", "Һ": "H"}
)


def transliterate(text: str) -> str:
    """A folded text with Russian, Ukrainian and Kazakh letters in Latin; other scripts stay."""
    if text.isascii():
        return text
    return " ".join(text.translate(_TRANSLITERATION).split())


_ONE_I = str.maketrans("YJ", "II")
_NOT_HEARD = re.compile("I+(?=[AEOU]|I)")


def transcribed(word: str) -> str:
    """A folded word as all ways of transcribing it from Cyrillic letters have it in common:
    KOMMERCHESKIY, KOMMERCHESKII and KOMMERCHESKY are one."""
    word = transliterate(word).replace("SHCH", "SCH").replace("KH", "H").translate(_ONE_I)
    return _NOT_HEARD.sub("", word) if "I" in word else word


_Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class _Forms:
    in_front: dict[_Words, str]
    behind: dict[_Words, str]
    first: dict[str, int]  # a word -> how many words the longest form has that it begins
    last: dict[str, int]  # the same of the words that end one
    inside: dict[str, int]  # the same as `first` of the forms that stand behind
    glued: tuple[tuple[str, str], ...]  # spellings that stand without a space, longest first
    misspelt_behind: Misspelt
    misspelt_in_front: Misspelt
    heard: dict[_Words, str]  # long forms of Cyrillic letters, as they may be transcribed
    misspelt_heard: Misspelt  # these, a letter off
    longest_heard: int
    sounding: frozenset[str]  # the letters that these begin with
    lead: dict[_Words, str]
    branch: dict[_Words, str]
    front: frozenset[str]  # words that begin what may stand in front, branches and leads too
    unformed: frozenset[str]  # those of them that begin a branch or a lead


@cache
def _form_data() -> dict[str, Any]:
    return read_toml("legal_forms.toml")


@cache
def _forms() -> _Forms:
    data = _form_data()
    anywhere = _spellings(data["anywhere"])
    behind = _spellings(data["behind"]) | anywhere
    misspelt_behind, misspelt_in_front = Misspelt(behind.items()), Misspelt(anywhere.items())
    heard = {
        tuple(map(transcribed, words)): code
        for words, code in anywhere.items()
        if len(words) > 1 and len(words[0]) > _LONG and not words[0].isascii()
    }
    anywhere = run_together(anywhere) | anywhere
    glued = {w[0]: code for w, code in behind.items() if len(w) == 1 and _is_eastern(w[0])}
    behind = run_together(behind) | cut_short(behind) | behind
    lead, branch = (
        dict.fromkeys((tuple(fold(word).split()) for word in data[name]), "")
        for name in ("lead", "branch")
    )
    return _Forms(
        in_front=anywhere,
        behind=behind,
        first=_longest(anywhere, 0),
        last=_longest(behind, -1),
        inside=_longest(behind, 0),
        glued=tuple(sorted(glued.items(), key=lambda item: -len(item[0]))),
        misspelt_behind=misspelt_behind,
        misspelt_in_front=misspelt_in_front,
        heard=heard,
        misspelt_heard=Misspelt(heard.items()),
        longest_heard=max(map(len, heard)),
        sounding=frozenset(words[0][0] for words in heard),
        lead=lead,
        branch=branch,
        front=frozenset(words[0] for words in (*anywhere, *lead, *branch)),
        unformed=frozenset(words[0] for words in (*lead, *branch)),
    )


def _longest(forms: dict[_Words, str], place: int) -> dict[str, int]:
    longest: dict[str, int] = {}
    for words in forms:
        longest[words[place]] = max(len(words), longest.get(words[place], 0))
    return longest


def _is_eastern(word: str) -> bool:
    return len(word) > 1 and word[0] > "\u2e7f"


def _spellings(forms: dict[str, list[str]]) -> dict[_Words, str]:
    found: dict[_Words, str] = {}
    for code, spellings in forms.items():
        for spelling in spellings:
            words = tuple(fold(spelling).split())
            found[words] = code
            if all(len(word) == 1 for word in words):
                found[("".join(words),)] = code
            elif len(words) == 1 and 3 <= len(words[0]) <= 4:  # two letters may be initials
                found[tuple(words[0])] = code
    return found


def split_form(text: str) -> tuple[str, str]:
    """A name folded, without its legal form; and the form's code ("LLC", "AO" ...), or "".

    The form may stand in front of the name or behind it, in quotes or brackets. A name that is
    nothing but a form keeps it and has no form. "IP LLC" is a company, "IP" a sole trader.
    """
    return split_folded(tuple(fold(text).split()))


def split_folded(words: _Words) -> tuple[str, str]:
    """The same of the words of a name that is folded already."""
    branch, front, code, forms = 0, 0, "", _forms()
    if words and words[0] in forms.front:
        if words[0] in forms.unformed:
            words = words[_match_front(words, forms.lead) :] or words
            branch = _match_front(words, forms.branch)
        front, code = _form_in_front(words[branch:])
    rest = words[branch + front :]
    behind, code_behind = _form_behind(rest)
    foreign_invested = code == "IP" and code_behind in ("LLC", "LLP")
    if behind and (code in ("", code_behind) or foreign_invested):
        rest, code = rest[: len(rest) - behind], code_behind
        again, code_again = _form_behind(rest)
        if again < len(rest) and code_again == code:  # OLVAN S.P.A. SPA
            rest = rest[: len(rest) - again]
    if not front and not behind and rest:
        rest, code = _without_misspelt_form(rest) or _without_glued_form(rest)
    if not rest:
        return " ".join(words), ""
    return " ".join(words[:branch] + rest), code


def form_inside(words: _Words) -> tuple[int, int, str]:
    """Where a form of three letters or several words stands inside a folded name: from, to, code.

    The first one that has a word in front of it and words behind it; (0, 0, "") where none has.
    """
    forms = _forms()
    for at in range(1, len(words) - 1):
        longest = forms.inside.get(words[at], 0)
        for size in range(min(longest, len(words) - at - 1), 0, -1):
            form = words[at : at + size]
            code = forms.behind.get(form, "")
            if code and (size > 1 or len(form[0]) > 2):
                return at, at + size, code
    return 0, 0, ""


@cache
def form_words() -> frozenset[str]:
    """The words of three letters and more that legal forms are written with, folded."""
    known = (*_forms().in_front, *_forms().behind)
    return frozenset(word for words in known for word in words if len(word) > 2)


@cache
def form_countries(code: str) -> frozenset[str]:
    """The countries whose law knows a legal form; empty where it may be of any country."""
    return frozenset(_form_data()["countries"].get(code, ()))


Forms: TypeAlias = Literal["same", "unstated", "near", "differ"]


@cache
def compare_forms(a: str, b: str) -> Forms:
    """Two legal forms: the same (or its translation), near, different; or one is unstated.

    Two names without a form have the same form: none.
    """
    if a == b:
        return "same"
    if not a or not b:
        return "unstated"
    data = _form_data()
    if any(a in kin and b in kin for kin in data["translated"]):
        return "same"
    english = data["english"]
    if a in english.get(b, ()) or b in english.get(a, ()):
        return "near"
    return "near" if any(a in kin and b in kin for kin in data["near"]) else "differ"


def _match_front(words: _Words, known: Container[_Words]) -> int:
    """How many words in front are one of the known; 0 if none, or if nothing would be left."""
    lengths = (size for size in range(min(3, len(words) - 1), 0, -1) if words[:size] in known)
    return next(lengths, 0)


def _form_in_front(words: _Words) -> tuple[int, str]:
    longest = _forms().first.get(words[0], 0) if words else 0
    for size in range(min(longest, len(words)), 0, -1):
        if code := _forms().in_front.get(words[:size]):
            return size, code
    return 0, ""


def _without_misspelt_form(words: _Words) -> tuple[_Words, str] | None:
    """A name without a form of several words, one of which is misspelt, or which is transcribed in
    another way; None where there is none."""
    forms = _forms()
    if (size_code := forms.misspelt_in_front.in_front(words))[0]:
        return words[size_code[0] :], size_code[1]
    if (size_code := _heard_in_front(words))[0]:
        return words[size_code[0] :], size_code[1]
    if (size_code := forms.misspelt_behind.behind(words))[0]:
        return words[: -size_code[0]], size_code[1]
    return None


def _heard_in_front(words: _Words) -> tuple[int, str]:
    """A long form of Cyrillic letters in Latin ones, in whatever way it was transcribed."""
    forms = _forms()
    first = words[0]
    if len(first) < _LONG or len(words) < 3 or first[0] not in forms.sounding:
        return 0, ""
    heard = tuple(map(transcribed, words[: min(forms.longest_heard, len(words) - 1)]))
    for size in range(len(heard), 1, -1):
        if code := forms.heard.get(heard[:size]):
            return size, code
    return forms.misspelt_heard.in_front((*heard, ""))


def _form_behind(words: _Words) -> tuple[int, str]:
    longest = _forms().last.get(words[-1], 0) if words else 0
    for size in range(min(longest, len(words)), 0, -1):
        if (code := _forms().behind.get(words[-size:])) and not _goes_on(words, size):
            return size, code
    if len(words) > 1 and len(words[-1]) >= _LONG and (code := _misspelt_form(words[-1])):
        return 1, code
    return 0, ""


def _goes_on(words: _Words, size: int) -> bool:
    """Whether a form such as "P LTD" begins with what are the initials of a name: A B P LTD."""
    front = words[-size - 1 : 1 - size] if size > 1 else ()
    return len(front) == 2 and len(words[-1]) > 1 and len(front[0]) == len(front[1]) == 1


_LONG = 7
"""Letters from which on a word that is one letter off a legal form is that form."""


@cache
def _long_forms() -> dict[str, str]:
    behind = _forms().behind.items()
    return {words[0]: code for words, code in behind if len(words) == 1 and len(words[0]) >= _LONG}


@lru_cache(maxsize=200_000)
def _misspelt_form(word: str) -> str:
    """The form that a word is one slip of the hand away from; "" where there is none."""
    near = process.extractOne(word, list(_long_forms()), scorer=OSA.distance, score_cutoff=1)
    return _long_forms()[near[0]] if near else ""


_RUN_IN = 4
"""Letters of a form that has no vowel, and of what is left, from which on a form is seen at the
end of a word it was run into: SVETRANGMBH. Of a form with vowels it takes one more: EUROCORP."""

_VOWELS = frozenset("AEIOUYАЕИОУЫЭЮЯІЇЄ")


@cache
def _run_in_forms() -> re.Pattern[str]:
    """Forms in Latin and Cyrillic letters at the end of a word they were run into."""
    joined = {"".join(words) for words in _forms().behind}
    joined = {form for form in joined if not _is_eastern(form)}
    joined = {form for form in joined if len(form) >= _RUN_IN + (not _VOWELS.isdisjoint(form))}
    either = "|".join(sorted(joined, key=lambda form: (-len(form), form)))
    return re.compile(rf"(.{{{_RUN_IN},}}?)({either})")


@cache
def _by_letters() -> dict[str, str]:
    return {"".join(words): code for words, code in _forms().behind.items()}


def _without_glued_form(words: _Words) -> tuple[_Words, str]:
    alone = words[0] if len(words) == 1 and words[0].isalpha() else ""
    if hit := _run_in_forms().fullmatch(alone):
        return (hit[1],), _by_letters()[hit[2]]
    if not (_is_eastern(words[-1]) or _is_eastern(words[0])):
        return words, ""
    name = " ".join(words)
    for form, code in _forms().glued:
        if name != form and name.endswith(form):
            return tuple(name.removesuffix(form).split()), code
        if name != form and name.startswith(form):
            return tuple(name.removeprefix(form).split()), code
    return words, ""


def words(text: str) -> tuple[str, ...]:
    """The words of three letters and more in a name without its form, in Latin letters.

    Whether two written names have one of these in common is a first test of their likeness.
    """
    core, _ = split_form(text)
    return tuple(w for w in transliterate(core).split() if len(w) >= 3 and not w.isdigit())


@cache
def _address_noise() -> frozenset[str]:
    return frozenset(map(fold, read_toml("addresses.toml")["noise"]))


def address_key(text: str) -> str:
    """An address as its telling words in alphabetical order, so that their order does not matter.

    Words such as "street", "ГОРОД" and "ОФИС" go; house numbers and the postcode stay. "" where
    nothing is left.
    """
    return address_key_of(fold(text).split())


def address_key_of(words: Iterable[str]) -> str:
    """The same of the words of an address that is folded already."""
    return " ".join(sorted(set(words) - _address_noise()))
