"""Short stories of one construct each, with the claims that follow from their words.

`sentences.txt` was written without looking at what a draft makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from accuracy.stories import Keyed, StoryScore, score_story

from followthegoods.questions.stories.draft import draft_story

DAY = date(2025, 3, 10)
NOBODY = "-"
"""Who is given of a story that must itself tell whom it is about."""
SENTENCES = Path(__file__).parent / "sentences.txt"
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


def stories() -> Iterator[tuple[str, str, list[str]]]:
    """Whom each story is about, its text, and the lines of its key."""
    of, story = "", [""]
    for line in [*SENTENCES.read_text(encoding="utf-8").splitlines(), "# end"]:
        if line.startswith(("@ ", "# ")) or (not line and story[-1].startswith("= ")):
            lines = [one for one in story if " :: " in one]
            if text := "\n".join(one for one in story if not one.startswith("= ")).strip():
                yield of, text, lines
            story = [""]
            of = line.removeprefix("@ ") if line.startswith("@ ") else of
        else:
            story.append(line)


def scored() -> Iterator[tuple[str, StoryScore]]:
    for of, text, lines in stories():
        drafted = draft_story(text, published=DAY, of=() if of == NOBODY else (of,))
        yield text, score_story(of, drafted, [keyed(line, text) for line in lines])


LEAST = 90
"""Per cent of the claims that must have every field right."""


@pytest.fixture(scope="module")
def found() -> list[tuple[str, StoryScore]]:
    return list(scored())


def test_claims_of_one_construct_are_drafted_as_their_words_say(
    found: list[tuple[str, StoryScore]],
) -> None:
    claims, right = (sum(getattr(s, n) for _, s in found) for n in ("claims", "right"))
    assert right * 100 >= claims * LEAST, [(text, s.wrong) for text, s in found if s.wrong]


def test_every_number_of_these_stories_is_found(found: list[tuple[str, StoryScore]]) -> None:
    assert [text for text, s in found if s.numbers_found < s.numbers] == []


def test_where_nothing_can_be_checked_nothing_is_claimed(
    found: list[tuple[str, StoryScore]],
) -> None:
    assert [text for text, s in found if not s.claims and s.invented] == []
