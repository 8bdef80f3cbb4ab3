"""A lake exported for other machines: what is in it, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from http_store import store

from followthegoods.case import Case
from followthegoods.case.lake import ExportedLake
from followthegoods.config import read_settings
from followthegoods.engine.spark import SparkRunner, exported_ids, session
from followthegoods.errors import BadParameter
from followthegoods.render.as_json import as_json
from strategies import DAISY, NARROW_HEADER, csv_bytes, narrow, write_files


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    with Case.new(folder / "case") as case:
        case.add(write_files(folder, {"a.csv": csv_bytes([narrow()], NARROW_HEADER)}))
    return folder / "case"


def _exported(case: Path, to: Path) -> ExportedLake:
    with Case.open(case) as opened:
        return opened.exports.lake(str(to))


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _json(case: Path) -> str:
    with Case.open(case, engine="duckdb") as opened:
        return opened.dossier(DAISY).to_json()


def test_an_exported_lake_is_a_case_with_the_same_answers(case: Path, tmp_path: Path) -> None:
    made = _exported(case, tmp_path / "lake")
    assert _json(tmp_path / "lake") == _json(case)
    assert made.copied == made.files


def test_the_catalogue_s_tables_stand_beside_it_as_parquet(case: Path, tmp_path: Path) -> None:
    _exported(case, tmp_path / "lake")
    tables = tmp_path / "lake" / "catalogue"
    with Case.open(case) as opened:
        (source,) = (book.source for book in opened.status().books)
    rows = duckdb.sql(
        f"SELECT s.name, s.sha256, b.rows, typeof(b.rows) FROM '{tables}/sources.parquet' AS s "
        f"JOIN '{tables}/books.parquet' AS b USING (source) WHERE b.entry = 'lines'"
    ).fetchall()
    assert rows == [(source.name, source.sha256, 1, "BIGINT")]


def test_a_lake_that_is_there_is_brought_up_to_date(case: Path, tmp_path: Path) -> None:
    shutil.copytree(case, tmp_path / "case")
    _exported(tmp_path / "case", tmp_path / "lake")
    before = {str(file.relative_to(tmp_path / "lake")) for file in _files(tmp_path / "lake")}
    more = csv_bytes([narrow(item="2", statistical_usd="500")], NARROW_HEADER)
    with Case.open(tmp_path / "case") as opened:
        opened.add(write_files(tmp_path, {"b.csv": more}))
    second = _exported(tmp_path / "case", tmp_path / "lake")
    with Case.open(tmp_path / "case") as opened:
        assert second.copied == len(set(opened._catalogue.all_files()) - before) < second.files
    assert _json(tmp_path / "lake") == _json(tmp_path / "case")


def test_a_lake_of_another_case_is_not_written_over(case: Path, tmp_path: Path) -> None:
    with Case.new(tmp_path / "other") as other:
        other.add(write_files(tmp_path, {"c.csv": csv_bytes([narrow(item="9")], NARROW_HEADER)}))
    _exported(tmp_path / "other", tmp_path / "lake")
    with pytest.raises(BadParameter, match="another case"):
        _exported(case, tmp_path / "lake")


def test_a_folder_that_is_no_lake_is_not_written_to(case: Path, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="no exported lake"):
        _exported(case, tmp_path)


def test_a_master_without_spark_is_refused(case: Path) -> None:
    with pytest.raises(BadParameter, match="Only Spark has a master"):
        Case.open(case, engine="duckdb", master="spark://head:7077")


@pytest.mark.slow
def test_spark_refuses_an_exported_lake_that_has_not_the_case_s_files(
    spark_here: None, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(case, tmp_path / "case")
    _exported(tmp_path / "case", tmp_path / "lake")
    more = csv_bytes([narrow(item="3")], NARROW_HEADER)
    with Case.open(tmp_path / "case") as opened:
        opened.add(write_files(tmp_path, {"d.csv": more}))
    monkeypatch.setenv("FTG_SPARK_LAKE", f"file://{tmp_path}/lake")
    with (
        Case.open(tmp_path / "case", engine="spark") as opened,
        pytest.raises(BadParameter, match="not this state of the case"),
    ):
        opened.dossier(DAISY)


@pytest.mark.slow
def test_a_lake_in_a_store_reached_over_http_gives_the_same_answers(
    spark_here: None, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store(tmp_path) as url:
        with Case.open(case) as opened:
            made = opened.exports.lake(f"{url}/bucket/case")
            again = opened.exports.lake(f"{url}/bucket/case")
            ours = as_json(opened.flows(DAISY))
        monkeypatch.setenv("FTG_SPARK_LAKE", f"{url}/bucket/case")
        with Case.open(case, engine="spark") as opened:
            assert as_json(opened.flows(DAISY)) == ours
    assert (made.copied, again.copied) == (made.files, 0)


@pytest.mark.slow
def test_a_place_without_an_exported_lake_is_said_to_have_none(
    spark_here: None, tmp_path: Path
) -> None:
    with pytest.raises(BadParameter, match="no exported lake"):
        exported_ids(session(read_settings()), f"file://{tmp_path}")


@pytest.mark.slow
def test_a_place_that_spark_has_no_connector_for_is_refused(spark_here: None, case: Path) -> None:
    with Case.open(case) as opened, pytest.raises(BadParameter, match="cannot reach this place"):
        opened.exports.lake("nowhere://bucket/lake")


def test_a_runner_without_a_lake_reads_the_case_s_folder(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    runner = SparkRunner(tmp_path, read_settings())
    assert runner._paths(["lake/x*.parquet"]) == [rf"file://{tmp_path}/lake/x\*.parquet"]
    runner.close()
