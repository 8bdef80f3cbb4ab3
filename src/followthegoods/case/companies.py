"""Files of companies known from elsewhere come into a case and go out again; finding by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from followthegoods.case import held
from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.ingest.load import file_hash
from followthegoods.parties.search import Party, find_parties, search_parties
from followthegoods.reference.companies import (
    KeptCompanies,
    forget_companies,
    keep_companies,
    kept_companies,
    numbers_of,
)
from followthegoods.reference.kept import one_kept
from followthegoods.sources.place import source_file

KIND = "companies"
"""The kind of a load that adds or removes such a file."""

MOST_FOUND = 20
"""Parties that are found."""


def add_companies(case: Opened, file: str | Path) -> KeptCompanies:
    """Keep a file of known companies; see `Case.add_companies`."""
    path = source_file(file)
    with case.disk.one_writer():
        sha256 = file_hash(path)
        for kept in kept_companies(case.catalogue):
            if kept.sha256 == sha256:
                return replace(kept, known=True)
        resolve_if_stale(case, quiet)
        with case.catalogue.write(KIND, case.settings.author) as load:
            return keep_companies(case.catalogue, path, load)


def remove_companies(case: Opened, name: str) -> KeptCompanies:
    """Take a file of known companies out again; see `Case.remove_companies`."""
    with case.disk.one_writer():
        file = one_kept(kept_companies(case.catalogue), name, "file of companies", case.path)
        resolve_if_stale(case, quiet)
        with case.catalogue.write(KIND, case.settings.author) as load:
            forget_companies(case.catalogue, file.number, load)
    return file


def find(case: Opened, text: str) -> list[Party]:
    """The parties a text may mean; those first that bear a number of a known company called so."""
    lookup = held.lookup(case)
    if lookup is None:
        return []
    known = [
        party
        for number in numbers_of(case.catalogue, text)
        for party in find_parties(case.runner, lookup, number)
    ]
    found = search_parties(case.runner, lookup, text)
    return list({party.party: party for party in [*known, *found]}.values())[:MOST_FOUND]
