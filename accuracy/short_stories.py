"""The short stories of `tests/stories`, of one construct each, with their keys.

The head of `tests/stories/sentences.txt` says how they are written. They are published on `DAY`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from accuracy.stories import Keyed

DAY = date(2025, 3, 10)
NOBODY = "-"
"""Who is given of a story that must itself tell whom it is about."""
SENTENCES = Path(__file__).parents[1] / "tests" / "stories" / "sentences.txt"
PARTS = [SENTENCES, *sorted((SENTENCES.parent / "constructs").glob("*.txt"))]
_LISTS = {"of": " + ", "supplier": " + ", "goods": " + ", "country": ",", "authority": ","}


def keyed(line: str, text: str) -> Keyed:
    """A line of the key: the words, then measure, amount, unit and fields."""
    words, told = line.removeprefix("= ").split(" :: ")
    start = text.index(words)
    parts = [part.strip() for part in told.split(";")]
    bare = [part for part in parts if "=" not in part]
    fields: dict[str, Any] = dict(zip(("measure", "amount", "unit"), bare, strict=False))
    for name, value in (part.split("=") for part in parts if "=" in part):
        fields[name] = value.split(_LISTS[name]) if name in _LISTS else value
    return Keyed((start, start + len(words)), fields)


def stories(part: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Whom each story is about, its text, and the lines of its key."""
    of, story = "", [""]
    for line in [*part.read_text(encoding="utf-8").splitlines(), "# end"]:
        if line.startswith(("@ ", "# ")) or (not line and story[-1].startswith("= ")):
            lines = [one for one in story if " :: " in one]
            if text := "\n".join(one for one in story if not one.startswith("= ")).strip():
                yield of, text, lines
            story = [""]
            of = line.removeprefix("@ ") if line.startswith("@ ") else of
        else:
            story.append(line)
