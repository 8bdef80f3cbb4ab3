"""Reading every mention of a source into the table of readings, by several processes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any

from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import (
    connect,
    engine_errors,
    literal,
    one,
    path_literal,
    paths_sql,
)
from followthegoods.facts.identifiers import Identifier
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk, settle
from followthegoods.parties.read import SOLE_TRADER, NameParts, read_parts
from followthegoods.parties.texts import AMONG, text_line, text_table
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

PARALLEL_FROM = 50_000
"""Mentions from which on several processes read: one takes some 30 microseconds."""

_SLICE, _BATCH = 200_000, 20_000
"""Mentions that are put in order at a time, so that memory does not grow with a file, and how many
of them are taken at once."""


_ROW_GROUP = 20_480
"""Readings that are found together: who asks about one company reads few others with it."""


def read_mentions(
    disk: Disk, catalogue: Catalogue, load: int, source: int, settings: Settings
) -> None:
    """Read every mention of one source into the file this load adds to `readings`."""
    work = disk.work()
    mentions = disk.path(catalogue.file_of("mentions", source))
    authority = catalogue.source(source).authority
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
            run_children("followthegoods.parties.readings", jobs, str(disk.root), lambda: None)
        db.execute(
            f'COPY (SELECT * FROM {paths_sql(parts)} ORDER BY mention, "of") '
            f"TO {literal(str(half))} (FORMAT parquet, COMPRESSION zstd, "
            f"ROW_GROUP_SIZE {_ROW_GROUP})"
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
    texts = out.with_suffix(".txt")
    with closing(connect(settings, None, 1)) as db, engine_errors(mentions.name, None):
        scan = f"read_parquet({path_literal(mentions)})"
        (count,) = one(db, f"SELECT count(*) FROM {scan}")
        slices = parts * max(1, count // parts // _SLICE)
        rows = db.cursor()
        with texts.open("w", encoding="utf-8", newline="") as file:
            for cut in range(part, slices, parts):
                rows.execute(
                    "SELECT mention, name, tax_id, address, country, coalesce(as_receiver, "
                    f"as_holder, as_declarant) IS NOT NULL FROM {scan} "
                    f"WHERE hash(coalesce(name, '')) % {slices} = {cut} ORDER BY name, country"
                )
                while batch := rows.fetchmany(_BATCH):
                    file.writelines(_rows(batch, authority))
        db.execute(
            f"COPY (SELECT {_TYPED} FROM {text_table(texts, COLUMNS)}) TO {literal(str(out))} "
            "(FORMAT parquet)"
        )
    texts.unlink()


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


def _rows(rows: Iterable[tuple[Any, ...]], authority: str) -> Iterator[str]:
    """The readings of mentions, a line of text each: its own, that of a second company in it."""
    for mention, name, tax_id, address, country, domestic in rows:
        of = country or (authority if domestic else "")
        parts = read_parts(name, tax_id, address, of or None)
        yield _row(mention, "", "", "", domestic, parts, of)
        role, other = parts[0].written.role, parts[0].written.other
        if other:
            own = second_id(mention, role, other)
            yield _row(own, mention, role, other, False, read_parts(other, None, None, None), "")


def second_id(mention: int, role: str, name: str) -> int:
    """The id of a second company's mention: 63 bits of a hash of where and how it is named."""
    text = f"{mention}|{role}|{name}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> 1


def _row(
    mention: int,
    of: int | str,
    role: str,
    said: str,
    domestic: bool,
    parts: tuple[NameParts, Identifier | None, str | None, str],
    country: str,
) -> str:
    """One reading as a line of text: the values of `COLUMNS` in their order."""
    (written, _, words, key, sound, letters), best, weak, address = parts
    core, form, _, also, _, _ = written
    tax_id = best.key if best is not None and best.valid else ""
    personal = form == SOLE_TRADER or (best is not None and best.personal)
    return text_line((
        str(mention), str(of), role, said, str(domestic), core, form, " ".join(words), key, sound,
        letters, AMONG.join(also), tax_id, weak or "", str(personal), address, country,
    ))  # fmt: skip


_MAY_BE_NONE = ("of", "said", "tax_id", "weak_id", "country")


def _typed(name: str, kind: str) -> str:
    """A column of texts as what it is to be; an empty text is none where there may be none."""
    if name in _MAY_BE_NONE:
        return f'nullif("{name}", \'\')::{kind} AS "{name}"'
    if kind == "VARCHAR[]":
        return f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, '{AMONG}') END AS {name}"
    return f'"{name}"::{kind} AS "{name}"'


_TYPED = ", ".join(_typed(name, kind) for name, kind in COLUMNS.items())


def main(arguments: list[str]) -> None:
    """Read one part of a file's mentions: the body of a worker process."""
    mentions, authority, part, parts, out, parent = arguments

    def work() -> dict[str, Any]:
        gc.disable()  # readings hold no cycles, and there are many
        stop_when_orphaned(int(parent))
        _read_part(Path(mentions), authority, int(part), int(parts), Path(out), read_settings())
        return {}

    answer_parent(work)


if __name__ == "__main__":
    main(sys.argv[1:])
