"""Numbers of the listed: found where lists hide them, and checked.

Tax ids follow `facts.identifiers`. Further checksums: Russia's ОГРН (order of the Tax Service
on the register of companies) and ОКПО (classifier PR 50.1.024), China's unified social credit
code (GB 32100-2015), IMO numbers of ships and of companies (resolutions A.1117(30) and
MSC.160(78)), the legal entity identifier (ISO 17442).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files

from followthegoods.facts.countries import country_code
from followthegoods.facts.identifiers import read_identifier
from followthegoods.facts.text import key
from followthegoods.model.listing import ListedId, Nature


def _ogrn(n: str) -> bool:
    """ОГРН of 13 digits, or of 15: that of a sole trader."""
    if len(n) not in (13, 15) or not n.isdecimal() or n[0] not in "12345":
        return False
    return int(n[:-1]) % (len(n) - 2) % 10 == int(n[-1])


def _okpo(n: str) -> bool:
    if len(n) != 8 or not n.isdecimal():
        return False
    check = sum(int(d) * w for d, w in zip(n, range(1, 8), strict=False)) % 11
    if check == 10:
        check = sum(int(d) * w for d, w in zip(n, range(3, 10), strict=False)) % 11 % 10
    return int(n[7]) == check


def _imo(n: str) -> bool:
    """A ship's number, or a company's: they have checks of their own."""
    if len(n) != 7 or not n.isdecimal() or not n.strip("0"):
        return False
    ship = sum(int(d) * w for d, w in zip(n, range(7, 1, -1), strict=False)) % 10
    company = (11 - sum(int(d) * w for d, w in zip(n, (8, 6, 4, 2, 9, 7), strict=False)) % 11) % 10
    return int(n[6]) in (ship, company)


_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _uscc(n: str) -> bool:
    if len(n) != 18 or any(c not in _USCC for c in n):
        return False
    total = sum(_USCC.index(c) * pow(3, place, 31) for place, c in enumerate(n[:17]))
    return _USCC[-total % 31] == n[17]


def _lei(n: str) -> bool:
    if not re.fullmatch("[0-9A-Z]{18}[0-9]{2}", n):
        return False
    return int("".join(str(int(c, 36)) for c in n)) % 97 == 1


def _unchecked(_: str) -> bool:
    return False


_CHECKS: dict[str, Callable[[str], bool]] = {
    "RU:OGRN": _ogrn,
    "RU:OKPO": _okpo,
    "CN:USCC": _uscc,
    "IMO": _imo,
    "LEI": _lei,
}
_PERSONAL = ("passport", "national")


_WORDS = re.compile(r"[^\s.#]+")


@cache
def _labels() -> tuple[dict[str, str], re.Pattern[str]]:
    """Kind by folded label, and what finds any of them."""
    data = tomllib.loads(
        (files("followthegoods.reference.lists") / "identifiers.toml").read_text(encoding="utf-8")
    )
    kinds = {_folded(name): kind for kind, names in data["label"].items() for name in names}
    written = {name for names in data["label"].values() for name in names}
    longest = sorted(written, key=len, reverse=True)
    found = "|".join(r"[\s.]*".join(map(re.escape, _WORDS.findall(name))) for name in longest)
    return kinds, re.compile(rf"(?<!\w)({found})(?!\w)", re.IGNORECASE)


def _folded(label: str) -> str:
    return key(label).replace(" ", "")


def kind_of(label: str) -> str:
    """The kind of number a label stands for; "" for none that is known."""
    return _labels()[0].get(_folded(label), "")


_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3}){2,}(?!\d)")
_NUMBER = re.compile(r"(?<!\w)[^\W_][\w.\-]{2,}[^\W_]")
_AFTER = re.compile(r"\s*\(([^()]*)\)")
_PIECES = re.compile(r"[;,\n|]+|\s+(?:or|and)\s+")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?:19|20)\d\d")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def find_ids(
    text: str, default: str, countries: Iterable[str], nature: Nature
) -> Iterator[ListedId]:
    """The numbers in a cell or a remark. `default` is the kind of those without a label.

    With no default only labelled numbers are read. `countries` are those of the entry; one
    in brackets behind a number goes before them: `Tax ID No. 123 (Russia)`.
    """
    text = _GROUPED.sub(lambda m: m[0].replace(" ", ""), text)
    known = tuple(countries)
    last = default
    for piece in _PIECES.split(text):
        for kind, value, stated in _piece(piece, last):
            last = kind if default else ""  # a label holds for the next number of a column
            yield read_id(value, kind, (stated,) if stated else known, nature)


def _piece(piece: str, default: str) -> Iterator[tuple[str, str, str | None]]:
    """Each number of a piece: the kind its label gives, in front of it or in brackets behind it,
    the number, and the country in those brackets."""
    kinds, pattern = _labels()
    labels = [(m.span(), kinds[_folded(m[1])]) for m in pattern.finditer(piece)]
    last, kind = 0, ""
    for number in _NUMBER.finditer(piece):
        inside = any(start < number.end() <= end for (start, end), _ in labels)
        if number.start() < last or inside:
            continue
        after = _AFTER.match(piece, number.end())
        behind = kind_of(after[1]) if after else ""
        before = [kind for (_, end), kind in labels if last <= end <= number.start()]
        beside = kind if piece[last : number.start()].strip() == "/" else default
        kind = behind or (before[-1] if before else beside)
        country = country_code(after[1]) if after and not behind else None
        if kind and _is_number(number[0], kind):
            last = after.end() if after and (behind or country) else number.end()
            yield kind, number[0], country


def _is_number(text: str, kind: str) -> bool:
    if kind == "BIC":
        return bool(_BIC.fullmatch(text))
    return sum(map(str.isdigit, text)) >= 3 and not _DAY.fullmatch(text)


def read_id(value: str, kind: str, countries: Iterable[str], nature: Nature) -> ListedId:
    """A number of a known kind: checked where its register has a checksum.

    `tax` and `register` become the register of the first country that knows the number.
    """
    value = value.strip(" .,;:-").upper()
    plain = re.sub(r"[\s.\-]", "", value)
    if re.fullmatch("IMO[0-9]{7}", plain):
        kind, plain = "IMO", plain[3:]
    if kind == "national" and nature is not Nature.PERSON:
        kind = "register"
    if kind in ("tax", "RU:INN", "register"):
        return _of_country(plain, value, kind, tuple(countries))
    if kind in _PERSONAL:
        return _personal(plain, value, kind, tuple(countries), nature)
    if kind == "RU:OGRN" and len(plain) in (10, 12):
        return _of_country(plain, value, "RU:INN", ("RU",))
    check = _CHECKS.get(kind, _unchecked)
    return ListedId(kind, plain, check(plain), kind == "RU:OGRN" and len(plain) == 15)


def _personal(
    plain: str, value: str, kind: str, countries: tuple[str, ...], nature: Nature
) -> ListedId:
    """A document of a person; lists put Russian tax ids of persons among these."""
    if kind == "national" and "RU" in countries and len(plain) == 12:
        found = _in_country(plain, "RU")
        if found and found.kind == "RU:INN":
            return found
    return ListedId(f"{kind}:{next(iter(countries), '')}", value, False, nature is Nature.PERSON)


def _of_country(plain: str, value: str, kind: str, countries: tuple[str, ...]) -> ListedId:
    """A tax id or a company's number, by its shape and checksum in the countries it may be of.

    Russia has numbers of its own for companies in parts of Ukraine it occupies.
    """
    occupied = ("RU",) if "UA" in countries else ()
    for country in ("RU", *countries) if kind == "RU:INN" else (*countries, *occupied):
        if found := _in_country(plain, country):
            return found
    if _uscc(plain):
        return ListedId("CN:USCC", plain, True)
    if "RU" in countries and re.fullmatch(r"\d{4}[0-9A-Z]{2}\d{3}", plain):
        return ListedId("RU:KPP", plain, False)
    if kind == "RU:INN" and len(plain) in (10, 12) and plain.isdecimal():
        return ListedId("RU:INN", plain, False, len(plain) == 12)
    return ListedId(f"id:{next(iter(countries), '')}", value, False)


def _in_country(plain: str, country: str) -> ListedId | None:
    """The number if it is valid in a register of the country. No zeros are given back to it."""
    if country == "RU" and _ogrn(plain):
        return ListedId("RU:OGRN", plain, True, len(plain) == 15)
    if country in ("RU", "KZ", "BY", "UA", "PE"):
        found = read_identifier(plain, country)
        if found and found.valid and len(found.value) == len(plain):
            return ListedId(found.kind, found.value, True, found.personal)
    if country == "RU" and _okpo(plain):
        return ListedId("RU:OKPO", plain, True)
    return None
