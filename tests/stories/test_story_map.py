"""The map of the drafter names its modules."""

from __future__ import annotations

import re
from pathlib import Path

from followthegoods.questions import stories


def test_the_map_has_every_module_and_no_other() -> None:
    modules = {path.stem for path in Path(stories.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`(\w+)`", stories.__doc__ or "")) == modules
