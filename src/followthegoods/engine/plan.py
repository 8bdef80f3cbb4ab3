"""A question's plan: named SQL steps. Printable, testable without data; one object runs it.

A `table` step is made once and read by later steps; a `part` is a table too, which is made within
the next one where nothing behind that reads it; a `result` step is what the answer is built from.
Files are named relative to the case, so the printed plan runs in any DuckDB shell that is opened in
the case's folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from followthegoods.config import Settings
from followthegoods.engine.duckdb import (
    Connection,
    Statement,
    beside,
    connect,
    lake_errors,
    literal,
)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Step:
    """One named statement: a `table` that later steps read, a `part` of the next table, or a
    `result`.

    `keys`: of a result whose rows are figures, the columns before `FIGURE`: texts that are never
    NULL. There may be thousands of such rows.
    """

    name: str
    sql: str
    kind: str = "result"
    note: str = ""
    keys: tuple[str, ...] = ()


_AMOUNTS, _COUNTS = ("low", "mid", "high"), ("has", "lacks", "unknown")
FIGURE = (*_AMOUNTS, *_COUNTS)
"""The columns of a figure: three decimals, three counts."""


@dataclass(frozen=True)
class Plan:
    """The steps of a question, in order."""

    steps: tuple[Step, ...]

    def script(self) -> str:
        """The plan as a script for a DuckDB shell opened in the case's folder."""
        return "\n\n".join(_statement(step) for step in self.steps) + "\n"


def _statement(step: Step) -> str:
    note = "".join(f"-- {line}\n" for line in (step.note or step.name).splitlines())
    if step.kind != "result":
        return f"{note}CREATE OR REPLACE TEMP TABLE {step.name} AS\n{step.sql};"
    return f"{note}-- result: {step.name}\n{step.sql};"


def files_sql(files: Sequence[str]) -> str:
    """A table function over the Parquet files of a table of the lake."""
    return f"read_parquet([{', '.join(map(literal, files))}])"


_BATCH = """SELECT * FROM batched WHERE rowid >= {first} AND rowid < {first} + {size}
ORDER BY rowid"""

_FEW = 50_000
"""Up to so many rows of a table the results made of it are asked side by side: each takes little
memory, and less time than the engine needs to plan the statement."""

_SIDE_BY_SIDE = 2
"""Results asked at once: planning a statement takes one core."""

_KNOWN = 50
"""Statements kept as the engine understood them: those of figures say the same of every subject,
and reading one takes as long as answering a small one."""

_SHORT = 20_000
"""Signs up to which a statement is kept: those that name thousands of mentions come but once."""


