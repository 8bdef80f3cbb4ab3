"""A question's plan: named SQL steps. Printable, testable without data; one object runs it.

A `table` step is made once and read by later steps; a `result` step is what the answer is built
from. Files are named relative to the case, so the printed plan runs in any DuckDB shell that is
opened in the case's folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, lake_errors, literal

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Step:
    """One named statement: a `table` that later steps read, or a `result`."""

    name: str
    sql: str
    kind: str = "result"
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """The steps of a question, in order."""

    steps: tuple[Step, ...]

    def script(self) -> str:
        """The plan as a script for a DuckDB shell opened in the case's folder."""
        return "\n\n".join(_statement(step) for step in self.steps) + "\n"


def _statement(step: Step) -> str:
    note = "".join(f"-- {line}\n" for line in (step.note or step.name).splitlines())
    if step.kind == "table":
        return f"{note}CREATE OR REPLACE TEMP TABLE {step.name} AS\n{step.sql};"
    return f"{note}-- result: {step.name}\n{step.sql};"


def files_sql(files: Sequence[str]) -> str:
    """A table function over the Parquet files of a table of the lake."""
    return f"read_parquet([{', '.join(map(literal, files))}])"


_BATCH = """SELECT * FROM batched WHERE rowid >= {first} AND rowid < {first} + {size}
ORDER BY rowid"""


class Runner:
    """Runs plans over one case's files. One connection, kept while the case is open.

    What a large subject needs beyond the settings' memory spills to a private folder of the
    system's temporary files, not to the case: a writer sweeps there, and a case may be read-only.
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self._own = TemporaryDirectory(prefix="ftg-")
        own = Path(self._own.name)
        self.db = connect(settings, own / "spill")
        # The engine takes a list of folders, parted by commas: a folder with one goes by a link.
        if "," in str(root):
            (own / "case").symlink_to(root, target_is_directory=True)
            root = own / "case"
        self.db.execute(f"SET file_search_path = {literal(str(root))}")

    def run(self, plan: Plan) -> dict[str, list[Row]]:
        """Run every step; return the rows of each result by its name. Tables are dropped."""
        results: dict[str, list[Row]] = {}
        made: list[str] = []
        with lake_errors(self.root):
            try:
                for step in plan.steps:
                    if step.kind == "table":
                        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {step.name} AS {step.sql}")
                        made.append(step.name)
                    else:
                        results[step.name] = self.db.execute(step.sql).fetchall()
            finally:
                for name in made:
                    self.db.execute(f"DROP TABLE IF EXISTS {name}")
        return results

    def batches(self, plan: Plan, size: int) -> Iterator[list[Row]]:
        """The rows of a plan's last result in their order, so many at a time; other statements may
        be asked between two of them."""
        *before, last = plan.steps
        made: list[str] = []
        with lake_errors(self.root):
            try:
                for step in (*before, Step("batched", last.sql)):
                    self.db.execute(f"CREATE OR REPLACE TEMP TABLE {step.name} AS {step.sql}")
                    made.append(step.name)
                first = 0
                while rows := self.db.execute(_BATCH.format(first=first, size=size)).fetchall():
                    yield rows
                    first += size
            finally:
                for name in made:
                    self.db.execute(f"DROP TABLE IF EXISTS {name}")

    def ask(self, sql: str) -> list[Row]:
        """The rows of one statement that belongs to no question's plan."""
        with lake_errors(self.root):
            return self.db.execute(sql).fetchall()

    def close(self) -> None:
        self.db.close()
        self._own.cleanup()
