"""Countries as customs records write them, and the groups they belonged to, by date.

Codes: ISO 3166-1 alpha-2, ISO 3166-3 for countries that came apart, and the few further codes of
customs classifiers. A cell is understood as a whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from followthegoods.facts.text import key, read_toml, skeleton

VARIOUS = "XV"
"""More than one country, as in box 16 of a declaration with items of several origins."""

NO_ONE_COUNTRY = (VARIOUS, "EU")
"""Codes that tell no country: what states one of them may be of any, or of any member."""


@dataclass(frozen=True)
class _Countries:
    codes: dict[str, str]  # alpha-2, alpha-3 and three-digit codes
    names: dict[str, str]  # folded names, in the letters of `skeleton`
    labels: dict[str, str]
    unknown: frozenset[str]


@cache
def _countries() -> _Countries:
    data = read_toml("countries.toml")
    codes: dict[str, str] = dict(data["renamed"])
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    for code, country in data["country"].items():
        labels[code] = country["label"]
        codes.update({written: code for written in (code, country["a3"], country["n"]) if written})
        for name in (country["label"], *country["names"]):
            names[skeleton(key(name))] = code
    for name, code in data["cut"].items():
        names[skeleton(key(name))] = code
    unknown = frozenset(skeleton(key(marker)) for marker in data["unknown"])
    return _Countries(codes, names, labels, unknown)


def country_code(text: str) -> str | None:
    """The ISO code of a country as written; None where not stated or not understood.

    Understands alpha-2, alpha-3 and numeric codes, names in English, Russian, Ukrainian, Spanish,
    Portuguese and Turkish, and a code beside its name ("IN, INDIA"). Never reads part of a value.
    """
    folded = key(text.removesuffix(".0"))
    code = _whole(folded)
    return _code_beside_name(folded) if code is None and " " in folded else code


def _whole(folded: str) -> str | None:
    known = _countries()
    if folded.isdecimal() and folded.isascii() and len(folded) <= 3:
        return known.codes.get(folded.zfill(3))  # leading zeros are lost in spreadsheets
    return known.codes.get(folded) or known.names.get(skeleton(folded))


def _code_beside_name(folded: str) -> str | None:
    first, _, rest = folded.partition(" ")
    front, _, last = folded.rpartition(" ")
    for code, name in ((first, rest), (last, front)):
        if len(code) in (2, 3) and (found := _countries().codes.get(code)):
            return found if _whole(name) == found else None
    return None


def is_unknown_country(text: str) -> bool:
    """True for the markers that mean "not stated", so that they differ from "not understood"."""
    return skeleton(key(text.removesuffix(".0"))) in _countries().unknown


def country_label(code: str) -> str:
    """The country's English name; the code itself where it is none of ours."""
    return _countries().labels.get(code, code)


def country_codes() -> tuple[str, ...]:
    """Every code that `country_code` can return, in alphabetical order."""
    return tuple(sorted(_countries().labels))


@cache
def _groups() -> dict[str, dict[str, tuple[date, date]]]:
    groups: dict[str, dict[str, tuple[date, date]]] = {}
    for group, spans in read_toml("groups.toml").items():
        members = groups.setdefault(group, {})
        for span in spans:
            until = span.get("until", date.max)
            members.update(dict.fromkeys(span["members"], (span["from"], until)))
    return groups


@cache
def group_members() -> dict[str, dict[tuple[date, date], tuple[str, ...]]]:
    """The groups of countries: who was inside from a first day until another, that one not in it.

    A code of the group itself counts as inside throughout.
    """
    groups: dict[str, dict[tuple[date, date], tuple[str, ...]]] = {}
    for group, members in _groups().items():
        spans = groups.setdefault(group, {(date.min, date.max): (group,)})
        for code, span in members.items():
            spans[span] = (*spans.get(span, ()), code)
    return groups


def in_group(code: str, group: str, day: date) -> bool:
    """Whether a country belonged to a group ("EU", "EAEU") on a day.

    The European Union itself counts as a part of the group of that name.
    """
    if code == group:
        return code in _groups()
    start, until = _groups().get(group, {}).get(code, (date.max, date.max))
    return start <= day < until
