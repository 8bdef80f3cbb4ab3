"""Tables of ownership: read from a CSV or from FollowTheMoney, and kept in the catalogue."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from followthegoods.errors import BadList
from followthegoods.lake.catalogue import Catalogue
from followthegoods.reference.entities import GZIP, NUMBERS, Entity, read_entities
from followthegoods.reference.lists.cells import read_day, read_span
from followthegoods.reference.ownership import BESIDE, WHOLE, Stake

_TABLES = (
    """CREATE TABLE IF NOT EXISTS stake_files (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        load INTEGER NOT NULL REFERENCES loads,
        removed INTEGER REFERENCES loads
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS stakes (
        number INTEGER NOT NULL REFERENCES stake_files,
        owner TEXT NOT NULL,
        owned TEXT NOT NULL,
        share TEXT,                  -- per cent, a decimal
        control INTEGER NOT NULL,
        first TEXT,
        last TEXT,
        source TEXT NOT NULL
    ) STRICT""",
)

_HEAD = 64

COLUMNS = ("owner", "owned", "share", "control", "from", "to", "source")
"""The columns of a table of ownership; the first two are needed."""


@dataclass(frozen=True)
class KeptStakes:
    """A file of ownership in the case."""

    number: int
    name: str
    sha256: str
    stakes: int
    known: bool = False


def read_stakes(path: Path) -> list[Stake]:
    """The stakes that a file states: a CSV with the columns of `COLUMNS`, or FollowTheMoney
    entities as JSON lines. Raises `BadList`."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
        if head.startswith((b"{", GZIP)):
            return _of_entities(path)
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise BadList(
            "This is no table of ownership.", where=path.name, do="Save it as CSV in UTF-8."
        ) from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    named = [name.strip().casefold() for name in rows.fieldnames or ()]
    if not {"owner", "owned"} <= set(named):
        raise BadList(
            "This is no table of ownership.",
            where=path.name,
            do=f"Give it a header with these columns: {', '.join(COLUMNS)}.",
        )
    rows.fieldnames = named
    return [_of_row(row, f"{path.name}, row {number}") for number, row in enumerate(rows, 2)]


def _of_row(row: dict[str, Any], where: str) -> Stake:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not cells["owner"] or not cells["owned"]:
        raise BadList("A stake has no owner, or nobody owned.", where=where, do="Fill in both.")
    return Stake(
        owner=cells["owner"],
        owned=cells["owned"],
        share=_share(cells["share"], where),
        control=cells["control"].casefold() in ("1", "yes", "true", "x"),
        first=_day(cells["from"], where),
        last=_day(cells["to"], where),
        source=cells["source"],
    )


def _share(text: str, where: str) -> Decimal | None:
    if not text:
        return None
    try:
        share = Decimal(text.rstrip("% ").replace(",", "."))
    except InvalidOperation as error:
        raise BadList(f"{text!r} is no share.", where=where, do="Write per cent: 49.5.") from error
    if not 0 <= share <= WHOLE:
        raise BadList(f"{text!r} is no share.", where=where, do="Write per cent, 0 to 100.")
    return share


def _day(text: str, where: str) -> date | None:
    day = read_day(text) if text else None
    if text and day is None:
        raise BadList(f"{text!r} is no day.", where=where, do="Write days as 2024-02-23.")
    return day


def _of_entities(path: Path) -> list[Stake]:
    """The stakes among entities, read twice: such files are large, and hold all else besides."""
    found = [stake for one in read_entities(path) for stake in _of_entity(one, path.name)]
    ids = {name for stake in found for name in (stake.owner, stake.owned)}
    named = {one.id: _named(one) for one in read_entities(path) if one.id in ids}
    return [
        replace(
            stake,
            owner=named.get(stake.owner, f"/{stake.owner}"),
            owned=named.get(stake.owned, f"/{stake.owned}"),
        )
        for stake in found
    ]


def _of_entity(one: Entity, file: str) -> Iterator[Stake]:
    """The stakes that an entity states, between ids."""
    if one.schema != "Ownership":
        return
    said = one.first("percentage")
    try:
        share, unread = _share(said, one.where), ""
    except BadList:  # "25 to 50": what they hold is not known well enough to be added up
        share, unread = None, f"; share as written: {said}"
    for owner in one.said.get("owner", ()):
        for owned in one.said.get("asset", ()):
            yield Stake(
                owner=owner,
                owned=owned,
                share=share,
                first=_bound(one.first("startDate"), 0),
                last=_bound(one.first("endDate"), 1),
                source=one.first("sourceUrl", file) + unread,
            )


def _named(one: Entity) -> str:
    """What an entity goes by: its name, its numbers, its id, which lists may have as well."""
    numbers = (number for key in NUMBERS for number in one.said.get(key, ()))
    return BESIDE.join(dict.fromkeys((one.first("name", one.id), *numbers, f"/{one.id}")))


def _bound(text: str, side: int) -> date | None:
    """The first or the last day of what a date may be: a year, a month or a day."""
    span = read_span(text) if text else None
    return None if span is None else span[side]


# -- kept in the case


def keep_stakes(catalogue: Catalogue, path: Path, load: int) -> KeptStakes:
    """Keep a file of ownership; for the one writer, within a load. Raises `BadList`."""
    stakes = read_stakes(path)
    if not stakes:
        raise BadList("There is no stake in it.", where=path.name, do="Check that it is the file.")
    for table in _TABLES:
        catalogue.db.execute(table)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    number = catalogue.db.execute(
        "INSERT INTO stake_files (name, sha256, load) VALUES (?, ?, ?)", (path.name, sha256, load)
    ).lastrowid
    catalogue.db.executemany(
        "INSERT INTO stakes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *_row(stake)) for stake in stakes],
    )
    return KeptStakes(int(number or 0), path.name, sha256, len(stakes))


def _row(stake: Stake) -> tuple[Any, ...]:
    return (
        stake.owner,
        stake.owned,
        None if stake.share is None else str(stake.share),
        int(stake.control),
        stake.first and stake.first.isoformat(),
        stake.last and stake.last.isoformat(),
        stake.source,
    )


def kept_stakes(catalogue: Catalogue) -> list[KeptStakes]:
    """The files of ownership in the case, in the order they were added."""
    if not catalogue.has("stake_files"):
        return []
    rows = catalogue.db.execute(
        "SELECT f.number, f.name, f.sha256, count(*) AS stakes FROM stake_files AS f "
        "JOIN stakes USING (number) WHERE f.removed IS NULL AND f.load <= ? "
        "GROUP BY f.number ORDER BY f.number",
        (catalogue.last_load(),),
    )
    return [KeptStakes(*row) for row in rows]


def forget_stakes(catalogue: Catalogue, number: int, load: int) -> None:
    """Take a file of ownership out again."""
    catalogue.db.execute("UPDATE stake_files SET removed = ? WHERE number = ?", (load, number))


def stakes_of(catalogue: Catalogue) -> list[Stake]:
    """Every stake in the case, each once."""
    numbers = {kept.number for kept in kept_stakes(catalogue)}
    if not numbers:
        return []
    rows = catalogue.db.execute("SELECT * FROM stakes ORDER BY number, rowid")
    return list(dict.fromkeys(_stakes(row for row in rows if row["number"] in numbers)))


def _stakes(rows: Iterable[Any]) -> Iterator[Stake]:
    for row in rows:
        yield Stake(
            owner=row["owner"],
            owned=row["owned"],
            share=None if row["share"] is None else Decimal(row["share"]),
            control=bool(row["control"]),
            first=None if row["first"] is None else date.fromisoformat(row["first"]),
            last=None if row["last"] is None else date.fromisoformat(row["last"]),
            source=row["source"],
        )
