"""A source file to raw: one all-text Parquet file, the stored truth of the case.

Raw has the columns `sheet` SMALLINT (from 1), `row` INTEGER (the record's place in the sheet, from
1, counting every record: titles, headers, blank rows, totals; stored as NULL where it is the
record's place in the file: read raw by `raw_rows`), `c1` to `cN` VARCHAR (as written;
an empty cell is NULL) and `broken` VARCHAR (NULL, or why a record could not be split into cells:
then `c1` holds its whole text; a record marked as deleted keeps its cells). Rows stand in the
order of the source. Where cells of a text were in another encoding than the text, raw also has
`mixed` VARCHAR: `3:cp866 5:utf-8` for a row whose third and fifth cells were, else NULL.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from followthegoods.config import Settings
from followthegoods.engine.duckdb import disk_full
from followthegoods.errors import UnreadableFile
from followthegoods.sources.archive import read_archive, sample_archive
from followthegoods.sources.readers import SampledSheet, read_table, sample_table
from followthegoods.sources.sniff import ARCHIVES, read_windows, sniff_format
from followthegoods.sources.store import Digest, Job, Sheet, mixed_rows, placed_rows, raw_rows

__all__ = [
    "RawFile",
    "Sample",
    "SampledSheet",
    "Sheet",
    "mixed_rows",
    "placed_rows",
    "raw_rows",
    "read_raw",
    "sample",
]


@dataclass(frozen=True)
class RawFile:
    """What was read: the source's hash and size in bytes, how it was read, how much there was.

    `format` is 'csv' (text with any delimiter), 'jsonl', 'json', 'xlsx', 'xlsb', 'xls', 'ods',
    'html', 'xml', 'dbf', 'parquet', 'gz' or 'zip'. `encoding`, `delimiter` and `quote` are empty
    where a format has none, and where the members of an archive differ; `quote` also where quotes
    are text. `columns` is the N of `c1` to `cN`, `replaced` how many places of the source could not
    be decoded and stand as U+FFFD. `mixed` says whether cells were in other encodings than their
    text, `absent` names signs that no cell holds, as far as the way of reading told.
    """

    sha256: str
    size: int
    format: str
    encoding: str
    delimiter: str
    quote: str
    sheets: tuple[Sheet, ...]
    columns: int
    records: int
    replaced: int
    notes: tuple[str, ...]
    mixed: bool
    absent: frozenset[str] = field(compare=False)


@dataclass(frozen=True)
class Sample:
    """A quick look at a file. `whole` is False where only parts of it were looked at, so that
    a full reading may find another encoding or more columns."""

    size: int
    format: str
    encoding: str
    delimiter: str
    quote: str
    sheets: tuple[SampledSheet, ...]
    whole: bool


def read_raw(
    source: Path,
    out: Path,
    work: Path,
    settings: Settings,
    progress: Callable[[str, float], None],
) -> RawFile:
    """Read a source, of whatever format it is by its content, into the raw Parquet file `out`.

    `work` is a folder for intermediate files, which the caller deletes. `progress` is told the
    stage and how much of it is done, 0 to 1. Raises `NoSuchFile`, `UnreadableFile` for what is
    no table or changes while it is read, `DiskFull`.
    """
    with _disk(source), Digest(source) as digest:
        windows = read_windows(source)
        kind = sniff_format(source, windows.pieces[0][1])
        before = source.stat()
        job = Job(source, out, work, settings, progress, digest, source.name)
        stored = read_archive(job, kind) if kind in ARCHIVES else read_table(job, kind, windows)
        sha256 = digest.finish()
        after = source.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        do = "Wait until it is complete, then add it again."
        raise UnreadableFile("The file changed while it was read.", where=source.name, do=do)
    progress("done", 1.0)
    return RawFile(
        sha256=sha256,
        size=after.st_size,
        format=kind,
        encoding=stored.encoding,
        delimiter=stored.delimiter,
        quote=stored.quote,
        sheets=stored.sheets,
        columns=stored.columns,
        records=sum(sheet.rows for sheet in stored.sheets),
        replaced=stored.replaced,
        notes=stored.notes,
        mixed=stored.mixed,
        absent=stored.absent,
    )


def sample(source: Path, rows: int = 200) -> Sample:
    """Look at a file without reading it whole (but for workbooks: they cannot be read in part).

    Raises as `read_raw` does for what is no table.
    """
    with _disk(source):
        return _sample(source, rows)


def _sample(source: Path, rows: int) -> Sample:
    windows = read_windows(source)
    kind = sniff_format(source, windows.pieces[0][1])
    seen = (
        sample_archive(source, kind, rows)
        if kind in ARCHIVES
        else sample_table(source, source.name, kind, windows, rows)
    )
    return Sample(
        windows.size, kind, seen.encoding, seen.delimiter, seen.quote, seen.sheets, seen.whole
    )


@contextmanager
def _disk(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(source.name, 3 * source.stat().st_size) from error
        raise UnreadableFile(
            f"The file cannot be read: {error.strerror}.",
            where=source.name,
            do="Copy it to a disk that is sound and where you may read it, and add that.",
        ) from error
