"""A screening as text: who is on which list, since when, and what came while it was.

What no list says is never called good: at most a party is on none of these lists, in these
versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Coverage, Figure, Group, Screened
from followthegoods.model.screening import (
    MAYBE,
    OWNERSHIP,
    Breach,
    Cell,
    Controlled,
    EntryJudgement,
    ListUsed,
    Note,
    Screening,
    Status,
)
from followthegoods.render.amounts import band, money, short
from followthegoods.render.lists import judged
from followthegoods.render.text import columns_of, heading, plural, quiet, safe

MEASURES: dict[str, str] = {
    "blocking": "assets blocked",
    "export_licence": "exports to it need a licence",
    "financing": "limits on financing",
    "transport": "limits on transport",
    "services": "limits on services",
    "investment": "limits on investment",
    "procurement": "limits on procurement",
    "arms": "an arms embargo",
    "travel": "a travel ban",
    "priority": "a priority for controls, no prohibition",
    "other": "another measure",
    "unstated": "measure not stated",
}
"""What measures are called."""

BASES: dict[str, str] = {
    "stated": "as the list states",
    "observed": "seen there by then",
    "by_hand": "given by hand",
    "versions": "bounded by the versions loaded",
}


def screening(found: Screening) -> list[RenderableType]:
    """The parts of a screening, top to bottom."""
    name = found.subject.name if found.subject else "The whole case"
    parts: list[RenderableType] = [Text(safe(name), style="bold underline")]
    if found.coverage.first and found.coverage.last:
        parts.append(Text(f"Records: {found.coverage.first} to {found.coverage.last}."))
    parts += [lists(found.lists), Text()] if found.lists else []
    parts.append(Text(looked_at(found)))
    parts += map(Text, (*of_authority(found), *after_lists(found)))
    if found.as_of:
        parts.append(Text(f"The status shown is that on {found.as_of}; figures are by line."))
    parts.append(Text())
    for one in found.matches:
        parts += [*match(one, found.coverage, found.as_of), Text()]
    if found.judgements:
        parts += [
            heading("Decided by people"),
            *(Text(judgement(one)) for one in found.judgements),
            Text(),
        ]
    if found.statuses:
        parts += [heading(all_lines(found)), statuses(found.statuses), Text()]
    if found.notes:
        parts += [
            heading("Shared addresses, no matches"),
            *(Text(note(one)) for one in found.notes),
            Text(),
        ]
    if found.goods:
        parts += [heading("Goods"), *goods(found.goods), Text()]
    parts += [heading(rules_touched(found)), *breach(found.breach), Text()]
    return [*parts, quiet(found.not_advice)]


def all_lines(found: Screening) -> str:
    """What the lines are that statuses divide: of a whole case only those of parties with a match
    are looked at."""
    if found.subject is None:
        return "Lines that name a party with a match, by what they touch"
    return "All lines by what they touch"


def rules_touched(found: Screening) -> str:
    """What the lines are whose jurisdictions stand in the matrix."""
    if found.subject is None:
        return "Whose rules lines touch that name a party with a match, or goods on a list"
    return "Whose rules the lines touch"


def looked_at(found: Screening) -> str:
    """How many parties were looked at, and how many of them are on a list.

    Without a list of parties nobody was looked for, and that must not read as if none was found.
    """
    if not any(one.kind == "party" for one in found.lists):
        whom = plural(found.parties, "party", "parties")
        return f"No list of companies or persons is loaded: none of {whom} was looked for."
    matched = len({one.party for one in found.matches})
    said = f"{plural(found.parties, 'party', 'parties')} looked at; {matched:,} may be on a list."
    rest = found.parties - matched
    if rest:
        said += f" The other {rest:,} were not found on these lists, in these versions."
    return said


def of_authority(found: Screening) -> list[str]:
    """What is said where other authorities' records have lines: figures never sum across them."""
    if not found.other_authorities:
        return []
    own = country_label(found.bases.authority)
    others = ", ".join(
        f"{country_label(one)} (--authority {one})" for one in found.other_authorities
    )
    return [f"Lines are of the records of {own} alone; others are of {others}."]


