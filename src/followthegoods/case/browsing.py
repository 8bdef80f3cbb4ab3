"""Lines as they were read: a page of them, or all that a text is found in, as they are found."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypedDict

from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Row, files_sql
from followthegoods.model.lines import Searched, Shown
from followthegoods.parties.mentions import numbers
from followthegoods.parties.search import mentions_of, one_party, party_id
from followthegoods.questions.lines import (
    SHOWN,
    Files,
    Narrowing,
    lines_sql,
    places_sql,
    window_sql,
)

MOST = 10_000
"""Lines that are read at a time."""

WINDOW = 250_000
"""Lines that are looked at between two parts of a search: whoever waits sees how far it is, and
whoever has enough stops it there."""


_ID = re.compile(r"p([0-7][0-9a-f]{15}|[0-9a-f]{1,15})")


class Narrowed(TypedDict, total=False):
    """What lines are narrowed by; see `Narrowing`. `who`: companies in any role, by ids, tax ids
    or names."""

    who: Sequence[str]
    code: str
    first: date | None
    last: date | None
    number: str
    text: str


def lines(case: Opened, limit: int, offset: int, by: Narrowed) -> list[Shown]:
    """A page of lines; see `Case.lines`."""
    files = _files(case)
    if not files.lines:
        return []
    condition = _narrowing(case, by).condition()
    found: list[Shown] = []
    while (most := min(limit - len(found), MOST)) > 0:
        places = places_sql(files.lines, condition, most, offset + len(found))
        found += (read := _read(case, files, places))
        if len(read) < most:
            break
    return found


def search(case: Opened, by: Narrowed) -> Generator[Searched]:
    """All of them, part by part; see `Case.search_lines`."""
    files = _files(case)
    if not files.lines:
        return
    condition = _narrowing(case, by).condition()
    sizes: dict[str, int] = dict(
        case.runner.ask(
            "SELECT file_name, num_rows FROM parquet_file_metadata(["
            f"{', '.join(map(literal, files.lines))}])"
        )
    )
    seen, every = 0, sum(sizes.values())
    for file, size in sizes.items():
        for first in range(0, size, WINDOW):
            last = min(first + WINDOW, size)
            found = _read(case, files, window_sql(file, condition, first, last))
            seen += last - first
            yield Searched(tuple(found), seen, every)


def names(case: Opened, ids: Iterable[str]) -> dict[str, str]:
    """What parties are called; see `Case.names`."""
    files = case.catalogue.files("names")[-1:]
    wanted = {int(own[1:], 16) for own in ids if _ID.fullmatch(own)}
    if not files:
        return {}
    found = case.runner.ask(
        f"SELECT party, name FROM {files_sql(files)} WHERE party IN ({numbers(wanted)})"
    )
    return {party_id(party): name for party, name in found}


def _files(case: Opened) -> Files:
    files = case.catalogue.files
    newest = (files(name)[-1:] for name in ("parties", "dollars"))
    return Files(files("lines"), files("mentions"), files("fates"), *newest)


def _narrowing(case: Opened, by: Narrowed) -> Narrowing:
    """Raises `NoSuchParty`, `AmbiguousParty`."""
    mentions = None
    if who := by.get("who"):
        lookup = lookup_of(case)
        parties = [one_party(case.runner, lookup, text) for text in who]
        graded, _ = mentions_of(case.runner, lookup, parties)
        mentions = tuple(mention for mention, grade in graded if grade > 1)
    return Narrowing(
        mentions,
        "".join(by.get("code", "").split()).replace(".", ""),
        by.get("first"),
        by.get("last"),
        by.get("number", "").strip(),
        " ".join(by.get("text", "").split()),
        any(source.monthly for source in case.catalogue.sources()),
    )


def _read(case: Opened, files: Files, places: str) -> list[Shown]:
    """The lines at the places that a statement lists."""
    own = {Path(file).name: file for file in files.lines}
    rows: dict[str, list[int]] = {}
    for file, row in case.runner.ask(places):
        rows.setdefault(own[Path(file).name], []).append(row)
    return _shown(case, case.runner.ask(lines_sql(files, rows))) if rows else []


def _shown(case: Opened, rows: Iterable[Row]) -> list[Shown]:
    sources = {s.source: s for s in case.catalogue.sources()}
    found = []
    for row in rows:
        said = dict(zip(SHOWN, row, strict=True))
        own = sources[said.pop("source")]
        for role in ("sender_party", "receiver_party"):
            said[role] = None if said[role] is None else party_id(said[role])
        found.append(Shown(source=own.name, sha256=own.sha256, **said))
    return found
