"""The consolidated list of the United Nations Security Council, as XML."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from followthegoods.facts.countries import country_code
from followthegoods.model.listing import Basis, Entry, ListedAddress, ListedName, Listing, Quality
from followthegoods.reference.lists.cells import (
    clean,
    country_in,
    names_in,
    read_birth,
    read_day,
    read_when,
    unique,
)
from followthegoods.reference.lists.layout import PARTY
from followthegoods.reference.lists.measures import united_nations
from followthegoods.reference.lists.reading import (
    NATURES,
    ListFile,
    Reading,
    latest,
    put_together,
)
from followthegoods.reference.lists.xml import Root, records, text_of

ROOT = "CONSOLIDATED_LIST"
_RECORDS = frozenset(("INDIVIDUAL", "ENTITY"))
_NAME = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_WEAK = "low"
_FORMER = "f.k.a."


def read_un(file: ListFile, root: Root) -> Reading:
    """The list, with its days of listing as stated. Its measures are those of the regime."""
    reading = Reading(
        list="un",
        kind=PARTY,
        title="United Nations Security Council consolidated list",
        authority="UN",
        reader="un-xml 1",
        rows=lambda _: _entries(file),
    )
    reading.dates.state(read_day(root.attributes.get("dateGenerated", "")))
    return reading


def _entries(file: ListFile) -> Iterator[Entry]:
    for record in records(file.path, _RECORDS, file.name):
        yield _entry(record, file.name)


def _entry(record: Element, where: str) -> Entry:
    comments = clean(record.findtext("COMMENTS1"))
    texts = [(comments, ""), *_documents(record)]
    places = [*record.iter("INDIVIDUAL_ADDRESS"), *record.iter("ENTITY_ADDRESS")]
    regime = text_of(record, "UN_LIST_TYPE")
    listing = Listing(
        authority="UN",
        programmes=unique([clean(regime)]),
        measures=united_nations(regime),
        listed=read_when(text_of(record, "LISTED_ON"), Basis.STATED),
        amended=latest(read_day(v.text or "") for v in record.iterfind("LAST_DAY_UPDATED/VALUE")),
        delisted=read_when(text_of(record, "DELISTED_ON"), Basis.STATED),
        reference=clean(record.findtext("REFERENCE_NUMBER")),
    )
    nations = [country_code(v.text or "") for v in record.iterfind("NATIONALITY/VALUE")]
    entry = Entry(
        id=clean(record.findtext("DATAID")) or listing.reference,
        nature=NATURES[record.tag.casefold()],
        names=tuple(_names(record)),
        listings=(listing,),
        addresses=tuple(filter(lambda a: a.text, map(_address, places))),
        countries=unique(code or "" for code in nations),
        birth_dates=unique(map(_birth, record.iter("INDIVIDUAL_DATE_OF_BIRTH"))),
        remarks=comments,
    )
    return put_together(entry, texts, where)


def _names(record: Element) -> Iterator[ListedName]:
    yield from names_in(" ".join(text_of(record, part) for part in _NAME), Quality.PRIMARY)
    yield from names_in(text_of(record, "NAME_ORIGINAL_SCRIPT"), Quality.STRONG)
    for alias in (*record.iter("INDIVIDUAL_ALIAS"), *record.iter("ENTITY_ALIAS")):
        said = text_of(alias, "QUALITY").casefold()
        quality = Quality.WEAK if said == _WEAK else Quality.STRONG
        for name in text_of(alias, "ALIAS_NAME").split(";"):
            yield from names_in(name, quality, former=said == _FORMER)


def _address(place: Element) -> ListedAddress:
    parts = [clean(place.findtext(part)) for part in _ADDRESS]
    text = ", ".join(filter(None, parts))
    return ListedAddress(text, country_code(parts[-1]) or country_in(text))


def _birth(born: Element) -> str:
    spans = ("FROM_YEAR", "TO_YEAR")
    said = clean(born.findtext("DATE")) or clean(born.findtext("YEAR"))
    return read_birth(said) if said else "/".join(unique(clean(born.findtext(s)) for s in spans))


def _documents(record: Element) -> Iterator[tuple[str, str]]:
    for document in record.iter("INDIVIDUAL_DOCUMENT"):
        kind = clean(document.findtext("TYPE_OF_DOCUMENT")).casefold()
        country = country_code(
            text_of(document, "ISSUING_COUNTRY") or text_of(document, "COUNTRY_OF_ISSUE")
        )
        number = clean(document.findtext("NUMBER"))
        if number:
            is_passport = "pass" in kind or "pasa" in kind
            yield f"{number} ({country or ''})", "passport" if is_passport else "national"
