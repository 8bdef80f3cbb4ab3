"""How a file would be read, as text."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import Preview
from followthegoods.render.text import columns_of, heading, indented, plural, quiet, safe


def look(seen: Preview) -> list[RenderableType]:
    """A preview: format, layout and why, columns and their fields, lines, what would not be one."""
    return [
        *_format(seen),
        Text(),
        *_layout(seen),
        Text(),
        heading("Columns"),
        _columns(seen),
        Text(),
        heading("First lines as they will be read"),
        _lines(seen),
        Text(),
        *_outlook(seen),
    ]


def _format(seen: Preview) -> list[RenderableType]:
    facts = [seen.format.upper(), f"{seen.size:,} bytes"]
    if seen.encoding:
        facts.append(f"encoding {seen.encoding}")
    if seen.delimiter:
        facts.append(f"delimiter {seen.delimiter!r}")
    sheets = columns_of("sheet", "header row", numbers=["header row"])
    for sheet, row in zip(seen.sheets, seen.header_rows, strict=True):
        sheets.add_row(safe(sheet), str(row) if row is not None else "none: not read")
    return [
        Text(safe(seen.file), style="bold underline"),
        Text(", ".join(facts) + "."),
        indented(sheets),
    ]


def _layout(seen: Preview) -> list[RenderableType]:
    parts: list[RenderableType] = [
        Text(f"Layout: {seen.layout} — {seen.title}", style="bold"),
        Text(f"Chosen because {seen.why}."),
    ]
    if seen.runner_up:
        parts.append(quiet(f"Next best: {seen.runner_up}."))
    return parts


def _columns(seen: Preview) -> RenderableType:
    several = len({column.sheet for column in seen.columns}) > 1
    sheet = ["sheet"] if several else []
    table = columns_of(*sheet, "no.", "header", "field", "example", numbers=["no."])
    for column in seen.columns:
        cells = [safe(column.sheet)] if several else []
        table.add_row(
            *cells,
            str(column.place),
            safe(column.header),
            Text(column.field, style="bold red" if column.field == "not mapped" else ""),
            safe(column.example),
        )
    return table


def _lines(seen: Preview) -> RenderableType:
    """A field a row, a line a column."""
    if not seen.lines:
        return Text("No row of the sample is a line.")
    table = columns_of("field", *(f"line {n}" for n in range(1, len(seen.lines) + 1)))
    for field in seen.lines[0]:
        cells = ["" if line[field] is None else safe(str(line[field])) for line in seen.lines]
        if any(cells):
            table.add_row(field, *(cell[:60] for cell in cells))
    return table


def _outlook(seen: Preview) -> list[RenderableType]:
    what = "the whole file" if seen.whole else "this is a sample"
    lines = plural(seen.would_be_lines, "line")
    parts: list[RenderableType] = [
        heading(f"Of {plural(seen.rows, 'row')} looked at ({what})"),
        Text(f"  {lines}, {seen.without_value:,} of them without a value"),
    ]
    for reason, rows in seen.would_be_apart.items():
        parts.append(Text(f"  {plural(rows, 'row')} refused or skipped: {reason}"))
    if seen.numbers:
        parts.append(Text("Number styles:"))
        parts += [Text(f"  {field}: {style}") for field, style in seen.numbers.items()]
    return parts
