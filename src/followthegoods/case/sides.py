"""The dossiers of the two sides of a judgement, and what moves in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from followthegoods.case import asking, held
from followthegoods.case.moved import moved
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.engine.plan import files_sql
from followthegoods.model.identity import Figures, PartyMoves
from followthegoods.parties.mentions import known_mentions, numbers, party_members
from followthegoods.parties.search import Lookup, party_id

ROLES = ("receiver", "sender")
"""The roles in which a party has a dossier here; makers and others show in those of receivers."""

Dossiers = dict[tuple[int, str], Mapping[str, Any]]
"""Mention and role -> the dossier of the mention's party, as JSON data."""


def dossiers_of(case: Opened, mentions: Iterable[int]) -> Dossiers:
    """The dossiers of the parties of these mentions, in each role that they have lines in."""
    lookup = held.lookup(case)
    if lookup is None:
        return {}
    found: Dossiers = {}
    for number, known in known_mentions(case.runner, lookup, mentions).items():
        if known.party is None:
            continue
        for role in roles_of(case, lookup, party_members(case.runner, lookup, known.party)):
            answer = asking.dossier(case, [party_id(number)], How(role=role))
            found[number, role] = answer.to_dict()
    return found


def roles_of(case: Opened, lookup: Lookup, members: Iterable[int]) -> list[str]:
    """The roles in which mentions have lines."""
    sums = ", ".join(f"coalesce(sum(as_{role}), 0) > 0" for role in ROLES)
    ((*has,),) = case.runner.ask(
        f"SELECT {sums} FROM {files_sql(lookup.mentions)} WHERE mention IN ({numbers(members)})"
    )
    return [role for role, there in zip(ROLES, has, strict=True) if there]


def compared(before: Dossiers, after: Dossiers) -> Iterator[PartyMoves]:
    """What moved in each dossier."""
    for mention, role in dict.fromkeys((*before, *after)):
        was, now = before.get((mention, role)), after.get((mention, role))
        subject = (was or now or {})["subject"]
        yield PartyMoves(
            party=party_id(mention),
            name=subject["name"],
            role=role,
            before=figures(was),
            after=figures(now),
            moved=moved(was, now) if was and now else (),
        )


def figures(said: Mapping[str, Any] | None) -> Figures | None:
    """The value in dollars and the lines of a dossier as JSON data."""
    if said is None:
        return None
    value = said["value_usd"]
    low, mid, high = (Decimal(value[name]) for name in ("floor", "point", "ceiling"))
    return Figures(low, mid, high, value["ceiling_open"], said["books"]["lines"])
