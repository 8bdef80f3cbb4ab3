"""Entities of FollowTheMoney as OpenSanctions publishes them: entities.ftm.json, one a line.

A listing is an entity of its own (`Sanction`) that points at the listed; so are documents and
addresses. `first_seen` is when somebody first saw it: an upper bound of the listing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from followthegoods.errors import BadList
from followthegoods.facts.countries import country_code
from followthegoods.model.listing import Basis, Entry, ListedName, Listing, Nature, Quality
from followthegoods.reference.lists.beside import Beside
from followthegoods.reference.lists.cells import (
    address,
    clean,
    names_in,
    read_birth,
    read_day,
    read_when,
    unique,
)
from followthegoods.reference.lists.identifiers import kind_of
from followthegoods.reference.lists.layout import PARTY, VARIOUS
from followthegoods.reference.lists.measures import read_measures
from followthegoods.reference.lists.reading import (
    ListFile,
    Place,
    Reading,
    first_when,
    latest,
    put_together,
)

MAX_LINE = 64 << 20

_NATURES = {
    "Person": Nature.PERSON,
    "Vessel": Nature.VESSEL,
    "Airplane": Nature.AIRCRAFT,
    "CryptoWallet": Nature.THING,
    "Security": Nature.THING,
    "Asset": Nature.THING,
}
_NAMES = (
    ("name", Quality.PRIMARY, False),
    ("alias", Quality.STRONG, False),
    ("previousName", Quality.STRONG, True),
    ("weakAlias", Quality.WEAK, False),
)
_COUNTRIES = ("country", "mainCountry", "jurisdiction", "nationality", "citizenship", "flag")
_NUMBERS = (
    "innCode", "ogrnCode", "kppCode", "okpoCode", "taxNumber", "vatCode", "registrationNumber",
    "uscCode", "leiCode", "swiftBic", "imoNumber", "mmsi", "dunsCode", "passportNumber", "idNumber",
)  # fmt: skip
_LINKS = {"Sanction": "entity", "Passport": "holder", "Identification": "holder"}

Record = dict[str, Any]


def is_ftm(line: str) -> bool:
    """Whether a text begins with an entity of FollowTheMoney."""
    record = _parsed(line)
    return isinstance(record, dict) and {"id", "schema", "properties"} <= set(record)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def read_ftm(file: ListFile, place: Place) -> Reading:
    """The entities that are listed. What points at them is read now, they when asked for."""
    beside = Beside(place.folder)
    datasets: set[str] = set()
    seen: str = ""
    for record in _records(file):
        datasets.update(map(str, record.get("datasets") or ()))
        seen = max(seen, str(record.get("last_seen") or ""))
        link = _LINKS.get(record["schema"])
        for target in _said(record, link) if link else ():
            beside.put(record["schema"], target, record)
        if record["schema"] == "Address":
            beside.put("Address", str(record["id"]), _said(record, "full"))
    only = next(iter(datasets)) if len(datasets) == 1 else ""
    reading = Reading(
        list="-".join(filter(None, ("opensanctions", clean(only).replace("_", "-")))),
        kind=PARTY,
        title=f"FollowTheMoney entities {only}".strip(),
        authority=VARIOUS,
        reader="ftm 1",
        rows=lambda _: _entries(file, beside),
    )
    reading.dates.state(read_day(seen))
    return reading


def _records(file: ListFile) -> Iterator[Record]:
    """Every record of a file. Raises `BadList` at the first line that is none."""
    with file.path.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
        number = 0
        while line := lines.readline(MAX_LINE):
            number += 1
            if not line.strip():
                continue
            record = _parsed(line)
            if not (isinstance(record, dict) and isinstance(record.get("properties"), dict)):
                raise _damaged(file.name, number)
            if not (isinstance(record.get("id"), str) and isinstance(record.get("schema"), str)):
                raise _damaged(file.name, number)
            yield record


def _damaged(name: str, number: int) -> BadList:
    return BadList(
        "A line is no entity of FollowTheMoney.",
        where=f"{name}, line {number}",
        do="Get the file again: a list that was cut short would read as if many had been delisted.",
    )


def _said(record: Record, *names: str) -> list[str]:
    """The texts of some properties of a record."""
    found = []
    for name in names:
        values = record["properties"].get(name)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and clean(value):
                found.append(clean(value))
    return found


def _entries(file: ListFile, beside: Beside) -> Iterator[Entry]:
    with closing(beside):
        for record in _records(file):
            if record["schema"] in (*_LINKS, "Address"):
                continue
            sanctions = beside.of("Sanction", record["id"])
            if sanctions or record.get("target") is True or "sanction" in _said(record, "topics"):
                yield _entry(record, sanctions, beside, file.name)


def _entry(record: Record, sanctions: list[Record], beside: Beside, where: str) -> Entry:
    texts = [(number, kind_of(name)) for name in _NUMBERS for number in _said(record, name)]
    for kind in ("Passport", "Identification"):
        for document in beside.of(kind, record["id"]):
            texts += _document(document, kind)
    notes = _said(record, "notes")
    linked = [text for at in _said(record, "addressEntity") for [*text] in beside.of("Address", at)]
    places = [*_said(record, "address"), *(text for texts in linked for text in texts)]
    entry = Entry(
        id=clean(record["id"]),
        nature=_NATURES.get(record["schema"], Nature.ORGANISATION),
        names=tuple(_names(record)),
        listings=tuple(_listing(s, record, len(sanctions) == 1) for s in sanctions)
        or (_listing(record, record, True),),
        addresses=tuple(a for text in places for a in address(text)),
        countries=unique(country_code(text) or "" for text in _said(record, *_COUNTRIES)),
        birth_dates=unique(map(read_birth, _said(record, "birthDate"))),
        remarks="; ".join(notes),
    )
    return put_together(entry, [*texts, *((note, "") for note in notes)], where)


def _names(record: Record) -> Iterator[ListedName]:
    """Its names; the caption is the primary one, and others called names are strong."""
    caption = clean(str(record.get("caption") or ""))
    for name, quality, former in _NAMES:
        for text in _said(record, name):
            best = quality is Quality.PRIMARY and text != caption
            yield from names_in(text, Quality.STRONG if best else quality, former=former)


def _document(document: Record, schema: str) -> Iterable[tuple[str, str]]:
    kinds = (kind_of(label) for label in _said(document, "type"))
    kind = next(filter(None, kinds), "passport" if schema == "Passport" else "national")
    country = next(iter(_said(document, "country")), "")
    for number in _said(document, "number"):
        yield f"{number} ({country})" if country else number, kind


def _listing(sanction: Record, entity: Record, alone: bool) -> Listing:
    """A listing as its own record tells it, or as far as the entity does where there is none. Of
    several the day on which the entity was first seen bounds none: one of them was there first."""
    stated = [read_when(text, Basis.STATED) for text in _said(sanction, "listingDate", "startDate")]
    ended = first_when(read_when(text, Basis.STATED) for text in _said(sanction, "endDate"))
    first_seen = sanction.get("first_seen") or (alone and entity.get("first_seen")) or ""
    seen = read_when(str(first_seen), Basis.OBSERVED)
    if seen and seen.latest and ended and ended.latest:  # what was over when seen began before
        seen = replace(seen, latest=min(seen.latest, ended.latest))
    programmes = _said(sanction, "programId") or _said(sanction, "program")
    return Listing(
        id="" if sanction is entity else clean(sanction["id"]),
        authority=_authority(sanction, entity, programmes),
        programmes=unique(programmes),
        measures=read_measures(_said(sanction, "provisions")),
        listed=first_when([*stated, seen]),
        amended=latest(map(read_day, _said(sanction, "modifiedAt"))),
        delisted=ended,
        reference="; ".join(unique(_said(sanction, "authorityId", "reason", "sourceUrl"))),
    )


def _authority(sanction: Record, entity: Record, programmes: list[str]) -> str:
    """Who listed: the code in front of the programme's id, else the country of the authority."""
    fronts = {text.partition("-")[0] for text in programmes if "-" in text}
    if len(fronts) == 1 and len(front := fronts.pop()) == 2 and front.isupper():
        return front
    said = [] if sanction is entity else _said(sanction, "country")
    return next((text.upper() for text in said if len(text) == 2), "")
