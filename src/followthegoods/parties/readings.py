"""Reading every mention of a source into the table of readings, by several processes."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import blake2b
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
    paths_sql,
)
from followthegoods.facts.identifiers import Identifier
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import STORED, Disk, settle
from followthegoods.lake.sharing import Spans, add_shared, spans
from followthegoods.parties.read import SOLE_TRADER, NameParts, read_parts
from followthegoods.parties.texts import AMONG, text_line, text_table
from followthegoods.sources.children import answer_parent, run_children, stop_when_orphaned

PARALLEL_FROM = 100_000
"""Mentions from which on several processes read: one takes some 30 microseconds, to start another
process as long as thousands of them."""

_SLICE, _BATCH = 200_000, 20_000
"""Mentions that are put in order at a time, so that memory does not grow with a file, and how many
of them are taken at once."""


def read_mentions(
    disk: Disk, catalogue: Catalogue, load: int, sources: Sequence[int], settings: Settings
) -> None:
    """Read every mention of one source, or of several of one layout that share a file, into the
    file this load adds to `readings`."""
    work = disk.work()
    (file,) = catalogue.files_of("mentions", *sources)
    mentions, shared = disk.path(file), catalogue.shares(file)
    authority = catalogue.source(sources[0]).authority
    half = work / "readings.parquet"
    found = None
    with closing(connect(settings, work)) as db, engine_errors(str(disk.root), None):
        if shared:
            read = _read_once(db, mentions, shared, authority, work, settings)
            found = spans(db, read)
            read = f'(SELECT * EXCLUDE (source) FROM {read} ORDER BY source, mention, "of")'
        else:
            parts = paths_sql(_read_file(db, mentions, authority, work, settings))
            read = f'(SELECT * EXCLUDE (nth) FROM {parts} ORDER BY mention, "of")'
        (count,) = one(
            db,
            f"COPY {read} TO {literal(str(half))} ({STORED})",
        )
    file = disk.table_file("readings", load)
    settle(half, disk.path(file))
    shutil.rmtree(work)
    add_shared(catalogue, "readings", file, load, sources, count, spans=found)


def _read_file(
    db: Connection, mentions: Path, authority: str, work: Path, settings: Settings
) -> list[Path]:
    """Read the mentions of a file, by several processes where that is worth it, into others."""
    (count,) = one(db, f"SELECT count(*) FROM read_parquet({path_literal(mentions)})")
    workers = settings.threads if count >= PARALLEL_FROM else 1
    parts = [work / f"part-{n}.parquet" for n in range(workers)]
    if workers == 1:
        _read_part(mentions, authority, 0, 1, parts[0], settings)
    else:
        jobs = [
            [str(mentions), authority, str(n), str(workers), str(part)]
            for n, part in enumerate(parts)
        ]
        run_children("followthegoods.parties.readings", jobs, str(work), lambda: None)
    return parts


_SAID = ("authority", "mention", "name", "tax_id", "address", "country", "as_receiver")
"""All that a reading depends on. The last is 1 where a role tells a domestic company, whichever."""


def _read_once(
    db: Connection,
    mentions: Path,
    shared: Spans,
    authority: str,
    work: Path,
    settings: Settings,
) -> str:
    """Read the mentions of a file that sources share, each once, and none that was read before on
    this engine; return the table of the readings of every source, with a column `source`."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    db.execute(
        "CREATE TABLE IF NOT EXISTS read_before (nth BIGINT, authority VARCHAR, mention BIGINT, "
        "name VARCHAR, tax_id VARCHAR, address VARCHAR, country VARCHAR, as_receiver INTEGER)"
    )
    db.execute(f"CREATE TABLE IF NOT EXISTS readings_before ({columns})")
    ends = ", ".join(f"({source}, {at}, {at + rows})" for source, (at, rows) in shared.items())
    same = " AND ".join(f"b.{name} IS NOT DISTINCT FROM m.{name}" for name in _SAID)
    db.execute(
        f"CREATE TEMP TABLE once AS SELECT b.nth, m.* FROM (SELECT list(source) AS sources, "
        f"{literal(authority)} AS authority, mention, name, tax_id, address, country, "
        "CASE WHEN coalesce(as_receiver, as_holder, as_declarant) IS NOT NULL THEN 1 END "
        f"AS as_receiver FROM read_parquet({path_literal(mentions)}, file_row_number = true) "
        f"JOIN (VALUES {ends}) AS v(source, first, past) "
        "ON file_row_number >= first AND file_row_number < past GROUP BY ALL) AS m "
        f"LEFT JOIN read_before AS b ON {same}"
    )
    (known,) = one(db, "SELECT count(*) FROM read_before")
    db.execute(
        f"UPDATE once SET nth = {known} + place FROM (SELECT rowid AS new, "
        "row_number() OVER (ORDER BY rowid) - 1 AS place FROM once WHERE nth IS NULL) "
        "WHERE once.rowid = new"
    )
    new = work / "mentions.parquet"
    db.execute(
        f"COPY (SELECT {', '.join(_SAID[1:])}, NULL::BIGINT AS as_holder, "
        f"NULL::BIGINT AS as_declarant FROM once WHERE nth >= {known} ORDER BY nth) "
        f"TO {literal(str(new))} (FORMAT parquet)"
    )
    parts = paths_sql(_read_file(db, new, authority, work, settings))
    db.execute(f"INSERT INTO readings_before SELECT * REPLACE (nth + {known} AS nth) FROM {parts}")
    said = ", ".join(_SAID)
    db.execute(f"INSERT INTO read_before SELECT nth, {said} FROM once WHERE nth >= {known}")
    db.execute(
        "CREATE TEMP TABLE shared_readings AS SELECT unnest(o.sources) AS source, "
        "r.* EXCLUDE (nth) FROM once AS o JOIN readings_before AS r USING (nth)"
    )
    return "shared_readings"


