"""One small demonstration for all tests of it, and its files read back."""

from __future__ import annotations

import pytest
from demo_reading import Reading, read_back

from followthegoods.demo import DemoFiles, write_files


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_files(tmp_path_factory.mktemp("demo"), others=4_000)


@pytest.fixture(scope="session")
def reading(demo: DemoFiles) -> Reading:
    return read_back(demo.files)
