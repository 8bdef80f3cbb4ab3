"""A party's cell taken apart: the name, what it is called besides, its address, a second company.

Records glue things to names: `X ЧЕРЕЗ Y`, `X BY ORDER OF Y`, `X CO., LTD 41, SANDAN-RO, KOREA`,
`АКЦИОНЕРНОЕ ОБЩЕСТВО "X" (АО "X")`. Each goes to its place; nothing is thrown away.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from followthegoods.facts.countries import country_code
from followthegoods.facts.names import (
    address_key,
    fold,
    form_inside,
    split_folded,
    split_form,
)
from followthegoods.facts.text import read_toml

BESIDES, IN_BRACKETS = "besides", "in_brackets"
"""What brings in no second company, but another name of the first; in brackets only."""


class Written(NamedTuple):
    """A name as written, in parts: folded core, code of the legal form, and what stood beside.

    `address` is the key of an address glued to the name; `also` the cores of other spellings that
    stood in brackets, and of other names of the same company; `role` and `other` a second company
    and the part it plays ("via", "behalf").
    """

    core: str
    form: str
    address: str = ""
    also: tuple[str, ...] = ()
    role: str = ""
    other: str = ""


@cache
def _roles() -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {
        " ".join(phrase.split()): role
        for role, phrases in read_toml("written_names.toml")["roles"].items()
        for phrase in phrases
        if role != IN_BRACKETS
    }
    longest = sorted(roles, key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest)
    return re.compile(rf"(?<=\w)[\s,;.()\"»-]+({either})(?=[\s:.(\"«]+\w)[\s:.]*", re.I), roles


@cache
def _besides_in_brackets() -> re.Pattern[str]:
    phrases = read_toml("written_names.toml")["roles"][IN_BRACKETS]
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, phrases))})[\s.:-]+(?=\w)", re.I)


@cache
def _role_words() -> frozenset[str]:
    """The first words of what brings in a second company, folded."""
    return frozenset(fold(phrase).split()[0] for phrase in _roles()[1])


def split_role(text: str) -> tuple[str, str, str]:
    """The first company of a cell, the role of the second, and the second; ("", "") if none."""
    pattern, roles = _roles()
    for hit in pattern.finditer(text):
        role = roles[" ".join(hit[1].upper().split())]
        other = text[hit.end() :].strip(" ,;()")
        if len(hit[1]) > 3 or role == BESIDES or split_form(other)[1]:  # "O B" may be initials
            return text[: hit.start()].strip(" ,;("), role, other
    return text, "", ""


_GLUED = re.compile(
    r"(?<=[^\W\d_]{4})(?:NO(?:\.\s?)?\d|\d{1,4}(?:ST|ND|RD|TH)?\s?F\b).*$", re.I | re.S
)
"""A house number or a floor that follows a name without a space."""


def _may_be_glued(folded: str, words: tuple[str, ...]) -> bool:
    """A quick look at whether `_GLUED` can be in a name: a word of letters and digits, or NO."""
    return "NO " in folded or not all(map(_one_kind, words))


def _one_kind(word: str) -> bool:
    return word.isalpha() or word.isdigit()


_DOMAINS = frozenset(("COM", "NET", "ORG", "BIZ", "INFO", "RU", "UA", "KZ", "РУ", "РФ"))
_DOMAIN = re.compile(rf"(?<=\w{{4}})\.(?:{'|'.join(sorted(_DOMAINS))})\b(?!\.)", re.I)
"""What a name has from being an address on the web: OAKMARSH.COM INC."""

_RUN_IN = re.compile(
    r"(?<=[^\W\d_]{4})(?=(?:CO|КО)\.\s?,?\s?(?:LTD|LIMITED|INC|ЛТД|ЛИМИТЕД))", re.I
)
"""Where the Co. of a legal form follows a name without a space: STOKOTCO., LTD."""

_DIGIT = re.compile(r"\d")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)(?:\)|$)")


def take_apart(
    text: str, country: str | None, address: str | None, folded: str | None = None
) -> Written:
    """Take a name apart, whose identifiers are out already. `country` and `address` are stated
    beside it: what the name repeats of them is no part of the name. `folded` is the name folded,
    where that is known."""
    whole, role, other, glued = text, "", "", ""
    also: list[str] = []
    folded = fold(text) if folded is None else folded
    words = tuple(folded.split())
    if not _role_words().isdisjoint(words):
        text, role, other = split_role(text)
        if role == BESIDES:
            also.append(split_form(other)[0])
            role = other = ""
    if not _DOMAINS.isdisjoint(words):
        text = _DOMAIN.sub("", text)
    if len(words) > 1 and len(words[-2]) > 5 and words[-2].endswith(("CO", "КО")):
        text = _RUN_IN.sub(" ", text)
    if "(" in text:
        text = _without_brackets(text, country, also)
    digits = _has_digit(folded)
    if digits and _may_be_glued(folded, words) and (hit := _GLUED.search(text)):
        text, glued = text[: hit.start()], address_key(hit[0])
    core, form = split_folded(words) if text == whole else split_form(text)
    if not glued and (not form or (digits and _has_digit(core))):
        core, form, glued = _without_address(core, form, address)
    return Written(core, form, glued, tuple(also), role, other)


def _without_brackets(text: str, country: str | None, also: list[str]) -> str:
    """A name without brackets that hold its country or another spelling of it, which is kept."""

    def keep(hit: re.Match[str]) -> str:
        _, role, other = split_role(f". {hit[1]}")
        if not role and (front := _besides_in_brackets().match(hit[1])):
            role, other = BESIDES, hit[1][front.end() :]
        inside, form = split_form(other if role == BESIDES else hit[1])
        if role == BESIDES and text[: hit.start()].strip():
            also.append(inside)
            return " "
        if country and country_code(hit[1]) == country and text[: hit.start()].strip():
            return " "
        if form and inside != fold(hit[1]) and text[: hit.start()].strip():
            also.append(inside)
            return " "
        return hit[0]

    left = _BRACKET.sub(keep, text)
    return left if left.strip() else text


def _without_address(core: str, form: str, address: str | None) -> tuple[str, str, str]:
    """The core, form and address key of a name that an address may be glued to."""
    words = tuple(core.split())
    if not form:
        start, end, inside = form_inside(words)
        if inside:
            tail = words[end:]
            if any(map(_has_digit, tail)) or _marks(tail):
                return " ".join(words[:start]), inside, address_key(" ".join(tail))
            return " ".join(words[:start] + tail), inside, ""
    at = _address_from(words, address)
    if at:
        return " ".join(words[:at]), form, address_key(" ".join(words[at:]))
    return core, form, ""


@cache
def _address_words() -> tuple[frozenset[str], frozenset[str]]:
    data = read_toml("written_names.toml")["address"]
    return frozenset(map(fold, data["words"])), frozenset(map(fold, data["front"]))


def _marks(words: tuple[str, ...]) -> bool:
    return not _address_words()[0].isdisjoint(words)


def _has_digit(word: str) -> bool:
    return not word.isalpha() and _DIGIT.search(word) is not None


def _address_from(words: tuple[str, ...], address: str | None) -> int:
    """Where an address begins in the words of a name; 0 where none does.

    It is there where the address stated beside begins, or at a postcode, or at a word that only
    addresses have, if there are house numbers as well.
    """
    stated = tuple(fold(address).split()[:2]) if address else ()
    strong, front = _address_words()
    if len(stated) == 2 and len("".join(stated)) > 4:
        for at in range(1, len(words) - 1):
            if words[at : at + 2] == stated:
                return at
    if (len(words) < 4 and strong.isdisjoint(words)) or not any(map(_has_digit, words[1:])):
        return 0
    for at in range(1, len(words)):
        postcode = len(words) - at > 2 and len(words[at]) in (5, 6) and words[at].isdigit()
        if postcode or words[at] in strong:
            return _back_to(words, at, front)
    return 0


def _back_to(words: tuple[str, ...], at: int, front: frozenset[str]) -> int:
    """Where the address begins that has a telling word at `at`: at the place named in front."""
    earlier = (place for place in range(1, at) if words[place] in front)
    return next(earlier, at)
