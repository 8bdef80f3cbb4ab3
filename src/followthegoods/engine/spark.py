"""The engine for more than one machine: Spark runs a question's plan over the case's files.

Only plans go to Spark. What else a question looks up beside its plan (a name, the raw cells of a
row) and every job that changes the case stays with the embedded engine.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine.duckdb import disk_full
from followthegoods.engine.plan import Plan, Row, Runner, Step
from followthegoods.errors import BadParameter, BadSetting, Broken, CaseDamaged

_LEAST_MEMORY = 1000
"""Megabytes without which Spark does not start its driver."""

_GONE = re.compile(r"PATH_NOT_FOUND|FILE_NOT_EXIST|FileNotFoundException")
_DISK_FULL = re.compile(r"No space left on device|Disk quota exceeded", re.IGNORECASE)


class SparkRunner(Runner):
    """Runs plans as `Runner` does, on Spark. The session is started by the first plan, and ends
    with the process: a second case of one process has the same."""

    def __init__(self, root: Path, settings: Settings) -> None:
        super().__init__(root, settings)
        self._settings = settings
        self._translate = _package("followthegoods.engine.translate")
        self._spark: Any = None
        self._read: set[str] = set()

    def run(self, plan: Plan) -> dict[str, list[Row]]:
        """Run every step; return the rows of each result by its name. Tables are dropped."""
        results: dict[str, list[Row]] = {}
        self._refuse(plan)
        with self._tables(plan.steps):
            for step in plan.steps:
                frame = self._frame(step)
                if step.kind == "table":
                    self._keep(frame, step.name)
                else:
                    results[step.name] = [_row(row) for row in frame.collect()]
        return results

    def batches(self, plan: Plan, size: int) -> Iterator[list[Row]]:
        """The rows of a plan's last result in their order, so many at a time; other statements may
        be asked between two of them."""
        self._refuse(plan)
        *before, last = plan.steps
        with self._tables(before):
            for step in before:
                self._keep(self._frame(step), step.name)
            batch: list[Row] = []
            for row in self._frame(last).toLocalIterator():
                batch.append(_row(row))
                if len(batch) == size:
                    yield batch
                    batch = []
            if batch:
                yield batch

    def _refuse(self, plan: Plan) -> None:
        """What cannot be translated is refused before anything is run."""
        for step in plan.steps:
            self._translate.translate(step.sql)

    @contextmanager
    def _tables(self, steps: Any) -> Iterator[None]:
        """The tables that the steps make, for as long as the block lasts; errors as the program
        words them."""
        if self._spark is None:
            self._spark = _session(self._settings)
        pyspark = _package("pyspark.errors")
        try:
            yield
        except pyspark.AnalysisException as error:
            if _GONE.search(str(error)):
                raise _gone(self.root, error) from error
            raise self._translate.untranslated(_first_line(error)) from error
        except (pyspark.PySparkException, _package("py4j.protocol").Py4JError) as error:
            raise _failed(self.root, error) from error
        finally:
            for step in steps:
                self._spark.catalog.dropTempView(step.name)

    def _frame(self, step: Step) -> Any:
        statement = self._translate.translate(step.sql)
        for name in statement.files.keys() - self._read:  # a file never changes: once is enough
            paths = [_spark_path(self.root / file) for file in statement.files[name]]
            self._spark.read.parquet(*paths).createOrReplaceTempView(name)
            self._read.add(name)
        return self._spark.sql(statement.sql)

    @staticmethod
    def _keep(frame: Any, name: str) -> None:
        # Computed once, as a table is: later steps read it many times, and may replace its name.
        frame.localCheckpoint(eager=True).createOrReplaceTempView(name)


def _session(settings: Settings) -> Any:
    """A session of the process's Spark, which is started if need be: in this process's machine, or
    at the master that the settings name.

    Raises `BadParameter` where Java or a package is missing, `BadSetting`, `Broken`.
    """
    builder = _package("pyspark.sql").SparkSession.builder
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise BadParameter(
            "Spark needs Java, and there is none.",
            do="Install it: apt install openjdk-17-jre-headless (Debian 13: openjdk-21-…).",
        )
    for name, value in {**_here(settings), **_SAME_ANSWERS}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate().newSession()
    except (_package("pyspark.errors").PySparkException, _package("py4j.protocol").Py4JError) as e:
        raise Broken(
            f"Spark did not start: {_first_line(e)}",
            where=settings.spark_master or "this machine",
            do="See what Spark printed above; FTG_SPARK_MASTER names the master.",
        ) from e


_SAME_ANSWERS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
}
"""What answers depend on: an overflow is an error, not NULL; a product keeps its decimals."""


def _here(settings: Settings) -> dict[str, str]:
    """How Spark runs on this machine alone; a cluster is told by Spark's own configuration."""
    quiet = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}
    if settings.spark_master:
        return {**quiet, "spark.master": settings.spark_master, "spark.app.name": "ftg"}
    number, unit = int(settings.memory[:-2]), settings.memory[-2:]
    megabytes = number * 1000 if unit == "GB" else number
    if megabytes < _LEAST_MEMORY:
        raise BadSetting(
            f"Spark does not start within {settings.memory}.",
            where="FTG_MEMORY",
            do=f"Give it {_LEAST_MEMORY}MB or more.",
        )
    return {
        **quiet,
        "spark.master": f"local[{settings.threads}]",
        "spark.app.name": "ftg",
        "spark.driver.memory": f"{megabytes}m",
        # Nothing listens but on this machine's own address, and no page of Spark's own.
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": str(settings.threads),
        "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir()) / "ftg-spark-warehouse"),
    }


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise BadParameter(
            f"Spark's packages are not installed: {error.name} is missing.",
            do="Install them: pip install 'followthegoods[spark]'",
        ) from error


def _spark_path(path: Path) -> str:
    """A file as Spark is told of it: no character of the path is a wildcard."""
    return "file://" + re.sub(r"[*?\[\]{}\\]", r"\\\g<0>", str(path))


def _row(row: Any) -> Row:
    return tuple(map(_value, row))


def _value(value: Any) -> Any:
    """A value as the embedded engine has it: a struct is a dict, a span of days their number."""
    if isinstance(value, tuple):
        return {name: _value(one) for name, one in value.asDict().items()}  # type: ignore[attr-defined]
    if isinstance(value, list):
        return [_value(one) for one in value]
    return value.days if isinstance(value, timedelta) else value


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")


def _gone(root: Path, error: Exception) -> CaseDamaged:
    return CaseDamaged(
        f"A file of the case is missing: {_first_line(error)}",
        where=str(root),
        do="Restore the case from a copy, or make a new one and add the files again. On a cluster, "
        "the case's folder must be at the same path on every machine.",
    )


def _failed(root: Path, error: Exception) -> Exception:
    if _DISK_FULL.search(str(error)):
        return disk_full(str(root))
    if _GONE.search(str(error)):
        return _gone(root, error)
    return Broken(
        f"Spark failed: {_first_line(error)}",
        where=str(root),
        do="Try again; if it fails again, ask with --engine duckdb and report this message.",
    )
