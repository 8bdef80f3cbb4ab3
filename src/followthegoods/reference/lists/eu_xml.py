"""The European Union's consolidated list of financial sanctions, as XML (version 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
from followthegoods.reference.lists.cells import clean, names_in, read_birth, read_day, unique
from followthegoods.reference.lists.identifiers import kind_of
from followthegoods.reference.lists.layout import PARTY
from followthegoods.reference.lists.reading import (
    NATURES,
    ListFile,
    Reading,
    latest,
    put_together,
)
from followthegoods.reference.lists.xml import Root, records

ROOT = "export"
_RECORDS = frozenset(("sanctionEntity",))
_ADDRESS = ("poBox", "street", "place", "city", "zipCode", "region", "countryDescription")


def read_eu(file: ListFile, root: Root) -> Reading:
    """The list. All of it freezes assets; its acts date an entry as far as they are named."""
    reading = Reading(
        list="eu-consolidated",
        kind=PARTY,
        title="EU consolidated list of financial sanctions",
        authority="EU",
        reader="eu-xml 1",
        rows=lambda _: _entries(file),
    )
    reading.dates.state(read_day(root.attributes.get("generationDate", "")))
    return reading


def _entries(file: ListFile) -> Iterator[Entry]:
    for record in records(file.path, _RECORDS, file.name):
        yield _entry(record, file.name)


def _entry(record: Element, where: str) -> Entry:
    subject = record.find("subjectType")
    code = "" if subject is None else subject.get("code", "")
    remarks = [clean(remark.text) for remark in record.iter("remark")]
    texts = [*((remark, "") for remark in remarks), *_documents(record)]
    nations = (*record.iterfind("citizenship"), *record.iterfind("birthdate"))
    entry = Entry(
        id=clean(record.get("euReferenceNumber")) or clean(record.get("logicalId")),
        nature=NATURES.get(code.casefold(), Nature.ORGANISATION),
        names=tuple(_names(record)),
        listings=(_listing(record),),
        addresses=tuple(filter(lambda a: a.text, map(_address, record.iterfind("address")))),
        countries=unique(_country(node) or "" for node in nations if node.tag == "citizenship"),
        birth_dates=unique(map(_birth, record.iterfind("birthdate"))),
        remarks="; ".join(unique(remarks)),
    )
    return put_together(entry, texts, where)


def _listing(record: Element) -> Listing:
    """When it was listed: the day of designation, where stated. Else the first act that its record
    names, which is the day by which it was listed: earlier acts may have been replaced."""
    designated = read_day(record.get("designationDate", ""))
    acts = [*record.iterfind("regulation"), *record.iter("regulationSummary")]
    days = [day for act in acts for day in _days(act)]
    listed = None
    if designated:
        listed = When(designated, designated, Basis.STATED)
    elif days:
        listed = When(None, min(days), Basis.OBSERVED)
    regulations = [*record.iterfind("regulation")]
    return Listing(
        authority="EU",
        programmes=unique(clean(act.get("programme")) for act in regulations),
        measures=(Measure.BLOCKING,),
        listed=listed,
        amended=latest(day for act in regulations for day in _days(act)),
        reference="; ".join(unique(clean(act.get("numberTitle")) for act in regulations)),
    )


def _days(act: Element) -> list[date]:
    said = (act.get("entryIntoForceDate", ""), act.get("publicationDate", ""))
    return [day for day in map(read_day, said) if day]


def _names(record: Element) -> Iterator[ListedName]:
    for alias in record.iterfind("nameAlias"):
        weak = alias.get("strong", "true").casefold() == "false"
        yield from names_in(alias.get("wholeName", ""), Quality.WEAK if weak else Quality.STRONG)


def _country(node: Element) -> str | None:
    return country_code(node.get("countryIso2Code", "")) or country_code(
        node.get("countryDescription", "")
    )


def _address(node: Element) -> ListedAddress:
    text = ", ".join(unique(clean(node.get(part)) for part in _ADDRESS))
    return ListedAddress(text, _country(node))


def _birth(node: Element) -> str:
    whole = clean(node.get("birthdate"))
    year, month = clean(node.get("year")), clean(node.get("monthOfYear"))
    return read_birth(whole or (f"{year}-{month}" if month else year))


def _documents(record: Element) -> Iterator[tuple[str, str]]:
    for node in record.iterfind("identification"):
        code, words = (
            node.get("identificationTypeCode", ""),
            node.get("identificationTypeDescription", ""),
        )
        number = clean(node.get("number")) or clean(node.get("latinNumber"))
        country = _country(node)
        yield f"{number} ({country})" if country else number, kind_of(code) or kind_of(words)
