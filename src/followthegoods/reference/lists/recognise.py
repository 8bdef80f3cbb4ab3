"""Which list a file is, by what stands in it and never by its name."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from followthegoods.errors import BadList, UnreadableFile
from followthegoods.reference.lists import eu_xml, un_xml, us_advanced
from followthegoods.reference.lists.ftm import MAX_LINE, is_ftm, read_ftm
from followthegoods.reference.lists.layout import TableLayout, shipped_layouts
from followthegoods.reference.lists.reading import ListFile, Place, Reading
from followthegoods.reference.lists.table import RawTable, open_table, read_table
from followthegoods.reference.lists.us_csv import (
    ADDRESSES,
    ALIASES,
    COMMENTS,
    MAIN,
    part_of,
    read_us_csv,
)
from followthegoods.reference.lists.xml import looks_like_xml, read_root
from followthegoods.sources.sniff import GZIP, ZIP
from followthegoods.sources.unpack import unpack

_HEAD = 4096
_PACKED = {b"\x1f\x8b": GZIP, b"PK": ZIP}
_BESIDE = {
    "sdn.csv": ("alt.csv", "add.csv", "sdn_comments.csv"),
    "cons_prim.csv": ("cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
}
"""The United States' list comes in parts, under these names."""


def files_of(path: Path) -> list[Path]:
    """The file, and the other parts of the list that lie beside it under their usual names."""
    wanted = _BESIDE.get(path.name.casefold(), ())
    there = {other.name.casefold(): other for other in path.parent.iterdir()} if wanted else {}
    return [path, *(there[name] for name in wanted if name in there)]


def open_list(paths: Sequence[Path], layout: TableLayout | None, place: Place) -> Reading:
    """Recognise a list. `layout` is a user's own, for a table that no shipped one knows.

    Raises `BadList` for a file that is no list, or is several.
    """
    found = [file for path in paths for file in _unpacked(path, place)]
    readings: list[Reading] = []
    parts: dict[str, RawTable] = {}
    for n, file in enumerate(found):
        inner = place.within(f"file-{n}")
        with file.path.open("rb") as opened:
            head = opened.read(_HEAD)
        if looks_like_xml(head):
            readings.append(_xml(file, inner))
        elif head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and is_ftm(_first_line(file)):
            readings.append(read_ftm(file, inner))
        else:
            table = open_table(file, inner)
            reading = read_table(table, (layout,) if layout else shipped_layouts())
            part = "" if reading else part_of(table)
            if reading is None and part in ("", *parts):
                raise _unknown(file.name, table)
            if reading:
                readings.append(reading)
            else:
                parts[part] = table
    if MAIN in parts:
        readings.append(read_us_csv(parts))
    elif parts:
        raise _a_part(paths[0].name, next(iter(parts)))
    if len(readings) != 1:
        raise BadList(
            f"These are {len(readings)} lists.",
            where=", ".join(file.name for file in found),
            do="Add them one by one, each with its own date.",
        )
    return readings[0]


def _unpacked(path: Path, place: Place) -> list[ListFile]:
    """The file, or what is in it where it is an archive but no workbook."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    kind = next((kind for magic, kind in _PACKED.items() if head.startswith(magic)), "")
    if not kind or (kind == ZIP and b"[Content_Types]" in head) or b"mimetype" in head[:64]:
        return [ListFile(path, path.name)]
    folder = place.within("unpacked").folder
    try:
        members = unpack(path, kind, folder, 0, path.name, lambda: None)
    except (UnreadableFile, zlib.error) as error:
        what = error.what if isinstance(error, UnreadableFile) else "The archive is damaged."
        raise BadList(what, where=path.name, do="Get it again, or unpack it first.") from error
    return [ListFile(member.path, Path(member.name).name) for member in members]


def _first_line(file: ListFile) -> str:
    with file.path.open(encoding="utf-8-sig", errors="replace") as lines:
        line = lines.readline(MAX_LINE)
        while line and not line.strip():
            line = lines.readline(MAX_LINE)
        return line


def _xml(file: ListFile, place: Place) -> Reading:
    root = read_root(file.path, file.name)
    if root.name == un_xml.ROOT:
        return un_xml.read_un(file, root)
    if root.name == eu_xml.ROOT and root.namespace.endswith("/fsd/export"):
        return eu_xml.read_eu(file, root)
    if root.name == us_advanced.ROOT:
        return us_advanced.read_us_advanced(file, place)
    simple = root.name == "sdnList"
    raise BadList(
        f"No list known here begins with <{root.name}>.",
        where=file.name,
        do="Of this list, take SDN_ADVANCED.XML: it alone has days of listing."
        if simple
        else "XML is read of the United Nations, the EU (version 1.1) and the US (advanced).",
    )


def _unknown(name: str, table: RawTable) -> BadList:
    rows = (row for rows in table.heads.values() for row in rows)
    widest = max(rows, key=lambda cells: sum(1 for cell in cells if cell), default=())
    shown = ", ".join(repr(cell[:40]) for cell in widest[:8] if cell)
    return BadList(
        f"No list known here has these columns: {shown or 'none'}.",
        where=name,
        do="Write a layout for it and give it with --layout my-list.toml.",
    )


def _a_part(name: str, part: str) -> BadList:
    what = {ALIASES: "aliases", ADDRESSES: "addresses", COMMENTS: "remarks"}[part]
    return BadList(
        f"These are the {what} of the United States' list, without its entries.",
        where=name,
        do="Give sdn.csv; alt.csv and add.csv are read from beside it.",
    )