def after_lists(found: Screening) -> list[str]:
    """What is said of records that are newer than a list: nobody knows what it became."""
    last = found.coverage.last
    return [
        f"Records come after {max(one.versions)}, the day of the newest version of "
        f"{safe(one.list)}: {_AFTER[one.kind]}."
        for one in found.lists
        if last and max(one.versions) < last
    ]


_AFTER = {
    "party": "whether a listing still held then is not known, nor who was listed since",
    "goods": "whether a code still held then is not known; priorities are read as unchanged",
}
"""What follows for records that are newer than a list of a kind."""


def lists(used: Sequence[ListUsed]) -> Table:
    """The lists that were used, with the days of their versions."""
    table = columns_of("list", "authority", "of", "versions of")
    for one in used:
        days = ", ".join(day.isoformat() for day in one.versions)
        table.add_row(safe(one.list), safe(one.authority), one.kind, days)
    return table


def match(one: Screened, coverage: Coverage, as_of: date | None = None) -> list[RenderableType]:
    """One party on one list: who, why, since when, what it was on a day asked, and what came."""
    roles = f" ({', '.join(one.roles)})" if one.roles else ""
    measure = MEASURES.get(one.measure, one.measure)
    programme = f", {safe(one.programme)}" if one.programme else ""
    return [
        Text(f"{safe(one.name)}{roles}", style="bold"),
        Text(f"{one.match_grade}, by {one.rule}: {safe(one.entry_name)} [{one.list}/{one.entry}]"),
        Text(f"{safe(one.authority)}{programme}: {measure}; {when(one)}."),
        *([Text(f"The list cites: {reference(one)}.")] if one.reference else []),
        *([Text(f"On {as_of}: {one.status.replace('_', ' ')}.")] if as_of else []),
        Text(sentence(one, coverage)),
        *([statuses(one.statuses)] if one.statuses else []),
    ]


def when(one: Screened) -> str:
    """From when to when, and how that is known."""
    if one.listed_basis == OWNERSHIP:
        said = f"reached through its owners, first {_days(one.listed_on, one.listed_between)}"
        if one.delisted_on or one.delisted_between:
            said += f", no more {_days(one.delisted_on, one.delisted_between)}"
        return said
    said = f"listed {_days(one.listed_on, one.listed_between)}"
    said += f" ({BASES.get(one.listed_basis, one.listed_basis)}"
    said += f": {safe(one.listed_source)})" if one.listed_source else ")"
    for again in one.relisted:
        said += f", delisted {_bounds(again.delisted)}, listed again {_bounds(again.listed)}"
    if one.delisted_on or one.delisted_between:
        said += f", delisted {_days(one.delisted_on, one.delisted_between)}"
    if one.wound_down_by:
        said += f", dealings to be ended by {one.wound_down_by}"
    return said


_CITED = 200
"""Letters of a reference that are shown: some lists give reasons there, a page long."""


def reference(one: Screened) -> str:
    """What the list cites for a listing, cut where it is long."""
    said = safe(one.reference)
    return said if len(said) <= _CITED else f"{said[:_CITED].rstrip()}…"


def _bounds(days: tuple[date | None, date | None]) -> str:
    first, last = days
    return _days(first, None) if first == last else _days(None, days)


def _days(day: date | None, between: tuple[date | None, date | None] | None) -> str:
    if day is not None:
        return f"on {day}"
    first, last = between or (None, None)
    if first and last:
        return f"between {first} and {last}"
    if last:
        return f"on an unknown day, by {last}"
    return f"on an unknown day, from {first}" if first else "on an unknown day"


def sentence(one: Screened, coverage: Coverage) -> str:
    """What the records say of one listing, with days and coverage."""
    since = one.since_listing
    by = {group.key: group for group in one.statuses}
    ends = f"The records run from {coverage.first} to {coverage.last}; nothing is known outside."
    if not one.statuses:
        return f"No counted line names it. {ends}"
    if _lines(since):
        said = f"{plural(_lines(since), 'line')} while it was listed: {_amount(since)}."
        return f"{said} {ends}"
    perhaps = sum(_any(by[status]) for status in MAYBE if status in by)
    if perhaps or since.ceiling:
        why = "when it was listed is not known well enough"
        if Status.DAY_UNKNOWN in by:
            why = "the day of a line is not known well enough"
        if not perhaps:
            why = "whether they name this entry is not certain"
        return f"Lines may be of the time while it was listed: {why}. {_amount(since)}. {ends}"
    if Status.LATER in by:
        days = f", {plural(one.days_later, 'day')} before" if one.days_later else ""
        return (
            f"No line on or after the listing: the last that names it is of {one.last_line}{days}. "
            f"{ends}"
        )
    return f"No line while it was listed. {ends}"


