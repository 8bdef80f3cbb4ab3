"""Where the lines behind a story's figures stand in the sources."""

from __future__ import annotations

from dataclasses import dataclass

from followthegoods.case.opened import Opened
from followthegoods.engine.plan import files_sql
from followthegoods.model.story import Checked


@dataclass(frozen=True)
class StoryRow:
    """A line as a page shows it: the case's number of its source, sheet and row, countries of
    origin and dispatch (ISO codes), and the beginning of its commodity code."""

    source: int
    sheet: int
    row: int
    origin: str
    dispatch: str
    hs: str


def story_rows(case: Opened, checked: Checked) -> dict[int, StoryRow]:
    """The lines behind the verdicts of a story, by their numbers."""
    wanted = sorted({one.line for verdict in checked.verdicts for one in verdict.lines})
    files = case.catalogue.files("lines")
    if not wanted or not files:
        return {}
    rows = case.runner.ask(
        "SELECT line, source, sheet, row, coalesce(origin_country, ''), "
        f"coalesce(dispatch_country, ''), coalesce(hs, '') FROM {files_sql(files)} "
        f"WHERE line IN ({', '.join(map(str, wanted))})"
    )
    return {line: StoryRow(*rest) for line, *rest in rows}
