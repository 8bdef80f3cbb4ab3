from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from render_examples import Golden
from rich.console import RenderableType

from followthegoods.render.text import to_text

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def golden() -> Golden:
    """Compares a rendering, 100 wide and without colour, with a file that a person can read."""

    def compare(name: str, parts: Sequence[RenderableType]) -> None:
        file = GOLDEN / f"{name}.txt"
        text = to_text(parts)
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            pytest.fail(f"{file} was not there: it is now; read it and run again")
        assert text == file.read_text(encoding="utf-8")

    return compare
