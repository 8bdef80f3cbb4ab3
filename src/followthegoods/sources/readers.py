"""One table of any format to raw, and the first rows of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from followthegoods.sources.csv_text import read_csv, sample_csv
from followthegoods.sources.dbf import read_dbf, sample_dbf
from followthegoods.sources.dialect import head_text
from followthegoods.sources.json_text import read_json, sample_json
from followthegoods.sources.marks import marks_of, unmarked
from followthegoods.sources.parquet import read_parquet, sample_parquet
from followthegoods.sources.sniff import (
    CSV,
    DBF,
    JSON,
    JSON_LINES,
    PARQUET,
    WORKBOOKS,
    Windows,
    sniff_encoding,
)
from followthegoods.sources.spreadsheet import read_workbook, sample_workbook
from followthegoods.sources.store import Job, Stored


@dataclass(frozen=True)
class SampledSheet:
    """The first rows of a sheet, cells as raw would have them; why some of them are broken."""

    name: str
    rows: list[list[str | None]]
    broken: dict[int, str] = field(default_factory=dict)
    """By the number of the row, from 1."""
    mixed: dict[int, str] = field(default_factory=dict)
    """As raw's `mixed`, by the number of the row."""


@dataclass(frozen=True)
class Sampled:
    """What a quick look at a table saw. `whole` is False where only parts of it were looked at."""

    encoding: str
    delimiter: str
    quote: str
    sheets: tuple[SampledSheet, ...]
    whole: bool


def read_table(job: Job, kind: str, windows: Windows) -> Stored:
    """Read a table of a format, but no archive, into the job's raw file.

    Raises `UnreadableFile` for what is damaged or no table.
    """
    if kind in WORKBOOKS:
        return read_workbook(job, kind)
    if kind == DBF:
        return read_dbf(job)
    if kind == PARQUET:
        return read_parquet(job)
    if kind in (JSON, JSON_LINES):
        return read_json(job, windows, kind)
    return read_csv(job, windows)


def sample_table(source: Path, name: str, kind: str, windows: Windows, rows: int) -> Sampled:
    """Look at a table of a format, but no archive. Raises as `read_table` does."""
    if kind in WORKBOOKS:
        sheets = [SampledSheet(*sheet) for sheet in sample_workbook(source, kind, rows)]
        return Sampled("", "", "", tuple(sheets), True)
    if kind == PARQUET:
        return Sampled("", "", "", (SampledSheet(name, sample_parquet(source, rows)),), True)
    if kind == DBF:
        encoding, first = sample_dbf(source, rows)
        return Sampled(encoding, "", "", (_sheet(name, first),), True)
    if kind == CSV:
        encoding, dialect, split = sample_csv(windows, rows)
        sheet = _sheet(name, split)
        return Sampled(encoding, dialect.delimiter, dialect.quote, (sheet,), windows.whole)
    encoding, mark = sniff_encoding(windows)
    first = sample_json(head_text(windows, encoding, mark), kind, rows)
    return Sampled(encoding, "", "", (_sheet(name, first),), windows.whole)


def _sheet(name: str, rows: Sequence[tuple[list[str], str]]) -> SampledSheet:
    return SampledSheet(
        name,
        [[unmarked(cell) or None for cell in cells] for cells, _ in rows],
        {n: broken for n, (_, broken) in enumerate(rows, start=1) if broken},
        {n: said for n, (cells, _) in enumerate(rows, start=1) if (said := marks_of(cells))},
    )
