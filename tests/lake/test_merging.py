"""Merging runs: many small files are read as few, and everything else stays as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from followthegoods.config import Settings, read_settings
from followthegoods.engine.duckdb import paths_sql
from followthegoods.lake.catalogue import Catalogue, make_catalogue
from followthegoods.lake.disk import Disk
from followthegoods.lake.merging import FAN, FEW, LARGE, TIERS, merge_small
from followthegoods.lake.past import copy_catalogue, cut_back

ROWS = 5


@dataclass
class Lake:
    """A catalogue and files of lines that nothing was loaded for."""

    disk: Disk
    catalogue: Catalogue
    settings: Settings

    def load(self, rows: int = ROWS) -> int:
        """A load of one source with so many lines, as jobs make it; returns the source."""
        with self.catalogue.write("add", "nobody") as load:
            db = self.catalogue.db
            db.execute("INSERT OR IGNORE INTO layouts VALUES ('l', '')")
            db.execute(
                "INSERT INTO sources VALUES (?, ?, 'INVENTED', 1, '{}', 'l', 'l', 'RU', ?, NULL)",
                (load, f"{load:064d}", load),
            )
            file = self.disk.table_file("lines", load)
            duckdb.execute(
                f"COPY (SELECT hash(i * {load}) % 1000 AS receiver, {load} AS source, 1 AS sheet, "
                f"i AS row FROM range({rows}) AS t(i)) TO '{self.disk.path(file)}'"
            )
            self.catalogue.add_file("lines", file, load, load, rows, receivers=(0, 1000))
            merge_small(self.disk, self.catalogue, load, self.settings)
        return load

    def sources(self, files: list[str]) -> dict[int, int]:
        """How many lines of each source files hold."""
        rows = duckdb.execute(
            f"SELECT source, count(*) FROM {paths_sql(map(self.disk.path, files))} GROUP BY 1"
        )
        return dict(rows.fetchall())

    def remove(self, source: int) -> None:
        with self.catalogue.write("remove", "nobody"):
            self.catalogue.forget_files(source)
        self.disk.sweep(self.catalogue.all_files())


@contextmanager
def opened(folder: Path) -> Iterator[Lake]:
    """A lake in a folder, made where there is none."""
    disk = Disk(folder)
    if not disk.catalogue.exists():
        disk.make()
        make_catalogue(disk.catalogue, invented=True)
    with closing(Catalogue(disk.catalogue)) as catalogue:
        yield Lake(disk, catalogue, read_settings())


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake after one load more than a tier holds."""
    folder = tmp_path_factory.mktemp("merged") / "case"
    with opened(folder) as lake:
        for _ in range(FAN + 1):
            lake.load()
    return folder


@pytest.fixture
def lake(merged: Path, tmp_path: Path) -> Iterator[Lake]:
    with opened(Path(shutil.copytree(merged, tmp_path / "case"))) as lake:
        yield lake


def test_a_full_tier_is_read_as_one_file(lake: Lake) -> None:
    assert len(lake.catalogue.files("lines")) == 2


def test_a_merged_file_holds_every_row_of_its_parts_once(lake: Lake) -> None:
    found = lake.sources(lake.catalogue.files("lines"))
    assert found == dict.fromkeys(range(1, FAN + 2), ROWS)


def test_a_merged_file_is_sorted_as_the_files_of_a_load_are(lake: Lake) -> None:
    (file,) = (f for f in lake.catalogue.files("lines") if "merged" in f)
    rows = duckdb.execute(f"SELECT receiver FROM '{lake.disk.path(file)}'").fetchall()
    assert rows == sorted(rows)


def test_files_too_large_for_any_tier_stay_as_they_are(tmp_path: Path) -> None:
    with opened(tmp_path / "case") as lake:
        for _ in range(FEW):
            lake.load(LARGE + 1)
        assert len(lake.catalogue.files("lines")) == FEW


def test_a_few_files_of_lines_that_small_files_left_are_read_as_one(tmp_path: Path) -> None:
    with opened(tmp_path / "case") as lake:
        for _ in range(FEW):
            lake.load(TIERS[-1] + 1)
        assert len(lake.catalogue.files("lines")) == 1


def test_no_tier_ever_holds_as_many_files_as_are_merged(tmp_path: Path) -> None:
    with opened(tmp_path / "case") as lake:
        most = 0
        for _ in range(2 * FAN * FAN // 10):
            lake.load(TIERS[0])
            most = max(most, len(lake.catalogue.files("lines")))
        assert most < 2 * FAN


def test_a_state_of_before_is_read_from_the_files_it_was_made_of(lake: Lake) -> None:
    copy = lake.disk.root / "copy.sqlite"
    copy_catalogue(lake.catalogue, copy)
    with closing(Catalogue(copy)) as then:
        cut_back(then.db, FAN - 1)
        files = then.files("lines")
    assert lake.sources(files) == dict.fromkeys(range(1, FAN), ROWS)
    assert len(files) == FAN - 1


def test_what_a_removed_source_was_merged_with_is_still_read_once(lake: Lake) -> None:
    lake.remove(3)
    found = lake.sources(lake.catalogue.files("lines"))
    assert found == {n: ROWS for n in range(1, FAN + 2) if n != 3}


def test_a_merged_file_with_rows_of_a_removed_source_is_deleted(lake: Lake) -> None:
    lake.remove(3)
    assert not list((lake.disk.root / "lake" / "merged").iterdir())


def test_what_is_left_of_a_torn_merge_is_merged_again(lake: Lake) -> None:
    lake.remove(3)
    lake.load()
    assert len(lake.catalogue.files("lines")) < FAN


def test_of_some_sources_no_row_of_another_is_read(lake: Lake) -> None:
    files = lake.catalogue.files_among("lines", range(2, FAN + 2))
    assert lake.sources(files) == dict.fromkeys(range(2, FAN + 2), ROWS)


def test_of_all_that_were_merged_the_merged_file_is_read(lake: Lake) -> None:
    files = lake.catalogue.files_among("lines", range(1, FAN + 1))
    assert len(files) == 1
    assert lake.sources(files) == dict.fromkeys(range(1, FAN + 1), ROWS)


def test_a_merge_that_is_not_committed_leaves_the_parts_to_be_read(lake: Lake) -> None:
    for _ in range(FAN - 3):
        lake.load()
    before = lake.catalogue.files("lines")
    with lake.catalogue.write("add", "nobody", keep=False) as load:
        file = lake.disk.table_file("lines", load)
        shutil.copy(lake.disk.path(lake.disk.table_file("lines", 1)), lake.disk.path(file))
        lake.catalogue.add_file("lines", file, load, None, ROWS)
        merge_small(lake.disk, lake.catalogue, load, lake.settings)
        assert lake.catalogue.files("lines") != before
    assert lake.catalogue.files("lines") == before
    lake.disk.sweep(lake.catalogue.all_files())
    assert len(list((lake.disk.root / "lake" / "merged").iterdir())) == 1
