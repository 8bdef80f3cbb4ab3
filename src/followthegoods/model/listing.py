"""The vocabulary of lists: who or what an authority has listed, how, since when, by what token.

A list is kept in every version that was loaded. An entry is a person, organisation, vessel or
thing; a listing is one measure-bearing act upon it (an entry of an aggregated list may have
several, of several authorities). A control is one code of a list of goods.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Nature(StrEnum):
    """What an entry is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    THING = "thing"  # a port, a refinery, a means of payment


class Measure(StrEnum):
    """What a listing does to those who deal with the listed, in the words of this program."""

    BLOCKING = "blocking"  # assets are frozen, dealings are forbidden
    EXPORT_LICENCE = "export_licence"  # exports to the listed need a licence, or get none
    FINANCING = "financing"  # limits on loans, securities, payments
    TRANSPORT = "transport"  # ports, airspace, services to a vessel
    SERVICES = "services"  # services to, or by, the listed
    INVESTMENT = "investment"
    PROCUREMENT = "procurement"
    ARMS = "arms"
    TRAVEL = "travel"
    PRIORITY = "priority"  # a list of priorities for controls: it forbids nothing
    OTHER = "other"  # a measure is stated, and is none of these
    UNSTATED = "unstated"  # the list does not say


class Quality(StrEnum):
    """How good a name is. Weak names are said by the list to be so, or are mere acronyms."""

    PRIMARY = "primary"
    STRONG = "strong"
    WEAK = "weak"


class Basis(StrEnum):
    """Where a date comes from."""

    STATED = "stated"  # the list says so
    OBSERVED = "observed"  # somebody saw it there by then: an upper bound
    BY_HAND = "by_hand"  # a person gave it, with a source
    VERSIONS = "versions"  # bounds, from the versions loaded


@dataclass(frozen=True)
class When:
    """A day, or the days it lies between, both included; None where that side is open."""

    earliest: date | None
    latest: date | None
    basis: Basis

    @property
    def day(self) -> date | None:
        """The day itself, where it is known."""
        return self.latest if self.earliest == self.latest else None


@dataclass(frozen=True)
class ListedName:
    """A name of an entry. `script` is that of most of its letters ("Latin", "Cyrillic" …)."""

    text: str
    quality: Quality
    script: str
    former: bool = False


@dataclass(frozen=True)
class ListedId:
    """A number that names an entry. `kind` is country and register, such as "RU:INN".

    `valid` says that a checksum holds: only such a number may join an entry with a party.
    """

    kind: str
    value: str
    valid: bool
    personal: bool = False

    @property
    def key(self) -> str:
        """The number as one text to join on, as parties have it: "RU:INN:7707083893"."""
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True)
class ListedAddress:
    """An address as written, and the ISO code of its country where that is understood."""

    text: str
    country: str | None = None


@dataclass(frozen=True)
class Listing:
    """One act upon an entry: by whom, under what, how, since when.

    `id` tells apart the listings of one entry; `authority` is a code such as "US", "EU", "GB",
    "UN", empty where only the list as a whole has one. `amended` is the last change stated,
    `wind_down` the last day on which dealings may be ended.
    """

    id: str = ""
    authority: str = ""
    programmes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = (Measure.UNSTATED,)
    listed: When | None = None
    amended: date | None = None
    delisted: When | None = None
    reference: str = ""
    wind_down: date | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of one version of a list. `id` is the list's own, stable from version to version.

    `birth_dates` are of persons, as ISO dates or their beginnings ("1971", "1971-03").
    """

    id: str
    nature: Nature
    names: tuple[ListedName, ...]
    listings: tuple[Listing, ...]
    identifiers: tuple[ListedId, ...] = ()
    addresses: tuple[ListedAddress, ...] = ()
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    remarks: str = ""


@dataclass(frozen=True)
class Control:
    """One code of a list of goods. `revision` is the nomenclature of the code ("HS2022").

    A threshold is an amount of a currency for one unit of the goods, below which the control does
    not bind. `valid_from` and `valid_to` are days included, None where the list does not say.
    """

    code: str
    revision: str
    tier: str = ""
    description: str = ""
    measure: Measure = Measure.UNSTATED
    valid_from: date | None = None
    valid_to: date | None = None
    threshold: Decimal | None = None
    threshold_currency: str = ""
    threshold_unit: str = ""
    note: str = ""


class Dated(StrEnum):
    """How the date of a version is known."""

    STATED = "stated"  # the file says so
    BY_HAND = "by_hand"
    FILE_NAME = "file_name"
    NEWEST = "newest"  # not known: no earlier than the newest date in it, no later than its load


@dataclass(frozen=True)
class Version:
    """One version of a list, as loaded. `earliest` and `latest` bound the day it was published.

    Only a `complete` version proves by an entry's absence that it is not listed; an extract
    proves presence alone. `number` is that of the load.
    """

    number: int
    list: str
    kind: str
    """`party` or `goods`."""
    title: str
    authority: str
    name: str
    """What its file was called."""
    sha256: str
    reader: str
    earliest: date | None
    latest: date
    dated: Dated
    complete: bool
    entries: int


WIND_DOWN = "wind_down"


@dataclass(frozen=True)
class GivenDate:
    """A date of listing or delisting that a person gave, with where it was found; or the last day
    to end dealings, as a list states it: then the list is its author."""

    list: str
    entry: str
    what: str
    """`listed`, `delisted` or `wind_down`."""
    day: date
    source: str
    author: str
    at: str
    authority: str = ""
    """Whose listing it is of; empty where it is of every one that the entry has."""

    @property
    def of(self) -> str:
        """What the day is of, and whose: `listed`, `listed US`."""
        return f"{self.what} {self.authority}".strip()
