"""Delimited text to raw: the fast way where it can be proven, else the careful way.

The fast way lets the engine split the text, strictly. It counts only if nothing went missing: the
bytes of all cells, the delimiters, the line ends and the quotes that stood for quoting must add
up to the bytes of the text. Where they do not, or the engine refuses the text, every record is
split again by the rules of `splitter`, which keeps what it cannot split.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from followthegoods.engine import duckdb as engine
from followthegoods.errors import BooksDoNotBalance, UnreadableFile
from followthegoods.sources.dialect import head_text, physical_lines, sniff_dialect
from followthegoods.sources.sniff import (
    Windows,
    binary,
    guess_single_byte,
    not_utf8,
    read_windows,
    sniff_encoding,
    too_many_nuls,
)
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
)
from followthegoods.sources.transcode import MOST_WORKERS, Counts, count_text, transcode

MAX_LINE = 32 << 20
"""A line of more characters than this is not a line of a table."""

_TICK = 1 << 16


@dataclass(frozen=True)
class Text:
    """UTF-8 text on disk: where it begins (after a mark), what it holds, what it was before."""

    path: Path
    start: int
    counts: Counts
    encoding: str

    @property
    def carriage_returns(self) -> bool:
        """Whether records end with a bare carriage return, as on old Macs."""
        return self.counts.lone_cr > self.counts.lf

    @property
    def line_end(self) -> int:
        """The length of every line end, or 0 where they differ."""
        counts = self.counts
        if not counts.cr or not counts.lf:
            return 1
        return 2 if counts.crlf == counts.cr == counts.lf else 0


def read_csv(job: Job) -> Stored:
    """Read delimited text into the job's raw file.

    Raises `UnreadableFile` for binary data, an empty text or a line beyond all bounds.
    """
    windows = read_windows(job.source)
    encoding, mark = sniff_encoding(windows)
    text = _as_utf8(job, encoding, mark)
    dialect = sniff_dialect(windows, text.encoding, mark)
    return _read_fast(job, text, dialect) or _read_carefully(job, text, dialect)


def sample_csv(windows: Windows, rows: int) -> tuple[str, Dialect, list[list[str | None]]]:
    """The encoding and dialect as the windows show them, and the first rows."""
    encoding, mark = sniff_encoding(windows)
    dialect = sniff_dialect(windows, encoding, mark)
    records = Splitter(physical_lines(head_text(windows, encoding, mark)), dialect)
    return encoding, dialect, [[cell or None for cell in r.cells] for r in islice(records, rows)]


def _as_utf8(job: Job, encoding: str, mark: int) -> Text:
    workers = min(job.settings.threads, MOST_WORKERS)

    def tick() -> None:
        job.progress("reading text", 0.0)

    if encoding == "utf-8":
        counts = count_text(job.source, mark, encoding, workers, tick)
        if not_utf8(counts.replaced, counts.wide):
            encoding = guess_single_byte(read_windows(job.source, counts.bad_at))
        elif not counts.replaced and not counts.nuls:
            return _checked(job, Text(job.source, mark, counts, encoding))
    path = job.work / "text.csv"
    counts = transcode(job.source, mark, encoding, path, workers, tick)
    return _checked(job, Text(path, 0, counts, encoding))


def _checked(job: Job, text: Text) -> Text:
    if text.counts.size == 0:
        do = "Add the table it should have held."
        raise UnreadableFile("The file is empty.", where=job.where, do=do)
    if too_many_nuls(text.counts.nuls, text.counts.size):
        raise binary(job.source)
    return text


def _read_fast(job: Job, text: Text, dialect: Dialect) -> Stored | None:
    if not dialect.uniform or not text.line_end:
        return None
    columns = cell_columns(dialect.width)
    line_feeds = not text.counts.cr
    scan = scan_text(text.path, columns, dialect.delimiter, dialect.quote, LONGEST, line_feeds)
    # A row number over nothing keeps the order of the file, and is counted as rows are read.
    select = (
        "SELECT 1::SMALLINT AS sheet, (row_number() OVER ())::INTEGER AS row, *, "
        f"NULL::VARCHAR AS broken FROM {scan}"
    )
    try:
        rows = store(job, select, "writing")
    except engine.RefusedText:
        return None
    if _bytes_of(job, rows, text, dialect) != text.counts.size:
        return None
    return _stored(job, text, dialect, rows, dialect.width)


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
    ends = rows - (text.counts.last not in ("\n", "\r"))
    delimiters = rows * (dialect.width - 1)
    return int(str(length)) + bool(quoted) * text.counts.quotes + delimiters + ends * text.line_end


def _unquoted(name: str) -> str:
    return f"CASE WHEN contains({name}, '\"') THEN replace({name}, '\"', '') ELSE {name} END"


def _read_carefully(job: Job, text: Text, dialect: Dialect) -> Stored:
    path = job.work / "records.csv"
    rewrite = _Rewrite(job, text, dialect)
    rewrite.write(path)
    if text.path != job.source:
        text.path.unlink()
    cells = cell_columns(rewrite.width)
    scan = scan_text(path, ["row", *cells, "broken"], ",", '"', rewrite.longest)
    select = f"SELECT 1::SMALLINT AS sheet, row::INTEGER AS row, {', '.join(cells)}, broken "
    stored = store(job, select + f"FROM {scan}", "writing")
    path.unlink()
    if stored != rewrite.rows:
        raise BooksDoNotBalance(
            f"{rewrite.rows} records were read and {stored} were stored.",
            where=job.where,
            do="Report this: the program lost records.",
        )
    return _stored(job, text, dialect, stored, rewrite.width, rewrite.broken)


class _Rewrite:
    """A text written again as records of one width, every cell quoted, with what is broken."""

    def __init__(self, job: Job, text: Text, dialect: Dialect) -> None:
        self._job = job
        self._text = text
        self._dialect = dialect
        self.rows = 0
        self.width = dialect.width
        self.longest = LONGEST
        self.broken: Counter[str] = Counter()

    def write(self, path: Path) -> None:
        with (
            self._text.path.open("rb") as source,
            path.open("w", newline="", encoding="utf-8") as out,
        ):
            source.seek(self._text.start)
            records = iter(Splitter(self._lines(source), self._dialect))
            first = list(islice(records, LENIENT))
            self.width = max([self.width, *(len(record.cells) for record in first)])
            writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
            for record in chain(first, records):
                self.rows += 1
                if record.broken:
                    self.broken[record.broken] += 1
                writer.writerow(self._row(record))
                if self.rows % _TICK == 0:
                    self._tick(source.tell() - self._text.start)

    def _tick(self, read: int) -> None:
        self._job.progress("splitting", read / self._text.counts.size)

    def _row(self, record: Record) -> list[str | int]:
        cells = record.cells
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        return [self.rows, *cells, record.broken]

    def _lines(self, source: io.BufferedReader) -> Iterator[str]:
        newline = "" if self._text.carriage_returns else "\n"
        reader = io.TextIOWrapper(source, encoding="utf-8", newline=newline)
        while line := reader.readline(MAX_LINE):
            if len(line) > LONGEST // 32:
                # Each quote of it is doubled, each empty cell quoted.
                self.longest = max(self.longest, 2 * len(line.encode()) + 4 * (self.width + 64))
            if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
                raise UnreadableFile(
                    f"A line is longer than {MAX_LINE:,} characters: this is not a table.",
                    where=self._job.where,
                    do="Export it again as CSV or XLSX.",
                )
            yield line
        reader.detach()


def _stored(
    job: Job,
    text: Text,
    dialect: Dialect,
    rows: int,
    width: int,
    broken: Counter[str] | None = None,
) -> Stored:
    replaced = text.counts.replaced + text.counts.nuls
    notes = [f"{n} records are broken: {code}" for code, n in sorted((broken or {}).items())]
    if replaced:
        notes.append(f"{replaced} places could not be decoded and read as U+FFFD")
    sheets = (Sheet(job.source.name, rows),)
    return Stored(
        text.encoding, dialect.delimiter, dialect.quote, sheets, width, replaced, tuple(notes)
    )
