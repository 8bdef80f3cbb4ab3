"""A case's parts while it is open: what jobs and questions work with. And how one is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from followthegoods.config import Settings, read_settings
from followthegoods.engine.plan import Runner
from followthegoods.engine.spark import SparkRunner
from followthegoods.errors import BadParameter, CaseExists, NoSuchCase
from followthegoods.lake.catalogue import Catalogue, make_catalogue
from followthegoods.lake.disk import Disk
from followthegoods.lake.exported import file_ids


class Opened:
    """The disk, the catalogue and the engine of one case."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.disk = Disk(path)
        self.catalogue = Catalogue(self.disk.catalogue)
        self._runner: Runner | None = None

    def close(self) -> None:
        """Let go of the engine and the catalogue."""
        self.let_go()
        self.catalogue.close()

    def let_go(self) -> None:
        """Let go of the engine, and so of all it remembers of the case's files."""
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    @property
    def runner(self) -> Runner:
        if self._runner is None:
            self._runner = ENGINES[self.settings.engine](self)
        return self._runner

    @property
    def invented(self) -> bool:
        """Whether the case was made for invented rows, or a source of it says that it is such."""
        made_for = self.catalogue.meta("invented") == "1"
        return made_for or any(source.invented for source in self.catalogue.sources())


ENGINES: dict[str, Callable[[Opened], Runner]] = {
    "duckdb": lambda case: Runner(case.path, case.settings),
    "spark": lambda case: SparkRunner(
        case.path, case.settings, lambda: file_ids(case.catalogue.db)
    ),
}
"""What may answer questions, by the name of the setting `engine`."""


def make_case(path: Path, *, invented: bool) -> None:
    """Make an empty case, whole or not at all. Raises `CaseExists`, `BadParameter`, `DiskFull`."""
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise CaseExists(
                "There is something at this place already.",
                where=str(path),
                do="Name a folder that does not exist yet, or open the case that is there.",
            )
        disk = Disk(path)
        with _whole_or_nothing(path):
            disk.make()
            make_catalogue(disk.catalogue, invented=invented)
    except OSError as error:
        raise BadParameter(
            f"No case can be made here: {error.strerror}.",
            where=str(path),
            do="Name a folder where you may write and where there is room.",
        ) from error


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[None]:
    """Take away again what was made at a path, folders above it included, where making fails."""
    there = path.is_dir()
    made = path.absolute()
    while not made.parent.exists():
        made = made.parent
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            for own in path.glob("*") if there else [made]:
                if own.is_dir():
                    shutil.rmtree(own, ignore_errors=True)
                else:
                    own.unlink(missing_ok=True)


def open_case(path: Path, engine: str | None = None, master: str | None = None) -> Opened:
    """Open a case; `engine`: what answers questions, and `master`: of which Spark, where not what
    the settings say.

    Raises `NoSuchCase`, `NewerCase`, `OlderCase`, `CaseDamaged`, `BadSetting`, `BadParameter`.
    """
    path = path.absolute()
    try:
        there = Disk(path).catalogue.is_file()
    except OSError as error:
        raise NoSuchCase(
            f"The case cannot be reached: {error.strerror}.",
            where=str(path),
            do="Check the name, and who may open the folder.",
        ) from error
    if not there:
        raise NoSuchCase(
            "This is no case.", where=str(path), do=f"Make one with: ftg new {path.name}"
        )
    settings = read_settings()
    if engine is not None and engine not in ENGINES:
        raise BadParameter(f"There is no engine {engine!r}.", do=f"One of: {', '.join(ENGINES)}.")
    settings = replace(settings, engine=engine or settings.engine)
    if master is not None and settings.engine != "spark":
        raise BadParameter("Only Spark has a master.", do="Ask with: --engine spark --master URL")
    return Opened(path, replace(settings, spark_master=master or settings.spark_master))
