"""Companies known from elsewhere: FollowTheMoney entities, by whose names parties are found.

They help to find whom records name by a number: a name that no record has leads to the party that
bears the company's tax id. They link nothing and are in no figure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from followthegoods.errors import BadList
from followthegoods.facts.names import fold, split_form, transliterate
from followthegoods.lake.catalogue import Catalogue
from followthegoods.reference.entities import NUMBERS, Entity, read_entities

SCHEMATA = ("Company", "LegalEntity", "Organization", "PublicBody", "Person")
NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")

_TABLES = (
    """CREATE TABLE IF NOT EXISTS company_files (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        companies INTEGER NOT NULL,
        left_out INTEGER NOT NULL,
        load INTEGER NOT NULL REFERENCES loads,
        removed INTEGER REFERENCES loads
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS company_names (
        number INTEGER NOT NULL REFERENCES company_files,
        core TEXT NOT NULL,          -- a name without its form, in Latin letters
        said TEXT NOT NULL,          -- a tax id of the company
        PRIMARY KEY (number, core, said)
    ) STRICT, WITHOUT ROWID""",
)


@dataclass(frozen=True)
class KeptCompanies:
    """A file of known companies in the case: `companies` of it have a name and a number; those
    that lack one of them are left out."""

    number: int
    name: str
    sha256: str
    companies: int
    left_out: int
    known: bool = False


@dataclass(frozen=True)
class Known:
    """A company known from elsewhere: its names as written, its numbers."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


def read_companies(path: Path) -> tuple[list[Known], int]:
    """The companies of a file of FollowTheMoney entities that have a name and a number, and how
    many have not. Raises `BadList`."""
    every = [
        Known(tuple(_all(one, NAMES)), tuple(_all(one, NUMBERS)))
        for one in read_entities(path)
        if one.schema in SCHEMATA
    ]
    found = [one for one in every if one.names and one.numbers]
    if not found:
        raise BadList(
            "No company with a name and a number is in it.",
            where=path.name,
            do="Give FollowTheMoney entities: Company or LegalEntity, with innCode, taxNumber …",
        )
    return found, len(every) - len(found)


def _all(entity: Entity, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from entity.said.get(key, ())


def core_of(name: str) -> str:
    """A name as it is looked up: without its legal form, folded, in Latin letters."""
    return transliterate(fold(split_form(name)[0]))


# -- kept in the case


def keep_companies(catalogue: Catalogue, path: Path, load: int) -> KeptCompanies:
    """Keep a file of known companies; for the one writer, within a load. Raises `BadList`."""
    companies, left_out = read_companies(path)
    for table in _TABLES:
        catalogue.db.execute(table)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    number = catalogue.db.execute(
        "INSERT INTO company_files (name, sha256, companies, left_out, load) "
        "VALUES (?, ?, ?, ?, ?)",
        (path.name, sha256, len(companies), left_out, load),
    ).lastrowid
    catalogue.db.executemany(
        "INSERT OR IGNORE INTO company_names VALUES (?, ?, ?)",
        (
            (number, core, said)
            for one in companies
            for name in one.names
            if (core := core_of(name))
            for said in one.numbers
        ),
    )
    return KeptCompanies(int(number or 0), path.name, sha256, len(companies), left_out)


def kept_companies(catalogue: Catalogue) -> list[KeptCompanies]:
    """The files of known companies in the case, in the order they were added."""
    if not catalogue.has("company_files"):
        return []
    rows = catalogue.db.execute(
        "SELECT number, name, sha256, companies, left_out FROM company_files "
        "WHERE removed IS NULL AND load <= ? ORDER BY number",
        (catalogue.last_load(),),
    )
    return [KeptCompanies(*row) for row in rows]


def forget_companies(catalogue: Catalogue, number: int, load: int) -> None:
    """Take a file of known companies out again."""
    catalogue.db.execute("UPDATE company_files SET removed = ? WHERE number = ?", (load, number))


def numbers_of(catalogue: Catalogue, name: str) -> list[str]:
    """The numbers of the known companies that are called so."""
    core = core_of(name)
    if not core or not catalogue.has("company_files"):
        return []
    rows = catalogue.db.execute(
        "SELECT DISTINCT said FROM company_names JOIN company_files USING (number) "
        "WHERE core = ? AND removed IS NULL AND load <= ? ORDER BY said LIMIT 20",
        (core, catalogue.last_load()),
    )
    return [str(row["said"]) for row in rows]
