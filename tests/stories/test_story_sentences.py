"""Short stories of one construct each, with the claims that follow from their words.

They were written without looking at what a draft makes of them: those of `constructs` part by part
of the language, each part whole; half of a part was kept from who mended by the other half.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from accuracy.short_stories import DAY, NOBODY, PARTS, keyed, stories
from accuracy.stories import StoryScore, score_story

from followthegoods.questions.stories.drafting.draft import draft_story


def scored(part: Path) -> Iterator[tuple[str, StoryScore]]:
    for of, text, lines in stories(part):
        drafted = draft_story(text, published=DAY, of=() if of == NOBODY else (of,))
        yield text, score_story(of, drafted, [keyed(line, text) for line in lines])


LEAST = {
    "sentences": 95,
    "beyond": 75,
    "carried": 87,
    "carrying": 82,
    "casts": 85,
    "countries": 86,
    "events": 90,
    "frames": 78,
    "goods": 83,
    "measures": 69,
    "mixed": 78,
    "naming": 92,
    "periods": 87,
    "suppliers": 68,
    "texts": 95,
    "trading": 85,
}
"""Per cent of the claims of a part that must have every field right."""

LOST = {
    "carrying": 1,
    "casts": 1,
    "countries": 3,
    "frames": 1,
    "goods": 1,
    "measures": 6,
    "suppliers": 3,
    "trading": 2,
}
"""Stories of which a number is lost in what else their sentence says: no more than these."""

TOO_MUCH = {"periods": 3}
"""Stories of a firm's own making and selling of which too much is claimed: no more than these."""


def part_of(request: pytest.FixtureRequest) -> str:
    """The part of the language that a test looks at."""
    return str(request.node.callspec.params["found"].stem)


@pytest.fixture(scope="module", params=PARTS, ids=lambda part: part.stem)
def found(request: pytest.FixtureRequest) -> list[tuple[str, StoryScore]]:
    return list(scored(request.param))


def test_claims_of_one_construct_are_drafted_as_their_words_say(
    found: list[tuple[str, StoryScore]], request: pytest.FixtureRequest
) -> None:
    claims, right = (sum(getattr(s, n) for _, s in found) for n in ("claims", "right"))
    wrong = [(text, s.wrong) for text, s in found if s.wrong]
    assert right * 100 >= claims * LEAST[part_of(request)], wrong


def test_every_number_of_these_stories_is_found(
    found: list[tuple[str, StoryScore]], request: pytest.FixtureRequest
) -> None:
    lost = [text for text, s in found if s.numbers_found < s.numbers]
    assert len(lost) <= LOST.get(part_of(request), 0), lost


def test_where_nothing_can_be_checked_nothing_is_claimed(
    found: list[tuple[str, StoryScore]], request: pytest.FixtureRequest
) -> None:
    claimed = [(text, s.invented) for text, s in found if not s.claims and s.invented]
    assert len(claimed) <= TOO_MUCH.get(part_of(request), 0), claimed
