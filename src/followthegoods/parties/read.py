"""Reading a mention: what stands in a name as written. Pure, one mention at a time.

A reading never loses what was written; it adds the core of the name, its legal form, the tax ids
found in it or beside it, a key for the address. `READER` names this way of reading: a program that
reads otherwise reads every mention again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import (
    Connection,
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.facts.identifiers import Identifier, find_identifiers, read_identifier
from followthegoods.facts.names import address_key, fold
from followthegoods.facts.placeholders import is_no_party, names_nobody
from followthegoods.facts.sounds import script, skeleton
from followthegoods.facts.trade_words import canonical
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.parties.written import Written, take_apart
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

READER = "reader-2"
SCORER = "words-1"
"""The scorer of links: the rules of `scorers` and the weights of `likeness`, frozen under this
name. Its name stands in every answer."""


class Reading(NamedTuple):
    """What one mention says.

    `core` is the folded name without its legal form, empty where no party is named; `words` its
    canonical words in their order, `key` the same in alphabetical order; `script` the letters it
    is written in ("L", "C", "G", "E"). `also` are other spellings of it, in brackets. `tax_id` is
    the key of a valid identifier ("RU:INN:7707083893"); `weak_id` a number that fails its
    checksum. `country` is what stands beside it, or whose registers its numbers are of. `role`
    and `other` are a second company in the same cell and the part it plays.
    """

    core: str
    form: str
    words: tuple[str, ...]
    script: str
    tax_id: str | None
    weak_id: str | None
    personal: bool
    address: str
    country: str = ""
    also: tuple[str, ...] = ()
    role: str = ""
    other: str = ""

    @property
    def key(self) -> str:
        return " ".join(sorted(self.words))


_NUMBER = re.compile("[0-9]{8}")
"""What every identifier inside a name has."""


_DIGIT = re.compile(r"\d")


class _Name(NamedTuple):
    """What a name alone says: its parts, the identifier in it, its words in three ways."""

    written: Written
    inside: Identifier | None
    words: tuple[str, ...]
    key: str
    sound: str
    script: str


_NOBODY = _Name(Written("", ""), None, (), "", "", "L")


@lru_cache(maxsize=50_000)
def _name(name: str, country: str | None, address: str | None) -> _Name:
    folded = fold(name)
    if names_nobody(folded):
        return _NOBODY
    found, rest = find_identifiers(name, country) if _NUMBER.search(name) else ([], name)
    written = take_apart(rest, country, address, fold(rest) if found else folded)
    if written.role and is_no_party(written.core):
        written = written._replace(core="", form="")
    words = canonical(written.core.split())
    inside = found[0] if found else None
    sound = " ".join(sorted(map(skeleton, words)))
    return _Name(written, inside, words, " ".join(sorted(words)), sound, script(written.core))


def _may_hold_address(written: Written) -> bool:
    """Whether the address stated beside a name may be a part of the name as well."""
    return bool(not written.form or written.address or _DIGIT.search(written.core))


_address = lru_cache(maxsize=50_000)(address_key)


def _parts(
    name: str | None, tax_id: str | None, address: str | None, country: str | None
) -> tuple[_Name, Identifier | None, str | None, str]:
    """The name, the best identifier, a number beside it that fails, the key of the address."""
    named = _name(name, country, None) if name else _NOBODY
    if address and name and len(name) > 20 and _may_hold_address(named.written):
        named = _name(name, country, address)
    best, weak = named.inside, None
    if tax_id and (beside := read_identifier(tax_id, country)):
        best = beside if beside.valid else best or beside
        weak = None if beside.valid else beside.value
    return named, best, weak, (_address(address) if address else "") or named.written.address


def read_mention(
    name: str | None, tax_id: str | None, address: str | None, country: str | None
) -> Reading:
    """Read one mention. `country` says whose registers its numbers are of."""
    named, best, weak, place = _parts(name, tax_id, address, country)
    written = named.written
    return Reading(
        core=written.core,
        form=written.form,
        words=named.words,
        script=named.script,
        tax_id=best.key if best and best.valid else None,
        weak_id=weak,
        personal=bool(best and best.personal) or written.form == SOLE_TRADER,
        address=place,
        country=country or "",
        also=written.also,
        role=written.role,
        other=written.other,
    )


SOLE_TRADER = "IP"


PARALLEL_FROM = 50_000
"""Mentions from which on several processes read: one takes some 20 microseconds."""

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
        db.execute(
            f'COPY (SELECT * FROM {paths_sql(parts)} ORDER BY mention, "of") '
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
        columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
        db.execute(f"CREATE TEMP TABLE reading ({columns})")
        rows = db.cursor()
        rows.execute(
            "SELECT mention, name, tax_id, address, country, coalesce(as_receiver, as_holder, "
            f"as_declarant) IS NOT NULL FROM read_parquet({path_literal(mentions)}) "
            f"WHERE hash(coalesce(name, '')) % {parts} = {part} ORDER BY name, country"
        )
        while batch := rows.fetchmany(_BATCH):
            _insert(db, _rows(batch, authority))
        db.execute(f"COPY reading TO {literal(str(out))} (FORMAT parquet)")


COLUMNS: dict[str, str] = {
    "mention": "BIGINT",
    "of": "BIGINT",
    "role": "VARCHAR",
    "said": "VARCHAR",
    "domestic": "BOOLEAN",
    "core": "VARCHAR",
    "form": "VARCHAR",
    "words": "VARCHAR",
    "key": "VARCHAR",
    "sound": "VARCHAR",
    "script": "VARCHAR",
    "also": "VARCHAR[]",
    "tax_id": "VARCHAR",
    "weak_id": "VARCHAR",
    "personal": "BOOLEAN",
    "address": "VARCHAR",
    "country": "VARCHAR",
}
"""The table of readings. A second company named in a mention's cell is a mention of its own: `of`
says of which, `role` the part it plays, `said` how it is called."""


def _rows(rows: Iterable[tuple[Any, ...]], authority: str) -> Iterator[tuple[Any, ...]]:
    """The readings of mentions: of each its own, and that of a second company in its cell."""
    for mention, name, tax_id, address, country, domestic in rows:
        of = country or (authority if domestic else None)
        parts = _parts(name, tax_id, address, of)
        yield _row(mention, None, "", None, domestic, parts, of)
        role, other = parts[0].written.role, parts[0].written.other
        if other:
            own = second_id(mention, role, other)
            yield _row(own, mention, role, other, False, _parts(other, None, None, None), None)


def second_id(mention: int, role: str, name: str) -> int:
    """The id of a second company's mention: 63 bits of a hash of where and how it is named."""
    text = f"{mention}|{role}|{name}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> 1


