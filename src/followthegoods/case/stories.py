"""Stories of a case: claims drafted from a text, checked, and a retelling beside its original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from followthegoods.case import held
from followthegoods.case.door import Case
from followthegoods.case.named import known_names
from followthegoods.case.opened import Opened
from followthegoods.case.story_records import case_records
from followthegoods.case.story_rows import StoryRow, story_rows
from followthegoods.errors import BadStory, NoSuchFile
from followthegoods.model.retelling import Comparison
from followthegoods.model.story import Checked, Claim, Measure, Story
from followthegoods.parties.search import Lookup, find_parties
from followthegoods.questions.stories.checking.check import check
from followthegoods.questions.stories.checking.claims_file import read_claims, write_claims
from followthegoods.questions.stories.comparing.compare import compare, read_text
from followthegoods.questions.stories.drafting.draft import draft_story, names_in, redrafted
from followthegoods.questions.stories.reading.sentences import story_text

__all__ = [
    "StoryRow",
    "check_story",
    "compare_stories",
    "draft_claims",
    "load_claims",
    "read_story",
    "rows_behind",
    "write_claims",
]


def read_story(file: str | Path) -> str:
    """The text of a story: plain text, Markdown or HTML in UTF-8. Raises `NoSuchFile`,
    `BadStory`."""
    path = Path(file)
    try:
        return story_text(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise NoSuchFile(
            f"The file cannot be read: {error.strerror}.", where=str(path), do="Check the name."
        ) from error
    except UnicodeDecodeError as error:
        raise BadStory(
            "The text is not in UTF-8.", where=str(path), do="Save it again in UTF-8."
        ) from error


def _text(file: str | Path) -> str:
    """The text of a story, which says something."""
    text = read_story(file)
    if not any(character.isalnum() for character in text):
        raise BadStory(
            "The file holds no text.",
            where=str(file),
            do="Give the story's words: plain text, Markdown or HTML.",
        )
    return text


def load_claims(file: str | Path) -> Story:
    """A claims file. Raises `NoSuchFile`, `BadStory`."""
    return read_claims(read_story(file), Path(file).name)


def draft_claims(
    case: Case | None,
    file: str | Path,
    *,
    published: date | None = None,
    of: Sequence[str] = (),
    earlier: Story | None = None,
) -> Story:
    """The claims of a story, drafted. What was corrected in an `earlier` draft is kept.

    With a case, names that nobody in it answers to, or several do, are doubted. Raises
    `NoSuchFile`, `BadStory`.
    """
    text = _text(file)
    if earlier is not None and published is None:
        published = earlier.published
    known: dict[str, str] = {}
    if case is not None:
        known = case._asked(None, lambda opened: known_names(opened, names_in(text)))
    story = draft_story(text, published=published, of=of, story=Path(file).name, known=known)
    first = None
    if earlier is not None:
        first = draft_story(text, published=earlier.published, of=of, known=known)
    if case is not None:
        names = sorted({name for claim in story.claims for name in claim.named})
        found = case._asked(None, lambda opened: _found(opened, names))
        story = replace(story, claims=tuple(_doubted(claim, found) for claim in story.claims))
    return story if earlier is None else redrafted(earlier, story, text, first)


def _found(opened: Opened, names: Sequence[str]) -> dict[str, int]:
    """How many parties answer to each name."""
    lookup: Lookup | None = held.lookup(opened)
    if lookup is None:
        return dict.fromkeys(names, 0)
    return {name: len(find_parties(opened.runner, lookup, name)) for name in names}


def _doubted(claim: Claim, found: dict[str, int]) -> Claim:
    if claim.measure is Measure.NONE:
        return claim
    doubts = list(claim.doubts)
    for name in claim.named:
        if found[name] == 0:
            doubts.append(f"Nobody in the case answers to {name}.")
        elif found[name] > 1:
            doubts.append(f"{found[name]} parties answer to {name}: give an id or a tax id.")
    return replace(claim, doubts=tuple(doubts))


def check_story(case: Case, story: Story) -> Checked:
    """The verdicts of a story's claims from the records of a case, in one state of it."""

    def ask(opened: Opened) -> Checked:
        with case_records(opened) as records:
            return check(story, records)

    return case._asked(None, ask)


def rows_behind(case: Case, checked: Checked) -> dict[int, StoryRow]:
    """Where the largest lines behind a story's verdicts stand, by the numbers of the lines."""
    return case._asked(None, lambda opened: story_rows(opened, checked))


def compare_stories(
    original: str | Path,
    retelling: str | Path,
    *,
    case: Case | None = None,
    published: date | None = None,
    of: Sequence[str] = (),
) -> Comparison:
    """A retelling beside its original, with the verdicts of both where a case is given. `of` names
    whom both are about, where that is not plain. Raises `NoSuchFile`, `BadStory`."""
    texts = [_text(file) for file in (original, retelling)]
    known: dict[str, str] = {}
    if case is not None:
        every = [name for text in texts for name in names_in(text)]
        known = case._asked(None, lambda opened: known_names(opened, every))
    first, second = (
        read_text(text, published, draft_story(text, published=published, of=of, known=known))
        for text in texts
    )
    compared = compare(first, second)
    if case is None:
        return compared
    verdicts = check_story(case, first.story), check_story(case, second.story)
    return replace(compared, verdicts=verdicts)
