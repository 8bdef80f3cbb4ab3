"""One Spark for all tests of this folder, on this machine, set up for small tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.demo import write_files
from followthegoods.demo.lists import LISTINGS, SOURCE, write_list

CONF = Path(__file__).parent / "conf"
MEMORY = "1200MB"


@pytest.fixture(scope="session")
def spark_here() -> Iterator[None]:
    """Spark can be asked, within little memory; else the test is left out, and says what to
    install."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install 'followthegoods[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt install openjdk-17-jre-headless")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(CONF))
        patch.setenv("FTG_MEMORY", MEMORY)
        patch.setenv("FTG_THREADS", "2")
        yield


@pytest.fixture(scope="session")
def demo_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration's case, all of it invented: every trap of the records is in it."""
    folder = tmp_path_factory.mktemp("spark")
    files = write_files(folder / "files", others=300)
    with Case.new(folder / "case", invented=True) as case:
        case.add(files.files)
        case.add_lists([write_list(folder)])
        for entry, day in LISTINGS.items():
            case.date_listing(entry, day, source=SOURCE)
    return folder / "case"
