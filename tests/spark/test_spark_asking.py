"""Asking Spark: what is missing is said, and the command gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.config import read_settings
from followthegoods.engine.plan import Plan, Step
from followthegoods.engine.spark import SparkRunner
from followthegoods.errors import BadParameter, BadSetting, CaseDamaged
from strategies import DAISY, NARROW_HEADER, csv_bytes, narrow, write_files

ONE = Plan((Step("one", "SELECT 1 AS one"),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("asking")
    rows = [narrow(), narrow(item="2", statistical_usd="500")]
    with Case.new(place / "case") as case:
        case.add(write_files(place, {"a.csv": csv_bytes(rows, NARROW_HEADER)}))
    return place / "case"


def test_an_engine_that_does_not_exist_is_refused(folder: Path) -> None:
    with pytest.raises(BadParameter, match="no engine 'flink'"):
        Case.open(folder, engine="flink")


def test_a_question_is_asked_of_the_setting_s_engine(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FTG_ENGINE", "spark")
    with Case.open(folder) as case:
        assert case.settings.engine == "spark"


@pytest.mark.parametrize("missing", ["pyspark.sql", "followthegoods.engine.translate"])
def test_without_spark_s_packages_the_error_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with (
        Case.open(folder, engine="spark") as case,
        pytest.raises(BadParameter, match=r"pip install 'followthegoods\[spark\]'"),
    ):
        case.dossier(DAISY)


def test_without_java_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with (
        closing(SparkRunner(tmp_path, read_settings())) as runner,
        pytest.raises(BadParameter, match="apt install openjdk"),
    ):
        runner.run(ONE)


def test_too_little_memory_is_said_before_spark_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("FTG_MEMORY", "400MB")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with (
        closing(SparkRunner(tmp_path, read_settings())) as runner,
        pytest.raises(BadSetting, match="400MB"),
    ):
        runner.run(ONE)


@pytest.mark.slow
def test_a_file_that_is_gone_is_a_damaged_case(spark_here: None, tmp_path: Path) -> None:
    gone = Plan((Step("rows", "SELECT * FROM read_parquet(['lake/gone.parquet'])"),))
    with (
        closing(SparkRunner(tmp_path, read_settings())) as runner,
        pytest.raises(CaseDamaged, match="missing"),
    ):
        runner.run(gone)


@pytest.mark.slow
def test_the_command_prints_the_same_bytes_on_spark(spark_here: None, folder: Path) -> None:
    ask = [sys.executable, "-m", "followthegoods.faces.cli.main", "dossier", str(folder), DAISY]
    ours, theirs = (
        subprocess.run(
            [*ask, "--json", "--engine", engine], capture_output=True, check=True, env=os.environ
        ).stdout
        for engine in ("duckdb", "spark")
    )
    assert theirs == ours
