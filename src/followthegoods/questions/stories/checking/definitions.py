"""Which definition prints a number: the readings of a claim, nearest to the defaults first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product

from followthegoods.model.story import DEFAULT, Claim, Definition, Measure
from followthegoods.questions.stories.checking.presence import ranks_countries

AT_MOST = 2
"""Switches from the defaults that a definition may have and still be admissible."""

NATURAL = ("origin", "dispatch", "sender")
"""What "imported from a country" may naturally mean; the others are told apart by a definition."""

_COUNTRIES = (*NATURAL, "trading", "purchase")
_VALUES = ("stated", "statistical", "cif", "fob", "customs", "invoice")
_OF_VALUE = (Measure.VALUE, Measure.SHARE, Measure.CHANGE, Measure.RANK)
_OF_RECORDS = frozenset(Measure) - {
    Measure.LISTING,
    Measure.BREACH,
    Measure.COVERAGE,
    Measure.ARITHMETIC,
    Measure.NONE,
}
_SWITCHES = ("country", "value", "supplier", "date")


def open_switches(claim: Claim) -> dict[str, tuple[str, ...]]:
    """What a claim leaves open -> its choices, the default first."""
    if claim.measure not in _OF_RECORDS:
        return {}
    switches: dict[str, tuple[str, ...]] = {}
    if (claim.country or claim.measure is Measure.COUNTRIES) and claim.basis == "unspecified":
        switches["country"] = _COUNTRIES
    if claim.measure in _OF_VALUE:
        switches["value"] = _VALUES
    # Records say where a sender sits, and nothing of where a maker does.
    of_firms = claim.measure is Measure.SUPPLIERS or (
        claim.measure is Measure.RANK and not ranks_countries(claim) and not claim.country
    )
    # What one sent to whomever is of its lines as a sender.
    if (claim.supplier and claim.of) or of_firms:
        switches["supplier"] = ("sender", "maker")
    if claim.period is not None:
        switches["date"] = ("registered", "released")
    return switches


def readings(claim: Claim, events: tuple[date, ...]) -> int:
    """In how many ways a claim's period can be read."""
    return len(claim.period.readings(events)) if claim.period else 1


def pinned(claim: Claim, definition: Definition, events: tuple[date, ...]) -> Definition:
    """A definition as it applies to one claim: what the claim says stands, what it does not
    depend on is left at the default."""
    switches = open_switches(claim)
    kept = {name: getattr(definition, name) for name in _SWITCHES if name in switches}
    if claim.basis != "unspecified":
        kept["country"] = claim.basis
    reading = min(definition.reading, readings(claim, events) - 1)
    return replace(DEFAULT, **kept, reading=reading)


def admissible(claims: Iterable[Claim], events: tuple[date, ...]) -> list[Definition]:
    """The definitions under which linked claims may be read, nearest to the defaults first.

    The reading of a period is no switch: "since February 2022" admits all of them.
    """
    switches: dict[str, tuple[str, ...]] = {}
    many = 1
    for claim in claims:
        switches.update(open_switches(claim))
        many = max(many, readings(claim, events))
    return [
        replace(DEFAULT, **changed, reading=reading)
        for changed in _changes(switches)
        for reading in range(many)
    ]


def _changes(switches: dict[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    for size in range(AT_MOST + 1):
        for names in combinations(switches, size):
            for choice in product(*(switches[name][1:] for name in names)):
                yield dict(zip(names, choice, strict=True))


def natural(claims: Iterable[Claim]) -> list[Definition]:
    """The readings that the words alone leave open; all others are as by default."""
    if any("country" in open_switches(claim) for claim in claims):
        return [replace(DEFAULT, country=country) for country in NATURAL]
    return [DEFAULT]


def spelt(definition: Definition, *, country: bool = False) -> str:
    """A definition in words: what it changes of the defaults; with the `country` where a claim
    leaves open what its country is."""
    words = {
        "country": "country of {}",
        "value": "{} value",
        "supplier": "supplier is the {}",
        "date": "dated as {}",
    }
    told = [
        words[name].format(getattr(definition, name))
        for name in _SWITCHES
        if getattr(definition, name) != getattr(DEFAULT, name) or (name == "country" and country)
    ]
    if definition.reading:
        told.append("counted from the event's day")
    return ", ".join(told) or "the defaults"
