"""What reading a source again changed: in its columns, in the books, in saved answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from followthegoods.case import AnswerChange, Books, ColumnChange, Relayout
from followthegoods.render.text import Broken, columns_of, heading, indented, plural, quiet, safe


def relayout(done: Relayout) -> list[RenderableType]:
    """A source read again: by which layouts, and all that differs; or that nothing does."""
    before, after = done.before.source, done.after.source
    name = safe(after.name)
    if not done.changed:
        layout = f"{after.layout} {after.layout_sha256[:8]}"
        parts: list[RenderableType] = [
            heading(f"{name}: read by this very layout already ({layout}): nothing changed")
        ]
    else:
        would = "would be read again" if done.preview else "read again"
        parts = [
            heading(f"{name}: {would}"),
            Text(f"  by {after.layout} {after.layout_sha256[:8]}"),
            quiet(f"  before by {before.layout} {before.layout_sha256[:8]}"),
            Text(),
            *_columns(done.columns),
            Text(),
            *_books(done),
        ]
    for answer in done.answers:
        parts += [Text(), *_answer(answer)]
    return parts


def _columns(changes: Sequence[ColumnChange]) -> list[RenderableType]:
    if not changes:
        return [Text("Every column fills the field it filled before.")]
    table = columns_of("no.", "header", "before", "now", numbers=["no."])
    for column in changes:
        cells = (column.before or "no field", column.after or "no field")
        table.add_row(str(column.place), safe(column.header), *cells)
    return [heading("Columns read otherwise"), indented(table)]


def _books(done: Relayout) -> list[RenderableType]:
    table = columns_of("rows", "before", "now", "", numbers=["before", "now", ""])
    for name, before, after in _entries(done.before, done.after):
        moved = f"{after - before:+,}" if after != before else "="
        table.add_row(name, f"{before:,}", f"{after:,}", moved)
    return [heading("Books"), indented(table)]


def _entries(before: Books, after: Books) -> Iterator[tuple[str, int, int]]:
    """What is in the books, the sums first, then each reason, flag and mark that moved."""
    yield "read", before.read, after.read
    for name in ("lines", "repeated", "superseded"):
        yield name, getattr(before, name), getattr(after, name)
    for name in ("refused", "skipped"):
        was, now = getattr(before, name), getattr(after, name)
        yield name, sum(was.values()), sum(now.values())
        yield from _moved(f"  {name}: ", was, now)
    for name in ("conflicts", "collisions", "suspected"):
        if getattr(before, name) != getattr(after, name):
            yield f"of the lines, {name}", getattr(before, name), getattr(after, name)
    yield from _moved("cells marked ", before.marks, after.marks)


def _moved(
    prefix: str, before: Mapping[str, int], after: Mapping[str, int]
) -> Iterator[tuple[str, int, int]]:
    for reason in sorted(before.keys() | after.keys()):
        was, now = before.get(reason, 0), after.get(reason, 0)
        if was != now:
            yield prefix + safe(reason), was, now


def _answer(answer: AnswerChange) -> list[RenderableType]:
    parts: list[RenderableType] = [heading(f"Answer {safe(answer.file)}")]
    if not answer.same_state:
        parts.append(
            Text("  It was made from another state of the case: what moved may have moved before.")
        )
    if answer.cannot:
        return [*parts, Text(f"  It cannot be asked again: {safe(answer.cannot)}")]
    if not answer.moved:
        return [*parts, Text("  No figure moved.")]
    table = columns_of("figure", "saved", "now", numbers=["saved", "now"])
    for moved in answer.moved:
        table.add_row(Broken(safe(moved.place)), moved.before or "–", moved.after or "–")
    figures = plural(len(answer.moved), "value")
    return [*parts, Text(f"  {figures} moved:"), indented(table)]
