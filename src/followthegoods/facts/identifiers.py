"""Tax and registration numbers of parties: read, checked, and taken out of names.

Which registers there are stands in `registers`, their arithmetic in `checksums`. A number that
fails its checksum is kept, marked invalid, and never used to join two mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from followthegoods.facts.registers import (
    ANYWHERE,
    GLUED,
    LABELS,
    OKPO,
    REGISTERS,
    VAT_PREFIXES,
    Register,
)


@dataclass(frozen=True)
class Identifier:
    """A number that names a party. `kind` is country and register, such as "RU:INN"; `value` what
    names the company, without the part that only says which of its branches.

    `valid` says that the checksum holds; only such a number may join mentions. `personal` marks
    numbers of natural persons and sole traders, which are personal data.
    """

    kind: str
    value: str
    valid: bool
    personal: bool

    @property
    def key(self) -> str:
        """The identifier as one text to join on: "RU:INN:7707083893"."""
        return f"{self.kind}:{self.value}"


_LABEL = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_LABELLED = re.compile(rf"({_LABEL}|VAT|LEI)[\s:.№-]*", re.IGNORECASE)
_OKPO = re.compile(r"(?:ОКПО|ЗКПО|OKPO)[\s:.№-]*([0-9]{8}(?:[0-9]{2})?)", re.IGNORECASE)
_SPARE = re.compile(r"[\s.\-/|'’]+")
_VAT = re.compile(rf"({'|'.join(VAT_PREFIXES)})([0-9A-Z]{{7,12}})")


def read_identifier(text: str, country: str | None) -> Identifier | None:
    """The identifier in a cell of its own; None where there is no number.

    `country` is that of the register (the declaring authority, or the party's), unless the cell
    names another. A leading zero is restored where the checksum proves it. Numbers of countries
    whose rule is not known here get the kind "id:<country>" and are never valid.
    """
    if text.isdecimal() and text.isascii() and country in REGISTERS:
        if not text.strip("0"):
            return None
        return _checked(text, REGISTERS[country], restore=True) or _failed(text, country)
    text = text.strip().lstrip("|").strip()
    if hit := _OKPO.match(text):
        return _checked(hit[1], OKPO, restore=False) or _weak("RU:OKPO", hit[1])
    label = _LABELLED.match(text)
    number = text[label.end() :] if label else text
    if label and country not in (known := LABELS.get(label[1].upper(), (country,))):
        country = known[0]
    value = _bare(number.removesuffix(".0"), country)
    if not any(c.isdigit() for c in value) or not value.strip("0"):
        return None
    registers = REGISTERS.get(country or "", ())
    found = _checked(value, registers, restore=True) or _of_no_country(value)
    if found or country not in REGISTERS:
        return found or _weak(f"id:{country or ''}", value)
    return _failed(value, country)


def _bare(number: str, country: str | None) -> str:
    """A number without what separates its groups; of an ИНН without the КПП behind it."""
    first = number.split("/")[0].split()
    if country == "RU" and len(first) == 2 and len(first[1]) == 9:
        number = first[0]
    elif country == "RU" and "/" in number:
        number = number.split("/")[0]
    return _SPARE.sub("", number).upper()


def possible_values(text: str) -> set[str]:
    """What the number in a text would be called in each register whose checksum it holds."""
    value = _SPARE.sub("", text).upper()
    if sum(map(str.isdigit, value)) < 5:
        return set()
    every = [*REGISTERS.values(), ANYWHERE, OKPO]
    found = [_checked(value, registers, restore=False) for registers in every]
    return {one.value for one in (*found, _of_no_country(value)) if one}


def _checked(value: str, registers: Iterable[Register], *, restore: bool) -> Identifier | None:
    """The identifier if it fits one of the registers, with or without lost leading zeros."""
    if not (value.isascii() and value.isalnum()) or not value.strip("0"):
        return None
    decimal = value.isdecimal()
    for register in registers:
        lost = register.length - len(value)
        if 0 <= lost <= (register.lost_zeros if restore else 0) and (decimal or register.letters):
            full = value.zfill(register.length)
            if register.holds(full):
                company = full[register.company]
                return Identifier(register.kind, company, True, register.personal(full))
    return None


def _of_no_country(value: str) -> Identifier | None:
    """A number that says itself whose register it is of: a LEI, or one with a country in front."""
    if len(value) < 9 or value.isdecimal():
        return None
    if hit := _VAT.fullmatch(value):
        return _checked(hit[2], REGISTERS[VAT_PREFIXES[hit[1]]], restore=False)
    return _checked(value, ANYWHERE, restore=False)


def _weak(kind: str, value: str) -> Identifier:
    return Identifier(kind, value, valid=False, personal=False)


def _failed(value: str, country: str) -> Identifier:
    registers = REGISTERS[country]
    register = next((r for r in registers if r.length == len(value)), registers[0])
    # Belarusian numbers of natural persons begin with letters; their rule is not checked here.
    lettered = country == "BY" and not value.isdecimal()
    personal = lettered or (len(value) == register.length and register.personal(value))
    return Identifier(register.kind, value, valid=False, personal=personal)


_FRONT = re.compile(
    rf"[\s,;:/|.()№-]*(?:({_LABEL}|КПП|KPP)[\s:./№-]*)?([0-9]{{8,12}})(?![0-9])", re.IGNORECASE
)
_BEHIND = re.compile(
    rf"(?:({_LABEL})[\s:./№-]{{0,4}})?(?<![0-9])([0-9]{{8,12}})"
    r"(?:[\s/]+(?:(?:КПП|KPP)[\s:]{0,4})?[0-9]{9})?[\s,;:/|.()]*$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\(?(?<!\w)({_LABEL}|VAT|LEI|(?={'|'.join(VAT_PREFIXES)}))(?:\s?(?:NO|NR|ID))?[\s:.№#-]*"
    r"([0-9A-Z](?:[./-]?[0-9A-Z]){6,20})(?!\w)\)?",
    re.IGNORECASE,
)
_EDGES = " \t\r\n,;:/|-"


def find_identifiers(text: str, country: str | None) -> tuple[list[Identifier], str]:
    """The valid identifiers glued in front of a name or behind it, and the name without them.

    Only numbers whose checksum holds are taken out; a КПП beside an ИНН goes with it. Numbers
    without the name of their register are read of the countries of `GLUED`; without a country,
    only an ИНН with its own КПП is. One that says whose it is may stand anywhere.
    """
    found: list[Identifier] = []
    rest = _strip(text, _FRONT, country, found)
    rest = _strip(rest, _BEHIND, country, found)
    for hit in _NAMED.finditer(rest):
        if named := _named(hit[1].upper(), _SPARE.sub("", hit[2]).upper(), country):
            found.append(named)
            rest = rest.replace(hit[0], " ", 1)
    return (found, rest.strip(_EDGES)) if found else ([], text)


def _named(label: str, number: str, country: str | None) -> Identifier | None:
    """The number behind the name of its register, if its checksum holds."""
    if label not in LABELS:
        return _of_no_country(number)
    known = LABELS[label]
    tried = (country,) if country in known else known
    found = (_checked(number, REGISTERS[one], restore=False) for one in tried)
    return next(filter(None, found), None)


def _strip(
    text: str, pattern: re.Pattern[str], country: str | None, found: list[Identifier]
) -> str:
    at_front = pattern is _FRONT
    while hit := pattern.match(text) if at_front else pattern.search(text):
        left = text[hit.end() :] if at_front else text[: hit.start()]
        label, number = (hit[1] or "").upper(), hit[2]
        if _is_kpp(label, number, found):
            text = left
            continue
        known = LABELS.get(label, (country if country in GLUED else None,))
        register = (country if country in known else known[0]) or _russian_pair(number, left)
        if register is None:
            break
        identifier = _checked(number, REGISTERS[register], restore=False)
        if identifier is None:
            break
        found.append(identifier)
        text = left
    return text


def _is_kpp(label: str, number: str, found: list[Identifier]) -> bool:
    beside_inn = bool(found) and found[-1].kind == "RU:INN"
    return len(number) == 9 and beside_inn and label in ("", "КПП", "KPP")


def _russian_pair(number: str, after: str) -> str | None:
    """Russia where a number of ten digits is followed by a КПП of the same tax office."""
    kpp = _FRONT.match(after)
    paired = kpp and len(number) == 10 and len(kpp[2]) == 9 and kpp[2][:4] == number[:4]
    return "RU" if paired else None
