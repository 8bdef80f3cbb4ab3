"""The United States' list as delimited files without headers: sdn.csv, alt.csv and add.csv.

Data specification of the Office of Foreign Assets Control: `-0-` stands for nothing, programmes
are parted by `] [`, and what has no column (numbers, dates of birth, weak aliases) is in the
remarks. No dates of listing.

The lists of those who are not blocked come in the same form under names of their own
(`cons_prim.csv`), and nothing in the form says which of the two a file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from followthegoods.engine.duckdb import connect, engine_errors, path_literal
from followthegoods.facts.countries import country_code
from followthegoods.model.listing import (
    Entry,
    ListedAddress,
    ListedName,
    Listing,
    Measure,
    Nature,
    Quality,
)
from followthegoods.reference.lists.cells import clean, names_in, read_birth, unique
from followthegoods.reference.lists.layout import PARTY
from followthegoods.reference.lists.reading import NATURES, Place, Reading, put_together
from followthegoods.reference.lists.table import RawTable
from followthegoods.sources.raw import raw_rows

MAIN, ALIASES, ADDRESSES, COMMENTS = "main", "aliases", "addresses", "comments"
_PARTS = {12: MAIN, 5: ALIASES, 6: ADDRESSES, 2: COMMENTS}
_ALIAS = ("aka", "fka", "nka")
_BATCH = 2_000
_NOT_BLOCKED = "cons_"


def part_of(table: RawTable) -> str:
    """Which of the files a table is, by its width and what stands in it; "" for none."""
    rows = [row for row in table.heads.get(1, []) if clean(row[0]).isdecimal()]
    stated = [row for row in table.heads.get(1, []) if any(map(clean, row)) and row[0] != "\x1a"]
    if not rows or len(rows) < len(stated):
        return ""
    part = _PARTS.get(table.width, "")
    signs = any((cell or "").strip() == "-0-" for row in rows for cell in row)
    if part == ALIASES:
        return part if all(clean(row[2]).casefold() in _ALIAS for row in rows) else ""
    if part == COMMENTS or signs:
        return part
    return ""


def read_us_csv(parts: Mapping[str, RawTable]) -> Reading:
    """The list, of its main file and those of the other parts that were given."""
    blocks = not parts[MAIN].file.name.casefold().startswith(_NOT_BLOCKED)
    return Reading(
        list="us-sdn" if blocks else "us-consolidated",
        kind=PARTY,
        title="US: Specially Designated Nationals"
        if blocks
        else "US: consolidated list, not blocked",
        authority="US",
        reader="us-csv 2",
        rows=lambda place: _entries(parts, place, blocks=blocks),
    )


def _entries(parts: Mapping[str, RawTable], place: Place, *, blocks: bool) -> Iterator[Entry]:
    main = parts[MAIN]
    lists = {
        ALIASES: "list([c3, c4] ORDER BY row)",
        ADDRESSES: "list([c3, c4, c5] ORDER BY row)",
        COMMENTS: "list([c2] ORDER BY row)",
    }
    columns, joins = "", ""
    for part, gathered in lists.items():
        if part in parts:
            scan = raw_rows(path_literal(parts[part].raw))
            columns += f", {part}.found"
            joins += (
                f" LEFT JOIN (SELECT trim(c1) AS entry, {gathered} AS found FROM {scan} "
                f"GROUP BY 1) AS {part} ON {part}.entry = trim(m.c1)"
            )
        else:
            columns += ", NULL"
    sql = (
        f"SELECT m.c1, m.c2, m.c3, m.c4, m.c10, m.c12{columns} "
        f"FROM {raw_rows(path_literal(main.raw))} AS m{joins} "
        "WHERE m.c2 IS NOT NULL ORDER BY m.row"
    )
    with closing(connect(place.settings, place.folder)) as db, engine_errors(main.file.name, None):
        rows = db.execute(sql)
        while batch := rows.fetchmany(_BATCH):
            for row in batch:
                yield _entry(row, main.file.name, blocks=blocks)


_BORN = re.compile(r"\bDOB ([^;]+?)(?: to [^;]+)?(?:;|\.?$)")
_OF_COUNTRY = re.compile(r"\b(?:nationality|citizen|Flag|Vessel Flag) ([^;]+?)(?:;|\.?$)")
_WEAK_ALIAS = re.compile(r"a\.k\.a\. '([^']+(?:'\w[^']*)*)'")


def _entry(row: tuple[Any, ...], where: str, *, blocks: bool) -> Entry:
    number, name, kind, programmes, flag, remarks, aliases, addresses, comments = row
    remarks = " ".join(filter(None, [clean(remarks), *(clean(c) for [c] in comments or [])]))
    nations = [country_code(text) for text in (clean(flag), *_OF_COUNTRY.findall(remarks)) if text]
    entry = Entry(
        id=clean(number),
        nature=NATURES.get(clean(kind).casefold(), Nature.ORGANISATION),
        names=tuple(_names(clean(name), aliases or [], remarks)),
        listings=(
            Listing(
                authority="US",
                programmes=unique(map(clean, re.split(r"\] ?\[|; ", clean(programmes)))),
                measures=(Measure.BLOCKING if blocks else Measure.UNSTATED,),
            ),
        ),
        addresses=tuple(
            _address(*map(clean, place)) for place in addresses or [] if any(map(clean, place))
        ),
        countries=unique(code or "" for code in nations),
        birth_dates=unique(map(read_birth, _BORN.findall(remarks))),
        remarks=remarks,
    )
    return put_together(entry, [(remarks, "")], where)


def _names(name: str, aliases: list[list[str]], remarks: str) -> Iterator[ListedName]:
    yield from names_in(name, Quality.PRIMARY)
    for kind, alias in aliases:
        yield from names_in(alias, Quality.STRONG, former=clean(kind).casefold() == "fka")
    for weak in _WEAK_ALIAS.findall(remarks):
        yield from names_in(weak, Quality.WEAK)


def _address(street: str, city: str, country: str) -> ListedAddress:
    return ListedAddress(", ".join(filter(None, (street, city, country))), country_code(country))