def _lines(figure: Figure) -> int:
    return figure.rows + figure.rows_without_value


def _any(group: Group) -> bool:
    return bool(_lines(group) or group.ceiling)


def _amount(figure: Figure) -> str:
    top = "open" if figure.ceiling_open else f"US${money(figure.ceiling)}"
    return f"US${money(figure.point)} (floor US${money(figure.floor)}, ceiling {top})"


def statuses(groups: Iterable[Group]) -> Table:
    """Lines by status, with floor and ceiling."""
    table = columns_of("status", "lines", "point", "floor–ceiling", numbers=["lines", "point"])
    for group in groups:
        table.add_row(group.label, f"{_lines(group):,}", short(group.point), band(group))
    return table


def of_dossier(found: Sequence[Screened], coverage: Coverage) -> RenderableType:
    """The screening that a dossier carries."""
    parts = [part for one in found for part in (*match(one, coverage), Text())]
    return Stack(*parts[:-1])


def judgement(one: EntryJudgement) -> str:
    """What a person decided of a party and an entry."""
    return f"Judgement {judged(one).rstrip()}"


def note(one: Note) -> str:
    """A party that gives the address of an entry, and is not held to be it."""
    return (
        f"{safe(one.name)} gives an address of {safe(one.entry_name)} "
        f"[{one.list}/{one.entry}]: {safe(one.address)}"
    )


def goods(found: Sequence[Controlled]) -> list[RenderableType]:
    """Lines whose goods are on a list of goods."""
    columns = ("on it then", "perhaps", "on it first later", "no longer", "date unknown")
    table = columns_of("list", "tier", "codes", *columns, numbers=columns)
    for one in found:
        figures = (one.met, one.possible, one.first_later, one.no_longer, one.date_unknown)
        codes = ", ".join(one.codes[:6]) + (" …" if len(one.codes) > 6 else "")
        table.add_row(safe(one.list), safe(one.tier), codes, *map(_short, figures))
    said = sorted({MEASURES.get(one.measure, one.measure) for one in found})
    return [table, quiet(f"What these lists are: {'; '.join(said)}.")]


def _short(figure: Figure) -> str:
    lines = _lines(figure)
    if not lines and not figure.ceiling:
        return "–"
    return f"{short(figure.point)} ({lines:,})" if lines else f"up to {short(figure.ceiling)}"


STATES: dict[str, str] = {
    "met": "met",
    "possible": "perhaps met",
    "not_met": "loaded, not met",
    "extract": "only an extract loaded, not met",
    "not_loaded": "NOT LOADED",
}
"""What cells of the matrix say."""


def cell_said(cell: Cell) -> str:
    """What a cell of the matrix says, and until when its lists do, where lines come after it."""
    return STATES[cell.state] + (f", until {cell.until}" if cell.until else "")


def _cell(cell: Cell) -> str:
    """What a cell says, and of which lists: one of an authority's is not all of them."""
    lists = f": {', '.join(map(safe, cell.lists))}" if cell.lists else ""
    return cell_said(cell) + lists


def breach(found: Breach) -> list[RenderableType]:
    """Jurisdictions beside lists, and the sentence that follows."""
    table = columns_of(
        "jurisdiction", "lines", "point", "party lists", "goods", numbers=["lines", "point"]
    )
    by: dict[str, dict[str, Cell]] = {}
    for cell in found.cells:
        by.setdefault(cell.jurisdiction, {})[cell.kind] = cell
    for cells in by.values():
        one = next(iter(cells.values()))
        said = (_cell(cells[kind]) if kind in cells else "–" for kind in ("party", "goods"))
        table.add_row(safe(one.label), f"{_lines(one.lines):,}", short(one.lines.point), *said)
    return [table, Text(found.said)]
