"""A cluster of this machine's own, a master and a worker on loopback, and an exported lake.

Questions are asked in processes of their own: one process has one Spark.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from followthegoods.case import Case

pytestmark = pytest.mark.slow

SUBJECT = "9900718344"
FTG = [sys.executable, "-m", "followthegoods.faces.cli.main"]
CONF = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 800m
spark.executor.memory 700m
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.sql.shuffle.partitions 2
spark.ui.enabled false
"""


@pytest.fixture(scope="module")
def master(
    spark_here: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """The URL of a master that has a worker, and the environment to ask it in."""
    pyspark = pytest.importorskip("pyspark")
    folder = tmp_path_factory.mktemp("cluster")
    conf = Path(__file__).parent / "conf" / "spark-defaults.conf"
    (folder / "spark-defaults.conf").write_text(conf.read_text() + CONF)
    home = Path(pyspark.__file__).parent
    env = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "300m",
        "PYSPARK_PYTHON": "/nonexistent/python",  # workers run no Python
    }
    deploy, alone = "org.apache.spark.deploy", ("--host", "127.0.0.1", "--webui-port", "0")
    with (folder / "log").open("w") as log:
        started = []
        try:
            for part in ("master.Master", "worker.Worker"):
                asked = [str(home / "bin" / "spark-class"), f"{deploy}.{part}", *alone]
                if part == "master.Master":
                    asked += ["--port", "0"]
                else:
                    url = _said(folder / "log", r"Starting Spark master at (spark://\S+)")
                    asked += [url, "-c", "1", "-m", "800m", "-d", str(folder / "work")]
                started.append(subprocess.Popen(asked, env=env, stdout=log, stderr=log))
            _said(folder / "log", r"(Successfully registered) with master")
            yield url, env
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def _said(log: Path, pattern: str) -> str:
    """What the cluster said, within two minutes."""
    for _ in range(600):
        found = re.search(pattern, log.read_text())
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(log.read_text()[-2000:])


def _asked(env: dict[str, str], *arguments: str) -> bytes:
    done = subprocess.run([*FTG, *arguments], capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout


def test_an_exported_lake_is_asked_of_a_cluster(
    master: tuple[str, dict[str, str]], demo_case: Path, tmp_path: Path
) -> None:
    url, env = master
    lake = str(tmp_path / "lake")
    _asked(env, "export", str(demo_case), lake, "--as", "lake")
    asked = (SUBJECT, "--event", "2022-02-24=Invasion", "--json")
    ours = _asked(env, "dossier", str(demo_case), *asked)
    assert _asked(env, "dossier", lake, *asked, "--engine", "spark", "--master", url) == ours


def test_a_cluster_reads_the_lake_where_it_was_exported_to_and_not_the_case(
    master: tuple[str, dict[str, str]], demo_case: Path, tmp_path: Path
) -> None:
    url, env = master
    shutil.copytree(demo_case, tmp_path / "case")
    case, lake = str(tmp_path / "case"), f"file://{tmp_path}/store"
    env = env | {"FTG_SPARK_LAKE": lake, "FTG_SPARK_MASTER": url}
    _asked(env, "export", case, lake, "--as", "lake")
    ours = _asked(env, "flows", case, SUBJECT, "--json")
    with Case.open(case) as opened:
        (tmp_path / "case" / opened._catalogue.files("fates")[0]).unlink()
    assert _asked(env, "flows", case, SUBJECT, "--json", "--engine", "spark") == ours
