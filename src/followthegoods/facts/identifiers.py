"""Tax and registration numbers of parties: read, checked, and taken out of names.

Checksums: Russia, order of the Tax Service on the ИНН; Kazakhstan, rules of the register of
identification numbers; Peru, SUNAT's RUC; Belarus, УНП; Ukraine, ЄДРПОУ and РНОКПП. A number that
fails its checksum is kept, marked invalid, and never used to join two mentions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Identifier:
    """A number that names a party. `kind` is country and register, such as "RU:INN".

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


def _sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _inn_10(n: str) -> bool:
    return int(n[9]) == _sum(n, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 and n[:2] != "00"


def _inn_12(n: str) -> bool:
    first = _sum(n, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = _sum(n, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return n[10:] == f"{first}{second}" and n[:2] != "00"  # no tax office has the number 00


def _bin(n: str) -> bool:
    check = _sum(n, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)) % 11
    if check == 10:
        check = _sum(n, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return int(n[11]) == check and "01" <= n[2:4] <= "12"


def _ruc(n: str) -> bool:
    check = (11 - _sum(n, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 10
    return int(n[10]) == check and n[:2] in ("10", "15", "16", "17", "20")


def _unp(n: str) -> bool:
    return int(n[8]) == _sum(n, (29, 23, 19, 17, 13, 7, 5, 3)) % 11 and n[0] in "1234567"


def _edrpou(n: str) -> bool:
    weights = (7, 1, 2, 3, 4, 5, 6) if n[0] in "345" else (1, 2, 3, 4, 5, 6, 7)
    check = _sum(n, weights) % 11
    if check == 10:
        check = _sum(n, tuple(w + 2 for w in weights)) % 11 % 10
    return int(n[7]) == check


def _rnokpp(n: str) -> bool:
    return int(n[9]) == _sum(n, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10


@dataclass(frozen=True)
class _Register:
    kind: str
    length: int
    lost_zeros: int  # how many leading zeros a spreadsheet may have taken
    holds: Callable[[str], bool]
    personal: Callable[[str], bool]


def _nobody(_: str) -> bool:
    return False


def _somebody(_: str) -> bool:
    return True


_REGISTERS: dict[str, tuple[_Register, ...]] = {
    "RU": (
        _Register("RU:INN", 10, 1, _inn_10, _nobody),
        _Register("RU:INN", 12, 1, _inn_12, _somebody),
    ),
    # The fifth digit of a БИН says what kind of company it is; in an ИИН it begins a birthday.
    "KZ": (
        _Register("KZ:BIN", 12, 3, lambda n: n[4] in "456" and _bin(n), _nobody),
        _Register("KZ:IIN", 12, 3, lambda n: n[4] not in "456" and _bin(n), _somebody),
    ),
    "PE": (_Register("PE:RUC", 11, 0, _ruc, lambda n: not n.startswith("20")),),
    "BY": (_Register("BY:UNP", 9, 0, _unp, _nobody),),
    "UA": (
        _Register("UA:EDRPOU", 8, 3, _edrpou, _nobody),
        _Register("UA:RNOKPP", 10, 1, _rnokpp, _somebody),
    ),
}

_LABELS: dict[str, str] = {
    "ИНН/КПП": "RU",
    "ИНН": "RU",
    "INN": "RU",
    "БИН": "KZ",
    "BIN": "KZ",
    "ИИН": "KZ",
    "IIN": "KZ",
    "УНП": "BY",
    "UNP": "BY",
    "ЄДРПОУ": "UA",
    "ЕДРПОУ": "UA",
    "EDRPOU": "UA",
    "RUC": "PE",
}
_LABEL = "|".join(_LABELS)
_LABELLED = re.compile(rf"(?:{_LABEL})[\s:.№-]*", re.IGNORECASE)
_SPARE = re.compile(r"[\s.\-/|'’]+")


def read_identifier(text: str, country: str | None) -> Identifier | None:
    """The identifier in a cell of its own; None where there is no number.

    `country` is that of the register (the declaring authority, or the party's). A leading zero is
    restored where the checksum proves it. Numbers of countries whose rule is not known here get
    the kind "id:<country>" and are never valid.
    """
    if text.isdecimal() and text.isascii() and country in _REGISTERS:
        if not text.strip("0"):
            return None
        return _checked(text, country, restore=True) or _failed(text, country)
    number = _LABELLED.sub("", text.strip().lstrip("|").strip(), count=1).removesuffix(".0")
    first = number.split("/")[0].split()
    if country == "RU" and len(first) == 2 and len(first[1]) == 9:
        number = first[0]  # ИНН, then the code of the reason for registration (КПП)
    elif country == "RU" and "/" in number:
        number = number.split("/")[0]
    value = _SPARE.sub("", number).upper()
    if not any(c.isdigit() for c in value) or not value.strip("0"):
        return None
    if country not in _REGISTERS:
        return Identifier(f"id:{country or ''}", value, valid=False, personal=False)
    return _checked(value, country, restore=True) or _failed(value, country)


def _checked(value: str, country: str, *, restore: bool) -> Identifier | None:
    """The identifier if it fits a register of the country, with or without lost leading zeros."""
    if not (value.isascii() and value.isdecimal()) or not value.strip("0"):
        return None
    for register in _REGISTERS[country]:
        if 0 <= register.length - len(value) <= (register.lost_zeros if restore else 0):
            full = value.zfill(register.length)
            if register.holds(full):
                return Identifier(register.kind, full, True, register.personal(full))
    return None


def _failed(value: str, country: str) -> Identifier:
    registers = _REGISTERS[country]
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
_EDGES = " \t\r\n,;:/|-"


def find_identifiers(text: str, country: str | None) -> tuple[list[Identifier], str]:
    """The valid identifiers glued in front of a name or behind it, and the name without them.

    Only numbers whose checksum holds are taken out; a КПП beside an ИНН goes with it. Without a
    country, only a number under the name of its register, or an ИНН with its own КПП, is read.
    """
    found: list[Identifier] = []
    rest = _strip(text, _FRONT, country, found)
    rest = _strip(rest, _BEHIND, country, found)
    return (found, rest.strip(_EDGES)) if found else ([], text)


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
        register = _LABELS.get(label, country) or _russian_pair(number, left)
        if register not in _REGISTERS:
            break
        identifier = _checked(number, register, restore=False)
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