class Runner:
    """Runs plans over one case's files. Its connections are kept while the case is open.

    What a large subject needs beyond the settings' memory spills to a private folder of the
    system's temporary files, not to the case: a writer sweeps there, and a case may be read-only.
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self._own = TemporaryDirectory(prefix="ftg-")
        own = Path(self._own.name)
        # The engine takes a list of folders, parted by commas: a folder with one goes by a link.
        if "," in str(root):
            (own / "case").symlink_to(root, target_is_directory=True)
            root = own / "case"
        self._folder = root
        self._schema = f"asked_{uuid4().hex}"
        self.db = connect(settings, own / "spill")
        self.db.execute(f"CREATE SCHEMA {self._schema}")
        self._prepare(self.db)
        self._threads = ThreadPoolExecutor(_SIDE_BY_SIDE)
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        self._beside: list[Connection] = []
        self._known: dict[str, Statement] = {}

    def _prepare(self, db: Connection) -> None:
        """Tables are this runner's own, and seen by all its connections."""
        db.execute(
            f"SET file_search_path = {literal(str(self._folder))}; SET schema = '{self._schema}'"
        )

    def run(self, plan: Plan) -> dict[str, list[Row]]:
        """Run every step; return the rows of each result by its name. Tables are dropped."""
        results: dict[str, list[Row]] = {}
        made: list[str] = []
        most = 0
        with lake_errors(self.root):
            try:
                for is_result, steps in groupby(whole(plan.steps), key=_is_result):
                    if not is_result:
                        for step in steps:
                            made.append(step.name)
                            most = max(most, self._make(step))
                    elif most <= _FEW:
                        results.update(self._side_by_side(list(steps)))
                    else:
                        results.update({step.name: self._rows(self.db, step) for step in steps})
            finally:
                self._drop(made)
        return results

    def batches(self, plan: Plan, size: int) -> Iterator[list[Row]]:
        """The rows of a plan's last result in their order, so many at a time; other statements may
        be asked between two of them."""
        *before, last = plan.steps
        made: list[str] = []
        with lake_errors(self.root):
            try:
                for step in whole((*before, Step("batched", last.sql))):
                    made.append(step.name)
                    self._make(step, ordered=step.name == "batched")
                first = 0
                while rows := self.db.execute(_BATCH.format(first=first, size=size)).fetchall():
                    yield rows
                    first += size
            finally:
                self._drop(made)

    def ask(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of one statement that belongs to no question's plan."""
        with lake_errors(self.root):
            return self.db.execute(sql, parameters or None).fetchall()

    def another(self) -> tuple[Connection, str]:
        """A connection of its own to this engine, and the new schema that its tables are in."""
        db, schema = beside(self.db), f"kept_{uuid4().hex}"
        db.execute(f"CREATE SCHEMA {schema}")
        db.execute(f"SET file_search_path = {literal(str(self._folder))}; SET schema = '{schema}'")
        return db, schema

    def close(self) -> None:
        self._threads.shutdown()
        for db in self._beside:
            db.close()
        self.db.execute(f"DROP SCHEMA {self._schema} CASCADE")
        self.db.close()
        self._own.cleanup()

    def _make(self, step: Step, *, ordered: bool = False) -> int:
        """Make the table of a step, its rows in any order unless `ordered`; how many it has."""
        made = self._statement(self.db, f"CREATE OR REPLACE TABLE {step.name} AS {step.sql}")
        with nullcontext() if ordered else any_order(self.db):
            ((rows,),) = self.db.execute(made).fetchall()
        return int(rows)

    def _statement(self, db: Connection, sql: str) -> Statement:
        """A statement as the engine understands it, read the first time it is asked."""
        known = self._known.get(sql)
        if known is None:
            (known,) = db.extract_statements(sql)
            if len(self._known) >= _KNOWN:
                self._known.clear()
            if len(sql) <= _SHORT:
                self._known[sql] = known
        return known

    def _drop(self, tables: Sequence[str]) -> None:
        for name in tables:
            self.db.execute(f"DROP TABLE IF EXISTS {name}")

    def _side_by_side(self, steps: Sequence[Step]) -> dict[str, list[Row]]:
        """The rows of results, each asked as soon as a connection is idle."""
        while len(self._beside) < _SIDE_BY_SIDE:
            db = beside(self.db)
            self._prepare(db)
            self._beside.append(db)
            self._idle.put(db)
        asked = {step.name: self._threads.submit(self._when_idle, step) for step in steps}
        try:
            return {name: rows.result() for name, rows in asked.items()}
        finally:
            for rows in asked.values():
                rows.cancel()
            if not all(rows.done() for rows in asked.values()):
                for db in self._beside:
                    db.interrupt()
            wait(asked.values())

    def _when_idle(self, step: Step) -> list[Row]:
        db = self._idle.get()
        try:
            return self._rows(db, step)
        finally:
            self._idle.put(db)

    def _rows(self, db: Connection, step: Step) -> list[Row]:
        """The rows of a result. The amounts of figures are fetched as texts, which takes a part
        of the time."""
        if not step.keys:
            return db.execute(self._statement(db, step.sql)).fetchall()
        parts = ", ".join((*step.keys, *(f"CAST({amount} AS VARCHAR)" for amount in _AMOUNTS)))
        sql = f"SELECT {parts}, {', '.join(_COUNTS)} FROM ({step.sql}) AS r"
        return [
            (*keys, Decimal(low), Decimal(mid), Decimal(high), has, lacks, unknown)
            for *keys, low, mid, high, has, lacks, unknown in db.execute(
                self._statement(db, sql)
            ).fetchall()
        ]


@contextmanager
def any_order(db: Connection) -> Iterator[None]:
    """Inside the block the rows of tables that are made come in any order: to keep the order of the
    files, the engine holds back what it read of every one, and takes the more memory the more files
    there are."""
    db.execute("SET preserve_insertion_order = false")
    try:
        yield
    finally:
        db.execute("SET preserve_insertion_order = true")


def _is_result(step: Step) -> bool:
    return step.kind == "result"


def whole(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps with their parts inside: one statement takes less time than several."""
    parts: list[str] = []
    for place, step in enumerate(steps):
        if step.kind == "part" and not _read_behind(steps, place):
            parts.append(f"{step.name} AS MATERIALIZED ({step.sql})")
        elif step.kind == "table" and parts:
            yield replace(step, sql=f"WITH {', '.join(parts)}\n{step.sql}")
            parts = []
        else:
            yield step


def _read_behind(steps: Sequence[Step], place: int) -> bool:
    """Whether a part is named by a step behind the next table, or before it by one that is read
    there."""
    own = steps[place]
    table = next(n for n in range(place, len(steps)) if steps[n].kind == "table")
    behind = range(place + 1, len(steps))
    named = [n for n in behind if own.name in steps[n].sql and _names(steps[n], own.name)]
    return any(n > table or (n < table and _read_behind(steps, n)) for n in named)


def _names(step: Step, table: str) -> bool:
    return re.search(rf"\b{table}\b", step.sql) is not None
