"""Lines as streams: a batch comes, its bytes go."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pyarrow as pa

from followthegoods.case import LineRow, Rows
from followthegoods.render.as_json import plain
from followthegoods.render.rows import escaped

_KINDS: dict[str, Any] = {
    **dict.fromkeys(("sheet", "row", "item"), pa.int64()),
    **dict.fromkeys(("value_usd", "net_kg"), pa.decimal128(38, 6)),
    "day": pa.date32(),
    "cells": pa.list_(pa.string()),
}
COLUMNS = tuple(field.name for field in fields(LineRow))


def json_stream(batches: Iterator[Rows]) -> Iterator[bytes]:
    """A line of JSON for each line, with the keys of `ftg rows --json`."""
    for batch in batches:
        lines = (json.dumps(plain(row), ensure_ascii=False) for row in batch)
        yield "".join(f"{line}\n" for line in lines).encode()


def csv_stream(batches: Iterator[Rows]) -> Iterator[bytes]:
    """CSV with a header; the raw cells are JSON in the last column, for not all lines have as
    many. A cell that a spreadsheet would take for a formula has an apostrophe before it."""
    yield _csv([COLUMNS])
    for batch in batches:
        yield _csv([_cells(row) for row in batch])


def _cells(row: LineRow) -> list[str]:
    values = [plain(getattr(row, name)) for name in COLUMNS[:-1]]
    raw = json.dumps(row.cells, ensure_ascii=False)
    return [escaped(value) for value in (*values, raw)]


def _csv(rows: Iterator[list[str]] | list[list[str]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def arrow_stream(batches: Iterator[Rows]) -> Iterator[bytes]:
    """Arrow's stream: the schema, then a record batch for each batch; amounts stay decimals."""
    schema = pa.schema([(name, _KINDS.get(name, pa.string())) for name in COLUMNS])
    sink = _Taken()
    with pa.ipc.new_stream(sink, schema) as writer:
        yield sink.taken()
        for batch in batches:
            columns = {name: [getattr(row, name) for row in batch] for name in COLUMNS}
            writer.write_batch(pa.RecordBatch.from_pydict(columns, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Taken(io.BytesIO):
    """What was written since it was taken the last time."""

    def taken(self) -> bytes:
        content = self.getvalue()
        self.seek(0)
        self.truncate()
        return content