def _row(
    mention: int,
    of: int | None,
    role: str,
    said: str | None,
    domestic: bool,
    parts: tuple[_Name, Identifier | None, str | None, str],
    country: str | None,
) -> tuple[Any, ...]:
    (written, _, words, key, sound, letters), best, weak, address = parts
    return (
        mention, of, role, said, domestic, written.core, written.form, " ".join(words), key, sound,
        letters, _AMONG.join(written.also), best.key if best and best.valid else None, weak,
        bool(best and best.personal) or written.form == SOLE_TRADER, address, country,
    )  # fmt: skip


_BETWEEN, _AMONG = "\x1f", "\x1e"
"""What stands between the values of a column, and between those of a list, on the way to the
engine, which splits one long text sooner than it takes a list."""


def _insert(db: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = [
        _joined(column if kind == "VARCHAR" and name not in _MAY_BE_NONE else map(_text, column))
        for (name, kind), column in zip(COLUMNS.items(), zip(*rows, strict=True), strict=True)
    ]
    split = ", ".join(f"unnest(string_split(?, '{_BETWEEN}')) AS \"{name}\"" for name in COLUMNS)
    db.execute(f"INSERT INTO reading SELECT {_TYPED} FROM (SELECT {split})", columns)


def _joined(values: Iterable[str]) -> str:
    told = list(values)
    joined = _BETWEEN.join(told)
    if joined.count(_BETWEEN) < len(told):
        return joined
    return _BETWEEN.join(value.replace(_BETWEEN, " ") for value in told)


def _text(value: object) -> str:
    return "" if value is None else str(value)


_MAY_BE_NONE = ("of", "said", "tax_id", "weak_id", "country")


def _typed(name: str, kind: str) -> str:
    """A column of texts as what it is to be; an empty text is none where there may be none."""
    if name in _MAY_BE_NONE:
        return f"nullif(\"{name}\", '')::{kind}"
    if kind == "VARCHAR[]":
        return f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, '{_AMONG}') END"
    return f'"{name}"::{kind}'


_TYPED = ", ".join(_typed(name, kind) for name, kind in COLUMNS.items())


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
