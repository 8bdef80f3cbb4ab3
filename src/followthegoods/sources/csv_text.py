"""Delimited text to raw: the fast way where it can be proven, else the careful way.

The fast way lets the engine split the text, strictly. It counts only if nothing went missing: the
bytes of all cells, the delimiters, the line ends and the quotes that stood for quoting must add
up to the bytes of the text. Where they do not, or the engine refuses the text, every record is
split again by the rules of `splitter`, which keeps what it cannot split.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from followthegoods.engine import duckdb as engine
from followthegoods.sources.dialect import head_text, physical_lines, sniff_dialect
from followthegoods.sources.records import Records
from followthegoods.sources.sniff import Windows, sniff_encoding
from followthegoods.sources.splitter import LENIENT, Dialect, Record, Splitter
from followthegoods.sources.store import (
    LONGEST,
    Job,
    Sheet,
    Stored,
    ask,
    cell_columns,
    scan_text,
    store,
    unmarked_sql,
)
from followthegoods.sources.text import Text, as_utf8, read_lines
from followthegoods.sources.transcode import RARE, Counts


def read_csv(job: Job, windows: Windows) -> Stored:
    """Read delimited text into the job's raw file.

    Raises `UnreadableFile` for binary data, an empty text or a line beyond all bounds.
    """
    text = as_utf8(job, windows)
    mark = sniff_encoding(windows)[1]
    dialect = sniff_dialect(windows, text.encoding, mark)
    if stored := _read_fast(job, text, dialect):
        # At once: what is written to disk late need not be written at all.
        for part in text.parts:
            if part != job.source:
                part.unlink()
        return stored
    return _read_carefully(job, text.whole(), dialect)


def sample_csv(windows: Windows, rows: int) -> tuple[str, Dialect, list[Record]]:
    """The encoding and dialect as the windows show them, and the first records, in which cells in
    other encodings hold the sign of `marks.MARKS` for it."""
    encoding, mark = sniff_encoding(windows)
    dialect = sniff_dialect(windows, encoding, mark)
    records = Splitter(physical_lines(head_text(windows, encoding, mark, marked=True)), dialect)
    return encoding, dialect, list(islice(records, rows))


def _read_fast(job: Job, text: Text, dialect: Dialect) -> Stored | None:
    if not dialect.uniform or not text.line_end:
        return None
    columns = cell_columns(dialect.width)
    line_feeds = not text.counts.cr
    scan = scan_text(text.parts, columns, dialect.delimiter, dialect.quote, LONGEST, line_feeds)
    cells = unmarked_sql(columns, text.marks) if text.marks else "*"
    # Without a number of its own a row has its place in the file: so all cores can write.
    select = (
        f"SELECT 1::SMALLINT AS sheet, NULL::INTEGER AS row, {cells}, NULL::VARCHAR AS broken "
        f"FROM {scan}"
    )
    try:
        rows = store(job, select, "writing")
    except engine.RefusedText:
        return None
    if _bytes_of(job, rows, text, dialect) != text.counts.size:
        return None
    absent = _absent(text.counts, rows)
    return _stored(job, text, dialect, rows, dialect.width, absent=absent)


def _absent(counts: Counts, rows: int) -> frozenset[str]:
    """Signs that no cell holds: those not in the text, and line ends where each ends a row."""
    absent = frozenset(RARE).difference(counts.rare) | {"\0"}
    parted = max(counts.lf, counts.cr) == _ends(counts, rows)
    return absent | {"\n", "\r"} if parted else absent


def _ends(counts: Counts, rows: int) -> int:
    """How many rows of a text have a line end: all, or all but the last."""
    return rows - (counts.last not in ("\n", "\r"))


def _bytes_of(job: Job, rows: int, text: Text, dialect: Dialect) -> int:
    """The bytes the text must have had for the raw file just written to be all of it.

    Quotes are left out on both sides where some stood for quoting.
    """
    quoted = dialect.quote and text.counts.quotes
    kept = " + ".join(
        f"coalesce(sum(strlen({_unquoted(name) if quoted else name})), 0)"
        for name in cell_columns(dialect.width)
    )
    raw = engine.path_literal(job.out)
    length = ask(job, f"SELECT ({kept})::BIGINT FROM read_parquet({raw})", "checking")[0]
    ends = _ends(text.counts, rows) * text.line_end
    delimiters = rows * (dialect.width - 1)
    return int(str(length)) + bool(quoted) * text.counts.quotes + delimiters + ends


def _unquoted(name: str) -> str:
    return f"CASE WHEN contains({name}, '\"') THEN replace({name}, '\"', '') ELSE {name} END"


def _read_carefully(job: Job, text: Text, dialect: Dialect) -> Stored:
    with text.path.open("rb") as source:
        source.seek(text.start)
        split = iter(Splitter(read_lines(source, text, job.where), dialect))
        first = list(islice(split, LENIENT))
        width = max([dialect.width, *(len(record.cells) for record in first)])
        with Records(job, width, text.marks) as records:
            for record in chain(first, split):
                records.add(record.cells, record.broken)
                if records.due():
                    read = source.tell() - text.start
                    job.progress("splitting", min(1.0, read / text.counts.size))
    if text.path != job.source:
        text.path.unlink()
    records.store()
    return _stored(job, text, dialect, records.rows, width, records.faults())


def _stored(
    job: Job,
    text: Text,
    dialect: Dialect,
    rows: int,
    width: int,
    faults: Iterable[str] = (),
    absent: frozenset[str] = frozenset(),
) -> Stored:
    sheets = (Sheet(job.name, rows),)
    notes = (*faults, *text.notes)
    return Stored(
        text.encoding,
        dialect.delimiter,
        dialect.quote,
        sheets,
        width,
        text.replaced,
        notes,
        mixed=bool(text.marks),
        absent=absent,
    )
