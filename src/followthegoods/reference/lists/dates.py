"""Dates of listing that a person gives, with where they were found."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, engine_errors, paths_sql
from followthegoods.errors import BadParameter
from followthegoods.facts.names import fold, split_form
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk
from followthegoods.lake.references import add_date, given_dates
from followthegoods.model.listing import WIND_DOWN, GivenDate

WHAT = ("listed", "delisted", WIND_DOWN)


@dataclass(frozen=True)
class EntryRef:
    """An entry of a list, by its id there."""

    list: str
    entry: str
    name: str


def find_entries(catalogue: Catalogue, disk: Disk, text: str, settings: Settings) -> list[EntryRef]:
    """The entries that a text names: an id (`47956`), an id with its list (`us-sdn/47956`), or a
    whole name in any of its spellings. An entry that several versions have is one."""
    scans = {
        table: paths_sql(map(disk.path, catalogue.files(table)))
        for table in ("entries", "entry_names")
    }
    if not catalogue.files("entries"):
        return []
    with closing(connect(settings, None)) as db, engine_errors(str(disk.root), None):
        rows = db.execute(
            "SELECT list, entry, max_by(name, version) FROM "
            f"{scans['entries']} AS e WHERE entry = $text "
            "OR list || '/' || entry = $text OR (list, entry) IN (SELECT list, entry FROM "
            f"{scans['entry_names']} WHERE core = $core AND core <> '') "
            "GROUP BY list, entry ORDER BY list, entry",
            {"text": text.strip(), "core": split_form(fold(text))[0]},
        ).fetchall()
    return [EntryRef(*row) for row in rows]


def one_entry(catalogue: Catalogue, disk: Disk, text: str, settings: Settings) -> EntryRef:
    """The one entry that a text names. Raises `BadParameter` where no list has it, or several."""
    found = find_entries(catalogue, disk, text, settings)
    if len(found) != 1:
        named = "; ".join(f"{ref.list}/{ref.entry} {ref.name}" for ref in found[:10])
        raise BadParameter(
            f"No entry of a list answers to {text!r}."
            if not found
            else f"Several entries answer to {text!r}: {named}.",
            do="Name it by its list and its id there, such as us-sdn/12345.",
        )
    return found[0]


def give_date(
    catalogue: Catalogue,
    disk: Disk,
    load: int,
    text: str,
    day: date,
    source: str,
    settings: Settings,
    *,
    what: str = "listed",
    authority: str = "",
) -> EntryRef:
    """Write down the day an entry was listed or delisted, and where that was found.

    `authority`: whose listing it is of, where several have listed the entry. What was given before
    stays in the catalogue; the newest counts. Raises `BadParameter` for an entry that no list has,
    or several, for a date without a source, for a day that is still to come, for a delisting that
    is not after the listing, and where it does not tell whose listing is meant.
    """
    if what not in WHAT:
        raise BadParameter(f"{what!r} is no day of a listing.", do=f"One of: {', '.join(WHAT)}.")
    if not source.strip():
        raise BadParameter(
            "A date given by hand needs a source.",
            do="Say where it can be read: a notice, a press release, an issue of a journal.",
        )
    ref = one_entry(catalogue, disk, text, settings)
    if what != WIND_DOWN:
        authority = _whose(authority, _listed_by(catalogue, disk, ref, settings))
    _check(catalogue, ref, day, what, authority)
    given = GivenDate(
        ref.list, ref.entry, what, day, source.strip(), settings.author, at="", authority=authority
    )
    add_date(catalogue, given, load)
    return ref


def _listed_by(catalogue: Catalogue, disk: Disk, ref: EntryRef, settings: Settings) -> list[str]:
    """The authorities that listed an entry; none where only the list as a whole has one."""
    listings = paths_sql(map(disk.path, catalogue.files("listings")))
    with closing(connect(settings, None)) as db, engine_errors(str(disk.root), None):
        rows = db.execute(
            f"SELECT DISTINCT authority FROM {listings} AS l WHERE list = ? AND entry = ? "
            "AND authority <> '' ORDER BY authority",
            [ref.list, ref.entry],
        ).fetchall()
    return [authority for (authority,) in rows]


def _whose(authority: str, listed_by: list[str]) -> str:
    """Whose listing is meant, "" where there is but one. Raises `BadParameter` where it is not
    told."""
    if authority not in ("", *listed_by):
        raise BadParameter(
            f"{authority} has not listed it.", do=f"Its listings are by: {', '.join(listed_by)}."
        )
    if not authority and len(listed_by) > 1:
        raise BadParameter(
            f"It was listed by several: {', '.join(listed_by)}.",
            do=f"Say whose day it is: --authority {listed_by[0]}",
        )
    return authority if len(listed_by) > 1 else ""


def _check(catalogue: Catalogue, ref: EntryRef, day: date, what: str, authority: str) -> None:
    """Raise `BadParameter` for a day that cannot be."""
    if what == WIND_DOWN:
        return
    if day > datetime.now(UTC).date():
        raise BadParameter(f"{day} is not yet.", do="Give the day on which it was in force.")
    days = {
        g.what: g.day
        for g in given_dates(catalogue)
        if (g.list, g.entry, g.authority) == (ref.list, ref.entry, authority)
    }
    days[what] = day
    if days.get("delisted", date.max) <= days.get("listed", date.min):
        raise BadParameter(
            f"{ref.list}/{ref.entry} would be delisted on {days['delisted']}, and listed on "
            f"{days['listed']} only.",
            do="Check both days; the one that was given before can be given anew.",
        )
