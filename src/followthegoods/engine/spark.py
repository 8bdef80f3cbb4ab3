"""The engine for more than one machine: Spark runs a question's plan over the case's files.

Only plans go to Spark. What else a question looks up beside its plan (a name, the raw cells of a
row) and every job that changes the case stays with the embedded engine.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
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

    def __init__(
        self, root: Path, settings: Settings, ids: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        """`ids`: what tells each file of the case from another of its name."""
        super().__init__(root, settings)
        self._settings = settings
        self._ids = ids
        self._exported: Mapping[str, str] | None = None
        self._translate = package("followthegoods.engine.translate")
        self._spark: Any = None
        self._read: set[str] = set()

    def run(self, plan: Plan) -> dict[str, list[Row]]:
        """Run every step; return the rows of each result by its name. Tables are dropped."""
        results: dict[str, list[Row]] = {}
        self._refuse(plan)
        with self._tables(plan.steps):
            for step in plan.steps:
                frame = self._frame(step)
                if step.kind != "result":
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
            self._spark = session(self._settings)
        try:
            with spark_errors(str(self.root)):
                yield
        except package("pyspark.errors").AnalysisException as error:
            if _GONE.search(str(error)):
                raise _gone(str(self.root), error) from error
            raise self._translate.untranslated(first_line(error)) from error
        finally:
            for step in steps:
                self._spark.catalog.dropTempView(step.name)

    def _frame(self, step: Step) -> Any:
        statement = self._translate.translate(step.sql)
        for name in statement.files.keys() - self._read:  # a file never changes: once is enough
            self._spark.read.parquet(*self._paths(statement.files[name])).createOrReplaceTempView(
                name
            )
            self._read.add(name)
        return self._spark.sql(statement.sql)

    def _paths(self, files: Sequence[str]) -> list[str]:
        """Where Spark reads files of the case: in its folder, or in the lake exported of it.

        Raises `BadParameter` where the exported lake has not the same files.
        """
        lake = self._settings.spark_lake
        if not lake:
            return [_spark_path(self.root / file) for file in files]
        if self._exported is None:
            self._exported = exported_ids(self._spark, lake)
        ours = self._ids()
        for file in files:
            if file not in ours or self._exported.get(file) != ours[file]:
                raise BadParameter(
                    f"The exported lake has not this state of the case: {file} is not in it, or "
                    "is another.",
                    where=lake,
                    do=f"Bring it up to date: ftg export CASE {lake} --as lake",
                )
        return [f"{lake.rstrip('/')}/{file}" for file in files]

    @staticmethod
    def _keep(frame: Any, name: str) -> None:
        # Computed once, as a table is: later steps read it many times, and may replace its name.
        frame.localCheckpoint(eager=True).createOrReplaceTempView(name)


def session(settings: Settings) -> Any:
    """A session of the process's Spark, which is started if need be: in this process's machine, or
    at the master that the settings name.

    Raises `BadParameter` where Java or a package is missing, `BadSetting`, `Broken`.
    """
    builder = package("pyspark.sql").SparkSession.builder
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise BadParameter(
            "Spark needs Java, and there is none.",
            do="Install it: apt install openjdk-17-jre-headless (Debian 13: openjdk-21-…).",
        )
    for name, value in {**_here(settings), **_SAME_ANSWERS}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate().newSession()
    except (package("pyspark.errors").PySparkException, package("py4j.protocol").Py4JError) as e:
        raise Broken(
            f"Spark did not start: {first_line(e)}",
            where=settings.spark_master or "this machine",
            do="See what Spark printed above; FTG_SPARK_MASTER names the master.",
        ) from e


def exported_ids(spark: Any, lake: str) -> dict[str, str]:
    """What tells the files of an exported lake from others of their names. Raises `BadParameter`
    where there is no such lake."""
    tables = f"{lake.rstrip('/')}/catalogue"
    try:
        files, loads = (spark.read.parquet(f"{tables}/{t}.parquet") for t in ("files", "loads"))
        rows = files.join(loads, "load").select("file", "bytes", "load", "at", "program").collect()
    except package("pyspark.errors").AnalysisException as error:
        raise BadParameter(
            f"There is no exported lake here: {first_line(error)}.",
            where=lake,
            do=f"Export one: ftg export CASE {lake} --as lake",
        ) from error
    return {file: file_id(*what) for file, *what in rows}


def file_id(size: int, load: int, at: str, program: str) -> str:
    """What tells a file of a case from another of its name: its size, and the load that made it."""
    return f"{size} bytes, load {load} of {at} by {program}"


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


def package(name: str) -> Any:
    """A package that Spark is asked by. Raises `BadParameter` where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise BadParameter(
            f"Spark's packages are not installed: {error.name} is missing.",
            do="Install them: pip install 'followthegoods[spark]', or pip install pyspark sqlglot",
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


def first_line(error: Exception) -> str:
    """What Spark, or Java beneath it, says first."""
    said = str(getattr(error, "java_exception", error))
    return said.strip().splitlines()[0].rstrip(".")


@contextmanager
def spark_errors(where: str) -> Iterator[None]:
    """Turn what Spark raises inside the block into errors of the program; where it cannot analyse
    a statement, it is raised as it is."""
    pyspark = package("pyspark.errors")
    try:
        yield
    except pyspark.AnalysisException:
        raise
    except (pyspark.PySparkException, package("py4j.protocol").Py4JError) as error:
        raise _failed(where, error) from error


def _gone(where: str, error: Exception) -> CaseDamaged:
    return CaseDamaged(
        f"A file of the case is missing: {first_line(error)}",
        where=where,
        do="Restore the case from a copy, or make a new one and add the files again. On a cluster, "
        "the case's folder must be at the same path on every machine.",
    )


def _failed(where: str, error: Exception) -> Exception:
    if _DISK_FULL.search(str(error)):
        return disk_full(where)
    if _GONE.search(str(error)):
        return _gone(where, error)
    return Broken(
        f"Spark failed: {first_line(error)}",
        where=where,
        do="Try again; if it fails again, ask with --engine duckdb and report this message.",
    )
