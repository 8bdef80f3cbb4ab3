from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from http_case import TOKENS, client_of, make_case
from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case; tests only read it."""
    return make_case(tmp_path_factory.mktemp("http"))


@pytest.fixture(scope="session")
def client(case: Path) -> Iterator[TestClient]:
    """A client of a server on loopback."""
    with client_of(case) as client:
        yield client


@pytest.fixture(scope="session")
def guarded(case: Path) -> Iterator[TestClient]:
    """A client of a server that asks for tokens, without one."""
    with client_of(case, TOKENS, follow_redirects=False) as client:
        yield client
