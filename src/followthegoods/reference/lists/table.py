"""Tables to entries and controls, by a layout: rows of one entry are put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from followthegoods.engine.duckdb import Connection, connect, engine_errors, one, path_literal
from followthegoods.errors import BadList, UnreadableFile
from followthegoods.facts.countries import country_code
from followthegoods.facts.names import fold
from followthegoods.facts.text import key
from followthegoods.model.listing import (
    Basis,
    Control,
    Entry,
    ListedName,
    Listing,
    Nature,
    Quality,
)
from followthegoods.reference.lists.cells import (
    address,
    clean,
    names_in,
    read_birth,
    read_day,
    read_when,
    unique,
)
from followthegoods.reference.lists.goods import read_control
from followthegoods.reference.lists.layout import GOODS, VARIOUS, Header, find_header
from followthegoods.reference.lists.layout import TableLayout as Layout
from followthegoods.reference.lists.measures import read_measures
from followthegoods.reference.lists.reading import (
    ListFile,
    Place,
    Reading,
    addresses,
    first_when,
    latest,
    put_together,
)
from followthegoods.reference.lists.rows import Cellbook, Row
from followthegoods.sources.raw import raw_rows, read_raw

_BATCH = 2_000
_ANY_DAY = re.compile(r"\d{1,2}[ /.-](?:\d{1,2}|[A-Za-z]{3,9})[ /.-]\d{4}|\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class RawTable:
    """A table as text: the raw Parquet file, and its first rows by sheet."""

    file: ListFile
    raw: Path
    width: int
    heads: dict[int, list[Row]]


def open_table(file: ListFile, place: Place) -> RawTable:
    """Read a file as a table. Raises `BadList` for one that is none, or has broken rows."""
    raw = place.folder / "raw.parquet"
    try:
        read = read_raw(file.path, raw, place.folder, place.settings, lambda stage, done: None)
    except UnreadableFile as error:
        raise BadList(error.what, where=file.name, do=error.do) from error
    with closing(connect(place.settings, place.folder)) as db, engine_errors(file.name, None):
        scan = raw_rows(path_literal(raw))
        (broken,) = one(db, f"SELECT min(row) FROM {scan} WHERE broken IS NOT NULL")
        if broken is not None:
            raise BadList(
                "A row cannot be split into cells, so that an entry would go missing.",
                where=f"{file.name}, row {broken}",
                do="Get the list from its publisher again: this copy is damaged.",
            )
        rows = db.execute(
            f"SELECT sheet, * EXCLUDE (sheet, row, broken) FROM {scan} WHERE row <= 20 "
            "ORDER BY sheet, row"
        ).fetchall()
    heads: dict[int, list[Row]] = {}
    for sheet, *cells in rows:
        heads.setdefault(sheet, []).append(tuple(cells))
    return RawTable(file, raw, read.columns, heads)


def read_table(table: RawTable, layouts: Sequence[Layout]) -> Reading | None:
    """A table by the layout that recognises it; None where none does."""
    found = [
        (header, sheet)
        for sheet, rows in table.heads.items()
        if (header := find_header(rows, layouts)) is not None
    ]
    if not found:
        return None
    header, sheet = max(found, key=lambda hit: (len(hit[0].layout.recognised_by), -hit[1]))
    layout = header.layout
    above = table.heads[sheet][: header.row - 1]
    first = next(iter(table.heads[sheet][header.row :]), ())
    name = _list_name(header, first)
    reading = Reading(
        list=name,
        kind=layout.kind,
        title=layout.title,
        authority=layout.authority,
        reader=layout.reader,
        rows=lambda place: _rows(table, header, sheet, reading, place),
        complete=layout.complete,
    )
    for cells in above:
        for day in _ANY_DAY.findall(" ".join(filter(None, cells))):
            reading.dates.state(read_day(day))
    return reading


def _list_name(header: Header, first: Row) -> str:
    layout = header.layout
    by = header.places.get(layout.list_by)
    value = fold(first[by] or "") if by is not None and by < len(first) else ""
    return "-".join([layout.list, *value.lower().split()])


def _rows(
    table: RawTable, header: Header, sheet: int, reading: Reading, place: Place
) -> Iterator[Entry | Control]:
    """Every entry, or every control, of a sheet."""
    layout = header.layout
    by = ", ".join([*_order(header), "row"])
    sql = (
        f"SELECT * EXCLUDE (sheet, row, broken) FROM {raw_rows(path_literal(table.raw))} "
        f"WHERE sheet = {sheet} AND row > {header.row} ORDER BY {by}"
    )
    with closing(connect(place.settings, place.folder)) as db, engine_errors(table.file.name, None):
        rows = (Cellbook(header, row) for row in _fetch(db, sql) if any(map(clean, row)))
        if layout.kind == GOODS:
            for row in rows:
                reading.dates.state(latest(map(read_day, row.values("version_date"))))
                yield read_control(row, table.file.name)
            return
        for entry, group in groupby(rows, key=lambda row: row.entry()):
            book = list(group)
            said = [d for row in book for f in ("last_seen", "version_date") for d in row.values(f)]
            reading.dates.state(latest(map(read_day, said)))
            yield _entry(entry, book, layout, table.file.name)


def _order(header: Header) -> list[str]:
    """What brings the rows of one entry together: its id; its name too where it has no number."""
    entry, name = _columns(header, "entry"), _columns(header, "name")
    unnumbered = [f"CASE WHEN trim({entry[-1]}) IS NULL THEN {c} END" for c in name if entry]
    return [f"trim({c})" for c in entry] + (unnumbered if entry else name)


def _columns(header: Header, field: str) -> list[str]:
    cells = header.layout.fields.get(field)
    places = (header.places.get(column) for column in cells.columns) if cells else ()
    return [f"c{place + 1}" for place in places if place is not None]


def _fetch(db: Connection, sql: str) -> Iterator[Row]:
    rows = db.execute(sql)
    while batch := rows.fetchmany(_BATCH):
        yield from batch


def _entry(entry: str, rows: list[Cellbook], layout: Layout, where: str) -> Entry:
    """One entry of all its rows."""
    natures = [layout.natures.get(key(v)) for row in rows for v in row.values("nature")]
    nature = next(filter(None, natures), Nature.ORGANISATION)
    countries = [country_code(v) for row in rows for v in row.values("country")]
    texts = [
        (value, numbers.kind)
        for row in rows
        for numbers in layout.identifiers
        for value in row.read(numbers.cells)
    ]
    listings, unread = _listings(rows, layout)
    return put_together(
        Entry(
            id=entry,
            nature=nature,
            names=tuple(name for row in rows for name in _names(row, layout)),
            listings=listings,
            addresses=addresses(address(v) for row in rows for v in row.values("address")),
            countries=unique(code or "" for code in countries),
            birth_dates=unique(read_birth(v) for row in rows for v in row.values("birth_date")),
            remarks="; ".join(unique([*(v for r in rows for v in r.values("remark")), *unread])),
        ),
        texts,
        where,
    )


def _names(row: Cellbook, layout: Layout) -> Iterator[ListedName]:
    kinds = [
        layout.qualities.get(key(value), "strong")
        for field in ("name_type", "name_strength")
        for value in row.values(field)
    ]
    quality = Quality.STRONG if kinds and "primary" not in kinds else Quality.PRIMARY
    if "weak" in kinds:
        quality = Quality.WEAK
    for field, good, former in (
        ("name", quality, "former" in kinds),
        ("alias", Quality.STRONG, False),
        ("former_name", Quality.STRONG, True),
        ("weak_alias", Quality.WEAK, False),
    ):
        for value in row.values(field):
            yield from names_in(value, good, former=former)


def _listings(rows: list[Cellbook], layout: Layout) -> tuple[tuple[Listing, ...], list[str]]:
    """The listings of an entry, one for each authority, and days that cannot be read, as written.

    The authority is the layout's; of a list of several that which a row states, or the code in
    front of a programme's id ("UA-WS-MARE").
    """
    by: dict[str, list[Cellbook]] = {}
    for row in rows:
        by.setdefault(row.text("authority"), []).append(row)
    stated = {authority: own for authority, own in by.items() if authority} or by
    found = [
        listing
        for authority, own in stated.items()
        for listing in _of_authority(authority, own, layout)
    ]
    days = [day for row in rows for name in ("listed", "delisted") for day in row.values(name)]
    unread = [day for day in days if not read_when(day, Basis.STATED)]
    return tuple(found), [f"date as written: {day}" for day in unread]


def _of_authority(stated: str, rows: list[Cellbook], layout: Layout) -> Iterator[Listing]:
    def said(name: str) -> list[str]:
        return [value for row in rows for value in row.values(name)]

    listed = [read_when(value, Basis.STATED) for value in said("listed")]
    seen = [read_when(value, Basis.OBSERVED) for value in said("first_seen")]
    measures = said("measure")
    listing = Listing(
        measures=read_measures(measures) if measures or not layout.measures else layout.measures,
        amended=latest(map(read_day, said("amended"))),
        delisted=first_when(read_when(value, Basis.STATED) for value in said("delisted")),
        reference="; ".join(unique(said("reference"))),
        wind_down=latest(map(read_day, said("wind_down"))),
    )
    mixed = layout.authority == VARIOUS
    by = {stated or layout.authority: unique(said("programme"))}
    if mixed and not stated:
        by = _by_front(unique(said("programme")))
    for authority, programmes in by.items():
        yield replace(
            listing,
            id=authority if mixed else "",
            authority=authority,
            programmes=programmes,
            # Of several that somebody first saw together, one was there first: it bounds no other.
            listed=first_when(listed if len(by) > 1 else [*listed, *seen]),
        )


def _by_front(programmes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Programmes by the code in front of them, "" where they have none."""
    found: dict[str, tuple[str, ...]] = {}
    for programme in programmes:
        front, dash, _ = programme.partition("-")
        authority = front if dash and len(front) == 2 and front.isupper() else ""
        found[authority] = (*found.get(authority, ()), programme)
    return found or {"": ()}
