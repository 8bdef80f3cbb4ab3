"""Sanctions and control lists come into a case, and days of listing that people found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.hs import keep_codes
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.errors import NoSuchFile, UnreadableFile
from followthegoods.lake.references import given_dates, list_versions
from followthegoods.model.listing import GivenDate, Version
from followthegoods.parties.read import READER, read_parts
from followthegoods.reference.hs import HsTable, KeptHs, read_hs_table
from followthegoods.reference.lists.dates import EntryRef, find_entries, give_date
from followthegoods.reference.lists.reread import read_otherwise, reread
from followthegoods.reference.lists.store import Kept, keep_list
from followthegoods.reference.lists.tables import NameRead, Names
from followthegoods.sources.place import source_file


@dataclass(frozen=True)
class HeldLists:
    """The lists of a case: every version, those of one list together, oldest first; the days that
    were given by hand; the versions (their numbers) whose names an older program read."""

    versions: tuple[Version, ...]
    given: tuple[GivenDate, ...]
    read_otherwise: tuple[int, ...]


def add_lists(
    case: Opened,
    files: Sequence[str | Path],
    authority: str | None,
    as_of: date | None,
    layout: str | Path | None,
) -> list[Kept | KeptHs]:
    """Keep files as versions of lists; see `Case.add_lists`."""
    own = None if layout is None else Path(layout)
    if own is not None and not own.is_file():
        raise NoSuchFile("There is no such layout.", where=str(own), do="Check the name.")
    paths = [source_file(file) for file in files]
    kept: list[Kept | KeptHs] = []
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        _reread(case)
        for path in paths:
            codes = _codes(path) if authority is None and own is None else None
            if codes is not None:
                kept.append(keep_codes(case, codes))
                continue
            with case.catalogue.write("list", case.settings.author) as load:
                one = keep_list(
                    case.catalogue,
                    case.disk,
                    load,
                    path,
                    authority,
                    case.settings,
                    NAMES,
                    as_of=as_of,
                    layout=own,
                )
            kept.append(one)
    return kept


def read_listed(text: str) -> NameRead:
    """A listed name, read as a party's is."""
    named, *_ = read_parts(text, None, None, None)
    written = named.written
    return NameRead(written.core, written.form, named.words, named.sound, named.script)


NAMES = Names(read_listed, READER)
"""How names of lists are read."""


def _reread(case: Opened) -> None:
    """Read the names of lists again that an older program read; for the one writer."""
    for version in read_otherwise(case.catalogue, case.disk, NAMES.reader):
        with case.catalogue.write("list", case.settings.author) as load:
            reread(case.catalogue, case.disk, load, version, case.settings, NAMES)


_NO_TABLE = (b"<", b"{", b"\x1f\x8b")
"""How XML, entities in JSON and packed files begin: no table of codes does."""


def _codes(path: Path) -> HsTable | None:
    """The file as a table of commodity codes in several editions; None where it is none."""
    with path.open("rb") as opened:
        head = opened.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(_NO_TABLE):
        return None
    try:
        return read_hs_table(path)
    except UnreadableFile:  # whoever reads lists says what is wrong with it
        return None


def held_lists(case: Opened) -> HeldLists:
    """The lists of the case."""
    otherwise = read_otherwise(case.catalogue, case.disk, NAMES.reader)
    return HeldLists(
        tuple(list_versions(case.catalogue)),
        tuple(given_dates(case.catalogue)),
        tuple(version.number for version in otherwise),
    )


def find_listed(case: Opened, text: str) -> list[EntryRef]:
    """The entries that a text names."""
    return find_entries(case.catalogue, case.disk, text, case.settings)


def date_listing(
    case: Opened, entry: str, day: date, source: str, what: str, authority: str
) -> EntryRef:
    """Write down a day of listing; see `Case.date_listing`."""
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        with case.catalogue.write("list date", case.settings.author) as load:
            return give_date(
                case.catalogue, case.disk, load, entry, day, source, case.settings,
                what=what, authority=authority,
            )  # fmt: skip
