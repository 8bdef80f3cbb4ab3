"""The books of loaded files, and what a case holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import Added, Books, LeftOut, RefusedRow, Status
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Coverage
from followthegoods.render.text import (
    INVENTED,
    Broken,
    banner,
    columns_of,
    heading,
    indented,
    place,
    plural,
    quiet,
    safe,
)


def added(file: Added) -> list[RenderableType]:
    """What adding one file did, with its books."""
    if file.known:
        name = safe(file.file)
        return [heading(f"{name}: already in the case: nothing changed"), *books(file.books)]
    return [heading(f"{safe(file.file)}: read as {file.books.source.layout}"), *books(file.books)]


def left_out(files: Sequence[LeftOut]) -> list[RenderableType]:
    """The files of folders that were not loaded, and why."""
    table = columns_of("file", "why")
    for file in files:
        why = f"{safe(file.what)} {safe(file.do)}"
        table.add_row(Broken(safe(file.file)), why)
    return [heading(f"Left out: {plural(len(files), 'file')}"), indented(table)]


def books(book: Books) -> list[RenderableType]:
    """What became of every row of one source; the parts sum to the rows read."""
    table = columns_of("rows", "", "", numbers=["rows"])
    table.show_header = False
    table.add_row(f"{book.read:,}", "rows read =", "")
    table.add_row(f"{book.lines:,}", "lines", "")
    table.add_row(f"{book.repeated:,}", "+ repeated", "")
    table.add_row(f"{book.superseded:,}", "+ superseded", "")
    for name, reasons in (("refused", book.refused), ("skipped", book.skipped)):
        table.add_row(f"{sum(reasons.values()):,}", f"+ {name}", _reasons(reasons))
    parts: list[RenderableType] = [indented(table)]
    flags = {
        "in versions that conflict": book.conflicts,
        "sharing a key with another line": book.collisions,
        "suspected repeats": book.suspected,
        "master bills left out": book.masters,
    }
    said = ", ".join(f"{number:,} {words}" for words, number in flags.items() if number)
    if said:
        parts.append(indented(Text(f"Of the lines: {said}.")))
    unmapped = [
        safe(header)
        for sheet in book.source.format.get("sheets", ())
        for header in sheet["unmapped"]
    ]
    if unmapped:
        parts.append(indented(Text(f"Columns that fill no field: {', '.join(unmapped)}.")))
    for note in book.source.format.get("notes", ()):
        parts.append(indented(Text(f"Note: {safe(note)}.".replace("..", "."))))
    if book.marks:
        parts.append(
            indented(Text(f"Cells not read, or read with a doubt: {_reasons(book.marks)}."))
        )
    if not book.balanced:
        what = f"THE BOOKS DO NOT BALANCE: {book.read:,} read, {book.accounted:,} accounted for"
        parts.append(indented(banner(what)))
    return parts


def _reasons(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{safe(reason)} {rows:,}" for reason, rows in reasons.items())


def status(held: Status) -> list[RenderableType]:
    """What a case holds: sources with their books, coverage by month, parties, state."""
    parts: list[RenderableType] = [banner(INVENTED), Text()] if held.invented else []
    parts.append(Text(f"Case {safe(held.path)}", style="bold"))
    if not held.books:
        return [*parts, Text("No sources yet. Add files with: ftg add CASE FILE")]
    lines = plural(sum(book.lines for book in held.books), "line")
    parties = plural(held.parties, "party", "parties")
    parts += [
        Text(f"{plural(len(held.books), 'source')}, {lines}, {parties}."),
        Text(),
        heading("Sources: rows read = lines + repeated + superseded + refused + skipped"),
        _sources(held.books),
    ]
    for authority, coverage in held.coverage.items():
        parts += [Text(), heading(f"Coverage: {country_label(authority)} ({authority})")]
        parts += _coverage(coverage, held.months[authority])
    return [
        *parts,
        Text(),
        quiet(f"Rates: {held.rates}"),
        quiet(f"State {held.state[:16]}, load {held.load}"),
    ]


def _sources(held: Sequence[Books]) -> RenderableType:
    numbers = ("no.", "read", "lines", "repeated", "superseded", "refused", "skipped")
    table = columns_of("no.", "source", "layout", *numbers[1:], numbers=numbers)
    for book in held:
        counts = (
            book.read,
            book.lines,
            book.repeated,
            book.superseded,
            sum(book.refused.values()),
            sum(book.skipped.values()),
        )
        source = book.source
        cells = [f"{count:,}" for count in counts]
        table.add_row(str(source.source), _name(book), source.layout, *cells)
    return table


def _name(book: Books) -> RenderableType:
    """A source's name; where its rows are made up, that is said, whatever the file is called."""
    name = safe(book.source.name)
    if book.source.invented and "INVENTED" not in name:
        name += " (INVENTED)"
    return Broken(name)


def _coverage(coverage: Coverage, lines: Mapping[str, int]) -> list[RenderableType]:
    """A strip of months a year for the authority, then the first and last day of each source."""
    parts: list[RenderableType] = []
    if coverage.first and coverage.last:
        months = columns_of("year", "JFMAMJJASOND")
        for year in range(coverage.first.year, coverage.last.year + 1):
            months.add_row(str(year), _strip(year, coverage.first, coverage.last, lines))
        parts.append(indented(months))
    if coverage.months_missing:
        missing = ", ".join(coverage.months_missing)
        words = plural(len(coverage.months_missing), "month")
        parts.append(indented(Text(f"No lines in {words} between first and last: {missing}.")))
    # Lines as they were read: the books' lines, and those that repeat or were superseded.
    numbers = ["lines read", "undated"]
    table = columns_of("source", "first", "last", *numbers, numbers=numbers)
    for source in coverage.by_source:
        first, last = str(source.first or "–"), str(source.last or "–")
        table.add_row(
            Broken(safe(source.source)), first, last, f"{source.lines:,}", f"{source.undated:,}"
        )
    return [*parts, indented(table)]


_HEIGHTS = "·▁▂▃▄▅▆▇█"


def _strip(year: int, first: date, last: date, lines: Mapping[str, int]) -> str:
    """One year: a block as high as the month has lines, a dot for one without, blank outside."""
    most = max(rows for month, rows in lines.items() if month)
    cells = ""
    for month in range(1, 13):
        if not (first.year, first.month) <= (year, month) <= (last.year, last.month):
            cells += " "
        else:
            rows = lines.get(f"{year}-{month:02d}", 0)
            cells += _HEIGHTS[-(-rows * (len(_HEIGHTS) - 1) // most)]
    return cells


def refused(rows: Sequence[RefusedRow]) -> list[RenderableType]:
    """Refused rows, whole, with the place and the reason."""
    if not rows:
        return [Text("No row was refused.")]
    table = columns_of("place", "reason", "cells")
    for row in rows:
        cells = " | ".join(safe(cell) for cell in row.cells if cell is not None)
        table.add_row(Broken(place(row.source, row.sheet, row.row)), row.reason, cells)
    return [table]
