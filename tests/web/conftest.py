from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_case import client_of, make_case

from followthegoods.demo import DemoFiles


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoFiles]:
    """The small case, and the files it was made of."""
    return make_case(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def case(made: tuple[Path, DemoFiles]) -> Path:
    """The small case; tests that have it only read it."""
    return made[0]


@pytest.fixture(scope="session")
def client(case: Path) -> Iterator[TestClient]:
    """A client of the case that is only read."""
    with client_of(case) as client:
        yield client


@pytest.fixture(scope="module")
def changing(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a copy of the case, which tests of the module may change."""
    copy = tmp_path_factory.mktemp("changing") / "case"
    shutil.copytree(case, copy, ignore=shutil.ignore_patterns("served"))
    with client_of(copy) as client:
        yield client
