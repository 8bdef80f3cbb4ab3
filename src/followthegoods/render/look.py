"""How a file would be read, or how a layout drafted for it would read it, as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import Draft, Drafted, Preview, shipped_layouts
from followthegoods.render.text import Broken, columns_of, heading, indented, plural, quiet, safe


def look(seen: Preview) -> list[RenderableType]:
    """A preview: format, layout and why, columns and their fields, lines, what would not be one."""
    return [
        *_format(seen),
        Text(),
        *_layout(seen),
        Text(),
        heading("Columns"),
        _columns(seen),
        *_left_out(seen),
        Text(),
        *reading(seen),
    ]


def reading(seen: Preview) -> list[RenderableType]:
    """The first lines as they will be read, what would be refused or have no value."""
    return [
        heading("First lines as they will be read"),
        _lines(seen),
        Text(),
        *_outlook(seen),
    ]


def drafted(found: Drafted) -> list[RenderableType]:
    """A file that no layout knows: the columns, the fields a draft gives them and why, what a
    person has to decide, and how the draft would read the file as far as it goes."""
    draft, seen = found.draft, found.seen
    parts: list[RenderableType] = _format(seen) if seen else [_title(found.file)]
    rows = "all rows" if draft.whole else f"a sample of {draft.sampled_rows:,} rows"
    mapped = sum(column.mapped for column in draft.columns)
    parts += [
        Text(),
        Text("Layout: none that ships knows this file.", style="bold"),
        Text(
            f"A draft from {rows} gives {mapped} of {len(draft.columns)} columns a field. "
            "A draft is a proposal: check every column."
        ),
        Text(),
        heading("Columns"),
        _drafted_columns(draft),
        Text(),
    ]
    if draft.notes:
        parts += [heading("Left open"), *(indented(Text(safe(note))) for note in draft.notes)]
        parts.append(Text())
    if seen:
        parts += [quiet("By the draft, with what it leaves open left out:"), *reading(seen), Text()]
    return [
        *parts,
        heading("Next"),
        Text(f"  ftg look {safe(found.file)} --draft > my.toml"),
        quiet("  writes the draft with its reasons. Correct it, then:"),
        Text("  ftg layouts check my.toml --on " + safe(found.file)),
        Text("  ftg add CASE " + safe(found.file) + " --layout my.toml"),
    ]


def _drafted_columns(draft: Draft) -> RenderableType:
    table = columns_of("no.", "header", "field", "how sure", "why", numbers=["no."])
    for column in draft.columns:
        field = column.field or "no field"
        if column.field and not column.mapped:
            field += "?"
        style = "" if column.mapped else "bold red" if column.confidence == "unsure" else "dim"
        table.add_row(
            str(column.place),
            safe(column.header),
            Text(field, style=style),
            column.confidence if column.field else "",
            safe(column.why),
        )
    return table


def _title(file: str) -> Text:
    return Text(safe(file), style="bold underline")


def _format(seen: Preview) -> list[RenderableType]:
    facts = [seen.format.upper(), f"{seen.size:,} bytes"]
    if seen.encoding:
        facts.append(f"encoding {seen.encoding}")
    if seen.delimiter:
        facts.append(f"delimiter {seen.delimiter!r}")
    sheets = columns_of("sheet", "header row", numbers=["header row"])
    for sheet, row in zip(seen.sheets, seen.header_rows, strict=True):
        header = "not read" if row is None else str(row) if row else "none: by place"
        sheets.add_row(Broken(safe(sheet)), header)
    return [_title(seen.file), Text(", ".join(facts) + "."), indented(sheets)]


def _layout(seen: Preview) -> list[RenderableType]:
    how = "Not chosen but given" if seen.given else "Chosen because"
    why = f"{how}; {seen.why}." if seen.given else f"{how} {seen.why}."
    parts: list[RenderableType] = [
        Text(f"Layout: {seen.layout} — {seen.title}", style="bold"),
        Text(why),
    ]
    if seen.runner_up:
        parts.append(quiet(f"Next best: {seen.runner_up}."))
    elif not seen.given:
        parts.append(quiet("Next best: none. No other layout that ships could read it."))
    for layout in shipped_layouts():
        if (layout.id, layout.title) == (seen.layout, seen.title) and layout.notes:
            parts += [Text(), heading("What to know about such files"), Text(safe(layout.notes))]
    return parts


def _columns(seen: Preview) -> RenderableType:
    several = len({column.sheet for column in seen.columns}) > 1
    sheet = ["sheet"] if several else []
    table = columns_of(*sheet, "no.", "header", "field", "example", numbers=["no."])
    for column in seen.columns:
        cells = [Broken(safe(column.sheet))] if several else []
        table.add_row(
            *cells,
            str(column.place),
            safe(column.header),
            Text(
                f"{column.field} ({column.says}?)" if column.says else column.field,
                style="bold red" if column.field == "not mapped" else "",
            ),
            safe(column.example),
        )
    return table


def _left_out(seen: Preview) -> list[RenderableType]:
    """What to do where the layout leaves out a column that could fill a field."""
    fields = dict.fromkeys(column.says for column in seen.columns if column.says)
    if seen.given or not fields:
        return []
    return [
        Text(
            f"The layout leaves out columns that could fill {', '.join(fields)}. A draft of the "
            "whole file proposes how to read them:",
            style="bold red",
        ),
        Text(f"  ftg look {safe(seen.file)} --draft > my.toml"),
    ]


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
        *(_examples(seen, "no_value") if seen.without_value < seen.would_be_lines else ()),
    ]
    if not any(verdict.startswith("refused") for verdict in seen.would_be_apart):
        parts.append(Text("  0 rows refused"))
    for verdict, rows in seen.would_be_apart.items():
        kind, _, reason = verdict.partition(":")
        parts.append(Text(f"  {plural(rows, 'row')} {kind}: {reason}"))
        parts += _examples(seen, verdict)
    if seen.marks:
        parts.append(Text("Cells not read, or read with a doubt:"))
        parts += [Text(f"  {mark} {rows:,}") for mark, rows in seen.marks.items()]
    if seen.numbers:
        parts.append(Text("Number styles:"))
        parts += [Text(f"  {field}: {style}") for field, style in seen.numbers.items()]
    return parts


def _examples(seen: Preview, why: str) -> Sequence[RenderableType]:
    """Rows of one kind, whole, with their places."""
    table = columns_of("", "")
    table.show_header = False
    for example in seen.examples:
        if example.why == why:
            sheet = f"{safe(seen.sheets[example.sheet - 1])}:" if len(seen.sheets) > 1 else "row "
            cells = " | ".join(safe(cell) for cell in example.cells if cell is not None)
            table.add_row(Text(f"{sheet}{example.row}", no_wrap=True), _short(cells))
    return [indented(indented(table))] if table.row_count else []


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 2]} …"
