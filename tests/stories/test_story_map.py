"""The maps of the stories' packages name their modules."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from followthegoods.questions import stories
from followthegoods.questions.stories import checking, comparing, drafting, reading


@pytest.mark.parametrize("package", [reading, drafting, checking, comparing])
def test_a_map_has_every_module_and_no_other(package: ModuleType) -> None:
    modules = {path.stem for path in Path(str(package.__file__)).parent.glob("*.py")}
    told = re.sub(r"`facts/\w+`", "", package.__doc__ or "")
    assert set(re.findall(r"`(\w+)`", told)) == modules - {"__init__"}


def test_the_map_has_every_package() -> None:
    packages = {path.parent.name for path in Path(stories.__file__).parent.glob("*/__init__.py")}
    assert set(re.findall(r"`(\w+)`", stories.__doc__ or "")) == packages
