"""What lists say of whom a story is about, and of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.model.screening import Cell, Screening, Status
from followthegoods.questions.stories.checking.records import Breach, Listed


def listings_of(screening: Screening, authority: str) -> Sequence[Listed] | None:
    """An authority's listings of a screened party; None where no list of it is loaded."""
    if screening.subject is None:
        return None
    if authority not in {used.authority for used in screening.lists}:
        return None
    ids = {party.id for party in screening.subject.parties}
    return [
        Listed(
            authority,
            *(match.listed_between or (match.listed_on,) * 2),
            match.measure,
            match.match_grade,
        )
        for match in screening.matches
        if match.authority == authority and match.party in ids
    ]


def breach_of(screening: Screening) -> Breach:
    """What screened lines touch of measures in force on their day."""
    cells = screening.breach.cells
    met = [(f"{c.label}, {c.kind}", _certain(screening, c)) for c in cells if c.state == "met"]
    lacking = [
        f"{c.label}, {c.kind}"
        for c in cells
        if c.state in ("not_loaded", "extract", "possible") or c.until is not None
    ]
    sure = tuple(said for said, certain in met if certain)
    return Breach(sure, tuple(said for said, certain in met if not certain), tuple(lacking))


def _certain(screening: Screening, cell: Cell) -> bool:
    """Whether what a cell met it met on a line that is certain: a match that holds, or goods."""
    if cell.kind == "goods":
        met = [one.met for one in screening.goods if one.authority == cell.jurisdiction]
        return any(one.floor > 0 for one in met)
    return any(
        group.key == Status.THEN and group.floor > 0
        for match in screening.matches
        if match.authority == cell.jurisdiction
        for group in match.statuses
    )