def _read_part(
    mentions: Path, authority: str, part: int, parts: int, out: Path, settings: Settings
) -> None:
    """Read one in `parts` of the mentions of a file into `out`, all of one name in one part."""
    texts = out.with_suffix(".txt")
    with closing(connect(settings, None, 1)) as db, engine_errors(mentions.name, None):
        scan = f"read_parquet({path_literal(mentions)}, file_row_number = true)"
        (count,) = one(db, f"SELECT count(*) FROM {scan}")
        slices = parts * max(1, count // parts // _SLICE)
        rows = db.cursor()
        with texts.open("w", encoding="utf-8", newline="") as file:
            for cut in range(part, slices, parts):
                rows.execute(
                    "SELECT file_row_number, mention, name, tax_id, address, country, "
                    f"coalesce(as_receiver, as_holder, as_declarant) IS NOT NULL FROM {scan} "
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
    "nth": "BIGINT",
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
"""The table of readings, after `nth`: the place, in the file that is read, of what they are of. A
second company named in a mention's cell is a mention of its own: `of` says of which, `role` the
part it plays, `said` how it is called."""


def _rows(rows: Iterable[tuple[Any, ...]], authority: str) -> Iterator[str]:
    """The readings of mentions, a line of text each: its own, that of a second company in it."""
    for nth, mention, name, tax_id, address, country, domestic in rows:
        of = country or (authority if domestic else "")
        parts = read_parts(name, tax_id, address, of or None)
        yield _row(nth, mention, "", "", "", domestic, parts, of)
        role, other = parts[0].written.role, parts[0].written.other
        if other:
            own = second_id(mention, role, other)
            yield _row(
                nth, own, mention, role, other, False, read_parts(other, None, None, None), ""
            )


def second_id(mention: int, role: str, name: str) -> int:
    """The id of a second company's mention: 63 bits of a hash of where and how it is named."""
    text = f"{mention}|{role}|{name}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> 1


def _row(
    nth: int,
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
        str(nth), str(mention), str(of), role, said, str(domestic), core, form, " ".join(words),
        key, sound, letters, AMONG.join(also), tax_id, weak or "", str(personal), address, country,
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
