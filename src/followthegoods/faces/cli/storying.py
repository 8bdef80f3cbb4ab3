"""What the commands about stories do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import typer

from followthegoods.case import stories
from followthegoods.errors import BadParameter, CheckFailed
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.model.story import Story
from followthegoods.render import story as pages
from followthegoods.render import story_page as html
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.text import plural


def claims(
    case: Path, story: Path, published: str | None, of: Sequence[str], out: Path | None
) -> None:
    earlier = stories.load_claims(out) if out is not None and out.exists() else None
    with opened_case(case) as opened:
        drafted = stories.draft_claims(
            opened, story, published=_day(published), of=of, earlier=earlier
        )
    text = stories.write_claims(drafted)
    if out is None:
        data(text)
    else:
        _write(out, text)
    doubted = sum(1 for claim in drafted.claims if claim.doubts)
    many = plural(len(drafted.claims), "claim")
    if drafted.claims:
        say(f"{many}, {doubted} of them with doubts: correct them by hand.")
    else:
        say("No claim is drafted: nothing in the text is known to be one. Write them by hand.")
    if drafted.claims and drafted.published is None:
        say("The story has no day: relative dates stay open. Give it: --published YYYY-MM-DD")


def check(case: Path, file: Path, to: Mapping[str, Path | None], as_json: bool) -> None:
    story = stories.load_claims(file)
    text = _text_of(file, story, to["story"]) if to["html"] is not None else ""
    with opened_case(case) as opened:
        found = stories.check_story(opened, story)
        rows = stories.rows_behind(opened, found) if to["html"] is not None else {}
        invented = opened.invented
    if to["html"] is not None:
        _write(to["html"], html.checked_page(found, text, rows, invented=invented))
    if to["md"] is not None:
        _write(to["md"], pages.note(found))
    if as_json:
        data(to_json(found))
    else:
        show(pages.checked(found))
    if not story.claims:
        say("The claims file has no claims: there is nothing to check.")
    if not found.holds:
        raise typer.Exit(CheckFailed.exit_code)


def _text_of(claims: Path, story: Story, given: Path | None) -> str:
    """The story's text: the file that is given, else the one the claims file names, beside it."""
    if given is not None:
        return stories.read_story(given)
    beside = claims.parent / story.story
    if story.story and beside.is_file():
        return stories.read_story(beside)
    say("The text of the story is not beside the claims file. Give it: --story FILE")
    return ""


def compare(
    original: Path,
    retelling: Path,
    case: Path | None,
    published: str | None,
    of: Sequence[str],
    to: Path | None,
    as_json: bool,
) -> None:
    day = _day(published)
    invented = False
    if case is None:
        found = stories.compare_stories(original, retelling, published=day, of=of)
    else:
        with opened_case(case) as opened:
            found = stories.compare_stories(original, retelling, case=opened, published=day, of=of)
            invented = opened.invented
    if to is not None:
        _write(to, html.compared_page(found, invented=invented))
    if as_json:
        data(to_json(found))
    else:
        show(pages.compared(found))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            f"{text!r} is no day.", where="--published", do="Write it as YYYY-MM-DD."
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadParameter(
            f"The file cannot be written: {error.strerror}.",
            where=str(path),
            do="Name a file in a folder that exists and that you may write to.",
        ) from error
    say(f"Wrote {path}")
