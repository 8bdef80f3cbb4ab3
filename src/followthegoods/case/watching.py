"""Watching companies: which, and what is new of them and of the case since the last look.

With a watch, and with each look, what was seen is written down: the figures of the companies
watched and the listings that touch the case. What is new is what differs from that, so that no
earlier state has to be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from followthegoods.case import held
from followthegoods.case.changing import resolve_if_stale, steadily
from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.case.screening import screen
from followthegoods.case.sides import ROLES, dossiers_of, figures
from followthegoods.case.watch_store import (
    LOOK,
    STOP,
    WATCH,
    Kept,
    appending,
    last_look,
    read_rows,
    watches,
    write_row,
)
from followthegoods.engine.plan import files_sql
from followthegoods.errors import BadParameter
from followthegoods.lake.past import loads
from followthegoods.model.answer import amount
from followthegoods.model.identity import Figures
from followthegoods.model.watching import (
    CompanyNews,
    Done,
    Looked,
    NewLines,
    News,
    RoleFigures,
    Touching,
    Watched,
)
from followthegoods.parties.mentions import known_mentions, numbers, party_members
from followthegoods.parties.search import Party, one_party
from followthegoods.reference.lists.views import lists_of

Seen = dict[str, Any]
"""Role -> figures, as JSON data."""


def watch(case: Opened, who: Sequence[str]) -> list[Watched]:
    """Watch companies; those that are watched already stay as they are. Raises `NoSuchParty`,
    `AmbiguousParty`, `BadParameter`, `CaseBusy`, `CaseReadOnly`."""
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        meant, known = steadily(case, lambda: (_meant(case, who), set(_now(case).values())))
        added = {one.party: one for one in meant if one.party not in known}
        seen = steadily(case, lambda: _seen(case, added))
        state = held.state(case)
        with appending(case.catalogue):
            for number, one in added.items():
                said = {"state": state, "figures": seen[number]}
                write_row(case.catalogue, WATCH, case.settings.author, said, number, one.name)
    return watched(case)


def stop(case: Opened, who: Sequence[str]) -> list[Watched]:
    """Watch companies no longer. Raises as `watch` does, and `BadParameter` for one that is not
    watched."""
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        meant, now = steadily(case, lambda: (_meant(case, who), _now(case)))
        for one in meant:
            if one.party not in now.values():
                raise BadParameter(f"{one.name} is not watched.", do="See who is: ftg watch CASE")
        parties = {one.party for one in meant}
        with appending(case.catalogue):
            for number, party in now.items():
                if party in parties:
                    write_row(case.catalogue, STOP, case.settings.author, {}, number)
    return watched(case)


def _meant(case: Opened, who: Sequence[str]) -> list[Party]:
    """The companies that are named. Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`."""
    if not who:
        raise BadParameter("Nobody is named.", do="Name companies by ids, tax ids or names.")
    return [one_party(case.runner, lookup_of(case), text) for text in who]


def _now(case: Opened) -> dict[int, int]:
    """Of the mentions that are watched, whose they are now."""
    mentions = [row.mention or 0 for row in watches(read_rows(case.catalogue))]
    lookup = held.lookup(case)
    known = known_mentions(case.runner, lookup, mentions) if lookup and mentions else {}
    parties = {number: one.party for number, one in known.items()}
    return {number: parties.get(number) or number for number in mentions}


def watched(case: Opened) -> list[Watched]:
    """The companies that are watched, in the order in which that began."""
    return [row.watched() for row in watches(read_rows(case.catalogue))]


def look(case: Opened) -> Looked:
    """Write down that who works with the case has seen it as it is. Raises `CaseBusy`,
    `CaseReadOnly`."""
    with case.disk.one_writer():
        resolve_if_stale(case, quiet)
        rows = watches(read_rows(case.catalogue))
        said = steadily(case, lambda: _all_seen(case, [row.mention or 0 for row in rows]))
        author = case.settings.author
        with appending(case.catalogue):
            write_row(case.catalogue, LOOK, author, said)
    made = last_look(read_rows(case.catalogue), author)
    assert made is not None
    return made.looked()


def _all_seen(case: Opened, mentions: Sequence[int]) -> dict[str, Any]:
    return {
        "state": held.state(case),
        "figures": {str(number): own for number, own in _seen(case, mentions).items()},
        "touching": [_plain(one) for one in _touching(case)],
    }


def news(case: Opened) -> News:
    """What is new to who works with the case: of the companies watched, of listings, of loads."""
    return steadily(case, lambda: _news(case))


def _news(case: Opened) -> News:
    author, state = case.settings.author, held.state(case)
    rows = read_rows(case.catalogue)
    looked = last_look(rows, author)
    before = [(row, *_baseline(row, looked)) for row in watches(rows)]
    # Figures are a function of the state: where it is the same, nothing moved.
    moved = [row.mention or 0 for row, _, seen in before if seen["state"] != state]
    now = _seen(case, moved)
    listings: tuple[Touching, ...] = ()
    gone: tuple[Touching, ...] = ()
    if looked is not None and looked.seen["state"] != state:
        listings, gone = _compared(looked.seen["touching"], _touching(case))
    since = looked.load if looked else 0
    return News(
        author=author,
        since=looked.looked() if looked else None,
        load=case.catalogue.last_load(),
        state=state,
        loads=tuple(
            Done(one.load, one.kind, one.at, one.author)
            for one in loads(case.catalogue)
            if looked is not None and one.load > since
        ),
        companies=tuple(
            CompanyNews(
                row.watched(),
                load,
                _moved(seen["figures"], now.get(row.mention or 0, seen["figures"])),
                _new_lines(case, row.mention or 0, load) if row.mention in now else (),
            )
            for row, load, seen in before
        ),
        listings=listings,
        gone=gone,
    )


def _baseline(row: Kept, looked: Kept | None) -> tuple[int, dict[str, Any]]:
    """What was last seen of a watched company: with the look, or with the watch if it is later."""
    own = looked.seen["figures"].get(str(row.mention)) if looked else None
    if looked is None or own is None:
        return row.load, row.seen
    return looked.load, {"state": looked.seen["state"], "figures": own}


# -- figures


def _seen(case: Opened, mentions: Iterable[int]) -> dict[int, Seen]:
    """The figures of the parties of these mentions, by role; empty of who has no line."""
    found: dict[int, Seen] = {number: {} for number in mentions}
    for (number, role), said in (dossiers_of(case, found) if found else {}).items():
        now = figures(said)
        found[number][role] = None if now is None else _said(now)
    return found


def _said(one: Figures) -> dict[str, Any]:
    return {
        **{name: amount(getattr(one, name)) for name in ("floor", "point", "ceiling")},
        "ceiling_open": one.ceiling_open,
        "lines": one.lines,
    }


def _moved(before: Seen, after: Seen) -> tuple[RoleFigures, ...]:
    roles = [role for role in ROLES if role in before or role in after]
    return tuple(
        RoleFigures(role, _read(before.get(role)), _read(after.get(role))) for role in roles
    )


def _read(said: dict[str, Any] | None) -> Figures | None:
    return figures({"value_usd": said, "books": said}) if said else None


# -- lines


def _new_lines(case: Opened, mention: int, since: int) -> tuple[NewLines, ...]:
    """The lines of a company in sources that were added after a load."""
    names = {s.source: s.name for s in case.catalogue.sources() if s.added > since}
    lookup = held.lookup(case)
    if not names or lookup is None:
        return ()
    party = next((k.party for k in known_mentions(case.runner, lookup, [mention]).values()), None)
    members = party_members(case.runner, lookup, party) if party is not None else []
    lines = files_sql(case.catalogue.files("lines"))
    found = []
    for role in ROLES:
        rows = case.runner.ask(
            f"SELECT source, count(*), min(coalesce(registered, month)), "
            f"max(coalesce(registered, month)) FROM {lines} WHERE {role} IN ({numbers(members)}) "
            f"AND source IN ({numbers(names)}) GROUP BY source ORDER BY source"
        )
        found += [NewLines(source, names[source], role, *rest) for source, *rest in rows]
    return tuple(found)


# -- listings


def _touching(case: Opened) -> list[Touching]:
    """The parties of the case that are certainly or probably on a list of those loaded."""
    if held.lookup(case) is None or not lists_of(case.catalogue).versions:
        return []
    found = screen(case, (), {}, None, ())
    touching = {
        (one.party, one.list, one.entry): Touching(
            one.party,
            one.name,
            one.list,
            one.entry,
            one.entry_name,
            one.match_grade,
            one.listed_on,
        )
        for one in found.matches
        if one.match_grade != "uncertain"
    }
    return list(touching.values())


def _compared(
    seen: Iterable[dict[str, Any]], now: Iterable[Touching]
) -> tuple[tuple[Touching, ...], tuple[Touching, ...]]:
    """The listings that touch the case and did not, and those that did and do not."""
    before = {_key(one): one for one in map(_touch, seen)}
    after = {_key(one): one for one in now}
    return (
        tuple(one for key, one in after.items() if key not in before),
        tuple(one for key, one in before.items() if key not in after),
    )


def _key(one: Touching) -> tuple[str, str, str]:
    return one.party, one.list, one.entry


def _plain(one: Touching) -> dict[str, Any]:
    return {**asdict(one), "listed_on": one.listed_on.isoformat() if one.listed_on else None}


def _touch(said: dict[str, Any]) -> Touching:
    day = said["listed_on"]
    return Touching(**{**said, "listed_on": date.fromisoformat(day) if day else None})
