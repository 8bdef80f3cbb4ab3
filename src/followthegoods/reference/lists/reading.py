"""What every reader of a list gives: which list it is, its entries in a stream, its own date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.errors import BadList
from followthegoods.model.listing import (
    Control,
    Entry,
    ListedAddress,
    ListedId,
    ListedName,
    Listing,
    Nature,
    Quality,
    When,
)
from followthegoods.reference.lists.cells import clean
from followthegoods.reference.lists.identifiers import find_ids


@dataclass(frozen=True)
class ListFile:
    """A file to read, unpacked: where it lies, and what the person who gave it calls it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Place:
    """Where a reader may work: a folder of its own, and the settings in force."""

    folder: Path
    settings: Settings

    def within(self, name: str) -> Place:
        """A new folder in this one."""
        folder = self.folder / name
        folder.mkdir()
        return Place(folder, self.settings)


@dataclass
class Dates:
    """Days met while a list is read: what it says of its own date, and the newest in it."""

    stated: date | None = None
    newest: date | None = None

    def state(self, day: date | None) -> None:
        """Take down a day that the file says it is of; the latest counts."""
        self.stated = _later(self.stated, day)

    def see(self, listings: Iterable[Listing]) -> None:
        """Take down the days of listings: the version is no older than they are."""
        for listing in listings:
            for when in (listing.listed, listing.delisted):
                self.newest = _later(self.newest, when.earliest if when else None)
            self.newest = _later(self.newest, listing.amended)


def _later(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return max(one, other)


@dataclass(frozen=True)
class Reading:
    """A list that was recognised. `rows` can be gone through once. `dates` has what the file
    says of itself; whoever goes through the rows lets it `see` their listings.

    `reader` names the format and the way of reading it. An extract is not `complete`.
    """

    list: str
    kind: str
    title: str
    authority: str
    reader: str
    rows: Callable[[Place], Iterator[Entry | Control]]
    complete: bool = True
    dates: Dates = field(default_factory=Dates)


def put_together(entry: Entry, texts: Iterable[tuple[str, str]], where: str) -> Entry:
    """The entry with what only the whole of it tells: numbers hidden in texts, each name once.

    `texts` are (cell, kind of unlabelled numbers in it). Raises `BadList` for an entry that has
    no name.
    """
    if not entry.names:
        raise BadList(
            f"Entry {entry.id!r} has no name.",
            where=where,
            do="Get the list from its publisher again: this copy is cut short or changed.",
        )
    known = (*entry.countries, *(a.country for a in entry.addresses if a.country))
    cyrillic = any(name.script == "Cyrillic" for name in entry.names)
    countries = tuple(dict.fromkeys(known)) or (("RU",) if cyrillic else ())
    found = [
        n for text, kind in texts if text for n in find_ids(text, kind, countries, entry.nature)
    ]
    return replace(
        entry,
        names=_once(entry.names),
        identifiers=_best({n.key: n for n in (*found, *entry.identifiers)}.values()),
        addresses=tuple(dict.fromkeys(entry.addresses)),
        countries=tuple(dict.fromkeys(known)),
        remarks=clean(entry.remarks),
    )


def _once(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Each name once, at its best; the primary first."""
    order = list(Quality)
    best: dict[str, ListedName] = {}
    for name in names:
        there = best.get(name.text)
        if there is None or order.index(name.quality) < order.index(there.quality):
            best[name.text] = name
    found = sorted(best.values(), key=lambda name: name.quality is not Quality.PRIMARY)
    if found[0].quality is not Quality.PRIMARY:
        found[0] = replace(found[0], quality=Quality.PRIMARY)
    return tuple(found)


def _best(numbers: Iterable[ListedId]) -> tuple[ListedId, ...]:
    """Numbers without those that stand there again, under a register that is less sure."""
    numbers = list(numbers)
    valid = {n.value for n in numbers if n.valid}
    return tuple(n for n in numbers if n.valid or n.value not in valid)


NATURES = {
    "individual": Nature.PERSON,
    "person": Nature.PERSON,
    "entity": Nature.ORGANISATION,
    "enterprise": Nature.ORGANISATION,
    "vessel": Nature.VESSEL,
    "aircraft": Nature.AIRCRAFT,
}
"""Words that lists have for what an entry is."""


def addresses(found: Iterable[Iterator[ListedAddress]]) -> tuple[ListedAddress, ...]:
    """The addresses of several cells."""
    return tuple(address for cell in found for address in cell)


def latest(days: Iterable[date | None]) -> date | None:
    """The last of some days, None where there is none."""
    return max(filter(None, days), default=None)


def first_when(found: Iterable[When | None]) -> When | None:
    """The first that is known."""
    return next(filter(None, found), None)
