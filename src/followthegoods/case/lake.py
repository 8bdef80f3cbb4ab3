"""The whole lake of a case for other machines: its files as they are, and its catalogue beside
them, as it is and as Parquet tables.

    OUT/
    ├── catalogue.sqlite             so that the folder is a case, to be asked
    ├── catalogue/<table>.parquet    the same for any program that reads Parquet
    ├── raw/, lake/                  as in the case

Files of a lake never change, so that one that is there already is not copied again; the catalogue
goes last, and until then names what was there before.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from followthegoods.case import changing, held
from followthegoods.case.opened import Opened
from followthegoods.engine.duckdb import engine_errors
from followthegoods.engine.spark_files import SparkFolder
from followthegoods.errors import BadParameter, CaseBusy
from followthegoods.lake.disk import CATALOGUE
from followthegoods.lake.exported import file_ids, write_tables
from followthegoods.lake.past import copy_catalogue

_URL = re.compile(r"[a-z][a-z0-9+.-]*://.+")


@dataclass(frozen=True)
class ExportedLake:
    """What was exported: how many files a lake has, how many were copied, of how many bytes, and
    the state of the case that it is."""

    files: int
    copied: int
    bytes: int
    state: str


class Place(Protocol):
    """Where a lake is exported to."""

    def ids(self) -> Mapping[str, str] | None:
        """What tells the files of the lake that is there from others; None where none is."""

    def put(self, file: Path, name: str) -> None:
        """Copy a file there, in the place of what has its name."""


class Folder:
    """A folder of this machine, or one that it shares."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ids(self) -> Mapping[str, str] | None:
        catalogue = self.path / CATALOGUE
        if (self.path / "catalogue").is_dir() and catalogue.is_file():
            with closing(sqlite3.connect(catalogue)) as db:
                return file_ids(db)
        if self.path.exists():
            raise BadParameter(
                f"{self.path} is there already, and is no exported lake.",
                do="Name a folder that is not.",
            )
        return None

    def put(self, file: Path, name: str) -> None:
        to = self.path / name
        to.parent.mkdir(parents=True, exist_ok=True)
        half = to.with_name(f".{to.name}.part")
        shutil.copyfile(file, half)
        os.replace(half, to)


def export_lake(case: Opened, to: str) -> ExportedLake:
    """Write the lake of a case to a folder or to a URL that Spark knows, or bring the one that is
    there up to date. Raises `BadParameter`, `CaseBusy`, `DiskFull`."""
    changing.steadily(case, lambda: None)
    place: Place = SparkFolder(to, case.settings) if _URL.match(to) else Folder(Path(to))
    with (
        case.catalogue.reading(resolved=True),
        TemporaryDirectory(prefix="ftg-") as work,
        engine_errors(to, None),
    ):
        copy = Path(work) / CATALOGUE
        copy_catalogue(case.catalogue, copy)
        with closing(sqlite3.connect(copy)) as db:
            db.execute("PRAGMA journal_mode = DELETE")  # a shared folder knows no other
            ids = file_ids(db)
            there = place.ids() or {}
            if any(there[file] != ids[file] for file in there.keys() & ids.keys()):
                raise BadParameter(
                    "The lake that is there was exported of another case.",
                    where=to,
                    do="Name another place.",
                )
            new = sorted(ids.keys() - there.keys())
            size = sum(_put(case, place, file) for file in new)
            for table in write_tables(db, Path(work), case.settings):
                place.put(table, f"catalogue/{table.name}")
        place.put(copy, CATALOGUE)
        return ExportedLake(len(ids), len(new), size, held.state(case))


def _put(case: Opened, place: Place, file: str) -> int:
    ours = case.disk.path(file)
    try:
        place.put(ours, file)
        return ours.stat().st_size
    except FileNotFoundError as error:
        raise CaseBusy(
            "A file of the case went while it was exported.",
            where=str(ours),
            do="Another process removed it: run this again.",
        ) from error
