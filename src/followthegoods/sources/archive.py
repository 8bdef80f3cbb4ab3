"""Archives (gzip, ZIP) to raw: each member that is a table becomes a sheet, under its name.

A member that is no table is said in the notes; so is an archive inside the archive, which is not
opened.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from followthegoods.engine import duckdb as engine
from followthegoods.errors import UnreadableFile
from followthegoods.sources.readers import Sampled, read_table, sample_table
from followthegoods.sources.sniff import ARCHIVES, GZIP, Windows, read_windows, sniff_format
from followthegoods.sources.store import Job, Sheet, Stored, cell_columns, store
from followthegoods.sources.unpack import Member, unpack

MAX_SHEETS = (1 << 15) - 1
MAX_ROWS = (1 << 21) - 1
"""Rows of a sheet among others: a line's number has room for no more."""

_ENOUGH = 8 << 20
"""So much of a member shows how it would be read."""

_SEPARATELY = "Unpack the archive, and add its files one by one."


@dataclass(frozen=True)
class _Read:
    """A member that is a table, its raw file, and how it was read."""

    member: Member
    raw: Path
    kind: str
    stored: Stored


def read_archive(job: Job, kind: str) -> Stored:
    """Read every table of an archive into the job's raw file.

    Raises `UnreadableFile` for an archive that is damaged, or holds no table.
    """

    def tick() -> None:
        job.digest.step()
        job.progress("unpacking", 0.0)

    folder = job.work / "unpacked"
    folder.mkdir()
    members = unpack(job.source, kind, folder, 0, job.name, tick)
    notes: list[str] = []
    tables = [
        read
        for n, member in enumerate(members)
        if (read := _read(job, kind, member, folder / f"{n}.work", notes))
    ]
    if not tables:
        raise _no_table(job.where, notes)
    stored = replace(_joined(job, kind, tables), notes=())
    said = [note for read in tables for note in _notes(read, kind)]
    shutil.rmtree(folder)
    return replace(stored, notes=(*notes, *said))


def sample_archive(source: Path, kind: str, rows: int) -> Sampled:
    """Look at the tables of an archive; of large texts only the beginning is unpacked."""
    notes: list[str] = []
    with TemporaryDirectory() as folder:
        members = unpack(source, kind, Path(folder), _ENOUGH, source.name, _nothing)
        looks = [(member, _look(member, rows, notes)) for member in members]
    tables = [(member, seen) for member, seen in looks if seen]
    if not tables:
        raise _no_table(source.name, notes)
    sheets = [
        replace(sheet, name=_sheet_name(kind, member.name, sheet.name, len(seen.sheets)))
        for member, seen in tables
        for sheet in seen.sheets
    ]
    looked = [seen for _, seen in tables]
    return Sampled(
        _common(seen.encoding for seen in looked),
        _common(seen.delimiter for seen in looked),
        _common(seen.quote for seen in looked),
        tuple(sheets),
        all(seen.whole for seen in looked),
    )


def _common(values: Iterable[str]) -> str:
    """What is the same in all members of an archive, or nothing."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def _nothing() -> None:
    """A sample is too short a task to report on."""


def _read(job: Job, kind: str, member: Member, work: Path, notes: list[str]) -> _Read | None:
    """Read one member that is a table; note why it is none."""
    work.mkdir()
    inner = replace(job, source=member.path, out=work / "raw.parquet", work=work, name=member.name)
    try:
        found, windows = _table(member)
        stored = read_table(inner, found, windows)
    except UnreadableFile as error:
        if kind == GZIP:
            raise UnreadableFile(error.what, where=job.where, do=error.do) from error
        notes.append(f"{member.name} was not read: {error.what}")
        return None
    finally:
        member.path.unlink()
    for path in work.iterdir():
        if path != inner.out:
            path.unlink()
    return _Read(member, inner.out, found, stored)


def _table(member: Member) -> tuple[str, Windows]:
    windows = read_windows(member.path)
    found = sniff_format(member.path, windows.pieces[0][1])
    if found in ARCHIVES:
        raise UnreadableFile(
            "It is an archive inside the archive.", where=member.name, do=_SEPARATELY
        )
    return found, windows


def _look(member: Member, rows: int, notes: list[str]) -> Sampled | None:
    try:
        found, windows = _table(member)
        return sample_table(member.path, member.name, found, windows, rows)
    except UnreadableFile as error:
        notes.append(f"{member.name} cannot be read: {error.what}")
        return None


def _no_table(where: str, notes: list[str]) -> UnreadableFile:
    found = " ".join(notes[:3]) or "It is empty."
    do = "Unpack it, and add the tables that are inside."
    return UnreadableFile(f"The archive holds no table. {found}", where=where, do=do)


def _sheet_name(kind: str, member: str, sheet: str, of: int) -> str:
    return sheet if kind == GZIP else member if of == 1 else f"{member}: {sheet}"


def _sheets(kind: str, tables: list[_Read]) -> Iterator[Sheet]:
    for read in tables:
        for sheet in read.stored.sheets:
            of = len(read.stored.sheets)
            yield Sheet(_sheet_name(kind, read.member.name, sheet.name, of), sheet.rows)


def _joined(job: Job, kind: str, tables: list[_Read]) -> Stored:
    """The raw files of the members as one, their sheets numbered through."""
    sheets = tuple(_sheets(kind, tables))
    first = tables[0].stored
    if len(tables) == 1:
        os.replace(tables[0].raw, job.out)
        return replace(first, sheets=sheets)
    if len(sheets) > MAX_SHEETS or any(sheet.rows > MAX_ROWS for sheet in sheets):
        raise UnreadableFile(
            f"A table of the archive has more than {MAX_ROWS:,} rows, or it has too many tables.",
            where=job.where,
            do=_SEPARATELY,
        )
    width = max(read.stored.columns for read in tables)
    store(job, _select(job.work, tables, width), "writing")

    return Stored(
        _common(read.stored.encoding for read in tables),
        _common(read.stored.delimiter for read in tables),
        _common(read.stored.quote for read in tables),
        sheets,
        width,
        sum(read.stored.replaced for read in tables),
        mixed=any(read.stored.mixed for read in tables),
    )


def _select(folder: Path, tables: list[_Read], width: int) -> str:
    """All rows in one scan, which keeps their order; a file is named by the sheets before it."""
    files, before = [], 0
    for read in tables:
        path = folder / f"{before}.parquet"
        os.replace(read.raw, path)
        files.append(engine.path_literal(path))
        before += len(read.stored.sheets)
    mixed = ", mixed" if any(read.stored.mixed for read in tables) else ""
    return (
        "SELECT (sheet + parse_filename(filename, true)::INTEGER)::SMALLINT AS sheet, "
        "coalesce(row, file_row_number + 1)::INTEGER AS row, "
        f"{', '.join(cell_columns(width))}, broken{mixed} FROM read_parquet([{', '.join(files)}], "
        "union_by_name = true, filename = true, file_row_number = true, hive_partitioning = false)"
    )


def _notes(read: _Read, kind: str) -> list[str]:
    """How a member was read, and what was said of it."""
    stored = read.stored
    how = ", ".join(
        [
            read.kind,
            *([stored.encoding] if stored.encoding else []),
            *([f"delimiter {stored.delimiter!r}"] if stored.delimiter else []),
        ]
    )
    said = [f"{read.member.name} was read as {how}"]
    return said + [note if kind == GZIP else f"{read.member.name}: {note}" for note in stored.notes]
