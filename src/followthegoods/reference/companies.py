"""Companies known from elsewhere: FollowTheMoney entities, by whose names parties are found.

They help to find whom records name by a number: a name that no record has leads to the party that
bears the company's tax id. They link nothing and are in no figure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthegoods.errors import BadList
from followthegoods.facts.names import fold, split_form, transliterate
from followthegoods.lake.catalogue import Catalogue

SCHEMATA = ("Company", "LegalEntity", "Organization", "PublicBody", "Person")
NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
NUMBERS = (
    "innCode", "ogrnCode", "okpoCode", "taxNumber", "vatCode", "registrationNumber", "uscCode",
    "leiCode", "idNumber",
)  # fmt: skip

_TABLES = (
    """CREATE TABLE IF NOT EXISTS company_files (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        companies INTEGER NOT NULL,
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
    """A file of known companies in the case; `companies` are those with a name and a number."""

    number: int
    name: str
    sha256: str
    companies: int
    known: bool = False


@dataclass(frozen=True)
class Known:
    """A company known from elsewhere: its names as written, its numbers."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


def read_companies(path: Path) -> list[Known]:
    """The companies of a file of FollowTheMoney entities, a line of JSON each, that have a name and
    a number. Raises `BadList`."""
    found: list[Known] = []
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found += _companies(line, f"{path.name}, line {number}")
    except (UnicodeDecodeError, OSError) as error:
        raise _none(path.name) from error
    if not found:
        raise BadList(
            "No company with a name and a number is in it.",
            where=path.name,
            do="Give FollowTheMoney entities: Company or LegalEntity, with innCode, taxNumber …",
        )
    return found


def _companies(line: str, where: str) -> Iterator[Known]:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _none(where) from error
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        raise _none(where)
    if entity.get("schema") in SCHEMATA:
        said = entity["properties"]
        names, numbers = (tuple(_texts(said, keys)) for keys in (NAMES, NUMBERS))
        if names and numbers:
            yield Known(names, numbers)


def _texts(said: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        values = said.get(key)
        yield from (v for v in values or () if isinstance(v, str) and v.strip())


def _none(where: str) -> BadList:
    return BadList(
        "This is no FollowTheMoney entity.", where=where, do="Give entities, a line of JSON each."
    )


def core_of(name: str) -> str:
    """A name as it is looked up: without its legal form, folded, in Latin letters."""
    return transliterate(fold(split_form(name)[0]))


# -- kept in the case


def keep_companies(catalogue: Catalogue, path: Path, load: int) -> KeptCompanies:
    """Keep a file of known companies; for the one writer, within a load. Raises `BadList`."""
    companies = read_companies(path)
    for table in _TABLES:
        catalogue.db.execute(table)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    number = catalogue.db.execute(
        "INSERT INTO company_files (name, sha256, companies, load) VALUES (?, ?, ?, ?)",
        (path.name, sha256, len(companies), load),
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
    return KeptCompanies(int(number or 0), path.name, sha256, len(companies))


def kept_companies(catalogue: Catalogue) -> list[KeptCompanies]:
    """The files of known companies in the case, in the order they were added."""
    if not _have(catalogue):
        return []
    rows = catalogue.db.execute(
        "SELECT number, name, sha256, companies FROM company_files "
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
    if not core or not _have(catalogue):
        return []
    rows = catalogue.db.execute(
        "SELECT DISTINCT said FROM company_names JOIN company_files USING (number) "
        "WHERE core = ? AND removed IS NULL AND load <= ? ORDER BY said LIMIT 20",
        (core, catalogue.last_load()),
    )
    return [str(row["said"]) for row in rows]


def _have(catalogue: Catalogue) -> bool:
    found = catalogue.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'company_files'")
    return found.fetchone() is not None
