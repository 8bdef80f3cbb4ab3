"""Reading a mention: what stands in a name as written. Pure, one mention at a time.

A reading never loses what was written; it adds the core of the name, its legal form, the tax ids
found in it or beside it, a key for the address. `READER` names this way of reading: a program that
reads otherwise reads every mention again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
)
from followthegoods.facts.identifiers import Identifier, find_identifiers, read_identifier
from followthegoods.facts.names import address_key, split_form
from followthegoods.facts.placeholders import is_no_party
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

READER = "reader-1"
SCORER = "keys-1"
"""The scorer of links: exact keys only. Its name stands in every answer."""


@dataclass(frozen=True)
class Reading:
    """What one mention says.

    `core` is the folded name without its legal form, empty where no party is named; `tax_id` the
    key of a valid identifier ("RU:INN:7707083893"); `weak_id` a number that fails its checksum.
    """

    core: str
    form: str
    tax_id: str | None
    weak_id: str | None
    personal: bool
    address: str


_NUMBER = re.compile("[0-9]{8}")
"""What every identifier inside a name has."""


@lru_cache(maxsize=200_000)
def _name(name: str, country: str | None) -> tuple[str, str, Identifier | None]:
    if is_no_party(name):
        return "", "", None
    found, rest = find_identifiers(name, country) if _NUMBER.search(name) else ([], name)
    core, form = split_form(rest)
    return core, form, found[0] if found else None


_address = lru_cache(maxsize=200_000)(address_key)


def read_mention(
    name: str | None, tax_id: str | None, address: str | None, country: str | None
) -> Reading:
    """Read one mention. `country` says whose registers its numbers are of."""
    core, form, inside = _name(name, country) if name else ("", "", None)
    beside = read_identifier(tax_id, country) if tax_id else None
    best = beside if beside and beside.valid else inside or beside
    return Reading(
        core=core,
        form=form,
        tax_id=best.key if best and best.valid else None,
        weak_id=beside.value if beside and not beside.valid else None,
        personal=bool(best and best.personal) or form == SOLE_TRADER,
        address=_address(address) if address else "",
    )


SOLE_TRADER = "IP"


PARALLEL_FROM = 50_000
"""Mentions from which on several processes read: one name takes some 30 microseconds."""

_BATCH = 50_000


def read_mentions(
    disk: Disk, catalogue: Catalogue, load: int, source: int, settings: Settings
) -> None:
    """Read every mention of one source into the file this load adds to `readings`."""
    work = disk.work()
    mentions = disk.path(catalogue.file_of("mentions", source))
    authority = next(s.authority for s in catalogue.sources() if s.source == source)
    half = work / "readings.parquet"
    with closing(connect(settings, work)) as db, engine_errors(str(disk.root), None):
        scan = f"read_parquet({path_literal(mentions)})"
        (count,) = one(db, f"SELECT count(*) FROM {scan}")
        workers = settings.threads if count >= PARALLEL_FROM else 1
        parts = [work / f"part-{n}.parquet" for n in range(workers)]
        if workers == 1:
            _read_part(mentions, authority, 0, 1, parts[0], settings)
        else:
            jobs = [
                [str(mentions), authority, str(n), str(workers), str(part)]
                for n, part in enumerate(parts)
            ]
            run_children("followthegoods.parties.read", jobs, str(disk.root), lambda: None)
        files = ", ".join(map(path_literal, parts))
        db.execute(
            f"COPY (SELECT * FROM read_parquet([{files}]) ORDER BY mention) "
            f"TO {literal(str(half))} (FORMAT parquet, COMPRESSION zstd)"
        )
    for part in parts:
        part.unlink()
    file = disk.table_file("readings", load)
    settle(half, disk.path(file))
    work.rmdir()
    catalogue.add_file("readings", file, load, source, count)


def _read_part(
    mentions: Path, authority: str, part: int, parts: int, out: Path, settings: Settings
) -> None:
    """Read one in `parts` of the mentions of a file into `out`, all of one name in one part."""
    with closing(connect(settings, None, 1)) as db, engine_errors(mentions.name, None):
        db.execute(
            "CREATE TEMP TABLE reading (mention BIGINT, domestic BOOLEAN, core VARCHAR, "
            "form VARCHAR, tax_id VARCHAR, weak_id VARCHAR, personal BOOLEAN, address VARCHAR, "
            "country VARCHAR)"
        )
        rows = db.cursor()
        rows.execute(
            "SELECT mention, name, tax_id, address, country, coalesce(as_receiver, as_holder, "
            f"as_declarant) IS NOT NULL FROM read_parquet({path_literal(mentions)}) "
            f"WHERE hash(coalesce(name, '')) % {parts} = {part}"
        )
        while batch := rows.fetchmany(_BATCH):
            _insert(db, (_row(row, authority) for row in batch))
        db.execute(f"COPY reading TO {literal(str(out))} (FORMAT parquet)")


def _row(row: tuple[Any, ...], authority: str) -> tuple[Any, ...]:
    mention, name, tax_id, address, country, domestic = row
    of = country or (authority if domestic else None)
    r = read_mention(name, tax_id, address, of)
    return (mention, domestic, r.core, r.form, r.tax_id, r.weak_id, r.personal, r.address, of)


def _insert(db: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    types = ("BIGINT", "BOOLEAN", *["VARCHAR"] * 4, "BOOLEAN", *["VARCHAR"] * 2)
    db.execute(
        "INSERT INTO reading SELECT " + ", ".join(f"unnest(?::{kind}[])" for kind in types), columns
    )


def main(arguments: list[str]) -> None:
    """Read one part of a file's mentions: the body of a worker process."""
    mentions, authority, part, parts, out, parent = arguments

    def work() -> dict[str, Any]:
        stop_when_orphaned(int(parent))
        _read_part(Path(mentions), authority, int(part), int(parts), Path(out), read_settings())
        return {}

    answer_parent(work)


if __name__ == "__main__":
    main(sys.argv[1:])
