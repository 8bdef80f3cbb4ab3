"""The words by which a retelling is told from its original; see facts/stories/retelling_en.toml."""

from __future__ import annotations

import re
from functools import cache

from followthegoods.facts.text import read_toml
from followthegoods.questions.stories.reading.scene import Scene


@cache
def _table(code: str) -> dict[str, re.Pattern[str]]:
    table: dict[str, str] = read_toml(f"stories/retelling_{code}.toml")
    return {name: re.compile(said, re.IGNORECASE) for name, said in table.items()}


def cue(one: Scene, name: str) -> re.Pattern[str]:
    """A pattern of the language of a sentence, by its name in the table."""
    return _table(one.words.code)[name]
