"""What the commands about stories do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer

from followthegoods.case import stories
from followthegoods.errors import BadParameter, CheckFailed
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.render import story as pages
from followthegoods.render.as_json import as_json as to_json


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
    say(f"{len(drafted.claims)} claims, {doubted} of them with doubts: correct them by hand.")
    if drafted.published is None:
        say("The story has no day: relative dates stay open. Give it: --published YYYY-MM-DD")


def check(case: Path, file: Path, note: Path | None, as_json: bool) -> None:
    story = stories.load_claims(file)
    with opened_case(case) as opened:
        found = stories.check_story(opened, story)
    if note is not None:
        _write(note, pages.note(found))
    if as_json:
        data(to_json(found))
    else:
        show(pages.checked(found))
    if not found.holds:
        raise typer.Exit(CheckFailed.exit_code)


def compare(
    original: Path, retelling: Path, case: Path | None, published: str | None, as_json: bool
) -> None:
    day = _day(published)
    if case is None:
        found = stories.compare_stories(original, retelling, published=day)
    else:
        with opened_case(case) as opened:
            found = stories.compare_stories(original, retelling, case=opened, published=day)
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
