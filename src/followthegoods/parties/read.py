"""Reading a mention: what stands in a name as written. Pure, one mention at a time.

A reading never loses what was written; it adds the core of the name, its legal form, the tax ids
found in it or beside it, a key for the address. `READER` names this way of reading: a program that
reads otherwise reads every mention again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from followthegoods.facts.identifiers import Identifier, find_identifiers, read_identifier
from followthegoods.facts.names import address_key_of, fold
from followthegoods.facts.placeholders import is_no_party, names_nobody
from followthegoods.facts.sounds import script, skeleton
from followthegoods.facts.trade_words import canonical
from followthegoods.parties.written import Written, take_apart

READER = "reader-7"
SCORER = "words-5"
"""The scorer of links: the rules of `scorers` and the weights of `likeness`, frozen under this
name. Its name stands in every answer."""


class Reading(NamedTuple):
    """What one mention says.

    `core` is the folded name without its legal form, empty where no party is named; `words` its
    canonical words in their order, `key` the same in alphabetical order; `script` the letters it
    is written in ("L", "C", "G", "E"). `also` are other spellings of it, in brackets. `tax_id` is
    the key of a valid identifier ("RU:INN:7707083893"); `weak_id` a number that fails its
    checksum. `country` is what stands beside it, or whose registers its numbers are of. `role`
    and `other` are a second company in the same cell and the part it plays.
    """

    core: str
    form: str
    words: tuple[str, ...]
    script: str
    tax_id: str | None
    weak_id: str | None
    personal: bool
    address: str
    country: str = ""
    also: tuple[str, ...] = ()
    role: str = ""
    other: str = ""

    @property
    def key(self) -> str:
        return " ".join(sorted(self.words))


_NUMBER = re.compile("[0-9](?:[./-]?[0-9]){6}")
"""What every identifier inside a name has, written in one or in groups."""


_DIGIT = re.compile(r"\d")


class NameParts(NamedTuple):
    """What a name alone says: its parts, the identifier in it, its words in three ways."""

    written: Written
    inside: Identifier | None
    words: tuple[str, ...]
    key: str
    sound: str
    script: str


_NOBODY = NameParts(Written("", ""), None, (), "", "", "L")


@lru_cache(maxsize=50_000)
def _name(name: str, country: str | None, address: str | None) -> NameParts:
    folded = fold(name)
    if names_nobody(folded):
        return _NOBODY
    found, rest = find_identifiers(name, country) if _NUMBER.search(name) else ([], name)
    written = take_apart(rest, country, address, fold(rest) if found else folded)
    if written.role and is_no_party(written.core):
        written = written._replace(core="", form="")
    words = canonical(written.core.split())
    inside = found[0] if found else None
    sound = " ".join(sorted(map(skeleton, words)))
    return NameParts(written, inside, words, " ".join(sorted(words)), sound, script(written.core))


class _Address(NamedTuple):
    """An address: the two words in front, and its key."""

    front: str
    key: str


_NOWHERE = _Address("", "")


@lru_cache(maxsize=50_000)
def _address(address: str) -> _Address:
    words = fold(address).split()
    return _Address(" ".join(words[:2]), address_key_of(words))


def _may_hold_address(written: Written, front: str) -> bool:
    """Whether the address stated beside a name, which begins so, may be a part of it as well."""
    if written.address:
        return True
    return front in written.core and bool(not written.form or _DIGIT.search(written.core))


def read_parts(
    name: str | None, tax_id: str | None, address: str | None, country: str | None
) -> tuple[NameParts, Identifier | None, str | None, str]:
    """The name, the best identifier, a number beside it that fails, the key of the address: what
    `read_mention` makes a reading of, for who reads many."""
    named = _name(name, country, None) if name else _NOBODY
    place = _address(address) if address else _NOWHERE
    if address and name and len(name) > 20 and _may_hold_address(named.written, place.front):
        named = _name(name, country, address)
    best, weak = named.inside, None
    if tax_id and (beside := read_identifier(tax_id, country)):
        best = beside if beside.valid else best or beside
        weak = None if beside.valid else beside.value
    return named, best, weak, place.key or named.written.address


def read_mention(
    name: str | None, tax_id: str | None, address: str | None, country: str | None
) -> Reading:
    """Read one mention. `country` says whose registers its numbers are of."""
    named, best, weak, place = read_parts(name, tax_id, address, country)
    written = named.written
    return Reading(
        core=written.core,
        form=written.form,
        words=named.words,
        script=named.script,
        tax_id=best.key if best and best.valid else None,
        weak_id=weak,
        personal=bool(best and best.personal) or written.form == SOLE_TRADER,
        address=place,
        country=country or "",
        also=written.also,
        role=written.role,
        other=written.other,
    )


SOLE_TRADER = "IP"
