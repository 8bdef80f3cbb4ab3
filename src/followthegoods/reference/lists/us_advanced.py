"""The United States' list as SDN_ADVANCED.XML, the only file of it with days of listing.

Names, places, documents and listings stand in parts of their own and point at one another by
number; words stand once, in sets of reference values.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from followthegoods.facts.countries import country_code
from followthegoods.model.listing import (
    Basis,
    Entry,
    ListedAddress,
    ListedName,
    Listing,
    Measure,
    Nature,
    Quality,
    When,
)
from followthegoods.reference.lists.beside import Beside
from followthegoods.reference.lists.cells import clean, country_in, names_in, read_birth, unique
from followthegoods.reference.lists.identifiers import kind_of
from followthegoods.reference.lists.layout import PARTY
from followthegoods.reference.lists.measures import read_measures
from followthegoods.reference.lists.reading import NATURES, ListFile, Place, Reading, put_together
from followthegoods.reference.lists.xml import records

ROOT = "Sanctions"
_LINKED = frozenset(
    ("DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "SanctionsEntry")
)
_PARTY = frozenset(("DistinctParty",))
_MAIN_LIST = "SDN List"
_PROGRAMME = "Program"
_PLACE_PARTS = (
    "ADDRESS1",
    "ADDRESS2",
    "ADDRESS3",
    "CITY",
    "STATE/PROVINCE",
    "POSTAL CODE",
    "REGION",
)
_GIVEN_LAST = ("Last Name", "Maiden Name", "Patronymic", "Matronymic")


@dataclass
class _Words:
    """The reference values: the text of each, by the kind of value and its number."""

    text: dict[tuple[str, str], str] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    """Party type of a party subtype."""

    def take(self, sets: Element) -> None:
        for value in sets.iter():
            if number := value.get("ID"):
                words = clean(value.text) or clean(value.get("ISO2"))
                self.text[value.tag, number] = words
                if value.tag == "PartySubType":
                    self.above[number] = value.get("PartyTypeID", "")

    def of(self, kind: str, number: str | None) -> str:
        return self.text.get((kind, number or ""), "")

    def nature(self, subtype: str | None) -> Nature:
        words = (
            self.of("PartySubType", subtype),
            self.of("PartyType", self.above.get(subtype or "")),
        )
        return next((NATURES[w.casefold()] for w in words if w.casefold() in NATURES), _UNTOLD)


_UNTOLD = Nature.ORGANISATION


def read_us_advanced(file: ListFile, place: Place) -> Reading:
    """The list. What is linked to its entries is read now, the entries when they are asked for."""
    beside, words = Beside(place.folder), _Words()
    lists: set[str] = set()
    issued: date | None = None
    for record in records(file.path, _LINKED, file.name):
        if record.tag == "ReferenceValueSets":
            words.take(record)
        elif record.tag == "DateOfIssue":
            issued = _day(record)
        elif record.tag == "Location":
            beside.put("place", record.get("ID", ""), _place(record))
        elif record.tag == "IDRegDocument":
            beside.put("document", record.get("IdentityID", ""), _document(record))
        else:
            lists.add(record.get("ListID", ""))
            beside.put("listing", record.get("ProfileID", ""), _listing(record))
    main = any(words.of("List", number) == _MAIN_LIST for number in lists)
    reading = Reading(
        list="us-sdn" if main or not lists else "us-consolidated",
        kind=PARTY,
        title="US: Specially Designated Nationals"
        if main
        else "US: consolidated list, not blocked",
        authority="US",
        reader="us-advanced 1",
        rows=lambda _: _entries(file, words, beside),
    )
    reading.dates.state(issued)
    return reading


def _day(element: Element) -> date | None:
    try:
        year, month, day = (int(element.findtext(p) or "") for p in ("Year", "Month", "Day"))
        return date(year, month, day)
    except ValueError:
        return None


def _place(record: Element) -> dict[str, Any]:
    parts = {
        part.get("LocPartTypeID", ""): clean(part.findtext("LocationPartValue/Value"))
        for part in record.iterfind("LocationPart")
    }
    countries = [c.get("CountryID", "") for c in record.iterfind("LocationCountry")]
    return {"parts": parts, "countries": countries}


def _document(record: Element) -> list[str]:
    number = clean(record.findtext("IDRegistrationNo"))
    return [record.get("IDRegDocTypeID", ""), number, record.get("IssuedBy-CountryID", "")]


def _listing(record: Element) -> dict[str, Any]:
    events = [*record.iterfind("EntryEvent")]
    days = [
        day
        for event in events
        if (found := event.find("Date")) is not None and (day := _day(found))
    ]
    return {
        "list": record.get("ListID", ""),
        "day": min(days).isoformat() if days else None,
        "basis": [event.get("LegalBasisID", "") for event in events],
        "measures": [
            [measure.get("SanctionsTypeID", ""), clean(measure.findtext("Comment"))]
            for measure in record.iterfind("SanctionsMeasure")
        ],
    }


def _entries(file: ListFile, words: _Words, beside: Beside) -> Iterator[Entry]:
    with closing(beside):
        for record in records(file.path, _PARTY, file.name):
            yield _entry(record, words, beside, file.name)


def _entry(record: Element, words: _Words, beside: Beside, where: str) -> Entry:
    profile = record.find("Profile")
    profile = record if profile is None else profile
    number = clean(record.get("FixedRef")) or clean(profile.get("ID"))
    features = [*_features(profile, words), *_features(record, words)]
    remarks = clean(record.findtext("Comment"))
    texts = [(remarks, "")]
    for identity in profile.iterfind("Identity"):
        for document in beside.of("document", identity.get("ID", "")):
            texts.append(_number(document, words))
    places: list[ListedAddress] = []
    nations: list[str] = []
    births: list[str] = []
    for kind, value, at in features:
        found = [_address(place, words) for place in beside.of("place", at)] if at else []
        if kind == "Birthdate":
            births.append(read_birth(value))
        elif "Nationality" in kind or "Citizenship" in kind:
            nations += [a.country or "" for a in found] + [country_code(value) or ""]
        elif found:
            places += found
        elif value:
            texts.append((value, kind_of(kind)))
            remarks += f"; {kind} {value}"
    said = beside.of("listing", profile.get("ID", number))
    entry = Entry(
        id=number,
        nature=words.nature(profile.get("PartySubTypeID")),
        names=tuple(_names(profile, words)),
        listings=tuple(_as_listing(one, words) for one in said) or (Listing(authority="US"),),
        addresses=tuple(place for place in places if place.text),
        countries=unique(nations),
        birth_dates=unique(births),
        remarks=remarks.strip("; "),
    )
    return put_together(entry, texts, where)


def _features(parent: Element, words: _Words) -> Iterator[tuple[str, str, str]]:
    """Each feature: its kind, what is said of it, the number of a place it points at."""
    for feature in parent.iterfind("Feature"):
        kind = words.of("FeatureType", feature.get("FeatureTypeID"))
        for version in feature.iterfind("FeatureVersion"):
            detail = version.find("VersionDetail")
            value = ""
            if detail is not None:
                known = words.of("DetailReference", detail.get("DetailReferenceID"))
                value = clean(detail.text) or known
            start = version.find("DatePeriod/Start/From")
            if start is not None:
                value = _birth(version, start)
            at = version.find("VersionLocation")
            yield kind, value, "" if at is None else at.get("LocationID", "")


def _birth(version: Element, start: Element) -> str:
    """A date of birth; where the period is longer than a day, the year it begins."""
    first, last = _day(start), version.find("DatePeriod/End/To")
    end = None if last is None else _day(last)
    if first and end in (None, first):
        return first.isoformat()
    return clean(start.findtext("Year"))


def _number(document: list[str], words: _Words) -> tuple[str, str]:
    kind, number, country = document
    code = country_code(words.of("Country", country))
    label = words.of("IDRegDocType", kind)
    return f"{number} ({code})" if code else number, kind_of(label) or "register"


def _address(place: dict[str, Any], words: _Words) -> ListedAddress:
    named = {words.of("LocPartType", kind): text for kind, text in place["parts"].items()}
    parts = [named.get(part, "") for part in _PLACE_PARTS] + [named.get("Unknown", "")]
    countries = [words.of("Country", number) for number in place["countries"]]
    text = ", ".join(unique([*parts, *countries]))
    stated = next(filter(None, map(country_code, countries)), None)
    return ListedAddress(text, stated or country_in(text))


def _as_listing(said: dict[str, Any], words: _Words) -> Listing:
    """A listing; that on the main list has no id, as in files that hold no other."""
    name = words.of("List", said["list"])
    measures = [(words.of("SanctionsType", kind), comment) for kind, comment in said["measures"]]
    programmes = [comment for kind, comment in measures if kind in (_PROGRAMME, "") and comment]
    kinds = [kind for kind, _ in measures if kind not in (_PROGRAMME, "")]
    blocks = name in (_MAIN_LIST, "") and not kinds
    day = date.fromisoformat(said["day"]) if said["day"] else None
    basis = [words.of("LegalBasis", number) for number in said["basis"]]
    return Listing(
        id="" if name in (_MAIN_LIST, "") else name,
        authority="US",
        programmes=unique(programmes),
        measures=(Measure.BLOCKING,) if blocks else read_measures(kinds),
        listed=When(day, day, Basis.STATED) if day else None,
        reference="; ".join(text for text in unique(basis) if text != "Unknown"),
    )


def _names(profile: Element, words: _Words) -> Iterator[ListedName]:
    for identity in profile.iterfind("Identity"):
        parts = {
            group.get("ID", ""): words.of("NamePartType", group.get("NamePartTypeID"))
            for group in identity.iter("NamePartGroup")
        }
        for alias in identity.iterfind("Alias"):
            quality = Quality.PRIMARY if _yes(alias, "Primary") else Quality.STRONG
            quality = Quality.WEAK if _yes(alias, "LowQuality") else quality
            former = words.of("AliasType", alias.get("AliasTypeID")).startswith("F")
            for place, name in enumerate(alias.iterfind("DocumentedName")):
                # The first is the name; others of a primary alias are it in other scripts.
                beside = Quality.STRONG if place and quality is Quality.PRIMARY else quality
                yield from names_in(_spelt(name, parts), beside, former=former)


def _yes(element: Element, name: str) -> bool:
    return element.get(name, "").casefold() in ("true", "1")


def _spelt(name: Element, parts: dict[str, str]) -> str:
    """A name of its parts: "SURNAME, Given" for persons, as the list's other files write it."""
    surname: list[str] = []
    given: list[str] = []
    for value in name.iter("NamePartValue"):
        kind = parts.get(value.get("NamePartGroupID", ""), "")
        (surname if kind in _GIVEN_LAST else given).append(clean(value.text))
    return ", ".join(filter(None, (" ".join(surname), " ".join(given))))
