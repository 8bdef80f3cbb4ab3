"""What is new, as people read it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.identity import Figures
from followthegoods.model.watching import CompanyNews, Done, News, RoleFigures, Touching, Watched
from followthegoods.render.amounts import money
from followthegoods.render.text import heading, indented, plural, quiet, safe

DONE: dict[str, str] = {
    "add": "a file was added",
    "resolve": "parties were resolved",
    "judge": "a judgement was made",
    "rates": "rates were added or removed",
    "remove": "a source was taken out",
    "relayout": "a source was read again",
    "list": "a list was added",
    "list date": "a day of listing was given",
    "hs": "a table of codes was added or removed",
    "ownership": "a file of ownership was added or removed",
    "companies": "a file of known companies was added or removed",
    "note": "a note was written or taken back",
}
"""Kinds of loads in words."""

NOT_LOOKED = "Nobody of this name has looked at the case yet: what is listed is not compared."


def watched(every: list[Watched]) -> list[RenderableType]:
    """The companies that are watched."""
    lines: list[RenderableType] = [
        Text(f"{one.party} {safe(one.name)}, since {one.at[:10]}{_by(one.author)}") for one in every
    ]
    return lines or [quiet("No company is watched.")]


def news(one: News) -> list[RenderableType]:
    """What is new since the last look."""
    since = one.since
    said = f"Since load {since.load}, {_time(since.at)}" if since else NOT_LOOKED
    parts: list[RenderableType] = [quiet(said)]
    if since:
        parts += [heading("Done"), *(indented(Text(_done(done))) for done in one.loads)]
        parts += [] if one.loads else [indented(quiet("nothing"))]
        parts.append(heading("Listings"))
        parts += [indented(Text(f"now    {_touching(own)}")) for own in one.listings]
        parts += [indented(Text(f"no more {_touching(own)}")) for own in one.gone]
        parts += [] if one.listings or one.gone else [indented(quiet("none that were not seen"))]
    parts.append(heading("Companies watched"))
    if not one.companies:
        parts.append(indented(quiet("none; to watch one: ftg watch CASE PARTY")))
    for company in one.companies:
        parts += _company(company)
    return parts


def _company(one: CompanyNews) -> Iterator[RenderableType]:
    own = one.company
    yield indented(Text(f"{own.party} {safe(own.name)}", style="bold" if one.any else ""))
    for lines in one.lines:
        days = f", {lines.first} to {lines.last}" if lines.first else ""
        count = plural(lines.lines, "new line")
        yield indented(Text(f"  {count} as {lines.role} in {safe(lines.name)}{days}"))
    for figures in one.figures:
        if figures.moved:
            yield indented(Text(f"  as {figures.role}: {moved(figures)}"))
    if not one.any:
        yield indented(quiet(f"  nothing since load {one.since}"))


def moved(one: RoleFigures) -> str:
    """The figures of a role before and after, in a line."""
    return f"{figures(one.before)} → {figures(one.after)}"


def figures(one: Figures | None) -> str:
    """Point, floor, ceiling and lines; a dash for none."""
    if one is None:
        return "no line"
    mark = "+" if one.ceiling_open else ""
    lines = plural(one.lines, "line")
    return f"{money(one.point)} ({money(one.floor)} – {money(one.ceiling)}{mark}), {lines}"


def _touching(one: Touching) -> str:
    day = f", listed {one.listed_on}" if one.listed_on else ""
    return (
        f"{safe(one.name)} ({one.party}): {one.list}/{one.entry} {safe(one.entry_name)}{day}, "
        f"{one.match_grade}"
    )


def _done(one: Done) -> str:

    return f"load {one.load}: {DONE.get(one.kind, one.kind)}, {_time(one.at)}{_by(one.author)}"


def _time(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _by(author: str) -> str:
    return f", by {safe(author)}" if author else ""
