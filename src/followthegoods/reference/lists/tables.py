"""The tables of lists in the lake: their columns, and the rows that entries and controls make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from followthegoods.engine.duckdb import Connection
from followthegoods.facts.names import address_key, split_form, transliterate
from followthegoods.facts.sounds import skeleton
from followthegoods.facts.trade_words import OWN_NAME, weight
from followthegoods.model.listing import Control, Entry, Nature, When
from followthegoods.reference.lists.layout import GOODS, PARTY

COLUMNS: dict[str, dict[str, str]] = {
    "entries": {
        "entry": "VARCHAR", "nature": "VARCHAR", "name": "VARCHAR", "countries": "VARCHAR[]",
        "birth_dates": "VARCHAR[]", "remarks": "VARCHAR",
    },
    "listings": {
        "entry": "VARCHAR", "listing": "VARCHAR", "authority": "VARCHAR",
        "programmes": "VARCHAR[]", "measures": "VARCHAR[]", "listed_earliest": "DATE",
        "listed_latest": "DATE", "listed_basis": "VARCHAR", "amended": "DATE",
        "delisted_earliest": "DATE", "delisted_latest": "DATE", "delisted_basis": "VARCHAR",
        "reference": "VARCHAR",
    },
    "entry_names": {
        "entry": "VARCHAR", "name": "VARCHAR", "quality": "VARCHAR", "former": "BOOLEAN",
        "script": "VARCHAR", "core": "VARCHAR", "form": "VARCHAR", "latin": "VARCHAR",
    },
    "entry_keys": {
        "entry": "VARCHAR", "name": "VARCHAR", "quality": "VARCHAR", "core": "VARCHAR",
        "form": "VARCHAR", "words": "VARCHAR", "sound": "VARCHAR", "script": "VARCHAR",
        "nature": "VARCHAR",
    },
    "entry_ids": {
        "entry": "VARCHAR", "kind": "VARCHAR", "value": "VARCHAR", "valid": "BOOLEAN",
        "personal": "BOOLEAN", "id_key": "VARCHAR",
    },
    "entry_addresses": {
        "entry": "VARCHAR", "address": "VARCHAR", "country": "VARCHAR", "address_key": "VARCHAR",
    },
    "controls": {
        "code": "VARCHAR", "revision": "VARCHAR", "tier": "VARCHAR", "description": "VARCHAR",
        "measure": "VARCHAR", "valid_from": "DATE", "valid_to": "DATE",
        "threshold": "DECIMAL(18,2)", "threshold_currency": "VARCHAR",
        "threshold_unit": "VARCHAR", "note": "VARCHAR",
    },
}  # fmt: skip
"""The tables of lists in the lake, and their columns; each begins with `list` and `version`."""

TABLES = {PARTY: tuple(name for name in COLUMNS if name != "controls"), GOODS: ("controls",)}

Rows = list[tuple[Any, ...]]


class NameRead(NamedTuple):
    """A name as those of parties are read: core, legal form, canonical words, how they sound, the
    letters it is written in."""

    core: str
    form: str
    words: tuple[str, ...]
    sound: str
    script: str


Read = Callable[[str], NameRead]
"""Reads a name."""


class Names(NamedTuple):
    """How names are read, and what this way of reading is called. Whoever keeps lists gives that of
    parties' names, so that one name is read alike on a list and in the records."""

    read: Read
    reader: str


def rows_of(batch: Iterable[Entry | Control], read: Read) -> dict[str, Rows]:
    """The rows that some entries or controls make, by table."""
    rows: dict[str, Rows] = {table: [] for table in COLUMNS}
    for item in batch:
        if isinstance(item, Control):
            rows["controls"].append(_control(item))
            continue
        rows["entries"].append(_entry(item))
        for listing in item.listings:
            rows["listings"].append((
                item.id, listing.id, listing.authority, list(listing.programmes),
                [measure.value for measure in listing.measures], *_when(listing.listed),
                listing.amended, *_when(listing.delisted), listing.reference,
            ))  # fmt: skip
        rows["entry_names"] += _names(item)
        if item.nature in NAMED:
            rows["entry_keys"] += _keys(item, read)
        rows["entry_ids"] += [
            (item.id, n.kind, n.value, n.valid, n.personal, n.key) for n in item.identifiers
        ]
        rows["entry_addresses"] += [
            (item.id, a.text, a.country, address_key(a.text)) for a in item.addresses
        ]
    return rows


def _entry(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.id,
        entry.nature.value,
        entry.names[0].text,
        list(entry.countries),
        list(entry.birth_dates),
        entry.remarks,
    )


def _names(entry: Entry) -> Iterator[tuple[Any, ...]]:
    """The names of an entry, folded: core, legal form, core in Latin."""
    for name in entry.names:
        core, form = split_form(name.text)
        own = (name.text, name.quality.value, name.former, name.script)
        yield (entry.id, *own, core, form, transliterate(core))


NAMED = (Nature.ORGANISATION, Nature.PERSON)
"""What can be a party of a declaration, and so is looked for by name."""


def _keys(entry: Entry, read: Read) -> Iterator[tuple[Any, ...]]:
    """The names of an entry as parties' names are read."""
    for name in entry.names:
        yield key_row(entry.id, name.text, name.quality.value, entry.nature.value, read)


def key_row(entry: str, name: str, quality: str, nature: str, read: Read) -> tuple[Any, ...]:
    """The row of `entry_keys` that a name makes."""
    own = read(name)
    keys = (own.core, own.form, " ".join(own.words), own.sound, own.script)
    return (entry, name, quality, *keys, nature)


def name_blocks(words: Sequence[str], sound: str, core: str) -> set[tuple[str, str]]:
    """What a name in canonical words shares with names that are like it, each with the word that
    it is of: the letters as written, the sound and the beginning of the whole; of each word of its
    own the word, its sound, its beginning and its end. Depends on nothing but the name, so that no
    list takes a match from another."""
    letters = "".join(words)
    blocks = {(f"h{letters[:HEAD]}" if len(letters) < HEAD * 2 else f"n{letters[:EDGE]}", "")}
    blocks.add((f"c{core.replace(' ', '')}", ""))
    if len(sound) >= SHORTEST:
        blocks.add((f"s{sound}", ""))
    for word in words:
        if weight(word) < OWN_NAME or len(word) < SHORTEST:
            continue
        blocks.add((f"w{word}", word))
        if len(heard := skeleton(word)) > SHORTEST:
            blocks.add((f"t{heard}", word))
        if len(word) > PART:
            blocks |= {(f"b{word[:PART]}", word), (f"e{word[-PART:]}", word)}
    return blocks


SHORTEST, HEAD, EDGE, PART = 3, 4, 7, 5
"""Letters of a word or a sound at least; of a short name's and of a long name's beginning; of the
beginning and the end of a word."""


def _when(when: When | None) -> tuple[date | None, date | None, str | None]:
    return (None, None, None) if when is None else (when.earliest, when.latest, when.basis.value)


def _control(c: Control) -> tuple[Any, ...]:
    return (
        c.code, c.revision, c.tier, c.description, c.measure.value, c.valid_from, c.valid_to,
        c.threshold, c.threshold_currency, c.threshold_unit, c.note,
    )  # fmt: skip


def insert_rows(db: Connection, table: str, rows: Rows) -> None:
    """Put rows into a table of its name in the engine, many at once."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    kinds = COLUMNS[table].values()
    db.execute(
        f"INSERT INTO {table} SELECT " + ", ".join(f"unnest(?::{kind}[])" for kind in kinds),
        columns,
    )
